"""One meeting read whole for the screen: its head, the roll with grids and posts, agenda, tasks."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from core import words, workdays
from core.records import ledger
from core.records.meeting import AgendaItem, Attendance, Meeting
from core.records.task import Task
from core.services import cadence, meeting, namesakes, records, roster
from core.services.cadence import DAILY, Proposal
from core.services.records import Row

_STAFF = "staff"


@dataclass(frozen=True, slots=True)
class Called:
    """One person on the roll, where from and in what post; `id` is the line of the roll.

    A guest is no `staff` and not expected.

    `letters` are what the name is found by: characters, pinyin, initials.
    """

    id: UUID
    name: str
    place: str
    state: str
    reason: str
    letters: frozenset[str]
    instead: str = ""
    excused: bool = False
    staff: UUID | None = None


@dataclass(frozen=True, slots=True)
class MeetingFile:
    """One meeting with everything in it, read once; `names` says who its people are."""

    meeting: Meeting
    people: tuple[Called, ...]
    items: tuple[AgendaItem, ...]
    tasks: tuple[Task, ...]
    names: Mapping[UUID, str]


def file(
    session: Session, day: date, identity: UUID | None = None, kind: str = DAILY
) -> MeetingFile | None:
    """The meeting of that identity, else that of a kind on `day`; none where there is none."""
    by_day = identity is None
    found = meeting.held_on(session, day, kind) if by_day else session.get(Meeting, identity)
    if found is None or found.binned is not None:
        return None
    tasks = meeting.decided(session, found.id)
    linked = {found.chair, found.recorder, *(one.owner for one in tasks)}
    return MeetingFile(
        found,
        tuple(_called(session, found.id)),
        tuple(records.children(session, AgendaItem, found.id)),
        tuple(tasks),
        namesakes.told(session, [one for one in linked if one]),
    )


def held(session: Session) -> list[tuple[date, UUID]]:
    """The days on which there is a morning meeting, the earliest first."""
    query = (
        select(Meeting.held_on, Meeting.id)
        .where(Meeting.kind == DAILY, Meeting.binned.is_(None))
        .order_by(Meeting.held_on)
    )
    return list(session.execute(query).tuples())


@dataclass(frozen=True, slots=True)
class Course:
    """The meetings of one kind: on which days there is one, the earliest first, and the next."""

    days: tuple[date, ...]
    next: Proposal


def course(session: Session, kind: str, day: date) -> Course:
    """The days of meetings of a kind, and when the first one after `day` is due."""
    query = (
        select(Meeting.held_on)
        .where(Meeting.kind == kind, Meeting.binned.is_(None))
        .order_by(Meeting.held_on)
    )
    proposed = cadence.proposed(session, kind, day, workdays.known())
    return Course(tuple(session.scalars(query)), proposed)


def people(session: Session, day: date) -> list[tuple[str, str]]:
    """Who may chair or be given a task, as choices; people of one name are told apart."""
    known = {one.id: one.name for one in roster.on_duty_roll(session, day)}
    told = records.apart(session, ledger(_STAFF), known)
    return [(str(one), name) for one, name in told.items()]


def _place(row: Row) -> str:
    where = row.texts["grid"] or row.texts["organisation"]
    return " ".join(filter(None, (where, row.texts["post"])))


def _called(session: Session, identity: UUID) -> Iterator[Called]:
    lines = records.children(session, Attendance, identity)
    staff = [line.staff for line in lines if line.staff]
    known = {row.id: row for row in records.rows(session, ledger(_STAFF), staff)}
    names = meeting.names_on(session, lines)
    for line in lines:
        name = meeting.called(line, names)
        place = _place(known[line.staff]) if line.staff else f"列席 {line.unit or ''}".strip()
        told = (line.state, line.reason or "", _letters(name))
        instead = names.get(line.substitute, "") if line.substitute else ""
        yield Called(line.id, name, place, *told, instead, line.excused, line.staff)


@cache
def _letters(name: str) -> frozenset[str]:
    return frozenset(words.keys(name))
