"""The slower reader of .xlsx, for files the fast one refuses or cannot hold in memory."""

import warnings
import zipfile
import zlib
from pathlib import Path
from typing import Any, BinaryIO

from core.errors import Invalid
from core.intake import filetype
from core.intake.formats.grid import Grid
from core.intake.sheet import WRONG_FORMULA, Cell, Fault, Sheet, chosen, neutral

_BROKEN = (
    AttributeError,
    ArithmeticError,
    LookupError,
    OSError,
    SyntaxError,
    TypeError,
    ValueError,
    EOFError,
    NotImplementedError,
    zipfile.BadZipFile,
    zlib.error,
)
"""What openpyxl and what it stands on raise for broken files."""


def read(path: Path, wanted: str | None) -> tuple[tuple[Sheet, ...], tuple[str, ...]]:
    """The visible sheets (or the one `wanted`) and the names of the hidden ones."""
    with warnings.catch_warnings(), path.open("rb") as file:
        warnings.simplefilter("ignore")
        try:
            return _book(file, wanted)
        except _BROKEN as error:
            raise Invalid(filetype.DAMAGED) from error


def _book(file: BinaryIO, wanted: str | None) -> tuple[tuple[Sheet, ...], tuple[str, ...]]:
    from openpyxl import load_workbook

    book = load_workbook(file, read_only=True, data_only=True)
    sources = {one.title: one for one in book.worksheets}
    if not sources:
        raise Invalid(filetype.DAMAGED)
    shown = [name for name, one in sources.items() if one.sheet_state == "visible"]
    hidden = tuple(name for name in sources if name not in shown)
    return tuple(_sheet(sources[name]) for name in chosen(wanted, shown, hidden)), hidden


def _sheet(source: Any) -> Sheet:
    grid = Grid(source.title)
    source.reset_dimensions()
    for row in source.iter_rows():
        for cell in row:
            if cell.value is not None:
                grid.put(cell.row - 1, cell.column - 1, _cell(cell.data_type, cell.value))
    return grid.sheet()


def _cell(kind: str, value: Any) -> Cell:
    if kind == "e":
        return Fault(str(value), WRONG_FORMULA)
    return neutral(value)
