"""The task by which a visit is handed out: as the visit says, until it is closed."""

from datetime import date

from core.records.task import CLOSED, Task
from core.records.visit import Visit
from core.services import task, task_given
from core.station import Tx

CLOSED_WITH_VISIT = "来访来电已办结"


def mirror(tx: Tx, visit: Visit) -> None:
    """Who has a matter in hand has it among his tasks, with the same title and limit."""
    handed = _of(tx, visit)
    if handed is None and visit.owner is not None and visit.closed_on is None:
        handed = _new(tx, visit)
    if handed is not None and handed.state != CLOSED:
        handed.title, handed.owner, handed.due = visit.title, visit.owner, visit.due


def end(tx: Tx, visit: Visit, day: date) -> None:
    """What is settled is no task any more."""
    handed = _of(tx, visit)
    if handed is None or handed.voided_on or handed.binned:
        return
    if handed.state != CLOSED:
        task.close(tx, handed.id, max(day, handed.given_on or day), CLOSED_WITH_VISIT)


def _new(tx: Tx, visit: Visit) -> Task:
    made = Task(title=visit.title, source="visit", given_on=tx.today, given_by=visit.receiver)
    made.state, made.postponed = "open", 0
    tx.add(made)
    task_given.follow(tx, [made])
    visit.task = made.id
    return made


def _of(tx: Tx, visit: Visit) -> Task | None:
    return None if visit.task is None else tx.session.get(Task, visit.task)
