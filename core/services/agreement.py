"""From being agreed to being performed: agreements, their signatures, what was promised."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from uuid import UUID

from core.errors import Conflict, Invalid, Problem
from core.records.mediation_case import Agreement, MediationCase, Party, Performance
from core.rights import Right
from core.services import case_court, case_file, case_flow, lines, records
from core.services.case_guards import Facts
from core.services.lines import Line
from core.services.mediation import name_act, not_later
from core.station import Tx, operation

_ORAL = "oral"
_NUMBERED = re.compile(
    r"\s*(?:\d{1,2}[、..](?!\d)|[一二三四五六七八九十]{1,3}、|[((]\d{1,2}[))])\s*"
)


@dataclass(frozen=True, slots=True)
class AgreementDraft:
    """What was agreed, as the form hands it down; `items` are performances, one a line.

    `seen` is the `stamp` of what the form was opened on; none where nothing was looked at.
    """

    form: str = "written"
    facts: str = ""
    clauses: tuple[str, ...] = ()
    copies: int | None = None
    amount: Decimal | None = None
    signed_on: date | None = None
    items: tuple[Line, ...] = ()
    seen: int | None = None


@dataclass(frozen=True, slots=True)
class Signed:
    """When each of the three came that put an agreement in force; empty means the common day.

    The recorder signs too; his day puts nothing in force.
    """

    parties_on: date | None = None
    mediator_on: date | None = None
    sealed_on: date | None = None
    recorder_on: date | None = None


@dataclass(frozen=True, slots=True)
class Agreed:
    """The kept agreement, and what should be looked at again; hints bar nothing."""

    id: UUID
    hints: tuple[Problem, ...]


def stamp(agreement: Agreement | None, items: Iterable[Performance]) -> int:
    """A number that grows with every change of an agreement or of what was promised."""
    return sum(one.version for one in (agreement, *items) if one is not None)


@operation("达成协议", needs=Right.MEDIATE)
def agree(tx: Tx, case: UUID, draft: AgreementDraft) -> Agreed:
    """Keep what the parties agreed; an oral agreement is in force at once."""
    of = records.get(tx.session, MediationCase, case)
    not_later(tx, draft.signed_on, "signed_on", "签订日期")
    _refuse_overtaken(case_file.facts(tx.session, of), draft)
    parties = records.children(tx.session, Party, case)
    items = tuple(lines.keep(tx, Performance, case, draft.items))
    agreement = written(tx, of, draft)
    agreement.amount = total(items) if draft.amount is None else draft.amount
    if draft.copies is None and draft.form != _ORAL:
        agreement.copies = len(parties) + 1
    whole = replace(case_file.facts(tx.session, of), agreement=agreement, items=items)
    case_flow.move(whole, "agree")
    if draft.form == _ORAL:
        tx.final = True
        _put_in_force(whole, agreement.signed_on or tx.today)
    tx.on(draft.signed_on)
    name_act(tx, of)
    return Agreed(agreement.id, tuple(hints(whole, len(parties))))


@operation("协议生效", needs=Right.MEDIATE, final=True)
def sign(tx: Tx, case: UUID, on: date | None = None, signed: Signed = Signed()) -> date:
    """Everybody has signed and the seal is set, on one day or on days of their own."""
    of = records.get(tx.session, MediationCase, case)
    whole = case_file.facts(tx.session, of)
    agreement = whole.agreement
    if agreement is None:
        raise Invalid("还没有协议，请先填写协议内容。")
    common = on or agreement.signed_on or tx.today
    agreement.parties_signed_on = signed.parties_on or common
    agreement.mediator_signed_on = signed.mediator_on or common
    agreement.sealed_on = signed.sealed_on or common
    agreement.recorder_signed_on = signed.recorder_on or common
    dates = (agreement.parties_signed_on, agreement.mediator_signed_on, agreement.sealed_on)
    not_later(tx, max(dates), "sealed_on", "签名盖章日期")
    agreement.signed_on = agreement.signed_on or agreement.parties_signed_on
    case_flow.move(whole, "sign")
    _put_in_force(whole, max(dates))
    case_court.follow(tx, of, agreement)
    tx.on(max(dates))
    name_act(tx, of)
    return max(dates)


@operation("登记履行", needs=Right.MEDIATE)
def perform_item(tx: Tx, item: UUID, done_on: date | None = None, proof: str = "") -> str:
    """One promise was kept; return the state the case is in then."""
    kept = records.get(tx.session, Performance, item)
    of = records.get(tx.session, MediationCase, kept.case)
    not_later(tx, done_on, "done_on", "履行日期")
    kept.done_on, kept.proof = done_on or tx.today, proof.strip() or kept.proof
    whole = case_file.facts(tx.session, of)
    label = case_flow.move(whole, "perform_item").label
    _close_when_done(whole)
    tx.on(kept.done_on)
    tx.detail = f"：{of.number or '未编号'} {label}"
    return of.state or ""


@operation("登记部分履行", needs=Right.MEDIATE)
def perform_part(
    tx: Tx,
    item: UUID,
    paid: Decimal | None = None,
    outcome: str = "partial",
    on: date | None = None,
) -> None:
    """A promise was kept in part; it stays open."""
    kept = records.get(tx.session, Performance, item)
    of = records.get(tx.session, MediationCase, kept.case)
    case_flow.refuse_laid_aside(of)
    not_later(tx, on, "on", "日期")
    kept.paid, kept.outcome = paid if paid is not None else kept.paid, outcome
    tx.on(on)
    name_act(tx, of)


@operation("改签书面协议", needs=Right.MEDIATE)
def put_in_writing(tx: Tx, case: UUID) -> None:
    """An oral agreement becomes a written one, in force when it is signed and sealed."""
    of = records.get(tx.session, MediationCase, case)
    whole = case_file.facts(tx.session, of)
    case_flow.move(whole, "put_in_writing")
    agreement = whole.agreement
    assert agreement is not None
    agreement.form, agreement.effective_on, of.closed_on = "written", None, None
    agreement.copies = agreement.copies or len(records.children(tx.session, Party, case)) + 1
    name_act(tx, of)


def hints(whole: Facts, parties: int) -> Iterator[Problem]:
    """What a reviewer would ask about: periods, ways, sums, copies (§6.2 E03–E12)."""
    agreement, case = whole.agreement, whole.case
    if agreement is None:
        return
    for n, item in enumerate(whole.items):
        yield from _item_hints(n, item, agreement)
    summed = total(whole.items)
    if summed is not None and agreement.amount != summed:
        yield Problem(
            "amount", f"履行事项合计{summed:f}元，协议金额{agreement.amount or 0:f}元，请核对"
        )
    if agreement.copies is not None and 0 < agreement.copies < parties + 1:
        yield Problem("copies", f"份数少于{parties + 1}份（当事人各一份，调委会留存一份）")
    if not agreement.clauses:
        yield Problem("clauses", "还没有写协议内容")
    if agreement.signed_on and case.accepted_on and agreement.signed_on < case.accepted_on:
        yield Problem("signed_on", "签订日期早于受理日期，请核对")


def clauses(agreement: Agreement) -> tuple[str, ...]:
    """The articles one by one, without numbers of their own."""
    return tuple((agreement.clauses or "").splitlines())


def _item_hints(n: int, item: Performance, agreement: Agreement) -> Iterator[Problem]:
    place = f"{Performance.__tablename__}.{n}."
    if item.due is None:
        yield Problem(place + "due", f"第{n + 1}项没有写履行期限")
    elif agreement.signed_on and item.due < agreement.signed_on:
        yield Problem(place + "due", f"第{n + 1}项的期限早于签订日期，请核对")
    if not item.way:
        yield Problem(place + "way", f"第{n + 1}项没有写履行方式")


def _refuse_overtaken(whole: Facts, draft: AgreementDraft) -> None:
    if draft.seen not in {None, stamp(whole.agreement, whole.items)}:
        raise Conflict(
            "这份协议刚被别人改过，没有保存。您填的内容还在，会留作草稿："
            "请返回案件核对别人改了什么，再打开协议接着改。"
        )


def written(tx: Tx, case: MediationCase, draft: AgreementDraft) -> Agreement:
    """The one agreement of the case, new or changed."""
    kept = case_file.facts(tx.session, case).agreement
    agreement = kept or Agreement(case=case.id)
    if kept is None:
        tx.add(agreement)
    agreement.number, agreement.form = case.number, draft.form
    agreement.facts = draft.facts.strip() or None
    articles = [_NUMBERED.sub("", " ".join(one.split()), count=1) for one in draft.clauses]
    agreement.clauses = "\n".join(filter(None, articles)) or None
    agreement.copies, agreement.signed_on = draft.copies, draft.signed_on
    return agreement


def _put_in_force(whole: Facts, day: date) -> None:
    assert whole.agreement is not None
    whole.agreement.effective_on = day
    _close_when_done(whole)


def _close_when_done(whole: Facts) -> None:
    """A case is closed on the day the last promise was kept; without promises, when in force."""
    done = [one.done_on for one in whole.items]
    if whole.agreement is not None and whole.agreement.effective_on and all(done):
        kept = [day for day in done if day is not None]
        whole.case.closed_on = max([whole.agreement.effective_on, *kept])


def total(items: tuple[Performance, ...]) -> Decimal | None:
    """What the promises add up to; none where no money is promised."""
    paid = [one.amount for one in items if one.amount]
    return sum(paid, Decimal()) if paid else None
