"""What waits half typed for this ledger: said beside its title, gone on with by one click."""

from collections.abc import Callable
from datetime import date

from PySide6.QtWidgets import QPushButton

from core.draft import SavedDraft
from core.services import drafts
from gui.tasks import Desk, Query
from gui.widgets import clock, parts


class WaitingDraft:
    """A link that is there only while a new record of the ledger lies half typed."""

    def __init__(
        self, desk: Desk, ledger: str, today: Callable[[], date], go_on: Callable[[], object]
    ) -> None:
        self._desk = desk
        self._ledger = ledger
        self._today = today
        self._is_due = False
        self.button: QPushButton = parts.button(
            "", go_on, "pencil-outline", "link", "接着写上次没写完的"
        )
        self.button.hide()
        desk.busy_changed.connect(self._on_busy)

    def read(self) -> None:
        """Look whether one waits."""
        wanted = (self._desk.station.actor.id, self._ledger)
        Query(self._desk, self.button, drafts.kept, *wanted).then(self._show).start()

    def read_later(self) -> None:
        """The same, once what is being written down now is written."""
        self._is_due = True

    def _on_busy(self, busy: bool) -> None:
        if self._is_due and not busy:
            self._is_due = False
            self.read()

    def _show(self, kept: SavedDraft | None) -> None:
        self.button.setVisible(kept is not None)
        if kept is not None:
            self.button.setText(f"没写完的一份 · {clock.told(kept.moment, self._today())}")
