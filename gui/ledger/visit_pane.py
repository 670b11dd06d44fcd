"""Beside the register of visits: what was said, and what is done about it."""

from collections.abc import Callable, Sequence
from datetime import date
from functools import partial
from typing import ClassVar
from uuid import UUID

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QBoxLayout
from typing_extensions import override

from core.ledger import Ledger, Values
from core.record import Field, Kind
from core.records.visit import CLOSED, HANDED, NOTE, REGISTERED
from core.rights import Right
from core.services import records, visits
from core.services.records import Row
from core.services.visits import Closing, HandOut
from gui.ledger.form import RecordForm
from gui.ledger.record_pane import RecordPane
from gui.ledger.visit_form import VisitForm
from gui.tasks import Desk, Perform, Query
from gui.widgets import parts
from gui.widgets.act_panel import ActPanel, Question, Wanted
from gui.widgets.choices import Choice

REGISTER, CHANGE = "补全登记", "修改"
HAND_OUT, CLOSE, RECEIPT = "交办", "办结", "受理回执"
_PANEL_SHARE = 9
"""Of the room of the pane, beside one share for the facts: a question is seen whole."""
_OFFERED = {
    REGISTERED: (HAND_OUT, CLOSE, RECEIPT),
    HANDED: (HAND_OUT, CLOSE, RECEIPT),
    CLOSED: (RECEIPT,),
}


class VisitPane(RecordPane):
    """The acts stand above the foot; a question takes their place. `receipt_wanted` prints."""

    receipt_wanted = Signal(object)
    form_class: ClassVar[type[RecordForm]] = VisitForm

    def __init__(self, desk: Desk, ledger: Ledger, today: Callable[[], date], act: str) -> None:
        super().__init__(desk, ledger, today, act)
        self._desk, self._today = desk, today
        self.panel = ActPanel(desk)
        self.panel.left.connect(self._offer)
        self._row: Row | None = None
        self._may_keep = False
        acts = {
            HAND_OUT: ("send-outline", self._ask_owner),
            CLOSE: ("check", self._ask_end),
            RECEIPT: ("printer-outline", self._print),
        }
        self.acts = {words: parts.button(words, act, icon) for words, (icon, act) in acts.items()}
        across = parts.columns(margins=(0, 0, 8, 0))
        for button in self.acts.values():
            across.addWidget(button)
        across.addStretch()
        down = self.detail.layout()
        assert isinstance(down, QBoxLayout)
        down.insertLayout(down.count() - 1, across)
        down.insertWidget(down.count() - 1, self.panel, _PANEL_SHARE)

    @override
    def show_row(self, row: Row, *, may_keep: bool) -> None:
        other = self._row is None or self._row.id != row.id
        self._row, self._may_keep = row, may_keep
        super().show_row(row, may_keep=may_keep)
        self._change.setText(REGISTER if row.values["state"] == NOTE else CHANGE)
        if other and not self.panel.isHidden():
            self.panel.leave()
        self._offer()

    def press(self, act: str) -> None:
        """Do an act, if it is offered now."""
        if not self.acts[act].isHidden():
            self.acts[act].click()

    def _offer(self) -> None:
        """Show the acts that suit where the visit stands, unless a question is open."""
        offered = self._offered() if self.panel.isHidden() else ()
        for words, button in self.acts.items():
            button.setVisible(words in offered)
        row, idle = self._row, self.panel.isHidden()
        if row is not None:
            self._change.setVisible(idle and self._may_keep)
            self._remove.setVisible(idle and self._may_keep and not row.values["voided_on"])

    def _offered(self) -> Sequence[str]:
        if self._row is None or self._row.values["voided_on"]:
            return ()
        acts = _OFFERED.get(str(self._row.values["state"]), ())
        may_print = self._desk.station.actor.may(Right.PRINT)
        return [act for act in acts if (may_print if act == RECEIPT else self._may_keep)]

    def _ask(self, question: Question) -> None:
        self.panel.ask(question)
        self._offer()

    def _ask_owner(self) -> None:
        Query(self._desk, self, records.choices, "staff").then(self._ask_hand_out).start()

    def _ask_hand_out(self, staff: Sequence[tuple[UUID, str]]) -> None:
        row = self._row
        if row is None:
            return
        people: list[Choice] = [(str(one), name) for one, name in staff]
        owner = Wanted(Field("owner", "承办人", Kind.TEXT), str(row.values["owner"] or ""), people)
        unit = Wanted(Field("unit", "承办单位", Kind.TEXT), row.texts["unit"])
        due = Wanted(Field("due", "办理时限", Kind.DATE), row.texts["due"])
        answer = partial(self._hand_out, row.id)
        self._ask(Question(HAND_OUT, (owner, unit, due), answer, "交给人的，列入他的交办事项。"))

    def _hand_out(self, visit: UUID, values: Values) -> None:
        owner, due = values.get("owner"), values.get("due")
        to = HandOut(
            UUID(str(owner)) if owner else None,
            str(values.get("unit") or ""),
            due if isinstance(due, date) else None,
        )
        self._run(Perform(self._desk, self, visits.hand_out, visit, to))

    def _ask_end(self) -> None:
        row = self._row
        if row is None:
            return
        wanted = (
            Wanted(Field("reply", "办理情况", Kind.TEXT, True), row.texts["reply"]),
            Wanted(Field("closed_on", "办结日期", Kind.DATE), f"{self._today()}"),
            Wanted(Field("satisfaction", "满意度", Kind.CODE, code="satisfaction")),
        )
        self._ask(Question(CLOSE, wanted, partial(self._close_matter, row.id)))

    def _close_matter(self, visit: UUID, values: Values) -> None:
        day = values.get("closed_on")
        how = Closing(
            str(values.get("reply") or ""),
            day if isinstance(day, date) else None,
            satisfaction=str(values["satisfaction"]) if values.get("satisfaction") else None,
        )
        self._run(Perform(self._desk, self, visits.close, visit, how))

    def _run(self, act: Perform[None]) -> None:
        act.then(lambda _done: self.panel.leave()).failed(self.panel.refuse).start()

    def _print(self) -> None:
        if self._row is not None:
            self.receipt_wanted.emit(self._row)
