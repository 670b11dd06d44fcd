"""A stretch of the duty schedule read whole: days, people, shifts, who is away, the rules."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, time, timedelta
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from core import workdays
from core.errors import Invalid
from core.records import ledger
from core.records.duty import DutyPerson, DutyShift, meet
from core.records.leave import Leave
from core.records.staff import Staff
from core.services import absence, records, settings
from core.settings import (
    DUTY_HEADS,
    DUTY_LEADER,
    DUTY_ORDER,
    DUTY_REST,
    DUTY_RUN,
    DUTY_SHIFTS,
)
from core.workdays import Calendar

LEADER, MEMBER = "leader", "member"
WHOLE, DAYTIME, NIGHT = "whole", "day", "night"
WORKDAY, WEEKEND, HOLIDAY = "workday", "weekend", "holiday"
WEEKLY, PAIRED, IN_TURN = "week", "pair", "turn"
HOURS: Mapping[str, tuple[time, time]] = {
    WHOLE: (time(8, 30), time(8, 30)),
    DAYTIME: (time(8), time(17)),
    NIGHT: (time(17), time(8)),
}
"""When a shift begins and ends; one that ends no later than it begins ends on the next day."""

_WEEK, _DECEMBER, _TAIL = 7, 12, 4
DAY = timedelta(days=1)


class Cell(NamedTuple):
    """One person on one day."""

    day: date
    staff: UUID


class Mark(NamedTuple):
    """What is painted into a cell."""

    shift: str
    role: str


class Slot(NamedTuple):
    """One shift of one day, in one role."""

    day: date
    shift: str
    role: str


@dataclass(frozen=True, slots=True)
class Rules:
    """How duty is to be shared out here; `run` and `rest` are days."""

    shifts: tuple[str, ...] = (WHOLE,)
    heads: int = 2
    leader: bool = True
    run: int = 2
    rest: int = 1
    order: str = IN_TURN

    @property
    def longest(self) -> int:
        """The most days running; who is on by the week is on for all of it."""
        return max(self.run, _WEEK) if self.order == WEEKLY else self.run

    def wanted(self, role: str) -> int:
        """How many people of a role each shift needs."""
        return int(self.leader) if role == LEADER else self.heads


@dataclass(frozen=True, slots=True)
class Day:
    """One day of the sheet; `kind` is empty in a year whose table of holidays is missing."""

    date: date
    kind: str


@dataclass(frozen=True, slots=True)
class Turn:
    """One person in the list of those who may be put on duty, in its order."""

    staff: UUID
    role: str
    holidays: bool = True
    pair: UUID | None = None


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody on the sheet; `since` and `left` are the first day and the first day no more.

    `told` is the name, with more where two on the sheet have the same.
    """

    id: UUID
    name: str
    told: str
    phone: str = ""
    since: date | None = None
    left: date | None = None

    @property
    def short(self) -> str:
        """The name where there is little room: 李四, or 李四6021 where there are two."""
        alike = self.told != self.name
        return f"{self.name}{self.phone[-_TAIL:]}" if alike and self.phone else self.told


@dataclass(frozen=True, slots=True)
class Shift:
    """One person on one shift, as it is kept."""

    day: date
    shift: str
    role: str
    staff: UUID
    replaces: UUID | None = None
    note: str = ""

    @property
    def cell(self) -> Cell:
        """Where it stands on the sheet."""
        return Cell(self.day, self.staff)

    def meets(self, shift: str) -> bool:
        """Whether its hours are those of `shift`, or among them."""
        return meet(self.shift, shift)


@dataclass(frozen=True, slots=True)
class Sheet:
    """The schedule from one day to another; `around` are the shifts just before and after it.

    `away` says why somebody cannot be on; `untold` names the years without a table of holidays.
    """

    days: tuple[Day, ...]
    rules: Rules
    turns: tuple[Turn, ...]
    people: Mapping[UUID, Person]
    shifts: tuple[Shift, ...]
    around: tuple[Shift, ...] = ()
    away: Mapping[Cell, str] = field(default_factory=dict)
    untold: str = ""

    @property
    def first(self) -> date:
        """The first day."""
        return self.days[0].date

    @property
    def last(self) -> date:
        """The last day."""
        return self.days[-1].date

    def name(self, staff: UUID) -> str:
        """What somebody is called on paper."""
        known = self.people.get(staff)
        return known.name if known else ""

    def slots(self) -> Iterator[Slot]:
        """Every shift that needs somebody, in order; those who lead first."""
        for one in self.days:
            for shift in self.rules.shifts:
                for role in (LEADER, MEMBER):
                    yield Slot(one.date, shift, role)

    def on(self, slot: Slot) -> list[Shift]:
        """Who is on a shift of a day in a role."""
        return [
            one
            for one in self.shifts
            if one.day == slot.day and one.role == slot.role and one.meets(slot.shift)
        ]

    def days_on(self) -> dict[UUID, set[date]]:
        """The days everybody is on, those just around the sheet too."""
        found: dict[UUID, set[date]] = defaultdict(set)
        for one in (*self.around, *self.shifts):
            found[one.staff].add(one.day)
        return found

    def told(self, staff: UUID) -> str:
        """What somebody is called on the screen: no two on the sheet alike."""
        known = self.people.get(staff)
        return known.told if known else ""

    def rows(self) -> list[Person]:
        """Whom the sheet has a line for: who leads, who takes turns, then who is on besides."""
        turns = sorted(self.turns, key=lambda one: one.role != LEADER)
        wanted = dict.fromkeys([*(one.staff for one in turns), *(s.staff for s in self.shifts)])
        return [self.people[one] for one in wanted if one in self.people]

    def having(self, shifts: Iterable[Shift]) -> "Sheet":
        """The same sheet with these shifts."""
        return replace(self, shifts=tuple(shifts))

    def require_calendar(self) -> None:
        """Refuse to share out days nobody knows to be holidays or not."""
        if self.untold:
            raise Invalid(self.untold)


def month(day: date) -> tuple[date, date]:
    """The first and the last day of the month of `day`."""
    first = day.replace(day=1)
    after = date(first.year + first.month // _DECEMBER, first.month % _DECEMBER + 1, 1)
    return first, after - DAY


def read(session: Session, since: date, until: date, also: Iterable[UUID] = ()) -> Sheet:
    """The schedule of these days with all that is to be known about it, `also` of these people."""
    if until < since:
        raise Invalid("止日早于起日，请核对")
    rules = rules_of(session)
    reach = (max(rules.longest, rules.rest) + 1) * DAY
    kept = shifts_in(session, since - reach, until + reach)
    inside = tuple(one for one in kept if since <= one.day <= until)
    turns = turns_of(session)
    named = {*also, *(one.staff for one in turns), *(one.staff for one in inside)}
    people = people_of(session, named | {one.replaces for one in inside if one.replaces})
    days, untold = days_of(since, until, workdays.known())
    return Sheet(
        days,
        rules,
        tuple(one for one in turns if one.staff in people),
        people,
        inside,
        tuple(one for one in kept if not since <= one.day <= until),
        away(session, since, until, people),
        untold,
    )


def rules_of(session: Session) -> Rules:
    """The rules this station has set."""
    both = settings.value(session, DUTY_SHIFTS) == "both"
    return Rules(
        (DAYTIME, NIGHT) if both else (WHOLE,),
        settings.whole(session, DUTY_HEADS),
        settings.value(session, DUTY_LEADER) == "yes",
        settings.whole(session, DUTY_RUN),
        settings.whole(session, DUTY_REST),
        settings.value(session, DUTY_ORDER),
    )


def turns_of(session: Session) -> tuple[Turn, ...]:
    """The list of those who may be put on duty, in its order."""
    query = (
        select(DutyPerson)
        .where(DutyPerson.binned.is_(None))
        .order_by(DutyPerson.position, DutyPerson.id)
    )
    return tuple(
        Turn(one.staff, one.role, one.holidays, one.pair) for one in session.scalars(query)
    )


def shifts_in(session: Session, since: date, until: date) -> list[Shift]:
    """The shifts kept for these days, by day, in the order they were put on."""
    query = (
        select(DutyShift)
        .where(DutyShift.binned.is_(None), DutyShift.day.between(since, until))
        .order_by(DutyShift.day, DutyShift.id)
    )
    return [
        Shift(one.day, one.shift, one.role, one.staff, one.replaces, one.note or "")
        for one in session.scalars(query)
    ]


def days_of(since: date, until: date, calendar: Calendar) -> tuple[tuple[Day, ...], str]:
    """The days with their kinds, and what to say where a table of holidays is missing."""
    untold = ""
    days = []
    for number in range((until - since).days + 1):
        day = since + number * DAY
        try:
            days.append(Day(day, kind_of(day, calendar)))
        except Invalid as error:
            untold = untold or error.text
            days.append(Day(day, ""))
    return tuple(days), untold


def kind_of(day: date, calendar: Calendar) -> str:
    """Whether a day is worked, a weekend day or a holiday; `Invalid` where no table tells."""
    if calendar.is_workday(day):
        return WORKDAY
    return HOLIDAY if day in calendar.holidays else WEEKEND


def people_of(session: Session, wanted: Iterable[UUID]) -> dict[UUID, Person]:
    """What the sheet knows of these people; who is in the recycle bin is left out."""
    query = select(Staff).where(Staff.id.in_(list(wanted)), Staff.binned.is_(None))
    found = {one.id: one for one in session.scalars(query)}
    told = records.apart(session, ledger("staff"), {one.id: one.name for one in found.values()})
    return {
        one.id: Person(one.id, one.name, told[one.id], one.phone or "", one.joined, one.left)
        for one in found.values()
    }


def away(
    session: Session, since: date, until: date, people: Mapping[UUID, Person]
) -> dict[Cell, str]:
    """Why somebody cannot be on in these days: on leave, gone, not here yet."""
    days = [since + number * DAY for number in range((until - since).days + 1)]
    found: dict[Cell, str] = {}
    for one in people.values():
        found |= {Cell(day, one.id): "离岗" for day in days if one.left and one.left <= day}
        found |= {Cell(day, one.id): "未到岗" for day in days if one.since and day < one.since}
    for leave in absence.granted(session, since, until):
        if leave.staff in people:
            found |= {Cell(day, leave.staff): "请假" for day in days if _covers(leave, day)}
    return found


def _covers(leave: Leave, day: date) -> bool:
    return leave.since <= day <= leave.until and (leave.back_on is None or leave.back_on > day)
