"""What the mouse and the space bar paint on the month: choose, a mark, or take off."""

from PySide6.QtWidgets import QButtonGroup, QFrame

from core.services.duty_sheet import LEADER, Mark, Rules
from gui.widgets import parts
from gui.widgets.duty_grid import LETTERS, DutyGrid, word


class DutyBrushes(QFrame):
    """One button for each mark of the rules; the words beside the colours are the legend."""

    def __init__(self, grid: DutyGrid) -> None:
        super().__init__()
        self._grid = grid
        self._shifts: tuple[str, ...] = ()
        self._group = QButtonGroup(self)
        self._across = parts.columns(self, gap=4)

    def offer(self, rules: Rules) -> None:
        """Have the marks of these rules; nothing changes while they stay the same."""
        if rules.shifts == self._shifts:
            return
        self._shifts = rules.shifts
        for old in self._group.buttons():
            self._group.removeButton(old)
            old.deleteLater()
        self._add("选择", None, "用鼠标或 Shift+方向键选一片，再按字母排上")
        for mark, letter in LETTERS.items():
            if mark.shift in rules.shifts:
                role = "带班" if mark.role == LEADER else "值班"
                self._add(f"{word(mark)} {role} {letter}", mark, f"按住鼠标拖过去，或按 {letter}")
        self._add("撤下 Del", None, "按住鼠标拖过去，或按 Delete", erasing=True)
        self._group.buttons()[0].setChecked(True)
        self._choose(None)

    def _add(self, words: str, mark: Mark | None, tip: str, *, erasing: bool = False) -> None:
        made = parts.tab(words, lambda: self._choose(mark, erasing=erasing))
        made.setToolTip(tip)
        self._group.addButton(made)
        self._across.addWidget(made)

    def _choose(self, mark: Mark | None, *, erasing: bool = False) -> None:
        self._grid.brush, self._grid.erasing = mark, erasing
