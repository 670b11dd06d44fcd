"""Decisions typed but not registered yet outlive the window: kept as a draft of their meeting."""

from functools import partial
from uuid import UUID

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QWidget

from core.draft import SavedDraft
from core.services import drafts
from gui.tasks import Desk, Jot, Query
from gui.widgets.autosave import PAUSE_MS
from gui.widgets.decisions import Decisions

_LEDGER = "meeting"


class DecisionDraft(QTimer):
    """Follows one card of decisions from meeting to meeting."""

    def __init__(self, desk: Desk, owner: QWidget, lines: Decisions) -> None:
        super().__init__(owner)
        self.setSingleShot(True)
        self.setInterval(PAUSE_MS)
        self._desk = desk
        self._owner = owner
        self._lines = lines
        self._meeting: UUID | None = None
        self.timeout.connect(self.keep)
        lines.drafted.connect(self.start)

    def follow(self, meeting: UUID | None) -> None:
        """Another meeting is shown: its lines come back, those of the one before are kept."""
        if meeting is None or self._meeting == meeting:
            return
        self.keep()
        self._meeting = meeting
        self._lines.set_texts({})
        asked = (self._desk.station.actor.id, _LEDGER, meeting)
        recover = partial(self._recover, meeting)
        Query(self._desk, self._owner, drafts.kept, *asked).then(recover).start()

    def keep(self) -> None:
        """Keep what was typed since the last time."""
        if self.isActive() and self._meeting is not None:
            self.stop()
            given = (_LEDGER, self._lines.texts(), self._meeting)
            Jot(self._desk, self._owner, drafts.keep, *given).start()

    def registered(self) -> None:
        """The lines have become tasks: they go, and so does the draft."""
        self.stop()
        self._lines.set_texts({})
        if self._meeting is not None:
            Jot(self._desk, self._owner, drafts.drop, _LEDGER, self._meeting).start()

    def _recover(self, meeting: UUID, kept: SavedDraft | None) -> None:
        if kept is not None and meeting == self._meeting and self._lines.ready:
            self._lines.set_texts(kept.texts)
