"""What the morning meeting goes through, compiled from what the station knows.

A later module takes part by adding one function to `SOURCES`; sections of one title are joined.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from core import codes, secrecy
from core.errors import Invalid
from core.records.mediation_case import MediationCase
from core.records.staff import Post, Staff
from core.services import caseload, owed_after, pending, records
from core.services.figures import Period
from core.services.pending import Item
from core.workdays import Calendar

REVIEW = "昨日回顾"
CASES = "未办结纠纷"
TASKS = "未销号交办"
TODAY = "今日安排"

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Section:
    """One part of the agenda, its matters in the order they are gone through."""

    title: str
    items: tuple[Item, ...]


Source = Callable[[Session, date, Calendar], Section]


def compile_agenda(
    session: Session, day: date, calendar: Calendar | None = None
) -> tuple[Section, ...]:
    """The agenda of the meeting on `day`; a section nothing is known for is empty.

    It is read aloud and kept in the minutes: restricted cases are only counted, whoever compiles.
    """
    found: dict[str, tuple[Item, ...]] = {}
    for source in SOURCES:
        with secrecy.openly(session):
            section = source(session, day, calendar or pending.calendar())
        found[section.title] = found.get(section.title, ()) + section.items
    return tuple(Section(title, items) for title, items in found.items())


def since_last_meeting(day: date, calendar: Calendar) -> Period:
    """Yesterday; on the first day after days off, all days from the last working day on."""
    first = day - _DAY
    try:
        while not calendar.is_workday(first):
            first -= _DAY
    except Invalid:
        first = day - _DAY
    return Period(first, day - _DAY)


def yesterday(session: Session, day: date, calendar: Calendar) -> Section:
    """The cases accepted and closed since the last meeting."""
    period = since_last_meeting(day, calendar)
    return Section(
        REVIEW,
        tuple(told(word, case) for word, query in news(period) for case in session.scalars(query)),
    )


def news(period: Period) -> Iterator[tuple[str, Select[tuple[MediationCase]]]]:
    """The cases accepted and those closed in a period, each under its word."""
    for word, when in (("新受理", caseload.accepted_in), ("办结", caseload.closed_in)):
        query = select(MediationCase).where(*caseload.COUNTS, when(period))
        yield word, query.order_by(MediationCase.accepted_on, MediationCase.id)


def told(word: str, case: MediationCase) -> Item:
    """What is new about a case: 新受理：王某与李某邻里纠纷（邻里纠纷）."""
    kind = codes.name_of("dispute_kind", case.dispute) if case.dispute else "未填纠纷类型"
    return Item(f"{word}：{case.title}", kind, "mediation_case", case.id, owner=case.mediator)


def dated_cases(session: Session, day: date, calendar: Calendar) -> Section:
    """Cases overdue or due within three working days, what their agreements ask for, the rest."""
    last, _ = pending.near(calendar, day)
    dated = pending.cases(session, day, last) + pending.performances(session, day, last)
    waiting = caseload.figure(session, caseload.waiting())
    more = [Item(f"待受理纠纷{waiting.value}件", "逐件确定是否受理")] if waiting.ids else []
    due = caseload.figure(session, caseload.due_by(day, last))
    restricted = len(secrecy.hidden(session, MediationCase, due.ids))
    if restricted:
        more.append(Item(f"限制查阅的纠纷{restricted}件超期或临期", "承办人会后单独汇报"))
    after = owed_after.confirmations(session, day, calendar).items
    return Section(CASES, tuple(pending.urgent_first([*dated, *after]) + more))


def open_tasks(session: Session, day: date, _calendar: Calendar) -> Section:
    """Every task not closed, however old."""
    return Section(TASKS, tuple(pending.tasks(session, day)))


def staff_changes(session: Session, day: date, calendar: Calendar) -> Section:
    """Who came, left, or holds another post since the last meeting."""
    period = Period(since_last_meeting(day, calendar).since, day)
    changed = [
        *_people(session, "到岗", caseload.within(Staff.joined, period)),
        *_people(session, "离岗", caseload.within(Staff.left, period)),
        *_moved(session, period),
    ]
    return Section(TODAY, tuple(changed))


def _people(session: Session, word: str, when: caseload.Condition) -> Iterator[Item]:
    query = select(Staff).where(Staff.binned.is_(None), when).order_by(Staff.name)
    for person in session.scalars(query):
        yield _change(session, word, person, person)


def _moved(session: Session, period: Period) -> Iterator[Item]:
    """New posts of people who did not come in the same days."""
    query = (
        select(Staff, Post)
        .join(Post, Post.staff == Staff.id)
        .where(Staff.binned.is_(None), Post.binned.is_(None), Post.main, Post.until.is_(None))
        .where(caseload.within(Post.since, period))
        .order_by(Staff.name)
    )
    for person, post in session.execute(query).tuples():
        if person.joined not in period:
            yield _change(session, "调岗", person, post)


def _change(session: Session, word: str, person: Staff, place: Any) -> Item:
    """`place` is a person or a post: both know a grid; the kind of post is in the last word."""
    kind = place.kind if isinstance(place, Post) else place.post
    grid = records.titles(session, "grid", [place.grid]).get(place.grid, "") if place.grid else ""
    note = " ".join(filter(None, (grid, codes.name_of("post_kind", kind) if kind else "")))
    return Item(f"{word}：{person.name}", note, "staff", person.id, owner=person.id)


SOURCES: tuple[Source, ...] = (yesterday, dated_cases, open_tasks, staff_changes)


def count(sections: tuple[Section, ...], table: str) -> int:
    """How many matters of one table are on the agenda."""
    ids: list[UUID | None] = [i.id for one in sections for i in one.items if i.table == table]
    return len(set(ids))
