"""Another database key: the data is copied under it, proved, and put in the place of the old.

Whatever stops this half-way, the next opening finishes or forgets it (`settled`): the key file
holds both keys from before the database is exchanged until after it. A mark beside the database
tells other programs to wait.
"""

import os
import secrets
import shutil
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager, suppress
from pathlib import Path
from typing import Any

from core import places
from core.errors import Conflict, Invalid
from core.progress import Progress, silent
from core.store import keys, lock
from core.store.engine import forget

MARK = "station.rekey"
COPY = "station.rekey.db"

_KEY = 32
_PAGES = 1000
_WAIT_SECONDS = 3
_ROOM = 1 << 24
_PER_SECOND = 40 << 20

_TABLES = """SELECT name FROM sqlite_master
    WHERE type = 'table' AND sql NOT LIKE 'CREATE VIRTUAL %' ORDER BY name"""
_NOT_A_DATABASE = 26

_UNDER_WAY = "正在重新抄写数据，请等它办完再打开。"
_IN_USE = "还有别的窗口或命令开着这个站点，请先关掉再办。没有改动任何内容。"
_UNSETTLED = "上次换锁没有做完，还不能收尾。请关掉开着这个站点的别的窗口和命令，再打开一次。"
_FAILED = "没有抄写完，数据一件不少，可以照常使用。请检查磁盘后再试。"


def seconds(folder: Path) -> int:
    """About how long it will take."""
    return 1 + places.database(folder).stat().st_size // _PER_SECOND


def rekey(folder: Path, dek: bytes, progress: Progress = silent) -> bytes:
    """Exchange the key `dek` for a new one, which is returned; nobody may have the data open.

    It can be stopped until the exchange itself begins.
    """
    path, copy = places.database(folder), folder / COPY
    new = secrets.token_bytes(_KEY)
    _room(path)
    with _copying(folder):
        try:
            with closing(_exclusive(path, dek)) as old:
                _write_copy(old, copy, new, progress)
                _prove(old, copy, new, progress)
                progress("正在换锁")
                keys.offer(folder, new)
                _exchange(old, copy, path)
        finally:
            fitting = _decided(folder, keys.Opened(dek, b"", new))
    return fitting


def rewrite(folder: Path, dek: bytes) -> None:
    """Write the database anew under its own key, without the pages that hold nothing.

    Unlike a rewriting in place it never touches them, should one of them be damaged.
    """
    path, copy = places.database(folder), folder / COPY
    _room(path)
    with _copying(folder), closing(_exclusive(path, dek)) as old:
        old.execute("VACUUM INTO ?", (str(copy),))
        _prove(old, copy, dek, silent)
        _exchange(old, copy, path)


def settled(folder: Path, opened: keys.Opened) -> bytes:
    """The key of the database; an exchange that was cut short is finished or forgotten first."""
    mark, copy = folder / MARK, folder / COPY
    if not (opened.pending or mark.exists() or copy.exists()):
        return opened.dek
    with places.telling(mark), lock.marked(mark, _UNDER_WAY), _without(copy), _told(_UNSETTLED):
        return _decided(folder, opened)


def _decided(folder: Path, opened: keys.Opened) -> bytes:
    """The key that fits the database; only then is the other one forgotten.

    A key file that cannot be written now keeps both, and the next opening decides again.
    """
    path = places.database(folder)
    if not keys.offered(folder):
        return opened.dek
    for key in (opened.pending, opened.dek):
        if key and _fits(path, key):
            with suppress(Invalid):
                keys.decide(folder, taken=key == opened.pending)
            return key
    return opened.dek


def _write_copy(old: Any, copy: Path, new: bytes, progress: Progress) -> None:
    def show(_status: int, remaining: int, total: int) -> None:
        progress("正在用新锁抄写数据", total - remaining, total)

    with closing(_handle(copy, new)) as made:
        old.backup(made, pages=_PAGES, progress=show)


def _prove(old: Any, copy: Path, new: bytes, progress: Progress) -> None:
    """Open the copy as a stranger would, check every page, and count every table."""
    progress("正在核对新数据")
    with closing(_handle(copy, new)) as made:
        damaged = made.execute("PRAGMA cipher_integrity_check").fetchall()
        if damaged or _counts(made) != _counts(old):
            raise Invalid(_FAILED)
    with copy.open("rb+") as file:
        os.fsync(file.fileno())


def _counts(handle: Any) -> list[tuple[str, int]]:
    names = [str(name) for (name,) in handle.execute(_TABLES).fetchall()]
    counting = 'SELECT count(*) FROM "{}"'
    return [(name, handle.execute(counting.format(name)).fetchone()[0]) for name in names]


def _exchange(old: Any, copy: Path, path: Path) -> None:
    """Put the copy in the place of the old database: the one moment that counts.

    Windows renames over no open file; elsewhere the old one is held until nobody can find it.
    """
    if os.name == "nt":
        old.close()
    copy.replace(path)
    places.settle(path.parent)


def _exclusive(path: Path, key: bytes) -> Any:
    """The database for us alone, with no write-ahead log left beside it."""
    from sqlcipher3 import dbapi2

    try:
        with ExitStack() as undo:
            handle = undo.enter_context(
                closing(_handle(path, key, "PRAGMA locking_mode = EXCLUSIVE"))
            )
            handle.execute("PRAGMA journal_mode = DELETE").fetchone()
            undo.pop_all()
    except dbapi2.OperationalError as error:
        if "locked" in str(error):
            raise Conflict(_IN_USE) from None
        raise
    return handle


def _handle(path: Path, key: bytes, *first: str) -> Any:
    from sqlcipher3 import dbapi2

    handle = dbapi2.connect(
        str(path), timeout=_WAIT_SECONDS, isolation_level=None, check_same_thread=False
    )
    statements = ("PRAGMA cipher_log_level = none", f"PRAGMA key = \"x'{key.hex()}'\"", *first)
    with ExitStack() as undo:
        undo.callback(handle.close)
        for statement in (*statements, "SELECT count(*) FROM sqlite_master"):
            handle.execute(statement).fetchone()
        undo.pop_all()
    return handle


def _fits(path: Path, key: bytes) -> bool:
    """Whether the database opens with `key`; any fault but a wrong key is raised."""
    from sqlcipher3 import dbapi2

    try:
        _handle(path, key).close()
    except dbapi2.DatabaseError as error:
        if error.sqlite_errorcode == _NOT_A_DATABASE:
            return False
        raise
    return True


def _room(path: Path) -> None:
    free, needed = shutil.disk_usage(path.parent).free, path.stat().st_size + _ROOM
    if free < needed:
        short = (needed - free) // (1 << 20) + 1
        raise Invalid(f"磁盘空间不够，要把数据再抄一份。请先腾出 {short} MB 再办。")


@contextmanager
def _copying(folder: Path) -> Iterator[None]:
    """Other programs wait, and no copy stays behind."""
    with _told(_FAILED), lock.marked(folder / MARK, _UNDER_WAY), _without(folder / COPY):
        yield


@contextmanager
def _without(copy: Path) -> Iterator[None]:
    """Leave no copy behind, neither at the beginning nor at the end."""
    forget(copy)
    try:
        yield
    finally:
        forget(copy)


@contextmanager
def _told(sentence: str) -> Iterator[None]:
    """A fault of the disk or the database as a sentence."""
    from sqlcipher3 import dbapi2

    try:
        yield
    except (OSError, dbapi2.DatabaseError) as error:
        raise Invalid(sentence) from error
