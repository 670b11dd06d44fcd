"""A short table of texts in the look of the ledgers: read only, rows picked by key or click."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableWidget, QTableWidgetItem
from typing_extensions import override

from gui import theme

Head = tuple[str, int]
"""A column: its words, and its width; the one of width 0 takes what is left."""

_LEAST = 32
_ENTER = {Qt.Key.Key_Return, Qt.Key.Key_Enter}


class PlainTable(QTableWidget):
    """`opened` tells the row entered or double-clicked."""

    opened = Signal(int)

    def __init__(self, name: str, heads: Sequence[Head]) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setMinimumHeight(theme.size("row") * 3 // 2)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(theme.size("row"))
        across = self.horizontalHeader()
        across.setHighlightSections(False)
        across.setMinimumSectionSize(_LEAST)
        across.setSectionsClickable(False)
        across.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self.cellDoubleClicked.connect(lambda row, _column: self.opened.emit(row))
        self.show_heads(heads)

    def show_heads(self, heads: Sequence[Head]) -> None:
        """Have these columns."""
        self.setColumnCount(len(heads))
        self.setHorizontalHeaderLabels([words for words, _ in heads])
        across = self.horizontalHeader()
        for column, (_, width) in enumerate(heads):
            mode = QHeaderView.ResizeMode.Fixed if width else QHeaderView.ResizeMode.Stretch
            across.setSectionResizeMode(column, mode)
            if width:
                self.setColumnWidth(column, width)

    def show_rows(self, rows: Sequence[Sequence[str]]) -> None:
        """Show these texts; the current row stays."""
        self.setRowCount(len(rows))
        for row, texts in enumerate(rows):
            for column, text in enumerate(texts):
                item = QTableWidgetItem(text)
                item.setToolTip(text)
                self.setItem(row, column, item)

    def texts(self) -> list[list[str]]:
        """What is shown, row by row."""
        found, across = self.model(), range(self.columnCount())
        return [[found.index(row, n).data() for n in across] for row in range(self.rowCount())]

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in _ENTER and self.currentRow() >= 0:
            self.opened.emit(self.currentRow())
        else:
            super().keyPressEvent(event)
