"""Leave: granted, refused, over; how long it is, and what the substitute takes over."""

from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from core import codes
from core.errors import Invalid, Problem
from core.ledger import Values
from core.records.duty import DutyShift
from core.records.leave import Leave
from core.records.user import User
from core.rights import Right
from core.services import absence, duty_cover, names, one_at_a_time, posts, records
from core.services.duty_cover import Former
from core.services.one_at_a_time import last_day, span
from core.services.pending import day_words
from core.station import Tx, operation
from core.workdays import Calendar

ASKED, GRANTED, REFUSED, BACK = "asked", "granted", "refused", "back"
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Weighed:
    """One leave in words: its length, the shifts and posts it touches, who takes them."""

    days: str
    shifts: tuple[str, ...]
    posts: tuple[str, ...]
    substitute: str

    @property
    def told(self) -> str:
        """3个工作日；3月26日白班由李四接手；代岗：东风网格网格长."""
        taker = f"由{self.substitute}接手" if self.substitute else "还没有人接手，请定代岗人"
        lines = [self.days]
        if self.shifts:
            lines.append(f"{'、'.join(self.shifts)}{taker}")
        elif not self.substitute:
            lines.append("代岗人待定")
        if self.posts and self.substitute:
            lines.append(f"代岗：{'、'.join(self.posts)}")
        return "；".join(lines)


def weigh(session: Session, identity: UUID, calendar: Calendar) -> Weighed:
    """What a leave means for shifts and posts."""
    leave = records.get(session, Leave, identity)
    known = names.titles(session, "staff", [leave.substitute] if leave.substitute else [])
    held = posts.of_person(session, leave.staff, leave.since)
    grids = names.titles(session, "grid", [one.grid for one in held if one.grid])
    return Weighed(
        length(leave.since, leave.until, calendar),
        tuple(_shifts(session, leave)),
        tuple(
            f"{grids.get(one.grid, '') if one.grid else ''}"
            f"{codes.name_of('post_kind', one.kind or '')}"
            for one in held
        ),
        known.get(leave.substitute, "") if leave.substitute else "",
    )


def length(since: date, until: date, calendar: Calendar) -> str:
    """How long a leave is, in working days; in days where the table of a year is missing."""
    try:
        return f"{calendar.workdays_between(since - _DAY, until)}个工作日"
    except Invalid:
        return f"{(until - since).days + 1}天（没有放假调休表，未分工作日）"


def _shifts(session: Session, leave: Leave) -> list[str]:
    query = (
        select(DutyShift)
        .where(DutyShift.binned.is_(None), DutyShift.day.between(leave.since, last_day(leave)))
        .where(or_(DutyShift.staff == leave.staff, DutyShift.replaces == leave.staff))
        .order_by(DutyShift.day, DutyShift.shift)
    )
    return [
        f"{day_words(one.day)}{codes.name_of('shift_kind', one.shift)}"
        for one in session.scalars(query)
    ]


@operation("修改请假", needs=Right.KEEP)
def amend(tx: Tx, values: Values, identity: UUID, version: int | None = None) -> UUID:
    """Put a leave right; once it is granted the sheet of duty follows its days and substitute."""
    leave = records.get(tx.session, Leave, identity)
    former = Former.of(leave)
    kept = records.save(tx, Leave.__tablename__, values, identity, version)
    if leave.state == GRANTED:
        tx.session.flush()
        duty_cover.move(tx, leave, former)
    return kept


@operation("批准请假", needs=Right.KEEP)
def grant(tx: Tx, identity: UUID, on: date | None = None, by: UUID | None = None) -> None:
    """Grant a leave; said by word of mouth it is recorded on that person's word (代录)."""
    leave = _waiting(tx, identity)
    _decide(tx, leave, GRANTED, on, by)
    one_at_a_time.keep(tx)
    duty_cover.take_over(tx, leave)


@operation("不批准请假", needs=Right.KEEP)
def turn_down(tx: Tx, identity: UUID, reason: str = "", on: date | None = None) -> None:
    """Refuse a leave; why stands in its note."""
    leave = _waiting(tx, identity)
    _decide(tx, leave, REFUSED, on, None)
    if reason.strip():
        leave.note = "\n".join(filter(None, (leave.note, f"不同意：{reason.strip()}")))


@operation("销假", needs=Right.KEEP)
def back(tx: Tx, identity: UUID, on: date | None = None) -> None:
    """Somebody is back: from that day on the substitute acts no longer."""
    leave = records.get(tx.session, Leave, identity)
    day = on or tx.today
    if leave.state != GRANTED:
        raise Invalid("只有批准了的假才能销假。")
    if day < leave.since:
        raise Invalid([Problem("on", f"销假日期早于请假起日（{leave.since}），请核对。")])
    if day > tx.today:
        raise Invalid([Problem("on", "销假日期不能晚于今天，请核对。")])
    leave.state, leave.back_on = BACK, day
    _name(tx, leave, day)
    duty_cover.give_back(tx, leave, day)


def _waiting(tx: Tx, identity: UUID) -> Leave:
    leave = records.get(tx.session, Leave, identity)
    if leave.state != ASKED:
        raise Invalid(f"这次请假{codes.name_of('leave_state', leave.state or '')}，不用再批。")
    return leave


def _decide(tx: Tx, leave: Leave, state: str, on: date | None, by: UUID | None) -> None:
    day, who = on or tx.today, by or _approver(tx)
    if day > tx.today:
        raise Invalid([Problem("on", "审批日期不能晚于今天，请核对。")])
    if who == leave.staff:
        raise Invalid([Problem("by", "请假人不能批自己的假，请另选审批人，或代录领导的意见。")])
    leave.state, leave.granted_by, leave.granted_on = state, who, day
    _name(tx, leave, day)


def _approver(tx: Tx) -> UUID | None:
    """Whose word it is, as a line of the roster: the person agreed with, or who acts."""
    user = tx.session.get(User, tx.agreed.id if tx.agreed is not None else tx.actor.id)
    return user.staff if user is not None else None


def _name(tx: Tx, leave: Leave, day: date) -> None:
    """Labels of the journal carry no person."""
    tx.detail = f"：{span(leave)}"
    tx.on(day)


def told_on(session: Session, day: date) -> list[tuple[Leave, str, str]]:
    """Everybody away on `day`: the leave, the name, and who stands in for which grids."""
    away = absence.away(session, day)
    acting = {person: absence.acting(away, person) for person in away}
    called = names.titles(session, "staff", {*acting, *acting.values()})
    found = []
    for person, leave in sorted(away.items(), key=lambda one: (one[1].since, called[one[0]])):
        kind = codes.name_of("leave_kind", leave.kind)
        free = acting[person] != person and acting[person] not in away
        stands = f"{called[acting[person]]}代岗" if free else "代岗人待定"
        found.append((leave, called[person], f"{kind}，{span(leave)}，{stands}"))
    return found
