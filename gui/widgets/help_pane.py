"""Help beside the page: a short text of the place one is in, from `resources/help`."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QTextCursor, QTextDocument
from PySide6.QtWidgets import QFrame, QTextBrowser
from typing_extensions import override

from core import places
from gui.widgets import parts

WIDTH = 316
_COMMON = "common"
_INDENT, _BELOW = 14, 8


class HelpPane(QFrame):
    """Opened and closed with F1; Esc closes it too."""

    def __init__(self) -> None:
        super().__init__()
        self.setFixedWidth(WIDTH)
        card = parts.frame("card")
        parts.rows(self, (0, 12, 16, 16)).addWidget(card)
        down = parts.rows(card, (16, 8, 8, 8))
        head = parts.columns()
        head.addWidget(parts.label("帮助", "heading"))
        head.addStretch()
        head.addWidget(parts.tool("close", "关闭帮助（F1）", self.hide))
        down.addLayout(head)
        self._text = QTextBrowser()
        self._text.setAccessibleName("帮助内容")
        self._text.setFrameShape(QFrame.Shape.NoFrame)
        self._text.setTabChangesFocus(True)
        self._text.document().setDocumentMargin(0)
        down.addWidget(self._text, 1)
        self.hide()

    @property
    def text(self) -> str:
        """What is shown, without marks."""
        return self._text.toPlainText()

    def toggle(self, place: str) -> None:
        """Show the help of a place, or close it."""
        if self.isHidden():
            self.show_place(place)
            self.show()
            self._text.setFocus()
        else:
            self.hide()

    def show_place(self, place: str) -> None:
        """Turn to another place's text, followed by the keys that work everywhere."""
        texts = (place, _COMMON)
        files = [places.resources() / "help" / f"{name}.md" for name in texts]
        found = [file.read_text("utf-8") for file in files if file.is_file()]
        self._text.setMarkdown("\n\n".join(found))
        _space_out(self._text.document())

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.hide()
        else:
            super().keyPressEvent(event)


def _space_out(document: QTextDocument) -> None:
    """Markdown leaves no room between its paragraphs."""
    document.setIndentWidth(_INDENT)
    block = document.begin()
    while block.isValid():
        shape = block.blockFormat()
        shape.setBottomMargin(_BELOW)
        QTextCursor(block).setBlockFormat(shape)
        block = block.next()
