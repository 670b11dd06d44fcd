"""Workbooks let go anywhere over the window are imported into what is shown there."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from gui.widgets.attaching import Dropping
from gui.widgets.page_stack import PageStack
from gui.widgets.screen import Shell
from gui.widgets.where import import_target

_TABLES = frozenset({".xlsx", ".xlsm", ".xls", ".xlsb", ".et", ".ods", ".csv", ".txt"})


def take_tables(pages: PageStack, shell: Shell) -> None:
    """Let workbooks be dropped on the pages, where the person may import at all."""
    Dropping(pages, partial(pages.knows, "import"), partial(_bring_in, pages, shell))


def _bring_in(pages: PageStack, shell: Shell, files: Sequence[Path]) -> None:
    tables = [one for one in files if one.suffix.lower() in _TABLES]
    if tables:
        shell.go(import_target(pages.here, pages.front.ledger_name, tables))
    else:
        shell.fail("这里可以放表格文件（.xlsx、.xls、.et、.ods、.csv），放下就开始导入。")
