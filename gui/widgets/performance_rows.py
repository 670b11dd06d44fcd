"""履行事项: who does or pays what to whom until when, a line each, with the sum below."""

from datetime import date
from decimal import Decimal

from typing_extensions import override

from core.record import Field, fields
from core.records.mediation_case import Performance
from gui.widgets import parts
from gui.widgets.line_table import LineKind, LineRow, LineTable

FIELDS: dict[str, Field] = {one.key: one for one in fields(Performance)}
_PAYER, _RECEIVER = "payer", "receiver"
_PAIR = 2
_ASKED = (
    Performance.payer,
    Performance.receiver,
    Performance.item,
    Performance.amount,
    Performance.way,
    Performance.due,
)


def _kind(*more: object) -> LineKind:
    return LineKind(Performance, (*_ASKED, *more), "再加一项", (_PAYER, _RECEIVER))


TO_DO = _kind()
DONE = _kind(Performance.done_on)
"""As a finished file tells it: with the day each was performed."""


class PerformanceRows(LineTable):
    """All of them; of two parties the other one is who receives."""

    def __init__(self, today: date, kind: LineKind = TO_DO) -> None:
        self._sum = parts.label("", "caption")
        super().__init__(kind, today)
        self.foot.addWidget(self._sum)

    @override
    def left_in(self, row: LineRow, key: str) -> None:
        payer, receiver = row.editors[_PAYER], row.editors[_RECEIVER]
        names = [name for name, _ in self._offers.get(_PAYER, ())]
        others = [name for name in names if name != payer.text()]
        if key == _PAYER and len(names) == _PAIR and len(others) == 1 and not receiver.text():
            receiver.set_text(others[0])
            row.begun[_RECEIVER] = others[0]

    @override
    def count(self) -> None:
        amounts = [row.read().values.get("amount") for row in self.rows]
        paid = [one for one in amounts if isinstance(one, Decimal)]
        self._sum.setText(f"合计 {sum(paid, Decimal()):,.2f} 元" if paid else "")
