"""What every section of an agenda is asked for: which meeting, what it looks back and ahead on."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy.orm import Session

from core.errors import Invalid
from core.services import cadence
from core.services.cadence import DAILY, HALF, MONTHLY, WEEKLY
from core.services.figures import Period
from core.services.pending import Item, near
from core.workdays import Calendar

REVIEWS = {DAILY: "昨日回顾", WEEKLY: "本周讲评", HALF: "半月回顾", MONTHLY: "本月回顾"}
PLANS = {DAILY: "今日安排", WEEKLY: "下周安排", HALF: "下半月安排", MONTHLY: "下月重点"}
REVIEW, TODAY = REVIEWS[DAILY], PLANS[DAILY]
RAISED = "提请周例会的交办"
CASES = "未办结纠纷"
VISITS = "未办结诉求"
TASKS = "未销号交办"
RETURNED = "退回与重办"
HARD = "重点与难点"
PEOPLE = "值班与人员"
STUDY = "提示与学习"
BRIGHT = "亮点与问题"
PLEASED = "满意度"
OTHER = "其他事项"
ADDED = "会上补充"
AGREED = "议题"

TOLD = frozenset({*REVIEWS.values(), *PLANS.values(), PEOPLE, PLEASED})
"""Sections that are only told: nothing in them has to be settled one by one."""

_DAY = timedelta(days=1)
_OPEN = (CASES, VISITS, TASKS, RETURNED, HARD)
_END = (PEOPLE, STUDY, OTHER)
_BY_HAND = (AGREED, TASKS, OTHER)
_TEMPLATES = {
    DAILY: (REVIEW, *_OPEN, TODAY, *_END),
    WEEKLY: (RAISED, REVIEWS[WEEKLY], *_OPEN, PLANS[WEEKLY], *_END),
    HALF: (RAISED, REVIEWS[HALF], *_OPEN, PLANS[HALF], *_END),
    MONTHLY: (RAISED, REVIEWS[MONTHLY], BRIGHT, PLEASED, *_OPEN, PLANS[MONTHLY], *_END),
}


@dataclass(frozen=True, slots=True)
class Section:
    """One part of the agenda, its matters in the order they are gone through."""

    title: str
    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class Sitting:
    """The meeting an agenda is compiled for.

    It looks back on the days of `past` and ahead as far as `ahead`; what is due by `near` presses.
    """

    day: date
    kind: str
    calendar: Calendar
    past: Period
    near: date
    ahead: date

    @property
    def review(self) -> str:
        """What the look back is called at this kind of meeting."""
        return REVIEWS.get(self.kind, REVIEW)

    @property
    def plan(self) -> str:
        """What the look ahead is called."""
        return PLANS.get(self.kind, TODAY)


Find = Callable[[Session, Sitting], Section]


def template(kind: str) -> tuple[str, ...]:
    """The sections of a kind of meeting, in the order they are gone through."""
    return _TEMPLATES.get(kind, _BY_HAND)


def sitting(session: Session, day: date, kind: str, calendar: Calendar) -> Sitting:
    """The meeting of a kind on a day, with the days it looks back and ahead on."""
    last, _ = near(calendar, day)
    if kind == DAILY:
        return Sitting(day, kind, calendar, since_last_meeting(day, calendar), last, day)
    past, ahead = cadence.around(session, kind, day)
    return Sitting(day, kind, calendar, past, last, ahead)


def since_last_meeting(day: date, calendar: Calendar) -> Period:
    """Yesterday; on the first day after days off, all days from the last working day on."""
    first = day - _DAY
    try:
        while not calendar.is_workday(first):
            first -= _DAY
    except Invalid:
        first = day - _DAY
    return Period(first, day - _DAY)
