"""The roll changed by hand: somebody called in, a guest, and who is taken off with a reason."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.orm import Session

from core import checks
from core.errors import Invalid
from core.records.meeting import Attendance, Meeting
from core.records.staff import Staff
from core.rights import Right
from core.services import records
from core.station import Tx, operation

_FROZEN = "会议记录已定稿，签到名单不能再加人、去人。漏记的人请用“更正”写进“列席”或“讨论发言”。"
_LONGEST = 120


@dataclass(frozen=True, slots=True)
class Joining:
    """Who comes onto the roll: one of the `staff`, or a guest by `name` and where from."""

    staff: UUID | None = None
    name: str = ""
    unit: str = ""


@operation("加入签到名单", needs=Right.MEET)
def join(tx: Tx, meeting: UUID, who: Joining) -> UUID:
    """Put somebody at the end of the roll, as present."""
    one = _open(tx.session, meeting)
    ever = records.every_child(tx.session, Attendance, [meeting])
    live = [line for line in ever if line.binned is None]
    line = _colleague(tx, ever, who.staff) if who.staff is not None else _guest(live, who)
    line.meeting, line.state, line.binned = meeting, "present", None
    line.position = max((each.position for each in live), default=0) + 1
    tx.add(line)
    tx.on(one.held_on)
    tx.detail = f"：{one.title}"
    return line.id


@operation("移出签到名单", needs=Right.MEET)
def take_off(tx: Tx, meeting: UUID, line: UUID, reason: str) -> None:
    """Take somebody off the roll; the minutes say why."""
    one = _open(tx.session, meeting)
    if not reason.strip():
        raise Invalid("请写明移出的原因，如“借调县里”。")
    live = {each.id: each for each in records.children(tx.session, Attendance, meeting)}
    if line not in live:
        raise Invalid("签到名单刚有变化，请刷新后再试。")
    live[line].removed = reason.strip()[:_LONGEST]
    tx.bin(live[line])
    tx.on(one.held_on)
    tx.detail = f"：{one.title}"


def _open(session: Session, meeting: UUID) -> Meeting:
    one = records.get(session, Meeting, meeting)
    if one.locked is not None:
        raise Invalid(_FROZEN)
    return one


def _colleague(tx: Tx, ever: list[Attendance], staff: UUID) -> Attendance:
    """The line of one of the staff; who was taken off comes back onto the one he had."""
    person = records.get(tx.session, Staff, staff)
    his = [line for line in ever if line.staff == staff]
    if any(line.binned is None for line in his):
        raise Invalid(f"{person.name}已在签到名单里，直接改出勤就行。")
    line = his[-1] if his else Attendance(staff=staff)
    line.removed, line.reason, line.excused, line.substitute = None, None, False, None
    return line


def _guest(live: list[Attendance], who: Joining) -> Attendance:
    name, unit = checks.tidy_name(who.name), who.unit.strip()[:_LONGEST] or None
    wrong = checks.person_name(name)
    if not name or wrong:
        raise Invalid(wrong or "请填写来宾姓名，或从名单里选一位同事。")
    if any((line.guest, line.unit) == (name, unit) for line in live):
        raise Invalid(f"{name}已在签到名单里。两位同名的来宾，请把单位、职务写上。")
    return Attendance(guest=name, unit=unit)
