"""A choice made by initials alone: what was typed becomes the best match when the field is left."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from core import codes, words
from gui.widgets.choices import Choice, SearchEditor

_ENTER = {Qt.Key.Key_Return, Qt.Key.Key_Enter}


class QuickChoice(SearchEditor):
    """One of many without touching the list: `ll` and Tab is 邻里纠纷.

    Ctrl+Enter in the open list settles the choice and tells `submitted`: a list that is open
    takes every key, so that the form's own shortcut does not hear it.
    """

    submitted = Signal()

    def __init__(self, choices: Sequence[Choice] = (), parent: QWidget | None = None) -> None:
        super().__init__(choices, None, parent)
        completer = self.completer()
        if completer is not None:
            completer.popup().installEventFilter(self)

    def settle(self) -> None:
        """Choose what the typed characters or initials mean; unknown words stay as they are."""
        typed = words.fold(self.text())
        if not typed or self.chosen:
            return
        names = [self.itemText(row) for row in range(self.count()) if self.itemText(row)]
        found = _best(typed, names)
        if found:
            self.set_text(found)

    @override
    def set_text(self, text: str) -> None:
        super().set_text(text)
        line = self.lineEdit()
        if line is not None and not self.hasFocus():
            line.setCursorPosition(0)

    @override
    def focusOutEvent(self, event: QFocusEvent) -> None:
        if event.reason() != Qt.FocusReason.PopupFocusReason:
            self.settle()
        super().focusOutEvent(event)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if (
            isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.KeyPress
            and event.key() in _ENTER
            and event.modifiers() & Qt.KeyboardModifier.ControlModifier
        ):
            self.settle()
            completer = self.completer()
            if completer is not None:
                completer.popup().hide()
            self.submitted.emit()
            return True
        return super().eventFilter(watched, event)


def coded(table: str) -> list[Choice]:
    """The choices of a code table."""
    return [(one.code, one.name) for one in codes.table(table).items]


def _best(typed: str, names: Sequence[str]) -> str:
    """The first name that begins with what was typed, by sound or letter; else that holds it."""
    if typed.isascii():
        spelled = {name: words.keys(name) for name in names}
        begins = (name for name in names if any(k.startswith(typed) for k in spelled[name]))
    else:
        begins = (name for name in names if words.fold(name).startswith(typed))
    return next(begins, "") or next((name for name in names if typed in words.fold(name)), "")
