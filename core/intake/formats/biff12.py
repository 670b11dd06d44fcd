"""What an .xlsb says beside its values: errors, days in formats of its own, what is hidden."""

import struct
import zipfile
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from core.intake.formats import biff, facts, ooxml
from core.intake.formats.days import Days
from core.intake.formats.facts import Facts
from core.intake.sheet import MOST_COLUMNS, Cell, Met

_BOOK, _STYLES = "xl/workbook.bin", "xl/styles.bin"
_ROW, _COLUMNS, _SHEET, _PROPERTIES = 0, 60, 156, 153
_FORMAT, _STYLE, _BEGIN, _END = 44, 47, 617, 618
_ERRORS = (3, 11)
_FOLDED = 0x10
_SHORTEST = 20
_LEAST = 14
"""So many bytes a cell takes that holds anything."""

Record = tuple[int, bytes]


def read(path: Path, met: Met) -> dict[str, Facts]:
    """What each sheet says, by its name; `met` hears how many cells there may be."""
    with zipfile.ZipFile(path) as archive:
        book = list(_records(ooxml.part(archive, _BOOK)))
        days = _days(book, _records(ooxml.part(archive, _STYLES)))
        targets = ooxml.targets(archive, _BOOK)
        listed = dict(_named(body) for kind, body in book if kind == _SHEET)
        return {name: _sheet(archive, targets.get(one), days, met) for name, one in listed.items()}


def _records(content: bytes) -> Iterator[Record]:
    at, end = 0, len(content) - 1
    while at < end:
        kind, at = content[at], at + 1
        if kind & 0x80:
            kind, at = kind & 0x7F | content[at] << 7, at + 1
        size = shift = 0
        more = True
        while more and at <= end:
            size |= (content[at] & 0x7F) << shift
            more = bool(content[at] & 0x80)
            shift, at = shift + 7, at + 1
        yield kind, content[at : at + size].ljust(_SHORTEST, b"\0")
        at += size


def _text(body: bytes, at: int) -> tuple[str, int]:
    """A text behind its length, and where it ends."""
    end = at + 4 + 2 * _whole(body, at)
    return body[at + 4 : end].decode("utf-16-le", errors="replace"), end


def _whole(body: bytes, at: int) -> int:
    return int.from_bytes(body[at : at + 4], "little")


def _named(body: bytes) -> tuple[str, str]:
    relation, end = _text(body, 8)
    return _text(body, end)[0], relation


def _days(book: Iterable[Record], styles: Iterable[Record]) -> Days:
    """The formats a book brings along, by the number of their style."""
    late = any(kind == _PROPERTIES and body[0] & 1 for kind, body in book)
    shapes: dict[int, str] = {}
    used: list[int] = []
    is_used = False
    for kind, body in styles:
        is_used = kind == _BEGIN or (is_used and kind != _END)
        if kind == _FORMAT:
            shapes[_whole(body, 0) & 0xFFFF] = _text(body, 2)[0]
        elif kind == _STYLE and is_used:
            used.append(_whole(body, 2) & 0xFFFF)
    return Days({n: shapes[one] for n, one in enumerate(used) if one in shapes}, late)


def _sheet(archive: zipfile.ZipFile, part: str | None, days: Days, met: Met) -> Facts:
    content = ooxml.part(archive, part)
    met(len(content) // _LEAST)
    cells: dict[tuple[int, int], Cell] = {}
    hidden: set[int] = set()
    folded = line = 0
    for kind, body in _records(content):
        if kind == _ROW:
            line, folded = _whole(body, 0), folded + bool(body[11] & _FOLDED)
        elif kind in _ERRORS:
            cells[line, _whole(body, 0)] = biff.fault(body[8])
        elif kind in _NUMBERS and _style(body) in days.shapes:
            cells[line, _whole(body, 0)] = days.shown(_style(body), _NUMBERS[kind](body))
        elif kind == _COLUMNS and body[16] & 1:
            hidden |= set(range(_whole(body, 0), min(_whole(body, 4), MOST_COLUMNS) + 1))
    afloat = ooxml.afloat(archive, ooxml.targets(archive, part or ""))
    told, stays = facts.unseen(folded), facts.pictures(len(afloat), afloat)
    return Facts(cells, frozenset(hidden), facts.left(told), facts.left(stays))


def _style(body: bytes) -> int:
    return int.from_bytes(body[4:7], "little")


def _long(body: bytes) -> float:
    value: float = struct.unpack_from("<d", body, 8)[0]
    return value


_NUMBERS: dict[int, Callable[[bytes], float]] = {
    2: lambda body: biff.unfolded(body[8:12]),
    5: _long,
    9: _long,
}
"""A short number, a long one, and one a formula came to."""
