"""设置: one's own, the station's, its users, passwords and the recovery code."""

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QButtonGroup, QFrame, QScrollArea, QStackedWidget
from typing_extensions import override

from core import places
from core.rights import Right
from core.settings import LETTERS, SETTINGS, Scope
from gui import theme
from gui.widgets import parts
from gui.widgets.backing_up import TABLE
from gui.widgets.backup_card import BackupCard
from gui.widgets.data_place import DataPlace
from gui.widgets.looks_card import LooksCard
from gui.widgets.own_secret import OwnSecret
from gui.widgets.screen import Screen, Shell, Target
from gui.widgets.setting_form import SettingForm
from gui.widgets.soundness_card import SoundnessCard
from gui.widgets.stand_in_admin import StandInAdmin
from gui.widgets.user_admin import UserAdmin
from gui.widgets.where import LOOKS

_WIDEST = 900


class SettingsScreen(Screen):
    """Tabs over cards; what may only be managed is shown to whoever manages."""

    def __init__(self, shell: Shell, parent: QFrame | None = None) -> None:
        super().__init__(shell, parent)
        manages = self.desk.station.actor.may(Right.MANAGE)
        self.own = SettingForm(self.desk, [one for one in SETTINGS if one.scope is Scope.PERSON])
        self.own.changed.connect(_apply)
        self.station = SettingForm(
            self.desk, [one for one in SETTINGS if one.scope is Scope.STATION]
        )
        self.users = UserAdmin(shell)
        self.secret = OwnSecret(shell)
        self.backups = BackupCard(shell)
        self.data = DataPlace(self.desk)
        self._pages = QStackedWidget()
        self._tabs = QButtonGroup(self)
        down = parts.rows(self, (16, 12, 16, 16), 8)
        down.addWidget(parts.label("设置", "title"))
        self._across = parts.columns(gap=16)
        down.addLayout(self._across)
        down.addWidget(self._pages, 1)
        self._add("本人", _carded("只对您自己有效，选了就生效", self.own))
        if manages:
            self._add("全站", _carded("对所有人有效，改完离开就保存", self.station))
            self._add("用户", self.users)
        self._secret = self._add("口令与恢复码", self.secret)
        away = places.server(self.desk.station.folder).is_file()
        checked = [SoundnessCard(shell)] if manages else []
        cards = [*([] if away else [self.backups]), *checked, self.data]
        self._add("数据安全", _stacked(*cards))
        if manages:
            self._looks = self._add("查看登记", LooksCard(self.desk))
            self._add("代理", StandInAdmin(shell))
        self._across.addStretch()
        self.show_tab(0)

    @override
    def enter(self, target: Target) -> None:
        self.refresh()
        if target.title:
            self.show_tab(self._secret)
            self.shell.say(target.title)
        if target.ledger == LOOKS:
            self.show_tab(self._looks)

    @override
    def refresh(self, tables: frozenset[str] | None = None) -> None:
        if tables is None or "setting_value" in tables:
            self.own.read()
            self.station.read()
        if tables is None or TABLE in tables:
            self.backups.read()
        if tables is None or "user" in tables:
            self.users.read()
        if tables is None:
            self.data.read()

    def show_tab(self, number: int) -> None:
        """Bring one of the tabs to the front."""
        self._tabs.buttons()[number].setChecked(True)
        self._pages.setCurrentIndex(number)

    def _add(self, title: str, page: QFrame) -> int:
        place = self._pages.count()
        tab = parts.tab(title, partial(self.show_tab, place))
        self._tabs.addButton(tab)
        self._across.addWidget(tab)
        self._pages.addWidget(_scrolled(page))
        return place


def _apply(key: str, value: str) -> None:
    """Letters change at once, everywhere."""
    app = QApplication.instance()
    if key == LETTERS.key and isinstance(app, QApplication):
        theme.use_letters(app, value)


def _carded(title: str, form: QFrame) -> QFrame:
    card = parts.Card(title)
    card.body.addWidget(form)
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
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    inside = parts.frame("scrolled")
    across = parts.columns(inside)
    page.setMaximumWidth(_WIDEST)
    across.addWidget(page, 1)
    across.addStretch()
    area.setWidget(inside)
    return area
