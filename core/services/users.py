"""The people who log in: their line on the roster, who can manage, and closing a login."""

from datetime import date
from pathlib import Path
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from core.errors import Invalid
from core.records.staff import Staff
from core.records.user import User
from core.rights import RIGHTS, Right
from core.station import Tx
from core.store import keys


def staff_of(session: Session, user: User) -> UUID | None:
    """The person's line on the roster: the one named, else the only one of that name."""
    if user.staff is not None:
        return user.staff
    query = select(Staff.id).where(Staff.name == user.name, Staff.binned.is_(None)).limit(2)
    found = session.scalars(query).all()
    return found[0] if len(found) == 1 else None


def opened(session: Session, day: date) -> list[User]:
    """Everybody who may log in on `day`, by name."""
    query = (
        select(User)
        .where(User.binned.is_(None), User.closed.is_(False))
        .where(or_(User.until.is_(None), User.until >= day))
        .order_by(User.name)
    )
    return list(session.scalars(query))


def shut(tx: Tx, user: User) -> None:
    """Close a login; one's own, and the last one that can manage, stay open."""
    if user.id == tx.actor.id:
        raise Invalid("不能停用自己的登录，请由另一位管理员办理。")
    others = (one for one in opened(tx.session, tx.today) if one.id != user.id)
    if not any(Right.MANAGE in RIGHTS[one.role] for one in others):
        raise Invalid(
            f"“{user.name}”是唯一能{Right.MANAGE.value}的人，不能停用。"
            "请先让接手的人担任站长或系统管理员，再办理。"
        )
    user.closed = True


def forget(folder: Path, name: str) -> None:
    """Take away the password of somebody whose login was closed."""
    if name in keys.names(folder):
        keys.remove(folder, name)
