"""What is said at the foot of the window: done (with 撤销), failed, or how far work has come."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QEvent, QSize, Qt, QTimer
from PySide6.QtGui import QEnterEvent
from PySide6.QtWidgets import QFrame, QLabel, QProgressBar, QPushButton, QSizePolicy
from typing_extensions import override

from gui import theme
from gui.tasks import Task
from gui.widgets import parts
from gui.widgets.parts import Act

SECONDS = 5
PATIENCE_MS = 150


class Notice(QFrame):
    """One line at the foot; a success goes after five seconds, a failure stays until read."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("kind", "notice")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        across = parts.columns(self, (14, 6, 8, 6), 12)
        self._picture = QLabel()
        self._words = parts.label("")
        self._words.setWordWrap(True)
        self._acts = parts.columns()
        self._offered: list[QPushButton] = []
        self._close = parts.tool("close", "关闭提示", self.hide)
        across.addWidget(self._picture)
        across.addWidget(self._words, 1)
        across.addLayout(self._acts)
        across.addWidget(self._close)
        self._timer = QTimer(self, singleShot=True, interval=SECONDS * 1000)
        self._timer.timeout.connect(self.hide)
        self._stays = False
        self.hide()

    @property
    def text(self) -> str:
        """What is being said, or nothing."""
        return "" if self.isHidden() else self._words.text()

    def say(self, text: str, acts: Sequence[Act] = ()) -> None:
        """Tell a success for five seconds; an unread failure keeps its place."""
        if self.isHidden() or not self._stays:
            self._show(text, acts, stays=False)

    def fail(self, text: str, acts: Sequence[Act] = ()) -> None:
        """Tell a failure; it stays until it is closed."""
        self._show(text, acts, stays=True)

    def give_way(self) -> None:
        """Somebody acts again: what failed was read, and what comes of the new act is told."""
        self._stays = False

    def _show(self, text: str, acts: Sequence[Act], *, stays: bool) -> None:
        self._stays = stays
        self._words.setText(text)
        self.setAccessibleName(text)
        name, token = ("alert-circle-outline", "bad") if stays else ("check-circle", "nav_mark")
        picture = theme.icon(name, token).pixmap(QSize(18, 18), self.devicePixelRatio())
        self._picture.setPixmap(picture)
        for part in (self, self._words, self._close):
            parts.set_look(part, tone="bad" if stays else "ok")
        self._close.setIcon(theme.icon("close", "bad" if stays else "nav_ink"))
        for old in self._offered:
            old.hide()
            old.deleteLater()
        self._offered.clear()
        for words, act in acts:
            pressed = parts.button(words, act, kind="link")
            pressed.clicked.connect(self.hide)
            self._acts.addWidget(pressed)
            pressed.show()
            self._offered.append(pressed)
        self.show()
        self._rest()

    def _rest(self) -> None:
        self._timer.stop() if self._stays else self._timer.start()

    @override
    def enterEvent(self, event: QEnterEvent) -> None:
        self._timer.stop()
        super().enterEvent(event)

    @override
    def leaveEvent(self, event: QEvent) -> None:
        if not self.isHidden():
            self._rest()
        super().leaveEvent(event)


class ProgressStrip(QFrame):
    """Follows long work: its step, n of m, and 取消."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("kind", "progress")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        across = parts.columns(self, (14, 6, 8, 6), 12)
        self._step = parts.label("")
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setAccessibleName("进度")
        self._count = parts.label("", "caption")
        self._stop = parts.button("取消", self._cancel, kind="link")
        across.addWidget(self._step)
        across.addWidget(self._bar, 1, Qt.AlignmentFlag.AlignVCenter)
        across.addWidget(self._count)
        across.addWidget(self._stop)
        self._timer = QTimer(self, singleShot=True, interval=PATIENCE_MS)
        self._timer.timeout.connect(self.show)
        self._task: Task[Any] | None = None
        self.hide()

    def follow(self, task: Task[Any], step: str) -> None:
        """Show `task` from now on, until it is over; call it before the task starts."""
        self._task = task
        self._stop.setEnabled(True)
        self.show_step(step)
        self._timer.start()
        task.stepping(self.show_step).lastly(lambda: self._end(task))

    def show_step(self, step: str, done: int = 0, total: int = 0) -> None:
        """Show where the work is."""
        if not self._stop.isEnabled():
            return
        self._step.setText(step)
        self._bar.setRange(0, total)
        self._bar.setValue(done)
        self._count.setText(f"{done} / {total}" if total else "")

    def _cancel(self) -> None:
        if self._task is not None:
            self._task.cancel()
            self._step.setText("正在停止…")
            self._stop.setEnabled(False)

    def _end(self, task: Task[Any]) -> None:
        """Whatever is followed by now goes on being shown."""
        if task is not self._task:
            return
        self._task = None
        self._timer.stop()
        self.hide()
