"""Keeps what is typed about one meeting: by the usual acts, after 定稿 by 更正."""

from collections.abc import Iterable
from dataclasses import replace
from functools import partial
from typing import Any
from uuid import UUID

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from core.errors import Conflict, UserError
from core.record import Value
from core.records.meeting import AgendaItem
from core.services import meeting, meeting_agenda, minutes, records
from core.services.meeting_file import Called, MeetingFile
from core.services.minutes import Change
from gui.tasks import Desk, Perform
from gui.widgets.agenda_list import Matter
from gui.widgets.autosave import Autosave, Changes

CLASH = "这一项刚被别人改过。您填的还在，核对后离开这一格，就按您填的保存。"
_NAME = "meeting"


class MeetingKeeper(QObject):
    """`kept` says what was kept, `refused` what was not.

    Where somebody else was faster, `stale` asks for a new reading; what nobody else changed is
    then sent again, and `clashed` names the fields that somebody did change.
    """

    kept = Signal(str)
    refused = Signal(object)
    rested = Signal()
    stale = Signal()
    clashed = Signal(list, str)

    def __init__(self, desk: Desk, owner: QWidget) -> None:
        super().__init__(owner)
        self._desk = desk
        self._owner = owner
        self._file: MeetingFile | None = None
        self._version = 0
        self.reason = ""
        self._over: dict[str, Value] = {}
        self._fields = Autosave(owner, self._send_fields)
        self._roll = Autosave(owner, self._send_roll)
        self._words = Autosave(owner, self._send_words)
        self._outcomes = Autosave(owner, self._send_outcomes)
        self._all = (self._fields, self._roll, self._words, self._outcomes)
        self._refusals = 0
        self._conflict = False
        for one in self._all:
            one.refused.connect(self._on_refused)
            one.rested.connect(self._on_rested)

    @property
    def busy(self) -> bool:
        """Whether something is on its way."""
        return any(one.busy for one in self._all)

    @property
    def refusals(self) -> int:
        """How often something could not be kept."""
        return self._refusals

    @property
    def typed_fields(self) -> frozenset[str]:
        """The fields that hold something newer than what was read."""
        return frozenset(self._fields.pending)

    def take(self, file: MeetingFile | None) -> bool:
        """What is typed from now on belongs to this, freshly read; whether it is another one."""
        before, self._file = self._file, file
        other = file is None or before is None or before.meeting.id != file.meeting.id
        if other:
            for one in self._all:
                one.forget()
            self._over = {}
            self._version = 0
        if file is not None:
            self._version = max(self._version, file.meeting.version)
        if self._conflict:
            self._conflict = False
            self._settle()
        return other

    def set_field(self, key: str, value: Value) -> None:
        """A field of the meeting was typed."""
        if self._file is not None:
            self._over.setdefault(key, getattr(self._file.meeting, key))
            self._fields.put(key, value)

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
        newer = self._roll.pending
        return [
            replace(one, state=newer[one.id][0], reason=newer[one.id][1] or "")
            if one.id in newer
            else one
            for one in people
        ]

    def matters(self, items: Iterable[AgendaItem]) -> list[Matter]:
        """The agenda with what is not kept yet."""
        words, outcomes = self._words.pending, self._outcomes.pending
        return [
            Matter(
                number=n,
                section=one.section,
                key=one.id,
                text=words.get(one.id, one.text),
                outcome=outcomes.get(one.id, one.outcome or ""),
            )
            for n, one in enumerate(items, 1)
        ]

    def _settle(self) -> None:
        """After a conflict: send again what nobody else changed, name what somebody did."""
        if self._file is None or not self._over:
            return
        pending, held = self._fields.pending, self._file.meeting
        clashes = [key for key, old in self._over.items() if getattr(held, key) != old]
        self._over = {key: getattr(held, key) for key in self._over if key in pending}
        if clashes:
            self.clashed.emit(clashes, CLASH)
            self.refused.emit(Conflict(CLASH))
        else:
            self._fields.flush()

    def _send_fields(self, changes: Changes) -> Perform[Any] | None:
        assert self._file is not None
        held = self._file.meeting
        new = {key: value for key, value in changes.items() if getattr(held, key) != value}
        if not new:
            return None
        if held.locked is not None:
            return self._correct(Change(values=new))
        given = (_NAME, new, held.id, self._version)
        act: Perform[Any] = Perform(self._desk, self._owner, records.save, *given)
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
        identity = self._file.meeting.id
        act: Perform[Any] = Perform(self._desk, self._owner, operation, identity, changes)
        return act.then(lambda _none: self.kept.emit(said))

    def _correct(self, change: Change) -> Perform[Any]:
        """As a correction; once the signed copy is back, as a revision with its reason."""
        assert self._file is not None
        one = self._file.meeting
        act: Perform[Any]
        if one.signed_on is None:
            act = Perform(self._desk, self._owner, minutes.correct, one.id, change)
        else:
            act = Perform(self._desk, self._owner, minutes.revise, one.id, self.reason, change)
        return act.then(lambda _none: self._on_corrected())

    def _on_corrected(self) -> None:
        self._over = {}
        self.kept.emit("已更正")

    def _on_fields_kept(self, new: Changes, _identity: object) -> None:
        self._version += 1
        for key in new:
            self._over.pop(key, None)
        self.kept.emit("会议信息已保存")

    def _on_refused(self, error: UserError) -> None:
        self._refusals += 1
        self._conflict = isinstance(error, Conflict)
        if self._conflict:
            self.stale.emit()
        else:
            self.refused.emit(error)

    def _on_rested(self) -> None:
        if not self.busy:
            self.rested.emit()
