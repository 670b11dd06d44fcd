"""Beside the list: a record to read, or the form to register or change one."""

from collections.abc import Callable, Iterator
from datetime import date
from functools import cached_property
from typing import ClassVar

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QStackedWidget

from core.ledger import Ledger
from core.rights import Right
from core.services.records import Row
from gui.ledger.destroy_form import DestroyForm
from gui.ledger.detail import RecordDetail
from gui.ledger.form import RecordForm
from gui.ledger.grid_of_fields import Stock, box_of
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
    dropped = Signal()
    ended = Signal(object)
    opened = Signal()
    remove_wanted = Signal()
    form_class: ClassVar[type[RecordForm]] = RecordForm

    def __init__(self, desk: Desk, ledger: Ledger, today: Callable[[], date], act: str) -> None:
        super().__init__()
        self.setProperty("kind", "card")
        self.setMinimumWidth(_NARROWEST)
        self.detail = RecordDetail(desk, ledger, today)
        self._desk, self._today, self._act = desk, today, act
        self._stock: Stock = {}
        self._stack = QStackedWidget()
        self._stack.addWidget(self.detail)
        self._ledger, self._may_destroy = ledger, desk.station.actor.may(Right.MANAGE)
        parts.rows(self, (1, 1, 1, 1)).addWidget(self._stack)
        self._lay_out_foot(ledger)
        self.detail.closed.connect(self.closed)

    @cached_property
    def ending(self) -> DestroyForm:
        """The form that destroys a record; made when it is first wanted."""
        made = DestroyForm(self._desk)
        made.left.connect(lambda: self._stack.setCurrentWidget(self.detail))
        made.destroyed.connect(self.ended)
        self._stack.addWidget(made)
        return made

    @cached_property
    def form(self) -> RecordForm:
        """Made when it is first wanted: most of the time one reads."""
        made = self.form_class(self._desk, self._ledger, self._today, self._act, self._stock)
        made.left.connect(self._on_left)
        made.saved.connect(self._on_saved)
        made.dropped.connect(self.dropped)
        self._stack.addWidget(made)
        return made

    def ahead(self) -> Iterator[object]:
        """Make the form before it is wanted: its boxes one by one, the whole, how it looks."""
        for one in self._ledger.editable():
            if one.key not in self._stock and "form" not in vars(self):
                self._stock[one.key] = box_of(one, self._today())
                yield one
        yield self.form
        parts.look_ahead(self.form, self._stack.size())
        yield self.form

    @property
    def editing(self) -> bool:
        """Whether the form is in front."""
        return isinstance(self._stack.currentWidget(), RecordForm)

    def show_row(self, row: Row, *, may_keep: bool) -> None:
        """A record to read."""
        voided = bool(row.values.get("voided_on"))
        self._change.setVisible(may_keep)
        number = self._ledger.number
        self._remove.setText("作废" if number is not None and row.texts[number.key] else "删除")
        self._remove.setVisible(may_keep and not voided)
        aside = voided or bool(row.values.get("closed_on"))
        self._end.setVisible(self._may_destroy and aside)
        before = self.detail.row
        ending = isinstance(self._stack.currentWidget(), DestroyForm)
        stays = ending and before is not None and before.id == row.id
        self.detail.show_row(row)
        if not stays:
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
        self._remove = parts.button("删除", self.remove_wanted.emit, "delete-outline", "danger")
        words, icon = _OPENS.get(ledger.name, ("修改", "pencil-outline"))
        self._change = parts.button(words, self.opened.emit, icon, "primary", "F2")
        self._end = parts.button("彻底销毁…", self._destroy, "delete-forever-outline", "danger")
        foot.addWidget(self._remove)
        foot.addWidget(self._end)
        foot.addStretch()
        foot.addWidget(self._change)

    def _destroy(self) -> None:
        row = self.detail.row
        if row is not None:
            self._stack.setCurrentWidget(self.ending)
            self.ending.begin(self._ledger, row.id)

    def _on_left(self) -> None:
        self.leave()
        self.closed.emit()

    def _on_saved(self, identity: object) -> None:
        self._stack.setCurrentWidget(self.detail)
        self.saved.emit(identity)
