"""Any table file becomes sheets of neutral values, or one sentence that says what to do.

The file is read in a process of its own, with ceilings of time, memory and size: it may hang, crash
or grow there without harm.
"""

import time as clock
from dataclasses import replace
from pathlib import Path

from core.errors import Invalid
from core.intake import bookread, filetype
from core.intake.apart import Apart
from core.intake.sheet import Cells, Sheet, Workbook
from core.progress import Progress, silent

SECONDS = 8.0
"""How long a person waits at most for a file of up to `_USUAL` megabytes."""
_USUAL, _FURTHER = 2.0, 3.0
"""A longer file may take so many seconds more for each further megabyte."""

_SLOW = "这个表格读得太久，已经停下。请删去多余的工作表和空行，另存为 .xlsx 再导入。"


def read(
    path: Path, sheet: str | None = None, progress: Progress = silent, seconds: float | None = None
) -> Workbook:
    """Read the visible sheets that hold anything, or the one called `sheet`."""
    patience = _patience(filetype.size(path)) if seconds is None else seconds
    reading = _Reading(path, sheet, progress, clock.monotonic() + patience)
    try:
        return reading.book(slowly=False) or reading.book(slowly=True) or _refused()
    except TimeoutError as error:
        raise Invalid(_SLOW) from error


def _patience(size: int) -> float:
    return SECONDS + _FURTHER * max(0.0, size / (1 << 20) - _USUAL)


def _refused() -> Workbook:
    raise Invalid(filetype.DAMAGED)


class _Reading:
    """One file and how long it may take, whoever reads it."""

    def __init__(self, path: Path, sheet: str | None, progress: Progress, end: float) -> None:
        self._path, self._sheet = path, sheet
        self._progress, self._end = progress, end
        self._lines = 0

    def book(self, *, slowly: bool) -> Workbook | None:
        """What the other process hands over; none where it came to a sudden end."""
        try:
            with Apart(bookread.work, self._path, self._sheet, slowly) as reader:
                return self._assembled(reader)
        except EOFError:
            return None

    def _assembled(self, reader: Apart) -> Workbook:
        sheets: list[tuple[Sheet, list[Cells]]] = []
        self._lines = 0
        while True:
            said = reader.hear(self._end - clock.monotonic(), self._tell)
            if isinstance(said, str):
                raise Invalid(said)
            if isinstance(said, Workbook):
                return replace(
                    said, sheets=tuple(replace(one, rows=tuple(rows)) for one, rows in sheets)
                )
            if isinstance(said, Sheet):
                sheets.append((said, []))
            else:
                sheets[-1][1].extend(said)
                self._lines += len(said)

    def _tell(self) -> None:
        self._progress("正在读取表格", self._lines)
