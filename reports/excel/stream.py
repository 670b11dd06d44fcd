"""Long ledgers: openpyxl saves the shape with one row, every row is streamed into its place."""

import io
import re
import zipfile
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from pathlib import Path
from xml.sax.saxutils import escape

from core.progress import Progress
from core.record import Value
from reports.excel import shape
from reports.excel.listing import Listing

_SHEET = "xl/worksheets/sheet1.xml"
_EPOCH = datetime(1899, 12, 30)  # noqa: DTZ001 a spreadsheet's days have no zone
_DAY = timedelta(days=1)


def write(listing: Listing, path: Path, progress: Progress) -> int:
    """Write the workbook and return how many rows it has."""
    number = 0
    with (
        zipfile.ZipFile(_shell(listing)) as source,
        zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=4) as target,
    ):
        for name in source.namelist():
            if name != _SHEET:
                target.writestr(name, source.read(name))
        before, sample, after = _split(source.read(_SHEET).decode())
        styles = re.findall(r'<c r="([A-Z]+)[0-9]+" s="([0-9]+)"', sample)
        with target.open(_SHEET, "w", force_zip64=True) as file:
            file.write(before.encode())
            for number, row in enumerate(listing.numbered(progress), 1):
                file.write(_row(shape.HEAD + number, styles, row).encode())
            file.write(after.encode())
    return number


def _shell(listing: Listing) -> io.BytesIO:
    book, sheet = shape.shaped(listing)
    shape.fill(sheet, shape.HEAD + 1, listing.columns, [None] * len(listing.columns))
    shell = io.BytesIO()
    book.save(shell)
    return shell


def _split(xml: str) -> tuple[str, str, str]:
    """What stands before, in and after the sample row; the reader finds the extent by itself."""
    found = re.search(f'<row r="{shape.HEAD + 1}".*?</row>', xml, re.DOTALL)
    assert found is not None
    return re.sub("<dimension [^>]*/>", "", xml[: found.start()]), found[0], xml[found.end() :]


def _row(line: int, styles: Sequence[tuple[str, str]], row: Sequence[Value]) -> str:
    cells = (
        f'<c r="{letter}{line}" s="{style}"{_rest(value)}'
        for (letter, style), value in zip(styles, row, strict=True)
    )
    return f'<row r="{line}">{"".join(cells)}</row>'


def _rest(value: Value) -> str:
    """The rest of a cell's element."""
    if value is None or value == "":
        return "/>"
    if isinstance(value, str):
        text = escape(shape.text(value))
        return f' t="inlineStr"><is><t xml:space="preserve">{text}</t></is></c>'
    return f"><v>{_serial(value)}</v></c>"


def _serial(value: Value) -> str:
    """A number, or a day and its part as spreadsheets count them."""
    if isinstance(value, datetime):
        return repr((value - _EPOCH) / _DAY)
    if isinstance(value, date):
        return str((value - _EPOCH.date()).days)
    if isinstance(value, time):
        return repr(timedelta(hours=value.hour, minutes=value.minute) / _DAY)
    return f"{value:f}" if isinstance(value, Decimal) else str(value)
