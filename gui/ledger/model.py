"""The rows of a list: a snapshot of identities, and pages of records read around the view."""

from collections import OrderedDict
from collections.abc import Iterable, Mapping, Sequence
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

PAGE = 10
_KEPT = 240
_AT_ONCE = 2
_AHEAD = 2
_CALM_MS = 20
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_NOWHERE = QModelIndex()


@dataclass(frozen=True, slots=True)
class _Line:
    row: Row | None
    cells: tuple[Cell, ...]


_UNREAD: Sequence[_Line] = ()


class RowsModel(QAbstractTableModel):
    """As many rows as the snapshot has identities; a row not read yet is blank meanwhile.

    What is in view is read at once and in one question, however fast it is scrolled by; its
    neighbours are read ahead when nothing in view is missing.
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
        self._pages: OrderedDict[int, Sequence[_Line]] = OrderedDict()
        self._stale: set[int] = set()
        self._blank: set[int] = set()
        self._asked: set[int] = set()
        self._questions = 0
        self._view = range(0)
        self._up = False
        self._ahead: tuple[int, ...] = ()
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
        self._blank.clear()
        self._drop_questions()
        self.endResetModel()

    def complete(self, ids: Snapshot) -> bool:
        """Show more of a list whose beginning is shown; false where it begins otherwise."""
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

    def look(self, first: int, last: int) -> None:
        """These rows are in view; most of what is read ahead lies where one is going."""
        view = range(first // PAGE, last // PAGE + 1)
        if view.start != self._view.start:
            self._up = view.start < self._view.start
        self._view = view
        above = range(view.start - 1, view.start - 1 - _AHEAD, -1)
        below = range(view.stop, view.stop + _AHEAD)
        self._ahead = (*above, below[0]) if self._up else (*below, above[0])
        self._ask()

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
        self._questions = 0

    def _line(self, place: int) -> _Line | None:
        number, offset = divmod(place, PAGE)
        page = self._pages.get(number, _UNREAD)
        line = page[offset] if offset < len(page) else None
        if line is None:
            self._blank.add(number)
        if line is None or number in self._stale:
            self._read([number])
        return line

    def _is_missing(self, number: int) -> bool:
        rows = min(PAGE, len(self._ids) - number * PAGE)
        known = len(self._pages.get(number, _UNREAD)) >= rows and number not in self._stale
        return number >= 0 and rows > 0 and not known and number not in self._asked

    def _ask(self) -> None:
        """Read what is missing in view; when all is there or asked for, its neighbours later."""
        self._read(self._view)
        if not self._asked and not self._calm.isActive():
            self._calm.start()

    def _read_ahead(self) -> None:
        """None while rows in view are being read or were just painted."""
        if not self._asked:
            self._read(self._ahead)

    def _read(self, wanted: Iterable[int]) -> None:
        """Ask for the missing pages among these, unless there are questions enough already."""
        numbers = [one for one in wanted if self._is_missing(one)]
        if not numbers or self._questions == _AT_ONCE:
            return
        self._questions += 1
        self._asked.update(numbers)
        parts = {one: self._ids[one * PAGE : (one + 1) * PAGE] for one in numbers}
        show = partial(self._on_read, self._snapshot, parts)
        ids = Snapshot.joined(parts.values())
        Query(self._desk, self._owner, records.rows, self.sight.ledger, ids).then(show).start()

    def _on_read(self, snapshot: int, parts: Mapping[int, Snapshot], found: Sequence[Row]) -> None:
        if snapshot != self._snapshot:
            return
        self._questions -= 1
        rows = {row.id: row for row in found if row.binned == self._binned}
        for number, ids in parts.items():
            self._keep(number, [self._made(rows.get(one)) for one in ids])
        while len(self._pages) > _KEPT:
            self._pages.popitem(last=False)
        self.arrived.emit()
        self._ask()

    def _keep(self, number: int, lines: list[_Line]) -> None:
        """Keep a page; a view that was shown it otherwise is told."""
        told = number in self._blank or number in self._stale
        self._pages[number] = lines
        self._pages.move_to_end(number)
        for waiting in (self._asked, self._stale, self._blank):
            waiting.discard(number)
        if told:
            self._tell(number * PAGE, number * PAGE + len(lines) - 1)

    def _made(self, row: Row | None) -> _Line:
        return _Line(row, self.sight.gone() if row is None else self.sight.cells(row))

    def _tell(self, first: int, last: int) -> None:
        self.dataChanged.emit(self.index(first, 0), self.index(last, len(self._columns) - 1))


_TOLD = frozenset({Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole})
