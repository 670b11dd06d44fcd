"""The filters there is no room for in the bar: one button, and they stand below it."""

from collections.abc import Mapping

from PySide6.QtCore import QEvent, QObject, QPoint, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QPushButton
from typing_extensions import override

from gui.ledger.value_filter import ValueFilter
from gui.widgets import parts

_WIDTH = 300


class MoreFilters(QPushButton):
    """Says how many of its filters narrow; hidden where a ledger has none of these."""

    def __init__(self, filters: Mapping[str, ValueFilter]) -> None:
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
        first = next(iter(self._filters.values()))
        first.setFocus(Qt.FocusReason.PopupFocusReason)

    def refresh(self) -> None:
        """Say how many narrow; that looks filled."""
        count = sum(bool(one.chosen) for one in self._filters.values())
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
        for row, one in enumerate(self._filters.values()):
            grid.addWidget(parts.label(one.label, "cell_name"), row, 0)
            grid.addWidget(one, row, 1)
        grid.setColumnStretch(1, 1)
        popup.setMinimumWidth(_WIDTH)
        for part in (popup, *self._filters.values()):
            part.installEventFilter(self)
        return popup
