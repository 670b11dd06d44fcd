"""设置: one's own, the station's, its users, passwords and the recovery code."""

from collections.abc import Callable, Iterator
from functools import cached_property, partial
from typing import Protocol

from PySide6.QtWidgets import (
    QApplication,
    QButtonGroup,
    QFrame,
    QScrollArea,
    QStackedWidget,
    QWidget,
)
from typing_extensions import override

from core import places
from core.rights import Right
from core.setting import Scope, Setting
from core.settings import LETTERS, TOPICS, setting
from gui import theme
from gui.widgets import parts
from gui.widgets.backing_up import TABLE
from gui.widgets.backup_card import BackupCard
from gui.widgets.data_place import DataPlace
from gui.widgets.field_box import FieldBox
from gui.widgets.looks_card import LooksCard
from gui.widgets.own_secret import OwnSecret
from gui.widgets.rule_book import RuleBook
from gui.widgets.screen import Screen, Shell, Target
from gui.widgets.search_field import SearchField
from gui.widgets.setting_box import setting_box
from gui.widgets.setting_form import SettingForm
from gui.widgets.soundness_card import SoundnessCard
from gui.widgets.stand_in_admin import StandInAdmin
from gui.widgets.user_admin import UserAdmin
from gui.widgets.where import LOOKS

_WIDEST = 900
_SHOWS = {
    "own": "setting_value",
    "station": "setting_value",
    "rules": "setting_value",
    "users": "user",
    "backups": TABLE,
    "data": "",
}
"""Parts that read what is kept, and the tables whose changes they show."""


class _Reads(Protocol):
    """A part that shows what is kept."""

    def read(self) -> object:
        """Read it anew."""


class SettingsScreen(Screen):
    """Tabs over cards; what may only be managed is shown to whoever manages.

    A tab is filled when it is first shown, so that the screen opens at once.
    """

    def __init__(self, shell: Shell, parent: QFrame | None = None) -> None:
        super().__init__(shell, parent)
        self._manages = self.desk.station.actor.may(Right.MANAGE)
        self._entered = False
        self._pages = QStackedWidget()
        self._tabs = QButtonGroup(self)
        self._makers: list[Callable[[], QFrame]] = []
        self._made: dict[str, FieldBox] = {}
        down = parts.rows(self, (16, 12, 16, 16), 8)
        down.addWidget(parts.label("设置", "title"))
        self._seen: set[int] = set()
        self._across = parts.columns(gap=16)
        down.addLayout(self._across)
        down.addWidget(self._pages, 1)
        self._add_tabs()
        self._across.addStretch()
        self.show_tab(0)

    @cached_property
    def own(self) -> SettingForm:
        """What a person sets for himself."""
        made = SettingForm(self.desk, _topics(Scope.PERSON))
        made.changed.connect(_apply)
        return made

    @cached_property
    def station(self) -> SettingForm:
        """What is set for everybody."""
        return SettingForm(self.desk, _topics(Scope.STATION), self._made)

    @cached_property
    def words(self) -> SearchField:
        """Finds one of the station's settings."""
        made = SearchField("找设置：几个字", "Ctrl+F")
        made.searched.connect(self.station.seek)
        return made

    @cached_property
    def rules(self) -> RuleBook:
        """How strictly mediation files are checked."""
        return RuleBook(self.desk)

    @cached_property
    def users(self) -> UserAdmin:
        """Who may log in."""
        return UserAdmin(self.shell)

    @cached_property
    def secret(self) -> OwnSecret:
        """Password and recovery code."""
        return OwnSecret(self.shell)

    @cached_property
    def backups(self) -> BackupCard:
        """Where backups go."""
        return BackupCard(self.shell)

    @cached_property
    def data(self) -> DataPlace:
        """Where the data lie."""
        return DataPlace(self.desk)

    @override
    def enter(self, target: Target) -> None:
        self._entered = True
        self.refresh()
        if target.title:
            self.show_tab(self._secret)
            self.shell.say(target.title)
        if target.ledger == LOOKS:
            self.show_tab(self._looks)
        elif target.ledger:
            self._show_setting(target.ledger)

    @override
    def seek(self) -> None:
        if not self._manages:
            return
        if self._pages.currentIndex() == self._rules:
            self.rules.seek()
        else:
            self.show_tab(self._station)
            self.words.seek()

    @override
    def refresh(self, tables: frozenset[str] | None = None) -> None:
        for part, table in _SHOWS.items():
            made: _Reads | None = self.__dict__.get(part)
            if made is not None and (tables is None or table in tables):
                made.read()

    def show_tab(self, number: int) -> None:
        """Bring one of the tabs to the front."""
        self._fill(number)
        self._tabs.buttons()[number].setChecked(True)
        self._pages.setCurrentIndex(number)
        if number not in self._seen:
            self._seen.add(number)
            if self._entered:
                self.refresh()

    @override
    def ahead(self) -> Iterator[object]:
        """The other tabs, once somebody is here."""
        for number in range(self._pages.count() if self.isVisible() else 0):
            if self._manages and number == self._station:
                yield from self._boxes_ahead()
            self._fill(number)
            yield number
            parts.look_ahead(self._pages.widget(number), self._pages.size())
            yield number

    def _boxes_ahead(self) -> Iterator[object]:
        """The station has so many settings that their boxes are made a topic at a time."""
        for _name, listed in _topics(Scope.STATION):
            if "station" not in self.__dict__:
                self._made |= {one.key: setting_box(one) for one in listed}
                yield listed
        yield self.station

    def _fill(self, number: int) -> None:
        page = self._pages.widget(number)
        if page.layout() is None:
            parts.rows(page).addWidget(_scrolled(self._makers[number]()))

    def _add_tabs(self) -> None:
        self._add("本人", lambda: _carded("只对您自己有效，选了就生效", self.own))
        if self._manages:
            self._station = self._add("全站", self._stationwide)
            self._rules = self._add("案卷自查", lambda: self.rules)
            self._add("用户", lambda: self.users)
        self._secret = self._add("口令与恢复码", lambda: self.secret)
        self._add("数据安全", self._safety)
        if self._manages:
            self._looks = self._add("查看登记", lambda: LooksCard(self.desk))
            self._add("代理", lambda: StandInAdmin(self.shell))

    def _stationwide(self) -> QFrame:
        return _carded("对所有人有效，改完离开就保存", self.words, self.station)

    def _show_setting(self, key: str) -> None:
        """Go to one setting, wherever it is."""
        personal = setting(key).scope is Scope.PERSON
        number, form = (0, self.own) if personal else (self._station, self.station)
        self.show_tab(number)
        box = form.box(key)
        box.focus()
        around = self._pages.widget(number).findChild(QScrollArea)
        if isinstance(around, QScrollArea):
            around.ensureWidgetVisible(box)

    def _safety(self) -> QFrame:
        away = places.server(self.desk.station.folder).is_file()
        checked = [SoundnessCard(self.shell)] if self._manages else []
        return _stacked(*([] if away else [self.backups]), *checked, self.data)

    def _add(self, title: str, make: Callable[[], QFrame]) -> int:
        place = len(self._makers)
        tab = parts.tab(title, partial(self.show_tab, place))
        self._tabs.addButton(tab)
        self._across.addWidget(tab)
        self._pages.addWidget(parts.frame("scrolled"))
        self._makers.append(make)
        return place


def _apply(key: str, value: str) -> None:
    """Letters change at once, everywhere."""
    app = QApplication.instance()
    if key == LETTERS.key and isinstance(app, QApplication):
        theme.use_letters(app, value)


def _topics(scope: Scope) -> list[tuple[str, list[Setting]]]:
    """What may be set there, by topic."""
    of_scope = ((title, [one for one in every if one.scope is scope]) for title, every in TOPICS)
    return [(title, listed) for title, listed in of_scope if listed]


def _carded(title: str, *inside: QWidget) -> QFrame:
    card = parts.Card(title)
    for one in inside:
        card.body.addWidget(one)
    card.body.addStretch(1)
    return card


def _stacked(*cards: QFrame) -> QFrame:
    made = parts.frame("scrolled")
    down = parts.rows(made, gap=12)
    for card in cards:
        down.addWidget(card)
    down.addStretch(1)
    return made


def _scrolled(page: QFrame) -> QScrollArea:
    inside = parts.frame("scrolled")
    across = parts.columns(inside)
    page.setMaximumWidth(_WIDEST)
    across.addWidget(page, 1)
    across.addStretch()
    return parts.scrolling(inside)
