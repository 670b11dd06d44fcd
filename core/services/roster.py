"""The roster over time: who held which post on which grid on a given day."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import bindparam, or_, select
from sqlalchemy.orm import Session

from core.records.staff import Post, Staff
from core.station import Tx

_HELD = select(Post).where(
    Post.staff.in_(bindparam("people", expanding=True)),
    Post.main,
    Post.until.is_(None),
    Post.binned.is_(None),
)


def follow(tx: Tx, people: Sequence[Staff]) -> None:
    """Keep the post history in step with each person's present grid and post."""
    fresh = tx.session.new
    known = [one.id for one in people if one not in fresh]
    held = {p.staff: p for p in tx.session.scalars(_HELD, {"people": known})} if known else {}
    for one in people:
        _follow(tx, one, held.get(one.id))


def _follow(tx: Tx, staff: Staff, held: Post | None) -> None:
    present = (staff.grid, staff.post) if staff.left is None else (None, None)
    if held is not None and (held.grid, held.kind) == present:
        return
    if held is not None:
        held.until = staff.left or tx.today
    if present != (None, None):
        since = staff.joined if held is None and staff.joined else tx.today
        tx.add(Post(staff=staff.id, grid=staff.grid, kind=staff.post, since=since, main=True))


def responsible(session: Session, grid: UUID, day: date) -> list[tuple[Staff, Post]]:
    """Who held a post on `grid` on `day`, main posts first."""
    query = (
        select(Staff, Post)
        .join(Post, Post.staff == Staff.id)
        .where(
            Post.grid == grid,
            Post.binned.is_(None),
            Post.since <= day,
            or_(Post.until.is_(None), Post.until > day),
        )
        .order_by(Post.main.desc(), Staff.name)
    )
    return [(staff, post) for staff, post in session.execute(query)]


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
