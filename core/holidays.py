"""The days off of a year, read from the notice: 元旦：1月1日至3日放假，1月4日上班。"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta

from core.checks import narrow
from core.errors import Invalid
from core.workdays import Calendar

_DAY = timedelta(1)
_LONGEST = 15
_WEEKDAYS = "一二三四五六日"
_YEAR = re.compile(r"(20\d\d)年(?!\s*\d)")
_ITEM = re.compile(r"([\u4e00-\u9fff]{2,4}(?:、[\u4e00-\u9fff]{2,4})*):")
_CLAUSE = re.compile(r"[^,，。;；\n]+")
_DATE = re.compile(
    r"(?:(?P<year>20\d\d)年)?(?:(?P<month>\d{1,2})月)?(?P<day>\d{1,2})日"
    r"(?:\([^()]*?(?:周|星期)(?P<weekday>[一二三四五六日天])\))?"
)
_NARROW = str.maketrans("：（）", ":()")
_TO = re.compile(r"\s*(?:至|到|—+|-|~)\s*")


@dataclass(slots=True)
class _Told:
    """What was read so far: each day off with its name, each day worked for it."""

    off: dict[date, str] = field(default_factory=dict)
    worked: dict[date, str] = field(default_factory=dict)

    def put(self, name: str, days: list[date], *, off: bool) -> None:
        for one in days:
            (self.off if off else self.worked)[one] = name if off else f"{name}调休"


def read(text: str) -> Calendar:
    """The calendar of the years a text tells of; each has to be told whole."""
    told, years = _Told(), set[int]()
    for year, name, rest in _items(narrow(text).translate(_NARROW)):
        years.add(year)
        _read_item(told, year, name, rest)
    made = Calendar(frozenset(told.off), frozenset(told.worked), told.off | told.worked)
    if text.strip() and not years:
        raise Invalid("没有读到放假安排。请把放假通知连标题一起粘贴进来，标题里要写明是哪一年。")
    for year in sorted(years.difference(made.known_years)):
        raise Invalid(f"{year}年的元旦或国庆节没有读到，请把该年的放假通知全文粘贴进来。")
    return made


def _items(text: str) -> Iterator[tuple[int, str, str]]:
    """Each holiday of the text with its year, its name, and what is said of it."""
    named = list(_ITEM.finditer(text))
    years = [(found.start(), int(found[1])) for found in _YEAR.finditer(text)]
    for n, found in enumerate(named):
        end = named[n + 1].start() if n + 1 < len(named) else len(text)
        rest = text[found.end() : end]
        before = [year for place, year in years if place < found.start()]
        if before and "放假" in rest:
            yield before[-1], found[1], rest


def _read_item(told: _Told, year: int, name: str, rest: str) -> None:
    waiting: list[date] = []
    for clause in _CLAUSE.findall(rest):
        waiting += _days(year, name, clause)
        if "上班" in clause or "放假" in clause:
            told.put(name, waiting, off="上班" not in clause)
            waiting = []


def _days(year: int, name: str, clause: str) -> list[date]:
    """The days a clause names; 1月1日至3日 are three."""
    found: list[date] = []
    end, month = 0, ""
    for one in _DATE.finditer(clause):
        month = one["month"] or month
        day = _day(one, int(one["year"] or year), month, name)
        if found and _TO.fullmatch(clause[end : one.start()]):
            found += _between(found[-1], day, name)
        found.append(day)
        end = one.end()
    return found


def _day(found: re.Match[str], year: int, month: str, name: str) -> date:
    try:
        day = date(year, int(month), int(found["day"]))
    except ValueError as error:
        raise Invalid(f"{name}写的“{found[0]}”看不懂，请核对放假通知。") from error
    weekday = (found["weekday"] or "").replace("天", "日")
    if weekday and weekday != _WEEKDAYS[day.weekday()]:
        said = f"{year}年{day.month}月{day.day}日是周{_WEEKDAYS[day.weekday()]}"
        raise Invalid(f"{name}：{said}，通知里写的是周{weekday}，请核对年份和日期。")
    return day


def _between(first: date, last: date, name: str) -> list[date]:
    """The days between the two ends of a span."""
    count = (last - first).days
    if not 0 < count <= _LONGEST:
        raise Invalid(f"{name}的起止日期读不通，请核对放假通知。")
    return [first + n * _DAY for n in range(1, count)]
