"""How mediation cases are counted: by the days things happened, never by when they were typed.

Restricted cases count for every reader, so that figures are equal for all; a voided or binned one
counts nowhere. A case is open from its acceptance to its closing; its period ends earlier, on the
day an agreement comes into force: performance has days of its own.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from core import codes, secrecy
from core.records.grid import Grid
from core.records.mediation_case import Agreement, MediationCase, Performance
from core.services import grid_past
from core.services.figures import Figure, Period, counted, rate, share
from core.services.grid_past import Past

WAITING = "Z10"
UNKNOWN = "未填写"
_VILLAGE = "village"

Condition = ColumnElement[bool]
Day = InstrumentedAttribute[Any]


@dataclass(frozen=True, slots=True)
class Counted:
    """One case as far as counting needs it."""

    id: UUID
    dispute: str | None
    grid: UUID | None


@dataclass(frozen=True, slots=True)
class Tally:
    """One line of a statistic: the cases of one kind or one village."""

    name: str
    accepted: Figure
    closed: Figure
    open: Figure
    overdue: Figure


def cases(session: Session, *wanted: Condition) -> list[Counted]:
    """The cases that count and meet every condition, in the order they were accepted."""
    query = (
        select(MediationCase.id, MediationCase.dispute, MediationCase.grid)
        .where(*COUNTS, *wanted)
        .order_by(MediationCase.accepted_on, MediationCase.id)
    )
    return [Counted(*row) for row in secrecy.counting(session, query)]


def identities(*wanted: Condition) -> Callable[[Session], list[UUID]]:
    """Finds the cases that meet every condition, when a figure is opened."""
    return lambda session: [case.id for case in cases(session, *wanted)]


def begun(session: Session) -> bool:
    """Whether any case was ever registered."""
    return secrecy.counting(session, select(MediationCase.id).limit(1)).first() is not None


def count(session: Session, *wanted: Condition) -> int:
    """How many cases meet every condition, without naming one."""
    query = select(func.count()).select_from(MediationCase).where(*COUNTS, *wanted)
    return secrecy.counting(session, query).scalar_one()


def numbers(session: Session, column: Day, *wanted: Condition) -> dict[Any, int]:
    """How many cases that meet every condition have each value of one column."""
    query = select(column, func.count()).where(*COUNTS, *wanted).group_by(column)
    return dict(secrecy.counting(session, query).tuples().all())


def figure(session: Session, *wanted: Condition) -> Figure:
    """How many cases meet every condition."""
    return counted([case.id for case in cases(session, *wanted)])


COUNTS: tuple[Condition, ...] = (
    MediationCase.binned.is_(None),
    MediationCase.voided_on.is_(None),
)


def late(column: Day) -> ColumnElement[date]:
    """A day, an unknown one at the end of time.

    The store cannot seek by it, and so seeks what is open by what is open: of many thousand past
    records few are.
    """
    return func.coalesce(column, date.max)


def within(column: Day, period: Period) -> Condition:
    """That a day lies in the period."""
    return column.between(period.since, period.until)


def accepted_in(period: Period) -> Condition:
    """Accepted in the period."""
    return within(MediationCase.accepted_on, period)


def closed_in(period: Period) -> Condition:
    """Closed in the period, having been accepted."""
    return within(MediationCase.closed_on, period) & MediationCase.accepted_on.is_not(None)


def waiting() -> Condition:
    """Registered and neither accepted nor turned away."""
    return (MediationCase.state == WAITING) & MediationCase.accepted_on.is_(None)


def open_on(day: date) -> Condition:
    """Accepted by the end of `day` and not closed by then."""
    closed = MediationCase.closed_on
    return (late(MediationCase.accepted_on) <= day) & or_(closed.is_(None), closed > day)


def unsettled_on(day: date) -> Condition:
    """Open on `day`, and no agreement in force by then."""
    agreed = select(Agreement.id).where(
        Agreement.case == MediationCase.id,
        Agreement.binned.is_(None),
        Agreement.effective_on <= day,
    )
    return open_on(day) & ~agreed.exists()


def due_by(day: date, last: date) -> Condition:
    """Unsettled on `day` and due at the latest on `last`; what stands still is due on no day."""
    return unsettled_on(day) & (late(MediationCase.due) <= last) & _going_on()


def overdue_on(day: date) -> Condition:
    """Unsettled on `day` though due before it."""
    return unsettled_on(day) & (late(MediationCase.due) < day) & _going_on()


def _going_on() -> Condition:
    return MediationCase.suspended_on.is_(None)


def due_in(period: Period) -> Condition:
    """Accepted, and due in the period."""
    return within(MediationCase.due, period) & MediationCase.accepted_on.is_not(None)


def closing_rate(session: Session, period: Period) -> Figure:
    """应结办结率 (R02): of the cases due in the period, those settled or closed by its end."""
    due = [case.id for case in cases(session, due_in(period))]
    return rate(_settled(session, period), due)


def closing_share(session: Session, period: Period) -> Figure:
    """`closing_rate`, counted without naming a case."""
    return share(_settled(session, period), count(session, due_in(period)))


def _settled(session: Session, period: Period) -> int:
    return count(session, due_in(period), ~unsettled_on(period.until))


def agreements(session: Session, period: Period) -> tuple[Figure, Figure]:
    """The agreements signed in the period, and the money in them, by their cases."""
    query = (
        select(MediationCase.id, Agreement.amount)
        .join(Agreement, Agreement.case == MediationCase.id)
        .where(*COUNTS, Agreement.binned.is_(None), within(Agreement.signed_on, period))
        .order_by(Agreement.signed_on, MediationCase.id)
    )
    rows = secrecy.counting(session, query).all()
    paid = [(one, amount) for one, amount in rows if amount]
    total = sum((amount for _, amount in paid), Decimal(0))
    return counted([one for one, _ in rows]), Figure(total, ids=tuple(one for one, _ in paid))


def performance_due(last: date) -> tuple[Condition, ...]:
    """Performance items of cases that count: not done, due at the latest on `last`."""
    return (
        *COUNTS,
        Performance.case == MediationCase.id,
        Performance.binned.is_(None),
        Performance.done_on.is_(None),
        Performance.due <= last,
    )


def by_kind(session: Session, period: Period) -> list[Tally]:
    """A line for each kind of dispute the period knows, in the order of the code table."""
    lines = _grouped(session, period, _kind)
    order = [item.name for item in codes.table("dispute_kind").items]
    return [lines[name] for name in dict.fromkeys((*order, *sorted(lines))) if name in lines]


def by_village(session: Session, period: Period) -> list[Tally]:
    """A line for each village, in the order of the codes; what has none comes last.

    Villages and grids are those of the period's last day, whatever has become of them since.
    """
    grids = session.scalars(
        select(Grid).where(Grid.binned.is_(None)).order_by(Grid.code, Grid.name)
    )
    known, past = {grid.id: grid for grid in grids}, grid_past.on(session, period.until)
    home: dict[UUID | None, str] = {one: _village(known, past, one) for one in known}
    lines = _grouped(
        session, period, lambda case: home.get(past.place(case.id, case.grid), UNKNOWN)
    )
    villages = [past.name(grid) for grid in known.values() if _stands(grid, period)]
    names = dict.fromkeys((*villages, *home.values(), UNKNOWN))
    shown = set(villages) | set(lines)
    nothing = counted(())
    return [
        lines.get(name) or Tally(name, nothing, nothing, nothing, nothing)
        for name in names
        if name in shown
    ]


def _stands(grid: Grid, period: Period) -> bool:
    begun = grid.opened is None or grid.opened <= period.until
    return grid.level == _VILLAGE and begun and (grid.closed is None or grid.closed > period.since)


def _village(known: dict[UUID, Grid], past: Past, start: UUID) -> str:
    """The name of the village a grid lay in; its own where none was above it."""
    seen: set[UUID] = set()
    one: UUID | None = start
    while one in known and one not in seen:
        seen.add(one)
        if known[one].level == _VILLAGE:
            return past.name(known[one])
        one = past.parent(one, known[one].parent)
    return past.name(known[start])


def _grouped(session: Session, period: Period, name: Callable[[Counted], str]) -> dict[str, Tally]:
    """The four numbers of a period, case by case under the name each belongs to."""
    found: dict[str, tuple[list[UUID], ...]] = {}
    wanted = (
        accepted_in(period),
        closed_in(period),
        open_on(period.until),
        overdue_on(period.until),
    )
    for place, condition in enumerate(wanted):
        for case in cases(session, condition):
            found.setdefault(name(case), ([], [], [], []))[place].append(case.id)
    return {one: Tally(one, *map(counted, lists)) for one, lists in found.items()}


def _kind(case: Counted) -> str:
    return codes.name_of("dispute_kind", case.dispute) if case.dispute else UNKNOWN
