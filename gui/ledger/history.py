"""The history of one record: who did what and when, youngest first."""

import re
from collections.abc import Sequence
from datetime import date
from functools import partial
from uuid import UUID

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QScrollArea

from core.services import history
from core.services.history import Turn
from gui.tasks import Desk, Query
from gui.widgets import clock
from gui.widgets.timeline import Mark, Timeline

_MOST = 200
_COLON = re.compile("[:：]")


class HistoryView(QScrollArea):
    """A line of time; each turn says what was changed into what."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName("历史")
        self.timeline = Timeline()
        self.timeline.setProperty("kind", "scrolled")
        self.setWidget(self.timeline)
        self._desk = desk
        self._asked: UUID | None = None

    def show_record(self, table: str, identity: UUID, today: date) -> None:
        """Read and show the history of a record."""
        self._asked = identity
        show = partial(self._show, identity, today)
        Query(self._desk, self, history.of_record, table, identity).then(show).start()

    def _show(self, identity: UUID, today: date, turns: Sequence[Turn]) -> None:
        if identity == self._asked:
            self.timeline.show_marks([mark(turn, today) for turn in turns[:_MOST]])
            self.verticalScrollBar().setValue(0)


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
