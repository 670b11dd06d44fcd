"""The numbers of the tasks: given, due, on time (R30), late, postponed, off the lists."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from core import codes
from core.records.listed_matter import ListedMatter
from core.records.task import LEDGER, Task
from core.services import caseload, records, task, task_given
from core.services.figures import Figure, Period, counted
from core.services.pending import COUNTS


@dataclass(frozen=True, slots=True)
class Told:
    """One figure, what it is called and what it counts."""

    name: str
    figure: Figure
    meaning: str


def figures(session: Session, period: Period, today: date) -> tuple[Told, ...]:
    """The tasks of a period in numbers; days still to come are judged by none of them."""
    until = min(period.until, today)
    due = Task.due.between(period.since, until)
    days = caseload.within
    asked = (
        ("交办", days(Task.given_on, period), "这期间交办的"),
        ("销号", days(Task.done_on, period) & (Task.state == "closed"), "这期间办完并已销号的"),
        ("延过期", due & (Task.postponed > 0), "这期间到期的，延过期的"),
        ("提请周例会", days(Task.raised_on, period), "延期三次，提请周例会的"),
        ("清单外", days(Task.given_on, period) & Task.off_list, "这期间交办的，没有清单可依的"),
    )
    rate = task.on_time_rate(session, period.since, until)
    late = task.overdue(session, until)
    return (
        *(Told(name, counted(_ids(session, met)), meaning) for name, met, meaning in asked[:2]),
        Told("按时完成率", rate, "这期间到期的，时限内办完的"),
        Told("超期未办完", late, f"到{until.month}月{until.day}日已过时限，还没办完的"),
        *(Told(name, counted(_ids(session, met)), meaning) for name, met, meaning in asked[2:]),
    )


def _ids(session: Session, met: ColumnElement[bool]) -> list[UUID]:
    query = select(Task.id).where(*COUNTS, met).order_by(Task.given_on, Task.id)
    return list(session.scalars(query))


@dataclass(frozen=True, slots=True)
class Line:
    """The tasks of one source: all of them, and by the list that names them."""

    source: str
    given: int
    parts: tuple[int, ...]
    off: int


@dataclass(frozen=True, slots=True)
class OffList:
    """The sheet of what stood on no list: one line a source, then the matters themselves."""

    period: Period
    parts: tuple[str, ...]
    lines: tuple[Line, ...]
    matters: tuple[records.Row, ...]

    @property
    def total(self) -> Line:
        """All sources together."""
        return Line(
            "合计",
            sum(one.given for one in self.lines),
            tuple(sum(column) for column in zip(*(one.parts for one in self.lines), strict=True))
            or (0,) * len(self.parts),
            sum(one.off for one in self.lines),
        )


def off_list(session: Session, period: Period) -> OffList:
    """What was handed out in a period beside the lists, beside how much there was in all."""
    query = (
        select(Task.id, Task.source, Task.off_list, ListedMatter.part)
        .outerjoin(ListedMatter, Task.matter == ListedMatter.id)
        .where(*COUNTS, caseload.within(Task.given_on, period))
        .order_by(Task.given_on, Task.id)
    )
    rows = session.execute(query).tuples().all()
    parts = [one for one in codes.table("matter_part").items if one.code != task_given.WITHDRAWN]
    lines = []
    for source in codes.table("task_source").items:
        of = [(off, part) for _, named, off, part in rows if named == source.code]
        on = [part for off, part in of if not off]
        by_part = tuple(on.count(one.code) for one in parts)
        if of:
            lines.append(Line(source.name, len(of), by_part, len(of) - len(on)))
    off = [one for one, _, is_off, _ in rows if is_off]
    matters = tuple(records.rows(session, LEDGER, off))
    return OffList(period, tuple(one.name for one in parts), tuple(lines), matters)
