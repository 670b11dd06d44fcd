"""Going through a screen by Tab, as a clerk without a mouse does."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QWidget


def focusable(screen: QWidget) -> list[QWidget]:
    """Every control of the screen that shows and takes the focus by Tab."""
    return [
        widget
        for widget in screen.findChildren(QWidget)
        if widget.isVisible()
        and widget.isEnabled()
        and widget.focusProxy() is None
        and widget.focusPolicy() & Qt.FocusPolicy.TabFocus
    ]


def nameless(screen: QWidget) -> list[QWidget]:
    """Controls that a screen reader could not call by a name."""
    return [
        widget
        for widget in focusable(screen)
        if not widget.accessibleName()
        and not (isinstance(widget, QAbstractButton) and widget.text())
    ]


def walk(screen: QWidget, key: Qt.Key = Qt.Key.Key_Tab) -> list[QWidget]:
    """The controls a full round of Tab (or Backtab) comes to, from the one with the focus."""
    start = QApplication.focusWidget()
    seen = [start]
    while True:
        QTest.keyClick(QApplication.focusWidget(), key)
        now = QApplication.focusWidget()
        if now in seen or now is None:
            return seen
        seen.append(now)
