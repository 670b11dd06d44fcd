"""The container of .xls, .doc and of workbooks with a password: which streams stand at its root."""

import struct
from collections.abc import Container, Iterator
from itertools import islice

_FREE = 0xFFFFFFFA
_HEADER = 512
_ENTRY = 128
_SMALLEST, _LARGEST = 6, 12
_IN_HEADER = 109
_NONE = 0xFFFFFFFF


class Compound:
    """A container's directory; what is broken in it is as if it were not there."""

    def __init__(self, content: bytes) -> None:
        self._content = content
        self._entries: dict[str, bytes] = {}
        self._rooted: dict[int, bytes] = {}
        self._directory = b""
        if len(content) < _HEADER:
            return
        self._size, self._small = (_power(content, at) for at in (30, 32))
        start, self._cutoff, small = (
            struct.unpack_from("<I", content, at)[0] for at in (48, 56, 60)
        )
        self._next = self._table(self._fat())
        self._directory = self._chain(start)
        self._next_small = self._table(list(self._follow(small, self._next)))
        self._start = start
        self._rooted = dict(self._root())
        self._entries = {_name(one): one for one in self._rooted.values()}

    @property
    def names(self) -> frozenset[str]:
        """What stands at the root."""
        return frozenset(self._entries)

    def stream(self, name: str) -> bytes:
        """The content of a stream at the root; empty where there is none."""
        entry = self._entries.get(name)
        if entry is None:
            return b""
        start, size = struct.unpack_from("<II", entry, 116)
        if size >= self._cutoff:
            return self._chain(start)[:size]
        inner = self._chain(struct.unpack_from("<I", self._directory, 116)[0])
        pieces = (one * self._small for one in self._follow(start, self._next_small))
        return b"".join(inner[at : at + self._small] for at in pieces)[:size]

    def place(self, name: str, at: int) -> int | None:
        """Where in the file a byte of a stream at the root stands."""
        start, size = struct.unpack_from("<II", self._entries[name], 116)
        if size >= self._cutoff:
            return self._place(start, at)
        small = next(islice(self._follow(start, self._next_small), at // self._small, None), None)
        if small is None:
            return None
        inner = struct.unpack_from("<I", self._directory, 116)[0]
        return self._place(inner, small * self._small + at % self._small)

    def within(self, names: Container[str]) -> Iterator[int]:
        """Where in the file the names of those streams stand that lie deeper than the root."""
        for number in range(len(self._directory) // _ENTRY):
            at = number * _ENTRY
            if number not in self._rooted and _name(self._directory[at : at + _ENTRY]) in names:
                place = self._place(self._start, at)
                assert place is not None, "it was read there"
                yield place

    def _place(self, start: int, at: int) -> int | None:
        sector = next(islice(self._follow(start, self._next), at // self._size, None), None)
        return None if sector is None else (sector + 1) * self._size + at % self._size

    def _fat(self) -> list[int]:
        """The sectors that hold the table of sectors."""
        listed = list(struct.unpack_from(f"<{_IN_HEADER}I", self._content, 76))
        more = struct.unpack_from("<I", self._content, 68)[0]
        seen: set[int] = set()
        while more < _FREE and more not in seen:
            seen.add(more)
            sector = self._sector(more)
            if len(sector) < self._size:
                break
            *further, more = struct.unpack(f"<{self._size // 4}I", sector)
            listed += further
        return [one for one in listed if one < _FREE]

    def _table(self, sectors: list[int]) -> tuple[int, ...]:
        whole = b"".join(map(self._sector, sectors))
        return struct.unpack(f"<{len(whole) // 4}I", whole[: len(whole) // 4 * 4])

    def _sector(self, number: int) -> bytes:
        start = (number + 1) * self._size
        return self._content[start : start + self._size]

    def _follow(self, start: int, following: tuple[int, ...]) -> Iterator[int]:
        """The sectors of a chain; one that bites its own tail ends there."""
        seen: set[int] = set()
        while start < len(following) and start not in seen:
            seen.add(start)
            yield start
            start = following[start]

    def _chain(self, start: int) -> bytes:
        return b"".join(map(self._sector, self._follow(start, self._next)))

    def _root(self) -> Iterator[tuple[int, bytes]]:
        """The entries right below the root by number, not those of what is embedded in them."""
        entries = self._directory
        if len(entries) < _ENTRY:
            return
        ahead = [struct.unpack_from("<I", entries, 76)[0]]
        seen: set[int] = set()
        while ahead:
            at = ahead.pop()
            entry = entries[at * _ENTRY : (at + 1) * _ENTRY] if at < _NONE else b""
            if at in seen or len(entry) < _ENTRY:
                continue
            seen.add(at)
            ahead += struct.unpack_from("<II", entry, 68)
            yield at, entry


def _power(content: bytes, at: int) -> int:
    """The size of a sector, told as a power of two; a broken one is made a possible one."""
    told: int = struct.unpack_from("<H", content, at)[0]
    return 1 << max(_SMALLEST, min(told, _LARGEST))


def _name(entry: bytes) -> str:
    length = max(0, min(struct.unpack_from("<H", entry, 64)[0] - 2, 62))
    return entry[:length].decode("utf-16-le", errors="replace")
