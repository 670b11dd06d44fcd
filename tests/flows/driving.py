"""A clerk before the real window: keys go where the focus is, eyes read what is shown."""

from collections.abc import Callable, Iterator

from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QComboBox,
    QLabel,
    QLineEdit,
    QListView,
    QMenu,
    QPlainTextEdit,
    QWidget,
)
from typing_extensions import override

from gui.tasks import Desk
from gui.window import Window
from tests.gui.typist import Typist

MOST_TABS = 90


class Hands(Typist):
    """Types, waits until the window rests, and reads; `presses` counts the keys."""

    def __init__(self, qtbot, window: Window) -> None:
        super().__init__()
        self._qtbot = qtbot
        self.window = window

    @property
    def at(self) -> QWidget:
        """Where the keyboard is."""
        return QApplication.activePopupWidget() or QApplication.focusWidget()

    @property
    def here(self) -> str:
        """The name of where the keyboard is."""
        return name_of(self.at)

    @property
    def seen(self) -> str:
        """Everything readable in the window now."""
        return "\n".join(_read(self.window))

    @override
    def press(self, *keys: str) -> None:
        """Press keys, with the time between two of them that a person leaves."""
        for key in keys:
            super().press(key)
            QApplication.processEvents()

    @override
    def type(self, text: str) -> None:
        for letter in text:
            super().type(letter)
            QApplication.processEvents()

    def rest(self) -> None:
        """Wait until nothing is under way, and what came of it is shown."""
        self._qtbot.waitUntil(lambda: not self._busy)
        QApplication.processEvents()
        self._qtbot.waitUntil(lambda: not self._busy)

    def until(self, fact: Callable[[], bool]) -> None:
        """Wait until something is so."""
        self._qtbot.waitUntil(fact)

    def sees(self, *texts: str) -> None:
        """Wait until all of these can be read."""

        def shown() -> None:
            now = self.seen
            missing = [text for text in texts if text not in now]
            assert not missing, f"{missing} not in:\n{now}"

        self._qtbot.waitUntil(shown)

    def go(self, name: str, key: str = "Tab") -> None:
        """Tab until the control of that name, or of that key, has the keyboard."""
        for _ in range(MOST_TABS):
            if name in (self.here, self.at.objectName()):
                return
            self.press(key)
        raise AssertionError(f"Tab never came to {name}; it is at {self.here}")

    def push(self, name: str) -> None:
        """Tab to a button and press it."""
        self.go(name)
        self.press("Space")
        self.rest()

    def do(self, *keys: str) -> None:
        """Press keys, and wait for what they begin."""
        self.press(*keys)
        self.rest()

    def write(self, name: str, text: str) -> None:
        """Tab to a field and put this in place of what stands there."""
        self.go(name)
        self.press("Ctrl+A")
        self.say(text)

    @property
    def _busy(self) -> bool:
        return any(desk.busy for desk in self.window.findChildren(Desk))


def name_of(part: QWidget | None) -> str:
    """What a reader of the screen calls it."""
    found = part and QAccessible.queryAccessibleInterface(part)
    return found.text(QAccessible.Text.Name) if found else ""


def _read(root: QWidget) -> Iterator[str]:
    for part in root.findChildren(QWidget):
        if part.isVisible():
            yield from filter(None, _words(part))


def _words(part: QWidget) -> Iterator[str]:
    if isinstance(part, QLabel | QAbstractButton | QLineEdit):
        yield part.text().strip()
    elif isinstance(part, QComboBox):
        yield part.currentText()
    elif isinstance(part, QPlainTextEdit):
        yield part.toPlainText()
    elif isinstance(part, QMenu):
        yield from (action.text() for action in part.actions())
    elif isinstance(part, QAbstractItemView) and part.model() is not None:
        yield from _rows(part)


def _rows(view: QAbstractItemView) -> Iterator[str]:
    model = view.model()
    for row in range(min(model.rowCount(), 60)):
        for column in range(1 if isinstance(view, QListView) else model.columnCount()):
            index = model.index(row, column)
            for role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
                yield str(index.data(role) or "")
