"""交办事项: every task that is not closed, the most urgent first, and what can be done with it."""

from collections.abc import Sequence
from functools import partial
from uuid import UUID

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QButtonGroup, QFrame, QStackedWidget
from typing_extensions import override

from core.records import ledger
from core.rights import Right
from core.services import pending, records, settings
from core.services.pending import Item
from core.services.records import Row
from core.settings import OFF_LIST_ASKS
from gui.tasks import Query
from gui.widgets import parts, task_order
from gui.widgets.due_words import due_words, without_due
from gui.widgets.lines import Line, Lines
from gui.widgets.screen import Shell, Target
from gui.widgets.search_field import SearchField
from gui.widgets.task_figures import TaskFigures
from gui.widgets.task_pane import TaskPane

FOLLOW_MS = 120
TABLES = frozenset({"task", "staff", "user"})


class TaskLines(Lines):
    """The list; `entered` tells Enter alone, which begins to write."""

    entered = Signal()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.entered.emit()
        else:
            super().keyPressEvent(event)


class TaskDesk(QFrame):
    """`counted` tells how many are open, and how many of them are overdue."""

    counted = Signal(int, int)

    def __init__(self, shell: Shell) -> None:
        super().__init__()
        self._desk = shell.desk
        self._shell = shell
        self._own: object = None
        self._items: Sequence[Item] = ()
        self._gone: Sequence[Item] = ()
        self._wanted: UUID | None = None
        self._moving = True
        self.shown: list[Item] = []
        self.list = TaskLines("未销号的交办事项")
        self.list.setProperty("leading", True)
        self.pane = TaskPane(self._desk, may_keep=self._desk.station.actor.may(Right.KEEP))
        self.figures = TaskFigures(shell)
        self.words = SearchField("事项、责任人", "Ctrl+F")
        self.bar = self._filter_bar()
        self._empty = parts.Empty("没有未销号的交办事项", icon="check-all")
        self._lay_out()
        self._follow = QTimer(self, singleShot=True, interval=FOLLOW_MS)
        self._follow.timeout.connect(self._ask_row)
        self._connect()

    def refresh(self) -> None:
        """Read the open tasks again."""
        station = self._desk.station
        Query(self._desk, self, pending.tasks, station.today()).then(self._on_items).start()
        Query(self._desk, self, pending.closed, station.today()).then(self._on_gone).start()
        Query(self._desk, self, settings.value, OFF_LIST_ASKS).then(self._on_asks).start()
        if self._numbers.isChecked():
            self.figures.refresh()
        user = ledger("user")
        Query(self._desk, self, records.rows, user, [station.actor.id]).then(self._on_own).start()

    def show_task(self, identity: UUID) -> None:
        """Go to one task; all are listed so that it is among them."""
        self._wanted = identity
        self._all.setChecked(True)
        self.words.clear()
        self._show()

    def enter(self) -> None:
        """Come to the front."""
        (self.figures if self._numbers.isChecked() else self.list).setFocus()

    def _filter_bar(self) -> QFrame:
        bar = parts.frame("plain")
        across = parts.columns(bar, gap=16)
        self._all = parts.tab("全部", self._show)
        self._mine = parts.tab("我的", self._show)
        self._closed = parts.tab("近期销号", self._show)
        self._closed.setToolTip("最近30天销号的，没办好的可以重新办理")
        self._numbers = parts.tab("统计", self._show)
        self._numbers.setToolTip("按时完成率和其他的数，点开看名单")
        group = QButtonGroup(bar)
        for one in (self._all, self._mine, self._closed, self._numbers):
            group.addButton(one)
            across.addWidget(one)
        self._all.setChecked(True)
        self.words.setMaximumWidth(260)
        across.addSpacing(8)
        across.addWidget(self.words, 1)
        across.addStretch(1)
        if self._desk.station.actor.may(Right.KEEP):
            across.addWidget(
                parts.button("登记交办", self._begin, "plus", "link", "不在会上交办的")
            )
        ledger_ = parts.button("交办事项台账", self._open_ledger, "notebook-outline", "link")
        ledger_.setToolTip("全部交办，含已销号的")
        across.addWidget(ledger_)
        return bar

    def _lay_out(self) -> None:
        lists = parts.frame("plain")
        across = parts.columns(lists, gap=12)
        listed = parts.Card(margins=(4, 8, 4, 8))
        self._stack = QStackedWidget()
        self._stack.addWidget(self.list)
        self._stack.addWidget(self._empty)
        listed.body.addWidget(self._stack)
        across.addWidget(listed, 3)
        across.addWidget(self.pane, 2)
        self._pages = QStackedWidget()
        self._pages.addWidget(lists)
        self._pages.addWidget(self.figures)
        parts.rows(self).addWidget(self._pages)

    def _connect(self) -> None:
        self.words.searched.connect(lambda _text: self._show())
        self.list.selectionModel().currentChanged.connect(lambda *_: self._on_moved())
        self.list.entered.connect(self._on_entered)
        self.pane.left.connect(self.list.setFocus)
        self.pane.order_wanted.connect(partial(task_order.preview, self._shell, self))

    def _begin(self) -> None:
        self._shell.go(Target("ledgers", ledger="task", begin=True))

    def _open_ledger(self) -> None:
        self._shell.go(Target("ledgers", ledger="task"))

    def _on_items(self, items: Sequence[Item]) -> None:
        self._items = items
        overdue = sum((one.days_late or 0) > 0 for one in items)
        self.counted.emit(len(items), overdue)
        self._show()

    def _on_gone(self, items: Sequence[Item]) -> None:
        self._gone = items
        if self._closed.isChecked():
            self._show()

    def _on_asks(self, asks: str) -> None:
        self.pane.asks_who_allows = asks == "yes"

    def _on_own(self, rows: Sequence[Row]) -> None:
        self._own = rows[0].values["staff"] if rows else None
        self._show()

    def _show(self) -> None:
        before = max(0, self.list.currentIndex().row())
        typed = self.words.text().strip()
        mine = [one for one in self._items if self._own and one.owner == self._own]
        self._all.setText(f"全部 {len(self._items)}")
        self._mine.setText(f"我的 {len(mine)}")
        listed = mine if self._mine.isChecked() else self._items
        listed = self._gone if self._closed.isChecked() else listed
        self._turn(figures=self._numbers.isChecked())
        self.shown = [one for one in listed if typed in one.line]
        self._moving = False
        self.list.show_lines([_line(one) for one in self.shown])
        self._stack.setCurrentIndex(0 if self.shown else 1)
        self._empty.say(self._why_empty(typed))
        places = [n for n, one in enumerate(self.shown) if one.id == self._wanted]
        if self.shown:
            self.list.set_row(places[0] if places else min(before, len(self.shown) - 1))
            self._wanted = self._wanted or self.shown[self.list.currentIndex().row()].id
        self._moving = True
        self._ask_row()

    def _turn(self, *, figures: bool) -> None:
        """The list with its pane, or the numbers."""
        self.words.setVisible(not figures)
        if figures and self._pages.currentIndex() == 0:
            self.figures.refresh()
        self._pages.setCurrentIndex(int(figures))

    def _why_empty(self, typed: str) -> str:
        if typed:
            return f"没有找到“{typed}”"
        if self._closed.isChecked():
            return "最近30天没有销号的交办事项"
        if self._mine.isChecked() and not self._own:
            return "您的登录没有对应到花名册上的人，请到“设置—用户”里选上"
        return "没有未销号的交办事项，晨会上登记的交办会列在这里"

    def _on_moved(self) -> None:
        """The person went to another task: the pane follows in a moment."""
        place = self.list.currentIndex().row()
        if self._moving and 0 <= place < len(self.shown):
            self._wanted = self.shown[place].id
            self._follow.start()

    def _on_entered(self) -> None:
        """Write on the task the keyboard stands on, also where it was reached this very moment."""
        self._follow.stop()
        self._ask_row(write=True)

    def _ask_row(self, *, write: bool = False) -> None:
        place = self.list.currentIndex().row()
        if not 0 <= place < len(self.shown):
            self.pane.show_row(None)
            return
        item = self.shown[place]
        ask = Query(self._desk, self, records.rows, ledger("task"), [item.id] if item.id else [])
        ask.then(partial(self._on_row, item, write=write)).start()

    def _on_row(self, item: Item, rows: Sequence[Row], *, write: bool) -> None:
        place = self.list.currentIndex().row()
        here = self.shown[place] if 0 <= place < len(self.shown) else None
        if rows and here is not None and here.id == item.id:
            self.pane.show_row(rows[0])
            self.pane.show_due(item)
            if write:
                self.pane.write_progress()


def _line(item: Item) -> Line:
    said, tone = due_words(item.note)
    return Line(item.text, without_due(item.note), said, tone)
