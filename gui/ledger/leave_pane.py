"""Beside the ledger of leave: what a leave means, and the word of who grants it."""

from collections.abc import Sequence
from functools import partial
from uuid import UUID

from typing_extensions import override

from core import workdays
from core.ledger import Values
from core.record import Field, Kind
from core.rights import Right
from core.services import leaves
from core.services.leaves import ASKED, GRANTED, Weighed
from core.services.records import Row
from gui.ledger.acted_pane import ActedPane, Made, day_in, link_in
from gui.ledger.form import RecordForm
from gui.tasks import Perform, Query
from gui.widgets.act_panel import Question, Wanted
from gui.widgets.choices import Choice

GRANT, TURN_DOWN, BACK, SLIP = "批准", "不批准", "销假", "请假条"
SLIP_FORM = "leave_slip"
_OFFERED = {ASKED: (GRANT, TURN_DOWN, SLIP), GRANTED: (BACK, SLIP)}
_BY = Field("by", "审批人", Kind.LINK, link="staff", hint="不填就是您本人；代录的是同意的那位")


class LeaveForm(RecordForm):
    """What is granted already is put right on the sheet of duty too."""

    @override
    def saving(self, values: Values, version: int | None) -> Perform[UUID]:
        if self.record is None:
            return super().saving(values, version)
        return Perform(self._desk, self, leaves.amend, values, self.record, version)


class LeavePane(ActedPane):
    """The days, the shifts and who takes them stand above 批准, 销假 and the slip."""

    form_class = LeaveForm

    @override
    def _made(self) -> Made:
        return {
            GRANT: ("check", self._ask_who),
            TURN_DOWN: ("close", self._ask_why),
            BACK: ("keyboard-return", self._ask_back),
            SLIP: ("printer-outline", self._print),
        }

    @override
    def _offered(self, row: Row) -> Sequence[str]:
        acts = _OFFERED.get(str(row.values["state"]), (SLIP,))
        may_print = self._desk.station.actor.may(Right.PRINT)
        return [act for act in acts if (may_print if act == SLIP else self._may_keep)]

    @override
    def _tell(self, row: Row) -> None:
        asked = Query(self._desk, self, leaves.weigh, row.id, workdays.known())
        asked.then(partial(self._on_weighed, row)).start()

    def _on_weighed(self, row: Row, found: Weighed) -> None:
        if self._row is not None and self._row.id == row.id:
            self._say(found.told)

    def _ask_who(self) -> None:
        self._with_choices("staff", self._ask_grant)

    def _ask_grant(self, row: Row, people: list[Choice]) -> None:
        others = [one for one in people if one[0] != str(row.values["staff"])]
        wanted = (Wanted(_BY, choices=others), self._day("审批日期"))
        self._ask(Question(GRANT, wanted, partial(self._grant, row), self.told.text()))

    def _grant(self, row: Row, values: Values) -> None:
        day, by = day_in(values, "on"), link_in(values, "by")
        self._run(Perform(self._desk, self, leaves.grant, row.id, day, by))

    def _ask_why(self) -> None:
        if self._row is not None:
            why = Wanted(Field("reason", "不批准的原因", Kind.TEXT))
            answer = partial(self._turn_down, self._row)
            self._ask(Question(TURN_DOWN, (why, self._day("审批日期")), answer))

    def _turn_down(self, row: Row, values: Values) -> None:
        reason, day = str(values.get("reason") or ""), day_in(values, "on")
        self._run(Perform(self._desk, self, leaves.turn_down, row.id, reason, day))

    def _ask_back(self) -> None:
        if self._row is not None:
            answer = partial(self._back, self._row)
            self._ask(Question(BACK, (self._day("销假日期"),), answer, "这天起本人到岗。"))

    def _back(self, row: Row, values: Values) -> None:
        self._run(Perform(self._desk, self, leaves.back, row.id, day_in(values, "on")))

    def _day(self, label: str) -> Wanted:
        return Wanted(Field("on", label, Kind.DATE), f"{self._today()}")

    def _print(self) -> None:
        if self._row is not None:
            self.paper_wanted.emit(SLIP_FORM, self._row)
