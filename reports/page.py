"""The vocabulary of blocks that every printed form is composed of; both engines draw the same."""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial, singledispatch
from itertools import chain, groupby
from typing import Literal

from reports.chart import Shapes
from reports.paper import FORM, Numbers, Paper, Role, Style

_PEN_ROOM = 80.0
"""The least room to sign in, in points."""

_BOX_GAP = 0.35

WATERMARK = "演示数据"
"""What stands across the pages of a demonstration."""

Align = Literal["left", "center", "right", "both"]

_SELECTOR = re.compile("[\ufe00-\ufe0f\U000e0100-\U000e01ef]")
"""These only choose a variant of the character before them; fonts rarely know them."""


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of a paragraph in its own type, or with a rule under it."""

    text: str
    role: Role | None = None
    underline: bool = False


@dataclass(frozen=True, slots=True)
class Title:
    """The name of the paper, centred, broken into lines of like length; `below` is smaller."""

    text: str
    below: str = ""


@dataclass(frozen=True, slots=True)
class Heading:
    """一、 (level 1), (一) (level 2) or 1. (level 3); never the last line of a page."""

    text: str
    level: Literal[1, 2, 3] = 1


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Running text; each line feed begins a new paragraph. `indent` counts letters."""

    text: str | tuple[Run, ...]
    indent: float = 2
    align: Align = "both"
    role: Role | None = None
    keep: bool = False


@dataclass(frozen=True, slots=True)
class Clauses:
    """Numbered articles: 1. 2. 3."""

    items: tuple[str, ...]
    start: int = 1

    def numbered(self) -> Iterator[str]:
        """Each article behind its number."""
        return (f"{number}. {item}" for number, item in enumerate(self.items, self.start))


@dataclass(frozen=True, slots=True)
class Cell:
    """One label of a form and the box beside it.

    `span` counts the value boxes it takes, `lines` the lines it offers to write on at least,
    `foot` stands at its lower right: a signature and a date. Without a label the box is all.
    """

    label: str
    value: str = ""
    span: int = 1
    lines: int = 1
    align: Align = "left"
    foot: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Labelled:
    """The boxed form of an office: labels and values in rows; the last box of a row fills it.

    `widths` are the shares of label, value, label, value …; `side` is a label down the left edge.
    Neighbours in a document join into one form.
    """

    rows: tuple[tuple[Cell, ...], ...]
    widths: tuple[float, ...] = ()
    side: str = ""

    def shares(self) -> tuple[float, ...]:
        """The widths given, or labels of one width and values sharing the rest."""
        pairs = max(sum(cell.span for cell in row) for row in self.rows)
        return self.widths or (1.0, {1: 4.4, 2: 1.7}.get(pairs, 1.3)) * pairs


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a table; `width` is its share, `above` are the heads it shares with others."""

    title: str
    width: float = 1.0
    align: Align = "left"
    above: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Head:
    """One box of a table's head: where it begins, how many rows and columns it takes."""

    text: str
    row: int
    column: int
    rows: int = 1
    columns: int = 1


def heads(columns: Sequence[Column]) -> tuple[Head, ...]:
    """The boxes of a head: what neighbours share stands once, above them all."""
    paths = [(*one.above, one.title) for one in columns]
    depth = max(map(len, paths))
    found = []
    for level in range(depth):
        for _, group in groupby(range(len(paths)), partial(_shared, paths, level)):
            first, *others = group
            path = paths[first]
            if level < len(path):
                rows = depth - level if level == len(path) - 1 else 1
                found.append(Head(path[level], level, first, rows, 1 + len(others)))
    return tuple(found)


def _shared(paths: Sequence[tuple[str, ...]], level: int, place: int) -> tuple[object, ...]:
    """What a column has in common with its neighbours at a level; its own title with none."""
    path = paths[place]
    return path[: level + 1] if level < len(path) - 1 else (place,)


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under a head that each page repeats. `rows` is read once, so a generator will do."""

    columns: tuple[Column, ...]
    rows: Iterable[Sequence[str]]
    total: tuple[str, ...] = ()
    lines: int = 1
    empty: str = "没有记录"


@dataclass(frozen=True, slots=True)
class Signatures:
    """Lines to sign on, room for a seal, a date: never split, never alone on a page.

    The program draws no signature and types no name in place of one.
    """

    signers: tuple[str, ...]
    seal: str = ""
    date: str = ""
    columns: int = 1

    def abreast(self, breadth: float, longest: float) -> int:
        """As many columns as wanted, if each leaves a hand enough room to write."""
        return max(1, min(self.columns, int(breadth / (longest + _PEN_ROOM))))


@dataclass(frozen=True, slots=True)
class Blank:
    """Empty ruled lines to write on; a few of them stay together."""

    lines: int = 3


@dataclass(frozen=True, slots=True)
class Space:
    """Empty room, in lines of body text; nothing at the head of a page."""

    lines: float = 1.0


@dataclass(frozen=True, slots=True)
class PageBreak:
    """What follows begins a new page; `anew`, it is a paper of its own, counted from page 1."""

    anew: bool = False


@dataclass(frozen=True, slots=True)
class Figure:
    """A chart and the line below it."""

    shapes: Shapes
    caption: str = ""


Block = (
    Title
    | Heading
    | Paragraph
    | Clauses
    | Labelled
    | Table
    | Signatures
    | Blank
    | Space
    | PageBreak
    | Figure
)


@dataclass(frozen=True, slots=True)
class Running:
    """What stands outside the type area of every page; `numbers` None means as the style has it."""

    header: str = ""
    footer: str = ""
    numbers: Numbers | None = None


@dataclass(frozen=True, slots=True)
class Document:
    """One paper, ready to be drawn.

    `record` names what it is about in error sentences (a case number, never a person);
    `footer_code` is what a scan is recognised by, `footer_bars` the same in digits;
    `watermark` lies under every page.
    """

    title: str
    blocks: tuple[Block, ...]
    style: Style = FORM
    paper: Paper | None = None
    running: Running = Running()
    watermark: str = ""
    footer_code: str = ""
    footer_bars: str = ""
    record: str = ""

    @property
    def sheet(self) -> Paper:
        """The paper of this document: its own, or its style's."""
        return self.paper or self.style.paper

    @property
    def papers(self) -> "tuple[Document, ...]":
        """The papers it is made of, each to be counted and handed out by itself."""
        sheets: list[list[Block]] = [[]]
        for block in self.blocks:
            if isinstance(block, PageBreak) and block.anew:
                sheets.append([])
            else:
                sheets[-1].append(block)
        return tuple(replace(self, blocks=tuple(one)) for one in sheets)

    @property
    def numbers(self) -> Numbers:
        """How its pages are numbered."""
        return self.style.numbers if self.running.numbers is None else self.running.numbers

    @property
    def inner_footer(self) -> str:
        """What stands at the inner edge where page numbers stand at the outer one."""
        return "　".join(filter(None, (self.running.footer, self.footer_code)))


def clean(text: str) -> str:
    """The text as it can be drawn: no control or invisible characters, one kind of line feed."""
    if text.isprintable() and not _SELECTOR.search(text):
        return text
    lines = text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", "  ")
    return "".join(_drawn(letter) for letter in lines)


def _drawn(letter: str) -> str:
    if letter in "\n\u3000":
        return letter
    kind = unicodedata.category(letter)
    if kind == "Zs":
        return " "
    hidden = kind in ("Cc", "Cf", "Zl", "Zp") or _SELECTOR.match(letter)
    return "" if hidden else letter


def runs(text: str | tuple[Run, ...]) -> tuple[Run, ...]:
    """The stretches of a paragraph's text."""
    return (Run(text),) if isinstance(text, str) else text


def paragraphs(text: str | tuple[Run, ...]) -> list[tuple[Run, ...]]:
    """The text split at its line feeds, cleaned."""
    parts: list[list[Run]] = [[]]
    for run in runs(text):
        first, *others = clean(run.text).split("\n")
        parts[-1].append(Run(first, run.role, run.underline))
        parts += [[Run(line, run.role, run.underline)] for line in others]
    return [tuple(part) for part in parts]


def between(previous: Block | None, block: Block, style: Style) -> float:
    """Lines of empty room between two neighbours; the boxes of one form touch."""
    joined = isinstance(previous, Labelled) and isinstance(block, Labelled | Table)
    if joined or previous is None or isinstance(previous, PageBreak):
        return 0.0
    if isinstance(previous, Title):
        return style.title_gap
    if isinstance(block, Signatures):
        return style.closing_gap
    boxed = (Labelled, Table, Figure)
    return _BOX_GAP if isinstance(previous, boxed) or isinstance(block, boxed) else 0.0


def plain(document: Document) -> list[str]:
    """Every text of the type area in reading order; what PDF and Word must both hold.

    Consumes the rows of a table that is fed by a generator.
    """
    texts = chain.from_iterable(words(block) for block in document.blocks)
    return [clean(text) for text in texts if text.strip()]


def characters(document: Document) -> frozenset[str]:
    """Every character that will be drawn, those outside the type area and in charts included."""
    shapes = (block.shapes for block in document.blocks if isinstance(block, Figure))
    outside = (document.running.header, document.running.footer)
    texts = chain(
        plain(document),
        (document.watermark, document.footer_code),
        map(clean, outside),
        (text for one in shapes for text in one.texts()),
    )
    return frozenset(chain.from_iterable(texts)) - {"\n"}


@singledispatch
def words(_block: Block) -> Iterable[str]:
    """The texts of one block in reading order."""
    return ()


@words.register
def _(block: Title) -> Iterable[str]:
    return block.text, block.below


@words.register(Heading)
def _(block: Heading) -> Iterable[str]:
    return (block.text,)


@words.register
def _(block: Paragraph) -> Iterable[str]:
    return ("".join(run.text for run in runs(block.text)),)


@words.register
def _(block: Clauses) -> Iterable[str]:
    return block.numbered()


@words.register
def _(block: Labelled) -> Iterable[str]:
    yield block.side
    for cell in chain.from_iterable(block.rows):
        yield cell.label
        yield cell.value
        yield from cell.foot


@words.register
def _(block: Table) -> Iterable[str]:
    yield from (head.text for head in heads(block.columns))
    count = 0
    for count, row in enumerate(block.rows, 1):  # noqa: B007  the count is wanted after the loop
        yield from row
    if not count:
        yield block.empty
    yield from block.total


@words.register
def _(block: Signatures) -> Iterable[str]:
    return *block.signers, block.seal, block.date


@words.register
def _(block: Figure) -> Iterable[str]:
    return (block.caption,)
