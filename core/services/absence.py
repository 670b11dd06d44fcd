"""Who is away on a day by granted leave, and who acts in that person's place."""

from collections.abc import Mapping
from datetime import date
from uuid import UUID

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from core.errors import Invalid
from core.records.duty import DutyShift
from core.records.leave import Leave
from core.station import Tx

GRANTED = ("granted", "back")


def away(session: Session, day: date) -> dict[UUID, Leave]:
    """The leave each absent person has on `day`; who came back earlier is not away."""
    return {one.staff: one for one in granted(session, day, day)}


def stood_for(absent: Mapping[UUID, Leave], hands: frozenset[UUID]) -> frozenset[UUID]:
    """Those away in whose place one of `hands` acts."""
    return frozenset(one for one in absent if one not in hands and acting(absent, one) in hands)


def granted(session: Session, since: date, until: date) -> list[Leave]:
    """The granted leave of which at least a day lies in these days."""
    query = (
        select(Leave)
        .where(
            Leave.binned.is_(None),
            Leave.state.in_(GRANTED),
            Leave.since <= until,
            Leave.until >= since,
            or_(Leave.back_on.is_(None), Leave.back_on > since),
        )
        .order_by(Leave.since, Leave.id)
    )
    return list(session.scalars(query))


def refuse_removal(tx: Tx, leave: Leave) -> None:
    """A leave is not removed as long as its substitute has shifts ahead because of it."""
    taken = select(func.count()).where(
        DutyShift.binned.is_(None),
        DutyShift.replaces == leave.staff,
        DutyShift.staff == leave.substitute,
        DutyShift.day.between(max(leave.since, tx.today), leave.until),
    )
    count = tx.session.scalar(taken) if leave.state in GRANTED else 0
    if count:
        raise Invalid(f"代岗人接了 {count} 个班。请先把“代岗人”改空，班就还给本人，再删除。")


def acting(absent: Mapping[UUID, Leave], person: UUID) -> UUID:
    """Who acts for `person`: himself, or the substitute, or the substitute's own substitute.

    Where a chain ends with somebody away whom nobody stands in for, it is the last one named.
    """
    seen = {person}
    while person in absent and (substitute := absent[person].substitute) is not None:
        if substitute in seen:
            break
        person = substitute
        seen.add(person)
    return person
