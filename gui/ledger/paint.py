"""Paints the rows of a list: two lines, chips, due days; nothing is measured twice."""

from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem
from typing_extensions import override

from gui import theme
from gui.ledger.cells import Cell
from gui.widgets import parts

if TYPE_CHECKING:
    from gui.ledger.table import RowsTable

Index = QModelIndex | QPersistentModelIndex

_SIDE = 11
_MARK = 3
_TEXTS = 2000
_FROM_LEFT, _FROM_RIGHT = Qt.TextElideMode.ElideLeft, Qt.TextElideMode.ElideRight
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class RowPainter(QStyledItemDelegate):
    """Paints straight from the model's cells."""

    def __init__(self, table: "RowsTable") -> None:
        super().__init__(table)
        self._table = table

    @override
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        looks: Any = option
        rect: QRect = looks.rect
        chosen = bool(looks.state & QStyle.StateFlag.State_Selected)
        self._ground(painter, rect, index.row(), chosen=chosen)
        cell = self._table.rows.cell(index.row(), index.column())
        inside = rect.adjusted(_SIDE, 0, -_SIDE, -1)
        if cell.chip:
            parts.paint_chip(painter, inside, cell.text, cell.tone)
        elif cell.below:
            self._two(painter, inside, cell)
        elif cell.text:
            self._one(painter, inside, cell, self._table.rows.columns[index.column()].key)

    @override
    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(120, self._table.verticalHeader().defaultSectionSize())

    def _ground(self, painter: QPainter, rect: QRect, row: int, *, chosen: bool) -> None:
        if chosen:
            painter.fillRect(rect, theme.color("sel"))
        elif row == self._table.hovered:
            painter.fillRect(rect, theme.color("hover"))
        painter.fillRect(rect.left(), rect.bottom(), rect.width(), 1, theme.color("line2"))
        if rect.left() <= 0 and row == self._table.currentIndex().row():
            token = "brand600" if self._table.hasFocus() else "brand100"
            painter.fillRect(rect.left(), rect.top(), _MARK, rect.height(), theme.color(token))

    def _one(self, painter: QPainter, inside: QRect, cell: Cell, key: str) -> None:
        sight = self._table.rows.sight
        weight = QFont.Weight.DemiBold if cell.strong else QFont.Weight.Normal
        title = sight.two and key == sight.ledger.naming.key
        number = sight.ledger.number is not None and key == sight.ledger.number.key
        looks = _Looks(theme.size("body" if title else "cell"), weight, cell.tone, cell.right)
        _write(painter, inside, cell.text, looks, _FROM_LEFT if number else _FROM_RIGHT)

    def _two(self, painter: QPainter, inside: QRect, cell: Cell) -> None:
        title, below = _Looks(theme.size("body"), tone=cell.tone), _Looks(theme.size("caption"))
        first, second = (_measured(one.size, one.weight)[1].height() for one in (title, below))
        top = inside.top() + (inside.height() - first - second) // 2
        line = QRect(inside.left(), top, inside.width(), first)
        _write(painter, line, cell.text, title)
        line = QRect(inside.left(), top + first, inside.width(), second)
        _write(painter, line, cell.below, below)


class _Looks(NamedTuple):
    size: int
    weight: QFont.Weight = QFont.Weight.Normal
    tone: str = "ink3"
    right: bool = False


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
    painter.setFont(_measured(looks.size, looks.weight)[0])
    painter.setPen(theme.color(looks.tone))
    shown = _fitting(text, looks.size, looks.weight, inside.width(), cut)
    painter.drawText(inside, _RIGHT if looks.right else _LEFT, shown)
