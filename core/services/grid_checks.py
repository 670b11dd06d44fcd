"""What to look at in the division of the station, told as to a colleague; it bars nothing.

Each check of `domain/grid.md` §1.3 and §1.4 may be switched off in the settings.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from core import words
from core.records.grid import Grid
from core.records.staff import Post, Staff
from core.services import grid_codes, grid_tree, grid_work, settings
from core.services.grid_template import Template
from core.services.roster import held_on
from core.settings import GRID_CHECKS, GRID_LEAST, GRID_MOST

ERROR, WARNING, HINT = "要改", "请看", "提示"
_ORDER = (ERROR, WARNING, HINT)
_WORKERS = ("04", "05", "06")
_AREA = "05"
_BASE = "base"


@dataclass(frozen=True, slots=True)
class Finding:
    """One sentence about one grid."""

    level: str
    grid: UUID
    name: str
    text: str


@dataclass(frozen=True, slots=True)
class Division:
    """Everything the checks look at, read once."""

    grids: Mapping[UUID, Grid]
    open: tuple[Grid, ...]
    cells: tuple[Grid, ...]
    staffed: frozenset[UUID]
    left: Mapping[UUID, tuple[grid_work.Item, ...]]
    least: int
    most: int
    rule: Template

    def village(self, grid: Grid) -> Grid | None:
        """The village a grid lies in; of a village, itself."""
        return grid_codes.village_of(self.grids, grid.id)


Check = Callable[[Division], Iterable[Finding]]


def findings(session: Session, day: date) -> tuple[Finding, ...]:
    """What the checks that are switched on say, the gravest first, in the order of the codes."""
    known = settings.values(session, tuple(GRID_CHECKS.values()), None)
    division = _read(session, day)
    found = [
        one
        for key, check in CHECKS.items()
        if known[GRID_CHECKS[key].key] == "yes"
        for one in check(division)
    ]
    codes = {one.id: (one.code or "", one.name) for one in division.grids.values()}
    return tuple(sorted(found, key=lambda one: (_ORDER.index(one.level), codes[one.grid])))


def _read(session: Session, day: date) -> Division:
    query = select(Grid).where(Grid.binned.is_(None)).order_by(Grid.code, Grid.name, Grid.id)
    grids = {one.id: one for one in session.scalars(query)}
    used = tuple(one for one in grids.values() if grid_tree.is_open(one, day))
    parents = {one.parent for one in used}
    cells = tuple(one for one in used if _is_cell(one, leaf=one.id not in parents))
    closed = [one for one in grids if not grid_tree.is_open(grids[one], day)]
    left: dict[UUID, list[grid_work.Item]] = defaultdict(list)
    for item in grid_work.open_on(session, closed, day) if closed else ():
        left[item.grid].append(item)
    return Division(
        grids,
        used,
        cells,
        _staffed(session, day),
        {one: tuple(items) for one, items in left.items()},
        settings.whole(session, GRID_LEAST),
        settings.whole(session, GRID_MOST),
        grid_codes.template(session),
    )


def _is_cell(grid: Grid, *, leaf: bool) -> bool:
    """Whether a grid is one somebody walks: a base grid, or one of no level with none below."""
    return grid.kind != _AREA and (grid.level == _BASE or (grid.level is None and leaf))


def _staffed(session: Session, day: date) -> frozenset[UUID]:
    query = (
        select(Post.grid)
        .join(Staff, Staff.id == Post.staff)
        .where(held_on(day), Post.kind.in_(_WORKERS), Staff.binned.is_(None))
    )
    return frozenset(one for one in session.scalars(query) if one is not None)


def _told(level: str, grid: Grid, text: str) -> Finding:
    return Finding(level, grid.id, grid.name, text)


def _households(x: Division) -> Iterator[Finding]:
    for one in x.cells:
        if one.households is not None and not x.least <= one.households <= x.most:
            text = f"有{one.households}户，通常{x.least}到{x.most}户一格，看要不要调整"
            yield _told(HINT, one, text)


def _same_name(x: Division) -> Iterator[Finding]:
    alike: dict[tuple[UUID | None, str], list[Grid]] = defaultdict(list)
    for one in x.open:
        village = x.village(one)
        alike[village.id if village else one.parent, words.fold(one.name)].append(one)
    for same in alike.values():
        for one in same if len(same) > 1 else ():
            yield _told(ERROR, one, "同一个村里有同名的网格，请改其中一个的名称")


def _bounds(x: Division) -> Iterator[Finding]:
    return (_told(WARNING, one, "四至还没写") for one in x.cells if not one.bounds)


def _people(x: Division) -> Iterator[Finding]:
    return (
        _told(WARNING, one, "现在没有网格长，也没有网格员")
        for one in x.cells
        if one.id not in x.staffed
    )


def _closed(x: Division) -> Iterator[Finding]:
    for grid, items in x.left.items():
        text = f"已停用，还有{grid_work.counted(items)}没有划走"
        yield _told(ERROR, x.grids[grid], text)


def _same_code(x: Division) -> Iterator[Finding]:
    bearers: dict[str, list[Grid]] = defaultdict(list)
    for one in x.open:
        bearers[one.code or ""].append(one)
    for code, same in bearers.items():
        for one in same if code and len(same) > 1 else ():
            yield _told(ERROR, one, f"编码 {code} 有 {len(same)} 个网格在用")


def _length(x: Division) -> Iterator[Finding]:
    for one in x.cells:
        if one.code and len(one.code) != x.rule.length:
            text = f"编码 {one.code} 是{len(one.code)}位，按本站规则是{x.rule.length}位"
            yield _told(WARNING, one, text)


def _prefix(x: Division) -> Iterator[Finding]:
    for one in x.cells:
        village = x.village(one)
        start = (village.code or "")[: x.rule.division] if village and village is not one else ""
        if one.code and not one.code.startswith(start):
            told = village.name if village else ""
            yield _told(WARNING, one, f"编码 {one.code} 不以{told}的 {start} 开头")


CHECKS: dict[str, Check] = {
    "households": _households,
    "name": _same_name,
    "bounds": _bounds,
    "people": _people,
    "closed": _closed,
    "code": _same_code,
    "length": _length,
    "prefix": _prefix,
}
