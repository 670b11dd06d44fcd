"""Makes a backup and proves it: opened with the key, counted, read back from where it lies.

The database is copied by its own backup interface within one read transaction, so the copy is
one moment of a station at work; what the copy says of itself must equal what the station said.
"""

import errno
import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, NullPool, create_engine
from sqlalchemy.exc import DBAPIError

from core import places
from core.errors import Invalid
from core.progress import Progress, silent
from core.store import bundle, keys, migrate, shelf, transfer
from core.store import pool as attachments
from core.store.bundle import Facts, Manifest, Writer
from core.store.engine import forget, open_engine
from core.store.pool import Pool

READ = "正在读取数据库"
WRITE = "正在写入备份"
PROVE = "正在读回核对"

_PAGES = 4096
_CACHE_KIB = 65536
_MEGABYTE = 1 << 20
_DISK = {
    "SQLITE_FULL": errno.ENOSPC,
    "SQLITE_CANTOPEN": errno.EACCES,
    "SQLITE_READONLY": errno.EROFS,
    "SQLITE_IOERR": errno.EIO,
    "database or disk is full": errno.ENOSPC,
    "unable to open database file": errno.EACCES,
    "attempt to write a readonly database": errno.EROFS,
    "disk I/O error": errno.EIO,
}
"""By the driver's name; where it copies pages it names nothing, and only its words tell."""

_DAMAGED = (
    "数据库里有读不出的内容，备份没有做成，原来的备份都还在。请在“设置 → 数据安全”里检查站点。"
)
_NOT_PROVED = "备份写完后读回来核对不上，已经删掉。U 盘或磁盘可能坏了，请换一个再备份。"


@dataclass(frozen=True, slots=True)
class Source:
    """What is backed up: an open station, and the words for the manifest."""

    folder: Path
    engine: Engine
    key: bytes = field(repr=False)
    moment: str
    program: str


@dataclass(slots=True)
class Meter:
    """Counts bytes of one step for `progress`, in megabytes."""

    progress: Progress
    step: str
    total: int
    done: int = 0

    def __call__(self, more: int) -> None:
        """So many bytes have passed."""
        self.done += more
        self.progress(self.step, self.done // _MEGABYTE, max(1, self.total // _MEGABYTE))


Read = Callable[[Connection], Facts]


def write(
    source: Source, target: Path, read: Read, progress: Progress = silent, pool: Pool | None = None
) -> Manifest:
    """Write a proved backup to `target`, attachments inside or in `pool`; else leave nothing."""
    with places.writing(target) as part, _passing(part) as snapshot:
        facts = _copy_database(source, snapshot, read, progress)
        files = _members(source.folder, snapshot)
        meter = Meter(progress, WRITE, sum(one.stat().st_size for one in files.values()))
        with part.open("wb") as out:
            made = _fill(source, files, _Target(out, facts, pool), meter)
            out.flush()
            os.fsync(out.fileno())
        prove(part, made, progress)
    return made


def carry(file: Path, manifest: Manifest, target: Path, pool: Pool, progress: Progress) -> None:
    """Copy a proved backup to another disk, with what its pool there lacks, and prove it there."""
    near = {name: shelf.pool_of(file.parent) / name for name in manifest.attachments}
    with places.writing(target) as part:
        part.unlink(missing_ok=True)
        meter = Meter(progress, WRITE, file.stat().st_size)
        if pool.take(near, meter, manifest.attachments) != manifest.attachments:
            raise Invalid(_NOT_PROVED)
        with file.open("rb") as out:
            bundle.copied(out, part, meter)
        prove(part, manifest, progress)


def prove(path: Path, manifest: Manifest, progress: Progress = silent) -> None:
    """Read a written backup from where it lies, and compare all of it with its manifest."""
    meter = Meter(progress, PROVE, path.stat().st_size)
    try:
        bundle.unpack(path, manifest, lambda _: None, meter)
    except Invalid as error:
        raise Invalid(_NOT_PROVED) from error


@contextmanager
def opened(path: Path, key: bytes) -> Iterator[Connection]:
    """A connection that reads a database file and leaves nothing beside it."""
    engine = create_engine(
        "sqlite://", module=_driver(), creator=lambda: _handle(path, key, 1), poolclass=NullPool
    )
    with engine.connect() as connection:
        yield connection
    engine.dispose()


def sound(connection: Connection) -> bool:
    """Whether every page opens and the structure holds."""
    pages = connection.exec_driver_sql("PRAGMA cipher_integrity_check").first()
    return pages is None and (
        connection.exec_driver_sql("PRAGMA quick_check(1)").scalar_one() == "ok"
    )


@contextmanager
def failing(damaged: str) -> Iterator[None]:
    """Tell a disk that takes no more from a database that cannot be read (`damaged`)."""
    driver = _driver()
    try:
        yield
    except (driver.Error, DBAPIError) as error:
        cause = getattr(error, "orig", error)
        name = getattr(cause, "sqlite_errorname", "") or str(cause)
        number = next((one for start, one in _DISK.items() if name.startswith(start)), None)
        if number is None:
            raise Invalid(damaged) from error
        raise OSError(number, name) from error


@dataclass(frozen=True, slots=True)
class _Target:
    out: Any
    facts: Facts
    pool: Pool | None


def _driver() -> Any:
    from sqlcipher3 import dbapi2

    return dbapi2


def _handle(path: Path, key: bytes, read_only: int) -> Any:
    handle = _driver().connect(str(path), isolation_level=None, check_same_thread=False)
    handle.execute("PRAGMA cipher_log_level = none")
    handle.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
    handle.execute(f"PRAGMA query_only = {read_only}")
    handle.execute(f"PRAGMA cache_size = -{_CACHE_KIB}")
    return handle


@contextmanager
def _passing(part: Path) -> Iterator[Path]:
    """A database beside `part` that is gone afterwards."""
    path = part.with_suffix(".db.part")
    forget(path)
    try:
        yield path
    finally:
        forget(path)


def _copy_database(source: Source, to: Path, read: Read, progress: Progress) -> Facts:
    """Copy the database at one moment; the copy must be sound and say the same of itself."""
    with failing(_DAMAGED):
        with source.engine.connect() as live:
            live.detach()  # one that met a damaged empty page would write no more
            facts = read(live)
            copy = _copy_pages if live.dialect.name == "sqlite" else _copy_rows
            copy(live, to, source.key, progress)
        progress(PROVE)
        with opened(to, source.key) as again:
            if sound(again) and read(again) == facts:
                return facts
    raise Invalid(_DAMAGED)


def _copy_pages(live: Connection, to: Path, key: bytes, progress: Progress) -> None:
    """By the database's own backup interface."""

    def step(_status: int, left: int, total: int) -> None:
        progress(READ, total - left, total)

    copy = _handle(to, key, 0)
    try:
        copy.execute("PRAGMA journal_mode = OFF")
        copy.execute("PRAGMA synchronous = OFF")
        handle: Any = live.connection.dbapi_connection
        handle.backup(copy, pages=_PAGES, progress=step, sleep=0)
        copy.execute("PRAGMA journal_mode = DELETE")
    finally:
        copy.close()


def _copy_rows(live: Connection, to: Path, key: bytes, progress: Progress) -> None:
    """From a server, row by row; whoever restores such a copy makes the search index anew."""
    engine = open_engine(to, key)
    try:
        with engine.execution_options(writing=True, founding=True).begin() as empty:
            migrate.bring_up(empty)
            transfer.copy(live, empty, progress)
    finally:
        engine.dispose()
    alone = _handle(to, key, 0)
    alone.execute("PRAGMA journal_mode = DELETE")
    alone.close()


def _fill(source: Source, files: Mapping[str, Path], target: _Target, meter: Meter) -> Manifest:
    """Write every member, then the manifest."""
    writer = Writer(target.out, meter)
    contents = attachments.contents(source.folder)
    manifest = Manifest(
        moment=source.moment,
        program=source.program,
        facts=target.facts,
        members={name: writer.add(name, path) for name, path in files.items()},
        attachments=target.pool.take(contents, meter)
        if target.pool
        else {
            name: writer.add(f"{bundle.ATTACHMENTS}/{name}", path)
            for name, path in contents.items()
        },
        pooled=target.pool is not None,
        indexed=source.engine.dialect.name == "sqlite",
    )
    writer.close(manifest)
    return manifest


def _members(folder: Path, snapshot: Path) -> dict[str, Path]:
    """The files of a station beside its attachments: keys first, so that they are found fast."""
    keys.names(folder)
    found = {keys.SLOTS: folder / keys.SLOTS, places.DATABASE: snapshot}
    mark = folder / places.DEMO
    return found | ({places.DEMO: mark} if mark.is_file() else {})
