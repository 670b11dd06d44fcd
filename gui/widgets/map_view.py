"""The grids of the station as outlines with names and figures; a click or Enter picks one."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPoint, QPointF, QRect, QRectF, Qt, Signal
from PySide6.QtGui import (
    QBrush,
    QFont,
    QFontMetricsF,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPen,
    QPolygonF,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QGraphicsPolygonItem, QGraphicsScene, QGraphicsView, QWidget
from typing_extensions import override

from gui import theme

CLASSES = ((0, "0–6"), (7, "7–13"), (14, "14–20"), (21, "21 以上"))

_STEP = 1.25
_LARGEST = 40.0
_STILL = 4
_ENTER = {Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space}
_WAYS = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, -1),
    Qt.Key.Key_Down: (0, 1),
}


@dataclass(frozen=True, slots=True)
class Grid:
    """One grid on the map: its identity, name, outline as (longitude, latitude), and figure."""

    id: str
    name: str
    outline: tuple[tuple[float, float], ...]
    figure: int = 0


class MapView(QGraphicsView):
    """Draws the grids natively; nothing leaves the machine."""

    picked = Signal(str)

    def __init__(self, name: str, unit: str = "件", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._scene = QGraphicsScene(self)
        self.setScene(self._scene)
        self.setAccessibleName(name)
        self.setRenderHint(QPainter.RenderHint.Antialiasing)
        self.setDragMode(QGraphicsView.DragMode.ScrollHandDrag)
        self.setTransformationAnchor(QGraphicsView.ViewportAnchor.AnchorUnderMouse)
        self.setViewportUpdateMode(QGraphicsView.ViewportUpdateMode.FullViewportUpdate)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setToolTip("方向键选择网格，回车打开;+ − 缩放，0 显示全部")
        self._unit = unit
        self._grids: tuple[Grid, ...] = ()
        self._shapes: list[QGraphicsPolygonItem] = []
        self._chosen = -1
        self._pressed = QPoint()
        self._fitted = True

    @property
    def chosen(self) -> Grid | None:
        """The grid selected by key or click."""
        return self._grids[self._chosen] if self._chosen >= 0 else None

    def show_grids(self, grids: Sequence[Grid]) -> None:
        """Draw these grids; the selected one stays selected."""
        before = self.chosen
        self._grids = tuple(grids)
        self._scene.clear()
        self._shapes = [self._drawn(grid) for grid in self._grids]
        self._scene.setSceneRect(self._bounds())
        kept = [n for n, grid in enumerate(self._grids) if before and grid.id == before.id]
        self._choose(kept[0] if kept else -1)
        told = "，".join(f"{grid.name} {grid.figure} {self._unit}" for grid in self._grids)
        self.setAccessibleDescription(told)
        self.show_all()

    def show_all(self) -> None:
        """Let all grids fill the view."""
        self._fitted = True
        if self._shapes:
            self.fitInView(self._bounds(), Qt.AspectRatioMode.KeepAspectRatio)

    def zoom(self, factor: float) -> None:
        """Come nearer (> 1) or go further away."""
        now = self.transform().m11() * factor
        if self._shapes and now < _LARGEST:
            self._fitted = False
            self.scale(factor, factor)

    def place_of(self, identity: str) -> QPoint:
        """Where a grid lies in the view."""
        number = next(n for n, grid in enumerate(self._grids) if grid.id == identity)
        return self.mapFromScene(_middle(self._shapes[number]))

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._fitted:
            self.show_all()

    @override
    def wheelEvent(self, event: QWheelEvent) -> None:
        self.zoom(_STEP if event.angleDelta().y() > 0 else 1 / _STEP)
        event.accept()

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._pressed = event.position().toPoint()
        super().mousePressEvent(event)

    @override
    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        event.accept()
        moved = (event.position().toPoint() - self._pressed).manhattanLength()
        item = self.itemAt(self._pressed)
        clicked = event.button() == Qt.MouseButton.LeftButton and moved < _STILL
        if clicked and item is not None:
            self._choose(int(item.data(0)))
            self._pick()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        if key in _ENTER:
            self._pick()
        elif key in _WAYS:
            self._go(*_WAYS[key])
        elif key in {Qt.Key.Key_Plus, Qt.Key.Key_Equal}:
            self.zoom(_STEP)
        elif key == Qt.Key.Key_Minus:
            self.zoom(1 / _STEP)
        elif key == Qt.Key.Key_0:
            self.show_all()
        else:
            super().keyPressEvent(event)

    @override
    def drawForeground(self, painter: QPainter, rect: QRectF | QRect) -> None:
        """Write names and figures at the same size however near the map is."""
        painter.save()
        painter.resetTransform()
        for grid, shape in zip(self._grids, self._shapes, strict=True):
            room = self.mapFromScene(shape.sceneBoundingRect()).boundingRect()
            _write(painter, QPointF(self.mapFromScene(_middle(shape))), room.width(), grid)
        _write_legend(painter, self.viewport().height(), self._unit)
        painter.restore()

    def _drawn(self, grid: Grid) -> QGraphicsPolygonItem:
        item = QGraphicsPolygonItem(_projected(grid.outline))
        item.setData(0, len(self._scene.items()))
        item.setBrush(QBrush(theme.color(_class_of(grid.figure), 0.55)))
        item.setPen(_outline(1.2, "map_line"))
        item.setToolTip(f"{grid.name} {grid.figure} {self._unit}")
        self._scene.addItem(item)
        return item

    def _bounds(self) -> QRectF:
        bounds = QRectF()
        for shape in self._shapes:
            bounds = bounds.united(shape.polygon().boundingRect())
        margin = bounds.width() * 0.02
        return bounds.adjusted(-margin, -margin, margin, margin)

    def _choose(self, number: int) -> None:
        for n, shape in enumerate(self._shapes):
            chosen = n == number
            shape.setPen(_outline(3, "brand600") if chosen else _outline(1.2, "map_line"))
            shape.setZValue(1 if chosen else 0)
        self._chosen = number
        if number >= 0 and not self._fitted:
            self.ensureVisible(self._shapes[number])

    def _pick(self) -> None:
        if self.chosen is not None:
            self.picked.emit(self.chosen.id)

    def _go(self, across: int, down: int) -> None:
        if not self._shapes:
            return
        if self._chosen < 0:
            self._choose(0)
            return
        start = _middle(self._shapes[self._chosen])
        ways = [
            (_effort(_middle(shape) - start, across, down), n)
            for n, shape in enumerate(self._shapes)
        ]
        effort, number = min(ways)
        if effort < math.inf:
            self._choose(number)


def _projected(outline: Sequence[tuple[float, float]]) -> QPolygonF:
    """Flat metres are near enough over one township; y grows downwards."""
    flat = math.cos(math.radians(outline[0][1]))
    return QPolygonF([QPointF(x * flat * 100_000, -y * 100_000) for x, y in outline])


def _class_of(figure: int) -> str:
    number = max(n for n, (least, _) in enumerate(CLASSES) if figure >= least)
    return f"map{number}"


def _outline(width: float, token: str) -> QPen:
    pen = QPen(theme.color(token), width)
    pen.setCosmetic(True)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    return pen


def _middle(shape: QGraphicsPolygonItem) -> QPointF:
    """A point inside the shape: its centre, or the middle of its longest stretch at that height."""
    polygon = shape.polygon()
    centre = polygon.boundingRect().center()
    if polygon.containsPoint(centre, Qt.FillRule.OddEvenFill):
        return centre
    points = [polygon.at(n) for n in range(polygon.size())]
    count = len(points)
    return QPointF(sum(p.x() for p in points) / count, sum(p.y() for p in points) / count)


def _effort(way: QPointF, across: int, down: int) -> float:
    """How far a grid is in the direction of a key; sideways counts double."""
    ahead = way.x() * across + way.y() * down
    aside = abs(way.x() * down) + abs(way.y() * across)
    return ahead + 2 * aside if ahead > 0 and aside < 2 * ahead else math.inf


def _write(painter: QPainter, middle: QPointF, room: float, grid: Grid) -> None:
    small, large = theme.font("caption"), theme.font("card_title", QFont.Weight.Bold)
    wide = QFontMetricsF(small).horizontalAdvance(grid.name)
    named = wide < room * 0.95
    painter.setPen(theme.color("ink"))
    painter.setFont(large)
    lift = 9 if named else 0
    _write_at(painter, middle - QPointF(0, lift), str(grid.figure))
    if named:
        painter.setFont(small)
        painter.setPen(theme.color("ink2"))
        _write_at(painter, middle + QPointF(0, 9), grid.name)


def _write_at(painter: QPainter, middle: QPointF, text: str) -> None:
    around = QRectF(middle.x() - 200, middle.y() - 15, 400, 30)
    painter.drawText(around, Qt.AlignmentFlag.AlignCenter, text)


def _write_legend(painter: QPainter, height: int, unit: str) -> None:
    painter.setFont(theme.font("caption"))
    x, y = 12.0, height - 24.0
    for number, (_, words) in enumerate(CLASSES):
        painter.setPen(_outline(1, "map_line"))
        painter.setBrush(theme.color(f"map{number}", 0.55))
        painter.drawRoundedRect(QRectF(x, y, 16, 12), 2, 2)
        text = f"{words} {unit}"
        painter.setPen(theme.color("ink2"))
        painter.drawText(QRectF(x + 22, y - 9, 100, 30), Qt.AlignmentFlag.AlignVCenter, text)
        x += 22 + QFontMetricsF(painter.font()).horizontalAdvance(text) + 18
