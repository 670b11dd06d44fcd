"""The turn goes on (顺延): who is next after who was on before; holidays have their own turn."""

from dataclasses import dataclass, field
from datetime import date
from itertools import pairwise
from uuid import UUID

from core.services.duty_checks import slot_words, stretches
from core.services.duty_sheet import (
    HOLIDAY,
    LEADER,
    MEMBER,
    PAIRED,
    WEEKLY,
    Cell,
    Rules,
    Sheet,
    Shift,
    Slot,
    Turn,
)

_Seat = tuple[str, str, int]
"""Shift, role and place in it: who has it on Monday keeps it all week where duty is weekly."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """Shifts to be put on, and in words what could not be had or which rules give way."""

    shifts: tuple[Shift, ...]
    clashes: tuple[str, ...] = ()


@dataclass(slots=True)
class _Going:
    """The schedule while it is filled: days taken, the turn of each role and pool, the week."""

    sheet: Sheet
    taken: dict[UUID, set[date]]
    queues: dict[tuple[str, bool], list[Turn]]
    weeks: dict[tuple[int, int, bool], dict[_Seat, Turn]] = field(default_factory=dict)

    def may(self, staff: UUID, day: date) -> bool:
        """Whether somebody can be on: here, free, within the days running and between."""
        days = self.taken.get(staff, set())
        known = staff in self.sheet.people and Cell(day, staff) not in self.sheet.away
        return known and day not in days and fits(self.sheet.rules, days, day)

    def served(self, staff: UUID, role: str, *, holiday: bool) -> None:
        """Whoever was on is last in the turn."""
        queue = self.queues[role, holiday]
        for one in [one for one in queue if staff in (one.staff, self._second(one))]:
            queue.remove(one)
            queue.append(one)

    def next(self, slot: Slot, seat: int, *, holiday: bool) -> UUID | None:
        """Who is on next: the person of the week, else the first in the turn who can."""
        queue = self.queues[slot.role, holiday]
        year, week, _ = slot.day.isocalendar()
        team = self.weeks.setdefault((year, week, holiday), {})
        place = (slot.shift, slot.role, seat)
        if self.sheet.rules.order == WEEKLY and place in team:
            queue = [team[place], *queue]
        for one in queue:
            staff = self._of_pair(one, slot.day)
            if staff is not None:
                team.setdefault(place, one)
                return staff
        return None

    def _of_pair(self, one: Turn, day: date) -> UUID | None:
        """The first of the two where they are a pair, else the second; none if neither can."""
        both = (one.staff, self._second(one))
        return next((staff for staff in both if staff and self.may(staff, day)), None)

    def _second(self, one: Turn) -> UUID | None:
        return one.pair if self.sheet.rules.order == PAIRED else None


def carried_on(sheet: Sheet, before: Sheet) -> Proposal:
    """Fill what is open on the sheet, going on with the turn as it stood after `before`."""
    sheet.require_calendar()
    roles = [(role, holiday) for role in (LEADER, MEMBER) for holiday in (False, True)]
    queues = {
        (role, holiday): [one for one in turns(sheet, before, role) if one.holidays or not holiday]
        for role, holiday in roles
    }
    going = _Going(sheet, sheet.days_on(), queues)
    _follow(going, before)
    shifts: list[Shift] = []
    open_: list[str] = []
    holidays = {one.date for one in sheet.days if one.kind == HOLIDAY}
    for slot in sheet.slots():
        holiday = slot.day in holidays
        there = sheet.on(slot)
        for one in there:
            going.served(one.staff, slot.role, holiday=holiday)
        for seat in range(len(there), sheet.rules.wanted(slot.role)):
            staff = going.next(slot, seat, holiday=holiday)
            if staff is None:
                open_.append(f"{slot_words(slot)}没有可排的{_called(slot.role)}")
                break
            going.taken.setdefault(staff, set()).add(slot.day)
            going.served(staff, slot.role, holiday=holiday)
            shifts.append(Shift(slot.day, slot.shift, slot.role, staff))
    return Proposal(tuple(shifts), tuple(open_))


def turns(sheet: Sheet, before: Sheet, role: str) -> list[Turn]:
    """The list of a role; where nobody made one, those who were on before, as they came."""
    listed = [one for one in sheet.turns if one.role == role]
    if listed:
        paired = sheet.rules.order == PAIRED
        seconds = {one.pair for one in listed} if paired else set()
        return [one for one in listed if one.staff not in seconds]
    came = dict.fromkeys(one.staff for one in before.shifts if one.role == role)
    return [Turn(one, role) for one in came]


def fits(rules: Rules, days: set[date], day: date) -> bool:
    """Whether one more day keeps the most days running and the least days between."""
    runs = list(stretches(days | {day}))
    at = next(number for number, run in enumerate(runs) if day in run)
    gaps = [(after[0] - run[-1]).days - 1 for run, after in pairwise(runs)]
    return len(runs[at]) <= rules.longest and all(
        gap >= rules.rest for gap in gaps[max(at - 1, 0) : at + 1]
    )


def _follow(going: _Going, before: Sheet) -> None:
    """Bring the turn to where it stood after the last sheet."""
    holidays = {one.date for one in before.days if one.kind == HOLIDAY}
    for one in before.shifts:
        going.served(one.staff, one.role, holiday=one.day in holidays)


def _called(role: str) -> str:
    return "带班领导" if role == LEADER else "值班人员"
