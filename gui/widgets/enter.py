"""Enter in the editors of a table of lines; an Enter that ends a composition is no Enter."""

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QInputMethodEvent, QKeyEvent
from PySide6.QtWidgets import QWidget
from typing_extensions import override

_ENTER = frozenset({Qt.Key.Key_Return, Qt.Key.Key_Enter})


class EnterWatch(QObject):
    """Tells that Enter was pressed in a watched editor; Ctrl+Enter goes on to the form."""

    pressed = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._composing = False

    def watch(self, editor: QWidget) -> None:
        """Listen to one more editor."""
        editor.installEventFilter(self)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QInputMethodEvent):
            self._composing = bool(event.preeditString())
        if (
            isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.KeyPress
            and event.key() in _ENTER
            and not event.modifiers() & Qt.KeyboardModifier.ControlModifier
            and not self._composing
        ):
            self.pressed.emit()
            return True
        return super().eventFilter(watched, event)
