"""What is done with a mediation case from registration to its end, agreements apart."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from core import checks, codes, secrecy
from core.errors import Conflict, Invalid, Problem
from core.ledger import Values, problems
from core.record import Record, Value
from core.records.destruction import Destruction
from core.records.mediation_case import (
    LEDGER,
    Agreement,
    CaseEvent,
    CasePaper,
    MediationCase,
    MediationMeeting,
    Party,
)
from core.rights import Right
from core.services import (
    case_dates,
    case_file,
    case_flow,
    case_privacy,
    grid_validity,
    lines,
    numbers,
    records,
)
from core.services.case_guards import Facts
from core.services.lines import Line
from core.station import Tx, operation

R = TypeVar("R", bound=Record)

_MANY = 3
_WAYS = "已告知仲裁、行政、司法等其他途径"


@dataclass(frozen=True, slots=True)
class CaseDraft:
    """What the form hands down; `number` is one taken over from paper (沿用纸质编号).

    What is kept `as_found` on paper may contradict itself; its check says so afterwards.
    """

    values: Values
    parties: tuple[Line, ...] = ()
    number: str = ""
    as_found: bool = False


@operation("登记纠纷", needs=Right.MEDIATE)
def register(tx: Tx, draft: CaseDraft) -> UUID:
    """Keep a dispute that is not accepted yet: it has no number."""
    case = _entered(tx, draft)
    tx.on(case.applied_on)
    return case.id


@operation("登记并受理", needs=Right.MEDIATE)
def accept(tx: Tx, draft: CaseDraft) -> UUID:
    """Register and accept in one save; the number is drawn here, or taken over from paper."""
    case = _entered(tx, draft)
    on, case.accepted_on = case.accepted_on or tx.today, None
    _admit(tx, case, on, draft.number)
    return case.id


@operation("受理", needs=Right.MEDIATE)
def admit(tx: Tx, case: UUID, on: date | None = None, number: str = "") -> str:
    """Accept a dispute registered before, also one already settled; return its number."""
    return _admit(tx, records.get(tx.session, MediationCase, case), on or tx.today, number)


@operation("修改调解案件", needs=Right.MEDIATE)
def amend(
    tx: Tx, case: UUID, values: Values, parties: tuple[Line, ...], stamp: int | None = None
) -> None:
    """Change the facts of a case and its parties, if nobody else did since `stamp`."""
    kept = records.get(tx.session, MediationCase, case)
    if stamp is not None and case_file.stamp(tx.session, kept) != stamp:
        raise Conflict("这件刚被别人改过，您填的内容还在。请刷新核对后再保存。")
    case_flow.refuse_laid_aside(kept)
    known = lines.filled(Party, parties)
    merged = {one.key: getattr(kept, one.key) for one in LEDGER.fields()} | dict(values)
    _write(tx, kept, _whole(merged, known), parties)
    if kept.number is not None and kept.accepted_on is None:
        raise Invalid([Problem("accepted_on", "已经编号的案件要有受理日期。")])
    case_dates.follow(tx, [kept])
    case_privacy.follow(tx, [kept])
    name_act(tx, kept)


@operation("记录调解", needs=Right.MEDIATE)
def hold_meeting(tx: Tx, case: UUID, values: Values, sheets: int | None = None) -> UUID:
    """Keep one mediation talk with its result; today's, where no day is given.

    `sheets` are the pages of a record written by hand, which stays paper.
    """
    of = records.get(tx.session, MediationCase, case)
    held = day_of(tx, values, "held_on", "调解日期")
    meeting = keep_line(tx, MediationMeeting, case, {**values, "held_on": held})
    keep_sheets(tx, meeting, "mediation_record", sheets)
    case_flow.move(case_file.facts(tx.session, of), "hold_meeting")
    tx.on(held)
    name_act(tx, of)
    return meeting.id


@operation("不予受理", needs=Right.MEDIATE)
def refuse(tx: Tx, case: UUID, reason: str, on: date | None = None) -> None:
    """Turn a dispute down, for a reason the parties are told."""
    _finish(tx, case, ("refuse", reason), on)


@operation("撤回申请", needs=Right.MEDIATE)
def withdraw(tx: Tx, case: UUID, reason: str = "withdrawn", on: date | None = None) -> None:
    """The applicant takes the application back."""
    _finish(tx, case, ("withdraw", reason), on)


@operation("终止调解", needs=Right.MEDIATE)
def end(tx: Tx, case: UUID, reason: str, on: date | None = None, *, told: bool = False) -> None:
    """Mediation ends without an agreement; the parties were told which other ways there are."""
    if told:
        keep_event(tx, case, CaseEvent(happened_on=on or tx.today, kind="told", text=_WAYS))
    _finish(tx, case, ("end", reason), on)


def default_title(values: Values, parties: list[Line]) -> str:
    """甲与乙相邻纠纷, from the parties and the kind of dispute."""
    sides: dict[bool, list[str]] = {True: [], False: []}
    for one in parties:
        applies = (one.values.get("side") or "applicant") == "applicant"
        sides[applies].append(str(one.values["name"]))
    between = "与".join(_short(side) for side in sides.values() if side)
    kind = values.get("dispute")
    return between + (codes.name_of("dispute_kind", str(kind)) if kind else "纠纷")


def suggested_gov(dispute: str) -> tuple[str, ...]:
    """The codes of the other classification that this kind of dispute suggests, likeliest first."""
    found = codes.item("dispute_kind", dispute)
    return found.maps if found else ()


def day_of(tx: Tx, values: Values, key: str, label: str) -> date:
    """The day on which something happened: today, where `values` name none."""
    day = values.get(key, tx.today)
    if not isinstance(day, date):
        raise Invalid([Problem(key, f"请填写{label}")])
    not_later(tx, day, key, label)
    return day


def not_later(tx: Tx, day: date | None, key: str, label: str) -> None:
    """Nothing has happened after today."""
    if day is not None and day > tx.today:
        raise Invalid([Problem(key, f"{label}在今天之后，请核对")])


def keep_line(tx: Tx, record: type[R], case: UUID, values: Values) -> R:
    """Put a record behind those of its kind the case has."""
    position = len(records.children(tx.session, record, case)) + 1
    made = record(case=case, position=position, **values)
    tx.add(made)
    tx.session.flush()
    return made


def keep_event(tx: Tx, case: UUID, event: CaseEvent) -> None:
    """Put a step of handling behind those the case has."""
    event.case, event.position = case, len(records.children(tx.session, CaseEvent, case)) + 1
    tx.add(event)
    tx.session.flush()


def keep_sheets(tx: Tx, about: Any, kind: str, sheets: int | None) -> None:
    """The handwritten record of a talk or an inquiry is a paper of the file, counted by pages."""
    kept = records.children(tx.session, CasePaper, about.case)
    paper = next((one for one in kept if (one.kind, one.subject) == (kind, about.id)), None)
    if sheets is None:
        if paper is not None and paper.only_paper:
            tx.bin(paper)
        return
    if sheets < 1:
        raise Invalid([Problem("sheets", "手写原件至少有1页")])
    if paper is None:
        paper = CasePaper(case=about.case, position=len(kept) + 1, kind=kind, subject=about.id)
        tx.add(paper)
    paper.only_paper, paper.pages, paper.copy = paper.scan is None, sheets, "original"
    paper.dated = about.held_on
    tx.session.flush()


def name_act(tx: Tx, case: MediationCase) -> None:
    """Journal and undo menu name a case by its number: labels carry no person."""
    tx.detail = f"：{case.number or '未编号'}"


def _entered(tx: Tx, draft: CaseDraft) -> MediationCase:
    """A new case from the form, not accepted."""
    parties = lines.filled(Party, draft.parties)
    case = MediationCase(state="Z10")
    tx.add(case)
    whole = _whole(draft.values, parties, as_found=draft.as_found)
    _write(tx, case, whole, draft.parties, over=draft.as_found)
    return case


def _whole(values: Values, parties: list[Line], *, as_found: bool = False) -> dict[str, Value]:
    """The values with what follows from them, or what is missing as `Invalid`."""
    whole = dict(values)
    if not whole.get("title") and parties:
        whole["title"] = default_title(values, parties)
    sure = suggested_gov(str(whole.get("dispute") or ""))
    if not whole.get("dispute_gov") and len(sure) == 1:
        whole["dispute_gov"] = sure[0]
    ledger = replace(LEDGER, rules=()) if as_found else LEDGER
    found = problems(ledger, whole)
    if found:
        raise Invalid(
            Problem(one.field, "请写主题，或至少填写一名当事人") if one.field == "title" else one
            for one in found
        )
    return whole


def _write(
    tx: Tx, case: MediationCase, values: Values, parties: tuple[Line, ...], *, over: bool = False
) -> None:
    for one in LEDGER.editable():
        if one.key in values:
            setattr(case, one.key, values[one.key])
    grid_validity.follow(tx, LEDGER.name, [case], over=over)
    for key in ("happened_on", "applied_on", "accepted_on"):
        not_later(tx, getattr(case, key), key, LEDGER.field(key).label)
    lines.keep(tx, Party, case.id, parties)


def _admit(tx: Tx, case: MediationCase, on: date, paper: str) -> str:
    not_later(tx, on, "accepted_on", "受理日期")
    case_flow.move(Facts(case), "admit")
    case.accepted_on = on
    case_dates.follow(tx, [case])
    if paper.strip():
        case.number = _taken_over(tx, case, paper)
    number = case.number = case.number or _fresh(tx, case, on.year)
    for agreement in records.children(tx.session, Agreement, case.id):
        agreement.number = agreement.number or number
    tx.on(on)
    name_act(tx, case)
    return number


def _fresh(tx: Tx, case: MediationCase, year: int) -> str:
    """The next number that no file of paper has taken before."""
    while True:
        number = numbers.draw(tx, case.committee, year)
        if _holder(tx.session, number) is None:
            return number


def _taken_over(tx: Tx, case: MediationCase, paper: str) -> str:
    known = checks.parse_case_number(paper)
    number = str(known) if known else paper.strip()
    holder = _holder(tx.session, number)
    if holder is not None:
        raise Invalid([Problem("number", f"卷号“{number}”已用于“{holder}”，请核对纸质卷宗。")])
    numbers.keep_up(tx, case.committee, number)
    return number


def _holder(session: Session, number: str) -> str | None:
    """What the case with this number is called, be it voided or binned; a restricted one is not."""
    numbered = select(MediationCase.id).where(MediationCase.number == number)
    taken = secrecy.counting(session, numbered).scalars().first()
    titled = select(MediationCase.title).where(MediationCase.id == taken)
    if taken is None:
        gone = select(Destruction.id).where(Destruction.number == number)
        return None if session.scalar(gone) is None else "已销毁的案件"
    return session.scalar(titled) or "限制查阅的案件"


def _finish(tx: Tx, case: UUID, how: tuple[str, str], on: date | None) -> None:
    act, reason = how
    found = codes.code_of("end_reason", reason)
    if found is None:
        offered = "、".join(one.name for one in codes.table("end_reason").items)
        raise Invalid([Problem("reason", f"请选一个原因：{offered}")])
    of = records.get(tx.session, MediationCase, case)
    not_later(tx, on, "closed_on", "日期")
    case_flow.move(case_file.facts(tx.session, of), act)
    of.closed_on, of.end_reason, of.suspended_on = on or tx.today, found, None
    tx.on(of.closed_on)
    tx.detail = f"：{of.number or '未编号'} {codes.name_of('end_reason', found)}"


def _short(names: list[str]) -> str:
    return "、".join(names) if len(names) <= _MANY else f"{names[0]}等{len(names)}人"
