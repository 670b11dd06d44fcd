"""What is said below a line of a form: what makes no sense, else what the check found."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from gui.widgets import parts


class Below(QLabel):
    """Takes no room while there is nothing to say."""

    def __init__(self) -> None:
        super().__init__()
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(True)
        self.hide()
        self._problem = self._note = self._tone = ""

    def set_problem(self, text: str) -> None:
        """What to do about what is typed; an empty text takes it away."""
        self._problem = text
        self._say()

    def set_note(self, text: str, tone: str = "") -> None:
        """What the check found."""
        self._note, self._tone = text, tone
        self._say()

    def _say(self) -> None:
        self.setText(self._problem or self._note)
        if self.parent() is not None:
            self.setVisible(bool(self.text()))
        parts.set_look(self, kind="problem" if self._problem else "note", tone=self._tone)
