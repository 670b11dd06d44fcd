"""Leaves that come with a workbook: what a form would refuse, each row hears on its own line."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.errors import Problem
from core.records.leave import Leave
from core.services import absence, names, one_at_a_time
from core.services.verdict import PlannedRow

_There = dict[UUID, list[tuple[Leave, str]]]
"""The leaves of each person, and where each is told."""


def weigh(session: Session, rows: Sequence[PlannedRow]) -> tuple[PlannedRow, ...]:
    """New rows fail whose days, or whose substitute's, are taken by a leave."""
    fresh = {one.line: Leave(**one.values) for one in rows if _stands(one)}
    people = {one.staff for one in fresh.values()} | {
        one.substitute for one in fresh.values() if one.substitute is not None
    }
    there, called = _there(session, people), names.titles(session, "staff", people)
    return tuple(
        _weighed(one, fresh[one.line], there, called) if one.line in fresh else one for one in rows
    )


def _stands(row: PlannedRow) -> bool:
    """Whether a row adds a leave nobody turned down."""
    return row.verdict == "new" and row.values.get("state") in one_at_a_time.STANDING


def _there(session: Session, people: Iterable[UUID]) -> _There:
    query = select(Leave).where(
        Leave.binned.is_(None),
        Leave.staff.in_(list(people)),
        Leave.state.in_(one_at_a_time.STANDING),
    )
    found: _There = defaultdict(list)
    for one in session.scalars(query):
        found[one.staff].append((one, one_at_a_time.span(one)))
    return found


def _weighed(
    row: PlannedRow, leave: Leave, there: _There, called: Mapping[UUID, str]
) -> PlannedRow:
    """One row after the other: each stands in the way of those below it."""
    told = _clash(leave, there, called)
    if told is not None:
        return row._replace(verdict="failed", problems=(told,))
    there[leave.staff].append((leave, f"第 {row.line} 行"))
    return row


def _clash(leave: Leave, there: _There, called: Mapping[UUID, str]) -> Problem | None:
    where = _met(leave, there[leave.staff])
    if where:
        return Problem("since", f"{called[leave.staff]}{where}已请过假，请改日期，或改那一次。")
    if leave.substitute is None:
        return None
    granted = [one for one in there[leave.substitute] if one[0].state in absence.GRANTED]
    where = _met(leave, granted)
    if where:
        said = f"{called[leave.substitute]}{where}自己请假，请另选一位，或先空着待定。"
        return Problem("substitute", said)
    return None


def _met(leave: Leave, others: Iterable[tuple[Leave, str]]) -> str:
    """Where a leave on one of the same days is told; empty where there is none."""
    last = one_at_a_time.last_day(leave)
    met = (
        where
        for one, where in others
        if one.since <= last and leave.since <= one_at_a_time.last_day(one)
    )
    return next(met, "")
