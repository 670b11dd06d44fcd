"""Who came, left, or holds another post since the last meeting."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from core import codes
from core.records.staff import Post, Staff
from core.services import caseload, records
from core.services.agenda.sitting import PEOPLE, Section, Sitting
from core.services.figures import Period
from core.services.pending import Item


def changes(session: Session, sitting: Sitting) -> Section:
    """People who came, left or moved, each group by name."""
    period = Period(sitting.past.since, sitting.day)
    changed = [
        *_people(session, "到岗", caseload.within(Staff.joined, period)),
        *_people(session, "离岗", caseload.within(Staff.left, period)),
        *_moved(session, period),
    ]
    return Section(PEOPLE, tuple(changed))


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
