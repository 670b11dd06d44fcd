"""Which ledgers have acts of their own beside their list, and how their papers are shown."""

from functools import partial

from core.ledger import Ledger
from gui.ledger import record_paper
from gui.ledger.acted_pane import ActedPane
from gui.ledger.equipment_pane import EquipmentPane
from gui.ledger.grid_pane import GridPane
from gui.ledger.leave_pane import LeavePane
from gui.ledger.record_pane import RecordPane
from gui.ledger.staff_pane import StaffPane
from gui.ledger.training_pane import TrainingPane
from gui.widgets.screen import Shell

PANES: dict[str, type[RecordPane]] = {
    "grid": GridPane,
    "staff": StaffPane,
    "leave": LeavePane,
    "training": TrainingPane,
    "equipment": EquipmentPane,
}


def made(shell: Shell, ledger: Ledger, usual: type[RecordPane], act: str) -> RecordPane:
    """The pane of a ledger; the papers it wants are shown as they are printed."""
    pane = PANES.get(ledger.name, usual)(shell.desk, ledger, shell.today, act)
    if isinstance(pane, ActedPane):
        pane.paper_wanted.connect(partial(record_paper.show, shell, ledger))
    return pane
