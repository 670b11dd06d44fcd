"""Workbooks going out, shaped by openpyxl: a ledger as .xlsx."""

from pathlib import Path

from core import places
from core.progress import Progress, silent
from reports.excel import shape, stream
from reports.excel.listing import Listing

_STREAMED = 5_000
"""Above this many rows the sheet is streamed: the same look, several times faster."""


def write(listing: Listing, path: Path, progress: Progress = silent) -> int:
    """Write a ledger as .xlsx and return how many rows it has; a stopped run leaves no file."""
    with places.writing(path) as part:
        if listing.count > _STREAMED:
            return stream.write(listing, part, progress)
        book, sheet = shape.shaped(listing)
        number = 0
        for number, row in enumerate(listing.numbered(progress), 1):
            shape.fill(sheet, shape.HEAD + number, listing.columns, row)
        book.save(part)
        return number
