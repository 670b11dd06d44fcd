"""工作台: what is owed today first, by role; then five figures, twelve months and the kinds."""

from collections.abc import Sequence
from datetime import datetime
from functools import partial
from itertools import chain, pairwise
from pathlib import Path
from uuid import UUID

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QGridLayout, QLabel, QScrollArea, QWidget
from typing_extensions import override

from core import workdays
from core.rights import Right
from core.services import desk as desk_service
from core.services import meeting
from core.services.desk import Card, Desk, Group, Month, Piece
from gui.tasks import Perform, Query
from gui.widgets import clock, parts
from gui.widgets.backup_line import BackupLine
from gui.widgets.chart_view import ChartView
from gui.widgets.first_doors import FirstDoors
from gui.widgets.parts import FigureCard
from gui.widgets.screen import Screen, Shell, Target
from gui.widgets.todo_card import TodoCard, open_list
from reports import chart, documents
from reports.chart import Series
from reports.form import Issue

SHEET = "morning_sheet"

_CASES = "mediation_case"
_WIDE = 1000
_ABREAST, _FEWER = 5, 3
_MARGIN, _GAP = 16, 12
_SHARE, _RATE_SHARE = 2, 3
_LOOKS = {
    "waiting": ("待受理", "inbox-arrow-down-outline", "info"),
    "open": ("办理中", "progress-clock", "warn"),
    "near": ("临期", "clock-alert-outline", "warn"),
    "overdue": ("已超期", "alert-circle-outline", "bad"),
    "due_closed_rate": ("本月应结办结率", "check-decagram-outline", "ok"),
}
_RING_WORDS, _LEAST_RING = 200.0, 90.0
_WEEKDAYS = "一二三四五六日"
_GREETINGS = ((11, "上午好"), (13, "中午好"), (18, "下午好"), (24, "晚上好"))


class DeskScreen(Screen):
    """The first screen of the day."""

    def __init__(self, shell: Shell, parent: QFrame | None = None) -> None:
        super().__init__(shell, parent)
        self._shown: dict[str, Card] = {}
        self._drawn: tuple[Sequence[Piece], Sequence[Piece]] = ((), ())
        self._wide: bool | None = None
        self._greeting = parts.label("", "title")
        self._today = parts.label("", "caption")
        self._todo: dict[str, TodoCard] = {}
        self._cards = {
            key: FigureCard(*look, partial(self._list, key)) for key, look in _LOOKS.items()
        }
        self._lines = ChartView("近12个月受理与办结")
        self._ring = ChartView("今年纠纷类型")
        self._lines.open_with(lambda n: self._open_piece(self._drawn[0][n]))
        self._ring.open_with(lambda n: self._open_piece(self._drawn[1][n]))
        to_report = partial(shell.go, Target("weekly"))
        self._report = parts.button("查看报表", to_report, kind="link")
        self._doors = FirstDoors(shell, self.new)
        self.backup = BackupLine(shell)
        self._columns = QGridLayout()
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
            station.today(),
            workdays.known(),
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
        self._area = area = QScrollArea()
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        page = parts.frame("scrolled")
        area.setWidget(page)
        parts.rows(self).addWidget(area)
        down = parts.rows(page, (_MARGIN, 12, _MARGIN, _MARGIN), _GAP)
        down.addLayout(_head(self, self._greeting, self._today))
        self._columns.setSpacing(12)
        down.addLayout(self._columns, 4)
        down.addWidget(self.backup)
        self._figures.setSpacing(_GAP)
        down.addLayout(self._figures)
        report = self._report
        charts = self._charts
        charts.setContentsMargins(0, 0, 0, 0)
        charts.setSpacing(12)
        for chart_card, view, share in (
            (parts.Card("近 12 个月受理与办结", report), self._lines, 56),
            (parts.Card("纠纷类型", parts.label("本年累计", "caption")), self._ring, 44),
        ):
            chart_card.setMinimumHeight(210)
            chart_card.body.addWidget(view, 1)
            charts.addWidget(chart_card, share)
        self._drawings = parts.frame("scrolled")
        self._drawings.setLayout(charts)
        self._doors.hide()
        down.addWidget(self._drawings, 5)
        down.addWidget(self._doors, 5)

    def _greet(self) -> None:
        station = self.desk.station
        now = clock.local(station.now())
        self._greeting.setText(f"{_greeting(now)}，{station.actor.name}")
        day = f"{now.year}年{now.month}月{now.day}日 星期{_WEEKDAYS[now.weekday()]}"
        todos = (todo.item for card in self._owed() for todo in card.todos)
        owed = sum(item.days_late is not None and item.days_late >= 0 for item in todos)
        told = f"{day}  ·  今天要办 {owed} 件" if owed else day
        self._today.setText(told)

    def _owed(self) -> Sequence[TodoCard]:
        """The columns in view that owe something."""
        return [card for card in self._todo.values() if card.todos]

    def _show(self, today: Desk) -> None:
        self._show_columns(today.groups)
        for card in today.cards:
            self._shown[card.key] = card
            self._cards[card.key].show_figure(*_words(card))
            self._cards[card.key].setToolTip(f"{card.meaning}：{card.figure.text}")
        self._arrange()
        self._drawings.setVisible(today.begun)
        self._doors.setVisible(not today.begun)
        months = today.months
        pieces = [*(one.accepted for one in months), *(one.closed for one in months)]
        self._drawn = (pieces, desk_service.few(today.kinds, chart.CLASSES, chart.REST))
        self._lines.show_chart(lambda size: _months(months, size))
        self._ring.show_chart(partial(_kinds, today.kinds))
        self._greet()
        if self.hasFocus():
            owed = (card.lines for card in self._owed())
            next(owed, self._report).setFocus()

    def _show_columns(self, groups: Sequence[Group]) -> None:
        """Show the columns of this person; one that has come or gone moves the others."""
        titles = [group.title for group in groups]
        if titles != list(self._todo):
            kept = {title: self._todo.pop(title, None) for title in titles}
            for gone in self._todo.values():
                gone.deleteLater()
            self._todo = {
                title: card or TodoCard(title, self.shell) for title, card in kept.items()
            }
            if self._wide is not None:
                self._place_columns()
        for group in groups:
            self._todo[group.title].show_group(group)

    def _list(self, key: str) -> None:
        card = self._shown.get(key)
        if card is not None:
            open_list(self, self.shell, (_CASES, card.caption), card.listed)

    def _open_piece(self, piece: Piece) -> None:
        open_list(self, self.shell, (_CASES, piece.name), piece.listed)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        """Five figures abreast where they have room, with their icons or without; else three."""
        beside = (_ABREAST - 1) * _GAP + 2 * _MARGIN
        room = self.width() - beside - self._area.verticalScrollBar().sizeHint().width()
        wide = _abreast_in(room, [*self._cards.values()]) and self.width() >= _WIDE
        if wide != self._wide:
            self._wide = wide
            self._place_figures(abreast=_ABREAST if wide else _FEWER)
            across, down = QBoxLayout.Direction.LeftToRight, QBoxLayout.Direction.TopToBottom
            self._charts.setDirection(across if wide else down)
            self._place_columns()

    def _place_figures(self, abreast: int) -> None:
        """The rate, with both its numbers, takes the room that is left."""
        *cards, rate = self._cards.values()
        _abreast(self._figures, cards, abreast)
        row, column = divmod(len(cards), abreast)
        self._figures.addWidget(rate, row, column, 1, abreast - column)
        for place in range(abreast):
            wider = place == abreast - 1 and row == 0
            self._figures.setColumnStretch(place, _RATE_SHARE if wider else _SHARE)

    def _place_columns(self) -> None:
        count = len(self._todo)
        few = self._wide or count <= _FEWER
        _abreast(self._columns, list(self._todo.values()), count if few else (count + 1) // 2)
        stops = chain(
            (card.lines for card in self._todo.values()),
            (self.backup.button,),
            self._cards.values(),
            (self._report, self._lines, self._ring),
        )
        for one, following in pairwise(stops):
            QWidget.setTabOrder(one, following)


def _head(screen: DeskScreen, greeting: QLabel, day: QLabel) -> QGridLayout:
    """Who is greeted on which day, and the acts of the desk."""
    across = QGridLayout()
    across.setHorizontalSpacing(12)
    across.setVerticalSpacing(0)
    across.addWidget(greeting, 0, 0)
    across.addWidget(day, 1, 0)
    across.setColumnStretch(0, 1)
    actor = screen.desk.station.actor
    if actor.may(Right.MEET):
        sheet = parts.button("打印晨会单", screen.print_it, "printer-outline", tip="Ctrl+P")
        across.addWidget(sheet, 0, 1, 2, 1, Qt.AlignmentFlag.AlignVCenter)
    if actor.may(Right.KEEP):
        note = parts.button("速记", screen.shell.quick_note, "phone-in-talk-outline", tip="F4")
        across.addWidget(note, 0, 2, 2, 1, Qt.AlignmentFlag.AlignVCenter)
    if actor.may(Right.MEDIATE):
        new = parts.button("登记纠纷", screen.new, "plus", "primary", "Ctrl+N")
        across.addWidget(new, 0, 3, 2, 1, Qt.AlignmentFlag.AlignVCenter)
    return across


def _abreast_in(room: int, cards: Sequence[FigureCard]) -> bool:
    """Whether figures stand side by side in a width; where it is narrow, without their icons."""
    fits, lean = (sum(one.width_needed(lean=how) for one in cards) <= room for how in (False, True))
    for card in cards:
        card.make_lean(lean=lean and not fits)
    return lean


def _abreast(grid: QGridLayout, widgets: Sequence[QWidget], count: int) -> None:
    """Put widgets into a grid, so many to a row, all of one width."""
    for column in range(grid.columnCount()):
        grid.setColumnStretch(column, 0)
    for place, widget in enumerate(widgets):
        grid.addWidget(widget, *divmod(place, count))
        grid.setColumnStretch(place % count, 1)


def _words(card: Card) -> tuple[str, str]:
    """The figure and what it counts; the whole meaning stands in the tip."""
    if card.figure.value is None:
        return "—", "本月没有到期的"
    return card.figure.text, card.meaning.split("（")[0]


def _months(months: Sequence[Month], size: chart.Point) -> chart.Shapes:
    labels = [f"{month.period.since.month}月" for month in months]
    accepted = Series("受理", tuple(month.accepted.value for month in months))
    closed = Series("办结", tuple(month.closed.value for month in months))
    return chart.lines(labels, (accepted, closed), size)


def _kinds(kinds: Sequence[Piece], size: chart.Point) -> chart.Shapes:
    """The ring as large as the words beside it allow."""
    width, height = size
    side = max(_LEAST_RING, min(height, width - _RING_WORDS))
    return chart.ring([(one.name, one.value) for one in kinds], (width, side))


def _greeting(now: datetime) -> str:
    return next(words for hour, words in _GREETINGS if now.hour < hour)
