"""Readings of the journal: what changed since a number, a record's history, and the chain check."""

import json
import zlib
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from operator import itemgetter
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session, defer

from core.journal.recorder import change_line, commitment, digest, look_line, unpack
from core.journal.tables import ERASED, LOOK, Change, Entry, Looked

Columns = dict[str, Any]
_BATCH = 1000
_RECENT = 200
_COMMITTED = ("table", "record", "version", "commitment")
_SEEN = ("table", "first", "last", "packed")
_ID = 16


@dataclass(frozen=True, slots=True)
class Step:
    """One change of one record; `before` and `after` hold encoded columns.

    `erased` is the step that destroyed a record; the steps before it are `purged`, and empty.
    """

    seq: int
    moment: datetime
    happened: datetime
    actor: UUID
    actor_name: str
    label: str
    table: str
    record: UUID
    version: int
    created: bool
    before: Columns
    after: Columns
    erased: bool = False
    purged: bool = False


@dataclass(frozen=True, slots=True)
class Head:
    """An entry without its changes, as the audit list shows it."""

    seq: int
    moment: datetime
    happened: datetime
    actor: UUID
    actor_name: str
    operation: str
    label: str
    undoes: int | None
    final: bool


@dataclass(frozen=True, slots=True)
class Look:
    """One look: who saw when how many records, and on what occasion."""

    seq: int
    moment: datetime
    actor: UUID
    actor_name: str
    label: str
    count: int


def changes(
    session: Session,
    after: int = 0,
    records: Collection[UUID] | None = None,
    only: int | None = None,
) -> Iterator[Step]:
    """Every change after entry `after`, oldest first; of some records or of one entry if named."""
    rows = (
        select(Entry, Change)
        .join(Change, Change.seq == Entry.seq)
        .where(Entry.seq > after, Entry.operation != LOOK)
        .order_by(Entry.seq, Change.n)
    )
    if records is not None:
        rows = rows.where(Change.record.in_(records))
    if only is not None:
        rows = rows.where(Entry.seq == only)
    with session.execute(rows.execution_options(yield_per=_BATCH)) as found:
        for entry, change in found:
            yield _step(entry, change)


def _step(entry: Entry, change: Change) -> Step:
    kept = json.loads(unpack(change.packed)) if change.packed else {}
    return Step(
        entry.seq,
        entry.moment,
        entry.happened,
        entry.actor,
        entry.actor_name,
        entry.label,
        change.table,
        change.record,
        change.version,
        bool(kept.get("created")),
        kept.get("before", {}),
        kept.get("after", {}),
        change.commitment == ERASED,
        change.packed is None and change.commitment != ERASED,
    )


def entries(
    session: Session, limit: int = 200, actor: UUID | None = None, operation: str | None = None
) -> list[Head]:
    """The youngest acts first, of one person or one kind if named; looks are no acts."""
    query = select(Entry).where(Entry.operation != LOOK).order_by(Entry.seq.desc()).limit(limit)
    if actor is not None:
        query = query.where(Entry.actor == actor)
    if operation is not None:
        query = query.where(Entry.operation == operation)
    return [_head(one) for one in session.scalars(query)]


def entry(session: Session, seq: int) -> Head | None:
    """The entry of that number."""
    found = session.get(Entry, seq)
    return None if found is None else _head(found)


def last_created(
    session: Session, actor: UUID, table: str, without: Collection[str] = ()
) -> UUID | None:
    """The record of a table that a person's recent acts made last; none by the acts `without`."""
    recent = (
        select(Entry.seq)
        .where(Entry.actor == actor, Entry.operation.not_in((LOOK, *without)))
        .order_by(Entry.seq.desc())
        .limit(_RECENT)
        .subquery()
    )
    query = select(Change.record).join(recent, Change.seq == recent.c.seq)
    first = query.where(Change.table == table, Change.version == 1)
    return session.scalar(first.order_by(Change.seq.desc(), Change.n.desc()).limit(1))


def looks_at(session: Session, table: str, record: UUID) -> list[Look]:
    """Who looked at one record, youngest first."""
    query = select(Looked.seq, Looked.packed).where(
        Looked.table == table, Looked.first <= record, Looked.last >= record
    )
    seen = [seq for seq, packed in session.execute(query) if _holds(packed, record.bytes)]
    found: list[Look] = []
    for start in range(0, len(seen), _BATCH):
        found += _looks(session, Entry.seq.in_(seen[start : start + _BATCH]))
    return sorted(found, key=lambda one: -one.seq)


def _holds(packed: bytes, identity: bytes) -> bool:
    return any(packed[at : at + _ID] == identity for at in range(0, len(packed), _ID))


def looks_between(session: Session, since: datetime, until: datetime) -> list[Look]:
    """Who looked at how much from `since` to before `until`, youngest first."""
    return _looks(session, (since <= Entry.moment) & (Entry.moment < until))


def _looks(session: Session, wanted: ColumnElement[bool]) -> list[Look]:
    count = func.coalesce(func.sum(func.length(Looked.packed)), 0) // _ID
    query = (
        select(Entry.seq, Entry.moment, Entry.actor, Entry.actor_name, Entry.label, count)
        .outerjoin(Looked, Looked.seq == Entry.seq)
        .where(Entry.operation == LOOK, wanted)
        .group_by(Entry.seq)
        .order_by(Entry.seq.desc())
    )
    return [Look(*row) for row in session.execute(query)]


def last_act(session: Session) -> int:
    """The number of the youngest entry that changed something."""
    query = select(Entry.seq).where(Entry.operation != LOOK).order_by(Entry.seq.desc())
    return session.scalar(query.limit(1)) or 0


def _head(entry: Entry) -> Head:
    return Head(*(getattr(entry, key) for key in Head.__slots__))


def undone(session: Session) -> set[int]:
    """Numbers of the entries that stand undone: an undo that was itself undone counts no more."""
    query = select(Entry.seq, Entry.undoes).where(Entry.undoes.is_not(None))
    gone: set[int] = set()
    for seq, target in session.execute(query.order_by(Entry.seq.desc())):
        if seq not in gone:
            gone.add(target)
    return gone


def last_seq(session: Session) -> int:
    """The number of the youngest entry; 0 in a new station."""
    return session.scalar(select(Entry.seq).order_by(Entry.seq.desc()).limit(1)) or 0


def end(session: Session) -> tuple[int, str] | None:
    """The youngest entry's number and link, which stand for the whole chain before it."""
    query = select(Entry.seq, Entry.digest).order_by(Entry.seq.desc()).limit(1)
    last = session.execute(query).first()
    return None if last is None else (last.seq, last.digest)


def broken(session: Session) -> Iterator[str]:
    """Chinese sentences for every link or image that does not fit the chain."""
    rows = (
        select(Entry, Change, Looked)
        .outerjoin(Change, Change.seq == Entry.seq)
        .outerjoin(Looked, Looked.seq == Entry.seq)
        .options(defer(Change.salt), defer(Change.packed))
        .order_by(Entry.seq, Change.n, Looked.n)
        .execution_options(yield_per=_BATCH)
    )
    previous, expected = "", 1
    with session.execute(rows) as found:
        for entry, group in groupby(found, key=itemgetter(0)):
            lines = [_line(change, looked) for _, change, looked in group if change or looked]
            if entry.seq != expected:
                yield f"操作记录缺第 {expected} 条"
            if digest(previous, _facts(entry, Head.__slots__), lines) != entry.digest:
                yield f"操作记录第 {entry.seq} 条与校验值不符"
            previous, expected = entry.digest, entry.seq + 1
    yield from _broken_images(session)
    yield from _missing_images(session)


def _line(change: Change | None, looked: Looked | None) -> str:
    """What stands below an entry: changes, or what was looked at, never both."""
    if change is not None:
        return change_line(_facts(change, _COMMITTED))
    assert looked is not None
    return look_line(_facts(looked, _SEEN))


def _missing_images(session: Session) -> Iterator[str]:
    """Only a record that was destroyed by the rules has no images."""
    destroyed = select(Change.record).where(Change.commitment == ERASED)
    rows = (
        select(Change.seq)
        .where(
            Change.packed.is_(None),
            Change.commitment.not_in(("", ERASED)),
            Change.record.not_in(destroyed),
        )
        .distinct()
        .order_by(Change.seq)
    )
    for seq in session.scalars(rows):
        yield f"操作记录第 {seq} 条的内容不见了"


def _facts(row: Entry | Change | Looked, keys: Iterable[str]) -> Columns:
    return {key: getattr(row, key) for key in keys}


def _broken_images(session: Session) -> Iterator[str]:
    rows = (
        select(Change.seq, Change.commitment, Change.salt, Change.packed)
        .where(Change.packed.is_not(None))
        .execution_options(yield_per=_BATCH)
    )
    with session.execute(rows) as found:
        for seq, promised, salt, packed in found:
            if not _fits(promised, salt or b"", packed):
                yield f"操作记录第 {seq} 条的内容被改动过"


def _fits(promised: str, salt: bytes, packed: bytes) -> bool:
    try:
        return commitment(salt, unpack(packed)) == promised
    except zlib.error:
        return False
