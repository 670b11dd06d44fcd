"""Days and times: typed in any fashion and understood while one types, or picked from a month."""

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import QDate, QPoint, Qt
from PySide6.QtGui import QAction, QFocusEvent, QKeyEvent, QTextCharFormat
from PySide6.QtWidgets import QCalendarWidget, QFrame, QLineEdit, QVBoxLayout, QWidget
from typing_extensions import override

from core import dates, workdays
from gui import theme
from gui.widgets.editors import LineEditor

_ISO = "yyyy-MM-dd"

Meaning = tuple[str, str]
"""How a value is written out in full, and what else is worth saying of it."""
Understand = Callable[[str], Meaning | None]


class SpokenEditor(LineEditor):
    """A line whose text is the value it means; leaving it writes that out.

    What makes no sense stays as it was typed.
    """

    def __init__(self, understand: Understand, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._understand = understand

    @override
    def text(self) -> str:
        typed = super().text()
        meant = self._understand(typed)
        return meant[0] if meant else typed

    @property
    def said(self) -> str:
        """What is understood, to be said beside: = 2026-03-25 周三."""
        typed = super().text()
        written, more = self._understand(typed) or (typed, "")
        return more if written == typed else f"= {written} {more}".strip()

    @override
    def focusOutEvent(self, event: QFocusEvent) -> None:
        if event.reason() != Qt.FocusReason.PopupFocusReason and self.said:
            self.set_text(self.text())
        super().focusOutEvent(event)


class TimeEditor(SpokenEditor):
    """A time as text: 930, 9:30, 9点半."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(_time, parent)
        self.setPlaceholderText("9:30")


class MomentEditor(SpokenEditor):
    """A day with a time: 3-25 8:30, 昨天9点半."""

    def __init__(self, today: date | None = None, parent: QWidget | None = None) -> None:
        super().__init__(self._moment, parent)
        self.today = today
        self.setPlaceholderText("3-25 8:30")

    def _moment(self, typed: str) -> Meaning | None:
        found = dates.parse_moment(typed, self.today) if self.today else None
        return (f"{found:%Y-%m-%d %H:%M}", dates.weekday(found)) if found else None


class DateEditor(SpokenEditor):
    """A day as text (20260325, 3-25, 今天, 3个工作日 …); Alt+↓ or the picture opens a calendar."""

    def __init__(self, today: date | None = None, parent: QWidget | None = None) -> None:
        super().__init__(self._day, parent)
        self.today = today
        self.setPlaceholderText("3-25、今天")
        opening = QAction(theme.icon("calendar-month-outline", "ink3"), "打开日历（Alt+↓）", self)
        opening.triggered.connect(self.open_calendar)
        self.addAction(opening, QLineEdit.ActionPosition.TrailingPosition)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        alt_down = event.key() == Qt.Key.Key_Down and (
            event.modifiers() & Qt.KeyboardModifier.AltModifier
        )
        if alt_down or event.key() == Qt.Key.Key_F4:
            self.open_calendar()
        else:
            super().keyPressEvent(event)

    def open_calendar(self) -> QFrame:
        """Show a month below the field; Enter or a click takes the day, Esc takes none."""
        popup = QFrame(self, Qt.WindowType.Popup)
        popup.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        popup.setProperty("kind", "card")
        around = QVBoxLayout(popup)
        around.setContentsMargins(4, 4, 4, 4)
        calendar = _calendar(self._shown_day())
        calendar.activated.connect(lambda day: self._take(day, popup))
        calendar.clicked.connect(lambda day: self._take(day, popup))
        around.addWidget(calendar)
        popup.move(self.mapToGlobal(QPoint(0, self.height() + 2)))
        popup.show()
        calendar.setFocus()
        return popup

    def _take(self, day: QDate, popup: QFrame) -> None:
        popup.close()
        self.setText(day.toString(_ISO))
        self.setFocus()
        self.edited.emit()

    def _shown_day(self) -> QDate:
        typed = QDate.fromString(self.text().strip(), _ISO)
        if typed.isValid() or self.today is None:
            return typed
        return QDate(self.today.year, self.today.month, self.today.day)

    def _day(self, typed: str) -> Meaning | None:
        if self.today is None:
            return None
        found = dates.parse_date(typed, self.today) or workdays.deadline(typed, self.today)
        return (f"{found}", dates.weekday(found)) if found else None


def _time(typed: str) -> Meaning | None:
    found = dates.parse_time(typed)
    return (f"{found:%H:%M}", "") if found else None


def _calendar(day: QDate) -> QCalendarWidget:
    calendar = QCalendarWidget()
    calendar.setAccessibleName("日历")
    calendar.setVerticalHeaderFormat(QCalendarWidget.VerticalHeaderFormat.NoVerticalHeader)
    calendar.setFirstDayOfWeek(Qt.DayOfWeek.Monday)
    weekend = QTextCharFormat()
    weekend.setForeground(theme.color("ink3"))
    for one in (Qt.DayOfWeek.Saturday, Qt.DayOfWeek.Sunday):
        calendar.setWeekdayTextFormat(one, weekend)
    if day.isValid():
        calendar.setSelectedDate(day)
    return calendar
