"""队伍: the roster and what belongs to it, each a tab: sent down, leave, training, equipment."""

from collections.abc import Iterator
from functools import partial

from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QPushButton, QStackedWidget
from typing_extensions import override

from core import records
from gui.ledger.page import LedgerPage
from gui.widgets import parts
from gui.widgets.screen import Screen, Shell, Target
from gui.widgets.team_page import TeamPage

TEAM = "team"
TABS = (
    ("staff", "花名册"),
    ("secondment", "下沉人员"),
    ("leave", "请销假"),
    ("training", "学习培训"),
    ("equipment", "装备"),
    (TEAM, "空岗与重岗"),
)


class PeopleScreen(Screen):
    """One tab in front; each page is made when it is first wanted."""

    def __init__(self, shell: Shell) -> None:
        super().__init__(shell)
        self._pages: dict[str, Screen] = {}
        self._name = TABS[0][0]
        self._stack = QStackedWidget()
        self.tabs: dict[str, QPushButton] = {}
        down = parts.rows(self, gap=0)
        down.addLayout(self._strip())
        down.addWidget(self._stack, 1)

    @property
    def page(self) -> Screen:
        """The page in front."""
        if self._name not in self._pages:
            made = self._made(self._name)
            self._pages[self._name] = made
            self._stack.addWidget(made)
        return self._pages[self._name]

    @property
    @override
    def ledger_name(self) -> str:
        return "" if self._name == TEAM else self._name

    @override
    def enter(self, target: Target) -> None:
        if target.ledger in self.tabs:
            self._turn(target.ledger)
        self._stack.setCurrentWidget(self.page)
        self.tabs[self._name].setChecked(True)
        self.page.enter(target)

    @override
    def refresh(self, tables: frozenset[str] | None = None) -> None:
        self.page.refresh(tables)

    @override
    def new(self) -> None:
        self.page.new()

    @override
    def ahead(self) -> Iterator[object]:
        yield from self.page.ahead()

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

    def _turn(self, name: str) -> None:
        if name != self._name:
            self.page.leave()
            self._name = name

    def _press(self, name: str) -> None:
        self._turn(name)
        self.enter(Target("people", ledger=name))

    def _made(self, name: str) -> Screen:
        if name == TEAM:
            return TeamPage(self.shell)
        return LedgerPage(self.shell, records.ledger(name))

    def _strip(self) -> QHBoxLayout:
        across = parts.columns(margins=(16, 8, 16, 0), gap=16)
        group = QButtonGroup(self)
        for name, title in TABS:
            tab = parts.tab(title, partial(self._press, name))
            self.tabs[name] = tab
            group.addButton(tab)
            across.addWidget(tab)
        across.addStretch()
        return across
