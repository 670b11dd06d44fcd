"""Which columns a list shows: a menu over its head and at its foot."""

from functools import partial

from PySide6.QtCore import QEvent, QObject, QPoint, Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtWidgets import QMenu
from typing_extensions import override

from core.record import Field
from core.services import listing
from gui.ledger.table import RowsTable

_NO_ROOM = "（窗口窄，放不下）"


class ColumnMenu(QMenu):
    """Ticked columns are shown; a column ticked anew stands next to the name."""

    def __init__(self, table: RowsTable) -> None:
        super().__init__(table)
        self._table = table
        self._more = QMenu("更多栏目", self)
        head = table.horizontalHeader()
        head.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        head.customContextMenuRequested.connect(lambda at: self.popup(head.mapToGlobal(at)))
        table.installEventFilter(self)
        self.aboutToShow.connect(self._fill)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The menu key and Shift+F10 in the list open it too."""
        by_key = (
            isinstance(event, QContextMenuEvent)
            and event.reason() is QContextMenuEvent.Reason.Keyboard
        )
        if by_key:
            head = self._table.horizontalHeader()
            self.popup(head.mapToGlobal(QPoint(0, head.height())))
        return by_key or super().eventFilter(watched, event)

    def _fill(self) -> None:
        self.clear()
        self._more.clear()
        ledger = self._table.rows.sight.ledger
        listed = ledger.listed()
        for one in listed:
            self._add(self, one)
        self.addMenu(self._more)
        for one in listing.others(ledger, listed):
            self._add(self._more, one)
        self.addSeparator()
        self.addAction("恢复默认栏目", self._table.restore)

    def _add(self, menu: QMenu, one: Field) -> None:
        """One column; the name always stands, and so does what stands below it."""
        table, sight = self._table, self._table.rows.sight
        shown = one.key in table.shown
        keys = [column.key for column in table.rows.columns]
        hidden = one.key in keys and table.isColumnHidden(keys.index(one.key))
        act = menu.addAction(one.label + (_NO_ROOM if hidden else ""))
        act.setCheckable(True)
        act.setChecked(shown)
        fixed = {sight.ledger.naming.key, *(c.key for c in sight.ledger.detail if sight.two)}
        act.setEnabled(one.key not in fixed)
        act.triggered.connect(partial(self._turn, one.key, wanted=not shown))

    def _turn(self, key: str, *, wanted: bool) -> None:
        """Show a column, or show it no longer."""
        sight, keys = self._table.rows.sight, [k for k in self._table.shown if k != key]
        if wanted:
            keys.insert(keys.index(sight.ledger.naming.key) + 1, key)
        self._table.arrange(tuple(keys))
