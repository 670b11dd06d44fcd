"""工作台: what is owed today first, then five figures, twelve months and the kinds."""

from collections.abc import Sequence
from datetime import datetime
from functools import partial
from itertools import pairwise
from pathlib import Path
from uuid import UUID

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QGridLayout, QScrollArea
from typing_extensions import override

from core.rights import Right
from core.services import consents, meeting, pending
from core.services import desk as desk_service
from core.services.desk import DUE, INCOMPLETE, REPORTS, Card, Desk, Group, Month, Todo
from core.services.figures import Figure
from core.services.pending import Item
from gui import ask
from gui.tasks import Perform, Query
from gui.widgets import clock, parts
from gui.widgets.backup_line import BackupLine
from gui.widgets.chart_view import ChartView
from gui.widgets.lines import Line, Lines
from gui.widgets.parts import FigureCard
from gui.widgets.screen import Screen, Shell, Target
from gui.widgets.where import list_target, place_target, record_target
from reports import chart, documents
from reports.chart import Series
from reports.form import Issue

SHEET = "morning_sheet"

_CASES = "mediation_case"
_WIDE = 1000
_ABREAST, _FEWER = 5, 3
_LOOKS = {
    "waiting": ("待受理", "inbox-arrow-down-outline", "info"),
    "open": ("办理中", "progress-clock", "warn"),
    "near": ("临期", "clock-alert-outline", "warn"),
    "overdue": ("已超期", "alert-circle-outline", "bad"),
    "due_closed_rate": ("本月应结办结率", "check-decagram-outline", "ok"),
}
_NOTHING = {
    REPORTS: "今天没有要报的",
    DUE: "没有到期的，也没有超期的",
    INCOMPLETE: "没有待补的",
}
_RING_WORDS, _LEAST_RING = 200.0, 90.0
_WEEKDAYS = "一二三四五六日"
_GREETINGS = ((11, "上午好"), (13, "中午好"), (18, "下午好"), (24, "晚上好"))


class TodoCard(parts.Card):
    """One group of things owed; each opens where it is done."""

    def __init__(self, title: str, shell: Shell) -> None:
        super().__init__(title, margins=(8, 10, 8, 8))
        self._shell = shell
        self.todos: Sequence[Todo] = ()
        self._count = parts.chip("0", "mute")
        self.head.insertWidget(1, self._count)
        self.head.setContentsMargins(8, 0, 8, 0)
        self.lines = Lines(title)
        self.lines.chosen.connect(self._open)
        self._none = parts.label(_NOTHING.get(title, "没有"), "cell_name")
        self._none.setAlignment(Qt.AlignmentFlag.AlignCenter)
        for part in (self.lines, self._none):
            self.body.addWidget(part, 1)

    def show_group(self, group: Group) -> None:
        """Show what is owed, the most urgent first."""
        self.todos = group.todos
        self._count.setText(str(group.total))
        late = any((todo.item.days_late or 0) > 0 for todo in group.todos)
        parts.set_look(self._count, tone="bad" if late else "info" if group.total else "mute")
        self.lines.setVisible(bool(group.todos))
        self._none.setVisible(not group.todos)
        self.lines.show_lines([_line(todo) for todo in group.todos])

    def _open(self, row: int) -> None:
        item = self.todos[row].item
        if item.table == consents.TABLE and item.id is not None:
            self._confirm(item, item.id)
        elif item.table is not None and item.id is not None:
            self._shell.go(record_target(item.table, item.id))
        elif item.table is not None and item.ids:
            self._shell.go(list_target(item.table, item.ids, item.text))
        elif item.table is not None:
            self._shell.go(place_target(item.table))

    def _confirm(self, item: Item, identity: UUID) -> None:
        """Ask the person whether it was so; what was not, its clerk takes back."""
        text = f"{item.text}\n{item.note}。是经您同意的吗？没有同意过的，请找录入人撤销。"
        if ask.yes(self, "确认代录", text, "确认", "暂不"):
            Perform(self._shell.desk, self, consents.confirm, [identity]).start()


class DeskScreen(Screen):
    """The first screen of the day."""

    def __init__(self, shell: Shell, parent: QFrame | None = None) -> None:
        super().__init__(shell, parent)
        self._shown: dict[str, Figure] = {}
        self._abreast = 0
        self._greeting = parts.label("", "title")
        self._today = parts.label("", "caption")
        self._todo = {title: TodoCard(title, shell) for title in _NOTHING}
        self._cards = {
            key: FigureCard(*look, partial(self._list, key)) for key, look in _LOOKS.items()
        }
        self._lines = ChartView("近12个月受理与办结")
        self._ring = ChartView("今年纠纷类型")
        to_report = partial(shell.go, Target("weekly"))
        self._report = parts.button("查看报表", to_report, kind="link")
        self.backup = BackupLine(shell)
        self._figures = QGridLayout()
        self._charts = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._lay_out()
        self._greet()

    @override
    def enter(self, target: Target) -> None:
        self.setFocus()
        self.refresh()

    @override
    def refresh(self, tables: frozenset[str] | None = None) -> None:
        self._greet()
        self.backup.read()
        station = self.desk.station
        Query(
            self.desk,
            self,
            desk_service.today,
            station.actor,
            station.today(),
            pending.calendar(),
        ).then(self._show).start()

    @override
    def new(self) -> None:
        if self.desk.station.actor.may(Right.MEDIATE):
            self.shell.go(Target("mediation", ledger=_CASES))

    @override
    def print_it(self) -> None:
        """Compile today's meeting where nobody did, and preview its sheet."""
        if self.desk.station.actor.may(Right.MEET):
            Perform(self.desk, self, meeting.prepare, self.shell.today()).then(
                self._preview_sheet
            ).start()

    def _preview_sheet(self, identity: UUID) -> None:
        station = self.desk.station
        issue = Issue(station.today(), station.actor.name, station.demo)

        def draw(path: Path) -> int:
            return station.ask(documents.draw, SHEET, identity, path, issue)

        self.shell.preview(draw, f"晨会单{station.today():%m%d}")

    def _lay_out(self) -> None:
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        page = parts.frame("scrolled")
        area.setWidget(page)
        parts.rows(self).addWidget(area)
        down = parts.rows(page, (16, 12, 16, 16), 12)
        down.addLayout(self._head())
        todo = parts.columns(gap=12)
        for card in self._todo.values():
            card.setMinimumHeight(150)
            todo.addWidget(card, 1)
        down.addLayout(todo, 4)
        down.addWidget(self.backup)
        self._figures.setSpacing(12)
        down.addLayout(self._figures)
        report = self._report
        charts = self._charts
        charts.setSpacing(12)
        for chart_card, view, share in (
            (parts.Card("近 12 个月受理与办结", report), self._lines, 56),
            (parts.Card("纠纷类型", parts.label("本年累计", "caption")), self._ring, 44),
        ):
            chart_card.setMinimumHeight(210)
            chart_card.body.addWidget(view, 1)
            charts.addWidget(chart_card, share)
        down.addLayout(charts, 5)

    def _head(self) -> QGridLayout:
        across = QGridLayout()
        across.setHorizontalSpacing(12)
        across.setVerticalSpacing(0)
        across.addWidget(self._greeting, 0, 0)
        across.addWidget(self._today, 1, 0)
        across.setColumnStretch(0, 1)
        actor = self.desk.station.actor
        if actor.may(Right.MEET):
            sheet = parts.button("打印晨会单", self.print_it, "printer-outline", tip="Ctrl+P")
            across.addWidget(sheet, 0, 1, 2, 1, Qt.AlignmentFlag.AlignVCenter)
        if actor.may(Right.MEDIATE):
            new = parts.button("登记纠纷", self.new, "plus", "primary", "Ctrl+N")
            across.addWidget(new, 0, 2, 2, 1, Qt.AlignmentFlag.AlignVCenter)
        return across

    def _greet(self) -> None:
        station = self.desk.station
        now = clock.local(station.now())
        self._greeting.setText(f"{_greeting(now)}，{station.actor.name}")
        day = f"{now.year}年{now.month}月{now.day}日 星期{_WEEKDAYS[now.weekday()]}"
        owed = sum(todo.item.days_late is not None for todo in self._owed())
        told = f"{day}  ·  今天要办 {owed} 件" if owed else day
        self._today.setText(told)

    def _owed(self) -> Sequence[Todo]:
        return [todo for card in self._todo.values() for todo in card.todos if todo.item.table]

    def _show(self, today: Desk) -> None:
        for group in today.groups:
            if group.title in self._todo:
                self._todo[group.title].show_group(group)
        for card in today.cards:
            if card.key in self._cards:
                self._shown[card.key] = card.figure
                self._cards[card.key].show_figure(*_words(card))
                self._cards[card.key].setToolTip(f"{card.meaning}：{card.figure.text}")
        months = today.months
        self._lines.show_chart(lambda size: _months(months, size))
        kinds = [(name, len(figure.ids)) for name, figure in today.kinds]
        self._ring.show_chart(lambda size: _kinds(kinds, size))
        self._greet()
        if self.hasFocus():
            owed = (card.lines for card in self._todo.values() if card.todos)
            next(owed, self._report).setFocus()

    def _list(self, key: str) -> None:
        figure = self._shown.get(key)
        if figure is not None:
            self.shell.go(list_target(_CASES, figure.ids, _LOOKS[key][0]))

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        abreast = _ABREAST if self.width() >= _WIDE else _FEWER
        if abreast != self._abreast:
            self._abreast = abreast
            for place, card in enumerate(self._cards.values()):
                self._figures.addWidget(card, *divmod(place, abreast))
            for column in range(_ABREAST):
                self._figures.setColumnStretch(column, int(column < abreast))
            owed = (card.lines for card in self._todo.values())
            stops = [*owed, self.backup.button, *self._cards.values()]
            for one, following in pairwise([*stops, self._report]):
                self.setTabOrder(one, following)
            across, down = QBoxLayout.Direction.LeftToRight, QBoxLayout.Direction.TopToBottom
            self._charts.setDirection(across if abreast == _ABREAST else down)


def _line(todo: Todo) -> Line:
    item = todo.item
    text = f"● {item.text}" if todo.mine else item.text
    if item.days_late is None or item.id is None:
        tone = "warn" if item.days_late == 0 else "ink3"
        return Line(text, right=item.note, tone=tone, tip=item.line)
    if item.days_late > 0:
        return Line(text, right=f"超期 {item.days_late} 天", tone="bad", tip=item.line)
    due = "今日到期" if item.days_late == 0 else f"剩 {-item.days_late} 天"
    return Line(text, right=due, tone="warn", tip=item.line)


def _words(card: Card) -> tuple[str, str]:
    """A rate is led by its percentage; what it is a share of stands below, whole in the tip."""
    figure = card.figure
    if figure.denominator is not None and figure.value is not None:
        return f"{figure.value}%", f"{figure.numerator}/{figure.denominator}，本月到期的"
    if figure.value is None:
        return "—", "本月没有到期的"
    return figure.text, card.meaning.split("（")[0]


def _months(months: Sequence[Month], size: chart.Point) -> chart.Shapes:
    labels = [f"{month.period.since.month}月" for month in months]
    accepted = Series("受理", tuple(len(month.accepted.ids) for month in months))
    closed = Series("办结", tuple(len(month.closed.ids) for month in months))
    return chart.lines(labels, (accepted, closed), size)


def _kinds(kinds: Sequence[tuple[str, int]], size: chart.Point) -> chart.Shapes:
    """The ring as large as the words beside it allow."""
    width, height = size
    return chart.ring(kinds, (width, max(_LEAST_RING, min(height, width - _RING_WORDS))))


def _greeting(now: datetime) -> str:
    return next(words for hour, words in _GREETINGS if now.hour < hour)
