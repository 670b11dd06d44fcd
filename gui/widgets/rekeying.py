"""A page that gives the data another lock, tells how far it is, and opens the station again."""

from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtWidgets import QFrame

from core.errors import UserError
from core.services import founding
from gui.tasks import Desk, Task, Work
from gui.widgets import parts
from gui.widgets.screen import Target
from gui.widgets.waiting import waiting

_TITLE = "正在给数据换锁"
_DONE = "数据已换锁，各人的口令和恢复码不变"


class Rekeying(QFrame):
    """Begins at once; until the last moment it can be stopped at the strip.

    `begin` is given the station, open again, and where to go with the news; `leave` is called
    where it must be unlocked anew.
    """

    def __init__(
        self,
        porch: Desk,
        station: Any,
        begin: Callable[[Any, Target], None],
        leave: Callable[[], None],
    ) -> None:
        super().__init__()
        self._porch = porch
        self._station = station
        self._begin = begin
        self._leave = leave
        page, strip = waiting(_TITLE)
        parts.rows(self).addWidget(page)
        work: Work[Any] = Work(porch, self, founding.rekeyed, station)
        strip.follow(work, _TITLE)
        work.then(partial(self._hand_out, _DONE)).failed(self._on_failed).start()

    def _on_failed(self, error: UserError) -> None:
        """The data is as it was: open it again."""
        again = partial(founding.reopened, self._station, self._station.secret.key)
        task = Task(self._porch, self, again).then(partial(self._hand_out, error.text))
        task.failed(lambda _error: self._leave()).start()

    def _hand_out(self, news: str, station: Any) -> None:
        self._begin(station, Target("settings", title=news))
