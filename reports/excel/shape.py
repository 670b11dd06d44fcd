"""The look of a ledger's workbook: title, head, widths, formats, page; and how a cell is filled."""

import re
from collections.abc import Sequence

from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from core.record import Field, Kind, Value
from reports.excel.listing import Listing

HEAD = 3
_LONGEST = 32_000
_WIDEST = 60
_A4 = 9
_INCH = 25.4
_HIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_FORMATS = {
    Kind.WHOLE: "0",
    Kind.DECIMAL: "#,##0.00",
    Kind.DATE: "yyyy-mm-dd",
    Kind.TIME: "hh:mm",
    Kind.MOMENT: "yyyy-mm-dd hh:mm",
    Kind.LONG: "General",
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


def shaped(listing: Listing) -> tuple[Workbook, Worksheet]:
    """A workbook with everything but its rows, which begin below line `HEAD`."""
    book, sheet = plain(listing.title)
    last = get_column_letter(len(listing.columns))
    for line, text, font in ((1, listing.title, _TITLE), (2, listing.note, _NOTE)):
        sheet.merge_cells(f"A{line}:{last}{line}")
        put(sheet, line, 1, text).font = font
    sheet["A1"].alignment = Alignment("center", "center")
    for place, one in enumerate(listing.columns, 1):
        cell = put(sheet, HEAD, place, one.label)
        cell.font, cell.fill, cell.border = _LABEL, _TINT, _BOX
        cell.alignment = Alignment("center", "center", wrap_text=True)
        width = min(one.width * 1.2 + 2, _WIDEST)
        sheet.column_dimensions[get_column_letter(place)].width = width
    sheet.row_dimensions[1].height, sheet.row_dimensions[HEAD].height = 30, 24
    sheet.freeze_panes = f"C{HEAD + 1}"
    sheet.auto_filter.ref = f"A{HEAD}:{last}{HEAD + max(listing.count, 1)}"
    printed = get_column_letter(listing.printed + 1) if listing.printed else last
    sheet.print_area = f"A1:{printed}{HEAD + max(listing.count, 1)}"
    _paged(sheet)
    return book, sheet


def plain(title: str) -> tuple[Workbook, Worksheet]:
    """An empty workbook of one sheet."""
    book = Workbook()
    book.properties.creator = "网格工作站"
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    sheet.title = re.sub(r"[\[\]:*?/\\]", "", title)[:31] or "台账"
    return book, sheet


def _paged(sheet: Worksheet) -> None:
    """A4 landscape, 25 mm to bind at the left, the head on every page, no tints on paper."""
    sheet.print_title_rows = f"{HEAD}:{HEAD}"
    setup, margins = sheet.page_setup, sheet.page_margins
    setup.orientation, setup.paperSize, setup.blackAndWhite = "landscape", _A4, True
    setup.fitToWidth, setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    margins.left, margins.right = 25 / _INCH, 15 / _INCH
    margins.top, margins.bottom = 18 / _INCH, 17 / _INCH
    assert sheet.oddFooter is not None
    sheet.oddFooter.center.text = "第 &P 页 / 共 &N 页"


def fill(sheet: Worksheet, line: int, fields: Sequence[Field], row: Sequence[Value]) -> None:
    """Write one row, each value in its field's format."""
    for place, (one, value) in enumerate(zip(fields, row, strict=True), 1):
        cell = put(sheet, line, place, value)
        cell.number_format = _FORMATS.get(one.kind, "@")
        cell.border, cell.font = _BOX, _CELL
        side = "right" if one.kind in _RIGHT else "left"
        cell.alignment = Alignment(side, "center", wrap_text=True)


def put(sheet: Worksheet, line: int, place: int, value: Value) -> Cell:
    """A value as itself; a text is never a formula."""
    cell = sheet.cell(line, place)
    assert isinstance(cell, Cell)
    if isinstance(value, str):
        cell.value = text(value)
        cell.data_type = "s"
    else:
        cell.value = value  # type: ignore[assignment]  # no UUID in a listing
    return cell


def text(value: str) -> str:
    """A text as a cell can hold it."""
    shown = _HIDDEN.sub("", value)
    return shown if len(shown) <= _LONGEST else shown[:_LONGEST] + "……（太长，其余见台账）"
