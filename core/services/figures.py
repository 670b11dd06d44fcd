"""What a figure is, which days a period has, and how two figures are compared in words."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from unicodedata import normalize
from uuid import UUID

from core.errors import Invalid

_CENT = Decimal("0.01")
_DAY = timedelta(days=1)
_WEEK = timedelta(days=7)
_THURSDAY = 4
_MONDAY = 1

PERIOD_HELP = "统计期请写成 2026-W13（周）、2026-03（月）或 2026-03-20..2026-03-26（起止日期）。"


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure and what it is made of.

    A count has only its value. The value of a rate is a percentage, None where nothing was due.
    `ids` are the records behind it; those of a rate are the records of its denominator.
    """

    value: int | Decimal | None
    numerator: int | None = None
    denominator: int | None = None
    ids: tuple[UUID, ...] = ()

    @property
    def text(self) -> str:
        """The figure as it is read: 12, 1234.50, 131/140 = 93.57%, — without a denominator."""
        if self.value is None:
            return "—"
        if self.denominator is None:
            return str(self.value)
        return f"{self.numerator}/{self.denominator} = {self.value}%"


def counted(ids: Sequence[UUID]) -> Figure:
    """How many records there are."""
    return Figure(len(ids), ids=tuple(ids))


def rate(part: int, whole: Sequence[UUID]) -> Figure:
    """What share `part` is of all `whole` records, in per cent."""
    return Figure(percentage(part, len(whole)), part, len(whole), tuple(whole))


def share(part: int, whole: int) -> Figure:
    """What share `part` is of `whole`, both only counted."""
    return Figure(percentage(part, whole), part, whole)


def percentage(part: int, whole: int) -> Decimal | None:
    """Per cent with two decimals, rounded half up; never cut at 100, None of nothing."""
    return _rounded(Decimal(100 * part) / whole) if whole else None


def _rounded(value: Decimal) -> Decimal:
    return value.quantize(_CENT, ROUND_HALF_UP)


def change_sentence(now: int, before: int, than: str = "上期", unit: str = "件") -> str:
    """How a number changed: 比上期上升20.48%（增86件）."""
    if now == before:
        return f"与{than}持平"
    if before == 0:
        return f"{than}为0{unit}"
    word, sign = ("上升", "增") if now > before else ("下降", "减")
    by = abs(now - before)
    return f"比{than}{word}{percentage(by, before)}%（{sign}{by}{unit}）"


def rate_change_sentence(now: Figure, before: Figure, than: str = "上期") -> str:
    """How a rate changed, in percentage points: the difference of the two rates as printed."""
    if now.value is None or before.value is None:
        return f"{than}无可比数据"
    by = now.value - before.value
    if not by:
        return f"与{than}持平"
    return f"比{than}{'提高' if by > 0 else '下降'}{abs(by)}个百分点"


@dataclass(frozen=True, slots=True)
class Period:
    """The days from `since` to `until`, both included, and what they are called."""

    since: date
    until: date
    name: str = ""

    def __contains__(self, day: date | None) -> bool:
        return day is not None and self.since <= day <= self.until

    def before(self) -> "Period":
        """The period of equal length just before."""
        days = self.until - self.since + _DAY
        return Period(self.since - days, self.since - _DAY)

    @property
    def span(self) -> str:
        """3月20日至3月26日; the year of the end where it differs."""
        end = f"{self.until.year}年" if self.until.year != self.since.year else ""
        last = f"{self.until.month}月{self.until.day}日"
        first = f"{self.since.month}月{self.since.day}日"
        return first if self.since == self.until else f"{first}至{end}{last}"


def week_of(day: date, week_start: int = _MONDAY) -> Period:
    """The report week `day` lies in; `week_start` is 1 (Monday) to 7 (Sunday).

    A report week has the number of the calendar week (ISO) that its Thursday belongs to.
    """
    since = day - _DAY * ((day.isoweekday() - week_start) % 7)
    thursday = since + _DAY * ((_THURSDAY - week_start) % 7)
    year, week, _ = thursday.isocalendar()
    return Period(since, since + _WEEK - _DAY, f"{year}年第{week}周")


def month_of(day: date) -> Period:
    """The calendar month `day` lies in."""
    first = day.replace(day=1)
    last = (first + timedelta(days=31)).replace(day=1) - _DAY
    return Period(first, last, f"{day.year}年{day.month}月")


def months_before(day: date, count: int = 12) -> tuple[Period, ...]:
    """The last `count` months, that of `day` last."""
    found = [month_of(day)]
    while len(found) < count:
        found.append(month_of(found[-1].since - _DAY))
    return tuple(reversed(found))


def read_period(text: str, week_start: int = _MONDAY) -> Period:
    """The period meant by 2026-W13, 2026-03 or 2026-03-20..2026-03-26."""
    try:
        return _read_period(normalize("NFKC", text).strip(), week_start)
    except ValueError as error:
        raise Invalid(f"没有“{text}”这个统计期。{PERIOD_HELP}") from error


def _read_period(text: str, week_start: int) -> Period:
    week = re.fullmatch(r"(\d{4})-W(\d{1,2})", text, re.IGNORECASE)
    if week:
        thursday = date.fromisocalendar(int(week[1]), int(week[2]), _THURSDAY)
        return week_of(thursday, week_start)
    month = re.fullmatch(r"(\d{4})-(\d{2})", text)
    if month:
        return month_of(date(int(month[1]), int(month[2]), 1))
    since, _, until = text.partition("..")
    found = Period(date.fromisoformat(since), date.fromisoformat(until))
    if found.until < found.since:
        raise Invalid(f"统计期的止日 {until} 早于起日 {since}，请对调后再试。")
    return found
