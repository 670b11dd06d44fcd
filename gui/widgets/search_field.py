"""A field for words: tells after a short pause while typing, at once on Enter."""

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QLineEdit, QWidget

from gui import theme
from gui.widgets.editors import LineEditor

PAUSE_MS = 300


class SearchField(LineEditor):
    """A magnifier, a placeholder naming the key, and `searched` with what was typed."""

    searched = Signal(str)

    def __init__(
        self,
        placeholder: str,
        key: str = "",
        parent: QWidget | None = None,
        pause: int = PAUSE_MS,
    ) -> None:
        super().__init__(parent)
        self.setPlaceholderText(f"{placeholder}    {key}".rstrip())
        self.setAccessibleName(placeholder)
        self.setToolTip(f"{placeholder} ({key})" if key else "")
        self.setClearButtonEnabled(True)
        self.addAction(theme.icon("magnify", "ink3"), QLineEdit.ActionPosition.LeadingPosition)
        self._pause = QTimer(self, singleShot=True, interval=pause)
        self._pause.timeout.connect(self._tell)
        self.textChanged.connect(lambda _text: self._pause.start())
        self.returnPressed.connect(self._tell)

    def seek(self) -> None:
        """Come to the keyboard; what is typed replaces what stands here."""
        self.setFocus()
        self.selectAll()

    def _tell(self) -> None:
        self._pause.stop()
        self.searched.emit(self.text().strip())
