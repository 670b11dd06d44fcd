"""A list leaving as a file or on paper: what the filter selects, or just the chosen records."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any
from uuid import UUID

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QWidget

from core.ledger import Ledger
from core.progress import Progress, silent
from core.services.listing import Selected, Wish
from core.services.records import Filter
from gui import ask
from gui.tasks import Desk, Work
from gui.widgets.notice import ProgressStrip
from gui.widgets.screen import Shell, Subject

PATTERNS = "Excel 工作簿 (*.xlsx);;文本表格 (*.csv);;PDF 台账 (*.pdf);;Word 台账 (*.docx)"


@dataclass(frozen=True, slots=True)
class Listed:
    """What leaves: the ledger, and the filter shown or exactly these records.

    `rows` are the records the filter showed when the person asked, `columns` the keys of the
    fields shown, in their order; none where the list has no say in that.
    """

    ledger: Ledger
    filter: Filter
    ids: Sequence[UUID] | None = None
    rows: Sequence[UUID] = ()
    columns: tuple[str, ...] = ()

    @property
    def selected(self) -> Selected:
        """What to read."""
        return self.filter if self.ids is None else self.ids

    @property
    def subject(self) -> Subject:
        """What the register of looks is told; records are named that are in somebody's hands."""
        shown = self.rows if self.ids is None else self.ids
        seen = shown if self.ledger.record.handlers else ()
        name = f"{self.ledger.title} {len(shown)} {self.ledger.unit}"
        return Subject(name, tuple((self.ledger.name, one) for one in seen))


def export(shell: Shell, owner: QWidget, strip: ProgressStrip, listed: Listed) -> None:
    """Ask for a file's name, write it away from the window, offer to open it."""
    suggested = Path.home() / f"{listed.ledger.title}{shell.today():%Y%m%d}.xlsx"
    path = ask.save_file(owner, f"导出{listed.ledger.title}", suggested, PATTERNS)
    if path is None:
        return
    work: Work[Any] = Work(shell.desk, owner, write, shell.desk, listed, path)
    strip.follow(work, "正在导出")
    work.then(partial(_tell, shell, listed.ledger, path))
    work.failed(lambda error: shell.fail(error.text)).start()


def print_list(shell: Shell, listed: Listed) -> None:
    """Show the list as it is printed."""
    shell.preview(partial(draw, shell.desk, listed), listed.ledger.title, listed.subject)


def opening(path: Path) -> Callable[[], object]:
    """An act that hands a file or folder to the desktop's own program."""
    return lambda: QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))


def write(desk: Desk, listed: Listed, path: Path, progress: Progress = silent) -> int:
    """Write the list by the file's ending; return its rows."""
    from reports.commands import exporting

    wanted = exporting.Wanted(listed.ledger.name, path, listed.selected)
    return int(exporting.run(desk.station, wanted, progress)["rows"])


def draw(desk: Desk, listed: Listed, path: Path) -> int:
    """Draw the list as a PDF; return its pages."""
    from reports import documents
    from reports.documents import ledger_list
    from reports.form import Issue

    station = desk.station
    issue = Issue(station.today(), station.actor.name, station.demo)
    name, wish = listed.ledger.name, Wish(listed.columns)
    document = station.ask(ledger_list.document, name, listed.selected, issue, wish)
    return documents.write(document, path)


def _tell(shell: Shell, ledger: Ledger, path: Path, rows: int) -> None:
    acts = (("打开", opening(path)), ("打开所在文件夹", opening(path.parent)))
    shell.say(f"已导出 {rows:,} {ledger.unit}：{path.name}", acts)
