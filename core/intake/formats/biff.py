"""What an .xls says beside its values: errors, hidden columns and lines, a password."""

import struct
from collections import Counter
from collections.abc import Callable, Iterator

from core.intake.formats import facts
from core.intake.formats.facts import Facts
from core.intake.sheet import MOST_COLUMNS, WRONG_FORMULA, Cell, Fault

_FORMULA, _FILEPASS, _COLUMNS, _SHEET, _ERROR, _ROW = 0x06, 0x2F, 0x7D, 0x85, 0x205, 0x208
_BEGIN, _END, _OBJECT, _NOTE = 0x809, 0x0A, 0x5D, 0x1C
_PICTURE = 8
_FOLDED = 0x20
_IS_ERROR = 2
_SHORTEST = 16
_NAMED = 6
_ERRORS = {
    0: "#NULL!",
    7: "#DIV/0!",
    15: "#VALUE!",
    23: "#REF!",
    29: "#NAME?",
    36: "#NUM!",
    42: "#N/A",
}

Record = tuple[int, bytes]


def is_locked(stream: bytes) -> bool:
    """Whether the workbook has a password."""
    kinds = (kind for kind, _ in _records(stream, 0))
    return any(kind == _FILEPASS for kind in kinds)


def read(stream: bytes) -> dict[str, Facts]:
    """What each sheet says, by its name."""
    listed = [body for kind, body in _records(stream, 0) if kind == _SHEET and len(body) > _NAMED]
    starts = {_name(body): struct.unpack_from("<I", body)[0] for body in listed}
    return {name: _sheet(stream, start) for name, start in starts.items()}


def _name(body: bytes) -> str:
    """The name of a sheet as BIFF8 writes it: its length, how wide its letters are, the letters."""
    length, wide, letters = body[_NAMED], body[_NAMED + 1] & 1, body[_NAMED + 2 :]
    encoding = "utf-16-le" if wide else "latin-1"
    return letters[: length << wide].decode(encoding, errors="replace")


def _records(stream: bytes, at: int) -> Iterator[Record]:
    """The records from `at` to the end of their part; parts within (charts) are passed over."""
    deep = 0
    while at + 4 <= len(stream):
        kind, length = struct.unpack_from("<HH", stream, at)
        deep += (kind == _BEGIN) - (kind == _END)
        if deep == 1:
            yield kind, stream[at + 4 : at + 4 + length].ljust(_SHORTEST, b"\0")
        if deep <= 0:
            return
        at += 4 + length


def _sheet(stream: bytes, start: int) -> Facts:
    cells: dict[tuple[int, int], Cell] = {}
    hidden: set[int] = set()
    counts = Counter[int]()
    for kind, body in _records(stream, start):
        if kind == _COLUMNS and body[8] & 1:
            first, last = struct.unpack_from("<HH", body)
            hidden |= set(range(first, min(last, MOST_COLUMNS) + 1))
        elif kind in _COUNTED and _COUNTED[kind](body):
            counts[kind] += 1
        elif kind in _CODES and _CODES[kind](body) is not None:
            cells[struct.unpack_from("<HH", body)] = _fault(_CODES[kind](body))
    told = facts.left(facts.unseen(counts[_ROW]))
    stays = facts.left(facts.pictures(counts[_OBJECT]), facts.comments(counts[_NOTE]))
    return Facts(cells, frozenset(hidden), told, stays)


def _fault(code: int | None) -> Fault:
    return Fault(_ERRORS.get(code or 0, "#N/A"), WRONG_FORMULA)


def _worked_out(body: bytes) -> int | None:
    """The error a formula came to, if it came to one."""
    return body[8] if body[6] == _IS_ERROR and body[12:14] == b"\xff\xff" else None


_CODES: dict[int, Callable[[bytes], int | None]] = {
    _ERROR: lambda body: body[6] if body[7] else None,
    _FORMULA: _worked_out,
}
_COUNTED: dict[int, Callable[[bytes], bool]] = {
    _ROW: lambda body: bool(body[12] & _FOLDED),
    _OBJECT: lambda body: body[4] == _PICTURE,
    _NOTE: lambda _body: True,
}
