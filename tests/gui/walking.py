"""Going through a screen by Tab, as a clerk without a mouse does."""

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QScrollArea, QWidget


def focusable(screen: QWidget) -> list[QWidget]:
    """Every control of the screen that shows and takes the focus by Tab; of several tabs one."""
    return [
        widget
        for widget in screen.findChildren(QWidget)
        if widget.isVisible()
        and widget.isEnabled()
        and widget.focusProxy() is None
        and widget.focusPolicy() & Qt.FocusPolicy.TabFocus
        and not _is_turned_to_by_arrows(widget)
    ]


def _is_turned_to_by_arrows(widget: QWidget) -> bool:
    group = widget.group() if isinstance(widget, QAbstractButton) else None
    return group is not None and group.exclusive() and not widget.isChecked()


def is_reached(widget: QWidget, reached: list[QWidget]) -> bool:
    """Whether Tab came to a control; of several tabs to any of them, arrows turn to the others."""
    group = widget.group() if isinstance(widget, QAbstractButton) else None
    together = group.buttons() if group is not None and group.exclusive() else [widget]
    return any(one in reached for one in together)


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


def sideways(screen: QWidget) -> list[str]:
    """Areas that move sideways, and parts that stand out of the window."""
    found = [
        type(area).__name__
        for area in screen.findChildren(QScrollArea)
        if area.isVisible() and area.horizontalScrollBar().maximum() > 0
    ]
    window = screen.window()
    return found + [
        told(part)
        for part in screen.findChildren(QWidget)
        if part.isVisible()
        and part.window() is window
        and part.mapTo(window, QPoint(part.width(), 0)).x() > window.width()
    ]


def cut(screen: QWidget) -> list[str]:
    """Labels and buttons whose words have not the room they need."""
    parts = [*screen.findChildren(QLabel), *screen.findChildren(QAbstractButton)]
    return [told(part) for part in parts if part.isVisible() and part.text() and _is_cut(part)]


def _is_cut(part: QLabel | QAbstractButton) -> bool:
    if isinstance(part, QLabel) and part.wordWrap():
        return part.height() < part.heightForWidth(part.width()) - 1
    needed = part.minimumSizeHint()
    return part.width() < needed.width() - 1 or part.height() < needed.height() - 1


def told(part: QWidget) -> str:
    """A part as a failing test names it."""
    text = part.text() if isinstance(part, QLabel | QAbstractButton) else part.accessibleName()
    return f"{type(part).__name__} {text[:24]!r} {part.width()}x{part.height()}"
