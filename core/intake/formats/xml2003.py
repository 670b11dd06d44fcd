"""Workbooks in the XML of Excel 2003, as web systems like to hand out under the name .xls."""

from collections.abc import Callable, Mapping
from datetime import datetime

from core.intake.formats import marks
from core.intake.formats.grid import Grid, visible
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
)

_SS = "urn:schemas-microsoft-com:office:spreadsheet "
_X = "urn:schemas-microsoft-com:office:excel "


def read(content: bytes, wanted: str | None) -> tuple[tuple[Sheet, ...], tuple[str, ...]]:
    """The visible sheets (or the one `wanted`) and the names of the hidden ones."""
    walker = _Walker()
    marks.walk(content, walker)
    return visible(walker.grids, walker.veiled, wanted)


class _Walker:
    """Follows the marks of a workbook and fills one grid per sheet."""

    def __init__(self) -> None:
        self.grids: list[Grid] = []
        self.veiled: list[str] = []
        self._line = self._place = self._column = 0
        self._across, self._kind, self._comments = 1, "", 0
        self._texts: list[str] | None = None
        self._visible: list[str] | None = None
        self._begin: dict[str, Callable[[Mapping[str, str]], None]] = {
            _SS + "Worksheet": self._on_sheet,
            _SS + "Column": self._on_column,
            _SS + "Row": self._on_row,
            _SS + "Cell": self._on_cell,
            _SS + "Data": self._on_data,
            _SS + "Comment": self._on_comment,
        }

    def begin(self, name: str, attributes: Mapping[str, str]) -> None:
        """A mark opens."""
        if name in self._begin:
            self._begin[name](attributes)
        elif name == _X + "Visible":
            self._visible = []

    def end(self, name: str) -> None:
        """A mark closes."""
        if name == _SS + "Data" and self._texts is not None:
            self._put("".join(self._texts))
            self._texts = None
        elif name == _SS + "Cell":
            self._place += self._across
        elif name == _SS + "Comment":
            self._comments -= 1
        elif name == _SS + "Row":
            self._line += 1
        elif name == _X + "Visible" and self._visible is not None:
            if "".join(self._visible) != "SheetVisible" and self.grids:
                self.veiled.append(self.grids[-1].name)
            self._visible = None

    def text(self, text: str) -> None:
        """Text between two marks."""
        if self._texts is not None:
            self._texts.append(text)
        elif self._visible is not None:
            self._visible.append(text)

    def _on_sheet(self, told: Mapping[str, str]) -> None:
        self.grids.append(Grid(told.get(_SS + "Name", f"表{len(self.grids) + 1}")))
        self._line = self._column = 0

    def _on_column(self, told: Mapping[str, str]) -> None:
        self._column = _place(told, self._column)
        span = min(_whole(told.get(_SS + "Span")), MOST_COLUMNS) + 1
        if told.get(_SS + "Hidden") == "1" and self.grids:
            self.grids[-1].hidden |= set(range(self._column, self._column + span))
        self._column += span

    def _on_row(self, told: Mapping[str, str]) -> None:
        self._line, self._place = _place(told, self._line), 0
        if self.grids:
            self.grids[-1].folded += told.get(_SS + "Hidden") == "1"

    def _on_cell(self, told: Mapping[str, str]) -> None:
        self._place = _place(told, self._place)
        down = min(_whole(told.get(_SS + "MergeDown")), MOST_LINES) + 1
        self._across = min(_whole(told.get(_SS + "MergeAcross")), 2 * MOST_COLUMNS) + 1
        if self.grids:
            self.grids[-1].merge(self._line, self._place, down, self._across)

    def _on_comment(self, _told: Mapping[str, str]) -> None:
        self._comments += 1
        if self.grids:
            self.grids[-1].comments += 1

    def _on_data(self, told: Mapping[str, str]) -> None:
        if not self._comments:
            self._kind, self._texts = told.get(_SS + "Type", "String"), []

    def _put(self, text: str) -> None:
        if self.grids:
            self.grids[-1].put(self._line, self._place, _cell(self._kind, text))


def _cell(kind: str, text: str) -> Cell:
    reading = _KINDS.get(kind)
    try:
        return reading(text.strip()) if reading and text.strip() else clean(text)
    except ValueError:
        return clean(text)


_KINDS: dict[str, Callable[[str], Cell]] = {
    "Number": lambda text: number(float(text)),
    "DateTime": lambda text: day(datetime.fromisoformat(text)),
    "Boolean": lambda text: text == "1",
    "Error": lambda text: Fault(text, WRONG_FORMULA),
}


def _place(told: Mapping[str, str], here: int) -> int:
    """Where a mark says it stands, counted from 1 there and from 0 here."""
    return max(_whole(told.get(_SS + "Index")) - 1, here)


def _whole(told: str | None) -> int:
    return int(told) if told and told.isdecimal() and len(told) < len("10000000") else 0
