"""A short list: one or two lines a row, something said at the right; arrows and Enter open it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QFont,
    QFontMetrics,
    QKeyEvent,
    QPainter,
    QStandardItem,
    QStandardItemModel,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
)
from typing_extensions import override

from gui import theme

Index = QModelIndex | QPersistentModelIndex

_LINE = Qt.ItemDataRole.UserRole
_ENTER = {Qt.Key.Key_Return, Qt.Key.Key_Enter}
_INSET = 8
_MIDDLE = Qt.AlignmentFlag.AlignVCenter
_GAP = 12


@dataclass(frozen=True, slots=True)
class Line:
    """One row: what it is, what stands below, and what stands right in the colour of `tone`.

    `lit` are the parts of both that are made to stand out. A heading is not to be chosen.
    """

    text: str
    note: str = ""
    right: str = ""
    tone: str = "ink3"
    tip: str = ""
    lit: tuple[str, str] = ("", "")
    heading: bool = False


class Lines(QListView):
    """Shows lines; `chosen` tells the number of the one clicked or entered."""

    chosen = Signal(int)

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setMouseTracking(True)
        self.setMinimumWidth(120)
        self.setItemDelegate(_Painter(self))
        self._model = QStandardItemModel(self)
        self.setModel(self._model)
        self.clicked.connect(lambda index: self.chosen.emit(index.row()))

    def show_lines(self, lines: Sequence[Line]) -> None:
        """Show these; the current row stays where it was."""
        row = self.currentIndex().row()
        self._model.clear()
        for line in lines:
            item = QStandardItem(line.text)
            item.setData(line, _LINE)
            item.setData(line.tip or line.text, Qt.ItemDataRole.ToolTipRole)
            said = "，".join(filter(None, (line.text, line.right, line.note)))
            item.setData(said, Qt.ItemDataRole.AccessibleTextRole)
            if line.heading:
                item.setFlags(Qt.ItemFlag.NoItemFlags)
            self._model.appendRow(item)
        if 0 <= row < len(lines):
            self.set_row(row)

    @property
    def count(self) -> int:
        """How many lines there are."""
        return self._model.rowCount()

    def line(self, row: int) -> Line:
        """The line in that row."""
        found: Line = self._model.index(row, 0).data(_LINE)
        return found

    def set_row(self, row: int) -> None:
        """Make a row the current one."""
        self.setCurrentIndex(self._model.index(row, 0))

    def step(self, by: int) -> None:
        """Go up or down from outside, as the search field does."""
        row = self.currentIndex().row() + by
        self.set_row(max(0, min(self.count - 1, row)))

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in _ENTER and self.currentIndex().isValid():
            self.chosen.emit(self.currentIndex().row())
        else:
            super().keyPressEvent(event)

    @override
    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if not self.currentIndex().isValid() and self.count:
            self.set_row(0)


class _Painter(QStyledItemDelegate):
    """Paints a line on the ground the style sheet gives."""

    @override
    def paint(self, painter: QPainter, option: Any, index: Index) -> None:
        view: Lines = option.widget
        line: Line = index.data(_LINE)
        ground: Any = QStyleOptionViewItem(option)
        if not (view.hasFocus() or view.property("leading")):
            ground.state &= ~QStyle.StateFlag.State_Selected
        view.style().drawControl(QStyle.ControlElement.CE_ItemViewItem, ground, painter, view)
        painter.save()
        place: QRect = option.rect
        _paint(painter, place.adjusted(_INSET, 0, -_INSET, 0), line)
        painter.restore()

    @override
    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        line: Line = index.data(_LINE)
        return QSize(100, theme.size("row_two" if line.note else "row_compact"))


def _paint(painter: QPainter, place: QRect, line: Line) -> None:
    weight = QFont.Weight.DemiBold if line.tone in {"bad", "warn"} else QFont.Weight.Normal
    aside = theme.font("caption", weight)
    width = min(QFontMetrics(aside).horizontalAdvance(line.right), place.width() // 2)
    painter.setFont(aside)
    painter.setPen(theme.color(line.tone))
    right = QRect(place.right() - width, place.top(), width + 1, place.height())
    painter.drawText(right, _MIDDLE, _elided(aside, line.right, width + 1))
    words = place.adjusted(0, 0, -(width + _GAP if line.right else 0), 0)
    upper = words.adjusted(0, 6, 0, -words.height() // 2 + 3) if line.note else words
    kind = "caption" if line.heading else "body" if line.note else "cell"
    weight = QFont.Weight.DemiBold if line.heading else QFont.Weight.Normal
    painter.setPen(theme.color("ink2" if line.heading else "ink"))
    _write(painter, upper, theme.font(kind, weight), line.text, line.lit[0])
    if line.note:
        lower = words.adjusted(0, words.height() // 2, 0, -5)
        painter.setPen(theme.color("ink3"))
        _write(painter, lower, theme.font("caption"), line.note, line.lit[1])


def _write(painter: QPainter, place: QRect, font: QFont, text: str, lit: str) -> None:
    """One line of text, the part that was met in the colour of links."""
    shown = _elided(font, text, place.width())
    before, met, after = shown.partition(lit) if lit else (shown, "", "")
    plain, left = painter.pen(), place.left()
    painter.setFont(font)
    for part, pen in ((before, plain), (met, theme.color("brand600")), (after, plain)):
        painter.setPen(pen)
        painter.drawText(place.adjusted(left - place.left(), 0, 0, 0), _MIDDLE, part)
        left += QFontMetrics(font).horizontalAdvance(part)


def _elided(font: QFont, text: str, width: int) -> str:
    return QFontMetrics(font).elidedText(text, Qt.TextElideMode.ElideRight, width)
