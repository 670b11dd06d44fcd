"""What is owed once a case is agreed or ended: the court, the follow-up, the bound file (§4.2)."""

from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from core.records.mediation_case import (
    Agreement,
    Confirmation,
    FollowUp,
    MediationCase,
    Performance,
)
from core.rights import Actor
from core.services import case_court, caseload, owed, pending, settings
from core.services.owed import Owed
from core.services.pending import Item
from core.settings import FILING_DAYS, FOLLOW_UP_DAYS, FOLLOW_UP_ON_SPOT
from core.workdays import Calendar

_CASE = MediationCase.__tablename__
_WARNED = timedelta(10)
_WANTED = "C1"
_SETTLED = ("Z41", "Z42", "Z61", "Z63", "Z50")
_UNFILED = (*_SETTLED, "Z70", "Z80")


def court(session: Session, actor: Actor, day: date, calendar: Calendar) -> Owed:
    """A person's agreements that the parties want confirmed, when the last days have come."""
    return confirmations(session, day, calendar, owed.own(actor, MediationCase.mediator))


def confirmations(
    session: Session, day: date, calendar: Calendar, *wanted: ColumnElement[bool]
) -> Owed:
    """Agreements the parties want confirmed, from ten days before the last day to apply."""
    query = (
        select(MediationCase, Confirmation.due)
        .join(Confirmation, Confirmation.case == MediationCase.id)
        .where(*caseload.COUNTS, Confirmation.binned.is_(None), Confirmation.state == _WANTED)
        .where(Confirmation.due <= day + _WARNED, *wanted)
        .order_by(Confirmation.due, MediationCase.id)
    )
    found, more = owed.first(session, query)
    items = []
    for case, due in found:
        assert due is not None
        last = case_court.last_day(due, calendar)
        late = (day - last).days
        said = f"司法确认：{pending.due_words(last, day)}" if late <= 0 else "司法确认已超过30日"
        items.append(Item(case.title, said, _CASE, case.id, late, case.mediator))
    return Owed(items, more)


def follow_ups(session: Session, actor: Actor, day: date, _calendar: Calendar) -> Owed:
    """A person's cases to follow up."""
    return follow_ups_due(session, day, owed.own(actor, MediationCase.mediator))


def follow_ups_due(session: Session, day: date, *wanted: ColumnElement[bool]) -> Owed:
    """Cases nobody has followed up yet though the days for it are nearly over."""
    usual = settings.whole(session, FOLLOW_UP_DAYS)
    on_spot = settings.whole(session, FOLLOW_UP_ON_SPOT)
    last: ColumnElement[Any] = func.max(Performance.due)
    visited = select(FollowUp.id).where(
        FollowUp.case == MediationCase.id, FollowUp.binned.is_(None)
    )
    query = (
        select(MediationCase, Agreement.effective_on, last)
        .join(Agreement, Agreement.case == MediationCase.id)
        .outerjoin(
            Performance, (Performance.case == MediationCase.id) & Performance.binned.is_(None)
        )
        .where(*caseload.COUNTS, MediationCase.state.in_(_SETTLED), Agreement.binned.is_(None))
        .where(Agreement.effective_on.is_not(None), MediationCase.follow_up_waived.is_(None))
        .where(~visited.exists(), *wanted)
        .where(Agreement.effective_on <= day)
        .group_by(MediationCase.id, Agreement.effective_on)
        .order_by(Agreement.effective_on, MediationCase.id)
    )
    found, more = owed.first(session, query)
    items = []
    for case, effective, ends in found:
        assert effective is not None
        begun: date = max(ends or effective, effective)
        due = begun + timedelta(usual if begun > effective else on_spot)
        if due <= day + timedelta(usual):
            said = f"回访：{pending.due_words(due, day)}"
            items.append(Item(case.title, said, _CASE, case.id, (day - due).days, case.mediator))
    return Owed(items, more)


def filing(session: Session, actor: Actor, day: date, _calendar: Calendar) -> Owed:
    """Closed cases whose file should be bound by now."""
    days = timedelta(settings.whole(session, FILING_DAYS))
    query = (
        select(MediationCase)
        .where(*caseload.COUNTS, MediationCase.state.in_(_UNFILED))
        .where(MediationCase.closed_on <= day - days, owed.own(actor, MediationCase.mediator))
        .order_by(MediationCase.closed_on, MediationCase.id)
    )
    found, more = owed.first(session, query)
    return Owed([_unfiled(one, days, day) for (one,) in found], more)


def _unfiled(case: MediationCase, days: timedelta, day: date) -> Item:
    assert case.closed_on is not None
    due = case.closed_on + days
    said = f"立卷归档：{pending.due_words(due, day)}"
    return Item(case.title, said, _CASE, case.id, (day - due).days, case.mediator)
