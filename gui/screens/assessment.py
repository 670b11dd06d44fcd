"""月度考核: a month of everybody's work in points; off until the station turns it on."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any
from uuid import UUID

from PySide6.QtWidgets import QFrame, QHBoxLayout, QStackedWidget
from typing_extensions import override

from core import codes
from core.errors import UserError
from core.rights import Right
from core.services import assessment
from core.services.assessment import LOCKED, OPEN, Month, Sheet
from core.services.figures import Period
from core.services.periods import Terms
from gui import ask
from gui.tasks import Perform, Query, Work
from gui.widgets import parts
from gui.widgets.assessment_rules import RulesPane
from gui.widgets.assessment_sheet import SheetPane
from gui.widgets.notice import ProgressStrip
from gui.widgets.period_chooser import PeriodChooser
from gui.widgets.plain_table import PlainTable
from gui.widgets.screen import Screen, Shell, Target
from reports.commands import assessment as writing

_HEADS = (("姓名", 72), ("网格", 0), ("得分", 64), ("还差什么", 96))
_TONES = {OPEN: "info", "shown": "warn", LOCKED: "ok"}
_KINDS = "PDF 文件 (*.pdf);;Excel 工作簿 (*.xlsx);;Word 文件 (*.docx)"
_PUBLIC = "月度考核公示表"
_OFF = "本站没有启用月度考核。要用的，请在“设置”里打开；考核只看工作，不看居民。"
_NONE = "这个月没有可以看的考核。算出来以后，每人只看自己的一张。"
_FIRST = "这个月还没有计算。先看“考核办法”，再按“计算”；每个系统数都能点开看记录。"
_SHEETS, _RULES, _EMPTY = range(3)


class AssessmentScreen(Screen):
    """People on the left, the chosen person's sheet on the right; the rules behind a button."""

    def __init__(self, shell: Shell, parent: QFrame | None = None) -> None:
        super().__init__(shell, parent)
        self.may_manage = self.desk.station.actor.may(Right.MANAGE)
        self._found: Month | None = None
        self.chooser = PeriodChooser("month", alone=True)
        self.chip = parts.chip("", "mute")
        self.people = PlainTable("被考核人", _HEADS)
        self.sheet = SheetPane(shell, may_manage=self.may_manage)
        self.rules = RulesPane(shell)
        self._strip = ProgressStrip()
        self._empty = parts.Empty(_OFF, icon="clipboard-check-outline")
        self._lay_out()
        self.chooser.changed.connect(self._read)
        self.chooser.refused.connect(shell.fail)
        self.people.currentCellChanged.connect(lambda row, *_: self._show_person(row))
        self.people.opened.connect(lambda _row: self.sheet.table.setFocus())
        self.sheet.acted.connect(self.refresh)

    @override
    def enter(self, target: Target) -> None:
        self.refresh()
        self.people.setFocus()

    @override
    def refresh(self, tables: frozenset[str] | None = None) -> None:
        Query(self.desk, self, assessment.is_on).then(self._begin).start()

    @override
    def print_it(self) -> None:
        """Preview the sheet by grid, or one's own where nothing else may be seen."""
        self._preview(_PUBLIC, writing.public)

    @override
    def export(self) -> None:
        """Write the sheet by grid; the file's ending decides how."""
        period = self.chooser.period
        if period is None or not self.desk.station.actor.may(Right.SEND):
            return
        suggested = Path(f"{_PUBLIC}（{period.since:%Y%m}）.xlsx")
        path = ask.save_file(self, "导出公示表", suggested, _KINDS)
        if path is not None:
            work = Work(self.desk, self, writing.public, self.desk.station, period.since, path)
            self._strip.follow(work, "正在生成")
            work.then(lambda _pages: self.shell.say(f"公示表已导出：{path.name}")).start()

    def print_sheets(self) -> None:
        """Preview the sheets of persons: everybody's, or one's own."""
        self._preview("月度考核个人评分表", writing.private)

    def _preview(self, title: str, write: Callable[..., int]) -> None:
        period = self.chooser.period
        if period is not None:
            self.shell.preview(partial(write, self.desk.station, period.since), title)

    def _begin(self, on: bool) -> None:
        self._body.setEnabled(on)
        for one in (*self._acts.values(), self.chooser, self.chip):
            one.setVisible(on)
        if not on:
            self._empty.say(_OFF)
            self._body.setCurrentIndex(_EMPTY)
        else:
            self.chooser.begin(Terms(), self.shell.today())

    def _read(self, period: Period) -> None:
        Query(self.desk, self, assessment.month, period.since).then(self._show).start()
        self.rules.read(period)

    def _show(self, found: Month) -> None:
        if self.chooser.period is None or found.period.since != self.chooser.period.since:
            return
        self._found = found
        self.chip.setText(codes.name_of("assessment_state", found.state) if found.state else "")
        self.chip.setVisible(bool(found.state))
        parts.set_look(self.chip, tone=_TONES.get(found.state, "mute"))
        self.people.show_rows([_row(one) for one in found.sheets])
        self._empty.say(_FIRST if self.may_manage else _NONE)
        if self._body.currentIndex() != _RULES:
            self._body.setCurrentIndex(_SHEETS if found.sheets else _EMPTY)
        self._show_acts(found.state)
        row = max(self.people.currentRow(), 0)
        self.people.setCurrentCell(row, 0)
        self._show_person(row)

    def _show_acts(self, state: str) -> None:
        wanted = {
            "计算": state != LOCKED,
            "公示": state == OPEN,
            "锁定": state not in ("", LOCKED),
            "考核办法": True,
        }
        for name, act in self._acts.items():
            act.setVisible(wanted.get(name, bool(state)))

    def _show_person(self, row: int) -> None:
        sheets = self._found.sheets if self._found else ()
        locked = self._found is None or self._found.state == LOCKED
        self.sheet.show_sheet(sheets[row] if 0 <= row < len(sheets) else None, locked=locked)

    def _act(self, operation: Any, said: str) -> None:
        period = self.chooser.period
        if period is not None:
            act: Perform[UUID | None] = Perform(self.desk, self, operation, period.since)
            act.then(lambda _made: self._on_acted(period, said)).failed(self._refused).start()

    def _on_acted(self, period: Period, said: str) -> None:
        self.shell.say(said)
        self._read(period)

    def _refused(self, error: UserError) -> None:
        self.shell.fail(error.text)

    def count(self) -> None:
        """Count the month, or count it again."""
        self._body.setCurrentIndex(_SHEETS)
        self._act(assessment.count, "已按考核办法计算")

    def lock(self) -> None:
        """Ask once more, and end the month."""
        text = "锁定后这个月的考核不能再改，也不能撤销。"
        if ask.yes(self, "锁定月度考核", text, "锁定", "暂不"):
            self._act(assessment.lock, "已锁定")

    def turn_rules(self) -> None:
        """Show the rules, or the sheets again."""
        there = self._body.currentIndex() == _RULES
        full = self._found is not None and bool(self._found.sheets)
        self._body.setCurrentIndex((_SHEETS if full else _EMPTY) if there else _RULES)

    def _lay_out(self) -> None:
        sheets = parts.frame("plain")
        across = parts.columns(sheets, gap=12)
        listed = parts.Card(margins=(1, 1, 1, 1))
        listed.body.addWidget(self.people, 1)
        across.addWidget(listed, 2)
        across.addWidget(self.sheet, 3)
        none = parts.Card()
        none.body.addWidget(self._empty)
        self._body = QStackedWidget()
        for page in (sheets, self.rules, none):
            self._body.addWidget(page)
        down = parts.rows(self, (16, 12, 16, 16), 10)
        down.addLayout(self._head())
        down.addWidget(self.chooser)
        down.addWidget(self._strip)
        down.addWidget(self._body, 1)

    def _head(self) -> QHBoxLayout:
        wanted: list[tuple[str, Callable[[], object], str, str]] = [
            ("公示表", self.print_it, "printer-outline", ""),
            ("个人表", self.print_sheets, "printer-outline", ""),
        ]
        manage: list[tuple[str, Callable[[], object], str, str]] = [
            ("考核办法", self.turn_rules, "format-list-bulleted", ""),
            ("公示", partial(self._act, assessment.show, "已记为公示"), "bulletin-board", ""),
            ("锁定", self.lock, "lock-outline", ""),
            ("计算", self.count, "calculator-variant-outline", "primary"),
        ]
        self._acts = {
            text: parts.button(text, act, icon, kind)
            for text, act, icon, kind in (*wanted, *(manage if self.may_manage else ()))
        }
        for one in self._acts.values():
            one.hide()
        return parts.page_head("月度考核", (self.chip,), self._acts.values())


def _row(one: Sheet) -> list[str]:
    waiting = f"{one.waiting} 项待评" if one.waiting else ""
    asked = f"{one.unanswered} 项申诉待复核" if one.unanswered else ""
    return [one.name, one.grid, str(one.total), "，".join(filter(None, (waiting, asked)))]
