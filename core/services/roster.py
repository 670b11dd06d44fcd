"""The roster over time: who held which post on which grid on a given day."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import ColumnElement, bindparam, or_, select
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import get_history

from core.errors import Invalid, Problem
from core.records.staff import Post, Staff
from core.station import Tx

_POSTS = (
    select(Post)
    .where(Post.staff.in_(bindparam("people", expanding=True)), Post.binned.is_(None))
    .order_by(Post.since, Post.id)
)


def held_on(day: date) -> ColumnElement[bool]:
    """That a post is held on `day`; on the day it ends it is held no longer."""
    return Post.binned.is_(None) & (Post.since <= day) & or_(Post.until.is_(None), Post.until > day)


def follow(tx: Tx, people: Sequence[Staff]) -> None:
    """Keep the post history in step with each person's present grid and post."""
    refuse_same_number(tx, [one for one in people if get_history(one, "id_no").has_changes()])
    fresh = tx.session.new
    known = [one.id for one in people if one not in fresh]
    posts: dict[UUID, list[Post]] = defaultdict(list)
    for post in tx.session.scalars(_POSTS, {"people": known}) if known else ():
        posts[post.staff].append(post)
    for one in people:
        _follow(tx, one, posts[one.id])


def refuse_same_number(tx: Tx, people: Iterable[Staff]) -> None:
    """One identity number is one person: who comes back is found and put right, not entered anew.

    `people` are those whose number was just written; what stood there before is left alone.
    """
    fresh = {one.id_no: one for one in people if one.id_no}
    if not fresh:
        return
    query = select(Staff).where(Staff.binned.is_(None), Staff.id_no.in_(fresh))
    with tx.session.no_autoflush:
        for other in tx.session.scalars(query):
            if other.id_no in fresh and other is not fresh[other.id_no]:
                said = f"身份证号与花名册里的“{other.name}”相同，请改那一条，或核对号码"
                raise Invalid([Problem("id_no", said)])


def _follow(tx: Tx, staff: Staff, posts: Sequence[Post]) -> None:
    held = [one for one in posts if one.until is None or one.until > tx.today]
    if staff.left is not None:
        leave(held, staff.left)
        return
    main = next((one for one in held if one.main), None)
    present = (staff.grid, staff.post)
    if main is not None and (main.grid, main.kind) == present:
        return
    if main is not None:
        main.until = tx.today
    beside = next(
        (one for one in held if (one.grid, one.kind) == present and one is not main), None
    )
    if beside is not None:
        beside.main = True
    elif present != (None, None):
        since = staff.joined if not posts and staff.joined else tx.today
        tx.add(Post(staff=staff.id, grid=staff.grid, kind=staff.post, since=since, main=True))


def leave(held: Sequence[Post], day: date) -> None:
    """Whoever leaves the station holds no post from that day on."""
    for one in held:
        one.until = max(one.since, min(one.until or day, day))


def on_duty_roll(session: Session, day: date) -> list[Staff]:
    """The people expected at a meeting on `day`: those in post, in the order they joined."""
    query = (
        select(Staff)
        .where(
            Staff.binned.is_(None),
            or_(Staff.left.is_(None), Staff.left > day),
            or_(Staff.joined.is_(None), Staff.joined <= day),
            or_(Staff.state.is_(None), Staff.state == "on"),
        )
        .order_by(Staff.joined, Staff.name)
    )
    return list(session.scalars(query))
