"""Whom the station lets act, looked at anew for each act: logins end, rights are lent and end."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Connection,
    Date,
    Select,
    Uuid,
    and_,
    bindparam,
    or_,
    select,
)
from sqlalchemy.orm import Session, aliased

from core.errors import Invalid, NotAllowed
from core.records.stand_in import StandIn
from core.records.user import User
from core.rights import NEVER_AGREED, RIGHTS, Actor, Behalf, Lent, Right, held
from core.store.prepared import Prepared

_OVER = "“{}”的登录有效期到{}月{}日，已经过期。还要使用，请找站长或系统管理员延长。"


@dataclass(frozen=True, slots=True)
class Agreed:
    """Somebody who agreed to an act of another's, with the rights of his own role."""

    id: UUID
    name: str
    way: str
    rights: frozenset[Right]


class _Known(NamedTuple):
    """A person, beside one who lends him rights; the latter may be nobody."""

    closed: bool
    binned: datetime | None
    until: date | None
    role: str
    staff: UUID | None
    deputy: UUID | None
    lent_until: date
    whose: str | None
    lent_role: str
    absent: UUID | None
    absent_staff: UUID | None


def admitted(connection: Connection, actor: Actor, day: date) -> Actor:
    """The actor with the role and the lent rights of `day`; a login that has ended is refused."""
    rows = [_Known(*row) for row in _KNOWN.rows(connection, {"who": actor.id, "day": day})]
    if not rows:
        return actor
    first = rows[0]
    if first.closed or first.binned is not None:
        raise NotAllowed(f"“{actor.name}”的用户已停用，请找站长。")
    if first.until is not None and first.until < day:
        raise NotAllowed(_OVER.format(actor.name, first.until.month, first.until.day))
    lent = tuple(Lent(row.whose, row.lent_role, row.lent_until) for row in rows if row.whose)
    hands = {first.staff, *(one for row in rows for one in (row.absent, row.absent_staff))}
    return replace(actor, role=first.role, lent=lent, hands=frozenset(one for one in hands if one))


def able(session: Session, right: Right, day: date) -> list[User]:
    """Everybody whose own role holds `right` on `day`, the chief first."""
    roles = [role for role, rights in RIGHTS.items() if right in rights]
    query = select(User).where(User.role.in_(roles), login_open(User, day)).order_by(User.name)
    return sorted(session.scalars(query), key=lambda one: one.role != "chief")


def agreed(session: Session, behalf: Behalf, actor: Actor, day: date) -> Agreed:
    """Who is named as having agreed; `Invalid` where that cannot be recorded."""
    query = select(User).where(User.name == behalf.name, login_open(User, day))
    user = session.scalars(query).first()
    if user is None:
        raise Invalid(f"没有叫“{behalf.name}”的用户，或他的登录已停用，不能代录。")
    if user.id == actor.id:
        raise Invalid("不能经自己同意代录，请选别的人。")
    if not actor.own(Right.KEEP):
        raise NotAllowed("您的岗位只能查看，不能代录。")
    return Agreed(user.id, user.name, behalf.way, held(user.role))


def refused(session: Session, actor: Actor, right: Right, day: date) -> NotAllowed:
    """The refusal of an act, naming who may do it or agree to it."""
    names = tuple(one.name for one in able(session, right, day) if one.id != actor.id)
    asked = "、".join(names[:3]) if names else "有此权限的同事"
    text = f"您的岗位不能{right.value}，请找{asked}办理，或请站长调整岗位。"
    on_word = actor.own(Right.KEEP) and right not in NEVER_AGREED
    return NotAllowed(text, names if on_word else ())


def login_open(user: type[User], day: date | BindParameter[date]) -> ColumnElement[bool]:
    """That somebody may log in on `day`."""
    return and_(
        user.binned.is_(None),
        user.closed.is_(False),
        or_(user.until.is_(None), user.until >= day),
    )


def _statement() -> Select[Any]:
    """One person with everybody who lends him rights on the day, in one look."""
    day = bindparam("day", type_=Date)
    absent = aliased(User)
    lent = (
        select(
            StandIn.deputy,
            StandIn.until.label("lent_until"),
            absent.name.label("whose"),
            absent.role.label("lent_role"),
            absent.id.label("absent"),
            absent.staff.label("absent_staff"),
        )
        .join(absent, absent.id == StandIn.absent)
        .where(StandIn.binned.is_(None), StandIn.since <= day, StandIn.until >= day)
        .where(login_open(absent, day))
        .subquery()
    )
    return (
        select(User.closed, User.binned, User.until, User.role, User.staff, lent)
        .outerjoin(lent, lent.c.deputy == User.id)
        .where(User.id == bindparam("who", type_=Uuid))
    )


_KNOWN = Prepared(_statement())
