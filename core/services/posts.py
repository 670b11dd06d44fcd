"""Posts over time: given, ended, put right; who answers for a grid on any day, substitutes too."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from core import codes
from core.errors import Invalid, Problem
from core.records.grid import Grid
from core.records.leave import Leave
from core.records.staff import Post, Staff
from core.rights import Right
from core.services import absence, grid_validity, names, one_at_a_time, records
from core.services.one_at_a_time import SINGLE
from core.services.roster import held_on
from core.station import Tx, operation

_ORDER = ("01", "03", "04", "02")
"""Whose word comes first where several have a post on a grid; then the order of the table."""


@dataclass(frozen=True, slots=True)
class Term:
    """A post as it is given: to whom, where, which, from when, until when (that day no more)."""

    staff: UUID
    grid: UUID | None
    kind: str
    since: date
    until: date | None = None
    main: bool = False


@dataclass(frozen=True, slots=True)
class Answering:
    """One post on one day: who holds it, and who acts in it while the holder is away."""

    post: UUID
    grid: UUID | None
    kind: str
    main: bool
    holder: Staff
    acting: Staff
    leave: Leave | None = None

    @property
    def told(self) -> str:
        """王五; 李四（代王五） while he is away; 王五（请假，代岗人待定） without a substitute."""
        if self.leave is None:
            return self.holder.name
        if self.acting.id == self.holder.id:
            return f"{self.holder.name}（请假，代岗人待定）"
        return f"{self.acting.name}（代{self.holder.name}）"


def answering(
    session: Session, day: date, grids: Collection[UUID] | None = None
) -> list[Answering]:
    """Every post held on `day`, the first in rank first; a post of one holder stands once.

    `grids` are those asked about; none means the whole station.
    """
    query = (
        select(Post, Staff)
        .join(Staff, Post.staff == Staff.id)
        .where(held_on(day), Staff.binned.is_(None))
    )
    if grids is not None:
        query = query.where(Post.grid.in_(grids))
    rows = sorted(session.execute(query).tuples(), key=lambda row: _rank(*row))
    taken: dict[tuple[UUID | None, str], tuple[Post, Staff]] = {}
    for post, staff in rows:
        single = post.kind in SINGLE and post.grid is not None
        taken.setdefault((post.grid, post.kind or "") if single else (post.id, ""), (post, staff))
    return _with_substitutes(session, day, list(taken.values()))


def _rank(post: Post, staff: Staff) -> tuple[object, ...]:
    """Where two were put into one post by an import, who came last holds it."""
    kind = post.kind or "99"
    first = _ORDER.index(kind) if kind in _ORDER else len(_ORDER)
    return (first, kind, not post.main, -post.since.toordinal(), staff.name, post.id)


def _with_substitutes(
    session: Session, day: date, held: Sequence[tuple[Post, Staff]]
) -> list[Answering]:
    away = absence.away(session, day)
    acting = {staff.id: absence.acting(away, staff.id) for _, staff in held}
    people = {staff.id: staff for _, staff in held}
    others = set(acting.values()).difference(people)
    people |= {one.id: one for one in session.scalars(select(Staff).where(Staff.id.in_(others)))}
    return [
        Answering(
            post.id,
            post.grid,
            post.kind or "",
            post.main,
            staff,
            people[acting[staff.id]],
            away.get(staff.id),
        )
        for post, staff in held
    ]


def of_person(session: Session, person: UUID, day: date) -> list[Post]:
    """The posts somebody holds on `day`, the main one first."""
    query = select(Post).where(Post.staff == person, held_on(day))
    return list(session.scalars(query.order_by(Post.main.desc(), Post.since, Post.id)))


def told_of(session: Session, person: UUID, day: date) -> list[tuple[UUID, str]]:
    """The posts somebody holds on `day` in words: 东风网格 网格长（2026-03-02起）."""
    return _in_words(session, of_person(session, person, day))


def ever_told_of(session: Session, person: UUID) -> list[tuple[UUID, str]]:
    """Every post somebody ever held in words, the youngest first."""
    query = select(Post).where(Post.staff == person, Post.binned.is_(None))
    return _in_words(session, session.scalars(query.order_by(Post.since.desc(), Post.id)).all())


def _in_words(session: Session, listed: Sequence[Post]) -> list[tuple[UUID, str]]:
    grids = names.titles(session, "grid", {one.grid for one in listed if one.grid})
    found = []
    for one in listed:
        place = grids.get(one.grid, "") if one.grid else ""
        kind = codes.name_of("post_kind", one.kind or "")
        span = f"{one.since}起" if one.until is None else f"{one.since}至{one.until}"
        found.append((one.id, f"{place} {kind}（{span}）".strip()))
    return found


@operation("登记任职", needs=Right.KEEP)
def give(tx: Tx, term: Term) -> UUID:
    """Give somebody a post, from a past day too; who held it alone before is asked about."""
    person = records.get(tx.session, Staff, term.staff)
    _refuse_odd(tx, term, person)
    _relieve(tx, term, person)
    post = Post(staff=person.id)
    _set(post, term)
    post.main = False
    tx.add(post)
    _settle_main(tx, person, post if term.main else None)
    return _done(tx, post)


@operation("更正任职", needs=Right.KEEP)
def change(tx: Tx, post: UUID, term: Term) -> UUID:
    """Put a post right: its grid, its kind, its days."""
    found = records.get(tx.session, Post, post)
    person = records.get(tx.session, Staff, found.staff)
    _refuse_odd(tx, term, person)
    _set(found, term)
    _settle_main(tx, person, found if term.main else None)
    return _done(tx, found)


@operation("登记调岗", needs=Right.KEEP)
def transfer(tx: Tx, post: UUID, to: Term) -> UUID:
    """One post ends and another begins on the same day; a main post stays the main one."""
    found = records.get(tx.session, Post, post)
    _refuse_ended(tx, found)
    if (to.grid, to.kind) == (found.grid, found.kind):
        raise Invalid([Problem("kind", "网格和岗位都没有变，不用登记调岗。")])
    if to.since <= found.since:
        said = f"调岗日期要晚于任职起日（{found.since}）；当初就登错了的，请用“更正”。"
        raise Invalid([Problem("since", said)])
    found.until = to.since
    return give(tx, replace(to, staff=found.staff, main=found.main))


def _refuse_ended(tx: Tx, post: Post) -> None:
    if post.until is not None and post.until <= tx.today:
        raise Invalid(f"这个岗位{post.until}已经离任，不用再登记。")


@operation("登记离任", needs=Right.KEEP)
def end(tx: Tx, post: UUID, day: date) -> None:
    """From `day` on the post is held no longer; another one becomes the main post."""
    found = records.get(tx.session, Post, post)
    _refuse_ended(tx, found)
    if day > tx.today:
        raise Invalid([Problem("until", "离任日期不能晚于今天，到那天再登记。")])
    if day < found.since:
        raise Invalid([Problem("until", f"离任日期早于任职起日（{found.since}），请核对。")])
    found.until = day
    _settle_main(tx, records.get(tx.session, Staff, found.staff), None)
    _done(tx, found)
    tx.on(day)


def _set(post: Post, term: Term) -> None:
    post.grid, post.kind, post.since, post.until = term.grid, term.kind, term.since, term.until


def _done(tx: Tx, post: Post) -> UUID:
    one_at_a_time.keep(tx)
    tx.on(post.since)
    tx.detail = f"：{codes.name_of('post_kind', post.kind or '')}"
    return post.id


def _refuse_odd(tx: Tx, term: Term, person: Staff) -> None:
    """Facts only: days that have come, a grid that was there, a person who was there."""
    problems = []
    if not term.kind:
        problems.append(Problem("kind", "请选岗位"))
    if term.since > tx.today:
        problems.append(Problem("since", "任职起日不能晚于今天，到那天再登记。"))
    if term.until is not None and term.until > tx.today:
        problems.append(Problem("until", "离任日期不能晚于今天，到那天再登记。"))
    elif term.until is not None and term.until <= term.since:
        problems.append(Problem("until", "离任日期要晚于任职起日，请核对。"))
    ends = term.until or tx.today
    if person.left is not None and (ends > person.left or term.until is None):
        problems.append(Problem("since", f"{person.name}{person.left}已离岗，任职要在那之前结束。"))
    problems += _of_grid(tx, term)
    if problems:
        raise Invalid(problems)


def _of_grid(tx: Tx, term: Term) -> list[Problem]:
    grid: Grid | None = tx.session.get(Grid, term.grid) if term.grid else None
    if grid is None:
        return []
    if grid.opened is not None and term.since < grid.opened:
        said = f"{grid.name}{grid.opened}才启用，任职起日不能更早，请核对。"
        return [Problem("since", said)]
    if grid.closed is not None and (term.until is None or term.until > grid.closed):
        return [Problem("grid", grid_validity.told(tx.session, grid))]
    return []


def _relieve(tx: Tx, term: Term, person: Staff) -> None:
    """A post of one holder goes from one to the other on the day the new one begins."""
    if term.kind not in SINGLE or term.grid is None or term.until is not None:
        return
    query = (
        select(Post, Staff)
        .join(Staff, Post.staff == Staff.id)
        .where(Post.grid == term.grid, Post.kind == term.kind, Post.binned.is_(None))
        .where(Staff.binned.is_(None), Post.since < term.since, Post.staff != person.id)
        .where(or_(Post.until.is_(None), Post.until > term.since))
    )
    for post, holder in tx.session.execute(query).tuples().all():
        kind = codes.name_of("post_kind", term.kind)
        told = (
            f"{kind}现在是{holder.name}（{post.since}起）。从{term.since}起改由{person.name}担任？"
        )
        tx.confirm("relieve", told)
        post.until = term.since
        _settle_main(tx, holder, None)


def _settle_main(tx: Tx, person: Staff, wanted: Post | None) -> None:
    """One of the posts somebody holds is the main one, and the roster says the same."""
    tx.session.flush()
    held = of_person(tx.session, person.id, tx.today)
    main = wanted if wanted in held else next(iter(held), None)
    for one in held:
        if one.main != (one is main):
            one.main = one is main
    if person.left is None:
        person.grid, person.post = (main.grid, main.kind) if main else (None, None)
