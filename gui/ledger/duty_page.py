"""The ledgers of duty: their records print for signing, and a call becomes a visit."""

from collections.abc import Callable, Sequence
from datetime import date
from functools import partial
from pathlib import Path
from typing import ClassVar
from uuid import UUID

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QBoxLayout
from typing_extensions import override

from core.ledger import Ledger
from core.rights import Right
from core.services import duty_log
from core.services.records import Row
from gui.ledger.head import Titled
from gui.ledger.page import LedgerPage
from gui.ledger.record_pane import RecordPane
from gui.tasks import Desk, Perform
from gui.widgets import parts
from gui.widgets.screen import Shell, Subject
from gui.widgets.where import record_target

PAPERS = {
    "duty_shift": ("duty_swap_record", "打印替班记录"),
    "duty_log": ("duty_log_sheet", "打印值班记录"),
    "shift_hand_over": ("shift_hand_over_sheet", "打印交接班记录"),
}
TO_VISIT = "转来访来电"


class DutyPane(RecordPane):
    """The acts stand above the foot; `paper_wanted` and `visit_made` tell what was pressed."""

    paper_wanted = Signal(object)
    visit_made = Signal(object)

    def __init__(self, desk: Desk, ledger: Ledger, today: Callable[[], date], act: str) -> None:
        super().__init__(desk, ledger, today, act)
        self._row: Row | None = None
        self._name = ledger.name
        self.paper = parts.button(PAPERS[ledger.name][1], self._print, "printer-outline")
        self.hand_on = parts.button(TO_VISIT, self._to_visit, "send-outline")
        across = parts.columns(margins=(0, 0, 8, 0))
        for button in (self.paper, self.hand_on):
            across.addWidget(button)
        across.addStretch()
        down = self.detail.layout()
        assert isinstance(down, QBoxLayout)
        down.insertLayout(down.count() - 1, across)

    @override
    def show_row(self, row: Row, *, may_keep: bool) -> None:
        self._row = row
        super().show_row(row, may_keep=may_keep)
        may_print = self._desk.station.actor.may(Right.PRINT)
        changed = self._name != "duty_shift" or bool(row.values["replaces"])
        self.paper.setVisible(may_print and changed)
        new = self._name == "duty_log" and not row.values["visit"] and not row.values["quiet"]
        self.hand_on.setVisible(may_keep and new)

    def _print(self) -> None:
        if self._row is not None:
            self.paper_wanted.emit(self._row)

    def _to_visit(self) -> None:
        if self._row is not None:
            act = Perform(self._desk, self, duty_log.to_visit, self._row.id)
            act.then(self.visit_made.emit).start()


class DutyPage(LedgerPage):
    """One of the ledgers of duty."""

    pane_class: ClassVar[type[RecordPane]] = DutyPane

    def __init__(self, shell: Shell, ledger: Ledger, others: Sequence[Titled] = ()) -> None:
        super().__init__(shell, ledger, others)
        if isinstance(self.pane, DutyPane):
            self.pane.paper_wanted.connect(self._show_paper)
            self.pane.visit_made.connect(self._told)

    def _told(self, visit: UUID) -> None:
        open_it = partial(self.shell.go, record_target("visit", visit))
        self.shell.say("已转来访来电，待补全登记", (("打开", open_it),))

    def _show_paper(self, row: Row) -> None:
        from reports import documents
        from reports.form import Issue

        station, (form, words) = self.desk.station, PAPERS[self.ledger.name]
        issue = Issue(station.today(), station.actor.name, station.demo)

        def draw(path: Path) -> int:
            return station.ask(documents.draw, form, row.id, path, issue)

        title = words.removeprefix("打印")
        self.shell.preview(draw, title, Subject(title, ((self.ledger.name, row.id),)))
