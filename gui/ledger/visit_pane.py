"""Beside the register of visits: what was said, and what is done about it."""

from collections.abc import Sequence
from datetime import date
from functools import partial
from typing import ClassVar
from uuid import UUID

from typing_extensions import override

from core.ledger import Values
from core.record import Field, Kind
from core.records.visit import CLOSED, HANDED, NOTE, REGISTERED
from core.rights import Right
from core.services import visits
from core.services.records import Row
from core.services.visits import Closing, HandOut
from gui.ledger.acted_pane import ActedPane, Made
from gui.ledger.form import RecordForm
from gui.ledger.visit_form import VisitForm
from gui.tasks import Perform
from gui.widgets.act_panel import Question, Wanted
from gui.widgets.choices import Choice

REGISTER, CHANGE = "补全登记", "修改"
HAND_OUT, CLOSE, RECEIPT, SHEET = "交办", "办结", "受理回执", "登记表"
FORMS = {RECEIPT: "receipt", SHEET: "visit_sheet"}
_OFFERED = {
    REGISTERED: (HAND_OUT, CLOSE, RECEIPT, SHEET),
    HANDED: (HAND_OUT, CLOSE, RECEIPT, SHEET),
    CLOSED: (RECEIPT, SHEET),
}


class VisitPane(ActedPane):
    """A note is completed first; what is closed is only receipted."""

    form_class: ClassVar[type[RecordForm]] = VisitForm

    @override
    def show_row(self, row: Row, *, may_keep: bool) -> None:
        super().show_row(row, may_keep=may_keep)
        self._change.setText(REGISTER if row.values["state"] == NOTE else CHANGE)

    @override
    def _made(self) -> Made:
        return {
            HAND_OUT: ("send-outline", self._ask_owner),
            CLOSE: ("check", self._ask_end),
            RECEIPT: ("printer-outline", partial(self._print, RECEIPT)),
            SHEET: ("printer-outline", partial(self._print, SHEET)),
        }

    @override
    def _offered(self, row: Row) -> Sequence[str]:
        if row.values["voided_on"]:
            return ()
        acts = _OFFERED.get(str(row.values["state"]), ())
        may_print = self._desk.station.actor.may(Right.PRINT)
        return [act for act in acts if (may_print if act in FORMS else self._may_keep)]

    def _ask_owner(self) -> None:
        self._with_choices("staff", self._ask_hand_out)

    def _ask_hand_out(self, row: Row, people: list[Choice]) -> None:
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

    def _print(self, act: str) -> None:
        if self._row is not None:
            self.paper_wanted.emit(FORMS[act], self._row)
