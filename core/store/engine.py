"""Opens the encrypted database: SQLCipher, raw key, explicit transactions, no lost commits."""

import re
from collections import Counter
from functools import partial
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.orm import Session
from sqlalchemy.pool import QueuePool

from core.errors import Conflict, Invalid
from core.records import ledger_of

_READING_KIB, _WRITING_KIB = 12288, 65536
_WAIT_SECONDS = 10
_POOL = 3

_WRONG = "打不开数据库：密钥与文件不符，或文件已损坏。没有改动任何内容，请用最近的备份恢复。"

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


def faults(connection: Connection) -> list[str]:
    """Chinese sentences for damaged pages and broken references; none when all is well.

    A server sees to both itself. Beyond a damaged page nothing else is read.
    """
    if connection.dialect.name != "sqlite":
        return []
    pages = connection.exec_driver_sql("PRAGMA cipher_integrity_check").fetchall()
    if pages:
        return [_damaged(str(row[0])) for row in pages]
    links = connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall()
    quick = connection.exec_driver_sql("PRAGMA quick_check").fetchall()
    wrong = [row[0] for row in quick if row[0] != "ok"]
    pairs = Counter((_title(row[0]), _title(row[2])) for row in links)
    found = [
        f"{count} 条{child}引用的{parent}不存在，请从最近的备份恢复。"
        for (child, parent), count in pairs.items()
    ]
    if wrong:
        found.append(f"数据库内部有 {len(wrong)} 处对不上，请从最近的备份恢复。")
    return found


def unsound(session: Session) -> list[str]:
    """`faults`, read in the snapshot of a session."""
    return faults(session.connection())


def _damaged(told: str) -> str:
    """A page that fails its seal, by its number."""
    number = re.search(r"page (\d+)", told)
    which = f"第 {number[1]} 页" if number else "有一页"
    return f"数据库{which}损坏（磁盘坏道，或文件被改动过）。请停止录入，从最近的备份恢复。"


def _title(table: str) -> str:
    ledger = ledger_of(table)
    return f"“{ledger.title if ledger else table}”"
