"""Who sees personal values whole: whoever handles the record; to others only their ends (A6)."""

from collections.abc import Callable, Sequence
from uuid import UUID

from sqlalchemy.orm import Session

from core import draft, records, secrecy
from core.checks import Masked, Purpose, masker
from core.errors import Invalid, NotAllowed
from core.record import Field, Kind, Record, fields, parent_key, record_class
from core.rights import Right

_MASKS: dict[Kind, Masked] = {Kind.ID_NO: "id_no", Kind.PHONE: "phone"}
_NAMES: dict[str, Masked] = {
    "name": "name",
    "proxy": "second_name",
    "applied_orally": "third_name",
}
_ADDRESS = "address"


def handles(session: Session, record: Record) -> bool:
    """Whether a record, or the one it lives in, is in the hands of who asks.

    Where a kind of record names nobody, it is handled by everybody who may change it.
    """
    actor = secrecy.actor(session)
    owner = _owner(session, record)
    if actor is None or owner is None:
        return False
    if owner.handlers:
        return any(getattr(owner, key) in actor.identities for key in owner.handlers)
    ledger = records.ledger_of(owner.__tablename__)
    return ledger is None or actor.may(ledger.needs)


def owned(session: Session, listed: Sequence[Record]) -> list[bool]:
    """`handles` for records of one table; where it names nobody, one look is enough for all."""
    if not listed or type(listed[0]).handlers or parent_key(type(listed[0])):
        return [handles(session, one) for one in listed]
    return [handles(session, listed[0])] * len(listed)


def _owner(session: Session, record: Record) -> Record | None:
    key = parent_key(type(record))
    if key is None:
        return record
    link = next(one.link for one in fields(type(record)) if one.key == key)
    return session.get(record_class(link), getattr(record, key))


def veiled(one: Field) -> bool:
    """Whether the values of a field are shown in part to who does not handle the record."""
    return one.sensitive and _kind(one) not in (None, *_NAMES.values())


def seen(one: Field, text: str, *, own: bool) -> str:
    """A text as it is read on the screen, whole in one's own records."""
    return text if own or not veiled(one) else masked(one, text, "internal")


def withheld(one: Field, purpose: Purpose) -> bool:
    """Whether the values of a field do not leave at all for this purpose."""
    told = (*_NAMES.values(), _ADDRESS)
    return purpose == "public" and maskable(one, purpose) and _kind(one) not in told


def maskable(one: Field, purpose: Purpose) -> bool:
    """Whether a text of this field may leave otherwise than it is written."""
    return one.sensitive or (purpose == "public" and one.kind in _MASKS)


def masked(one: Field, text: str, purpose: Purpose) -> str:
    """Numbers of persons are masked where the field is sensitive; the public gets none at all."""
    return mask(one, purpose)(text) if text else text


def mask(one: Field, purpose: Purpose) -> Callable[[str], str]:
    """`masked` for many texts of a field; `str` where they leave as they are."""
    kind = _kind(one)
    if not maskable(one, purpose) or (kind is None and purpose != "public"):
        return str
    return _withhold if kind is None else masker(kind, purpose)


def _withhold(_text: str) -> str:
    return ""


def revealed(session: Session, table: str, identity: UUID, key: str) -> str:
    """One value whole, for who works with such records; a look is written beside."""
    actor = secrecy.actor(session)
    if actor is None or not actor.may(Right.KEEP):
        raise NotAllowed("您的岗位只能看到隐去中间几位的号码，请找办理人员核对。")
    record = record_class(table)
    found = session.get(record, identity)
    if found is None:
        raise Invalid("找不到这条记录，可能已被移走。请刷新列表后再试。")
    one = next(one for one in fields(record) if one.key == key)
    return draft.show(one, getattr(found, key))


def _kind(one: Field) -> Masked | None:
    if one.key == _ADDRESS:
        return "address"
    return _MASKS.get(one.kind) or _NAMES.get(one.key)
