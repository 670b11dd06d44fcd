"""What the monthly assessment counts (grid.md §6.5): of each person's own work, with its records.

Each indicator tells a figure and the records behind it; residents are counted by none.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.records.duty import DutyLog, DutyShift
from core.records.meeting import Attendance, Meeting
from core.records.task import Task
from core.records.training import Trainee, Training
from core.records.visit import Visit
from core.services.caseload import within
from core.services.figures import Period, percentage
from core.services.pending import COUNTS

_ABSENT = "absent"
_CENT = Decimal("0.01")
Pairs = Iterable[tuple[UUID | None, UUID]]


@dataclass(frozen=True, slots=True)
class Counted:
    """One person's figure and the records behind it; None where there was nothing to count."""

    figure: Decimal | None = Decimal(0)
    ids: tuple[UUID, ...] = ()


Found = Mapping[UUID, Counted]


@dataclass(frozen=True, slots=True)
class Indicator:
    """Finds everybody's figure; `more` is better where it says so. `table` keeps its records."""

    find: Callable[[Session, Period], Found]
    table: str
    more: bool = False
    usual: Counted = Counted()


def _each(pairs: Pairs) -> Found:
    """How many records each person has."""
    found: dict[UUID, list[UUID]] = {}
    for person, record in pairs:
        if person is not None:
            found.setdefault(person, []).append(record)
    return {one: Counted(Decimal(len(ids)), tuple(ids)) for one, ids in found.items()}


def meetings_missed(session: Session, period: Period) -> Found:
    """Meetings a person was expected at and stayed away from; leave and errands are none."""
    query = (
        select(Attendance.staff, Meeting.id)
        .join(Meeting, Attendance.meeting == Meeting.id)
        .where(Attendance.binned.is_(None), Meeting.binned.is_(None))
        .where(Attendance.state == _ABSENT, within(Meeting.held_on, period))
        .order_by(Meeting.held_on, Meeting.id)
    )
    return _each(session.execute(query).tuples())


def training_missed(session: Session, period: Period) -> Found:
    """Trainings a person was expected at and stayed away from."""
    query = (
        select(Trainee.staff, Training.id)
        .join(Training, Trainee.training == Training.id)
        .where(Trainee.binned.is_(None), Training.binned.is_(None))
        .where(Trainee.state == _ABSENT, within(Training.held_on, period))
        .order_by(Training.held_on, Training.id)
    )
    return _each(session.execute(query).tuples())


def _due(session: Session, period: Period) -> list[tuple[UUID | None, UUID, bool]]:
    """The tasks due in the period: whose, which, and whether they were done in time."""
    query = (
        select(Task.owner, Task.id, Task.due, Task.done_on)
        .where(*COUNTS, within(Task.due, period))
        .order_by(Task.due, Task.id)
    )
    return [
        (owner, one, done is not None and due is not None and done <= due)
        for owner, one, due, done in session.execute(query).tuples()
    ]


def tasks_late(session: Session, period: Period) -> Found:
    """Tasks due in the period and not done in time."""
    return _each((owner, one) for owner, one, done in _due(session, period) if not done)


def tasks_on_time(session: Session, period: Period) -> Found:
    """What share of a person's tasks due was done in time; nothing due, nothing to judge."""
    due = _due(session, period)
    done = _each((owner, one) for owner, one, on_time in due if on_time)
    whole = _each((owner, one) for owner, one, _ in due)
    return {
        person: Counted(percentage(len(done.get(person, Counted()).ids), len(all_.ids)), all_.ids)
        for person, all_ in whole.items()
    }


def visits_late(session: Session, period: Period) -> Found:
    """Visits and calls in a person's hands, due in the period and not settled in time."""
    late = Visit.closed_on.is_(None) | (Visit.closed_on > Visit.due)
    query = (
        select(Visit.owner, Visit.id)
        .where(Visit.binned.is_(None), Visit.voided_on.is_(None), within(Visit.due, period), late)
        .order_by(Visit.due, Visit.id)
    )
    return _each(session.execute(query).tuples())


def duty_missed(session: Session, period: Period) -> Found:
    """Shifts of which nothing is written, not even that they were quiet; leaders write none."""
    written = select(DutyLog.id).where(
        DutyLog.binned.is_(None), DutyLog.day == DutyShift.day, DutyLog.shift == DutyShift.shift
    )
    query = (
        select(DutyShift.staff, DutyShift.id)
        .where(DutyShift.binned.is_(None), within(DutyShift.day, period))
        .where(DutyShift.role == "member", ~written.exists())
        .order_by(DutyShift.day, DutyShift.id)
    )
    return _each(session.execute(query).tuples())


INDICATORS: dict[str, Indicator] = {
    "meetings_missed": Indicator(meetings_missed, "meeting"),
    "tasks_late": Indicator(tasks_late, "task"),
    "tasks_on_time": Indicator(tasks_on_time, "task", more=True, usual=Counted(None)),
    "visits_late": Indicator(visits_late, "visit"),
    "training_missed": Indicator(training_missed, "training"),
    "duty_missed": Indicator(duty_missed, "duty_shift"),
}


@dataclass(frozen=True, slots=True)
class Scale:
    """How a figure becomes points."""

    points: Decimal
    target: Decimal = Decimal(0)
    step: Decimal = Decimal(1)
    cap: Decimal | None = None


def scored(figure: Decimal | None, scale: Scale, *, more: bool = False) -> Decimal:
    """Points of a figure: all of them, less what each one short of the target takes away.

    Never above the points, however far beyond the target; never below nothing.
    """
    if figure is None:
        return scale.points
    short = scale.target - figure if more else figure - scale.target
    off = max(short, Decimal(0)) * scale.step
    if scale.cap is not None:
        off = min(off, scale.cap)
    return max(scale.points - off, Decimal(0)).quantize(_CENT, ROUND_HALF_UP)


def over(period: Period, today: date) -> Period:
    """The days of a period that have ended: before that nothing is late, and nothing missing."""
    return Period(period.since, min(period.until, today - timedelta(1)), period.name)
