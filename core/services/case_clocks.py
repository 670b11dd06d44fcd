"""Every period that runs in a case, read from its days and today (`domain/mediation.md` §4.2).

Nothing is written: a period is there as soon as the day is known that starts it. Periods are
settings; the days off come from the yearly table, and a year without one is said, never guessed.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy.orm import Session

from core.errors import Invalid
from core.services import settings
from core.services.case_file import CaseFile
from core.settings import (
    CONFIRMATION_DAYS,
    COURT_RULES_DAYS,
    COURT_TAKES_DAYS,
    ENFORCEMENT_YEARS,
    FILING_DAYS,
    FOLLOW_UP_DAYS,
    FOLLOW_UP_ON_SPOT,
    REVIEW_DAYS,
)
from core.workdays import Calendar

_PERIODS = (
    REVIEW_DAYS,
    CONFIRMATION_DAYS,
    FOLLOW_UP_DAYS,
    FOLLOW_UP_ON_SPOT,
    FILING_DAYS,
    COURT_TAKES_DAYS,
    COURT_RULES_DAYS,
    ENFORCEMENT_YEARS,
)
_WAITING = "Z10"
_UNSETTLED = ("Z20", "Z30", "Z31", "Z32", "Z40", "Z91")
_SETTLED = ("Z41", "Z42", "Z61", "Z63", "Z50")
_UNFILED = (*_SETTLED, "Z70", "Z80")
_DECIDING = ("C0", "C1")


@dataclass(frozen=True, slots=True)
class Clock:
    """One running period: its end by the calendar, and moved past days off.

    `about` says which promise it is; `stopped` while mediation stands still; `note` where the
    table of a year is missing.
    """

    key: str
    label: str
    natural: date
    shifted: date
    note: str = ""
    stopped: bool = False
    about: str = ""

    def left(self, today: date) -> int:
        """Days until the end, negative when it is past."""
        return (self.shifted - today).days


@dataclass(frozen=True, slots=True)
class Periods:
    """How long the periods are here, by the keys of their settings."""

    days: dict[str, int]
    calendar: Calendar

    def clock(self, key: str, label: str, natural: date, *, stopped: bool = False) -> Clock:
        """The period that ends on `natural`."""
        try:
            return Clock(key, label, natural, self.calendar.shifted(natural), stopped=stopped)
        except Invalid as unknown:
            return Clock(key, label, natural, natural, unknown.text, stopped)

    def after(self, day: date, period: str) -> date:
        """The natural last day of a period that begins the day after `day`."""
        return day + timedelta(self.days[period])


def periods(session: Session, calendar: Calendar) -> Periods:
    """The station's periods."""
    return Periods({one.key: settings.whole(session, one) for one in _PERIODS}, calendar)


def clocks(file: CaseFile, known: Periods) -> tuple[Clock, ...]:
    """Every period running in a case, the first to end first."""
    case = file.case
    if case.voided_on is not None or case.binned is not None:
        return ()
    running = (one for find in _RUNNING for one in find(file, known))
    return tuple(sorted(running, key=lambda one: (one.stopped, one.shifted)))


def _review(file: CaseFile, known: Periods) -> Iterator[Clock]:
    case = file.case
    if case.state != _WAITING or case.applied_on is None:
        return
    days = known.days[REVIEW_DAYS.key]
    try:
        last = known.calendar.add_workdays(case.applied_on, days)
        yield Clock("review", "受理审查", last, last)
    except Invalid as unknown:
        last = case.applied_on + timedelta(days)
        yield Clock("review", "受理审查", last, last, unknown.text)


def _mediation(file: CaseFile, known: Periods) -> Iterator[Clock]:
    case = file.case
    if case.state in _UNSETTLED and case.due is not None:
        stopped = case.suspended_on is not None
        yield known.clock("mediation", "调解期限", case.due, stopped=stopped)


def _performance(file: CaseFile, _known: Periods) -> Iterator[Clock]:
    """Promises have the very day that was agreed: it moves past no day off."""
    if file.agreement is None or file.agreement.effective_on is None:
        return
    for one in file.items:
        if one.due is not None and one.done_on is None:
            about = f"{one.payer}{one.item}"
            yield Clock("performance", "履行", one.due, one.due, about=about)


def _court(file: CaseFile, known: Periods) -> Iterator[Clock]:
    found = file.confirmation
    if found is None:
        return
    if found.state in _DECIDING and found.due is not None:
        yield known.clock("confirmation", "申请司法确认", found.due)
    elif found.state == "C2" and found.applied_on is not None:
        last = known.after(found.applied_on, COURT_TAKES_DAYS.key)
        yield known.clock("court_takes", "法院决定受理", last)
    elif found.state == "C3" and found.taken_on is not None:
        last = known.after(found.taken_on, COURT_RULES_DAYS.key)
        yield known.clock("court_rules", "法院审查", last)
    elif found.state == "C4" and any(one.done_on is None for one in file.items):
        yield from _enforcement(file, known)


def _enforcement(file: CaseFile, known: Periods) -> Iterator[Clock]:
    last = max((one.due for one in file.items if one.due and not one.done_on), default=None)
    if last is not None:
        years = known.days[ENFORCEMENT_YEARS.key]
        yield known.clock("enforcement", "申请强制执行", _years_on(last, years))


def _years_on(day: date, years: int) -> date:
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)


def _follow_up(file: CaseFile, known: Periods) -> Iterator[Clock]:
    case, agreement = file.case, file.agreement
    wanted = case.state in _SETTLED and not case.follow_up_waived
    if not wanted or file.follow_ups or agreement is None or agreement.effective_on is None:
        return
    ends = [one.due for one in file.items if one.due is not None]
    last = max(ends, default=agreement.effective_on)
    on_spot = last <= agreement.effective_on
    period = FOLLOW_UP_ON_SPOT if on_spot else FOLLOW_UP_DAYS
    yield known.clock("follow_up", "回访", known.after(last, period.key))


def _filing(file: CaseFile, known: Periods) -> Iterator[Clock]:
    case = file.case
    if case.state in _UNFILED and case.closed_on is not None:
        yield known.clock("filing", "立卷归档", known.after(case.closed_on, FILING_DAYS.key))


_RUNNING: Sequence[Callable[[CaseFile, Periods], Iterator[Clock]]] = (
    _review,
    _mediation,
    _performance,
    _court,
    _follow_up,
    _filing,
)
