"""A clerk at the keyboard: keys go where the focus is, an open list first, and are counted."""

from PySide6.QtGui import QInputMethodEvent, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication


class Typist:
    """Counts every key pressed."""

    def __init__(self) -> None:
        self.presses = 0

    def press(self, *keys: str) -> None:
        """Press keys such as `Tab`, `Ctrl+Return`."""
        for key in keys:
            combination = QKeySequence(key)[0]
            QTest.keyClick(_target(), combination.key(), combination.keyboardModifiers())
            self.presses += 1

    def type(self, text: str) -> None:
        """Type letters and digits."""
        for letter in text:
            QTest.keyClicks(_target(), letter)
            self.presses += 1

    def say(self, text: str, keys: int = 0) -> None:
        """Commit Chinese text from the input method, which took so many keys."""
        self.compose("pinyin")
        event = QInputMethodEvent("", [])
        event.setCommitString(text)
        QApplication.sendEvent(_target(), event)
        self.presses += keys

    def compose(self, preedit: str) -> None:
        """Show what the input method has not committed yet."""
        QApplication.sendEvent(_target(), QInputMethodEvent(preedit, []))


def _target():
    return QApplication.activePopupWidget() or QApplication.focusWidget()
