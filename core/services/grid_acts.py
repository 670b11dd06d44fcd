"""Changing the division: grids are renamed, moved, merged, split and closed, never deleted.

Each act is one entry of the journal and one line of 网格变更登记. What is open goes along: an act
that would leave something behind is refused, and says what and how much (`domain/grid.md` §1).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import or_, select

from core import secrecy, words
from core.errors import Conflict, Invalid
from core.record import Record, record_class
from core.records.grid import Grid
from core.records.staff import Post, Staff
from core.rights import Right
from core.services import grid_codes, grid_posts, grid_sheet, grid_tree, grid_work, records
from core.services.grid_sheet import Sheet, Terms
from core.services.grid_work import Item
from core.station import Tx, operation

Fates = Mapping[UUID, UUID | None]
"""Where each open thing goes, by its identity; some may go nowhere."""

NOWHERE = frozenset({grid_work.POST, grid_work.PERSON, grid_work.SECONDMENT, grid_work.BELOW})
"""What need not go to another grid: people without a grid, and a grid without one above."""

_NONE: Fates = {}
_COUNTED = ("households", "people", "buildings", "firms")
_COLUMNS = {"grid": "parent"}
_CHUNK = 500
_LEAST = 2


@dataclass(frozen=True, slots=True)
class Opening:
    """A grid to be opened; it takes level, kind and place of the one it comes from."""

    id: UUID
    name: str
    code: str = ""
    households: int | None = None
    bounds: str = ""


@operation("网格更名", needs=Right.KEEP)
def rename(tx: Tx, grid: UUID, name: str, terms: Terms, code: str = "") -> UUID:
    """Call a grid otherwise from a day on, with another code where one is given."""
    one = _in_use(tx, grid)
    wanted = name.strip()
    if not wanted:
        raise Invalid("请填写新的网格名称。")
    if (wanted, code.strip() or one.code) == (one.name, one.code):
        raise Invalid("名称和编码都没有变，不用办更名。")
    _refuse_taken(tx, Opening(one.id, wanted, code), one.parent, ())
    sheet = grid_sheet.begun(tx, "rename", terms, [one])
    sheet.was(one, f"更名为{wanted}", one.parent)
    one.name = wanted
    _give_code(one, code)
    return sheet.keep([one])


@operation("网格调整上级", needs=Right.KEEP)
def move(tx: Tx, grid: UUID, parent: UUID | None, terms: Terms, code: str = "") -> UUID:
    """Put a grid under another one from a day on, with all that is below it."""
    one = _in_use(tx, grid)
    above = _in_use(tx, parent) if parent is not None else None
    if one.parent == parent:
        raise Invalid(f"“{one.name}”已经在这个上级之下，不用调整。")
    _refuse_ring(tx, {one.id: parent})
    _refuse_taken(tx, Opening(one.id, one.name, code), parent, ())
    sheet = grid_sheet.begun(tx, "move", terms, [one, *([above] if above else [])])
    sheet.before = grid_sheet.named([one])
    sheet.was(one, f"划归{above.name}" if above else "不设上级", parent)
    one.parent = parent
    _give_code(one, code)
    return sheet.keep([one])


@operation("网格停用", needs=Right.KEEP)
def close(tx: Tx, grid: UUID, terms: Terms, fates: Fates = _NONE) -> UUID:
    """Close a grid; everything open on it goes where `fates` says."""
    one = _in_use(tx, grid)
    sheet = grid_sheet.begun(tx, "close", terms, [one])
    sheet.was(one, "停用", one.parent)
    _carry(sheet, [one], fates, [one])
    _shut(one, terms)
    return sheet.keep([])


@operation("网格合并", needs=Right.KEEP)
def merge(
    tx: Tx, grids: Sequence[UUID], into: UUID | Opening, terms: Terms, fates: Fates = _NONE
) -> UUID:
    """Make one grid of several; what is open on them goes there too, but for what `fates` says."""
    sources = [_in_use(tx, one) for one in dict.fromkeys(grids)]
    closing = [one for one in sources if one.id != into]
    together = sources if isinstance(into, Opening) else {*(one.id for one in sources), into}
    if not closing or len(together) < _LEAST:
        raise Invalid("合并要选至少两个网格，请再选一个。")
    sheet = grid_sheet.begun(tx, "merge", terms, sources)
    if isinstance(into, Opening):
        target, whole = _open(sheet, into, closing[0], closing), closing
    else:
        target = _in_use(tx, into)
        grid_sheet.refuse_day(tx, terms, [target])
        _refuse_below(tx, target, closing)
        sheet.was(target, "接收", target.parent)
        whole = [*closing, target]
    for one in closing:
        sheet.was(one, f"停用，并入{target.name}", one.parent)
    everything = grid_work.open_on(tx.session, [one.id for one in closing], terms.day)
    _carry(sheet, closing, {one.id: target.id for one in everything} | dict(fates), closing)
    _add_up(target, whole)
    for one in closing:
        _shut(one, terms)
        one.merged_into = target.id
    return sheet.keep([target])


@operation("网格拆分", needs=Right.KEEP)
def split(
    tx: Tx, grid: UUID, openings: Sequence[Opening], terms: Terms, fates: Fates = _NONE
) -> UUID:
    """Make several grids of one; one of the openings may be the grid itself, which then stays."""
    one = _in_use(tx, grid)
    fresh = [opening for opening in openings if opening.id != grid]
    stays = len(fresh) < len(openings)
    if len(openings) < _LEAST:
        raise Invalid("拆分要写至少两个网格，请再写一个。")
    sheet = grid_sheet.begun(tx, "split", terms, [one])
    closing = [] if stays else [one]
    sheet.was(one, "保留，划出一部分" if stays else "停用，拆分", one.parent)
    made = [_open(sheet, opening, one, closing) for opening in fresh]
    _carry(sheet, [one], fates, closing)
    for shut in closing:
        _shut(shut, terms)
    return sheet.keep([*([one] if stays else []), *made])


@operation("重编网格编码", needs=Right.KEEP)
def recode(tx: Tx, wanted: Mapping[UUID, str], terms: Terms) -> UUID:
    """Give grids other codes; the former stay beside them as legacy codes."""
    grids = [_in_use(tx, one) for one in wanted]
    if not grids:
        raise Invalid("没有要重编的网格。")
    sheet = grid_sheet.begun(tx, "recode", terms, grids)
    for one in grids:
        sheet.was(one, f"{one.code or '无编码'} 改为 {wanted[one.id]}", one.parent)
        _give_code(one, wanted[one.id])
    _refuse_same_codes(tx, grids)
    return sheet.keep(grids)


def _refuse_same_codes(tx: Tx, grids: Sequence[Grid]) -> None:
    """Judged when all are written: codes may be handed round."""
    tx.session.flush()
    for one in grids:
        _refuse_code(grid_codes.refused(tx, one.id, one.code or "", former=False))


def _in_use(tx: Tx, grid: UUID) -> Grid:
    one = records.get(tx.session, Grid, grid)
    if not grid_tree.is_open(one, tx.today):
        raise Invalid(f"“{one.name}”已停用，不能再调整，也不能划到它名下。请另选网格。")
    return one


def _give_code(one: Grid, code: str) -> None:
    typed = code.strip()
    if typed and typed != one.code:
        one.legacy_code = one.code or one.legacy_code
        one.code = typed


def _shut(one: Grid, terms: Terms) -> None:
    one.closed, one.closed_why = terms.day, terms.reason.strip()


def _open(sheet: Sheet, opening: Opening, like: Grid, closing: Sequence[Grid]) -> Grid:
    """A new grid in the place of another."""
    name, gone = opening.name.strip(), [one.id for one in closing]
    if not name:
        raise Invalid("请填写每个新网格的名称。")
    above = grid_tree.upwards(grid_tree.parents(sheet.tx.session), like.parent)
    parent = next((one for one in above if one not in gone), None)
    _refuse_taken(sheet.tx, opening, parent, gone)
    made = Grid(
        id=opening.id,
        name=name,
        parent=parent,
        kind=like.kind,
        level=like.level,
        code=opening.code.strip() or None,
        households=opening.households,
        bounds=opening.bounds.strip() or None,
        opened=sheet.terms.day,
    )
    sheet.tx.add(made)
    sheet.was(made, "新设", made.parent)
    return made


def _add_up(target: Grid, whole: Sequence[Grid]) -> None:
    """The numbers of a merged grid, where each part has its own."""
    for key in _COUNTED:
        parts = [getattr(one, key) for one in whole]
        if None not in parts:
            setattr(target, key, sum(parts))


def _carry(sheet: Sheet, grids: Sequence[Grid], fates: Fates, gone: Sequence[Grid]) -> None:
    """Send everything open on these grids where it is to go; nothing stays on those `gone`."""
    tx = sheet.tx
    everything = grid_work.open_on(tx.session, [one.id for one in grids], sheet.terms.day)
    sent = [one for one in everything if one.along is None]
    _refuse_left(grids, [one for one in sent if one.id not in fates])
    _refuse_nowhere([one for one in sent if fates[one.id] is None])
    targets = [_in_use(tx, one) for one in {fates[one.id] for one in sent} if one is not None]
    _refuse_gone(targets, gone)
    grid_sheet.refuse_day(tx, sheet.terms, targets)
    going = [one for one in sent if fates[one.id] != one.grid]
    _refuse_ring(tx, {one.id: fates[one.id] for one in going if one.kind == grid_work.BELOW})
    _send(sheet, going, fates)
    for one in everything:
        if one.along is not None:
            person: Staff = tx.session.get_one(Staff, one.along)
            sheet.goes(one, person.grid)


def _send(sheet: Sheet, going: Sequence[Item], fates: Fates) -> None:
    held = _read(sheet.tx, going)
    posts = []
    for one in going:
        record, target = held[one.id], fates[one.id]
        sheet.goes(one, target, "" if target else "暂无网格")
        if isinstance(record, Post):
            posts.append((record, target))
        else:
            setattr(record, _COLUMNS.get(one.table, "grid"), target)
    grid_posts.carry(sheet.tx, posts, sheet.terms.day)


def _read(tx: Tx, items: Sequence[Item]) -> dict[UUID, Record]:
    """The records of items, whoever may read them, some hundred at a time."""
    tables: dict[str, list[UUID]] = {}
    for one in items:
        tables.setdefault(one.table, []).append(one.id)
    found: dict[UUID, Record] = {}
    for table, wanted in tables.items():
        kind: Any = record_class(table)
        for start in range(0, len(wanted), _CHUNK):
            query = select(kind).where(kind.id.in_(wanted[start : start + _CHUNK]))
            found |= {one.id: one for one in secrecy.every(tx.session, query).scalars()}
    return found


def _refuse_left(grids: Sequence[Grid], left: Sequence[Item]) -> None:
    """What has no place to go: also what came in while somebody was still choosing."""
    if left:
        names = "、".join(f"“{one.name}”" for one in grids)
        raise Conflict(
            f"{names}还有{grid_work.counted(left)}没有选好去处，请先选划到哪个网格，再办。"
        )


def _refuse_nowhere(items: Sequence[Item]) -> None:
    stuck = [one for one in items if one.kind not in NOWHERE]
    if stuck:
        raise Invalid(f"{grid_work.counted(stuck)}要划到一个网格，不能空着。")


def _refuse_gone(targets: Sequence[Grid], gone: Sequence[Grid]) -> None:
    ids = {one.id for one in gone}
    for one in targets:
        if one.id in ids:
            raise Invalid(f"“{one.name}”正要停用，不能把事项和人员留在那里，请另选网格。")


def _refuse_below(tx: Tx, target: Grid, closing: Sequence[Grid]) -> None:
    above = set(grid_tree.upwards(grid_tree.parents(tx.session), target.parent))
    for one in closing:
        if one.id in above:
            raise Invalid(
                f"“{target.name}”是“{one.name}”的下级，上级不能并到下级。请先调整上级，再合并。"
            )


def _refuse_ring(tx: Tx, moved: Mapping[UUID, UUID | None]) -> None:
    above = grid_tree.parents(tx.session) | dict(moved)
    for one, parent in moved.items():
        if one in grid_tree.upwards(above, parent):
            name = tx.session.get_one(Grid, one).name
            raise Invalid(f"“{name}”不能放在自己或自己的下级之下，请另选上级网格。")


def _refuse_taken(tx: Tx, opening: Opening, parent: UUID | None, besides: Iterable[UUID]) -> None:
    """No two grids of one village have one name; a code is never given twice."""
    others = select(Grid).where(
        Grid.binned.is_(None),
        or_(Grid.closed.is_(None), Grid.closed > tx.today),
        Grid.id.not_in([opening.id, *besides]),
    )
    beside = tx.session.scalars(others.where(Grid.parent == parent))
    if words.fold(opening.name) in {words.fold(one.name) for one in beside}:
        raise Invalid(f"同一上级下已有“{opening.name.strip()}”，请换一个名称。")
    code = opening.code.strip()
    _refuse_code(grid_codes.refused(tx, opening.id, code) if code else "")


def _refuse_code(said: str) -> None:
    if said:
        raise Invalid(f"{said}，请另编一个。")
