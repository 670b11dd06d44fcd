"""Where a station's data lie: moved to a server and back, shared with another computer."""

import shutil
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection, Engine
from sqlalchemy.orm import Session

from core import indexing, places
from core.errors import Invalid
from core.journal import feed
from core.progress import Progress, silent
from core.rights import Right
from core.station import Station
from core.store import address, comparing, keys, migrate, server, shelter, transfer
from core.store.address import Address
from core.store.engine import forget, open_engine

_JOINED = (keys.SLOTS, keys.SPARE, places.SERVER)
_UNEQUAL = "复制后核对不一致（{}），没有切换，数据仍在原处。请再试一次；仍不行请找管理员。"


@dataclass(frozen=True, slots=True)
class Moved:
    """What a move carried: rows in all, the last entry of the journal, what was left behind."""

    rows: int
    seq: int
    left: str


@dataclass(frozen=True, slots=True)
class Reach:
    """Where the data lie in words (empty: in the folder), and how fast they answer."""

    place: str
    milliseconds: int


def reach(station: Station, progress: Progress = silent) -> Reach:
    """Try the way to the data once."""
    progress("看一看数据在哪里")
    place = address.place(station.folder)
    start = time.perf_counter()
    station.data_version()
    took = round((time.perf_counter() - start) * 1000)
    return Reach(server.told(place) if place else "", took)


def join(folder: Path, first: Path) -> None:
    """Make `folder` open the station of the folder `first`, whose data lie on a server.

    Done again later it brings the passwords and users of the first computer up to date.
    """
    if not places.is_station(first):
        raise Invalid(f"“{first}”里没有站点。请写第一台电脑的站点文件夹，或从它拷来的文件夹。")
    if not address.place(first):
        raise Invalid(f"“{first}”的数据不在服务器上，别的电脑不能加入。请先把数据移到服务器。")
    if places.is_station(folder) and address.place(folder) != address.place(first):
        raise Invalid(f"“{folder}”里已经有另一个站点，请换一个文件夹。")
    with ExitStack() as undo:
        if not folder.exists():
            undo.callback(shutil.rmtree, folder, ignore_errors=True)
        for name in _JOINED:
            with places.writing(folder / name) as part:
                part.write_bytes((first / name).read_bytes())
                part.chmod(0o600)
        undo.pop_all()


def to_server(station: Station, away: Address, progress: Progress = silent) -> Moved:
    """Carry everything to the empty database at `away`, and work there from now on."""
    _allow(station)
    if address.place(station.folder):
        raise Invalid("这个站点的数据已经在服务器上。要换服务器，请先移回本机。")
    away.refuse_unfit()
    path = places.database(station.folder)
    with _opened(away.open()) as target, ExitStack() as undo:
        with _begun(station.engine) as source, _begun(target, founding=True) as empty:
            moved = _carry(source, empty, path.name, progress)
        undo.callback(server.clear, target)
        address.write(station.folder, station.secret.key, away)
        undo.pop_all()
    station.close()
    aside = path.with_name(f"{_aside(station)}.db")
    with suppress(OSError):
        path.replace(aside)
    return Moved(moved.rows, moved.seq, aside.name if aside.exists() else path.name)


def to_local(station: Station, progress: Progress = silent) -> Moved:
    """Carry everything into an encrypted file of the folder; the server's copy is closed."""
    _allow(station)
    folder = station.folder
    place = address.place(folder)
    if not place:
        raise Invalid("这个站点的数据本来就在本机。")
    shelter.refuse(folder)
    server.refuse_company(station.engine)
    path = places.database(folder)
    part = path.with_name(f"{path.name}.part")
    with ExitStack() as undo, _begun(station.engine) as source:
        undo.callback(forget, part)
        forget(part)
        with _opened(open_engine(part, station.secret.key)) as target, _begun(target) as empty:
            moved = _carry(source, empty, server.told(place), progress)
        server.mark_moved(source)
        if path.exists():
            path.replace(path.with_name(f"{_aside(station)}.db"))
        part.replace(path)
        undo.callback(path.replace, part)
        kept = places.server(folder)
        gone = kept.replace(kept.with_name(f"{_aside(station)}.json"))
        undo.callback(gone.replace, kept)
        places.settle(folder)
        source.commit()
        undo.pop_all()
    station.close()
    return moved


def _allow(station: Station) -> None:
    if not station.actor.may(Right.MANAGE):
        raise Invalid("只有系统管理员能移动站点的数据。")


def _aside(station: Station) -> str:
    """The name under which what a move left behind is kept."""
    return f"station-{station.now():%Y%m%d-%H%M%S}-moved"


@contextmanager
def _opened(engine: Engine) -> Iterator[Engine]:
    try:
        yield engine
    finally:
        engine.dispose()


@contextmanager
def _begun(engine: Engine, *, founding: bool = False) -> Iterator[Connection]:
    """A connection that alone may write, until the block ends."""
    with engine.execution_options(writing=True, founding=founding).begin() as connection:
        yield connection


def _carry(source: Connection, empty: Connection, left: str, progress: Progress) -> Moved:
    """Copy, rebuild the index, and prove that nothing is missing, before anything is committed."""
    migrate.bring_up(empty)
    transfer.copy(source, empty, progress)
    with Session(empty) as session, Session(source) as original:
        comparing.rebuild(session, indexing.every(session, progress, "重建查找索引"))
        progress("核对操作记录", 0, 1)
        here, there = transfer.counts(empty), transfer.counts(source)
        unequal = [name for name, number in there.items() if here[name] != number]
        if unequal or feed.end(session) != feed.end(original) or next(feed.broken(session), ""):
            raise Invalid(_UNEQUAL.format("、".join(unequal) or "操作记录"))
        progress("核对操作记录", 1, 1)
        return Moved(sum(here.values()), feed.last_seq(session), left)
