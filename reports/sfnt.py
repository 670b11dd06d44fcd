"""The few facts printing needs of a font file: its names, whether it may be used, its widths."""

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

_FAMILY_NAMES = frozenset({1, 4, 6, 16})
_FORBIDDEN = 0x0002 | 0x0100 | 0x0200
"""Embedding flags: not at all, not as a subset, bitmaps only."""
_UNICODE = {(3, 10): 0, (0, 6): 1, (0, 4): 2, (3, 1): 3, (0, 3): 4}
"""Character maps by platform and encoding, the fullest first."""


@dataclass(frozen=True, slots=True)
class Facts:
    """One font of a file (a collection holds several); `usable` means it can be embedded here."""

    path: Path
    index: int
    names: frozenset[str]
    usable: bool


def facts(path: Path) -> list[Facts]:
    """Every font in the file; none when it cannot be read as one."""
    try:
        with path.open("rb") as file:
            return [
                Facts(path, index, _names(file, tables), _usable(file, tables))
                for index, tables in enumerate(_directories(file))
            ]
    except (OSError, struct.error, KeyError, UnicodeDecodeError):
        return []


def widths(path: Path, index: int) -> dict[str, float]:
    """Each character the font can draw, and how far it advances in bodies."""
    with path.open("rb") as file:
        tables = list(_directories(file))[index]
        body = struct.unpack(">H", _read(file, tables["head"])[18:20])[0]
        advances = _advances(file, tables)
        shared = {advance: advance / body for advance in set(advances)}
        last = len(advances) - 1
        return {
            chr(code): shared[advances[min(glyph, last)]]
            for code, glyph in _glyphs(_read(file, tables["cmap"]))
            if glyph
        }


_Tables = dict[str, tuple[int, int]]


def _directories(file: BinaryIO) -> Iterator[_Tables]:
    head = file.read(12)
    starts: tuple[int, ...] = (0,)
    if head[:4] == b"ttcf":
        (count,) = struct.unpack(">I", head[8:12])
        starts = struct.unpack(f">{count}I", file.read(4 * count))
    for start in starts:
        file.seek(start + 4)
        (count,) = struct.unpack(">H", file.read(2))
        file.seek(start + 12)
        records = struct.iter_unpack(">4sIII", file.read(16 * count))
        yield {tag.decode("latin1"): (offset, size) for tag, _sum, offset, size in records}


def _read(file: BinaryIO, place: tuple[int, int]) -> bytes:
    file.seek(place[0])
    return file.read(place[1])


def _names(file: BinaryIO, tables: _Tables) -> frozenset[str]:
    table = _read(file, tables["name"])
    _format, count, storage = struct.unpack(">HHH", table[:6])
    records = struct.iter_unpack(">6H", table[6 : 6 + 12 * count])
    return frozenset(
        table[storage + start : storage + start + size].decode(
            "utf-16-be" if platform in (0, 3) else "latin1"
        )
        for platform, _encoding, _language, kind, size, start in records
        if kind in _FAMILY_NAMES
    )


def _usable(file: BinaryIO, tables: _Tables) -> bool:
    """TrueType outlines, and an embedding flag that does not forbid it."""
    if "glyf" not in tables:
        return False
    flags = _read(file, tables["OS/2"])[8:10] if "OS/2" in tables else b"\0\0"
    return not struct.unpack(">H", flags)[0] & _FORBIDDEN


def _shorts(raw: bytes) -> tuple[int, ...]:
    return struct.unpack(f">{len(raw) // 2}H", raw)


def _advances(file: BinaryIO, tables: _Tables) -> tuple[int, ...]:
    (count,) = _shorts(_read(file, tables["hhea"])[34:36])
    return _shorts(_read(file, tables["hmtx"])[: 4 * count])[::2]


def _glyphs(cmap: bytes) -> Iterator[tuple[int, int]]:
    """Pairs of code point and glyph from the fullest character map."""
    (count,) = struct.unpack(">H", cmap[2:4])
    maps = {
        _UNICODE[platform, encoding]: offset
        for platform, encoding, offset in struct.iter_unpack(">HHI", cmap[4 : 4 + 8 * count])
        if (platform, encoding) in _UNICODE
    }
    table = cmap[maps[min(maps)] :] if maps else b"\0\0"
    kind = struct.unpack(">H", table[:2])[0]
    return {4: _segments, 12: _groups}.get(kind, _none)(table)


def _none(_table: bytes) -> Iterator[tuple[int, int]]:
    return iter(())


def _groups(table: bytes) -> Iterator[tuple[int, int]]:
    (count,) = struct.unpack(">I", table[12:16])
    for first, last, glyph in struct.iter_unpack(">III", table[16 : 16 + 12 * count]):
        yield from zip(range(first, last + 1), range(glyph, glyph + last - first + 1), strict=True)


def _segments(table: bytes) -> Iterator[tuple[int, int]]:
    count = struct.unpack(">H", table[6:8])[0] // 2
    size = 2 * count
    ends = _shorts(table[14 : 14 + size])
    starts, deltas, offsets = (
        _shorts(table[at : at + size]) for at in range(16 + size, 16 + 4 * size, size)
    )
    rest = 16 + 3 * size
    for segment, (first, last) in enumerate(zip(starts, ends, strict=True)):
        delta, offset = deltas[segment], offsets[segment]
        at = rest + 2 * segment + offset
        for code in range(first, min(last, 0xFFFE) + 1):
            place = at + 2 * (code - first)
            glyph = _shorts(table[place : place + 2])[0] if offset else code
            yield code, (glyph + delta) & 0xFFFF if glyph else 0
