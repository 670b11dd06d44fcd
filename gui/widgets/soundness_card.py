"""设置 → 数据安全: the station is gone over, what is wrong is named, what can be mended is."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtWidgets import QWidget

from core.errors import UserError
from core.services import soundness
from core.services.soundness import Fault
from gui.tasks import Work
from gui.widgets import clock, parts
from gui.widgets.notice import ProgressStrip
from gui.widgets.screen import Shell

_WHY = "逐项核对数据库、操作记录、查找索引、附件、密钥文件和备份。检查时可以照常办理。"
_WELL = "检查完毕，没有发现问题。"
_MEND = "修复能重建的"


class SoundnessCard(parts.Card):
    """检查站点: one button, then what was found in plain words."""

    def __init__(self, shell: Shell) -> None:
        super().__init__("检查站点")
        self._shell = shell
        self._found: list[Fault] = []
        self.start = parts.button("开始检查", self.check, "shield-check-outline")
        self.repair = parts.button(_MEND, self.mend, "wrench-outline")
        self.strip = ProgressStrip()
        self._told = parts.passage(_WHY)
        self._list = parts.rows(gap=6)
        self._lines: list[QWidget] = []
        self._lay_out()

    @property
    def text(self) -> str:
        """Everything the card says of the station now."""
        return "\n".join([self._told.text(), *(one.accessibleName() for one in self._lines)])

    def check(self) -> None:
        """Go over the station, away from the window."""
        station = self._shell.desk.station
        work: Work[list[Fault]] = Work(self._shell.desk, self, soundness.check, station)
        self._follow(work, "正在检查")
        work.then(self._show).failed(self._on_refused).start()

    def mend(self) -> None:
        """Put right what can be made anew, then say what is left."""
        station, found = self._shell.desk.station, self._found
        work: Work[tuple[list[str], list[Fault]]] = Work(
            self._shell.desk, self, soundness.mend, station, found
        )
        self._follow(work, "正在修复")
        work.then(self._on_mended).failed(self._on_refused).start()

    def _lay_out(self) -> None:
        across = parts.columns(gap=8)
        across.addWidget(self.start)
        across.addWidget(self.repair)
        across.addStretch()
        for part in (self._told, self.strip):
            self.body.addWidget(part)
        self.body.addLayout(self._list)
        self.body.addLayout(across)
        self.repair.hide()

    def _follow(self, work: Work[Any], step: str) -> None:
        self._hold(busy=True)
        self.strip.follow(work, step)
        work.lastly(self._rest)

    def _rest(self) -> None:
        self._hold(busy=False)

    def _hold(self, *, busy: bool) -> None:
        for pressed in (self.start, self.repair):
            pressed.setEnabled(not busy)

    def _on_mended(self, outcome: tuple[list[str], list[Fault]]) -> None:
        mended, left = outcome
        self._show(left, mended)

    def _on_refused(self, error: UserError) -> None:
        self._told.setText(error.text)

    def _show(self, found: Sequence[Fault], mended: Sequence[str] = ()) -> None:
        self._found = list(found)
        at = clock.local(self._shell.desk.station.now())
        told = f"发现 {len(found)} 个问题：" if found else _WELL
        self._told.setText(f"{at:%H:%M} {told}")
        for old in self._lines:
            old.hide()
            old.deleteLater()
        lines = [("已修好", "ok", text) for text in mended]
        lines += [("可修复" if f.mendable else "要处理", "warn", f.text) for f in found]
        self._lines = [_line(*one) for one in lines]
        for line in self._lines:
            self._list.addWidget(line)
        mendable = any(one.mendable for one in found)
        self.repair.setVisible(mendable)
        (self.repair if mendable else self.start).setFocus()


def _line(word: str, tone: str, text: str) -> QWidget:
    line = parts.frame("scrolled")
    across = parts.columns(line, gap=8)
    across.addWidget(parts.chip(word, tone))
    across.addWidget(parts.passage(text), 1)
    line.setAccessibleName(f"{word}：{text}")
    return line
