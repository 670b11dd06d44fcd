"""Who is expected at a meeting: in post, less leave and rest, with those sent down who are due."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from core import codes
from core.records.duty import DutyShift
from core.records.leave import Leave
from core.records.secondment import Secondment
from core.services import absence, roster, settings
from core.settings import AFTER_DUTY

PRESENT = "present"
_LEAVE, _DUTY = "leave", "duty"
_OUT = "10"
_NIGHTS = ("night", "whole")
_REST = "值班补休"
_DAY = timedelta(1)


@dataclass(frozen=True, slots=True)
class Place:
    """One person's place at a meeting; an `excused` one is not expected, and why."""

    staff: UUID
    state: str = PRESENT
    reason: str | None = None
    substitute: UUID | None = None
    excused: bool = False


def places(session: Session, day: date) -> Iterator[Place]:
    """Everybody in post in the order they joined; who is away names who sits in instead."""
    away = absence.away(session, day)
    resting = _resting(session, day)
    gone = _not_due(session, day)
    for person in roster.on_duty_roll(session, day):
        if person.id in away:
            yield _away(person.id, away)
        elif person.id in resting:
            yield Place(person.id, _LEAVE, _REST, excused=True)
        elif person.id not in gone:
            yield Place(person.id)


def _away(person: UUID, away: dict[UUID, Leave]) -> Place:
    kind = away[person].kind
    instead = absence.acting(away, person)
    return Place(
        person,
        _DUTY if kind == _OUT else _LEAVE,
        codes.name_of("leave_kind", kind),
        None if instead == person or instead in away else instead,
        excused=True,
    )


def _resting(session: Session, day: date) -> frozenset[UUID]:
    """Who was on through the night, where the station lets them rest."""
    if settings.value(session, AFTER_DUTY) != "rest":
        return frozenset()
    query = select(DutyShift.staff).where(
        DutyShift.binned.is_(None), DutyShift.day == day - _DAY, DutyShift.shift.in_(_NIGHTS)
    )
    return frozenset(session.scalars(query))


def _not_due(session: Session, day: date) -> frozenset[UUID]:
    """People sent down who have not come yet or are back where they came from."""
    due: dict[UUID, bool] = {}
    query = select(Secondment).where(Secondment.binned.is_(None))
    for one in session.scalars(query):
        here = one.since <= day and (one.until is None or day <= one.until)
        due[one.staff] = due.get(one.staff, False) or here
    return frozenset(staff for staff, here in due.items() if not here)
