"""Reading and changing settings; what was never set has the default of its declaration."""

from decimal import Decimal, InvalidOperation
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from core import checks, holidays
from core.errors import Invalid
from core.records.setting_value import SettingValue
from core.rights import Right
from core.services import grid_template
from core.setting import Scope, Setting
from core.settings import GRID_CODE, HOLIDAYS, setting
from core.station import Tx, operation

_MOST = 9999


def value(session: Session, wanted: Setting, owner: UUID | None = None) -> str:
    """The value of a setting; of a personal one for `owner`."""
    found = _stored(session, wanted, owner)
    return wanted.default if found is None or found.binned is not None else found.value


def whole(session: Session, wanted: Setting) -> int:
    """The value of a setting that is a number."""
    return int(value(session, wanted))


def decimal(session: Session, wanted: Setting) -> Decimal:
    """The value of a setting that is an amount; what cannot be read counts as it came."""
    usual = Decimal(wanted.default)
    try:
        told = Decimal(value(session, wanted).strip())
    except InvalidOperation:
        return usual
    return told if told.is_finite() and told >= 0 else usual


def values(session: Session, wanted: tuple[Setting, ...], owner: UUID | None) -> dict[str, str]:
    """Several settings at once, by key."""
    return {
        one.key: value(session, one, owner if one.scope is Scope.PERSON else None) for one in wanted
    }


@operation("修改设置", needs=Right.READ)
def change(tx: Tx, key: str, new: str) -> None:
    """Set one setting; a station-wide one needs the right to manage."""
    wanted = setting(key)
    if wanted.scope is Scope.STATION:
        tx.require(Right.MANAGE)
    if wanted.choices and new not in dict(wanted.choices):
        raise Invalid(f"“{wanted.label}”没有这个选项。")
    if len(new) > wanted.most:
        raise Invalid(f"{wanted.label}最多 {wanted.most} 个字，现有 {len(new)} 个")
    if wanted.whole:
        new = _number(wanted, new)
    if wanted is GRID_CODE:
        grid_template.read(new)
    if wanted is HOLIDAYS:
        holidays.read(new)
    put(tx, wanted, new, tx.actor.id if wanted.scope is Scope.PERSON else None)
    tx.detail = f"：{wanted.label}"


@operation("留作常用的话", needs=Right.READ)
def keep_line(tx: Tx, key: str, line: str) -> tuple[str, ...]:
    """One more line of a personal setting that has several; what is there already stays once."""
    wanted = setting(key)
    known = value(tx.session, wanted, tx.actor.id).splitlines()
    kept = tuple(dict.fromkeys((*known, " ".join(line.split()))))
    put(tx, wanted, "\n".join(kept), tx.actor.id)
    tx.detail = f"：{wanted.label}"
    return kept


def _number(wanted: Setting, typed: str) -> str:
    found = checks.parse_whole(typed)
    if found is None or not 0 < found <= _MOST:
        raise Invalid(f"“{wanted.label}”要填1到{_MOST}之间的整数。")
    return str(found)


def put(tx: Tx, wanted: Setting, new: str, owner: UUID | None = None) -> None:
    """Keep a value; operations of their own set what the form of settings does not show."""
    found = _stored(tx.session, wanted, owner)
    if found is None:
        tx.add(SettingValue(key=wanted.key, owner=owner, value=new))
    else:
        found.value, found.binned = new, None


def _stored(session: Session, wanted: Setting, owner: UUID | None) -> SettingValue | None:
    """What was ever set; undone it lies in the bin."""
    query = select(SettingValue).where(
        SettingValue.key.in_((wanted.key, *wanted.was)),
        SettingValue.owner.is_(None) if owner is None else SettingValue.owner == owner,
    )
    return session.scalars(query).first()
