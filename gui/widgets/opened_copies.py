"""Attachments opened by other programs: laid out as private copies, and wiped."""

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QWidget

from core import places
from core.intake.media import form_of
from core.progress import Progress, silent
from core.store import copies, making
from core.store.files import Files
from core.store.lock import holder
from gui.tasks import Desk, Work

if TYPE_CHECKING:
    from core.records.attachment import Attachment

_NO_PROGRAM = "这台电脑上没有能打开这类文件的程序。请“另存为”后拷到装有 WPS 的电脑上打开。"


def open_copy(desk: Desk, owner: QWidget, store: Files, one: "Attachment") -> None:
    """Lay out a copy, and hand it to the program the desktop opens such files with.

    Locked meanwhile, the person sees neither the program nor the copy.
    """

    def show(path: Path) -> None:
        if not owner.isVisible():
            wipe(desk.station.folder)
        elif not QDesktopServices.openUrl(QUrl.fromLocalFile(str(path))):
            desk.refuse(_NO_PROGRAM, owner)

    Work(desk, owner, _lay_out, places.copies(desk.station.folder), store, one).then(show).start()


def forget(desk: Desk, owner: QWidget) -> None:
    """Wipe away from the window, which shows something else meanwhile."""
    Work(desk, owner, wipe, desk.station.folder).start()


def forget_left(desk: Desk, owner: QWidget) -> None:
    """At the start: what a crash left open goes, unless another window is at work there."""
    if not holder(desk.station.folder):
        Work(desk, owner, _sweep, desk.station.folder).start()


def wipe(station: Path, progress: Progress = silent) -> None:
    """Nothing opened before stays readable: at lock, on leaving, at the end and the next start."""
    progress("正在清除副本")
    copies.wipe(places.copies(station))


def wipe_all(station: Path, progress: Progress = silent) -> None:
    """The copies, and papers that were looked at when the program was last cut off."""
    wipe(station, progress)
    copies.wipe(places.papers(station))


def _sweep(station: Path, progress: Progress = silent) -> None:
    """What may lie here since the program was cut off: copies, papers, a half restored station."""
    wipe_all(station, progress)
    making.clear(station.parent)


def _lay_out(folder: Path, store: Files, one: "Attachment", progress: Progress = silent) -> Path:
    progress("正在准备副本")
    return copies.write(folder, form_of(one.media).suffixes[0], store.read(one.digest))
