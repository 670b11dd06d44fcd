"""One record beside its list: what it says, what belongs to it, its history."""

from collections.abc import Callable, Sequence
from datetime import date
from functools import partial
from uuid import UUID

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
)

from core.ledger import Child, Ledger
from core.record import Field, Record
from core.services import records
from core.services.attachments import Place
from core.services.records import Row
from gui.ledger.cells import Sight
from gui.ledger.history import HistoryView
from gui.tasks import Desk, Query
from gui.widgets import parts
from gui.widgets.attachment_tab import AttachmentTab
from gui.widgets.eye import Eye, Value

_NAME_WIDTH = 76
_LOWEST = 52
"""What stays of the tabs while an act is asked about below them."""
_CHILD_COLUMNS = 4
_CHILD_ROWS = 30


class RecordDetail(QFrame):
    """Tabs 基本信息, 附件 and 历史; its acts are the page's."""

    closed = Signal()

    def __init__(self, desk: Desk, ledger: Ledger, today: Callable[[], date]) -> None:
        super().__init__()
        self._desk = desk
        self._ledger = ledger
        self._today = today
        self.row: Row | None = None
        self.history = HistoryView(desk, ledger)
        self.attachments = AttachmentTab(desk)
        self.foot = parts.columns(margins=(0, 0, 8, 0))
        self._lay_out()

    def show_row(self, row: Row) -> None:
        """Show a record; the tab stays."""
        self.row = row
        ledger = self._ledger
        self._title.setText(row.texts[ledger.naming.key])
        self._number.setText(row.texts[ledger.number.key] if ledger.number is not None else "")
        self._number.setVisible(bool(self._number.text()))
        state = Sight(ledger, self._today()).state(row)
        self._chip.setVisible(state is not None)
        if state is not None:
            self._chip.setText(state.text)
            parts.set_look(self._chip, tone=state.tone)
        self._show_facts(row)
        self._show_tab()

    def narrow(self, *, is_narrow: bool) -> None:
        """Offer the way back where the list is behind."""
        self._back.setVisible(is_narrow)

    def _lay_out(self) -> None:
        down = parts.rows(self, (16, 12, 8, 12), 8)
        head = parts.columns(margins=(0, 0, 8, 0))
        self._back = parts.button("← 返回列表", self.closed.emit, kind="link", tip="Alt+←")
        self._number = parts.label("", "caption")
        self._chip = parts.chip("", "mute")
        head.addWidget(self._back)
        head.addWidget(self._number)
        head.addWidget(self._chip)
        head.addStretch()
        head.addWidget(parts.tool("close", "关闭（Esc）", self.closed.emit))
        down.addLayout(head)
        self._title = parts.label("", "heading")
        self._title.setWordWrap(True)
        down.addWidget(self._title)
        down.addLayout(self._tabs())
        down.addWidget(parts.rule())
        self._facts = QScrollArea()
        self._facts.setAccessibleName("基本信息")
        self._facts.setWidgetResizable(True)
        self._facts.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._stack = QStackedWidget()
        self._stack.setMinimumHeight(_LOWEST)
        self._stack.addWidget(self._facts)
        self._stack.addWidget(self.attachments)
        self._stack.addWidget(self.history)
        down.addWidget(self._stack, 1)
        down.addLayout(self.foot)
        self.narrow(is_narrow=False)

    def _tabs(self) -> QHBoxLayout:
        across = parts.columns(gap=16)
        group = QButtonGroup(self)
        for place, name in enumerate(("基本信息", "附件", "历史")):
            tab = parts.tab(name, partial(self._turn_to, place))
            tab.setChecked(place == 0)
            group.addButton(tab)
            across.addWidget(tab)
        across.addStretch()
        return across

    def _turn_to(self, place: int) -> None:
        self._stack.setCurrentIndex(place)
        self._show_tab()

    def _show_tab(self) -> None:
        if self.row is None:
            return
        if self._stack.currentWidget() is self.history:
            self.history.show_record(self.row, self._today())
        elif self._stack.currentWidget() is self.attachments:
            may = self._desk.station.actor.may(self._ledger.needs)
            self.attachments.show_record(Place(self._ledger.name, self.row.id), may=may)

    def _show_facts(self, row: Row) -> None:
        inside = parts.frame("scrolled")
        down = parts.rows(inside, (0, 4, 8, 0), 8)
        ledger = self._ledger
        above = {one.key for one in (ledger.naming, ledger.state, ledger.number) if one is not None}
        shown = [
            [one for one in group if one.key not in above and row.texts[one.key]]
            for _, group in ledger.groups()
        ]
        for place, pairs in enumerate(filter(None, shown)):
            if place:
                down.addWidget(parts.rule())
            down.addLayout(_pairs(pairs, ledger.name, row, Eye(self._desk, ledger.title, row.own)))
        children = parts.rows(gap=8)
        down.addLayout(children)
        down.addStretch()
        self._facts.setWidget(inside)
        for child in self._ledger.children:
            self._ask_children(child, row.id, children)

    def _ask_children(self, child: Child, parent: UUID, into: QVBoxLayout) -> None:
        """Two readings: the lines themselves, then the names of what they point at."""
        place = parts.rows(gap=4)
        into.addLayout(place)
        owner = self._facts.widget()

        def name(found: Sequence[Record]) -> None:
            show = partial(_show_children, child, place)
            Query(self._desk, owner, records.shown, found).then(show).start()

        Query(self._desk, owner, records.children, child.record, parent).then(name).start()


def _pairs(listed: Sequence[Field], table: str, row: Row, eye: Eye) -> QGridLayout:
    grid = QGridLayout()
    grid.setHorizontalSpacing(8)
    grid.setVerticalSpacing(6)
    grid.setColumnMinimumWidth(0, _NAME_WIDTH)
    grid.setColumnStretch(1, 1)
    for line, one in enumerate(listed):
        grid.addWidget(parts.label(one.label, "cell_name"), line, 0, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(eye.shows(Value(table, row.id, one, row.whole(one.key))), line, 1)
    return grid


def _show_children(child: Child, into: QVBoxLayout, rows: Sequence[Row]) -> None:
    listed = [one for one in child.listed() if any(row.texts[one.key] for row in rows)]
    listed = listed[:_CHILD_COLUMNS]
    if not listed:
        return
    into.addWidget(parts.rule())
    into.addWidget(parts.label(f"{child.title} {len(rows)}", "heading"))
    grid = QGridLayout()
    grid.setHorizontalSpacing(12)
    grid.setVerticalSpacing(4)
    for column, one in enumerate(listed):
        grid.addWidget(parts.label(one.label, "caption"), 0, column)
        for line, row in enumerate(rows[:_CHILD_ROWS], 1):
            text = parts.label(row.texts[one.key], "cell")
            text.setWordWrap(True)
            grid.addWidget(text, line, column, Qt.AlignmentFlag.AlignTop)
    into.addLayout(grid)
    if len(rows) > _CHILD_ROWS:
        into.addWidget(parts.label(f"还有 {len(rows) - _CHILD_ROWS} 行没有列出", "caption"))
