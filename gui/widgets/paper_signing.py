"""Which papers came back, and who has not signed one yet: all are ticked until one is not."""

from collections.abc import Callable, Mapping
from datetime import date
from uuid import UUID

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QCheckBox, QFrame, QGridLayout
from typing_extensions import override

from core import codes
from core.errors import Invalid, UserError
from core.record import Field, Kind
from core.records.mediation_case import CasePaper
from core.services import case_papers
from core.services.case_file import CaseFile
from gui.widgets import parts
from gui.widgets.form_page import make_box, read_boxes

Answer = Callable[[date, Mapping[UUID, str]], object]
"""What is done with the day, and with who is missing on which paper."""

_DAY = Field("signed_on", "签回日期", Kind.DATE, True)
_EXPLAINS = "没签齐的去掉勾，再勾上还没签的人；一个都不勾，就是整份还没拿回来。"
_ABREAST = 3


class Signing(QFrame):
    """The waiting papers of a file one by one; hidden until somebody wants exceptions."""

    def __init__(self, file: CaseFile, today: date, answer: Answer) -> None:
        super().__init__()
        self._today = today
        self._answer = answer
        self._lines = [_Line(file, one) for one in case_papers.waiting(file.papers)]
        self._day = make_box(_DAY, today)
        self._day.set_text(f"{today}")
        down = parts.rows(self, (0, 4, 0, 8), 4)
        explains = parts.label(_EXPLAINS, "caption")
        explains.setWordWrap(True)
        down.addWidget(explains)
        down.addWidget(self._day)
        for line in self._lines:
            down.addWidget(line)
        across = parts.columns()
        across.addStretch()
        across.addWidget(parts.button("暂不", self.leave, tip="暂不（Esc）"))
        across.addWidget(
            parts.button("记下签回", self.answer, "check", "primary", "记下签回（Ctrl+Enter）")
        )
        down.addLayout(across)
        answering = QShortcut(QKeySequence("Ctrl+Return"), self)
        answering.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        answering.activated.connect(self.answer)
        self.hide()

    def begin(self) -> None:
        """Show them, and go to the first."""
        self.show()
        self._lines[0].back.setFocus()

    def answer(self) -> None:
        """Hand on what is ticked; a day that cannot be read is told below it."""
        read = read_boxes({_DAY.key: self._day}, self._today)
        day = read.values.get(_DAY.key)
        if not isinstance(day, date):
            self.refuse(Invalid(read.problems or "请填写签回日期"))
            return
        missing = ((line.paper.id, line.missing) for line in self._lines)
        self._answer(day, {paper: names for paper, names in missing if names is not None})

    def refuse(self, error: UserError) -> None:
        """Say below the day why not."""
        self._day.set_problem(error.text)
        self._day.focus()

    def leave(self) -> None:
        """Close without an act."""
        self.hide()

    @override
    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride and _is_escape(event):
            event.accept()
            return True
        return super().event(event)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if _is_escape(event):
            self.leave()
        else:
            super().keyPressEvent(event)


class _Line(QFrame):
    """One paper: whether it is back, else who has still to sign."""

    def __init__(self, file: CaseFile, paper: CasePaper) -> None:
        super().__init__()
        self.paper = paper
        known = paper.unsigned or ""
        self.back = QCheckBox(_named(file, paper))
        self.back.setChecked(not known)
        self._hands = [QCheckBox(name) for name in case_papers.signers(file, paper)]
        self._who = QFrame()
        self._who.setAccessibleName(f"{self.back.text()}还没签的人")
        grid = QGridLayout(self._who)
        grid.setContentsMargins(24, 0, 0, 0)
        for n, hand in enumerate(self._hands):
            hand.setChecked(hand.text() in known)
            hand.setAccessibleName(f"{hand.text()}还没签{self.back.text()}")
            grid.addWidget(hand, *divmod(n, _ABREAST))
        down = parts.rows(self, gap=2)
        down.addWidget(self.back)
        down.addWidget(self._who)
        self._who.setVisible(not self.back.isChecked())
        self.back.toggled.connect(lambda signed: self._who.setVisible(not signed))

    @property
    def missing(self) -> str | None:
        """Who has not signed; nobody where the paper itself is not back, none where all have."""
        if self.back.isChecked():
            return None
        return "、".join(one.text() for one in self._hands if one.isChecked())


def _named(file: CaseFile, paper: CasePaper) -> str:
    name = paper.title or codes.name_of("paper_kind", paper.kind)
    about = next((one.name for one in file.parties if one.id == paper.subject), "")
    return f"{name}（{about}）" if about else name


def _is_escape(event: QEvent) -> bool:
    return isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape
