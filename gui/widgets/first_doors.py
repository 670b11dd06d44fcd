"""What a station begins with, while nothing is registered: bring in, register, or look around."""

from collections.abc import Callable
from functools import partial

from PySide6.QtWidgets import QFrame

from core.rights import Right
from gui.widgets import parts
from gui.widgets.door import Door
from gui.widgets.screen import DEMO, Shell, Target


class FirstDoors(QFrame):
    """Stands on the desk of a new station in place of charts that have nothing to show."""

    def __init__(self, shell: Shell, register: Callable[[], object]) -> None:
        super().__init__()
        across = parts.columns(self, gap=12)
        actor = shell.desk.station.actor
        if actor.may(Right.KEEP):
            roster = partial(shell.go, Target("import", ledger="staff"))
            why = "把 Excel 里的花名册、台账搬进来，先看再写。"
            across.addWidget(Door("导入现有台账", why, "tray-arrow-down", roster))
        if actor.may(Right.MEDIATE):
            why = "现在就有人来？直接登记一件纠纷。"
            across.addWidget(Door("登记第一件", why, "file-plus-outline", register))
        if not shell.desk.station.demo:
            why = "另开一个演示站点，随便试，不影响这里。"
            demo = partial(shell.go, Target(DEMO))
            across.addWidget(Door("看演示", why, "presentation-play", demo))
