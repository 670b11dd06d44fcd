"""The questions of later moves: delays, steps of handling, follow-ups, the court, the shelf."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from core import codes
from core.ledger import Values
from core.record import Field, Kind, Record, described
from core.records.mediation_case import FollowUp, MediationCase
from core.services import agreement, case_court, case_filing, case_moves
from core.services.case_court import Ruling
from core.services.case_filing import Binding
from core.services.case_moves import Step
from gui.tasks import Perform
from gui.widgets import case_questions
from gui.widgets.act_panel import Question, Wanted
from gui.widgets.case_acts import LABELS
from gui.widgets.case_questions import TOLD, Asking
from gui.widgets.choices import Choice

_MONTH = timedelta(30)
_STEPS = ("report", "urge", "told", "transfer", "received", "survey", "recuse", "correct", "note")
_RULINGS = ("C4", "C5", "C7")
_OUTCOMES = ("partial", "pending")
_VISIT = (
    FollowUp.done_on,
    FollowUp.way,
    FollowUp.person,
    FollowUp.performed,
    FollowUp.finding,
    FollowUp.satisfaction,
    FollowUp.relapsed,
    FollowUp.measures,
    FollowUp.next_on,
)
_SHELF = (
    MediationCase.filed_on,
    MediationCase.retention,
    MediationCase.pages,
    MediationCase.filer,
    MediationCase.examiner,
    MediationCase.box,
    MediationCase.file_note,
)


@dataclass(frozen=True, slots=True)
class Move:
    """One move: what it wants to know, what is explained, and the act that answers."""

    wanted: Callable[[Asking], Sequence[Wanted]]
    act: Callable[[Asking, Values], Perform[Any]]
    explains: str = ""
    danger: bool = False
    about: type[Record] | None = None


def question(act: str, move: Move, asking: Asking) -> Question:
    """What has to be told before the move."""

    def answer(values: Values) -> None:
        asking.run(move.act(asking, values))

    about = case_questions.checked(asking, move.about) if move.about else None
    return Question(LABELS[act], move.wanted(asking), answer, move.explains, move.danger, about)


def _nothing(_asking: Asking) -> Sequence[Wanted]:
    return ()


def _on(asking: Asking) -> Sequence[Wanted]:
    return (Wanted(Field("on", "日期", Kind.DATE), asking.today),)


def _longer(asking: Asking) -> Sequence[Wanted]:
    due = asking.file.case.due
    usual = f"{due + _MONTH}" if due else ""
    agreed = Field("consent", "各方怎样同意的", Kind.TEXT, True, hint="如“3月25日电话都同意”")
    return (*_on(asking), Wanted(Field("until", "延到", Kind.DATE, True), usual), Wanted(agreed))


def _standstill(asking: Asking) -> Sequence[Wanted]:
    why = Field("text", "原因", Kind.TEXT, True, hint="如等鉴定、外出务工")
    until = Field("until", "预计恢复", Kind.DATE, True)
    return (*_on(asking), Wanted(until), Wanted(why))


def _handling(asking: Asking) -> Sequence[Wanted]:
    kind = Field("kind", "做了什么", Kind.TEXT, True)
    listed = [(one, codes.name_of("case_event_kind", one)) for one in _STEPS]
    return (
        Wanted(kind, listed[0][0], listed),
        *_on(asking),
        Wanted(Field("unit", "接收单位", Kind.TEXT)),
        Wanted(Field("receiver", "接收人", Kind.TEXT)),
        Wanted(Field("text", "内容", Kind.LONG)),
    )


def _part(asking: Asking) -> Sequence[Wanted]:
    items = case_questions.open_items(asking.file)
    outcomes: list[Choice] = [(one, codes.name_of("performance_state", one)) for one in _OUTCOMES]
    return (
        Wanted(Field("item", "哪一项", Kind.TEXT, True), items[0][0], items),
        Wanted(Field("outcome", "履行情况", Kind.TEXT, True), outcomes[0][0], outcomes),
        Wanted(Field("paid", "已付（元）", Kind.DECIMAL)),
        *_on(asking),
    )


def _visit(asking: Asking) -> Sequence[Wanted]:
    fields = [described(column) for column in _VISIT]
    return [Wanted(one, asking.today if one.key == "done_on" else "") for one in fields]


def _shelf(asking: Asking) -> Sequence[Wanted]:
    case = asking.file.case
    known = {column.key: getattr(case, column.key) for column in _SHELF}
    known["filed_on"] = known["filed_on"] or asking.today
    fields = [described(column) for column in _SHELF]
    return [Wanted(one, "" if known[one.key] is None else f"{known[one.key]}") for one in fields]


def _to_court(asking: Asking) -> Sequence[Wanted]:
    jointly = Field("joint", "各方共同申请", Kind.YES)
    return (Wanted(Field("court", "法院", Kind.TEXT, True)), *_on(asking), Wanted(jointly))


def _taken(asking: Asking) -> Sequence[Wanted]:
    return (*_on(asking), Wanted(Field("number", "案号", Kind.TEXT)))


def _ruled(asking: Asking) -> Sequence[Wanted]:
    listed = [(one, codes.name_of("confirmation_state", one)) for one in _RULINGS]
    return (
        Wanted(Field("state", "结果", Kind.TEXT, True), "", listed),
        *_taken(asking),
        Wanted(Field("note", "说明", Kind.TEXT)),
    )


def _step(kind: str, said: Values) -> Step:
    until = said.get("until")
    return Step(
        kind,
        _day(said),
        _text(said, "text"),
        _text(said, "unit"),
        _text(said, "receiver"),
        until if isinstance(until, date) else None,
    )


def _day(said: Values, key: str = "on") -> date | None:
    day = said.get(key)
    return day if isinstance(day, date) else None


def _text(said: Values, key: str) -> str:
    return str(said.get(key) or "")


def _extend(one: Asking, said: Values) -> Perform[Any]:
    consent = _text(said, "consent")
    step = Step("extend", _day(said), consent, until=_day(said, "until"))
    return Perform(one.desk, one.panel, case_moves.extend, one.case, step, consent)


def _suspend(one: Asking, said: Values) -> Perform[Any]:
    step = _step("suspend", said)
    return Perform(one.desk, one.panel, case_moves.suspend, one.case, step)


def _resume(one: Asking, said: Values) -> Perform[Any]:
    return Perform(one.desk, one.panel, case_moves.resume, one.case, _day(said))


def _record(one: Asking, said: Values) -> Perform[Any]:
    step = _step(_text(said, "kind"), said)
    return Perform(one.desk, one.panel, case_moves.record, one.case, step)


def _perform_part(one: Asking, said: Values) -> Perform[Any]:
    paid = said.get("paid")
    amount = paid if isinstance(paid, Decimal) else None
    item, outcome = UUID(_text(said, "item")), _text(said, "outcome")
    given = (item, amount, outcome, _day(said))
    return Perform(one.desk, one.panel, agreement.perform_part, *given)


def _give_up(one: Asking, said: Values) -> Perform[Any]:
    told = bool(said.get("told"))
    return Perform(one.desk, one.panel, case_moves.give_up, one.case, _day(said), told=told)


def _settle(one: Asking, said: Values) -> Perform[Any]:
    return Perform(one.desk, one.panel, case_moves.settle, one.case, _day(said))


def _follow_up(one: Asking, said: Values) -> Perform[Any]:
    values = {**said, "visitor": one.file.case.mediator}
    return Perform(one.desk, one.panel, case_moves.follow_up, one.case, values)


def _waive(one: Asking, said: Values) -> Perform[Any]:
    reason = _text(said, "reason")
    return Perform(one.desk, one.panel, case_moves.waive_follow_up, one.case, reason)


def _followed_up(one: Asking, _said: Values) -> Perform[Any]:
    return Perform(one.desk, one.panel, case_moves.confirm_follow_up, one.case)


def _ready(one: Asking, said: Values) -> Perform[Any]:
    return Perform(one.desk, one.panel, case_moves.ready_to_file, one.case, _day(said))


def _archive(one: Asking, said: Values) -> Perform[Any]:
    pages = said.get("pages")
    binding = Binding(
        _day(said, "filed_on"),
        _text(said, "filer"),
        _text(said, "examiner"),
        pages if isinstance(pages, int) else None,
        _text(said, "retention"),
        _text(said, "box"),
        _text(said, "file_note"),
    )
    return Perform(one.desk, one.panel, case_filing.archive, one.case, binding)


def _reopen(one: Asking, said: Values) -> Perform[Any]:
    step = _step("reopen", said)
    return Perform(one.desk, one.panel, case_moves.reopen, one.case, step)


def _take_up(one: Asking, said: Values) -> Perform[Any]:
    return Perform(one.desk, one.panel, case_moves.take_up, one.case, _day(said))


def _write_down(one: Asking, _said: Values) -> Perform[Any]:
    return Perform(one.desk, one.panel, agreement.put_in_writing, one.case)


def _plan_court(one: Asking, _said: Values) -> Perform[Any]:
    return Perform(one.desk, one.panel, case_court.plan_court, one.case)


def _skip_court(one: Asking, _said: Values) -> Perform[Any]:
    return Perform(one.desk, one.panel, case_court.skip_court, one.case)


def _apply(one: Asking, said: Values) -> Perform[Any]:
    court, jointly = _text(said, "court"), bool(said.get("joint"))
    given = (one.case, court, _day(said))
    return Perform(one.desk, one.panel, case_court.apply_to_court, *given, jointly=jointly)


def _takes(one: Asking, said: Values) -> Perform[Any]:
    given = (one.case, _day(said), _text(said, "number"))
    return Perform(one.desk, one.panel, case_court.court_takes, *given)


def _rules(one: Asking, said: Values) -> Perform[Any]:
    ruling = Ruling(_text(said, "state"), _day(said), _text(said, "number"), _text(said, "note"))
    return Perform(one.desk, one.panel, case_court.court_rules, one.case, ruling)


def _told(asking: Asking) -> Sequence[Wanted]:
    return (*_on(asking), Wanted(TOLD))


def _again(_asking: Asking) -> Sequence[Wanted]:
    return (Wanted(Field("text", "为什么", Kind.TEXT, True)),)


def _why(_asking: Asking) -> Sequence[Wanted]:
    return (Wanted(Field("reason", "免回访的原因", Kind.TEXT, True)),)


MOVES: dict[str, Move] = {
    "take_up": Move(_on, _take_up),
    "extend": Move(_longer, _extend, "各方同意才能延期；口头同意的，写明时间和方式。"),
    "suspend": Move(_standstill, _suspend, "中止期间不计入调解期限（可在设置里改）。"),
    "resume": Move(_on, _resume),
    "record": Move(_handling, _record),
    "perform_part": Move(_part, _perform_part),
    "give_up": Move(_told, _give_up, "到期拒不履行的，告知可以走的其他途径。", danger=True),
    "settle": Move(_on, _settle, "协议里没有要履行的事项。"),
    "follow_up": Move(_visit, _follow_up, "结论由回访人自己写。", about=FollowUp),
    "confirm_follow_up": Move(_nothing, _followed_up, "回访都做完了。"),
    "waive_follow_up": Move(_why, _waive),
    "ready_to_file": Move(_on, _ready, "卷内材料齐了，等待装订。"),
    "archive": Move(
        _shelf, _archive, "归档后不能撤销；又起纠纷的，用“重新调解”。", about=MediationCase
    ),
    "reopen": Move(_again, _reopen),
    "put_in_writing": Move(_nothing, _write_down, "口头协议改签书面协议后，签章齐备才生效。"),
    "plan_court": Move(_nothing, _plan_court, "各方要在协议生效后30日内共同申请。"),
    "skip_court": Move(_nothing, _skip_court),
    "apply_to_court": Move(_to_court, _apply),
    "court_takes": Move(_taken, _takes),
    "court_rules": Move(_ruled, _rules),
}
