"""Standing in for somebody away: his rights are lent to one deputy, from one day to another."""

from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from core.errors import Invalid
from core.records.stand_in import StandIn
from core.records.user import User
from core.rights import Right, held
from core.services.pending import day_words
from core.services.records import get
from core.station import Tx, operation

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Standing:
    """One stand-in as it is told to people."""

    id: UUID
    absent: str
    deputy: str
    since: date
    until: date
    reason: str

    @property
    def span(self) -> str:
        """3月25日—3月27日."""
        return _span(self.since, self.until)


def standing(session: Session, day: date) -> list[Standing]:
    """Every stand-in that holds on `day` or will, the nearest first."""
    query = (
        select(StandIn)
        .where(StandIn.binned.is_(None), StandIn.until >= day)
        .order_by(StandIn.since, StandIn.id)
    )
    names = dict(session.execute(select(User.id, User.name)).tuples().all())
    return [
        Standing(
            one.id, names[one.absent], names[one.deputy], one.since, one.until, one.reason or ""
        )
        for one in session.scalars(query)
    ]


@operation("指定代理人", needs=Right.MANAGE)
def lend(tx: Tx, absent: UUID, deputy: UUID, days: tuple[date, date], reason: str = "") -> UUID:
    """Let `deputy` do what `absent` may from one day to another; nothing borrowed is lent on."""
    since, until = days
    if not tx.actor.own(Right.MANAGE):
        raise Invalid("代理期间不能再指定别人代理，请由本人或系统管理员办理。")
    if absent == deputy:
        raise Invalid("不能由本人代理自己，请选另一位同事。")
    if until < since or until < tx.today:
        raise Invalid("代理的截止日期早于开始日期或早于今天，请核对。")
    away, standing_in = _login(tx, absent, until), _login(tx, deputy, until)
    if held(away.role) <= held(standing_in.role):
        raise Invalid(f"“{standing_in.name}”的岗位已有这些权限，不用代理。")
    _refuse_overlap(tx, away, standing_in, since, until)
    made = StandIn(
        absent=absent, deputy=deputy, since=since, until=until, reason=reason.strip() or None
    )
    tx.add(made)
    tx.detail = f"：{standing_in.name}代{away.name}，{_span(since, until)}"
    return made.id


@operation("结束代理", needs=Right.MANAGE)
def end(tx: Tx, identity: UUID) -> None:
    """Let a stand-in end now: the deputy's next act is his own again."""
    one = get(tx.session, StandIn, identity)
    if one.since < tx.today:
        one.until = min(one.until, tx.today - _DAY)
    else:
        tx.bin(one)
    deputy, absent = (get(tx.session, User, who).name for who in (one.deputy, one.absent))
    tx.detail = f"：{deputy}代{absent}"


def _login(tx: Tx, identity: UUID, until: date) -> User:
    user = get(tx.session, User, identity)
    if user.closed or user.binned is not None:
        raise Invalid(f"“{user.name}”的登录已停用，请另选一位。")
    if user.until is not None and user.until < until:
        raise Invalid(f"“{user.name}”的登录只到{day_words(user.until)}，请改短代理日期或另选一位。")
    return user


def _refuse_overlap(tx: Tx, away: User, deputy: User, since: date, until: date) -> None:
    """One deputy at a time, and nobody stands in who is himself stood in for."""
    query = select(StandIn).where(
        StandIn.binned.is_(None),
        StandIn.since <= until,
        StandIn.until >= since,
        or_(StandIn.absent.in_((away.id, deputy.id)), StandIn.deputy == away.id),
    )
    found = tx.session.scalars(query).first()
    if found is None:
        return
    absent, other = (get(tx.session, User, who).name for who in (found.absent, found.deputy))
    raise Invalid(
        f"{_span(found.since, found.until)}已由“{other}”代理“{absent}”，"
        "请错开日期，或先结束那次代理。"
    )


def _span(since: date, until: date) -> str:
    return day_words(since) if since == until else f"{day_words(since)}—{day_words(until)}"
