"""调解统计: the statutory tables of any period; each figure opens its list, a report is frozen."""

from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QButtonGroup, QFrame, QHBoxLayout, QSplitter, QWidget
from typing_extensions import override

from core.errors import Cancelled, UserError
from core.progress import Progress, silent
from core.rights import Right
from core.services import mediation_columns as columns
from core.services import mediation_figures, reported, staffing_figures, statistics, subsidy
from core.services.figure_checks import Fault
from core.services.figures import Period, counted
from core.services.mediation_figures import BASES, Line
from core.services.periods import Terms
from core.services.staffing_figures import Staffing
from core.services.statistics import Overview
from gui import ask
from gui.tasks import Desk, Perform, Query, Work
from gui.widgets import parts
from gui.widgets.choices import ChoiceEditor
from gui.widgets.editors import width_of
from gui.widgets.figure_table import Cell, FigureTable, figure_cell
from gui.widgets.notice import ProgressStrip
from gui.widgets.period_chooser import PeriodChooser
from gui.widgets.screen import Screen, Shell, Target
from gui.widgets.where import list_target
from reports.commands import statistics as writing

_TITLES = ("调解案件情况", "组织队伍经费")
_FILES = ("人民调解案件情况统计表", "人民调解组织队伍经费保障情况统计表")
_KINDS = "PDF 文件 (*.pdf);;Word 文件 (*.docx);;Excel 工作簿 (*.xlsx)"
_TABLES = frozenset(
    ("mediation_case", "screening", "organisation", "staff", "yearly_fact", "setting_value")
)
_STOPPED = "统计已停下，没有数字。再点一下期间就重新统计。"
_UNIT_LETTERS = 12
_HEADS = ("指标", "单位", "本期", "下级上报", "本年累计", "已报数")


class StatisticsScreen(Screen):
    """Two tables of a period, and beside them what does not fit."""

    def __init__(self, shell: Shell, parent: QFrame | None = None) -> None:
        super().__init__(shell, parent)
        self._shown: Overview | None = None
        self._reading: Query[Overview] | None = None
        self.may_send = self.desk.station.actor.may(Right.SEND)
        self.chooser = PeriodChooser()
        self.units = ChoiceEditor([("", mediation_figures.WHOLE)])
        self.units.setAccessibleName("看哪个单位的数")
        self.units.setMinimumWidth(width_of(_UNIT_LETTERS))
        self.units.set_text(mediation_figures.WHOLE)
        self.cases = FigureTable("调解案件情况", _HEADS)
        self.cases.widths(52, 88, 88, 88, 88)
        self.staffing = FigureTable("组织队伍经费", ("项目", "类别", "单位", "数量"))
        self.staffing.widths(64, 64, 96)
        self.faults = FigureTable("请核对", ("说明", "校验"))
        self.faults.widths(72)
        self.faults.wrap()
        self.state = parts.passage("")
        self._strip = ProgressStrip()
        self._tabs = QButtonGroup(self)
        self._lay_out()
        self._connect()

    @override
    def enter(self, target: Target) -> None:
        self.refresh()
        self.cases.setFocus()

    @override
    def refresh(self, tables: frozenset[str] | None = None) -> None:
        if tables is None or tables & _TABLES:
            Query(self.desk, self, mediation_figures.terms).then(self._begin).start()
            Query(self.desk, self, subsidy.is_on).then(self.subsidy.setVisible).start()

    @override
    def print_it(self) -> None:
        period = self.chooser.period
        if period is not None:
            draw = partial(_write, self.desk, self._place, period)
            self.shell.preview(draw, _FILES[self._place])

    @override
    def export(self) -> None:
        """Write the table in front as PDF, Word or workbook; the file's ending decides."""
        period = self.chooser.period
        if period is None or not self.may_send:
            return
        name = _FILES[self._place]
        suggested = Path(f"{name}（{period.since:%Y%m%d}-{period.until:%m%d}）.xlsx")
        path = ask.save_file(self, f"导出{name}", suggested, _KINDS)
        if path is None:
            return
        work = Work(self.desk, self, _write, self.desk, self._place, period, path)
        self._strip.follow(work, "正在生成统计表")
        work.then(lambda _pages: self.shell.say(f"统计表已导出：{path.name}")).start()

    def preview_text(self) -> None:
        """The period in words: 月报, 周报 or 零报告."""
        period = self.chooser.period
        if period is not None:
            self.shell.preview(partial(_write_text, self.desk, period), "矛盾纠纷报告")

    def freeze(self) -> None:
        """Report the table as it is, and keep it so."""
        if self._shown is not None and self.may_send:
            table = self._shown.table
            act = Perform(self.desk, self, reported.freeze, table.period, table.basis)
            act.then(lambda _done: self._read(table.period)).start()

    def turn_to(self, place: int) -> None:
        """Bring one of the tables to the front."""
        self._tabs.buttons()[place].setChecked(True)
        self.cases.setVisible(place == 0)
        self.units.setVisible(place == 0)
        self._freeze.setVisible(place == 0 and self.may_send)
        self.staffing.setVisible(place == 1)
        if self.chooser.period is not None:
            self._read(self.chooser.period)

    @property
    def _place(self) -> int:
        return next(n for n, tab in enumerate(self._tabs.buttons()) if tab.isChecked())

    def _begin(self, terms: Terms) -> None:
        self.chooser.begin(terms, self.shell.today())

    def _read(self, period: Period) -> None:
        if self._reading is not None:
            self._reading.cancel()
        if self._place == 0:
            self._reading = read = Query(self.desk, self, statistics.overview, period)
            self._strip.follow(read, "正在统计")
            read.then(self._show).failed(partial(self._on_stopped, period)).start()
        else:
            held = Query(self.desk, self, staffing_figures.staffing, period)
            held.then(self._show_staffing).start()

    def _show(self, found: Overview) -> None:
        if found.table.period != self.chooser.period:
            return
        self._shown = found
        self.units.set_choices([(one.name, one.name) for one in _choosable(found)])
        if not self.units.text():
            self.units.set_text(mediation_figures.WHOLE)
        self._show_unit()
        self._show_faults(found.faults)
        self.state.setText(_state(found))

    def _on_stopped(self, period: Period, error: UserError) -> None:
        """What is not counted shows no figures, least of all those of another period."""
        if not isinstance(error, Cancelled):
            self.desk.refuse(error.text, self)
        elif period == self.chooser.period:
            self._shown = None
            for table in (self.cases, self.faults):
                table.show_rows([])
            self.state.setText(_STOPPED)

    def _show_unit(self) -> None:
        if self._shown is not None:
            self.cases.show_rows([*_rows(self._shown, self.units.text())])

    def _show_staffing(self, found: Staffing) -> None:
        if found.period != self.chooser.period:
            return
        self.staffing.show_rows([*_staffing_rows(found)])
        self._show_faults(found.faults)
        lacking = sum(1 for one in found.items if one.figure is None)
        told = f"{lacking} 项还没有登记，请在台账“组织队伍经费补充数据”里填写。" if lacking else ""
        self.state.setText(told)

    def _show_faults(self, faults: Sequence[Fault]) -> None:
        rows = [(_fault_cell(one), Cell(f"{one.rule} {one.level}")) for one in faults]
        self.faults.show_rows(rows or [(Cell("各项数字都对得上"), Cell("—"))])

    def _list(self, cell: Cell) -> None:
        if cell.figure is not None:
            self.shell.go(list_target(cell.ledger, cell.figure.ids, cell.title))

    def _connect(self) -> None:
        for table in (self.cases, self.staffing, self.faults):
            table.chosen.connect(self._list)
        self.chooser.changed.connect(self._read)
        self.chooser.refused.connect(self.shell.fail)
        self.units.edited.connect(self._show_unit)

    def _lay_out(self) -> None:
        down = parts.rows(self, (16, 12, 16, 16), 10)
        down.addLayout(self._head())
        chosen = parts.columns(gap=12)
        chosen.addWidget(self.chooser, 1)
        chosen.addWidget(self.units)
        down.addLayout(chosen)
        down.addWidget(self._strip)
        figures = parts.Card(margins=(1, 1, 1, 1))
        figures.body.addWidget(self.cases, 1)
        figures.body.addWidget(self.staffing, 1)
        down.addWidget(_split(figures, _checked(self.state, self.faults)), 1)
        self.turn_to(0)

    def _head(self) -> QHBoxLayout:
        tabs = [parts.tab(one, partial(self.turn_to, n)) for n, one in enumerate(_TITLES)]
        for tab in tabs:
            self._tabs.addButton(tab)
        to_subsidy = partial(self.shell.go, Target("subsidy"))
        self.subsidy = parts.button("以案定补", to_subsidy, "cash-multiple", "link")
        self.subsidy.hide()
        self._freeze = parts.button(
            "上报并冻结", self.freeze, "lock-outline", tip="留下报出的数，以后改了案件会提示不一致"
        )
        tip = "月报、周报、零报告"
        text = parts.button("文字报告", self.preview_text, "text-box-outline", tip=tip)
        acts = [self.subsidy, self._freeze, text]
        if self.may_send:
            tip = "Excel、Word 或 PDF（Ctrl+Shift+E）"
            acts.append(parts.button("导出", self.export, "export-variant", tip=tip))
        acts.append(parts.button("打印", self.print_it, "printer-outline", "primary", "Ctrl+P"))
        return parts.page_head("调解统计", tabs, acts)


def _checked(state: QWidget, faults: QWidget) -> QFrame:
    """What is to be said of the table, above what does not fit in it."""
    made = parts.Card("请核对", margins=(1, 12, 1, 1))
    made.head.setContentsMargins(15, 0, 15, 0)
    state.setContentsMargins(15, 0, 15, 0)
    made.body.addWidget(state)
    made.body.addWidget(faults, 1)
    return made


def _split(figures: QWidget, beside: QWidget) -> QSplitter:
    """Side by side, the figures with more room."""
    made = QSplitter(Qt.Orientation.Horizontal)
    made.setChildrenCollapsible(False)
    made.setHandleWidth(12)
    for part, share in ((figures, 7), (beside, 4)):
        made.addWidget(part)
        made.setStretchFactor(made.indexOf(part), share)
    return made


def _write(desk: Desk, place: int, period: Period, path: Path, progress: Progress = silent) -> int:
    """In a thread: gather and draw one of the tables."""
    station = desk.station
    if place:
        return writing.write_staffing(station, period, path, progress)[1]
    basis = station.ask(mediation_figures.basis)
    return writing.write(station, (period, basis), path, progress)[1]


def _write_text(desk: Desk, period: Period, path: Path) -> int:
    """In a thread: gather and draw the report in words."""
    return writing.write_text(desk.station, period, path)[1]


def _staffing_rows(found: Staffing) -> Iterator[Sequence[Cell]]:
    for one in found.items:
        shown = figure_cell(one.figure, one.ledger, one.name) if one.figure else Cell("—")
        yield Cell(one.name), Cell(one.group), Cell(one.unit), shown


def _choosable(found: Overview) -> tuple[Line, ...]:
    """The lines whose figures may be looked at: the whole first, then each committee."""
    return (found.table.whole, *found.table.units)


def _rows(found: Overview, unit: str) -> Iterator[Sequence[Cell]]:
    table = found.table
    line = next((one for one in _choosable(found) if one.name == unit), table.whole)
    whole = line is table.whole
    then = found.reported.lines.get(line.name, {}) if found.reported else {}
    above: tuple[str, ...] = ()
    for one in columns.columns():
        if one.above != above:
            above = one.above
            yield (Cell(above[-1]), *(Cell("") for _ in _HEADS[1:]))
        ledger, title = mediation_figures.ledger_of(one.key), f"{one.label}（{table.period.span}）"

        def cell(of: Line, key: str = one.key, ledger: str = ledger, title: str = title) -> Cell:
            return figure_cell(of.figures[key], ledger, title)

        yield (
            Cell(f"　{one.name}"),
            Cell(one.unit),
            cell(line),
            cell(table.below) if whole else Cell(""),
            cell(table.year) if whole else Cell(""),
            _then_cell(then.get(one.key), line.number(one.key)),
        )


def _then_cell(then: object, now: object) -> Cell:
    """What was reported; marked where it is no longer so."""
    if then is None:
        return Cell("")
    return Cell(str(then) if then == now else f"{then} ≠")


def _fault_cell(fault: Fault) -> Cell:
    return Cell(fault.text, counted(fault.ids), fault.ledger, fault.text)


def _state(found: Overview) -> str:
    """What is counted, whether it went up, and what differs since."""
    told = [f"总数按{BASES[found.table.basis]}统计。"]
    if found.table.is_zero:
        told.append("本期没有案件和排查活动，可以直接打印零报告。")
    if found.reported is not None:
        told.append(f"这一期已由{found.reported.by}在{found.reported.when}上报。")
        if found.differences:
            told.append(
                f"与已报数不一致：{len(found.differences)} 处；"
                f"多了 {len(found.came)} 件，少了 {len(found.gone)} 件。打印时附差异说明。"
            )
    return "".join(told)
