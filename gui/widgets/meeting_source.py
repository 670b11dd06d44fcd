"""Which meeting is shown, read anew whenever something changed; only the newest reading counts."""

from collections.abc import Callable, Sequence
from datetime import date
from functools import partial
from uuid import UUID

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from core.services import meeting_file
from core.services.cadence import DAILY, Proposal
from core.services.meeting_file import Course, MeetingFile
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
        self.kind = DAILY
        self.days: Sequence[date] = ()
        self.next = Proposal("")
        self.file: MeetingFile | None = None
        self.known = False
        self._once: Callable[[], object] | None = None

    @property
    def missing(self) -> bool:
        """Whether it has been read, and there is no such meeting."""
        return self.known and self.file is None

    @property
    def final(self) -> bool:
        """Whether the meeting has been finalised."""
        return self.file is not None and self.file.meeting.locked is not None

    @property
    def identity(self) -> UUID | None:
        """The meeting itself, if there is one."""
        return self.file.meeting.id if self.file is not None else None

    @property
    def started(self) -> bool:
        """Whether the meeting is under way: its agenda stands."""
        return self.file is not None and self.file.meeting.started is not None

    @property
    def signed(self) -> bool:
        """Whether the signed copy is back."""
        return self.file is not None and self.file.meeting.signed_on is not None

    def open(self, day: date, identity: UUID | None = None, kind: str = "") -> None:
        """Show the meeting of that identity, else the one of a kind on `day`."""
        self.day, self._identity, self.kind = day, identity, kind or self.kind
        self.read()
        self.read_people()

    def once_missing(self, act: Callable[[], object]) -> None:
        """Do this where there is no such meeting; before it has been read, once that is known."""
        if self.missing:
            act()
        elif not self.known:
            self._once = act

    def read(self) -> None:
        """Read the meeting again."""
        self._asked += 1
        show = partial(self._on_file, self._asked)
        asked = (self.day, self._identity, self.kind)
        course = Query(self._desk, self._owner, meeting_file.course, self.kind, self.day)
        course.then(partial(self._on_course, self._asked)).start()
        Query(self._desk, self._owner, meeting_file.file, *asked).then(show).start()

    def read_people(self) -> None:
        """Read again who is in post."""
        people = Query(self._desk, self._owner, meeting_file.people, self.day)
        people.then(self.people_came.emit).start()

    def _on_course(self, asked: int, course: Course) -> None:
        if asked == self._asked:
            self.days, self.next = course.days, course.next
            self.days_came.emit()

    def _on_file(self, asked: int, file: MeetingFile | None) -> None:
        if asked == self._asked:
            self.file, self.known = file, True
            if file is not None:
                self.day, self.kind = file.meeting.held_on, file.meeting.kind
            self.came.emit()
            once, self._once = self._once, None
            if once is not None:
                self.once_missing(once)
