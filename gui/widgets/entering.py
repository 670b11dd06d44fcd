"""Into a station, in a thread: with a password, or into the demonstration without one."""

from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from core.ids import Clock
from core.progress import Progress, silent
from core.services import founding
from core.store.lock import Lock, hold


@dataclass(frozen=True, slots=True)
class Opened:
    """What unlocking gave: the station and its lock."""

    station: Any
    held: Lock


def entered(folder: Path, who: str, password: str, clock: Clock, before: Lock | None) -> Opened:
    """The station in `folder` for `who`; a lock that is held `before` stays held."""
    with ExitStack() as undo:
        held = before or hold(folder, who, clock())
        if before is None:
            undo.callback(held.release)
        station = founding.open_station(folder, who, password, clock, held)
        undo.pop_all()
    return Opened(station, held)


def opened_demo(folder: Path, clock: Clock, progress: Progress = silent) -> Opened:
    """The demonstration station, made first where it is not there."""
    from reports.commands import demo

    demo.prepare(folder, progress=progress)
    held = hold(folder, "演示", clock())
    return Opened(demo.open_demo(folder, clock), held)
