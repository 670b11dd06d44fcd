"""老大难: hard and major cases not settled yet; matters, never people."""

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from core import codes
from core.records.mediation_case import MediationCase
from core.services import caseload, owed, pending
from core.services.agenda.sitting import HARD, Section, Sitting
from core.services.pending import Item, day_words

_GRADES = ("hard", "major")


def matters(session: Session, sitting: Sitting) -> Section:
    """Those that are not pressing already, the oldest first, and what stands still too long."""
    day = sitting.day
    case = MediationCase
    pressing = caseload.due_by(day, sitting.near)
    query = (
        select(case)
        .where(*caseload.COUNTS, caseload.unsettled_on(day), ~pressing)
        .where(or_(case.grade.in_(_GRADES), case.suspended_on.is_not(None)))
        .order_by(case.accepted_on, case.id)
    )
    found, more = owed.first(session, query)
    rest = (Item(f"另有疑难复杂纠纷{more}件"),) if more else ()
    return Section(HARD, (*(_told(one, sitting) for (one,) in found), *rest))


def _told(case: MediationCase, sitting: Sitting) -> Item:
    grade = codes.name_of("case_grade", case.grade) if case.grade in _GRADES else ""
    still = f"{day_words(case.suspended_on)}起中止" if case.suspended_on else ""
    age = f"受理{(sitting.day - case.accepted_on).days}天" if case.accepted_on else ""
    due = pending.due_words(case.due, sitting.day) if not still else ""
    note = "，".join(filter(None, (grade, still, due, age)))
    return Item(case.title, note, "mediation_case", case.id, owner=case.mediator)
