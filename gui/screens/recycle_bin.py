"""The place 回收站: what was deleted, ledger by ledger, and the way back."""

from collections.abc import Sequence
from functools import partial
from uuid import UUID

from PySide6.QtWidgets import QStackedWidget, QWidget
from typing_extensions import override

from core import records as ledgers
from core.ledger import Ledger
from core.services import records
from core.services.records import Filter
from gui.ledger.binned_pane import BinnedPane
from gui.ledger.cells import Sight
from gui.ledger.column_menu import ColumnMenu
from gui.ledger.destroy_form import told
from gui.ledger.state_tabs import StateTabs, Tab
from gui.ledger.table import RowsTable
from gui.tasks import Perform, Query
from gui.widgets import parts
from gui.widgets.screen import Screen, Shell, Target

_BINNED = Filter(binned=True)


class RecycleBin(Screen):
    """Nothing goes by itself; Enter or 找回 brings the chosen records back."""

    def __init__(self, shell: Shell, parent: QWidget | None = None) -> None:
        super().__init__(shell, parent)
        actor = self.desk.station.actor
        self._ledgers = [one for one in ledgers.LEDGERS if actor.may(one.needs)]
        self._counts: dict[str, int] = {}
        self._asked = 0
        self.tabs = StateTabs(whole="")
        self.table = RowsTable(self.desk, Sight(self._ledgers[0], shell.today()), binned=True)
        ColumnMenu(self.table)
        self._foot = parts.label("", "caption")
        self._foot.setMargin(8)
        self.pane = BinnedPane(self.desk)
        self.pane.form.destroyed.connect(lambda outcome: shell.say(told(outcome)))
        self._lay_out()
        self.tabs.chosen_changed.connect(self._read)
        self.table.opened.connect(self.restore)
        self.table.picked.connect(self._show_chosen)
        self.table.rows.arrived.connect(self._show_chosen)

    @override
    def enter(self, target: Target) -> None:
        self.refresh()
        self.table.setFocus()

    @override
    def refresh(self, tables: frozenset[str] | None = None) -> None:
        self._asked += 1
        self._counts = {}
        for ledger in self._ledgers:
            count = partial(self._on_count, self._asked, ledger)
            Query(self.desk, self, records.count, ledger, _BINNED).then(count).start()

    def restore(self) -> None:
        """Bring the chosen records back into their ledger."""
        chosen = self.table.chosen
        if not chosen:
            self.shell.fail("请先在列表里选中要找回的记录。")
            return
        Perform(self.desk, self, records.restore, self._ledger.name, chosen).start()

    @property
    def _ledger(self) -> Ledger:
        return self.table.rows.sight.ledger

    def _lay_out(self) -> None:
        down = parts.rows(self, (16, 12, 16, 16), 12)
        said = parts.label("删除的记录放在这里，随时可以找回；程序不会自动清空", "caption")
        back = parts.button("找回", self.restore, "restore", "primary", "找回选中的（Enter）")
        down.addLayout(parts.page_head("回收站", (said,), (back,)))
        card = parts.Card(margins=(1, 1, 1, 0))
        card.body.setSpacing(0)
        card.body.addWidget(self.tabs)
        card.body.addWidget(parts.rule())
        self._stack = QStackedWidget()
        self._stack.addWidget(self.table)
        self._stack.addWidget(parts.Empty("回收站是空的", icon="trash-can-outline"))
        card.body.addWidget(self._stack, 1)
        card.body.addWidget(self._foot)
        across = parts.columns(gap=12)
        across.addWidget(card, 1)
        across.addWidget(self.pane)
        down.addLayout(across, 1)

    def _on_count(self, asked: int, ledger: Ledger, count: int) -> None:
        if asked != self._asked:
            return
        self._counts[ledger.name] = count
        if len(self._counts) < len(self._ledgers):
            return
        filled = [one for one in self._ledgers if self._counts[one.name]]
        if not any(one.name == self.tabs.chosen for one in filled):
            self.tabs.choose(filled[0].name if filled else None)
        self.tabs.show_tabs([Tab(one.name, one.title, self._counts[one.name]) for one in filled])
        self._read()

    def _read(self) -> None:
        ledger = next((one for one in self._ledgers if one.name == self.tabs.chosen), None)
        if ledger is None:
            self._on_ids(self._asked, self._ledgers[0], ())
            return
        show = partial(self._on_ids, self._asked, ledger)
        Query(self.desk, self, records.ids, ledger, _BINNED).then(show).start()

    def _on_ids(self, asked: int, ledger: Ledger, ids: Sequence[UUID]) -> None:
        if asked != self._asked:
            return
        self.table.rows.show(ids, Sight(ledger, self.shell.today()))
        self.table.setAccessibleName(f"回收站里的{ledger.title}")
        self._stack.setCurrentIndex(0 if ids else 1)
        if ids:
            self.table.choose(ids[0])
        self._show_chosen()

    def _show_chosen(self) -> None:
        alone = self.table.chosen_count == 1
        row = self.table.current_row if alone else None
        if row is not None or not alone:
            self.pane.show_row(self._ledger, row)
        self._show_foot()

    def _show_foot(self) -> None:
        unit = self._ledger.unit
        said = f"共 {len(self.table.rows.ids):,} {unit} · 已选 {self.table.chosen_count:,} {unit}"
        self._foot.setText(said if self.table.rows.ids else "")
