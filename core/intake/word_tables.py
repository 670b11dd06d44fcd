"""The tables of a Word document, read in a process of its own as workbooks are."""

from multiprocessing.connection import Connection
from pathlib import Path

from core.errors import Invalid
from core.intake import filetype
from core.intake.apart import Apart, withdraw
from core.intake.sheet import Sheet
from core.progress import Progress, silent

_SECONDS = 8.0
_MOST_ROWS, _MOST_COLUMNS = 2000, 64
_DAMAGED = "这个 Word 文件打不开，可能已损坏或设有密码。请用 WPS 打开，另存为 .docx 再导入。"
_EMPTY = "这个 Word 文件里没有表格。请核对是不是选错了文件。"
_SLOW = "这个 Word 文件读得太久，已经停下。请只留下要导入的表格，另存后再导入。"


def read(path: Path, progress: Progress = silent) -> tuple[Sheet, ...]:
    """The tables in their order, a merged cell's text in each of its places."""
    filetype.size(path)
    try:
        with Apart(_work, path) as reader:
            found = reader.hear(_SECONDS, lambda: progress("正在读文件"))
    except TimeoutError as error:
        raise Invalid(_SLOW) from error
    except EOFError as error:
        raise Invalid(_DAMAGED) from error
    sheets: tuple[Sheet, ...] = found
    if not sheets:
        raise Invalid(_EMPTY)
    return sheets


def _work(sender: Connection, path: Path) -> None:
    """What the other process does: hand over the tables; what breaks it ends it."""
    withdraw()
    from docx import Document
    from docx.table import Table

    def rows(table: Table) -> tuple[tuple[str, ...], ...]:
        listed = list(table.rows)[:_MOST_ROWS]
        return tuple(tuple(one.text for one in row.cells[:_MOST_COLUMNS]) for row in listed)

    tables = Document(str(path)).tables
    sender.send(tuple(Sheet(f"表{number}", rows(one)) for number, one in enumerate(tables, 1)))
