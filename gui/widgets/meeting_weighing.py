"""Two people changed the same field of a meeting: one of the texts is chosen, none is lost."""

from collections.abc import Mapping, Sequence
from datetime import date
from functools import partial
from uuid import UUID

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QFrame

from core.record import Value
from core.services import versions
from core.services.versions import Touch
from gui.tasks import Desk, Query
from gui.widgets import clock, parts
from gui.widgets.clash_view import EMPTY, FORMER, MINE, ClashView, Question
from gui.widgets.meeting_fields import FIELDS, MeetingFields
from gui.widgets.meeting_keeper import MeetingKeeper, Rival

_THEIRS = "对方填的"
_ASKED = "下面的栏您和别人都改了，请各选一个，再按“按选定的保存”。"

Touches = Mapping[tuple[UUID, str], Touch]


class MeetingWeighing(QObject):
    """Asks for each field that `keeper` holds back; `card` stands below the fields."""

    def __init__(self, desk: Desk, keeper: MeetingKeeper, fields: MeetingFields) -> None:
        super().__init__(fields)
        self._desk = desk
        self._keeper = keeper
        self._fields = fields
        self._rivals: Sequence[Rival] = ()
        self.card: QFrame = parts.frame("plain")
        self.view = ClashView()
        self.save = parts.button("按选定的保存", self._save, "check", tip="保存选定的内容")
        down = parts.rows(self.card, (16, 4, 16, 0), 4)
        down.addWidget(self.view)
        across = parts.columns()
        across.addWidget(self.save)
        across.addStretch()
        down.addLayout(across)
        self.card.hide()
        self.view.chosen.connect(self._choose)
        keeper.clashed.connect(self._on_clashed)
        keeper.settled.connect(self._clear)

    def _on_clashed(self, record: UUID, rivals: Sequence[Rival]) -> None:
        self._rivals = rivals
        touches = Query(self._desk, self.card, versions.touches, (record,))
        touches.then(partial(self._ask, record)).start()

    def _ask(self, record: UUID, touches: Touches) -> None:
        today = self._desk.station.today()
        self.view.ask(
            [self._question(one, touches.get((record, one.key)), today) for one in self._rivals]
        )
        self._fields.say([one.key for one in self._rivals], _ASKED)
        self.card.show()
        self.view.show()
        self.view.focus()

    def _question(self, one: Rival, touch: Touch | None, today: date) -> Question:
        theirs = f"{touch.who} {clock.told(touch.moment, today)}" if touch else _THEIRS
        offers = ((MINE, one.mine), (theirs, one.theirs), (FORMER, one.former))
        return Question(
            one.key,
            FIELDS[one.key].label,
            tuple(
                (whose, str(n), self._words(one.key, value))
                for n, (whose, value) in enumerate(offers)
            ),
        )

    def _words(self, key: str, value: Value) -> str:
        return self._fields.words(key, value) or EMPTY

    def _choose(self, key: str, place: str) -> None:
        one = next(one for one in self._rivals if one.key == key)
        value = (one.mine, one.theirs, one.former)[int(place)]
        self._fields.editors[key].set_text(self._fields.words(key, value))
        self._keeper.choose(key, value)

    def _save(self) -> None:
        self._keeper.settle()

    def _clear(self) -> None:
        """Nothing is asked any more."""
        if self._rivals:
            self._fields.say([one.key for one in self._rivals], "")
        self._rivals = ()
        self.view.clear()
        self.card.hide()
