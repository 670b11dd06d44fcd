"""Any table file becomes sheets of neutral values, or one sentence that says what to do.

The file is read in a process of its own, with ceilings of time, memory and size: it may hang, crash
or grow there without harm.
"""

import time as clock
from dataclasses import replace
from pathlib import Path

from core import collecting
from core.errors import Invalid
from core.intake import bookread, filetype
from core.intake.apart import Apart
from core.intake.sheet import HEAVY, Cells, Sheet, Workbook
from core.progress import Progress, silent

SECONDS = 8.0
"""How long a person waits at most for a file, however large, in which few cells are found."""
_FEW, _EARNED = 200_000, 25e-6
"""Each further cell that is found earns the reading so much time more: a slow computer's."""

_MOST_CELLS = 10_000_000
_STARTING = 30.0
"""How long the other process may take to start, which is none of the file's fault."""

_BUSY = "电脑正忙，还没有轮到读这个表格。请稍等片刻再导入。"
_SLOW = "这个表格读得太久，已经停下。请删去多余的工作表和空行，另存为 .xlsx 再导入。"


def read(
    path: Path, sheet: str | None = None, progress: Progress = silent, seconds: float = SECONDS
) -> Workbook:
    """Read the visible sheets that hold anything, or the one called `sheet`.

    It ends after `seconds`, unless very many cells were found by then.
    """
    filetype.size(path)
    reading = _Reading(path, sheet, progress, clock.monotonic() + seconds)
    try:
        with collecting.paused():
            return reading.book(slowly=False) or reading.book(slowly=True) or _refused()
    except TimeoutError as error:
        raise Invalid(_SLOW) from error


def _refused() -> Workbook:
    raise Invalid(filetype.DAMAGED)


class _Reading:
    """One file and how long it may take, whoever reads it."""

    def __init__(self, path: Path, sheet: str | None, progress: Progress, end: float) -> None:
        self._path, self._sheet = path, sheet
        self._progress, self._end = progress, end
        self._lines = self._cells = 0

    def book(self, *, slowly: bool) -> Workbook | None:
        """What the other process hands over; none where it came to a sudden end."""
        try:
            with Apart(bookread.work, self._path, self._sheet, slowly) as reader:
                self._await(reader)
                return self._assembled(reader)
        except EOFError:
            return None

    def _await(self, reader: Apart) -> None:
        """Wait for the other process to begin; the time counts from then on."""
        begun = clock.monotonic()
        try:
            reader.hear(_STARTING, self._tell)
        except TimeoutError as error:
            raise Invalid(_BUSY) from error
        self._end += clock.monotonic() - begun

    def _assembled(self, reader: Apart) -> Workbook:
        sheets: list[tuple[Sheet, list[Cells]]] = []
        self._lines = self._cells = 0
        while True:
            said = reader.hear(self._left(), self._tell)
            if isinstance(said, str):
                raise Invalid(said)
            if isinstance(said, Workbook):
                return replace(
                    said, sheets=tuple(replace(one, rows=tuple(rows)) for one, rows in sheets)
                )
            if isinstance(said, Sheet):
                sheets.append((said, []))
            elif isinstance(said, int):
                self._meet(said)
            else:
                sheets[-1][1].extend(said)
                self._lines += len(said)

    def _meet(self, cells: int) -> None:
        self._cells += cells
        if self._cells > _MOST_CELLS:
            raise Invalid(HEAVY)

    def _left(self) -> float:
        earned = max(0, self._cells - _FEW) * _EARNED
        return self._end + earned - clock.monotonic()

    def _tell(self) -> None:
        self._progress("正在读取表格", self._lines)
