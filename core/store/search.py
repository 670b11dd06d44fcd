"""The search index: grams of all text, prefix keys of names and numbers, in the same transaction.

`store/grams.py` knows how each database keeps the grams (decisions C4).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import (
    Column,
    Connection,
    Index,
    Integer,
    String,
    Table,
    Uuid,
    bindparam,
    delete,
    func,
    insert,
    or_,
    select,
)
from sqlalchemy.sql import Select

from core import words
from core.record import Base
from core.store import grams

row = Table(
    "search_row",
    Base.metadata,
    Column("row", Integer, primary_key=True),
    Column("table_name", String(60), nullable=False),
    Column("record_id", Uuid, nullable=False),
    Column("ledger", String(60), nullable=False),
    Column("owner", Uuid, nullable=False),
    Index("ix_search_row_record", "table_name", "record_id", unique=True),
)

key = Table(
    "search_key",
    Base.metadata,
    Column("key", String(80), primary_key=True),
    Column("row", Integer, primary_key=True),
    sqlite_with_rowid=False,
)
Index("ix_search_key_row", key.c.row)

_CHUNK = 500
_LAST = "\U0010ffff"
_LAST_ROW = select(func.max(row.c.row))
_ROW, _KEY = insert(row), insert(key)


@dataclass(frozen=True, slots=True)
class Entry:
    """What one record is found by. A child's `ledger` and `owner` are those of its parent."""

    table: str
    record: UUID
    ledger: str
    owner: UUID
    names: str
    text: str


def put(connection: Connection, entries: Sequence[Entry]) -> None:
    """Index records anew, those of one act together; one never indexed is added."""
    known = _known(connection, [(one.table, one.record) for one in entries])
    _forget(connection, list(known.values()))
    _describe(connection, [(known[_key(one)], one) for one in entries if _key(one) in known])
    add(connection, [one for one in entries if _key(one) not in known])


def add(connection: Connection, entries: Sequence[Entry]) -> None:
    """Index records that were never indexed."""
    if not entries:
        return
    numbered = list(enumerate(entries, (connection.execute(_LAST_ROW).scalar() or 0) + 1))
    connection.execute(_ROW, [_place(number, one) for number, one in numbered])
    _describe(connection, numbered)


def _describe(connection: Connection, numbered: Sequence[tuple[int, Entry]]) -> None:
    """Write what each row is found by."""
    if not numbered:
        return
    grams.put(connection, {number: one.text for number, one in numbered})
    keys = [
        {"key": found, "row": number}
        for number, one in numbered
        for found in sorted({each for line in one.names.splitlines() for each in words.keys(line)})
    ]
    if keys:
        connection.execute(_KEY, keys)


def drop(connection: Connection, gone: Sequence[tuple[str, UUID]]) -> None:
    """Take records, named by table and identity, out of the index."""
    known = list(_known(connection, gone).values())
    _forget(connection, known)
    if known:
        connection.execute(delete(row).where(row.c.row == bindparam("gone")), _gone(known))


def _key(entry: Entry) -> tuple[str, UUID]:
    return entry.table, entry.record


def _place(number: int, entry: Entry) -> dict[str, object]:
    return {
        "row": number,
        "table_name": entry.table,
        "record_id": entry.record,
        "ledger": entry.ledger,
        "owner": entry.owner,
    }


def _known(
    connection: Connection, wanted: Sequence[tuple[str, UUID]]
) -> dict[tuple[str, UUID], int]:
    """The row numbers of those that are in the index."""
    found: dict[tuple[str, UUID], int] = {}
    records = [record for _, record in wanted]
    for start in range(0, len(records), _CHUNK):
        query = select(row.c.table_name, row.c.record_id, row.c.row).where(
            row.c.record_id.in_(records[start : start + _CHUNK])
        )
        found.update(
            {(one.table_name, one.record_id): one.row for one in connection.execute(query)}
        )
    return {place: found[place] for place in wanted if place in found}


def _forget(connection: Connection, numbers: Sequence[int]) -> None:
    if numbers:
        grams.drop(connection, numbers)
        connection.execute(delete(key).where(key.c.row == bindparam("gone")), _gone(numbers))


def _gone(numbers: Sequence[int]) -> list[dict[str, int]]:
    return [{"gone": number} for number in numbers]


def match(typed: str, ledger: str | None = None) -> Select[tuple[str, UUID]] | None:
    """The (ledger, record) pairs found by the words typed; none when nothing was typed."""
    terms = words.query(typed)
    if not terms:
        return None
    found = select(row.c.ledger, row.c.owner)
    for term in terms:
        found = found.where(row.c.owner.in_(_owners(term, ledger)))
    if ledger is not None:
        found = found.where(row.c.ledger == ledger)
    return found.distinct()


def _owners(term: words.Term, ledger: str | None) -> Select[tuple[UUID]]:
    """Owners of which any record matches one word: by a prefix key or by its grams."""
    by_key = select(key.c.row).where(key.c.key >= term.key, key.c.key < term.key + _LAST)
    met = or_(row.c.row.in_(by_key), grams.Meets(row.c.row, term))
    owners = select(row.c.owner).where(met)
    return owners if ledger is None else owners.where(row.c.ledger == ledger)
