"""从备份恢复: choose a backup, say who you are, and a new station is made of it."""

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QStackedWidget
from typing_extensions import override

from core import places
from core.errors import Cancelled, NeedsYes, UserError
from core.ids import Clock
from core.services import restoring
from core.services.restoring import Found, Restored
from gui import ask
from gui.tasks import Desk, Work
from gui.widgets import parts
from gui.widgets.backup_card import PATTERN
from gui.widgets.help_over import HelpOver
from gui.widgets.notice import ProgressStrip
from gui.widgets.restore_form import RestoreForm
from gui.widgets.top_bar import PRODUCT, Emblem

_WIDTH = 560
_ENTER = {Qt.Key.Key_Return, Qt.Key.Key_Enter}
_USUAL = "以后打开程序，直接打开恢复的站点吗？原来的站点还在原处，不会动。"


class RestoreScreen(QFrame):
    """`finished` tells the new folder, the person and what was typed; `left` gives up."""

    finished = Signal(Path, str, str)
    left = Signal()

    def __init__(self, porch: Desk, folder: Path, clock: Clock) -> None:
        super().__init__()
        self.setProperty("kind", "page")
        self._porch = porch
        self._clock = clock
        self._done: Restored | None = None
        self._busy = False
        self.form = RestoreForm(folder)
        self.form.file_wanted.connect(self.choose)
        self._problem = parts.label("", "problem")
        self._told = parts.label("", "cell")
        self.strip = ProgressStrip()
        self._back = parts.button("返回", self.left.emit, "arrow-left")
        self._go = parts.button("恢复", self.restore, "restore", "primary")
        self._open = parts.button("打开恢复的站点", self._enter, "check", "primary")
        self._pages = QStackedWidget()
        self._lay_out()
        HelpOver(porch, self, "restore")
        self._say("")
        self.form.begin()

    @property
    def problem(self) -> str:
        """What is in the way."""
        return self._problem.text()

    @property
    def told(self) -> str:
        """What is said once the station is there."""
        return self._told.text()

    def choose(self) -> None:
        """Ask for the backup, and read whose it is."""
        path = ask.open_file(self, "选择备份文件", PATTERN)
        if path is not None:
            work: Work[Found] = Work(self._porch, self, restoring.look, path)
            work.then(self._show).failed(self._refused).start()

    def restore(self, *, without_missing: bool = False) -> None:
        """Make the station; a wrong password keeps everything else that was chosen."""
        if self._busy:
            return
        self._say(self.form.check())
        if self.problem:
            return
        self._hold(is_held=True)
        wanted = self.form.wanted(without_missing=without_missing)
        work: Work[Restored] = Work(self._porch, self, restoring.restore, wanted, self._clock)
        self.strip.follow(work, "正在恢复")
        work.lastly(lambda: self._hold(is_held=False))
        work.then(self._show_done).failed(self._refused).start()

    def _hold(self, *, is_held: bool) -> None:
        self._busy = is_held
        for part in (self._go, self._back, self.form):
            part.setEnabled(not is_held)

    def _show(self, found: Found) -> None:
        self._say("")
        self.form.show_backup(found)

    def _refused(self, error: UserError) -> None:
        if isinstance(error, NeedsYes):
            if ask.yes(self, "附件找不全", error.text, "先恢复其余内容", "不恢复"):
                self.restore(without_missing=True)
        elif isinstance(error, Cancelled):
            self._say("已取消，没有恢复任何内容。")
        else:
            self._say(error.text)
            self.form.focus_secret()

    def _show_done(self, done: Restored) -> None:
        self._done = done
        self._told.setText("\n\n".join(restoring.summary(done)))
        self._pages.setCurrentIndex(1)
        self._back.hide()
        self._go.hide()
        self._open.show()
        self._open.setFocus()

    def _enter(self) -> None:
        if self._done is None:
            return
        usual, folder = places.default_station(), self._done.folder
        if not places.is_station(usual) or ask.yes(self, "以后打开", _USUAL, "恢复的", "原来的"):
            places.use(folder)
        self.finished.emit(folder, self._done.user, self.form.secret)

    def _say(self, text: str) -> None:
        self._problem.setText(text)
        self._problem.setVisible(bool(text))

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self._back.isVisible():
            self._back.click()
        elif event.key() not in _ENTER:
            super().keyPressEvent(event)
        else:
            self.restore()

    def _lay_out(self) -> None:
        for words in (self._problem, self._told):
            words.setWordWrap(True)
        down = parts.rows(self, (24, 24, 24, 24))
        down.addStretch(1)
        down.addWidget(self._card(), 0, Qt.AlignmentFlag.AlignHCenter)
        down.addStretch(1)

    def _card(self) -> QFrame:
        card = parts.frame("card")
        card.setFixedWidth(_WIDTH)
        down = parts.rows(card, (32, 24, 32, 20), 10)
        head = parts.columns(gap=12)
        head.addWidget(Emblem(36))
        names = parts.rows(gap=0)
        names.addWidget(parts.label(PRODUCT, "product"))
        names.addWidget(parts.label("从备份恢复", "caption"))
        head.addLayout(names)
        head.addStretch()
        down.addLayout(head)
        down.addWidget(parts.rule())
        self._pages.addWidget(self.form)
        self._pages.addWidget(self._answer())
        for part in (self._pages, self._problem, self.strip):
            down.addWidget(part)
        foot = parts.columns(gap=12)
        foot.addWidget(self._back)
        foot.addStretch()
        foot.addWidget(self._go)
        foot.addWidget(self._open)
        self._open.hide()
        down.addLayout(foot)
        return card

    def _answer(self) -> QFrame:
        page = parts.frame("scrolled")
        down = parts.rows(page, gap=8)
        down.addWidget(parts.label("恢复好了", "title"))
        down.addWidget(self._told)
        down.addStretch()
        return page
