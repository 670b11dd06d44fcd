"""Paints the rows of a list: two lines, chips, due days; nothing is measured twice."""

from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter

from gui import theme
from gui.ledger.cells import Cell
from gui.widgets import parts

if TYPE_CHECKING:
    from gui.ledger.table import RowsTable

_SIDE = 11
_MARK = 3
_TEXTS = 2000
_FROM_LEFT, _FROM_RIGHT = Qt.TextElideMode.ElideLeft, Qt.TextElideMode.ElideRight


class _Column(NamedTuple):
    """Where a column stands, and how its texts are written and cut."""

    place: int
    left: int
    width: int
    size: int
    cut: Qt.TextElideMode


class _Looks(NamedTuple):
    size: int
    weight: QFont.Weight = QFont.Weight.Normal
    tone: str = "ink3"
    right: bool = False


class RowPainter:
    """Paints straight from the model's cells, a row at a time."""

    def __init__(self, table: "RowsTable") -> None:
        self._table = table

    def paint(self, painter: QPainter, part: QRect) -> None:
        """The rows in a part of the list, and the ground below them."""
        table = self._table
        painter.fillRect(part, theme.color("surface"))
        first, columns, chosen = table.rowAt(part.top()), self._columns(), table.spans
        for row in range(first, table.row_at(part.bottom()) + 1) if first >= 0 else ():
            band = QRect(
                0, table.rowViewportPosition(row), table.viewport().width(), table.rowHeight(row)
            )
            is_chosen = any(one.top() <= row <= one.bottom() for one in chosen)
            self._ground(painter, band, row, chosen=is_chosen)
            for one in columns:
                inside = QRect(one.left, band.top(), one.width, band.height() - 1)
                _cell(painter, inside, table.rows.cell(row, one.place), one)

    def _columns(self) -> list[_Column]:
        """Those that are shown; a number is cut at its beginning, for it is known by its end."""
        table, sight = self._table, self._table.rows.sight
        naming = sight.ledger.naming.key if sight.two else ""
        number = "" if sight.ledger.number is None else sight.ledger.number.key
        return [
            _Column(
                place,
                table.columnViewportPosition(place) + _SIDE,
                table.columnWidth(place) - 2 * _SIDE,
                theme.size("body" if one.key == naming else "cell"),
                _FROM_LEFT if one.key == number else _FROM_RIGHT,
            )
            for place, one in enumerate(table.rows.columns)
            if not table.isColumnHidden(place)
        ]

    def _ground(self, painter: QPainter, band: QRect, row: int, *, chosen: bool) -> None:
        if chosen:
            painter.fillRect(band, theme.color("sel"))
        elif row == self._table.hovered:
            painter.fillRect(band, theme.color("hover"))
        painter.fillRect(0, band.bottom(), band.width(), 1, theme.color("line2"))
        if row == self._table.currentIndex().row():
            token = "brand600" if self._table.hasFocus() else "brand100"
            painter.fillRect(0, band.top(), _MARK, band.height(), theme.color(token))


def _cell(painter: QPainter, inside: QRect, cell: Cell, column: _Column) -> None:
    if cell.chip:
        parts.paint_chip(painter, inside, cell.text, cell.tone)
    elif cell.below:
        _two(painter, inside, cell)
    elif cell.text:
        weight = QFont.Weight.DemiBold if cell.strong else QFont.Weight.Normal
        looks = _Looks(column.size, weight, cell.tone, cell.right)
        _write(painter, inside, cell.text, looks, column.cut)


def _two(painter: QPainter, inside: QRect, cell: Cell) -> None:
    title, below = _Looks(theme.size("body"), tone=cell.tone), _Looks(theme.size("caption"))
    first, second = (_measured(one.size, one.weight)[1].height() for one in (title, below))
    top = inside.top() + (inside.height() - first - second) // 2
    line = QRect(inside.left(), top, inside.width(), first)
    _write(painter, line, cell.text, title)
    line = QRect(inside.left(), top + first, inside.width(), second)
    _write(painter, line, cell.below, below)


@lru_cache
def _measured(size: int, weight: QFont.Weight) -> tuple[QFont, QFontMetrics]:
    font = theme.font_of(size, weight)
    return font, QFontMetrics(font)


@lru_cache(_TEXTS)
def _fitting(text: str, size: int, weight: QFont.Weight, width: int, cut: Qt.TextElideMode) -> str:
    """The part of a text that has room: a row is painted many times while it is scrolled by."""
    return _measured(size, weight)[1].elidedText(text, cut, width)


def _write(
    painter: QPainter,
    inside: QRect,
    text: str,
    looks: _Looks,
    cut: Qt.TextElideMode = _FROM_RIGHT,
) -> None:
    """One line in the middle of the height; by its base line, which Qt lays out but once."""
    font, metrics = _measured(looks.size, looks.weight)
    painter.setFont(font)
    painter.setPen(theme.color(looks.tone))
    shown = _fitting(text, looks.size, looks.weight, inside.width(), cut)
    left = inside.left()
    if looks.right:
        left += inside.width() - metrics.horizontalAdvance(shown)
    base = inside.top() + (inside.height() - metrics.height()) // 2 + metrics.ascent()
    painter.drawText(left, base, shown)
