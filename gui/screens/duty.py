"""排班值班: the month of duty, painted by keys and mouse; beside it, what clashes."""

from datetime import timedelta
from functools import partial
from pathlib import Path

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QWidget
from typing_extensions import override

from core.progress import Progress, silent
from core.rights import Right
from core.services import duty, duty_file, duty_sheet
from core.services.duty import Painted
from core.services.duty_checks import Conflict
from core.services.duty_file import DutyFile
from core.services.duty_sheet import Cell, Mark
from core.services.duty_swap import Swap
from gui import ask
from gui.ledger.outgoing import opening
from gui.tasks import Perform, Query, Work
from gui.widgets import keys, parts
from gui.widgets.duty_acts import DutyActs
from gui.widgets.duty_aside import DutyAside
from gui.widgets.duty_brushes import DutyBrushes
from gui.widgets.duty_grid import DutyGrid
from gui.widgets.notice import ProgressStrip
from gui.widgets.screen import Screen, Shell, Target
from reports.commands import duty as writing
from reports.documents.duty_schedule import Wanted

_READ = frozenset({"duty_shift", "duty_person", "duty_swap", "leave", "staff", "setting_value"})
_ASIDE, _NARROW, _WIDE = 280, 232, 1100
_KINDS = "Excel 工作簿 (*.xlsx);;日历 (*.ics);;PDF 文件 (*.pdf);;Word 文件 (*.docx)"
_HELP = "方向键走，Shift+方向键选一片，字母或空格排上，Delete 撤下，回车换班"


class DutyScreen(Screen):
    """One month at a time; the present one unless a day is asked for."""

    def __init__(self, shell: Shell, parent: QWidget | None = None) -> None:
        super().__init__(shell, parent)
        self._day = shell.today()
        self._file: DutyFile | None = None
        self.grid = DutyGrid()
        self.aside = DutyAside()
        self.brushes = DutyBrushes(self.grid)
        self._month = parts.label("", "heading")
        self._strip = ProgressStrip()
        self._acts = DutyActs(shell, self, self._strip)
        self._pages = QStackedWidget()
        self._lay_out()
        self.grid.painted.connect(self._paint)
        self.grid.swap_wanted.connect(self._swap)
        self.aside.conflict_wanted.connect(self._go_to)
        self.aside.swap_wanted.connect(self._go_on)
        keys.give(self, {"Alt+PgUp": partial(self.step, -1), "Alt+PgDown": partial(self.step, 1)})
        keys.give(self, {"F6": self._go_round})

    @override
    def enter(self, target: Target) -> None:
        self._read()
        self.grid.setFocus()

    @override
    def refresh(self, tables: frozenset[str] | None = None) -> None:
        if tables is None or tables & _READ:
            self._read()

    @override
    def print_it(self) -> None:
        self._preview(writing.month(self._day))

    def print_other(self) -> None:
        """Preview the schedule of a holiday near this month, or of one person."""
        named = {
            f"{one.since.year}年{one.holiday}值班表": one
            for one in writing.holidays(*duty_sheet.month(self._day))
        }
        for one in self._file.sheet.rows() if self._file else ():
            named[f"{one.told}个人值班表"] = Wanted(*duty_sheet.month(self._day), staff=one.id)
        said = ask.choose(self, "打印其他值班表", "哪一份", list(named)) if named else None
        if said is not None:
            self._preview(named[said])

    def _preview(self, wanted: Wanted) -> None:
        draw = partial(writing.write, self.desk.station, wanted)
        self.shell.preview(draw, f"{wanted.since.year}年{wanted.since.month}月值班表")

    @override
    def export(self) -> None:
        """Write the month as a workbook, a calendar or a paper."""
        if not self.desk.station.actor.may(Right.SEND):
            return
        suggested = Path.home() / f"{self._day:%Y年%m月}值班表.xlsx"
        path = ask.save_file(self, "导出值班表", suggested, _KINDS)
        if path is not None:
            work = Work(self.desk, self, self._write, path)
            self._strip.follow(work, "正在导出")
            acts = (("打开", opening(path)), ("打开所在文件夹", opening(path.parent)))
            work.then(lambda _: self.shell.say(f"值班表已导出：{path.name}", acts))
            work.failed(lambda error: self.shell.fail(error.text)).start()

    def step(self, months: int) -> None:
        """The month before or after."""
        first, last = duty_sheet.month(self._day)
        self._day = first - timedelta(1) if months < 0 else last + timedelta(1)
        self._read()

    def _write(self, path: Path, progress: Progress = silent) -> int:
        """In a thread: the month as a file."""
        return writing.write(self.desk.station, writing.month(self._day), path, progress)

    def _read(self) -> None:
        Query(self.desk, self, duty_file.file, self._day).then(self._show).start()

    def _show(self, found: DutyFile) -> None:
        if found.sheet.first != duty_sheet.month(self._day)[0]:
            return
        self._file = found
        sheet = found.sheet
        self._month.setText(f"{sheet.first.year}年{sheet.first.month}月")
        self._pages.setCurrentIndex(0 if sheet.rows() else 1)
        self.brushes.offer(sheet.rules)
        self.grid.show_sheet(sheet, found.conflicts)
        self.aside.show_found(found.conflicts, found.swaps, sheet.untold)
        self.aside.show_shares(found.shares, known=not sheet.untold)

    def _paint(self, cells: list[Cell], mark: Mark | None) -> None:
        if mark is None:
            Perform(self.desk, self, duty.erase, cells).start()
        else:
            Perform(self.desk, self, duty.paint, cells, mark).then(self._painted).start()

    def _painted(self, done: Painted) -> None:
        if done.left_off:
            self.shell.fail(done.text)

    def _swap(self, cell: Cell) -> None:
        there = [one for one in self._file.sheet.shifts if one.cell == cell] if self._file else []
        if self._file is not None and there:
            self._acts.swap(self._file.sheet, cell)

    def _go_on(self, swap: Swap) -> None:
        if self._file is not None:
            self._acts.go_on(self._file.sheet, swap)

    def _go_to(self, conflict: Conflict) -> None:
        here = self.grid.current
        staff = conflict.staff or (here.staff if here else None)
        if staff is not None:
            self.grid.go_to(Cell(conflict.day, staff))

    def _go_round(self) -> None:
        if self.grid.hasFocus():
            self.aside.found.setFocus()
        else:
            self.grid.setFocus()

    def _lay_out(self) -> None:
        down = parts.rows(self, (16, 12, 16, 16), 10)
        down.addLayout(self._head())
        line = parts.columns(gap=12)
        line.addLayout(self._stepper())
        line.addWidget(self.brushes)
        line.addStretch()
        if self.desk.station.actor.may(Right.KEEP):
            zero = parts.button("一键零报告", self._acts.report_nothing, "numeric-0-box-outline")
            line.addWidget(zero)
        down.addLayout(line)
        down.addWidget(self._strip)
        card = parts.Card(margins=(1, 1, 1, 1))
        card.body.addWidget(self.grid, 1)
        card.setToolTip(_HELP)
        self._pages.addWidget(card)
        none = parts.Card()
        ways = (("登记值班人员", self._turns), ("从 Excel 导入名单", self._bring_turns))
        told = "还没有值班人员名单。登记谁参加值班、按什么顺序轮，就能排班"
        none.body.addWidget(parts.Empty(told, ways, "account-clock-outline"))
        self._pages.addWidget(none)
        across = parts.columns(gap=12)
        across.addWidget(self._pages, 1)
        across.addWidget(self.aside)
        down.addLayout(across, 1)

    def _stepper(self) -> QHBoxLayout:
        across = parts.columns(gap=2)
        across.addWidget(parts.tool("chevron-left", "上月（Alt+PageUp）", partial(self.step, -1)))
        across.addWidget(self._month)
        across.addWidget(parts.tool("chevron-right", "下月（Alt+PageDown）", partial(self.step, 1)))
        return across

    def _head(self) -> QHBoxLayout:
        actor = self.desk.station.actor
        listed = (
            ("复制上月并顺延", self._carry_on, "content-copy", "", Right.KEEP),
            ("自动排班", self._propose, "auto-fix", "", Right.KEEP),
            ("导入", self._bring_in, "tray-arrow-down", "", Right.KEEP),
            ("名单", self._turns, "account-clock-outline", "", Right.READ),
            ("导出", self.export, "export-variant", "", Right.SEND),
            ("其他表", self.print_other, "file-document-multiple-outline", "", Right.PRINT),
            ("打印", self.print_it, "printer-outline", "primary", Right.PRINT),
        )
        acts = (
            parts.button(words, act, icon, kind)
            for words, act, icon, kind, needs in listed
            if actor.may(needs)
        )
        return parts.page_head("排班值班", (), acts)

    def _carry_on(self) -> None:
        self._acts.carry_on(self._day)

    def _bring_in(self) -> None:
        self._acts.bring_in(self._day)

    def _propose(self) -> None:
        self._acts.propose(self._day)

    def _turns(self) -> None:
        self.shell.go(Target("ledgers", ledger="duty_person"))

    def _bring_turns(self) -> None:
        self.shell.go(Target("import", ledger="duty_person"))

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.aside.setFixedWidth(_ASIDE if self.width() >= _WIDE else _NARROW)
