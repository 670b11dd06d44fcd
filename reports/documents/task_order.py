"""交办单: a stub that stays and a copy that goes out, one number across the line between them."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.records.task import Task
from core.records.visit import Visit
from core.services import answerable, founding, namesakes, records
from reports import wording
from reports.form import Form, Issue
from reports.page import Block, Cell, Document, Labelled, Paragraph, Running, Space, Title
from reports.paper import FORM as FORM_STYLE
from reports.paper import Paper, Type
from reports.wording import Wording, dated

_NAME = "task_order"
_STYLE = replace(
    FORM_STYLE,
    paper=Paper(top=14, bottom=12, left=25, right=20),
    title=Type("title", 18, 25),
    subtitle=Type("fang", 11, 16),
    body=Type("fang", 11, 16),
    label=Type("hei", 10.5, 15),
    cell=Type("fang", 10.5, 15),
    title_gap=0.2,
    padding=4.0,
)
_WIDTHS = (1.25, 2.4, 1.25, 2.4)
_UNTIL_CUT, _FROM_CUT = 0.7, 0.5
"""Lines of room around the line to tear along."""


@dataclass(frozen=True, slots=True)
class Order:
    """One task as the paper tells it, texts by the name of their box."""

    station: str
    number: str
    task: Task
    giver: str
    owner: str
    helper: str
    issue: Issue
    answer: str = ""


def gather(session: Session, identity: UUID, issue: Issue) -> Order:
    """Read the task once."""
    task = records.get(session, Task, identity)
    people = (task.given_by, task.owner, task.helper)
    names = namesakes.told(session, [one for one in people if one])
    unit = records.titles(session, "organisation", [task.unit]) if task.unit else {}
    giver, owner, helper = (names.get(one, "") if one else "" for one in people)
    return Order(
        founding.own(session).name,
        task.number or "",
        task,
        giver,
        "　".join(filter(None, (*unit.values(), owner))),
        helper,
        issue,
        _answer(session, identity),
    )


def _answer(session: Session, task: UUID) -> str:
    """Who was responsible for the grid of the visit a task came from, when they came."""
    visit = session.scalars(select(Visit.id).where(Visit.task == task, Visit.binned.is_(None)))
    found = answerable.of_records(session, Visit.__tablename__, visit.all())
    return next((one.told for one in found.values()), "")


def compose(order: Order) -> Document:
    """The stub above, the copy below."""
    words = wording.load(_NAME)
    named = order.number or "________"
    return Document(
        words.text("标题"),
        (
            *_copy(order, words, "存根"),
            Space(_UNTIL_CUT),
            Paragraph(words.text("骑缝", 编号=named), indent=0, align="center"),
            Space(_FROM_CUT),
            *_copy(order, words, "标题"),
        ),
        _STYLE,
        running=Running(numbers=""),
        watermark=order.issue.watermark,
        record=order.number or "未编号的交办单",
    )


def _copy(order: Order, words: Wording, title: str) -> Iterator[Block]:
    yield Title(words.text(title), order.station)
    yield Paragraph(words.text("编号", 编号=order.number), indent=0, align="right")
    boxes = dict(zip(words.lines("栏目"), _known(order, words), strict=False))
    yield Labelled(tuple(_rows(words.lines("栏目"), boxes, stub=title == "存根")), _WIDTHS)


def _known(order: Order, words: Wording) -> Iterator[str]:
    """What is filled in, box by box; the rest is written by hand."""
    task = order.task
    yield dated(task.given_on)
    yield order.giver
    yield order.owner
    yield order.helper
    yield "\n".join(filter(None, (task.title, _responsible(order, words))))
    yield task.demand or ""
    yield words.text("时限", 时限=dated(task.due)) if task.due else ""


def _responsible(order: Order, words: Wording) -> str:
    return words.text("网格责任人", 责任人=order.answer) if order.answer else ""


def _rows(
    names: tuple[str, ...], boxes: dict[str, str], *, stub: bool
) -> Iterator[tuple[Cell, ...]]:
    """The boxes in their order; what happens with it is told on the copy alone."""
    day, giver, owner, helper, matter, demand, due, wish, receipt, *course = names

    def cell(name: str, lines: int = 1, span: int = 1) -> Cell:
        return Cell(name, boxes.get(name, ""), span, lines)

    yield cell(day), cell(giver)
    yield cell(owner), cell(helper)
    yield (cell(matter, 2, 2),)
    yield (cell(demand, 2 if stub else 3, 2),)
    yield cell(due), cell(receipt)
    if not stub:
        told, done, signed, closing = course
        yield (cell(wish, 2, 2),)
        yield (cell(told, 5, 2),)
        yield cell(done), cell(signed)
        yield (cell(closing, 2, 2),)


FORM = Form(_NAME, "交办单", "task", gather, compose)
"""Printed at any state; what is not known is a box to write in."""
