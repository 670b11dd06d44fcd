"""The filters there is no room for in the bar: one button, and they stand below it."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, QPoint, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QPushButton
from typing_extensions import override

from gui.ledger.value_filter import ValueFilter
from gui.widgets import parts

_WIDTH = 200
_ROWS = 6
"""As many stand below each other as a small window has room for."""


class MoreFilters(QPushButton):
    """Says how many of its filters narrow; hidden where a ledger has none of these."""

    def __init__(self, filters: Sequence[ValueFilter]) -> None:
        super().__init__()
        self.setProperty("kind", "filter")
        self.setAutoDefault(False)
        self.setToolTip("按其余栏目筛选")
        self._filters = filters
        self._popup = self._lay_out()
        self.clicked.connect(lambda _checked: self.open())
        if not filters:
            self.hide()
        self.refresh()

    def open(self) -> None:
        """Show the filters below the button."""
        self._popup.move(self.mapToGlobal(QPoint(0, self.height() + 2)))
        self._popup.show()
        self._filters[0].setFocus(Qt.FocusReason.PopupFocusReason)

    def refresh(self) -> None:
        """Say how many narrow; that looks filled."""
        count = sum(bool(one.chosen) for one in self._filters)
        self.setText(f"更多筛选 {count} ▾" if count else "更多筛选 ▾")
        self.setAccessibleName(f"更多筛选：{count} 项" if count else "更多筛选")
        parts.set_look(self, active="yes" if count else "")

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Esc puts the filters away, and is not the page's as well."""
        if not isinstance(event, QKeyEvent) or event.key() != Qt.Key.Key_Escape:
            return super().eventFilter(watched, event)
        if event.type() == QEvent.Type.ShortcutOverride:
            event.accept()
        elif event.type() == QEvent.Type.KeyPress:
            self._popup.hide()
            self.setFocus()
        return True

    def _lay_out(self) -> QFrame:
        popup = QFrame(self, Qt.WindowType.Popup)
        popup.setProperty("kind", "card")
        grid = QGridLayout(popup)
        grid.setContentsMargins(16, 12, 16, 12)
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(8)
        for place, one in enumerate(self._filters):
            column, row = divmod(place, _ROWS)
            grid.addWidget(parts.label(one.label, "cell_name"), row, 2 * column)
            grid.addWidget(one, row, 2 * column + 1)
            grid.setColumnMinimumWidth(2 * column + 1, _WIDTH)
        for part in (popup, *self._filters):
            part.installEventFilter(self)
        return popup
