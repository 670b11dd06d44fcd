"""What the search box finds, below it: arrows choose, Enter opens, Esc closes."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QWidget
from typing_extensions import override

from core.services import finding
from core.services.finding import Hit
from gui.tasks import Desk, Query
from gui.widgets import parts
from gui.widgets.lines import Line, Lines
from gui.widgets.search_field import SearchField

MOST = 30
_ROWS_SHOWN = 7
_WIDTH = 460
_NOTHING = "没有找到。换个词，或少写几个字；也可以用拼音首字母，如“王秀英”写 wxy。"


class SearchPopup(QFrame):
    """Follows a search field; `chosen` tells the record picked."""

    chosen = Signal(object)

    def __init__(self, field: SearchField, desk: Desk, parent: QWidget) -> None:
        super().__init__(parent)
        self.setProperty("kind", "card")
        self._field = field
        self._host = parent
        self._desk = desk
        self._asked = ""
        self._hits: Sequence[Hit] = ()
        down = parts.rows(self, (6, 6, 6, 8), 4)
        self._lines = Lines("搜索结果")
        self._lines.setProperty("leading", True)
        self._lines.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._lines.chosen.connect(self._choose)
        self._foot = parts.label("", "caption")
        self._foot.setWordWrap(True)
        self._foot.setContentsMargins(8, 0, 8, 0)
        down.addWidget(self._lines, 1)
        down.addWidget(self._foot)
        field.searched.connect(self._search)
        field.installEventFilter(self)
        self.hide()

    @property
    def hits(self) -> Sequence[Hit]:
        """What is shown."""
        return self._hits

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.FocusOut:
            self.hide()
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            return self._on_key(Qt.Key(event.key()))
        return super().eventFilter(watched, event)

    def _on_key(self, key: Qt.Key) -> bool:
        """Whether the key was meant for the list."""
        if key == Qt.Key.Key_Escape:
            return self._close()
        if self.isHidden() or not self._hits:
            return False
        answered = self._asked == self._field.text().strip()
        if key in {Qt.Key.Key_Down, Qt.Key.Key_Up}:
            self._lines.step(1 if key == Qt.Key.Key_Down else -1)
        elif answered and key in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self._choose(self._lines.currentIndex().row())
        else:
            return False
        return True

    def _close(self) -> bool:
        """Esc closes the list first, then empties the field."""
        if self.isHidden():
            self._field.clear()
        self.hide()
        return True

    def _search(self, words: str) -> None:
        self._asked = words
        if not words:
            self.hide()
            return
        query = Query(self._desk, self, finding.find, words, None, MOST)
        query.then(lambda hits: self._show(words, hits)).start()

    def _show(self, words: str, hits: Sequence[Hit]) -> None:
        if words != self._field.text().strip() or not self._field.hasFocus():
            return
        self._hits = hits
        self._lines.show_lines([_line(hit) for hit in hits])
        self._lines.setVisible(bool(hits))
        self._foot.setText(_foot(len(hits)))
        self._lines.set_row(0)
        self._place()
        self.show()
        self.raise_()

    def _place(self) -> None:
        host = self._host
        width = max(self._field.width(), min(_WIDTH, host.width() - 32))
        row = self._lines.sizeHintForRow(0) if self._hits else 0
        self._lines.setFixedHeight(row * min(len(self._hits), _ROWS_SHOWN))
        self._foot.setFixedWidth(width - 12)
        middle = self._field.mapTo(host, QPoint(self._field.width() // 2, self._field.height()))
        self.setFixedWidth(width)
        self.adjustSize()
        self.move(max(8, middle.x() - width // 2), middle.y() + 6)

    def _choose(self, row: int) -> None:
        if 0 <= row < len(self._hits):
            self.hide()
            self._field.clear()
            self.chosen.emit(self._hits[row])


def _line(hit: Hit) -> Line:
    return Line(hit.name, hit.why if hit.why != hit.name else " ", hit.title)


def _foot(count: int) -> str:
    if not count:
        return _NOTHING
    more = f"先列前 {MOST} 条，多写几个字可以缩小范围" if count == MOST else f"找到 {count} 条"
    return f"{more}  ·  ↑↓ 选择，Enter 打开"
