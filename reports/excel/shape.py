"""The look of a ledger's workbook: title, head, widths, formats, page; and how a cell is filled."""

import re
from collections.abc import Sequence

from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from core.intake.sheet import CUT
from core.record import Kind, Value
from core.services import fashions
from core.services.fashions import Days
from reports.excel import guard
from reports.excel.listing import Listing

HEAD = 3
MOST = 1_048_576 - HEAD
"""Rows a sheet has room for."""

_LONGEST = 32_000
_WIDEST = 60
_A4 = 9
_INCH = 25.4
_FORMATS = {
    Kind.WHOLE: "0",
    Kind.DECIMAL: "#,##0.00",
    Kind.TIME: "hh:mm",
    Kind.MOMENT: "yyyy-mm-dd hh:mm",
    Kind.LONG: "General",
}
_DAYS: dict[Days, str] = {
    "dashed": "yyyy-mm-dd",
    "dotted": "yyyy.m.d",
    "plain": "yyyymmdd",
    "spoken": 'yyyy"年"m"月"d"日"',
}
_RIGHT = (Kind.WHOLE, Kind.DECIMAL)
_TITLE, _NOTE, _LABEL, _CELL = (
    Font("黑体", 16),
    Font("宋体", 10),
    Font("宋体", 11, b=True),
    Font("宋体", 11),
)
_TINT = PatternFill("solid", fgColor="E6EDF7")
_LINE = Side(style="thin", color="9AA5B8")
_BOX = Border(_LINE, _LINE, _LINE, _LINE)


def shaped(listing: Listing, names: Sequence[str]) -> Workbook:
    """A workbook with everything but its rows: sheets of these names, with two rows to copy.

    The rows begin below line `HEAD`; the first sample shows the usual looks of the columns, the
    second those of a text that may not become a formula.
    """
    book = Workbook()
    book.properties.creator = "网格工作站"
    first = book.active
    assert isinstance(first, Worksheet)
    for number, name in enumerate(names):
        sheet = book.create_sheet() if number else first
        sheet.title = name
        _head(sheet, listing)
        _settle(sheet, listing, min(MOST, max(1, listing.count - number * MOST)))
        for line in (1, 2):
            _sample(sheet, HEAD + line, listing, guarded=line > 1)
    return book


def plain(title: str) -> tuple[Workbook, Worksheet]:
    """An empty workbook of one sheet."""
    book = Workbook()
    book.properties.creator = "网格工作站"
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    sheet.title = sheet_name(title)
    return book, sheet


def sheet_name(title: str) -> str:
    """A title as a sheet may be called."""
    return re.sub(r"[\[\]:*?/\\]", "", title)[:31] or "台账"


def _head(sheet: Worksheet, listing: Listing) -> None:
    """Title, note, and the line of labels."""
    last = get_column_letter(len(listing.columns))
    for line, said, font in ((1, listing.title, _TITLE), (2, listing.note, _NOTE)):
        sheet.merge_cells(f"A{line}:{last}{line}")
        put(sheet, line, 1, said).font = font
    sheet["A1"].alignment = Alignment("center", "center")
    for place, (one, said) in enumerate(zip(listing.columns, listing.heads, strict=True), 1):
        cell = put(sheet, HEAD, place, said)
        cell.font, cell.fill, cell.border = _LABEL, _TINT, _BOX
        cell.alignment = Alignment("center", "center", wrap_text=True)
        width = min(one.width * 1.2 + 2, _WIDEST)
        sheet.column_dimensions[get_column_letter(place)].width = width
    sheet.row_dimensions[1].height, sheet.row_dimensions[HEAD].height = 30, 24


def _settle(sheet: Worksheet, listing: Listing, rows: int) -> None:
    """What stays in view, what is filtered, what is printed and how."""
    last = get_column_letter(len(listing.columns))
    sheet.freeze_panes = f"C{HEAD + 1}"
    sheet.auto_filter.ref = f"A{HEAD}:{last}{HEAD + rows}"
    printed = get_column_letter(listing.printed + 1) if listing.printed else last
    sheet.print_area = f"A1:{printed}{HEAD + rows}"
    paged(sheet, f"{HEAD}:{HEAD}")


def paged(sheet: Worksheet, head: str) -> None:
    """A4 landscape, 25 mm to bind at the left, the head on every page, no tints on paper."""
    sheet.print_title_rows = head
    setup, margins = sheet.page_setup, sheet.page_margins
    setup.orientation, setup.paperSize, setup.blackAndWhite = "landscape", _A4, True
    setup.fitToWidth, setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    margins.left, margins.right = 25 / _INCH, 15 / _INCH
    margins.top, margins.bottom = 18 / _INCH, 17 / _INCH
    assert sheet.oddFooter is not None
    sheet.oddFooter.center.text = "第 &P 页 / 共 &N 页"


def _sample(sheet: Worksheet, line: int, listing: Listing, *, guarded: bool) -> None:
    """An empty row in the looks of its columns."""
    formats = _FORMATS | {Kind.DATE: _DAYS[listing.fashion.days]}
    for place, one in enumerate(listing.columns, 1):
        cell = put(sheet, line, place, None)
        cell.number_format = formats.get(one.kind, "@")
        if fashions.in_ten_thousands(one, listing.fashion):
            cell.number_format = "#,##0.######"
        cell.border, cell.font, cell.quotePrefix = _BOX, _CELL, guarded
        side = "right" if one.kind in _RIGHT else "left"
        cell.alignment = Alignment(side, "center", wrap_text=True)


def put(sheet: Worksheet, line: int, place: int, value: Value) -> Cell:
    """A value as itself; a text is never a formula."""
    cell = sheet.cell(line, place)
    assert isinstance(cell, Cell)
    if isinstance(value, str):
        cell.value = guard.held(shortened(value))
        cell.data_type = "s"
    else:
        cell.value = value  # type: ignore[assignment]  # no UUID in a listing
    return cell


def shortened(value: str) -> str:
    """As much of a text as a cell has room for, which counts a rare character as two."""
    if len(value) <= _LONGEST // 2 or len(value.encode("utf-16-le")) <= 2 * _LONGEST:
        return value
    kept = value.encode("utf-16-le")[: 2 * _LONGEST].decode("utf-16-le", "ignore")
    return kept + CUT
