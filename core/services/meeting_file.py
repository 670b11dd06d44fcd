"""One meeting read whole for the screen: its head, the roll with grids and posts, agenda, tasks."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.records import ledger
from core.records.meeting import AgendaItem, Attendance, Meeting
from core.records.task import Task
from core.services import meeting, records, roster
from core.services.records import Row

_STAFF = "staff"


@dataclass(frozen=True, slots=True)
class Called:
    """One person on the roll, where from and in what post; `id` is the line of the roll."""

    id: UUID
    name: str
    place: str
    state: str
    reason: str = ""


@dataclass(frozen=True, slots=True)
class MeetingFile:
    """One meeting with everything in it, read once; `names` says who its people are."""

    meeting: Meeting
    people: tuple[Called, ...]
    items: tuple[AgendaItem, ...]
    tasks: tuple[Task, ...]
    names: Mapping[UUID, str]


def file(session: Session, day: date, identity: UUID | None = None) -> MeetingFile | None:
    """The meeting of that identity, else the morning meeting of `day`; none where there is none."""
    found = meeting.held_on(session, day) if identity is None else session.get(Meeting, identity)
    if found is None or found.binned is not None:
        return None
    tasks = meeting.decided(session, found.id)
    linked = {found.chair, found.recorder, *(one.owner for one in tasks)}
    return MeetingFile(
        found,
        tuple(_called(session, found.id)),
        tuple(records.children(session, AgendaItem, found.id)),
        tuple(tasks),
        records.titles(session, _STAFF, [one for one in linked if one]),
    )


def held(session: Session) -> list[tuple[date, UUID]]:
    """The days on which there is a morning meeting, the earliest first."""
    query = (
        select(Meeting.held_on, Meeting.id)
        .where(Meeting.kind == meeting.DAILY, Meeting.binned.is_(None))
        .order_by(Meeting.held_on)
    )
    return list(session.execute(query).tuples())


def people(session: Session, day: date) -> list[tuple[str, str]]:
    """Who may chair or be given a task, as choices; people of one name are told apart by grid."""
    rows = records.shown(session, roster.on_duty_roll(session, day))
    times = Counter(row.texts["name"] for row in rows)
    return [(str(row.id), _told_apart(row, times[row.texts["name"]])) for row in rows]


def _told_apart(row: Row, times: int) -> str:
    name, place = row.texts["name"], place_of(row)
    return f"{name}（{place}）" if times > 1 and place else name


def place_of(row: Row) -> str:
    """The grid, else the unit, and the post of a member of staff."""
    where = row.texts["grid"] or row.texts["organisation"]
    return " ".join(filter(None, (where, row.texts["post"])))


def _called(session: Session, identity: UUID) -> Sequence[Called]:
    lines: list[Attendance] = records.children(session, Attendance, identity)
    rows = records.rows(session, ledger(_STAFF), [line.staff for line in lines])
    known = {row.id: row for row in rows}
    return [
        Called(
            line.id,
            known[line.staff].texts["name"],
            place_of(known[line.staff]),
            line.state,
            line.reason or "",
        )
        for line in lines
    ]
