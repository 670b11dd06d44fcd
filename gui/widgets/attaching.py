"""Files going into a record: from a dialog, dropped, pasted or chosen in a folder."""

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QEvent, QIODevice, QMimeData, QObject, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QImage, QImageWriter
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from core.errors import UserError
from core.intake.incoming import Source
from core.progress import Progress, silent
from core.services import attachments, taking_in
from core.services.attachments import Place
from core.services.taking_in import Gathered, Refused
from gui.tasks import Desk, Perform, Work
from gui.widgets.notice import ProgressStrip

_NOTHING = "剪贴板里没有图片或文件。请先复制图片，或在文件夹里复制文件，再按 Ctrl+V。"


class Attaching(QObject):
    """Takes files in for one record, and tells which were `refused`; the good ones go in."""

    refused = Signal(object)

    def __init__(self, desk: Desk, owner: QWidget, strip: ProgressStrip) -> None:
        super().__init__(owner)
        self._desk = desk
        self._owner = owner
        self._strip = strip

    def files(self, place: Place, paths: Sequence[Path]) -> None:
        """Take in these files."""
        self._gather(place, [Source.of(path) for path in paths])

    def paste(self, place: Place, mime: QMimeData) -> None:
        """Take in what was copied elsewhere: files, or a picture."""
        paths = local_files(mime)
        if paths:
            self.files(place, paths)
        elif mime.hasImage():
            image: QImage = mime.imageData()
            name = f"粘贴 {self._desk.station.today()}.png"
            self._follow(place, Work(self._desk, self._owner, self._gather_image, name, image))
        else:
            self._desk.refuse(_NOTHING, self._owner)

    def _gather(self, place: Place, sources: Sequence[Source]) -> None:
        gathering = Work(self._desk, self._owner, taking_in.gather, self._desk.station, sources)
        self._follow(place, gathering)

    def _gather_image(self, name: str, image: QImage, progress: Progress = silent) -> Gathered:
        """In a thread: a pasted picture is taken in like a file."""
        return taking_in.gather(self._desk.station, [Source(name, encoded(image))], progress)

    def _follow(self, place: Place, work: Work[Gathered]) -> None:
        self._strip.follow(work, "正在收入附件")
        work.then(partial(self._on_gathered, place)).start()

    def _on_gathered(self, place: Place, gathered: Gathered) -> None:
        self.refused.emit(gathered.refused)
        if gathered.taken:
            folder = self._desk.station.folder
            adding = Perform(
                self._desk, self._owner, attachments.add, place, folder, gathered.taken
            )
            adding.then(partial(self._on_added, gathered))
            adding.failed(partial(self._on_failed, gathered)).start()

    def _on_added(self, gathered: Gathered, count: int) -> None:
        """What the record had already is told, and nothing of it stays beside."""
        if count < len(gathered.taken):
            twice = f"{len(gathered.taken) - count} 个文件这里已经有了，没有重复收入。"
            self.refused.emit((*gathered.refused, Refused("", twice)))

    def _on_failed(self, gathered: Gathered, error: UserError) -> None:
        Work(self._desk, self._owner, _release, self._desk, gathered).start()
        self._desk.refuse(error.text, self._owner)


class Dropping(QObject):
    """Lets files be dropped on a widget, while they `may` be."""

    def __init__(
        self, target: QWidget, may: Callable[[], bool], take: Callable[[list[Path]], object]
    ) -> None:
        super().__init__(target)
        self._may = may
        self._take = take
        target.setAcceptDrops(True)
        target.installEventFilter(self)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QDragEnterEvent) and self._may() and local_files(event.mimeData()):
            event.acceptProposedAction()
        elif isinstance(event, QDropEvent) and event.type() == QEvent.Type.Drop:
            event.acceptProposedAction()
            self._take(local_files(event.mimeData()))
        return super().eventFilter(watched, event)


def local_files(mime: QMimeData) -> list[Path]:
    """The files behind what is dropped or pasted."""
    return [Path(url.toLocalFile()) for url in mime.urls() if url.isLocalFile()]


def encoded(image: QImage) -> bytes:
    """A pasted picture as bytes, without loss."""
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    QImageWriter(buffer, QByteArray(b"PNG")).write(image)
    return bytes(buffer.data().data())


def _release(desk: Desk, gathered: Gathered, progress: Progress = silent) -> None:
    progress("正在收拾")
    taking_in.release(desk.station, gathered.taken)
