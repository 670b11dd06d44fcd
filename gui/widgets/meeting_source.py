"""Which meeting is shown, read anew whenever something changed; only the newest reading counts."""

from collections.abc import Sequence
from datetime import date
from functools import partial
from uuid import UUID

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from core.services import meeting_file
from core.services.meeting_file import MeetingFile
from gui.tasks import Desk, Query


class MeetingSource(QObject):
    """`came` tells a reading, `days_came` the days of meetings, `people_came` who may be named."""

    came = Signal()
    days_came = Signal()
    people_came = Signal(list)

    def __init__(self, desk: Desk, owner: QWidget, day: date) -> None:
        super().__init__(owner)
        self._desk = desk
        self._owner = owner
        self._identity: UUID | None = None
        self._asked = 0
        self.day = day
        self.days: Sequence[date] = ()
        self.file: MeetingFile | None = None

    @property
    def final(self) -> bool:
        """Whether the meeting has been finalised."""
        return self.file is not None and self.file.meeting.locked is not None

    @property
    def identity(self) -> UUID | None:
        """The meeting itself, if there is one."""
        return self.file.meeting.id if self.file is not None else None

    def open(self, day: date, identity: UUID | None = None) -> None:
        """Show the meeting of that identity, else the morning meeting of `day`."""
        self.day, self._identity = day, identity
        self.read()
        self.read_people()

    def read(self) -> None:
        """Read the meeting again."""
        self._asked += 1
        show = partial(self._on_file, self._asked)
        asked = (self.day, self._identity)
        Query(self._desk, self._owner, meeting_file.held).then(self._on_held).start()
        Query(self._desk, self._owner, meeting_file.file, *asked).then(show).start()

    def read_people(self) -> None:
        """Read again who is in post."""
        people = Query(self._desk, self._owner, meeting_file.people, self.day)
        people.then(self.people_came.emit).start()

    def _on_held(self, held: Sequence[tuple[date, UUID]]) -> None:
        self.days = [day for day, _ in held]
        self.days_came.emit()

    def _on_file(self, asked: int, file: MeetingFile | None) -> None:
        if asked == self._asked:
            self.file = file
            self.day = file.meeting.held_on if file is not None else self.day
            self.came.emit()
