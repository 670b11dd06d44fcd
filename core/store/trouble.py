"""What the disk or another program does to the database, told as a sentence that says what to do.

The one place that knows the driver's codes. Whatever is told here was rolled back before.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Engine
from sqlalchemy.exc import DBAPIError

from core.errors import Invalid, StoreFault
from core.record import UNHELD
from core.store import lock

BUSY, READONLY, IO, CORRUPT, FULL, CANNOT_OPEN, PROTOCOL, NO_DATABASE = 5, 8, 10, 11, 13, 14, 15, 26
UNKNOWN = 1
_PRIMARY = 0xFF

_DAMAGED = (
    "数据库有一处损坏，这一步没有办成，没有改动任何内容。"
    "请先停止录入，到“设置”的“数据安全”里检查站点，照它说的办。"
)
_UNREACHABLE = (
    "读写数据库没有成功，这一步没有办成，已保存的内容不受影响。"
    "请检查硬盘或 U 盘是否被拔出，插好后再试；仍不行请停止使用，从最近的备份恢复。"
)
_SENTENCES = {
    READONLY: "数据库现在不能写入，这一步没有保存，原有内容不受影响。"
    "请核对站点文件夹权限或 U 盘写保护，再试一次。",
    IO: _UNREACHABLE,
    CORRUPT: _DAMAGED,
    FULL: "磁盘空间不够，这一步没有保存，原有内容不受影响。请腾出磁盘空间，再试一次。",
    CANNOT_OPEN: _UNREACHABLE,
    PROTOCOL: _UNREACHABLE,
    NO_DATABASE: _DAMAGED,
}
_STRANGE = "这一项是更新版本的程序记下的，本机程序读不了。请升级本机程序后再看，内容没有改动。"
_WAITED = "等了 10 秒还不能写入：{}。这一步没有保存，原有内容不受影响，请稍后再试。"
_SOMEBODY = "另一个命令正在保存"


@contextmanager
def told(engine: Engine, folder: Path, *, strange: bool = False) -> Iterator[None]:
    """Turn what the driver reports into a `StoreFault`; connections to a lost file are dropped.

    Half a character, as broken texts have, is in no database's alphabet.
    In a `strange` database, a later program's, tables and columns we ask for may be gone.
    """
    try:
        yield
    except UnicodeEncodeError as error:
        raise Invalid(UNHELD) from error
    except DBAPIError as error:
        code = _code(error)
        if code == BUSY:
            raise StoreFault(_WAITED.format(lock.other(folder) or _SOMEBODY)) from error
        if strange and code == UNKNOWN:
            raise StoreFault(_STRANGE) from error
        if code not in _SENTENCES:
            raise
        engine.dispose()
        raise StoreFault(_SENTENCES[code]) from error


def _code(error: DBAPIError) -> int:
    """The driver's primary result code; 0 where it names none."""
    found = getattr(error.orig, "sqlite_errorcode", 0)
    return int(found) & _PRIMARY
