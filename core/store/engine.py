"""Opens the encrypted database: SQLCipher, raw key, explicit transactions, no lost commits."""

import re
from collections import Counter
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session
from sqlalchemy.pool import QueuePool

from core import words
from core.errors import Conflict, Invalid
from core.records import ledger_of

_READING_KIB, _WRITING_KIB = 12288, 65536
_WAIT_SECONDS = 10
_POOL = 3

_WRONG = "打不开数据库：密钥与文件不符，或文件已损坏。没有改动任何内容，请用最近的备份恢复。"

_DAMAGED = "数据库{}损坏（磁盘坏道，或文件被改动过）。请停止录入，从最近的备份恢复。"
_EMPTY = (
    "数据库{}损坏，这一页是空的，没有丢失内容。"
    "可以修复：把数据库重写一遍。磁盘可能有坏道，修复后请再备份一次，尽快检查磁盘。"
)

_TABLES = "SELECT name FROM sqlite_master WHERE type = 'table' AND rootpage > 0"

MAKE, CHANGE, LOOK, FROZEN = "rwc", "rw", "ro", "ro&immutable=1"


def open_engine(path: Path, key: bytes, mode: str = MAKE) -> Engine:
    """An engine on the database at `path` with the raw 32-byte `key`.

    `mode` says whether the file may be made, changed, only looked at, or is `FROZEN`: looked at
    in a folder where not even the marks of a reader can be written.

    A connection with the execution option `writing` begins IMMEDIATE, every other one DEFERRED,
    so that a query reads one snapshot and two writers wait instead of failing half-way.
    """
    from sqlcipher3 import dbapi2

    engine = create_engine(
        "sqlite://",
        module=dbapi2,
        creator=partial(_connected, path, key, mode),
        poolclass=QueuePool,
        pool_size=_POOL,
    )
    event.listen(engine, "begin", _begin)
    return engine


def _connected(path: Path, key: bytes, mode: str) -> Any:
    from sqlcipher3 import dbapi2

    before = _identity(path)
    place = f"{path.absolute().as_uri()}?mode={mode}"
    handle = dbapi2.connect(
        place, uri=True, check_same_thread=False, timeout=_WAIT_SECONDS, isolation_level=None
    )
    try:
        handle.execute("PRAGMA cipher_log_level = none")
        handle.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
        handle.execute("SELECT count(*) FROM sqlite_master").fetchone()
        teach(handle)
    except dbapi2.Error as error:
        handle.close()
        if error.sqlite_errorcode in {dbapi2.SQLITE_NOTADB, dbapi2.SQLITE_CORRUPT}:
            raise Invalid(_WRONG) from error
        raise
    if before not in {None, _identity(path)}:
        handle.close()
        raise Conflict("数据刚刚换了锁，请再办一次。")
    if mode in {MAKE, CHANGE}:
        handle.execute("PRAGMA journal_mode = WAL")
    handle.execute("PRAGMA synchronous = FULL")
    handle.execute("PRAGMA foreign_keys = ON")
    handle.execute("PRAGMA secure_delete = ON")
    return handle


def forget(path: Path) -> None:
    """Remove a passing database with its logs: one left behind would be read into the next."""
    for tail in ("", "-wal", "-shm", "-journal"):
        with suppress(OSError):
            path.with_name(path.name + tail).unlink(missing_ok=True)


def teach(handle: Any) -> None:
    """Give a connection the functions our statements ask of it."""
    handle.create_function("by_sound", 1, _spoken, deterministic=True)


def _spoken(text: str | None) -> str | None:
    """What `plan.Spoken` asks of each row."""
    return None if text is None else words.by_sound(text)


def _identity(path: Path) -> int | None:
    """Tells a file from another that took its place while we waited; none where there is none."""
    return path.stat().st_ino if path.exists() else None


def _begin(connection: Connection) -> None:
    """Who writes keeps pages until the commit; a reader that kept many would hold them for good."""
    if connection.dialect.name == "sqlite":
        writing = connection.get_execution_options().get("writing")
        mode, kib = ("IMMEDIATE", _WRITING_KIB) if writing else ("DEFERRED", _READING_KIB)
        connection.exec_driver_sql(f"PRAGMA cache_size = -{kib}")
        connection.exec_driver_sql(f"BEGIN {mode}")


class Damage(NamedTuple):
    """What is wrong with the database, in a sentence; whether writing it anew mends it."""

    text: str
    mendable: bool = False


def faults(connection: Connection) -> list[Damage]:
    """Damaged pages and broken references; none when all is well.

    A server sees to both itself. Beyond a damaged page nothing else is read.
    """
    if connection.dialect.name != "sqlite":
        return []
    _bring_in_the_log(connection.engine)
    pages = connection.exec_driver_sql("PRAGMA cipher_integrity_check").fetchall()
    if pages:
        connection.detach()  # through it the driver would write no more
        empty = _holds_together(connection.engine)
        said = _EMPTY if empty else _DAMAGED
        return [Damage(said.format(_page(row[0])), empty) for row in pages]
    links = connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall()
    wrong = sum(one != "ok" for one in connection.exec_driver_sql("PRAGMA quick_check").scalars())
    pairs = Counter((_title(row[0]), _title(row[2])) for row in links)
    found = [
        f"{count} 条{child}引用的{parent}不存在，请从最近的备份恢复。"
        for (child, parent), count in pairs.items()
    ]
    if wrong:
        found.append(f"数据库内部有 {wrong} 处对不上，请从最近的备份恢复。")
    return [Damage(one) for one in found]


def _bring_in_the_log(engine: Engine) -> None:
    """A page that a power cut left half carried over is whole in the log, and is carried again."""
    raw = engine.raw_connection()
    try:
        with suppress(engine.dialect.loaded_dbapi.Error):  # who only looks cannot
            raw.cursor().execute("PRAGMA wal_checkpoint(PASSIVE)").fetchone()
    finally:
        raw.close()


def unsound(session: Session) -> list[Damage]:
    """`faults`, read in the snapshot of a session."""
    return faults(session.connection())


def _holds_together(engine: Engine) -> bool:
    """Whether every page in use can be read, so that only empty ones are damaged.

    Table by table, because the list of the empty ones may be what is damaged.
    """
    with engine.connect() as connection:
        connection.detach()
        try:
            told = [
                connection.exec_driver_sql(f'PRAGMA quick_check("{table}")').scalars().all()
                for table in connection.exec_driver_sql(_TABLES).scalars().all()
            ]
        except DBAPIError:
            return False
    return all(one == ["ok"] for one in told)


def _page(told: str) -> str:
    """A page that fails its seal, by its number."""
    number = re.search(r"page (\d+)", told)
    return f"第 {number[1]} 页" if number else "有一页"


def _title(table: str) -> str:
    ledger = ledger_of(table)
    return f"“{ledger.title if ledger else table}”"
