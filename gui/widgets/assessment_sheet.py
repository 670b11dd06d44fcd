"""One person's month: every figure opens its records; points are changed and asked about here."""

from collections.abc import Callable
from decimal import Decimal
from functools import partial
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton

from core.errors import UserError
from core.ledger import Values
from core.record import Field, Kind
from core.services import assessment, assessment_rules
from core.services.assessment import Score, Sheet
from core.services.figures import Figure
from gui.tasks import Perform
from gui.widgets import parts
from gui.widgets.act_panel import ActPanel, Question, Wanted
from gui.widgets.figure_table import Cell, FigureTable
from gui.widgets.screen import Shell
from gui.widgets.where import list_target

_HEADS = ("考核项", "满分", "系统数", "系统得分", "得分", "说明")
_TO = Field("to", "得分改为", Kind.DECIMAL, hint="空着就是取消调整")
_REASON = Field("reason", "调整理由", Kind.TEXT)
_APPEAL = Field("text", "申诉", Kind.TEXT, required=True, hint="哪里不对、应当怎样")
_ANSWER = Field("text", "复核意见", Kind.TEXT, required=True)


class SheetPane(parts.Card):
    """`acted` tells that something was changed."""

    acted = Signal()

    def __init__(self, shell: Shell, *, may_manage: bool) -> None:
        super().__init__()
        self._shell = shell
        self._may_manage = may_manage
        self._sheet: Sheet | None = None
        self._title = parts.label("", "heading")
        self.table = FigureTable("个人评分", _HEADS)
        self.table.widths(56, 72, 72, 64, 0)
        self.table.lead(96)
        self.table.chosen.connect(self._open)
        self.panel = ActPanel(shell.desk)
        self.panel.left.connect(self._on_left)
        self._buttons: dict[str, QPushButton] = {}
        self.body.addWidget(self._title)
        self.body.addWidget(self.table, 1)
        self.body.addWidget(self.panel)
        self._foot = parts.frame("plain")
        across = parts.columns(self._foot)
        across.addStretch()
        acts: list[tuple[str, Callable[[], object], str]] = [
            ("申诉", self.appeal, "comment-outline"),
            ("复核", self.answer, "check"),
            ("调整", self.adjust, "pencil"),
        ]
        if not may_manage:
            del acts[1:]
        for text, act, icon in acts:
            self._buttons[text] = parts.button(text, act, icon)
            across.addWidget(self._buttons[text])
        self.body.addWidget(self._foot)
        self.show_sheet(None, locked=True)

    def show_sheet(self, sheet: Sheet | None, *, locked: bool) -> None:
        """Show a person's sheet; a question about another one closes."""
        if self._sheet is None or sheet is None or sheet.staff != self._sheet.staff:
            self.panel.hide()
            self._foot.show()
        self._sheet = sheet
        told = f"{sheet.name}　{sheet.grid}　{sheet.total} 分" if sheet else "没有选中的人"
        self._title.setText(told)
        self.table.show_rows([_row(one) for one in sheet.scores] if sheet else [])
        for one in self._buttons.values():
            one.setEnabled(sheet is not None and not locked)

    @property
    def score(self) -> Score | None:
        """The line the keyboard stands on."""
        row = self.table.currentIndex().row()
        scores = self._sheet.scores if self._sheet else ()
        return scores[row] if 0 <= row < len(scores) else None

    def adjust(self) -> None:
        """调整."""
        one = self.score
        if one is not None:
            preset = assessment_rules.plain(one.final)
            wanted = (Wanted(_TO, preset), Wanted(_REASON, one.line.reason or ""))
            explains = f"{one.rule.name}：0 到 {assessment_rules.plain(one.rule.points)} 分。"
            self._ask(Question("调整", wanted, partial(self._on_adjust, one), explains))

    def appeal(self) -> None:
        """申诉."""
        one = self.score
        if one is not None:
            wanted = (Wanted(_APPEAL, one.line.appeal or ""),)
            done = partial(self._on_text, assessment.appeal, one)
            self._ask(Question("申诉", wanted, done, one.rule.name))

    def answer(self) -> None:
        """复核."""
        one = self.score
        if one is not None:
            wanted = (Wanted(_ANSWER, one.line.answer or ""),)
            explains = f"{one.rule.name}，申诉：{one.line.appeal or '没有'}"
            done = partial(self._on_text, assessment.answer, one)
            self._ask(Question("复核", wanted, done, explains))

    def _ask(self, question: Question) -> None:
        self._foot.hide()
        self.panel.ask(question)

    def _on_left(self) -> None:
        self._foot.show()
        self.table.setFocus()

    def _on_adjust(self, one: Score, values: Values) -> None:
        to = values["to"]
        points = to if isinstance(to, Decimal) else None
        self._act(assessment.adjust, one.line.id, points, str(values["reason"] or ""))

    def _on_text(self, operation: Any, one: Score, values: Values) -> None:
        self._act(operation, one.line.id, str(values["text"] or ""))

    def _act(self, operation: Any, *given: Any) -> None:
        act: Perform[None] = Perform(self._shell.desk, self, operation, *given)
        act.then(lambda _none: self._on_acted()).failed(self._on_refused).start()

    def _on_acted(self) -> None:
        self.panel.leave()
        self.acted.emit()

    def _on_refused(self, error: UserError) -> None:
        self.panel.refuse(error)

    def _open(self, cell: Cell) -> None:
        if cell.figure is not None:
            self._shell.go(list_target(cell.ledger, cell.figure.ids, cell.title))


def _row(one: Score) -> list[Cell]:
    plain = assessment_rules.plain
    figure = Figure(None, ids=one.ids)
    final = plain(one.final) or "待评"
    return [
        Cell(one.rule.name),
        Cell(plain(one.rule.points)),
        Cell(plain(one.line.figure), figure, one.table, one.rule.name),
        Cell(plain(one.line.points)),
        Cell(final),
        Cell(_said(one)),
    ]


def _said(one: Score) -> str:
    """What people changed, asked and answered; of nothing, how the points come about."""
    line = one.line
    told = (("调整", line.reason), ("申诉", line.appeal), ("复核", line.answer))
    said = "；".join(f"{word}：{text}" for word, text in told if text)
    return said or assessment_rules.words(one.rule)
