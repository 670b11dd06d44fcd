"""What a file really is, by its first bytes and its parts; its name proves nothing."""

import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Literal

from core.errors import Invalid

Filetype = Literal["book", "text"]

MOST_BYTES = 100 << 20
_MOST_UNPACKED = 1 << 30
_HEAD = 4096
_OLE = bytes.fromhex("d0cf11e0a1b11ae1")

_SAVE_AS = "请用 WPS 或 Excel 打开后，另存为 .xlsx 再导入。"
ENCRYPTED = "这个工作簿设有打开密码。请用 WPS 或 Excel 打开，取消密码后另存，再导入。"
DAMAGED = (
    f"读不了这个文件：可能没有拷贝完整，或已经损坏。请重新拷贝，或{_SAVE_AS.removeprefix('请')}"
)
_UNKNOWN = f"认不出这个文件的格式。可以导入 .xlsx、.xls、.ods 和 .csv;{_SAVE_AS}"

_SIGNATURES: tuple[tuple[bytes, str], ...] = (
    (b"%PDF", "这是 PDF 文件，里面没有可导入的表格。请找原来的表格文件（.xlsx 或 .csv）。"),
    (b"\x89PNG", "这是图片，不是表格。请找原来的表格文件（.xlsx 或 .csv）。"),
    (b"\xff\xd8\xff", "这是图片，不是表格。请找原来的表格文件（.xlsx 或 .csv）。"),
    (b"Rar!", "这是压缩包。请先解压，再导入里面的表格。"),
    (b"7z\xbc\xaf", "这是压缩包。请先解压，再导入里面的表格。"),
    (b"{\\rtf", f"这是文字文档，不是表格。{_SAVE_AS}"),
    (b"SQLite format 3", "这是数据库文件，不是表格。请找原来的表格文件（.xlsx 或 .csv）。"),
)
_WEB = (b"<html", b"<table", b"<!doctype html", b"<?xml")


def find(path: Path) -> Filetype:
    """Whether `path` is a workbook or delimited text; `Invalid` says what to do with the rest."""
    with opening(path):
        size = path.stat().st_size
        with path.open("rb") as file:
            head = file.read(_HEAD)
    if not size:
        raise Invalid("这个文件是空的（0 字节）。请重新拷贝或向对方再要一份。")
    if size > MOST_BYTES:
        raise Invalid(f"文件超过 {MOST_BYTES >> 20} MB。请删去里面的图片，或分成几个文件再导入。")
    if head.startswith(b"PK"):
        return _zipped(path)
    if head.startswith(_OLE):
        return _compound(path.read_bytes())
    return _plain(head)


@contextmanager
def opening(path: Path) -> Iterator[None]:
    """Turn what the disk says into sentences."""
    try:
        yield
    except FileNotFoundError as error:
        raise Invalid(f"找不到文件“{path.name}”，请核对文件名和所在文件夹。") from error
    except IsADirectoryError as error:
        raise Invalid(f"“{path.name}”是文件夹，请选里面的表格文件。") from error
    except OSError as error:
        raise Invalid(
            f"打不开“{path.name}”：可能正被 WPS 或 Excel 打开，或没有读取权限。请关闭后再试。"
        ) from error


def _zipped(path: Path) -> Filetype:
    try:
        with zipfile.ZipFile(path) as archive:
            unpacked = sum(member.file_size for member in archive.infolist())
            names = set(archive.namelist())
    except (zipfile.BadZipFile, OSError, ValueError) as error:
        raise Invalid(DAMAGED) from error
    if unpacked > _MOST_UNPACKED:
        raise Invalid("文件解开后太大，不像正常的表格，没有读取。请核对来源。")
    if any(name.startswith("word/") for name in names):
        raise Invalid(
            "这是 Word 文档，不是表格。请把里面的表格复制到 WPS 表格，另存为 .xlsx 再导入。"
        )
    if not names & {"xl/workbook.xml", "xl/workbook.bin", "content.xml"}:
        raise Invalid("这是压缩包或其他文件，不是表格。如是压缩包，请先解压，再导入里面的表格。")
    return "book"


def _compound(content: bytes) -> Filetype:
    """The container of .xls, of .doc, and of every workbook with a password."""
    if "EncryptedPackage".encode("utf-16-le") in content:
        raise Invalid(ENCRYPTED)
    if "WordDocument".encode("utf-16-le") in content:
        raise Invalid(
            "这是 Word 文档，不是表格。请把里面的表格复制到 WPS 表格，另存为 .xlsx 再导入。"
        )
    return "book"


def _plain(head: bytes) -> Filetype:
    sentence = next((text for mark, text in _SIGNATURES if head.startswith(mark)), "")
    if sentence:
        raise Invalid(sentence)
    if head.lstrip(b"\xef\xbb\xbf \r\n\t").lower().startswith(_WEB):
        raise Invalid(f"这个文件其实是网页格式，虽然名字像表格。{_SAVE_AS}")
    if b"\0" in head and not head.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise Invalid(_UNKNOWN)
    return "text"
