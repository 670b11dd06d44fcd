"""Notices when nobody has touched keyboard or mouse for a while."""

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtWidgets import QApplication, QWidget
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
    """`elapsed` after so many minutes without a touch as the station has set."""

    elapsed = Signal()

    def __init__(self, app: QApplication, desk: Desk, owner: QWidget) -> None:
        super().__init__(owner)
        self._desk = desk
        self._owner = owner
        self._timer = QTimer(self, singleShot=True, interval=MINUTES * 60_000)
        self._timer.timeout.connect(self.elapsed)
        self._timer.start()
        app.installEventFilter(self)
        desk.changed.connect(self._heed)
        self._heed(frozenset({"setting_value"}))

    def _heed(self, tables: frozenset[str]) -> None:
        """Wait as long as the setting of this station says, also when it is changed."""
        if "setting_value" in tables:
            Query(self._desk, self._owner, settings.value, LOCK_MINUTES).then(self._wait).start()

    def _wait(self, minutes: str) -> None:
        self._timer.start(int(minutes) * 60_000)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in _TOUCHES:
            self._timer.start()
        return False
