"""The search index: grams of all text, prefix keys of names and numbers, in the same transaction.

Only this file knows that SQLite keeps the grams in a contentless FTS5 table (decisions C4).
"""

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
    insert,
    literal_column,
    or_,
    select,
    text,
)
from sqlalchemy.sql import Select

from core import words
from core.record import Base

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

_LAST = "\U0010ffff"
GRAMS = "search_gram"
CREATE_GRAMS = (
    f"CREATE VIRTUAL TABLE {GRAMS} USING fts5("
    "grams, content='', contentless_delete=1, detail=none, prefix='1', "
    "tokenize=\"unicode61 remove_diacritics 0 categories 'L* N* Co M* S*'\")"
)


@dataclass(frozen=True, slots=True)
class Entry:
    """What one record is found by. A child's `ledger` and `owner` are those of its parent."""

    table: str
    record: UUID
    ledger: str
    owner: UUID
    names: str
    text: str


def put(connection: Connection, entry: Entry) -> None:
    """Index a record anew."""
    number = drop(connection, entry.table, entry.record, keep_row=True)
    if number is None:
        number = connection.execute(
            insert(row)
            .values(
                table_name=entry.table,
                record_id=entry.record,
                ledger=entry.ledger,
                owner=entry.owner,
            )
            .returning(row.c.row)
        ).scalar_one()
    grams = " ".join(words.grams(entry.text))
    connection.execute(
        text(f"INSERT INTO {GRAMS}(rowid, grams) VALUES (:row, :grams)"),  # noqa: S608 a constant
        {"row": number, "grams": grams},
    )
    keys = {one for line in entry.names.splitlines() for one in words.keys(line)}
    if keys:
        connection.execute(insert(key), [{"key": one, "row": number} for one in sorted(keys)])


def drop(connection: Connection, table: str, record: UUID, *, keep_row: bool = False) -> int | None:
    """Take a record out of the index; return its row number if it was in."""
    number = connection.execute(
        select(row.c.row).where(row.c.table_name == table, row.c.record_id == record)
    ).scalar()
    if number is not None:
        connection.execute(text(f"DELETE FROM {GRAMS} WHERE rowid = :row"), {"row": number})  # noqa: S608 a constant
        connection.execute(delete(key).where(key.c.row == number))
        if not keep_row:
            connection.execute(delete(row).where(row.c.row == number))
    return number


def match(typed: str, ledger: str | None = None) -> Select[tuple[str, UUID]] | None:
    """The (ledger, record) pairs found by the words typed; none when nothing was typed."""
    terms = words.query(typed)
    if not terms:
        return None
    found = select(row.c.ledger, row.c.owner)
    for number, term in enumerate(terms):
        found = found.where(row.c.owner.in_(_owners(term, number, ledger)))
    if ledger is not None:
        found = found.where(row.c.ledger == ledger)
    return found.distinct()


def _owners(term: words.Term, number: int, ledger: str | None) -> Select[tuple[UUID]]:
    """Owners of which any record matches one word: by a prefix key or by its grams."""
    by_key = select(key.c.row).where(key.c.key >= term.key, key.c.key < term.key + _LAST)
    name = f"grams{number}"
    by_gram: Select[tuple[int]] = (
        select(literal_column("rowid", Integer))
        .select_from(text(GRAMS))
        .where(text(f"{GRAMS} MATCH :{name}").bindparams(bindparam(name, term.grams)))
    )
    owners = select(row.c.owner).where(or_(row.c.row.in_(by_key), row.c.row.in_(by_gram)))
    return owners if ledger is None else owners.where(row.c.ledger == ledger)
