"""常用查询: a menu of what a person often looks for, above every list."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QMenu, QPushButton

from core.services import saved_queries
from core.services.saved_queries import SavedQuery
from gui import ask
from gui.ledger.filter_bar import FilterBar
from gui.tasks import Desk, Perform, Query

_WORDS, _TAB, _LATE = ".words", ".tab", ".late"


class SavedQueries(QObject):
    """Fills the menu of one ledger's filter bar; the query marked opens with the ledger."""

    def __init__(self, desk: Desk, ledger: str, filters: FilterBar) -> None:
        super().__init__(filters)
        self._desk = desk
        self._ledger = ledger
        self._filters = filters
        self._kept: Sequence[SavedQuery] = ()
        self._is_open = False
        self.managing: dict[str, QMenu] = {}
        self.menu = QMenu(filters)
        filters.saved.setMenu(self.menu)
        self.menu.aboutToShow.connect(self._fill)

    @property
    def button(self) -> QPushButton:
        """What the menu hangs on."""
        return self._filters.saved

    def read(self, *, opening: bool) -> None:
        """Read what is kept; the first time a ledger is opened as such, begin with the query."""
        owner = self._desk.station.actor.id
        begins = opening and not self._is_open
        self._is_open = True
        query = Query(self._desk, self._filters, saved_queries.kept, owner, self._ledger)
        query.then(partial(self._show, begins)).start()

    def use(self, query: SavedQuery) -> None:
        """Look for it."""
        put_back(self._filters, query.texts)

    def _show(self, begins: bool, kept: Sequence[SavedQuery]) -> None:
        self._kept = kept
        self._fill()
        first = next((one for one in kept if one.first), None)
        if begins and first is not None and not self._filters.active:
            self.use(first)

    def _fill(self) -> None:
        self.menu.clear()
        for old in self.managing.values():
            old.deleteLater()
        self.managing.clear()
        for one in self._kept:
            self.menu.addAction(one.name, partial(self.use, one))
        self.menu.addSeparator()
        keeping = self.menu.addAction("存为常用查询…", self.keep)
        keeping.setEnabled(bool(standing(self._filters)))
        for one in self._kept:
            inner = self.managing[one.name] = QMenu(f"管理“{one.name}”", self.menu)
            self.menu.addMenu(inner)
            always = inner.addAction("打开台账就用它", partial(self._open_with, one))
            always.setCheckable(True)
            always.setChecked(one.first)
            inner.addAction("改名…", partial(self._rename, one))
            inner.addAction("删除", partial(self._drop, one))

    def keep(self) -> None:
        """Ask for a name, and keep what is looked for now."""
        texts = standing(self._filters)
        name = ask.line(self._filters, "存为常用查询", "给这些条件起个名字：", "存下")
        if name is not None:
            self._change(
                Perform(self._desk, self._filters, saved_queries.keep, self._ledger, name, texts)
            )

    def _rename(self, one: SavedQuery) -> None:
        new = ask.line(self._filters, "常用查询改名", f"“{one.name}”改叫：", "改名")
        if new is not None:
            wanted = (self._ledger, one.name, new)
            self._change(Perform(self._desk, self._filters, saved_queries.rename, *wanted))

    def _drop(self, one: SavedQuery) -> None:
        wanted = (self._ledger, one.name)
        self._change(Perform(self._desk, self._filters, saved_queries.drop, *wanted))

    def _open_with(self, one: SavedQuery) -> None:
        wanted = (self._ledger, one.name)
        self._change(Perform(self._desk, self._filters, saved_queries.open_with, *wanted))

    def _change(self, act: Perform[None]) -> None:
        act.then(lambda _none: self.read(opening=False)).start()


def standing(filters: FilterBar) -> dict[str, list[str]]:
    """The conditions as they stand in the editors; a figure's own records are not among them."""
    chosen = {key: list(one.chosen) for key, one in filters.values.items() if one.chosen}
    alone = {
        _WORDS: filters.words.text().strip(),
        _LATE: "yes" if filters.late.isChecked() else "",
        _TAB: filters.tabs.chosen or "",
    }
    return chosen | {key: [text] for key, text in alone.items() if text}


def put_back(filters: FilterBar, texts: dict[str, list[str]]) -> None:
    """Put kept conditions into the editors, in place of those there are."""

    def only(key: str) -> str:
        return next(iter(texts.get(key, ())), "")

    filters.clear()
    filters.words.blockSignals(True)
    filters.words.setText(only(_WORDS))
    filters.words.blockSignals(False)
    filters.late.setChecked(bool(only(_LATE)))
    filters.tabs.choose(only(_TAB) or None)
    for key, one in filters.values.items():
        one.choose(texts.get(key, ()))
    filters.tell()
