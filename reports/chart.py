"""Figures turned into neutral shapes, painted alike by the window, PDF and Word.

Origin at the upper left, y downwards, one unit a point. Colours are names of tokens; on paper,
which is black on white, `PRINT_INK` gives each a grey and a texture.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise
from math import cos, radians, sin
from typing import Literal

Number = int | float | Decimal
Point = tuple[float, float]
Hatch = Literal["", "/", "\\", "-", "x", "."]

_PITCH = 2.5
_DOT = 0.9

CLASSES = 6
REST = "其他"
EMPTY = "没有数据"


@dataclass(frozen=True, slots=True)
class Ink:
    """A colour on paper: its grey, the texture of its areas, the dashes of its lines."""

    grey: float = 0.0
    hatch: Hatch = ""
    dash: tuple[float, ...] = ()


PRINT_INK = {
    "ink": Ink(),
    "ink2": Ink(),
    "ink3": Ink(),
    "line": Ink(0.75),
    "surface": Ink(1.0),
    "c1": Ink(0.2),
    "c2": Ink(0.0, "/", (5, 2)),
    "c3": Ink(0.0, ".", (1, 2)),
    "c4": Ink(0.0, "x", (7, 2, 1, 2)),
    "c5": Ink(0.0, "-", (3, 3)),
    "c6": Ink(0.0, "\\", (8, 3)),
}


@dataclass(frozen=True, slots=True)
class Line:
    """A straight rule."""

    start: Point
    end: Point
    colour: str
    width: float = 1.0


@dataclass(frozen=True, slots=True)
class Polyline:
    """A curve, sampled finely enough to be drawn as straight pieces."""

    points: tuple[Point, ...]
    colour: str
    width: float = 2.0


@dataclass(frozen=True, slots=True)
class Area:
    """What lies under a curve: a faint tint on screen, nothing on paper."""

    points: tuple[Point, ...]
    colour: str


@dataclass(frozen=True, slots=True)
class Rect:
    """A bar or a key; `tip` is said when the pointer rests on it."""

    x: float
    y: float
    width: float
    height: float
    colour: str
    radius: float = 0.0
    tip: str = ""

    def outline(self) -> tuple[Point, ...]:
        """Its corners."""
        right, foot = self.x + self.width, self.y + self.height
        return (self.x, self.y), (right, self.y), (right, foot), (self.x, foot)


@dataclass(frozen=True, slots=True)
class Arc:
    """A piece of a ring; degrees clockwise from twelve o'clock, `radius` to the outer edge."""

    centre: Point
    radius: float
    thickness: float
    start: float
    sweep: float
    colour: str
    tip: str = ""

    def outline(self) -> tuple[Point, ...]:
        """Its edge as a polygon."""
        steps = max(1, round(self.sweep / 2))
        turns = [self.start + self.sweep * step / steps for step in range(steps + 1)]
        outer = [self._at(self.radius, turn) for turn in turns]
        inner = [self._at(self.radius - self.thickness, turn) for turn in reversed(turns)]
        return (*outer, *inner)

    def _at(self, radius: float, turn: float) -> Point:
        angle = radians(turn)
        return self.centre[0] + radius * sin(angle), self.centre[1] - radius * cos(angle)


@dataclass(frozen=True, slots=True)
class Dot:
    """A point of a curve."""

    centre: Point
    radius: float
    colour: str
    tip: str = ""


@dataclass(frozen=True, slots=True)
class Text:
    """Words beside a shape; `at` is the middle of their height, at their left, centre or right."""

    at: Point
    text: str
    size: float = 10.0
    colour: str = "ink"
    align: Literal["left", "center", "right"] = "left"
    bold: bool = False


Shape = Line | Polyline | Area | Rect | Arc | Dot | Text


@dataclass(frozen=True, slots=True)
class Shapes:
    """A finished chart; `description` says in words what it shows, figures included."""

    width: float
    height: float
    items: tuple[Shape, ...]
    description: str

    def texts(self) -> Iterator[str]:
        """The words in the picture, in drawing order."""
        return (item.text for item in self.items if isinstance(item, Text))


@dataclass(frozen=True, slots=True)
class Series:
    """One line of a line chart: a value for each label."""

    name: str
    values: tuple[Number, ...]


def hatching(points: Sequence[Point], hatch: Hatch) -> Iterator[tuple[Point, Point]]:
    """The lines of a texture over the box around the points; the painter clips them."""
    left, top = min(x for x, _y in points), min(y for _x, y in points)
    right, foot = max(x for x, _y in points), max(y for _x, y in points)
    down = foot - top
    if hatch in {"/", "x"}:
        yield from (((x, foot), (x + down, top)) for x in _steps(left - down, right))
    if hatch in {"\\", "x"}:
        yield from (((x, top), (x + down, foot)) for x in _steps(left - down, right))
    if hatch == "-":
        yield from (((left, y), (right, y)) for y in _steps(top, foot))
    if hatch == ".":
        grid = ((x, y) for y in _steps(top, foot) for x in _steps(left, right))
        yield from (((x, y), (x + _DOT, y)) for x, y in grid)


def _steps(start: float, end: float) -> Iterator[float]:
    return (start + _PITCH * step for step in range(1, int((end - start) / _PITCH) + 1))


def number(value: Number) -> str:
    """A figure as it is written: whole, or with two decimals."""
    return f"{value:,}" if isinstance(value, int) else f"{value:,.2f}"


def gathered(items: Iterable[tuple[str, Number]], limit: int = CLASSES) -> list[tuple[str, Number]]:
    """At most `limit` classes: the first ones, and the sum of the others as 其他."""
    listed = list(items)
    if len(listed) <= limit:
        return listed
    rest = sum((value for _name, value in listed[limit - 1 :]), start=type(listed[0][1])(0))
    return [*listed[: limit - 1], (REST, rest)]


def bars(
    items: Iterable[tuple[str, Number]],
    size: Point = (460, 200),
    unit: str = "件",
    limit: int = CLASSES,
) -> Shapes:
    """Horizontal bars in the order given, each with its name before and its figure behind it."""
    width, height = size
    listed = gathered(items, limit)
    top = max((value for _name, value in listed), default=0)
    if not top:
        return _nothing(size)
    names = max(_breadth(name, 10) for name, _value in listed) + 8
    tails = max(_breadth(f"{number(value)} {unit}", 10) for _name, value in listed) + 8
    pitch = height / len(listed)
    thick = min(14.0, pitch * 0.55)
    shapes: list[Shape] = []
    for row, (name, value) in enumerate(listed):
        middle = pitch * (row + 0.5)
        length = (width - names - tails) * float(value) / float(top)
        said = f"{number(value)} {unit}"
        shapes += [
            Text((0, middle), name),
            Rect(names, middle - thick / 2, length, thick, "c1", 2, f"{name} {said}"),
            Text((names + length + 6, middle), said),
        ]
    return Shapes(width, height, tuple(shapes), _said(listed, unit))


def ring(items: Iterable[tuple[str, Number]], size: Point = (460, 170), unit: str = "件") -> Shapes:
    """Shares of a whole, largest first: a ring with the sum inside and a list beside it."""
    width, height = size
    listed = gathered(sorted(items, key=lambda item: -item[1]))
    listed = [(name, value) for name, value in listed if value]
    total = sum(value for _name, value in listed)
    if not total:
        return _nothing(size)
    radius = height / 2 - 4
    centre = (radius + 4, height / 2)
    start, shapes = 0.0, list[Shape]()
    for colour, (name, value) in enumerate(listed, 1):
        sweep = 360 * float(value) / float(total)
        tip = f"{name} {number(value)} {unit}"
        shapes.append(Arc(centre, radius, radius * 0.36, start, sweep, f"c{colour}", tip))
        start += sweep
    shapes += [
        Text((centre[0], centre[1] - 6), number(total), radius * 0.28, "ink", "center", bold=True),
        Text((centre[0], centre[1] + radius * 0.24), unit, 10, "ink3", "center"),
    ]
    shapes += _key(listed, (2 * radius + 36, width), height, unit)
    return Shapes(width, height, tuple(shapes), _said(listed, unit))


def lines(
    labels: Sequence[str],
    series: Iterable[Series],
    size: Point = (460, 200),
    unit: str = "件",
) -> Shapes:
    """One smooth line per series over the labels (months, weeks), named directly at its key."""
    listed = _series(series)
    top = _ceiling(max((float(v) for one in listed for v in one.values), default=0))
    if not top:
        return _nothing(size)
    plot = _Plot(size, len(labels), top, _breadth(number(round(top)), 9) + 8)
    shapes = [*_scale(plot), *_ticks(plot, labels)]
    for colour, one in enumerate(listed, 1):
        shapes += _curve(plot, one, f"c{colour}", labels, unit)
    shapes += _names(plot, listed)
    told = "；".join(
        f"{one.name}：{_said(list(zip(labels, one.values, strict=True)), unit)}" for one in listed
    )
    return Shapes(*size, tuple(shapes), told)


@dataclass(frozen=True, slots=True)
class _Plot:
    """Where the values of a line chart lie."""

    size: Point
    count: int
    top: float
    left: float

    def at(self, index: int, value: float) -> Point:
        """The place of one value."""
        head, foot = 24.0, self.size[1] - 20
        step = (self.size[0] - self.left - 16) / max(1, self.count - 1)
        return self.left + 8 + index * step, foot - (foot - head) * value / self.top


def _scale(plot: _Plot) -> Iterator[Shape]:
    for part in range(4):
        value = plot.top * part / 3
        y = plot.at(0, value)[1]
        yield Line((plot.left, y), (plot.size[0], y), "ink3" if part == 0 else "line", 0.6)
        yield Text((plot.left - 6, y), number(round(value)), 9, "ink3", "right")


def _ticks(plot: _Plot, labels: Sequence[str]) -> Iterator[Shape]:
    for index, label in enumerate(labels):
        x, y = plot.at(index, 0)
        yield Text((x, y + 11), label, 9, "ink3", "center")


def _curve(
    plot: _Plot, one: Series, colour: str, labels: Sequence[str], unit: str
) -> Iterator[Shape]:
    places = [plot.at(index, float(value)) for index, value in enumerate(one.values)]
    points = tuple(_smooth(places))
    if colour == "c1":
        foot = plot.at(0, 0)[1]
        yield Area((*points, (points[-1][0], foot), (points[0][0], foot)), colour)
    yield Polyline(points, colour, 1.6)
    for place, label, value in zip(places, labels, one.values, strict=True):
        yield Dot(place, 2.2, colour, f"{label} {one.name} {number(value)} {unit}")


def _names(plot: _Plot, listed: Sequence[Series]) -> Iterator[Shape]:
    x = plot.left
    for colour, one in enumerate(listed, 1):
        yield Line((x, 8), (x + 22, 8), f"c{colour}", 1.6)
        yield Dot((x + 11, 8), 2.2, f"c{colour}")
        yield Text((x + 27, 8), one.name)
        x += 27 + _breadth(one.name, 10) + 18


def _key(
    listed: Sequence[tuple[str, Number]], span: Point, height: float, unit: str
) -> Iterator[Shape]:
    total = float(sum(value for _name, value in listed))
    pitch = min(24.0, height / len(listed))
    y = (height - pitch * (len(listed) - 1)) / 2
    for colour, (name, value) in enumerate(listed, 1):
        yield Rect(span[0], y - 5, 10, 10, f"c{colour}", 2)
        yield Text((span[0] + 17, y), name)
        yield Text((span[1] - 56, y), f"{number(value)} {unit}", align="right")
        yield Text((span[1], y), f"{100 * float(value) / total:.2f}%", colour="ink3", align="right")
        y += pitch


def _series(series: Iterable[Series]) -> list[Series]:
    listed = list(series)
    if len(listed) <= CLASSES:
        return listed
    rest = zip(*(one.values for one in listed[CLASSES - 1 :]), strict=True)
    return [*listed[: CLASSES - 1], Series(REST, tuple(sum(values) for values in rest))]


def _smooth(points: Sequence[Point]) -> Iterator[Point]:
    """A curve through the points that never leaves the band between two neighbours."""
    slopes = _slopes(points)
    yield points[0]
    for (start, end), (a, b) in zip(pairwise(points), pairwise(slopes), strict=True):
        run = end[0] - start[0]
        for part in range(1, 9):
            t = part / 8
            bend = (1 - t) ** 2 * t * run * a - t**2 * (1 - t) * run * b
            ease = t * t * (3 - 2 * t)
            yield start[0] + run * t, start[1] + (end[1] - start[1]) * ease + bend


def _slopes(points: Sequence[Point]) -> list[float]:
    """Slopes at the points: level at peaks, else the harmonic mean of both sides."""
    sides = [(b[1] - a[1]) / (b[0] - a[0]) for a, b in pairwise(points)]
    inner = (2 * a * b / (a + b) if a * b > 0 else 0.0 for a, b in pairwise(sides))
    return [sides[0], *inner, sides[-1]] if sides else [0.0]


def _ceiling(value: float) -> float:
    """The smallest round figure above the value that thirds leave whole."""
    if value <= 0:
        return 0.0
    step = 1.0
    while True:
        for part in (3, 6, 9, 15):
            if value <= part * step:
                return part * step
        step *= 10


def _breadth(text: str, size: float) -> float:
    """About how wide the text is: Latin letters take somewhat more than half a body."""
    return sum(size * 0.58 if letter.isascii() else size for letter in text)


def _said(listed: Iterable[tuple[str, Number]], unit: str) -> str:
    return "，".join(f"{name}{number(value)}{unit}" for name, value in listed)


def _nothing(size: Point) -> Shapes:
    middle = (size[0] / 2, size[1] / 2)
    return Shapes(*size, (Text(middle, EMPTY, 12, "ink3", "center"),), EMPTY)
