"""A line of time, newest first: a coloured dot, who · act, what came of it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QFont, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QFrame, QWidget
from typing_extensions import override

from gui import theme
from gui.widgets import parts

_INDENT = 22
_DOT = 5.0
_MIDDLE = 7.0
_LINE_TOP = 10


@dataclass(frozen=True, slots=True)
class Mark:
    """One thing that happened, in words; `note` is a quiet remark such as 补录."""

    head: str
    when: str
    text: str = ""
    note: str = ""
    tone: str = "info"


class Timeline(QFrame):
    """Marks from top to bottom, joined by a line; with an `act`, each can be `picked`."""

    picked = Signal(int)

    def __init__(self, act: str = "") -> None:
        super().__init__()
        self._act = act
        self.setProperty("kind", "scrolled")
        self._down = parts.rows(self, (0, 4, 8, 4), 0)
        self._down.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.marks: Sequence[Mark] = ()
        self._views: list[_MarkView] = []

    def show_marks(self, marks: Sequence[Mark]) -> None:
        """Show these, as they come."""
        for old in self._views:
            old.hide()
            old.deleteLater()
        last = len(marks) - 1
        self._views = [_MarkView(one, last=n == last) for n, one in enumerate(marks)]
        for place, view in enumerate(self._views):
            self._down.addWidget(view)
            if self._act:
                view.offer(self._act, partial(self.picked.emit, place))
        self.marks = marks
        said = "；".join(f"{one.when} {one.head} {one.text}".strip() for one in marks)
        self.setAccessibleName(f"办理过程：{said}")

    def focus(self) -> None:
        """Go to the act of the newest mark."""
        for view in self._views[:1]:
            view.setFocus(Qt.FocusReason.OtherFocusReason)


class _MarkView(QWidget):
    """One mark."""

    def __init__(self, mark: Mark, *, last: bool) -> None:
        super().__init__()
        self._tone = mark.tone
        self._said = f"{mark.when} {mark.head}"
        self._last = last
        down = parts.rows(self, (_INDENT, 0, 0, 14), 2)
        across = self._across = parts.columns()
        head = parts.label(mark.head, "cell")
        head.setFont(theme.font("cell", QFont.Weight.DemiBold))
        head.setWordWrap(True)
        across.addWidget(head, 1)
        across.addWidget(parts.label(mark.when, "caption"), 0, Qt.AlignmentFlag.AlignTop)
        down.addLayout(across)
        for text, kind in ((mark.text, "cell"), (mark.note, "caption")):
            if text:
                said = parts.label(text, kind)
                said.setWordWrap(True)
                down.addWidget(said)

    def offer(self, words: str, act: Callable[[], object]) -> None:
        """A small button behind the moment."""
        made = parts.button(words, act, kind="link")
        made.setAccessibleName(f"{words} {self._said}")
        self._across.addWidget(made, 0, Qt.AlignmentFlag.AlignTop)
        self.setFocusProxy(made)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if not self._last:
            length = self.height() - _LINE_TOP
            painter.fillRect(QRectF(_MIDDLE - 0.75, _LINE_TOP, 1.5, length), theme.color("line"))
        painter.setPen(QPen(theme.color(self._tone), 2.5))
        painter.setBrush(theme.color("surface"))
        painter.drawEllipse(QPointF(_MIDDLE, _LINE_TOP), _DOT, _DOT)
        painter.end()
