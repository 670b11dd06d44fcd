"""A process of its own for foreign files: it may hang or crash without harm."""

import os
import signal
import time as clock
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from multiprocessing import get_context
from types import TracebackType
from typing import Any

from core.intake import ceilings

_BEAT = 0.1


class Apart:
    """Runs `target(connection, *args)` in another process; leaving the block ends it."""

    def __init__(self, target: Callable[..., None], *args: Any) -> None:
        context = get_context("spawn")
        self._pipe, theirs = context.Pipe()
        self._process = context.Process(target=target, args=(theirs, *args), daemon=True)
        with _deaf():
            self._process.start()
        theirs.close()

    def __enter__(self) -> "Apart":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        self._process.kill()
        self._process.join()
        self._process.close()
        self._pipe.close()

    def tell(self, question: object, content: bytes | None = None) -> None:
        """Hand something over; `EOFError` where the process has ended.

        A `content` follows as it is: packing a large one would hold every other thread up.
        """
        try:
            self._pipe.send(question)
            if content is not None:
                self._pipe.send_bytes(content)
        except OSError as error:
            raise EOFError from error

    def hear(self, seconds: float, waiting: Callable[[], object]) -> Any:
        """What the process says next; `TimeoutError` after `seconds`, `EOFError` at its end.

        `waiting` is called ten times a second, and may raise to stop.
        """
        end = clock.monotonic() + seconds
        ready = False
        while not ready:
            waiting()
            if clock.monotonic() >= end:
                raise TimeoutError
            ready = self._pipe.poll(_BEAT)
        try:
            return self._pipe.recv()
        except OSError as error:
            raise EOFError from error


def withdraw() -> None:
    """In the other process: say nothing, take no more than a share of memory."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
    ceilings.lower()


@contextmanager
def _deaf() -> Iterator[None]:
    """A process started meanwhile never hears Ctrl-C: this side answers it and ends the other."""
    if os.name != "posix":
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, (signal.SIGINT,))
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
