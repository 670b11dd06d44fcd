"""Paints the neutral shapes of `reports.chart` from the tokens, with values under the pointer.

A chart whose points lead somewhere is walked with the arrows and opened with Enter or a click.
"""

import math
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import (
    QContextMenuEvent,
    QFocusEvent,
    QFont,
    QGuiApplication,
    QKeyEvent,
    QLinearGradient,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPolygonF,
    QResizeEvent,
)
from PySide6.QtWidgets import QMenu, QSizePolicy, QToolTip, QWidget
from typing_extensions import override

from gui import theme
from reports.chart import Arc, Area, Dot, Line, Point, Polyline, Rect, Shape, Shapes, Text

Draw = Callable[[Point], Shapes]

_SMALLEST = 9
_REACH = 14
_STEPS = {
    Qt.Key.Key_Left: -1,
    Qt.Key.Key_Up: -1,
    Qt.Key.Key_Right: 1,
    Qt.Key.Key_Down: 1,
}
_HAND, _ARROW = Qt.CursorShape.PointingHandCursor, Qt.CursorShape.ArrowCursor
_ENTER = {Qt.Key.Key_Return, Qt.Key.Key_Enter}


class ChartView(QWidget):
    """A chart as large as its place: `ChartView("各月受理", lambda size: chart.bars(…, size))`."""

    def __init__(self, name: str, draw: Draw | None = None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setMouseTracking(True)
        self.setMinimumSize(200, 120)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self._draw = draw
        self._shapes: Shapes | None = None
        self._pointed: Shape | None = None
        self._at = -1
        self._act: Callable[[int], object] | None = None
        self._redraw()

    def open_with(self, act: Callable[[int], object]) -> None:
        """Let points and sectors be opened; `act` gets their number in the order of the figures."""
        self._act = act
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def show_chart(self, draw: Draw) -> None:
        """Show another chart; `draw` makes the shapes for a size in points."""
        self._draw = draw
        self._redraw()

    @property
    def shapes(self) -> Shapes | None:
        """What is painted now."""
        return self._shapes

    @override
    def sizeHint(self) -> QSize:
        return QSize(480, 200)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._redraw()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        if self._shapes is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.scale(self._scale, self._scale)
        for shape in self._shapes.items:
            _PAINTERS[type(shape)](shape, painter)
        if isinstance(self._pointed, Dot):
            _paint_pointed(self._pointed, painter)
        elif isinstance(self._pointed, Arc) and self._act is not None:
            painter.setPen(QPen(theme.color("ink"), 1.6))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawPolygon(_polygon(self._pointed.outline()))
        painter.end()

    @override
    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._point_at(self._under(event.position()))
        tip = _tip(self._pointed)
        if tip:
            QToolTip.showText(event.globalPosition().toPoint(), tip, self)
        else:
            QToolTip.hideText()
        super().mouseMoveEvent(event)

    @override
    def leaveEvent(self, event: QEvent) -> None:
        self._point_at(None)
        super().leaveEvent(event)

    @override
    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        place = event.position()
        if event.button() == Qt.MouseButton.LeftButton and self.rect().contains(place.toPoint()):
            self._open(self._under(place))
        super().mouseReleaseEvent(event)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = _STEPS.get(Qt.Key(event.key()))
        if self._act is not None and step is not None:
            self._walk(step)
        elif event.key() in _ENTER and 0 <= self._at < len(self._told()):
            self._open(self._told()[self._at])
        else:
            super().keyPressEvent(event)

    @override
    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._point_at(None)

    def _walk(self, step: int) -> None:
        """Point at the next figure and say it."""
        told = self._told()
        if told:
            self._at = max(0, min(len(told) - 1, self._at + step))
            self._point_at(told[self._at])
            middle = self.mapToGlobal(self.rect().center())
            QToolTip.showText(middle, _tip(self._pointed), self)

    def _open(self, shape: Shape | None) -> None:
        known = [id(one) for one in self._told()]
        if self._act is not None and id(shape) in known:
            self._act(known.index(id(shape)))

    def _told(self) -> list[Shape]:
        """The shapes that stand for a figure, in the order of the figures."""
        return [one for one in (self._shapes.items if self._shapes else ()) if _tip(one)]

    @override
    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        menu = QMenu(self)
        menu.addAction("复制数据", self.copy)
        menu.exec(event.globalPos())

    def copy(self) -> None:
        """Put the figures on the clipboard, in words."""
        QGuiApplication.clipboard().setText(self.accessibleDescription())

    def tip_at(self, place: QPointF) -> str:
        """What is said when the pointer rests at `place`."""
        return _tip(self._under(place))

    def _under(self, place: QPointF) -> Shape | None:
        return _under(self._shapes, (place.x() / self._scale, place.y() / self._scale))

    @property
    def _scale(self) -> float:
        return theme.size("caption") / _SMALLEST

    def _redraw(self) -> None:
        if self._draw is not None:
            self._shapes = self._draw((self.width() / self._scale, self.height() / self._scale))
            self.setAccessibleDescription(self._shapes.description)
        self.update()

    def _point_at(self, shape: Shape | None) -> None:
        if shape is not self._pointed:
            self._pointed = shape
            if self._act is not None:
                self.setCursor(_HAND if _tip(shape) else _ARROW)
            self.update()


def _tip(shape: Shape | None) -> str:
    """What a shape says of the figure it stands for."""
    told: str = getattr(shape, "tip", "")
    return told


def _under(shapes: Shapes | None, place: Point) -> Shape | None:
    for shape in shapes.items if shapes else ():
        if isinstance(shape, Rect | Arc) and shape.tip and _holds(shape, place):
            return shape
    dots = [one for one in (shapes.items if shapes else ()) if isinstance(one, Dot) and one.tip]
    near = min(dots, key=lambda dot: math.dist(dot.centre, place), default=None)
    return near if near and math.dist(near.centre, place) <= _REACH else None


def _holds(shape: Rect | Arc, place: Point) -> bool:
    x, y = place
    if isinstance(shape, Rect):
        return shape.x <= x <= shape.x + shape.width and shape.y <= y <= shape.y + shape.height
    away = math.dist(shape.centre, place)
    angle = math.degrees(math.atan2(x - shape.centre[0], shape.centre[1] - y)) % 360
    inside = shape.radius - shape.thickness <= away <= shape.radius
    return inside and (angle - shape.start) % 360 < shape.sweep


def _paint_pointed(dot: Dot, painter: QPainter) -> None:
    painter.setPen(QPen(theme.color(dot.colour), 1.6))
    painter.setBrush(theme.color("surface"))
    painter.drawEllipse(QPointF(*dot.centre), dot.radius + 1.6, dot.radius + 1.6)


def _pen(colour: str, width: float) -> QPen:
    pen = QPen(theme.color(colour), width)
    pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    return pen


def _polygon(points: tuple[Point, ...]) -> QPolygonF:
    return QPolygonF([QPointF(x, y) for x, y in points])


def _paint_line(shape: Line, painter: QPainter) -> None:
    painter.setPen(_pen(shape.colour, shape.width))
    painter.drawLine(QPointF(*shape.start), QPointF(*shape.end))


def _paint_polyline(shape: Polyline, painter: QPainter) -> None:
    painter.setPen(_pen(shape.colour, shape.width))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawPolyline(_polygon(shape.points))


def _paint_area(shape: Area, painter: QPainter) -> None:
    polygon = _polygon(shape.points)
    bounds = polygon.boundingRect()
    fading = QLinearGradient(bounds.topLeft(), bounds.bottomLeft())
    fading.setColorAt(0, theme.color(shape.colour, 0.18))
    fading.setColorAt(1, theme.color(shape.colour, 0.02))
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(fading)
    painter.drawPolygon(polygon)


def _paint_rect(shape: Rect, painter: QPainter) -> None:
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.color(shape.colour))
    around = QRectF(shape.x, shape.y, shape.width, shape.height)
    painter.drawRoundedRect(around, shape.radius, shape.radius)


def _paint_arc(shape: Arc, painter: QPainter) -> None:
    middle = shape.radius - shape.thickness / 2
    gap = min(1.0, shape.sweep / 4)
    around = QRectF(0, 0, 2 * middle, 2 * middle)
    around.moveCenter(QPointF(*shape.centre))
    painter.setPen(_pen(shape.colour, shape.thickness))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    start = 90 - shape.start - gap / 2
    painter.drawArc(around, round(16 * start), round(-16 * (shape.sweep - gap)))


def _paint_dot(shape: Dot, painter: QPainter) -> None:
    painter.setPen(QPen(theme.color("surface"), 0.8))
    painter.setBrush(theme.color(shape.colour))
    painter.drawEllipse(QPointF(*shape.centre), shape.radius, shape.radius)


def _paint_text(shape: Text, painter: QPainter) -> None:
    font = QFont(painter.font())
    font.setFamilies(theme.FAMILIES)
    font.setPixelSize(max(1, round(shape.size)))
    font.setWeight(QFont.Weight.Bold if shape.bold else QFont.Weight.Normal)
    painter.setFont(font)
    painter.setPen(theme.color(shape.colour))
    x, y = shape.at
    left = {"left": x, "center": x - 500, "right": x - 1000}[shape.align]
    sides = {
        "left": Qt.AlignmentFlag.AlignLeft,
        "center": Qt.AlignmentFlag.AlignHCenter,
        "right": Qt.AlignmentFlag.AlignRight,
    }
    flags = sides[shape.align] | Qt.AlignmentFlag.AlignVCenter
    painter.drawText(QRectF(left, y - 50, 1000, 100), flags, shape.text)


_PAINTERS: dict[type[Shape], Callable[[Any, QPainter], None]] = {
    Line: _paint_line,
    Polyline: _paint_polyline,
    Area: _paint_area,
    Rect: _paint_rect,
    Arc: _paint_arc,
    Dot: _paint_dot,
    Text: _paint_text,
}
