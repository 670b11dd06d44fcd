"""以案定补: the cases of a period, what keeps one out, and the application that is made of them."""

from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QFrame, QHBoxLayout
from typing_extensions import override

from core import codes
from core.errors import UserError
from core.progress import Progress, silent
from core.rights import Right
from core.services import mediation_figures, subsidy
from core.services.figures import Period
from core.services.periods import Terms
from core.services.subsidy import Application, Claim
from gui import ask
from gui.tasks import Perform, Query, Work
from gui.widgets import parts
from gui.widgets.notice import ProgressStrip
from gui.widgets.period_chooser import PeriodChooser
from gui.widgets.plain_table import PlainTable
from gui.widgets.screen import Screen, Shell, Target
from gui.widgets.where import record_target
from reports.commands import subsidy as writing

_HEADS = (
    ("卷号", 224),
    ("卷名", 0),
    ("等级", 60),
    ("标准（元）", 88),
    ("调解员", 120),
    ("金额（元）", 88),
    ("还差什么", 260),
)
_KINDS = "PDF 文件 (*.pdf);;Word 文件 (*.docx);;Excel 工作簿 (*.xlsx)"
_NAME = "以案定补申报、审批、发放表"


class SubsidyScreen(Screen):
    """Each case leads to its page, where what is missing is put right."""

    def __init__(self, shell: Shell, parent: QFrame | None = None) -> None:
        super().__init__(shell, parent)
        self._found: Application | None = None
        self.may_send = self.desk.station.actor.may(Right.SEND)
        self.chooser = PeriodChooser("quarter")
        self.table = PlainTable("以案定补案件", _HEADS)
        self.state = parts.passage("")
        self._strip = ProgressStrip()
        down = parts.rows(self, (16, 12, 16, 16), 10)
        down.addLayout(self._head())
        down.addWidget(self.chooser)
        down.addWidget(self._strip)
        down.addWidget(self.state)
        card = parts.Card(margins=(1, 1, 1, 1))
        card.body.addWidget(self.table, 1)
        down.addWidget(card, 1)
        self.chooser.changed.connect(self._read)
        self.chooser.refused.connect(shell.fail)
        self.table.opened.connect(self._open)

    @override
    def enter(self, target: Target) -> None:
        self.refresh()
        self.table.setFocus()

    @override
    def refresh(self, tables: frozenset[str] | None = None) -> None:
        Query(self.desk, self, mediation_figures.terms).then(self._begin).start()

    @override
    def print_it(self) -> None:
        period = self.chooser.period
        if period is not None:
            self.shell.preview(partial(self._write, period), _NAME)

    @override
    def export(self) -> None:
        """Write the three tables; the file's ending decides how."""
        period = self.chooser.period
        if period is None or not self.may_send:
            return
        suggested = Path(f"以案定补（{period.since:%Y%m%d}-{period.until:%m%d}）.xlsx")
        path = ask.save_file(self, "导出以案定补表", suggested, _KINDS)
        if path is None:
            return
        work = Work(self.desk, self, self._write, period, path)
        self._strip.follow(work, "正在生成")
        work.then(lambda _pages: self.shell.say(f"以案定补表已导出：{path.name}")).start()

    def apply(self) -> None:
        """Apply for every case that nothing keeps out, or take the application back."""
        found, period = self._found, self.chooser.period
        if found is None or period is None or not self.may_send:
            return
        if found.batch is None:
            act = Perform(self.desk, self, subsidy.apply, period)
            act.then(lambda _batch: self._read(period)).failed(self._refused).start()
        else:
            undo = Perform(self.desk, self, subsidy.withdraw, found.batch.id)
            undo.then(lambda _nothing: self._read(period)).failed(self._refused).start()

    def _refused(self, error: UserError) -> None:
        self.shell.fail(error.text)

    def _begin(self, terms: Terms) -> None:
        self.chooser.begin(terms, self.shell.today())

    def _read(self, period: Period) -> None:
        asked = Query(self.desk, self, subsidy.application, period, self.shell.today())
        asked.then(self._show).start()

    def _show(self, found: Application) -> None:
        if found.period != self.chooser.period:
            return
        self._found = found
        self.table.show_rows([_row(one) for one in found.claims])
        self._act.setText("申报这一期" if found.batch is None else "撤回申报")
        self._act.setEnabled(found.batch is not None or bool(found.ready))
        self.state.setText(_state(found))

    def _open(self, row: int) -> None:
        if self._found is not None:
            case = self._found.claims[row].case
            self.shell.go(record_target("mediation_case", case.id))

    def _write(self, period: Period, path: Path, progress: Progress = silent) -> int:
        """In a thread: gather and draw the three tables."""
        return writing.write(self.desk.station, period, path, progress)[1]

    def _head(self) -> QHBoxLayout:
        self._act = parts.button("申报这一期", self.apply, "check")
        export = parts.button("导出", self.export, "export-variant")
        for one in (self._act, export) if not self.may_send else ():
            one.hide()
        out = parts.button("打印", self.print_it, "printer-outline", "primary", "Ctrl+P")
        return parts.page_head("以案定补", (), (self._act, export, out))


def _row(one: Claim) -> list[str]:
    people = "、".join(
        payee.name if len(one.payees) == 1 else f"{payee.name} {payee.share.normalize():f}%"
        for payee in one.payees
    )
    return [
        one.case.number or "未编号",
        one.case.title,
        codes.name_of("case_grade", one.count.grade),
        str(one.rate),
        people,
        str(one.amount),
        "；".join(one.problems) or "可以申报",
    ]


def _state(found: Application) -> str:
    ready, lacking = len(found.ready), len(found.claims) - len(found.ready)
    total = sum(one.amount for one in found.ready)
    if found.batch is not None:
        told = f"这一期已在 {found.batch.made_on} 申报：{ready} 件，{total} 元。"
    elif not found.claims:
        told = "这一期没有调解成功、还没申报过的案件。"
    else:
        told = f"可以申报 {ready} 件，{total} 元；还有 {lacking} 件差材料，双击打开补齐。"
    return told + (f"另有限制查看 {found.hidden} 件，由站长申报。" if found.hidden else "")
