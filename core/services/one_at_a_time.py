"""What cannot be at once: two in one post or under one number, somebody away or on duty twice.

Asked at the end of every act that may bring it about, an undo too; what stood before is left alone.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import TypeVar
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from core import codes
from core.errors import Invalid, Problem
from core.journal.recorder import Touched, Watched
from core.record import Record
from core.records.duty import DutyShift
from core.records.leave import Leave
from core.records.staff import Post, Staff
from core.services import absence, duty_twice, names, roster
from core.station import Tx

R = TypeVar("R", bound=Record)

SINGLE = frozenset({"01", "03", "04"})
"""片长, 站长, 网格长: one person holds such a post of a grid at a time."""

STANDING = ("asked", *absence.GRANTED)
"""The states of a leave nobody turned down."""
_DAY = timedelta(days=1)


def keep(tx: Tx) -> None:
    """Refuse the act so far where it puts two people, or one twice, into one place."""
    changed = {type(one) for one in _changed(tx)}
    if DutyShift in changed:
        duty_twice.keep(tx)
    if changed.isdisjoint({Post, Staff, Leave}):
        return
    tx.session.flush()
    roster.refuse_same_number(tx, _renumbered(tx))
    posts = [*_touched(tx, Post), *_of_returned(tx)]
    for post in dict.fromkeys(posts):
        if post.binned is None and (post.until is None or post.until > post.since):
            _refuse_second(tx.session, post)
    for leave in _touched(tx, Leave):
        if leave.binned is None and leave.state in STANDING:
            _refuse_clash(tx.session, leave)


def ask(tx: Tx) -> None:
    """Who is on leave is put on duty only where somebody says so."""
    put_on = [one for one in _moved(tx, DutyShift, {"day", "staff"}) if one.binned is None]
    away = {day: absence.away(tx.session, day) for day in {one.day for one in put_on}}
    met = [away[one.day][one.staff] for one in put_on if one.staff in away[one.day]]
    if met:
        more = f"，另有 {len(met) - 1} 个班也是" if len(met) > 1 else ""
        told = f"{_called(tx.session, met[0].staff)}{span(met[0])}请假{more}"
        tx.confirm("duty_on_leave", f"{told}。仍然排值班？")


def _changed(tx: Tx) -> Iterator[object]:
    assert isinstance(tx.session, Watched), "only an act changes records"
    yield from (one.record for one in tx.session.recorder.records())
    yield from (*tx.session.new, *tx.session.dirty)


def _seen(tx: Tx, kind: type[R]) -> Iterator[tuple[R, Touched]]:
    assert isinstance(tx.session, Watched), "only an act changes records"
    for one in tx.session.recorder.records():
        if isinstance(one.record, kind):
            yield one.record, one


def _touched(tx: Tx, kind: type[R]) -> list[R]:
    return [record for record, _ in _seen(tx, kind)]


def _moved(tx: Tx, kind: type[R], keys: set[str]) -> list[R]:
    """The records of a kind that are new, or of which one of these was changed."""
    return [record for record, one in _seen(tx, kind) if one.created or keys & one.before.keys()]


def _renumbered(tx: Tx) -> list[Staff]:
    """The people whose number was written, or who came back with it."""
    return [one for one in _moved(tx, Staff, {"id_no", "binned"}) if one.binned is None]


def _of_returned(tx: Tx) -> Iterator[Post]:
    """The posts of people who come back from the bin."""
    back = [one for one, seen in _seen(tx, Staff) if "binned" in seen.before]
    people = [one.id for one in back if one.binned is None]
    if people:
        yield from tx.session.scalars(select(Post).where(Post.staff.in_(people)))


def _refuse_second(session: Session, post: Post) -> None:
    """Nobody holds a post twice; a post of one holder is held by nobody else in those days."""
    same = [Post.grid == post.grid] if post.grid else [Post.grid.is_(None)]
    alone = post.kind in SINGLE and post.grid is not None
    query = (
        select(Post, Staff.name)
        .join(Staff, Post.staff == Staff.id)
        .where(Post.id != post.id, Post.binned.is_(None), Staff.binned.is_(None))
        .where(*same, Post.kind == post.kind, or_(alone, Post.staff == post.staff))  # type: ignore[arg-type]
        .where(or_(Post.until.is_(None), Post.until > post.since))
        .where(or_(Post.until.is_(None), Post.until > Post.since))
        .order_by(Post.since)
    )
    if post.until is not None:
        query = query.where(Post.since < post.until)
    found = session.execute(query).tuples().first()
    if found is not None:
        raise Invalid([Problem("post", _told(session, post, *found))])


def _told(session: Session, post: Post, other: Post, name: str) -> str:
    place = names.titles(session, "grid", [post.grid]).get(post.grid, "") if post.grid else ""
    kind = codes.name_of("post_kind", post.kind or "")
    span = f"{other.since}起" if other.until is None else f"{other.since}至{other.until}"
    if other.staff == post.staff:
        return f"{name}{span}已在{place or '本站'}任{kind}，不用重复登记，请核对起止日期。"
    return (
        f"{place}的{kind}{span}是{name}，一个网格同时只有一位{kind}。"
        f"请先在{name}的任职里写明离任日期，再登记。"
    )


def _refuse_clash(session: Session, leave: Leave) -> None:
    """One leave at a time, and nobody stands in who is away himself."""
    other = _leave_of(session, leave.staff, leave, STANDING)
    if other is not None:
        said = f"{_called(session, leave.staff)}{span(other)}已请过假，请改日期，或改那一次。"
        raise Invalid([Problem("since", said)])
    if leave.substitute is None:
        return
    away = _leave_of(session, leave.substitute, leave, absence.GRANTED)
    if away is not None:
        said = (
            f"{_called(session, leave.substitute)}{span(away)}自己请假，请另选一位，或先空着待定。"
        )
        raise Invalid([Problem("substitute", said)])


def _leave_of(
    session: Session, person: UUID, leave: Leave, states: tuple[str, ...]
) -> Leave | None:
    """Another leave of a person on one of the days of `leave`."""
    first, last = leave.since, last_day(leave)
    query = (
        select(Leave)
        .where(Leave.id != leave.id, Leave.staff == person, Leave.binned.is_(None))
        .where(Leave.state.in_(states), Leave.since <= last, Leave.until >= first)
        .where(or_(Leave.back_on.is_(None), Leave.back_on > first))
        .order_by(Leave.since)
    )
    met = (one for one in session.scalars(query) if one.since <= last_day(one))
    return next(met, None) if first <= last else None


def last_day(leave: Leave) -> date:
    """The last day somebody really is away."""
    return leave.until if leave.back_on is None else min(leave.until, leave.back_on - _DAY)


def span(leave: Leave) -> str:
    """3月25日—3月27日."""
    days = [f"{one.month}月{one.day}日" for one in (leave.since, leave.until)]
    return days[0] if days[0] == days[1] else "—".join(days)


def _called(session: Session, person: UUID) -> str:
    return names.titles(session, "staff", [person]).get(person, "")
