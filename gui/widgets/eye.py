"""A personal value shown in part, and the eye that shows it whole for half a minute."""

from dataclasses import dataclass
from uuid import UUID

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QFrame, QWidget

from core.record import Field
from core.rights import Right
from core.services import masking
from gui.tasks import Desk, Look, Query
from gui.widgets import parts

SHOWN_MS = 30_000


@dataclass(frozen=True, slots=True)
class Value:
    """One value of one record: its field and its text, in part or whole."""

    table: str
    record: UUID
    field: Field
    text: str


@dataclass(frozen=True, slots=True)
class Eye:
    """Shows values of records that belong together, called `name` in the register of looks."""

    desk: Desk
    name: str
    own: bool

    def shows(self, value: Value) -> QWidget:
        """The value as this person may read it."""
        text = masking.seen(value.field, value.text, own=self.own)
        if text == value.text or not self.desk.station.actor.may(Right.KEEP):
            return parts.passage(text)
        return Veiled(self.desk, self.name, value, text)


class Veiled(QFrame):
    """The value in part with an eye beside it; opening it stands in the register of looks."""

    def __init__(self, desk: Desk, name: str, value: Value, text: str) -> None:
        super().__init__()
        self._desk = desk
        self._name = name
        self._value = value
        self._part = text
        self._timer = QTimer(self, singleShot=True, interval=SHOWN_MS)
        self._timer.timeout.connect(self.hide_again)
        self.text = parts.passage(text)
        told = f"显示完整的{value.field.label}（30 秒，记入查看登记）"
        self.eye = parts.button("显示", self.open, "eye-outline", "link", told)
        self.eye.setAccessibleName(told)
        across = parts.columns(self, (0, 0, 0, 0), 4)
        across.addWidget(self.text)
        across.addWidget(self.eye)
        across.addStretch()

    def open(self) -> None:
        """Read the value whole, show it for a while, and write down who looked."""
        value = self._value
        query = Query(
            self._desk, self, masking.revealed, value.table, value.record, value.field.key
        )
        query.then(self._show).start()

    def hide_again(self) -> None:
        """Show the value in part."""
        self.text.setText(self._part)
        self.eye.show()

    def _show(self, text: str) -> None:
        self.text.setText(text)
        self.text.setFocus(Qt.FocusReason.OtherFocusReason)
        self.eye.hide()
        self._timer.start()
        value = self._value
        told = f"查看{value.field.label}：{self._name}"
        Look(self._desk, self, told, [(value.table, value.record)]).start()
