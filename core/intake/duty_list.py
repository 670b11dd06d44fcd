"""A town's duty list as people write it: a row for each day, or people × days with marks.

What is read stands in words: who is meant is for the roster to say.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from core import dates
from core.errors import Invalid
from core.intake import word_tables, workbook
from core.intake.sheet import Cell, Cells, Sheet, as_text
from core.progress import Progress, silent

_LEADER, _MEMBER = "leader", "member"
_SHIFTS = {"白班": "day", "夜班": "night", "全天": "whole"}
_WEEKDAYS = "一二三四五六日"
_MARKS = {
    "带": ("whole", _LEADER),
    "带白": ("day", _LEADER),
    "带夜": ("night", _LEADER),
    "白": ("day", _MEMBER),
    "夜": ("night", _MEMBER),
} | dict.fromkeys(("值", "班", "全", "√", "✓", "●", "○", "▲", "1"), ("whole", _MEMBER))
_OFF = frozenset({"", "休", "假", "-", "—", "/", "×"})
_FEWEST_DAYS, _LETTERS = 20, 3
_BREAKS = re.compile("[、,，;；/\n]+")
_BESIDE = re.compile(r"[（(][^（）()]*[）)]|\+?\d[\d\s-]{5,}")
_NOBODY = "没有找到值班表：要有“日期”和“带班领导”“值班人员”几栏，或者一行一人、一列一天。"


@dataclass(frozen=True, slots=True)
class Written:
    """One name on one day as the list has it."""

    day: date
    shift: str
    role: str
    name: str


@dataclass(frozen=True, slots=True)
class DutyList:
    """What a list says, and in words what was not understood."""

    entries: tuple[Written, ...]
    unread: tuple[str, ...] = ()


def read(path: Path, month: date, progress: Progress = silent) -> DutyList:
    """Read the list of a Word document or a table file; days without a month are of `month`."""
    if path.suffix.lower() == ".docx":
        return understood(word_tables.read(path, progress), month)
    return understood(workbook.read(path, progress=progress).sheets, month)


def understood(sheets: Sequence[Sheet], month: date) -> DutyList:
    """The entries of the first sheets that are duty lists; `Invalid` where none is."""
    lists = [found for sheet in sheets if (found := _found(sheet, month)) is not None]
    if not lists:
        raise Invalid(_NOBODY)
    said = [one for found in lists for one in found]
    entries = dict.fromkeys(one for one in said if isinstance(one, Written))
    return DutyList(tuple(entries), tuple(one for one in said if isinstance(one, str)))


def _found(sheet: Sheet, month: date) -> list[Written | str] | None:
    """What a sheet says below its head; none where it is no duty list."""
    for place, row in enumerate(sheet.rows):
        reader = _reader(row)
        if reader is not None:
            return list(reader(sheet.rows[place:], month))
    return None


_Found = Iterator[Written | str]


def _reader(row: Cells) -> Callable[[Sequence[Cells], date], _Found] | None:
    """How a table under this head is read; none where it is no head."""
    texts = [_squeezed(one) for one in row]
    if any("日期" in one for one in texts) and any(_role(one) for one in texts):
        return _by_day
    numbers = [text for text in texts if text.rstrip("日号").isdecimal()]
    return _by_person if len(numbers) >= _FEWEST_DAYS else None


def _by_day(rows: Sequence[Cells], month: date) -> _Found:
    """A row for each day: 日期 星期 带班领导 值班人员 电话 备注."""
    heads = [_squeezed(one) for one in rows[0]]
    at = next(place for place, head in enumerate(heads) if "日期" in head)
    weekday = next((place for place, head in enumerate(heads) if head == "星期"), None)
    for row in rows[1:]:
        day = _day(row[at], month) if at < len(row) else None
        text = _squeezed(row[at]) if at < len(row) else ""
        if day is None:
            if text and any(_squeezed(one) for one in row[at + 1 :]):
                yield f"“{text}”不是日期，这一行没有读"
            continue
        if weekday is not None and weekday < len(row):
            yield from _weekday_told(day, _squeezed(row[weekday]))
        for head, cell in zip(heads, row, strict=False):
            role = _role(head)
            if role:
                yield from _people(day, role, _SHIFTS.get(head[:2], "whole"), as_text(cell))


def _by_person(rows: Sequence[Cells], month: date) -> _Found:
    """People × days: the name stands before the days, a mark says the shift."""
    head = [_squeezed(one).rstrip("日号") for one in rows[0]]
    days = {place: _day(text, month) for place, text in enumerate(head) if text.isdecimal()}
    first = min(days)
    for row in rows[1:]:
        names = [_name(_squeezed(one)) for one in row[:first]]
        name = next((one for one in reversed(names) if one and not one.isdecimal()), "")
        for place, day in days.items():
            mark = _squeezed(row[place]) if place < len(row) else ""
            if mark in _OFF or mark in _WEEKDAYS or not name:
                continue
            if day is None:
                yield f"{month.month}月没有{head[place]}日，{name}这天没有读"
            elif mark in _MARKS:
                yield Written(day, *_MARKS[mark], name)
            else:
                yield f"{name}{day.month}月{day.day}日的“{mark}”看不懂，没有读"


def _people(day: date, role: str, shift: str, text: str) -> Iterator[Written]:
    """The names of a cell; 白班 and 夜班 before a name say its shift."""
    for piece in _BREAKS.split(_BESIDE.sub(" ", text)):
        for word in _words(piece.replace("：", " ").replace(":", " ")):
            if word in _SHIFTS:
                shift = _SHIFTS[word]
            elif word not in ("值班", "带班", "无", "-", "—"):
                yield Written(day, shift, role, word)


def _words(text: str) -> list[str]:
    """The words of a cell; 李　四, set wide to fill its column, is one name."""
    words = text.split()
    if len(words) <= _LETTERS and all(len(one) == 1 for one in words):
        return ["".join(words)] if words else []
    found: list[str] = []
    alone = False
    for word in words:
        if alone and len(word) == 1:
            found[-1] += word
            alone = False
        else:
            found.append(word)
            alone = len(word) == 1
    return found


def _weekday_told(day: date, text: str) -> Iterator[str]:
    """A weekday that does not belong to the day is a slip somebody should see."""
    said = text[-1:].replace("天", "日")
    if said in _WEEKDAYS and said and said != _WEEKDAYS[day.weekday()]:
        real = _WEEKDAYS[day.weekday()]
        yield f"{day.month}月{day.day}日写的是星期{said}，实际是星期{real}，按日期读了"


def _role(head: str) -> str:
    """Which role a column names; nothing where it names none."""
    if any(word in head for word in ("电话", "日期", "时间", "手机", "备注")):
        return ""
    if "带班" in head:
        return _LEADER
    return _MEMBER if any(word in head for word in ("值班", "白班", "夜班")) else ""


def _day(cell: Cell, month: date) -> date | None:
    if isinstance(cell, datetime):
        return cell.date()
    return cell if isinstance(cell, date) else dates.parse_date(_squeezed(cell), month)


def _name(text: str) -> str:
    return _BESIDE.sub("", text)


def _squeezed(cell: Cell) -> str:
    return "" if cell is None else "".join(as_text(cell).split())
