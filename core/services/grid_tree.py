"""What the tree of grids must be: without rings, nothing open on a closed grid, nothing lost."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import get_history

from core import secrecy
from core.errors import Conflict, Invalid, Problem
from core.record import Base, Kind, Record, fields
from core.records import ledger_of
from core.records.grid import Grid
from core.services import grid_work
from core.station import Tx

Parents = Mapping[UUID, UUID | None]
ADJUST = "网格与人员里的“调整网格”"
_GRID = Grid.__tablename__
_FEW = 6


@dataclass(frozen=True, slots=True)
class Known:
    """A grid in use; those of one name are told apart by the grid above."""

    id: UUID
    name: str
    title: str
    code: str
    parent: UUID | None


def in_use(session: Session, day: date) -> list[Known]:
    """The grids in use on `day`, in the order of their codes."""
    query = select(Grid).where(Grid.binned.is_(None)).order_by(Grid.code, Grid.name, Grid.id)
    every = {one.id: one for one in session.scalars(query)}
    used = [one for one in every.values() if is_open(one, day)]
    often = Counter(one.name for one in used)
    found = []
    for one in used:
        above = every[one.parent].name if one.parent in every else one.code or ""
        title = f"{one.name}（{above}）" if often[one.name] > 1 and above else one.name
        found.append(Known(one.id, one.name, title, one.code or "", one.parent))
    return found


def parents(session: Session) -> dict[UUID, UUID | None]:
    """The grid above each."""
    query = select(Grid.id, Grid.parent).where(Grid.binned.is_(None))
    return dict(session.execute(query).tuples().all())


def upwards(above: Parents, start: UUID | None) -> Iterator[UUID]:
    """A grid and those above it, each once even where a tree was typed as a ring."""
    seen: set[UUID] = set()
    while start is not None and start in above and start not in seen:
        seen.add(start)
        yield start
        start = above[start]


def is_open(grid: Grid, day: date) -> bool:
    """Whether a grid is in use on `day`."""
    return grid.binned is None and (grid.closed is None or grid.closed > day)


def follow(tx: Tx, written: Sequence[Grid]) -> None:
    """Refuse what a form or a workbook may not make of a grid."""
    changed = [(one, _changed(one)) for one in written]
    fresh = {one.id: one.parent for one in written}
    for grid, keys in changed:
        found: list[Problem] = []
        if "parent" in keys:
            found += _ring(tx, grid, fresh)
        if "closed" in keys and grid.closed is not None and grid.closed <= tx.today:
            found += _left_behind(tx, grid)
        if found:
            raise Invalid(found)


def refuse_removal(tx: Tx, grid: Grid) -> None:
    """A grid that anything refers to is closed, never binned."""
    used = _used(tx.session, grid.id)
    if used:
        raise Invalid(
            f"“{grid.name}”还有{used}用到它，不能删除。网格不再使用时，请用{ADJUST}停用或合并。"
        )


def refuse_orphans(tx: Tx, touched: Sequence[UUID]) -> None:
    """After an undo: no grid that is closed or gone may have got work meanwhile."""
    tx.session.flush()
    for identity in touched:
        grid: Grid = tx.session.get_one(Grid, identity)
        if is_open(grid, tx.today):
            _refuse_undone_ring(tx, grid)
            continue
        left = grid_work.open_on(tx.session, [grid.id], tx.today)
        used = _used(tx.session, grid.id) if grid.binned is not None else ""
        if left or used:
            told = grid_work.counted(left) or used
            raise Conflict(
                f"“{grid.name}”后来又有了{told}，不能这样撤销，没有改动任何内容。"
                f"请用{ADJUST}另办一次。"
            )


def _refuse_undone_ring(tx: Tx, grid: Grid) -> None:
    if next(_ring(tx, grid, {}), None) is not None:
        raise Conflict(
            f"“{grid.name}”的上下级后来又调整过，不能这样撤销，没有改动任何内容。请用{ADJUST}另办一次。"
        )


def _changed(grid: Grid) -> frozenset[str]:
    """Which columns an act has written; asked before any query writes them out."""
    return frozenset(key for key in ("parent", "closed") if get_history(grid, key).has_changes())


def _ring(tx: Tx, grid: Grid, fresh: Parents) -> Iterator[Problem]:
    """Climbed from the grid, which asks for few where the tree is large."""
    seen, at = set[UUID](), grid.parent
    while at is not None and at not in seen:
        if at == grid.id:
            yield Problem("parent", f"“{grid.name}”不能放在自己或自己的下级之下，请另选上级网格")
        seen.add(at)
        above = select(Grid.parent).where(Grid.id == at, Grid.binned.is_(None))
        at = fresh[at] if at in fresh else tx.session.scalar(above)


def _left_behind(tx: Tx, grid: Grid) -> Iterator[Problem]:
    left = grid_work.open_on(tx.session, [grid.id], tx.today)
    if left:
        told = grid_work.counted(left)
        yield Problem("closed", f"还有{told}没有划走，请用{ADJUST}停用，先选好划到哪个网格")


def _used(session: Session, grid: UUID) -> str:
    """What refers to a grid, counted by ledger."""
    told = []
    for record in _classes():
        links = [one.key for one in fields(record) if one.kind is Kind.LINK and one.link == _GRID]
        if not links:
            continue
        refers = or_(*(getattr(record, key) == grid for key in links))
        query = select(func.count()).select_from(record).where(record.binned.is_(None), refers)
        count = secrecy.counting(session, query).scalar_one()
        if count:
            ledger = ledger_of(record.__tablename__)
            told.append(f"{ledger.title if ledger else '记录'} {count} 条")
    return "、".join(told[:_FEW])


def _classes() -> list[type[Record]]:
    mapped: list[type[Any]] = [one.class_ for one in Base.registry.mappers]
    found = [one for one in mapped if issubclass(one, Record)]
    return sorted(found, key=lambda one: str(one.__tablename__))
