"""Wrong passwords make the next try wait: counted on the disk, so that a new start forgets nothing.

It slows down a colleague at the keyboard. Whoever can copy the folder is slowed down by what one
guess costs (`keys.calibrated`).
"""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil
from pathlib import Path
from typing import Any, TypeVar

from core import places
from core.envelope import canonical, parsed, sha256
from core.errors import Invalid, UserError
from core.store.slots import Mistyped

TRIES = "tries.json"
FREE = 3
SHORTEST, LONGEST = timedelta(seconds=5), timedelta(minutes=5)

RECOVERY = "recovery code"
"""Whose tries those with the recovery code are."""

T = TypeVar("T")


class TooSoon(UserError):
    """Too many wrong tries; the next one is heard in so many seconds."""

    def __init__(self, seconds: int) -> None:
        super().__init__(f"连续输错了几次，请等 {seconds} 秒再试。")
        self.seconds = seconds


@dataclass(frozen=True, slots=True)
class Wrong:
    """How often in a row `who` was mistyped, and when last (whole seconds)."""

    count: int
    last: int

    def left(self, now: int) -> int:
        """The seconds to wait; never longer than the delay itself, whatever the clock says."""
        if self.count < FREE:
            return 0
        longest = ceil(LONGEST / SHORTEST).bit_length()
        delay = min(LONGEST, SHORTEST * 2 ** min(self.count - FREE, longest))
        seconds = int(delay.total_seconds())
        return max(0, min(seconds, self.last + seconds - now))


def heard(folder: Path, who: str, now: datetime, open_it: Callable[[], T]) -> T:
    """Let `open_it` try a password of `who`, unless it comes too soon.

    The try is counted before it is made, so that ending the program does not undo it.
    """
    wait = left(folder, who, now)
    if wait:
        raise TooSoon(wait)
    known = _read(folder)
    before = known.get(_key(who), Wrong(0, 0))
    _write(folder, known | {_key(who): Wrong(before.count + 1, _whole(now))})
    try:
        opened = open_it()
    except Mistyped:
        raise
    except UserError:
        forget(folder, who)
        raise
    forget(folder, who)
    return opened


def left(folder: Path, who: str, now: datetime) -> int:
    """The seconds until `who` is heard again.

    Where the clock was set back the wait begins anew, so that it ends.
    """
    known = _read(folder)
    wrong = known.get(_key(who))
    if wrong is None:
        return 0
    if _whole(now) < wrong.last:
        wrong = Wrong(wrong.count, _whole(now))
        _write(folder, known | {_key(who): wrong})
    return wrong.left(_whole(now))


def forget(folder: Path, who: str) -> None:
    """Let `who` try at once: a right password came, or another was given."""
    _write(folder, {key: one for key, one in _read(folder).items() if key != _key(who)})


def _whole(now: datetime) -> int:
    return int(now.timestamp())


def _key(who: str) -> str:
    """No name stands in the file."""
    return sha256(who.encode())[:16]


def _read(folder: Path) -> dict[str, Wrong]:
    """What is known; a file that cannot be read says nothing."""
    try:
        body: dict[str, Any] = parsed((folder / TRIES).read_bytes())
        return {key: Wrong(int(count), int(last)) for key, (count, last) in body.items()}
    except (OSError, ValueError, TypeError):
        return {}


def _write(folder: Path, known: dict[str, Wrong]) -> None:
    """Keep it; where nothing can be written (a station only looked at) nothing is counted."""
    with suppress(Invalid), places.telling(folder / TRIES):
        if not known:
            (folder / TRIES).unlink(missing_ok=True)
            return
        body = {key: [one.count, one.last] for key, one in known.items()}
        with places.writing(folder / TRIES) as part:
            part.write_bytes(canonical(body))
