"""Help over a screen that stands before the frame: unlocking, the first run, restoring."""

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from gui.tasks import Desk
from gui.widgets import keys, parts
from gui.widgets.help_pane import WIDTH, HelpPane

_CORNER = 16


class HelpOver(HelpPane):
    """A button in the corner and F1 open the page of `place` at the right of `screen`."""

    def __init__(self, desk: Desk, screen: QWidget, place: str) -> None:
        super().__init__(desk)
        self.button = parts.tool("help-circle-outline", "帮助（F1）", lambda: self.toggle(place))
        self.button.setParent(screen)
        self.setParent(screen)
        self.hide()
        screen.installEventFilter(self)
        keys.give(screen, {"F1": lambda: self.toggle(place)})

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in {QEvent.Type.Resize, QEvent.Type.Show} and isinstance(watched, QWidget):
            hint = self.button.sizeHint()
            right = watched.width() - _CORNER
            self.button.setGeometry(right - hint.width(), _CORNER, hint.width(), hint.height())
            self.setGeometry(watched.width() - WIDTH, 0, WIDTH, watched.height())
            for part in (self.button, self):
                part.raise_()
        return super().eventFilter(watched, event)
