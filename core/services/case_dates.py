"""The deadline that follows from the day a case was accepted (`domain/mediation.md` §4.2)."""

from collections.abc import Sequence
from datetime import date, timedelta

from sqlalchemy.orm import Session

from core.records.mediation_case import MediationCase
from core.services import settings
from core.settings import MEDIATION_DAYS
from core.station import Tx


def due(session: Session, accepted: date) -> date:
    """Periods begin on the following day: day 30 is acceptance + 30."""
    return accepted + timedelta(int(settings.value(session, MEDIATION_DAYS)))


def follow(tx: Tx, cases: Sequence[MediationCase]) -> None:
    """Keep the deadlines in step with the days of acceptance."""
    for case in cases:
        case.due = due(tx.session, case.accepted_on) if case.accepted_on else None
