"""来访来电: the register of visits and calls, from the quick note to the end of the matter."""

from dataclasses import replace
from typing import ClassVar

from PySide6.QtWidgets import QWidget
from typing_extensions import override

from core.records.visit import LEDGER
from gui.ledger.page import LedgerPage
from gui.ledger.record_pane import RecordPane
from gui.ledger.visit_pane import VisitPane
from gui.widgets.screen import Shell, Target


class VisitsScreen(LedgerPage):
    """The ledger page of visits; Ctrl+N once is the form, twice the quick note."""

    pane_class: ClassVar[type[RecordPane]] = VisitPane

    def __init__(self, shell: Shell, parent: QWidget | None = None) -> None:
        super().__init__(shell, replace(LEDGER, title="来访来电"), parent=parent)
        self.own_place = ""

    @override
    def enter(self, target: Target) -> None:
        super().enter(target)
        shown = target.record or target.where or target.ids is not None
        if target.ledger and not (shown or target.begin):
            self.new()
        else:
            self.listing.focus()

    @override
    def new(self) -> None:
        form = self.pane.form
        if self.pane.editing and form.record is None and not form.drafts.dirty:
            self.shell.quick_note()
        else:
            super().new()
