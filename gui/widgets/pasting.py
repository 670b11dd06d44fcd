"""Pictures pasted into a form whose record is not there yet: they wait, and go in with it."""

from uuid import UUID

from PySide6.QtCore import QEvent, QMimeData, QObject
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QLabel, QWidget
from typing_extensions import override

from core.services.attachments import Place
from core.services.taking_in import Refused
from gui.tasks import Desk
from gui.widgets.attaching import Attaching, local_files
from gui.widgets.notice import ProgressStrip


class Pasting(QObject):
    """Ctrl+V in a watched editor keeps a picture or files; `said` tells how many wait.

    `strip` shows how far they have come in, once there is a record to take them.
    """

    def __init__(self, desk: Desk, owner: QWidget, said: QLabel, table: str = "visit") -> None:
        super().__init__(owner)
        self._desk = desk
        self._owner = owner
        self._table = table
        self._waiting: list[QMimeData] = []
        self.said = said
        self.said.setAccessibleName("粘贴的图片")
        self.strip = ProgressStrip()
        self._attaching = Attaching(desk, owner, self.strip)
        self._attaching.refused.connect(self._tell_refused)
        self.forget()

    def watch(self, editor: QWidget) -> None:
        """Listen to an editor and the line inside it."""
        for one in (editor, *editor.findChildren(QWidget)):
            one.installEventFilter(self)

    def give(self, owner: UUID) -> None:
        """The record is there: what waits becomes its attachments."""
        waiting, self._waiting = self._waiting, []
        self._count()
        for mime in waiting:
            self._attaching.paste(Place(self._table, owner), mime)

    def forget(self) -> None:
        """Another form begins."""
        self._waiting = []
        self._count()

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if (
            isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.KeyPress
            and event.matches(QKeySequence.StandardKey.Paste)
        ):
            return self._take(QGuiApplication.clipboard().mimeData())
        return super().eventFilter(watched, event)

    def _take(self, mime: QMimeData) -> bool:
        """Keep a picture or files; words go into the editor."""
        files = local_files(mime)
        if not files and (mime.hasText() or not mime.hasImage()):
            return False
        kept = QMimeData()
        if files:
            kept.setUrls(mime.urls())
        else:
            kept.setImageData(mime.imageData())
        self._waiting.append(kept)
        self._count()
        return True

    def _count(self) -> None:
        count = len(self._waiting)
        self.said.setText(f"已贴 {count} 次图片或文件，保存后成为附件" if count else "")
        self.said.setVisible(bool(count))

    def _tell_refused(self, refused: tuple[Refused, ...]) -> None:
        for one in refused:
            self._desk.refuse(f"{one.name}：{one.text}" if one.name else one.text, self._owner)
