"""One field of many records changed at once: weighed first, then kept as one act."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from core import draft
from core import records as ledgers
from core.errors import Conflict, Invalid
from core.ledger import Ledger, problems
from core.record import Field, Kind, Value
from core.rights import Right
from core.services import following, names, one_at_a_time
from core.station import Tx, operation

MOST = 2_000
"""As many records as one act may change."""

_CHUNK = 500
_ALONE = frozenset({Kind.ID_NO, Kind.ORG_NO})


@dataclass(frozen=True, slots=True)
class Turn:
    """What would become of one record; `refused` says why it stays as it is."""

    id: UUID
    version: int
    name: str
    before: str
    after: str
    refused: str = ""

    @property
    def changes(self) -> bool:
        """Whether the record would be changed."""
        return not self.refused and self.before != self.after


def fields(ledger: Ledger) -> tuple[Field, ...]:
    """The fields that many records may share: not their name, and no number of a person."""
    naming = ledger.naming.key
    return tuple(one for one in ledger.editable() if one.key != naming and one.kind not in _ALONE)


def weigh(
    session: Session, name: str, wanted: Sequence[UUID], key: str, value: Value
) -> list[Turn]:
    """What the change would do to each record, in the order given; nothing is written."""
    ledger = ledgers.ledger(name)
    _refuse(ledger, wanted, key)
    found = _read(session, ledger, wanted)
    return _turns(session, ledger, found, key, value)


@operation("批量修改", needs=Right.KEEP)
def change(tx: Tx, name: str, versions: Sequence[tuple[UUID, int]], key: str, value: Value) -> int:
    """Change one field of these records as they were weighed; how many were changed."""
    ledger = ledgers.ledger(name)
    tx.require(ledger.needs)
    _refuse(ledger, versions, key)
    known = dict(versions)
    found = _read(tx.session, ledger, list(known))
    turns = _turns(tx.session, ledger, found, key, value)
    for record, turn in zip(found, turns, strict=True):
        if turn.refused:
            raise Invalid(f"“{turn.name}”不能这样改：{turn.refused}。请重新核对后再改。")
        if record.version != known[record.id]:
            raise Conflict(f"“{turn.name}”刚被别人改过，一条也没有改。请重新核对后再改。")
        setattr(record, key, value)
    if len(found) != len(known):
        raise Conflict("有的记录刚被移走，一条也没有改。请刷新列表后再改。")
    following.settle(tx, ledger, found)
    one_at_a_time.keep(tx)
    one_at_a_time.ask(tx)
    tx.detail = f"：{ledger.title} {len(found)} {ledger.unit}，{ledger.field(key).label}"
    return len(found)


def _refuse(ledger: Ledger, wanted: Sequence[object], key: str) -> None:
    if key not in {one.key for one in fields(ledger)}:
        raise Invalid("这一栏不能批量修改，请逐条打开修改。")
    if len(wanted) > MOST:
        raise Invalid(f"一次最多批量修改 {MOST:,} {ledger.unit}，请缩小范围分几次改。")


def _read(session: Session, ledger: Ledger, wanted: Sequence[UUID]) -> list[Any]:
    found: dict[UUID, Any] = {}
    record = ledger.record
    for start in range(0, len(wanted), _CHUNK):
        query = select(record).where(record.id.in_(wanted[start : start + _CHUNK]))
        found.update({one.id: one for one in session.scalars(query.where(record.binned.is_(None)))})
    return [found[one] for one in wanted if one in found]


def _linked(found: Sequence[Any], key: str, value: Value) -> set[UUID]:
    values = {value, *(getattr(one, key) for one in found)}
    return {one for one in values if isinstance(one, UUID)}


def _turns(
    session: Session, ledger: Ledger, found: Sequence[Any], key: str, value: Value
) -> list[Turn]:
    one, called = ledger.field(key), names.of_all(session, ledger, found)
    linked = names.titles(session, one.link, _linked(found, key, value)) if one.link else {}
    after = draft.show(one, value, linked)
    turns = []
    for record in found:
        before = draft.show(one, getattr(record, key), linked)
        refused = _refusal(ledger, record, {key: value})
        turns.append(Turn(record.id, record.version, called[record.id], before, after, refused))
    return turns


def _refusal(ledger: Ledger, record: Any, change: dict[str, Value]) -> str:
    """Why a record may not be changed so; nothing where it may."""
    if getattr(record, "locked", None) is not None:
        return "已经定稿"
    if getattr(record, "voided_on", None) is not None:
        return "已作废"
    whole = {one.key: getattr(record, one.key) for one in ledger.fields()} | change
    return "；".join(one.text for one in problems(ledger, whole))
