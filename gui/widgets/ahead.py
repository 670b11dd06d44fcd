"""Makes what will be wanted next a piece at a time, while nobody waits for it."""

from collections.abc import Iterator

from PySide6.QtCore import QObject, QTimer

_BETWEEN_MS = 20
"""Between two pieces everything else has its turn."""


class Ahead(QObject):
    """Each piece is short; who wants the whole earlier makes the rest of it at once."""

    def __init__(self, owner: QObject, between: int = _BETWEEN_MS) -> None:
        super().__init__(owner)
        self._pieces: Iterator[object] = iter(())
        self._timer = QTimer(self, singleShot=True, interval=between)
        self._timer.timeout.connect(self._make)

    def begin(self, pieces: Iterator[object]) -> None:
        """Make these; what was under way is left as it stands."""
        self._pieces = pieces
        self._timer.start()

    def _make(self) -> None:
        if next(self._pieces, self) is not self:
            self._timer.start()
