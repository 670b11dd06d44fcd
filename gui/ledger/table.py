"""The list itself: rows of fixed height, columns that fit the width, a true scrollbar."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any
from uuid import UUID

from PySide6.QtCore import (
    QEvent,
    QItemSelectionModel,
    QItemSelectionRange,
    QRect,
    Qt,
    Signal,
)
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView
from typing_extensions import override

from core.services.records import Row
from core.services.snapshot import Snapshot
from gui import theme
from gui.ledger.cells import Sight
from gui.ledger.columns import Columns
from gui.ledger.model import RowsModel
from gui.ledger.paint import RowPainter
from gui.tasks import Desk

Order = tuple[str, bool]
"""The column sorted by, and whether it rises; an empty key is the ledger's own order."""

OWN_ORDER: Order = ("", False)


class RowsTable(QTableView):
    """A ledger's rows. ↑↓ Home End move, Enter opens, F2 edits, Del asks to remove."""

    picked = Signal()
    opened = Signal()
    edit_wanted = Signal()
    remove_wanted = Signal()
    sort_wanted = Signal(str, bool)
    arranged = Signal()

    def __init__(self, desk: Desk, sight: Sight, *, binned: bool = False) -> None:
        super().__init__()
        self.rows = RowsModel(desk, self, sight, binned=binned)
        self.hovered = -1
        self._order = OWN_ORDER
        self.setModel(self.rows)
        self._free_head()
        self.columns = Columns(self, self.arranged.emit)
        self._painter = RowPainter(self)
        self.setAccessibleName(sight.ledger.title)
        _settle(self)
        self.horizontalHeader().sectionClicked.connect(self._on_head_clicked)
        self.selectionModel().selectionChanged.connect(lambda *_: self.picked.emit())
        self.doubleClicked.connect(lambda _index: self.opened.emit())
        self.rows.modelReset.connect(self._fit)
        self._set_height(sight)

    def _free_head(self) -> None:
        """The head marks no chosen columns: it would ask row by row whether all are chosen."""
        head = self.horizontalHeader()
        head.setSelectionModel(QItemSelectionModel(self.rows, head))

    @property
    def chosen(self) -> Snapshot:
        """The identities of the selected rows, from top to bottom."""
        spans = sorted((one.top(), one.bottom() + 1) for one in self.spans)
        return Snapshot.joined(self.rows.ids[first:last] for first, last in spans)

    @property
    def chosen_count(self) -> int:
        """How many rows are selected."""
        return sum(one.height() for one in self.spans)

    @property
    def spans(self) -> list[QItemSelectionRange]:
        """The selected rows, range by range."""
        chosen: Any = self.selectionModel().selection()
        return list(chosen)

    @property
    def current(self) -> UUID | None:
        """The record the keyboard stands on."""
        place = self.currentIndex().row()
        return self.rows.ids[place] if 0 <= place < len(self.rows.ids) else None

    @property
    def current_row(self) -> Row | None:
        """The same as it was read; none while it is not."""
        place = self.currentIndex().row()
        return self.rows.row(place) if 0 <= place < len(self.rows.ids) else None

    @property
    def shown(self) -> tuple[str, ...]:
        """The keys of the fields shown, in order; a second line follows what it stands below."""
        sight, keys = self.rows.sight, self.columns.order()
        below = [one.key for one in sight.ledger.detail] if sight.two else []
        after = keys.index(sight.ledger.naming.key) + 1 if sight.ledger.naming.key in keys else 0
        return (*keys[:after], *below, *keys[after:])

    def look(self, sight: Sight, drawn: Mapping[str, int]) -> None:
        """Show the same snapshot in two lines or one, in these columns and widths."""
        here = self.current
        self.columns.begin(drawn)
        self.rows.show(self.rows.ids, sight)
        self._set_height(sight)
        self.show_order(*self._order)
        self.choose(here)

    def arrange(self, columns: tuple[str, ...]) -> None:
        """Show these columns, in the widths they have."""
        self.look(replace(self.rows.sight, chosen=columns), self.columns.drawn)
        self.arranged.emit()

    def restore(self) -> None:
        """Columns as declared in their usual widths, rows in the ledger's own order."""
        self.look(replace(self.rows.sight, chosen=()), {})
        self.sort_wanted.emit(*OWN_ORDER)
        self.arranged.emit()

    def choose(self, identity: UUID | None) -> bool:
        """Select one record and bring it into view; nothing where it is not in the list."""
        place = None if identity is None else self.rows.place_of(identity)
        if place is None:
            return False
        index = self.rows.index(place, self.columns.naming)
        self.selectionModel().setCurrentIndex(
            index,
            QItemSelectionModel.SelectionFlag.ClearAndSelect
            | QItemSelectionModel.SelectionFlag.Rows,
        )
        self.scrollTo(index)
        return True

    def step(self, by: int) -> int | None:
        """Choose the neighbour of the current row; return its place, none at the end."""
        place = self.currentIndex().row() + by
        if not 0 <= place < len(self.rows.ids):
            return None
        self.choose(self.rows.ids[place])
        return place

    def top(self) -> int:
        """The first row in view."""
        return max(0, self.rowAt(0))

    def row_at(self, down: int) -> int:
        """The row that far down the view, or the last one above it."""
        row = self.rowAt(down)
        return len(self.rows.ids) - 1 if row < 0 else row

    def show_order(self, key: str, rising: bool) -> None:
        """Mark the column the store has sorted by."""
        self._order = (key, rising)
        keys = [one.key for one in self.rows.columns]
        head = self.horizontalHeader()
        head.setSortIndicatorShown(key in keys)
        if key in keys:
            falling = Qt.SortOrder.DescendingOrder
            way = Qt.SortOrder.AscendingOrder if rising else falling
            head.setSortIndicator(keys.index(key), way)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        wanted = {
            Qt.Key.Key_Return: self.opened,
            Qt.Key.Key_Enter: self.opened,
            Qt.Key.Key_F2: self.edit_wanted,
            Qt.Key.Key_Delete: self.remove_wanted,
        }.get(Qt.Key(event.key()))
        plain = event.modifiers() in {
            Qt.KeyboardModifier.NoModifier,
            Qt.KeyboardModifier.KeypadModifier,
        }
        if plain and wanted is not None:
            if self.rows.ids:
                wanted.emit()
        elif plain and event.key() in {Qt.Key.Key_Home, Qt.Key.Key_End} and self.rows.ids:
            last = len(self.rows.ids) - 1
            self.choose(self.rows.ids[0 if event.key() == Qt.Key.Key_Home else last])
        else:
            super().keyPressEvent(event)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        self.rows.look(self.top(), self.row_at(self.viewport().height() - 1))
        with QPainter(self.viewport()) as painter:
            self._painter.paint(painter, event.rect())

    @override
    def sizeHintForColumn(self, column: int) -> int:
        """A column is never fitted to its texts: they would be asked for by the thousand."""
        return 120

    @override
    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._hover(self.rowAt(event.position().toPoint().y()))
        super().mouseMoveEvent(event)

    @override
    def leaveEvent(self, event: QEvent) -> None:
        self._hover(-1)
        super().leaveEvent(event)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _hover(self, place: int) -> None:
        for row in {self.hovered, place} - {-1} if place != self.hovered else ():
            top = self.rowViewportPosition(row)
            self.viewport().update(QRect(0, top, self.viewport().width(), self.rowHeight(row)))
        self.hovered = place

    def _set_height(self, sight: Sight) -> None:
        height = theme.size("row_two" if sight.two else "row_compact")
        self.verticalHeader().setMinimumSectionSize(height)
        self.verticalHeader().setDefaultSectionSize(height)

    def _fit(self) -> None:
        self.columns.fit(self.rows.sight.ledger, self.rows.columns)

    def _on_head_clicked(self, place: int) -> None:
        """First rising, then falling, then the ledger's own order again."""
        key = self.rows.columns[place].key
        turns = {(key, True): (key, False), (key, False): OWN_ORDER}
        self.sort_wanted.emit(*turns.get(self._order, (key, True)))


def _settle(table: QTableView) -> None:
    table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    table.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
    table.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerItem)
    table.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    table.setShowGrid(False)
    table.setWordWrap(False)
    table.setTabKeyNavigation(False)
    table.setMouseTracking(True)
    # Its whole ground is painted here, so what is scrolled is moved and only new rows painted.
    table.viewport().setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
    table.setMinimumSize(240, 120)
    rows, head = table.verticalHeader(), table.horizontalHeader()
    rows.hide()
    rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
    head.setHighlightSections(False)
    head.setSectionsClickable(True)
    head.setSectionsMovable(True)
    head.setMinimumSectionSize(48)
    head.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
