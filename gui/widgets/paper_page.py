"""A paper shown over the page it was asked from: drawn away from the window, then previewed."""

from collections.abc import Callable
from dataclasses import dataclass
from itertools import count
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame

from core import places
from core.progress import Progress, silent
from core.rights import Right
from core.services import settings
from core.settings import DUPLEX
from core.store import copies
from gui.tasks import Desk, Look, Query, Work
from gui.widgets import parts
from gui.widgets.notice import ProgressStrip
from gui.widgets.preview import Preview
from gui.widgets.screen import Subject

Draw = Callable[[Path], int]


@dataclass(frozen=True, slots=True)
class Long:
    """A paper that takes so long to draw that one follows it, and may stop it."""

    draw: Callable[[Path, Progress], int]

    def __call__(self, path: Path) -> int:
        """Draw it unwatched."""
        return self.draw(path, silent)


class PaperPage(QFrame):
    """`ready` when the paper can be looked at, `closed` when the person is done with it.

    `outside` of a station there are no rights, no settings and nobody who notes looks.
    """

    ready = Signal()
    closed = Signal()
    printed = Signal(int)

    def __init__(self, desk: Desk, *, outside: bool = False) -> None:
        super().__init__()
        self.setProperty("kind", "page")
        self._outside = outside
        self._desk = desk
        self._folder = places.papers(desk.station.folder)
        self._view = Preview(desk)
        self._view.printed.connect(self.printed)
        self._view.used.connect(self._note)
        self._view.printed.connect(self._on_printed)
        self._subject = Subject("")
        self._asked: Work[int] | None = None
        self._drawings = count(1)
        self._title = parts.label("", "title")
        self.note = parts.label("", "caption")
        self.note.setWordWrap(True)
        down = parts.rows(self, (16, 12, 16, 12))
        head = parts.columns(gap=12)
        head.addWidget(
            parts.button("返回", self.closed.emit, "arrow-left", tip="返回（Esc、Alt+←）")
        )
        head.addWidget(self._title)
        head.addWidget(self.note, 1)
        down.addLayout(head)
        down.addWidget(self._view, 1)

    def draw(
        self, draw: Draw, title: str, strip: ProgressStrip, subject: Subject | None = None
    ) -> None:
        """Make the paper, for whoever may print; it is shown once it is there.

        Whoever asks again, or for another, gets what was asked last.
        """
        if not self._outside and not self._desk.station.actor.may(Right.PRINT):
            text = f"您的岗位不能{Right.PRINT.value}，请找有此权限的同事办理。"
            self._desk.refuse(text, self)
            return
        if self._asked is not None:
            self._asked.cancel()
        path = self._folder / str(next(self._drawings)) / f"{title}.pdf"
        self._asked = work = Work(self._desk, self, _drawn, draw, path)
        strip.follow(work, f"正在生成《{title}》")

        def arrived(_pages: int) -> None:
            if work is self._asked:
                self._show(path, title, subject or Subject(title))

        work.then(arrived).start()

    def forget(self) -> None:
        """Remove the passing files; what was kept was kept by 另存为."""
        copies.wipe(self._folder)

    def _show(self, path: Path, title: str, subject: Subject) -> None:
        self._subject = subject
        self._title.setText(title)
        self.note.setText(self._subject.note)
        self._view.show_file(path)
        self._choose_sides()
        self.ready.emit()
        self._view.pages.setFocus()
        if self._subject.shown is not None:
            self._subject.shown()
        if self._subject.records:
            self._note("预览")

    def _choose_sides(self) -> None:
        """Both sides where the paper was made for it, else as the station prints."""
        if self._subject.duplex is not None or self._outside:
            self._view.choose_duplex(bool(self._subject.duplex))
        else:
            usual = Query(self._desk, self, settings.value, DUPLEX)
            usual.then(lambda kept: self._view.choose_duplex(kept == "duplex")).start()

    def _on_printed(self, _pages: int) -> None:
        if self._subject.printed is not None:
            self._subject.printed()

    def _note(self, act: str) -> None:
        """Who previewed, printed or kept which paper stands in the register of looks."""
        subject = self._subject
        if self._outside:
            return
        Look(self._desk, self, f"{act}：{subject.name}", subject.records).start()


def _drawn(draw: Draw, path: Path, progress: Progress = silent) -> int:
    progress("正在排版")
    path.parent.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    path.parent.mkdir(exist_ok=True, mode=0o700)
    return draw.draw(path, progress) if isinstance(draw, Long) else draw(path)
