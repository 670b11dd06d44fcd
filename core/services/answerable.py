"""Who was responsible for the grid of a record on the record's own day, for the paper of it."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from core import records, secrecy
from core.record import Field, Kind
from core.records.mediation_case import MediationCase
from core.records.visit import Visit
from core.services import grid_past, names, posts

FIELD = Field("responsible", "网格责任人", Kind.TEXT, width=8)
"""How a list on paper heads them."""

_DAYS: Mapping[str, Any] = {
    "visit": Visit.came_on,
    "mediation_case": func.coalesce(
        MediationCase.accepted_on, MediationCase.applied_on, MediationCase.happened_on
    ),
}
_CHUNK = 500


class Answer(NamedTuple):
    """The grid as it was called that day, and its person: 东风网格, 李四（代王五）."""

    grid: str
    person: str

    @property
    def told(self) -> str:
        """东风网格 李四（代王五）."""
        return f"{self.grid} {self.person}"


def of_records(session: Session, ledger: str, wanted: Collection[UUID]) -> dict[UUID, Answer]:
    """The answer for each record of a ledger; none where no grid, no day or nobody is known."""
    if ledger not in _DAYS:
        return {}
    by_day: dict[date, list[tuple[UUID, UUID | None]]] = defaultdict(list)
    for identity, grid, day in _placed(session, ledger, list(wanted)):
        if day is not None:
            by_day[day].append((identity, grid))
    found: dict[UUID, Answer] = {}
    for day, placed in by_day.items():
        found |= _on(session, day, placed)
    return found


def _placed(
    session: Session, ledger: str, wanted: list[UUID]
) -> list[tuple[UUID, UUID | None, date | None]]:
    record: Any = records.ledger(ledger).record
    query = select(record.id, record.grid, _DAYS[ledger])
    found: list[tuple[UUID, UUID | None, date | None]] = []
    for start in range(0, len(wanted), _CHUNK):
        chunk = query.where(record.id.in_(wanted[start : start + _CHUNK]))
        found += secrecy.bare(session, chunk).tuples().all()
    return found


def _on(session: Session, day: date, placed: list[tuple[UUID, UUID | None]]) -> dict[UUID, Answer]:
    """Where a record was carried to another grid since, the one it was on that day counts."""
    past = grid_past.on(session, day)
    then = {one: past.place(one, now) for one, now in placed}
    grids = {grid for grid in then.values() if grid is not None}
    first: dict[UUID, str] = {}
    for one in posts.answering(session, day, grids) if grids else ():
        if one.grid is not None:
            first.setdefault(one.grid, one.told)
    called = names.titles(session, "grid", first)
    known = {grid: past.grids[grid][0] if grid in past.grids else called[grid] for grid in first}
    return {
        one: Answer(known[grid], first[grid])
        for one, grid in then.items()
        if grid is not None and grid in first
    }
