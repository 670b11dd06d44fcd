"""Days and times as people type them: read in any fashion, refused with a sentence, never guessed.

A missing year or month is today's, weeks begin on Monday. Empty text means nothing and is no
problem: being required is the form's question.
"""

import re
from datetime import date, datetime, time, timedelta, timezone

from core.checks import narrow, quoted

CHINA = timezone(timedelta(hours=8))

_SEPARATORS = re.compile("[-\u2010-\u2015\u2212\uff0d./。\uff0e\uff0f]")
_MIDNIGHT = re.compile("[ T]+0?0:00(?::00)?$")
_SHAPES = tuple(
    re.compile(shape)
    for shape in (
        "(?P<year>[0-9]{4})(?P<month>[0-9]{2})(?P<day>[0-9]{2})",
        "(?P<year>[0-9]{4}|[0-9]{2})[-年](?P<month>[0-9]{1,2})[-月](?P<day>[0-9]{1,2})[日号]?",
        "(?P<month>[01][0-9])(?P<day>[0-9]{2})",
        "(?P<month>[0-9]{1,2})[-月](?P<day>[0-9]{1,2})[日号]?",
        "(?P<day>[0-9]{1,2})[日号]?",
    )
)
_DAY_WORD = re.compile("(大前|前|大后|后)[天日]|([昨今明])[天日]?")
_DAYS_AWAY = {"大前": -3, "前": -2, "昨": -1, "今": 0, "明": 1, "后": 2, "大后": 3}
_WEEKDAYS = "一二三四五六日"
_WEEKDAY = re.compile(f"(上|下|本|这)?个?(?:周|星期|礼拜)([{_WEEKDAYS}天])")
_WEEKS_AWAY = {"上": -7, "下": 7}
YEARS = range(1900, 2100)
_FOUR_DIGITS = 1000
_MONTHS = range(1, 13)

_TIME = re.compile(
    "(?P<half>凌晨|清早|早上|早晨|上午|中午|下午|傍晚|晚上)?(?P<hour>[0-9]{1,2})"
    "(?:[:点时]?(?P<minute>[0-9]{2})分?(?::[0-9]{2})?|[点时](?P<part>整|半|一刻|三刻|[0-9]分)?)?"
)
_COLONS = {ord(mark): ":" for mark in "\uff1a\uff0e.。"}
_MINUTES = {"整": 0, "半": 30, "一刻": 15, "三刻": 45} | {f"{n}分": n for n in range(10)}
_NOON = 12
_LATER = {"中午": range(1, 3)} | dict.fromkeys(("下午", "傍晚", "晚上"), range(1, _NOON))
_NIGHT = ("凌晨", "晚上")
_DAY_ENDS = f"日号天昨今明{_WEEKDAYS}"


def weekday(day: date) -> str:
    """周三."""
    return f"周{_WEEKDAYS[day.weekday()]}"


def parse_date(text: str, today: date) -> date | None:
    """Read a date as clerks type it."""
    typed = _tidy(text)
    parts = _parts(typed, today)
    if parts is None:
        return _spoken_day(typed, today)
    return _day(*parts) if parts[0] in YEARS else None


def date_problem(text: str, today: date) -> str | None:
    """Why a typed date cannot be kept."""
    typed = _tidy(text)
    if not typed or parse_date(text, today):
        return None
    parts = _parts(typed, today)
    if parts:
        return _impossible(parts, today)
    return f"看不懂日期{quoted(text)}，可写20260325、3-25、25、昨天、上周五"


def _impossible(parts: tuple[int, int, int], today: date) -> str:
    year, month, day = parts
    if year not in YEARS:
        asked = "四位年份" if year < _FOUR_DIGITS else f"{YEARS[0]}至{YEARS[-1]}年"
        return f"年份{year}不对，请写{asked}，如{today.year}-{month}-{day}"
    wrong_day = f"{year}年没有{month}月{day}日，请核对"
    return wrong_day if month in _MONTHS else f"没有{month}月，请核对"


def _tidy(text: str) -> str:
    return _SEPARATORS.sub("-", "".join(_MIDNIGHT.sub("", narrow(text).strip()).split()))


def _parts(typed: str, today: date) -> tuple[int, int, int] | None:
    found = next((found for shape in _SHAPES if (found := shape.fullmatch(typed))), None)
    if found is None:
        return None
    given = {"year": today.year, "month": today.month, **found.groupdict()}
    return int(given["year"]), int(given["month"]), int(given["day"])


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _spoken_day(typed: str, today: date) -> date | None:
    word = _DAY_WORD.fullmatch(typed)
    if word:
        return today + timedelta(_DAYS_AWAY[word[1] or word[2]])
    named = _WEEKDAY.fullmatch(typed)
    if named is None:
        return None
    monday = today - timedelta(today.weekday())
    away = _WEEKDAYS.index(named[2].replace("天", "日"))
    return monday + timedelta(_WEEKS_AWAY.get(named[1], 0) + away)


def parse_time(text: str) -> time | None:
    """Read a time as clerks type it: 930 · 9:30 · 9点半 · 下午3点."""
    found = _TIME.fullmatch(_tidy_time(text))
    if found is None:
        return None
    half, hour = found["half"] or "", int(found["hour"])
    if half in _NIGHT and hour == _NOON:
        return None
    hour += _NOON if hour in _LATER.get(half, ()) else 0
    return _clock(hour, int(found["minute"] or _MINUTES.get(found["part"] or "整", 0)))


def time_problem(text: str) -> str | None:
    """Why a typed time cannot be kept."""
    known = not text.strip() or parse_time(text) is not None
    return None if known else f"看不懂时间{quoted(text)}，可写930、9:30、9点半、下午3点"


def parse_moment(text: str, today: date) -> datetime | None:
    """Read a day with a time behind it (昨天9点半 · 3-25 8:30); a day alone begins at midnight."""
    typed = narrow(text).strip()
    for place in _breaks(typed):
        day = parse_date(typed[:place], today)
        at = parse_time(typed[place:]) if typed[place:].strip() else time()
        if day is not None and at is not None:
            return datetime.combine(day, at, tzinfo=CHINA)
    return None


def moment_problem(text: str, today: date) -> str | None:
    """Why a typed day with its time cannot be kept."""
    if not text.strip() or parse_moment(text, today) is not None:
        return None
    return f"看不懂时刻{quoted(text)}，可写3-25 8:30、昨天9点半、20260325 0830"


def _breaks(typed: str) -> list[int]:
    """Where the time may begin: behind a space first, else behind 日, 天 or 三, else nowhere."""
    spaces = [place for place, char in enumerate(typed) if char == " "]
    words = [place for place in range(1, len(typed)) if typed[place - 1] in _DAY_ENDS]
    return [*spaces, len(typed), *words]


def _tidy_time(text: str) -> str:
    return "".join(narrow(text).split()).translate(_COLONS)


def _clock(hour: int, minute: int) -> time | None:
    try:
        return time(hour, minute)
    except ValueError:
        return None
