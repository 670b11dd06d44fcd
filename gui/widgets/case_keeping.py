"""The questions about the paper file: where it lies, who has it, what is only there as paper."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from core import codes
from core.field import Field, Kind
from core.ledger import Values
from core.record import described
from core.records.mediation_case import CasePaper, FileLoan, MediationCase
from core.services import case_contents, case_filing, case_flow, case_papers
from core.services.case_filing import Binding
from gui.tasks import Perform
from gui.widgets import case_moves
from gui.widgets.act_panel import Question, Wanted
from gui.widgets.case_moves import Move
from gui.widgets.case_questions import Asking
from gui.widgets.choices import Choice

_PAPER = (CasePaper.kind, CasePaper.title, CasePaper.dated, CasePaper.pages, CasePaper.copy)
_FINISHED = "Z80"


def _place(asking: Asking) -> Sequence[Wanted]:
    return (Wanted(described(MediationCase.box), asking.file.case.box or ""),)


def _put_away(one: Asking, said: Values) -> Perform[Any]:
    return Perform(one.desk, one.panel, case_contents.put_away, one.case, str(said["box"] or ""))


def _out(asking: Asking) -> Sequence[Wanted]:
    loans: list[Choice] = [(str(one.id), _told(one)) for one in _lent(asking)]
    loan = Wanted(Field("loan", "哪一次借阅", Kind.TEXT, True), loans[-1][0], loans)
    return loan, Wanted(Field("on", "归还日期", Kind.DATE), asking.today)


def _lent(asking: Asking) -> Sequence[FileLoan]:
    return case_contents.lent(asking.file.loans)


def _told(loan: FileLoan) -> str:
    """3月5日 王法官（县法院）."""
    unit = f"（{loan.unit}）" if loan.unit else ""
    return f"{loan.lent_on} {loan.borrower}{unit}"


def _give_back(one: Asking, said: Values) -> Perform[Any]:
    loan, day = UUID(str(said["loan"])), said["on"]
    on = day if isinstance(day, date) else None
    return Perform(one.desk, one.panel, case_contents.give_back, loan, on)


def _paper(_asking: Asking) -> Sequence[Wanted]:
    return [Wanted(described(column)) for column in _PAPER]


def _list_paper(one: Asking, said: Values) -> Perform[Any]:
    return Perform(one.desk, one.panel, case_papers.listed, one.case, dict(said))


def _finished(_asking: Asking) -> Sequence[Wanted]:
    states: list[Choice] = [
        (one.code, one.name)
        for one in codes.table("mediation_state").items
        if one.code != case_flow.OVERDUE
    ]
    closed = Field("closed_on", "办结日期", Kind.DATE, hint="没有办结的不填")
    why = Field("why", "说明", Kind.TEXT, True, hint="如“村里先用纸质卷宗办完”")
    state = Field("state", "办到哪一步", Kind.TEXT, True)
    return Wanted(state, _FINISHED, states), Wanted(closed), Wanted(why)


def _take_as_found(one: Asking, said: Values) -> Perform[Any]:
    day = said["closed_on"]
    found = Binding(closed_on=day if isinstance(day, date) else None)
    given = (one.case, str(said["state"]), str(said["why"]), found)
    return Perform(one.desk, one.panel, case_filing.take_as_found, *given)


def question(act: str, asking: Asking) -> Question:
    """What has to be told before an act, be it a move of the case or not."""
    move = case_moves.MOVES.get(act) or KEEPING.get(act)
    return case_moves.question(act, move, asking) if move else asking.question(act)


KEEPING: dict[str, Move] = {
    "put_away": Move(_place, _put_away, "迎检调卷、还卷时按这里找。"),
    "give_back": Move(_out, _give_back),
    "list_paper": Move(_paper, _list_paper, "只有纸质、没有扫描的，记下页数，目录才对得上。"),
    "take_as_found": Move(
        _finished,
        _take_as_found,
        "按纸质卷宗办到的那一步记，不逐项核对；有疑问的，“自查”里会写出来。",
    ),
}
