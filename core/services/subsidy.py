"""Per-case subsidies (以案定补, §7): who is paid how much for which case, in one period only.

Off until the station turns it on. A share nobody stated, a mediator nobody asked about public
office, a changed grade without its reason: each keeps a case out until it is put right.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from core import codes
from core.errors import Invalid
from core.records.mediation_case import CoMediator, MediationCase
from core.records.staff import Staff
from core.records.subsidy import SubsidyBatch, SubsidyLine
from core.rights import Right
from core.services import case_counts, caseload, records, register_rows, settings
from core.services.case_counts import CaseCount
from core.services.figures import Period
from core.services.register_rows import Whole
from core.settings import SUBSIDY, SUBSIDY_PERFORMED, SUBSIDY_RATES
from core.station import Tx, operation

WHOLE = Decimal(100)
_CENT = Decimal("0.01")
_MAIN_LEAST = Decimal(0)


@dataclass(frozen=True, slots=True)
class Payee:
    """One mediator of a case: his share in per cent, and the amount."""

    staff: UUID
    name: str
    share: Decimal
    amount: Decimal
    unpaid: str | None = None


@dataclass(frozen=True, slots=True)
class Claim:
    """One case as it stands in the application; `problems` keep it out."""

    whole: Whole
    count: CaseCount
    rate: Decimal
    payees: tuple[Payee, ...]
    problems: tuple[str, ...] = ()

    @property
    def case(self) -> MediationCase:
        """The case itself."""
        return self.whole.case

    @property
    def amount(self) -> Decimal:
        """What is paid for it to all."""
        return sum((one.amount for one in self.payees), Decimal("0.00"))


@dataclass(frozen=True, slots=True)
class Application:
    """The cases of a period: applied for already where there is a batch; `hidden` are closed."""

    period: Period
    claims: tuple[Claim, ...]
    batch: SubsidyBatch | None = None
    hidden: int = 0

    @property
    def ready(self) -> tuple[Claim, ...]:
        """The cases that may be applied for, or were."""
        return tuple(one for one in self.claims if not one.problems)


def is_on(session: Session) -> bool:
    """Whether this station pays by case."""
    return settings.value(session, SUBSIDY) == "on"


def application(session: Session, period: Period, today: date) -> Application:
    """What may be applied for in a period, or what was."""
    batch = _batch(session, period)
    if batch is not None:
        return _applied(session, period, batch, today)
    wanted = caseload.closed_in(period)
    counts = {one.id: one for one in case_counts.read(session, period.until, wanted) if one.success}
    taken = _taken(session, tuple(counts))
    whole = [one for one in register_rows.read(session, today, wanted) if one.case.id in counts]
    unpaid = _unpaid(session)
    rates = _rates(session)
    performed = settings.value(session, SUBSIDY_PERFORMED) == "yes"
    claims = tuple(
        _claim(one, counts[one.case.id], rates, unpaid, needs_done=performed)
        for one in whole
        if one.case.id not in taken
    )
    return Application(period, claims, hidden=len(counts) - len(whole))


def _batch(session: Session, period: Period) -> SubsidyBatch | None:
    query = select(SubsidyBatch).where(
        SubsidyBatch.binned.is_(None),
        SubsidyBatch.since == period.since,
        SubsidyBatch.until == period.until,
    )
    return session.scalars(query).first()


def _lines(session: Session, batch: UUID) -> list[SubsidyLine]:
    query = select(SubsidyLine).where(SubsidyLine.batch == batch, SubsidyLine.binned.is_(None))
    return list(session.scalars(query.order_by(SubsidyLine.id)))


def _taken(session: Session, cases: Sequence[UUID]) -> set[UUID]:
    """The cases that stand in an application already."""
    query = (
        select(SubsidyLine.case)
        .join(SubsidyBatch, SubsidyLine.batch == SubsidyBatch.id)
        .where(SubsidyLine.binned.is_(None), SubsidyBatch.binned.is_(None))
    )
    return set(session.scalars(query)).intersection(cases)


def _unpaid(session: Session) -> dict[UUID, str | None]:
    """Of everybody in the roster, whether he may be paid."""
    return dict(session.execute(select(Staff.id, Staff.unpaid)).tuples().all())


def _rates(session: Session) -> dict[str, Decimal]:
    grades = [one.code for one in codes.table("case_grade").items]
    return {
        grade: settings.decimal(session, one)
        for grade, one in zip(grades, SUBSIDY_RATES, strict=True)
    }


def _claim(
    whole: Whole,
    count: CaseCount,
    rates: Mapping[str, Decimal],
    unpaid: Mapping[UUID, str | None],
    *,
    needs_done: bool,
) -> Claim:
    rate = rates[count.grade]
    problems = [*_problems(whole, count, needs_done=needs_done)]
    people = _people(whole)
    problems += [
        f"请先在花名册里问清{whole.called(one)}是否公职或禁止兼职取酬"
        for one in people
        if unpaid.get(one) is None
    ]
    try:
        shared = shares([one.share for one in whole.all(CoMediator)])
    except Invalid as error:
        return Claim(whole, count, rate, (), (*problems, error.text))
    amounts = split(rate, shared)
    payees = tuple(
        Payee(
            one,
            whole.called(one),
            share,
            Decimal("0.00") if unpaid.get(one) == "yes" else amount,
            unpaid.get(one),
        )
        for one, share, amount in zip(people, shared, amounts, strict=bool(people))
    )
    return Claim(whole, count, rate, payees, tuple(problems))


def _people(whole: Whole) -> list[UUID]:
    """Everybody who mediated, who handles the case first."""
    main = whole.case.mediator
    return [] if main is None else [main, *(one.staff for one in whole.all(CoMediator))]


def _problems(whole: Whole, count: CaseCount, *, needs_done: bool) -> Iterator[str]:
    case = whole.case
    if case.mediator is None:
        yield "没有填调解员"
    if len(set(_people(whole))) < len(_people(whole)):
        yield "同一名调解员写了两次"
    if needs_done and not count.performed:
        yield "还没有履行完毕"
    if case.grade and case.grade != count.ruled and not (case.grade_reason or "").strip():
        name = codes.name_of("case_grade", count.ruled)
        yield f"按规则是“{name}”，改了等级要写定级理由"


def shares(stated: Sequence[Decimal | None]) -> tuple[Decimal, ...]:
    """The shares of all mediators, together 100; who handles the case has what others leave."""
    if any(one is None for one in stated):
        raise Invalid("共同调解员没有填补贴比例")
    others = [Decimal(one) for one in stated if one is not None]
    main = WHOLE - sum(others, Decimal(0))
    if any(one < 0 for one in others) or main < _MAIN_LEAST:
        raise Invalid("共同调解员的补贴比例合计不能超过 100%，也不能小于 0")
    return (main, *others)


def split(rate: Decimal, shared: Sequence[Decimal]) -> tuple[Decimal, ...]:
    """The rate by shares, to the cent; what rounding leaves over is the first one's."""
    others = [(rate * one / WHOLE).quantize(_CENT, ROUND_DOWN) for one in shared[1:]]
    whole = rate.quantize(_CENT, ROUND_HALF_UP)
    return (whole - sum(others, Decimal(0)), *others)


@operation("申报以案定补", needs=Right.SEND)
def apply(tx: Tx, period: Period) -> UUID:
    """Write down what is applied for in a period: every case that nothing keeps out."""
    if not is_on(tx.session):
        raise Invalid("本站没有启用以案定补，请先在设置里打开。")
    found = application(tx.session, period, tx.today)
    if found.batch is not None:
        raise Invalid(f"{_named(period)}已经申报过。要重报，请先撤回这一期的申报。")
    if not found.ready:
        raise Invalid(f"{_named(period)}没有可以申报的案件。")
    batch = SubsidyBatch(
        since=period.since, until=period.until, name=_named(period), made_on=tx.today
    )
    tx.add(batch)
    for claim in found.ready:
        for one in claim.payees:
            tx.add(_line(batch.id, claim, one))
    tx.detail = f"：{_named(period)} {len(found.ready)} 件"
    identity: UUID = batch.id
    return identity


def _line(batch: UUID, claim: Claim, one: Payee) -> SubsidyLine:
    return SubsidyLine(
        batch=batch,
        case=claim.case.id,
        staff=one.staff,
        grade=claim.count.grade,
        rate=claim.rate,
        share=one.share,
        amount=one.amount,
    )


@operation("撤回以案定补申报", needs=Right.SEND)
def withdraw(tx: Tx, batch: UUID) -> None:
    """Take an application back; its cases may be applied for again."""
    found = records.get(tx.session, SubsidyBatch, batch)
    for line in _lines(tx.session, batch):
        tx.bin(line)
    tx.bin(found)
    tx.detail = f"：{found.name}"


def _named(period: Period) -> str:
    return period.name or period.span


def _applied(session: Session, period: Period, batch: SubsidyBatch, today: date) -> Application:
    """What was applied for, as it was: later changes of a case change neither grade nor sum."""
    lines: dict[UUID, list[SubsidyLine]] = {}
    for line in _lines(session, batch.id):
        lines.setdefault(line.case, []).append(line)
    among = MediationCase.id.in_(lines)
    counts = {one.id: one for one in case_counts.read(session, period.until, among)}
    whole = {one.case.id: one for one in register_rows.read(session, today, among)}
    staff = {one.staff for found in lines.values() for one in found}
    people = {one.id: one for one in session.scalars(select(Staff).where(Staff.id.in_(staff)))}
    claims = tuple(
        _kept(whole[case], counts[case], found, people)
        for case, found in lines.items()
        if case in whole
    )
    return Application(period, claims, batch, len(lines) - len(claims))


def _kept(
    whole: Whole, count: CaseCount, lines: Sequence[SubsidyLine], people: Mapping[UUID, Staff]
) -> Claim:
    payees = tuple(
        Payee(one.staff, people[one.staff].name, one.share, one.amount, people[one.staff].unpaid)
        for one in lines
    )
    return Claim(whole, replace(count, grade=lines[0].grade), lines[0].rate, payees)
