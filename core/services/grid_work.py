"""What is open on grids: what has to go somewhere when a grid is closed, merged or split.

A later module takes part by adding one function to `SOURCES`.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import chain
from typing import Any
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from core import codes, secrecy
from core.record import Record
from core.records.grid import Grid
from core.records.mediation_case import MediationCase
from core.records.secondment import Secondment
from core.records.staff import Post, Staff
from core.records.task import CLOSED, Task
from core.records.visit import Visit
from core.services import caseload

CASE, VISIT, TASK, POST = "调解案件", "来访来电", "交办事项", "任职"
PERSON, SECONDMENT, BELOW = "所属网格", "下沉人员", "下级网格"
UNITS = {
    CASE: "件",
    VISIT: "件",
    TASK: "项",
    POST: "人",
    PERSON: "人",
    SECONDMENT: "人",
    BELOW: "个",
}

_OVER = ("Z11", "Z12", "Z90")
_LONGEST = 120


@dataclass(frozen=True, slots=True)
class Item:
    """One open thing on a grid. What goes `along` with a person is told, not sent anywhere."""

    kind: str
    table: str
    id: UUID
    text: str
    grid: UUID
    note: str = ""
    along: UUID | None = None


Source = Callable[[Session, Sequence[UUID], date], Iterable[Item]]


def open_on(session: Session, grids: Sequence[UUID], day: date) -> tuple[Item, ...]:
    """Everything that is open on these grids and would be left behind if they were closed."""
    return tuple(chain.from_iterable(source(session, grids, day) for source in SOURCES))


def counted(items: Iterable[Item]) -> str:
    """How much that is, in words: 调解案件 2 件、任职 1 人."""
    known = Counter(one.kind for one in items)
    return "、".join(f"{kind} {known[kind]} {unit}" for kind, unit in UNITS.items() if known[kind])


def _cases(session: Session, grids: Sequence[UUID], _day: date) -> Iterator[Item]:
    """Cases not yet filed, restricted ones too, by number, kind and day: no resident is named."""
    case = MediationCase
    query = (
        select(case.id, case.grid, case.number, case.dispute, case.accepted_on, case.state)
        .where(*caseload.COUNTS, case.grid.in_(grids))
        .where(or_(case.state.is_(None), case.state.not_in(_OVER)))
        .order_by(case.accepted_on, case.id)
    )
    for one, grid, number, dispute, accepted, state in secrecy.counting(session, query):
        kind = codes.name_of("dispute_kind", dispute) if dispute else "未填纠纷类型"
        since = f"{accepted}受理" if accepted else "未受理"
        text = f"{number or '未编号'} {kind} {since}"
        note = codes.name_of("mediation_state", state or "")
        yield Item(CASE, case.__tablename__, one, text, grid, note)


def _visits(session: Session, grids: Sequence[UUID], _day: date) -> Iterator[Item]:
    query = (
        select(Visit.id, Visit.grid, Visit.number, Visit.kind, Visit.came_on, Visit.state)
        .where(Visit.binned.is_(None), Visit.voided_on.is_(None), Visit.closed_on.is_(None))
        .where(Visit.grid.in_(grids))
        .order_by(Visit.came_on, Visit.id)
    )
    for one, grid, number, kind, came, state in secrecy.counting(session, query):
        matter = codes.name_of("matter_kind", kind) if kind else "未填诉求类型"
        text = f"{number or '未编号'} {matter} {came or ''}".strip()
        yield Item(
            VISIT, Visit.__tablename__, one, text, grid, codes.name_of("visit_state", state or "")
        )


def _posts(session: Session, grids: Sequence[UUID], day: date) -> Iterator[Item]:
    """Posts held on `day` or to be held later."""
    query = (
        select(Post, Staff.name)
        .join(Staff, Staff.id == Post.staff)
        .where(Post.binned.is_(None), Staff.binned.is_(None), Post.grid.in_(grids))
        .where(or_(Post.until.is_(None), Post.until > day))
        .order_by(Post.main.desc(), Post.since, Post.id)
    )
    for post, name in session.execute(query):
        kind = codes.name_of("post_kind", post.kind) if post.kind else "岗位未填"
        note = "" if post.main else "兼任"
        yield _item(POST, post, f"{name} {kind}", post.grid, note)


def _people(session: Session, grids: Sequence[UUID], _day: date) -> Iterator[Item]:
    """People whose grid this is, though no main post says since when."""
    held = select(Post.id).where(
        Post.staff == Staff.id, Post.grid == Staff.grid, Post.main, Post.until.is_(None)
    )
    query = (
        select(Staff)
        .where(Staff.binned.is_(None), Staff.left.is_(None), Staff.grid.in_(grids))
        .where(~held.where(Post.binned.is_(None)).exists())
        .order_by(Staff.name, Staff.id)
    )
    for one in session.scalars(query):
        yield _item(PERSON, one, one.name, one.grid)


def _tasks(session: Session, grids: Sequence[UUID], _day: date) -> Iterator[Item]:
    """Tasks of the grids' own people: they go where their owner goes."""
    query = (
        select(Task, Staff.grid, Staff.name)
        .join(Staff, Staff.id == Task.owner)
        .where(Task.binned.is_(None), or_(Task.state.is_(None), Task.state != CLOSED))
        .where(Staff.binned.is_(None), Staff.left.is_(None), Staff.grid.in_(grids))
        .order_by(Task.due, Task.id)
    )
    for task, grid, name in session.execute(query):
        yield _item(TASK, task, task.title, grid, f"随责任人{name}", task.owner)


def _secondments(session: Session, grids: Sequence[UUID], day: date) -> Iterator[Item]:
    query = (
        select(Secondment, Staff.name)
        .join(Staff, Staff.id == Secondment.staff)
        .where(Secondment.binned.is_(None), Secondment.grid.in_(grids))
        .where(or_(Secondment.until.is_(None), Secondment.until >= day))
        .order_by(Secondment.since, Secondment.id)
    )
    for one, name in session.execute(query):
        yield _item(SECONDMENT, one, f"{name}（{one.home}）", one.grid)


def _below(session: Session, grids: Sequence[UUID], day: date) -> Iterator[Item]:
    """Open grids under these, those that go themselves left out."""
    query = (
        select(Grid)
        .where(Grid.binned.is_(None), Grid.parent.in_(grids), Grid.id.not_in(grids))
        .where(or_(Grid.closed.is_(None), Grid.closed > day))
        .order_by(Grid.code, Grid.name, Grid.id)
    )
    for one in session.scalars(query):
        yield _item(BELOW, one, one.name, one.parent, one.code or "")


def _item(kind: str, record: Record, text: str, grid: Any, *told: Any) -> Item:
    line = " ".join(text.split())
    short = line if len(line) <= _LONGEST else f"{line[: _LONGEST - 1]}…"
    return Item(kind, record.__tablename__, record.id, short, grid, *told)


SOURCES: tuple[Source, ...] = (_cases, _visits, _posts, _people, _tasks, _secondments, _below)
