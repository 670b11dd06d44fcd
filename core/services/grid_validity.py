"""Which grid a record may name: one that was in use on the record's own day, no closed one.

What names a closed grid already keeps it; whoever writes it anew hears when it was closed and
which grid took over (`domain/grid.md` §1.2).
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import get_history

from core.errors import Invalid, Problem
from core.intake.rows import Understood
from core.ledger import Ledger
from core.record import Value
from core.records.grid import Grid
from core.records.grid_change import GridChange, GridChangeLine
from core.services import grid_sheet, grid_tree, grid_work
from core.station import Tx

_DAY = timedelta(days=1)
_WORK = frozenset({grid_work.CASE, grid_work.VISIT, grid_work.BELOW})
_GRID = Grid.__tablename__
Get = Callable[[str], Any]


@dataclass(frozen=True, slots=True)
class _Naming:
    """How a ledger names grids: in which column, on which day, and what says that it is over."""

    column: str
    days: tuple[str, ...]
    over: str = ""
    last: timedelta = timedelta()


_NAMING = {
    "visit": _Naming("grid", ("came_on",), "closed_on"),
    "mediation_case": _Naming("grid", ("accepted_on", "applied_on"), "closed_on"),
    "staff": _Naming("grid", ("left",), "left", _DAY),
    "secondment": _Naming("grid", ("until",), "until"),
    "grid": _Naming("parent", ("closed",), "closed", _DAY),
}


def dated_by(ledger: str) -> tuple[str, ...]:
    """The columns that say on which day a record of the ledger names its grid."""
    return _NAMING[ledger].days if ledger in _NAMING else ()


def own_day(ledger: str, get: Get, today: date) -> date:
    """The day on which a record names its grid; of what goes on, today."""
    naming = _NAMING.get(ledger)
    told = (get(key) for key in naming.days) if naming else ()
    day = next((one for one in told if isinstance(one, date)), None)
    return today if naming is None or day is None else min(day - naming.last, today)


def follow(tx: Tx, ledger: str, written: Sequence[Any], *, over: bool = False) -> None:
    """Refuse a closed grid that was just written onto a record.

    What began before the grid closed and goes on is asked about, unless it is known to be `over`.
    """
    naming = _NAMING.get(ledger)
    if naming is None:
        return
    fresh = [
        (one, getattr(one, naming.column))
        for one in written
        if get_history(one, naming.column).has_changes()
    ]
    with tx.session.no_autoflush:
        shut = _shut(tx.session, {grid for _, grid in fresh if grid is not None}, tx.today)
        for one, grid in fresh:
            if grid in shut:
                _judge(tx, ledger, partial(getattr, one), shut[grid])
                if not over and getattr(one, naming.over) is None:
                    _ask(tx, shut[grid])


def _judge(tx: Tx, ledger: str, get: Get, grid: Grid) -> None:
    if not grid_tree.is_open(grid, own_day(ledger, get, tx.today)):
        raise Invalid([Problem(_NAMING[ledger].column, told(tx.session, grid))])


def _ask(tx: Tx, grid: Grid) -> None:
    said = f"{told(tx.session, grid)}这一条还没有办完，仍登记在“{grid.name}”？"
    tx.confirm(f"closed_grid:{grid.id}", said)


def judged(
    session: Session, ledger: Ledger, read: list[Understood], today: date
) -> list[Understood]:
    """Rows of a workbook, those that name a closed grid with the sentence that says so."""
    naming = _NAMING.get(ledger.name)
    if naming is None:
        return read
    named = {one.values.get(naming.column) for one in read}
    shut = _shut(session, {one for one in named if isinstance(one, UUID)}, today)
    said: dict[UUID, str] = {}
    return [_row(session, ledger, one, (shut, said, today)) for one in read] if shut else read


def _row(
    session: Session,
    ledger: Ledger,
    read: Understood,
    known: tuple[Mapping[UUID, Grid], dict[UUID, str], date],
) -> Understood:
    shut, said, today = known
    naming = _NAMING[ledger.name]
    grid = shut.get(read.values.get(naming.column))  # type: ignore[arg-type]  # or none
    if grid is None:
        return read
    over = read.values.get(naming.over) is not None
    if over and grid_tree.is_open(grid, own_day(ledger.name, read.values.get, today)):
        return read
    if grid.id not in said:
        said[grid.id] = told(session, grid)
    kept: dict[str, Value] = {k: v for k, v in read.values.items() if k != naming.column}
    wrong = (*read.problems, Problem(naming.column, said[grid.id]))
    return read._replace(values=kept, problems=wrong)


def _shut(session: Session, grids: set[UUID], today: date) -> dict[UUID, Grid]:
    """Those of these grids that are closed."""
    if not grids:
        return {}
    query = select(Grid).where(Grid.id.in_(grids), Grid.closed.is_not(None), Grid.closed <= today)
    return {one.id: one for one in session.scalars(query)}


def told(session: Session, grid: Grid) -> str:
    """When a grid was closed, and what took it over: 东风网格2026-03-10已停用，由红旗网格接管。"""
    named = "、".join(f"“{one.name}”" for one in heirs(session, grid))
    said = f"“{grid.name}”{grid.closed}已停用"
    return f"{said}，由{named}接管，请改选。" if named else f"{said}，请另选网格。"


def heirs(session: Session, grid: Grid) -> tuple[Grid, ...]:
    """The grids that took over from a closed one, down to those still in use."""
    found: dict[UUID, Grid] = {}
    seen, waiting = {grid.id}, [grid]
    while waiting:
        for one in session.scalars(select(Grid).where(Grid.id.in_(_next(session, waiting.pop())))):
            if one.id in seen or one.binned is not None:
                continue
            seen.add(one.id)
            if one.closed is None:
                found[one.id] = one
            else:
                waiting.append(one)
    return tuple(sorted(found.values(), key=lambda one: (one.code or "", one.name)))


def _next(session: Session, grid: Grid) -> set[UUID]:
    """What one grid went into when it was closed: where it was merged, else by the account."""
    if grid.merged_into is not None:
        return {grid.merged_into}
    line = GridChangeLine
    change = session.scalars(
        select(GridChange.id)
        .join(line, line.change == GridChange.id)
        .where(line.subject == grid.id, line.of_table == _GRID, GridChange.binned.is_(None))
        .where(GridChange.changed_on == grid.closed)
        .order_by(GridChange.id.desc())
        .limit(1)
    ).first()
    lines = session.scalars(select(line).where(line.change == change)) if change else ()
    return set(_took(grid, list(lines)))


def _took(grid: Grid, lines: Sequence[GridChangeLine]) -> Iterator[UUID]:
    """The grids opened by the same change, else where its work went, else its people."""
    opened = {one.subject for one in lines if one.kind == grid_sheet.GRID} - {grid.id}
    went = [(one.kind, one.target) for one in lines if one.kind != grid_sheet.GRID]
    work = {target for kind, target in went if target is not None and kind in _WORK}
    yield from opened or work or {target for _, target in went if target is not None}
