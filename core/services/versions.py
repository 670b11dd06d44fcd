"""A record as it once was: who changed what last, two versions side by side, one put back."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from core import draft, records
from core.errors import Invalid
from core.journal import feed
from core.ledger import Ledger
from core.record import Field, Record, Value, decode
from core.rights import Right
from core.services import records as service
from core.services.records import Row
from core.station import Tx, operation


@dataclass(frozen=True, slots=True)
class Touch:
    """Who gave a field the value it has now, and when."""

    who: str
    moment: datetime


@dataclass(frozen=True, slots=True)
class Meanwhile:
    """A record as others left it, and by key who changed what last."""

    row: Row
    touches: Mapping[str, Touch]


@dataclass(frozen=True, slots=True)
class Difference:
    """One field of two versions; `mendable` where a person may put the former value back."""

    key: str
    label: str
    then: str
    now: str
    mendable: bool

    @property
    def differs(self) -> bool:
        """Whether the two versions read differently here."""
        return self.then != self.now


def touches(session: Session, identities: Collection[UUID]) -> dict[tuple[UUID, str], Touch]:
    """Of each field of these records, who changed it last."""
    found: dict[tuple[UUID, str], Touch] = {}
    for step in feed.changes(session, records=identities):
        touch = Touch(step.actor_name, step.moment)
        found.update({(step.record, key): touch for key in step.after})
    return found


def meanwhile(session: Session, name: str, identity: UUID) -> Meanwhile:
    """What became of a record while somebody typed."""
    ledger = records.ledger(name)
    found = service.rows(session, ledger, [identity])
    if not found:
        raise Invalid("这条记录已不在。您填的内容还在草稿里。")
    known = touches(session, [identity])
    return Meanwhile(found[0], {key: touch for (_, key), touch in known.items()})


def at(session: Session, record: type[Record], identity: UUID, seq: int) -> dict[str, Value]:
    """The values a record had after entry `seq`; empty where it was not there or is destroyed."""
    told: dict[str, Any] = {}
    for step in feed.changes(session, records=[identity]):
        if step.seq <= seq:
            told.update(step.after)
    return {key: decode(record, key, raw) for key, raw in told.items()}


def compare(
    session: Session, name: str, identity: UUID, then: int, now: int | None = None
) -> list[Difference]:
    """Field by field a record after entry `then`, and after `now` or as it stands."""
    ledger = records.ledger(name)
    current = service.get(session, ledger.record, identity)
    before = at(session, ledger.record, identity, then)
    after = (
        {one.key: getattr(current, one.key) for one in ledger.fields()}
        if now is None
        else at(session, ledger.record, identity, now)
    )
    free = {one.key for one in ledger.editable()} if _mendable(current) else set()
    return [
        Difference(
            one.key,
            one.label,
            _shown(session, one, before.get(one.key)),
            _shown(session, one, after.get(one.key)),
            one.key in free,
        )
        for one in ledger.fields()
    ]


@operation("恢复到旧版", needs=Right.KEEP)
def put_back(
    tx: Tx, place: tuple[str, UUID], seq: int, keys: Collection[str], version: int
) -> None:
    """Give the fields `keys` the values they had after entry `seq`, if still at `version`."""
    name, identity = place
    ledger = records.ledger(name)
    record = service.get(tx.session, ledger.record, identity)
    if not _mendable(record):
        raise Invalid("已定稿、已作废或在回收站里的记录不能恢复到旧版。")
    free = {one.key for one in ledger.editable()}
    if not keys or not free.issuperset(keys):
        raise Invalid("请选中要恢复的栏；编号、状态等由程序给出的栏不能恢复。")
    before = at(tx.session, ledger.record, identity, seq)
    if not before:
        raise Invalid("这一版的内容已按规定销毁，不能恢复。")
    values = {key: before.get(key) for key in keys}
    _refuse_gone(tx.session, ledger, values)
    service.save(tx, name, values, identity, version)


def _mendable(record: Any) -> bool:
    return (
        record.binned is None
        and getattr(record, "locked", None) is None
        and getattr(record, "voided_on", None) is None
    )


def _shown(session: Session, field: Field, value: Value) -> str:
    linked = {value} if isinstance(value, UUID) and field.link else set()
    return draft.show(field, value, service.titles(session, field.link, linked) if linked else {})


def _refuse_gone(session: Session, ledger: Ledger, values: Mapping[str, Value]) -> None:
    """A former value may point at what has been destroyed since."""
    for key, value in values.items():
        field = ledger.field(key)
        if field.link and isinstance(value, UUID) and not _shown(session, field, value):
            raise Invalid(f"{field.label}当时引用的记录已不在，请不要选这一栏。")
