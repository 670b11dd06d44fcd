"""The rooms behind the window's door: each is loaded when first wanted.

So the unlock screen stands at once; while a password is typed, the rest is got ready.
"""

import importlib
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QWidget

from core.ids import Clock
from core.progress import Progress, silent
from core.store.lock import Lock
from gui.tasks import Desk
from gui.widgets.screen import Target

if TYPE_CHECKING:
    from gui.screens.first_run import FirstRun
    from gui.screens.restore import RestoreScreen
    from gui.widgets.entering import Entrance, Opened
    from gui.widgets.frame import Frame

_BEHIND = ("gui.widgets.entering", "gui.indoors")


def get_ready(progress: Progress = silent) -> None:
    """Load what opens with a password, away from the window."""
    for name in _BEHIND:
        progress("正在准备")
        importlib.import_module(name)


def first_run(porch: Desk, folder: Path, clock: Clock) -> "FirstRun":
    """The assistant that founds a station."""
    from gui.screens.first_run import FirstRun

    return FirstRun(porch, folder, clock)


def restore(porch: Desk, folder: Path, clock: Clock) -> "RestoreScreen":
    """Getting a station back from a backup, beside the one in `folder`."""
    from gui.screens.restore import RestoreScreen
    from gui.widgets.restore_form import beside

    return RestoreScreen(porch, beside(folder, clock()), clock)


def rekeying(
    porch: Desk,
    station: Any,
    begin: Callable[..., None],
    leave: Callable[[], None],
) -> QWidget:
    """A station that gets another key."""
    from gui.widgets.rekeying import Rekeying

    return Rekeying(porch, station, begin, leave)


def farewell(desk: Desk, window: QWidget) -> QWidget:
    """The last backup of the day."""
    from gui.widgets.backing_up import Farewell

    return Farewell(desk, window)


def entrance(folder: Path, clock: Clock, inside: Any, held: Lock | None) -> "Entrance":
    """The way in, for a thread: what opens is loaded by then."""
    get_ready()
    from gui.widgets.entering import Entrance

    return Entrance(folder, clock, inside, held)


def opened_demo(folder: Path, clock: Clock, progress: Progress = silent) -> "Opened":
    """The way into the demonstration, for a thread."""
    get_ready(progress)
    from gui.widgets import entering

    return entering.opened_demo(folder, clock, progress)


def name_and_letters(session: Any, person: Any) -> tuple[str, str]:
    """What the frame must know: whose station it is, and how large this person's letters are."""
    from core.services import founding, settings
    from core.settings import LETTERS

    return founding.own(session).name, settings.value(session, LETTERS, person)


def frame(desk: Desk, name: str, leave_demo: Callable[[], None]) -> "Frame":
    """An open station, with every place of the menu."""
    from gui import indoors

    made = indoors.framed(desk, name)
    indoors.dress(made, leave_demo)
    return made


def settle(frame: "Frame", target: Target, healed: str, *, regained: bool) -> None:
    """Go where the person wants to be."""
    from gui import indoors

    indoors.settle(frame, target, healed, regained=regained)
