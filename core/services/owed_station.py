"""What the station's day looks like: its meetings, who is on duty, who is away, what was sent."""

from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from core import codes
from core.dates import CHINA
from core.errors import Invalid
from core.records.duty import DutyShift
from core.records.leave import Leave
from core.records.meeting import Meeting
from core.records.sent_version import SentVersion
from core.records.shipment import Shipment
from core.records.staff import Staff
from core.records.task import Task
from core.rights import Actor, Right
from core.services import absence, cadence, owed, pending, records, settings
from core.services.cadence import DAILY, REGULAR
from core.services.owed import Owed
from core.services.pending import Item, day_words
from core.settings import MEETING_DAILY, MEETING_TIME, NEVER, OFF_LIST_ASKS
from core.workdays import Calendar

_MEETING, _DUTY = Meeting.__tablename__, DutyShift.__tablename__
_LEADER = "leader"
_DAY = timedelta(1)
_OUT = "out"


def meetings(session: Session, _actor: Actor, day: date, calendar: Calendar) -> Owed:
    """The meetings of the day, and those due by their rhythm that are not made yet."""
    query = select(Meeting).where(Meeting.binned.is_(None), Meeting.held_on == day)
    found = session.scalars(query.order_by(Meeting.starts, Meeting.id)).all()
    made = {one.kind for one in found}
    due = [kind for kind in REGULAR if kind not in made and _is_due(session, kind, day, calendar)]
    return Owed([*map(_meeting, found), *(_unmade(session, kind) for kind in due)])


def _is_due(session: Session, kind: str, day: date, calendar: Calendar) -> bool:
    """Whether such a meeting is meant for the day; by the weekday where no table tells."""
    try:
        return cadence.next_day(session, kind, day - _DAY, calendar) == day
    except Invalid:
        held = settings.value(session, MEETING_DAILY) != NEVER
        return kind == DAILY and held and day.isoweekday() in range(1, 6)


def _unmade(session: Session, kind: str) -> Item:
    at = f" {settings.value(session, MEETING_TIME)}" if kind == DAILY else ""
    return Item(f"{cadence.called(kind)}{at}", "还没编制", _MEETING)


def _meeting(one: Meeting) -> Item:
    at = f" {one.starts:%H:%M}" if one.starts else ""
    state = codes.name_of("meeting_state", one.state or "open")
    place = f"，{one.place}" if one.place else ""
    return Item(f"{one.title}{at}", f"{state}{place}", _MEETING, one.id)


def duty(session: Session, _actor: Actor, day: date, _calendar: Calendar) -> Owed:
    """Who is on duty with the telephone number, leaders first; nobody is said plainly."""
    query = (
        select(DutyShift, Staff)
        .join(Staff, Staff.id == DutyShift.staff)
        .where(DutyShift.binned.is_(None), DutyShift.day == day)
        .order_by(DutyShift.role != _LEADER, DutyShift.shift, Staff.name, DutyShift.id)
    )
    found = session.execute(query).tuples().all()
    if not found:
        return Owed([Item("今天没有排班", "去排班", "duty")])
    return Owed([_on_duty(shift, person) for shift, person in found])


def _on_duty(shift: DutyShift, person: Staff) -> Item:
    role = "带班" if shift.role == _LEADER else "值班"
    words = codes.name_of("shift_kind", shift.shift)
    note = "，".join(filter(None, (person.phone or words, words if person.phone else "")))
    return Item(f"{role}：{person.name}", note, _DUTY, shift.id, owner=person.id)


def away(session: Session, _actor: Actor, day: date, _calendar: Calendar) -> Owed:
    """Who is on leave, and who acts in that place."""
    absent = absence.away(session, day)
    acting = {one: absence.acting(absent, one) for one in absent}
    names = records.titles(session, "staff", {*absent, *acting.values()})
    return Owed([_away(leave, names, acting[one]) for one, leave in absent.items()])


def _away(leave: Leave, names: dict[UUID, str], now: UUID) -> Item:
    told = f"{names[now]}代岗" if now != leave.staff else "没有代岗人"
    until = f"到{day_words(leave.until)}"
    return Item(f"请假：{names[leave.staff]}", f"{told}，{until}", "leave", leave.id, owner=now)


def sent(session: Session, actor: Actor, _day: date, _calendar: Calendar) -> Owed:
    """When something was last reported, as a file or a package; for who may send."""
    if not actor.may(Right.SEND):
        return Owed()
    package = session.scalar(select(func.max(Shipment.made)).where(Shipment.direction == _OUT))
    version = session.scalar(
        select(func.max(SentVersion.sent_at)).where(SentVersion.binned.is_(None))
    )
    last = max(filter(None, (package, version)), default=None)
    return Owed([Item("最近报送", _when(last), "packages")])


def _when(moment: datetime | None) -> str:
    if moment is None:
        return "还没有"
    local = moment.astimezone(CHINA)
    return f"{day_words(local.date())} {local:%H:%M}"


def off_list(session: Session, _actor: Actor, day: date, _calendar: Calendar) -> Owed:
    """Where the station asks: what is off the lists and nobody agreed to, or no longer."""
    if settings.value(session, OFF_LIST_ASKS) != "yes":
        return Owed()
    lacking = Task.off_list_by.is_(None) | (Task.off_list_until < day)
    found, more = owed.first(session, pending.unclosed(day).where(Task.off_list, lacking))
    return Owed([_off_list(one) for (one,) in found], more)


def _off_list(one: Task) -> Item:
    said = "清单外，缺批准人" if one.off_list_by is None else "清单外，批准的日期已过"
    return Item(one.title, said, Task.__tablename__, one.id, owner=one.owner)


def every(session: Session, actor: Actor, day: date, calendar: Calendar) -> Owed:
    """The station's day as one column."""
    return owed.joined(*(one(session, actor, day, calendar) for one in _PARTS))


_PARTS = (meetings, duty, away, sent)
