"""Ledgers as .xlsx: openpyxl saves the shape with one row, every row is streamed into its place."""

import io
import re
import zipfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from itertools import islice
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

from typing_extensions import override

from core.progress import Progress
from core.record import Kind, Value
from core.services.leaving import itself
from reports.excel import guard, shape
from reports.excel.listing import Listing

_EPOCH = datetime(1899, 12, 30)  # noqa: DTZ001 a spreadsheet's days have no zone
_DAY = timedelta(days=1)
_BATCH = 200
_REMEMBERED = 4000

Tail = Callable[[Any], str]
"""What stands in a cell's element behind its place: style, type, content."""


def write(listing: Listing, path: Path, progress: Progress) -> int:
    """Write the workbook and return how many rows it has; a full sheet is followed by another."""
    names = _names(listing)
    rows = _Counted(listing.counted(progress))
    with (
        zipfile.ZipFile(_shell(listing, names)) as source,
        zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=2) as target,
    ):
        sheets = [f"xl/worksheets/sheet{n}.xml" for n in range(1, len(names) + 1)]
        for name in source.namelist():
            if name not in sheets:
                target.writestr(name, source.read(name))
        for name in sheets:
            page = _Page.cut(source.read(name).decode(), listing)
            with target.open(name, "w", force_zip64=True) as file:
                for text in page.texts(islice(rows, shape.MOST)):
                    file.write(text.encode())
    return rows.count


class _Counted(Iterator[tuple[int, Sequence[Any]]]):
    """Rows with their numbers; `count` is how many have passed."""

    def __init__(self, rows: Iterator[Sequence[Any]]) -> None:
        self._rows = rows
        self.count = 0

    @override
    def __next__(self) -> tuple[int, Sequence[Any]]:
        row = next(self._rows)
        self.count += 1
        return self.count, row


@dataclass(frozen=True, slots=True)
class _Page:
    """One sheet: what stands before and after its rows, where its cells stand, how they look."""

    before: str
    after: str
    heads: tuple[str, ...]
    tails: tuple[Tail, ...]

    @classmethod
    def cut(cls, xml: str, listing: Listing) -> "_Page":
        """The sheet openpyxl saved, without its sample rows; the reader finds the extent itself."""
        first, second = (_sample(xml, shape.HEAD + n) for n in (1, 2))
        plain, guarded = (
            re.findall(r'<c r="([A-Z]+)[0-9]+" s="([0-9]+)"', one) for one in (first, second)
        )
        shown: Sequence[Any] = listing.shown or (None,) * len(listing.fields)
        kinds = [one.kind is not Kind.LONG for one in listing.fields]
        tails = (
            _tail(_Styles(style, marked), show, repeats=repeats)
            for (_, style), (_, marked), show, repeats in zip(
                plain, guarded, (None, *shown), (False, *kinds), strict=True
            )
        )
        before, _, after = xml.partition(first + second)
        return cls(
            re.sub("<dimension [^>]*/>", "", before),
            after,
            tuple(f'<c r="{letter}' for letter, _ in plain),
            tuple(tails),
        )

    def texts(self, rows: Iterator[tuple[int, Sequence[Any]]]) -> Iterator[str]:
        """The sheet in pieces."""
        yield self.before
        line = shape.HEAD
        while batch := list(islice(rows, _BATCH)):
            yield "".join(self._row(line + n, *row) for n, row in enumerate(batch, 1))
            line += len(batch)
        yield self.after

    def _row(self, line: int, number: int, row: Sequence[Any]) -> str:
        cells = [
            f'{head}{line}"{tail(raw)}'
            for head, tail, raw in zip(self.heads, self.tails, (number, *row), strict=True)
        ]
        return f'<row r="{line}">{"".join(cells)}</row>'


@dataclass(frozen=True, slots=True)
class _Styles:
    """The looks of one column: the usual one, and that of a text that may not become a formula."""

    plain: str
    guarded: str


class _Known(dict[Any, str]):
    """The tails of values that come again and again; now and then all are forgotten."""

    def __init__(self, make: Tail) -> None:
        super().__init__()
        self._make = make

    def __missing__(self, raw: Any) -> str:
        if len(self) >= _REMEMBERED:
            self.clear()
        self[raw] = made = self._make(raw)
        return made


def _tail(styles: _Styles, show: Callable[[Any], Value] | None, *, repeats: bool) -> Tail:
    def cell(value: Value) -> str:
        if isinstance(value, str) and value:
            style = styles.guarded if guard.is_formula(value) else styles.plain
            told = escape(guard.held(shape.shortened(value)))
            return f' s="{style}" t="inlineStr"><is><t xml:space="preserve">{told}</t></is></c>'
        if value is None or value == "":
            return f' s="{styles.plain}"/>'
        return f' s="{styles.plain}"><v>{_serial(value)}</v></c>'

    if show is None:
        return cell
    made = cell if show is itself else lambda raw: cell(show(raw))
    return _Known(made).__getitem__ if repeats else made


def _names(listing: Listing) -> list[str]:
    """The names of the sheets: one, or as many as the rows need."""
    sheets = max(1, -(-listing.count // shape.MOST))
    name = shape.sheet_name(listing.title)
    return [name] + [f"{name[:27]}({n})" for n in range(2, sheets + 1)]


def _shell(listing: Listing, names: Sequence[str]) -> io.BytesIO:
    shell = io.BytesIO()
    shape.shaped(listing, names).save(shell)
    return shell


def _sample(xml: str, line: int) -> str:
    found = re.search(f'<row r="{line}".*?</row>', xml, re.DOTALL)
    assert found is not None
    return found[0]


def _serial(value: Value) -> str:
    """A number, or a day and its part as spreadsheets count them."""
    if isinstance(value, datetime):
        return repr((value - _EPOCH) / _DAY)
    if isinstance(value, date):
        return str((value - _EPOCH.date()).days)
    if isinstance(value, time):
        return repr(timedelta(hours=value.hour, minutes=value.minute) / _DAY)
    return f"{value:f}" if isinstance(value, Decimal) else str(value)
