"""Turns the blocks of a document into the elements of a Word file."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import singledispatch

from docx.oxml.xmlchemy import BaseOxmlElement

from reports.fitting import together
from reports.page import (
    Blank,
    Block,
    Clauses,
    Heading,
    Labelled,
    PageBreak,
    Paragraph,
    Run,
    Signatures,
    Space,
    Table,
    Title,
    paragraphs,
)
from reports.paper import Style, Type
from reports.word.ooxml import Look, Tab, paragraph
from reports.word.tables import labelled, table

_INDENT = 2
_PEN_ROOM = 32.0
_SEAL_ROOM = 1.2
_DATE_INDENT = 4
_LONG = 200.0


@dataclass(frozen=True, slots=True)
class Sheet:
    """The style of a document and the breadth of its type area."""

    style: Style
    breadth: float


def spacer(height: float, *, breaks: bool = False) -> BaseOxmlElement:
    """Empty room; tables need it between them."""
    return paragraph((), Type("song", 1, max(1.0, height)), Look(breaks=breaks))


@singledispatch
def elements(block: Block, _sheet: Sheet) -> Iterable[BaseOxmlElement]:
    """Paragraphs and tables; the rows of a long table follow it one by one."""
    raise TypeError(type(block))


@elements.register
def _(block: Title, sheet: Sheet) -> Iterator[BaseOxmlElement]:
    look = Look("center", keep=True)
    for part in paragraphs(block.text):
        yield paragraph(part, sheet.style.title, look)
    for part in paragraphs(block.below) if block.below else ():
        yield paragraph(part, sheet.style.subtitle, look)


@elements.register
def _(block: Heading, sheet: Sheet) -> Iterator[BaseOxmlElement]:
    kind = sheet.style.headings[block.level - 1]
    for part in paragraphs(block.text):
        yield paragraph(part, kind, Look(indent=_indent(kind, _INDENT), keep=True))


@elements.register
def _(block: Paragraph, sheet: Sheet) -> Iterator[BaseOxmlElement]:
    body = sheet.style.body
    kind = replace(body, role=block.role) if block.role else body
    indent = _indent(kind, block.indent) if block.align in {"both", "left"} else 0.0
    for part in paragraphs(block.text):
        yield paragraph(part, kind, Look(block.align, indent, keep=block.keep))


@elements.register
def _(block: Clauses, sheet: Sheet) -> Iterator[BaseOxmlElement]:
    for text in block.numbered():
        yield from elements(Paragraph(text), sheet)


@elements.register
def _(block: Labelled, sheet: Sheet) -> Iterator[BaseOxmlElement]:
    yield labelled(block, sheet.style, sheet.breadth)


@elements.register
def _(block: Table, sheet: Sheet) -> Iterator[BaseOxmlElement]:
    return table(block, sheet.style, sheet.breadth)


@elements.register
def _(block: Signatures, sheet: Sheet) -> Iterator[BaseOxmlElement]:
    closing = [text for text in (block.seal, block.date) if text]
    yield from _signers(block, sheet, keep=bool(closing))
    if not closing:
        return
    kind = sheet.style.body
    half = max(_width(text, kind) for text in closing) / 2
    margin = max(half, _DATE_INDENT * kind.size + _width(closing[-1], kind) / 2)
    look = Look("center", left=sheet.breadth - 2 * margin)
    room = _SEAL_ROOM * kind.leading if block.seal and block.signers else 0.0
    for number, text in enumerate(closing):
        above, keep = (room if number == 0 else 0.0), number < len(closing) - 1
        yield paragraph((Run(text),), kind, replace(look, above=above, keep=keep))


def _signers(block: Signatures, sheet: Sheet, *, keep: bool) -> Iterator[BaseOxmlElement]:
    """Lines to sign on, side by side where they leave a hand enough room."""
    kind = sheet.style.body
    longest = max((_width(text, kind) for text in block.signers), default=0.0)
    columns = block.abreast(sheet.breadth, longest)
    width = sheet.breadth / columns
    roomy = replace(kind, leading=max(kind.leading, _PEN_ROOM))
    end = min(width - kind.size, longest + _LONG)
    tabs = [Tab(at + column * width, rule=bool(at)) for column in range(columns) for at in (0, end)]
    rows = [block.signers[at : at + columns] for at in range(0, len(block.signers), columns)]
    for number, row in enumerate(rows, 1):
        text = "\t".join(f"{name}\t" for name in row)
        yield paragraph(
            (Run(text),), roomy, Look(tabs=tuple(tabs[1:]), keep=keep or number < len(rows))
        )


@elements.register
def _(block: Blank, sheet: Sheet) -> Iterator[BaseOxmlElement]:
    body = sheet.style.body
    kind = replace(body, leading=max(body.leading, _PEN_ROOM))
    look = Look(tabs=(Tab(sheet.breadth, "right", rule=True),))
    # LibreOffice forgets the height of a line that holds nothing but a tab.
    return (
        paragraph((Run(" \t"),), kind, replace(look, keep=keep)) for keep in together(block.lines)
    )


@elements.register
def _(block: Space, sheet: Sheet) -> Iterator[BaseOxmlElement]:
    yield spacer(block.lines * sheet.style.body.leading)


@elements.register
def _(_block: PageBreak, _sheet: Sheet) -> Iterator[BaseOxmlElement]:
    yield spacer(1.0, breaks=True)


def _indent(kind: Type, letters: float) -> float:
    return letters * (kind.size + kind.tracking)


def _width(text: str, kind: Type) -> float:
    """About how wide the text will be; Word alone knows."""
    return sum(kind.size * (0.55 if letter.isascii() else 1.0) for letter in text)
