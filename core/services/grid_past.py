"""Grids as they were on a past day: what they were called, where they stood, what was on them.

Records hold the present; every change of the division left lines that say what was before it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from core import secrecy
from core.records.grid import Grid
from core.records.grid_change import GridChange, GridChangeLine

T = TypeVar("T", bound=tuple[Any, ...])

_GRID = Grid.__tablename__
Was = tuple[str, UUID | None]
"""What a grid was called, and the grid above it."""


@dataclass(frozen=True, slots=True)
class Past:
    """What was otherwise on a day: of what is not named here, the present holds."""

    grids: Mapping[UUID, Was] = field(default_factory=dict)
    places: Mapping[UUID, UUID | None] = field(default_factory=dict)

    def place(self, record: UUID, now: UUID | None) -> UUID | None:
        """The grid a record was on, which is `now` on another."""
        return self.places.get(record, now)

    def name(self, grid: Grid) -> str:
        """What a grid was called."""
        return self.grids[grid.id][0] if grid.id in self.grids else grid.name

    def parent(self, grid: UUID, now: UUID | None) -> UUID | None:
        """The grid above, which is `now` another."""
        return self.grids[grid][1] if grid in self.grids else now


def on(session: Session, day: date) -> Past:
    """How grids stood at the end of `day`: the first change after it tells."""
    line = GridChangeLine
    grids = _later(select(line.subject, line.item, line.source), day)
    others = _later(select(line.subject, line.source), day)
    named = session.execute(grids.where(line.of_table == _GRID)).tuples()
    placed = secrecy.counting(session, others.where(line.of_table != _GRID)).tuples()
    return Past({one: (item, source) for one, item, source in named}, dict(placed.all()))


def _later(query: Select[T], day: date) -> Select[T]:
    """Lines of later changes, the earliest last."""
    return (
        query.join(GridChange, GridChange.id == GridChangeLine.change)
        .where(
            GridChange.binned.is_(None),
            GridChangeLine.binned.is_(None),
            GridChange.changed_on > day,
        )
        .order_by(GridChange.changed_on.desc(), GridChange.id.desc())
    )
