"""Files coming in as attachments: known by content, cleaned where they are pictures, in pieces."""

import hashlib
import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from io import BytesIO
from pathlib import Path
from types import TracebackType
from typing import IO, Any

from core.bars import Mark
from core.envelope import BLOCK
from core.errors import Invalid
from core.intake import media, picture
from core.intake.apart import Apart
from core.progress import Progress, silent

SECONDS = 30.0
_CHINA = timezone(timedelta(hours=8))
_LONGEST_NAME = 120
_EDGE = 1 << 16
_SLOW = "这个文件处理得太久，已经停下，没有收入。请另存一份，或截取需要的部分再添加。"
_ODD = re.compile(r'[\x00-\x1f\x7f<>:"/\\|?*]')


@dataclass(frozen=True, slots=True)
class Source:
    """Something to take in: a file on the disk, or what was pasted."""

    name: str
    content: picture.Content

    @classmethod
    def of(cls, path: Path) -> "Source":
        """A file, under its own name."""
        return cls(path.name, path)


@dataclass(frozen=True, slots=True)
class Wish:
    """How pictures are kept, and how large a file may be."""

    shrink: bool = True
    most: int = 50 << 20


@dataclass(frozen=True, slots=True)
class Incoming:
    """A file ready to be kept; `chunks` are taken once."""

    name: str
    media: str
    chunks: Iterable[bytes]
    origin: str
    taken: datetime | None = None
    pages: int | None = None


class Intake:
    """Takes files in, one after another; decoding goes on in a process that ends with the block."""

    def __init__(self, wish: Wish, progress: Progress = silent) -> None:
        self._wish = wish
        self._progress = progress
        self._ends = ExitStack()
        self._apart: Apart | None = None
        self._streaming = False

    def __enter__(self) -> "Intake":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        self._ends.close()

    def take(self, source: Source) -> Incoming:
        """One file, or the sentence why not."""
        with telling(source.name):
            head = _head(source.content, self._wish.most)
            form = media.find(head, lambda: _open(source.content))
            origin = fingerprint(source.content)
        if form.is_picture:
            return self._picture(source, origin)
        pages = self._answer("pages", source.content) if form.media == media.PDF else None
        name = _named(source.name, form)
        return Incoming(name, form.media, self._pieces(source), origin, None, pages)

    def glance(self, path: Path) -> bytes:
        """A small JPEG of a foreign picture, to be looked at before it is taken in."""
        self._answer("glance", path, picture.GLANCE)
        return b"".join(self._rest())

    def sheets(self, content: bytes, kind: str) -> list[bytes]:
        """Every page of a picture or PDF as a JPEG to be printed, or the sentence why not."""
        count = self._answer("sheets", content, kind == media.PDF)
        return [self._sheet() for _number in range(count)]

    def marks(self, content: bytes) -> list[Mark | None]:
        """What the bars on each page of a scanned PDF say, or the sentence why not."""
        answer, found = self._answer("marks", content), list[Mark | None]()
        while answer:
            found += answer
            answer = self._hear()
            if isinstance(answer, str):
                raise Invalid(answer)
        return found

    def part(self, content: bytes, pages: Sequence[int]) -> bytes:
        """Some pages of a PDF as one of their own."""
        self._answer("part", content, tuple(pages))
        return b"".join(self._rest())

    def _sheet(self) -> bytes:
        """One of several pages; what is wrong with it comes in its place."""
        self._streaming = True
        whole = bytearray()
        while piece := self._hear():
            if isinstance(piece, str):
                raise Invalid(piece)
            whole += piece
        self._streaming = False
        return bytes(whole)

    def _picture(self, source: Source, origin: str) -> Incoming:
        clean: picture.Clean = self._answer("clean", source.content, self._wish.shrink)
        name = _named(source.name, media.form_of(clean.media))
        return Incoming(name, clean.media, self._rest(), origin, moment(clean.taken))

    def _answer(self, act: str, content: picture.Content, argument: object = None) -> Any:
        """What the other process makes of it."""
        if self._streaming:
            self._end()
        if self._apart is None:
            self._apart = self._ends.enter_context(Apart(picture.work))
        answer = self._hear(act, content, argument)
        if isinstance(answer, str):
            raise Invalid(answer)
        return answer

    def _hear(self, act: str = "", content: picture.Content = b"", argument: object = None) -> Any:
        """What is said next, after a question if there is one; who died or hung is replaced."""
        assert self._apart is not None, "somebody is there to answer"
        try:
            if isinstance(content, Path):
                self._apart.tell((act, content, argument))
            elif act:
                self._apart.tell((act, None, argument), content)
            return self._apart.hear(SECONDS, lambda: self._progress("正在处理附件"))
        except TimeoutError as error:
            self._end()
            raise Invalid(_SLOW) from error
        except EOFError as error:
            self._end()
            raise Invalid(picture.DAMAGED) from error

    def _rest(self) -> Iterator[bytes]:
        self._streaming = True
        while piece := self._hear():
            yield piece
        self._streaming = False

    def _end(self) -> None:
        self._ends.close()
        self._apart, self._streaming = None, False

    def _pieces(self, source: Source) -> Iterator[bytes]:
        """The file as it is; one that grows past the limit meanwhile is refused."""
        size = 0
        with telling(source.name), _open(source.content) as file:
            while piece := file.read(BLOCK):
                size += len(piece)
                _refuse_large(size, self._wish.most)
                self._progress("正在处理附件")
                yield piece


@contextmanager
def telling(name: str) -> Iterator[None]:
    """Turn what a foreign disk says into sentences."""
    try:
        yield
    except FileNotFoundError as error:
        raise Invalid(f"找不到“{name}”了：可能已移走，或 U 盘已拔下。请插好后再添加。") from error
    except IsADirectoryError as error:
        raise Invalid(f"“{name}”是文件夹。请用“从文件夹收入”，或选里面的文件。") from error
    except OSError as error:
        raise Invalid(
            f"“{name}”读到一半读不下去了：U 盘或手机可能已断开，或没有读取权限。请接好后再添加。"
        ) from error


def fingerprint(content: picture.Content) -> str:
    """Tells whether a file was taken in before, without reading all of it: size and both ends."""
    with _open(content) as file:
        size = file.seek(0, 2)
        file.seek(0)
        ends = file.read(_EDGE)
        file.seek(max(0, size - _EDGE))
        ends += file.read(_EDGE)
    return hashlib.sha256(b"%d " % size + ends).hexdigest()


def moment(written: str) -> datetime | None:
    """A camera's time; one without a zone is China's, one that is no time is none."""
    for shape in ("%Y:%m:%d %H:%M:%S %z", "%Y:%m:%d %H:%M:%S"):
        try:
            found = datetime.strptime(written.strip("\0 "), shape)  # noqa: DTZ007 follows below
        except ValueError:
            continue
        return found if found.tzinfo else found.replace(tzinfo=_CHINA)
    return None


def _open(content: picture.Content) -> IO[bytes]:
    if isinstance(content, bytes):
        return BytesIO(content)
    if content.exists() and not content.is_file():
        raise IsADirectoryError(content)
    return content.open("rb")


def _head(content: picture.Content, most: int) -> bytes:
    with _open(content) as file:
        head = file.read(media.HEAD)
        _refuse_large(file.seek(0, 2), most)
    return head


def _refuse_large(size: int, most: int) -> None:
    if size > most:
        raise Invalid(
            f"文件超过 {most >> 20} MB，没有收入。请分成几个文件，或降低扫描精度（200 DPI、灰度）后"
            "再添加；上限由站长在“设置→全站”里调整。"
        )


def _named(name: str, form: media.Form) -> str:
    """The name people see: its suffix tells the truth, and it fits its column."""
    stem, suffix = Path(_ODD.sub("_", name)).stem.strip(), Path(name).suffix
    if suffix.lower() not in form.suffixes:
        suffix = form.suffixes[0]
    return f"{stem[: _LONGEST_NAME - len(suffix)] or '附件'}{suffix}"
