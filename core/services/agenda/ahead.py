"""The look ahead: follow-ups that are due, and what falls due until the next meeting."""

from collections.abc import Iterator

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from core.records.task import Task
from core.services import caseload, owed_after, pending
from core.services.agenda.sitting import Section, Sitting
from core.services.cadence import DAILY
from core.services.figures import Period
from core.services.pending import Item, day_words


def plans(session: Session, sitting: Sitting) -> Section:
    """Follow-ups to make; for longer spans also how much falls due."""
    lines = [] if sitting.kind == DAILY else list(_due(session, sitting))
    found = owed_after.follow_ups_due(session, sitting.day)
    more = [Item(f"另有应回访纠纷{found.more}件")] if found.more else []
    return Section(sitting.plan, (*lines, *pending.urgent_first(found.items), *more))


def _due(session: Session, sitting: Sitting) -> Iterator[Item]:
    span = Period(sitting.day, sitting.ahead)
    until = f"{day_words(sitting.day)}至{day_words(sitting.ahead)}"
    cases = caseload.count(session, caseload.due_in(span), caseload.unsettled_on(sitting.day))
    if cases:
        yield Item(f"到期纠纷{cases}件", until)
    query = pending.unclosed(sitting.day).where(Task.due.between(span.since, span.until))
    tasks = session.scalar(select(func.count()).select_from(query.order_by(None).subquery()))
    if tasks:
        yield Item(f"到期交办{tasks}项", until)
