"""How a person looks at one ledger: put back before it is read, kept when they change it."""

from dataclasses import replace
from uuid import UUID

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QWidget

from core.errors import UserError
from core.services import views
from core.services.views import View
from gui.ledger.reading import Reading
from gui.ledger.table import RowsTable
from gui.tasks import Desk, Jot, Query

PAUSE_MS = 500


class Viewing(QObject):
    """Columns, widths, order and lines of one list; a view that cannot be kept is no trouble."""

    def __init__(self, desk: Desk, table: RowsTable, reading: Reading, owner: QWidget) -> None:
        super().__init__(owner)
        self._desk = desk
        self._owner = owner
        self._table = table
        self._reading = reading
        self._ledger = table.rows.sight.ledger.name
        self._kept: View | None = None
        self._wanted: UUID | None = None
        self._pause = QTimer(self, singleShot=True, interval=PAUSE_MS)
        self._pause.timeout.connect(self.keep)
        table.arranged.connect(self._pause.start)
        table.sort_wanted.connect(lambda _key, _rising: self._pause.start())

    def read(self, record: UUID | None) -> None:
        """Read the list, as its reader left it; the record named stays chosen."""
        self._wanted = record
        owner = self._desk.station.actor.id
        Query(self._desk, self._owner, views.seen, owner, self._ledger).then(self._begin).start()

    def keep(self) -> None:
        """Keep what was changed, at once."""
        self._pause.stop()
        if self._kept is None or self._desk.station.readonly:
            return
        view = self._view()
        if view == self._kept:
            return
        before, self._kept = self._kept, view

        def again(_error: UserError) -> None:
            self._kept = before

        Jot(self._desk, self._owner, views.keep, self._ledger, view).failed(again).start()

    def _view(self) -> View:
        sight, wanted = self._table.rows.sight, self._reading.wanted
        declared = replace(sight, chosen=()).columns() == self._table_columns()
        columns = () if declared else self._table.shown
        return View(columns, self._table.columns.drawn, wanted.order, wanted.rising)

    def _table_columns(self) -> tuple[object, ...]:
        field = self._table.rows.sight.ledger.field
        return tuple(map(field, self._table.columns.order()))

    def _begin(self, found: tuple[View, bool]) -> None:
        view, two = found
        sight = replace(self._table.rows.sight, two=two)
        if self._kept is None:
            self._kept = view
            self._table.look(replace(sight, chosen=view.columns), view.widths)
            self._reading.order = (view.order, view.rising)
        elif sight != self._table.rows.sight:
            self._table.look(replace(sight, chosen=self._view().columns), self._kept.widths)
        self._reading.reload(self._wanted)
