"""Opening the database of a station: where it may lie, what it lacks, whether it can be changed."""

from contextlib import ExitStack, nullcontext
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from core import places
from core.errors import StoreFault
from core.ids import Clock
from core.journal import feed
from core.services import backups, doorstep
from core.station import CHINA
from core.store import address, lock, migrate, shelter, trouble
from core.store import engine as store
from core.store.migrate import Stand

_SKEW = timedelta(minutes=10)

_NEWER = (
    "这个站点的数据是更新版本的程序建立的，这次打开只能查看，不能修改。请升级本机程序后重新打开。"
)
_CUT = "上次没有正常关闭，文件夹又不能写入，打不开。请把整个站点文件夹复制到能写入的磁盘再打开。"
_BEHIND = (
    "站点数据要先升级才能打开，现在写不了，没有改动任何内容。"
    "请把整个站点文件夹复制到能写入、空间够的磁盘再打开。"
)


@dataclass(frozen=True, slots=True)
class Opener:
    """Who opens a station, and the lock where a window already holds it."""

    who: str
    clock: Clock
    held: lock.Lock | None = None


@dataclass(frozen=True, slots=True)
class Found:
    """A database that was found: in which folder, under which key, and its engine."""

    folder: Path
    key: bytes = field(repr=False)
    engine: Engine


def database(folder: Path, key: bytes, opener: Opener) -> tuple[Engine, str]:
    """The database, at this program's schema, and why it can only be looked at (empty: it can)."""
    away = places.server(folder).is_file()
    closed = "" if away else shelter.unwritable(folder)
    with ExitStack() as undo:
        engine = address.open_store(folder, key, _mode(folder, closed))
        undo.callback(engine.dispose)
        with trouble.told(engine, folder):
            stand = migrate.stand(engine)
            if stand is Stand.BEHIND:
                _bring_up(Found(folder, key, engine), closed, opener)
        if stand is Stand.EMPTY:
            raise StoreFault(doorstep.EMPTY)
        if stand is Stand.AHEAD and not closed:
            return address.open_store(folder, key, store.LOOK), _NEWER
        undo.pop_all()
    return engine, closed


def _mode(folder: Path, closed: str) -> str:
    """How to open: a folder that cannot be written shows what was saved, if it was closed well."""
    if not closed:
        return store.CHANGE
    path = places.database(folder)
    log = path.with_name(path.name + "-wal")
    if not log.exists() or not log.stat().st_size:
        return store.FROZEN
    if not path.with_name(path.name + "-shm").exists():
        raise StoreFault(_CUT)
    return store.LOOK


def _bring_up(found: Found, closed: str, opener: Opener) -> None:
    """Run the missing migrations, after a backup, while no other window is open on the station."""
    if closed:
        raise StoreFault(_BEHIND)
    free = nullcontext() if opener.held else lock.alone(found.folder, opener.who, opener.clock())
    with free:
        backups.before_upgrade(found.folder, found.engine, found.key, opener.clock)
        migrate.upgrade(found.engine)


def clock_fault(session: Session, now: datetime) -> str:
    """The warning that the computer's clock was set back behind the last act; empty if not."""
    last = next(iter(feed.entries(session, 1)), None)
    if last is None or now >= last.moment - _SKEW:
        return ""
    at = last.moment.astimezone(CHINA)
    return (
        f"电脑时间比上次记录早（上次记录是 {at:%Y-%m-%d %H:%M}）。"
        "记录的先后不会乱，但日期会写错：请先核对电脑日期，再继续录入。"
    )
