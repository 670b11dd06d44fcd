"""What is due, what is new, what is to be gone through: the matters of a day, by role."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from functools import partial
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from core.records.mediation_case import MediationCase
from core.records.task import Task
from core.records.visit import Visit
from core.rights import Actor, Right
from core.services import (
    absence,
    caseload,
    consents,
    looks,
    owed,
    pending,
    settings,
    task,
    visits,
    weekly,
)
from core.services.agenda import review
from core.services.agenda.sitting import since_last_meeting
from core.services.figures import Period, week_of
from core.services.owed import Owed
from core.services.pending import Item
from core.settings import WEEK_DUE
from core.workdays import Calendar

_DAY = timedelta(days=1)
_MONTH = 30
_LONG_HOLIDAY = 5
_WAGES = "10"
_CASE = MediationCase.__tablename__


def weekly_due(session: Session, _actor: Actor, day: date, calendar: Calendar) -> Owed:
    """The weekly sheet, due on the first working day after the report week has ended."""
    week = weekly.last_week(session, day)
    if pending.shifted(calendar, week.until + _DAY) != day:
        return Owed()
    hour = settings.value(session, WEEK_DUE)
    return Owed([Item(f"周报（{week.span}）", f"{hour}前报出", "weekly", days_late=0)])


def looks_unread(session: Session, actor: Actor, day: date, _calendar: Calendar) -> Owed:
    """Last week's register of looks, for who answers for the station, until it has been read."""
    count = looks.unread(session, actor.id, day) if actor.may(Right.MANAGE) else 0
    item = Item(f"查看登记（上周{count}次）", "请过目", "looks")
    return Owed([item] if count else [])


def due(session: Session, _actor: Actor, day: date, _calendar: Calendar) -> Owed:
    """Tasks, cases and performance items that are due on `day` or overdue."""
    return owed.joined(
        owed.tasks(session, day, pending.unclosed(day, day)),
        owed.cases(session, day, pending.dated(day, day)),
        owed.performances(session, day, day),
    )


def unconfirmed(session: Session, actor: Actor, _day: date, _calendar: Calendar) -> Owed:
    """What was recorded on the person's own word and waits to be confirmed."""
    return Owed(consents.waiting(session, actor))


def visits_due(session: Session, _actor: Actor, day: date, _calendar: Calendar) -> Owed:
    """Visits a unit sees to that are due on `day` or overdue; a person's are among his tasks."""
    return owed.visits(session, day, day)


def callers(session: Session, _actor: Actor, day: date, calendar: Calendar) -> Owed:
    """How many visits and calls there were since the last meeting, and how many heads."""
    since = since_last_meeting(day, calendar)
    told = visits.batches(session, since.since, since.until)
    listed = partial(_given, told.batches.ids)
    line = Item("来访来电", told.text, Visit.__tablename__, listed=listed)
    return Owed([line] if told.batches.value else [])


def news(session: Session, _actor: Actor, day: date, calendar: Calendar) -> Owed:
    """What was accepted and closed since the last meeting."""
    period = since_last_meeting(day, calendar)
    parts = []
    for word, query in review.news(period):
        found, more = owed.first(session, query)
        parts.append(Owed([review.told(word, case) for (case,) in found], more))
    return owed.joined(*parts)


def matters(session: Session, _actor: Actor, day: date, calendar: Calendar) -> Owed:
    """What blows up when it is left: overdue or due in three days, wages before long holidays."""
    last, _ = pending.near(calendar, day)
    dated = owed.cases(session, day, pending.dated(day, last))
    known = {item.id for item in dated.items}
    wages = [one for one in _wages(session, day, calendar) if one.id not in known]
    promised = owed.performances(session, day, last)
    return owed.joined(dated, promised, owed.visits(session, day, last), Owed(wages))


def _wages(session: Session, day: date, calendar: Calendar) -> Iterator[Item]:
    """Open disputes about wages in the month before people travel home."""
    begins = _long_holiday(calendar, day)
    if begins is not None:
        open_wages = (MediationCase.dispute == _WAGES, caseload.unsettled_on(day))
        query = select(MediationCase).where(*caseload.COUNTS, *open_wages)
        for case in session.scalars(query.order_by(MediationCase.accepted_on).limit(owed.MOST)):
            note = f"欠薪，{pending.day_words(begins)}放假前要有着落"
            yield Item(case.title, note, _CASE, case.id, owner=case.mediator)


def _long_holiday(calendar: Calendar, day: date) -> date | None:
    """When the next long holiday begins, if that is within a month."""
    days = (day + _DAY * n for n in range(1, _MONTH + 1))
    run = range(_LONG_HOLIDAY)
    return next(
        (one for one in days if all(one + _DAY * n in calendar.holidays for n in run)), None
    )


def open_tasks(session: Session, _actor: Actor, day: date, _calendar: Calendar) -> Owed:
    """Every task not closed, however old."""
    return owed.tasks(session, day, pending.unclosed(day))


def this_week(session: Session, _actor: Actor, day: date, _calendar: Calendar) -> Owed:
    """The numbers of the report week so far, each leading to its records."""
    week = week_of(day, weekly.week_start(session))
    so_far = Period(week.since, day)
    counted = (
        ("本周受理", caseload.accepted_in(so_far)),
        ("本周办结", caseload.closed_in(so_far)),
        ("在办", caseload.open_on(day)),
        ("已超期", caseload.overdue_on(day)),
    )
    lines = [_number(word, f"{caseload.count(session, of)} 件", of) for word, of in counted]
    rate = caseload.closing_share(session, so_far)
    lines.append(_number("到期的已调结或办结", rate.text, caseload.due_in(so_far)))
    on_time = task.on_time_rate(session, so_far.since, so_far.until)
    tasks = partial(_given, on_time.ids)
    lines.append(Item("到期的交办按时完成", on_time.text, Task.__tablename__, listed=tasks))
    return Owed(lines)


def _number(word: str, text: str, of: caseload.Condition) -> Item:
    return Item(word, text, _CASE, listed=caseload.identities(of))


def _given(ids: Sequence[UUID], _session: Session) -> Sequence[UUID]:
    return ids


def own_terms(session: Session, actor: Actor, day: date, calendar: Calendar) -> Owed:
    """A mediator's own cases and tasks that are overdue or due within three working days."""
    last, _ = pending.near(calendar, day)
    cases = pending.dated(day, last).where(owed.own(actor, MediationCase.mediator))
    others = absence.stood_for(absence.away(session, day), actor.hands)
    mine = or_(owed.own(actor, Task.owner), Task.owner.in_(others))
    tasks = pending.unclosed(day, last).where(mine)
    return owed.joined(owed.cases(session, day, cases), owed.tasks(session, day, tasks))


def own_promises(session: Session, actor: Actor, day: date, calendar: Calendar) -> Owed:
    """What is promised in a mediator's own cases, overdue or due within three working days."""
    last, _ = pending.near(calendar, day)
    return owed.performances(session, day, last, owed.own(actor, MediationCase.mediator))
