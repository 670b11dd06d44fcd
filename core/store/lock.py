"""One window per station: `station.lock` names who has it open, and since when.

The operating system holds the lock, so it ends with its process: a file left behind
locks nobody out.
"""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from pathlib import Path

from core import places
from core.errors import Conflict, StoreFault
from core.store import shelter

_CHINA = timezone(timedelta(hours=8))
_CLOSED = (
    "“{}”打不开，不能确定有没有别的窗口正在使用这个站点，所以没有打开。"
    "请用平时的电脑账户登录；仍不行，请关闭所有窗口后删除这个文件再试。"
)

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
    """A station held open by this program, until released or the process ends.

    A folder that cannot be written needs no lock: nothing there is changed. Its handle is -1.
    """

    handle: int

    def name(self, who: str, since: datetime) -> None:
        """Write down who works in this window now."""
        if self.handle < 0:
            return
        said = f"{who}\n{since.astimezone(_CHINA):%m-%d %H:%M}\n{os.getpid()}\n"
        with suppress(OSError):  # on a full disk the lock holds without a name
            os.ftruncate(self.handle, 0)
            os.lseek(self.handle, 0, os.SEEK_SET)
            os.write(self.handle, said.encode())

    def release(self) -> None:
        """Let another window open the station; a second call does nothing."""
        if self.handle >= 0:
            with suppress(OSError):  # a disk that fails keeps the name, never the lock
                os.ftruncate(self.handle, 0)
            os.close(self.handle)
            self.handle = -1


def hold(folder: Path, who: str, since: datetime) -> Lock:
    """Take the station in `folder` for `who`; `Conflict` while another window holds it."""
    path = folder / places.LOCK
    try:
        with suppress(FileExistsError):
            places.open_new(path).close()
            path.chmod(0o600)
        handle = os.open(path, os.O_RDWR)
    except OSError as error:
        if shelter.unwritable(folder):
            return Lock(-1)
        raise StoreFault(_CLOSED.format(path.name)) from error
    try:
        _grip(handle)
    except (BlockingIOError, PermissionError):
        os.close(handle)
        raise Conflict(_sentence(folder)) from None
    held = Lock(handle)
    held.name(who, since)
    return held


@contextmanager
def alone(folder: Path, who: str, since: datetime) -> Iterator[Lock]:
    """Have the station to oneself: what rebuilds it runs while no window is open on it."""
    held = hold(folder, who, since)
    try:
        yield held
    finally:
        held.release()


def holder(folder: Path) -> str:
    """The sentence on who holds the station in another window; empty while nobody does."""
    return _sentence(folder) if taken(folder / places.LOCK) else ""


def other(folder: Path) -> str:
    """Which window of another process has the station open, and since when; empty for none."""
    who, since, process = _written(folder)
    if not who or process == str(os.getpid()) or not taken(folder / places.LOCK):
        return ""
    return f"“{who}”从 {since} 起开着的窗口正在保存"


def taken(path: Path) -> bool:
    """Whether a program holds the lock or the mark at `path`."""
    try:
        handle = os.open(path, os.O_RDWR)
    except OSError:
        return False
    try:
        return not _gripped(handle)
    finally:
        os.close(handle)


def _written(folder: Path) -> tuple[str, str, str]:
    """Who, since when, and in which process, as far as it is written down."""
    with suppress(OSError, UnicodeError):
        said = (folder / places.LOCK).read_text("utf-8").splitlines()
        who, since, process, *_ = [*said, "", "", ""]
        return who, since, process
    return "", "", ""


def _sentence(folder: Path) -> str:
    who, since, _ = _written(folder)
    named = f"“{who}”从 {since} 起" if who else ""
    return f"这个站点{named}已在另一个窗口打开。请到那个窗口里办理，或先把它关闭。"


@contextmanager
def marked(path: Path, refusal: str) -> Iterator[None]:
    """Hold the mark at `path`, which outlives a crash; `Conflict` while another program holds it.

    Who took hold of a mark that was removed meanwhile holds nothing.
    """
    with places.telling(path):
        handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    if not _gripped(handle):
        os.close(handle)
        raise Conflict(refusal)
    try:
        yield
    finally:
        with places.telling(path):
            _unmark(path, handle)


def _unmark(path: Path, handle: int) -> None:
    """Windows removes no open file; elsewhere nobody may take hold of a mark that goes."""
    if sys.platform == "win32":
        os.close(handle)
        path.unlink(missing_ok=True)
        return
    try:
        path.unlink(missing_ok=True)
    finally:
        os.close(handle)


def _gripped(handle: int) -> bool:
    try:
        _grip(handle)
    except (BlockingIOError, PermissionError):
        return False
    return os.fstat(handle).st_nlink > 0
