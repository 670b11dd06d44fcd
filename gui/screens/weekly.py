"""统计报表: the figures of one report week, each opening its list, and the sheet to hand in."""

from collections.abc import Iterator, Sequence
from datetime import timedelta
from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QBoxLayout, QFrame, QHBoxLayout
from typing_extensions import override

from core.progress import Progress, silent
from core.rights import Right
from core.services import assessment, weekly
from core.services.figures import Figure, Period, change_sentence, rate_change_sentence, week_of
from core.services.weekly import Weekly
from gui import ask
from gui.tasks import Look, Query, Work
from gui.widgets import parts
from gui.widgets.chart_view import ChartView
from gui.widgets.figure_table import Cell, FigureTable, figure_cell
from gui.widgets.notice import ProgressStrip
from gui.widgets.screen import Screen, Shell, Target
from gui.widgets.where import list_target
from reports import chart, documents
from reports.documents import weekly_sheet
from reports.form import Issue

_CASE, _MEETING, _TASK = "mediation_case", "meeting", "task"
_LINES = (
    ("accepted", "受理纠纷（件）", _CASE),
    ("closed", "办结纠纷（件）", _CASE),
    ("open", "期末在办（件）", _CASE),
    ("overdue", "其中超期（件）", _CASE),
    ("due_closed_rate", "应结办结率", _CASE),
    ("agreements", "达成协议（件）", _CASE),
    ("amount", "协议金额（元）", _CASE),
    ("meetings", "召开会议（次）", _MEETING),
    ("tasks_given", "交办事项（项）", _TASK),
    ("tasks_on_time_rate", "交办按时完成率", _TASK),
    ("tasks_overdue", "逾期未完成（项）", _TASK),
)
_KINDS = "PDF 文件 (*.pdf);;Word 文件 (*.docx)"


class WeeklyScreen(Screen):
    """Steps from week to week; a figure leads to its records, the sheet to print and files."""

    def __init__(self, shell: Shell, parent: QFrame | None = None) -> None:
        super().__init__(shell, parent)
        self._period: Period | None = None
        self._span = parts.label("", "heading")
        self._figures = FigureTable("本期数据", ("指标", "本期", "上期", "比上期"))
        self._figures.widths(112, 112)
        self._figures.lead(136)
        self._villages = FigureTable("各村（社区）", ("村（社区）", "受理", "办结", "在办", "超期"))
        self._villages.widths(56, 56, 56, 56)
        self._chart = ChartView("本期受理纠纷类型")
        self._strip = ProgressStrip()
        self._sides = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        for table in (self._figures, self._villages):
            table.chosen.connect(self._list)
        self._lay_out()

    @override
    def enter(self, target: Target) -> None:
        self.refresh()
        self._figures.setFocus()

    @override
    def refresh(self, tables: frozenset[str] | None = None) -> None:
        Query(self.desk, self, assessment.is_on).then(self.assessment.setVisible).start()
        if self._period is not None:
            self._read(self._period)
        else:
            tomorrow = self.shell.today() + timedelta(days=1)
            Query(self.desk, self, weekly.last_week, tomorrow).then(self._read).start()

    @override
    def print_it(self) -> None:
        if self._period is not None:
            self.shell.preview(partial(self._write, self._period), f"周报{self._period.until:%m%d}")

    @override
    def export(self) -> None:
        """Write the sheet as PDF or Word; the file's ending decides."""
        period = self._period
        if period is None or not self.desk.station.actor.may(Right.SEND):
            return
        suggested = Path(f"周报（{period.since:%m%d}-{period.until:%m%d}）.docx")
        path = ask.save_file(self, "导出周报", suggested, _KINDS)
        if path is None:
            return
        work = Work(self.desk, self, self._write, period, path)
        self._strip.follow(work, "正在生成周报")
        work.then(lambda _pages: self._on_exported(period, path)).start()

    def _on_exported(self, period: Period, path: Path) -> None:
        Look(self.desk, self, f"导出：周报 {period.span}").start()
        self.shell.say(f"周报已导出：{path.name}")

    def step(self, weeks: int) -> None:
        """Go `weeks` weeks on, or back; never beyond the present one."""
        if self._period is not None:
            day = self._period.since + timedelta(weeks=weeks)
            if day <= self.shell.today():
                self._read(week_of(day, day.isoweekday()))

    def _read(self, period: Period) -> None:
        self._period = period
        self._span.setText(f"{period.name}  {period.span}")
        next_week = period.until + timedelta(days=1)
        self._on.setEnabled(next_week <= self.shell.today())
        Query(self.desk, self, weekly.weekly, period).then(self._show).start()

    def _show(self, week: Weekly) -> None:
        if week.period != self._period:
            return
        self._figures.show_rows([_figure_row(week, *line) for line in _LINES])
        self._villages.show_rows([*_village_rows(week)])
        kinds = sorted(((one.name, len(one.accepted.ids)) for one in week.kinds), key=_count)
        met = [(name, count) for name, count in kinds if count]
        self._chart.show_chart(lambda size: chart.bars(met, size))

    def _write(self, period: Period, path: Path, progress: Progress = silent) -> int:
        """In a thread: gather and draw the sheet."""
        station = self.desk.station
        issue = Issue(station.today(), station.actor.name, station.demo)
        document = station.ask(weekly_sheet.document, period, issue)
        return documents.write(document, path, progress)

    def _list(self, cell: Cell) -> None:
        if cell.figure is not None:
            self.shell.go(list_target(cell.ledger, cell.figure.ids, cell.title))

    def _lay_out(self) -> None:
        down = parts.rows(self, (16, 12, 16, 16), 12)
        down.addLayout(self._head())
        down.addWidget(self._strip)
        down.addLayout(self._sides, 1)
        self._sides.setSpacing(12)
        hint = parts.label("点开数字看名单", "caption")
        figures = parts.Card("本期数据", hint, margins=(1, 12, 1, 1))
        figures.head.setContentsMargins(15, 0, 15, 0)
        figures.body.addWidget(self._figures, 1)
        self._sides.addWidget(figures, 56)
        aside = parts.rows(gap=12)
        villages = parts.Card("各村（社区）", margins=(1, 12, 1, 1))
        villages.head.setContentsMargins(15, 0, 15, 0)
        villages.body.addWidget(self._villages, 1)
        kinds = parts.Card("本期受理纠纷类型")
        kinds.body.addWidget(self._chart, 1)
        aside.addWidget(villages, 5)
        aside.addWidget(kinds, 4)
        self._sides.addLayout(aside, 44)

    def _head(self) -> QHBoxLayout:
        back = parts.tool("chevron-left", "上一周", partial(self.step, -1))
        self._on = parts.tool("chevron-right", "下一周", partial(self.step, 1))
        to_points = partial(self.shell.go, Target("assessment"))
        self.assessment = parts.button("月度考核", to_points, "clipboard-check-outline", "link")
        self.assessment.hide()
        to_table = partial(self.shell.go, Target("statistics"))
        table = parts.button("调解统计", to_table, "table-large", tip="法定统计表")
        out = parts.button("打印周报", self.print_it, "printer-outline", "primary", "Ctrl+P")
        acts = [self.assessment, table, out]
        if self.desk.station.actor.may(Right.SEND):
            tip = "Word 或 PDF（Ctrl+Shift+E）"
            acts.insert(2, parts.button("导出", self.export, "export-variant", tip=tip))
        return parts.page_head("统计报表", (back, self._span, self._on), acts)


def _count(one: tuple[str, int]) -> int:
    return -one[1]


def _figure_row(week: Weekly, key: str, name: str, ledger: str) -> Sequence[Cell]:
    now: Figure = getattr(week.now, key)
    before: Figure = getattr(week.before, key)
    title = f"{name.split('（', maxsplit=1)[0]}（{week.period.span}）"
    return (
        Cell(name),
        figure_cell(now, ledger, title),
        figure_cell(before, ledger, f"上期{title.split('（', maxsplit=1)[0]}"),
        Cell(_change(now, before, name)),
    )


def _change(now: Figure, before: Figure, name: str) -> str:
    if now.denominator is not None or before.denominator is not None or now.value is None:
        return rate_change_sentence(now, before)
    unit = name.rstrip("）").split("（")[1]
    if isinstance(now.value, int) and isinstance(before.value, int):
        return change_sentence(now.value, before.value, unit=unit)
    return ""


def _village_rows(week: Weekly) -> Iterator[Sequence[Cell]]:
    for one in week.villages:
        listed = (
            ("受理", one.accepted),
            ("办结", one.closed),
            ("在办", one.open),
            ("超期", one.overdue),
        )
        cells = (figure_cell(figure, _CASE, f"{one.name}{word}") for word, figure in listed)
        yield (Cell(one.name), *cells)
