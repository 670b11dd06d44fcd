"""One rule of the case check: what it says, how strictly it is meant, and its numbers."""

import re

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QSizePolicy

from core.errors import Invalid, UserError
from core.record import Field, Kind
from core.services import case_check
from core.services.case_check import OFF, PERIODS, Level, Rule, limits
from core.services.case_check.book import DAYS
from gui.widgets import parts
from gui.widgets.case_checking import MEANINGS
from gui.widgets.field_box import FieldBox, Offer, editor_for

_LEVELS = (*((one.value, MEANINGS[one]) for one in Level), (OFF, "不查"))
_LEVEL = Field("rule_level", "级别", Kind.CODE)
_BLANK = re.compile(r"\{[^}]*\}")
_LAW = re.compile(r"调解法(\d+)条")
_PERIOD = "就是“全站”里的“{}”，两处一起改"
_WORDS = "几项用顿号隔开"


class RuleForm(QFrame):
    """What is chosen or left is told at once: `levelled`, `limited` key and text."""

    levelled = Signal(str)
    limited = Signal(str, str)
    reset_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._rule: Rule | None = None
        self._title = parts.label("", "heading")
        self._title.setWordWrap(True)
        self._sentence = parts.passage("")
        self._law = parts.label("", "caption")
        self.level = editor_for(_LEVEL, Offer(_LEVELS))
        self.level.edited.connect(lambda _key: self.levelled.emit(self.level.chosen))
        self.boxes: dict[str, FieldBox] = {}
        self._limits = QFrame()
        self._listed = parts.rows(self._limits, gap=4)
        self._usual = parts.label("", "caption")
        self._usual.setWordWrap(True)
        self._reset = parts.button("恢复默认", self.reset_wanted.emit, "restore")
        inside = QFrame()
        inside.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        down = parts.rows(inside)
        for one in (self._title, self._sentence, self._law, self.level, self._limits, self._usual):
            down.addWidget(one)
        across = parts.columns()
        across.addWidget(self._reset)
        across.addStretch()
        down.addLayout(across)
        whole = parts.rows(self)
        whole.addWidget(inside)
        whole.addStretch()

    def begin(self) -> None:
        """Go to its numbers, or to its level where it has none."""
        next(iter(self.boxes.values()), self.level).focus()

    def show_rule(self, rule: Rule) -> None:
        """Show a rule as it is set; what is being typed is left alone."""
        before, self._rule = self._rule, rule
        if before is None or before.code != rule.code:
            self._show_another(rule)
        self.level.set_text(rule.setting)
        for key, box in self.boxes.items():
            if not box.editor.hasFocus():
                box.set_text(limits.shown(key, rule.limits[key]))
                box.set_problem("")
        usual = case_check.printed()[rule.code]
        self._usual.setText(_usual(usual))
        self._usual.setVisible(rule != usual)
        self._reset.setVisible(rule != usual)

    def refuse(self, error: UserError) -> None:
        """Say below its field why a number was not kept."""
        listed = error.problems if isinstance(error, Invalid) else ()
        for one in listed:
            self.boxes.get(one.field, self.level).set_problem(one.text)
        if not listed:
            self.level.set_problem(error.text)

    def _show_another(self, rule: Rule) -> None:
        self._title.setText(f"{rule.code} {rule.name}")
        self._sentence.setText(_BLANK.sub("……", rule.sentence))
        law = _LAW.fullmatch(rule.source)
        self._law.setText(f"依据：《人民调解法》第{law[1]}条" if law else "")
        self._law.setVisible(bool(law))
        self.level.set_problem("")
        for old in self.boxes.values():
            self._listed.removeWidget(old)
            old.hide()
            old.deleteLater()
        self.boxes = {key: self._box(rule, key) for key in rule.limits}
        for box in self.boxes.values():
            self._listed.addWidget(box)
        self._limits.setVisible(bool(self.boxes))

    def _box(self, rule: Rule, key: str) -> FieldBox:
        period = PERIODS[rule.code].label if key == DAYS and rule.code in PERIODS else ""
        several = limits.is_list(key, case_check.printed()[rule.code].limits[key])
        hint = _PERIOD.format(period) if period else _WORDS if several else ""
        made = editor_for(Field(key, limits.label(key), Kind.TEXT, hint=hint))
        made.left.connect(self._on_left)
        return made

    def _on_left(self, key: str) -> None:
        rule, typed = self._rule, self.boxes[key].text().strip() if key in self.boxes else ""
        if rule is None or key not in self.boxes or typed == limits.shown(key, rule.limits[key]):
            return
        self.boxes[key].set_problem("")
        self.limited.emit(key, typed)


def _usual(rule: Rule) -> str:
    numbers = "".join(f"，{key} {limits.shown(key, kept)}" for key, kept in rule.limits.items())
    return f"默认：{case_check.called(rule.setting)}{numbers}"
