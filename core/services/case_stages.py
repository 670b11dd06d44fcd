"""How far a case has come, stage by stage, and what each stage still lacks."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from core.records.mediation_case import CasePaper
from core.services import case_papers
from core.services.case_check import Finding, Level, Place
from core.services.case_file import CaseFile

ACCEPT, TALK, AGREE, PERFORM, VISIT, SHELVE = "受理", "调解", "协议", "履行", "回访", "归档"
STAGES = (ACCEPT, TALK, AGREE, PERFORM, VISIT, SHELVE)

_TABLES: Mapping[str, str] = {
    "mediation_case": ACCEPT,
    "party": ACCEPT,
    "agreement": AGREE,
    "confirmation": AGREE,
    "performance": PERFORM,
    "follow_up": VISIT,
}
"""Where what is found belongs; all other tables tell of the mediation itself."""
_SHELF = frozenset(
    ("closed_on", "filed_on", "filer", "examiner", "pages", "retention", "box", "file_note")
)
_PAPERS: Mapping[str, tuple[str, ...]] = {
    ACCEPT: (
        *("application", "acceptance_register", "acceptance_notice", "rights_notice"),
        *("identity", "authorisation", "refusal_notice", "withdrawal"),
    ),
    AGREE: ("mediation_agreement", "oral_register", "confirmation"),
    PERFORM: ("performance_proof",),
    VISIT: ("follow_up",),
    SHELVE: ("cover", "contents", "closing_report", "file_note", "back_cover", "other"),
}
_OF_PAPER = {kind: stage for stage, kinds in _PAPERS.items() for kind in kinds}
_UNTAKEN = frozenset({"Z00", "Z10", "Z11", "Z12"})
_TO_VISIT = frozenset({"Z41", "Z42", "Z61", "Z63"})
_OVER = frozenset({"Z11", "Z12", "Z70", "Z80", "Z90"})
_DONE = "Z90"
_REACHED: Mapping[str, Callable[[CaseFile], object]] = {
    ACCEPT: lambda file: file.case,
    TALK: lambda file: file.case.state not in _UNTAKEN or file.meetings,
    AGREE: lambda file: file.agreement,
    PERFORM: lambda file: file.items and file.agreement and file.agreement.effective_on,
    VISIT: lambda file: file.follow_ups or file.case.state in _TO_VISIT,
    SHELVE: lambda file: file.case.state in _OVER,
}


@dataclass(frozen=True, slots=True)
class Stage:
    """One stage: what the check finds in it, and its papers that are out to be signed.

    `come` says how far it is: `ahead`, `now`, `past`, or `never` where the case went round it.
    """

    name: str
    come: str
    findings: tuple[Finding, ...] = ()
    waiting: tuple[CasePaper, ...] = ()

    def count(self, level: Level) -> int:
        """How many findings of a level there are."""
        return sum(one.level is level for one in self.findings)


def stages(file: CaseFile, findings: Iterable[Finding]) -> tuple[Stage, ...]:
    """Every stage in its order; what is found stands in the stage where it is mended."""
    found = [(of_place(one.place), one) for one in findings]
    papers = [(_paper(one.kind), one) for one in case_papers.waiting(file.papers)]
    come = dict(zip(STAGES, _come(file), strict=True))
    return tuple(
        Stage(
            name,
            come[name],
            tuple(one for stage, one in found if stage == name),
            tuple(one for stage, one in papers if stage == name),
        )
        for name in STAGES
    )


def of_place(place: Place) -> str:
    """The stage a field or a paper belongs to."""
    if place.paper:
        return _paper(place.paper)
    if place.table == "mediation_case" and place.key in _SHELF:
        return SHELVE
    return _TABLES.get(place.table, TALK)


def _paper(kind: str) -> str:
    return _OF_PAPER.get(kind, TALK)


def _come(file: CaseFile) -> list[str]:
    reached = [bool(_REACHED[name](file)) for name in STAGES]
    last = max(n for n, one in enumerate(reached) if one)
    over = file.case.state == _DONE
    return [
        "ahead" if n > last else "never" if not one else "now" if n == last and not over else "past"
        for n, one in enumerate(reached)
    ]
