"""How a list is fitted to paper: how wide its columns are, which of its rows stay together."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from unicodedata import east_asian_width

NARROWEST, WIDEST, UNBROKEN = 4, 36, 8
_TIGHT = 4
_FIGURE = 1.1
_LOW = 2
_FEW = 4
_BARGAIN = 0.3
"""A column is given all it wants where that takes no more than such a part of the room left."""


@dataclass(frozen=True, slots=True)
class Texts:
    """One column: its head, the breadths of its lines, the most it takes, whether they break."""

    head: str
    lines: Sequence[float]
    most: float = WIDEST
    breaks: bool = True

    def wanted(self) -> float:
        """How wide it would be if nothing stood beside it."""
        longest = max(max(self.lines, default=0), min(breadth(self.head), UNBROKEN))
        return max(NARROWEST, min(longest, max(self.most, UNBROKEN)))

    def beyond(self, least: float) -> float:
        """How much of its texts does not fit into that."""
        return sum(line - least for line in self.lines if line > least)


def widths(columns: Sequence[Texts], room: float, padding: float) -> list[float]:
    """The widths, padding counted, in letters.

    Days, amounts and short words stay whole; the room they leave goes where most is said.
    """
    room -= padding * len(columns)
    most = [one.wanted() for one in columns]
    least = _least(columns, most, UNBROKEN)
    if sum(least) > room:
        least = _least(columns, most, _TIGHT)
    beyond = [one.beyond(low) for one, low in zip(columns, least, strict=True)]
    gaps = [high - low for high, low in zip(most, least, strict=True)]
    shares = _shared(gaps, beyond, max(0.0, room - sum(least)))
    return [low + share + padding for low, share in zip(least, shares, strict=True)]


def _least(columns: Sequence[Texts], most: Sequence[float], unbroken: float) -> list[float]:
    return [
        min(high, unbroken) if one.breaks else high for one, high in zip(columns, most, strict=True)
    ]


def _shared(gaps: Sequence[float], beyond: Sequence[float], spare: float) -> list[float]:
    """Small gaps are closed first; then each gets by how much it has to say, none more than all."""
    shares = [0.0] * len(gaps)
    places = sorted((place for place, gap in enumerate(gaps) if gap > 0), key=gaps.__getitem__)
    weight = sum(beyond[place] for place in places)
    for place in sorted(places, key=lambda one: (gaps[one] > _BARGAIN * spare, gaps[one])):
        fair = spare * beyond[place] / weight if weight else spare
        shares[place] = gaps[place] if gaps[place] <= _BARGAIN * spare else min(gaps[place], fair)
        spare -= shares[place]
        weight -= beyond[place]
    return shares


def breadth(text: str) -> float:
    """How wide a text is in Latin letters; a Han character takes two, a figure a little more."""
    return sum(map(_letter, text))


@cache
def _letter(char: str) -> float:
    if east_asian_width(char) in "WF":
        return 2.0
    return _FIGURE if char.isdigit() else 1.0


def breadths(texts: Iterable[str]) -> list[float]:
    """How wide each line of many texts is."""
    return [breadth(line) for text in texts for line in text.splitlines()]


def lasting(rows: Iterable[Sequence[str]]) -> Iterator[tuple[Sequence[str], bool]]:
    """Each row, and whether it is the last one; no more than one row is held."""
    waiting = iter(rows)
    held = next(waiting, None)
    while held is not None:
        following = next(waiting, None)
        yield held, following is None
        held = following


def together(lines: int) -> Iterator[bool]:
    """For each of some empty lines to write on, whether it stays with the next: a few do."""
    return (lines <= _FEW and number < lines for number in range(1, lines + 1))


def in_the_middle(text: str, lines: int) -> bool:
    """Whether a text stands in the middle of its box; in a high one people write on below it."""
    return lines == 1 or (lines <= _LOW and bool(text))
