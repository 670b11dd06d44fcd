"""Beside the month: what clashes or waits, leading to its cell, and how evenly duty is shared."""

from collections.abc import Sequence

from PySide6.QtCore import Signal

from core.services.duty_checks import GAP, Conflict, Share
from core.services.duty_swap import APPROVED, REFUSED, Swap
from gui.widgets import parts
from gui.widgets.lines import Line, Lines
from gui.widgets.plain_table import PlainTable

_HEADS = (("姓名", 0), ("共", 36), ("周末", 50), ("节日", 50))


class DutyAside(parts.Card):
    """`conflict_wanted` and `swap_wanted` hand out what was entered."""

    conflict_wanted = Signal(object)
    swap_wanted = Signal(object)

    def __init__(self) -> None:
        super().__init__(margins=(12, 10, 8, 8))
        self._conflicts: Sequence[Conflict] = ()
        self._swaps: Sequence[Swap] = ()
        self._title = parts.label("", "heading")
        self.found = Lines("排班问题和换班")
        self.found.setToolTip("回车到那一天")
        self.found.chosen.connect(self._on_chosen)
        self.shares = PlainTable("值班次数", _HEADS)
        self._untold = parts.passage("")
        self.body.addWidget(self._title)
        self.body.addWidget(self._untold)
        self.body.addWidget(self.found, 1)
        self.body.addWidget(parts.rule())
        self.body.addWidget(parts.label("值班次数", "heading"))
        self.body.addWidget(self.shares, 1)

    def show_found(
        self, conflicts: Sequence[Conflict], swaps: Sequence[Swap], untold: str = ""
    ) -> None:
        """Show what is to be looked at: open swaps first, then conflicts, then gaps."""
        self._swaps = [one for one in swaps if one.state not in (APPROVED, REFUSED)]
        self._conflicts = sorted(conflicts, key=lambda one: one.kind == GAP)
        gaps = sum(one.kind == GAP for one in conflicts)
        clashes = len(conflicts) - gaps
        told = f"冲突 {clashes} 处 · 缺人 {gaps} 班" if conflicts else "排满了，没有冲突"
        self._title.setText(told)
        self._untold.setText(untold)
        self._untold.setVisible(bool(untold))
        self.found.show_lines(
            [Line(one.text, "", one.state_name, "info", one.text) for one in self._swaps]
            + [_line(one) for one in self._conflicts]
        )

    def show_shares(self, shares: Sequence[Share], *, known: bool) -> None:
        """Show how often everybody is on; without a table of holidays only in all."""
        self.shares.show_rows(
            [
                [one.name, str(one.total)]
                + ([str(one.weekend), str(one.holiday)] if known else ["—", "—"])
                for one in shares
            ]
        )

    def _on_chosen(self, row: int) -> None:
        if row < len(self._swaps):
            self.swap_wanted.emit(self._swaps[row])
        else:
            self.conflict_wanted.emit(self._conflicts[row - len(self._swaps)])


def _line(one: Conflict) -> Line:
    gap = one.kind == GAP
    return Line(one.text, "", "缺人" if gap else "冲突", "warn" if gap else "bad", one.text)
