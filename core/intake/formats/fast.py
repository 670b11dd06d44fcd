"""The fast reader: values of .xlsx, .xlsb, .xls and large .ods through calamine."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import islice
from typing import TYPE_CHECKING, Any, BinaryIO

from core.errors import Invalid
from core.intake.formats.facts import NONE, Facts
from core.intake.sheet import (
    MOST_COLUMNS,
    MOST_ROWS,
    TOO_LONG,
    Cell,
    Cells,
    Sheet,
    chosen,
    clipped,
    neutrals,
    trimmed,
)

_NOTHING: Any = ""
"""What calamine says of an empty cell."""
_PIECE = 5000

if TYPE_CHECKING:
    from python_calamine import CalamineSheet


def read(
    file: BinaryIO,
    wanted: str | None,
    beside: Callable[[], Mapping[str, Facts]] = dict,
    spelled: Callable[[str], str] = str,
) -> tuple[tuple[Sheet, ...], tuple[str, ...]]:
    """The visible sheets (or the one `wanted`) and the names of the hidden ones.

    `beside` is asked for what the sheets say beside their values once the first of them is read;
    `spelled` says how a text is spelled that comes otherwise.
    """
    from python_calamine import SheetTypeEnum, SheetVisibleEnum, load_workbook

    with load_workbook(file) as book:
        listed = [one for one in book.sheets_metadata if one.typ == SheetTypeEnum.WorkSheet]
        tables = {spelled(one.name): one for one in listed}
        shown = [n for n, one in tables.items() if one.visible == SheetVisibleEnum.Visible]
        hidden = [name for name in tables if name not in shown]
        sources = (
            (name, book.get_sheet_by_name(tables[name].name))
            for name in chosen(wanted, shown, hidden)
        )
        found = (_sheet(name, one, beside().get(name, NONE), spelled) for name, one in sources)
        return tuple(found), tuple(hidden)


def _sheet(
    name: str, source: "CalamineSheet", beside: Facts, spelled: Callable[[str], str]
) -> Sheet:
    areas = source.merged_cell_ranges or ()
    rows = tuple(_rows(source, beside.cells, spelled))
    merged, tangled = clipped(
        ((top, left, bottom, right) for (top, left), (bottom, right) in areas), rows
    )
    return Sheet(name, rows, merged, beside.hidden, beside.notes + tangled, beside.stays)


def _rows(
    source: "CalamineSheet",
    beside: Mapping[tuple[int, int], Cell],
    spelled: Callable[[str], str],
) -> Iterator[Cells]:
    """Every line down to the last that holds something."""
    empty = filled = 0
    for row in _lines(source, _by_line(beside), spelled):
        if not row:
            empty += 1
            continue
        filled += 1
        if filled > MOST_ROWS:
            raise Invalid(TOO_LONG)
        yield from [()] * empty
        empty = 0
        yield row


def _lines(
    source: "CalamineSheet", others: dict[int, dict[int, Cell]], spelled: Callable[[str], str]
) -> Iterator[Cells]:
    left: Cells = (None,) * (source.start[1] if source.start else 0)
    line = -1
    for line, cells in enumerate(_cells(source, spelled)):
        row = left + cells if cells else cells
        if line in others:
            yield trimmed(_overlaid(list(row), others[line]))
        elif cells and (cells[-1] is None or len(row) > MOST_COLUMNS):
            yield trimmed(list(row))
        else:
            yield row
    for below in range(line + 1, max(others, default=line) + 1):
        yield trimmed(_overlaid([], others.get(below, {})))


def _cells(source: "CalamineSheet", spelled: Callable[[str], str]) -> Iterator[Cells]:
    """Each line as it is; very many of them are made neutral column by column."""
    lines: Iterator[list[Any]] = source.iter_rows()
    if spelled is not str:
        lines = ([spelled(one) if type(one) is str else one for one in line] for line in lines)
    while piece := list(islice(lines, _PIECE)):
        empty = [raw.count(_NOTHING) == len(raw) for raw in piece]
        made = _made([raw for raw, nothing in zip(piece, empty, strict=True) if not nothing])
        yield from (() if nothing else next(made) for nothing in empty)


def _made(filled: Sequence[Sequence[Any]]) -> Iterator[Cells]:
    return zip(*map(neutrals, zip(*filled, strict=True)), strict=True)


def _by_line(cells: Mapping[tuple[int, int], Cell]) -> dict[int, dict[int, Cell]]:
    found: dict[int, dict[int, Cell]] = {}
    for (line, place), cell in cells.items():
        found.setdefault(line, {})[place] = cell
    return found


def _overlaid(cells: list[Cell], others: Mapping[int, Cell]) -> list[Cell]:
    """The cells of a line, some of which are other than the fast reader says."""
    cells += [None] * (min(max(others, default=0), MOST_COLUMNS) + 1 - len(cells))
    for place, cell in others.items():
        if place < len(cells):
            cells[place] = cell
    return cells
