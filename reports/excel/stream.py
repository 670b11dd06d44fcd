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
from reports.excel import guard, saving, shape
from reports.excel.listing import Listing

_EPOCH = datetime(1899, 12, 30)  # noqa: DTZ001 a spreadsheet's days have no zone
_DAY = timedelta(days=1)
_LEAP = date(1900, 3, 1)
"""Spreadsheets count a 29 February before it, which that year did not have."""
_BATCH = 200
_REMEMBERED = 16000
_RARELY_TWICE = frozenset({Kind.LONG, Kind.PHONE, Kind.ID_NO})
_BEGIN = ('<row r="', '"><c r="A')

Tail = Callable[[Any], str]
"""What stands in a cell's element behind its place: style, type, content; and what follows it."""


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


class _Counted(Iterator[tuple[Any, ...]]):
    """Rows behind their numbers; `count` is how many have passed."""

    def __init__(self, rows: Iterator[Sequence[Any]]) -> None:
        self._rows = rows
        self.count = 0

    @override
    def __next__(self) -> tuple[Any, ...]:
        row = next(self._rows)
        self.count += 1
        return self.count, *row


@dataclass(frozen=True, slots=True)
class _Page:
    """One sheet: what stands before and after its rows, and how its cells look.

    What is between two places where a line says its number is one piece: the tail of a cell and
    the head of the next.
    """

    before: str
    after: str
    tails: tuple[Tail, ...]

    @classmethod
    def cut(cls, xml: str, listing: Listing) -> "_Page":
        """The sheet openpyxl saved, without its sample rows; the reader finds the extent itself."""
        first, second = (_sample(xml, shape.HEAD + n) for n in (1, 2))
        plain, guarded = (
            re.findall(r'<c r="([A-Z]+)[0-9]+" s="([0-9]+)"', one) for one in (first, second)
        )
        shown: Sequence[Any] = listing.shown or (None,) * len(listing.fields)
        kinds = [one.kind not in _RARELY_TWICE for one in listing.fields]
        follow = [*(f'<c r="{letter}' for letter, _ in plain[1:]), "</row>"]
        looks = (
            _Looks(style, marked, then)
            for (_, style), (_, marked), then in zip(plain, guarded, follow, strict=True)
        )
        tails = map(_tail, looks, (None, *shown), (False, *kinds))
        before, _, after = xml.partition(first + second)
        return cls(re.sub("<dimension [^>]*/>", "", before), after, tuple(tails))

    def texts(self, rows: Iterator[tuple[Any, ...]]) -> Iterator[str]:
        """The sheet in pieces; a batch of cells is worded column by column."""
        yield self.before
        line = shape.HEAD + 1
        while batch := list(islice(rows, _BATCH)):
            columns = (map(*one) for one in zip(self.tails, zip(*batch, strict=True), strict=True))
            told = enumerate(zip(*columns, strict=True), line)
            yield "".join(str(number).join((*_BEGIN, *cells)) for number, cells in told)
            line += len(batch)
        yield self.after


@dataclass(frozen=True, slots=True)
class _Looks:
    """A column's usual style, that of a text that may not become a formula, and what follows."""

    plain: str
    guarded: str
    then: str


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


def _tail(looks: _Looks, show: Callable[[Any], Value] | None, repeats: bool) -> Tail:
    then = looks.then

    def cell(value: Value) -> str:
        if isinstance(value, str) and value:
            style = looks.guarded if guard.is_formula(value) else looks.plain
            told = escape(guard.held(shape.shortened(value)))
            return (
                f'" s="{style}" t="inlineStr"><is><t xml:space="preserve">{told}</t></is></c>{then}'
            )
        if value is None or value == "":
            return f'" s="{looks.plain}"/>{then}'
        return f'" s="{looks.plain}"><v>{_serial(value)}</v></c>{then}'

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
    saving.save(shape.shaped(listing, names), shell)
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
        return str((value - _EPOCH.date()).days - (value < _LEAP))
    if isinstance(value, time):
        return repr(timedelta(hours=value.hour, minutes=value.minute) / _DAY)
    return f"{value:f}" if isinstance(value, Decimal) else str(value)
