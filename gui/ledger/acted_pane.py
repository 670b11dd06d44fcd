"""A record beside its list with the acts it offers: they stand above the foot."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QBoxLayout, QGridLayout, QPushButton
from typing_extensions import override

from core.ledger import Ledger, Values
from core.services import records
from core.services.records import Row
from gui.ledger.record_pane import RecordPane
from gui.tasks import Desk, Perform, Query
from gui.widgets import parts
from gui.widgets.act_panel import ActPanel, Question
from gui.widgets.choices import Choice, keyed

Made = Mapping[str, tuple[str, Callable[[], object]]]
"""Each act by its words: its icon, and what it does."""

_IN_A_ROW = 3
_PANEL_SHARE = 9
"""Of the room of the pane, beside one share for the facts: a question is seen whole."""


class ActedPane(RecordPane):
    """A question takes the place of the acts. `paper_wanted` prints a form of the record."""

    paper_wanted = Signal(str, object)

    def __init__(self, desk: Desk, ledger: Ledger, today: Callable[[], date], act: str) -> None:
        super().__init__(desk, ledger, today, act)
        self.panel = ActPanel(desk)
        self.panel.left.connect(self._offer)
        self._row: Row | None = None
        self._may_keep = False
        self.told = parts.label("", "caption")
        self.told.setWordWrap(True)
        self.told.hide()
        self._places = QGridLayout()
        self._places.setContentsMargins(0, 0, 8, 0)
        self._places.setColumnStretch(_IN_A_ROW, 1)
        self.acts = {
            words: parts.button(words, act, icon) for words, (icon, act) in self._made().items()
        }
        self._place(list(self.acts.values()))
        down = self.detail.layout()
        assert isinstance(down, QBoxLayout)
        down.insertWidget(down.count() - 1, self.told)
        down.insertLayout(down.count() - 1, self._places)
        down.insertWidget(down.count() - 1, self.panel, _PANEL_SHARE)

    @override
    def show_row(self, row: Row, *, may_keep: bool) -> None:
        other = self._row is None or self._row.id != row.id
        self._row, self._may_keep = row, may_keep
        super().show_row(row, may_keep=may_keep)
        if other:
            self.told.setText("")
            if not self.panel.isHidden():
                self.panel.leave()
        self._offer()
        self._tell(row)

    def press(self, act: str) -> None:
        """Do an act, if it is offered now."""
        if not self.acts[act].isHidden():
            self.acts[act].click()

    def _made(self) -> Made:
        raise NotImplementedError

    def _offered(self, row: Row) -> Sequence[str]:
        """The acts that suit where the record stands."""
        raise NotImplementedError

    def _tell(self, row: Row) -> None:
        """Say something more of the record, above its acts."""

    def _say(self, told: str) -> None:
        self.told.setText(told)
        self.told.setVisible(bool(told) and self.panel.isHidden())

    def _offer(self) -> None:
        """Show the acts that suit the record, unless a question is open."""
        row, idle = self._row, self.panel.isHidden()
        offered = self._offered(row) if row is not None and idle else ()
        self.told.setVisible(idle and bool(self.told.text()))
        self._place([button for words, button in self.acts.items() if words in offered])
        for words, button in self.acts.items():
            button.setVisible(words in offered)
        if row is not None:
            self._change.setVisible(idle and self._may_keep)
            self._remove.setVisible(idle and self._may_keep and not row.values.get("voided_on"))

    def _place(self, shown: Sequence[QPushButton]) -> None:
        """Side by side, as many as the narrowest pane has room for; no words are cut off."""
        for place, button in enumerate(shown):
            self._places.addWidget(button, *divmod(place, _IN_A_ROW))

    def _ask(self, question: Question) -> None:
        self.panel.ask(question)
        self._offer()

    def _with_choices(
        self, table: str, ask: Callable[[Row, list[Choice]], object], day: date | None = None
    ) -> None:
        """Ask once the records a field may point at, on a day, are read."""
        row = self._row
        if row is None:
            return

        def go_on(found: Sequence[tuple[UUID, str]]) -> None:
            if self._row is not None and self._row.id == row.id:
                ask(row, keyed(found))

        Query(self._desk, self, records.choices, table, day).then(go_on).start()

    def _run(self, act: Perform[Any]) -> None:
        act.then(lambda _done: self.panel.leave()).failed(self.panel.refuse).start()


def day_in(values: Values, key: str) -> date | None:
    """A day among answers."""
    found = values.get(key)
    return found if isinstance(found, date) else None


def link_in(values: Values, key: str) -> UUID | None:
    """A record chosen among answers."""
    found = values.get(key)
    return found if isinstance(found, UUID) else None
