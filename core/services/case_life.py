"""Lives told cases (`core.intake.cases`) through the same operations as the window, day by day."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from uuid import UUID

from sqlalchemy.orm import Session

from core.errors import Invalid
from core.intake.cases import Spoiled, Story
from core.progress import Progress, silent
from core.services import case_file, case_filing, case_flow, mediation, records, told_acts
from core.services.case_filing import Binding
from core.services.mediation import CaseDraft
from core.services.told_acts import Act, People
from core.station import Station

_ENTERED_WHOLE = "Z80"
_FILED = "Z90"
_FOLLOWED = ("Z70", "Z80", _FILED)
_TOLD_SO = "卷宗里就写到这一步"


@dataclass(frozen=True, slots=True)
class Step:
    """One act in the life of a case, on its day; acts of one day keep their order."""

    day: date
    story: Story
    act: Act | None = None


def live(
    on_day: Callable[[date], Station],
    stories: Iterable[Story],
    progress: Progress = silent,
    spoiled: Iterable[Spoiled] = (),
) -> dict[str, UUID]:
    """Live all cases in one order of dates; return the records by the names of the stories.

    `on_day` gives the station with its clock on that day, or always the same one: acts carry
    their days as business moments anyway. `spoiled` numbers are drawn and voided on their days.
    """
    listed = list(stories)
    ordered = sorted((step for one in listed for step in steps(one)), key=lambda step: step.day)
    if not ordered:
        return {}
    people = _people(on_day(ordered[0].day), listed)
    void = sorted(spoiled, key=lambda one: one.on)
    begun: dict[str, UUID] = {}
    unlike: dict[str, str] = {}
    for n, step in enumerate(ordered, 1):
        progress("演示案例", n, len(ordered))
        while void and void[0].on <= step.day:
            _spoil(on_day(void[0].on), void.pop(0))
        station = on_day(step.day)
        if step.act is None:
            begun[step.story.id], why = _begin(station, step.story, people)
            if why:
                unlike[step.story.id] = why
            continue
        try:
            step.act(station, begun[step.story.id])
        except Invalid as refused:
            unlike.setdefault(step.story.id, refused.text)
    for story in listed:
        why = unlike.get(story.id, _TOLD_SO)
        _as_found(on_day(ordered[-1].day), begun[story.id], story, why)
    return begun


def _as_found(station: Station, case: UUID, story: Story, why: str) -> None:
    """A told case that our moves would not lead there stands as it lies on paper (A1)."""
    told = case_flow.PERFORMING if story.state == case_flow.OVERDUE else story.state
    if station.ask(case_file.file, case).case.state == told:
        return
    binding = told_acts.bound(story, station, case) if told == _FILED else Binding()
    binding = replace(binding, closed_on=story.closed_on)
    station.perform(case_filing.take_as_found, case, told, why, binding)


def steps(story: Story) -> Iterator[Step]:
    """What happens in one case, oldest first; the first step registers it."""
    if _lies_finished(story):
        yield Step(_last_day(story), story)
        return
    later = sorted(_later(story), key=lambda step: step.day)
    accepted = story.values["accepted_on"]
    first = min(step.day for step in later) if later else None
    known = [day for day in (story.values["applied_on"], first) if isinstance(day, date)]
    entered = max(known, default=_happened(story))
    if isinstance(accepted, date) and (first is None or accepted <= first):
        days = (accepted, story.values["applied_on"], story.values["happened_on"])
        entered = max(day for day in days if isinstance(day, date))
    if isinstance(accepted, date) and accepted > entered:
        later.append(Step(accepted, story, partial(told_acts.admit, accepted, story.number)))
        later.sort(key=lambda step: step.day)
    yield Step(entered, story)
    yield from (replace(step, day=max(step.day, entered)) for step in later)


def _lies_finished(story: Story) -> bool:
    """A file that was ready on paper before anybody typed it, with nothing to follow (A1)."""
    return story.state == _ENTERED_WHOLE and not story.follow_ups


def _last_day(story: Story) -> date:
    agreed = story.agreement
    days = (story.values["accepted_on"], story.closed_on, agreed.signed_on if agreed else None)
    return max((day for day in days if isinstance(day, date)), default=_happened(story))


def _happened(story: Story) -> date:
    """The day of the dispute; where nobody knows it, the day it is told of."""
    day = story.values["happened_on"]
    return day if isinstance(day, date) else story.told_on


def _later(story: Story) -> Iterator[Step]:
    """Everything behind registration; acts of one day in the order of a mediator's desk."""
    yield from _found_out(story)
    for n, meeting in enumerate(story.meetings):
        held = meeting["held_on"]
        assert isinstance(held, date)
        yield Step(held, story, partial(told_acts.meet, story, n))
    yield from _handled(story)
    yield from _agreed(story)
    if story.end is not None:
        yield Step(story.end.on, story, partial(told_acts.end, story, story.end))
    yield from _seen_to(story)


def _found_out(story: Story) -> Iterator[Step]:
    """What was handed out, looked into and collected before the parties sat down."""
    accepted = story.values["accepted_on"]
    start = story.notified_on or (accepted if isinstance(accepted, date) else None)
    if start is not None:
        yield Step(start, story, partial(told_acts.collect, story))


def _handled(story: Story) -> Iterator[Step]:
    for one in story.events:
        day = one["happened_on"]
        assert isinstance(day, date)
        yield Step(day, story, partial(told_acts.handle, story, one))


def _agreed(story: Story) -> Iterator[Step]:
    agreed = story.agreement
    if agreed is None:
        return
    yield Step(agreed.signed_on, story, partial(told_acts.agree, story, agreed))
    if agreed.effective_on is not None and agreed.form == "written":
        yield Step(agreed.effective_on, story, partial(told_acts.sign, agreed.effective_on))
    for position, item in enumerate(story.items):
        done = item["done_on"]
        if isinstance(done, date):
            begins = max(agreed.signed_on, agreed.effective_on or agreed.signed_on, done)
            yield Step(begins, story, partial(told_acts.perform, story, position))
    if agreed.effective_on is not None and agreed.form == "written" and story.court is not None:
        for day, act in told_acts.court(story, story.court, agreed.effective_on):
            yield Step(day, story, act)


def _seen_to(story: Story) -> Iterator[Step]:
    """Follow-ups, and the moves a person makes to the state the story ends in."""
    for n, made in enumerate(story.follow_ups):
        day = made["done_on"]
        assert isinstance(day, date)
        yield Step(day, story, partial(told_acts.follow_up, story, n))
    ready = story.closed_on or story.filed_on
    if story.state not in _FOLLOWED or ready is None:
        return
    yield Step(ready, story, told_acts.followed_up)
    if story.state in _FOLLOWED[1:]:
        yield Step(ready, story, told_acts.ready)
    if story.state == _FILED:
        yield Step(story.filed_on or ready, story, partial(told_acts.archive, story))


def _begin(station: Station, story: Story, people: People) -> tuple[UUID, str]:
    try:
        return _registered(station, story, people)
    except Invalid as refused:
        raise Invalid(f"案例“{story.id}”：{refused.text}") from refused


def _registered(station: Station, story: Story, people: People) -> tuple[UUID, str]:
    if _lies_finished(story):
        return told_acts.enter_whole(station, story, told_acts.draft(story, people)), ""
    case, why = _entered(station, story, told_acts.draft(story, people))
    told_acts.add_mediators(station, case, story, people)
    return case, why


def _entered(station: Station, story: Story, draft: CaseDraft) -> tuple[UUID, str]:
    """The case, and why it went in as found on paper: days that contradict each other (A1)."""
    act, accepted = mediation.accept, draft.values["accepted_on"]
    if not isinstance(accepted, date) or accepted > next(steps(story)).day:
        act = mediation.register
        draft = CaseDraft({**draft.values, "accepted_on": None}, draft.parties)
    try:
        return station.perform(act, draft).value, ""
    except Invalid as refused:
        return station.perform(act, replace(draft, as_found=True)).value, refused.text


def _spoil(station: Station, one: Spoiled) -> None:
    """A number drawn by mistake stays, voided with its reason (§1.2)."""
    wrong = CaseDraft({"source": "02", "title": one.title, "accepted_on": one.on})
    case = station.perform(mediation.accept, wrong).value
    station.perform(records.void, "mediation_case", case, one.reason)


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
