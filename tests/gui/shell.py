"""A window of paper: it is what screens know of the window, and remembers what they asked of it."""

import gc
import time
from collections.abc import Callable, Sequence
from datetime import date
from itertools import pairwise
from pathlib import Path

from PySide6.QtCore import QObject, QTimer
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QAbstractButton, QAbstractScrollArea, QPushButton, QWidget

from gui.tasks import Desk
from gui.widgets.notice import Act
from gui.widgets.screen import Screen, Subject, Target


class PaperShell:
    """A `Shell`: records where screens wanted to go and what they said; refreshes `shown`.

    `failed` holds refusals, `faults` the reports of defects, which no test should leave behind.
    """

    def __init__(self, desk: Desk, folder: Path) -> None:
        self._desk = desk
        self._folder = folder
        self.gone: list[Target] = []
        self.said: list[str] = []
        self.acts: dict[str, Callable[[], object]] = {}
        self.failed: list[str] = []
        self.faults: list[str] = []
        self.previewed: list[tuple[str, Path, int]] = []
        self.subjects: list[Subject | None] = []
        self.shown: Screen | None = None
        self.rekeys = 0
        self.notes = 0
        desk.changed.connect(self._on_changed)
        desk.refused.connect(self.failed.append)
        desk.faulted.connect(lambda _text, path: self.faults.append(path.read_text("utf-8")))

    @property
    def desk(self) -> Desk:
        return self._desk

    def today(self) -> date:
        return self._desk.station.today()

    def go(self, target: Target) -> None:
        self.gone.append(target)

    def say(self, text: str, acts: Sequence[Act] = ()) -> None:
        self.said.append(text)
        self.acts = dict(acts)

    def fail(self, text: str, acts: Sequence[Act] = ()) -> None:
        self.failed.append(text)
        self.acts = dict(acts)

    def preview(
        self, draw: Callable[[Path], int], title: str, subject: Subject | None = None
    ) -> None:
        self.subjects.append(subject)
        path = self._folder / f"{len(self.previewed)}.pdf"
        self.previewed.append((title, path, draw(path)))

    def quick_note(self) -> None:
        self.notes += 1

    def rekey(self) -> None:
        self.rekeys += 1

    def _on_changed(self, touched: frozenset[str]) -> None:
        if self.shown is not None:
            self.shown.refresh(touched)


class Heartbeat:
    """Beats every 5 ms in the main thread; `stop` tells the longest it was kept busy, in ms.

    It counts what the window itself computed, so that a busy machine does not weigh in; by the
    clock on the wall (`time.monotonic`) also what another thread kept from it. What the test
    session itself holds is kept from the garbage collector meanwhile.
    """

    def __init__(self, owner: QObject, now: Callable[[], float] = time.thread_time) -> None:
        gc.collect()
        gc.freeze()
        self._now = now
        self._beats = [now()]
        self._timer = QTimer(owner, interval=5)
        self._timer.timeout.connect(lambda: self._beats.append(now()))
        self._timer.start()

    def stop(self) -> float:
        self._timer.stop()
        self._beats.append(self._now())
        return max(later - earlier for earlier, later in pairwise(self._beats)) * 1000


def button(screen: QWidget, words: str) -> QPushButton:
    """The button that says just these words."""
    return next(one for one in screen.findChildren(QPushButton) if one.text() == words)


def tab_round(screen: QWidget) -> list[QWidget]:
    """What Tab reaches inside `screen`, in order, each once; of several tabs the pressed one.

    Asking Qt for the next one keeps the whole screen in memory for good: only ask for the order.
    """
    reached: list[QWidget] = []
    part = screen.nextInFocusChain()
    while part is not screen:
        if screen.isAncestorOf(part) and _takes_tab(part):
            reached.append(part)
        part = part.nextInFocusChain()
    return reached


def nameless(screen: QWidget) -> list[str]:
    """The controls Tab reaches that a reader of the screen has no name for."""
    reached = (part for part in screen.findChildren(QWidget) if _takes_tab(part))
    return [repr(part) for part in reached if not _name_of(part)]


def scrolls_sideways(screen: QWidget) -> list[str]:
    """The parts in view that have a horizontal scrollbar."""
    return [
        repr(area)
        for area in screen.findChildren(QAbstractScrollArea)
        if area.isVisible() and area.horizontalScrollBar().isVisible()
    ]


def _takes_tab(part: QWidget) -> bool:
    tabbed = bool(part.focusPolicy().value & 1)
    group = part.group() if isinstance(part, QAbstractButton) else None
    if group is not None and not part.isChecked():
        return False
    return tabbed and part.isVisible() and part.isEnabled() and part.focusProxy() is None


def _name_of(part: QWidget) -> str:
    found = QAccessible.queryAccessibleInterface(part)
    return found.text(QAccessible.Text.Name) if found else ""
