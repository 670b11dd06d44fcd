"""Sheets that are no list with one record a line, made into one where that needs no guess."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from core.intake.heads import SOURCE, Head, Names, Search, text
from core.intake.sheet import Cell, Cells, Sheet, trimmed
from core.words import fold

_BESIDE = "表格左右并排，已接成一列，行号按接好以后数"
_TURNED = "栏目排在左边、一列一条，已转成一行一条，行号按转好以后数"
_FORM = "这是一张登记表，已按一条记录读取，请核对"
_NARROW = 8
_LABELS = 3
_SINGLE = 2
_INLINE = re.compile(r"([^:：]{1,12})[:：]\s*(.+)", re.DOTALL)


def as_list(sheet: Sheet, known: Names) -> Sheet | None:
    """The sheet as a list, with a note that says so; none where it is one, or none can be made."""
    search = Search(sheet, known)
    return _beside(sheet, search) or _turned(sheet, search) or _form(sheet, search)


def below_each_other(sheets: Sequence[tuple[Sheet, Head]]) -> Sheet:
    """Sheets of one head as one sheet, with a column that names where each line is from."""
    first, head = sheets[0]
    width = max(len(row) for sheet, _ in sheets for row in sheet.rows)
    rows = list(first.rows[: head.bottom])
    rows.append(_named(first.rows[head.bottom], width, SOURCE))
    merged = [area for area in first.merged if area[2] <= head.bottom]
    for sheet, its in sheets:
        down, start = len(rows) - its.bottom - 1, its.bottom + 1
        rows += [_named(row, width, sheet.name) if row else () for row in sheet.rows[start:]]
        merged += [
            (top + down, left, bottom + down, right)
            for top, left, bottom, right in sheet.merged
            if top >= start
        ]
    hidden = frozenset[int]().union(*(sheet.hidden for sheet, _ in sheets))
    notes = dict.fromkeys(note for sheet, _ in sheets for note in sheet.notes)
    stays = tuple(f"“{sheet.name}”里{one}" for sheet, _ in sheets for one in sheet.stays)
    told = f"{len(sheets)} 个工作表表头相同，合在一起读，行号按合起来以后数"
    name = f"全部（{len(sheets)} 个工作表）"
    return Sheet(name, tuple(rows), tuple(merged), hidden, (told, *notes), stays)


def _named(row: Cells, width: int, name: str) -> Cells:
    return (*row, *[None] * (width - len(row)), name)


def _beside(sheet: Sheet, search: Search) -> Sheet | None:
    """The halves of a list that stand side by side under the same heads, one below the other."""
    head = search.best
    labels = [fold(one.head) for one in head.columns]
    period = next((n for n in range(2, len(labels)) if labels[n] == labels[0]), 0)
    if not head.keys or not period or labels != labels[:period] * (len(labels) // period):
        return None
    starts = [one.place for one in head.columns[::period]]
    groups = search.lines[head.top - 1 if head.top == head.bottom else head.top]
    if head.bottom and len({text(groups, place) for place in starts} - {""}) == len(starts):
        return None
    return _stacked(sheet, head.bottom + 1, starts)


def _stacked(sheet: Sheet, body: int, starts: list[int]) -> Sheet:
    """The parts of the sheet that begin at `starts`, one below the other, under the first head."""
    width = starts[1] - starts[0]
    rows = [trimmed(list(row[: starts[1]])) for row in sheet.rows[:body]]
    merged = [area for area in sheet.merged if area[2] < body and area[1] < width]
    for start in starts:
        down = len(rows) - body
        rows += [trimmed(list(row[start : start + width])) for row in sheet.rows[body:]]
        merged += [
            (top + down, left - start, bottom + down, right - start)
            for top, left, bottom, right in sheet.merged
            if top >= body and left >= start and right < start + width
        ]
    return replace(sheet, rows=tuple(rows), merged=tuple(merged), notes=(*sheet.notes, _BESIDE))


def _turned(sheet: Sheet, search: Search) -> Sheet | None:
    """A list whose heads stand one below the other, with a record in each column beside them."""
    found = [
        {key for line in search.lines if (key := search.key(text(line, place)))}
        for place in range(_NARROW)
    ]
    most = max(found, key=len)
    place = found.index(most)
    others = [keys for keys in found if keys is not most]
    if len(most) < max(_LABELS, len(search.best.keys) + 1) or any(map(_several, others)):
        return None
    lines = [line for line in search.lines if text(line, place)]
    width = max(map(len, lines))
    columns = (tuple(_at(line, at) for line in lines) for at in range(place, width))
    filled = [column for column in columns if any(cell is not None for cell in column)]
    note = _TURNED if len(filled) > _SINGLE else _FORM
    return Sheet(sheet.name, tuple(filled), notes=(*sheet.notes, note)) if filled[1:] else None


def _several(keys: set[str]) -> bool:
    return len(keys) > 1


def _form(sheet: Sheet, search: Search) -> Sheet | None:
    """A form whose labels each have their content right beside them, or behind a colon."""
    if not search.is_form and not _is_told_inline(sheet, search):
        return None
    found: dict[str, tuple[str, Cell]] = {}
    for key, label, cell in _answers(sheet, search):
        former = found.get(key, (label, None))[1]
        if former is not None and cell is not None and former != cell:
            return None
        found[key] = (label, cell if former is None else former)
    labels, cells = tuple(zip(*found.values(), strict=True)) or ((), ())
    told = sum(cell is not None for cell in cells)
    note = (*sheet.notes, _FORM)
    return Sheet(sheet.name, (labels, cells), notes=note) if told >= _LABELS else None


def _is_told_inline(sheet: Sheet, search: Search) -> bool:
    """Whether most labels have their content behind a colon in the same cell."""
    cells = (_split(cell) for row in sheet.rows[: len(search.lines)] for cell in row)
    keys = {search.key(label) for label, answer in cells if answer} - {None, ""}
    return len(keys) >= max(_LABELS, len(search.best.keys) + 1)


def _answers(sheet: Sheet, search: Search) -> Iterator[tuple[str, str, Cell]]:
    """Each label of a form, and what is written beside it."""
    ends = {(top, left): right for top, left, _, right in sheet.merged}
    for line, cells in enumerate(sheet.rows[: len(search.lines)]):
        for place, cell in enumerate(cells):
            label, answer = _split(cell)
            key = search.key(label)
            if not key:
                continue
            beside = _at(search.lines[line], ends.get((line, place), place) + 1)
            is_label = isinstance(beside, str) and search.key(_split(beside)[0]) is not None
            yield key, label, answer or (None if is_label else beside)


def _split(cell: Cell) -> tuple[str, str | None]:
    """A label, and what is written behind its colon in the same cell."""
    if not isinstance(cell, str):
        return "", None
    inline = _INLINE.fullmatch(cell)
    return (inline[1], inline[2]) if inline else ("".join(cell.split()), None)


def _at(line: Cells, place: int) -> Cell:
    return line[place] if place < len(line) else None
