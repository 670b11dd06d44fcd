"""What is done with a case beside talks and agreement: delays, follow-ups, filing (§4.4)."""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from uuid import UUID

from core.errors import Invalid, Problem
from core.ledger import Values
from core.records.mediation_case import CaseEvent, FollowUp, MediationCase
from core.rights import Right
from core.services import case_dates, case_file, case_flow, records, settings
from core.services.case_guards import Facts
from core.services.mediation import day_of, keep_event, keep_line, name_act, not_later
from core.settings import EXTENSION_DAYS, EXTENSION_MOST, SUSPENSION_STOPS
from core.station import Tx, operation


@dataclass(frozen=True, slots=True)
class Step:
    """One step of handling as a form hands it down: what, on which day, who received it."""

    kind: str = "note"
    on: date | None = None
    text: str = ""
    unit: str = ""
    receiver: str = ""
    until: date | None = None


@operation("转调解", needs=Right.MEDIATE)
def take_up(tx: Tx, case: UUID, on: date | None = None) -> None:
    """A dispute found on a round goes to mediation; it still waits to be accepted."""
    _moved(tx, records.get(tx.session, MediationCase, case), "take_up", on or tx.today)


@operation("延长调解期限", needs=Right.MEDIATE)
def extend(tx: Tx, case: UUID, step: Step, consent: str = "") -> date:
    """Everybody agreed to go on; return the new deadline, the usual days later if none is told."""
    of = records.get(tx.session, MediationCase, case)
    if of.due is None:
        raise Invalid("还没有受理，不用延期。")
    of.consent = consent.strip() or of.consent
    usual = settings.whole(tx.session, EXTENSION_DAYS)
    until = step.until or of.due + timedelta(usual)
    if until <= of.due:
        raise Invalid([Problem("until", f"要延到现在的期限（{of.due}）之后。")])
    before = of.extended_days or 0
    most = settings.whole(tx.session, EXTENSION_MOST) - before
    known = replace(
        case_file.facts(tx.session, of), until=until, last=of.due + timedelta(max(0, most))
    )
    of.extended_days = before + (until - of.due).days
    _moved(tx, of, "extend", _kept(tx, of, replace(step, kind="extend", until=until)), known)
    case_dates.follow(tx, [of])
    return until


@operation("中止调解", needs=Right.MEDIATE)
def suspend(tx: Tx, case: UUID, step: Step) -> None:
    """Mediation cannot go on for now: why, and when it is expected to."""
    of = records.get(tx.session, MediationCase, case)
    missing = [
        Problem(key, text)
        for key, told, text in (
            ("text", step.text.strip(), "请写明中止的原因"),
            ("until", step.until, "请填写预计恢复的日期"),
        )
        if not told
    ]
    if missing:
        raise Invalid(missing)
    of.suspended_on = _kept(tx, of, replace(step, kind="suspend"))
    _moved(tx, of, "suspend", of.suspended_on)


@operation("恢复调解", needs=Right.MEDIATE)
def resume(tx: Tx, case: UUID, on: date | None = None) -> None:
    """Mediation goes on; the days it stood still do not count, unless the setting says so."""
    of = records.get(tx.session, MediationCase, case)
    day = _kept(tx, of, Step("resume", on))
    if of.suspended_on is not None and day < of.suspended_on:
        raise Invalid([Problem("on", "恢复日期早于中止日期，请核对。")])
    _moved(tx, of, "resume", day)
    if of.suspended_on is not None and settings.value(tx.session, SUSPENSION_STOPS) == "yes":
        of.idle_days = (of.idle_days or 0) + (day - of.suspended_on).days
    of.suspended_on = None
    case_dates.follow(tx, [of])


@operation("登记处理记录", needs=Right.MEDIATE)
def record(tx: Tx, case: UUID, step: Step) -> None:
    """Keep a step of handling that moves nothing: a report, a reminder, ways told, a survey."""
    of = records.get(tx.session, MediationCase, case)
    case_flow.refuse_laid_aside(of)
    tx.on(_kept(tx, of, step))
    name_act(tx, of)


@operation("登记履行完毕", needs=Right.MEDIATE)
def settle(tx: Tx, case: UUID, on: date | None = None) -> None:
    """Nothing was left to perform under the agreement."""
    of = records.get(tx.session, MediationCase, case)
    _moved(tx, of, "settle", on or tx.today)
    of.closed_on = of.closed_on or on or tx.today


@operation("登记不履行", needs=Right.MEDIATE)
def give_up(tx: Tx, case: UUID, on: date | None = None, *, told: bool = False) -> None:
    """A promise is refused though due; the parties were told which other ways there are."""
    of = records.get(tx.session, MediationCase, case)
    day = on or tx.today
    if told:
        _kept(tx, of, Step("told", day, "不履行协议，已告知可以走的其他途径"))
    _moved(tx, of, "give_up", day)
    of.closed_on = day


@operation("登记回访", needs=Right.MEDIATE)
def follow_up(tx: Tx, case: UUID, values: Values) -> UUID:
    """Keep one follow-up; the case goes on to 已回访 when a person says so."""
    of = records.get(tx.session, MediationCase, case)
    case_flow.refuse_laid_aside(of)
    day = day_of(tx, values, "done_on", "回访日期")
    made = keep_line(tx, FollowUp, case, {**values, "done_on": day})
    tx.on(day)
    name_act(tx, of)
    return made.id


@operation("转为已回访", needs=Right.MEDIATE)
def confirm_follow_up(tx: Tx, case: UUID, on: date | None = None) -> None:
    """The follow-ups of a case are done."""
    of = records.get(tx.session, MediationCase, case)
    known = case_file.facts(tx.session, of)
    last = max((one.done_on for one in known.follow_ups), default=tx.today)
    _moved(tx, of, "confirm_follow_up", on or last, known)


@operation("免回访", needs=Right.MEDIATE)
def waive_follow_up(tx: Tx, case: UUID, reason: str) -> None:
    """Say why nobody need be visited again."""
    of = records.get(tx.session, MediationCase, case)
    if not reason.strip():
        raise Invalid([Problem("reason", "请写明免回访的原因")])
    of.follow_up_waived = reason.strip()
    name_act(tx, of)


@operation("材料齐，待归档", needs=Right.MEDIATE)
def ready_to_file(tx: Tx, case: UUID, on: date | None = None) -> None:
    """The papers are complete; the file can be bound."""
    of = records.get(tx.session, MediationCase, case)
    day = on or tx.today
    _moved(tx, of, "ready_to_file", day)
    of.closed_on = of.closed_on or day


@operation("重新调解", needs=Right.MEDIATE)
def reopen(tx: Tx, case: UUID, step: Step) -> None:
    """The dispute broke out again after its file was closed."""
    of = records.get(tx.session, MediationCase, case)
    if not step.text.strip():
        raise Invalid([Problem("text", "请写明为什么重新调解")])
    _moved(tx, of, "reopen", _kept(tx, of, replace(step, kind="reopen")))
    of.closed_on = None


def _kept(tx: Tx, of: MediationCase, step: Step) -> date:
    """Keep the step among those of the case; return its day."""
    day = step.on or tx.today
    not_later(tx, day, "on", "日期")
    made = CaseEvent(happened_on=day, kind=step.kind, until=step.until)
    made.text, made.unit = step.text.strip() or None, step.unit.strip() or None
    made.receiver = step.receiver.strip() or None
    keep_event(tx, of.id, made)
    return day


def _moved(
    tx: Tx, of: MediationCase, operation: str, day: date, known: Facts | None = None
) -> None:
    not_later(tx, day, "on", "日期")
    facts = known or case_file.facts(tx.session, of)
    case_flow.move(replace(facts, day=day), operation)
    tx.on(day)
    name_act(tx, of)
