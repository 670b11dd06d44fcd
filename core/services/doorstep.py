"""What is told of a station's folder before its database is opened, or even loaded."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

from core import places
from core.errors import Invalid, StoreFault, UserError
from core.store import keys, shelter, slots

_LOST = (
    f"数据库文件“{places.DATABASE}”不见了，密钥文件还在。没有改动任何内容："
    "请把这个文件放回“{}”，或从最近的备份恢复。"
)
_UNREAD = (
    "读不到“{}”里的站点，没有改动任何内容。"
    "请检查硬盘或 U 盘是否插好、这个电脑账户能不能打开这个文件夹，再试一次。"
)
EMPTY = "数据库文件是空的，没有改动任何内容。请从最近的备份恢复站点。"


def founded(folder: Path) -> bool:
    """Whether a station was made in `folder`, also if its database is gone since."""
    with _reading(folder):
        return places.is_station(folder) or any(
            (folder / name).exists() for name in (keys.SLOTS, keys.SPARE)
        )


def require(folder: Path) -> None:
    """Refuse a folder without a whole station, or one where a database may not lie."""
    if not founded(folder):
        raise Invalid(f"“{folder}”里没有站点。请先建立站点，或核对文件夹。")
    with _reading(folder):
        if places.server(folder).is_file():
            return
        shelter.refuse(folder)
        if not places.is_station(folder):
            raise StoreFault(_LOST.format(folder))
        if not places.database(folder).stat().st_size:
            raise StoreFault(EMPTY)


def hindrance(folder: Path) -> str:
    """Why a station cannot be opened whoever asks; empty where a password may open it."""
    try:
        require(folder)
    except UserError as refused:
        return refused.text
    return ""


def healed(folder: Path) -> str:
    """Put a damaged copy of the key file right by the other; what to tell of it, if anything."""
    ailing = slots.ailing(folder)
    if not ailing:
        return ""
    slots.read(folder)
    done = "没能补好，请核对文件夹权限" if slots.ailing(folder) else "已照好的一份补齐"
    return f"密钥文件的一份副本坏了（{ailing}），{done}。"


def demo_day(folder: Path) -> date | None:
    """The day a demonstration station is told on; none for a real station."""
    with _reading(folder):
        try:
            return date.fromisoformat((folder / places.DEMO).read_text(encoding="ascii"))
        except (FileNotFoundError, NotADirectoryError):
            return None


@contextmanager
def _reading(folder: Path) -> Iterator[None]:
    """A disk that answers no more, or a folder of another account, in a sentence."""
    try:
        yield
    except OSError as error:
        raise StoreFault(_UNREAD.format(folder)) from error
