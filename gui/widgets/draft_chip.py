"""Keeps what stands in a form every twenty seconds and on leaving, says when, offers it again."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from uuid import UUID, uuid4

from PySide6.QtCore import Qt, QTimer, Signal, SignalInstance
from PySide6.QtWidgets import QFrame, QPushButton

from core.draft import SavedDraft
from core.errors import UserError
from core.services import drafts
from gui import ask
from gui.tasks import Desk, Jot, Query
from gui.widgets import clock, parts

DRAFT_MS = 20_000
ANOTHER = "这一份留作草稿，在工作台上接着写；再填一份新的"

Texts = Mapping[str, str]
_WAS = "was."
_NOTHING: Texts = {}


@dataclass(frozen=True, slots=True)
class Subject:
    """What a form is about: under which name its draft is kept, and for which record."""

    kept_as: str
    record: UUID | None = None
    title: str = ""


class DraftChip(QFrame):
    """草稿 · 10:24 已自动保存. `recovered` brings the texts kept, `cleared` the presets.

    `upon` is what was kept of the record when typing began; `based` tells it of what came back.
    """

    recovered = Signal(object)
    cleared = Signal(object)
    based = Signal(object)

    def __init__(
        self, desk: Desk, standing: Callable[[], dict[str, str]], pause: int = DRAFT_MS
    ) -> None:
        super().__init__()
        self._desk = desk
        self._texts = standing
        self.upon = _NOTHING
        self._subject = Subject("")
        self._presets: dict[str, str] = {}
        self._kept: dict[str, str] = {}
        self._draft = uuid4()
        self._chip = parts.chip("", "mute")
        self.clear: QPushButton = parts.button("清空重填", self._give_up, kind="link")
        self.another = parts.button("另起一份", self._start_another, kind="link", tip=ANOTHER)
        across = parts.columns(self, gap=12)
        across.addWidget(self._chip)
        across.addWidget(self.another)
        across.addWidget(self.clear)
        self._timer = QTimer(self, singleShot=True, interval=pause)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self.keep)

    @property
    def text(self) -> str:
        """What is said; nothing while there is no draft."""
        return "" if self.isHidden() else self._chip.text()

    @property
    def waiting(self) -> bool:
        """Whether something typed will be kept soon."""
        return self._timer.isActive()

    def begin(self, subject: Subject, upon: Texts = _NOTHING) -> None:
        """Begin with the form as it stands now; a draft kept before comes back."""
        self._subject, self.upon = subject, upon
        self._draft = uuid4()
        self.another.setVisible(subject.record is None)
        self._presets = self._kept = self._standing()
        self._say(None)
        actor = self._desk.station.actor.id
        asked = (actor, subject.kept_as, subject.record)
        Query(self._desk, self, drafts.kept, *asked).then(self._recover).start()

    def preset(self, key: str, text: str) -> None:
        """One more preset that was not known at once."""
        self._presets = {**self._presets, key: text}
        self._kept = {**self._kept, key: text}

    def touched(self) -> None:
        """Something was typed."""
        if not self._timer.isActive():
            self._timer.start()

    def keep(self) -> None:
        """Keep what was typed, if anything was since the last time."""
        self._timer.stop()
        standing = self._standing()
        if standing == self._kept or not self._subject.kept_as:
            return
        before, self._kept = self._kept, standing
        typed = standing if standing != self._presets else {}
        kept = (self._subject.kept_as, typed, self._subject.record, self._draft)
        moment = self._desk.station.now() if typed else None
        Jot(self._desk, self, drafts.keep, *kept).then(lambda _none: self._say(moment)).failed(
            partial(self._on_refused, before)
        ).start()

    def drop(self) -> None:
        """The form is saved: its draft goes."""
        self._timer.stop()
        self._kept = self._presets = self._standing()
        place = (self._subject.kept_as, self._subject.record, self._draft)
        gone = Jot(self._desk, self, drafts.drop, *place)
        gone.then(lambda _none: self._desk.changed.emit(frozenset({drafts.TABLE}))).start()

    def _recover(self, kept: SavedDraft | None) -> None:
        """Bring back what a draft kept, but nothing over what was typed meanwhile."""
        if kept is None or self._standing() != self._presets:
            return
        self._draft = kept.id
        self._kept = dict(kept.texts)
        facts = {key: text for key, text in self._presets.items() if "." not in key}
        self._bring(self.recovered, {**facts, **kept.texts})
        self._say(kept.moment)

    def _standing(self) -> dict[str, str]:
        return self._texts() | {f"{_WAS}{key}": text for key, text in self.upon.items()}

    def _bring(self, back: SignalInstance, kept: Texts) -> None:
        was = {key: text for key, text in kept.items() if key.startswith(_WAS)}
        back.emit({key: text for key, text in kept.items() if key not in was})
        self.based.emit({key.removeprefix(_WAS): text for key, text in was.items()})

    def _say(self, moment: datetime | None) -> None:
        at = f"{clock.local(moment):%H:%M}" if moment else ""
        self._chip.setText(f"草稿 · {at} 已自动保存")
        self._chip.setToolTip("")
        self.setVisible(moment is not None)

    def _on_refused(self, before: dict[str, str], error: UserError) -> None:
        """What is typed stays in the form; the next key tries again, unless nothing can be kept."""
        self._kept = before
        self._chip.setText("草稿没有保存")
        self._chip.setToolTip(error.text)
        self.setVisible(True)
        if not self._desk.station.readonly:
            self._desk.refuse(error.text, self)

    def _start_another(self) -> None:
        """What is typed stays a draft; one more new record begins with the presets."""
        self.keep()
        self._draft = uuid4()
        self._bring(self.cleared, self._presets)
        self._timer.stop()
        self._kept = self._standing()
        self._say(None)

    def _give_up(self) -> None:
        if ask.yes(self, "清空重填", "清空后，这份没写完的内容不再保留。", "清空重填"):
            self._bring(self.cleared, self._presets)
            self.keep()
