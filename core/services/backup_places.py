"""Where backups go beside the station's own folder: a second disk or a stick.

A small marker in the chosen folder tells it from an empty mount point, from another stick under
the same drive letter, and finds it again when the letter changed.
"""

from dataclasses import dataclass
from pathlib import Path

from sqlalchemy.orm import Session

from core import places
from core.errors import Invalid
from core.progress import Progress, silent
from core.rights import Right
from core.services import settings
from core.settings import BACKUP_FOLDER, BACKUP_MARK
from core.station import Station, Tx, operation

MARK = "backup.mark"


@dataclass(frozen=True, slots=True)
class Place:
    """The folder as it was chosen, and the words in its marker."""

    folder: Path
    mark: str


def chosen(session: Session) -> Place | None:
    """The second place, if one was chosen; it need not be plugged in."""
    folder = settings.value(session, BACKUP_FOLDER)
    return Place(Path(folder), settings.value(session, BACKUP_MARK)) if folder else None


def found(place: Place) -> Path | None:
    """Where the place is now: as it was chosen, or on whichever disk carries its marker."""
    if _mark(place.folder) == place.mark:
        return place.folder
    parts = place.folder.parts
    for root in places.volumes():
        for start in range(1, len(parts) + 1):
            folder = root.joinpath(*parts[start:])
            if _mark(folder) == place.mark:
                return folder
    return None


def choose(station: Station, folder: Path, progress: Progress = silent) -> str:
    """Use `folder` from now on; what speaks against it, if anything does, in a sentence."""
    progress("正在核对备份位置")
    refuse_within(station, folder)
    mark = _marked(folder, str(station.ids.new()), station.ask(chosen))
    station.perform(use, str(folder), mark)
    if folder.stat().st_dev == station.folder.stat().st_dev:
        return "这个文件夹和站点在同一块磁盘上，磁盘坏了会一起丢。最好选 U 盘或另一块硬盘。"
    return ""


def refuse_within(station: Station, folder: Path) -> None:
    """A backup that lies in the station is lost with it."""
    own, chosen = station.folder.resolve(), folder.resolve()
    if own in (chosen, *chosen.parents):
        raise Invalid("这个文件夹在站点里面，站点坏了备份也会一起丢。请选 U 盘或另一块硬盘。")


@operation("选择备份位置", needs=Right.KEEP)
def use(tx: Tx, folder: str, mark: str) -> None:
    """Remember the second place by its path and its marker."""
    settings.put(tx, BACKUP_FOLDER, folder)
    settings.put(tx, BACKUP_MARK, mark)
    tx.detail = f"：{folder}"[:_LONGEST]


_LONGEST = 100


def _marked(folder: Path, fresh: str, before: Place | None) -> str:
    """The marker of a folder, written where there is none; another station's is left alone."""
    there = _mark(folder)
    if there and (before is None or there != before.mark):
        raise Invalid("这个文件夹已经放着另一个站点的备份，请另建一个文件夹，不要混在一起。")
    if not there:
        there = before.mark if before else fresh
        with places.writing(folder / MARK) as part:
            part.write_text(there, encoding="ascii")
    return there


def _mark(folder: Path) -> str:
    try:
        return (folder / MARK).read_text(encoding="ascii").strip()
    except (OSError, UnicodeDecodeError):
        return ""
