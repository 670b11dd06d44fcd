"""The pages of the frame: made when first entered, refreshed when seen, and the way back."""

from collections.abc import Iterable, Iterator, Mapping

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget

from gui.widgets import parts
from gui.widgets.ahead import Ahead
from gui.widgets.nav import Place
from gui.widgets.screen import Screen, Shell, Target

Tables = frozenset[str] | None


class PageStack(QStackedWidget):
    """`entered` tells the key of the place now in front."""

    entered = Signal(str)

    def __init__(self, shell: Shell, listed: Iterable[Place]) -> None:
        super().__init__()
        self._shell = shell
        self._places: Mapping[str, Place] = {place.key: place for place in listed}
        self._made: dict[str, Screen] = {}
        self._stale: dict[str, Tables] = {}
        self._trail: list[Target] = []
        self._ahead = Ahead(self)
        self._preparing = False

    @property
    def here(self) -> str:
        """The key of the place in front; empty before the first."""
        return self._trail[-1].place if self._trail else ""

    @property
    def front(self) -> Screen:
        """The screen in front."""
        return self._made[self.here]

    def knows(self, place: str) -> bool:
        """Whether the person may open that place."""
        return place in self._places

    def go(self, target: Target) -> None:
        """Bring a place to the front, and remember the way back."""
        self._make(target.place)
        if self._trail:
            self.front.leave()
        if self._trail[-1:] != [target]:
            self._trail.append(target)
        self._enter(target)

    def back(self) -> None:
        """Return to the place before, as it was left."""
        if len(self._trail) > 1:
            self.front.leave()
            left, before = self._trail.pop(), self._trail[-1]
            self._enter(before if left.place == before.place else Target(before.place))

    def refresh(self, tables: Tables) -> None:
        """Let the screen in front read again; the others do so when they are entered."""
        for key, screen in self._made.items():
            if key == self.here:
                screen.refresh(tables)
            else:
                self._stale[key] = _both(self._stale.get(key, frozenset()), tables)

    def leave(self) -> None:
        """Let every screen keep its drafts."""
        for screen in self._made.values():
            screen.leave()

    def prepare(self) -> None:
        """From now on every place is made while all rests, so that none is waited for."""
        self._preparing = True
        self._ahead.begin(self._pieces())

    def _pieces(self) -> Iterator[object]:
        yield from self.front.ahead()
        for key in self._places if self._preparing else ():
            if key not in self._made:
                self._make(key)
                yield key
                parts.look_ahead(self._made[key], self.size())
                yield key
                yield from self._made[key].ahead()

    def _make(self, key: str) -> None:
        if key not in self._made:
            self._made[key] = self._places[key].make(self._shell)
            self.addWidget(self._made[key])

    def _enter(self, target: Target) -> None:
        key = target.place
        self.setCurrentWidget(self._made[key])
        self.front.enter(target)
        if target.begin:
            self.front.new()
        if key in self._stale:
            self.front.refresh(self._stale.pop(key))
        self._ahead.begin(self._pieces())
        self.entered.emit(key)


def _both(one: Tables, other: Tables) -> Tables:
    return None if one is None or other is None else one | other
