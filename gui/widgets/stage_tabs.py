"""The stages of a case as tabs, each with a light: a shape and a word say what it lacks."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QFrame, QPushButton, QVBoxLayout

from core import codes
from core.services.case_check import Finding
from core.services.case_stages import Stage
from gui.widgets import parts
from gui.widgets.case_checking import LEVELS, MEANINGS, TONES

_SHAPES = dict(zip(LEVELS, "■▲◆", strict=True))
_CALM = {
    "past": ("● 齐", "ok", "齐了"),
    "now": ("◎ 在办", "info", "正在办，没有要补的"),
    "ahead": ("○ 未到", "mute", "还没到这一步"),
    "never": ("— 不用", "mute", "这件没有这一步"),
}


class StageTabs(QFrame):
    """Shows what the chosen stage lacks; `mend` names the place somebody wants to go to."""

    mend = Signal(object)
    papers_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._stages: Sequence[Stage] = ()
        self._group = QButtonGroup(self)
        self._buttons: list[QPushButton] = []
        down = parts.rows(self, gap=6)
        self._across = parts.columns(gap=0)
        down.addLayout(self._across)
        down.addWidget(parts.rule())
        self._body: QFrame | None = None
        self._down: QVBoxLayout = down

    def show_stages(self, stages: Sequence[Stage], *, afresh: bool) -> None:
        """Show these; `afresh` brings the one to the front where there is most to be seen to."""
        self._stages = stages
        while len(self._buttons) < len(stages):
            self._add()
        for button, one in zip(self._buttons, stages, strict=True):
            light, tone, meaning = _light(one)
            button.setText(f"{one.name}\n{light}")
            button.setAccessibleName(f"{one.name}：{meaning}")
            button.setToolTip(meaning)
            parts.set_look(button, tone=tone)
        if afresh or self._group.checkedId() < 0:
            parts.press_tab(self._group, _first(stages))
        self._show_body()

    def focus(self) -> None:
        """Go to the stage in front."""
        self._group.checkedButton().setFocus()

    def _add(self) -> None:
        made = parts.button("", self._show_body, kind="stage")
        made.setCheckable(True)
        self._group.addButton(made, len(self._buttons))
        self._across.addWidget(made, 1)
        self._buttons.append(made)

    def _show_body(self) -> None:
        """What the chosen stage lacks, in sentences; each leads to its field."""
        stage = self._stages[self._group.checkedId()]
        if self._body is not None:
            self._body.hide()
            self._body.deleteLater()
        self._body = QFrame()
        down = parts.rows(self._body, gap=4)
        for one in sorted(stage.findings, key=lambda one: LEVELS.index(one.level)):
            self._line(down, one)
        if stage.waiting:
            self._out(down, stage)
        if not (stage.findings or stage.waiting):
            down.addWidget(parts.label(f"{_CALM[stage.come][2]}。", "caption"))
        self._down.addWidget(self._body)

    def _line(self, down: QVBoxLayout, one: Finding) -> None:
        across = parts.columns(gap=6)
        chip = parts.chip(one.level.value, TONES[one.level])
        chip.setToolTip(MEANINGS[one.level])
        across.addWidget(chip, 0, Qt.AlignmentFlag.AlignTop)
        across.addWidget(parts.passage(one.text), 1)
        made = parts.button("去补", partial(self.mend.emit, one.place), kind="link")
        made.setAccessibleName(f"去补：{one.level.value}，{one.text}")
        across.addWidget(made, 0, Qt.AlignmentFlag.AlignTop)
        down.addLayout(across)

    def _out(self, down: QVBoxLayout, stage: Stage) -> None:
        """Papers that are printed and have not come back signed."""
        kinds = dict.fromkeys(codes.name_of("paper_kind", one.kind) for one in stage.waiting)
        said = f"{'、'.join(kinds)}共{len(stage.waiting)}份还没签回"
        across = parts.columns(gap=6)
        across.addWidget(parts.chip("待签", "warn"), 0, Qt.AlignmentFlag.AlignTop)
        across.addWidget(parts.passage(said), 1)
        made = parts.button("看文书", self.papers_wanted.emit, kind="link")
        made.setAccessibleName(f"看文书：{said}")
        across.addWidget(made, 0, Qt.AlignmentFlag.AlignTop)
        down.addLayout(across)


def _light(stage: Stage) -> tuple[str, str, str]:
    """Shape and word, tone, and what they mean."""
    for level in LEVELS[:2]:
        if count := stage.count(level):
            return f"{_SHAPES[level]} {level.value}{count}", TONES[level], _told(stage)
    if stage.waiting:
        return f"▲ 待签{len(stage.waiting)}", "warn", _told(stage)
    if stage.findings:
        level = LEVELS[2]
        return f"{_SHAPES[level]} {level.value}{len(stage.findings)}", TONES[level], _told(stage)
    return _CALM[stage.come]


def _told(stage: Stage) -> str:
    """错2处，警1处，1份待签回."""
    said = [f"{one.value}{stage.count(one)}处" for one in LEVELS if stage.count(one)]
    return "，".join([*said, *([f"{len(stage.waiting)}份待签回"] if stage.waiting else [])])


def _first(stages: Sequence[Stage]) -> int:
    """The first stage with the worst that was found; else where the case stands."""
    for level in LEVELS[:2]:
        for n, one in enumerate(stages):
            if one.count(level):
                return n
    return next((n for n, one in enumerate(stages) if one.come == "now"), len(stages) - 1)
