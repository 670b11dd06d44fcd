"""What a table file holds once it is read: sheets of rows of neutral values."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from pathlib import Path
from typing import Any

from core.errors import Invalid

Cell = str | int | Decimal | bool | date | time | datetime | None
Cells = tuple[Cell, ...]
Area = tuple[int, int, int, int]
"""Top, left, bottom, right of merged cells, counted from 0, all inclusive."""

MOST_ROWS = 200_000
MOST_COLUMNS = 500

TOO_LONG = f"表格超过 {MOST_ROWS:,} 行，请分成几个文件再导入。"
TOO_WIDE = f"表格超过 {MOST_COLUMNS} 列，不像台账。请删去右边多余的列再导入。"


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet; `rows[0]` is line 1, an empty line is an empty tuple."""

    name: str
    rows: tuple[Cells, ...]
    merged: tuple[Area, ...] = ()


@dataclass(frozen=True, slots=True)
class Workbook:
    """A file's visible sheets, in its order."""

    path: Path
    sheets: tuple[Sheet, ...]


_TEXTS: dict[type, Callable[[Any], str]] = {
    bool: lambda cell: "是" if cell else "否",
    datetime: lambda cell: f"{cell:%Y-%m-%d %H:%M}",
    time: lambda cell: f"{cell:%H:%M}",
    Decimal: lambda cell: f"{cell:f}",
}


def as_text(cell: Cell) -> str:
    """A value as it would be typed."""
    return "" if cell is None else _TEXTS.get(type(cell), str)(cell)


def trimmed(cells: list[Cell]) -> Cells:
    """A row without the empty cells at its right; `Invalid` where it is too wide for a table."""
    end = len(cells)
    while end and cells[end - 1] is None:
        end -= 1
    if end > MOST_COLUMNS:
        raise Invalid(TOO_WIDE)
    return tuple(cells[:end])
