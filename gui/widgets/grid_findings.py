"""What to look at in the division: a sentence a line; Enter opens the grid it is about."""

from collections.abc import Sequence

from PySide6.QtCore import Signal

from core.services.grid_checks import ERROR, WARNING, Finding
from gui.widgets import parts
from gui.widgets.lines import Line, Lines

_TONES = {ERROR: "bad", WARNING: "warn"}


class GridFindings(parts.Card):
    """`chosen` tells the grid whose line was entered."""

    chosen = Signal(object)

    def __init__(self) -> None:
        self._count = parts.label("", "caption")
        super().__init__("网格自检", self._count)
        self._found: Sequence[Finding] = ()
        self.lines = Lines("网格自检")
        self.lines.setToolTip("回车打开这个网格")
        self.lines.chosen.connect(lambda row: self.chosen.emit(self._found[row].grid))
        self._none = parts.label("没有要看的。查哪几项，在“设置→网格自检”里选。", "cell_name")
        self.body.addWidget(self._none)
        self.body.addWidget(self.lines, 1)

    @property
    def title(self) -> str:
        """What the button says that leads here."""
        return f"自检 {len(self._found)}" if self._found else "自检"

    def show_findings(self, found: Sequence[Finding]) -> None:
        """Show these, the gravest first."""
        self._found = found
        self._count.setText(f"共 {len(found)} 条")
        self._none.setVisible(not found)
        self.lines.setVisible(bool(found))
        self.lines.show_lines(
            [Line(one.name, one.text, one.level, _TONES.get(one.level, "ink3")) for one in found]
        )
