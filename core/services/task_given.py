"""What follows when a task is handed out: whether a list in force names it, and its number."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import Session

from core.records.listed_matter import ListedMatter
from core.records.task import Task
from core.services import numbers, settings
from core.settings import TASK_NUMBERS
from core.station import Tx

OPEN = "open"
WITHDRAWN = "withdrawn"
"""The list of what a superior took back: a township does none of it any more."""


def in_force(day: date) -> ColumnElement[bool]:
    """That a listed matter holds on a day; one that has expired fell out."""
    return (
        ListedMatter.binned.is_(None)
        & or_(ListedMatter.since.is_(None), ListedMatter.since <= day)
        & or_(ListedMatter.until.is_(None), ListedMatter.until >= day)
    )


def has_lists(session: Session, day: date) -> bool:
    """Whether the station has any list in force: without one nothing is off the list."""
    return session.scalar(select(ListedMatter.id).where(in_force(day)).limit(1)) is not None


def follow(tx: Tx, tasks: Sequence[Task]) -> None:
    """Say of tasks just written whether they are off the lists; number new ones if it is due."""
    fresh = [one for one in tasks if one in tx.session.new and one.state in (None, OPEN)]
    now = settings.value(tx.session, TASK_NUMBERS) == "given"
    for day, given in _by_day(tx, tasks).items():
        known = has_lists(tx.session, day)
        listed = _listed(tx.session, day, {one.matter for one in given if one.matter})
        for one in given:
            one.off_list = known and one.matter not in listed
    for one in fresh if now else ():
        number(tx, one)


def number(tx: Tx, one: Task) -> str:
    """The official number of a task, drawn now where it has none."""
    if one.number is None:
        one.number = numbers.draw_for_task(tx, (one.given_on or tx.today).year)
    return one.number


def _by_day(tx: Tx, tasks: Sequence[Task]) -> dict[date, list[Task]]:
    found: dict[date, list[Task]] = {}
    for one in tasks:
        found.setdefault(one.given_on or tx.today, []).append(one)
    return found


def _listed(session: Session, day: date, named: set[UUID]) -> set[UUID]:
    """Those of the matters named that are the township's own to do on that day."""
    if not named:
        return set()
    query = select(ListedMatter.id).where(
        in_force(day), ListedMatter.part != WITHDRAWN, ListedMatter.id.in_(named)
    )
    return set(session.scalars(query))
