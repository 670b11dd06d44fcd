"""One window per station: `station.lock` names who has it open, and since when.

The operating system holds the lock, so it ends with its process: a file left behind
locks nobody out.
"""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from pathlib import Path

from core import places
from core.errors import Conflict

_CHINA = timezone(timedelta(hours=8))

if sys.platform == "win32":
    import msvcrt

    _FAR = 1 << 30  # a lock there leaves the names readable

    def _grip(handle: int) -> None:
        os.lseek(handle, _FAR, os.SEEK_SET)
        msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
else:
    import fcntl

    def _grip(handle: int) -> None:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)


@dataclass(slots=True)
class Lock:
    """A station held open by this program, until released or the process ends."""

    handle: int

    def name(self, who: str, since: datetime) -> None:
        """Write down who works in this window now."""
        os.ftruncate(self.handle, 0)
        os.lseek(self.handle, 0, os.SEEK_SET)
        os.write(self.handle, f"{who}\n{since.astimezone(_CHINA):%m-%d %H:%M}\n".encode())

    def release(self) -> None:
        """Let another window open the station; a second call does nothing."""
        if self.handle >= 0:
            os.ftruncate(self.handle, 0)
            os.close(self.handle)
            self.handle = -1


def hold(folder: Path, who: str, since: datetime) -> Lock:
    """Take the station in `folder` for `who`; `Conflict` while another window holds it."""
    handle = os.open(folder / places.LOCK, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        _grip(handle)
    except (BlockingIOError, PermissionError):
        os.close(handle)
        raise Conflict(_sentence(folder)) from None
    held = Lock(handle)
    held.name(who, since)
    return held


def holder(folder: Path) -> str:
    """The sentence on who holds the station in another window; empty while nobody does."""
    try:
        handle = os.open(folder / places.LOCK, os.O_RDWR)
    except FileNotFoundError:
        return ""
    try:
        _grip(handle)
    except (BlockingIOError, PermissionError):
        return _sentence(folder)
    finally:
        os.close(handle)
    return ""


def _sentence(folder: Path) -> str:
    who, since, *_ = [*(folder / places.LOCK).read_text("utf-8").splitlines(), "", ""]
    named = f"“{who}”从 {since} 起" if who else ""
    return f"这个站点{named}已在另一个窗口打开。请到那个窗口里办理，或先把它关闭。"


@contextmanager
def marked(path: Path, refusal: str) -> Iterator[None]:
    """Hold the mark at `path`, which outlives a crash; `Conflict` while another program holds it.

    Who took hold of a mark that was removed meanwhile holds nothing.
    """
    handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    if not _gripped(handle):
        os.close(handle)
        raise Conflict(refusal)
    try:
        yield
    finally:
        if sys.platform != "win32":
            path.unlink(missing_ok=True)
        os.close(handle)
        if sys.platform == "win32":
            path.unlink(missing_ok=True)


def _gripped(handle: int) -> bool:
    try:
        _grip(handle)
    except (BlockingIOError, PermissionError):
        return False
    return os.fstat(handle).st_nlink > 0
