"""The tar stream inside a package, in the one spelling that is written and read."""

import tarfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from core.intake.wire.refused import Code, Refused

END = bytes(1024)

_BLOCK = 512


@dataclass(frozen=True, slots=True)
class Member:
    """One file of the stream; its chunks must be taken before the next member is."""

    name: str
    size: int
    chunks: Iterator[bytes]

    def content(self, ceiling: int) -> bytes:
        """The whole member, refused before anything is held if it is longer than `ceiling`."""
        if self.size > ceiling:
            raise _broken()
        return b"".join(self.chunks)


def header(name: str, size: int) -> bytes:
    """The block before a member: nothing but its name and its length."""
    entry = tarfile.TarInfo(name)
    entry.size = size
    return entry.tobuf(tarfile.GNU_FORMAT, "ascii", "strict")


def padding(size: int) -> bytes:
    """What fills a member up to whole blocks."""
    return bytes(-size % _BLOCK)


def members(chunks: Iterable[bytes]) -> Iterator[Member]:
    """The members of a stream; any other spelling, cut or addition is refused."""
    stream = _Stream(chunks)
    while any(block := stream.exactly(_BLOCK)):
        name, size = _described(block)
        rest = stream.pieces(size)
        yield Member(name, size, rest)
        for _ in rest:
            pass
        if any(stream.exactly(-size % _BLOCK)):
            raise _broken()
    if any(stream.exactly(len(END) - _BLOCK)) or stream.some(1):
        raise _broken()


def _described(block: bytes) -> tuple[str, int]:
    try:
        entry = tarfile.TarInfo.frombuf(block, "ascii", "strict")
    except (ValueError, tarfile.HeaderError):
        raise _broken() from None
    if entry.size < 0 or header(entry.name, entry.size) != block:
        raise _broken()
    return entry.name, entry.size


def _broken() -> Refused:
    text = "数据包内部结构不完整，请发送单位重新生成数据包。"
    return Refused(Code.INCOMPLETE, text)


class _Stream:
    """Chunks of any length, taken in the lengths the archive needs."""

    def __init__(self, chunks: Iterable[bytes]) -> None:
        self._chunks = iter(chunks)
        self._rest = b""
        self._at = 0

    def some(self, most: int) -> bytes:
        """Up to `most` bytes; none at the end of the stream."""
        while self._at == len(self._rest):
            chunk = next(self._chunks, None)
            if chunk is None:
                return b""
            self._rest, self._at = chunk, 0
        taken = self._rest[self._at : self._at + most]
        self._at += len(taken)
        return taken

    def pieces(self, size: int) -> Iterator[bytes]:
        while size:
            piece = self.some(size)
            if not piece:
                raise _broken()
            size -= len(piece)
            yield piece

    def exactly(self, size: int) -> bytes:
        return b"".join(self.pieces(size))
