"""How a chart is put on paper, whatever holds the pen: which shape becomes which stroke."""

from abc import ABC, abstractmethod
from collections.abc import Sequence

from reports.chart import PRINT_INK, Arc, Area, Dot, Ink, Line, Point, Polyline, Rect, Shape, Text

OUTLINE = 0.6
"""The edge of an area, in points."""
RISE = 0.38
"""How far the baseline lies below the middle of a line, in sizes of its type."""


class Drawing(ABC):
    """Black on white: colours become greys and textures, tints nothing."""

    def draw(self, shape: Shape) -> None:
        """Draw one shape."""
        match shape:
            case Line():
                self.stroke((shape.start, shape.end), PRINT_INK[shape.colour], shape.width)
            case Polyline():
                self.stroke(shape.points, PRINT_INK[shape.colour], shape.width)
            case Rect() | Arc():
                self.fill(shape.outline(), PRINT_INK[shape.colour])
            case Dot():
                self.dot(shape.centre, shape.radius, PRINT_INK[shape.colour])
            case Text():
                self.write(shape)
            case Area():
                """Tints do not print."""

    @abstractmethod
    def stroke(self, points: Sequence[Point], ink: Ink, width: float) -> None:
        """A line through the points, in the ink's dashes."""

    @abstractmethod
    def fill(self, points: Sequence[Point], ink: Ink) -> None:
        """An area in its grey, or white with its texture; outlined either way."""

    @abstractmethod
    def dot(self, centre: Point, radius: float, ink: Ink) -> None:
        """A full circle."""

    @abstractmethod
    def write(self, text: Text) -> None:
        """Words."""
