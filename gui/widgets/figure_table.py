"""A table of figures; Enter or a click on one opens the list behind it."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView
from typing_extensions import override

from core.services.figures import Figure
from gui import theme

_CELL = Qt.ItemDataRole.UserRole
_ENTER = {Qt.Key.Key_Return, Qt.Key.Key_Enter}
_HEAD_HEIGHT = 36


@dataclass(frozen=True, slots=True)
class Cell:
    """What a cell says, and the figure whose records it opens."""

    text: str
    figure: Figure | None = None
    ledger: str = ""
    title: str = ""

    @property
    def opens(self) -> bool:
        """Whether there is a list behind it."""
        return self.figure is not None and bool(self.figure.ids)


def figure_cell(figure: Figure, ledger: str, title: str) -> Cell:
    """A figure as it is read."""
    return Cell(figure.text, figure, ledger, title)


class FigureTable(QTableView):
    """`chosen` hands out the cell whose list is wanted."""

    chosen = Signal(object)

    def __init__(self, name: str, heads: Sequence[str]) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self._heads = list(heads)
        self._model = QStandardItemModel(0, len(heads), self)
        self.setModel(self._model)
        self._model.setHorizontalHeaderLabels(self._heads)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTabKeyNavigation(False)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setMinimumSize(200, 120)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(theme.size("row"))
        head = self.horizontalHeader()
        head.setFixedHeight(_HEAD_HEIGHT)
        head.setHighlightSections(False)
        head.setSectionsClickable(False)
        head.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        head.setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        self.clicked.connect(self._open)

    def show_rows(self, rows: Sequence[Sequence[Cell]]) -> None:
        """Show these rows; the current cell stays where it was."""
        at = self.currentIndex()
        row, column = at.row(), at.column()
        self._model.setRowCount(0)
        for cells in rows:
            self._model.appendRow([_item(cell) for cell in cells])
        self.setCurrentIndex(self._model.index(max(row, 0), max(column, 0)))

    def widths(self, *shares: int) -> None:
        """Fix the widths of the columns but the first, which takes the rest."""
        for column, width in enumerate(shares, 1):
            head = self.horizontalHeader()
            head.setSectionResizeMode(column, QHeaderView.ResizeMode.Fixed)
            head.resizeSection(column, width)

    def lead(self, width: int) -> None:
        """Fix the first column too; the last one takes the rest."""
        head, last = self.horizontalHeader(), len(self._heads) - 1
        head.setSectionResizeMode(0, QHeaderView.ResizeMode.Fixed)
        head.resizeSection(0, width)
        head.setSectionResizeMode(last, QHeaderView.ResizeMode.Stretch)

    def wrap(self) -> None:
        """Show long texts on several lines."""
        self.setWordWrap(True)
        fitting = QHeaderView.ResizeMode.ResizeToContents
        self.verticalHeader().setSectionResizeMode(fitting)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in _ENTER:
            self._open(self.currentIndex())
        else:
            super().keyPressEvent(event)

    def _open(self, index: QModelIndex) -> None:
        cell = index.data(_CELL)
        if isinstance(cell, Cell) and cell.opens:
            self.chosen.emit(cell)


def _item(cell: Cell) -> QStandardItem:
    item = QStandardItem(cell.text)
    item.setData(cell, _CELL)
    item.setToolTip(f"{cell.text}　点开看名单" if cell.opens else cell.text)
    if cell.opens:
        item.setForeground(theme.color("brand600"))
    return item
