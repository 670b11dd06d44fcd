"""Working days by the yearly notice on holidays; a year without its table is never guessed."""

import csv
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache
from pathlib import Path

from core import places
from core.checks import narrow
from core.errors import Invalid

_DAY = timedelta(1)
_FRIDAY = 4
_WEEKDAYS = "一二三四五六日"
# Days off in every year; a table without them is not the whole year's.
_ALWAYS_OFF = ((1, 1), (10, 1))
_WORKDAYS = re.compile("([0-9]{1,3}) *个?工作日(?:内|以内|之内)?")


@dataclass(frozen=True, slots=True)
class Calendar:
    """Which days differ from an ordinary week: holidays, and weekend days worked instead.

    `names` says what a holiday is called.
    """

    holidays: frozenset[date]
    worked: frozenset[date]
    names: Mapping[date, str] = field(default_factory=dict, compare=False)

    @property
    def known_years(self) -> tuple[int, ...]:
        """The years whose whole table is here."""
        years = {day.year for day in self.holidays}
        return tuple(sorted(year for year in years if self._knows(year)))

    def is_workday(self, day: date) -> bool:
        """Whether offices work on `day`; `Invalid` for a year without a table."""
        if not self._knows(day.year):
            raise Invalid(
                f"没有{day.year}年的放假调休表，请在“设置”里粘贴该年的放假通知，再计算工作日"
            )
        return day in self.worked or (day.weekday() <= _FRIDAY and day not in self.holidays)

    def next_workday(self, day: date) -> date:
        """The first working day after `day`."""
        return self.shifted(day + _DAY)

    def shifted(self, day: date) -> date:
        """`day`, or the first working day after it where a period ends on a day off."""
        while not self.is_workday(day):
            day += _DAY
        return day

    def add_workdays(self, day: date, number: int) -> date:
        """The last day of a period of `number` working days that begins the day after `day`."""
        for _ in range(number):
            day = self.next_workday(day)
        return day

    def workdays_between(self, start: date, end: date) -> int:
        """Working days after `start` up to and with `end`; negative where `end` is earlier."""
        if end < start:
            return -self.workdays_between(end, start)
        days = (start + timedelta(count) for count in range(1, (end - start).days + 1))
        return sum(self.is_workday(day) for day in days)

    def _knows(self, year: int) -> bool:
        return all(date(year, month, day) in self.holidays for month, day in _ALWAYS_OFF)


_NONE = Calendar(frozenset(), frozenset())


_TOLD: list[Calendar] = []


def known() -> Calendar:
    """The working days this program knows."""
    return _joined(*_TOLD)


def learn(told: Calendar) -> None:
    """Know the years the open station was told too; a program opens one at a time."""
    _TOLD[:] = [told]


@cache
def _joined(told: Calendar = _NONE) -> Calendar:
    """What was delivered; a year told by the station is told whole."""
    ours = load(places.resources() / "codes" / "calendar_exceptions.csv")
    years = told.known_years

    def both(delivered: frozenset[date], more: frozenset[date]) -> frozenset[date]:
        return frozenset(day for day in delivered if day.year not in years) | more

    return Calendar(
        both(ours.holidays, told.holidays),
        both(ours.worked, told.worked),
        {**ours.names, **told.names},
    )


def deadline(typed: str, day: date) -> date | None:
    """The last day of 3个工作日 that begin on the day after `day`; none where it says no such."""
    found = _WORKDAYS.fullmatch(narrow(typed).strip())
    try:
        return known().add_workdays(day, int(found[1])) if found else None
    except Invalid:
        return None


def load(path: Path) -> Calendar:
    """Read a table with the columns date, weekday (may be missing), kind and name."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(enumerate(csv.DictReader(file), start=2))
    days = {_day(line, row): row["kind"] == "holiday" for line, row in rows}
    if len(days) != len(rows):
        raise Invalid("放假调休表中有重复的日期，请核对")
    names = {_day(line, row): row.get("name") or "" for line, row in rows}
    return Calendar(_where(days.items(), off=True), _where(days.items(), off=False), names)


def _where(days: Iterable[tuple[date, bool]], *, off: bool) -> frozenset[date]:
    return frozenset(day for day, is_off in days if is_off == off)


def _day(line: int, row: dict[str, str]) -> date:
    try:
        day = date.fromisoformat(row["date"])
        known = row["kind"] in ("holiday", "workday")
    except (KeyError, TypeError, ValueError) as error:
        raise Invalid(f"放假调休表第{line}行看不懂，请按“日期、星期、类型、名称”填写") from error
    weekday = row.get("weekday") or _WEEKDAYS[day.weekday()]
    if not known or weekday != _WEEKDAYS[day.weekday()]:
        raise Invalid(f"放假调休表第{line}行的类型或星期不对，请核对")
    return day
