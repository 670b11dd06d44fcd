"""What records are called: a case by its title, a leave by its person, equipment by its kind."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from uuid import UUID

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import Session

from core import draft, records
from core.ledger import Ledger
from core.record import Record, Value, described
from core.store import search

_CHUNK = 500


def titles(session: Session, table: str, wanted: Iterable[UUID]) -> dict[UUID, str]:
    """What the records of a table are called."""
    ledger, listed = records.ledger(table), list(wanted)
    found: dict[UUID, Value] = {}
    for start in range(0, len(listed), _CHUNK):
        chunk = listed[start : start + _CHUNK]
        query = select(ledger.record.id, ledger.naming).where(ledger.record.id.in_(chunk))
        found.update(session.execute(query).tuples().all())
    return read(session, ledger, found)


def read(session: Session, ledger: Ledger, found: Mapping[UUID, Value]) -> dict[UUID, str]:
    """How the naming values of records are read by people: never an identity, never a code."""
    one = described(ledger.naming)
    linked = {value for value in found.values() if isinstance(value, UUID)}
    names = titles(session, one.link, linked) if linked else {}
    return {identity: draft.show(one, value, names) for identity, value in found.items()}


def of_all(session: Session, ledger: Ledger, listed: Sequence[Record]) -> dict[UUID, str]:
    """What records at hand are called, restricted ones too."""
    key = ledger.naming.key
    return read(session, ledger, {one.id: getattr(one, key) for one in listed})


def called(session: Session, ledger: Ledger, record: Record) -> str:
    """What one record at hand is called."""
    return of_all(session, ledger, [record])[record.id]


def meeting(ledger: Ledger, typed: str) -> Iterator[ColumnElement[bool]]:
    """That the words typed are found in a record, or in the one it is named after."""
    own, after = search.match(typed, ledger.name), described(ledger.naming).link
    if own is not None:
        met: ColumnElement[bool] = ledger.record.id.in_(select(own.subquery().c.owner))
        other = search.match(typed, after) if after else None
        if other is not None:
            met = or_(met, ledger.naming.in_(select(other.subquery().c.owner)))
        yield met
