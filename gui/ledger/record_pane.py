"""Beside the list: a record to read, or the form to register or change one."""

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QStackedWidget

from core.ledger import Ledger
from core.services.records import Row
from gui.ledger.detail import RecordDetail
from gui.ledger.form import RecordForm
from gui.tasks import Desk
from gui.widgets import parts

_NARROWEST = 300
_OPENS = {
    "mediation_case": ("打开办理", "open-in-new"),
    "meeting": ("打开会议", "open-in-new"),
}
"""Ledgers whose records are worked on in a screen of their own."""


class RecordPane(QFrame):
    """A card with the record; the form takes its place while one types."""

    closed = Signal()
    saved = Signal(object)
    opened = Signal()
    remove_wanted = Signal()

    def __init__(self, desk: Desk, ledger: Ledger, today: Callable[[], date], act: str) -> None:
        super().__init__()
        self.setProperty("kind", "card")
        self.setMinimumWidth(_NARROWEST)
        self.detail = RecordDetail(desk, ledger, today)
        self.form = RecordForm(desk, ledger, today, act)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.detail)
        self._stack.addWidget(self.form)
        parts.rows(self, (1, 1, 1, 1)).addWidget(self._stack)
        self._lay_out_foot(ledger)
        self.detail.closed.connect(self.closed)
        self.form.left.connect(self._on_left)
        self.form.saved.connect(self._on_saved)

    @property
    def editing(self) -> bool:
        """Whether the form is in front."""
        return self._stack.currentWidget() is self.form

    def show_row(self, row: Row, *, may_keep: bool) -> None:
        """A record to read."""
        voided = bool(row.values.get("voided_on"))
        self._change.setVisible(may_keep)
        self._remove.setVisible(may_keep and not voided)
        self.detail.show_row(row)
        self._stack.setCurrentWidget(self.detail)

    def begin(self) -> None:
        """The form of a new record."""
        if not (self.editing and self.form.record is None and self.form.drafts.dirty):
            self.leave()
            self._stack.setCurrentWidget(self.form)
            self.form.begin()

    def edit(self, row: Row) -> None:
        """The form of a record."""
        self.leave()
        self._stack.setCurrentWidget(self.form)
        self.form.edit(row)

    def focus(self) -> None:
        """Go to the first field of the form."""
        self.form.fields.focus()

    def keep_draft(self) -> None:
        """Keep what is half typed; the form stays."""
        if self.editing:
            self.form.drafts.keep()

    def leave(self) -> None:
        """Keep what is half typed, and put the form away."""
        if self.editing:
            self.form.leave()
            self._stack.setCurrentWidget(self.detail)

    def narrow(self, *, is_narrow: bool) -> None:
        """Offer the way back where the list is behind."""
        self.detail.narrow(is_narrow=is_narrow)

    def _lay_out_foot(self, ledger: Ledger) -> None:
        foot = self.detail.foot
        words = "作废" if ledger.number is not None else "删除"
        self._remove = parts.button(words, self.remove_wanted.emit, "delete-outline", "danger")
        words, icon = _OPENS.get(ledger.name, ("修改", "pencil-outline"))
        self._change = parts.button(words, self.opened.emit, icon, "primary", "F2")
        foot.addWidget(self._remove)
        foot.addStretch()
        foot.addWidget(self._change)

    def _on_left(self) -> None:
        self.leave()
        self.closed.emit()

    def _on_saved(self, identity: object) -> None:
        self._stack.setCurrentWidget(self.detail)
        self.saved.emit(identity)
