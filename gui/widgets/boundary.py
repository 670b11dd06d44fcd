"""The outermost edge of the window: defects are kept and told, Ctrl-C in the terminal closes it."""

import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType, TracebackType
from typing import Protocol

from PySide6.QtCore import QTimer

_TICK_MS = 300


class Edge(Protocol):
    """What the window can do about either."""

    def keep_fault(self, error: Exception) -> None:
        """Write a defect down and say so."""
        ...

    def close(self) -> bool:
        """End."""
        ...


@contextmanager
def told_to(window: Edge) -> Iterator[None]:
    """Meanwhile `window` is told; the timer lets Python hear the signal while Qt waits."""

    def on_defect(
        _kind: type[BaseException], error: BaseException, _trace: TracebackType | None
    ) -> None:
        if isinstance(error, Exception):
            window.keep_fault(error)
        else:
            window.close()

    def on_interrupt(_signal: int, _where: FrameType | None) -> None:
        window.close()

    hook, sys.excepthook = sys.excepthook, on_defect
    handler = signal.signal(signal.SIGINT, on_interrupt)
    tick = QTimer(interval=_TICK_MS)
    tick.timeout.connect(int)
    tick.start()
    try:
        yield
    finally:
        tick.stop()
        sys.excepthook = hook
        signal.signal(signal.SIGINT, handler)
