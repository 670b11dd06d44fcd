"""The navigation: groups of entries, a rail of icons in narrow windows."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import groupby

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QLabel, QPushButton

from core.rights import Right
from gui.widgets import parts
from gui.widgets.screen import Screen, Shell

WIDE, RAIL = 196, 60
FOOT_GROUP = "管理"


@dataclass(frozen=True, slots=True)
class Place:
    """One screen: its key in targets, its entry (none without a group), who may open it.

    A page without an entry lies `under` the place that has one.
    """

    key: str
    title: str
    icon: str
    make: Callable[[Shell], Screen]
    group: str = ""
    needs: Right = Right.READ
    under: str = ""


def key_of(number: int) -> str:
    """The key of the entry of that number: Alt+1 to Alt+9, Alt+0 for the tenth."""
    return f"Alt+{number % 10}"


class Nav(QFrame):
    """The menu at the left; `chosen` tells the key of the place picked."""

    chosen = Signal(str)

    def __init__(self, listed: Sequence[Place], foot: str) -> None:
        super().__init__()
        self.setObjectName("nav")
        self._above = {place.key: place.under for place in listed if place.under}
        self._buttons: dict[str, QPushButton] = {}
        self._words: list[QLabel] = []
        down = parts.rows(self, (0, 0, 0, 0), 0)
        for title, entries in groupby(
            (one for one in listed if one.group), lambda place: place.group
        ):
            if title == FOOT_GROUP:
                down.addStretch()
            down.addWidget(self._words_of(title, "nav_caption"))
            for place in entries:
                down.addWidget(self._entry(place))
        down.addWidget(self._words_of(foot, "nav_foot"))
        self.set_rail(on=False)

    def _words_of(self, text: str, kind: str) -> QLabel:
        made = parts.label(text, kind)
        self._words.append(made)
        return made

    def _entry(self, place: Place) -> QPushButton:
        made = parts.nav_button(place.title, place.icon, lambda: self.chosen.emit(place.key))
        made.setObjectName(f"nav_{place.key}")
        made.setToolTip(f"{place.title}（{key_of(len(self._buttons) + 1)}）")
        self._buttons[place.key] = made
        return made

    def select(self, key: str) -> None:
        """Mark where the person is, or the place his page lies under."""
        marked = self._above.get(key, key)
        for other, button in self._buttons.items():
            button.setChecked(other == marked)

    def set_rail(self, *, on: bool) -> None:
        """Show icons alone, or icons and words."""
        self.setFixedWidth(RAIL if on else WIDE)
        for words in self._words:
            words.setVisible(not on)
        for button in self._buttons.values():
            button.setText("" if on else f"  {button.accessibleName()}")
