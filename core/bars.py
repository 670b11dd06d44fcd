"""The bars at the foot of a printed paper: which file, which paper; no name of anybody.

Interleaved 2 of 5, twelve digits and two that check them: a copier's scan is read line by line.
"""

import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from core import checks

KINDS = (
    "application",
    "acceptance_register",
    "acceptance_notice",
    "rights_notice",
    "authorisation",
    "invitation",
    "investigation",
    "evidence",
    "mediation_record",
    "extension",
    "suspension",
    "recusal",
    "risk_report",
    "transfer",
    "mediation_agreement",
    "oral_register",
    "end_notice",
    "refusal_notice",
    "withdrawal",
    "performance_proof",
    "follow_up",
    "confirmation",
    "closing_report",
    "file_note",
    "cover",
    "contents",
    "back_cover",
    "paper_only",
)
"""Papers by their two digits: only ever added to, since paper lives long."""

NARROW, WIDE = 2, 5
_DIGITS = ("nnwwn", "wnnnw", "nwnnw", "wwnnn", "nnwnw", "wnwnn", "nwwnn", "nnnww", "wnnwn", "nwnwn")
_READ = {pattern: str(digit) for digit, pattern in enumerate(_DIGITS)}
_START, _STOP = (NARROW,) * 4, (WIDE, NARROW, NARROW)
_LENGTH = 14
_RUNS = len(_START) + 5 * _LENGTH + len(_STOP)
_MODULUS = 97
_WORDS = 1000
_SEQUENCES = 100_000
_CONTRAST = 60
_EVEN, _APART = 2.0, 1.3
"""How unlike the bars of a start may be; how much wider a wide bar is at least."""


@dataclass(frozen=True, slots=True)
class Mark:
    """What the bars say: the year and sequence of a file, a check on its word, the paper."""

    year: int
    sequence: int
    word: int
    kind: str

    def fits(self, number: str) -> bool:
        """Whether a file number is the one that was printed."""
        return digits(number, self.kind)[:10] == _text(self)[:10] if number else False


def digits(number: str, kind: str) -> str:
    """The digits of a paper; none where its file has no number of the usual form."""
    known = checks.parse_case_number(number)
    if known is None or kind not in KINDS or known.sequence >= _SEQUENCES:
        return ""
    word = zlib.crc32(known.word.encode()) % _WORDS
    return _text(Mark(known.year % 100, known.sequence, word, kind))


def runs(text: str) -> tuple[int, ...]:
    """Widths of bar, space, bar, … in half of a narrow bar."""
    widths = [*_START]
    for bars, spaces in zip(text[::2], text[1::2], strict=True):
        for bar, space in zip(_DIGITS[int(bars)], _DIGITS[int(spaces)], strict=True):
            widths += (WIDE if bar == "w" else NARROW, WIDE if space == "w" else NARROW)
    return (*widths, *_STOP)


def read(line: bytes) -> Mark | None:
    """What one line of a scan (a byte of brightness a dot) says, in either direction."""
    low, high = min(line, default=0), max(line, default=0)
    if high - low < _CONTRAST:
        return None
    middle = (low + high) // 2
    found = [(dark, len(list(dots))) for dark, dots in groupby(dot < middle for dot in line)]
    for way in (found, found[::-1]):
        for start in range(len(way) - _RUNS + 1):
            if way[start][0]:
                mark = _mark([width for _dark, width in way[start : start + _RUNS]])
                if mark is not None:
                    return mark
    return None


def _text(mark: Mark) -> str:
    payload = f"{mark.year:02}{mark.sequence:05}{mark.word:03}{KINDS.index(mark.kind):02}"
    return f"{payload}{_MODULUS - int(payload) % _MODULUS:02}"


def _mark(widths: Sequence[int]) -> Mark | None:
    if max(widths[:4]) > _EVEN * min(widths[:4]):
        return None
    read_digits = "".join(_digits(widths[4 : -len(_STOP)]))
    if len(read_digits) != _LENGTH:
        return None
    kind = int(read_digits[10:12])
    if kind >= len(KINDS):
        return None
    year, sequence, word = read_digits[:2], read_digits[2:7], read_digits[7:10]
    mark = Mark(int(year), int(sequence), int(word), KINDS[kind])
    return mark if _text(mark) == read_digits else None


def _digits(widths: Sequence[int]) -> Iterator[str]:
    """Digits as long as they can be read: five bars are one, the spaces between them the next."""
    for place in range(0, len(widths), 10):
        pair = widths[place : place + 10]
        for five in (pair[::2], pair[1::2]):
            digit = _digit(five)
            if digit is None:
                return
            yield digit


def _digit(five: Sequence[int]) -> str | None:
    ordered = sorted(five)
    if ordered[3] < _APART * ordered[2]:
        return None
    return _READ.get("".join("w" if one >= ordered[3] else "n" for one in five))
