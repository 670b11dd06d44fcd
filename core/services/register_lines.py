"""The lines that one case gives to each register (§8)."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from core import codes
from core.records.mediation_case import (
    CaseEvent,
    Confirmation,
    FileLoan,
    FollowUp,
    MediationMeeting,
    Performance,
)
from core.services.figures import Period
from core.services.register_rows import Whole

Cell = str | int | Decimal | date | None
Cells = tuple[Cell, ...]


def _name(table: str, code: str | None) -> str:
    return codes.name_of(table, code) if code else ""


def _agreement_number(whole: Whole) -> str:
    agreement = whole.agreement
    return (agreement.number if agreement else None) or whole.case.number or ""


def accepted(whole: Whole, _period: Period) -> Iterator[Cells]:
    """The line of 人民调解登记簿."""
    case, agreement = whole.case, whole.agreement
    talks = whole.all(MediationMeeting)
    visits = whole.all(FollowUp)
    yield (
        case.accepted_on,
        case.number,
        whole.side("applicant"),
        whole.side("respondent"),
        _name("dispute_kind", case.dispute),
        case.summary,
        _name("case_source", case.source),
        whole.mediators,
        talks[-1].held_on if talks else None,
        _name("mediation_result", talks[-1].result if talks else None),
        _name("agreement_form", agreement.form if agreement else None),
        agreement.number if agreement else None,
        (agreement.amount if agreement else None) or case.amount,
        _performed(whole),
        visits[-1].done_on if visits else None,
        _name("mediation_state", case.state),
    )


def _performed(whole: Whole) -> str:
    """How far the promises of a case are kept, in one word."""
    items = whole.all(Performance)
    if not items:
        return ""
    done = [one for one in items if one.done_on]
    if len(done) == len(items):
        return "已履行"
    today = whole.terms.today
    if any(one.due and one.due < today and not one.done_on for one in items):
        return "逾期未履行"
    return "部分履行" if done else "未到期"


def followed(whole: Whole, _period: Period) -> Iterator[Cells]:
    """Each visit; where there was none yet, the line that asks for it."""
    agreement = whole.agreement
    parties = "、".join(filter(None, (whole.side("applicant"), whole.side("respondent"))))
    head: Cells = (
        _agreement_number(whole),
        parties,
        agreement.signed_on if agreement else None,
        whole.last_due,
        whole.follow_up_due,
    )
    visits = whole.all(FollowUp)
    if not visits and not whole.case.follow_up_waived:
        yield (*head, *(None,) * 7)
    for one in visits:
        yield (
            *head,
            one.done_on,
            _name("follow_up_way", one.way),
            _name("performed", one.performed),
            _name("satisfaction", one.satisfaction),
            _name("answer", one.relapsed),
            one.measures,
            whole.called(one.visitor),
        )


def promised(whole: Whole, _period: Period) -> Iterator[Cells]:
    """A line for each promise."""
    urged = [one for one in whole.all(CaseEvent) if one.kind == "urge"]
    reminded = "、".join(str(one.happened_on) for one in urged)
    for one in whole.all(Performance):
        paid = one.paid if one.paid is not None else (one.amount if one.done_on else None)
        owed = None if one.amount is None else one.amount - (paid or Decimal(0))
        yield (
            _agreement_number(whole),
            one.payer,
            one.receiver,
            one.item,
            one.amount,
            one.due,
            paid,
            owed,
            _standing(one, whole.terms.today),
            reminded,
        )


def _standing(item: Performance, today: date) -> str:
    """Where one promise stands; lateness is read, never written."""
    if item.done_on:
        return "已履行"
    if item.outcome in ("partial", "refused"):
        return _name("performance_state", item.outcome)
    return "逾期未履行" if item.due and item.due < today else "未到期"


def confirmed(whole: Whole, _period: Period) -> Iterator[Cells]:
    """A line for what went to the court."""
    agreement = whole.agreement
    for one in whole.all(Confirmation):
        yield (
            _agreement_number(whole),
            agreement.effective_on if agreement else None,
            one.due,
            one.applied_on,
            one.court,
            one.court_number,
            _name("confirmation_state", one.state),
            one.ruled_on,
        )


def standing_out(whole: Whole, _period: Period) -> Iterator[Cells]:
    """The line of a dispute that stands out."""
    case = whole.case
    handed = [one for one in whole.all(CaseEvent) if one.kind in ("report", "transfer", "urge")]
    yield (
        whole.called(case.committee),
        case.title,
        case.summary,
        whole.mediators,
        case.due,
        _name("mediation_state", case.state),
        "；".join(f"{one.happened_on} {_name('case_event_kind', one.kind)}" for one in handed),
        case.closed_on,
    )


def lent(whole: Whole, period: Period) -> Iterator[Cells]:
    """A line for each loan of the period."""
    for one in whole.all(FileLoan):
        if one.lent_on in period:
            yield (
                whole.case.number,
                whole.case.title,
                one.lent_on,
                one.borrower,
                one.unit,
                one.purpose,
                one.approver,
                one.due,
                one.returned_on,
            )


def kept(whole: Whole, _period: Period) -> Iterator[Cells]:
    """Where the paper file lies."""
    case = whole.case
    out = [one for one in whole.all(FileLoan) if one.returned_on is None]
    yield (
        case.number,
        case.title,
        case.filed_on,
        case.filer,
        _name("retention", case.retention),
        case.pages,
        case.box,
        "借出" if out else "在库",
    )
