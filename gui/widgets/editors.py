"""Editors of one value as text; what the text means is `core.draft`'s business."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent, QInputMethodEvent, QKeyEvent, QTextCursor
from PySide6.QtWidgets import QCheckBox, QLineEdit, QPlainTextEdit, QWidget
from typing_extensions import override

from gui import theme

YES = "是"
NO = "否"
_ENTER = {Qt.Key.Key_Return, Qt.Key.Key_Enter}


class LineEditor(QLineEdit):
    """One line; an Enter that belongs to the input method submits nothing."""

    edited = Signal()
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._composing = False
        self.textEdited.connect(lambda _text: self.edited.emit())

    def set_text(self, text: str) -> None:
        """Put a text in and show its beginning; where one types, typing goes on behind it."""
        self.setText(text)
        if not self.hasFocus():
            self.setCursorPosition(0)

    @override
    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        self._composing = bool(event.preeditString())
        super().inputMethodEvent(event)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self._composing and event.key() in _ENTER:
            event.accept()
        else:
            super().keyPressEvent(event)

    @override
    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if event.reason() != Qt.FocusReason.PopupFocusReason:
            self.left.emit()


class LongEditor(QPlainTextEdit):
    """Several lines; Tab leaves the editor, Enter starts a line."""

    edited = Signal()
    left = Signal()

    def __init__(self, lines: int = 4, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._quiet = False
        self.setTabChangesFocus(True)
        self.setMinimumHeight(lines * self.fontMetrics().lineSpacing() + 24)
        self.textChanged.connect(self._on_changed)

    def text(self) -> str:
        """All lines."""
        return self.toPlainText()

    def set_text(self, text: str) -> None:
        """Put a text in without telling `edited`; where one types, typing goes on behind it."""
        self._quiet = True
        self.setPlainText(text)
        if self.hasFocus():
            self.moveCursor(QTextCursor.MoveOperation.End)
        self._quiet = False

    @override
    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if event.reason() != Qt.FocusReason.PopupFocusReason:
            self.left.emit()

    def _on_changed(self) -> None:
        if not self._quiet:
            self.edited.emit()


class YesEditor(QCheckBox):
    """A box to tick; its text is 是 or 否."""

    edited = Signal()
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(YES, parent)
        self.clicked.connect(lambda _checked: self.edited.emit())

    @override
    def text(self) -> str:
        return YES if self.isChecked() else NO

    def set_text(self, text: str) -> None:
        """Tick the box for 是."""
        self.setChecked(text == YES)

    @override
    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.left.emit()


def width_of(letters: int) -> int:
    """The width of a field for so many digits, in the letters now in use."""
    return round(letters * theme.size("body") * 0.58) + 34
