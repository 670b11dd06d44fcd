"""The questions an act of a case asks: a day, a reason, a proof; and the act that answers."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeVar
from uuid import UUID

from core.ledger import Values
from core.record import Field, Kind, Record
from core.records.mediation_case import LEDGER, Agreement, MediationCase, Performance
from core.services import agreement, mediation, records
from core.services.agreement import Signed
from core.services.case_file import CaseFile
from gui.tasks import Desk, Perform
from gui.widgets.act_panel import ActPanel, At, Checked, Question, Wanted
from gui.widgets.case_acts import label
from gui.widgets.case_checking import Half
from gui.widgets.choices import Choice

T = TypeVar("T")

_ON = "on"
_WITHDRAWN = "withdrawn"
_REASON = Field("reason", "原因", Kind.CODE, True, "end_reason")
TOLD = Field("told", "已告知其他途径", Kind.YES)
_SIGNATURES = (
    ("parties_on", "当事人签名"),
    ("mediator_on", "调解员签名"),
    ("sealed_on", "调委会盖章"),
)
_SIGNED = {
    "parties_signed_on": "parties_on",
    "mediator_signed_on": "mediator_on",
    "sealed_on": "sealed_on",
}


@dataclass(frozen=True, slots=True)
class Asking:
    """Where questions are asked, and about which case."""

    desk: Desk
    panel: ActPanel
    file: CaseFile

    @property
    def case(self) -> UUID:
        """The case asked about."""
        return self.file.case.id

    @property
    def today(self) -> str:
        """The station's day, as a preset."""
        return f"{self.desk.station.today()}"

    def question(self, act: str) -> Question:
        """What has to be told before the act."""
        return _QUESTIONS[act](self)

    def run(self, task: Perform[T]) -> None:
        """Do it; the panel closes when it is done, and says why where it is refused."""
        task.then(lambda _value: self.panel.leave()).failed(self.panel.refuse).start()


def sign(desk: Desk, panel: ActPanel, file: CaseFile) -> None:
    """全部已签: everybody signed on the agreement's day, in one key."""
    Perform(desk, panel, agreement.sign, file.case.id).start()


def signing_day(file: CaseFile, today: date) -> date:
    """The day 全部已签 means."""
    signed = file.agreement.signed_on if file.agreement else None
    return signed or today


def checked(
    asking: Asking, record: type[Record], boxes: Mapping[str, str] | None = None
) -> Checked:
    """Let the check weigh the answers as fields of a record; `boxes` says which box has which.

    A question that asks for the `item` meant is about that one.
    """

    def half(values: Values, at: At) -> Half:
        named = {key: key for key in values} if boxes is None else boxes
        told = {field: values[box] for field, box in named.items() if box in values}
        meant = UUID(str(values["item"])) if values.get("item") else None
        identity = asking.case if record is MediationCase else meant
        return Half(record, told, lambda key: at(named.get(key, "")), identity)

    return Checked(asking.case, half)


def open_items(file: CaseFile) -> Sequence[Choice]:
    """What is still to be performed, as it can be chosen."""
    return [(str(one.id), told(one)) for one in file.items if one.done_on is None]


def told(item: Performance) -> str:
    """李大山 → 张永福 赔偿医药费 3,000.00 元."""
    amount = f" {item.amount:,.2f} 元" if item.amount else ""
    to = f" → {item.receiver}" if item.receiver else ""
    return f"{item.payer}{to} {item.item}{amount}"


def _admit(asking: Asking) -> Question:
    case, file = asking.file.case.id, asking.file

    def answer(values: Values) -> None:
        number = str(values["number"] or "")
        act = Perform(asking.desk, asking.panel, mediation.admit, case, _day(values), number)
        asking.run(act)

    number = Field("number", "沿用纸质编号", Kind.TEXT, hint="不填的自动编号")
    day = Wanted(_date("受理日期"), asking.today)
    about = checked(asking, MediationCase, {"accepted_on": _ON})
    return Question(label("admit", file), (day, Wanted(number)), answer, checked=about)


def _sign_by_hand(asking: Asking) -> Question:
    def answer(values: Values) -> None:
        days = [values[key] for key, _ in _SIGNATURES]
        signed = Signed(*(day if isinstance(day, date) else None for day in days))
        case = asking.file.case.id
        act = Perform(asking.desk, asking.panel, agreement.sign, case, None, signed)
        asking.run(act)

    common = f"{signing_day(asking.file, asking.desk.station.today())}"
    wanted = [Wanted(Field(key, text, Kind.DATE), common) for key, text in _SIGNATURES]
    explains = "三项都齐之日，协议生效；生效后不能撤销。"
    about = checked(asking, Agreement, _SIGNED)
    return Question("协议生效", wanted, answer, explains, checked=about)


def _perform(asking: Asking) -> Question:
    def answer(values: Values) -> None:
        item, proof = UUID(str(values["item"])), str(values["proof"] or "")
        day = _day(values)
        act = Perform(asking.desk, asking.panel, agreement.perform_item, item, day, proof)
        asking.run(act)

    items = open_items(asking.file)
    return Question(
        "登记履行",
        (
            Wanted(Field("item", "哪一项", Kind.TEXT, True), items[0][0], items),
            Wanted(_date("履行日期"), asking.today),
            Wanted(Field("proof", "凭证", Kind.TEXT, hint="如收条、转账回单")),
        ),
        answer,
        checked=checked(asking, Performance, {"done_on": _ON, "proof": "proof"}),
    )


def _ending(act: str, explains: str) -> "Ask":
    """A question after the reason; 撤回 has its own."""

    def question(asking: Asking) -> Question:
        def answer(values: Values) -> None:
            asking.run(_ENDINGS[act](asking, values))

        reason = () if act == "withdraw" else (Wanted(_REASON),)
        told = (Wanted(TOLD),) if act == "end" else ()
        wanted = (*reason, Wanted(_date("日期"), asking.today), *told)
        return Question(label(act, asking.file), wanted, answer, explains, danger=True)

    return question


def _void(asking: Asking) -> Question:
    def answer(values: Values) -> None:
        given = (LEDGER.name, asking.file.case.id, str(values["reason"]))
        asking.run(Perform(asking.desk, asking.panel, records.void, *given))

    reason = Field("reason", "作废原因", Kind.TEXT, True)
    explains = f"{asking.file.case.number} 作废后编号保留，不再统计。"
    return Question("作废", (Wanted(reason),), answer, explains, danger=True)


def _remove(asking: Asking) -> Question:
    def answer(_values: Values) -> None:
        given = (LEDGER.name, (asking.file.case.id,))
        asking.run(Perform(asking.desk, asking.panel, records.remove, *given))

    return Question("删除", (), answer, "可以在“回收站”里找回。", danger=True)


Ask = Callable[[Asking], Question]
Ending = Callable[[Asking, Values], Perform[None]]


def _refuse(one: Asking, said: Values) -> Perform[None]:
    given = (one.file.case.id, str(said["reason"]), _day(said))
    return Perform(one.desk, one.panel, mediation.refuse, *given)


def _withdraw(one: Asking, said: Values) -> Perform[None]:
    given = (one.file.case.id, _WITHDRAWN, _day(said))
    return Perform(one.desk, one.panel, mediation.withdraw, *given)


def _end(one: Asking, said: Values) -> Perform[None]:
    given = (one.file.case.id, str(said["reason"]), _day(said))
    return Perform(one.desk, one.panel, mediation.end, *given, told=bool(said["told"]))


_ENDINGS: dict[str, Ending] = {"refuse": _refuse, "withdraw": _withdraw, "end": _end}
_QUESTIONS: dict[str, Ask] = {
    "admit": _admit,
    "sign_by_hand": _sign_by_hand,
    "perform_item": _perform,
    "refuse": _ending("refuse", "请告知当事人可以走的其他途径。"),
    "end": _ending("end", "请告知当事人仲裁、行政、司法等其他途径。"),
    "withdraw": _ending("withdraw", "申请人撤回申请。"),
    "void": _void,
    "remove": _remove,
}


def _date(text: str) -> Field:
    return Field(_ON, text, Kind.DATE)


def _day(values: Values) -> date | None:
    day = values.get(_ON)
    return day if isinstance(day, date) else None
