"""Which day: back and forth from one meeting to the next, a day typed, or today."""

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QSizePolicy

from core import dates
from gui.widgets import parts
from gui.widgets.dates import DateEditor
from gui.widgets.editors import width_of

_WEEKDAYS = "一二三四五六日"


def weekday(day: date) -> str:
    """星期三."""
    return f"星期{_WEEKDAYS[day.weekday()]}"


class DayStepper(QFrame):
    """‹ day › 今天; `chosen` tells another day."""

    chosen = Signal(object)

    def __init__(self, today: date) -> None:
        super().__init__()
        self._today = today
        self._day = today
        self._held: Sequence[date] = ()
        self.editor = DateEditor(today)
        self.editor.setAccessibleName("会议日期")
        self.editor.setFixedWidth(width_of(12))
        self.editor.returnPressed.connect(self._on_typed)
        self.editor.left.connect(self._on_typed)
        self.back = parts.tool("chevron-left", "上一次晨会（Alt+PageUp）", self.go_back)
        self.forth = parts.tool("chevron-right", "下一次晨会（Alt+PageDown）", self.go_forth)
        self._to_today = parts.button("今天", lambda: self._go(self._today), kind="link")
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        across = parts.columns(self, gap=2)
        for part in (self.back, self.editor, self.forth, self._to_today):
            across.addWidget(part)

    def show_day(self, day: date, held: Sequence[date]) -> None:
        """Show a day; `held` are the days there are meetings on."""
        self._day = day
        self._held = held
        self.editor.set_text(f"{day}")
        self._to_today.setVisible(day != self._today)
        self.back.setEnabled(self._neighbour(-1) is not None)
        self.forth.setEnabled(self._neighbour(1) is not None)

    def go_back(self) -> None:
        """The meeting before."""
        self._go(self._neighbour(-1))

    def go_forth(self) -> None:
        """The meeting after, at last today."""
        self._go(self._neighbour(1))

    def _neighbour(self, way: int) -> date | None:
        days = sorted({*self._held, self._today})
        if way < 0:
            return max((one for one in days if one < self._day), default=None)
        return min((one for one in days if one > self._day), default=None)

    def _go(self, day: date | None) -> None:
        if day is not None and day != self._day:
            self.chosen.emit(day)

    def _on_typed(self) -> None:
        """Go to the day typed; what is no day goes back to the one shown."""
        day = dates.parse_date(self.editor.text(), self._today)
        if day is None:
            self.editor.set_text(f"{self._day}")
        else:
            self._go(day)
