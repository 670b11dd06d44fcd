"""What the papers of a meeting share: one reading, how times and people are written, one frame."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy.orm import Session

from core import codes
from core.records.meeting import AgendaItem, Attendance, Meeting, MeetingRevision
from core.records.staff import Staff
from core.records.task import Task
from core.services import founding, meeting, minutes, namesakes, records
from core.services.meeting import Roll
from reports.form import Issue
from reports.page import Block, Document
from reports.paper import Style

_GUEST = "列席"
_WEEKDAYS = "一二三四五六日"


@dataclass(frozen=True, slots=True)
class Expected:
    """One person on the roll: where from, what post, and how the call turned out."""

    name: str
    unit: str
    post: str
    state: str
    reason: str
    came: bool = True
    instead: str = ""
    guest: bool = False

    @property
    def note(self) -> str:
        """What is known before anybody signs: 请假（王五代会）, 列席."""
        if self.guest and self.came:
            return _GUEST
        if not self.instead:
            return "" if self.came else self.state
        return f"{self.state}（{self.instead}代会）"


@dataclass(frozen=True, slots=True)
class MeetingPaper:
    """One meeting as its papers see it; `names` says what linked staff are called."""

    station: str
    meeting: Meeting
    roll: Roll
    people: tuple[Expected, ...]
    items: tuple[AgendaItem, ...]
    tasks: tuple[Task, ...]
    revisions: tuple[MeetingRevision, ...]
    names: Mapping[UUID, str]
    issue: Issue

    def called(self, staff: UUID | None) -> str:
        """The name of a member of staff, or nothing."""
        return self.names.get(staff, "") if staff else ""

    @property
    def guests(self) -> str:
        """Who sat in (列席): as somebody wrote it down, and from the roll."""
        return "、".join(filter(None, (self.meeting.guests, *self.roll.guests)))

    def section(self, title: str) -> tuple[AgendaItem, ...]:
        """The agenda items of one section, in order."""
        return tuple(one for one in self.items if one.section == title)

    def times(self) -> str:
        """8:30, 8:30—9:05 or 至9:05; empty where nobody wrote it down."""
        known = (self.meeting.starts, self.meeting.ends)
        starts, ends = ("" if one is None else f"{one.hour}:{one.minute:02d}" for one in known)
        return "—".join(filter(None, (starts, ends))) if starts or not ends else f"至{ends}"


def gather(session: Session, identity: UUID, issue: Issue) -> MeetingPaper:
    """Read the meeting once."""
    held = records.get(session, Meeting, identity)
    tasks = meeting.decided(session, identity)
    linked = {held.chair, held.recorder, *(one.owner for one in tasks)} - {None}
    return MeetingPaper(
        founding.own(session).name,
        held,
        meeting.roll(session, identity),
        _people(session, identity),
        tuple(records.children(session, AgendaItem, identity)),
        tuple(tasks),
        tuple(minutes.revisions(session, identity)),
        namesakes.told(session, (one for one in linked if one)),
        issue,
    )


def _people(session: Session, identity: UUID) -> tuple[Expected, ...]:
    lines = records.children(session, Attendance, identity)
    staff = {one.staff: records.get(session, Staff, one.staff) for one in lines if one.staff}
    units = {
        table: records.titles(
            session, table, {getattr(one, table) for one in staff.values()} - {None}
        )
        for table in ("grid", "organisation")
    }
    names = meeting.names_on(session, lines)
    return tuple(
        _expected(line, staff[line.staff], units, names) if line.staff else _guest(line)
        for line in lines
    )


def _guest(line: Attendance) -> Expected:
    state = codes.name_of("attendance_state", line.state)
    came = line.state in meeting.PRESENT
    told = (line.guest or "", line.unit or "", "", state, line.reason or "")
    return Expected(*told, came, guest=True)


def _expected(
    line: Attendance,
    person: Staff,
    units: Mapping[str, Mapping[UUID, str]],
    instead: Mapping[UUID, str],
) -> Expected:
    grid = units["grid"].get(person.grid, "") if person.grid else ""
    unit = units["organisation"].get(person.organisation, "") if person.organisation else ""
    post = codes.name_of("post_kind", person.post) if person.post else ""
    state = codes.name_of("attendance_state", line.state)
    came = line.state in meeting.PRESENT
    by = instead.get(line.substitute, "") if line.substitute else ""
    return Expected(person.name, grid or unit, post, state, line.reason or "", came, by)


def weekday(day: date) -> str:
    """星期三."""
    return f"星期{_WEEKDAYS[day.weekday()]}"


def document(paper: MeetingPaper, title: str, blocks: tuple[Block, ...], style: Style) -> Document:
    """The blocks in the frame every paper of a meeting has."""
    return Document(
        title,
        blocks,
        style,
        watermark=paper.issue.watermark,
        footer_code=f"{paper.meeting.held_on:%Y%m%d} {title}",
        record=paper.meeting.title,
    )
