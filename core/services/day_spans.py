"""The days a list is narrowed to: words that go with the calendar (本月), or one day to another."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from core.services import figures
from core.services.figures import Period

_DAY = timedelta(days=1)
_TO = ".."


@dataclass(frozen=True, slots=True)
class Days:
    """Days from one to another, both included; an end nobody named is open."""

    since: date | None = None
    until: date | None = None

    def __contains__(self, day: date) -> bool:
        return (self.since or day) <= day <= (self.until or day)

    @property
    def words(self) -> str:
        """2026-03-01 至 2026-03-15; one day alone; 2026-03-01 起."""
        if self.since == self.until:
            return str(self.since)
        if self.until is None:
            return f"{self.since} 起"
        return f"{self.since or ''} 至 {self.until}".strip()

    @property
    def key(self) -> str:
        """The days as they are kept: 2026-03-01..2026-03-15."""
        return _TO.join("" if end is None else str(end) for end in (self.since, self.until))


@dataclass(frozen=True, slots=True)
class _Span:
    """What people call some days, and which they are on a day."""

    name: str
    of: Callable[[date], Period]


SPANS: Mapping[str, _Span] = {
    "today": _Span("今天", lambda day: Period(day, day)),
    "week": _Span("本周", figures.week_of),
    "last_week": _Span("上周", lambda day: figures.week_of(day - 7 * _DAY)),
    "month": _Span("本月", figures.month_of),
    "last_month": _Span("上月", lambda day: figures.month_of(day.replace(day=1) - _DAY)),
    "year": _Span("今年", lambda day: Period(date(day.year, 1, 1), date(day.year, 12, 31))),
}

_RUNNING = ("month", "year")
"""Counted up to now they are called the same."""


def meant(key: str, today: date) -> Days:
    """The days a word or a pair of days means today."""
    if key in SPANS:
        period = SPANS[key].of(today)
        return Days(period.since, period.until)
    return read(key)


def read(key: str) -> Days:
    """The days behind a `key`, or the one day that is written alone."""
    first, to, last = key.partition(_TO)
    ends = (date.fromisoformat(one) if one else None for one in (first, last if to else first))
    return Days(*ends)


def named(days: Days, today: date) -> str:
    """What people call these days today; nothing where they have no word for them."""
    for key, one in SPANS.items():
        span = meant(key, today)
        so_far = (Days(span.since), Days(span.since, today)) if key in _RUNNING else ()
        if days in (span, *so_far):
            return one.name
    return ""
