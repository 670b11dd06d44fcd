"""The minutes once the meeting is over: final, signed, corrected, and revised with a reason."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from core import codes, draft
from core.errors import Invalid
from core.ledger import Values, problems
from core.record import Value
from core.records.meeting import LEDGER, AgendaItem, Attendance, Meeting, MeetingRevision
from core.rights import Right
from core.services import meeting, records
from core.services.cadence import BY_HAND
from core.services.meeting import Marks, Texts, set_marks
from core.services.meeting_agenda import reword, set_outcomes
from core.services.pending import day_words
from core.station import Tx, operation


@dataclass(frozen=True, slots=True)
class Change:
    """What is to be put right: fields, the roll, the wording of the agenda, its outcomes."""

    values: Values = field(default_factory=dict)
    marks: Marks = field(default_factory=dict)
    texts: Texts = field(default_factory=dict)
    outcomes: Texts = field(default_factory=dict)


@operation("定稿", needs=Right.MEET, final=True)
def finalise(tx: Tx, meeting: UUID) -> None:
    """Freeze the minutes; a reason that is missing bars nothing and may be added by 更正."""
    one = records.get(tx.session, Meeting, meeting)
    if one.locked is not None:
        raise Invalid("这次会议的记录已定稿，不用再定稿。有写错的地方请用“更正”。")
    one.state, one.locked = "final", tx.now
    if one.kind in BY_HAND:
        one.serial = one.serial or _next_serial(tx.session, one.held_on.year)
    tx.on(one.held_on)
    tx.detail = f"：{one.title}"


def _next_serial(session: Session, year: int) -> int:
    """The next issue number of the year's 会议纪要; those of binned meetings stay used."""
    used = select(func.max(Meeting.serial)).where(
        Meeting.held_on.between(date(year, 1, 1), date(year, 12, 31))
    )
    return (session.scalar(used) or 0) + 1


@operation("签字稿已收回", needs=Right.MEET)
def sign_back(tx: Tx, meeting: UUID, day: date | None = None) -> None:
    """The signed copy is back: from now on a change needs a reason."""
    one = _final(tx, meeting)
    if one.signed_on is not None:
        raise Invalid(f"签字稿已在{day_words(one.signed_on)}登记收回，不用再登记。")
    when = day or tx.today
    if not one.held_on <= when <= tx.today:
        raise Invalid("签字稿收回的日期要在开会之后、今天以前，请核对。")
    one.signed_on = when
    tx.on(when)
    tx.detail = f"：{one.title}"


@operation("更正", needs=Right.MEET)
def correct(tx: Tx, meeting: UUID, change: Change) -> None:
    """Put right what is wrong in final minutes, without a reason, until they are signed."""
    one = _final(tx, meeting)
    if one.signed_on is not None:
        raise Invalid("签字稿已经收回，再改要写明原因。请用“修订”。")
    _write(tx, one, change)


@operation("修订", needs=Right.MEET)
def revise(tx: Tx, meeting: UUID, reason: str, change: Change) -> None:
    """Change signed minutes: why, and what they said before, stands at their foot."""
    one = _final(tx, meeting)
    if one.signed_on is None:
        raise Invalid("签字稿还没有收回，直接用“更正”就行，不用写原因。")
    if not reason.strip():
        raise Invalid("请写明修订原因。")
    before = dict(_told(tx.session, one))
    _write(tx, one, change)
    tx.session.flush()
    after = dict(_told(tx.session, one))
    for key, text in after.items():
        if before.get(key) != text:
            _keep_revision(tx, one, reason.strip(), (before.get(key, ""), text))


def _final(tx: Tx, meeting: UUID) -> Meeting:
    one = records.get(tx.session, Meeting, meeting)
    if one.locked is None:
        raise Invalid("会议还没有定稿，直接修改就行，不用更正。")
    return one


def _write(tx: Tx, one: Meeting, change: Change) -> None:
    typed = {field.key for field in LEDGER.editable()}
    whole: dict[str, Value] = {key: getattr(one, key) for key in typed} | dict(change.values)
    wrong = problems(LEDGER, whole)
    if wrong or not set(change.values) <= typed:
        raise Invalid(wrong or "这一项不能更正。")
    for key, value in change.values.items():
        setattr(one, key, value)
    set_marks(tx, one, change.marks)
    reword(tx, one.id, change.texts)
    set_outcomes(tx, one.id, change.outcomes)
    tx.detail = f"：{one.title}"


def _told(session: Session, one: Meeting) -> Iterator[tuple[object, str]]:
    """Everything a revision may change, each under its name, as people read it."""
    lines = records.children(session, Attendance, one.id)
    leading = {person for person in (one.chair, one.recorder) if person}
    names = meeting.names_on(session, lines) | records.titles(session, "staff", leading)
    for described in LEDGER.editable():
        shown = draft.show(described, getattr(one, described.key), names)
        yield described.key, f"{described.label}：{shown}"
    for line in lines:
        yield line.id, _called(line, names)
    items = records.children(session, AgendaItem, one.id)
    for n, item in enumerate(items, 1):
        yield item.id, f"议程{n}：{item.text}"
        yield (item.id, "outcome"), f"议程{n}会上情况：{item.outcome or ''}"


def _called(line: Attendance, names: Mapping[UUID, str]) -> str:
    reason = f"（{line.reason}）" if line.reason else ""
    state = codes.name_of("attendance_state", line.state)
    return f"签到 {meeting.called(line, names)}：{state}{reason}"


def _keep_revision(tx: Tx, one: Meeting, reason: str, texts: tuple[str, str]) -> None:
    """One line a change; what is typed on at the same thing for the same reason is one change."""
    before, after = texts
    known = records.children(tx.session, MeetingRevision, one.id)
    same = [
        each
        for each in known
        if (each.revised_on, each.reason, each.after) == (tx.today, reason, before)
    ]
    if not same:
        made = {"revised_on": tx.today, "reason": reason, "before": before, "after": after}
        tx.add(MeetingRevision(meeting=one.id, **made))
    elif same[-1].before == after:
        tx.bin(same[-1])
    else:
        same[-1].after = after


def revisions(session: Session, meeting: UUID) -> list[MeetingRevision]:
    """What was changed in signed minutes, in the order it was."""
    return list(records.children(session, MeetingRevision, meeting))
