"""Foreign pictures and PDFs, decoded in a process of their own, and written anew.

A picture that is written anew carries nothing but what one sees: no place, no owner, no second
picture behind the first. Only its own time is read out before.
"""

import struct
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from io import BytesIO
from multiprocessing.connection import Connection
from pathlib import Path
from typing import TYPE_CHECKING, Any

from core import bars
from core.bars import Mark
from core.errors import Invalid
from core.intake.apart import withdraw
from core.intake.media import JPEG, PNG

if TYPE_CHECKING:
    from PIL.Image import Image
    from pypdfium2 import PdfDocument, PdfPage

Content = Path | bytes

LONG_SIDE = 2000
GLANCE = 160
PRINTED = 2400
MOST_PIXELS = 250_000_000
MOST_DECODED = 120_000_000
_QUALITY, _QUALITY_WHOLE = 85, 92
_PIECE = 1 << 18
_FORMATS = ("JPEG", "PNG", "BMP", "TIFF", "WEBP")
_EXIF = 0x8769
_TIMES = ((0x9003, 0x9011), (0x9004, 0x9012))
_PDF_PASSWORD = 4
_PRINT_DPI, _POINTS = 200, 72
_FOOT, _STEP = 0.1, 4
"""The share of a page where its bars are looked for, and from one line to the next."""

DAMAGED = "这张图片没有拷贝完整，或已经损坏。请从手机或相机重新拷贝后再添加。"
VAST = "这张图片的尺寸大得不正常，没有打开。请核对来源，或截取需要的部分再添加。"
_SHEETS = "这是多页的 TIFF 扫描件。请在扫描程序里存成 PDF，再添加。"
_LOCKED_PDF = "这个 PDF 设有打开密码。请打开它，另存为没有密码的 PDF，再添加。"
_DAMAGED_PDF = "这个 PDF 没有拷贝完整，或已经损坏。请从原处重新拷贝后再添加。"


@dataclass(frozen=True, slots=True)
class Clean:
    """What a picture became, without its bytes: they follow in pieces."""

    media: str
    taken: str


def work(pipe: Connection) -> None:
    """What the other process does: answer (act, content, argument) until nobody asks.

    A content that is no file follows by itself.
    """
    withdraw()
    while True:
        try:
            act, content, argument = pipe.recv()
            content = pipe.recv_bytes() if content is None else content
        except EOFError:
            return
        try:
            for said in _ACTS[act](content, argument):
                pipe.send(said)
        except Invalid as refused:
            pipe.send(refused.text)


def _cleaned(content: Content, shrink: bool) -> Iterator[Clean | bytes]:
    with _opened(content) as image:
        taken = _moment(image)
        media = JPEG if image.format in ("JPEG", "MPO") else PNG
        if image.format == "WEBP" and not image.has_transparency_data:
            media = JPEG
        limit = LONG_SIDE if shrink and max(image.size) > LONG_SIDE else 0
        plain = _plain(image, limit, media)
    out = BytesIO()
    profile = plain.info.get("icc_profile")
    quality = _QUALITY if limit else _QUALITY_WHOLE
    plain.save(out, media.removeprefix("image/"), quality=quality, icc_profile=profile)
    yield Clean(media, taken)
    yield from _pieces(out)


def _glance(content: Content, side: int) -> Iterator[Clean | bytes]:
    with _opened(content) as image:
        plain = _plain(image, side, JPEG)
    out = BytesIO()
    plain.save(out, "jpeg", quality=_QUALITY)
    yield Clean(JPEG, "")
    yield from _pieces(out)


def _pages(content: Content, _argument: object) -> Iterator[int]:
    with _document(content) as document:
        count = len(document)
    if not count:
        raise Invalid(_DAMAGED_PDF)
    yield count


def _sheets(content: Content, pdf: bool) -> Iterator[int | bytes]:
    """Each page as a JPEG to be printed: how many, then the pieces of one after the other."""
    if not pdf:
        with _opened(content) as image:
            plain = _plain(image, PRINTED, JPEG)
        yield 1
        yield from _printed(plain)
        return
    (count,) = _pages(content, None)
    yield count
    with _document(content) as document:
        for page in document:
            yield from _printed(page.render(scale=_scale(page)).to_pil().convert("RGB"))


def _marks(content: Content, _argument: object) -> Iterator[tuple[Mark | None, ...]]:
    """What the bars at the foot of each page say, upright or upside down; then an end."""
    with _document(content) as document:
        for page in document:
            yield (_mark(page.render(scale=_scale(page), grayscale=True).to_pil().convert("L")),)
    yield ()


def _scale(page: "PdfPage") -> float:
    return float(min(_PRINT_DPI / _POINTS, PRINTED / max(page.get_size())))


def _mark(image: "Image") -> Mark | None:
    """The first line of the foot, or of the head turned round, that can be read."""
    strip = round(image.height * _FOOT)
    for rows in (range(image.height - 1, image.height - strip, -_STEP), range(0, strip, _STEP)):
        for row in rows:
            found = bars.read(image.crop((0, row, image.width, row + 1)).tobytes())
            if found is not None:
                return found
    return None


def _part(content: Content, pages: Sequence[int]) -> Iterator[Clean | bytes]:
    """Some pages of a PDF as a PDF of their own."""
    from pypdfium2 import PdfDocument

    out = BytesIO()
    with _document(content) as source:
        made = PdfDocument.new()
        made.import_pages(source, list(pages))
        made.save(out)
    yield Clean("application/pdf", "")
    yield from _pieces(out)


def _printed(image: "Image") -> Iterator[bytes]:
    out = BytesIO()
    image.save(out, "jpeg", quality=_QUALITY)
    yield from _pieces(out)


_ACTS: dict[str, Callable[[Any, Any], Iterator[object]]] = {
    "clean": _cleaned,
    "glance": _glance,
    "pages": _pages,
    "sheets": _sheets,
    "marks": _marks,
    "part": _part,
}


@contextmanager
def _document(content: Content) -> Iterator["PdfDocument"]:
    """A PDF; what is wrong with it, now or while its pages are drawn, is told."""
    from pypdfium2 import PdfDocument, PdfiumError

    try:
        with closing(PdfDocument(content)) as document:
            yield document
    except PdfiumError as error:
        locked = error.err_code == _PDF_PASSWORD
        raise Invalid(_LOCKED_PDF if locked else _DAMAGED_PDF) from error
    except (OSError, ValueError, MemoryError) as error:
        raise Invalid(_DAMAGED_PDF) from error


@contextmanager
def _opened(content: Content) -> Iterator["Image"]:
    """A picture whose head is read; what is wrong with it, now or while it is decoded, is told."""
    from PIL import Image

    Image.MAX_IMAGE_PIXELS = None  # what is too large is told below, before anything is decoded
    source = BytesIO(content) if isinstance(content, bytes) else content
    try:
        with Image.open(source, formats=_FORMATS) as image:
            if image.width * image.height > MOST_PIXELS:
                raise Invalid(VAST)
            if image.format == "TIFF" and getattr(image, "n_frames", 1) > 1:
                raise Invalid(_SHEETS)
            yield image
    except (OSError, SyntaxError, ValueError, MemoryError, struct.error) as error:
        raise Invalid(DAMAGED) from error


def _plain(image: "Image", limit: int, media: str) -> "Image":
    """The picture upright, its long side within `limit` (0: as it is), and nothing beside it."""
    from PIL import ImageOps

    if limit:
        share = min(1.0, 2 * limit / max(image.size))
        image.draft(None, (round(image.width * share), round(image.height * share)))
    if image.width * image.height > MOST_DECODED:
        raise Invalid(VAST)
    image.load()
    upright = ImageOps.exif_transpose(image)
    made = upright.convert(_mode(upright, limit, media))
    made.info = {key: upright.info[key] for key in _seen(upright, made)}
    if limit:
        made.thumbnail((limit, limit))
    return made


def _mode(image: "Image", limit: int, media: str) -> str:
    if media == JPEG:
        return "L" if image.mode == "L" else "RGB"
    if image.mode in ("RGB", "RGBA", "L", "LA", "I;16") or (image.mode in ("1", "P") and not limit):
        return image.mode
    if image.mode == "1":
        return "L"
    return "RGBA" if image.has_transparency_data else "RGB"


def _seen(before: "Image", after: "Image") -> set[str]:
    """What belongs to the look of a picture: its colours' meaning, while they stay the same."""
    return (
        {"icc_profile", "transparency"} & set(before.info) if before.mode == after.mode else set()
    )


def _pieces(out: BytesIO) -> Iterator[bytes]:
    whole = out.getbuffer()
    for start in range(0, len(whole), _PIECE):
        yield bytes(whole[start : start + _PIECE])
    yield b""


def _moment(image: "Image") -> str:
    """When the picture was taken, as the camera wrote it: `2026:03:20 09:15:00`, a zone behind."""
    try:
        facts: dict[int, Any] = image.getexif().get_ifd(_EXIF)
    except (OSError, SyntaxError, ValueError, KeyError, TypeError, struct.error):
        return ""
    for tag, zone in _TIMES:
        if isinstance(facts.get(tag), str):
            return f"{facts[tag]} {facts.get(zone) or ''}".strip()
    return ""
