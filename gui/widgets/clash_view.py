"""Two people changed one record: field by field mine, theirs or the former; none is lost."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QFrame, QGridLayout, QRadioButton
from typing_extensions import override

from core.merge import Merged
from core.services.versions import Touch
from gui.widgets import clock, parts

MINE, FORMER, EMPTY = "我填的", "原来的", "（空）"
Words = Callable[[str, str], str]
"""How the text of a field is read, by key and text."""


@dataclass(frozen=True, slots=True)
class Question:
    """One field to choose for: its label, and (whose, text, text as read) to choose from."""

    key: str
    label: str
    offers: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True, slots=True)
class TwoEditors:
    """Two editors' texts brought together: what was merged, by whom, and how it is read."""

    merged: Merged
    touches: Mapping[str, Touch]
    labels: Mapping[str, str]
    words: Words
    today: date

    def questions(self) -> list[Question]:
        """What the person has to choose; their own text comes first."""
        return [
            Question(
                one.key,
                self.labels.get(one.key, ""),
                tuple(
                    (whose, text, self.words(one.key, text) or EMPTY)
                    for whose, text in (
                        (MINE, one.mine),
                        (self._whose(one.key), one.theirs),
                        (FORMER, one.base),
                    )
                ),
            )
            for one in self.merged.clashes
        ]

    def said(self) -> str:
        """Who changed the record meanwhile, and what was taken over without a question."""
        keys = (*self.merged.taken, *(one.key for one in self.merged.clashes))
        who = "、".join(dict.fromkeys(self.touches[key].who for key in keys if key in self.touches))
        taken = [self.labels[key] for key in self.merged.taken if key in self.labels]
        merged = f"只有对方改的已并入：{'、'.join(dict.fromkeys(taken))}。" if taken else ""
        asked = "下面几栏两人都改了，请各选一个再保存。" if self.merged.clashes else ""
        return f"{who or '别人'}刚改过这条记录，您填的内容都在。{merged}{asked}"

    def _whose(self, key: str) -> str:
        touch = self.touches.get(key)
        return f"{touch.who} {clock.told(touch.moment, self.today)}" if touch else "对方填的"


class ClashView(QFrame):
    """`chosen` tells key and text; all three texts stay in view until the record is saved."""

    chosen = Signal(str, str)

    def __init__(self, kind: str = "scrolled") -> None:
        super().__init__()
        self.setProperty("kind", kind)
        self.setAccessibleName("两人都改过的栏")
        self._down = parts.rows(self, (16, 12, 16, 12) if kind == "card" else (0, 0, 0, 8), 8)
        self._groups: list[QButtonGroup] = []
        self._inside: QFrame | None = None
        self.questions: Sequence[Question] = ()
        self.hide()

    def ask(self, questions: Sequence[Question]) -> None:
        """Show these; the person's own text is chosen."""
        self.clear()
        self.questions = questions
        if not questions:
            return
        inside = self._inside = parts.frame("")
        down = parts.rows(inside, gap=8)
        for one in questions:
            down.addWidget(parts.label(one.label, "heading"))
            down.addLayout(self._offers(one))
        if self.property("kind") != "card":
            down.addWidget(parts.rule())
        self._down.addWidget(inside)
        self.show()

    def clear(self) -> None:
        """Nothing is asked any more."""
        if self._inside is not None:
            self._inside.hide()
            self._inside.deleteLater()
            self._inside = None
        self._groups.clear()
        self.questions = ()
        self.hide()

    def focus(self) -> None:
        """Go to what is chosen of the first field."""
        button = self._groups[0].checkedButton() if self._groups else None
        if button is not None:
            button.setFocus(Qt.FocusReason.OtherFocusReason)

    @override
    def setVisible(self, visible: bool) -> None:
        super().setVisible(visible and bool(self.questions))

    def _offers(self, question: Question) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(2)
        grid.setColumnStretch(1, 1)
        group = QButtonGroup(self._inside)
        for line, (whose, text, read) in enumerate(question.offers):
            pick = QRadioButton(whose)
            pick.setObjectName(f"{question.key}.{line}")
            pick.setAccessibleName(f"{question.label}，{whose}：{read}")
            pick.setChecked(line == 0)
            pick.clicked.connect(partial(self._choose, question.key, text))
            group.addButton(pick)
            told = parts.label(read, "cell")
            told.setWordWrap(True)
            told.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            grid.addWidget(pick, line, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(told, line, 1)
        self._groups.append(group)
        return grid

    def _choose(self, key: str, text: str, _checked: bool = True) -> None:
        self.chosen.emit(key, text)
