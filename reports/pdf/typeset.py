"""Breaks Chinese text into lines: punctuation at its place, words and figures whole, edges even."""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate

from reports.fonts import Face, Shelf
from reports.page import Run
from reports.paper import Type

NO_START = frozenset(
    "!),.:;?]}%°·’”…—‰℃℉、。〉》」』】〕〗〞！＂％＇），．：；？］｀｜｝～￠々〻ー"
)
NO_END = frozenset("([{‘“〈《「『【〔〖〝（［｛￥＄£$¥＃#№")
_HALVED = frozenset("、。，．；：）》」』】〕”’")
"""Full-width marks whose empty right half may be cut off at the end of a line."""
_WHOLE = re.compile(
    r"第[0-9]+号|[A-Za-z0-9*]+(?:[-./:+_@#&',=?~]+[A-Za-z0-9*]+)*[%‰℃]?|—{2,}|…{2,}|_{2,}"
    r"|\u3000+年\u3000+月\u3000+日|\u3000+时\u3000+分"
)
"""What is never taken apart: words, figures, numbers of papers, dashes, blanks, open dates."""
_LOOSEST = 0.3
"""The widest gap, in bodies, that evening out may open between two letters."""
_SLIP = 1e-6


@dataclass(frozen=True, slots=True)
class Segment:
    """Letters of one font, from `x` on, each followed by `gap` more than its own width."""

    x: float
    text: str
    face: Face
    size: float
    gap: float = 0.0
    rule: float = 0.0


@dataclass(frozen=True, slots=True)
class Line:
    """One line of text; segments are placed from the left edge of the column."""

    text: str
    width: float
    segments: tuple[Segment, ...]

    def shifted(self, x: float) -> "Line":
        """The same line, further to the right."""
        moved = tuple(replace(segment, x=segment.x + x) for segment in self.segments)
        return replace(self, width=self.width + x, segments=moved)


@dataclass(frozen=True, slots=True)
class Setting:
    """How a paragraph is set: its type, the column, the room before its first line."""

    type: Type
    width: float
    indent: float = 0.0
    even: bool = False


def set_lines(runs: Sequence[Run], setting: Setting, shelf: Shelf) -> list[Line]:
    """The paragraph in lines of at most the column's width; an empty one has one empty line."""
    text = "".join(run.text for run in runs)
    if not text:
        return [Line("", 0.0, ())]
    short = _short(runs[0], setting, shelf) if len(runs) == 1 else None
    return [short] if short else list(_Measured(text, runs, setting, shelf).lines())


def breadth(text: str, kind: Type, shelf: Shelf) -> float:
    """How wide the text is on one line."""
    glyphs = shelf.glyphs(kind.role)
    return sum(glyphs[letter].width for letter in text) * kind.size + kind.tracking * len(text)


class _Measured:
    """A paragraph with the width and the right to break before each of its letters."""

    def __init__(self, text: str, runs: Sequence[Run], setting: Setting, shelf: Shelf) -> None:
        self.text, self.setting = text, setting
        kind = setting.type
        looks = [
            (shelf.glyphs(run.role or kind.role)[letter], run.underline)
            for run in runs
            for letter in run.text
        ]
        self.faces = [(glyph.face, underline) for glyph, underline in looks]
        self.widths = [glyph.width * kind.size + kind.tracking for glyph, _underline in looks]
        self.ends = [0.0, *accumulate(self.widths)]
        self.inside = _inside(text)

    def lines(self) -> Iterator[Line]:
        """Line after line, each as full as the rules allow."""
        start, indent = 0, self.setting.indent
        while start < len(self.text):
            end, last = self._end(start, self.setting.width - indent)
            yield self._line(start, end, indent, last=last)
            start, indent = self._skip(end), 0.0

    def _end(self, start: int, room: float) -> tuple[int, bool]:
        """Where the line beginning at `start` ends, and whether the paragraph ends there too."""
        reach = bisect_right(self.ends, self.ends[start] + room + _SLIP) - 1
        if reach < len(self.text) and self._fits_halved(start, reach, room):
            reach += 1
        reach = max(reach, start + 1)
        if self._skip(reach) >= len(self.text):
            return reach, True
        return self._break(start, reach), False

    def _fits_halved(self, start: int, reach: int, room: float) -> bool:
        """Whether the mark that would overflow fits with its empty half cut off."""
        used = self.ends[reach] - self.ends[start]
        return self.text[reach] in _HALVED and used + self.widths[reach] / 2 <= room + _SLIP

    def _break(self, start: int, reach: int) -> int:
        """The last lawful place to break at or before `reach`; else inside a word; else there."""
        places = range(reach, start, -1)
        lawful = (place for place in places if not self.inside[place] and self._parts(place))
        split = (place for place in places if self._parts(place))
        return next(lawful, next(split, reach))

    def _parts(self, place: int) -> bool:
        """Whether punctuation lets a line end before this letter."""
        return self.text[place] not in NO_START and self.text[place - 1] not in NO_END

    def _skip(self, place: int) -> int:
        """The first letter from `place` on that is not a space."""
        while place < len(self.text) and self.text[place] == " ":
            place += 1
        return place

    def _line(self, start: int, end: int, indent: float, *, last: bool) -> Line:
        stop = start + len(self.text[start:end].rstrip(" ")) or end
        room = self.setting.width - indent
        width = self.ends[stop] - self.ends[start]
        if width > room + _SLIP and self.text[stop - 1] in _HALVED:
            width -= self.widths[stop - 1] / 2
        gap = 0.0 if last or not self.setting.even else self._gap(start, stop, room - width)
        segments = tuple(self._segments(start, stop, indent, gap))
        return Line(self.text[start:stop], indent + (room if gap else width), segments)

    def _gap(self, start: int, stop: int, slack: float) -> float:
        """What goes between two letters so that the line ends at the edge; words stay tight."""
        joints = sum(not inside for inside in self.inside[start + 1 : stop])
        gap = slack / joints if joints else 0.0
        return gap if 0 < gap <= _LOOSEST * self.setting.type.size else 0.0

    def _segments(self, start: int, stop: int, x: float, gap: float) -> Iterator[Segment]:
        """The line cut where font, rule or spacing changes."""
        kind = self.setting.type
        first, begin = start, x
        for place in range(start, stop):
            spacing = 0.0 if self.inside[place + 1] else gap
            x += self.widths[place] + spacing
            if place + 1 == stop or not self._alike(place, gap):
                face, underline = self.faces[place]
                rule = x - begin if underline else 0.0
                text = self.text[first : place + 1]
                yield Segment(begin, text, face, kind.size, kind.tracking + spacing, rule)
                first, begin = place + 1, x

    def _alike(self, place: int, gap: float) -> bool:
        """Whether the next letter goes on in the same font with the same spacing."""
        same = not gap or self.inside[place + 1] == self.inside[place + 2]
        return same and self.faces[place] == self.faces[place + 1]


def _short(run: Run, setting: Setting, shelf: Shelf) -> Line | None:
    """The text as one line of one font, if it is that short and plain: most cells of a list are."""
    kind = setting.type
    glyphs = shelf.glyphs(run.role or kind.role)
    looks = [glyphs[letter] for letter in run.text]
    width = sum(glyph.width for glyph in looks) * kind.size + kind.tracking * len(looks)
    face = looks[0].face
    if width > setting.width - setting.indent or any(glyph.face is not face for glyph in looks):
        return None
    rule = width if run.underline else 0.0
    segment = Segment(setting.indent, run.text, face, kind.size, kind.tracking, rule)
    return Line(run.text, setting.indent + width, (segment,))


def _inside(text: str) -> list[bool]:
    """For each letter whether it stands within a word or figure, not at its beginning."""
    inside = [False] * (len(text) + 2)
    for match in _WHOLE.finditer(text):
        inside[match.start() + 1 : match.end()] = [True] * (match.end() - match.start() - 1)
    return inside
