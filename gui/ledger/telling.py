"""A list told to others in words: one sentence for who asks, lines for the work group."""

from collections.abc import Callable
from datetime import date

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from core.ledger import Ledger
from core.services import tally
from core.services.records import Filter
from gui.ledger.table import RowsTable
from gui.tasks import Desk, Query
from gui.widgets.parts import Act

_SHOWN = 60


class Telling:
    """Copies what the store says of the list; several chosen rows are told instead of all."""

    def __init__(
        self, desk: Desk, owner: QWidget, ledger: Ledger, today: Callable[[], date]
    ) -> None:
        self._desk = desk
        self._owner = owner
        self._ledger = ledger
        self._today = today
        self._filter: Callable[[], Filter] = Filter
        self._say: Callable[[str], object] = _unheard
        self._table: RowsTable | None = None

    def of(
        self, table: RowsTable, wanted: Callable[[], Filter], say: Callable[[str], object]
    ) -> None:
        """What is told of, and who is told that it was copied."""
        self._table, self._filter, self._say = table, wanted, say

    @property
    def acts(self) -> tuple[Act, ...]:
        """What the foot of the list offers."""
        return ("复制一句话", self.sentence), ("复制为群文字", self.message)

    def sentence(self) -> None:
        """Copy the list as one sentence with its figures."""
        wanted = (self._ledger, self._wanted(), self._today())
        Query(self._desk, self._owner, tally.sentence, *wanted).then(self._copy).start()

    def message(self) -> None:
        """Copy the list as lines without persons."""
        wanted = (self._ledger, self._wanted(), self._today())
        Query(self._desk, self._owner, tally.message, *wanted).then(self._copy).start()

    def _wanted(self) -> Filter:
        if self._table is not None and self._table.chosen_count > 1:
            return Filter(only=frozenset(self._table.chosen))
        return self._filter()

    def _copy(self, text: str) -> None:
        QGuiApplication.clipboard().setText(text)
        first, *more = text.splitlines()
        told = first if len(first) <= _SHOWN else f"{first[:_SHOWN]}…"
        self._say(f"已复制：{told}" + (f"（{len(more)} 行，不含人名、电话、住址）" if more else ""))


def _unheard(_text: str) -> None:
    """Nobody is told yet."""
