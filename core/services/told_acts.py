"""The acts of a told case, each through the operation a person would use (`case_life`)."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from functools import partial
from typing import Any
from uuid import UUID

from core.errors import Invalid
from core.intake.cases import Story, StoryAgreement, StoryCourt, StoryEnd
from core.ledger import Values
from core.record import Record, Value, columns, decode
from core.records.mediation_case import (
    Evidence,
    FollowUp,
    Investigation,
    MediationCase,
    MediationMeeting,
    Performance,
)
from core.services import (
    agreement,
    case_contents,
    case_court,
    case_file,
    case_filing,
    case_moves,
    mediation,
)
from core.services.agreement import AgreementDraft, Signed
from core.services.case_court import Ruling
from core.services.case_file import CaseFile
from core.services.case_filing import Binding, PaperFile
from core.services.case_moves import Step
from core.services.lines import Line
from core.services.mediation import CaseDraft
from core.station import Operation, Station

People = Mapping[str, UUID]
Act = Callable[[Station, UUID], None]
Put = tuple[str, Values]

_PAPER = "case_paper"
_LONG = ("03", "07")
_FROM_OUTSIDE = ("identity", "evidence", "performance_proof", "other")
_UNCOUNTED = ("cover", "contents", "back_cover")
_ENDS: Mapping[str, Operation[..., None]] = {
    "refuse": mediation.refuse,
    "withdraw": mediation.withdraw,
}
_END_PAPERS = {"refuse": "refusal_notice", "withdraw": "withdrawal", "end": "end_notice"}
_EVENT_PAPERS = {"report": "risk_report", "transfer": "transfer", "extend": "extension"}


def draft(story: Story, people: People) -> CaseDraft:
    """The case as its form would be filled in."""
    values = {
        **story.values,
        "mediator": people.get(next(iter(story.mediators), "")),
        "recorder": people.get(story.recorder),
        **_typed(MediationCase, story.facts.get("answers", {})),
    }
    return CaseDraft(values, tuple(Line(one) for one in story.parties), story.number)


def add_mediators(station: Station, case: UUID, story: Story, people: People) -> None:
    """The mediators beside the first."""
    beside: list[Put] = [("co_mediator", {"staff": people[name]}) for name in story.mediators[1:]]
    beside += [("prevention", {"kind": one}) for one in story.preventions]
    _put(station, case, beside)


def enter_whole(station: Station, story: Story, given: CaseDraft) -> UUID:
    """A file that lay there finished goes in by one form (A1)."""
    agreed = story.agreement
    signed = Signed(*(agreed.effective_on,) * 4) if agreed else Signed()
    whole = PaperFile(
        given,
        talks=tuple(_talk(story, n) for n in range(len(story.meetings))),
        agreed=_agreed(story, agreed, performed=True) if agreed else None,
        signed=signed,
        closed_on=story.closed_on or (agreed.effective_on if agreed else None),
        papers=tuple(values for _, values in _whole_papers(story)),
        facts=_typed(MediationCase, story.facts.get("file", {})),
    )
    return station.perform(case_filing.enter_whole, whole).value


def admit(on: date, number: str, station: Station, case: UUID) -> None:
    """Accepted after it was settled."""
    station.perform(mediation.admit, case, on, number)


def collect(story: Story, station: Station, case: UUID) -> None:
    """Application, register, notices, identities; evidence and inquiries the facts tell of."""
    file = station.ask(case_file.file, case)
    put = [*_first_papers(story, file)]
    for table, record in (("evidence", Evidence), ("investigation", Investigation)):
        key = "evidence" if table == "evidence" else "inquiries"
        put += [(table, _typed(record, one)) for one in story.facts.get(key, ())]
    _put(station, case, put)
    found = station.ask(case_file.file, case)
    asked = [_paper(story, "investigation", one.held_on, one.id) for one in found.inquiries]
    _put(station, case, [one for one in asked if "investigation" in story.papers])


def meet(story: Story, n: int, station: Station, case: UUID) -> None:
    """One talk, and its signed record."""
    values = _talk(story, n)
    talk = station.perform(mediation.hold_meeting, case, values).value
    if "mediation_record" in story.papers:
        held = values["held_on"]
        assert isinstance(held, date)
        _put(station, case, [_paper(story, "mediation_record", held, talk)])


def handle(story: Story, event: Values, station: Station, case: UUID) -> None:
    """A step of handling, and the paper it leaves; one that cannot move the case is kept too."""
    step = _step(event)
    try:
        _moved(station, case, step)
    except Invalid:
        station.perform(case_moves.record, case, step)
        raise
    kind = _EVENT_PAPERS.get(step.kind, "")
    if kind in story.papers:
        _put(station, case, [_paper(story, kind, step.on)])


def _moved(station: Station, case: UUID, step: Step) -> None:
    """What a step of its kind does; everybody agreed where it is an extension."""
    if step.kind == "extend":
        station.perform(case_moves.extend, case, step, step.text)
    elif step.kind == "suspend":
        station.perform(case_moves.suspend, case, step)
    elif step.kind == "resume":
        station.perform(case_moves.resume, case, step.on)
    else:
        station.perform(case_moves.record, case, step)


def agree(story: Story, agreed: StoryAgreement, station: Station, case: UUID) -> None:
    """What was agreed, before anything of it is performed."""
    station.perform(agreement.agree, case, _agreed(story, agreed))
    kind = "oral_register" if agreed.form == "oral" else "mediation_agreement"
    if kind in story.papers:
        _put(station, case, [_paper(story, kind, agreed.signed_on)])


def sign(on: date, station: Station, case: UUID) -> None:
    """Signed by all and sealed."""
    station.perform(agreement.sign, case, on)


def court(story: Story, told: StoryCourt, effective: date) -> Iterator[tuple[date, Act]]:
    """What the parties wanted of the court, and how it decided."""
    if not told.wanted:
        yield effective, _skip_court
        return
    yield effective, _plan_court
    if told.applied_on is not None:
        yield told.applied_on, partial(_apply_to_court, told)
    if told.ruled_on is not None:
        yield told.ruled_on, partial(_court_rules, story, told)


def perform(story: Story, position: int, station: Station, case: UUID) -> None:
    """One promise was kept, and the proof of it."""
    item = story.items[position]
    kept = [one.id for one in station.ask(case_file.file, case).items[position:]]
    done = item["done_on"]
    assert isinstance(done, date)
    if not kept:
        raise Invalid("协议没有记上，履行也记不上。")
    station.perform(agreement.perform_item, kept[0], done, str(item["proof"] or ""))
    if "performance_proof" in story.papers:
        _put(station, case, [_paper(story, "performance_proof", done, kept[0])])


def end(story: Story, how: StoryEnd, station: Station, case: UUID) -> None:
    """Turned down, withdrawn, or ended without agreement."""
    if how.act == "end":
        known = station.ask(case_file.file, case).happened("told")
        station.perform(mediation.end, case, how.reason, how.on, told=not known)
    else:
        station.perform(_ENDS[how.act], case, how.reason, how.on)
    if _END_PAPERS[how.act] in story.papers:
        _put(station, case, [_paper(story, _END_PAPERS[how.act], how.on)])


def follow_up(story: Story, n: int, station: Station, case: UUID) -> None:
    """One follow-up and its record."""
    more = story.facts.get("follow_ups", ())
    values = {**story.follow_ups[n], **(_typed(FollowUp, more[n]) if n < len(more) else {})}
    file = station.ask(case_file.file, case)
    given = {**values, "visitor": file.case.mediator}
    if given["performed"] == "all" and any(one.done_on is None for one in file.items):
        given["performed"] = "undue"
    made = station.perform(case_moves.follow_up, case, given).value
    if "follow_up" in story.papers:
        day = values["done_on"]
        assert isinstance(day, date)
        _put(station, case, [_paper(story, "follow_up", day, made)])


def followed_up(station: Station, case: UUID) -> None:
    """A person says that the follow-ups are done."""
    station.perform(case_moves.confirm_follow_up, case)


def ready(station: Station, case: UUID) -> None:
    """The papers are complete."""
    station.perform(case_moves.ready_to_file, case)


def archive(story: Story, station: Station, case: UUID) -> None:
    """The rest of the papers, the cover, the shelf."""
    station.perform(case_filing.archive, case, bound(story, station, case))


def bound(story: Story, station: Station, case: UUID) -> Binding:
    """Put in the rest of the papers; what the cover of the whole file says."""
    file = station.ask(case_file.file, case)
    day = story.filed_on or station.today()
    lying = {one.kind for one in file.papers}
    rest = [_paper(story, one, day) for one in dict.fromkeys(story.papers) if one not in lying]
    _put(station, case, rest)
    told = _typed(MediationCase, story.facts.get("file", {}))
    lying_there = station.ask(case_file.file, case).papers
    pages = sum(one.pages or 1 for one in lying_there if one.kind not in _UNCOUNTED)
    usual = "long" if file.case.dispute in _LONG else "short"
    return Binding(
        story.filed_on,
        str(told.get("filer") or story.recorder),
        str(told.get("examiner") or ""),
        pages,
        str(told.get("retention") or usual),
        str(told.get("box") or ""),
        str(told.get("file_note") or ""),
    )


def _talk(story: Story, n: int) -> dict[str, Value]:
    more = story.facts.get("talks", ())
    told = _typed(MediationMeeting, more[n]) if n < len(more) else {}
    return {**story.meetings[n], **told}


def _agreed(story: Story, agreed: StoryAgreement, *, performed: bool = False) -> AgreementDraft:
    more = story.facts.get("items", ())
    items = []
    for n, one in enumerate(story.items):
        told = _typed(Performance, more[n]) if n < len(more) else {}
        undone = {} if performed else {"done_on": None, "proof": None}
        items.append(Line({**one, **told, **undone}))
    return AgreementDraft(
        agreed.form,
        agreed.facts,
        agreed.clauses,
        agreed.copies,
        agreed.amount,
        agreed.signed_on,
        tuple(items),
    )


def _step(event: Values) -> Step:
    day, until = event["happened_on"], event["until"]
    return Step(
        str(event["kind"]),
        day if isinstance(day, date) else None,
        str(event["text"] or ""),
        str(event.get("unit") or ""),
        until=until if isinstance(until, date) else None,
    )


def _first_papers(story: Story, file: CaseFile) -> Iterator[Put]:
    """Each party has a notice and an identity of its own."""
    applied, accepted = story.values["applied_on"], story.values["accepted_on"]
    days = {"application": applied, "acceptance_register": accepted, "authorisation": accepted}
    for kind, day in days.items():
        if kind in story.papers:
            yield _paper(story, kind, day if isinstance(day, date) else None)
    for kind in ("rights_notice", "identity"):
        if kind in story.papers:
            for party in file.parties:
                yield _paper(story, kind, story.notified_on, party.id)


def _whole_papers(story: Story) -> Iterator[Put]:
    """The papers of a file that lay there finished, each dated as it was."""
    agreed = story.agreement
    days: dict[str, Value] = {
        "application": story.values["applied_on"],
        "acceptance_register": story.values["accepted_on"],
        "mediation_record": story.meetings[0]["held_on"] if story.meetings else None,
        "mediation_agreement": agreed.signed_on if agreed else None,
    }
    for kind in dict.fromkeys(story.papers):
        day = days.get(kind)
        yield _paper(story, kind, day if isinstance(day, date) else None)


def _paper(story: Story, kind: str, day: date | None, subject: UUID | None = None) -> Put:
    pages = story.facts.get("pages", {}).get(kind, 1)
    return _PAPER, {
        "kind": kind,
        "subject": subject,
        "dated": day,
        "signed_on": day,
        "sealed_on": day,
        "pages": pages,
        "only_paper": kind in _FROM_OUTSIDE,
    }


def _put(station: Station, case: UUID, wanted: Sequence[Put]) -> None:
    if wanted:
        station.perform(case_contents.add, case, wanted)


def _typed(record: type[Record], told: Mapping[str, Any]) -> dict[str, Value]:
    known = columns(record)
    return {key: decode(record, key, raw) for key, raw in told.items() if key in known}


def _skip_court(station: Station, case: UUID) -> None:
    station.perform(case_court.skip_court, case)


def _plan_court(station: Station, case: UUID) -> None:
    station.perform(case_court.plan_court, case)


def _apply_to_court(told: StoryCourt, station: Station, case: UUID) -> None:
    day = told.applied_on
    station.perform(case_court.apply_to_court, case, told.court, day, jointly=True)


def _court_rules(story: Story, told: StoryCourt, station: Station, case: UUID) -> None:
    station.perform(case_court.court_rules, case, Ruling(told.state, told.ruled_on))
    if "confirmation" in story.papers:
        _put(station, case, [_paper(story, "confirmation", told.ruled_on)])
