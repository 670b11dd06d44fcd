"""The place 台账: every ledger the person may see, one page each, made when first wanted."""

from PySide6.QtWidgets import QStackedWidget, QWidget
from typing_extensions import override

from core import records
from core.ledger import Ledger
from gui.ledger.page import LedgerPage
from gui.widgets import parts
from gui.widgets.screen import Screen, Shell, Target

_FIRST = "staff"
_ELSEWHERE = "user"
"""Users are kept under 设置: a login is more than a record."""
SHOWN: tuple[Ledger, ...] = tuple(one for one in records.LEDGERS if one.name != _ELSEWHERE)


class LedgersScreen(Screen):
    """Shows one ledger at a time; the title is the switch."""

    def __init__(self, shell: Shell, parent: QWidget | None = None) -> None:
        super().__init__(shell, parent)
        self._ledgers = SHOWN
        self._pages: dict[str, LedgerPage] = {}
        self._stack = QStackedWidget()
        parts.rows(self).addWidget(self._stack)

    @property
    def page(self) -> LedgerPage:
        """The page in front."""
        page = self._stack.currentWidget()
        return page if isinstance(page, LedgerPage) else self._page_of(_FIRST)

    @property
    @override
    def ledger_name(self) -> str:
        return self.page.ledger.name

    @override
    def enter(self, target: Target) -> None:
        known = {one.name for one in self._ledgers}
        name = target.ledger if target.ledger in known else self.page.ledger.name
        self._show(name, target)

    @override
    def refresh(self, tables: frozenset[str] | None = None) -> None:
        self.page.refresh(tables)

    @override
    def new(self) -> None:
        self.page.new()

    @override
    def seek(self) -> None:
        self.page.seek()

    @override
    def print_it(self) -> None:
        self.page.print_it()

    @override
    def export(self) -> None:
        self.page.export()

    @override
    def leave(self) -> None:
        self.page.leave()

    def _show(self, name: str, target: Target) -> None:
        page = self._page_of(name)
        if self._stack.currentWidget() not in (None, page):
            self.page.leave()
        self._stack.setCurrentWidget(page)
        page.enter(target)
        page.listing.focus()

    def _page_of(self, name: str) -> LedgerPage:
        if name not in self._pages:
            ledger = next(one for one in self._ledgers if one.name == name)
            page = LedgerPage(self.shell, ledger, self._ledgers)
            page.switched.connect(lambda other: self._show(other, Target("ledgers", other)))
            self._pages[name] = page
            self._stack.addWidget(page)
        return self._pages[name]
