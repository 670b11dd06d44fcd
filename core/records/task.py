"""Tasks: what was decided or handed down, by whom, until when (`domain/grid.md` §5.4, L23)."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from sqlalchemy.orm import Mapped

from core.errors import Problem
from core.ledger import Group, Ledger, Values
from core.record import Kind, Record, field

DONE, CLOSED = "done", "closed"
"""Finished by whoever has it, and settled for good (销号)."""


class Task(Record):
    """One matter handed to one person.

    `due_first` is the day it was first due; `raised_on` the day it was postponed too often and
    went before the weekly meeting; `off_list` says that no list in force names it.
    """

    __tablename__ = "task"

    number: Mapped[str | None] = field("编号", width=16, given=True)
    title: Mapped[str] = field("交办事项", required=True, width=30, aliases=("事项", "任务内容"))
    source: Mapped[str] = field(
        "来源", Kind.CODE, code="task_source", required=True, default="meeting"
    )
    meeting: Mapped[UUID | None] = field("来源会议", Kind.LINK, link="meeting")
    given_on: Mapped[date | None] = field("交办日期", Kind.DATE)
    given_by: Mapped[UUID | None] = field("交办人", Kind.LINK, link="staff")
    owner: Mapped[UUID | None] = field(
        "责任人", Kind.LINK, link="staff", aliases=("责任单位/人", "承办人")
    )
    unit: Mapped[UUID | None] = field(
        "责任单位", Kind.LINK, link="organisation", aliases=("承办单位",)
    )
    helper: Mapped[UUID | None] = field("协办人", Kind.LINK, link="staff")
    demand: Mapped[str | None] = field("交办要求", Kind.LONG, width=24)
    due: Mapped[date | None] = field("办理时限", Kind.DATE, aliases=("完成时限", "时限"))
    progress: Mapped[str | None] = field("进展", Kind.LONG, width=24, aliases=("进展情况",))
    state: Mapped[str | None] = field(
        "状态", Kind.CODE, code="task_state", width=8, default="open", index=True
    )
    done_on: Mapped[date | None] = field("销号日期", Kind.DATE, aliases=("完成日期",))
    closed_by: Mapped[UUID | None] = field("销号人", Kind.LINK, link="staff", given=True)
    closing: Mapped[str | None] = field("销号说明", width=20, given=True)
    due_first: Mapped[date | None] = field("原时限", Kind.DATE, given=True)
    raised_on: Mapped[date | None] = field("提交周例会日期", Kind.DATE, given=True)
    matter: Mapped[UUID | None] = field("清单事项", Kind.LINK, link="listed_matter", width=16)
    off_list: Mapped[bool] = field("清单外", Kind.YES, given=True)
    off_list_by: Mapped[UUID | None] = field("清单外批准人", Kind.LINK, link="staff")
    off_list_until: Mapped[date | None] = field("清单外截止", Kind.DATE)
    postponed: Mapped[int | None] = field("延期次数", Kind.WHOLE, width=8, given=True, default=0)
    voided_on: Mapped[date | None] = field("作废日期", Kind.DATE, given=True)
    void_reason: Mapped[str | None] = field("作废原因", sensitive=True, given=True)


def due_after_given(values: Values) -> Iterable[Problem]:
    """A task cannot be due before it is given."""
    given, due = values.get("given_on"), values.get("due")
    if isinstance(given, date) and isinstance(due, date) and due < given:
        yield Problem("due", "办理时限早于交办日期，请核对")


LEDGER = Ledger(
    Task,
    title="交办事项台账",
    columns=(
        Task.given_on,
        Task.source,
        Task.title,
        Task.owner,
        Task.due,
        Task.progress,
        Task.state,
        Task.done_on,
    ),
    form=(
        Group(
            "交办",
            (Task.title, Task.source, Task.given_on, Task.given_by, Task.demand, Task.matter),
        ),
        Group(
            "办理",
            (
                Task.owner,
                Task.unit,
                Task.helper,
                Task.due,
                Task.state,
                Task.done_on,
                Task.progress,
            ),
        ),
    ),
    naming=Task.title,
    search=(Task.number, Task.title, Task.progress),
    rules=(due_after_given,),
    unit="项",
    detail=(Task.source, Task.owner),
    order=Task.due,
    same=(Task.title, Task.given_on),
    number=Task.number,
    state=Task.state,
    due=Task.due,
    settled=frozenset({DONE, CLOSED}),
    told=(Task.title,),
    again=(
        Task.source,
        Task.given_on,
        Task.given_by,
        Task.owner,
        Task.helper,
        Task.due,
    ),
)
