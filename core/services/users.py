"""The people who log in: their line on the roster, who can manage, and closing a login."""

from pathlib import Path
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from core import admission
from core.errors import Invalid
from core.ledger import Values
from core.records.staff import Staff
from core.records.user import User
from core.rights import VISITOR, Right
from core.services import views
from core.services.records import get
from core.station import Tx, operation
from core.store import keys


def staff_of(session: Session, user: User) -> UUID | None:
    """The person's line on the roster: the one named, else the only one of that name."""
    if user.staff is not None:
        return user.staff
    query = select(Staff.id).where(Staff.name == user.name, Staff.binned.is_(None)).limit(2)
    found = session.scalars(query).all()
    return found[0] if len(found) == 1 else None


def all_of(session: Session) -> list[User]:
    """Everybody who ever had a login, those closed last."""
    query = select(User).where(User.binned.is_(None)).order_by(User.closed, User.name)
    return list(session.scalars(query))


def shut(tx: Tx, user: User) -> None:
    """Close a login; one's own, and the last one that can manage, stay open."""
    if user.id == tx.actor.id:
        raise Invalid("不能停用自己的登录，请由另一位管理员办理。")
    managers = admission.able(tx.session, Right.MANAGE, tx.today)
    if all(one.id == user.id for one in managers):
        raise Invalid(
            f"“{user.name}”是唯一能{Right.MANAGE.value}的人，不能停用。"
            "请先让接手的人担任站长或系统管理员，再办理。"
        )
    views.forget(tx, user.id)
    user.closed = True


def forget(folder: Path, name: str) -> None:
    """Take away the password of somebody whose login was closed."""
    if name in keys.names(folder):
        keys.remove(folder, name)


@operation("修改用户", needs=Right.MANAGE)
def change(tx: Tx, identity: UUID, values: Values) -> None:
    """Another role, post, line on the roster or last day; a visitor always has a last day."""
    user = get(tx.session, User, identity)
    for key, value in values.items():
        setattr(user, key, value)
    if user.role == VISITOR and user.until is None:
        user.until = tx.today
    able = admission.able(tx.session, Right.MANAGE, tx.today)
    if user.id == tx.actor.id and user not in able:
        raise Invalid("不能取消自己的管理权限，请由另一位管理员办理。")
    if not able:
        raise Invalid(f"至少要有一个人能{Right.MANAGE.value}。")
    tx.detail = f"：{user.name}"
