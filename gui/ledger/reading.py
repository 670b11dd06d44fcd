"""What a list page shows: the snapshot its filter selects, the counts, the order."""

from dataclasses import dataclass, replace
from functools import partial
from typing import Any
from uuid import UUID

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from core.ledger import Ledger
from core.services import records, tally
from core.services.records import Filter
from core.services.snapshot import Snapshot
from core.services.tally import Count, Sums, Tabs
from gui.ledger import ready_tabs
from gui.ledger.filter_bar import FilterBar
from gui.ledger.head import PageHead
from gui.ledger.list_pane import ListPane
from gui.ledger.outgoing import Listed
from gui.ledger.table import OWN_ORDER, Order
from gui.tasks import Desk, Query


@dataclass(frozen=True, slots=True)
class Parts:
    """The parts of the page that are filled."""

    head: PageHead
    filters: FilterBar
    listing: ListPane


class Reading(QObject):
    """Reads away from the window; an answer to an older question is dropped."""

    def __init__(self, desk: Desk, ledger: Ledger, parts: Parts, owner: QWidget) -> None:
        super().__init__(owner)
        self._desk = desk
        self._owner = owner
        self._ledger = ledger
        self._parts = parts
        self._table = parts.listing.table
        self.order: Order = OWN_ORDER
        self._total: Count | None = None
        self._found: Count | None = None
        self._is_read = False
        self._asked = self._begun = 0
        self._staying: UUID | None = None
        self._under_way: set[Query[Any]] = set()
        parts.filters.changed.connect(self.reload)
        self._table.sort_wanted.connect(self._sort)

    @property
    def wanted(self) -> Filter:
        """The filter shown, in the order shown."""
        key, rising = self.order
        return replace(self._parts.filters.wanted, order=key, rising=rising)

    @property
    def listed(self) -> Listed:
        """What leaves when the list is printed or exported as it stands."""
        ids = None if self.wanted.only is None else tuple(self._table.rows.ids)
        rows = self._table.rows.ids
        shown, unseen = self._table.shown, self._table.columns.unseen()
        return Listed(self._ledger, self.wanted, ids, rows, shown, unseen)

    def reload(self, keep: UUID | None = None) -> None:
        """Take a new snapshot; the record `keep`, else the current one, stays chosen."""
        self._asked += 1
        keep = self._staying = keep or self._staying or self._table.current
        self._found = None
        self._parts.listing.show_voided(0)
        self._parts.listing.searching(0)
        self._parts.listing.show_sums(None)
        query = Query(self._desk, self._owner, records.ids, self._ledger, self.wanted)
        query.soon(partial(self._on_begun, self._asked, keep))
        self._ask(query.then(partial(self._on_ids, self._asked, keep)))
        counted = tuple(self.wanted.only or ())
        hidden = Query(self._desk, self._owner, records.hidden, self._ledger, counted)
        hidden.then(self._parts.listing.show_hidden).start()

    def check(self) -> None:
        """After a change: a new snapshot where there is something new, else the rows in view.

        A snapshot that is being taken is taken anew, and the record it was to stay with stays.
        """
        if self._staying is not None:
            self.reload()
            return
        shown = self._table.rows.ids
        query = Query(self._desk, self._owner, records.news, self._ledger, self.wanted, shown)
        self._ask(query.then(partial(self._on_checked, self._asked)))

    def _ask(self, query: Query[Any]) -> None:
        """Read the list; what an older question is still reading is not wanted any more."""
        for older in self._under_way:
            older.cancel()
        self._under_way = {query}
        query.lastly(partial(self._under_way.discard, query))
        query.stepping(lambda _step, done, _total: self._parts.listing.searching(done)).start()

    def _ask_counts(self) -> None:
        """The figures, once the list is there: they go through the whole ledger."""
        count = Query(self._desk, self._owner, tally.count, self._ledger, Filter())
        count.then(self._on_total).start()
        if self._filtered:
            found = Query(self._desk, self._owner, tally.count, self._ledger, self.wanted)
            found.then(partial(self._on_found, self._asked)).start()
        if self._ledger.sums:
            sums = Query(self._desk, self._owner, tally.sums, self._ledger, self.wanted)
            sums.then(partial(self._on_sums, self._asked)).start()
        filters = self._parts.filters
        asked = (self._ledger, filters.narrowed, filters.ready)
        tabs = Query(self._desk, self._owner, tally.tabs, *asked)
        tabs.then(partial(self._on_tabs, self._asked)).start()

    def _sort(self, key: str, rising: bool) -> None:
        self.order = (key, rising)
        self.reload()

    def _on_begun(self, asked: int, keep: UUID | None, part: Snapshot) -> None:
        """The beginning of a long list, unless the record to stay with is further down."""
        if asked == self._asked and (keep is None or part.place(keep) is not None):
            self._go_on(asked, keep, part)

    def _on_ids(self, asked: int, keep: UUID | None, ids: Snapshot) -> None:
        if asked != self._asked:
            return
        self._is_read, self._staying = True, None
        self._go_on(asked, keep, ids)
        self._ask_counts()
        self._show_counts()

    def _go_on(self, asked: int, keep: UUID | None, ids: Snapshot) -> None:
        """More of the list, below what of it is shown already."""
        if self._begun != asked or not self._table.rows.complete(ids):
            self._show(keep, ids)
        self._begun = asked

    def _show(self, keep: UUID | None, ids: Snapshot) -> None:
        table, top = self._table, self._table.top()
        table.rows.show(ids)
        table.show_order(*self.order)
        if not table.choose(keep):
            table.verticalScrollBar().setValue(top)

    def _on_checked(self, asked: int, found: Snapshot | None) -> None:
        if asked != self._asked:
            return
        if found is not None:
            self._show(self._table.current, found)
        else:
            self._table.rows.reread()
        self._ask_counts()
        self._show_counts()

    def _on_sums(self, asked: int, sums: Sums) -> None:
        if asked == self._asked:
            self._parts.listing.show_sums(sums)

    def _on_total(self, total: Count) -> None:
        self._total = total
        self._show_counts()

    def _on_found(self, asked: int, found: Count) -> None:
        if asked == self._asked:
            self._found = found
            self._show_counts()

    @property
    def _filtered(self) -> bool:
        filters = self._parts.filters
        return filters.active or filters.tabs.chosen is not None

    def _show_counts(self) -> None:
        if self._total is None or not self._is_read:
            return
        found = self._found if self._filtered else self._total
        if found is not None and found.every == len(self._table.rows.ids):
            self._parts.listing.show_voided(found.voided)
        self._parts.head.show_count(self._total, self._found if self._filtered else None)
        said = self._parts.filters.said if self._filtered else ""
        self._parts.listing.show_state(total=self._total.every, filtered=said)

    def _on_tabs(self, asked: int, found: Tabs) -> None:
        if asked == self._asked:
            self._parts.filters.tabs.show_tabs(ready_tabs.tabs(self._ledger, found))
