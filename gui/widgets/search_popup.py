"""What the search box finds, below it: arrows choose, Enter opens, Tab narrows, Esc closes."""

from collections.abc import Sequence
from functools import partial
from uuid import UUID

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QFrame, QWidget
from typing_extensions import override

from core.services.finding import Hit
from gui.tasks import Desk, Query
from gui.widgets import parts
from gui.widgets.commands import Command
from gui.widgets.lines import Lines
from gui.widgets.search_field import SearchField
from gui.widgets.search_rows import Asked, Found, Row, looked, rows

_KEPT = 8
_SHOWN_PX = 380
_WIDTH = 520
_NOTHING = (
    "没有找到。换个词，或少写几个字；也可以用拼音首字母，如“王秀英”写 wxy，"
    "或写明在哪一栏，如 村:东风、电话:6021。"
)
_KEYS = "↑↓ 选择，Enter 打开"
_STEPS = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}
_ENTER = {Qt.Key.Key_Return, Qt.Key.Key_Enter}
_ASKED = {Qt.FocusReason.MouseFocusReason, Qt.FocusReason.ShortcutFocusReason}


class SearchPopup(QFrame):
    """Follows a search field; `chosen` tells the record picked, a command is done at once."""

    chosen = Signal(object)

    def __init__(
        self, field: SearchField, desk: Desk, parent: QWidget, commands: Sequence[Command] = ()
    ) -> None:
        super().__init__(parent)
        self.setProperty("kind", "card")
        self._field = field
        self._host = parent
        self._desk = desk
        self._commands = commands
        self._asked = Asked()
        self._only = ""
        self._opened: list[tuple[str, UUID]] = []
        self._query: Query[Found] | None = None
        self._rows: Sequence[Row] = ()
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
        """The records that are shown."""
        return [one.meant for one in self._rows if isinstance(one.meant, Hit)]

    def remember(self, ledger: str, record: UUID | None) -> None:
        """A record was opened: it is offered while nothing is typed."""
        if record is None:
            return
        place = (ledger, record)
        self._opened = [place, *(one for one in self._opened if one != place)][:_KEPT]

    def seek(self) -> None:
        """Begin to type (Ctrl+K)."""
        self._field.seek()
        self.offer()

    def offer(self) -> None:
        """Look everywhere again; while nothing is typed, show what was opened last."""
        self._only = ""
        if not self._field.text().strip():
            self._ask("")

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.FocusOut:
            self._leave()
        if isinstance(event, QFocusEvent) and event.gotFocus() and event.reason() in _ASKED:
            self.offer()
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            return self._on_key(Qt.Key(event.key()))
        return super().eventFilter(watched, event)

    def _on_key(self, key: Qt.Key) -> bool:
        """Whether the key was meant for the list."""
        if key == Qt.Key.Key_Escape:
            return self._close()
        if self._only and (key == Qt.Key.Key_Backtab or self._wiped(key)):
            return self._narrow("")
        return bool(self._rows) and not self.isHidden() and self._on_row_key(key)

    def _wiped(self, key: Qt.Key) -> bool:
        return key == Qt.Key.Key_Backspace and not self._field.text()

    def _on_row_key(self, key: Qt.Key) -> bool:
        if key in _STEPS:
            self._step(_STEPS[key])
        elif key == Qt.Key.Key_Tab and self._row.ledger:
            self._narrow(self._row.ledger)
        elif key in _ENTER and self._answered:
            self._choose(self._lines.currentIndex().row())
        else:
            return False
        return True

    @property
    def _answered(self) -> bool:
        return self._awaited(self._asked)

    @property
    def _row(self) -> Row:
        return self._rows[max(0, self._lines.currentIndex().row())]

    def _step(self, by: int) -> None:
        """To the next row that can be chosen; headings are passed over."""
        place = self._lines.currentIndex().row() + by
        while 0 <= place < len(self._rows):
            if self._rows[place].meant is not None:
                self._lines.set_row(place)
                return
            place += by

    def _narrow(self, ledger: str) -> bool:
        """Look only in one ledger, or in all again."""
        self._only = ledger
        self._search(self._field.text().strip())
        return True

    def _close(self) -> bool:
        """Esc closes the list first, then empties the field."""
        if self.isHidden():
            self._field.clear()
        self._leave()
        return True

    def _leave(self) -> None:
        self._only = ""
        self._stop()
        self.hide()

    def _stop(self) -> None:
        """What was typed before needs no answer any more."""
        if self._query is not None:
            self._query.cancel()
            self._query = None

    def _search(self, words: str) -> None:
        if words or self._only:
            self._ask(words)
        else:
            self._stop()
            self._asked = Asked()
            self.hide()

    def _ask(self, words: str) -> None:
        self._stop()
        self._asked = asked = Asked(words, self._only, self._commands, tuple(self._opened))
        self._query = Query(self._desk, self, looked, asked)
        self._query.stepping(_unseen).then(partial(self._show, asked)).start()

    def _awaited(self, asked: Asked) -> bool:
        return (asked.typed, asked.only) == (self._field.text().strip(), self._only)

    def _show(self, asked: Asked, found: Found) -> None:
        if not self._awaited(asked) or not self._field.hasFocus():
            return
        self._rows = rows(found, asked)
        if not self._rows and not asked.typed:
            self.hide()
            return
        self._lines.show_lines([one.line for one in self._rows])
        self._lines.setVisible(bool(self._rows))
        self._foot.setText(self._told(asked.typed))
        self._lines.set_row(-1)
        self._step(1)
        self._place()
        self.show()
        self.raise_()

    def _told(self, words: str) -> str:
        if not self._rows:
            return _NOTHING
        if self._only:
            return f"{_KEYS}，Shift+Tab 回到全部"
        return f"{_KEYS}，Tab 只看所在的台账" if words and self.hits else _KEYS

    def _place(self) -> None:
        host = self._host
        width = max(self._field.width(), min(_WIDTH, host.width() - 32))
        tall = sum(self._lines.sizeHintForRow(row) for row in range(len(self._rows)))
        self._lines.setFixedHeight(min(tall, _SHOWN_PX))
        self._foot.setFixedWidth(width - 12)
        middle = self._field.mapTo(host, QPoint(self._field.width() // 2, self._field.height()))
        self.setFixedWidth(width)
        self.adjustSize()
        self.move(max(8, middle.x() - width // 2), middle.y() + 6)

    def _choose(self, row: int) -> None:
        meant = self._rows[row].meant if 0 <= row < len(self._rows) else None
        if meant is None:
            return
        self._leave()
        self._field.clear()
        if isinstance(meant, Command):
            meant.act()
        else:
            self.chosen.emit(meant)


def _unseen(_step: str, _done: int, _total: int) -> None:
    """Steps only let a search that is no longer wanted stop."""
