"""What a table file holds once it is read: sheets of rows of neutral values."""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from math import isfinite
from pathlib import Path
from typing import Any

from core.checks import seen
from core.errors import Invalid


@dataclass(frozen=True, slots=True)
class Fault:
    """A cell whose value is lost; `text` is what stands there, `why` goes behind its label."""

    text: str
    why: str


Cell = str | int | Decimal | bool | date | time | datetime | Fault | None
Cells = tuple[Cell, ...]
Area = tuple[int, int, int, int]
"""Top, left, bottom, right of merged cells, counted from 0, all inclusive."""

Met = Callable[[int], object]
"""Hears how many cells more a reading has found: they earn it time."""

CUT = "……（太长，其余见台账）"
"""What stands at the end of a text that a cell had no room for."""

MOST_ROWS = 200_000
MOST_COLUMNS = 500
MOST_LINES = 1 << 20
_MOST_MERGED = 5_000_000

TOO_LONG = f"表格超过 {MOST_ROWS:,} 行，请分成几个文件再导入。"
TOO_WIDE = f"表格超过 {MOST_COLUMNS} 列，不像台账。请删去右边多余的列再导入。"
HEAVY = "表格里的内容太多，没有读完。请分成几个文件再导入。"
WRONG_FORMULA = "是公式算错的结果。请在表格里改成真正的内容，再导入"
NO_RESULT = "是没有算出结果的公式。请用 WPS 或 Excel 打开，保存一次，再导入"
CRAMPED = "因为列太窄没有显示出来。请把这一列拉宽，重新保存再导入"
_WRONG = ("#", "Err:")
_ERRONEOUS = re.compile(r"#(N/A|REF!|VALUE!|DIV/0!|NAME\?|NULL!|NUM!|SPILL!|CALC!)|Err:\d{3}|#{3,}")
_TANGLED = "合并单元格太多，有一部分只按左上角的格子读"

_WHOLE = 10**15
_MIDNIGHT = time(0)
_NO_DAY = (date(1899, 12, 30), date(1899, 12, 31))


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet; `rows[0]` is line 1, an empty line is an empty tuple.

    `hidden` are the columns nobody sees in the file, counted from 0; they are read all the same.
    `notes` say how it was read, `stays` what could not be read and stays in the file: for the
    person to know before importing, and what stays afterwards too.
    """

    name: str
    rows: tuple[Cells, ...]
    merged: tuple[Area, ...] = ()
    hidden: frozenset[int] = frozenset()
    notes: tuple[str, ...] = ()
    stays: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Workbook:
    """A file's visible sheets, in its order; `hidden` are the names of those not read."""

    path: Path
    sheets: tuple[Sheet, ...]
    hidden: tuple[str, ...] = ()


_TEXTS: dict[type, Callable[[Any], str]] = {
    bool: lambda cell: "是" if cell else "否",
    datetime: lambda cell: f"{cell:%Y-%m-%d %H:%M}",
    time: lambda cell: f"{cell:%H:%M}",
    Decimal: lambda cell: f"{cell:f}",
    Fault: lambda cell: cell.text,
}


def as_text(cell: Cell) -> str:
    """A value as it would be typed."""
    return "" if cell is None else _TEXTS.get(type(cell), str)(cell)


def clean(text: str) -> Cell:
    """A text as it is seen, or what a spreadsheet shows where it could not tell one."""
    shown = seen(text)
    if shown.startswith(_WRONG) and _ERRONEOUS.fullmatch(shown):
        return Fault(shown, CRAMPED if shown == "#" * len(shown) else WRONG_FORMULA)
    return shown or None


def number(value: float) -> int | Decimal | str:
    """The number a spreadsheet shows: fifteen digits, whole where it is whole."""
    if value.is_integer() and abs(value) < _WHOLE:
        return int(value)
    if not isfinite(value):
        return str(value)
    shown = Decimal(f"{value:.15g}")
    return int(shown) if shown == shown.to_integral_value() else shown


def day(value: datetime) -> date | datetime | time:
    """A day where there is no time of day, a time where there is no day."""
    if value.date() in _NO_DAY:
        return value.time()
    return value.date() if value.time() == _MIDNIGHT else value


def span(value: timedelta) -> str:
    """A length of time in hours and minutes, as a spreadsheet shows it."""
    minutes = round(value.total_seconds()) // 60
    return f"{minutes // 60}:{minutes % 60:02d}"


_NEUTRAL: dict[type, Callable[[Any], Cell]] = {
    str: clean,
    float: number,
    datetime: day,
    timedelta: span,
}


def neutral(value: Any) -> Cell:
    """A value as a cell: no floats, no empty texts, a day where there is no time of day."""
    made = _NEUTRAL.get(type(value))
    cell: Cell = made(value) if made else value
    return cell


def neutrals(values: Sequence[Any]) -> list[Cell]:
    """The values of a column as cells; what is equal becomes one and the same object."""
    kinds = set(map(type, values))
    if kinds == {str}:
        return _texts(values)
    if len(kinds - {str}) > 1:
        return [neutral(value) for value in values]
    known = {value: neutral(value) for value in set(values)}
    return [known[value] for value in values]


def _texts(values: Sequence[str]) -> list[Cell]:
    """`clean` of each text, at once where nothing needs to be taken out of any."""
    seen = [one.strip() for one in values]
    together = "".join(seen)
    if not together.isprintable() or any(mark in together for mark in _WRONG):
        return [clean(one) for one in values]
    known: dict[str, Cell] = {"": None}
    return [known.setdefault(one, one) for one in seen]


def chosen(wanted: str | None, shown: Sequence[str], hidden: Sequence[str]) -> list[str]:
    """Which sheets are read: those shown, or the one `wanted`, even a hidden one."""
    if wanted is None:
        return list(shown)
    if wanted not in (*shown, *hidden):
        known = "、".join(f"“{name}”" for name in (*shown, *hidden))
        raise Invalid(f"没有名为“{wanted}”的工作表。这个文件里有：{known}。")
    return [wanted]


def trimmed(cells: list[Cell]) -> Cells:
    """A row without the empty cells at its right; `Invalid` where it is too wide for a table."""
    end = len(cells)
    while end and cells[end - 1] is None:
        end -= 1
    if end > MOST_COLUMNS:
        raise Invalid(TOO_WIDE)
    return tuple(cells[:end])


def clipped(
    areas: Iterable[Area], rows: tuple[Cells, ...]
) -> tuple[tuple[Area, ...], tuple[str, ...]]:
    """The merged cells within the rows, as many as can be filled quickly; and a note if not all."""
    width = max(map(len, rows), default=0)
    kept: list[Area] = []
    weight = 0
    for top, left, bottom, right in areas:
        if top >= len(rows) or left >= width:
            continue
        area = (top, left, min(bottom, len(rows) - 1), min(right, MOST_COLUMNS - 1))
        weight += (area[2] - top + 1) * (area[3] + 1)
        if weight > _MOST_MERGED:
            return tuple(kept), (_TANGLED,)
        kept.append(area)
    return tuple(kept), ()
