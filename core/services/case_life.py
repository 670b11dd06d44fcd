"""Lives told cases (`core.intake.cases`) through the same operations as the window, day by day."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from uuid import UUID

from sqlalchemy.orm import Session

from core.intake.cases import Story, StoryAgreement, StoryEnd
from core.progress import Progress, silent
from core.record import Value
from core.records.mediation_case import Performance
from core.services import agreement, mediation, records
from core.services.lines import Line
from core.station import Operation, Station

People = Mapping[str, UUID]
Act = Callable[[Station, UUID], None]

_ENDS: Mapping[str, Operation[..., None]] = {
    "refuse": mediation.refuse,
    "withdraw": mediation.withdraw,
    "end": mediation.end,
}


@dataclass(frozen=True, slots=True)
class Step:
    """One act in the life of a case, on its day; acts of one day keep their order."""

    day: date
    story: Story
    act: Act | None = None


def live(
    on_day: Callable[[date], Station], stories: Iterable[Story], progress: Progress = silent
) -> dict[str, UUID]:
    """Live all cases in one order of dates; return the records by the names of the stories.

    `on_day` gives the station with its clock on that day, or always the same one: acts carry
    their days as business moments anyway.
    """
    told = list(stories)
    ordered = sorted((step for one in told for step in steps(one)), key=lambda step: step.day)
    if not ordered:
        return {}
    people = _people(on_day(ordered[0].day), told)
    begun: dict[str, UUID] = {}
    for n, step in enumerate(ordered, 1):
        progress("演示案例", n, len(ordered))
        station = on_day(step.day)
        if step.act is None:
            begun[step.story.id] = _begin(station, step.story, people)
        else:
            step.act(station, begun[step.story.id])
    return begun


def steps(story: Story) -> Iterator[Step]:
    """What happens in one case, oldest first; the first step registers it."""
    later = sorted(_later(story), key=lambda step: step.day)
    accepted = story.values["accepted_on"]
    first = min(step.day for step in later) if later else None
    if isinstance(accepted, date) and (first is None or accepted <= first):
        yield Step(accepted, story)
        yield from later
        return
    if isinstance(accepted, date):
        later.append(Step(accepted, story, partial(_admit, accepted, story.number)))
        later.sort(key=lambda step: step.day)
    known = [day for day in (story.values["applied_on"], first) if isinstance(day, date)]
    entered = max(known, default=_happened(story))
    yield Step(entered, story)
    yield from (replace(step, day=max(step.day, entered)) for step in later)


def _happened(story: Story) -> date:
    day = story.values["happened_on"]
    assert isinstance(day, date), story.id
    return day


def _later(story: Story) -> Iterator[Step]:
    """Everything behind registration; acts of one day in the order of a mediator's desk."""
    for meeting in story.meetings:
        held = meeting["held_on"]
        assert isinstance(held, date)
        yield Step(held, story, partial(_meet, meeting))
    agreed = story.agreement
    if agreed is not None:
        yield Step(agreed.signed_on, story, partial(_agree, story, agreed))
        if agreed.effective_on is not None and agreed.form == "written":
            yield Step(agreed.effective_on, story, partial(_sign, agreed.effective_on))
    for position, item in enumerate(story.items):
        done = item["done_on"]
        if isinstance(done, date) and agreed is not None:
            begins = max(agreed.effective_on or agreed.signed_on, done)
            yield Step(begins, story, partial(_perform, position, item))
    if story.end is not None:
        yield Step(story.end.on, story, partial(_end, story.end))


def _begin(station: Station, story: Story, people: People) -> UUID:
    values = {
        **story.values,
        "mediator": people.get(next(iter(story.mediators), "")),
        "recorder": people.get(story.recorder),
    }
    parties = tuple(Line(one) for one in story.parties)
    first = next(steps(story))
    if values["accepted_on"] == first.day:
        draft = mediation.CaseDraft(values, parties, story.number)
        return station.perform(mediation.accept, draft).value
    draft = mediation.CaseDraft({**values, "accepted_on": None}, parties)
    return station.perform(mediation.register, draft).value


def _admit(on: date, number: str, station: Station, case: UUID) -> None:
    station.perform(mediation.admit, case, on, number)


def _meet(meeting: Mapping[str, Value], station: Station, case: UUID) -> None:
    station.perform(mediation.hold_meeting, case, meeting)


def _agree(story: Story, agreed: StoryAgreement, station: Station, case: UUID) -> None:
    unperformed = ({**one, "done_on": None, "proof": None} for one in story.items)
    draft = agreement.AgreementDraft(
        agreed.form,
        agreed.facts,
        agreed.clauses,
        agreed.copies,
        agreed.amount,
        agreed.signed_on,
        tuple(Line(one) for one in unperformed),
    )
    station.perform(agreement.agree, case, draft)


def _sign(on: date, station: Station, case: UUID) -> None:
    station.perform(agreement.sign, case, on)


def _perform(position: int, item: Mapping[str, Value], station: Station, case: UUID) -> None:
    kept = station.ask(records.children, Performance, case)[position]
    done = item["done_on"]
    assert isinstance(done, date)
    station.perform(agreement.perform_item, kept.id, done, str(item["proof"] or ""))


def _end(how: StoryEnd, station: Station, case: UUID) -> None:
    station.perform(_ENDS[how.act], case, how.reason, how.on)


def _people(station: Station, stories: Iterable[Story]) -> People:
    """Mediators and recorders by name; who is not on the roster yet is put there."""
    names = {name for one in stories for name in (*one.mediators, one.recorder) if name}
    known = station.ask(_known, names)
    for name in sorted(names - set(known)):
        known[name] = station.perform(records.save, "staff", {"name": name}).value
    return known


def _known(session: Session, names: Iterable[str]) -> dict[str, UUID]:
    find = records.lookup(session)
    found = ((name, find("staff", name)) for name in names)
    return {name: one for name, one in found if one is not None}
