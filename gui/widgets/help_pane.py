"""Help beside the page: what to do in the place one is in, searched, linked and printed."""

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QFont, QKeyEvent, QTextCharFormat, QTextCursor, QTextDocument, QTextFormat
from PySide6.QtWidgets import QFrame, QTextBrowser
from typing_extensions import override

from core import handbook
from core.handbook import Hit
from core.progress import Progress, silent
from gui import theme
from gui.tasks import Desk, Work
from gui.widgets import parts
from gui.widgets.lines import Line, Lines
from gui.widgets.search_field import SearchField

WIDTH = 340
_ENTER = {Qt.Key.Key_Return, Qt.Key.Key_Enter}
_INDENT, _BELOW, _INSET = 14, 8, 4
_FOOT = "[所有的键](keys) · [出了问题怎么办](trouble) · [帮助首页](start)"
_NOTHING = "没有找到。换个词，或写两个拼音首字母，如“备份”写 bf。"

Print = Callable[[Callable[[Path], int], str], object]


class HelpPane(QFrame):
    """Opened and closed with F1; Esc closes what was found first, then the pane.

    `preview` shows a paper for printing; without it pages are only read.
    """

    def __init__(self, desk: Desk, preview: Print | None = None) -> None:
        super().__init__()
        self._desk = desk
        self._preview = preview
        self._trail: list[str] = []
        self._hits: Sequence[Hit] = ()
        self._answered = ""
        self.setFixedWidth(WIDTH)
        self._title = parts.label("帮助", "heading")
        self._back = parts.tool("arrow-left", "上一页", self._go_back)
        self.search = SearchField("搜帮助：中文或拼音首字母")
        self.search.searched.connect(self._seek)
        self.found = Lines("找到的帮助")
        self.found.chosen.connect(self._choose)
        self._none = parts.label("", "cell_name")
        self._none.setWordWrap(True)
        self._text = QTextBrowser()
        self._text.setAccessibleName("帮助内容")
        self._text.setFrameShape(QFrame.Shape.NoFrame)
        self._text.setTabChangesFocus(True)
        self._text.setOpenLinks(False)
        self._text.anchorClicked.connect(self._follow)
        self._text.document().setDocumentMargin(_INSET)
        self._lay_out()
        self._show_found(found=False)
        self.hide()

    @property
    def text(self) -> str:
        """What is shown, without marks."""
        return f"{self._title.text()}\n{self._text.toPlainText()}"

    @property
    def here(self) -> str:
        """The key of the page that is shown."""
        return self._trail[-1].partition("#")[0] if self._trail else ""

    def toggle(self, place: str) -> None:
        """Show the help of a place, or close it."""
        if self.isHidden():
            self.show_place(place)
            self.show()
            self._text.setFocus()
        else:
            self.hide()

    def show_place(self, place: str) -> None:
        """Turn to another place's page, as the first of a new way."""
        self._trail = []
        self._open(place)

    @property
    def _answers(self) -> bool:
        """Whether what is listed was found by what is typed now."""
        return self.found.isVisible() and self._answered == self.search.text().strip()

    def _lay_out(self) -> None:
        card = parts.frame("card")
        parts.rows(self, (0, 12, 16, 16)).addWidget(card)
        down = parts.rows(card, (16, 8, 8, 8))
        head = parts.columns(gap=2)
        head.addWidget(self._back)
        head.addWidget(self._title)
        head.addStretch()
        home = partial(self._open, handbook.START)
        head.addWidget(parts.tool("home-outline", "帮助首页", home))
        if self._preview is not None:
            head.addWidget(parts.tool("printer-outline", "打印这一页", self._print))
        head.addWidget(parts.tool("close", "关闭帮助（F1）", self.hide))
        down.addLayout(head)
        down.addWidget(self.search)
        down.addWidget(self._none)
        down.addWidget(self.found, 1)
        down.addWidget(self._text, 1)

    def _open(self, target: str) -> None:
        """Show a page, at one of its sections if `target` names it."""
        key, _, section = target.partition("#")
        page = handbook.page(key)
        self._trail.append(target)
        self._back.setEnabled(len(self._trail) > 1)
        self._title.setText(page.title)
        body = page.markdown.partition("\n")[2]
        self._text.setMarkdown(f"{body}\n\n{_FOOT}")
        _space_out(self._text.document())
        self._show_found(found=False)
        if section and section != page.title:
            self._text.find(section)
            self._text.verticalScrollBar().setValue(self._text.cursorRect().top())
        self._text.moveCursor(QTextCursor.MoveOperation.EndOfLine)

    def _follow(self, url: QUrl) -> None:
        self._open(url.toString(QUrl.ComponentFormattingOption.PrettyDecoded))

    def _go_back(self) -> None:
        if len(self._trail) > 1:
            del self._trail[-1]
            self._open(self._trail.pop())
            self._text.setFocus()

    def _seek(self, typed: str) -> None:
        """Look the words up away from the window: the first time all pages are read."""
        if typed:
            Work(self._desk, self, _found, typed).then(partial(self._on_found, typed)).start()
        else:
            self._show_found(found=False)

    def _on_found(self, typed: str, hits: Sequence[Hit]) -> None:
        if typed == self.search.text().strip():
            self._hits, self._answered = hits, typed
            self.found.show_lines([Line(one.title, one.excerpt) for one in hits])
            self.found.set_row(0)
            self._show_found(found=True)

    def _choose(self, row: int) -> None:
        hit = self._hits[row]
        self.search.clear()
        self._open(f"{hit.page}#{hit.section}")
        self._text.setFocus()

    def _show_found(self, *, found: bool) -> None:
        self.found.setVisible(found and bool(self._hits))
        self._none.setVisible(found and not self._hits)
        self._none.setText(_NOTHING)
        self._text.setVisible(not found)

    def _print(self) -> None:
        from reports import documents, help_paper

        page = handbook.page(self.here)
        if self._preview is not None:
            draw = partial(documents.write, help_paper.compose(page))
            self._preview(draw, f"帮助：{page.title}")

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, seeking = event.key(), self.search.hasFocus()
        if key == Qt.Key.Key_Escape and self._text.isHidden():
            self.search.clear()
            self._show_found(found=False)
        elif key == Qt.Key.Key_Escape:
            self.hide()
        elif key == Qt.Key.Key_Down and seeking and not self.found.isHidden():
            self.found.setFocus()
        elif key in _ENTER and seeking and self._hits and self._answers:
            self._choose(max(0, self.found.currentIndex().row()))
        else:
            super().keyPressEvent(event)


def _found(typed: str, progress: Progress = silent) -> list[Hit]:
    progress("正在找")
    return handbook.find(typed)


def _space_out(document: QTextDocument) -> None:
    """Markdown leaves no room between its paragraphs, and makes its headings too large."""
    document.setIndentWidth(_INDENT)
    heading = QTextCharFormat()
    heading.setProperty(QTextFormat.Property.FontSizeAdjustment, 0)
    heading.setFont(theme.font("card_title", QFont.Weight.DemiBold))
    block = document.begin()
    while block.isValid():
        shape, cursor = block.blockFormat(), QTextCursor(block)
        shape.setBottomMargin(_BELOW)
        shape.setTopMargin(_BELOW if shape.headingLevel() else 0)
        cursor.setBlockFormat(shape)
        if shape.headingLevel():
            end = QTextCursor.MoveOperation.EndOfBlock
            cursor.movePosition(end, QTextCursor.MoveMode.KeepAnchor)
            cursor.mergeCharFormat(heading)
        block = block.next()
