"""OpenDocument sheets (.ods, .fods), walked over mark by mark."""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta

from core.intake.formats import marks
from core.intake.formats.grid import Grid, count, visible
from core.intake.sheet import (
    MOST_COLUMNS,
    MOST_LINES,
    WRONG_FORMULA,
    Cell,
    Fault,
    Sheet,
    clean,
    day,
    number,
    span,
)

_TABLE = "urn:oasis:names:tc:opendocument:xmlns:table:1.0 "
_OFFICE = "urn:oasis:names:tc:opendocument:xmlns:office:1.0 "
_TEXT = "urn:oasis:names:tc:opendocument:xmlns:text:1.0 "
_STYLE = "urn:oasis:names:tc:opendocument:xmlns:style:1.0 "
_ERROR = "urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0 value-type"
_REPEATED = _TABLE + "number-columns-repeated"
_CELLS = (_TABLE + "table-cell", _TABLE + "covered-table-cell")
_BLANKS = {_TEXT + "s": " ", _TEXT + "tab": " ", _TEXT + "line-break": "\n"}

Told = Mapping[str, str]


def read(content: bytes, wanted: str | None) -> tuple[tuple[Sheet, ...], tuple[str, ...]]:
    """The visible sheets (or the one `wanted`) and the names of the hidden ones."""
    walker = _Walker()
    marks.walk(content, walker)
    return visible(walker.grids, walker.veiled, wanted)


class _Walker:
    """Follows the marks of a document and fills one grid per table."""

    def __init__(self) -> None:
        self.grids: list[Grid] = []
        self.veiled: list[str] = []
        self._styles: set[str] = set()
        self._style, self._veiled = "", False
        self._column = self._line = self._place = self._repeat = self._quiet = 0
        self._row: list[tuple[int, int, Cell]] = []
        self._cell: Told | None = None
        self._texts: list[str] = []
        self._begin: dict[str, Callable[[Told], None]] = {
            _STYLE + "style": self._on_style,
            _STYLE + "table-properties": self._on_properties,
            _TABLE + "table": self._on_table,
            _TABLE + "table-column": self._on_column,
            _TABLE + "table-row": self._on_row,
            _OFFICE + "annotation": self._on_annotation,
            _TEXT + "p": self._on_paragraph,
        } | dict.fromkeys(_CELLS, self._on_cell)
        self._end: dict[str, Callable[[], None]] = {
            _TABLE + "table-row": self._on_row_end,
            _OFFICE + "annotation": self._on_annotation_end,
        } | dict.fromkeys(_CELLS, self._on_cell_end)

    def begin(self, name: str, attributes: Told) -> None:
        """A mark opens."""
        if name in self._begin:
            self._begin[name](attributes)
        elif name in _BLANKS:
            self.text(_BLANKS[name] * min(_count(attributes, _TEXT + "c"), MOST_COLUMNS))

    def end(self, name: str) -> None:
        """A mark closes."""
        if name in self._end:
            self._end[name]()

    def text(self, text: str) -> None:
        """Text between two marks."""
        if self._cell is not None and not self._quiet:
            self._texts.append(text)

    def _on_style(self, told: Told) -> None:
        self._style = told.get(_STYLE + "name", "")

    def _on_properties(self, told: Told) -> None:
        if told.get(_TABLE + "display") == "false":
            self._styles.add(self._style)

    def _on_table(self, told: Told) -> None:
        grid = Grid(told.get(_TABLE + "name", f"表{len(self.grids) + 1}"))
        if told.get(_TABLE + "style-name") in self._styles:
            self.veiled.append(grid.name)
        self.grids.append(grid)
        self._column = self._line = 0

    def _on_column(self, told: Told) -> None:
        end = min(self._column + _count(told, _REPEATED), MOST_COLUMNS)
        if told.get(_TABLE + "visibility", "visible") != "visible" and self.grids:
            self.grids[-1].hidden |= set(range(self._column, end))
        self._column = end

    def _on_row(self, told: Told) -> None:
        self._repeat = _count(told, _TABLE + "number-rows-repeated")
        self._veiled = told.get(_TABLE + "visibility", "visible") != "visible"
        self._row, self._place = [], 0

    def _on_row_end(self) -> None:
        lines = range(self._line, self._line + self._repeat) if self._row else range(0)
        if self.grids:
            self.grids[-1].folded += self._veiled * len(lines)
        for line in lines:
            for place, across, cell in self._row:
                for column in range(place, place + across):
                    self.grids[-1].put(line, column, cell)
        self._line = min(self._line + self._repeat, MOST_LINES)

    def _on_cell(self, told: Told) -> None:
        self._cell, self._texts = dict(told), []
        if self.grids:
            down = _count(told, _TABLE + "number-rows-spanned")
            across = _count(told, _TABLE + "number-columns-spanned")
            self.grids[-1].merge(self._line, self._place, down, across)

    def _on_cell_end(self) -> None:
        told, self._cell = self._cell or {}, None
        across = _count(told, _REPEATED)
        cell = _value(told, "".join(self._texts))
        if cell is not None and self.grids:
            self._row.append((self._place, min(across, MOST_COLUMNS + 1), cell))
        self._place += across

    def _on_annotation(self, _told: Told) -> None:
        self._quiet += 1

    def _on_annotation_end(self) -> None:
        self._quiet -= 1

    def _on_paragraph(self, _told: Told) -> None:
        if self._texts:
            self.text("\n")


def _value(told: Told, text: str) -> Cell:
    if told.get(_ERROR) == "error":
        return Fault(text.strip(), WRONG_FORMULA)
    kind = told.get(_OFFICE + "value-type", "")
    attribute, reading = _KINDS.get(kind, ("string-value", None))
    said = told.get(_OFFICE + attribute)
    try:
        return reading(said) if reading and said else clean(text or said or "")
    except ValueError:
        return clean(text)


def _duration(text: str) -> str:
    hours, minutes, seconds = text.removeprefix("PT").replace("H", ":").replace("M", ":").split(":")
    return span(
        timedelta(hours=int(hours), minutes=int(minutes), seconds=float(seconds.rstrip("S")))
    )


_KINDS: dict[str, tuple[str, Callable[[str], Cell]]] = {
    "float": ("value", lambda text: number(float(text))),
    "percentage": ("value", lambda text: number(float(text))),
    "currency": ("value", lambda text: number(float(text))),
    "boolean": ("boolean-value", lambda text: text == "true"),
    "date": ("date-value", lambda text: day(datetime.fromisoformat(text))),
    "time": ("time-value", _duration),
}


def _count(told: Told, key: str) -> int:
    return count(told.get(key), MOST_LINES)
