"""What a file really is, by its first bytes and its parts; its name proves nothing."""

import re
import stat
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import chain
from pathlib import Path
from typing import Literal

from core.errors import Invalid
from core.intake.formats import biff, encoding, xls
from core.intake.formats.compound import Compound

Filetype = Literal["xlsx", "xlsb", "xls", "ods", "fods", "xml", "web", "archive", "text"]

MOST_BYTES = 100 << 20
_MOST_UNPACKED = 1 << 30
_HEAD = 8192
_ZIP = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
_OLE = bytes.fromhex("d0cf11e0a1b11ae1")

SAVE_AS = "请用 WPS 或 Excel 打开后，另存为 .xlsx 再导入。"
ENCRYPTED = "这个工作簿设有打开密码。请用 WPS 或 Excel 打开，取消密码后另存，再导入。"
DAMAGED = (
    f"读不了这个文件：可能没有拷贝完整，或已经损坏。请重新拷贝，或{SAVE_AS.removeprefix('请')}"
)
ARMED = f"这个文件里夹带了表格不该有的指令，没有读取。请核对来源；确是表格的，{SAVE_AS}"
UNKNOWN = f"认不出这个文件的格式。可以导入 .xlsx、.xls、.et、.ods 和 .csv；{SAVE_AS}"
_WORD = "这是 Word 文档，不是表格。请把里面的表格复制到 WPS 表格，另存为 .xlsx 再导入。"
_SLIDES = "这是演示文稿，不是表格。请找原来的表格文件（.xlsx 或 .csv）。"
_PICTURE = "这是图片，不是表格。请找原来的表格文件（.xlsx 或 .csv）。"
_PACKED = "这是压缩包。请先解压，再导入里面的表格。"
_FILM = "这是音频或视频，不是表格。请找原来的表格文件（.xlsx 或 .csv）。"
_OLDEST = f"这是很旧的 Excel 格式。{SAVE_AS}"
_FOREIGN = f"这种表格格式（.slk、.dif）本程序不读。{SAVE_AS}"
_PROGRAM = "这是程序，不是表格，没有读取。请核对来源。"
_RECORDS = "这是程序之间交换的数据，不是表格。请找原来的表格文件（.xlsx 或 .csv）。"
_LAYOUT = "这是版式文件（OFD），里面没有可导入的表格。请找原来的表格文件（.xlsx 或 .csv）。"

_SIGNATURES: tuple[tuple[bytes, str], ...] = (
    (b"%PDF", "这是 PDF 文件，里面没有可导入的表格。请找原来的表格文件（.xlsx 或 .csv）。"),
    (b"\x89PNG", _PICTURE),
    (b"\xff\xd8\xff", _PICTURE),
    (b"GIF8", _PICTURE),
    (b"II*\0", _PICTURE),
    (b"MM\0*", _PICTURE),
    (b"Rar!", _PACKED),
    (b"7z\xbc\xaf", _PACKED),
    (b"\x1f\x8b", _PACKED),
    (b"\xfd7zXZ", _PACKED),
    (b"MSCF", _PACKED),
    (b"{\\rtf", f"这是文字文档，不是表格。{SAVE_AS}"),
    (b"SQLite format 3", "这是数据库文件，不是表格。请找原来的表格文件（.xlsx 或 .csv）。"),
    (b"\x1aE\xdf\xa3", _FILM),
    (b"ID3\x03", _FILM),
    (b"ID3\x04", _FILM),
    (b"ID;P", _FOREIGN),
    (b"TABLE\r\n0,1", _FOREIGN),
    (b"\x7fELF", _PROGRAM),
    (b"\x09\x00\x04\x00", _OLDEST),
    (b"\x09\x02\x06\x00", _OLDEST),
    (b"\x09\x04\x06\x00", _OLDEST),
    (b"\x09\x08", _OLDEST),
)
_LATER: tuple[tuple[int, bytes, str], ...] = (
    (8, b"WEBP", _PICTURE),
    (8, b"WAVE", _FILM),
    (8, b"AVI ", _FILM),
    (4, b"ftyphei", _PICTURE),
    (4, b"ftypmif1", _PICTURE),
    (4, b"ftyp", _FILM),
    (4, b"1AY&SY", _PACKED),
    (257, b"ustar", _PACKED),
)
_ODDLY: tuple[tuple[re.Pattern[bytes], str], ...] = (
    (re.compile(rb"BM.{4}\0{4}", re.DOTALL), _PICTURE),
    (re.compile(rb"MZ.{1,60}\0\0", re.DOTALL), _PROGRAM),
)
_WEB = re.compile(
    r"<(!doctype html|html|table|head|body|meta|style|div|tr|center|font)\b", re.IGNORECASE
)
_ARCHIVE = re.compile(r"(?:^|\n)mime-version\s*:", re.IGNORECASE)
_DATA = re.compile(r"\s*[\[{]\s*[\"\[{\d\]}]")
_XML: tuple[tuple[str, Literal["xml", "fods", "word"]], ...] = (
    ("urn:schemas-microsoft-com:office:spreadsheet", "xml"),
    ("opendocument.spreadsheet", "fods"),
    ("office/2006/xmlPackage", "word"),
    ("office/word/2003/wordml", "word"),
)
_BOOKS: tuple[tuple[str, Filetype], ...] = (
    ("xl/workbook.xml", "xlsx"),
    ("xl/workbook.bin", "xlsb"),
    ("content.xml", "ods"),
)
_SHEETS = re.compile(
    rb"(spreadsheetml\.(sheet|template)|ms-excel\.(sheet|template|addin)\.macroEnabled)\.main"
)
_CONTENTS = "[Content_Types].xml"
_NO_SHEETS = f"这是文字文档或演示文稿，不是表格。{SAVE_AS}"
_CONTROL = re.compile("[\x01-\x08\x0e-\x19\x1b-\x1f\x7f]")
_MOST_CONTROL = 0.02
_DECLARED = re.compile(rb"<\0?!\0?(?:D\0?O\0?C\0?T\0?Y\0?P\0?E|E\0?N\0?T\0?I\0?T\0?Y)")
_DECLARING = 4096
_ZIPPED_PARTS: tuple[tuple[str, str], ...] = (
    ("word/", _WORD),
    ("ppt/", _SLIDES),
    ("OFD.xml", _LAYOUT),
    ("Index/", f"这是苹果电脑的表格（Numbers）。{SAVE_AS.replace('WPS 或 Excel', '原来的电脑')}"),
)
_STREAMS: tuple[tuple[str, str], ...] = (
    ("EncryptedPackage", ENCRYPTED),
    ("EncryptionInfo", ENCRYPTED),
    ("WordDocument", _WORD),
    ("PowerPoint Document", _SLIDES),
    ("PP40", _SLIDES),
    ("__properties_version1.0", "这是邮件，不是表格。请找邮件里的表格附件。"),
)


def find(path: Path) -> Filetype:
    """Which kind of table `path` is; `Invalid` says what to do with all else."""
    size(path)
    with opening(path), path.open("rb") as file:
        head = file.read(_HEAD)
    if head.startswith(_ZIP):
        return _zipped(path)
    if head.startswith(_OLE):
        return _compound(path.read_bytes())
    _refuse_known(head)
    return _textual(head)


def size(path: Path) -> int:
    """How long a file is that may be read; `Invalid` for the empty, the huge, and what is none."""
    with opening(path):
        found = path.stat()
    if stat.S_ISDIR(found.st_mode):
        raise Invalid(f"“{path.name}”是文件夹，请选里面的表格文件。")
    if not stat.S_ISREG(found.st_mode):
        raise Invalid(f"“{path.name}”不是文件，请选表格文件。")
    if not found.st_size:
        raise Invalid("这个文件是空的（0 字节）。请重新拷贝或向对方再要一份。")
    if found.st_size > MOST_BYTES:
        raise Invalid(f"文件超过 {MOST_BYTES >> 20} MB。请删去里面的图片，或分成几个文件再导入。")
    return found.st_size


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


@contextmanager
def unpacking() -> Iterator[None]:
    """Turn what a broken archive says into a sentence."""
    try:
        yield
    except (zipfile.BadZipFile, zlib.error, OSError, ValueError, EOFError, KeyError) as error:
        raise Invalid(DAMAGED) from error
    except (NotImplementedError, RuntimeError) as error:
        raise Invalid(ENCRYPTED) from error


def _zipped(path: Path) -> Filetype:
    with unpacking(), zipfile.ZipFile(path) as archive:
        members = archive.infolist()
        names = set(archive.namelist())
        _refuse_members(members)
        kind = _book(archive, names)
        _refuse_locked(archive, names)
        _refuse_armed(archive, members)
    return kind


def _book(archive: zipfile.ZipFile, names: set[str]) -> Filetype:
    """Which workbook the parts make, however their folders are spelled."""
    spelled = {name.lower().replace("\\", "/") for name in names}
    kind = next((kind for part, kind in _BOOKS if part in spelled), None)
    if kind == "ods" and "mimetype" in names and b"spreadsheet" not in archive.read("mimetype"):
        raise Invalid(_NO_SHEETS)
    if kind is None and _CONTENTS in names and _SHEETS.search(archive.read(_CONTENTS)):
        return "xlsx"
    if kind is None:
        raise Invalid(_other(names))
    return kind


def _refuse_members(members: list[zipfile.ZipInfo]) -> None:
    if sum(member.file_size for member in members) > _MOST_UNPACKED:
        raise Invalid("文件解开后太大，不像正常的表格，没有读取。请核对来源。")
    if any(member.flag_bits & 1 for member in members):
        raise Invalid(ENCRYPTED)


def _other(names: set[str]) -> str:
    for part, sentence in _ZIPPED_PARTS:
        if any(name.startswith(part) for name in names):
            return sentence
    return "这是压缩包或其他文件，不是表格。如是压缩包，请先解压，再导入里面的表格。"


def _refuse_locked(archive: zipfile.ZipFile, names: set[str]) -> None:
    """An OpenDocument with a password says so in its list of parts."""
    part = "META-INF/manifest.xml"
    if part in names and b"encryption-data" in archive.read(part):
        raise Invalid(ENCRYPTED)


def _refuse_armed(archive: zipfile.ZipFile, members: list[zipfile.ZipInfo]) -> None:
    """No workbook declares entities; who does, wants to fetch something or to fill the memory."""
    for member in members:
        if member.filename.endswith((".xml", ".rels")):
            with archive.open(member) as stream:
                if _DECLARED.search(stream.read(_DECLARING)):
                    raise Invalid(ARMED)


def _compound(content: bytes) -> Filetype:
    """The container of .xls, of .doc, and of every workbook with a password."""
    container = Compound(content)
    names = container.names or {one for one, _ in _STREAMS if one.encode("utf-16-le") in content}
    if names.isdisjoint(xls.BOOKS):
        raise Invalid(next((sentence for one, sentence in _STREAMS if one in names), DAMAGED))
    if biff.is_locked(xls.stream(container)):
        raise Invalid(ENCRYPTED)
    return "xls"


def _refuse_known(head: bytes) -> None:
    """Files that say what they are, and are no tables."""
    told = chain(
        (text for mark, text in _SIGNATURES if head.startswith(mark)),
        (text for at, mark, text in _LATER if head.startswith(mark, at)),
        (text for mark, text in _ODDLY if mark.match(head)),
    )
    sentence = next(told, None)
    if sentence:
        raise Invalid(sentence)


def _textual(head: bytes) -> Filetype:
    text = encoding.sample(head).lstrip()
    if text.startswith("<"):
        return _marked_up(text)
    if _ARCHIVE.search(text):
        return "archive"
    if _DATA.match(text):
        raise Invalid(_RECORDS)
    if len(_CONTROL.findall(text)) > _MOST_CONTROL * len(text):
        raise Invalid(UNKNOWN)
    return "text"


def _marked_up(text: str) -> Filetype:
    """Which XML, or whether a web page."""
    kind = next((kind for sign, kind in _XML if sign in text), None)
    if kind is None and _WEB.search(text):
        return "web"
    if kind is None:
        raise Invalid(_RECORDS if text.startswith("<?xml") else UNKNOWN)
    if kind == "word":
        raise Invalid(_WORD)
    return kind
