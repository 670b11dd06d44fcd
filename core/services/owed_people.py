"""What is owed to and by the station's own people: leave to decide, substitutes, certificates."""

from datetime import date, timedelta

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from core.records.leave import Leave
from core.rights import Actor
from core.services import absence, kit, leaves, names, owed
from core.services import certificates as certified
from core.services.one_at_a_time import span
from core.services.owed import Owed
from core.services.pending import Item
from core.workdays import Calendar

_AHEAD = timedelta(7)


def leaves_asked(session: Session, _actor: Actor, _day: date, _calendar: Calendar) -> Owed:
    """Leaves nobody has decided."""
    query = select(Leave).where(Leave.binned.is_(None), Leave.state == leaves.ASKED)
    return _told(session, "请假待批", query.order_by(Leave.since, Leave.id))


def substitutes(session: Session, _actor: Actor, day: date, _calendar: Calendar) -> Owed:
    """Granted leaves of the next days whose substitute is still to be named."""
    query = (
        select(Leave)
        .where(Leave.binned.is_(None), Leave.state == absence.GRANTED[0])
        .where(Leave.substitute.is_(None), Leave.until >= day, Leave.since <= day + _AHEAD)
    )
    return _told(session, "代岗人待定", query.order_by(Leave.since, Leave.id))


def _told(session: Session, word: str, query: Select[tuple[Leave]]) -> Owed:
    found, more = owed.first(session, query)
    called = names.titles(session, "staff", {one.staff for (one,) in found})
    items = [
        Item(f"{word}：{called[one.staff]}", span(one), "leave", one.id, owner=one.staff)
        for (one,) in found
    ]
    return Owed(items, more)


def certificates(session: Session, _actor: Actor, day: date, _calendar: Calendar) -> Owed:
    """Certificates that run out soon."""
    return certified.expiring(session, day)


def equipment(session: Session, _actor: Actor, day: date, _calendar: Calendar) -> Owed:
    """Things that ought to have been replaced."""
    return kit.due(session, day)
