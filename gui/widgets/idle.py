"""Notices when nobody has touched keyboard or mouse for a while."""

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtWidgets import QApplication, QWidget
from shiboken6 import isValid
from typing_extensions import override

from core.services import settings
from core.settings import LOCK_MINUTES
from gui.tasks import Desk, Query

MINUTES = int(LOCK_MINUTES.default)
_TOUCHES = {
    QEvent.Type.KeyPress,
    QEvent.Type.MouseMove,
    QEvent.Type.MouseButtonPress,
    QEvent.Type.Wheel,
    QEvent.Type.InputMethod,
}


class Idle(QObject):
    """`elapsed` after so many minutes without a touch as the station has set.

    It listens where touches arrive: a filter over the whole program would see every event there is.
    """

    elapsed = Signal()

    def __init__(self, app: QApplication, desk: Desk, owner: QWidget) -> None:
        super().__init__(owner)
        self._desk = desk
        self._owner = owner
        self._timer = QTimer(self, singleShot=True, interval=MINUTES * 60_000)
        self._timer.timeout.connect(self.elapsed)
        self._timer.start()
        self._typed_at: QObject | None = None
        app.focusWindowChanged.connect(self._listen)
        app.focusObjectChanged.connect(self._follow)
        self._listen(app.focusWindow())
        self._follow(app.focusObject())
        desk.changed.connect(self._heed)
        self._heed(frozenset({"setting_value"}))

    def _heed(self, tables: frozenset[str]) -> None:
        """Wait as long as the setting of this station says, also when it is changed."""
        if "setting_value" in tables:
            Query(self._desk, self._owner, settings.value, LOCK_MINUTES).then(self._wait).start()

    def _wait(self, minutes: str) -> None:
        self._timer.start(int(minutes) * 60_000)

    def _listen(self, window: QObject | None) -> None:
        if window is not None:
            window.installEventFilter(self)

    def _follow(self, at: QObject | None) -> None:
        """What an input method writes comes to no window, only where one types."""
        before, self._typed_at = self._typed_at, at
        if before is not None and isValid(before) and not before.isWindowType():
            before.removeEventFilter(self)
        self._listen(at)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in _TOUCHES:
            self._timer.start()
        return False
