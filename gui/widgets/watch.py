"""What other programs and computers do to the station, noticed within two seconds."""

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QWidget

from core.errors import UserError
from gui.tasks import Desk, Task
from gui.widgets.parts import Banner

POLL_MS = 2000


class Watch(QObject):
    """Looks every two seconds whether another program changed the station, once at a time."""

    changed = Signal()
    lost = Signal(str)
    regained = Signal()

    def __init__(self, desk: Desk, owner: QWidget, version: Callable[[], int]) -> None:
        super().__init__(owner)
        self._desk = desk
        self._owner = owner
        self._version = version
        self._known: int | None = None
        self._looking = False
        self._blind = False
        self._timer = QTimer(self)
        self._timer.timeout.connect(self.look)
        self._timer.start(POLL_MS)

    def look(self) -> None:
        """Read the version once, away from the window; a look under way is waited for."""
        if not self._looking:
            self._looking = True
            task = Task(self._desk, self._owner, self._version)
            task.then(self._compare).failed(self._miss).lastly(self._rest).start()

    def _rest(self) -> None:
        self._looking = False

    def _compare(self, version: int) -> None:
        if self._blind:
            self._blind = False
            self.regained.emit()
        if self._known not in {None, version}:
            self.changed.emit()
        self._known = version

    def _miss(self, error: UserError) -> None:
        """The station is out of reach: said once, until it is reached again."""
        if not self._blind:
            self._blind = True
            self.lost.emit(error.text)


class Away(Banner):
    """Says that the station is out of reach for as long as a watch cannot see it."""

    def __init__(self, watch: Watch) -> None:
        super().__init__("")
        self.hide()
        watch.lost.connect(self._say)
        watch.regained.connect(self.hide)
        watch.look()

    def _say(self, text: str) -> None:
        self.words.setText(text)
        self.setAccessibleName(text)
        self.show()
