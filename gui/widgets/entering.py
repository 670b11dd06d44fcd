"""Into a station, in a thread: with a password, or into the demonstration without one."""

from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from core.ids import Clock
from core.progress import Progress, silent
from core.services import access, founding
from core.store.lock import Lock, hold
from gui.widgets import opened_copies

UNSEALED = (
    "新口令已设好。恢复码拆封用过了：请站长或系统管理员在“设置”的“口令与恢复码”里换新码，重新密封。"
)


@dataclass(frozen=True, slots=True)
class Opened:
    """What unlocking gave: the station and its lock; `told` is what to say of the way in."""

    station: Any
    held: Lock
    told: str = ""


@dataclass(frozen=True, slots=True)
class Entrance:
    """A folder, and what its window has: the station that is only locked, the lock it holds."""

    folder: Path
    clock: Clock
    inside: Any = None
    held: Lock | None = None

    def enter(self, who: str, password: str, code: str) -> Opened | None:
        """Open the station for `who`; nothing to open where it is only locked.

        With the recovery code the password is a new one. A lock that was held stays held.
        """
        if code:
            access.rescued(self.folder, code, who, password, self.clock())
        if self.inside is not None and self.inside.actor.enters_as == who:
            access.unlocked(self.folder, who, password, self.clock())
            if code:
                self.inside.perform(access.note_rescue)
            return None
        with ExitStack() as undo:
            held = self.held or hold(self.folder, who, self.clock())
            if self.held is None:
                undo.callback(held.release)
            station = founding.open_station(self.folder, who, password, self.clock, held)
            undo.callback(station.close)
            if code:
                station.perform(access.note_rescue)
            undo.pop_all()
        return Opened(station, held, UNSEALED if code else "")


def opened_demo(folder: Path, clock: Clock, progress: Progress = silent) -> Opened:
    """The demonstration station, made first where it is not there."""
    from reports.commands import demo

    demo.prepare(folder, progress=progress)
    held = hold(folder, "演示", clock())
    opened_copies.wipe_all(folder)
    return Opened(demo.open_demo(folder, clock), held)
