"""One page for every ledger: filters, the list, and beside it the record or its form."""

from collections.abc import Iterator, Sequence
from functools import partial
from typing import ClassVar
from uuid import UUID

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from core.ledger import Ledger
from core.rights import Right
from core.services.records import Row
from gui.ledger import panes, removal
from gui.ledger.beside import Beside
from gui.ledger.cells import Sight
from gui.ledger.destroy_form import told
from gui.ledger.exchange import Exchange, Rights
from gui.ledger.filter_bar import FilterBar, Preset
from gui.ledger.head import Acts, PageHead, Titled
from gui.ledger.list_pane import ListPane, Offers, noun
from gui.ledger.reading import Parts, Reading
from gui.ledger.record_pane import RecordPane
from gui.ledger.saved_queries import SavedQueries
from gui.ledger.telling import Telling
from gui.ledger.viewing import Viewing
from gui.ledger.waiting_draft import WaitingDraft
from gui.widgets import parts
from gui.widgets.looking import Looking
from gui.widgets.screen import Screen, Shell, Target

FOLLOW_MS = 120
_PANE = 372
_FORM = 600
OWN_PLACES = {"visit": "visits", "mediation_case": "mediation", "meeting": "meeting"}
"""Ledgers whose records are worked on in a screen of their own."""
_REGISTERS = frozenset({"destruction", "hand_over"})
"""Ledgers whose lines are written by the acts they tell of, and read by everybody."""


class LedgerPage(Screen):
    """Any ledger."""

    switched = Signal(str)
    pane_class: ClassVar[type[RecordPane]] = RecordPane

    def __init__(
        self,
        shell: Shell,
        ledger: Ledger,
        others: Sequence[Titled] = (),
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(shell, parent)
        self.ledger = ledger
        self.own_place = OWN_PLACES.get(ledger.name, "")
        actor = self.desk.station.actor
        may = actor.may(Right.KEEP) and actor.may(ledger.needs)
        self.may_keep = may and ledger.name not in _REGISTERS
        self.may_send = actor.may(Right.SEND)
        self.exchange = Exchange(shell, self, ledger, Rights(self.may_keep, self.may_send))
        self.word = f"登记{noun(ledger)}"
        self.head = PageHead(ledger, others, self.word, self._acts())
        self.filters = FilterBar(self.desk, ledger, shell.today)
        self.telling = Telling(self.desk, self, ledger, shell.today)
        self.listing = ListPane(self.desk, Sight(ledger, shell.today()), self._offers())
        self.table = self.listing.table
        self.looking = Looking(self.desk, self)
        self.pane = panes.made(shell, ledger, self.pane_class, self.word)
        filled = Parts(self.head, self.filters, self.listing)
        self.draft = WaitingDraft(self.desk, ledger.name, shell.today, self.new)
        self.head.put_beside(self.draft.button)
        self.queries = SavedQueries(self.desk, ledger.name, self.filters)
        self.reading = Reading(self.desk, ledger, filled, self)
        self.telling.of(self.table, lambda: self.reading.wanted, shell.say)
        self.viewing = Viewing(self.desk, self.table, self.reading, self)
        self.exchange.begin(self.listing, self.reading)
        self._lay_out()
        self._connect()

    @override
    def enter(self, target: Target) -> None:
        if target.where or target.ids is not None:
            self.filters.apply(target.where, Preset(ids=target.ids, title=target.title))
        self.draft.read()
        self.queries.read(opening=target == Target(target.place, target.ledger))
        self.viewing.read(target.record)

    @override
    def refresh(self, tables: frozenset[str] | None = None) -> None:
        if tables is None:
            self.reading.reload()
        elif tables & tables_of(self.ledger):
            self.reading.check()

    @override
    def new(self) -> None:
        if self.may_keep and self.own_place:
            self.shell.go(Target(self.own_place, ledger=self.ledger.name))
        elif self.may_keep:
            self.pane.begin()
            self._show_pane()
            self.pane.focus()

    @override
    def ahead(self) -> Iterator[object]:
        if self.may_keep and not self.own_place:
            yield from self.pane.ahead()

    @override
    def seek(self) -> None:
        self._show_list()
        self.filters.seek()

    @override
    def print_it(self) -> None:
        self.exchange.print_it()

    @override
    def export(self) -> None:
        self.exchange.export()

    @override
    def leave(self) -> None:
        self.viewing.keep()
        self.pane.keep_draft()

    def bring_in(self) -> None:
        """Open the import of workbooks into this ledger."""
        self.shell.go(Target("import", ledger=self.ledger.name))

    def _acts(self) -> Acts:
        return Acts(
            self.bring_in if self.may_keep else None,
            self.export if self.may_send else None,
            self.print_it,
            self.new if self.may_keep else None,
        )

    def _offers(self) -> Offers:
        begin = [(self.word, self.new), ("从 Excel 导入", self.bring_in)]
        many = list(self.exchange.many())
        if self.may_keep and self.ledger.number is None:
            many.append(("删除（可找回）", self._remove))
        begin = begin if self.may_keep else []
        return Offers(begin, self.filters.clear, many, self.telling.acts)

    def _lay_out(self) -> None:
        down = parts.rows(self, (16, 12, 16, 16), 12)
        down.addWidget(self.head)
        down.addWidget(self.filters)
        self._beside = Beside(self.listing, self.pane, self.filters)
        down.addWidget(self._beside, 1)

    def _connect(self) -> None:
        self._follow = QTimer(self, singleShot=True, interval=FOLLOW_MS)
        self._follow.timeout.connect(self._show_current)
        self.head.switched.connect(self.switched)
        self.table.picked.connect(self._follow.start)
        self.table.rows.arrived.connect(self._show_current)
        self.table.opened.connect(self._open)
        self.table.edit_wanted.connect(self._edit)
        self.table.remove_wanted.connect(self._remove)
        self.pane.closed.connect(self._show_list)
        for over in (self.pane.closed, self.pane.saved, self.pane.dropped):
            over.connect(self.draft.read_later)
        self.pane.saved.connect(self._on_saved)
        self.pane.opened.connect(self._edit)
        self.pane.remove_wanted.connect(self._remove)
        self.pane.ended.connect(lambda done: self.shell.say(told(done)))
        self.pane.ended.connect(lambda _done: self._after_removal())
        steps = (("Alt+Up", partial(_step, self, -1)), ("Alt+Down", partial(_step, self, 1)))
        for keys, act in (("Esc", partial(_escape, self)), ("Alt+Left", self._show_list), *steps):
            shortcut = QShortcut(QKeySequence(keys), self, act)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)

    def _show_current(self) -> None:
        """Let the pane follow the list; a record the filter left out is shown no longer."""
        row = self.table.current_row
        if self.pane.editing:
            return
        shown = self._beside.is_wide or not self.pane.isHidden()
        if row and self.table.chosen_count == 1 and shown:
            self._show_row(row)
        elif not self.table.chosen_count and not self.pane.isHidden():
            self._beside.close_pane()

    def _show_row(self, row: Row) -> None:
        self.pane.show_row(row, may_keep=self.may_keep)
        self._show_pane()
        self.looking.open_row(self.ledger, row)

    def _show_pane(self) -> None:
        self._beside.open(_FORM if self.pane.editing else _PANE)
        self.pane.narrow(is_narrow=not self._beside.is_wide)

    def _show_list(self) -> None:
        self.pane.leave()
        self._beside.close_pane()
        self.listing.focus()

    def _on_saved(self, identity: UUID) -> None:
        self.reading.reload(identity)
        self.table.setFocus()

    def _open(self) -> None:
        """Enter: show the record; where it is shown already, change it."""
        row = self.table.current_row
        if row is None:
            return
        if self.own_place or not self.pane.isHidden():
            self._edit()
        else:
            self._show_row(row)

    def _edit(self) -> None:
        row = self.table.current_row
        if row is None:
            return
        if self.own_place:
            self.shell.go(Target(self.own_place, ledger=self.ledger.name, record=row.id))
        elif self.may_keep:
            self.pane.edit(row)
            self._show_pane()
            self.pane.focus()

    def _remove(self) -> None:
        row, chosen = self.table.current_row, self.table.chosen
        if not chosen or not self.may_keep:
            return
        if row is not None and removal.official_number(self.ledger, row):
            removal.void(self.desk, self, self.ledger, row)
        else:
            removal.remove(self.desk, self, self.ledger, chosen, self._after_removal)

    def _after_removal(self) -> None:
        self.table.clearSelection()
        self._show_list()


def _escape(page: LedgerPage) -> None:
    if page.pane.isHidden():
        page.table.clearSelection()
    else:
        page.pane.closed.emit()


def _step(page: LedgerPage, by: int) -> None:
    """To the neighbour, from wherever one reads; where one types, the form stays."""
    place = None if page.pane.editing else page.table.step(by)
    row = None if place is None else page.table.rows.row(place)
    if row is not None and not page.pane.isHidden():
        page.pane.show_row(row, may_keep=page.may_keep)


def tables_of(ledger: Ledger) -> frozenset[str]:
    """What a list reads: the ledger, what lives inside it, what it points at."""
    inside = {child.name for child in ledger.children}
    linked = {one.link for one in ledger.fields() if one.link}
    return frozenset({ledger.name, *inside, *linked})
