"""What the desk shows: what is owed today, then five figures, twelve months and the kinds.

A later module takes part by adding one function to `TODO_SOURCES`; groups of one title are joined.
Matters are listed, never people or grids in an order of merit.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import compress
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from core.records.mediation_case import MediationCase, Party
from core.records.meeting import Attendance, Meeting
from core.records.user import User
from core.rights import Actor, Right
from core.services import (
    caseload,
    consents,
    looks,
    meeting,
    pending,
    retention,
    settings,
    weekly,
)
from core.services.figures import Figure, Period, counted, month_of, months_before
from core.services.pending import Item, day_words
from core.settings import WEEK_DUE
from core.workdays import Calendar

REPORTS = "今天要报"
DUE = "今日到期·超期"
INCOMPLETE = "待补全"
RETENTION = "保管期满待鉴定"
MOST = 100

_DAY = timedelta(days=1)
_BARE = ("Z11", "Z12", "Z90")
_BEFORE_ACCEPTANCE = ("Z00", "Z10", "Z11", "Z12")
_LACKING = ("纠纷类型", "当事人", "受理日期")


@dataclass(frozen=True, slots=True)
class Todo:
    """One thing owed; `mine` where it is in the acting person's own hands."""

    item: Item
    mine: bool = False


@dataclass(frozen=True, slots=True)
class Group:
    """One column of the desk: its first things, and how many there are."""

    title: str
    todos: tuple[Todo, ...]
    total: int


@dataclass(frozen=True, slots=True)
class Card:
    """One figure with its caption and one line of meaning; a click lists `figure.ids`."""

    key: str
    caption: str
    figure: Figure
    meaning: str
    table: str = "mediation_case"


@dataclass(frozen=True, slots=True)
class Month:
    """What was accepted and closed in one month."""

    period: Period
    accepted: Figure
    closed: Figure


@dataclass(frozen=True, slots=True)
class Desk:
    """Everything on the desk; `kinds` are this year's accepted cases, largest kind first."""

    groups: tuple[Group, ...]
    cards: tuple[Card, ...]
    months: tuple[Month, ...]
    kinds: tuple[tuple[str, Figure], ...]


@dataclass(frozen=True, slots=True)
class Owed:
    """What one source says is owed, under the title of its group."""

    title: str
    items: tuple[Item, ...]


Source = Callable[[Session, Actor, date, Calendar], Owed]


def today(session: Session, actor: Actor, day: date, calendar: Calendar) -> Desk:
    """The desk of one person on one day."""
    return Desk(
        todo(session, actor, day, calendar),
        tuple(_cards(session, day, calendar)),
        tuple(_months(session, day)),
        tuple(caseload.accepted_by_kind(session, Period(day.replace(month=1, day=1), day))),
    )


def todo(session: Session, actor: Actor, day: date, calendar: Calendar) -> tuple[Group, ...]:
    """What is owed on `day`, group by group, the most urgent first."""
    found: dict[str, list[Item]] = {}
    for source in TODO_SOURCES:
        owed = source(session, actor, day, calendar)
        found.setdefault(owed.title, []).extend(owed.items)
    own = session.scalars(select(User.staff).where(User.id == actor.id)).first()
    return tuple(_group(title, items, own) for title, items in found.items())


def _group(title: str, items: list[Item], own: UUID | None) -> Group:
    listed = pending.urgent_first(items)[:MOST]
    todos = tuple(Todo(item, own is not None and item.owner == own) for item in listed)
    return Group(title, todos, len(items))


def weekly_due(session: Session, _actor: Actor, day: date, calendar: Calendar) -> Owed:
    """The weekly sheet, due on the first working day after the report week has ended."""
    week = weekly.last_week(session, day)
    if pending.shifted(calendar, week.until + _DAY) != day:
        return Owed(REPORTS, ())
    hour = settings.value(session, WEEK_DUE)
    return Owed(REPORTS, (Item(f"周报（{week.span}）", f"{hour}前报出", "weekly", days_late=0),))


def looks_unread(session: Session, actor: Actor, day: date, _calendar: Calendar) -> Owed:
    """Last week's register of looks, for who answers for the station, until it has been read."""
    count = looks.unread(session, actor.id, day) if actor.may(Right.MANAGE) else 0
    item = Item(f"查看登记（上周{count}次）", "请过目", "looks")
    return Owed(REPORTS, (item,) if count else ())


def due(session: Session, _actor: Actor, day: date, _calendar: Calendar) -> Owed:
    """Tasks, cases and performance items that are due on `day` or overdue."""
    return Owed(
        DUE,
        (
            *pending.tasks(session, day, day),
            *pending.cases(session, day, day),
            *pending.performances(session, day, day),
        ),
    )


def incomplete_cases(session: Session, _actor: Actor, _day: date, _calendar: Calendar) -> Owed:
    """Cases that lack their kind, their parties or the day of acceptance."""
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
        .order_by(case.id)
    )
    found = []
    for one, title, mediator, *lacks in session.execute(query):
        missing = "、".join(compress(_LACKING, lacks))
        found.append(Item(title, f"缺{missing}", case.__tablename__, one, owner=mediator))
    return Owed(INCOMPLETE, tuple(found))


def missing_reasons(session: Session, _actor: Actor, day: date, _calendar: Calendar) -> Owed:
    """Meetings with people absent for no known reason."""
    query = (
        select(Meeting)
        .join(Attendance, Attendance.meeting == Meeting.id)
        .where(Meeting.binned.is_(None), Meeting.held_on <= day, Attendance.binned.is_(None))
        .where(Attendance.state.not_in(meeting.PRESENT), Attendance.reason.is_(None))
        .order_by(Meeting.held_on, Meeting.id)
        .distinct()
    )
    items = (_reasons(session, one) for one in session.scalars(query))
    return Owed(INCOMPLETE, tuple(items))


def _reasons(session: Session, one: Meeting) -> Item:
    absent = meeting.roll(session, one.id).absent
    names = "、".join(person.name for person in absent if not person.reason)
    return Item(f"{one.title}：{names}", "未到原因待补", "meeting", one.id, owner=one.recorder)


def unconfirmed(session: Session, actor: Actor, _day: date, _calendar: Calendar) -> Owed:
    """What was recorded on the person's own word and waits to be confirmed."""
    return Owed(INCOMPLETE, tuple(consents.waiting(session, actor)))


def retention_over(session: Session, actor: Actor, day: date, _calendar: Calendar) -> Owed:
    """Closed cases kept long enough, as one quiet line: somebody judges them, nothing goes."""
    found = retention.over(session, day) if actor.may(Right.MEDIATE) else ()
    table = MediationCase.__tablename__
    line = Item(f"{RETENTION} {len(found)} 件", "只提醒，不自动销毁", table, ids=found)
    return Owed(INCOMPLETE, (line,) if found else ())


TODO_SOURCES: tuple[Source, ...] = (
    weekly_due,
    looks_unread,
    due,
    unconfirmed,
    incomplete_cases,
    missing_reasons,
    retention_over,
)


def _cards(session: Session, day: date, calendar: Calendar) -> Iterator[Card]:
    last, near = pending.near(calendar, day)
    waiting = caseload.figure(session, caseload.waiting())
    yield Card("waiting", "待受理", waiting, "已登记，未受理")
    working = caseload.figure(session, caseload.open_on(day))
    yield Card("open", "办理中", working, "已受理，未办结")
    soon = counted(_due_from(session, day, last))
    yield Card("near", "临期", soon, f"{near}（至{day_words(last)}）")
    overdue = caseload.figure(session, caseload.overdue_on(day))
    yield Card("overdue", "已超期", overdue, "需说明原因" if overdue.ids else "没有超期")
    month = replace(month_of(day), until=day)
    closing = caseload.closing_rate(session, month)
    yield Card("due_closed_rate", "本月应结办结率", closing, f"{month.span}到期的，已调结或办结")


def _due_from(session: Session, day: date, last: date) -> list[UUID]:
    """The cases due from `day` to `last`; those overdue are counted apart."""
    near = caseload.cases(session, caseload.due_by(day, last), MediationCase.due >= day)
    return [case.id for case in near]


def _months(session: Session, day: date) -> Iterator[Month]:
    periods = months_before(day)
    span = Period(periods[0].since, periods[-1].until)
    accepted = caseload.by_month(
        session, caseload.accepted_in(span), column=MediationCase.accepted_on
    )
    closed = caseload.by_month(session, caseload.closed_in(span), column=MediationCase.closed_on)
    for one in periods:
        month = (one.since.year, one.since.month)
        yield Month(one, counted(accepted.get(month, ())), counted(closed.get(month, ())))
