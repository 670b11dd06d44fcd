"""Making a backup from the window: by a button, every half hour, and when the window closes."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QFrame, QWidget

from core.errors import Cancelled, Conflict, UserError
from core.services import backups
from core.services.backups import Made, Outcome
from gui import ask
from gui.tasks import Desk, Work
from gui.widgets import parts
from gui.widgets.notice import ProgressStrip
from gui.widgets.screen import Shell
from gui.widgets.waiting import waiting

TABLE = "proved_backup"
LOOK_MS = 60_000


class BackupRun:
    """A backup somebody asked for; `ended` follows, however it went."""

    def __init__(self, shell: Shell, owner: QWidget, strip: ProgressStrip) -> None:
        self._shell = shell
        self._owner = owner
        self._strip = strip
        self._running = False

    def start(self) -> None:
        """Make one here and on the stick, unless one is being made."""
        self._begin(backups.now, self._told)

    def into(self, path: Path) -> None:
        """Make one file with everything in it."""
        self._begin(backups.to_file, self._told_file, path)

    def _begin(self, work: Callable[..., Any], tell: Callable[[Any], None], *args: Any) -> None:
        if self._running:
            return
        self._running = True
        desk = self._shell.desk
        task: Work[Any] = Work(desk, self._owner, work, desk.station, *args)
        self._strip.follow(task, "正在备份")
        task.then(tell).failed(self._refused).lastly(self._over).start()

    def _over(self) -> None:
        self._running = False

    def _told(self, outcome: Outcome) -> None:
        where = "本机和U盘" if len(outcome.made) > 1 else "本机"
        if outcome.notice:
            self._shell.fail(outcome.notice)
        else:
            count = outcome.made[0].records
            self._shell.say(f"已备份到{where}，{count:,} 条记录，已打开核对")
        self._shell.desk.changed.emit(frozenset({TABLE}))

    def _told_file(self, made: Made) -> None:
        self._shell.say(f"已备份到 {made.file.name}，{made.records:,} 条记录，已打开核对")
        self._shell.desk.changed.emit(frozenset({TABLE}))

    def _refused(self, error: UserError) -> None:
        if isinstance(error, Cancelled):
            self._shell.say("已取消备份，原来的备份都还在。")
        else:
            self._shell.fail(error.text)


class Guard(QObject):
    """Looks every minute whether a backup is due; says at most once a day what is amiss."""

    def __init__(self, shell: Shell, owner: QWidget) -> None:
        super().__init__(owner)
        self._shell = shell
        self._owner = owner
        self._told: tuple[date, str] | None = None
        self._running = False
        self._timer = QTimer(self, interval=LOOK_MS)
        self._timer.timeout.connect(self.look)
        self._timer.start()

    def look(self) -> None:
        """Make one if half an hour has passed and something changed."""
        if self._running:
            return
        self._running = True
        desk = self._shell.desk
        work: Work[Outcome | None] = Work(desk, self._owner, backups.automatic, desk.station)
        work.then(self._made).failed(self._refused).lastly(self._over).start()

    def _over(self) -> None:
        self._running = False

    def _made(self, outcome: Outcome | None) -> None:
        if outcome is not None:
            self._shell.desk.changed.emit(frozenset({TABLE}))
            if outcome.notice:
                self._once_a_day(outcome.notice)

    def _refused(self, error: UserError) -> None:
        if not isinstance(error, (Cancelled, Conflict)):
            self._once_a_day(error.text)

    def _once_a_day(self, text: str) -> None:
        told = (self._shell.today(), text)
        if told != self._told:
            self._told = told
            self._shell.fail(text)


class Farewell(QFrame):
    """The last page: what changed since the last backup is backed up, then the window closes."""

    def __init__(self, desk: Desk, window: QWidget) -> None:
        super().__init__()
        self._window = window
        page, self.strip = waiting("正在备份，做完自动关闭")
        parts.rows(self).addWidget(page)
        work: Work[Outcome | None] = Work(
            desk, self, backups.automatic, desk.station, cause=backups.CLOSING
        )
        self.strip.follow(work, "正在备份")
        work.failed(self._refused).then(self._close).start()

    def _refused(self, error: UserError) -> None:
        if not isinstance(error, (Cancelled, Conflict)):
            ask.tell(self, f"这次没有备份成：{error.text}")
        self._close(None)

    def _close(self, _outcome: object) -> None:
        QTimer.singleShot(0, self._window.close)
