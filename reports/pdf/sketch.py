"""Draws the neutral shapes of a chart on a canvas: black on white, textures for colours."""

from collections.abc import Sequence
from functools import singledispatchmethod

from reportlab.pdfgen.canvas import Canvas

from reports.chart import (
    PRINT_INK,
    Arc,
    Area,
    Dot,
    Ink,
    Line,
    Point,
    Polyline,
    Rect,
    Shape,
    hatching,
)

_OUTLINE = 0.6
_TEXTURE = 0.5


class Sketch:
    """Shapes with their origin at one place of the page, scaled."""

    def __init__(self, canvas: Canvas, origin: Point, scale: float) -> None:
        self._canvas, self._origin, self.scale = canvas, origin, scale

    def at(self, point: Point) -> Point:
        """Where a point of the chart lies on the page."""
        x, y = self._origin
        return x + point[0] * self.scale, y - point[1] * self.scale

    @singledispatchmethod
    def draw(self, shape: Shape) -> None:
        """Draw one shape."""
        raise TypeError(type(shape))

    @draw.register
    def _(self, shape: Line) -> None:
        self._stroke((shape.start, shape.end), shape.colour, shape.width)

    @draw.register
    def _(self, shape: Polyline) -> None:
        self._stroke(shape.points, shape.colour, shape.width)

    @draw.register
    def _(self, shape: Area) -> None:
        """Nothing: tints do not print."""

    @draw.register(Rect)
    @draw.register(Arc)
    def _(self, shape: Rect | Arc) -> None:
        self._fill(shape.outline(), PRINT_INK[shape.colour])

    @draw.register
    def _(self, shape: Dot) -> None:
        self._canvas.setFillGray(PRINT_INK[shape.colour].grey)
        self._canvas.circle(*self.at(shape.centre), shape.radius * self.scale, stroke=0, fill=1)
        self._canvas.setFillGray(0)

    def _stroke(self, points: Sequence[Point], colour: str, width: float) -> None:
        ink, canvas = PRINT_INK[colour], self._canvas
        canvas.saveState()
        canvas.setStrokeGray(ink.grey)
        canvas.setLineWidth(width * self.scale)
        canvas.setDash(list(ink.dash))
        path = canvas.beginPath()
        path.moveTo(*self.at(points[0]))
        for point in points[1:]:
            path.lineTo(*self.at(point))
        canvas.drawPath(path)
        canvas.restoreState()

    def _fill(self, points: Sequence[Point], ink: Ink) -> None:
        """A shape in its grey, or white with its texture; outlined either way."""
        canvas = self._canvas
        path = canvas.beginPath()
        path.moveTo(*self.at(points[0]))
        for point in points[1:]:
            path.lineTo(*self.at(point))
        path.close()
        canvas.saveState()
        canvas.setLineWidth(_TEXTURE)
        if ink.hatch:
            canvas.saveState()
            canvas.clipPath(path, stroke=0, fill=0)
            canvas.lines([(*self.at(a), *self.at(b)) for a, b in hatching(points, ink.hatch)])
            canvas.restoreState()
        canvas.setLineWidth(_OUTLINE)
        canvas.setFillGray(ink.grey)
        canvas.drawPath(path, stroke=1, fill=0 if ink.hatch else 1)
        canvas.restoreState()
