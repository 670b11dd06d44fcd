"""What an .xls says beside its values: errors, hidden columns and lines, a password."""

import struct
from collections import Counter
from collections.abc import Callable, Iterator, Sequence

from core.intake.formats import facts
from core.intake.formats.days import Days
from core.intake.formats.facts import Facts
from core.intake.formats.letters import UNICODE, decoded
from core.intake.sheet import MOST_COLUMNS, WRONG_FORMULA, Cell, Fault

_FORMULA, _FILEPASS, _COLUMNS, _SHEET, _ERROR, _ROW = 0x06, 0x2F, 0x7D, 0x85, 0x205, 0x208
_BEGIN, _END, _OBJECT, _NOTE = 0x809, 0x0A, 0x5D, 0x1C
_LETTERS, _SINCE_1904, _STYLE, _FORMAT = 0x42, 0x22, 0xE0, 0x41E
_NUMBER, _SHORT, _SHORTS = 0x203, 0x27E, 0xBD
_OLDER = (0x206, 0x406)
"""Formulas as Excel 3 and 4 wrote them, and others still do; the fast reader passes them over."""
_EXCEL_95 = 0x500
PAGE = struct.pack("<H", UNICODE)
"""What stands where a book names its alphabet."""
_PICTURE = 8
_FOLDED = 0x20
_IS_ERROR = 2
_SHORTEST = 16
_HUNDREDFOLD, _WHOLE = 1, 2
_NAMED = 6
_KNOWN = {*range(5, 9), *range(23, 27), *range(41, 45), *range(63, 67), *range(164, 383)}
"""The numbers of formats that the fast reader looks up; it guesses what others mean.

Those of Excel 95 it does not spell right.
"""
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
    told = list(_records(stream, 0))
    text = _reading(told)
    listed = [body for kind, body in told if kind == _SHEET]
    starts = {text(body, _NAMED, 1): struct.unpack_from("<I", body)[0] for body in listed}
    days = _days(told, text)
    return {name: _sheet(stream, start, days) for name, start in starts.items()}


def mispaged(stream: bytes) -> int | None:
    """Where a book names an alphabet other than Unicode, which the fast reader shall not see.

    It takes letters of Excel 97 for what is named there, as Excel never does, and cannot read
    letters of two bytes in a book of Excel 95.
    """
    pages = [body[:2] for kind, body in _records(stream, 0) if kind == _LETTERS]
    at = stream.find(struct.pack("<HH", _LETTERS, 2) + pages[0]) if pages else -1
    return None if at < 0 or pages[0] == PAGE else at + 4


def spelling(stream: bytes) -> Callable[[str], str]:
    """How a text of the fast reader is spelled, for whom each byte of Excel 95 is a letter."""
    told = list(_records(stream, 0))
    return str if _is_wide(told) else lambda text: decoded(_bytes(text), _page(told))


def _bytes(text: str) -> bytes:
    return text.encode("latin-1", errors="replace")


def _is_wide(told: Sequence[Record]) -> bool:
    return not any(_whole(body, 0) == _EXCEL_95 for _, body in told[:1])


def _page(told: Sequence[Record]) -> int:
    return next((_whole(body, 0) for kind, body in told if kind == _LETTERS), 0)


def _reading(told: Sequence[Record]) -> Callable[[bytes, int, int], str]:
    """How texts are read: at a place, behind a length of so many bytes, which Excel 95 has one."""
    is_wide, page = _is_wide(told), _page(told)

    def text(body: bytes, at: int, size: int) -> str:
        size = size if is_wide else 1
        length, letters = int.from_bytes(body[at : at + size], "little"), body[at + size :]
        if not is_wide:
            return decoded(letters[:length], page)
        wide = letters[0] & 1
        said = letters[1 : 1 + (length << wide)]
        return said.decode("utf-16-le" if wide else "latin-1", errors="replace")

    return text


def _days(told: Sequence[Record], text: Callable[[bytes, int, int], str]) -> Days:
    """The cells' formats that the fast reader does not look up, by the number of their style."""
    shapes = {_whole(body, 0): text(body, 2, 2) for kind, body in told if kind == _FORMAT}
    styles = enumerate(_whole(body, 2) for kind, body in told if kind == _STYLE)
    late = any(kind == _SINCE_1904 and body[0] == 1 for kind, body in told)
    own = shapes.keys() - _KNOWN if _is_wide(told) else shapes.keys()
    return Days({n: shapes[one] for n, one in styles if one in own}, late)


def _whole(body: bytes, at: int) -> int:
    return int.from_bytes(body[at : at + 2], "little")


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


def _sheet(stream: bytes, start: int, days: Days) -> Facts:
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
            cells[struct.unpack_from("<HH", body)] = fault(_CODES[kind](body))
        elif kind in _OLDER or (kind in _NUMBERS and days.shapes):
            line, place = struct.unpack_from("<HH", body)
            for across, (style, value) in enumerate(_NUMBERS[kind](body)):
                if kind in _OLDER or style in days.shapes:
                    cells[line, place + across] = days.shown(style, value)
    told = facts.left(facts.unseen(counts[_ROW]))
    stays = facts.left(facts.pictures(counts[_OBJECT]), facts.comments(counts[_NOTE]))
    return Facts(cells, frozenset(hidden), told, stays)


def fault(code: int | None) -> Fault:
    """The error behind its number."""
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


def _one(body: bytes) -> Iterator[tuple[int, float]]:
    yield struct.unpack_from("<Hd", body, 4)


def _result(body: bytes) -> Iterator[tuple[int, float]]:
    """What a formula came to, if it is a number."""
    if body[12:14] != b"\xff\xff":
        yield from _one(body)


def _short(body: bytes) -> Iterator[tuple[int, float]]:
    yield _whole(body, 4), unfolded(body[6:10])


def _shorts(body: bytes) -> Iterator[tuple[int, float]]:
    for at in range(4, len(body) - 7, 6):
        yield _whole(body, at), unfolded(body[at + 2 : at + 6])


def unfolded(four: bytes) -> float:
    """A number in four bytes: whole or the upper half of a long one, perhaps a hundred times it."""
    folded: int = struct.unpack("<i", four)[0]
    if folded & _WHOLE:
        value = float(folded >> 2)
    else:
        value = struct.unpack("<d", bytes(4) + struct.pack("<i", folded & ~3))[0]
    return value / 100 if folded & _HUNDREDFOLD else value


_NUMBERS: dict[int, Callable[[bytes], Iterator[tuple[int, float]]]] = {
    **dict.fromkeys(_OLDER, _result),
    _NUMBER: _one,
    _FORMULA: _result,
    _SHORT: _short,
    _SHORTS: _shorts,
}
