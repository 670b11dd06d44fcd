"""The periods of reports: weeks, ten days, months with their own last day, quarters, years (§2.4).

Where a month ends on the 25th, every longer period is made of such months.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal
from unicodedata import normalize

from core.errors import Invalid
from core.services import figures
from core.services.figures import Period

Span = Literal["week", "ten", "month", "quarter", "half", "year"]

SPANS: dict[Span, str] = {
    "week": "周",
    "ten": "旬",
    "month": "月",
    "quarter": "季",
    "half": "半年",
    "year": "年",
}
HELP = (
    "统计期请写成 2026-W13（周）、2026-03上旬、2026-03（月）、2026-Q1（季）、2026-H1（半年）、"
    "2026（年）或 2026-03-01..2026-03-15（起止日期）。"
)

_DAY = timedelta(days=1)
_TENS = ("上旬", "中旬", "下旬")
_HALVES = ("上半年", "下半年")
_MONTHS = {"quarter": 3, "half": 6, "year": 12}


@dataclass(frozen=True, slots=True)
class Terms:
    """Where weeks begin (1 is Monday), and on which day months end; 0 is their last day."""

    week_start: int = 1
    last_day: int = 0


USUAL = Terms()


def of(span: Span, day: date, terms: Terms = USUAL) -> Period:
    """The period of a kind that `day` lies in."""
    if span == "week":
        return figures.week_of(day, terms.week_start)
    if span == "ten":
        return _ten(day.year, day.month, min((day.day - 1) // 10, 2))
    year, number = _month(day, terms)
    if span == "month":
        return _months(year, number, 1, terms, f"{year}年{number}月")
    length = _MONTHS[span]
    place = (number - 1) // length
    return _months(year, place * length + 1, length, terms, _named(span, year, place))


def beside(span: Span, period: Period, terms: Terms = USUAL, *, back: bool = False) -> Period:
    """The period of that kind before or after one."""
    day = period.since - _DAY if back else period.until + _DAY
    return of(span, day, terms)


def last(span: Span, day: date, terms: Terms = USUAL) -> Period:
    """The last period of a kind that was over on `day`."""
    now = of(span, day, terms)
    return now if now.until <= day else beside(span, now, terms, back=True)


def before(period: Period, terms: Terms = USUAL) -> Period:
    """The period to compare one with: of the same kind, or else of equal length."""
    for span in SPANS:
        if of(span, period.since, terms) == period:
            return beside(span, period, terms, back=True)
    return period.before()


def parts(period: Period, terms: Terms = USUAL) -> tuple[Period, ...]:
    """The months a longer period is made of; none where it is not made of several."""
    found = [of("month", period.since, terms)]
    while found[-1].until < period.until:
        found.append(beside("month", found[-1], terms))
    whole = found[0].since == period.since and found[-1].until == period.until
    return tuple(found) if whole and len(found) > 1 else ()


def so_far(period: Period, terms: Terms = USUAL) -> Period:
    """From the beginning of the year to the end of a period."""
    year = of("year", period.until, terms)
    return Period(min(year.since, period.since), period.until, "本年累计")


def read(text: str, terms: Terms = USUAL) -> Period:
    """The period a text means; `Invalid` says how to write one."""
    said = normalize("NFKC", text).strip().upper()
    for pattern, make in _WRITTEN:
        match = re.fullmatch(pattern, said)
        if match:
            return make(match, terms)
    try:
        return figures.read_period(said, terms.week_start)
    except Invalid as error:
        raise Invalid(f"{error.text.split('。')[0]}。{HELP}") from error


def _month(day: date, terms: Terms) -> tuple[int, int]:
    """The year and month a day is counted to."""
    late = terms.last_day and day.day > terms.last_day
    first = (day.replace(day=1) + 31 * _DAY) if late else day
    return first.year, first.month


def _months(year: int, first: int, count: int, terms: Terms, name: str) -> Period:
    begin = date(year, first, 1)
    end = figures.month_of(date(year, first + count - 1, 1)).until
    if terms.last_day:
        begin = (begin - _DAY).replace(day=terms.last_day) + _DAY
        end = end.replace(day=terms.last_day)
    return Period(begin, end, name)


def _ten(year: int, month: int, place: int) -> Period:
    first = date(year, month, 1 + 10 * place)
    until = figures.month_of(first).until if place == len(_TENS) - 1 else first + 9 * _DAY
    return Period(first, until, f"{year}年{month}月{_TENS[place]}")


def _named(span: Span, year: int, place: int) -> str:
    if span == "year":
        return f"{year}年"
    return f"{year}年{_HALVES[place]}" if span == "half" else f"{year}年第{place + 1}季度"


def _longer(span: Span) -> Callable[[re.Match[str], Terms], Period]:
    def make(match: re.Match[str], terms: Terms) -> Period:
        length = _MONTHS[span]
        number = (int(match[2]) - 1) * length + 1 if span != "year" else 1
        return of(span, date(int(match[1]), number, 1), terms)

    return make


_WRITTEN: tuple[tuple[str, Callable[[re.Match[str], Terms], Period]], ...] = (
    (r"([12]\d{3})", _longer("year")),
    (r"([12]\d{3})-?Q([1-4])", _longer("quarter")),
    (r"([12]\d{3})-?H([12])", _longer("half")),
    (
        r"([12]\d{3})-(0[1-9]|1[0-2])",
        lambda match, terms: of("month", date(int(match[1]), int(match[2]), 1), terms),
    ),
    (
        rf"([12]\d{{3}})-(0[1-9]|1[0-2])-?({'|'.join(_TENS)})",
        lambda match, _terms: _ten(int(match[1]), int(match[2]), _TENS.index(match[3])),
    ),
)
