"""The history of one record: who did what and when, youngest first."""

import re
from collections.abc import Sequence
from datetime import date
from functools import partial
from uuid import UUID

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QScrollArea, QStackedWidget

from core.ledger import Ledger
from core.services import history
from core.services.history import Turn
from core.services.records import Row
from gui.ledger.compare import ComparePane
from gui.tasks import Desk, Query
from gui.widgets import clock
from gui.widgets.timeline import Mark, Timeline

_MOST = 200
_COLON = re.compile("[:：]")


class HistoryView(QStackedWidget):
    """A line of time; each turn says what was changed into what, and can be compared with now."""

    def __init__(self, desk: Desk, ledger: Ledger) -> None:
        super().__init__()
        self.setAccessibleName("历史")
        self.timeline = Timeline("对照")
        self.compare = ComparePane(desk, ledger)
        self._scroll = QScrollArea()
        self._scroll.setWidgetResizable(True)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setWidget(self.timeline)
        self.addWidget(self._scroll)
        self.addWidget(self.compare)
        self._desk = desk
        self._ledger = ledger
        self._row: Row | None = None
        self._today = desk.station.today()
        self._turns: Sequence[Turn] = ()
        self.timeline.picked.connect(self._compare)
        self.compare.left.connect(self._on_left)

    def show_record(self, row: Row, today: date) -> None:
        """Read and show the history of a record."""
        if self._row is None or self._row.id != row.id:
            self.setCurrentWidget(self._scroll)
        self._row, self._today = row, today
        show = partial(self._show, row.id)
        Query(self._desk, self, history.of_whole, self._ledger.name, row.id).then(show).start()

    def _show(self, identity: UUID, turns: Sequence[Turn]) -> None:
        if self._row is not None and identity == self._row.id:
            self._turns = turns[:_MOST]
            self.timeline.show_marks([mark(turn, self._today) for turn in self._turns])
            self._scroll.verticalScrollBar().setValue(0)

    def _compare(self, place: int) -> None:
        assert self._row is not None
        self.setCurrentWidget(self.compare)
        self.compare.show_versions(self._row, self._turns, self._turns[place].seq, self._today)

    def _on_left(self) -> None:
        self.setCurrentWidget(self._scroll)
        self.timeline.focus()


def mark(turn: Turn, today: date) -> Mark:
    """One turn in words."""
    act = _COLON.split(turn.label)[0]
    happened, typed = clock.local(turn.happened).date(), clock.local(turn.moment).date()
    late = f"补录，实际日期 {happened}" if happened != typed else ""
    text = "\n".join(_told(*line) for line in turn.lines)
    return Mark(f"{turn.actor} · {act}", clock.told(turn.moment, today), text, late)


def _told(label: str, before: str, after: str) -> str:
    if not before:
        return f"{label}：{after}"
    return f"{label}：{before} → {after or '（清空）'}"
