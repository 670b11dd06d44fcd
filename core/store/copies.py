"""Copies handed to other programs: private, short-lived, overwritten before they go."""

import os
import secrets
import shutil
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from core import places

_ONLY_MINE = 0o600
_ONLY_MY_FOLDER = 0o700
_PIECE = 1 << 20


def write(folder: Path, suffix: str, chunks: Iterable[bytes]) -> Path:
    """A copy in `folder`, readable by this person alone; its name tells nothing of what it is."""
    path = folder / f"附件-{secrets.token_hex(4)}{suffix}"
    with places.telling(path):
        folder.mkdir(parents=True, exist_ok=True, mode=_ONLY_MY_FOLDER)
        handle = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY | _BINARY, _ONLY_MINE)
        whole = False
        try:
            with os.fdopen(handle, "wb") as file:
                for chunk in chunks:
                    file.write(chunk)
            whole = True
        finally:
            if not whole:
                _erase(path)
    return path


def wipe(folder: Path) -> None:
    """Overwrite and remove every copy; one that another program holds waits for the next time."""
    for path in [*folder.rglob("*")] if folder.is_dir() else []:
        if path.is_file() and not path.is_symlink():
            _erase(path)
    shutil.rmtree(folder, ignore_errors=True)


def _erase(path: Path) -> None:
    with suppress(OSError):
        left = path.stat().st_size
        with path.open("rb+") as file:
            while left > 0:
                left -= file.write(bytes(min(left, _PIECE)))
            file.flush()
            os.fsync(file.fileno())
        path.unlink()


_BINARY = getattr(os, "O_BINARY", 0)
