"""The place 台账: every ledger and register the person may see, a page each, made when wanted."""

from collections.abc import Iterator

from PySide6.QtWidgets import QStackedWidget, QWidget
from typing_extensions import override

from core import records
from core.ledger import Ledger
from core.services.registers import REGISTERS, Register
from gui.ledger.duty_page import PAPERS, DutyPage
from gui.ledger.head import Titled
from gui.ledger.page import LedgerPage
from gui.ledger.register_page import RegisterPage
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
        self._others: tuple[Titled, ...] = (*SHOWN, *REGISTERS)
        self._pages: dict[str, LedgerPage | RegisterPage] = {}
        self._stack = QStackedWidget()
        parts.rows(self).addWidget(self._stack)

    @property
    def page(self) -> LedgerPage:
        """The page in front."""
        page = self._stack.currentWidget()
        return page if isinstance(page, LedgerPage) else self._ledger_page(_FIRST)

    @property
    def front(self) -> LedgerPage | RegisterPage:
        """The page in front, a ledger's or a register's."""
        page = self._stack.currentWidget()
        return page if isinstance(page, RegisterPage) else self.page

    @property
    @override
    def ledger_name(self) -> str:
        return "" if isinstance(self.front, RegisterPage) else self.page.ledger.name

    @override
    def enter(self, target: Target) -> None:
        known = {one.name for one in self._others}
        name = target.ledger if target.ledger in known else _name(self.front)
        self._show(name, target)

    @override
    def refresh(self, tables: frozenset[str] | None = None) -> None:
        self.front.refresh(tables)

    @override
    def new(self) -> None:
        self.front.new()

    @override
    def ahead(self) -> Iterator[object]:
        """The form of the page in front; where one is among ledgers, the others too."""
        yield self.page
        parts.look_ahead(self.page, self.size())
        yield from self.page.ahead()
        for one in self._ledgers if self.isVisible() else ():
            if one.name not in self._pages:
                page = self._page_of(one.name)
                yield page
                parts.look_ahead(page, self.size())
                yield page

    @override
    def seek(self) -> None:
        self.front.seek()

    @override
    def print_it(self) -> None:
        self.front.print_it()

    @override
    def export(self) -> None:
        self.front.export()

    @override
    def leave(self) -> None:
        self.front.leave()

    def _show(self, name: str, target: Target) -> None:
        page = self._page_of(name)
        if self._stack.currentWidget() not in (None, page):
            self.front.leave()
        self._stack.setCurrentWidget(page)
        page.enter(target)
        if isinstance(page, LedgerPage):
            page.listing.focus()
        else:
            page.table.setFocus()

    def _page_of(self, name: str) -> LedgerPage | RegisterPage:
        if name not in self._pages:
            register = next((one for one in REGISTERS if one.name == name), None)
            page = self._made(name) if register is None else self._register_page(register)
            page.switched.connect(lambda other: self._show(other, Target("ledgers", other)))
            self._pages[name] = page
            self._stack.addWidget(page)
        return self._pages[name]

    def _ledger_page(self, name: str) -> LedgerPage:
        page = self._page_of(name)
        assert isinstance(page, LedgerPage)
        return page

    def _made(self, name: str) -> LedgerPage:
        ledger = next(one for one in self._ledgers if one.name == name)
        made = DutyPage if name in PAPERS else LedgerPage
        return made(self.shell, ledger, self._others)

    def _register_page(self, register: Register) -> RegisterPage:
        return RegisterPage(self.shell, register, self._others)


def _name(page: LedgerPage | RegisterPage) -> str:
    return page.register.name if isinstance(page, RegisterPage) else page.ledger.name
