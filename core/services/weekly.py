"""The figures of one report week, and the week before beside them."""

from dataclasses import dataclass, fields
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import InstrumentedAttribute, Session

from core.records.meeting import Meeting
from core.records.task import Task
from core.services import caseload, founding, pending, settings, task
from core.services.caseload import Condition, Tally
from core.services.figures import Figure, Period, counted, read_period, week_of
from core.settings import WEEK_START


@dataclass(frozen=True, slots=True)
class Counts:
    """What is counted; the names are those of `--json`."""

    accepted: Figure
    closed: Figure
    open: Figure
    overdue: Figure
    due_closed_rate: Figure
    agreements: Figure
    amount: Figure
    meetings: Figure
    tasks_given: Figure
    tasks_on_time_rate: Figure
    tasks_overdue: Figure


@dataclass(frozen=True, slots=True)
class Weekly:
    """One weekly sheet's figures: this period, the one before, by kind and by village."""

    station: str
    period: Period
    now: Counts
    before: Counts
    kinds: tuple[Tally, ...]
    villages: tuple[Tally, ...]

    def figures(self) -> dict[str, Figure]:
        """Every figure by its name, those of kinds and villages after a dot."""
        named = {one.name: getattr(self.now, one.name) for one in fields(self.now)}
        named |= {f"{one.name}_before": getattr(self.before, one.name) for one in fields(Counts)}
        named |= {f"kind.{one.name}": one.accepted for one in self.kinds}
        return named | {f"village.{one.name}": one.accepted for one in self.villages}


def weekly(session: Session, period: Period) -> Weekly:
    """The figures of a period as the records stand now."""
    return Weekly(
        founding.own(session).name,
        period,
        counts(session, period),
        counts(session, period.before()),
        tuple(caseload.by_kind(session, period)),
        tuple(caseload.by_village(session, period)),
    )


def counts(session: Session, period: Period) -> Counts:
    """Everything that is counted in a period or stands at its end."""
    agreements, amount = caseload.agreements(session, period)
    return Counts(
        accepted=caseload.figure(session, caseload.accepted_in(period)),
        closed=caseload.figure(session, caseload.closed_in(period)),
        open=caseload.figure(session, caseload.open_on(period.until)),
        overdue=caseload.figure(session, caseload.overdue_on(period.until)),
        due_closed_rate=caseload.closing_rate(session, period),
        agreements=agreements,
        amount=amount,
        meetings=_dated(session, Meeting.held_on, period),
        tasks_given=_dated(session, Task.given_on, period, *pending.COUNTS),
        tasks_on_time_rate=task.on_time_rate(session, period.since, period.until),
        tasks_overdue=task.overdue(session, period.until),
    )


def _dated(
    session: Session, column: InstrumentedAttribute[Any], period: Period, *counts: Condition
) -> Figure:
    """How many records of the column's table have their day in the period."""
    record = column.class_
    query = select(record.id).where(
        record.binned.is_(None), caseload.within(column, period), *counts
    )
    found: list[UUID] = list(session.scalars(query.order_by(column, record.id)))
    return counted(found)


def week_start(session: Session) -> int:
    """The weekday report weeks begin on, 1 (Monday) to 7."""
    return int(settings.value(session, WEEK_START))


def period(session: Session, text: str) -> Period:
    """The period meant by a text such as 2026-W13, weeks beginning as the station has it."""
    return read_period(text, week_start(session))


def last_week(session: Session, day: date) -> Period:
    """The last report week that was over on `day`."""
    now = week_of(day, week_start(session))
    return week_of(now.before().since, week_start(session))
