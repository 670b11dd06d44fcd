"""The check of a case beside the fields of a form, a moment after somebody stops typing."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Protocol
from uuid import UUID, uuid4

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QWidget

from core.ledger import Values
from core.record import Record
from core.services import case_check
from core.services.case_check import Finding, Ground, Level, Place, Typed
from core.services.lines import Line
from gui.tasks import Desk, Query, Work
from gui.widgets.form_page import Spot

PAUSE_MS = 300
LEVELS = (Level.ERROR, Level.WARN, Level.HINT)
"""What bars the shelf comes first."""
TONES: Mapping[Level, str] = {Level.ERROR: "bad", Level.WARN: "warn", Level.HINT: "info"}
MEANINGS: Mapping[Level, str] = {
    Level.ERROR: "错：改好才能归档",
    Level.WARN: "警：改好，或写明说明，才能归档",
    Level.HINT: "示：供参考",
}


class Noted(Spot, Protocol):
    """Somewhere in a form that a sentence of the check can stand."""

    @property
    def untouched(self) -> bool:
        """Whether nobody has written or passed here yet, so that nothing is to be said."""

    def set_note(self, text: str, tone: str = "") -> None:
        """Say this below what is written; an empty text takes it away."""


@dataclass(frozen=True, slots=True)
class Half:
    """One record as it stands in a form, and where each of its fields is.

    `id` is the kept record it changes, none for one that is still to be made; `reach` also opens
    what is folded away.
    """

    record: type[Record]
    values: Values
    at: Callable[[str], Noted | None]
    id: UUID | None = None
    reach: Callable[[str], Noted | None] | None = None

    def holds(self, place: Place) -> bool:
        """Whether it is the record of a place."""
        return place.table == self.record.__tablename__ and self.id in {None, place.id}


class CaseChecking(QObject):
    """Checks what `halves` tells, of `whole` tables all there is, and notes it at the fields."""

    def __init__(
        self,
        desk: Desk,
        form: QWidget,
        halves: Callable[[], Iterable[Half]],
        whole: frozenset[type[Record]] = frozenset(),
    ) -> None:
        super().__init__(form)
        self._desk = desk
        self._form = form
        self._halves = halves
        self._whole = whole
        self._ground: Ground | None = None
        self._asked = 0
        self._eager = False
        self._noted: list[Noted] = []
        self._pause = QTimer(self, singleShot=True, interval=PAUSE_MS)
        self._pause.timeout.connect(self.check)

    def begin(self, case: UUID | None, *, eager: bool = False) -> None:
        """A form was opened on a case; an `eager` one says also what nobody has come to yet."""
        self.end()
        self._eager = eager
        reading = Query(self._desk, self._form, case_check.ground, case)
        reading.then(partial(self._on_ground, self._asked)).start()

    def end(self) -> None:
        """The form is about no case any more: what was said goes."""
        self._asked += 1
        self._pause.stop()
        self._ground = None
        self._clear()

    def spot(self, place: Place) -> Noted | None:
        """Where a place of the case is in the form."""
        halves = (one for one in self._halves() if one.holds(place))
        here = ((one.reach or one.at)(place.key) for one in halves)
        return next((one for one in here if one is not None), None)

    def touched(self) -> None:
        """Something was typed, or a field was left."""
        if self._ground is not None:
            self._pause.start()

    def check(self) -> None:
        """Check now."""
        if self._ground is None:
            return
        self._asked += 1
        named = {one.id or uuid4(): one for one in self._halves()}
        typed = tuple(_typed(named, self._whole))
        today = self._desk.station.today()
        work = Work(self._desk, self._form, case_check.while_typed, self._ground, typed, today)
        work.then(partial(self._on_found, self._asked, named)).start()

    def _on_ground(self, asked: int, ground: Ground) -> None:
        if asked == self._asked:
            self._ground = ground
            self.check()

    def _on_found(self, asked: int, named: Mapping[UUID, Half], found: Sequence[Finding]) -> None:
        if asked != self._asked:
            return
        self._clear()
        spots: list[tuple[Noted, list[Finding]]] = []
        for one in sorted(found, key=lambda one: LEVELS.index(one.level)):
            half = named.get(one.place.id) if one.place.id else None
            spot = half.at(one.place.key) if half is not None else None
            if spot is not None and (self._eager or not spot.untouched):
                _beside(spots, spot).append(one)
        for spot, said in spots:
            spot.set_note("\n".join(f"{one.level.value}：{one.text}" for one in said), _tone(said))
        self._noted = [spot for spot, _ in spots]

    def _clear(self) -> None:
        for spot in self._noted:
            spot.set_note("")
        self._noted = []


def _typed(named: Mapping[UUID, Half], whole: frozenset[type[Record]]) -> Iterable[Typed]:
    tables = dict.fromkeys((*whole, *(one.record for one in named.values())))
    for table in tables:
        lines = (Line(half.values, one) for one, half in named.items() if half.record is table)
        yield Typed(table, tuple(lines), table in whole)


def _beside(spots: list[tuple[Noted, list[Finding]]], spot: Noted) -> list[Finding]:
    """What is said at a spot so far."""
    said = next((said for one, said in spots if one == spot), None)
    if said is None:
        said = []
        spots.append((spot, said))
    return said


def _tone(said: Sequence[Finding]) -> str:
    return TONES[said[0].level]
