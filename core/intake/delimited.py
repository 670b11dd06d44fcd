"""Delimited text coming in: its encoding and its separator are found, never asked for."""

import csv
import re
from collections import Counter
from collections.abc import Iterable
from io import StringIO
from itertools import chain, islice
from pathlib import Path

from core.errors import Invalid
from core.intake import filetype
from core.intake.formats import encoding
from core.intake.sheet import (
    MOST_COLUMNS,
    MOST_LINES,
    MOST_ROWS,
    TOO_LONG,
    TOO_WIDE,
    Cell,
    Cells,
    Met,
    Sheet,
    clean,
    trimmed,
)

_SEPARATORS = ",\t;|"
_SAMPLE = 20
_STEP = 1000
_GUARDED = re.compile("'(?='*\\s*[=+\\-@\uff1d\uff0b\uff0d\uff20\t\r\n])")
_TOLD = re.compile(r'\s*"?sep=([,;|\t])"?\r?\n', re.IGNORECASE)
_LOST = bytes(512)
"""What stands at the end of a file whose copying broke off."""
_BROKEN = (
    "这个文本表格第 {line} 行附近有没配对的引号或过长的内容。"
    "请用 WPS 或 Excel 打开核对，另存为 .xlsx 再导入。"
)


def read(path: Path, met: Met) -> Sheet:
    """The one sheet a .csv or .txt file is; `met` hears of its cells while they are read."""
    with filetype.opening(path):
        content = path.read_bytes()
    if content.endswith(_LOST):
        raise Invalid(filetype.DAMAGED)
    text = encoding.decoded(content).replace("\0", "").rstrip("\x1a")
    told = _TOLD.match(text)
    body = text[told.end() :] if told else text
    mark = told[1] if told else separator(body)
    lines = csv.reader(StringIO(body, newline=""), delimiter=mark, strict=True)
    try:
        return Sheet(path.stem, _rows(chain([[]] if told else [], lines), met))
    except csv.Error as error:
        raise Invalid(_BROKEN.format(line=lines.line_num + bool(told))) from error


def separator(text: str) -> str:
    """The separator that parts most of the first lines into equally many cells."""
    lines = list(islice(StringIO(text, newline=None), _SAMPLE))
    return max(_SEPARATORS, key=lambda mark: _evenness(lines, mark))


def _evenness(lines: list[str], mark: str) -> tuple[int, int]:
    """How many lines fall into as many cells as most do, and how many cells these are."""
    try:
        widths = Counter(len(row) for row in csv.reader(lines, delimiter=mark))
    except csv.Error:
        return (0, 0)
    return max(((count, width) for width, count in widths.items() if width > 1), default=(0, 0))


def _rows(lines: Iterable[list[str]], met: Met) -> tuple[Cells, ...]:
    """Every line down to the last that holds something."""
    rows: list[Cells] = []
    empty = filled = 0
    for line in lines:
        if any(map(str.strip, line[MOST_COLUMNS:])):
            raise Invalid(TOO_WIDE)
        row = trimmed([cell(text) for text in line[:MOST_COLUMNS]])
        if not row:
            empty += 1
            continue
        filled += 1
        if filled > MOST_ROWS or len(rows) + empty > MOST_LINES:
            raise Invalid(TOO_LONG)
        rows += [*[()] * empty, row]
        empty = 0
        if filled % _STEP == 0:
            met(_STEP * len(row))
    return tuple(rows)


def cell(text: str) -> Cell:
    """A cell's text; the apostrophe that keeps a text from being a formula is not part of it."""
    return clean(text[1:] if _GUARDED.match(text) else text)
