"""Statistical tables as .xlsx: heads of several rows with their merged boxes, a sheet a table."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path

from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.pagebreak import Break
from openpyxl.worksheet.worksheet import Worksheet

from core import places
from reports.board import Board, Value
from reports.excel import saving, shape
from reports.page import heads

_TITLE, _NOTE, _LABEL, _CELL = (
    Font("黑体", 16),
    Font("宋体", 10),
    Font("宋体", 10, b=True),
    Font("宋体", 10),
)
_TINT = PatternFill("solid", fgColor="E6EDF7")
_LINE = Side(style="thin", color="9AA5B8")
_BOX = Border(_LINE, _LINE, _LINE, _LINE)
_MIDDLE = Alignment("center", "center", wrap_text=True)
_ABOVE = 2
_LEAST, _PER_SHARE, _WIDEST = 7, 8, 32
_PER_LETTER = 1.4
_LINE_HEIGHT = 42


def write(boards: Sequence[Board], path: Path) -> int:
    """Write the tables and return how many lines they have."""
    book, first = shape.plain(boards[0].title)
    for number, board in enumerate(boards):
        sheet = book.create_sheet(shape.sheet_name(board.title)) if number else first
        _fill(sheet, board)
    with places.writing(path) as part:
        saving.save(book, part)
    return sum(len(board.rows) for board in boards)


def _fill(sheet: Worksheet, board: Board) -> None:
    last = len(board.columns)
    _across(sheet, 1, last, board.title, _TITLE)
    _across(sheet, 2, last, board.note, _NOTE)
    foot = _head(sheet, board)
    for line, row in enumerate(board.rows, foot + 1):
        for place, value in enumerate(row, 1):
            _cell(sheet, line, place, value)
    below = foot + len(board.rows) + 1
    for line, told in enumerate((*board.remarks, "    ".join(board.signers)), below):
        _across(sheet, line, last, told, _NOTE)
    sheet["A1"].alignment = Alignment("center", "center")
    sheet.freeze_panes = f"B{foot + 1}"
    shape.paged(sheet, f"{_ABOVE + 1}:{foot}")
    if board.bands:
        _banded(sheet, board)


def _banded(sheet: Worksheet, board: Board) -> None:
    """A page for each part, the first column on all of them."""
    sheet.page_setup.fitToWidth = len(board.bands)
    sheet.print_title_cols = "A:A"
    for band in board.bands[:-1]:
        sheet.col_breaks.append(Break(id=band.columns[-1] + 1))


def _across(sheet: Worksheet, line: int, last: int, text: str, font: Font) -> None:
    sheet.merge_cells(start_row=line, end_row=line, start_column=1, end_column=last)
    shape.put(sheet, line, 1, text).font = font


def _head(sheet: Worksheet, board: Board) -> int:
    """Write the head and return its last line."""
    spots = heads(board.columns)
    foot = _ABOVE + max(one.row + one.rows for one in spots)
    for line in range(_ABOVE + 1, foot + 1):
        sheet.row_dimensions[line].height = _LINE_HEIGHT if line == foot else 20
        for place in range(1, len(board.columns) + 1):
            cell = shape.put(sheet, line, place, None)
            cell.border, cell.fill = _BOX, _TINT
    for one in spots:
        top, left = _ABOVE + 1 + one.row, 1 + one.column
        cell = shape.put(sheet, top, left, one.text)
        cell.font, cell.alignment = _LABEL, _MIDDLE
        if one.rows > 1 or one.columns > 1:
            sheet.merge_cells(
                start_row=top,
                end_row=top + one.rows - 1,
                start_column=left,
                end_column=left + one.columns - 1,
            )
    for place, column in enumerate(board.columns, 1):
        width = column.width * (_PER_SHARE if board.bands else _PER_LETTER)
        width = min(_WIDEST, max(_LEAST, width))
        sheet.column_dimensions[get_column_letter(place)].width = width
    return foot


def _cell(sheet: Worksheet, line: int, place: int, value: Value) -> None:
    cell = shape.put(sheet, line, place, value)
    cell.font, cell.border = _CELL, _BOX
    cell.alignment = _MIDDLE
    if isinstance(value, Decimal):
        cell.number_format = "#,##0.00"
    elif isinstance(value, date):
        cell.number_format = "yyyy-mm-dd"
