"""Whether a station is sound: everything that may be wrong with it is looked for and named.

What can be made anew from something sound (search index, key file, what was left lying) is mended
on request. Records, journal and attachments are never touched: for them there are backups.
"""

from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from core import indexing, places
from core.errors import NotAllowed, StoreFault
from core.journal import feed
from core.progress import Progress, silent
from core.rights import Right
from core.services import access, attachments, backups, destroying, doorstep
from core.station import Station, Tx
from core.store import comparing, engine, rekey, slots, wiping

LONGEST_WITHOUT_BACKUP = timedelta(days=7)

_FORGOTTEN = timedelta(hours=1)
_UNREADABLE = "数据库有损坏，{}没有查完。"


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong: its kind, the sentence, and whether `mend` can put it right."""

    code: str
    text: str
    mendable: bool = False


@dataclass(frozen=True, slots=True)
class Ground:
    """The station a check goes over, apart from its data."""

    folder: Path
    now: datetime
    backed_up: bool = True


Look = Callable[[Session, Ground, Progress], Iterable[Fault]]


def check(station: Station, progress: Progress = silent) -> list[Fault]:
    """Everything found wrong; nothing is changed."""
    _require(station)
    local = station.engine.dialect.name == "sqlite"
    ground = Ground(station.folder, station.now(), backed_up=local and not station.demo)
    return station.ask(_found, ground, progress)


def mend(
    station: Station, found: Iterable[Fault], progress: Progress = silent
) -> tuple[list[str], list[Fault]]:
    """Put right what can be; what was mended, and what is still wrong afterwards."""
    if station.readonly:
        raise StoreFault(station.readonly)
    codes = {one.code for one in found if one.mendable}
    done = [mended for code, act in _MENDING.items() if code in codes for mended in act(station)]
    return done, check(station, progress) if done else list(found)


def _require(station: Station) -> None:
    if not station.actor.may(Right.MANAGE):
        raise NotAllowed("检查站点请找站长或系统管理员办理。")


def _found(session: Session, ground: Ground, progress: Progress) -> list[Fault]:
    found: list[Fault] = []
    for done, (name, look) in enumerate(_LOOKS.items()):
        progress(name, done, len(_LOOKS))
        try:
            found += look(session, ground, progress)
        except DBAPIError:
            found.append(Fault("database", _UNREADABLE.format(f"“{name}”")))
    progress("检查完毕", len(_LOOKS), len(_LOOKS))
    return found


def _pages(session: Session, _ground: Ground, _progress: Progress) -> Iterator[Fault]:
    for one in engine.unsound(session):
        yield Fault("page" if one.mendable else "database", one.text, one.mendable)


def _chain(session: Session, _ground: Ground, _progress: Progress) -> Iterator[Fault]:
    for text in feed.broken(session):
        yield Fault("journal", f"{text}。请从最近的备份恢复。")


def _index(session: Session, _ground: Ground, progress: Progress) -> Iterator[Fault]:
    wrong = comparing.compared(session, indexing.every(session, progress, "核对查找索引"))
    if wrong.any:
        yield Fault(
            "index",
            f"查找索引与记录对不上：缺 {wrong.missing} 条，多 {wrong.surplus} 条，"
            f"不同 {wrong.different} 条。查找会漏，记录本身没有问题。",
            mendable=True,
        )


def _attachments(session: Session, ground: Ground, progress: Progress) -> Iterator[Fault]:
    for text in attachments.faults(session, ground.folder, progress):
        yield Fault("attachment", text)
    strays = attachments.strays(session, ground.folder)
    if strays:
        text = f"附件文件夹里有 {len(strays)} 个文件不属于任何记录，不碍事。"
        yield Fault("stray", text, mendable=True)


def _lying_about(session: Session, ground: Ground, _progress: Progress) -> Iterator[Fault]:
    ailing = slots.ailing(ground.folder)
    if ailing:
        yield Fault("keys", f"密钥文件的一份副本坏了：{ailing}。另一份是好的。", mendable=True)
    for text in access.differences(session, ground.folder):
        yield Fault("login", text, mendable=True)
    if wiping.owed(ground.folder):
        yield Fault("wiping", "上次彻底销毁以后，数据库还没有清理完。", mendable=True)
    forgotten = _forgotten(ground.folder)
    if forgotten:
        yield Fault("leftover", f"有 {len(forgotten)} 个没写完就停下的文件。", mendable=True)


def _backup(session: Session, ground: Ground, _progress: Progress) -> Iterator[Fault]:
    if not ground.backed_up:
        return
    last = backups.youngest(session)
    if last is None:
        yield Fault("backup", "还没有做过备份，请现在做一份。")
    elif ground.now - last.moment > LONGEST_WITHOUT_BACKUP:
        days = (ground.now - last.moment).days
        yield Fault("backup", f"最近一次备份是 {days} 天前，请现在做一份。")


def _forgotten(folder: Path) -> list[Path]:
    """Half-written files nobody writes any more, by the clock of the disk itself."""
    found = [path for path in folder.rglob("*.part") if path.is_file()]
    if not found:
        return []
    probe = folder / "probe.part"
    with suppress(FileExistsError):
        places.open_new(probe).close()
    present = probe.stat().st_mtime
    probe.unlink()
    age = _FORGOTTEN.total_seconds()
    return [path for path in found if path != probe and present - path.stat().st_mtime > age]


def index_anew(station: Station) -> int:
    """Make the search index from the records; tell how many are in it."""
    return station.jot(_rebuild)


def _mend_pages(station: Station) -> Iterator[str]:
    """Whoever reads meanwhile waits, or is told to try again."""
    station.close()
    rekey.rewrite(station.folder, station.secret.key)
    yield "数据库已重写一遍，损坏的空页已去掉。"


def _mend_database(station: Station) -> Iterator[str]:
    destroying.settle(station)
    yield "数据库已重写一遍，清理干净。"


def _mend_index(station: Station) -> Iterator[str]:
    yield f"查找索引已按记录重建，共 {index_anew(station)} 条。"


def _rebuild(tx: Tx) -> int:
    return comparing.rebuild(tx.session, indexing.every(tx.session))


def _mend_keys(station: Station) -> Iterator[str]:
    yield doorstep.healed(station.folder) or "密钥文件的两份副本已经一样。"


def _mend_logins(station: Station) -> Iterator[str]:
    gone = station.ask(access.tidied, station.folder)
    yield f"已清掉 {len(gone)} 个不能再用的口令：{'、'.join(gone)}。"


def _mend_strays(station: Station) -> Iterator[str]:
    gone = station.jot(_clear_strays, station.folder)
    yield f"不属于任何记录的附件文件已清掉 {gone} 个。"


def _clear_strays(tx: Tx, folder: Path) -> int:
    """While nobody else can write, so that none of them is being attached."""
    return _removed(attachments.strays(tx.session, folder))


def _mend_leftovers(station: Station) -> Iterator[str]:
    yield f"没写完的文件已清掉 {_removed(_forgotten(station.folder))} 个。"


def _removed(paths: Iterable[Path]) -> int:
    count = 0
    for path in paths:
        with suppress(OSError):
            path.unlink()
            count += 1
    return count


_LOOKS: dict[str, Look] = {
    "检查数据库": _pages,
    "核对操作记录": _chain,
    "核对查找索引": _index,
    "核对附件": _attachments,
    "核对密钥文件": _lying_about,
    "核对备份": _backup,
}
_MENDING: dict[str, Callable[[Station], Iterator[str]]] = {
    "page": _mend_pages,
    "wiping": _mend_database,
    "index": _mend_index,
    "stray": _mend_strays,
    "keys": _mend_keys,
    "login": _mend_logins,
    "leftover": _mend_leftovers,
}
