"""Any table file becomes sheets of neutral values, or one sentence that says what to do."""

from pathlib import Path

from core.errors import Invalid
from core.intake import bookread, delimited, filetype
from core.intake.sheet import Workbook
from core.progress import Progress, silent


def read(path: Path, sheet: str | None = None, progress: Progress = silent) -> Workbook:
    """Read the visible sheets that hold anything, or the one called `sheet`."""
    text = filetype.find(path) == "text"
    found = (delimited.read(path),) if text else bookread.read(path, sheet, progress)
    filled = tuple(one for one in found if one.rows)
    if not filled:
        raise Invalid("这个表格里没有内容。请核对是不是选错了文件，或内容在隐藏的工作表里。")
    return Workbook(path, filled)
