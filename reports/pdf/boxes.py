"""Rows of boxes: the labelled grid of an office form, and the table of a list."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate, pairwise

from reports.fitting import in_the_middle, lasting
from reports.page import Align, Cell, Labelled, Run, Table, heads, paragraphs
from reports.paper import Type
from reports.pdf.flow import Set, Slab
from reports.pdf.merged import merged
from reports.pdf.press import Press, drop, offset
from reports.pdf.typeset import Line, Setting

_REMEMBERED = 4_000
_INDENT = 2


@dataclass(frozen=True, slots=True)
class _Box:
    """The contents of one box: its lines, and those at its lower right."""

    x: float
    width: float
    type: Type
    lines: Sequence[Line]
    align: Align = "center"
    least: int = 1
    foot: Sequence[Line] = ()
    middle: bool = True

    @property
    def height(self) -> float:
        """What its lines take, without padding."""
        return self.type.leading * (max(len(self.lines), self.least) + len(self.foot))

    def texts(self, height: float, padding: float) -> Iterator[Set]:
        """Its lines: in the middle of the height, or from the top where one writes below."""
        free = height - 2 * padding - self.type.leading * len(self.lines)
        top = padding + (free / 2 if self.middle else 0.0)
        yield from self._stacked(self.lines, top, padding, self.align)
        top = height - padding - self.type.leading * len(self.foot)
        yield from self._stacked(self.foot, top, padding, "right")

    def _stacked(
        self, lines: Sequence[Line], top: float, padding: float, align: Align
    ) -> Iterator[Set]:
        left, room = self.x + padding, self.width - 2 * padding
        for number, line in enumerate(lines):
            y = top + number * self.type.leading + drop(self.type)
            if line.segments:
                yield Set(left + offset(line, room, align), y, line)


def labelled(block: Labelled, press: Press) -> Iterator[Slab]:
    """The rows of a form; those beside one side label stay together."""
    kind = press.style.label
    side = kind.size + 2 * press.style.padding if block.side else 0.0
    edges = _edges(block.shares(), press.breadth - side, side)
    outer = (0.0,) if side else ()
    rows = [_row(_form_boxes(row, edges, press), press, outer=outer) for row in block.rows]
    yield from _beside(block.side, side, rows, press) if side else rows


def _beside(text: str, width: float, rows: Sequence[Slab], press: Press) -> Iterator[Slab]:
    """Rows with one label down their left edge, letter below letter."""
    kind, padding = press.style.label, press.style.padding
    height = sum(row.height for row in rows)
    lines = press.lines((Run(text),), Setting(kind, kind.size))
    box = _Box(0.0, width, kind, lines)
    seen = height if height <= press.depth else rows[0].height
    first = replace(rows[0], texts=(*box.texts(seen, padding), *rows[0].texts))
    *upper, last = (first, *rows[1:])
    yield from (replace(row, keep=True, floor=width) for row in upper)
    yield last


def table(block: Table, press: Press) -> Iterator[Slab]:
    """The head, every row with the head to repeat, the sums with the last row."""
    style = press.style
    edges = _edges([column.width for column in block.columns], press.breadth, 0.0)
    row = _row_maker(edges, [column.align for column in block.columns], press)
    head = replace(merged(heads(block.columns), edges, press, _label_box), keep=True)
    yield head
    empty = alone = True
    for cells, last in lasting(block.rows):
        empty = False
        # The last row never stands alone on a page: the one before comes along, or the sums do.
        yield replace(row(cells, style.cell, block.lines), head=head, pull=int(last and not alone))
        alone = False
    if empty:
        nothing = _set(block.empty, _room(style.cell, press.breadth, press), press)
        yield _row([_Box(0.0, press.breadth, style.cell, nothing)], press)
    if block.total:
        yield replace(row(block.total, style.label, 1), head=head, pull=1)


_MakeRow = Callable[[Sequence[str], Type, int], Slab]


def _row_maker(edges: Sequence[float], aligns: Sequence[Align], press: Press) -> _MakeRow:
    """A function from cells to a row; texts that come again are set once."""
    columns = [(x, end - x, align) for (x, end), align in zip(pairwise(edges), aligns, strict=True)]
    known: dict[tuple[str, float, Type], list[Line]] = {}

    def lines(text: str, width: float, kind: Type) -> list[Line]:
        key = (text, width, kind)
        if key not in known:
            if len(known) > _REMEMBERED:
                known.clear()
            known[key] = _set(text, _room(kind, width, press), press)
        return known[key]

    def row(cells: Sequence[str], kind: Type, least: int) -> Slab:
        boxes = [
            _Box(x, width, kind, lines(text, width, kind), align)
            for text, (x, width, align) in zip(cells, columns, strict=True)
        ]
        return _row(boxes, press, least * kind.leading)

    return row


def _form_boxes(cells: Sequence[Cell], edges: Sequence[float], press: Press) -> list[_Box]:
    """Label and value boxes of one row of a form."""
    boxes, column = list[_Box](), 0
    for number, cell in enumerate(cells, 1):
        end = len(edges) - 1 if number == len(cells) else column + 2 * cell.span
        if cell.label:
            boxes.append(_label_box(cell.label, edges[column], edges[column + 1], press))
            column += 1
        boxes.append(_value_box(cell, edges[column], edges[end], press))
        column = end
    return boxes


def _label_box(text: str, x: float, end: float, press: Press) -> _Box:
    kind = press.style.label
    return _Box(x, end - x, kind, _titled(text, _room(kind, end - x, press), press))


def _value_box(cell: Cell, x: float, end: float, press: Press) -> _Box:
    room = _room(press.style.cell, end - x, press)
    flowing = cell.align == "both"
    setting = replace(room, even=flowing, indent=_INDENT * room.type.size if flowing else 0.0)
    foot = [line for text in cell.foot for line in _set(text, room, press)]
    lines = _set(cell.value, setting, press)
    middle = not foot and in_the_middle(cell.value, cell.lines)
    return _Box(x, end - x, room.type, lines, cell.align, cell.lines, foot, middle)


def _room(kind: Type, width: float, press: Press) -> Setting:
    return Setting(kind, width - 2 * press.style.padding)


def _set(text: str, setting: Setting, press: Press) -> list[Line]:
    """All paragraphs of a box, one below the other."""
    return [line for part in paragraphs(text) for line in press.lines(part, setting)]


def _titled(text: str, setting: Setting, press: Press) -> list[Line]:
    """A label or the head of a column, in lines of like length."""
    return [line for part in paragraphs(text) for line in press.balanced(part, setting)]


def _edges(shares: Sequence[float], breadth: float, start: float) -> tuple[float, ...]:
    """Upright rules that share out the breadth from `start` on."""
    scale = breadth / sum(shares)
    return tuple(round(start + part * scale, 3) for part in accumulate(shares, initial=0.0))


def _row(
    boxes: Sequence[_Box], press: Press, tall: float = 0.0, outer: tuple[float, ...] = ()
) -> Slab:
    """Boxes side by side, as high as the highest needs; `outer` are rules further left."""
    padding, last = press.style.padding, boxes[-1]
    height = max(tall, *(box.height for box in boxes)) + 2 * padding
    texts = tuple(text for box in boxes for text in box.texts(height, padding))
    edges = (*outer, *(box.x for box in boxes), round(last.x + last.width, 3))
    row = Slab(height, texts, edges=edges)
    if height <= press.depth / 2:
        return row
    return replace(row, pieces=_pieces(row, last.type.leading, padding))


def _pieces(row: Slab, leading: float, padding: float) -> tuple[Slab, ...]:
    """A high row line by line, without rules between."""
    count = max(1, int((row.height - 2 * padding) / leading + 0.5))
    cuts = [0.0, *(padding + leading * number for number in range(1, count)), row.height]
    return tuple(
        Slab(
            end - start,
            tuple(
                replace(text, drop=text.drop - start)
                for text in row.texts
                if start <= text.drop < end
            ),
            edges=row.edges,
            floor=row.edges[-1],
        )
        for start, end in pairwise(cuts)
    )
