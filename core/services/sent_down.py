"""下沉人员 in numbers: days they came, share of the roll-calls, trainings, in one month."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from core.records.meeting import Attendance, Meeting
from core.records.secondment import Secondment
from core.records.training import Trainee, Training
from core.services import names
from core.services.courses import CAME
from core.services.figures import Period, month_of, share
from core.services.team import Line, TeamList


def month(session: Session, day: date) -> Sequence[Line]:
    """Everybody sent down in the month of `day`: days come, 到岗率 by roll-call, trainings."""
    period = month_of(day)
    listed = _there(session, period)
    people = {one.staff for one in listed}
    called = names.titles(session, "staff", people)
    grids = names.titles(session, "grid", {one.grid for one in listed if one.grid})
    days, taught = _days(session, period, people), _taught(session, period, people)
    found = []
    for one in listed:
        told = [came for on, came in days[one.staff].items() if one.since <= on <= _last(one)]
        span = f"{one.since}起" if one.until is None else f"{one.since}至{one.until}"
        cells = (
            called[one.staff],
            one.home,
            grids.get(one.grid, "") if one.grid else "",
            span,
            str(len(told)),
            str(sum(told)),
            share(sum(told), len(told)).text,
            str(taught[one.staff]),
        )
        found.append(Line(cells, "secondment", (one.id,)))
    return found


def _last(one: Secondment) -> date:
    return one.until or date.max


def _there(session: Session, period: Period) -> list[Secondment]:
    query = (
        select(Secondment)
        .where(Secondment.binned.is_(None), Secondment.since <= period.until)
        .where(or_(Secondment.until.is_(None), Secondment.until >= period.since))
        .order_by(Secondment.home, Secondment.since, Secondment.id)
    )
    return list(session.scalars(query))


def _days(session: Session, period: Period, people: set[UUID]) -> dict[UUID, dict[date, bool]]:
    """On which days somebody was on a roll, and whether he came; leave is no day of his."""
    query = (
        select(Attendance.staff, Meeting.held_on, Attendance.state)
        .join(Meeting, Attendance.meeting == Meeting.id)
        .where(Attendance.binned.is_(None), Meeting.binned.is_(None))
        .where(Meeting.held_on.between(period.since, period.until), Attendance.staff.in_(people))
        .where(Attendance.state.not_in(("leave", "duty")))
    )
    found: dict[UUID, dict[date, bool]] = defaultdict(dict)
    for staff, on, state in session.execute(query).tuples():
        if staff is not None:
            found[staff][on] = found[staff].get(on, False) or state in CAME
    return found


def _taught(session: Session, period: Period, people: set[UUID]) -> dict[UUID, int]:
    query = (
        select(Trainee.staff)
        .join(Training, Trainee.training == Training.id)
        .where(Trainee.binned.is_(None), Training.binned.is_(None), Trainee.state.in_(CAME))
        .where(Training.held_on.between(period.since, period.until), Trainee.staff.in_(people))
    )
    found: dict[UUID, int] = defaultdict(int)
    for staff in session.scalars(query):
        found[staff] += 1
    return found


SENT_DOWN = TeamList(
    "sent_down",
    "下沉到岗",
    (
        ("姓名", 110),
        ("原所属单位", 0),
        ("下沉网格", 160),
        ("起止", 200),
        ("应到天数", 90),
        ("到岗天数", 90),
        ("到岗率", 150),
        ("培训次数", 90),
    ),
    month,
    "这个月没有下沉人员",
    "人",
    monthly=True,
)
