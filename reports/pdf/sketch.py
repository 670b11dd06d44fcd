"""Draws the neutral shapes of a chart on a canvas: black on white, textures for colours."""

from collections.abc import Callable, Sequence

from reportlab.pdfgen.canvas import Canvas
from reportlab.pdfgen.pathobject import PDFPathObject
from typing_extensions import override

from reports.chart import Ink, Point, Text, hatching
from reports.drawing import OUTLINE, RISE, Drawing
from reports.page import Align
from reports.paper import Type

_TEXTURE = 0.5

Put = Callable[[str, Type, Point, Align], None]
"""Sets one line of text with its baseline at that place of the sheet."""


class Sketch(Drawing):
    """Shapes with their origin at one place of the page, scaled."""

    def __init__(self, canvas: Canvas, origin: Point, scale: float, put: Put) -> None:
        self._canvas, self._origin, self._scale, self._put = canvas, origin, scale, put

    @override
    def write(self, text: Text) -> None:
        kind = Type("hei" if text.bold else "song", text.size * self._scale, 0)
        x, y = self._at(text.at)
        self._put(text.text, kind, (x, y - RISE * kind.size), text.align)

    @override
    def dot(self, centre: Point, radius: float, ink: Ink) -> None:
        self._canvas.setFillGray(ink.grey)
        self._canvas.circle(*self._at(centre), radius * self._scale, stroke=0, fill=1)
        self._canvas.setFillGray(0)

    @override
    def stroke(self, points: Sequence[Point], ink: Ink, width: float) -> None:
        canvas = self._canvas
        canvas.saveState()
        canvas.setStrokeGray(ink.grey)
        canvas.setLineWidth(width * self._scale)
        canvas.setDash(list(ink.dash))
        canvas.drawPath(self._path(points))
        canvas.restoreState()

    @override
    def fill(self, points: Sequence[Point], ink: Ink) -> None:
        canvas = self._canvas
        path = self._path(points)
        path.close()
        canvas.saveState()
        canvas.setLineWidth(_TEXTURE)
        if ink.hatch:
            canvas.saveState()
            canvas.clipPath(path, stroke=0, fill=0)
            canvas.lines([(*self._at(a), *self._at(b)) for a, b in hatching(points, ink.hatch)])
            canvas.restoreState()
        canvas.setLineWidth(OUTLINE)
        canvas.setFillGray(ink.grey)
        canvas.drawPath(path, stroke=1, fill=0 if ink.hatch else 1)
        canvas.restoreState()

    def _path(self, points: Sequence[Point]) -> PDFPathObject:
        path = self._canvas.beginPath()
        path.moveTo(*self._at(points[0]))
        for point in points[1:]:
            path.lineTo(*self._at(point))
        return path

    def _at(self, point: Point) -> Point:
        """Where a point of the chart lies on the page."""
        x, y = self._origin
        return x + point[0] * self._scale, y - point[1] * self._scale
