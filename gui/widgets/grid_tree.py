"""The grids under each other, each with what is open in it and below."""

from collections.abc import Sequence
from uuid import UUID

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTreeWidget, QTreeWidgetItem

from core.services.grid_tree import upwards
from core.services.grids import Place
from gui import theme

_ID = Qt.ItemDataRole.UserRole
_COUNT_WIDTH = 76


class GridTree(QTreeWidget):
    """`moved` tells the grid the keyboard or a click came to, `opened` the one entered."""

    moved = Signal(object)
    opened = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName("网格")
        self.setToolTip("方向键选择网格，回车看办理中的纠纷")
        self.setColumnCount(2)
        self.setHeaderLabels(["网格", "办理中"])
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setIndentation(16)
        self.setUniformRowHeights(True)
        head = self.header()
        head.setStretchLastSection(False)
        head.setMinimumSectionSize(40)
        head.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        head.setSectionResizeMode(1, QHeaderView.ResizeMode.Fixed)
        head.resizeSection(1, _COUNT_WIDTH)
        head.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        head.setSectionsClickable(False)
        self._items: dict[UUID, QTreeWidgetItem] = {}
        self.currentItemChanged.connect(self._on_current)
        self.itemActivated.connect(lambda item, _column: self.opened.emit(item.data(0, _ID)))

    @property
    def current(self) -> UUID | None:
        """The grid the keyboard is on."""
        found: UUID | None = self.currentIndex().siblingAtColumn(0).data(_ID)
        return found

    def show_places(self, places: Sequence[Place]) -> None:
        """Show these; the current one stays, else the first becomes it."""
        kept = self.current
        before = self.blockSignals(True)
        self.clear()
        self._items = {one.id: _item(one) for one in places}
        parents = {one.id: one.parent for one in places}
        for one in places:
            self._place(one, is_ring=one.id in upwards(parents, one.parent))
        self.expandAll()
        self.blockSignals(before)
        if places:
            self.choose(kept if kept in self._items else places[0].id)

    def choose(self, grid: UUID | None) -> None:
        """Make a grid the current one."""
        if grid in self._items:
            self.setCurrentItem(self._items[grid])
            self.scrollToItem(self._items[grid])

    def _place(self, one: Place, *, is_ring: bool) -> None:
        """Under its parent; at the top where that is missing, or the tree was typed as a ring."""
        above = self._items.get(one.parent) if one.parent is not None and not is_ring else None
        if above is None:
            self.addTopLevelItem(self._items[one.id])
        else:
            above.addChild(self._items[one.id])

    def _on_current(self, item: QTreeWidgetItem | None, _before: QTreeWidgetItem | None) -> None:
        if item is not None:
            self.moved.emit(item.data(0, _ID))


def _item(one: Place) -> QTreeWidgetItem:
    item = QTreeWidgetItem([one.name, str(len(one.open.ids) or "")])
    item.setData(0, _ID, one.id)
    item.setToolTip(0, " · ".join(filter(None, (one.name, one.level, one.code))))
    item.setSizeHint(0, QSize(0, theme.size("row_compact")))
    said = f"{one.name}，办理中 {len(one.open.ids)} 件"
    item.setData(0, Qt.ItemDataRole.AccessibleTextRole, said)
    return item
