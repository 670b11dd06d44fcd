"""Which files may be attached, told by their content; the rest get a sentence what to do."""

import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from typing import IO

from core.errors import Invalid
from core.intake.formats.compound import Compound
from core.intake.formats.xls import BOOKS

JPEG, PNG, PDF, TEXT = "image/jpeg", "image/png", "application/pdf", "text/plain"
HEAD = 4096

_ASK_PDF = "请让对方转成 PDF 或图片，再添加。"
_MACRO = "这个文件里带有宏（会自动运行的程序），不收入。请另存为不带宏的文件，或转成 PDF 再添加。"
_OPEN = (
    "这是 OpenDocument 文件（.odt、.ods 等）。请用 WPS 打开，另存为 .docx、.xlsx 或 PDF 再添加。"
)
_ARCHIVE = "这是压缩包。请先解压，再添加里面的文件。"
_PROGRAM = "这是程序，不是资料，不能作为附件。如果来历不明，请不要打开。"
_MOVIE = "这是录像，暂不收入。请截取关键画面存成图片添加，原件按介质保管。"
_SOUND = "这是录音，暂不收入。请把要点记入笔录，原件按介质保管。"
_HEIC = (
    "这是苹果手机的 HEIC 照片，多数电脑打不开。请在手机“设置→相机→格式”里选“兼容性最佳”后重拍，"
    "或在手机上转存为 JPEG 再添加。"
)
_EMPTY = "这个文件是空的（0 字节）。请重新拷贝，或向对方再要一份。"
_UNKNOWN = f"认不出这个文件的格式，没有收入。可以添加图片、PDF、OFD、Word、Excel 和文本；{_ASK_PDF}"
_BROKEN = "这个文件没有拷贝完整，或已经损坏。请从原处重新拷贝后再添加。"


@dataclass(frozen=True, slots=True)
class Form:
    """A kind of file: its name for programs, for people, and the suffixes its files carry."""

    media: str
    words: str
    suffixes: tuple[str, ...]

    @property
    def is_picture(self) -> bool:
        """Whether it is decoded, cleaned and shown as a picture."""
        return self.media.startswith("image/")


_OFFICE = "application/vnd.openxmlformats-officedocument"
FORMS = (
    Form(JPEG, "图片", (".jpg", ".jpeg")),
    Form(PNG, "图片", (".png",)),
    Form("image/bmp", "图片", (".bmp",)),
    Form("image/tiff", "图片", (".tif", ".tiff")),
    Form("image/webp", "图片", (".webp",)),
    Form(PDF, "PDF", (".pdf",)),
    Form("application/ofd", "OFD", (".ofd",)),
    Form(f"{_OFFICE}.wordprocessingml.document", "Word 文档", (".docx",)),
    Form(f"{_OFFICE}.spreadsheetml.sheet", "Excel 表格", (".xlsx",)),
    Form(f"{_OFFICE}.presentationml.presentation", "演示文稿", (".pptx",)),
    Form("application/msword", "Word 文档", (".doc", ".wps")),
    Form("application/vnd.ms-excel", "Excel 表格", (".xls", ".et")),
    Form("application/vnd.ms-powerpoint", "演示文稿", (".ppt", ".dps")),
    Form(TEXT, "文本", (".txt",)),
)
KEPT = (*FORMS, Form("text/csv", "文本表格", (".csv",)), Form("text/html", "网页", (".html",)))
"""What may stand in the store: what is taken in, and the tables that went out."""
_BY_MEDIA = {one.media: one for one in KEPT}
_BY_SUFFIX = {one.suffixes[0]: one for one in FORMS}

_STARTS: tuple[tuple[bytes, str], ...] = (
    (b"\xff\xd8\xff", ".jpg"),
    (b"\x89PNG\r\n\x1a\n", ".png"),
    (b"II*\0", ".tif"),
    (b"MM\0*", ".tif"),
)
_REFUSED: tuple[tuple[bytes, str], ...] = (
    *((start, _PROGRAM) for start in (b"MZ", b"\x7fELF", b"\xca\xfe\xba\xbe", b"\xcf\xfa\xed\xfe")),
    *((start, _PROGRAM) for start in (b"#!", b"L\0\0\0\x01\x14\x02\0", b"dex\n")),
    *((start, _ARCHIVE) for start in (b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b", b"BZh", b"\xfd7zXZ")),
    *((start, _ARCHIVE) for start in (b"MSCF", b"\x28\xb5\x2f\xfd")),
    *((start, _SOUND) for start in (b"ID3", b"#!AMR", b"OggS", b"fLaC", b"\xff\xfb", b"\xff\xf1")),
    *((start, _MOVIE) for start in (b"\x1a\x45\xdf\xa3", b"FLV", b"\0\0\x01\xba", b"0&\xb2u")),
    (b"GIF8", "这是动图（GIF）。请截取画面存成 PNG 或 JPEG 图片再添加。"),
    (b"{\\rtf", "这是 RTF 文档。请用 WPS 或 Word 打开，另存为 .docx 或 PDF 再添加。"),
)
_APPLE = (b"heic", b"heix", b"hevc", b"hevx", b"mif1", b"msf1", b"heim", b"heis")
_OLE = bytes.fromhex("d0cf11e0a1b11ae1")
_PARTS = (("word/", ".docx"), ("xl/", ".xlsx"), ("ppt/", ".pptx"))
_STREAMS = (
    ("WordDocument", ".doc"),
    *((one, ".xls") for one in BOOKS),
    ("PowerPoint Document", ".ppt"),
)
_SPACE = ord(" ")
_CODINGS = ("utf-8", "gb18030")


def form_of(media: str) -> Form:
    """The form of a kept file; one this program does not know is a plain file."""
    return _BY_MEDIA.get(media, Form(media, "文件", (".bin",)))


def find(head: bytes, whole: Callable[[], IO[bytes]]) -> Form:
    """What a file is, by its first bytes (`whole` opens it where they are not enough)."""
    if not head:
        raise Invalid(_EMPTY)
    for seen in (_started, _riff, _boxed, _packed):
        suffix = seen(head, whole)
        if suffix:
            return _BY_SUFFIX[suffix]
    if _is_text(head):
        return _BY_SUFFIX[".txt"]
    raise Invalid(_UNKNOWN)


def _started(head: bytes, _whole: Callable[[], IO[bytes]]) -> str:
    # the sound that begins like a script is told first
    for start, sentence in sorted(_REFUSED, key=lambda one: -len(one[0])):
        if head.startswith(start):
            raise Invalid(sentence)
    if b"%PDF-" in head[:1024]:
        return ".pdf"
    if head[:2] == b"BM" and head[6:10] == bytes(4):
        return ".bmp"
    return next((suffix for start, suffix in _STARTS if head.startswith(start)), "")


def _riff(head: bytes, _whole: Callable[[], IO[bytes]]) -> str:
    if head[:4] != b"RIFF":
        return ""
    if head[8:12] == b"WEBP":
        return ".webp"
    raise Invalid(_SOUND if head[8:12] == b"WAVE" else _MOVIE)


def _boxed(head: bytes, _whole: Callable[[], IO[bytes]]) -> str:
    if head[4:8] != b"ftyp":
        return ""
    brand = head[8:12]
    if brand in _APPLE:
        raise Invalid(_HEIC)
    if brand in (b"avif", b"avis"):
        raise Invalid("这是 AVIF 图片，多数电脑打不开。请转存为 JPEG 或 PNG 再添加。")
    raise Invalid(_SOUND if brand.startswith(b"M4A") else _MOVIE)


def _packed(head: bytes, whole: Callable[[], IO[bytes]]) -> str:
    if head.startswith(b"PK"):
        with whole() as file:
            return _zipped(file)
    if head.startswith(_OLE):
        with whole() as file:
            return _compound(file.read())
    return ""


def _zipped(file: IO[bytes]) -> str:
    try:
        names = zipfile.ZipFile(file).namelist()
    except (zipfile.BadZipFile, ValueError) as error:
        raise Invalid(_BROKEN) from error
    if {"mimetype", "content.xml"} <= {*names}:
        raise Invalid(_OPEN)
    if any(name.endswith("vbaProject.bin") for name in names):
        raise Invalid(_MACRO)
    if "OFD.xml" in names:
        return ".ofd"
    if "[Content_Types].xml" in names:
        for part, suffix in _PARTS:
            if any(name.startswith(part) for name in names):
                return suffix
    raise Invalid(_ARCHIVE)


def _compound(content: bytes) -> str:
    """The container of .doc and .xls, of installers, and of documents with a password."""
    if "EncryptedPackage".encode("utf-16-le") in content:
        raise Invalid("这个文件设有打开密码。请打开它，取消密码后另存，再添加。")
    if "_VBA_PROJECT".encode("utf-16-le") in content:
        raise Invalid(_MACRO)
    known = Compound(content).names
    for stream, suffix in _STREAMS:
        if stream in known or (not known and stream.encode("utf-16-le") in content):
            return suffix
    raise Invalid(_UNKNOWN)


def _is_text(head: bytes) -> bool:
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return True
    if any(byte < _SPACE and byte not in b"\t\n\r\f" for byte in head):
        return False
    return any(_reads(head, coding) for coding in _CODINGS)


def _reads(head: bytes, coding: str) -> bool:
    """Whether it is text in this coding, the last character of a long one perhaps cut."""
    for cut in range(4 if len(head) == HEAD else 1):
        try:
            head[: len(head) - cut].decode(coding)
        except UnicodeDecodeError:
            continue
        return True
    return False
