"""What the desk shows: what is owed today, by role; then five figures, twelve months, the kinds.

A later module takes part by adding one `Source` to `TODO_SOURCES`: its function, the title of its
column and the roles whose desk has it. Columns stand in the order in which titles first appear.
Figures are counted here and listed only when somebody opens one.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from core import codes, secrecy
from core.records.mediation_case import MediationCase
from core.records.visit import Visit
from core.rights import VISITOR
from core.services import (
    case_papers,
    caseload,
    owed,
    owed_after,
    owed_papers,
    owed_people,
    owed_station,
    owed_today,
    pending,
    settings,
)
from core.services.figures import Figure, Period, month_of, months_before
from core.services.owed import Owed, Source
from core.services.pending import Item, Listed, day_words
from core.settings import DESK_AS
from core.workdays import Calendar

REPORTS = "今天要报"
DUE = "今日到期·超期"
INCOMPLETE = "待补全·待签回"
NEWS = "昨日新增·办结"
MATTERS = "逐件过的事项"
TASKS = "交办未销号"
WEEK = "本周数"
TERMS = "期限"
TO_SIGN = "待签回"
PROMISES = "履行到期"
TO_ARCHIVE = "待归档"
TO_CONFIRM = "请您确认"
GO_ON = "接着写"
STATION = "今日会议·值班"

CLERKS = frozenset({"clerk", "admin", VISITOR})
CHIEFS = frozenset({"chief"})
MEDIATORS = frozenset({"mediator"})
ALL = CLERKS | CHIEFS | MEDIATORS

TODO_SOURCES: tuple[Source, ...] = (
    Source(REPORTS, owed_today.weekly_due, CLERKS, "今天没有要报的"),
    Source(REPORTS, owed_today.looks_unread, CLERKS),
    Source(DUE, owed_today.due, CLERKS, "没有到期的，也没有超期的"),
    Source(DUE, owed_today.visits_due, CLERKS),
    Source(INCOMPLETE, owed_today.unconfirmed, CLERKS, "没有待补的，也没有待签的"),
    Source(INCOMPLETE, owed_papers.half_typed, CLERKS),
    Source(INCOMPLETE, owed_papers.notes, CLERKS),
    Source(INCOMPLETE, owed_papers.unsigned, CLERKS),
    Source(INCOMPLETE, case_papers.owed_back, CLERKS),
    Source(INCOMPLETE, owed_papers.incomplete_cases, CLERKS),
    Source(INCOMPLETE, owed_papers.missing_reasons, CLERKS),
    Source(INCOMPLETE, owed_papers.retention_over, CLERKS),
    Source(INCOMPLETE, owed_people.leaves_asked, CLERKS),
    Source(INCOMPLETE, owed_people.substitutes, CLERKS),
    Source(INCOMPLETE, owed_people.certificates, CLERKS),
    Source(INCOMPLETE, owed_people.equipment, CLERKS),
    Source(INCOMPLETE, owed_station.off_list, CLERKS),
    Source(NEWS, owed_today.callers, CHIEFS, "昨天没有新增，也没有办结"),
    Source(NEWS, owed_today.news, CHIEFS),
    Source(MATTERS, owed_today.unconfirmed, CHIEFS, "没有要逐件过的"),
    Source(MATTERS, owed_today.looks_unread, CHIEFS),
    Source(MATTERS, owed_today.matters, CHIEFS),
    Source(MATTERS, owed_people.leaves_asked, CHIEFS),
    Source(TASKS, owed_today.open_tasks, CHIEFS, "交办的都销号了"),
    Source(WEEK, owed_today.this_week, CHIEFS, "本周没有数"),
    Source(TERMS, owed_today.own_terms, MEDIATORS, "三天内没有到期的"),
    Source(TERMS, owed_after.court, MEDIATORS),
    Source(TERMS, owed_after.follow_ups, MEDIATORS),
    Source(TO_SIGN, owed_papers.unsigned, MEDIATORS, "没有待签回的文书"),
    Source(TO_SIGN, case_papers.owed_back, MEDIATORS),
    Source(PROMISES, owed_today.own_promises, MEDIATORS, "没有到期的履行事项"),
    Source(TO_ARCHIVE, owed_papers.to_archive, MEDIATORS, "办结的都归了盒"),
    Source(TO_ARCHIVE, owed_after.filing, MEDIATORS),
    Source(TO_CONFIRM, owed_today.unconfirmed, MEDIATORS),
    Source(GO_ON, owed_papers.half_typed, MEDIATORS | CHIEFS),
    Source(STATION, owed_station.every, ALL, "今天没有会议，也没有值班"),
)


@dataclass(frozen=True, slots=True)
class Todo:
    """One thing owed; `mine` where it is in the acting person's own hands."""

    item: Item
    mine: bool = False


@dataclass(frozen=True, slots=True)
class Group:
    """One column of the desk: its first things, how many there are, what is said of none."""

    title: str
    todos: tuple[Todo, ...]
    total: int
    nothing: str = ""


@dataclass(frozen=True, slots=True)
class Card:
    """One figure with its caption and what it counts; `listed` finds its cases."""

    key: str
    caption: str
    figure: Figure
    meaning: str
    listed: Listed = field(compare=False)


@dataclass(frozen=True, slots=True)
class Piece:
    """One point or sector of a chart: how many, and which cases they are."""

    name: str
    value: int
    listed: Listed = field(compare=False)


@dataclass(frozen=True, slots=True)
class Month:
    """What was accepted and closed in one month."""

    period: Period
    accepted: Piece
    closed: Piece


@dataclass(frozen=True, slots=True)
class Desk:
    """Everything on the desk; `kinds` are this year's accepted cases, largest kind first.

    `begun` tells whether any case or visit is registered yet.
    """

    groups: tuple[Group, ...]
    cards: tuple[Card, ...]
    months: tuple[Month, ...]
    kinds: tuple[Piece, ...]
    begun: bool = True


def today(session: Session, day: date, calendar: Calendar) -> Desk:
    """The desk of who asks, on one day."""
    return Desk(
        todo(session, day, calendar),
        tuple(_cards(session, day, calendar)),
        tuple(_months(session, day)),
        tuple(_kinds(session, Period(day.replace(month=1, day=1), day))),
        _begun(session),
    )


def _begun(session: Session) -> bool:
    return caseload.begun(session) or session.scalar(select(Visit.id).limit(1)) is not None


def todo(session: Session, day: date, calendar: Calendar) -> tuple[Group, ...]:
    """What is owed on `day` by who asks, column by column, the most urgent first."""
    actor = secrecy.actor(session)
    assert actor is not None
    chosen = settings.value(session, DESK_AS, actor.id)
    role = actor.role if chosen == DESK_AS.default else chosen
    found: dict[str, list[tuple[Source, Owed]]] = {}
    for source in TODO_SOURCES:
        if role in source.roles:
            told = source.find(session, actor, day, calendar)
            found.setdefault(source.title, []).append((source, told))
    groups = (_group(title, parts, actor.hands) for title, parts in found.items())
    return tuple(one for one in groups if one.total or one.nothing)


def _group(title: str, parts: list[tuple[Source, Owed]], hands: frozenset[UUID]) -> Group:
    whole = owed.joined(*(told for _, told in parts))
    listed = pending.urgent_first(whole.items)[: owed.MOST]
    return Group(
        title,
        tuple(Todo(item, item.owner in hands) for item in listed),
        len(whole.items) + whole.more,
        next((source.nothing for source, _ in parts if source.nothing), ""),
    )


def few(pieces: Sequence[Piece], most: int, rest: str) -> tuple[Piece, ...]:
    """At most so many pieces, the last ones as one, in the order of a chart: the rest last."""
    if len(pieces) <= most:
        return tuple(pieces)
    last = pieces[most - 1 :]

    def listed(session: Session) -> list[UUID]:
        return [one for piece in last for one in piece.listed(session)]

    return (*pieces[: most - 1], Piece(rest, sum(one.value for one in last), listed))


def _cards(session: Session, day: date, calendar: Calendar) -> Iterator[Card]:
    last, near = pending.near(calendar, day)
    soon = caseload.due_by(day, last) & (MediationCase.due >= day)
    counted = (
        ("waiting", "待受理", caseload.waiting(), "已登记，未受理"),
        ("open", "办理中", caseload.open_on(day), "已受理，未办结"),
        ("near", "临期", soon, f"{near}（至{day_words(last)}）"),
        ("overdue", "已超期", caseload.overdue_on(day), "调解期限已过，未调结"),
    )
    for key, caption, when, meaning in counted:
        figure = Figure(caseload.count(session, when))
        yield Card(key, caption, figure, meaning, caseload.identities(when))
    month = replace(month_of(day), until=day)
    rate, meaning = caseload.closing_share(session, month), f"{month.span}到期的，已调结或办结"
    due = caseload.identities(caseload.due_in(month))
    yield Card("due_closed_rate", "本月应结办结率", rate, meaning, due)


def _months(session: Session, day: date) -> Iterator[Month]:
    periods = months_before(day)
    span = Period(periods[0].since, periods[-1].until)
    days = (
        ("受理", caseload.accepted_in, MediationCase.accepted_on),
        ("办结", caseload.closed_in, MediationCase.closed_on),
    )
    known = [(word, of, _by_month(session, column, of(span))) for word, of, column in days]
    for one in periods:
        accepted, closed = (
            Piece(
                f"{one.name}{word}",
                numbers[one.since.year, one.since.month],
                caseload.identities(of(one)),
            )
            for word, of, numbers in known
        )
        yield Month(one, accepted, closed)


def _by_month(session: Session, column: caseload.Day, of: caseload.Condition) -> Counter[Any]:
    found: Counter[Any] = Counter()
    for day, number in caseload.numbers(session, column, of).items():
        found[day.year, day.month] += number
    return found


def _kinds(session: Session, period: Period) -> Iterator[Piece]:
    """The kinds of what was accepted in the period, the largest first."""
    numbers = caseload.numbers(session, MediationCase.dispute, caseload.accepted_in(period))
    for kind, number in sorted(numbers.items(), key=lambda one: (-one[1], one[0] or "")):
        name = codes.name_of("dispute_kind", kind) if kind else caseload.UNKNOWN
        of = MediationCase.dispute.is_(None) if kind is None else MediationCase.dispute == kind
        yield Piece(name, number, caseload.identities(caseload.accepted_in(period), of))
