"""A statistical table for paper, Word and workbook alike: heads of several rows, lines, sums."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from itertools import groupby

from core.services.figures import Period
from reports import fitting
from reports.fitting import Texts
from reports.page import (
    WATERMARK,
    Align,
    Block,
    Column,
    Document,
    PageBreak,
    Paragraph,
    Signatures,
    Table,
    Title,
)
from reports.paper import LANDSCAPE, LANDSCAPE_TOP, LEDGER, Type

_DENSE = replace(
    LEDGER, label=Type("hei", 9, 11.5), cell=Type("song", 9.5, 13), padding=2.2, closing_gap=0.6
)

_LONGEST = 6
_ROOM, _PADDING = 138.0, 1.4
_DENSE_ROOM, _DENSE_PADDING = 152.0, 1.1
"""Latin letters across the type area, and those beside a text in its box."""

Value = str | int | Decimal | date | None

_SIGNERS = ("填报人：", "审核人：", "填报日期：", "联系电话：")
_SEAL = "（盖章）"


@dataclass(frozen=True, slots=True)
class Band:
    """Columns that stand side by side on one sheet; `fixed` first ones come again in each."""

    title: str
    columns: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Board:
    """One table: its columns, its lines.

    `bands` are the parts it is cut into on paper, each behind the first column; none leaves it
    whole. `remarks` stand below. A `dense` one has many columns and is set small;
    a `fitted` one is a list, its columns on paper as wide as what stands in them.
    """

    title: str
    note: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Value, ...], ...]
    bands: tuple[Band, ...] = ()
    remarks: tuple[str, ...] = ()
    signers: tuple[str, ...] = _SIGNERS
    dense: bool = False
    fitted: bool = False


@dataclass(frozen=True, slots=True)
class Frame:
    """How boards are printed: which edge is bound, whether it is the demonstration."""

    binding: str = "left"
    demo: bool = False


USUAL = Frame()


def document(boards: Sequence[Board], frame: Frame = USUAL) -> Document:
    """The boards one after another on A4 landscape, each with room to sign and seal."""
    blocks: list[Block] = []
    for number, board in enumerate(boards):
        blocks += [PageBreak()] if number else []
        blocks += _blocks(board)
    return Document(
        boards[0].title,
        tuple(blocks),
        style=_DENSE if any(one.dense for one in boards) else LEDGER,
        paper=LANDSCAPE_TOP if frame.binding == "top" else LANDSCAPE,
        watermark=WATERMARK if frame.demo else "",
        record=boards[0].title,
    )


def _blocks(board: Board) -> list[Block]:
    rows = [tuple(text(one) for one in row) for row in board.rows]
    found: list[Block] = [Title(board.title, board.note)]
    if not board.bands:
        found.append(Table(_fitted(board, rows) if board.fitted else board.columns, rows))
    for band in board.bands:
        places = (0, *band.columns)
        found.append(Paragraph(band.title, indent=0, keep=True, role="hei"))
        kept = tuple(board.columns[one] for one in places)
        found.append(Table(kept, [tuple(row[one] for one in places) for row in rows]))
    found += [Paragraph(one, indent=0) for one in board.remarks]
    if board.signers:
        found.append(Signatures(board.signers, _SEAL, columns=len(board.signers)))
    return found


def _fitted(board: Board, rows: Sequence[tuple[str, ...]]) -> tuple[Column, ...]:
    """Its columns by what they hold, behind the running number: texts wrap, numbers stand right."""
    room, padding = (_DENSE_ROOM, _DENSE_PADDING) if board.dense else (_ROOM, _PADDING)
    kinds = [_align([row[place] for row in board.rows]) for place in range(len(board.columns))]
    texts = [
        Texts(head.title, fitting.breadths(row[place] for row in rows), breaks=kind == "left")
        for place, (head, kind) in enumerate(zip(board.columns, kinds, strict=True))
    ]
    made = fitting.widths(texts, room, padding)
    aligns: list[Align] = ["center", *kinds[1:]]
    return tuple(
        replace(head, width=width, align=align)
        for head, width, align in zip(board.columns, made, aligns, strict=True)
    )


def _align(values: Sequence[Value]) -> Align:
    """Where the values of a column stand."""
    kept = [one for one in values if one not in (None, "")]
    if kept and all(isinstance(one, date) for one in kept):
        return "center"
    return "right" if kept and all(map(_is_figure, kept)) else "left"


def _is_figure(value: Value) -> bool:
    """A number, or a short one that comes as text; a telephone is none."""
    if isinstance(value, str):
        return len(value) <= _LONGEST and value.replace(".", "", 1).isdecimal()
    return isinstance(value, (int, Decimal))


def called(period: Period) -> str:
    """A period by its name and its days."""
    return f"{period.name}（{period.span}）" if period.name else period.span


def text(value: Value) -> str:
    """A cell as it is printed."""
    return "" if value is None else str(value)


def bands(columns: Sequence[Column], most: int, called: Sequence[str]) -> tuple[Band, ...]:
    """Cut columns into parts of at most `most`, never within a group of one head."""
    parts: list[list[int]] = []
    for _, group in groupby(range(1, len(columns)), lambda place: columns[place].above):
        places = list(group)
        if parts and len(parts[-1]) + len(places) <= most:
            parts[-1] += places
        else:
            parts.append(places)
    names = (*called, *("" for _ in parts))
    return tuple(Band(name, tuple(part)) for name, part in zip(names, parts, strict=False))
