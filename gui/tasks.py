"""Asking and acting away from the window: the sole owner of threads.

A screen starts a `Query`, a `Perform` or a `Work` for one of its widgets; the outcome comes back
to the main thread, and is dropped when that widget is gone. `Desk.changed` tells every screen
which tables an act touched.
"""

import platform
import sys
import threading
import time
import traceback
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Concatenate, Generic, ParamSpec, Self, TypeVar

from PySide6 import __version__ as qt_version
from PySide6.QtCore import QObject, QThreadPool, Signal
from PySide6.QtWidgets import QWidget
from shiboken6 import isValid
from typing_extensions import override

from core import places
from core.errors import Cancelled, NeedsYes, NotAllowed, UserError
from gui import ask

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from core.services import looks
    from core.station import Done, Operation, Station, Tx

P = ParamSpec("P")
T = TypeVar("T")

_ON_WORD = "如已经人同意，可以代录，由他以后确认。"
SORRY = "程序出错，已记下情况（不含个人信息）。"
STEPS_PER_SECOND = 20


class Steps:
    """The `Progress` of one task: told from its thread, shown in the main thread, stoppable."""

    def __init__(self, desk: "Desk", owner: QObject) -> None:
        self.owner = owner
        self.watchers: list[Callable[[str, int, int], object]] = []
        self._desk = desk
        self._stopped = threading.Event()
        self._shown = ("", 0.0)

    def __call__(self, step: str, done: int = 0, total: int = 0) -> None:
        """Report a step, at most twenty times a second; stop the work once cancelled."""
        if self._stopped.is_set():
            raise Cancelled
        before, at = self._shown
        now = time.monotonic()
        if step != before or now - at >= 1 / STEPS_PER_SECOND or done == total > 0:
            self._shown = (step, now)
            self._desk.stepped.emit(self, step, done, total)

    def stop(self) -> None:
        """Let the next report end the work."""
        self._stopped.set()


@dataclass(frozen=True, slots=True)
class _Outcome:
    value: Any = None
    error: Exception | None = None


class Task(Generic[T]):
    """Something under way for `owner`; say what follows, then `start()`."""

    def __init__(self, desk: "Desk", owner: QWidget, run: Callable[[], T]) -> None:
        self.steps = Steps(desk, owner)
        self._desk = desk
        self._owner = owner
        self._run = run
        self._then: list[Callable[[T], object]] = []
        self._failed: Callable[[UserError], object] | None = None
        self._finally: list[Callable[[], object]] = []

    def then(self, show: Callable[[T], object]) -> Self:
        """Hand the result to `show`."""
        self._then.append(show)
        return self

    def failed(self, show: Callable[[UserError], object]) -> Self:
        """Hand a refusal to `show` instead of the desk; `Cancelled` arrives here too."""
        self._failed = show
        return self

    def lastly(self, act: Callable[[], object]) -> Self:
        """Do this when the task is over, however it ended."""
        self._finally.append(act)
        return self

    def stepping(self, show: Callable[[str, int, int], object]) -> Self:
        """Hand each step (words, done, total) to `show`; the work is given `progress`."""
        if not self.steps.watchers:
            run: Callable[..., T] = self._run
            self._run = partial(run, progress=self.steps)
        self.steps.watchers.append(show)
        return self

    def soon(self, show: Callable[[Any], object]) -> Self:
        """Hand what is known first to `show`; the work is given `soon`."""
        run: Callable[..., T] = self._run
        self._run = partial(run, soon=partial(self._desk.came.emit, self, show))
        return self

    def start(self) -> Self:
        """Put the work on its thread."""
        self._desk.begin(self, self._pool())
        return self

    def cancel(self) -> None:
        """Ask the work to stop at its next step."""
        self.steps.stop()

    @property
    def wanted(self) -> bool:
        """Whether the widget that asked still exists."""
        return isValid(self._owner)

    def work(self) -> None:
        """Run in the thread; whatever happens goes back to the main thread."""
        try:
            outcome = _Outcome(value=self._run())
        except Exception as error:  # noqa: BLE001  # the boundary: every defect is delivered
            outcome = _Outcome(error=error)
        self._desk.arrived.emit(self, outcome)

    def deliver(self, outcome: _Outcome) -> None:
        """Hand the outcome over, in the main thread."""
        for act in self._finally if self.wanted else ():
            act()
        if outcome.error is None:
            self._succeed(outcome.value)
        elif isinstance(outcome.error, UserError):
            self._refuse(outcome.error)
        else:
            self._desk.keep_fault(outcome.error, self._owner if self.wanted else None)

    def _succeed(self, value: Any) -> None:
        for show in self._then:
            if self.wanted:
                show(value)

    def _refuse(self, error: UserError) -> None:
        if not self.wanted:
            return
        if self._failed is not None:
            self._failed(error)
        elif not isinstance(error, Cancelled):
            self._desk.refuse(error.text, self._owner)

    def _pool(self) -> QThreadPool:
        return self._desk.works


class Query(Task[T]):
    """Read something in one snapshot: `Query(desk, self, records.rows, …).then(self._show)`."""

    def __init__(
        self,
        desk: "Desk",
        owner: QWidget,
        query: "Callable[Concatenate[Session, P], T]",
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> None:
        super().__init__(desk, owner, partial(desk.station.ask, query, *args, **kwargs))

    @override
    def _pool(self) -> QThreadPool:
        return self._desk.reads


class Perform(Task[T]):
    """Change something through an operation; a question it raises is asked once."""

    def __init__(
        self,
        desk: "Desk",
        owner: QWidget,
        operation: "Operation[P, T]",
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> None:
        super().__init__(desk, owner, partial(self._perform, *args, **kwargs))
        self._operation = operation
        self._station = desk.station
        self._confirmed: frozenset[str] = frozenset()

    @override
    def start(self) -> Self:
        self._desk.acting.emit()
        return super().start()

    def _perform(self, *args: Any, **kwargs: Any) -> Any:
        return self._station.perform(self._operation, *args, **kwargs)

    @override
    def _pool(self) -> QThreadPool:
        return self._desk.writes

    @override
    def _succeed(self, value: "Done[T]") -> None:
        super()._succeed(value.value)
        self._desk.performed.emit(value)
        self._desk.changed.emit(value.touched)

    @override
    def _refuse(self, error: UserError) -> None:
        again = self._again(error) if self.wanted else None
        if again is not None:
            self._station = again
            self.start()
        elif not isinstance(error, NeedsYes) or error.key in self._confirmed or not self.wanted:
            super()._refuse(error)
        elif self._failed is not None:
            self._failed(Cancelled())

    def _again(self, error: UserError) -> "Station | None":
        """The station to try once more with: a question answered yes, or somebody's word (代录)."""
        label = self._operation.label
        if isinstance(error, NeedsYes) and error.key not in self._confirmed:
            if ask.yes(self._owner, label, error.text, label, "暂不"):
                self._confirmed |= {error.key}
                return self._station.confirmed(error.key)
        elif isinstance(error, NotAllowed) and error.agreeing:
            text = f"{error.text}{_ON_WORD}"
            said = ask.word(self._owner, f"代录：{label}", text, error.agreeing)
            return self._station.for_(*said) if said else None
        return None


class Jot(Task[T]):
    """Keep what is no record yet, such as a draft, beside the journal."""

    def __init__(
        self,
        desk: "Desk",
        owner: QWidget,
        write: "Callable[Concatenate[Tx, P], T]",
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> None:
        super().__init__(desk, owner, partial(desk.station.jot, write, *args, **kwargs))

    @override
    def _pool(self) -> QThreadPool:
        return self._desk.writes


class Work(Task[T]):
    """Long work outside the database; it is always given `progress`."""

    def __init__(
        self,
        desk: "Desk",
        owner: QWidget,
        work: Callable[..., T],
        *args: Any,
        **kwargs: Any,
    ) -> None:
        super().__init__(desk, owner, partial(work, *args, **kwargs))
        self.stepping(_unseen)


class Look(Task[object]):
    """Write into the journal that records were looked at; nobody waits for it or hears of it."""

    def __init__(
        self, desk: "Desk", owner: QWidget, what: str, seen: "Sequence[looks.Place]" = ()
    ) -> None:
        from core.services import looks

        super().__init__(desk, owner, partial(looks.note, desk.station, what, seen))

    @override
    def _pool(self) -> QThreadPool:
        return self._desk.writes


def _unseen(step: str, done: int, total: int) -> None:
    """Show a step to nobody: what makes `progress` reach work that no strip follows."""


class Desk(QObject):
    """The window's way to its station: one writer, two readers, two threads for long work."""

    acting = Signal()
    changed = Signal(object)
    performed = Signal(object)
    refused = Signal(str)
    faulted = Signal(str, object)
    busy_changed = Signal(bool)
    arrived = Signal(object, object)
    came = Signal(object, object, object)
    stepped = Signal(object, str, int, int)

    def __init__(self, station: "Station", parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.station = station
        self.reads = self._threads(2)
        self.writes = self._threads(1)
        self.works = self._threads(2)
        self._open: set[Task[Any]] = set()
        self._closed = False
        self.arrived.connect(self._on_arrived)
        self.came.connect(self._on_came)
        self.stepped.connect(self._on_stepped)

    @property
    def busy(self) -> bool:
        """Whether anything is under way or not yet delivered."""
        return bool(self._open)

    def begin(self, task: Task[Any], pool: QThreadPool) -> None:
        """Queue a task on one of the pools; a closed desk takes none."""
        if self._closed:
            return
        self._open.add(task)
        if len(self._open) == 1:
            self.busy_changed.emit(True)
        pool.start(task.work)

    def close(self) -> None:
        """Stop what can be stopped and wait for the rest; nothing is delivered afterwards.

        The desk goes with those who listened to it: what one listens with may hold the other.
        """
        if self._closed:
            return
        for task in tuple(self._open):
            task.cancel()
        self._closed = True
        for pool in (self.reads, self.writes, self.works):
            pool.waitForDone()
        self._open.clear()
        self.deleteLater()

    def refuse(self, text: str, owner: QWidget) -> None:
        """Tell a refusal: in the window's notice when it listens, else in a message."""
        if self.receivers("2refused(QString)"):
            self.refused.emit(text)
        else:
            ask.tell(owner.window(), text)

    def keep_fault(self, error: Exception, owner: QWidget | None) -> None:
        """Write a defect down without personal data, and say so."""
        path = self.station.folder / "faults" / f"{self.station.now():%Y%m%d-%H%M%S}.txt"
        with suppress(UserError), places.writing(path) as part:
            part.write_text(fault_text(error), "utf-8")
        if self.receivers("2faulted(QString,PyObject)"):
            self.faulted.emit(SORRY, path)
        else:
            ask.tell(owner, SORRY)

    def _threads(self, count: int) -> QThreadPool:
        pool = QThreadPool(self)
        pool.setMaxThreadCount(count)
        return pool

    def _on_arrived(self, task: Task[Any], outcome: _Outcome) -> None:
        if self._closed:
            return
        self._open.discard(task)
        task.deliver(outcome)
        if not self._open:
            self.busy_changed.emit(False)

    def _on_came(self, task: Task[Any], show: Callable[[Any], object], part: object) -> None:
        if task.wanted and not self._closed:
            show(part)

    def _on_stepped(self, steps: Steps, step: str, done: int, total: int) -> None:
        for show in steps.watchers:
            if isValid(steps.owner) and not self._closed:
                show(step, done, total)


def fault_text(error: BaseException) -> str:
    """A defect as kinds of errors and lines of code: no message, no value, no person."""
    lines = [f"Python {platform.python_version()}, Qt {qt_version}, {sys.platform}"]
    seen: BaseException | None = error
    while seen is not None:
        lines.append(type(seen).__qualname__)
        lines += [
            f"  {Path(frame.filename).name}:{frame.lineno} {frame.name}"
            for frame in traceback.extract_tb(seen.__traceback__)
        ]
        seen = seen.__cause__ or seen.__context__
    return "\n".join(lines) + "\n"
