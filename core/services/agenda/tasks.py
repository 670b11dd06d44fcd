"""Tasks not closed: none is ever missing from the next agenda, however old."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.records.meeting import Meeting
from core.records.task import Task
from core.services import pending
from core.services.agenda.sitting import RAISED, TASKS, Section, Sitting
from core.services.cadence import BY_HAND, DAILY


def raised(session: Session, sitting: Sitting) -> Section:
    """Tasks postponed so often that the weekly meeting has to see to them."""
    query = pending.unclosed(sitting.day).where(Task.raised_on.is_not(None))
    found = list(session.scalars(query))
    return Section(RAISED, tuple(pending.told_tasks(session, sitting.day, found)))


def carried(session: Session, sitting: Sitting) -> Section:
    """Every task not closed, with its age; a meeting called by hand looks after its own."""
    query = pending.unclosed(sitting.day)
    if sitting.kind in BY_HAND:
        query = query.where(
            Task.meeting.in_(select(Meeting.id).where(Meeting.kind == sitting.kind))
        )
    elif sitting.kind != DAILY:
        query = query.where(Task.raised_on.is_(None))
    found = list(session.scalars(query))
    return Section(TASKS, tuple(pending.told_tasks(session, sitting.day, found)))
