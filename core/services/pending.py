"""What waits to be done: tasks, dated cases and performance items, the most urgent first."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import Session

from core.errors import Invalid
from core.records.mediation_case import MediationCase, Performance
from core.records.task import CLOSED, DONE, Task
from core.services import absence, caseload, namesakes, records
from core.workdays import Calendar

NEAR_DAYS = 3
_UNCLOSED = ("open", "doing", DONE)
COUNTS = (Task.binned.is_(None), Task.voided_on.is_(None))
"""That a task counts: one in the bin or voided does not."""

Listed = Callable[[Session], Sequence[UUID]]
"""Finds the records behind a figure, when somebody wants to see them."""

_DAY = timedelta(days=1)
_MONTH = timedelta(days=30)
_NOBODY = "未定责任人"
OFTEN = 3
"""Postponed so often, a task goes before the weekly meeting."""


@dataclass(frozen=True, slots=True)
class Item:
    """One matter and the record behind it.

    `days_late` is negative before the due day, 0 on it, None without one; `owner` is the member
    of staff who has it in hand; `listed` finds the records of several told as one matter.
    """

    text: str
    note: str = ""
    table: str | None = None
    id: UUID | None = None
    days_late: int | None = None
    owner: UUID | None = None
    listed: Listed | None = None

    @property
    def line(self) -> str:
        """The matter in one line, with what is to be known about it."""
        return f"{self.text}（{self.note}）" if self.note else self.text


def near(calendar: Calendar, day: date) -> tuple[date, str]:
    """Until when a due day is near (临期), and the words for it.

    Three working days; three days where the table of a year is missing, as none is guessed.
    """
    try:
        last = calendar.add_workdays(day, NEAR_DAYS)
    except Invalid:
        return day + NEAR_DAYS * _DAY, f"{NEAR_DAYS}天内"
    return last, f"{NEAR_DAYS}个工作日内"


def shifted(calendar: Calendar, day: date) -> date:
    """`day`, or the next working day; `day` itself where the table of the year is missing."""
    try:
        return calendar.shifted(day)
    except Invalid:
        return day


def day_words(day: date) -> str:
    """3月5日."""
    return f"{day.month}月{day.day}日"


def due_words(due: date | None, day: date) -> str:
    """How a due day is told on `day`: 3月23日到期，超期2天."""
    if due is None:
        return "未定时限"
    late = (day - due).days
    if late == 0:
        return "今日到期"
    return f"{day_words(due)}到期，" + (f"超期{late}天" if late > 0 else f"剩{-late}天")


def tasks(session: Session, day: date, last: date | None = None) -> list[Item]:
    """The tasks given by `day` and not closed: all, or those not done and due by `last`."""
    return told_tasks(session, day, list(session.scalars(unclosed(day, last))))


def unclosed(day: date, last: date | None = None) -> Select[tuple[Task]]:
    """The tasks given by `day` and not closed, the first due first; see `tasks`."""
    query = select(Task).where(
        *COUNTS,
        or_(Task.state.is_(None), Task.state.in_(_UNCLOSED)),
        or_(Task.given_on.is_(None), Task.given_on <= day),
    )
    if last is not None:
        query = query.where(caseload.late(Task.due) <= last, Task.state != DONE)
    undated = or_(Task.due.is_(None), Task.state == DONE)
    return query.order_by(undated, Task.due, Task.id)


def closed(session: Session, day: date) -> list[Item]:
    """The tasks closed in the last month, the youngest first: one of them may be taken up again."""
    query = select(Task).where(*COUNTS, Task.state == CLOSED, Task.done_on > day - _MONTH)
    found = list(session.scalars(query.order_by(Task.done_on.desc(), Task.id)))
    names = namesakes.told(session, {task.owner for task in found if task.owner})
    return [
        Item(
            task.title,
            _joined(_who(task, names), f"{day_words(task.done_on)}销号"),
            "task",
            task.id,
        )
        for task in found
        if task.done_on is not None
    ]


def _who(task: Task, names: dict[UUID, str]) -> str:
    return names.get(task.owner, _NOBODY) if task.owner else _NOBODY


def told_tasks(session: Session, day: date, found: Sequence[Task]) -> list[Item]:
    """Tasks as matters, with who has them in hand: of somebody away, who acts in that place."""
    absent = absence.away(session, day) if found else {}
    owners = {task.owner for task in found if task.owner}
    acting = {one: absence.acting(absent, one) for one in owners}
    units = {task.unit for task in found if task.unit and not task.owner}
    names = namesakes.told(session, owners.union(acting.values()))
    names |= records.titles(session, "organisation", units)
    return urgent_first(_task(task, day, _hands(task, names, acting)) for task in found)


def _hands(task: Task, names: dict[UUID, str], acting: dict[UUID, UUID]) -> tuple[str, UUID | None]:
    """Who has a task in hand today, in words and by identity: 王秀英（李四代）."""
    if task.owner is None:
        return names.get(task.unit, _NOBODY) if task.unit else _NOBODY, None
    named, now = names.get(task.owner, _NOBODY), acting[task.owner]
    return (named if now == task.owner else f"{named}（{names[now]}代）"), now


def _task(task: Task, day: date, hands: tuple[str, UUID | None]) -> Item:
    owner, now = hands
    due = None if task.state == DONE else task.due
    told = "已完成待销号" if task.state == DONE else due_words(due, day)
    age = f"交办{(day - task.given_on).days}天" if task.given_on else ""
    note = _joined(owner, told, age, _postponed_words(task.postponed or 0))
    return Item(task.title, note, "task", task.id, _late(due, day), now)


def _postponed_words(times: int) -> str:
    """A task postponed three times goes before the weekly meeting."""
    told = f"延期{times}次" if times else ""
    return f"{told}，提请周例会" if times >= OFTEN else told


def cases(session: Session, day: date, last: date) -> list[Item]:
    """The open cases that are overdue on `day` or due by `last`."""
    return told_cases(session, day, list(session.scalars(dated(day, last))))


def dated(day: date, last: date) -> Select[tuple[MediationCase]]:
    """The open cases that are overdue on `day` or due by `last`, the first due first."""
    query = select(MediationCase).where(*caseload.COUNTS, caseload.due_by(day, last))
    return query.order_by(MediationCase.due, MediationCase.id)


def told_cases(session: Session, day: date, found: Sequence[MediationCase]) -> list[Item]:
    """Cases as matters, with who has them in hand."""
    names = namesakes.told(session, {case.mediator for case in found if case.mediator})
    return urgent_first(_case(case, day, names) for case in found)


def _case(case: MediationCase, day: date, names: dict[UUID, str]) -> Item:
    mediator = names.get(case.mediator, "") if case.mediator else ""
    age = f"受理{(day - case.accepted_on).days}天" if case.accepted_on else ""
    note = _joined(mediator or "未定调解员", due_words(case.due, day), age)
    late = _late(case.due, day)
    return Item(case.title, note, "mediation_case", case.id, late, case.mediator)


def performances(session: Session, day: date, last: date) -> list[Item]:
    """The performance items not done that are due by `last`; they lead to their case."""
    return told_performances(day, session.execute(promised(last)).tuples())


def promised(last: date) -> Select[tuple[Performance, MediationCase]]:
    """The performance items not done that are due by `last`, each with its case."""
    query = select(Performance, MediationCase).where(*caseload.performance_due(last))
    return query.order_by(Performance.due, Performance.id)


def told_performances(day: date, found: Iterable[tuple[Performance, MediationCase]]) -> list[Item]:
    """Performance items as matters of their cases."""
    return urgent_first(_performance(item, case, day) for item, case in found)


def _performance(item: Performance, case: MediationCase, day: date) -> Item:
    amount = f"{item.amount}元" if item.amount else ""
    note = _joined(case.title, due_words(item.due, day))
    text = f"履行：{item.payer}{item.item}{amount}"
    return Item(text, note, "mediation_case", case.id, _late(item.due, day), case.mediator)


def urgent_first(items: Iterable[Item]) -> list[Item]:
    """The longest overdue first, what has no due day last."""
    return sorted(items, key=lambda item: (item.days_late is None, -(item.days_late or 0)))


def _late(due: date | None, day: date) -> int | None:
    return None if due is None else (day - due).days


def _joined(*parts: str) -> str:
    return "，".join(part for part in parts if part)
