"""The morning meeting: agenda and roll, decisions that become tasks, the final minutes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, time
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from core import codes
from core.errors import Invalid, Problem
from core.ledger import Values, problems
from core.records.meeting import LEDGER, AgendaItem, Attendance, Meeting
from core.records.staff import Staff
from core.records.task import Task
from core.records.user import User
from core.rights import Right
from core.services import agenda, records, roster, settings, task_given
from core.services.agenda.sitting import REVIEW, Section
from core.services.cadence import DAILY
from core.services.pending import day_words
from core.settings import MEETING_PLACE, MEETING_TIME
from core.station import Tx, operation

PRESENT = ("present", "late")
UNKNOWN_REASON = "原因待补"

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
    """One person who was expected and did not come."""

    name: str
    state: str
    reason: str = ""

    @property
    def text(self) -> str:
        """王五请假（家中有事）."""
        return f"{self.name}{self.state}（{self.reason or UNKNOWN_REASON}）"


@dataclass(frozen=True, slots=True)
class Roll:
    """Who was expected (应到), who came (实到, the late ones too), and who did not."""

    expected: int
    present: int
    absent: tuple[Absent, ...]

    @property
    def text(self) -> str:
        """应到12人，实到11人，1人未到：王五请假（家中有事）."""
        told = f"应到{self.expected}人，实到{self.present}人"
        if not self.absent:
            return told
        return f"{told}，{len(self.absent)}人未到：{self.absences}"

    @property
    def absences(self) -> str:
        """Those who did not come, with reasons; 无 where all came."""
        return "；".join(one.text for one in self.absent) or "无"


def held_on(session: Session, day: date) -> Meeting | None:
    """The morning meeting of a day, if it is prepared."""
    query = select(Meeting).where(
        Meeting.held_on == day, Meeting.kind == DAILY, Meeting.binned.is_(None)
    )
    return session.scalars(query).first()


@operation("编制晨会", needs=Right.MEET)
def prepare(tx: Tx, day: date) -> UUID:
    """Make the day's meeting, everybody in post present; one that exists stays as it is."""
    found = held_on(tx.session, day)
    if found is not None:
        return found.id
    tx.on(day)
    sections = agenda.compile_agenda(tx.session, day)
    meeting = _new(tx, day, sections)
    tx.detail = f"：{meeting.title}"
    for position, person in enumerate(roster.on_duty_roll(tx.session, day), 1):
        tx.add(Attendance(meeting=meeting.id, position=position, staff=person.id, state="present"))
    pairs = [(section.title, item) for section in sections for item in section.items]
    for position, (title, item) in enumerate(pairs, 1):
        line = AgendaItem(meeting=meeting.id, position=position, section=title, text=item.line)
        line.source_table, line.source_id = item.table, item.id
        tx.add(line)
    return meeting.id


def _new(tx: Tx, day: date, sections: tuple[Section, ...]) -> Meeting:
    chair, recorder = _officers(tx, day)
    meeting = Meeting(
        title=f"{day_words(day)}晨会",
        kind=DAILY,
        held_on=day,
        starts=time.fromisoformat(settings.value(tx.session, MEETING_TIME)),
        place=settings.value(tx.session, MEETING_PLACE),
        chair=chair,
        recorder=recorder,
        review=_review(sections),
        state="open",
    )
    tx.add(meeting)
    return meeting


def _review(sections: tuple[Section, ...]) -> str:
    """新受理纠纷2件，办结1件。"""
    lines = [item.text for one in sections if one.title == REVIEW for item in one.items]
    new = sum(line.startswith("新受理") for line in lines)
    return f"新受理纠纷{new}件，办结{sum(line.startswith('办结') for line in lines)}件。"


def _officers(tx: Tx, day: date) -> tuple[UUID | None, UUID | None]:
    """Chair and recorder: as last time, else the chief and the person at the keyboard."""
    query = (
        select(Meeting)
        .where(Meeting.kind == DAILY, Meeting.held_on < day, Meeting.binned.is_(None))
        .order_by(Meeting.held_on.desc())
    )
    last = tx.session.scalars(query).first()
    if last is not None:
        return _in_post(tx, last.chair, day), _in_post(tx, last.recorder, day)
    chiefs = select(User.staff).where(User.role == "chief", User.staff.is_not(None))
    own = select(User.staff).where(User.id == tx.actor.id)
    return tx.session.scalars(chiefs).first(), tx.session.scalars(own).first()


def _in_post(tx: Tx, staff: UUID | None, day: date) -> UUID | None:
    person = tx.session.get(Staff, staff) if staff else None
    gone = person is None or (person.left is not None and person.left <= day)
    return None if gone else staff


@operation("签到", needs=Right.MEET)
def mark(tx: Tx, meeting: UUID, marks: Marks) -> None:
    """Say who is not simply present: attendance → (state, reason); a reason may follow later."""
    _opened(tx, meeting)
    _mark(tx, meeting, marks)


def _mark(tx: Tx, meeting: UUID, marks: Marks) -> None:
    lines = {one.id: one for one in records.children(tx.session, Attendance, meeting)}
    for identity, (state, reason) in marks.items():
        if identity not in lines:
            raise Invalid("签到名单刚有变化，请刷新后再试。")
        if codes.item("attendance_state", state) is None:
            raise Invalid(f"出勤没有“{state}”这一项。")
        lines[identity].state = state
        lines[identity].reason = (reason or "").strip() or None


@operation("修改议程", needs=Right.MEET)
def edit_items(tx: Tx, meeting: UUID, texts: Texts) -> None:
    """Word agenda items otherwise."""
    _opened(tx, meeting)
    _reword(tx, meeting, texts)


def _reword(tx: Tx, meeting: UUID, texts: Texts) -> None:
    lines = _lines(tx, meeting, texts)
    for identity, text in texts.items():
        if not text.strip():
            raise Invalid("议程内容不能为空，不要的议程请删除。")
        lines[identity].text = text.strip()


@operation("记录会上情况", needs=Right.MEET)
def note_outcomes(tx: Tx, meeting: UUID, outcomes: Texts) -> None:
    """Say what the meeting made of agenda items; an empty text takes the note away."""
    _opened(tx, meeting)
    lines = _lines(tx, meeting, outcomes)
    for identity, text in outcomes.items():
        lines[identity].outcome = text.strip() or None


@operation("增加议程", needs=Right.MEET)
def add_item(tx: Tx, meeting: UUID, section: str, text: str) -> UUID:
    """Put one more matter at the end of a section."""
    _opened(tx, meeting)
    if not text.strip() or not section.strip():
        raise Invalid("请填写议程的栏目和内容。")
    lines = records.children(tx.session, AgendaItem, meeting)
    ahead = [n for n, one in enumerate(lines, 1) if one.section == section]
    added = AgendaItem(meeting=meeting, section=section, text=text.strip())
    lines.insert(ahead[-1] if ahead else len(lines), added)
    for position, one in enumerate(lines, 1):
        one.position = position
    tx.add(added)
    return added.id


@operation("删除议程", needs=Right.MEET)
def drop_item(tx: Tx, meeting: UUID, item: UUID) -> None:
    """Take a matter off the agenda."""
    _opened(tx, meeting)
    tx.bin(_lines(tx, meeting, {item: ""})[item])


@operation("调整议程顺序", needs=Right.MEET)
def reorder(tx: Tx, meeting: UUID, order: Sequence[UUID]) -> None:
    """Go through the agenda in this order; `order` names every item once."""
    _opened(tx, meeting)
    lines = {one.id: one for one in records.children(tx.session, AgendaItem, meeting)}
    if len(order) != len(lines) or set(order) != set(lines):
        raise Invalid("议程刚有变化，请刷新后再排顺序。")
    for position, identity in enumerate(order, 1):
        lines[identity].position = position


@operation("登记交办", needs=Right.MEET)
def decide(tx: Tx, meeting: UUID, decisions: Sequence[Decision]) -> tuple[UUID, ...]:
    """Make decisions tasks of the meeting's day, on the spot or when typed afterwards."""
    one = _opened(tx, meeting)
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


@operation("定稿", needs=Right.MEET, final=True)
def finalise(tx: Tx, meeting: UUID) -> None:
    """Freeze the minutes; a reason that is missing bars nothing and may be added by 更正."""
    one = _opened(tx, meeting)
    one.state, one.locked = "final", tx.now
    tx.on(one.held_on)
    tx.detail = f"：{one.title}"


@operation("更正", needs=Right.MEET)
def correct(
    tx: Tx, meeting: UUID, values: Values, marks: Marks | None = None, texts: Texts | None = None
) -> None:
    """Put right what is wrong in final minutes: fields, the roll, the wording of the agenda."""
    one: Meeting = records.get(tx.session, Meeting, meeting)
    if one.locked is None:
        raise Invalid("会议还没有定稿，直接修改就行，不用更正。")
    typed = {field.key for field in LEDGER.editable()}
    whole = {key: getattr(one, key) for key in typed} | dict(values)
    wrong = problems(LEDGER, whole)
    if wrong or not set(values) <= typed:
        raise Invalid(wrong or "这一项不能更正。")
    for key, value in values.items():
        setattr(one, key, value)
    _mark(tx, meeting, marks or {})
    _reword(tx, meeting, texts or {})
    tx.detail = f"：{one.title}"


def roll(session: Session, meeting: UUID) -> Roll:
    """Who was expected, came, and did not, with the reason or what is still to be asked."""
    lines = records.children(session, Attendance, meeting)
    names = records.titles(session, "staff", [one.staff for one in lines])
    absent = [
        Absent(names[one.staff], codes.name_of("attendance_state", one.state), one.reason or "")
        for one in lines
        if one.state not in PRESENT
    ]
    return Roll(len(lines), len(lines) - len(absent), tuple(absent))


def decided(session: Session, meeting: UUID) -> list[Task]:
    """The tasks a meeting gave, in the order they were given."""
    query = select(Task).where(Task.meeting == meeting, Task.binned.is_(None)).order_by(Task.id)
    return list(session.scalars(query))


def _opened(tx: Tx, meeting: UUID) -> Meeting:
    """The meeting, unless it is final."""
    one: Meeting = records.get(tx.session, Meeting, meeting)
    if one.locked is not None:
        raise Invalid("会议记录已定稿，不能再改。有写错的地方请用“更正”。")
    return one


def _lines(tx: Tx, meeting: UUID, wanted: Texts) -> dict[UUID, AgendaItem]:
    lines = {one.id: one for one in records.children(tx.session, AgendaItem, meeting)}
    if not set(wanted) <= set(lines):
        raise Invalid("议程刚有变化，请刷新后再试。")
    return lines
