"""换锁: another lock for the data, when somebody who had its key has gone."""

from PySide6.QtWidgets import QWidget

from core.services import access
from gui import ask
from gui.widgets import parts
from gui.widgets.screen import Shell

_WHY = (
    "有人离岗、电脑外修或怀疑泄密时换。各人口令和恢复码不变；"
    "换锁以前被拷走的数据和备份，仍能用旧口令打开。"
)


class LockCard(parts.Card):
    """Says what another lock does and does not do, and begins it."""

    def __init__(self, shell: Shell) -> None:
        super().__init__("给数据换锁")
        self._shell = shell
        why = parts.label(_WHY, "cell_name")
        why.setWordWrap(True)
        self.body.addWidget(why)
        foot = parts.columns()
        self.begin = parts.button("换锁", self.ask_first, "lock-reset")
        foot.addWidget(self.begin)
        foot.addStretch()
        self.body.addLayout(foot)

    def ask_first(self) -> None:
        """Ask, and go on; until the last moment it can still be stopped."""
        offer(self, self._shell, "换锁要把数据用新锁重新抄写一遍，其间不能办别的事。")


def offer(asking: QWidget, shell: Shell, why: str) -> None:
    """Ask whether the data shall have another lock; nothing where it cannot."""
    seconds = access.rekey_seconds(shell.desk.station)
    question = f"{why}要不要给数据换锁？约 {seconds} 秒，各人口令不变。"
    if seconds and ask.yes(asking, "给数据换锁", question, "换锁", "以后再说"):
        shell.rekey()
