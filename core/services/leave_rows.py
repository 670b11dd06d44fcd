"""Leaves that come with a workbook: nobody asks twice for the same days."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.errors import Problem
from core.ledger import Ledger
from core.records.leave import Leave
from core.services import names, one_at_a_time
from core.services.verdict import PlannedRow


class _Days(NamedTuple):
    """The days of one leave, and where it is told."""

    since: date
    until: date
    where: str


def weigh(session: Session, ledger: Ledger, rows: Sequence[PlannedRow]) -> tuple[PlannedRow, ...]:
    """New rows whose days somebody has asked for before fail, each with its sentence."""
    if ledger.record is not Leave:
        return tuple(rows)
    fresh = {one.line: person for one in rows if (person := _person(one)) is not None}
    there = _there(session, set(fresh.values()))
    called = names.titles(session, "staff", set(fresh.values()))
    return tuple(
        _weighed(one, called[fresh[one.line]], there[fresh[one.line]]) if one.line in fresh else one
        for one in rows
    )


def _person(row: PlannedRow) -> UUID | None:
    """Whose leave a row adds; none where it adds none that stands."""
    person, state = row.values.get("staff"), row.values.get("state")
    stands = row.verdict == "new" and state in one_at_a_time.STANDING
    return person if stands and isinstance(person, UUID) else None


def _there(session: Session, people: Iterable[UUID]) -> dict[UUID, list[_Days]]:
    query = select(Leave).where(
        Leave.binned.is_(None),
        Leave.staff.in_(list(people)),
        Leave.state.in_(one_at_a_time.STANDING),
    )
    found: dict[UUID, list[_Days]] = defaultdict(list)
    for one in session.scalars(query):
        days = _Days(one.since, one_at_a_time.last_day(one), one_at_a_time.span(one))
        found[one.staff].append(days)
    return found


def _weighed(row: PlannedRow, name: str, there: list[_Days]) -> PlannedRow:
    since, until = row.values.get("since"), row.values.get("until")
    if not isinstance(since, date) or not isinstance(until, date):
        return row
    other = next((one for one in there if one.since <= until and one.until >= since), None)
    if other is None:
        there.append(_Days(since, until, f"第 {row.line} 行"))
        return row
    told = Problem("since", f"{name}{other.where}已请过假，请改日期，或改那一次。")
    return row._replace(verdict="failed", problems=(told,))
