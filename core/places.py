"""Where things lie on the disk, and the one way a file is written: whole or not at all."""

import errno
import hashlib
import os
import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from core.errors import Invalid

DATABASE = "station.db"
SERVER = "server.json"
LOCK = "station.lock"
DEMO = "demo.mark"
_USUAL = "usual.path"

_DRIVE_REMOTE = 4
_IN_USE = "“{}”正被别的程序打开。请先关掉它再存。"
_MOUNTS = (("/media", "*"), ("/media", "*/*"), ("/run/media", "*/*"), ("/mnt", "*"))


def resources() -> Path:
    """The folder of code tables, templates, fonts and icons that ships with the program."""
    root = getattr(sys, "_MEIPASS", None)
    return (Path(root) if root else Path(__file__).parent.parent) / "resources"


def home() -> Path:
    """The person's own folder for station data, created on first use."""
    import platformdirs

    return platformdirs.user_data_path("grid-station", appauthor=False, ensure_exists=True)


def default_station() -> Path:
    """The station a window or a verb opens when none is named."""
    try:
        restored = Path((home() / _USUAL).read_text(encoding="utf-8"))
    except FileNotFoundError:
        return home() / "station"
    return restored if is_station(restored) else home() / "station"


def use(folder: Path) -> None:
    """Let the station in `folder` be opened from now on when none is named."""
    with writing(home() / _USUAL) as part:
        part.write_text(str(folder.resolve()), encoding="utf-8")


def demo_station() -> Path:
    """The demonstration station, well apart from the real one."""
    return home() / "demo"


def database(folder: Path) -> Path:
    """The encrypted database of the station in `folder`."""
    return folder / DATABASE


def attachments(folder: Path) -> Path:
    """Where the encrypted contents of attachments lie, in subfolders of two letters."""
    return folder / "attachments"


def server(folder: Path) -> Path:
    """Where the station in `folder` names its server; such a file decides where the data lie."""
    return folder / SERVER


def backups(folder: Path) -> Path:
    """Where a station keeps its nearest backups."""
    return folder / "backups"


def volumes() -> list[Path]:
    """The roots of the disks and sticks that are plugged in."""
    if os.name == "nt":
        drives = (Path(f"{letter}:/") for letter in "DEFGHIJKLMNOPQRSTUVWXYZ")
        return [one for one in drives if one.exists()]
    mounts = (Path(top).glob(below) for top, below in _MOUNTS)
    return [one for found in mounts for one in found if one.is_mount()]


def copies(folder: Path) -> Path:
    """Where attachments of the station in `folder` are laid out for other programs to open.

    It is the person's own place for passing files, outside the station, wiped by the window.
    """
    return _passing(folder, "opened")


def papers(folder: Path) -> Path:
    """Where the paper being looked at lies while it is looked at, private and passing as well."""
    return _passing(folder, "papers")


def small_pictures() -> Path:
    """Where the window keeps the few marks its style sheet can only take from files."""
    return _cache() / "small"


def _passing(folder: Path, kind: str) -> Path:
    name = hashlib.sha256(str(folder.resolve()).encode()).hexdigest()[:16]
    return _cache() / kind / name


def _cache() -> Path:
    import platformdirs

    return platformdirs.user_cache_path("grid-station", appauthor=False)


def is_station(folder: Path) -> bool:
    """Whether `folder` holds a station, with a database of its own or one on a server."""
    return server(folder).is_file() or database(folder).is_file()


def open_new(path: Path) -> BinaryIO:
    """Make a new file and open it for writing: the one call by which a file comes to be."""
    return path.open("xb")


def filesystem(folder: Path) -> str:
    """The kind of file system `folder` lies on, as the system calls it; empty when unknown."""
    whole = folder.resolve()
    if sys.platform == "win32":
        return _drive(whole)
    found, kind = 0, ""
    with suppress(OSError):
        for line in Path("/proc/mounts").read_text("utf-8", "replace").splitlines():
            place, name = line.split(" ")[1:3]
            place = re.sub(r"\\([0-7]{3})", lambda octal: chr(int(octal[1], 8)), place)
            if whole.is_relative_to(place) and len(place) >= found:
                found, kind = len(place), name
    return kind


def _drive(whole: Path) -> str:
    """On Windows: `remote` for a share or a drive that stands for one."""
    import ctypes

    kind = ctypes.windll.kernel32.GetDriveTypeW(whole.anchor)  # type: ignore[attr-defined]
    return "remote" if whole.drive.startswith("\\\\") or kind == _DRIVE_REMOTE else ""


@contextmanager
def writing(path: Path) -> Iterator[Path]:
    """Hand out `NAME.part`, and rename it to `path` when the block ends well.

    A block that is left by an exception (a stopped or failed writer) leaves neither file. What
    the disk refuses is told in a sentence.
    """
    part = path.with_name(path.name + ".part")
    with telling(path):
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            part.unlink(missing_ok=True)
            open_new(part).close()
            yield part
            with part.open("rb+") as file:
                os.fsync(file.fileno())
            _replace(part, path)
        finally:
            with suppress(OSError):
                part.unlink(missing_ok=True)


def _replace(part: Path, path: Path) -> None:
    """Give the file its name; the folder takes files, so that a refusal is about this one."""
    try:
        part.replace(path)
    except PermissionError as error:
        raise Invalid(_IN_USE.format(path.name)) from error


@contextmanager
def telling(path: Path) -> Iterator[None]:
    """Turn what the disk refuses to write at `path` into a sentence."""
    try:
        yield
    except OSError as error:
        raise Invalid(_refusal(path, error)) from error


def settle(folder: Path) -> None:
    """Let a new name in `folder` survive a power cut, where folders can be told to."""
    if os.name == "posix":
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _refusal(path: Path, error: OSError) -> str:
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return f"磁盘空间不够，写不下“{path.name}”。请腾出空间，或换一个位置再存。"
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        return f"不能写入“{path.parent}”。请核对文件夹权限或 U 盘写保护，或换一个位置再存。"
    if error.errno in (errno.EBUSY, errno.ETXTBSY):
        return _IN_USE.format(path.name)
    return f"写文件“{path.name}”没有成功。请检查磁盘或 U 盘是否还在，再存一次。"
