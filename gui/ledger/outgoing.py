"""A list leaving as a file or on paper: what the filter selects, or just the chosen records."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any
from uuid import UUID

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QWidget

from core.errors import UserError
from core.ledger import Ledger
from core.progress import Progress, silent
from core.services import listing, sending
from core.services.listing import Selected, Wish
from core.services.records import Filter
from gui import ask
from gui.ledger.export_form import FORMATS, ExportForm, Order
from gui.ledger.sent_list import SentList
from gui.tasks import Desk, Perform, Work
from gui.widgets.notice import ProgressStrip
from gui.widgets.screen import Shell, Subject


@dataclass(frozen=True, slots=True)
class Listed:
    """What leaves: the ledger, and the filter shown or exactly these records.

    `rows` are the records the filter showed when the person asked, `columns` the keys of the
    fields shown, in their order; none where the list has no say in that. `unseen` are those the
    window has no room for: they are the first a sheet has no room for either.
    """

    ledger: Ledger
    filter: Filter
    ids: Sequence[UUID] | None = None
    rows: Sequence[UUID] = ()
    columns: tuple[str, ...] = ()
    unseen: frozenset[str] = frozenset()

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


class Export:
    """One table leaving the window: asked for, agreed to, written, told."""

    def __init__(self, shell: Shell, owner: QWidget, strip: ProgressStrip, listed: Listed) -> None:
        self._shell, self._owner, self._strip = shell, owner, strip
        self._listed = listed

    def ask(self) -> None:
        """Ask what the table is to be."""
        ledger, listed = self._listed.ledger, self._listed
        count = len(listed.rows if listed.ids is None else listed.ids)
        which = "选出的" if listed.ids is not None else "现在列表里的"
        span = f"导出{which} {count:,} {ledger.unit}"
        form = ExportForm(ledger, listed.columns, span, self._owner)
        form.ordered.connect(self._name)
        form.versions_wanted.connect(lambda: SentList(self._shell.desk, form, ledger.name).open())
        form.open()

    def _name(self, order: Order) -> None:
        """Ask for the file's name; what goes to superiors in new columns is agreed to first."""
        title, today = self._listed.ledger.title, self._shell.today()
        suggested = Path.home() / f"{title}{today:%Y%m%d}{order.ending}"
        words = FORMATS[order.ending]
        pattern = f"{words.split('（')[0]} (*{order.ending})"
        path = ask.save_file(self._owner, f"导出{title}", suggested, pattern)
        if path is None:
            return
        if order.wish.purpose != "superior":
            self._begin(order, path)
            return
        desk, columns = self._shell.desk, order.wish.columns
        act = Perform(desk, self._owner, sending.agree, self._listed.ledger.name, columns)
        act.then(lambda _done: self._begin(order, path)).failed(self._fail).start()

    def _begin(self, order: Order, path: Path) -> None:
        desk = self._shell.desk
        work: Work[Any] = Work(desk, self._owner, write, desk, self._listed, order, path)
        self._strip.follow(work, "正在导出")
        work.then(partial(self._tell, path)).failed(self._fail).start()

    def _tell(self, path: Path, rows: int) -> None:
        acts = (("打开", opening(path)), ("打开所在文件夹", opening(path.parent)))
        self._shell.say(f"已导出 {rows:,} {self._listed.ledger.unit}：{path.name}", acts)

    def _fail(self, error: UserError) -> None:
        self._shell.fail(error.text)


def export(shell: Shell, owner: QWidget, strip: ProgressStrip, listed: Listed) -> None:
    """Ask what the table is to be, write it away from the window, offer to open it."""
    Export(shell, owner, strip, listed).ask()


def print_list(shell: Shell, listed: Listed) -> None:
    """Show the list as it is printed; what a sheet has no room for is told."""
    paper = replace(listed, columns=listing.fitted(listed.columns, listed.unseen))
    left = listing.left_off(listed.ledger, listed.columns, paper.columns)
    subject = replace(listed.subject, note=left)
    shell.preview(partial(draw, shell.desk, paper), listed.ledger.title, subject)


def opening(path: Path) -> Callable[[], object]:
    """An act that hands a file or folder to the desktop's own program."""
    return lambda: QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))


def write(desk: Desk, listed: Listed, order: Order, path: Path, progress: Progress = silent) -> int:
    """Write the list as it was ordered; return its rows."""
    from reports.commands import exporting

    keep = exporting.Keep(order.recipient, order.request) if order.recipient else None
    name, selected = listed.ledger.name, listed.selected
    wanted = exporting.Wanted(name, path, selected, order.wish, order.encoding, keep)
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
