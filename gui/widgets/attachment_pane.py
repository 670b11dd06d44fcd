"""附件 of one record: seen, added by button, drop, paste or from a folder, noted and taken away."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QApplication, QFrame, QStackedWidget

from core.errors import UserError
from core.records.attachment import Attachment
from core.services import attachments
from core.services.attachments import Place, Shelf
from gui import ask
from gui.tasks import Desk, Perform, Query
from gui.widgets import keys, parts
from gui.widgets.attaching import Attaching, Dropping
from gui.widgets.attachment_acts import NOTE, OPEN, REMOVE, RESTORE, SAVE, AttachmentActs
from gui.widgets.attachment_list import AttachmentList, size
from gui.widgets.attachment_note import AttachmentNote
from gui.widgets.attachment_opening import Opening
from gui.widgets.folder_intake import FolderIntake
from gui.widgets.notice import ProgressStrip
from gui.widgets.refusals import Refusals

TABLE = "attachment"
_LOWEST = 96
_EMPTY = "还没有附件。把照片、扫描件拖到这里，或按 Ctrl+V 粘贴；也可以从手机、U 盘的文件夹收入。"
_EMPTY_READ = "还没有附件。"
_PATTERNS = "图片、PDF 和办公文件 (*);;图片 (*.jpg *.jpeg *.png *.bmp *.tif *.tiff *.webp)"


class AttachmentPane(QFrame):
    """`counted` tells how many there are."""

    counted = Signal(int)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.setProperty("kind", "scrolled")
        self._desk = desk
        self._place: Place | None = None
        self._shelf: Shelf | None = None
        self._may = False
        self._gone = False
        self.list = AttachmentList(desk)
        self.refusals = Refusals()
        self.note = AttachmentNote()
        self.strip = ProgressStrip()
        self.attaching = Attaching(desk, self, self.strip)
        Dropping(self, lambda: self._may, self._take)
        self._opening = Opening(desk, self)
        self._lay_out()
        self._connect()

    def show_record(self, place: Place, *, may: bool) -> None:
        """Show the attachments of a record; `may` says whether they may be changed here."""
        if place != self._place:
            self._gone = False
            self.refusals.show_refused(())
            self.note.hide()
        self._place, self._may = place, may
        self.read()

    def read(self) -> None:
        """Read them again."""
        place = self._place
        if place is not None:
            folder = self._desk.station.folder
            reading = Query(self._desk, self, attachments.shelf, place, folder)
            reading.then(self._show).failed(self._on_lost).start()

    def add(self) -> None:
        """Choose files, several at once."""
        if self._may and self._place is not None:
            self._take(ask.open_files(self, "添加附件", _PATTERNS))

    def add_folder(self, folder: Path | None = None) -> None:
        """Choose among what a folder or a stick holds."""
        found = folder or ask.open_folder(self, "从文件夹收入（可选手机或 U 盘）")
        if found is not None and self._place is not None:
            dialog = FolderIntake(self._desk, self, found)
            dialog.chosen.connect(self._take)
            dialog.open()

    def paste(self) -> None:
        """Take in what was copied elsewhere."""
        if self._may and self._place is not None:
            self.attaching.paste(self._place, QApplication.clipboard().mimeData())

    def open(self, row: int) -> None:
        """Look at one: inside the program, or as a copy in another."""
        if self._shelf is not None:
            self._opening.open(self._shelf.store, self._listed, row)

    def save(self) -> None:
        """Keep the chosen ones outside the station."""
        if self._shelf is not None:
            self._opening.save(self._shelf.store, self._chosen())

    def describe(self) -> None:
        """Call the chosen one otherwise and say what it shows."""
        chosen = self._chosen()
        if chosen:
            self.refusals.hide()
            self.note.show_one(chosen[0])

    @property
    def _listed(self) -> Sequence[Attachment]:
        if self._shelf is None:
            return ()
        return self._shelf.gone if self._gone else self._shelf.kept

    def _lay_out(self) -> None:
        down = parts.rows(self, (0, 4, 0, 0), 6)
        self._head = parts.frame("scrolled")
        across = parts.columns(self._head, gap=8)
        across.addWidget(parts.button("添加…", self.add, "paperclip", tip="添加（Ctrl+V 粘贴）"))
        across.addWidget(parts.button("从文件夹收入…", self.add_folder, "folder-image"))
        across.addStretch()
        down.addWidget(self._head)
        self._stack = QStackedWidget()
        self._none = parts.Empty(_EMPTY, icon="paperclip")
        self._stack.setMinimumHeight(_LOWEST)
        self._stack.addWidget(self.list)
        self._stack.addWidget(self._none)
        down.addWidget(self._stack, 1)
        for part in (self.refusals, self.note, self.strip):
            down.addWidget(part)
        self.acts = AttachmentActs(
            {
                OPEN: self._open_chosen,
                NOTE: self.describe,
                SAVE: self.save,
                REMOVE: self._remove,
                RESTORE: self._restore,
            }
        )
        down.addWidget(self.acts)
        foot = parts.columns()
        self._foot = parts.label("", "caption")
        self._turn = parts.button("", self._turn_over, kind="link")
        foot.addWidget(self._foot)
        foot.addStretch()
        foot.addWidget(self._turn)
        down.addLayout(foot)

    def _connect(self) -> None:
        self.list.opened.connect(self.open)
        self.list.picked.connect(self._show_acts)
        self.list.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.list.customContextMenuRequested.connect(
            lambda at: self.acts.open_menu(self.list.viewport().mapToGlobal(at))
        )
        self.attaching.refused.connect(self.refusals.show_refused)
        self.note.written.connect(self._on_written)
        self.note.left.connect(self.list.setFocus)
        self._desk.changed.connect(self._on_changed)
        keys.give(self, {"Ctrl+V": self.paste})

    def _show(self, shelf: Shelf) -> None:
        if shelf.place != self._place:
            return
        row = self.list.currentIndex().row()
        held = self.list.hasFocus()
        self._shelf = shelf
        self._gone = self._gone and bool(shelf.gone)
        self.list.entries.show(self._listed, shelf.store)
        self.list.choose(max(0, row))
        self._head.setVisible(self._may and not self._gone)
        self._none.say(_EMPTY if self._may else _EMPTY_READ)
        self._stack.setCurrentIndex(0 if self._listed else 1)
        if held and not self._listed:
            self.setFocus()
        self._show_foot(len(shelf.gone))
        self._show_acts()
        self.counted.emit(len(shelf.kept))

    def _show_foot(self, gone: int) -> None:
        self._foot.setText(_told(self._listed, gone=self._gone))
        self._turn.setText("返回附件" if self._gone else f"已删除 {gone} 个")
        self._turn.setVisible(self._gone or gone > 0)

    def _show_acts(self) -> None:
        self.acts.offer(len(self.list.chosen), may=self._may, gone=self._gone)

    def _turn_over(self) -> None:
        self._gone = not self._gone
        if self._shelf is not None:
            self._show(self._shelf)
        self.list.setFocus()

    def _chosen(self) -> list[Attachment]:
        return [self.list.entries.one(row) for row in self.list.chosen]

    def _open_chosen(self) -> None:
        for row in self.list.chosen[:1]:
            self.open(row)

    def _take(self, paths: Sequence[Path]) -> None:
        """Files go in; a folder among them is looked through first."""
        folders = [one for one in paths if one.is_dir()]
        if folders:
            self.add_folder(folders[0])
        elif paths and self._place is not None:
            self.attaching.files(self._place, paths)

    def _remove(self) -> None:
        wanted = [one.id for one in self._chosen()]
        Perform(self._desk, self, attachments.remove, wanted).start()

    def _restore(self) -> None:
        wanted = [one.id for one in self._chosen()]
        Perform(self._desk, self, attachments.restore, wanted).start()

    def _on_written(self, one: Attachment, name: str, note: str) -> None:
        acting = Perform(self._desk, self, attachments.describe, one.id, name, note)
        acting.then(lambda _nothing: self.note.leave()).failed(self.note.refuse).start()

    def _on_lost(self, error: UserError) -> None:
        self._shelf = None
        self._none.say(error.text)
        self._stack.setCurrentIndex(1)

    def _on_changed(self, touched: frozenset[str]) -> None:
        if TABLE in touched:
            self.read()


def _told(listed: Sequence[Attachment], *, gone: bool) -> str:
    if not listed:
        return ""
    words = "已删除" if gone else "共"
    return f"{words} {len(listed)} 个 · {size(sum(one.size for one in listed))}"
