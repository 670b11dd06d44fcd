"""概况: the stages of a case with their lights, then its facts."""

from datetime import date

from PySide6.QtWidgets import QFrame

from core.services import case_stages
from core.services.case_course import Opened
from gui.widgets import case_facts, parts
from gui.widgets.stage_tabs import StageTabs


class CaseOverview(QFrame):
    """Stays while cases change; the stage in front stays while its case does."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("kind", "scrolled")
        self._shown: object = None
        self._facts: QFrame | None = None
        self.stages = StageTabs()
        self._down = parts.rows(self, (0, 4, 8, 4), 10)
        self._down.addWidget(self.stages)

    def show_case(self, opened: Opened, today: date) -> None:
        """Show a case as it was just read."""
        identity = opened.file.case.id
        found = case_stages.stages(opened.file, opened.findings)
        self.stages.setVisible(opened.file.case.voided_on is None)
        self.stages.show_stages(found, afresh=identity != self._shown)
        self._shown = identity
        if self._facts is not None:
            self._facts.hide()
            self._facts.deleteLater()
        self._facts = case_facts.basics(opened, today)
        self._down.addWidget(self._facts, 1)
