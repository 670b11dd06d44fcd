"""The rows of a list: a snapshot of identities, and pages of records read around the view."""

from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any
from uuid import UUID

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QPersistentModelIndex,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from core.record import Field, Kind
from core.services import records
from core.services.records import Row
from core.services.snapshot import EMPTY, Snapshot
from gui.ledger.cells import BLANK, Cell, Sight
from gui.tasks import Desk, Query

Index = QModelIndex | QPersistentModelIndex

PAGE = 25
_KEPT = 96
_AT_ONCE = 2
_WAITING = 6
_AHEAD = 2
_CALM_MS = 20
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_NOWHERE = QModelIndex()


@dataclass(frozen=True, slots=True)
class _Line:
    row: Row | None
    cells: tuple[Cell, ...]


class RowsModel(QAbstractTableModel):
    """As many rows as the snapshot has identities; a row not read yet is blank meanwhile.

    What is in view is read at once; its neighbours are read ahead when nothing in view is missing.
    """

    arrived = Signal()

    def __init__(self, desk: Desk, owner: QWidget, sight: Sight, *, binned: bool = False) -> None:
        super().__init__(owner)
        self._desk = desk
        self._owner = owner
        self._binned = binned
        self.sight = sight
        self._columns: tuple[Field, ...] = sight.columns()
        self._ids = EMPTY
        self._pages: OrderedDict[int, list[_Line]] = OrderedDict()
        self._stale: set[int] = set()
        self._asked: set[int] = set()
        self._wanted: list[int] = []
        self._near: list[int] = []
        self._seen = -1
        self._calm = QTimer(self, singleShot=True, interval=_CALM_MS)
        self._calm.timeout.connect(self._read_ahead)
        self._snapshot = 0

    @property
    def ids(self) -> Snapshot:
        """The snapshot, in the order shown."""
        return self._ids

    @property
    def columns(self) -> tuple[Field, ...]:
        """The field of each column."""
        return self._columns

    def show(self, ids: Sequence[UUID], sight: Sight | None = None) -> None:
        """Show another snapshot."""
        self.beginResetModel()
        self._snapshot += 1
        self._ids = Snapshot.of(ids)
        self.sight = sight or self.sight
        self._columns = self.sight.columns()
        self._pages.clear()
        self._stale.clear()
        self._drop_questions()
        self.endResetModel()

    def complete(self, ids: Snapshot) -> bool:
        """Show the whole of a list whose beginning is shown; false where it begins otherwise."""
        known = len(self._ids)
        if ids[:known] != self._ids:
            return False
        if len(ids) > known:
            self.beginInsertRows(_NOWHERE, known, len(ids) - 1)
            self._ids = ids
            self.endInsertRows()
        return True

    def reread(self) -> None:
        """Read every page again as it comes into view; what is shown stays until then."""
        self._snapshot += 1
        self._drop_questions()
        self._stale = set(self._pages)
        if self._ids:
            self._tell(0, len(self._ids) - 1)

    def row(self, place: int) -> Row | None:
        """The record in that place; none while it is not read, or when it is gone."""
        line = self._line(place)
        return line.row if line else None

    def cell(self, place: int, column: int) -> Cell:
        """How a cell looks."""
        line = self._line(place)
        return line.cells[column] if line else BLANK

    def place_of(self, identity: UUID) -> int | None:
        """Where a record stands in the snapshot."""
        return self._ids.place(identity)

    @override
    def rowCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._ids)

    @override
    def columnCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._columns)

    @override
    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation != Qt.Orientation.Horizontal or not 0 <= section < len(self._columns):
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            number = self._columns[section].kind in {Kind.WHOLE, Kind.DECIMAL}
            return _RIGHT if number else Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        return self._columns[section].label if role == Qt.ItemDataRole.DisplayRole else None

    @override
    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role not in _TOLD or not index.isValid():
            return None
        cell = self.cell(index.row(), index.column())
        if role == Qt.ItemDataRole.DisplayRole:
            return cell.text
        return ", ".join(filter(None, (cell.text, cell.below))) or None

    def _drop_questions(self) -> None:
        self._asked.clear()
        self._wanted.clear()
        self._near.clear()
        self._seen = -1

    def _line(self, place: int) -> _Line | None:
        number, offset = divmod(place, PAGE)
        page = self._pages.get(number)
        if page is None or number != self._seen or number in self._stale:
            self._see(number)
        return page[offset] if page and offset < len(page) else None

    def _see(self, number: int) -> None:
        """A page is in view: the last seen is read first, one scrolled past long ago not at all."""
        self._seen = number
        if self._is_missing(number):
            _put_last(self._wanted, number)
            self._ask()
        for one in (number - 1, number + 1):
            if self._is_missing(one):
                _put_last(self._near, one)
        if self._near and not self._calm.isActive():
            self._calm.start()

    def _is_missing(self, number: int) -> bool:
        known = number in self._pages and number not in self._stale
        return 0 <= number * PAGE < len(self._ids) and not known and number not in self._asked

    def _ask(self) -> None:
        while self._wanted and len(self._asked) < _AT_ONCE:
            self._read(self._wanted.pop())
        if self._near and not self._asked:
            self._calm.start()

    def _read_ahead(self) -> None:
        """One neighbour at a time, and none while rows in view are being read or just painted."""
        while self._near and not self._asked:
            number = self._near.pop()
            if self._is_missing(number) and abs(number - self._seen) <= _AHEAD:
                self._read(number)

    def _read(self, number: int) -> None:
        self._asked.add(number)
        ids = self._ids[number * PAGE : (number + 1) * PAGE]
        show = partial(self._on_read, self._snapshot, number, ids)
        Query(self._desk, self._owner, records.rows, self.sight.ledger, ids).then(show).start()

    def _on_read(
        self, snapshot: int, number: int, ids: Sequence[UUID], found: Sequence[Row]
    ) -> None:
        if snapshot != self._snapshot:
            return
        rows = {row.id: row for row in found if row.binned == self._binned}
        self._pages[number] = [self._made(rows.get(one)) for one in ids]
        self._pages.move_to_end(number)
        self._asked.discard(number)
        self._stale.discard(number)
        while len(self._pages) > _KEPT:
            self._pages.popitem(last=False)
        self._tell(number * PAGE, number * PAGE + len(ids) - 1)
        self.arrived.emit()
        self._ask()

    def _made(self, row: Row | None) -> _Line:
        return _Line(row, self.sight.gone() if row is None else self.sight.cells(row))

    def _tell(self, first: int, last: int) -> None:
        self.dataChanged.emit(self.index(first, 0), self.index(last, len(self._columns) - 1))


def _put_last(listed: list[int], number: int) -> None:
    if number in listed:
        listed.remove(number)
    listed.append(number)
    del listed[:-_WAITING]


_TOLD = frozenset({Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole})
