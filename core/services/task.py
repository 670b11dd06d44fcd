"""Tasks after they were given: progress, closing, postponing, and how many were on time."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from core.errors import Invalid
from core.records.attachment import Attachment
from core.records.task import CLOSED, DONE, Task
from core.records.user import User
from core.rights import Right
from core.services import task_given
from core.services.figures import Figure, counted, rate
from core.services.pending import COUNTS, OFTEN, day_words
from core.services.records import get
from core.station import Tx, operation

DOING = "doing"


@operation("填写进展", needs=Right.KEEP)
def progress(tx: Tx, task: UUID, text: str, *, done: bool = False) -> None:
    """Add a dated line to the progress of a task; `done` says that the work is finished."""
    one = _unclosed(tx, task)
    if not text.strip():
        raise Invalid("请写明进展情况。")
    _note(tx, one, text.strip())
    one.state = DONE if done else DOING
    one.done_on = tx.today if done else None
    _name(tx, one)


@operation("销号", needs=Right.KEEP)
def close(tx: Tx, task: UUID, day: date | None = None, closing: str = "") -> None:
    """Close a task on evidence: a sentence, what progress tells, or an attachment.

    `day` is when the work was done, today if nothing else is known.
    """
    one = _unclosed(tx, task)
    done = day or one.done_on or tx.today
    if done > tx.today:
        raise Invalid("销号日期不能晚于今天，请核对。")
    if one.given_on is not None and done < one.given_on:
        raise Invalid(f"销号日期早于交办日期（{one.given_on}），请核对。")
    if not (closing.strip() or one.progress or _attached(tx.session, one)):
        raise Invalid("请写一句办理结果，或先附上照片、材料，再销号。")
    one.state, one.done_on = CLOSED, done
    one.closing, one.closed_by = closing.strip() or None, _own_line(tx)
    tx.on(done)
    _name(tx, one)


@operation("延期", needs=Right.KEEP)
def postpone(tx: Tx, task: UUID, due: date, reason: str = "") -> None:
    """Give a task a later due day; every change of a due day that stood is counted.

    The first due day is kept; the third postponement raises the task to the weekly meeting.
    """
    one = _unclosed(tx, task)
    before = one.due
    if before is not None and due <= before:
        raise Invalid(f"新时限要晚于原时限（{before}），请核对。")
    if one.given_on is not None and due < one.given_on:
        raise Invalid(f"新时限早于交办日期（{one.given_on}），请核对。")
    if before is not None:
        one.postponed = (one.postponed or 0) + 1
        one.due_first = one.due_first or before
        why = f"：{reason.strip()}" if reason.strip() else ""
        _note(tx, one, f"时限由{day_words(before)}延至{day_words(due)}{why}")
        if one.postponed >= OFTEN:
            one.raised_on = one.raised_on or tx.today
    one.due = due
    _name(tx, one)


@operation("重新办理", needs=Right.KEEP)
def reopen(tx: Tx, task: UUID) -> None:
    """Take back that a task was finished or closed."""
    one = _counted(tx, task)
    if one.state not in (DONE, CLOSED):
        raise Invalid("这件事还没有办完，不用重新打开。")
    one.state, one.done_on = DOING, None
    one.closing, one.closed_by = None, None
    _name(tx, one)


@operation("编交办号", needs=Right.KEEP)
def number(tx: Tx, tasks: Sequence[UUID]) -> tuple[str, ...]:
    """The numbers of tasks about to be printed; who has none is given one, in this order."""
    drawn = [task_given.number(tx, _counted(tx, one)) for one in tasks]
    tx.detail = f"：{'、'.join(drawn)}"
    return tuple(drawn)


@operation("批准清单外交办", needs=Right.KEEP)
def allow(tx: Tx, task: UUID, by: UUID, until: date) -> None:
    """Write down who agreed to a matter that stands on no list, and until when."""
    one = _counted(tx, task)
    if not one.off_list:
        raise Invalid("这件事在清单内，不用批准。")
    if one.given_on is not None and until < one.given_on:
        raise Invalid(f"截止日早于交办日期（{one.given_on}），请核对。")
    one.off_list_by, one.off_list_until = by, until
    _name(tx, one)


def on_time_rate(session: Session, since: date, until: date) -> Figure:
    """任务按时完成率 (R30): of the tasks due in these days, those done by their due day."""
    query = (
        select(Task.id, Task.due, Task.done_on)
        .where(*COUNTS, Task.due.between(since, until))
        .order_by(Task.due, Task.id)
    )
    rows = session.execute(query).all()
    on_time = sum(done is not None and done <= due for _, due, done in rows)
    return rate(on_time, [one for one, _, _ in rows])


def overdue(session: Session, day: date) -> Figure:
    """The tasks due before `day` and not done by then; one closed on no known day is done."""
    ended = Task.done_on.is_(None) & func.coalesce(Task.state, "").in_((DONE, CLOSED))
    query = (
        select(Task.id)
        .where(*COUNTS, Task.due < day, ~ended)
        .where(Task.done_on.is_(None) | (Task.done_on > day))
        .order_by(Task.due, Task.id)
    )
    return counted(list(session.scalars(query)))


def _name(tx: Tx, one: Task) -> None:
    """Journal and undo menu name a task by its day: labels carry no person."""
    tx.detail = f"：{day_words(one.given_on)}交办的事项" if one.given_on else "：交办事项"


def _note(tx: Tx, one: Task, text: str) -> None:
    """Add a line to what is known of a task, with the day."""
    line = f"{day_words(tx.today)} {text}"
    one.progress = f"{one.progress}\n{line}" if one.progress else line


def _counted(tx: Tx, task: UUID) -> Task:
    one = get(tx.session, Task, task)
    if one.voided_on is not None or one.binned is not None:
        raise Invalid("这件交办已经作废或删除，不能再办理。")
    return one


def _unclosed(tx: Tx, task: UUID) -> Task:
    one = _counted(tx, task)
    if one.state == CLOSED:
        raise Invalid("这件事已经销号，要继续办理请先用“重新办理”。")
    return one


def _attached(session: Session, one: Task) -> bool:
    query = select(Attachment.id).where(Attachment.owner == one.id, Attachment.binned.is_(None))
    return session.scalar(query.limit(1)) is not None


def _own_line(tx: Tx) -> UUID | None:
    """The acting person's line of the roster, if he is on it."""
    return tx.session.scalar(select(User.staff).where(User.id == tx.actor.id))
