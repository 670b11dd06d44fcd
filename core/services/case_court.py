"""Judicial confirmation (司法确认): decided, applied for, ruled on (`domain/mediation.md` §5)."""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from uuid import UUID

from sqlalchemy.orm import Session

from core import workdays
from core.errors import Invalid
from core.records.mediation_case import Agreement, Confirmation, MediationCase
from core.rights import Right
from core.services import case_file, case_flow, records, settings
from core.services.mediation import name_act, not_later
from core.settings import CONFIRMATION_DAYS
from core.station import Tx, operation
from core.workdays import Calendar

_RULINGS = {"C4": "court_confirms", "C5": "court_refuses", "C7": "court_withdrawn"}


@dataclass(frozen=True, slots=True)
class Ruling:
    """How the court decided (C4, C5 or C7), when, and its number."""

    state: str
    on: date | None = None
    number: str = ""
    note: str = ""


def due(session: Session, effective: date) -> date:
    """The natural last day to apply: 30 days from the day the agreement took effect."""
    return effective + timedelta(settings.whole(session, CONFIRMATION_DAYS))


def last_day(natural: date, calendar: Calendar) -> date:
    """The last day moved past days off; the natural one where the year's table is missing."""
    try:
        return calendar.shifted(natural)
    except Invalid:
        return natural


def follow(tx: Tx, case: MediationCase, agreement: Agreement) -> None:
    """Start the clock when all signatures and the seal are there, and only then."""
    found = _of(tx, case.id)
    if agreement.effective_on is None or agreement.form != "written":
        if found is not None:
            found.due = None
        return
    if found is None:
        found = Confirmation(case=case.id, state="C0")
        tx.add(found)
    found.due = due(tx.session, agreement.effective_on)


@operation("不申请司法确认", needs=Right.MEDIATE)
def skip_court(tx: Tx, case: UUID) -> None:
    """The parties do not want the court to confirm."""
    _moved(tx, case, "skip_court", tx.today)


@operation("准备申请司法确认", needs=Right.MEDIATE)
def plan_court(tx: Tx, case: UUID) -> None:
    """The parties want the court to confirm."""
    _moved(tx, case, "plan_court", tx.today)


@operation("申请司法确认", needs=Right.MEDIATE)
def apply_to_court(
    tx: Tx, case: UUID, court: str, on: date | None = None, *, jointly: bool = False
) -> None:
    """Both sides applied together, in time."""
    found = _begun(tx, case)
    found.applied_on, found.court = on or tx.today, court.strip() or None
    found.joint = "yes" if jointly else found.joint
    _moved(tx, case, "apply_to_court", found.applied_on)


@operation("法院受理", needs=Right.MEDIATE)
def court_takes(tx: Tx, case: UUID, on: date | None = None, number: str = "") -> None:
    """The court took the application."""
    found = _begun(tx, case)
    found.taken_on, found.court_number = on or tx.today, number.strip() or found.court_number
    _moved(tx, case, "court_takes", found.taken_on)


@operation("登记法院裁定", needs=Right.MEDIATE)
def court_rules(tx: Tx, case: UUID, ruling: Ruling) -> None:
    """The court confirmed, refused, or let the application be taken back."""
    if ruling.state not in _RULINGS:
        raise Invalid("请选裁定有效、不予受理或驳回、已撤回申请中的一项。")
    found = _begun(tx, case)
    found.ruled_on = ruling.on or tx.today
    found.court_number = ruling.number.strip() or found.court_number
    found.note = ruling.note.strip() or found.note
    _moved(tx, case, _RULINGS[ruling.state], found.ruled_on)


def _of(tx: Tx, case: UUID) -> Confirmation | None:
    return next(iter(records.children(tx.session, Confirmation, case)), None)


def _begun(tx: Tx, case: UUID) -> Confirmation:
    found = _of(tx, case)
    if found is None:
        found = Confirmation(case=case, state="C0")
        tx.add(found)
        tx.session.flush()
    return found


def _moved(tx: Tx, case: UUID, operation: str, day: date) -> None:
    not_later(tx, day, "on", "日期")
    found = _begun(tx, case)
    of = records.get(tx.session, MediationCase, case)
    last = last_day(found.due, workdays.known()) if found.due else None
    facts = replace(case_file.facts(tx.session, of), day=day, last=last)
    case_flow.move_court(facts, operation)
    tx.on(day)
    name_act(tx, of)
