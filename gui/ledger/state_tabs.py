"""Status tabs with counts; what does not fit the width goes into a menu."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QButtonGroup, QFrame, QMenu, QPushButton, QSizePolicy, QWidget
from typing_extensions import override

from gui.widgets import parts

_GAP = 16
_SIDE = 16


@dataclass(frozen=True, slots=True)
class Tab:
    """One state: its value (none: all, empty: without one), its name, how many there are.

    What stands `apart` is a question across the states, and no part of the whole.
    """

    value: str | None
    name: str
    count: int
    apart: bool = False

    @property
    def words(self) -> str:
        """What the tab says."""
        return f"{self.name} {self.count:,}"


class StateTabs(QFrame):
    """One tab a state that occurs, after one for the `whole`, which is none where it is empty."""

    chosen_changed = Signal()

    def __init__(self, whole: str = "全部") -> None:
        super().__init__()
        self._whole = whole
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.chosen: str | None = None
        self._tabs: list[Tab] = []
        self._group = QButtonGroup(self)
        self._across = parts.columns(self, (_SIDE, 0, _SIDE, 0), _GAP)
        self._more = parts.tab("更多")
        self._more.setMenu(QMenu(self._more))
        self._across.addWidget(self._more)
        self._across.addStretch()
        self._buttons: list[QPushButton] = []
        self._add_button()
        self.show_tabs([])

    def choose(self, value: str | None) -> None:
        """Press a tab; nobody is told."""
        self.chosen = value
        self._refresh()

    def show_tabs(self, tabs: Sequence[Tab]) -> None:
        """Show these states; the one chosen stays even where it has become empty."""
        whole = (
            [Tab(None, self._whole, sum(one.count for one in tabs if not one.apart))]
            if self._whole
            else []
        )
        self._tabs = [*whole, *tabs]
        while len(self._buttons) < len(self._tabs):
            self._add_button()
        for button, one in zip(self._buttons, self._tabs, strict=False):
            button.setText(one.words)
        self._refresh()

    @property
    def tabs(self) -> Sequence[Tab]:
        """What is offered."""
        return self._tabs

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(0, super().minimumSizeHint().height())

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._refresh()

    def _add_button(self) -> None:
        """One more tab, next in the order of Tab; the buttons stay, so that the focus does."""
        place = len(self._buttons)
        button = parts.tab("", lambda: self._press(self._tabs[place].value))
        self._group.addButton(button)
        self._across.insertWidget(place, button)
        if place:
            QWidget.setTabOrder(self._buttons[-1], button)
        self._buttons.append(button)

    def _press(self, value: str | None) -> None:
        if value != self.chosen:
            self.choose(value)
            self.chosen_changed.emit()

    def _refresh(self) -> None:
        """Press the chosen tab; hide what has no room, the chosen one last."""
        shown = list(zip(self._tabs, self._buttons, strict=False))
        widths = [button.sizeHint().width() + _GAP for _, button in shown]
        room = self.width() - 2 * _SIDE
        if sum(widths) > room:
            room -= self._more.sizeHint().width() + _GAP
        hidden: list[Tab] = []
        for (one, button), width in zip(shown, widths, strict=True):
            chosen = one.value == self.chosen
            button.setChecked(chosen)
            room -= width
            button.setVisible(room >= 0 or chosen or one.value is None)
            if button.isHidden():
                hidden.append(one)
        for spare in self._buttons[len(shown) :]:
            spare.hide()
        self._offer(hidden)

    def _offer(self, hidden: Sequence[Tab]) -> None:
        self._more.setVisible(bool(hidden))
        menu = self._more.menu()
        menu.clear()
        for one in hidden:
            menu.addAction(one.words, partial(self._press, one.value))
