"""Keeps what is typed about one meeting: by the usual acts, after 定稿 by 更正."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import partial
from typing import Any
from uuid import UUID

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from core.errors import Conflict, UserError
from core.record import Value
from core.records.meeting import AgendaItem, Meeting
from core.services import meeting, meeting_agenda, minutes, records
from core.services.meeting_file import Called, MeetingFile
from core.services.minutes import Change
from gui.tasks import Desk, Perform
from gui.widgets import meeting_overlay as overlay
from gui.widgets.agenda_list import Matter
from gui.widgets.autosave import Autosave, Changes

CLASH = "这一项刚被别人改过。您填的还在，请在下面选一个再保存。"
_NAME = "meeting"


@dataclass(frozen=True, slots=True)
class Rival:
    """A field two people changed: what stood there, what the other made of it, and mine."""

    key: str
    former: Value
    theirs: Value
    mine: Value


class MeetingKeeper(QObject):
    """`kept` says what was kept, `refused` what was not, `refusals` how often.

    Where somebody else was faster, `stale` asks for a new reading; what nobody else changed is
    then sent again, and `clashed` names the fields that somebody did change: they are `held_back`
    until `settle`.
    """

    kept = Signal(str)
    refused = Signal(object)
    rested = Signal()
    stale = Signal()
    clashed = Signal(object, list)
    settled = Signal()

    def __init__(self, desk: Desk, owner: QWidget) -> None:
        super().__init__(owner)
        self._desk = desk
        self._owner = owner
        self._file: MeetingFile | None = None
        self._version = 0
        self.reason = ""
        self._over: dict[str, Value] = {}
        self.held_back: dict[str, Value] = {}
        self._fields = Autosave(owner, self._send_fields)
        self._roll = Autosave(owner, self._send_roll)
        self._words = Autosave(owner, self._send_words)
        self._outcomes = Autosave(owner, self._send_outcomes)
        self._all = (self._fields, self._roll, self._words, self._outcomes)
        self.refusals = 0
        self._conflict = False
        for one in self._all:
            one.refused.connect(self._on_refused)
            one.rested.connect(self._on_rested)

    @property
    def busy(self) -> bool:
        """Whether something is on its way."""
        return any(one.busy for one in self._all)

    @property
    def typed_fields(self) -> frozenset[str]:
        """The fields that hold something newer than what was read."""
        return frozenset((*self._fields.pending, *self.held_back))

    def take(self, file: MeetingFile | None) -> bool:
        """What is typed from now on belongs to this, freshly read; whether it is another one."""
        before, self._file = self._file, file
        other = file is None or before is None or before.meeting.id != file.meeting.id
        if other:
            for one in self._all:
                one.forget()
            self._over, self.held_back = {}, {}
            self._version = 0
            self.settled.emit()
        if file is not None:
            self._version = max(self._version, file.meeting.version)
        if self._conflict:
            self._conflict = False
            self._weigh()
        return other

    def set_field(self, key: str, value: Value) -> None:
        """A field of the meeting was typed."""
        if key in self.held_back:
            self.held_back[key] = value
        elif self._file is not None:
            self._over.setdefault(key, getattr(self._file.meeting, key))
            self._fields.put(key, value)

    def choose(self, key: str, value: Value) -> None:
        """What a field held back is to be; it is kept by `settle`."""
        self.held_back[key] = value

    def settle(self) -> None:
        """Keep what was chosen of the fields held back."""
        chosen, self.held_back = self.held_back, {}
        for key, value in chosen.items():
            self.set_field(key, value)
        self._fields.flush()
        self.settled.emit()

    def mark(self, line: UUID, state: str, reason: str) -> None:
        """A person's state or reason was told."""
        self._roll.put(line, (state, reason or None))

    def word(self, item: UUID, text: str) -> None:
        """An item of the agenda was worded; an empty one waits for its words."""
        if text.strip():
            self._words.put(item, text)
        else:
            self._words.drop(item)

    def note(self, item: UUID, text: str) -> None:
        """The outcome of an item was typed."""
        self._outcomes.put(item, text)

    def flush(self) -> None:
        """Keep everything now."""
        for one in self._all:
            one.flush()

    def people(self, people: Iterable[Called]) -> list[Called]:
        """The roll with what is not kept yet."""
        return overlay.people(people, self._roll.pending)

    def matters(self, items: Iterable[AgendaItem]) -> list[Matter]:
        """The agenda with what is not kept yet."""
        return overlay.matters(items, self._words.pending, self._outcomes.pending)

    def _weigh(self) -> None:
        """After a conflict: send again what nobody else changed, hold back what somebody did."""
        if self._file is None or not self._over:
            return
        pending, held = self._fields.pending, self._file.meeting
        rivals = _rivals(held, self._over, pending)
        for one in rivals:
            self.held_back[one.key] = one.mine
            self._fields.drop(one.key)
        left = self._fields.pending
        self._over = {key: getattr(held, key) for key in self._over if key in left}
        self._fields.flush()
        if rivals:
            self.clashed.emit(held.id, rivals)
            self.refused.emit(Conflict(CLASH))

    def _send_fields(self, changes: Changes) -> Perform[Any] | None:
        assert self._file is not None
        held = self._file.meeting
        new = {key: value for key, value in changes.items() if getattr(held, key) != value}
        for key in changes.keys() - new.keys():
            self._over.pop(key, None)
        if not new:
            return None
        if held.locked is not None:
            return self._correct(Change(values=new))
        save = (records.save, _NAME, new, held.id, self._version)
        act: Perform[Any] = Perform(self._desk, self._owner, *save)
        return act.then(partial(self._on_fields_kept, new))

    def _send_roll(self, changes: Changes) -> Perform[Any]:
        if self._final:
            return self._correct(Change(marks=changes))
        return self._act(meeting.mark, changes, "签到已记下")

    def _send_words(self, changes: Changes) -> Perform[Any]:
        if self._final:
            return self._correct(Change(texts=changes))
        return self._act(meeting_agenda.edit_items, changes, "议程内容已改")

    def _send_outcomes(self, changes: Changes) -> Perform[Any]:
        if self._final:
            return self._correct(Change(outcomes=changes))
        return self._act(meeting_agenda.note_outcomes, changes, "会上情况已记下")

    @property
    def _final(self) -> bool:
        return self._file is not None and self._file.meeting.locked is not None

    def _act(self, operation: Any, changes: Changes, said: str) -> Perform[Any]:
        assert self._file is not None
        one = self._file.meeting.id
        act: Perform[Any] = Perform(self._desk, self._owner, operation, one, changes)
        return act.then(lambda _none: self.kept.emit(said))

    def _correct(self, change: Change) -> Perform[Any]:
        """As a correction; once the signed copy is back, as a revision with its reason."""
        assert self._file is not None
        one = self._file.meeting
        given: tuple[Any, ...] = (minutes.correct, one.id, change)
        said = "已更正"
        if one.signed_on is not None:
            given, said = (minutes.revise, one.id, self.reason, change), "已修订，印在记录末尾"
        act: Perform[Any] = Perform(self._desk, self._owner, *given)
        return act.then(lambda _none: self._on_corrected(said))

    def _on_corrected(self, said: str) -> None:
        self._over = {}
        self.kept.emit(said)

    def _on_fields_kept(self, new: Changes, _identity: object) -> None:
        self._version += 1
        for key in new:
            self._over.pop(key, None)
        self.kept.emit("会议信息已保存")

    def _on_refused(self, error: UserError) -> None:
        self.refusals += 1
        self._conflict = isinstance(error, Conflict)
        if self._conflict:
            self.stale.emit()
        else:
            self.refused.emit(error)

    def _on_rested(self) -> None:
        if not self.busy:
            self.rested.emit()


def _rivals(held: Meeting, over: Changes, pending: Changes) -> list[Rival]:
    """The fields that hold neither what stood there when typing began nor what was typed."""
    return [
        Rival(key, old, getattr(held, key), pending[key])
        for key, old in over.items()
        if key in pending and getattr(held, key) not in (old, pending[key])
    ]
