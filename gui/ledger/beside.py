"""A list and what stands beside it; in a small window the one takes the place of the other."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSplitter, QWidget
from typing_extensions import override

ROOM = 968


class Beside(QSplitter):
    """`above` is what belongs to the list alone, such as its filters."""

    def __init__(self, listing: QWidget, pane: QWidget, above: QWidget) -> None:
        super().__init__(Qt.Orientation.Horizontal)
        self._listing = listing
        self._pane = pane
        self._above = above
        self._wanted = 0
        self.setChildrenCollapsible(False)
        self.setHandleWidth(12)
        self.addWidget(listing)
        self.addWidget(pane)
        self.setStretchFactor(0, 1)
        pane.hide()

    @property
    def is_wide(self) -> bool:
        """Whether there is room for both."""
        return self.width() >= ROOM

    def open(self, wanted: int) -> None:
        """Show the pane, `wanted` wide when it appears or asks for another width."""
        changed = self._pane.isHidden() or wanted != self._wanted
        self._wanted = wanted
        self._pane.show()
        self._settle()
        if changed:
            self.setSizes([self.width() - wanted, wanted])

    def close_pane(self) -> None:
        """Show the list alone."""
        self._pane.hide()
        self._settle()

    def _settle(self) -> None:
        alone = self._pane.isVisibleTo(self) and not self.is_wide
        self._listing.setVisible(not alone)
        self._above.setVisible(not alone)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._settle()
