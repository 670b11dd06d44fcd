"""Keeps what stands in a form every twenty seconds and on leaving, and offers it again."""

from collections.abc import Callable
from datetime import datetime
from functools import partial
from uuid import UUID, uuid4

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QWidget

from core.draft import SavedDraft, Texts
from core.errors import UserError
from core.services import drafts
from gui.tasks import Desk, Jot, Query
from gui.widgets import clock

SECONDS = 20

_WAS = "was."
Say = Callable[[str], object]
Found = Callable[[Texts, Texts, str], object]


class DraftKeeper(QObject):
    """The draft of one form: `kept` is told when it was written down last."""

    def __init__(self, desk: Desk, owner: QWidget, ledger: str, texts: Callable[[], Texts]) -> None:
        super().__init__(owner)
        self._desk = desk
        self._owner = owner
        self._ledger = ledger
        self._texts = texts
        self._record: UUID | None = None
        self._draft = uuid4()
        self._clean: Texts = {}
        self._written: Texts | None = None
        self.kept: Say = _unheard
        self._timer = QTimer(self, interval=SECONDS * 1000)
        self._timer.timeout.connect(self.keep)

    @property
    def dirty(self) -> bool:
        """Whether anything was typed since the form was filled."""
        return self._texts() != self._clean

    def watch(self, record: UUID | None, found: Found, *, another: bool = False) -> None:
        """Begin with the form as it is now; `found` gets a kept draft and what it was begun on.

        With `another` it is one more new record, beside those whose drafts are kept.
        """
        self._record = record
        self._draft = uuid4()
        self._clean = self._texts()
        self._written = None
        self._timer.start()
        if another:
            return
        offer = partial(self._offer, record, found)
        actor = self._desk.station.actor.id
        Query(self._desk, self._owner, drafts.kept, actor, self._ledger, record).then(offer).start()

    def keep(self) -> None:
        """Write the draft down, if there is anything new in it."""
        texts = self._texts()
        if texts == (self._clean if self._written is None else self._written):
            return
        before, self._written = self._written, texts
        moment = self._desk.station.now()
        kept = texts if self._record is None else self._changes(texts)
        place = (self._record, self._draft)
        jot = Jot(self._desk, self._owner, drafts.keep, self._ledger, kept, *place)
        jot.then(partial(self._tell, moment)).failed(partial(self._on_refused, before)).start()

    def drop(self, then: Callable[[], object] | None = None) -> None:
        """Throw the draft away: it was saved, or is not wanted."""
        self.rest()
        place = (self._record, self._draft)
        jot = Jot(self._desk, self._owner, drafts.drop, self._ledger, *place)
        jot.then(lambda _none: self._desk.changed.emit(frozenset({drafts.TABLE})))
        if then is not None:
            jot.lastly(then)
        jot.start()

    def rebase(self, texts: Texts) -> None:
        """The record has become another one under the form: what differs from it is typed."""
        self._clean = texts

    def rest(self) -> None:
        """Keep nothing until the form is filled again."""
        self._timer.stop()
        self._clean = self._texts()
        self._written = None

    def _changes(self, texts: Texts) -> dict[str, str]:
        """Of a kept record only what was typed, and what stood there before."""
        typed = {key: text for key, text in texts.items() if text != self._clean.get(key, "")}
        return typed | {f"{_WAS}{key}": self._clean.get(key, "") for key in typed}

    def _on_refused(self, before: Texts | None, error: UserError) -> None:
        """What is typed stays in the form, and is tried again, unless nothing can be kept."""
        self._written = before
        self.kept("草稿没有保存")
        if not self._desk.station.readonly:
            self._desk.refuse(error.text, self._owner)

    def _tell(self, moment: datetime, _nothing: None) -> None:
        self.kept(f"草稿 · {clock.local(moment):%H:%M} 已自动保存")

    def _offer(self, record: UUID | None, found: Found, kept: SavedDraft | None) -> None:
        if kept is None or record != self._record or self.dirty:
            return
        self._draft = kept.id
        today = self._desk.station.today()
        typed = {key: text for key, text in kept.texts.items() if not key.startswith(_WAS)}
        former = {
            key.removeprefix(_WAS): text for key, text in kept.texts.items() if key.startswith(_WAS)
        }
        found(typed, former, f"草稿 · {clock.told(kept.moment, today)} 保存")
        self._written = self._texts()


def _unheard(_words: str) -> None:
    """Nobody listens yet."""
