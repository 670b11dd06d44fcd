"""What is owed: one short function for each kind of matter, told on the desks of some roles.

A source hands out its first matters and how many more there are, so that a desk stays as quick
with a million records as with ten. Matters are listed, never people or grids in order of merit.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from itertools import compress
from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from core.records.mediation_case import Agreement, MediationCase, Party
from core.records.meeting import Attendance, Meeting
from core.records.task import Task
from core.rights import Actor, Right
from core.services import (
    agenda,
    caseload,
    consents,
    looks,
    meeting,
    pending,
    retention,
    settings,
    task,
    weekly,
)
from core.services.figures import Figure, Period, share, week_of
from core.services.pending import Item
from core.settings import WEEK_DUE
from core.workdays import Calendar

T = TypeVar("T", bound=tuple[Any, ...])

MOST, MANY = 100, 1000
RETENTION = "保管期满待鉴定"

_DAY = timedelta(days=1)
_MONTH = 30 * _DAY
_YEAR = 365 * _DAY
_QUARTER = 90 * _DAY
_LONG_HOLIDAY = 5
_BARE = ("Z11", "Z12", "Z90")
_BEFORE_ACCEPTANCE = ("Z00", "Z10", "Z11", "Z12")
_TO_SIGN = "Z40"
_ARCHIVED = "Z90"
_WAGES = "10"
_CASE = MediationCase.__tablename__
_LACKING = ("纠纷类型", "当事人", "受理日期")
_SIGNATURES = ("当事人签名", "调解员签名", "盖章")


@dataclass(frozen=True, slots=True)
class Owed:
    """What one source says is owed: its first matters, and how many more there are."""

    items: Sequence[Item] = ()
    more: int = 0


Find = Callable[[Session, Actor, date, Calendar], Owed]


@dataclass(frozen=True, slots=True)
class Source:
    """One function, the title its matters stand under, and whose desks show them.

    `nothing` is said where nothing is owed; a title without it is there only when something is.
    Sources of one title are joined.
    """

    title: str
    find: Find
    roles: frozenset[str]
    nothing: str = ""


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
    return joined(
        _tasks(session, day, pending.unclosed(day, day)),
        _cases(session, day, pending.dated(day, day)),
        _performances(session, day, day),
    )


def unconfirmed(session: Session, actor: Actor, _day: date, _calendar: Calendar) -> Owed:
    """What was recorded on the person's own word and waits to be confirmed."""
    return Owed(consents.waiting(session, actor))


def unsigned(session: Session, _actor: Actor, _day: date, _calendar: Calendar) -> Owed:
    """Written agreements that are printed and wait for signatures or the seal."""
    query = (
        select(MediationCase, Agreement)
        .join(Agreement, Agreement.case == MediationCase.id)
        .where(*caseload.COUNTS, MediationCase.state == _TO_SIGN, Agreement.binned.is_(None))
        .order_by(Agreement.signed_on, MediationCase.id)
    )
    found, more = _first(session, query)
    return Owed([_unsigned(*pair) for pair in found], more)


def _unsigned(case: MediationCase, agreed: Agreement) -> Item:
    days = (agreed.parties_signed_on, agreed.mediator_signed_on, agreed.sealed_on)
    missing = "、".join(compress(_SIGNATURES, (day is None for day in days)))
    note = f"待签回：缺{missing}" if missing else "签章已齐，待生效"
    return Item(case.title, note, _CASE, case.id, owner=case.mediator)


def incomplete_cases(session: Session, _actor: Actor, day: date, _calendar: Calendar) -> Owed:
    """Cases that lack their kind, their parties or the day of acceptance, old ones left alone."""
    case = MediationCase
    known = select(Party.id).where(Party.case == case.id, Party.binned.is_(None)).exists()
    lacking = (
        case.dispute.is_(None),
        ~known,
        case.accepted_on.is_(None) & case.state.not_in(_BEFORE_ACCEPTANCE),
    )
    query = (
        select(case.id, case.title, case.mediator, *lacking)
        .where(*caseload.COUNTS, case.state.not_in(_BARE), or_(*lacking))
        .where(or_(case.closed_on.is_(None), case.closed_on >= day - _QUARTER))
        .order_by(caseload.late(case.accepted_on), case.id)
    )
    found, more = _first(session, query)
    items = []
    for one, title, mediator, *lacks in found:
        missing = "、".join(compress(_LACKING, lacks))
        items.append(Item(title, f"缺{missing}", _CASE, one, owner=mediator))
    return Owed(items, more)


def missing_reasons(session: Session, _actor: Actor, day: date, _calendar: Calendar) -> Owed:
    """Meetings of the last months with people absent for no known reason."""
    query = (
        select(Meeting)
        .join(Attendance, Attendance.meeting == Meeting.id)
        .where(Meeting.binned.is_(None), Meeting.held_on.between(day - _QUARTER, day))
        .where(Attendance.binned.is_(None))
        .where(Attendance.state.not_in(meeting.PRESENT), Attendance.reason.is_(None))
        .order_by(Meeting.held_on, Meeting.id)
        .distinct()
    )
    return Owed([_reasons(session, one) for one in session.scalars(query)])


def _reasons(session: Session, one: Meeting) -> Item:
    absent = meeting.roll(session, one.id).absent
    names = "、".join(person.name for person in absent if not person.reason)
    return Item(f"{one.title}：{names}", "未到原因待补", "meeting", one.id, owner=one.recorder)


def retention_over(session: Session, actor: Actor, day: date, _calendar: Calendar) -> Owed:
    """Closed cases kept long enough, as one quiet line: somebody judges them, nothing goes."""
    count = retention.count(session, day) if actor.may(Right.MEDIATE) else 0
    listed = partial(retention.over, today=day)
    line = Item(f"{RETENTION} {count} 件", "只提醒，不自动销毁", _CASE, listed=listed)
    return Owed([line] if count else [])


def news(session: Session, _actor: Actor, day: date, calendar: Calendar) -> Owed:
    """What was accepted and closed since the last meeting."""
    period = agenda.since_last_meeting(day, calendar)
    parts = []
    for word, query in agenda.news(period):
        found, more = _first(session, query)
        parts.append(Owed([agenda.told(word, case) for (case,) in found], more))
    return joined(*parts)


def matters(session: Session, _actor: Actor, day: date, calendar: Calendar) -> Owed:
    """What blows up when it is left: overdue or due in three days, wages before long holidays."""
    last, _ = pending.near(calendar, day)
    dated = _cases(session, day, pending.dated(day, last))
    known = {item.id for item in dated.items}
    wages = [one for one in _wages(session, day, calendar) if one.id not in known]
    return joined(dated, _performances(session, day, last), Owed(wages))


def _wages(session: Session, day: date, calendar: Calendar) -> Iterator[Item]:
    """Open disputes about wages in the month before people travel home."""
    begins = _long_holiday(calendar, day)
    if begins is not None:
        open_wages = (MediationCase.dispute == _WAGES, caseload.unsettled_on(day))
        query = select(MediationCase).where(*caseload.COUNTS, *open_wages)
        for case in session.scalars(query.order_by(MediationCase.accepted_on).limit(MOST)):
            note = f"欠薪，{pending.day_words(begins)}放假前要有着落"
            yield Item(case.title, note, _CASE, case.id, owner=case.mediator)


def _long_holiday(calendar: Calendar, day: date) -> date | None:
    """When the next long holiday begins, if that is within a month."""
    days = (day + _DAY * n for n in range(1, _MONTH.days + 1))
    run = range(_LONG_HOLIDAY)
    return next(
        (one for one in days if all(one + _DAY * n in calendar.holidays for n in run)), None
    )


def open_tasks(session: Session, _actor: Actor, day: date, _calendar: Calendar) -> Owed:
    """Every task not closed, however old."""
    return _tasks(session, day, pending.unclosed(day))


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
    rate = due_closed(session, so_far)
    lines.append(_number("本周到期的，已调结或办结", rate.text, caseload.due_in(so_far)))
    on_time = task.on_time_rate(session, so_far.since, so_far.until)
    tasks = partial(_given, on_time.ids)
    lines.append(Item("本周到期的交办，按时完成", on_time.text, Task.__tablename__, listed=tasks))
    return Owed(lines)


def _number(word: str, text: str, of: caseload.Condition) -> Item:
    return Item(word, text, _CASE, listed=caseload.identities(of))


def _given(ids: Sequence[UUID], _session: Session) -> Sequence[UUID]:
    return ids


def due_closed(session: Session, period: Period) -> Figure:
    """应结办结率 of a period, counted only; see `caseload.closing_rate`."""
    due_then = caseload.due_in(period)
    settled = caseload.count(session, due_then, ~caseload.unsettled_on(period.until))
    return share(settled, caseload.count(session, due_then))


def own_terms(session: Session, actor: Actor, day: date, calendar: Calendar) -> Owed:
    """A mediator's own cases and tasks that are overdue or due within three working days."""
    last, _ = pending.near(calendar, day)
    cases = pending.dated(day, last).where(_own(actor, MediationCase.mediator))
    tasks = pending.unclosed(day, last).where(_own(actor, Task.owner))
    return joined(_cases(session, day, cases), _tasks(session, day, tasks))


def own_promises(session: Session, actor: Actor, day: date, calendar: Calendar) -> Owed:
    """What is promised in a mediator's own cases, overdue or due within three working days."""
    last, _ = pending.near(calendar, day)
    return _performances(session, day, last, _own(actor, MediationCase.mediator))


def to_archive(session: Session, actor: Actor, day: date, _calendar: Calendar) -> Owed:
    """Own cases closed within a year whose file has no place on a shelf yet."""
    case = MediationCase
    query = (
        select(case)
        .where(*caseload.COUNTS, case.closed_on.between(day - _YEAR, day))
        .where(case.state != _ARCHIVED, case.box.is_(None), _own(actor, case.mediator))
        .order_by(case.closed_on, case.id)
    )
    found, more = _first(session, query)
    return Owed([_to_archive(one) for (one,) in found], more)


def _to_archive(case: MediationCase) -> Item:
    closed = f"{pending.day_words(case.closed_on)}办结，" if case.closed_on else ""
    return Item(case.title, f"{closed}未填存放位置", _CASE, case.id, owner=case.mediator)


def joined(*parts: Owed) -> Owed:
    """Several kinds of matters under one title."""
    return Owed(
        [item for one in parts for item in one.items],
        sum(one.more for one in parts),
    )


def _own(actor: Actor, column: InstrumentedAttribute[Any]) -> ColumnElement[bool]:
    """In the person's hands, or in nobody's; whoever is not on the roster sees all."""
    own = or_(column.is_(None), column.in_(actor.hands))
    return own if actor.hands else or_(column.is_(None), column.is_not(None))


def _tasks(session: Session, day: date, query: Select[tuple[Task]]) -> Owed:
    found, more = _first(session, query)
    return Owed(pending.told_tasks(session, day, [one for (one,) in found]), more)


def _cases(session: Session, day: date, query: Select[tuple[MediationCase]]) -> Owed:
    found, more = _first(session, query)
    return Owed(pending.told_cases(session, day, [one for (one,) in found]), more)


def _performances(session: Session, day: date, last: date, *wanted: ColumnElement[bool]) -> Owed:
    found, more = _first(session, pending.promised(last).where(*wanted))
    return Owed(pending.told_performances(day, found), more)


def _first(session: Session, query: Select[T]) -> tuple[Sequence[T], int]:
    """The first rows of a query, and how many more it has; beyond `MANY` nobody counts."""
    rows = session.execute(query.limit(MOST)).tuples().all()
    if len(rows) < MOST:
        return rows, 0
    many = query.order_by(None).limit(MANY).subquery()
    return rows, (session.scalar(select(func.count()).select_from(many)) or 0) - MOST
