"""Delimited text coming in: its encoding and its separator are found, never asked for."""

import csv
import re
from io import StringIO
from itertools import islice
from pathlib import Path

from core.errors import Invalid
from core.intake import filetype
from core.intake.formats import encoding
from core.intake.sheet import MOST_ROWS, TOO_LONG, Cell, Cells, Sheet, trimmed

_SEPARATORS = ",\t;|"
_SAMPLE = 20
_GUARDED = re.compile("'(?='*\\s*[=+\\-@\uff1d\uff0b\uff0d\uff20\t\r\n])")
_BROKEN = (
    "这个文本表格里有没配对的引号或过长的内容。请用 WPS 或 Excel 打开核对，另存为 .xlsx 再导入。"
)


def read(path: Path) -> Sheet:
    """The one sheet a .csv or .txt file is."""
    with filetype.opening(path):
        content = path.read_bytes()
    text = encoding.decoded(content).replace("\0", "").rstrip("\x1a")
    try:
        return Sheet(path.stem, _rows(text))
    except csv.Error as error:
        raise Invalid(_BROKEN) from error


def separator(text: str) -> str:
    """The separator most of the first lines hold."""
    lines = list(islice(StringIO(text), _SAMPLE))
    return max(_SEPARATORS, key=lambda mark: sum(mark in line for line in lines))


def _rows(text: str) -> tuple[Cells, ...]:
    rows: list[Cells] = []
    for row in csv.reader(StringIO(text, newline=""), delimiter=separator(text), strict=True):
        rows.append(trimmed([_cell(text) for text in row]))
        if len(rows) > MOST_ROWS:
            raise Invalid(TOO_LONG)
    while rows and not rows[-1]:
        rows.pop()
    return tuple(rows)


def _cell(text: str) -> Cell:
    """A cell's text; the apostrophe that keeps a text from being a formula is not part of it."""
    return (text[1:] if _GUARDED.match(text) else text).strip() or None
