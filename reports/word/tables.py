"""Rows of boxes in Word: the labelled grid of a form, and the table of a list."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from math import ceil

from docx.oxml.xmlchemy import BaseOxmlElement

from reports.fitting import in_the_middle, lasting
from reports.page import Align, Cell, Head, Labelled, Table, heads, paragraphs
from reports.paper import Style, Type
from reports.word.ooxml import Look, element, keep_next, paragraph, twips

_INDENT = 2
_BORDER = 5
"""Eighths of a point."""
_INNER = _BORDER / 8 / 2


@dataclass(frozen=True, slots=True)
class _Box:
    """One cell: how many columns of the grid it takes, and its paragraphs."""

    columns: int
    paragraphs: Sequence[BaseOxmlElement]
    middle: bool = True
    merge: str = ""


def labelled(block: Labelled, style: Style, breadth: float) -> BaseOxmlElement:
    """A form."""
    kind = style.label
    side = kind.size + 2 * style.padding if block.side else 0.0
    widths = _widths(block.shares(), breadth - side)
    made = _table((side, *widths) if side else widths, style)
    for number, cells in enumerate(block.rows):
        boxes = list(_form_boxes(cells, widths, style))
        if side:
            name = _set(block.side if number == 0 else "", kind, "center")
            boxes.insert(0, _Box(1, name, merge="continue" if number else "restart"))
        lines = max(cell.lines + len(cell.foot) for cell in cells)
        keep = bool(side) and number < len(block.rows) - 1
        made.append(_row(boxes, style, lines * style.cell.leading, keep=keep))
    return made


def table(block: Table, style: Style, breadth: float) -> Iterator[BaseOxmlElement]:
    """A list: first the table with its head, then each of its rows."""
    aligns = [column.align for column in block.columns]
    made = _table(_widths([column.width for column in block.columns], breadth), style)
    for boxes in _head_rows(heads(block.columns), style):
        made.append(_row(boxes, style, 0.0, keep=True, head=True))
    yield made
    least, empty = block.lines * style.cell.leading, True
    for cells, keep in _kept(block):
        empty = False
        yield _row(_list_boxes(cells, aligns, style.cell), style, least, keep=keep)
    if empty:
        nothing = _Box(len(aligns), _set(block.empty, style.cell, "center"))
        yield _row([nothing], style, least)
    if block.total:
        yield _row(_list_boxes(block.total, aligns, style.label), style, 0.0)


def _kept(block: Table) -> Iterator[tuple[Sequence[str], bool]]:
    """Each row, and whether it stays with the next: the last one never stands alone on a page."""
    before: Sequence[str] | None = None
    for cells, last in lasting(block.rows):
        if before is not None:
            yield before, last
        before = cells
    if before is not None:
        yield before, bool(block.total)


def _head_rows(spots: Sequence[Head], style: Style) -> Iterator[list[_Box]]:
    """The rows of a head, from the left; a box of several rows goes on in those below."""
    for row in range(max(one.row + one.rows for one in spots)):
        met = [one for one in spots if one.row <= row < one.row + one.rows]
        yield [_head_box(one, row, style) for one in sorted(met, key=lambda one: one.column)]


def _head_box(spot: Head, row: int, style: Style) -> _Box:
    begins = row == spot.row
    told = _set(spot.text if begins else "", style.label, "center")
    merge = "" if spot.rows == 1 else ("restart" if begins else "continue")
    return _Box(spot.columns, told, merge=merge)


def _list_boxes(cells: Sequence[str], aligns: Sequence[Align], kind: Type) -> list[_Box]:
    return [_Box(1, _set(text, kind, align)) for text, align in zip(cells, aligns, strict=True)]


def _form_boxes(cells: Sequence[Cell], widths: Sequence[float], style: Style) -> Iterator[_Box]:
    """Label and value boxes of one row of a form."""
    column = 0
    for number, cell in enumerate(cells, 1):
        end = len(widths) if number == len(cells) else column + 2 * cell.span
        if cell.label:
            yield _Box(1, _set(cell.label, style.label, "center"))
            column += 1
        yield _value_box(cell, sum(widths[column:end]), end - column, style)
        column = end


def _value_box(cell: Cell, width: float, columns: int, style: Style) -> _Box:
    """The value from the top, what is to be signed at the foot, empty lines between."""
    kind = style.cell
    made = _set(cell.value, kind, cell.align)
    if cell.foot:
        used = sum(_lines(part, kind, width - 2 * style.padding) for part in cell.value.split("\n"))
        for text in ("",) * (cell.lines - used):
            made += _set(text, kind, "left")
        made += [one for text in cell.foot for one in _set(text, kind, "right")]
    return _Box(columns, made, middle=not cell.foot and in_the_middle(cell.value, cell.lines))


def _lines(text: str, kind: Type, width: float) -> int:
    """About how many lines the text takes."""
    return max(1, ceil(len(text) * kind.size / width))


def _set(text: str, kind: Type, align: Align) -> list[BaseOxmlElement]:
    look = Look(align, indent=_INDENT * kind.size if align == "both" else 0.0)
    return [paragraph(part, kind, look) for part in paragraphs(text)]


def _widths(shares: Sequence[float], breadth: float) -> tuple[float, ...]:
    scale = breadth / sum(shares)
    return tuple(share * scale for share in shares)


def _table(widths: Sequence[float], style: Style) -> BaseOxmlElement:
    """An empty table of fixed columns, as wide as the type area."""
    sides = ("top", "left", "bottom", "right", "insideH", "insideV")
    borders = (element(side, val="single", sz=_BORDER, space=0, color="auto") for side in sides)
    # Word adds the rules to the height of a row, where the PDF draws them inside it.
    pads = {"top": _INNER, "left": 0.0, "bottom": _INNER, "right": 0.0}
    margins = (
        element(side, w=twips(style.padding - rule), type="dxa") for side, rule in pads.items()
    )
    properties = element(
        "tblPr",
        element("tblW", w=twips(sum(widths)), type="dxa"),
        element("jc", val="center"),
        element("tblBorders", *borders),
        element("tblLayout", type="fixed"),
        element("tblCellMar", *margins),
    )
    columns = (element("gridCol", w=twips(width)) for width in widths)
    return element("tbl", properties, element("tblGrid", *columns))


def _row(
    boxes: Iterable[_Box], style: Style, least: float, *, keep: bool = False, head: bool = False
) -> BaseOxmlElement:
    """A row that is never split; a head comes again on each page."""
    height = twips(least + 2 * (style.padding - _INNER))
    properties = element(
        "trPr", element("cantSplit"), element("trHeight", val=height, hRule="atLeast")
    )
    if head:
        properties.append(element("tblHeader"))
    made = element("tr", properties, *map(_cell, boxes))
    if keep:
        keep_next(made)
    return made


def _cell(box: _Box) -> BaseOxmlElement:
    properties = element("tcPr")
    if box.columns > 1:
        properties.append(element("gridSpan", val=box.columns))
    if box.merge:
        properties.append(element("vMerge", val=box.merge))
    properties.append(element("vAlign", val="center" if box.middle else "top"))
    return element("tc", properties, *box.paragraphs)
