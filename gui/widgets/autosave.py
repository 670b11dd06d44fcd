"""What was typed and is not kept yet: sent a moment after the last key, one act at a time."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QWidget

from core.errors import UserError
from gui.tasks import Perform

PAUSE_MS = 800

Changes = dict[Any, Any]
Send = Callable[[Changes], Perform[Any] | None]


class Autosave(QTimer):
    """Gathers changes by key and hands them to `send`; nothing typed is ever dropped.

    `send` makes the act that keeps the changes, or nothing where there is nothing to keep.
    """

    refused = Signal(object)
    rested = Signal()

    def __init__(self, owner: QWidget, send: Send) -> None:
        super().__init__(owner)
        self.setSingleShot(True)
        self.setInterval(PAUSE_MS)
        self.timeout.connect(self.flush)
        self._send = send
        self._typed: Changes = {}
        self._sent: Changes = {}

    @property
    def pending(self) -> Changes:
        """What is typed or on its way, and so newer than what was read."""
        return {**self._sent, **self._typed}

    @property
    def busy(self) -> bool:
        """Whether an act is under way."""
        return bool(self._sent)

    def put(self, key: object, value: object) -> None:
        """Note a change; it is kept when the hands have rested."""
        self._typed[key] = value
        self.start()

    def drop(self, key: object) -> None:
        """A change not yet sent is none any more."""
        self._typed.pop(key, None)

    def flush(self) -> None:
        """Keep now what is not kept yet; what is typed meanwhile follows."""
        self.stop()
        if self._sent or not self._typed:
            return
        self._sent, self._typed = self._typed, {}
        act = self._send(self._sent)
        if act is None:
            self._on_kept(None)
        else:
            act.then(self._on_kept).failed(self._on_refused).start()

    def forget(self) -> None:
        """Give up what could not be kept, because it belongs to something that is shown no more."""
        self.stop()
        self._typed = {}

    def _on_kept(self, _value: object) -> None:
        self._sent = {}
        if self._typed and not self.isActive():
            self.flush()
        else:
            self.rested.emit()

    def _on_refused(self, error: UserError) -> None:
        """Take the changes back; the next key or the next leaving tries again."""
        self._typed = {**self._sent, **self._typed}
        self._sent = {}
        self.refused.emit(error)
        self.rested.emit()
