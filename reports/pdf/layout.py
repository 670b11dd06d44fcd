"""Turns the blocks of a document into slabs, with the room between them."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import singledispatch
from itertools import chain

from reports.fitting import together
from reports.page import (
    Blank,
    Block,
    Clauses,
    Document,
    Figure,
    Heading,
    Labelled,
    PageBreak,
    Paragraph,
    Run,
    Signatures,
    Space,
    Table,
    Title,
    between,
    paragraphs,
)
from reports.pdf.boxes import labelled, table
from reports.pdf.flow import Picture, Rule, Set, Slab
from reports.pdf.press import Press, drop, offset, slab
from reports.pdf.typeset import Setting

_INDENT = 2
_PULLED = 2
_PEN_ROOM = 32.0
"""Points from one line to sign on to the next: a hand needs eleven millimetres."""
_SEAL_ROOM = 1.2
_DATE_INDENT = 4
_HAIR = 2.5
_LONG = 200.0
"""The most room to sign in."""


def slabs(document: Document, press: Press) -> Iterator[Slab]:
    """The whole document, block by block."""
    previous: Block | None = None
    for block in document.blocks:
        drawn = iter(_slabs(block, press))
        first = next(drawn, None)
        if first is not None:
            above = first.above + between(previous, block, press.style) * press.style.body.leading
            yield from chain((replace(first, above=above),), drawn)
        previous = block


@singledispatch
def _slabs(block: Block, _press: Press) -> Iterable[Slab]:
    raise TypeError(type(block))


_slabs.register(Labelled, labelled)
_slabs.register(Table, table)


@_slabs.register
def _(block: Title, press: Press) -> Iterator[Slab]:
    kind, below = press.style.title, press.style.subtitle
    for part in paragraphs(block.text):
        for line in press.balanced(part, Setting(kind, press.breadth)):
            yield slab(line, kind, offset(line, press.breadth, "center"), keep=True)
    for part in paragraphs(block.below) if block.below else ():
        for line in press.lines(part, Setting(below, press.breadth)):
            yield slab(line, below, offset(line, press.breadth, "center"), keep=True)


@_slabs.register
def _(block: Heading, press: Press) -> Iterator[Slab]:
    kind = press.style.headings[block.level - 1]
    setting = Setting(kind, press.breadth, _INDENT * (kind.size + kind.tracking))
    for part in paragraphs(block.text):
        yield from (slab(line, kind, keep=True) for line in press.lines(part, setting))


@_slabs.register
def _(block: Paragraph, press: Press) -> Iterator[Slab]:
    for part in paragraphs(block.text):
        yield from _paragraph(part, block, press)


@_slabs.register
def _(block: Clauses, press: Press) -> Iterator[Slab]:
    shape = Paragraph("")
    for text in block.numbered():
        for part in paragraphs(text):
            yield from _paragraph(part, shape, press)


def _paragraph(part: tuple[Run, ...], block: Paragraph, press: Press) -> Iterator[Slab]:
    """Lines of which no first or last one stands alone on a page."""
    body = press.style.body
    kind = replace(body, role=block.role) if block.role else body
    indent = block.indent * (kind.size + kind.tracking) if block.align in {"both", "left"} else 0.0
    lines = press.lines(part, Setting(kind, press.breadth, indent, block.align == "both"))
    for number, line in enumerate(lines, 1):
        keep = block.keep if number == len(lines) else number in {1, len(lines) - 1}
        yield slab(line, kind, offset(line, press.breadth, block.align), keep=keep)


@_slabs.register
def _(block: Signatures, press: Press) -> Iterator[Slab]:
    """One slab: lines to sign on in columns, then seal and date at the right."""
    texts, rules, y = list[Set](), list[Rule](), 0.0
    kind = press.style.body
    lines = [press.one(text, kind) for text in block.signers]
    longest = max((line.width for line in lines), default=0.0)
    columns = block.abreast(press.breadth, longest)
    width, row = press.breadth / columns, max(kind.leading, _PEN_ROOM)
    for number, line in enumerate(lines):
        x, y = number % columns * width, number // columns * row
        base = y + row - kind.leading + drop(kind)
        texts.append(Set(x, base, line))
        start = max(line.width for line in lines[number % columns :: columns]) + _HAIR
        end = min(width - kind.size, start + _LONG)
        rules.append((x + start, base + _HAIR, x + end, base + _HAIR))
    y += row if lines else 0.0
    closing, height = _closing(block, y, press)
    yield Slab(height, (*texts, *closing), tuple(rules), pull=_PULLED)


def _closing(block: Signatures, y: float, press: Press) -> tuple[list[Set], float]:
    """Who seals, centred over the date, four letters from the edge; room above for the seal."""
    kind = press.style.body
    lines = [press.one(text, kind) for text in (block.seal, block.date) if text]
    if not lines:
        return [], y
    y += _SEAL_ROOM * kind.leading if block.seal and block.signers else 0.0
    half = max(line.width for line in lines) / 2
    middle = press.breadth - max(half, _DATE_INDENT * kind.size + lines[-1].width / 2)
    sets = [
        Set(middle - line.width / 2, y + number * kind.leading + drop(kind), line)
        for number, line in enumerate(lines)
    ]
    return sets, y + kind.leading * len(lines)


@_slabs.register
def _(block: Blank, press: Press) -> Iterator[Slab]:
    row = max(press.style.body.leading, _PEN_ROOM)
    rule = ((0.0, row - _HAIR, press.breadth, row - _HAIR),)
    return (Slab(row, rules=rule, keep=keep) for keep in together(block.lines))


@_slabs.register
def _(block: Space, press: Press) -> Iterator[Slab]:
    yield Slab(0.0, above=block.lines * press.style.body.leading)


@_slabs.register
def _(_block: PageBreak, _press: Press) -> Iterator[Slab]:
    yield Slab(0.0, breaks=True)


@_slabs.register
def _(block: Figure, press: Press) -> Iterator[Slab]:
    shapes, kind = block.shapes, press.style.cell
    scale = min(1.0, press.breadth / shapes.width)
    picture = Picture((press.breadth - shapes.width * scale) / 2, shapes, scale)
    yield Slab(shapes.height * scale, picture=picture, keep=bool(block.caption))
    for part in paragraphs(block.caption) if block.caption else ():
        for line in press.lines(part, Setting(kind, press.breadth)):
            yield slab(line, kind, offset(line, press.breadth, "center"))
