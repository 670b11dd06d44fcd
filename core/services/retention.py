"""How long a closed case is kept, and which ones are to be judged now; nothing goes by itself.

No law sets the years: a county sets them, and a class 永久 never ends (`domain/mediation.md` §1.3).
"""

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import Session

from core import secrecy
from core.records.mediation_case import MediationCase
from core.services import settings
from core.settings import RETENTION_LONG, RETENTION_SHORT

_YEARS = {"short": RETENTION_SHORT, "long": RETENTION_LONG}


def years(session: Session) -> dict[str, int]:
    """How many years each class is kept; a class that is not named is kept for ever."""
    return {key: int(settings.value(session, one)) for key, one in _YEARS.items()}


def ends(case: Any, kept: Mapping[str, int]) -> date | None:
    """The last day a closed case is kept: whole years after the one in which it was closed."""
    closed, span = case.closed_on, kept.get(case.retention or "")
    return None if closed is None or span is None else date(closed.year + span, 12, 31)


def over(session: Session, today: date) -> tuple[UUID, ...]:
    """The closed cases whose time is over, the oldest first: they wait to be judged."""
    query = select(MediationCase.id).where(_over(session, today))
    listed = query.order_by(MediationCase.closed_on, MediationCase.id)
    return tuple(secrecy.counting(session, listed).scalars())


def count(session: Session, today: date) -> int:
    """How many cases `over` finds."""
    query = select(func.count()).select_from(MediationCase).where(_over(session, today))
    return secrecy.counting(session, query).scalar_one()


def _over(session: Session, today: date) -> ColumnElement[bool]:
    ended = (
        (MediationCase.retention == key) & (MediationCase.closed_on < date(today.year - span, 1, 1))
        for key, span in years(session).items()
    )
    return MediationCase.binned.is_(None) & or_(*ended)
