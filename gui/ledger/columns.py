"""The widths of a list's columns: the name takes what is left, the least needed is hidden."""

from collections.abc import Callable, Mapping, Sequence

from PySide6.QtWidgets import QTableView

from core.ledger import Ledger
from core.record import Field
from gui import theme

_LETTER = 0.58
_PADDING = 26
_ARROW = 8
_NARROWEST = 76
_WIDEST = 190
_NAMING = 190
_FIRST = "due"


class Columns:
    """Fits the columns of one table; `told` hears of widths and places changed by hand."""

    def __init__(self, table: QTableView, told: Callable[[], object]) -> None:
        self._table = table
        self._told = told
        self._drawn: dict[str, int] = {}
        self._fields: Sequence[Field] = ()
        self._fitting = False
        self.naming = 0
        table.horizontalHeader().sectionResized.connect(self._on_resized)
        table.horizontalHeader().sectionMoved.connect(self._on_moved)

    def fit(self, ledger: Ledger, fields: Sequence[Field]) -> None:
        """Give each column its width; hide the last where there is no room."""
        keys = [one.key for one in fields]
        self._fields = fields
        self.naming = keys.index(ledger.naming.key) if ledger.naming.key in keys else 0
        left = self._table.viewport().width() - _NAMING
        self._fitting = True
        for place in self._by_need(ledger):
            width = self._width(fields[place])
            fits = width <= left
            self._table.setColumnHidden(place, not fits)
            left = left - width if fits else 0
            if fits:
                self._table.setColumnWidth(place, width)
        self._table.setColumnWidth(self.naming, _NAMING + max(0, left))
        self._fill()
        self._fitting = False

    def order(self) -> list[str]:
        """The keys of the columns from left to right, those without room too."""
        head = self._table.horizontalHeader()
        return [self._fields[head.logicalIndex(place)].key for place in range(head.count())]

    def unseen(self) -> frozenset[str]:
        """The keys of the columns without room."""
        hidden = (self._table.isColumnHidden(place) for place in range(len(self._fields)))
        return frozenset(one.key for one, gone in zip(self._fields, hidden, strict=True) if gone)

    @property
    def drawn(self) -> dict[str, int]:
        """The widths drawn by hand, by key."""
        return dict(self._drawn)

    def begin(self, drawn: Mapping[str, int]) -> None:
        """Every column at its own place, in these widths; the others as usual."""
        head = self._table.horizontalHeader()
        self._drawn = dict(drawn)
        self._fitting = True
        for place in range(head.count()):
            head.moveSection(head.visualIndex(place), place)
        self._fitting = False

    def _fill(self) -> None:
        head = self._table.horizontalHeader()
        shown = sum(head.sectionSize(n) for n in range(head.count()) if not head.isSectionHidden(n))
        spare = self._table.viewport().width() - shown
        head.resizeSection(self.naming, max(120, head.sectionSize(self.naming) + spare))

    def _by_need(self, ledger: Ledger) -> list[int]:
        """The columns but the name: those that say what is due first, then from left to right."""
        named = (ledger.state, ledger.number)
        first = {_FIRST, *(column.key for column in named if column is not None)}
        head = self._table.horizontalHeader()
        places = [n for n in range(len(self._fields)) if n != self.naming]
        places.sort(key=head.visualIndex)
        return sorted(places, key=lambda n: self._fields[n].key not in first)

    def _width(self, one: Field) -> int:
        letter = theme.size("cell") * _LETTER
        head = round(2 * len(one.label) * letter) + _PADDING + _ARROW
        usual = min(round(one.width * letter) + _PADDING, _WIDEST)
        return self._drawn.get(one.key, max(head, usual, _NARROWEST))

    def _on_resized(self, place: int, _before: int, now: int) -> None:
        if not self._fitting and place < len(self._fields) and now:
            self._drawn[self._fields[place].key] = now
            self._told()

    def _on_moved(self, _place: int, _before: int, _now: int) -> None:
        if not self._fitting:
            self._told()
