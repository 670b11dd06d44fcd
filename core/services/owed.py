"""What is owed: the interface between the desk and those who know what waits.

A source hands out its first matters and how many more there are, so that a desk stays as quick
with a million records as with ten. Matters are listed, never people or grids in order of merit.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from core.records.mediation_case import MediationCase
from core.records.task import Task
from core.records.visit import NOTE, Visit
from core.rights import Actor
from core.services import pending
from core.services.pending import Item
from core.workdays import Calendar

T = TypeVar("T", bound=tuple[Any, ...])

MOST, MANY = 100, 1000


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


def joined(*parts: Owed) -> Owed:
    """Several kinds of matters under one title."""
    return Owed(
        [item for one in parts for item in one.items],
        sum(one.more for one in parts),
    )


def own(actor: Actor, column: InstrumentedAttribute[Any]) -> ColumnElement[bool]:
    """In the person's hands, or in nobody's; whoever is not on the roster sees all."""
    theirs = or_(column.is_(None), column.in_(actor.hands))
    return theirs if actor.hands else or_(column.is_(None), column.is_not(None))


def tasks(session: Session, day: date, query: Select[tuple[Task]]) -> Owed:
    """The first tasks of a query, as matters."""
    found, more = first(session, query)
    return Owed(pending.told_tasks(session, day, [one for (one,) in found]), more)


def cases(session: Session, day: date, query: Select[tuple[MediationCase]]) -> Owed:
    """The first cases of a query, as matters."""
    found, more = first(session, query)
    return Owed(pending.told_cases(session, day, [one for (one,) in found]), more)


def performances(session: Session, day: date, last: date, *wanted: ColumnElement[bool]) -> Owed:
    """What is promised by `last` and not done, in the cases that are wanted."""
    found, more = first(session, pending.promised(last).where(*wanted))
    return Owed(pending.told_performances(day, found), more)


def visits(session: Session, day: date, last: date) -> Owed:
    """Visits not settled and due by `last` that a unit sees to, or nobody yet."""
    handed = select(Task.id).where(Task.id == Visit.task)
    query = (
        select(Visit)
        .where(Visit.binned.is_(None), Visit.voided_on.is_(None), ~handed.exists())
        .where(Visit.closed_on.is_(None), Visit.state != NOTE, Visit.due <= last)
        .order_by(Visit.due, Visit.id)
    )
    found, more = first(session, query)
    return Owed([_visit(one, day) for (one,) in found], more)


def _visit(one: Visit, day: date) -> Item:
    late = None if one.due is None else (day - one.due).days
    note = "，".join(filter(None, (one.unit or "未交办", pending.due_words(one.due, day))))
    return Item(f"诉求：{one.title}", note, Visit.__tablename__, one.id, late, one.owner)


def first(session: Session, query: Select[T]) -> tuple[Sequence[T], int]:
    """The first rows of a query, and how many more it has; beyond `MANY` nobody counts."""
    rows = session.execute(query.limit(MOST)).tuples().all()
    if len(rows) < MOST:
        return rows, 0
    many = query.order_by(None).limit(MANY).subquery()
    return rows, (session.scalar(select(func.count()).select_from(many)) or 0) - MOST
