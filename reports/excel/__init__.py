"""Workbooks going out, shaped by openpyxl and streamed: a ledger as .xlsx."""

from pathlib import Path

from core import places
from core.progress import Progress, silent
from reports.excel import stream
from reports.excel.listing import Listing


def write(listing: Listing, path: Path, progress: Progress = silent) -> int:
    """Write a ledger as .xlsx and return how many rows it has; a stopped run leaves no file."""
    with places.writing(path) as part:
        return stream.write(listing, part, progress)
