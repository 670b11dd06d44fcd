"""The deadline of a case and its scale follow from its facts (`domain/mediation.md` §3.4, §4.2)."""

from collections.abc import Sequence
from datetime import date, timedelta

from sqlalchemy.orm import Session

from core.records.mediation_case import MediationCase
from core.services import settings
from core.settings import GROUP_FROM, MASS_FROM, MEDIATION_DAYS
from core.station import Tx

_SINGLE, _GROUP, _MASS = "01", "02", "03"


def due(session: Session, case: MediationCase) -> date | None:
    """Day 30 is acceptance + 30; later by what was agreed and by the days nothing could be done."""
    if case.accepted_on is None:
        return None
    days = settings.whole(session, MEDIATION_DAYS)
    return case.accepted_on + timedelta(days + (case.extended_days or 0) + (case.idle_days or 0))


def scale(session: Session, people: int | None) -> str | None:
    """Single, group or mass, by heads alone; how serious it is a person judges."""
    if people is None:
        return None
    if people >= settings.whole(session, MASS_FROM):
        return _MASS
    return _GROUP if people >= settings.whole(session, GROUP_FROM) else _SINGLE


def follow(tx: Tx, cases: Sequence[MediationCase]) -> None:
    """Keep deadline and scale in step with the days and heads."""
    for case in cases:
        case.due = due(tx.session, case)
        case.scale = scale(tx.session, case.people)
