"""Passwords, the recovery code and the lock of the data: who gets in, and what the journal says.

Passwords lie in the key file, not in records; an act here writes there and is noted in the
journal, without any secret.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.errors import Invalid, NotAllowed, StoreFault, UserError
from core.records.user import User
from core.rights import Right
from core.services import users
from core.station import Station, Tx, operation
from core.store import keys, rekey, tries


def unlocked(folder: Path, name: str, password: str, now: datetime) -> keys.Opened:
    """What the password of `name` opens; wrong ones make the next try wait."""
    opening = partial(keys.opened, folder, name, password)
    return _settled(folder, tries.heard(folder, name, now, opening))


def rescued(folder: Path, code: str, name: str, password: str, now: datetime) -> None:
    """Give `name` a new password by the recovery code."""
    if name not in keys.names(folder):
        raise Invalid("没有这个用户，请从名单里选择自己的名字。")
    opening = partial(keys.recovered, folder, code)
    opened = _settled(folder, tries.heard(folder, tries.RECOVERY, now, opening))
    keys.add(folder, opened.dek, name, password)
    tries.forget(folder, name)


def _settled(folder: Path, opened: keys.Opened) -> keys.Opened:
    return replace(opened, dek=rekey.settled(folder, opened), pending=b"")


@operation("用应急恢复码重设口令", needs=Right.READ, final=True)
def note_rescue(tx: Tx) -> None:
    """Write down that the acting person came in by the recovery code."""
    tx.noted = True


@operation("修改口令", needs=Right.READ, final=True)
def change(tx: Tx, folder: Path, old: str, new: str) -> None:
    """Another password for the acting person."""
    name = tx.actor.enters_as
    tx.undo.callback(keys.as_it_was(folder))
    tries.heard(folder, name, tx.now, partial(keys.change, folder, name, old, new))
    tx.noted = True


@operation("重设口令", needs=Right.MANAGE, final=True)
def reset(tx: Tx, folder: Path, dek: bytes, name: str, password: str) -> None:
    """Give somebody a password; an older one opens nothing any more."""
    user = _user(tx.session, name)
    if user is None or user.closed:
        raise Invalid(f"没有叫“{name}”的用户，或已停用。请核对姓名，或先登记用户。")
    tx.undo.callback(keys.as_it_was(folder))
    keys.add(folder, dek, name, password)
    tries.forget(folder, name)
    tx.detail, tx.noted = f"：{name}", True


@operation("停用用户", needs=Right.MANAGE, final=True)
def close(tx: Tx, folder: Path, name: str) -> None:
    """Close a login and take its password away; the name stays in the records."""
    user = _user(tx.session, name)
    if user is None:
        raise Invalid(f"没有叫“{name}”的用户，请核对姓名。")
    users.shut(tx, user)
    tx.undo.callback(keys.as_it_was(folder))
    users.forget(folder, name)
    tx.detail = f"：{name}"


@operation("换应急恢复码", needs=Right.MANAGE, final=True)
def renew(tx: Tx, folder: Path, dek: bytes) -> str:
    """Another recovery code, which is shown once; the one before opens nothing any more."""
    tx.noted = True
    tx.undo.callback(keys.as_it_was(folder))
    return keys.renew_recovery(folder, dek)


@operation("试用应急恢复码", needs=Right.READ, final=True)
def try_code(tx: Tx, folder: Path, dek: bytes, code: str) -> None:
    """Prove that the code opens this station; nothing is changed."""
    opening = partial(keys.unlock_recovery, folder, code)
    if tries.heard(folder, tries.RECOVERY, tx.now, opening) != dek:
        raise Invalid("恢复码能打开密钥文件，但与数据不符。请马上换一个新码。")
    tx.noted = True


@operation("给数据换锁", needs=Right.MANAGE, final=True)
def note_rekey(tx: Tx) -> None:
    """Write down that the data has another key."""
    tx.noted = True


def rekeyable(station: Station) -> None:
    """Refuse where the data is not ours to lock, or the person may not."""
    if not station.actor.may(Right.MANAGE):
        raise NotAllowed("给数据换锁请找站长或系统管理员办理。")
    if station.readonly:
        raise StoreFault(station.readonly)
    if station.engine.dialect.name != "sqlite":
        raise Invalid("数据放在服务器上，由服务器保管，不在这里换锁。")


def rekey_seconds(station: Station) -> int:
    """About how long another lock would take; 0 where the person cannot have one."""
    try:
        rekeyable(station)
    except UserError:
        return 0
    return rekey.seconds(station.folder)


@dataclass(frozen=True, slots=True)
class Login:
    """One user: the name, whether the login is closed, whether there is a password."""

    name: str
    closed: bool
    able: bool

    @property
    def state(self) -> str:
        """Why nobody can come in under this name; empty where one can."""
        return "已停用" if self.closed else "" if self.able else "还没有口令"


def people(session: Session, folder: Path) -> list[Login]:
    """Everybody who has or had a login, by name."""
    able = keys.names(folder)
    return [Login(one.name, one.closed, one.name in able) for one in _all(session)]


def differences(session: Session, folder: Path) -> list[str]:
    """Sentences on passwords whose owner may not come in; none when all is well."""
    return [f"“{name}”有口令，但不是在用的用户，登录不了。" for name in _idle(session, folder)]


def tidied(session: Session, folder: Path) -> list[str]:
    """Take such passwords away; whose they were."""
    gone = _idle(session, folder)
    for name in gone:
        keys.remove(folder, name)
    return gone


def _idle(session: Session, folder: Path) -> list[str]:
    able = {user.name for user in _all(session) if not user.closed}
    return [name for name in keys.names(folder) if name not in able]


def _all(session: Session) -> Sequence[User]:
    return session.scalars(select(User).where(User.binned.is_(None)).order_by(User.name)).all()


def _user(session: Session, name: str) -> User | None:
    return session.scalars(select(User).where(User.name == name, User.binned.is_(None))).first()
