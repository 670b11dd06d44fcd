"""A person's own workbook given back: bad cells coloured, and a column that says what to do."""

import warnings
import zipfile
from pathlib import Path

from openpyxl import Workbook, load_workbook
from openpyxl.styles import Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from core import places
from core.intake import heads
from core.intake.sheet import Fault, Sheet, as_text
from core.intake.sheet import Workbook as Source
from core.services.importing import Plan
from core.services.verdict import PlannedRow
from reports.excel import shape

_FAILED, _SKIPPED = PatternFill("solid", fgColor="F8CBAD"), PatternFill("solid", fgColor="FFF2CC")
_WIDTH = 60


def write(source: Source, plan: Plan, path: Path) -> int:
    """Write the copy, which imports again as it is; return how many rows have errors."""
    laid = plan.table.rearranged
    table = laid or next(one for one in source.sheets if one.name == plan.table.sheet)
    book, sheet = (None if laid else _own(source.path, table)) or _copied(table)
    column, head = _column(table, plan), plan.table.head
    if plan.table.header_row:
        shape.put(sheet, plan.table.header_row, column, heads.ERRORS).font = Font(b=True)
    sheet.column_dimensions[get_column_letter(column)].width = _WIDTH
    spots = {one.key: one.place + 1 for one in head.mapped}
    for row in plan.rows:
        told = "；".join(one.text for one in row.problems)
        shape.put(sheet, row.line, column, told or None)
        _colour(sheet, row, spots, column)
    with places.writing(path) as part:
        book.save(part)
    return sum(bool(row.problems) for row in plan.rows)


def _column(table: Sheet, plan: Plan) -> int:
    """Where the errors go: their column of an earlier copy, else right of everything."""
    head = plan.table.head
    former = [one.place + 1 for one in head.columns if one.head == heads.ERRORS]
    widths = [len(row) for row in table.rows[head.top :]]
    merged = [right + 1 for _, _, bottom, right in table.merged if bottom >= head.top]
    return former[0] if former else max(widths + merged) + 1


def _colour(sheet: Worksheet, row: PlannedRow, spots: dict[str, int], column: int) -> None:
    tint = _FAILED if row.verdict == "failed" else _SKIPPED
    for problem in row.problems:
        sheet.cell(row.line, spots.get(problem.field, column)).fill = tint


def _own(path: Path, table: Sheet) -> tuple[Workbook, Worksheet] | None:
    """The workbook with its own looks, where openpyxl understands it."""
    if not zipfile.is_zipfile(path):
        return None
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            book = load_workbook(path)
            sheet = book[table.name]
        except (ValueError, KeyError, TypeError, AttributeError, IndexError, OSError):
            return None
    return book, sheet


def _copied(table: Sheet) -> tuple[Workbook, Worksheet]:
    """The same lines in a plain workbook."""
    book, sheet = shape.plain(table.name)
    for line, row in enumerate(table.rows, 1):
        for place, value in enumerate(row, 1):
            shape.put(sheet, line, place, as_text(value) if isinstance(value, Fault) else value)
    return book, sheet
