"""Posts over a change of grids: each ends, and the next begins, on the same day."""

from collections.abc import Sequence, Set
from datetime import date
from uuid import UUID

from sqlalchemy import or_, select

from core import codes
from core.errors import Invalid
from core.records.grid import Grid
from core.records.staff import Post, Staff
from core.services import one_at_a_time
from core.services.one_at_a_time import SINGLE
from core.station import Tx

Move = tuple[Post, UUID | None]
"""A post, and the grid its holder goes to; none where it ends."""

_Seat = tuple[UUID, str | None, UUID | None]


def carry(tx: Tx, moves: Sequence[Move], day: date) -> None:
    """End posts on `day` and begin their successors: no day between, none twice.

    Who holds a post of that kind there already goes on in it. Without a grid a main post goes on,
    so that the person keeps it; any other ends for good.
    """
    seats = _seats(tx, moves, day)
    for post, target in moves:
        if post.main:
            tx.session.get_one(Staff, post.staff).grid = target
        seat = (post.staff, post.kind, target)
        if target is None and not post.main:
            _end(tx, post, day)
        elif seat in seats:
            seats[seat] = _join(tx, post, seats[seat], day)
        else:
            seats[seat] = _begin(tx, post, target, day)
    _refuse_crowded(tx, {target for _, target in moves if target is not None}, day)
    one_at_a_time.keep(tx)


def _seats(tx: Tx, moves: Sequence[Move], day: date) -> dict[_Seat, Post]:
    """The posts held already on `day` where the others go to."""
    targets = {target for _, target in moves if target is not None}
    moving = {post.id for post, _ in moves}
    query = select(Post).where(
        Post.binned.is_(None),
        Post.grid.in_(targets),
        Post.since <= day,
        or_(Post.until.is_(None), Post.until > day),
    )
    found = tx.session.scalars(query) if targets else ()
    return {(one.staff, one.kind, one.grid): one for one in found if one.id not in moving}


def _begin(tx: Tx, post: Post, target: UUID | None, day: date) -> Post:
    """The successor of a post; one that had not begun before `day` itself."""
    if post.since >= day:
        post.grid = target
        return post
    made = Post(
        staff=post.staff,
        grid=target,
        kind=post.kind,
        since=day,
        until=post.until,
        main=post.main,
    )
    post.until = day
    tx.add(made)
    return made


def _join(tx: Tx, post: Post, there: Post, day: date) -> Post:
    """Two posts become the one held there, as long as the longer, a main one if either was."""
    ends = [one for one in (post.until, there.until) if one is not None]
    longest = max(ends) if len(ends) == len((post, there)) else None
    main = post.main or there.main
    _end(tx, post, day)
    if main and not there.main and there.since < day:
        there = _begin(tx, there, there.grid, day)
    there.main, there.until = main, longest
    return there


def _end(tx: Tx, post: Post, day: date) -> None:
    """A post that had not begun before `day` never was."""
    if post.since >= day:
        tx.bin(post)
    else:
        post.until = day


def _refuse_crowded(tx: Tx, targets: Set[UUID], day: date) -> None:
    """Of some posts a grid has one holder: who else comes there must go elsewhere."""
    tx.session.flush()
    query = (
        select(Grid.name, Post.kind, Staff.name)
        .join(Post, Post.grid == Grid.id)
        .join(Staff, Staff.id == Post.staff)
        .where(Grid.id.in_(targets), Post.kind.in_(SINGLE), Post.binned.is_(None))
        .where(Staff.binned.is_(None), or_(Post.until.is_(None), Post.until > day))
        .order_by(Post.since, Staff.name)
    )
    held: dict[tuple[str, str], dict[str, None]] = {}
    for grid, kind, name in tx.session.execute(query):
        held.setdefault((grid, codes.name_of("post_kind", kind or "")), {})[name] = None
    for (grid, kind), names in held.items():
        if len(names) > 1:
            raise Invalid(
                f"“{grid}”会有 {len(names)} 位{kind}（{'、'.join(names)}），只能留一位。"
                "请给其余的人另选去处，或选“暂无网格”。"
            )
