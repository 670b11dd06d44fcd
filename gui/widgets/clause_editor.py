"""The clauses of an agreement, one a line, numbered while they are written."""

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from gui import theme
from gui.widgets.long_box import TallEditor

_GUTTER = 30


class ClauseEditor(TallEditor):
    """A line is a clause; its number stands beside it and is no part of the text."""

    def __init__(self, lines: int = 6, parent: QWidget | None = None) -> None:
        super().__init__(lines, parent)
        self._gutter = _Gutter(self)
        self.setViewportMargins(_GUTTER, 0, 0, 0)
        self.updateRequest.connect(lambda _rect, _dy: self._gutter.update())
        self.textChanged.connect(self._gutter.update)

    def numbers(self) -> list[tuple[int, QRect]]:
        """The numbers in view, each with the line it stands at; empty lines have none."""
        found = []
        number, block = 0, self.document().firstBlock()
        while block.isValid():
            if block.text().strip():
                number += 1
                place = self.blockBoundingGeometry(block).translated(self.contentOffset())
                line = block.layout().lineAt(0).height()
                found.append((number, QRect(0, round(place.top()), _GUTTER, round(line))))
            block = block.next()
        return [one for one in found if one[1].bottom() >= 0 and one[1].top() <= self.height()]

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        inside = self.viewport().geometry()
        self._gutter.setGeometry(inside.left() - _GUTTER, inside.top(), _GUTTER, inside.height())


class _Gutter(QWidget):
    """Where the numbers are painted."""

    def __init__(self, editor: ClauseEditor) -> None:
        super().__init__(editor)
        self._editor = editor

    @override
    def sizeHint(self) -> QSize:
        return QSize(_GUTTER, 0)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setFont(theme.font("cell"))
        painter.setPen(theme.color("ink3"))
        for number, place in self._editor.numbers():
            right = place.adjusted(0, 0, -8, 0)
            painter.drawText(right, Qt.AlignmentFlag.AlignRight, f"{number}.")
        painter.end()
