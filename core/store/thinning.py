"""Which backups are kept as they grow old: many of the last day, then fewer and fewer."""

from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta


@dataclass(frozen=True, slots=True)
class Rule:
    """All of so many hours, then the last of each of so many days, weeks and months."""

    hours: int
    days: int
    weeks: int
    months: int


FAR = Rule(hours=24, days=7, weeks=5, months=12)
"""On a second disk."""
NEAR = Rule(hours=2, days=3, weeks=1, months=0)
"""On the station's own disk."""


def kept(moments: Iterable[datetime], now: datetime, rule: Rule) -> set[datetime]:
    """Those of `moments` that stay at `now`; the youngest always does."""
    falling = sorted(moments, reverse=True)
    stay = {one for one in falling if now - one <= timedelta(hours=rule.hours)} | set(falling[:1])
    steps: tuple[tuple[Callable[[datetime], Hashable], int], ...] = (
        (datetime.date, rule.days),
        (lambda one: one.isocalendar()[:2], rule.weeks),
        (lambda one: (one.year, one.month), rule.months),
    )
    for period, count in steps:
        last: dict[Hashable, datetime] = {}
        for one in falling:
            last.setdefault(period(one), one)
        stay |= set(list(last.values())[:count])
    return stay
