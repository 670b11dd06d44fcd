"""A station that is being made lies in a passing folder until it is whole.

The folder is marked while it is filled, and the mark is held: what a kill or a power cut left
behind is known by a mark nobody holds.
"""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from core import places
from core.store import lock

MARK = "station.making"

_PART = ".part"
_UNDER_WAY = "这个站点正在建立或恢复，请等它做完。"


@contextmanager
def apart(folder: Path) -> Iterator[Path]:
    """An empty folder to fill; `folder` has all that lies in it when the block ends well.

    It lies beside a `folder` that is yet to be made, and inside one that is there.
    """
    above = folder if folder.is_dir() else folder.parent
    clear(above)
    with places.telling(folder):
        above.mkdir(parents=True, exist_ok=True)
        part = Path(tempfile.mkdtemp(_PART, f"{folder.name}.", above))
    try:
        with lock.marked(part / MARK, _UNDER_WAY):
            yield part
        with places.telling(folder):
            _move(part, folder)
        with suppress(OSError):  # it is there, and only a power cut might take it away again
            places.settle(above)
    finally:
        shutil.rmtree(part, ignore_errors=True)


def _move(part: Path, folder: Path) -> None:
    if not folder.is_dir():
        part.replace(folder)
        return
    for one in part.iterdir():
        one.replace(folder / one.name)


def clear(above: Path) -> None:
    """Remove what was left half made in this folder; what is being made stays."""
    for mark in above.glob(f"*{_PART}/{MARK}"):
        if not lock.taken(mark):
            shutil.rmtree(mark.parent, ignore_errors=True)
