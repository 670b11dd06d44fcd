"""The map beside a tree of grids: either follows what is chosen in the other."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent
from typing_extensions import override

from core.intake.outlines import Ring, Shape
from core.services.grids import Place
from gui.widgets.map_view import Grid, MapView

_ENTER = {Qt.Key.Key_Return, Qt.Key.Key_Enter}


class GridMap(MapView):
    """`moved` tells the grid chosen by key or click, `opened` the one entered or double-clicked."""

    moved = Signal(str)
    opened = Signal(str)

    def __init__(self) -> None:
        super().__init__("网格地图")
        self.picked.connect(self.moved)

    def show_places(self, places: Sequence[Place]) -> None:
        """Draw these grids; nothing is told of it."""
        rings = [_largest(one.shape) for one in places]
        middle = sum(ring[0][0] for ring in rings) / max(1, len(rings))
        before = self.blockSignals(True)
        self.show_grids(
            [
                Grid(str(one.id), one.name, _beside(ring, middle), len(one.open.ids))
                for one, ring in zip(places, rings, strict=True)
            ]
        )
        self.blockSignals(before)

    def choose(self, identity: str) -> None:
        """Mark a grid, or none where it is not on the map; nothing is told of it."""
        listed = [grid.id for grid in self._grids]
        before = self.blockSignals(True)
        self._choose(listed.index(identity) if identity in listed else -1)
        self.blockSignals(before)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in _ENTER and self.chosen is not None:
            self.opened.emit(self.chosen.id)
        else:
            super().keyPressEvent(event)

    @override
    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        super().mouseDoubleClickEvent(event)
        if self.itemAt(event.position().toPoint()) is not None and self.chosen is not None:
            self.opened.emit(self.chosen.id)

    @override
    def _choose(self, number: int) -> None:
        super()._choose(number)
        if self.chosen is not None:
            self.moved.emit(self.chosen.id)


def _beside(ring: Ring, middle: float) -> Ring:
    """Longitudes from the middle: the view flattens each outline by a latitude of its own."""
    return tuple((x - middle, y) for x, y in ring)


def _largest(shape: Shape) -> Ring:
    """The outer ring of the largest piece: what carries name and figure."""
    return max((polygon[0] for polygon in shape), key=_extent)


def _extent(ring: Ring) -> float:
    across, up = [x for x, _ in ring], [y for _, y in ring]
    return (max(across) - min(across)) * (max(up) - min(up))
