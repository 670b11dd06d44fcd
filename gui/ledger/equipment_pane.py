"""Beside the ledger of equipment: the sheet on which one hand-out is signed for."""

from collections.abc import Sequence

from typing_extensions import override

from core.rights import Right
from core.services.records import Row
from gui.ledger.acted_pane import ActedPane, Made

RECEIPT = "领用签收表"
RECEIPT_FORM = "equipment_receipt"


class EquipmentPane(ActedPane):
    """The sheet has a line for each who got the same thing on the same day."""

    @override
    def _made(self) -> Made:
        return {RECEIPT: ("printer-outline", self._print)}

    @override
    def _offered(self, row: Row) -> Sequence[str]:
        return (RECEIPT,) if self._desk.station.actor.may(Right.PRINT) else ()

    def _print(self) -> None:
        if self._row is not None:
            self.paper_wanted.emit(RECEIPT_FORM, self._row)
