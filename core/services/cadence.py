"""When the station meets: the rhythm of each kind of meeting, kept to working days."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from core import codes
from core.errors import Invalid
from core.records.meeting import Meeting
from core.services import settings
from core.services.figures import Period
from core.services.pending import day_words
from core.settings import MEETING_DAILY, MEETING_HALF, MEETING_MONTHLY, MEETING_WEEKLY, NEVER
from core.workdays import Calendar

DAILY, WEEKLY, HALF, MONTHLY = "daily", "weekly", "half", "monthly"
TOPIC, JOINT = "topic", "joint"
REGULAR = (DAILY, WEEKLY, HALF, MONTHLY)
BY_HAND = (TOPIC, JOINT)
KINDS = (*REGULAR, *BY_HAND)
"""What the window prepares; other kinds in the ledger are typed there."""

LAST, FIRST = "last", "first"

_RHYTHMS = {
    DAILY: MEETING_DAILY,
    WEEKLY: MEETING_WEEKLY,
    HALF: MEETING_HALF,
    MONTHLY: MEETING_MONTHLY,
}
_USUAL = {WEEKLY: timedelta(7), HALF: timedelta(15), MONTHLY: timedelta(30)}
_DAY = timedelta(1)
_BEFORE, _AFTER = timedelta(16), timedelta(70)
_WEEKDAYS = "一二三四五六日"
_MIDDLE = 15


@dataclass(frozen=True, slots=True)
class Proposal:
    """When the next meeting of a kind would be, in words; no day where none can be told."""

    said: str
    day: date | None = None


def called(kind: str) -> str:
    """What a kind of meeting is called in a sentence: 晨会, 周例会."""
    return "晨会" if kind == DAILY else codes.name_of("meeting_kind", kind)


def proposed(session: Session, kind: str, after: date, calendar: Calendar) -> Proposal:
    """The next meeting of a kind after a day, or why none is proposed."""
    name = called(kind)
    try:
        day = next_day(session, kind, after, calendar)
    except Invalid as refused:
        return Proposal(f"下次{name}的日期算不出：{refused.text}")
    if day is None:
        return Proposal("" if kind in BY_HAND else f"{name}在“设置”里是不开的")
    return Proposal(f"下次{name}：{day_words(day)}（周{_WEEKDAYS[day.weekday()]}）", day)


def next_day(session: Session, kind: str, after: date, calendar: Calendar) -> date | None:
    """The first day after `after` on which such a meeting is due; none where none ever is.

    What falls on days off is held on the next working day; the end of a month comes before it.
    """
    rhythm = _RHYTHMS.get(kind)
    wanted = settings.value(session, rhythm) if rhythm else NEVER
    if wanted == NEVER:
        return None
    if kind == DAILY:
        return calendar.next_workday(after)
    return next(day for day in _due(kind, wanted, after, calendar) if day > after)


def around(session: Session, kind: str, day: date) -> tuple[Period, date]:
    """The days since the last meeting of the kind, and the day it looks ahead to."""
    usual = _USUAL.get(kind, _USUAL[MONTHLY])
    last = last_held(session, kind, day)
    since = last.held_on if last is not None else day - usual
    return Period(since, day - _DAY), day + usual


def last_held(session: Session, kind: str, before: date) -> Meeting | None:
    """The last meeting of a kind before a day."""
    query = (
        select(Meeting)
        .where(Meeting.kind == kind, Meeting.held_on < before, Meeting.binned.is_(None))
        .order_by(Meeting.held_on.desc(), Meeting.id.desc())
    )
    return session.scalars(query.limit(1)).first()


def _due(kind: str, wanted: str, after: date, calendar: Calendar) -> Iterator[date]:
    """The days such meetings are held on, from about `after` on."""
    day = after - _BEFORE
    while day <= after + _AFTER:
        back = _nominal(kind, wanted, day)
        if back is not None and (day > after or day.year in calendar.known_years):
            yield _moved(day, calendar, -_DAY if back else _DAY)
        day += _DAY


def _nominal(kind: str, wanted: str, day: date) -> bool | None:
    """Whether a meeting is meant for `day`; True where days off move it back, not on."""
    ends = (day + _DAY).day == 1
    if kind == WEEKLY:
        return False if day.isoweekday() == int(wanted) else None
    if kind == MONTHLY and wanted == LAST:
        return True if ends else None
    if kind == MONTHLY:
        return False if day.day == (1 if wanted == FIRST else int(wanted)) else None
    return _half_monthly(int(wanted), day, ends=ends)


def _half_monthly(first: int, day: date, *, ends: bool) -> bool | None:
    if first == _MIDDLE and ends:
        return True
    second = first + _MIDDLE
    held = day.day == first or (first != _MIDDLE and day.day == second)
    return False if held else None


def _moved(day: date, calendar: Calendar, step: timedelta) -> date:
    while not calendar.is_workday(day):
        day += step
    return day
