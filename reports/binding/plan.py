"""What belongs into the file of a case, in statutory order (`domain/mediation.md` §1.1 B)."""

from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

from core import codes
from core.record import Record
from core.records.attachment import Attachment
from core.records.mediation_case import CasePaper as Kept
from core.records.mediation_case import Performance
from core.services import case_papers
from core.services.case_file import CaseFile

FRAME = ("cover", "contents", "back_cover")
PAPER_ONLY = "paper_only"
OTHER = "other"

_LAST = (OTHER, PAPER_ONLY, "closing_report", "file_note")
_UNASKED = ("C0", "CN")
_APPLIED = "02"
_ONLY_IF_KEPT = frozenset({"acceptance_notice", "invitation", "end_notice"})
"""There is one for each party, but a file has them only where they were written."""


@dataclass(frozen=True, slots=True)
class Item:
    """One paper of the file: its kind, whom it is about, what is kept of it.

    With `drawn` it is one of our forms; else it is only its scan, named by itself.
    """

    kind: str
    subject: Record | None = None
    kept: Kept | None = None
    loose: Attachment | None = None
    drawn: bool = True

    @property
    def scan(self) -> UUID | None:
        """The attachment that shows it."""
        if self.loose is not None:
            return self.loose.id
        return self.kept.scan if self.kept is not None else None


def items(file: CaseFile, attached: tuple[Attachment, ...]) -> Iterator[Item]:
    """Every paper but cover, contents and back cover."""
    order = [one.code for one in codes.table("paper_kind").items]
    middle = (one for one in order if one not in (*FRAME, *_LAST))
    for kind in (*middle, *_LAST):
        yield from _ours(file, kind)
        yield from (
            Item(kind, kept=one, drawn=False)
            for one in file.papers_of(kind)
            if one.scan is not None and _stands_alone(one)
        )
        if kind == OTHER:
            shown = {one.scan for one in file.papers}
            loose = (one for one in attached if one.id not in shown)
            yield from (Item(kind, loose=one, drawn=False) for one in loose)


def _stands_alone(paper: Kept) -> bool:
    """Whether it is a thing of its own, not one of our forms come back."""
    return bool(paper.title) or paper.kind in {"identity", OTHER}


def _ours(file: CaseFile, kind: str) -> Iterator[Item]:
    """The forms of one kind: one for each party, talk or step, or one for the case."""
    known = {one.subject: one for one in file.papers_of(kind) if not _stands_alone(one)}
    if case_papers.is_each(kind):
        for subject in case_papers.about(file, kind):
            kept = known.get(subject.id)
            if _written(kind, subject, kept, file) and not (kept and kept.only_paper):
                yield Item(kind, subject, kept)
    else:
        kept = known.get(None)
        only_paper = kept is not None and kept.only_paper
        if not only_paper and (kept is not None or _by_fact(file, kind)):
            yield Item(kind, kept=kept)


def _written(kind: str, subject: Record, kept: Kept | None, file: CaseFile) -> bool:
    """Whether a paper about somebody was made: notices and receipts are not always."""
    if isinstance(subject, Performance):
        return kept is not None or subject.done_on is not None
    return kept is not None or kind not in _ONLY_IF_KEPT or kind == file.parting


def _by_fact(file: CaseFile, kind: str) -> bool:
    """Whether the case itself says that there is such a paper."""
    case, agreed, court = file.case, file.agreement, file.confirmation
    facts = {
        "application": case.source == _APPLIED or case.applied_on is not None,
        "acceptance_register": case.accepted_on is not None,
        "evidence": bool(file.evidence),
        "mediation_agreement": agreed is not None and agreed.form != "oral",
        "oral_register": agreed is not None and agreed.form == "oral",
        "confirmation": court is not None and court.state not in _UNASKED,
        PAPER_ONLY: any(one.only_paper for one in file.papers),
        "file_note": bool(case.file_note),
    }
    return facts.get(kind, kind == file.parting)
