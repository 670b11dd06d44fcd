"""Charts as pictures for Word: the neutral shapes in black on white, 300 dots an inch."""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from functools import lru_cache
from io import BytesIO
from itertools import accumulate, pairwise
from math import hypot

from PIL import Image, ImageDraw, ImageFont
from typing_extensions import override

from reports.chart import Ink, Point, Shapes, Text, hatching
from reports.drawing import OUTLINE, RISE, Drawing
from reports.fonts import Face, Shelf

DPI = 300
_FINER = 2
"""Drawn this much larger, then scaled down: smooth edges."""
_SCALE = DPI / 72 * _FINER
_WHITE = 255
_STEP = 0.5


def png(shapes: Shapes, shelf: Shelf) -> BytesIO:
    """The chart as a PNG file."""
    easel = _Easel(shapes, shelf)
    for shape in shapes.items:
        easel.draw(shape)
    width, height = easel.image.size
    small = easel.image.resize((width // _FINER, height // _FINER), Image.Resampling.LANCZOS)
    file = BytesIO()
    small.save(file, "PNG", dpi=(DPI, DPI))
    file.seek(0)
    return file


class _Easel(Drawing):
    """The picture being drawn."""

    def __init__(self, shapes: Shapes, shelf: Shelf) -> None:
        size = (round(shapes.width * _SCALE), round(shapes.height * _SCALE))
        self.image = Image.new("L", size, _WHITE)
        self._pencil = ImageDraw.Draw(self.image)
        self._shelf = shelf

    @override
    def dot(self, centre: Point, radius: float, ink: Ink) -> None:
        x, y = _at(centre)
        r = radius * _SCALE
        self._pencil.ellipse((x - r, y - r, x + r, y + r), _grey(ink))

    @override
    def write(self, text: Text) -> None:
        glyphs = self._shelf.glyphs("hei" if text.bold else "song")
        advance = text.size * _SCALE
        looks = [(letter, glyphs[letter]) for letter in text.text]
        width = sum(glyph.width for _letter, glyph in looks) * advance
        x, y = _at(text.at)
        x -= {"left": 0.0, "center": width / 2, "right": width}[text.align]
        for letter, glyph in looks:
            font = _font(glyph.face, round(advance))
            self._pencil.text((x, y + RISE * advance), letter, 0, font, anchor="ls")
            x += glyph.width * advance

    @override
    def stroke(self, points: Sequence[Point], ink: Ink, width: float) -> None:
        for piece in _dashes(points, ink.dash):
            places = [_at(point) for point in piece]
            self._pencil.line(places, _grey(ink), max(1, round(width * _SCALE)), "curve")

    @override
    def fill(self, points: Sequence[Point], ink: Ink) -> None:
        places = [_at(point) for point in points]
        if ink.hatch:
            texture = Image.new("L", self.image.size, _WHITE)
            pencil = ImageDraw.Draw(texture)
            for a, b in hatching(points, ink.hatch):
                pencil.line((_at(a), _at(b)), 0, round(OUTLINE * _SCALE))
            mask = Image.new("1", self.image.size)
            ImageDraw.Draw(mask).polygon(places, 1)
            self.image.paste(texture, mask=mask)
        else:
            self._pencil.polygon(places, _grey(ink))
        self._pencil.line([*places, places[0]], 0, round(OUTLINE * _SCALE))


@lru_cache(maxsize=16)
def _font(face: Face, size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(face.path), size, face.index)


def _dashes(points: Sequence[Point], dash: Sequence[float]) -> Iterator[list[Point]]:
    """The curve, or the pieces of it that the dashes leave."""
    if not dash:
        yield list(points)
        return
    piece: list[Point] = []
    for along, point in _walk(points):
        if _is_drawn(along % sum(dash), dash):
            piece.append(point)
            continue
        if len(piece) > 1:
            yield piece
        piece = []
    if len(piece) > 1:
        yield piece


def _is_drawn(place: float, dash: Sequence[float]) -> bool:
    """Whether the pen is down there: lengths down and up take turns."""
    return bisect_right(list(accumulate(dash)), place) % 2 == 0


def _walk(points: Sequence[Point]) -> Iterator[tuple[float, Point]]:
    """Points every half unit along the curve, and how far along they lie."""
    along = 0.0
    for (x, y), (end_x, end_y) in pairwise(points):
        length = hypot(end_x - x, end_y - y)
        steps = max(1, round(length / _STEP))
        for step in range(steps):
            part = step / steps
            yield along + part * length, (x + part * (end_x - x), y + part * (end_y - y))
        along += length


def _at(point: Point) -> Point:
    return point[0] * _SCALE, point[1] * _SCALE


def _grey(ink: Ink) -> int:
    return round(ink.grey * _WHITE)
