"""从文件夹收入: what is new in a folder or on a stick, seen small, ticked, and taken in."""

from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QIcon, QPixmap
from PySide6.QtWidgets import QDialog, QListWidget, QListWidgetItem, QStackedWidget, QWidget

from core.errors import Cancelled, Invalid, UserError
from core.intake import folder as folders
from core.intake.folder import Found, Scan
from core.intake.incoming import Intake, Wish
from core.intake.media import FORMS
from core.progress import Progress, silent
from core.services import attachments
from gui import theme
from gui.tasks import Desk, Query, Work
from gui.widgets import attachment_looks, clock, keys, parts
from gui.widgets.attachment_list import size
from gui.widgets.notice import ProgressStrip

_SIZE = (860, 560)
_CELL, _PICTURE = QSize(160, 154), QSize(120, 96)
_BATCH = 12
_PICTURES = frozenset(suffix for one in FORMS if one.is_picture for suffix in one.suffixes)


class FolderIntake(QDialog):
    """`chosen` tells the paths ticked, as soon as they are to be taken in."""

    chosen = Signal(list)

    def __init__(self, desk: Desk, parent: QWidget, folder: Path) -> None:
        super().__init__(parent)
        self._desk = desk
        self._found: tuple[Found, ...] = ()
        self._asked: set[Path] = set()
        self._kept = ""
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setWindowTitle("从文件夹收入")
        self.resize(*_SIZE)
        self._lay_out(folder)
        Query(desk, self, attachments.origins).then(partial(self._scan, folder)).start()

    def take(self) -> None:
        """Take in what is ticked."""
        paths = [one.path for n, one in enumerate(self._found) if self._is_ticked(n)]
        if paths:
            self.chosen.emit(paths)
            self.accept()

    def tick_day(self) -> None:
        """Tick everything of the day of the current one."""
        at = self.list.currentRow()
        if at >= 0:
            day = clock.local(self._found[at].changed).date()
            for n, one in enumerate(self._found):
                if clock.local(one.changed).date() == day:
                    self.list.item(n).setCheckState(Qt.CheckState.Checked)

    def _lay_out(self, folder: Path) -> None:
        down = parts.rows(self, (16, 12, 16, 12))
        head = parts.columns()
        head.addWidget(parts.label(folder.name or str(folder), "heading"))
        self._count = parts.label("", "caption")
        head.addWidget(self._count)
        head.addStretch()
        head.addWidget(parts.button("勾选同一天的", self.tick_day, kind="link"))
        down.addLayout(head)
        self._lay_out_list()
        self._none = parts.Empty("正在查看文件夹…", icon="folder-image")
        self._stack = QStackedWidget()
        self._stack.addWidget(self._none)
        self._stack.addWidget(self.list)
        down.addWidget(self._stack, 1)
        self._strip = ProgressStrip()
        down.addWidget(self._strip)
        foot = parts.columns()
        foot.addWidget(parts.label("空格键勾选；收入后原处的文件不动", "caption"))
        foot.addStretch()
        foot.addWidget(parts.button("取消", self.reject, tip="Esc"))
        self._take = parts.button("收入", self.take, "tray-arrow-down", "primary", "Ctrl+Enter")
        keys.give(self, {"Ctrl+Return": self.take})
        foot.addWidget(self._take)
        down.addLayout(foot)

    def _lay_out_list(self) -> None:
        self.list = QListWidget()
        self.list.setAccessibleName("文件夹里的文件")
        self.list.setViewMode(QListWidget.ViewMode.IconMode)
        self.list.setMovement(QListWidget.Movement.Static)
        self.list.setResizeMode(QListWidget.ResizeMode.Adjust)
        self.list.setUniformItemSizes(True)
        self.list.setIconSize(_PICTURE)
        self.list.setGridSize(_CELL)
        self.list.itemChanged.connect(self._show_count)
        self.list.verticalScrollBar().valueChanged.connect(self._look)

    def _scan(self, folder: Path, known: frozenset[str]) -> None:
        work = Work(self._desk, self, folders.scan, folder, known)
        self._strip.follow(work, "正在查看文件夹")
        work.then(self._show).failed(self._on_refused).start()

    def _show(self, scan: Scan) -> None:
        self._found = scan.new
        self._kept = f"另有 {scan.kept} 个以前收入过，没有列出" if scan.kept else ""
        if not scan.new:
            self._none.say(f"这里没有新的照片或文件。{self._kept}")
            return
        today = self._desk.station.today()
        blank = theme.icon("file-outline", "ink4")
        for one in scan.new:
            item = QListWidgetItem(blank, f"{clock.told(one.changed, today)}\n{one.path.name}")
            item.setToolTip(f"{one.path.name} · {size(one.size)}")
            item.setCheckState(Qt.CheckState.Unchecked)
            self.list.addItem(item)
        self._stack.setCurrentWidget(self.list)
        self.list.setCurrentRow(0)
        self.list.setFocus()
        self._show_count()
        self._look()

    def _is_ticked(self, row: int) -> bool:
        return self.list.item(row).checkState() == Qt.CheckState.Checked

    def _show_count(self) -> None:
        ticked = sum(map(self._is_ticked, range(self.list.count())))
        said = (f"{len(self._found)} 个新文件", f"已勾选 {ticked} 个", self._kept)
        self._count.setText(" · ".join(filter(None, said)))
        self._take.setText(f"收入 {ticked} 个" if ticked else "收入")

    def _look(self) -> None:
        """Read the small pictures now in view, a few at a time."""
        seen = self.list.viewport().rect()
        wanted = [
            one.path
            for n, one in enumerate(self._found)
            if one.path not in self._asked
            and one.path.suffix.lower() in _PICTURES
            and self.list.visualItemRect(self.list.item(n)).intersects(seen)
        ][:_BATCH]
        if wanted:
            self._asked.update(wanted)
            Work(self._desk, self, _glances, wanted).then(self._on_glances).start()

    def _on_glances(self, looks: Mapping[Path, bytes]) -> None:
        for n, one in enumerate(self._found):
            if one.path in looks:
                image = attachment_looks.picture(looks[one.path])
                self.list.item(n).setIcon(QIcon(QPixmap.fromImage(image)))
        self._look()

    def _on_refused(self, error: UserError) -> None:
        if isinstance(error, Cancelled):
            self.reject()
        else:
            self._none.say(error.text)


def _glances(paths: Sequence[Path], progress: Progress = silent) -> dict[Path, bytes]:
    """Small pictures of foreign files; one that cannot be read is left out."""
    found = {}
    with Intake(Wish(), progress) as intake:
        for path in paths:
            try:
                found[path] = intake.glance(path)
            except Invalid:
                continue
    return found
