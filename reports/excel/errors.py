"""A person's own workbook given back: bad cells coloured, and a column that says what to do."""

import warnings
import zipfile
from collections.abc import Callable, Iterable
from pathlib import Path

from openpyxl import Workbook, load_workbook
from openpyxl.styles import Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from core import places
from core.intake import heads
from core.intake.sheet import Cells, Fault, Sheet, as_text
from core.intake.sheet import Workbook as Source
from core.services.importing import Plan
from core.services.verdict import PlannedRow
from reports.excel import saving, shape

_FAILED, _SKIPPED = PatternFill("solid", fgColor="F8CBAD"), PatternFill("solid", fgColor="FFF2CC")
_WIDTH = 60
_MOST_UNPACKED = 64 << 20
_BROKEN = (
    AttributeError,
    LookupError,
    OSError,
    SyntaxError,
    TypeError,
    ValueError,
    zipfile.BadZipFile,
)
"""What openpyxl raises for files that only our own readers understand."""


def write(source: Source, plan: Plan, path: Path) -> int:
    """Write the copy, which imports again as it is; return how many rows have errors."""
    laid = plan.table.rearranged
    table = laid or _sheet(source, plan)
    book, sheet = (None if laid else _own(source.path, table)) or _copied(table.name, table.rows)
    _mark(sheet, table, plan, [(row.line, row) for row in plan.rows])
    with places.writing(path) as part:
        saving.save(book, part)
    return sum(bool(row.problems) for row in plan.rows)


def write_wrong(source: Source, plan: Plan, path: Path) -> int:
    """Write a plain workbook of the rows with errors below their head; return how many."""
    table = plan.table.rearranged or _sheet(source, plan)
    wrong = [
        (line, row) for line, row in zip(plan.table.lines, plan.rows, strict=True) if row.problems
    ]
    top = plan.table.header_row
    rows = (*table.rows[:top], *(line.cells for line, _ in wrong))
    book, sheet = _copied(table.name, rows)
    _mark(sheet, table, plan, [(n, row) for n, (_, row) in enumerate(wrong, top + 1)])
    with places.writing(path) as part:
        saving.save(book, part)
    return len(wrong)


def _sheet(source: Source, plan: Plan) -> Sheet:
    return next(one for one in source.sheets if one.name == plan.table.sheet)


def _mark(
    sheet: Worksheet, table: Sheet, plan: Plan, rows: Iterable[tuple[int, PlannedRow]]
) -> None:
    """Say in a column of its own what is wrong with each line, and colour the cells."""
    column, head = _column(table, plan), plan.table.head
    if plan.table.header_row:
        shape.put(sheet, plan.table.header_row, column, heads.ERRORS).font = Font(b=True)
    sheet.column_dimensions[get_column_letter(column)].width = _WIDTH
    spots = {one.key: one.place + 1 for one in head.mapped}
    for line, row in rows:
        told = "；".join(one.text for one in row.problems)
        shape.put(sheet, line, column, told or None)
        _colour(sheet, line, row, spots.get, column)


def _column(table: Sheet, plan: Plan) -> int:
    """Where the errors go: their column of an earlier copy, else right of everything."""
    head = plan.table.head
    former = [one.place + 1 for one in head.columns if one.head == heads.ERRORS]
    widths = [len(row) for row in table.rows[head.top :]]
    merged = [right + 1 for _, _, bottom, right in table.merged if bottom >= head.top]
    return former[0] if former else max(widths + merged) + 1


def _colour(
    sheet: Worksheet, line: int, row: PlannedRow, spot: Callable[[str, int], int], column: int
) -> None:
    tint = _FAILED if row.verdict == "failed" else _SKIPPED
    for problem in row.problems:
        sheet.cell(line, spot(problem.field, column)).fill = tint


def _own(path: Path, table: Sheet) -> tuple[Workbook, Worksheet] | None:
    """The workbook with its own looks, where openpyxl understands it and it is no giant."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            with zipfile.ZipFile(path) as archive:
                unpacked = sum(member.file_size for member in archive.infolist())
            book = load_workbook(path) if unpacked <= _MOST_UNPACKED else None
            return (book, book[table.name]) if book else None
        except _BROKEN:
            return None


def _copied(name: str, rows: tuple[Cells, ...]) -> tuple[Workbook, Worksheet]:
    """The same lines in a plain workbook."""
    book, sheet = shape.plain(name)
    for line, row in enumerate(rows, 1):
        for place, value in enumerate(row, 1):
            shape.put(sheet, line, place, as_text(value) if isinstance(value, Fault) else value)
    return book, sheet
