"""The station's meetings: made with agenda and roll, called, and what they decide as tasks."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date, time
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from core import codes
from core.errors import Invalid, Problem
from core.records.meeting import AgendaItem, Attendance, Meeting
from core.records.staff import Staff
from core.records.task import Task
from core.records.user import User
from core.rights import Right
from core.services import agenda, cadence, expected, records, settings, task_given
from core.services.agenda.sitting import REVIEW, Section
from core.services.cadence import DAILY, KINDS
from core.services.pending import Item, day_words
from core.settings import MEETING_PLACE, MEETING_TIME
from core.station import CHINA, Tx, operation

PRESENT = ("present", "late")
UNKNOWN_REASON = "原因待补"
_LATE = "late"

Marks = Mapping[UUID, tuple[str, str | None]]
Texts = Mapping[UUID, str]


@dataclass(frozen=True, slots=True)
class Decision:
    """What the meeting decided, for whom, until when; `detail` says how."""

    title: str
    owner: UUID | None = None
    due: date | None = None
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Absent:
    """One person who did not come, and who sat in instead."""

    name: str
    state: str
    reason: str = ""
    substitute: str = ""

    @property
    def text(self) -> str:
        """王五请假（家中有事，李四代会）."""
        instead = f"，{self.substitute}代会" if self.substitute else ""
        return f"{self.name}{self.state}（{self.reason or UNKNOWN_REASON}{instead}）"


@dataclass(frozen=True, slots=True)
class Roll:
    """Who was expected (应到), who came (实到, the late ones too), and who did not.

    The `excused` were known to be away before: they are not expected; nor are `guests` (列席), nor
    those `off` the roll.
    """

    expected: int
    present: int
    absent: tuple[Absent, ...]
    excused: tuple[Absent, ...] = ()
    guests: tuple[str, ...] = ()
    off: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """应到12人，实到11人，1人未到：王五请假（家中有事）."""
        told = f"应到{self.expected}人，实到{self.present}人"
        if not self.absent:
            return told
        return f"{told}，{len(self.absent)}人未到：{_listed(self.absent)}"

    @property
    def absences(self) -> str:
        """Who did not come, then who was not expected at all, with reasons; 无 where all came."""
        apart = "、".join((*(one.text for one in self.excused), *self.off))
        told = (_listed(self.absent), apart and f"不列入应到：{apart}")
        return "；".join(filter(None, told)) or "无"


def _listed(people: Sequence[Absent]) -> str:
    return "；".join(one.text for one in people)


def held_on(session: Session, day: date, kind: str = DAILY) -> Meeting | None:
    """The meeting of that kind on a day, if it is prepared."""
    query = select(Meeting).where(
        Meeting.held_on == day, Meeting.kind == kind, Meeting.binned.is_(None)
    )
    return session.scalars(query.order_by(Meeting.id)).first()


@operation("编制晨会", needs=Right.MEET)
def prepare(tx: Tx, day: date, kind: str = DAILY) -> UUID:
    """Make the day's meeting, everybody expected present; one that exists stays as it is."""
    found = held_on(tx.session, day, kind)
    if found is not None:
        return found.id
    if kind not in KINDS:
        raise Invalid("这种会议请在“会议记录”台账里登记。")
    tx.on(day)
    sections = agenda.compile_agenda(tx.session, day, kind)
    meeting = _new(tx, day, kind, sections)
    tx.detail = f"：{meeting.title}"
    for position, place in enumerate(expected.places(tx.session, day), 1):
        told = {one.name: getattr(place, one.name) for one in fields(place)}
        tx.add(Attendance(meeting=meeting.id, position=position, **told))
    pairs = [(section.title, item) for section in sections for item in section.items]
    for position, (title, item) in enumerate(pairs, 1):
        tx.add(line(meeting.id, title, item, position))
    return meeting.id


def line(meeting: UUID, section: str, item: Item, position: int) -> AgendaItem:
    """One matter as a line of the agenda."""
    made = AgendaItem(meeting=meeting, position=position, section=section, text=item.line)
    made.source_table, made.source_id = item.table, item.id
    return made


def _new(tx: Tx, day: date, kind: str, sections: tuple[Section, ...]) -> Meeting:
    chair, recorder = _officers(tx, day, kind)
    at = settings.value(tx.session, MEETING_TIME) if kind == DAILY else ""
    meeting = Meeting(
        title=f"{day_words(day)}{cadence.called(kind)}",
        kind=kind,
        held_on=day,
        starts=time.fromisoformat(at) if at else None,
        place=settings.value(tx.session, MEETING_PLACE),
        chair=chair,
        recorder=recorder,
        review=_review(sections) if kind == DAILY else None,
        state="open",
    )
    tx.add(meeting)
    return meeting


def _review(sections: tuple[Section, ...]) -> str:
    """新受理纠纷2件，办结1件。"""
    lines = [item.text for one in sections if one.title == REVIEW for item in one.items]
    new = sum(line.startswith("新受理") for line in lines)
    return f"新受理纠纷{new}件，办结{sum(line.startswith('办结') for line in lines)}件。"


def _officers(tx: Tx, day: date, kind: str) -> tuple[UUID | None, UUID | None]:
    """As last time, or in the morning; at first the chief and the person at the keyboard."""
    held = (cadence.last_held(tx.session, one, day) for one in (kind, DAILY))
    last = next(filter(None, held), None)
    if last is not None:
        return _in_post(tx, last.chair, day), _in_post(tx, last.recorder, day)
    chiefs = (
        select(User.staff).where(User.role == "chief", User.staff.is_not(None)).order_by(User.id)
    )
    own = select(User.staff).where(User.id == tx.actor.id)
    return tx.session.scalars(chiefs).first(), tx.session.scalars(own).first()


def _in_post(tx: Tx, staff: UUID | None, day: date) -> UUID | None:
    person = tx.session.get(Staff, staff) if staff else None
    gone = person is None or (person.left is not None and person.left <= day)
    return None if gone else staff


@operation("签到", needs=Right.MEET)
def mark(tx: Tx, meeting: UUID, marks: Marks) -> None:
    """Say who is not simply present: attendance → (state, reason); a reason may follow later."""
    set_marks(tx, opened(tx, meeting), marks)


def set_marks(tx: Tx, meeting: Meeting, marks: Marks) -> None:
    """Write states and reasons onto the roll, and when somebody came late."""
    lines = {one.id: one for one in records.children(tx.session, Attendance, meeting.id)}
    for identity, (state, reason) in marks.items():
        if identity not in lines:
            raise Invalid("签到名单刚有变化，请刷新后再试。")
        if codes.item("attendance_state", state) is None:
            raise Invalid(f"出勤没有“{state}”这一项。")
        one = lines[identity]
        if state == _LATE and one.state != _LATE and meeting.held_on == tx.today:
            one.at = tx.now.astimezone(CHINA).time().replace(second=0, microsecond=0)
        one.state = state
        one.reason = (reason or "").strip() or None


@operation("登记交办", needs=Right.MEET)
def decide(tx: Tx, meeting: UUID, decisions: Sequence[Decision]) -> tuple[UUID, ...]:
    """Make decisions tasks of the meeting's day, on the spot or when typed afterwards."""
    one = opened(tx, meeting)
    wrong = [
        problem for n, decision in enumerate(decisions) for problem in _wrong(n, decision, one)
    ]
    if wrong:
        raise Invalid(wrong)
    tasks = [_task(one, decision) for decision in decisions]
    for task in tasks:
        tx.add(task)
    task_given.follow(tx, tasks)
    tx.on(one.held_on)
    tx.detail = f"：{len(tasks)} 项"
    return tuple(task.id for task in tasks)


def _wrong(n: int, decision: Decision, meeting: Meeting) -> list[Problem]:
    found = []
    if not decision.title.strip():
        found.append(Problem(f"{n}.title", f"请填写第{n + 1}项交办的事项"))
    if decision.due is not None and decision.due < meeting.held_on:
        found.append(Problem(f"{n}.due", f"第{n + 1}项的办理时限早于会议日期，请核对"))
    return found


def _task(meeting: Meeting, decision: Decision) -> Task:
    return Task(
        title=decision.title.strip(),
        source="meeting",
        meeting=meeting.id,
        given_on=meeting.held_on,
        given_by=meeting.chair,
        owner=decision.owner,
        due=decision.due,
        progress=decision.detail.strip() or None,
        state="open",
        postponed=0,
    )


def roll(session: Session, meeting: UUID) -> Roll:
    """Who was expected, came, and did not, with the reason or what is still to be asked."""
    ever = records.every_child(session, Attendance, [meeting])
    names = names_on(session, ever)
    live = sorted((one for one in ever if one.binned is None), key=lambda one: one.position)
    lines = [one for one in live if one.staff is not None]
    away = [one for one in lines if one.state not in PRESENT]
    excused = tuple(_absent(one, names) for one in away if one.excused)
    absent = tuple(_absent(one, names) for one in away if not one.excused)
    guests = tuple(_guest(one) for one in live if one.staff is None and one.state in PRESENT)
    off = tuple(
        f"{called(one, names)}（{one.removed}）"
        for one in ever
        if one.binned is not None and one.removed and one.staff is not None
    )
    counts = len(lines) - len(excused), len(lines) - len(away)
    return Roll(*counts, absent, excused, guests, off)


def names_on(session: Session, lines: Iterable[Attendance]) -> dict[UUID, str]:
    """What the staff on these lines of a roll are called, and who sits in for them."""
    people = {who for one in lines for who in (one.staff, one.substitute) if who is not None}
    return records.titles(session, "staff", people)


def called(one: Attendance, names: Mapping[UUID, str]) -> str:
    """Who stands on a line of a roll."""
    return names.get(one.staff, "") if one.staff else one.guest or ""


def _guest(one: Attendance) -> str:
    """张建平（县委政法委）."""
    return f"{one.guest}（{one.unit}）" if one.unit else one.guest or ""


def _absent(one: Attendance, names: Mapping[UUID, str]) -> Absent:
    instead = names.get(one.substitute, "") if one.substitute else ""
    state = codes.name_of("attendance_state", one.state)
    return Absent(called(one, names), state, one.reason or "", instead)


def decided(session: Session, meeting: UUID) -> list[Task]:
    """The tasks a meeting gave, in the order they were given."""
    query = select(Task).where(Task.meeting == meeting, Task.binned.is_(None)).order_by(Task.id)
    return list(session.scalars(query))


def opened(tx: Tx, meeting: UUID) -> Meeting:
    """The meeting, unless it is final."""
    one = records.get(tx.session, Meeting, meeting)
    if one.locked is not None:
        raise Invalid("会议记录已定稿，不能再改。有写错的地方请用“更正”。")
    return one
