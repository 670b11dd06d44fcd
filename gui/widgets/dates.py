"""The date editor: typed in any fashion, or picked from a calendar."""

from datetime import date

from PySide6.QtCore import QDate, QPoint, Qt
from PySide6.QtGui import QAction, QKeyEvent, QTextCharFormat
from PySide6.QtWidgets import QCalendarWidget, QFrame, QLineEdit, QVBoxLayout, QWidget
from typing_extensions import override

from gui import theme
from gui.widgets.editors import LineEditor

_ISO = "yyyy-MM-dd"


class DateEditor(LineEditor):
    """A day as text (20260325, 3-25, 今天 …); Alt+↓ or the small picture opens a calendar."""

    def __init__(self, today: date | None = None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._today = today
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
        if typed.isValid():
            return typed
        return QDate(self._today.year, self._today.month, self._today.day) if self._today else typed


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
