"""After a purge: nothing of what was deleted stays in free pages, the index or the log.

A mark in the folder tells that it is owed, from before the purge until it is done: a power cut
between the two is made good by the next purge, or by the repair of a check.
"""

import shutil
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager, suppress
from pathlib import Path
from typing import Any

from sqlalchemy import Engine
from sqlalchemy.exc import DBAPIError

from core import places
from core.errors import Invalid, StoreFault
from core.store import grams

MARK = "station.wipe"

_CACHE_KIB = 12288
_ROOM = 1 << 24
STOPPED = (
    "数据库还没有清理完：磁盘空间不够，或者别的窗口、命令正在使用。已办的不受影响。"
    "请腾出磁盘空间、关掉别的窗口，再到“设置”的“数据安全”里检查站点并修复。"
)


def refuse_without_room(folder: Path) -> None:
    """Refuse where the database could not be written anew beside itself and its log."""
    path = places.database(folder)
    if path.is_file():
        lacking = 2 * path.stat().st_size + _ROOM - shutil.disk_usage(folder).free
        if lacking > 0:
            more = (lacking >> 20) + 1
            raise Invalid(f"磁盘空间不够，销毁时要把数据库重写一遍。请先腾出 {more} MB 再销毁。")


@contextmanager
def owing(folder: Path) -> Iterator[None]:
    """Purge within this: what is refused owes nothing."""
    with ExitStack() as undo:
        if not owed(folder):
            undo.callback(_settled, folder)
        _owe(folder)
        yield
        undo.pop_all()


def owed(folder: Path) -> bool:
    """Whether a purge was not followed by its cleaning."""
    return (folder / MARK).exists()


def settle(engine: Engine, folder: Path) -> None:
    """Write the database anew without its leavings; no transaction may be open on this thread."""
    _owe(folder)
    with _told(engine):
        if engine.dialect.name == "sqlite":
            _rewrite(engine, folder)
        else:
            _vacuum(engine)
    _settled(folder)


def _owe(folder: Path) -> None:
    with places.telling(folder / MARK), suppress(FileExistsError):
        places.open_new(folder / MARK).close()
        places.settle(folder)


def _settled(folder: Path) -> None:
    with places.telling(folder / MARK):
        (folder / MARK).unlink(missing_ok=True)


def _rewrite(engine: Engine, folder: Path) -> None:
    """The index is merged, so that struck-out grams go; then the file, then the log.

    The passing copy lies beside the database, nameless and under its key: held in memory, a large
    station would not fit a small computer.
    """
    raw = engine.raw_connection()
    raw.detach()
    with closing(raw):
        cursor = raw.cursor()
        cursor.execute(f"PRAGMA cache_size = -{_CACHE_KIB}")
        cursor.execute(f"INSERT INTO {grams.TABLE}({grams.TABLE}) VALUES ('optimize')")  # noqa: S608 a constant
        cursor.execute("PRAGMA temp_store = FILE")
        with _passing_in(cursor, folder):
            cursor.execute("VACUUM")
        busy, *_ = cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        if busy:
            raise StoreFault(STOPPED)


@contextmanager
def _passing_in(cursor: Any, folder: Path) -> Iterator[None]:
    """Passing files are made in `folder`, not on a disk the station knows nothing of."""
    place = str(folder.absolute()).replace("'", "''")
    cursor.execute(f"PRAGMA temp_store_directory = '{place}'")
    try:
        yield
    finally:
        cursor.execute("PRAGMA temp_store_directory = ''")


def _vacuum(engine: Engine) -> None:
    """A server keeps struck-out rows until it is told to tidy up."""
    with engine.connect().execution_options(
        isolation_level="AUTOCOMMIT", writing=True, founding=True
    ) as connection:
        connection.exec_driver_sql("VACUUM")


@contextmanager
def _told(engine: Engine) -> Iterator[None]:
    """Whatever the store refuses leaves the cleaning owed.

    Of a damaged page the local driver says that it has no memory.
    """
    try:
        yield
    except (DBAPIError, engine.dialect.loaded_dbapi.Error, MemoryError) as error:
        raise StoreFault(STOPPED) from error
