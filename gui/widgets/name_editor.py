"""The name of a party: Enter asks for one more, Alt+↓ for the details."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from typing_extensions import override

from gui.widgets.editors import LineEditor


class NameEditor(LineEditor):
    """A name: Enter asks for one more of the same side, Alt+↓ for the details."""

    more = Signal()
    details = Signal()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        alt = event.modifiers() & Qt.KeyboardModifier.AltModifier
        control = event.modifiers() & Qt.KeyboardModifier.ControlModifier
        enter = event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}
        if alt and event.key() == Qt.Key.Key_Down:
            self.details.emit()
        elif enter and not control and not self._composing:
            self.more.emit()
        else:
            super().keyPressEvent(event)
