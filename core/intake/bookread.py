"""Reading a foreign workbook in a process of its own, which may hang or crash without harm."""

from collections.abc import Callable, Iterator
from datetime import datetime, time, timedelta
from decimal import Decimal
from math import isfinite
from multiprocessing.connection import Connection
from pathlib import Path
from typing import TYPE_CHECKING, Any

from core.errors import Invalid
from core.intake import filetype
from core.intake.apart import Apart, withdraw
from core.intake.sheet import MOST_ROWS, TOO_LONG, Cell, Cells, Sheet, trimmed
from core.progress import Progress, silent

if TYPE_CHECKING:
    from python_calamine import CalamineSheet, CalamineWorkbook

SECONDS = 30.0
_MIDNIGHT = time(0)

_SLOW = "这个表格读得太久，已经停下。请删去多余的工作表和空行，另存为 .xlsx 再导入。"


def read(
    path: Path, sheet: str | None = None, progress: Progress = silent, seconds: float = SECONDS
) -> tuple[Sheet, ...]:
    """The visible sheets of a workbook, or the one called `sheet`."""
    with Apart(work, path, sheet) as reader:
        answer = _answer(reader, progress, seconds)
    if isinstance(answer, str):
        raise Invalid(answer)
    return answer


def _answer(reader: Apart, progress: Progress, seconds: float) -> tuple[Sheet, ...] | str:
    """What the other process hands over: sheets, or a sentence."""
    try:
        answer: tuple[Sheet, ...] | str = reader.hear(seconds, lambda: progress("正在读取表格"))
    except TimeoutError:
        return _SLOW
    except EOFError:
        return filetype.DAMAGED
    return answer


def work(sender: Connection, path: Path, sheet: str | None) -> None:
    """What the other process does: read, hand over, end."""
    withdraw()
    try:
        sender.send(sheets(path, sheet))
    except Invalid as refused:
        sender.send(refused.text)


def sheets(path: Path, wanted: str | None) -> tuple[Sheet, ...]:
    """Read the workbook here and now."""
    from python_calamine import CalamineError, PasswordError, load_workbook

    try:
        with path.open("rb") as file, load_workbook(file) as book:
            names = _visible(book) if wanted is None else [_named(book, wanted)]
            return tuple(_sheet(book.get_sheet_by_name(name)) for name in names)
    except PasswordError as error:
        raise Invalid(filetype.ENCRYPTED) from error
    except CalamineError as error:
        raise Invalid(filetype.DAMAGED) from error


def _visible(book: "CalamineWorkbook") -> list[str]:
    from python_calamine import SheetTypeEnum, SheetVisibleEnum

    return [
        one.name
        for one in book.sheets_metadata
        if one.typ == SheetTypeEnum.WorkSheet and one.visible == SheetVisibleEnum.Visible
    ]


def _named(book: "CalamineWorkbook", wanted: str) -> str:
    if wanted not in book.sheet_names:
        known = "、".join(f"“{name}”" for name in book.sheet_names)
        raise Invalid(f"没有名为“{wanted}”的工作表。这个文件里有：{known}。")
    return wanted


def _sheet(source: "CalamineSheet") -> Sheet:
    areas = source.merged_cell_ranges or ()
    merged = tuple((top, left, bottom, right) for (top, left), (bottom, right) in areas)
    return Sheet(source.name, tuple(_rows(source)), merged)


def _rows(source: "CalamineSheet") -> Iterator[Cells]:
    """Every line down to the last that holds something."""
    left: list[Cell] = [None] * (source.start[1] if source.start else 0)
    empty = filled = 0
    for raw in source.iter_rows():
        row = trimmed(left + [_cell(value) for value in raw])
        if not row:
            empty += 1
            continue
        filled += 1
        if filled > MOST_ROWS:
            raise Invalid(TOO_LONG)
        yield from [()] * empty
        empty = 0
        yield row


def _cell(value: Any) -> Cell:
    """A neutral value: no floats, no empty texts, a day where there is no time of day."""
    neutral = _NEUTRAL.get(type(value))
    cell: Cell = neutral(value) if neutral else value
    return cell


def _span(value: timedelta) -> str:
    minutes = round(value.total_seconds()) // 60
    return f"{minutes // 60}:{minutes % 60:02d}"


def number(value: float) -> int | Decimal | str:
    """The number a spreadsheet shows: fifteen digits, whole where it is whole."""
    if not isfinite(value):
        return str(value)
    shown = Decimal(f"{value:.15g}")
    return int(shown) if shown == shown.to_integral_value() else shown


_NEUTRAL: dict[type, Callable[[Any], Cell]] = {
    str: lambda value: value.strip() or None,
    float: number,
    datetime: lambda value: value.date() if value.time() == _MIDNIGHT else value,
    timedelta: _span,
}
