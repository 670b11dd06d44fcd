"""What records are found by, and the search index kept in step with every act.

A record is found by its own words and by those of what lives inside it; besides by the marks of its
kind, state and place, which field words ask for.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, partial
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from core import records, secrecy, words
from core.journal.recorder import Recorder
from core.ledger import Column, Ledger, found_by
from core.progress import Progress, silent
from core.record import Kind, Record, described, parent_key
from core.store import search
from core.store.search import Entry

_CHUNK = 500
_BINNED = "binned"

Words = tuple[list[str], list[str]]


@dataclass(frozen=True, slots=True)
class _Searched:
    """A table that is searched: under which ledger, and the columns that matter."""

    ledger: Ledger
    keys: frozenset[str]


def marked(ledger: Ledger) -> tuple[Column, ...]:
    """The columns by whose value records carry a mark: state, and what tells them apart."""
    state = () if ledger.state is None else (ledger.state,)
    told = dict.fromkeys((*state, *ledger.detail))
    return tuple(one for one in told if described(one).kind in {Kind.CODE, Kind.LINK})


def mark(key: str, value: object) -> str:
    """The mark of records whose column `key` has this value."""
    said = value.hex if isinstance(value, UUID) else str(value).lower()
    return f"{key}{words.MARKS}{said}"


def follow(session: Session, recorder: Recorder) -> None:
    """Bring the index up to what an act created, changed, binned or destroyed."""
    stale: dict[str, dict[UUID, Record | None]] = {}
    fresh: set[UUID] = set()
    for one in recorder.records():
        place = _searched(one.record.__tablename__)
        if place is None or not (one.created or place.keys & one.before.keys()):
            continue
        own = one.record.__tablename__ == place.ledger.name
        listed = stale.setdefault(place.ledger.name, {})
        listed.setdefault(_owner(one.record), None)
        if own:
            listed[one.record.id] = one.record
        if own and one.created:
            fresh.add(one.record.id)
    for gone in recorder.gone:
        place = _searched(gone.__tablename__)
        if place is not None:
            stale.setdefault(place.ledger.name, {}).setdefault(_owner(gone), None)
    for name, owners in stale.items():
        _renew(session, records.ledger(name), owners, fresh)


def _renew(
    session: Session, ledger: Ledger, owners: dict[UUID, Record | None], fresh: set[UUID]
) -> None:
    """Index these records anew; those that are binned or gone are taken out."""
    connection = session.connection()
    whole = partial(secrecy.whole, session, ledger.record)
    listed = [known or whole(owner) for owner, known in owners.items()]
    kept = [one for one in listed if one is not None and one.binned is None]
    entries = list(_entries(session, ledger, kept))
    found = {one.owner for one in entries}
    search.drop(connection, [one for one in owners if one not in found])
    search.put(connection, [one for one in entries if one.owner not in fresh])
    search.add(connection, [one for one in entries if one.owner in fresh])


def _entries(session: Session, ledger: Ledger, listed: Sequence[Any]) -> Iterator[Entry]:
    """What these records are to be found by."""
    inside: dict[UUID, list[Words]] = {}
    for start in range(0, len(listed), _CHUNK):
        chunk = [one.id for one in listed[start : start + _CHUNK]]
        for owner, said in _inside(session, ledger, chunk):
            inside.setdefault(owner, []).append(said)
    for one in listed:
        every_said = [found_by(ledger.search, one), *inside.get(one.id, ())]
        values = ((column.key, getattr(one, column.key)) for column in marked(ledger))
        marks = [ledger.name, *(mark(key, value) for key, value in values if value is not None)]
        names = [line for names, _ in every_said for line in names]
        texts = [line for _, texts in every_said for line in texts]
        yield Entry(ledger.name, one.id, words.document(names, texts, marks))


def _inside(
    session: Session, ledger: Ledger, owners: Sequence[UUID]
) -> Iterator[tuple[UUID, Words]]:
    """The words of what lives inside records."""
    for child in ledger.children:
        if child.search:
            link = getattr(child.record, parent_key(child.record) or "")
            query = select(child.record).where(link.in_(owners), child.record.binned.is_(None))
            for one in secrecy.every(session, query.order_by(child.record.id)).scalars():
                yield _owner(one), found_by(child.search, one)


def every(session: Session, progress: Progress = silent, step: str = "") -> Iterator[Entry]:
    """What all records outside the bin are to be found by; `step` is what is told of it."""
    for ledger in records.LEDGERS:
        if not ledger.search:
            continue
        kept = select(ledger.record).where(ledger.record.binned.is_(None))
        query = kept.order_by(ledger.record.id)  # hits are told the youngest first
        with secrecy.every(session, query.execution_options(yield_per=_CHUNK)) as found:
            for done, listed in enumerate(found.scalars().partitions(_CHUNK)):
                progress(step, done * _CHUNK)
                yield from _entries(session, ledger, listed)


def _owner(record: Record) -> UUID:
    key = parent_key(type(record))
    owner: UUID = getattr(record, key) if key else record.id
    return owner


@cache
def _searched(table: str) -> _Searched | None:
    ledger = records.ledger_of(table)
    if ledger is None or not ledger.search:
        return None
    own = (*ledger.search, *marked(ledger))
    columns = next((c.search for c in ledger.children if c.name == table), own)
    keys = frozenset(one.key for one in columns) | {_BINNED}
    return _Searched(ledger, keys) if columns else None
