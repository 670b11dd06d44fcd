"""The search index: what each record is found by, kept in the same transaction as the record.

One row a record, with what lives inside it; its tokens are in `store/grams.py`, its content proves
words that tokens alone cannot (decisions C4).
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy import (
    Column,
    ColumnElement,
    Connection,
    Integer,
    Row,
    String,
    Table,
    Text,
    Uuid,
    bindparam,
    delete,
    func,
    insert,
    literal_column,
    select,
    update,
)
from sqlalchemy.orm import Session
from sqlalchemy.sql import Select

from core import words
from core.record import Base
from core.store import grams
from core.store.prepared import Prepared
from core.words import Document, Term

row = Table(
    "search_row",
    Base.metadata,
    Column("row", Integer, primary_key=True),
    Column("owner", Uuid, nullable=False, unique=True),
    Column("ledger", String(60), nullable=False),
    Column("content", Text, nullable=False),
)

_CHUNK = 500
_FEW = 30
_NEXT: ColumnElement[int] = literal_column('(SELECT coalesce(max("row"), 0) + 1 FROM search_row)')
_ROW = Prepared(
    insert(row).values(row=_NEXT, **{key: bindparam(key) for key in ("owner", "ledger", "content")})
)
_CONTENT = update(row).where(row.c.row == bindparam("known")).values(content=bindparam("now"))
_ROW_GONE = delete(row).where(row.c.row == bindparam("gone"))
_NUMBER = grams.NUMBERS.c.rowid

T = TypeVar("T", bound=tuple[Any, ...])


@dataclass(frozen=True, slots=True)
class Entry:
    """What one record of a ledger is found by."""

    ledger: str
    owner: UUID
    document: Document


def put(connection: Connection, entries: Sequence[Entry]) -> None:
    """Index records anew; one never indexed is added."""
    known = {one.owner: one.row for one in _known(connection, [one.owner for one in entries])}
    again = {known[one.owner]: one.document for one in entries if one.owner in known}
    if again:
        texts = [{"known": number, "now": one.content} for number, one in again.items()]
        connection.execute(_CONTENT, texts)
        grams.change(connection, {number: one.tokens for number, one in again.items()})
    add(connection, [one for one in entries if one.owner not in known])


def add(connection: Connection, entries: Sequence[Entry]) -> None:
    """Index records that were never indexed."""
    _ROW.run(connection, [_place(one) for one in entries])
    grams.add(connection, {one.owner: one.document.tokens for one in entries})


def drop(connection: Connection, gone: Sequence[UUID]) -> None:
    """Take records out of the index."""
    numbers = [one.row for one in _known(connection, gone)]
    if numbers:
        grams.drop(connection, numbers)
        connection.execute(_ROW_GONE, [{"gone": number} for number in numbers])


def _place(entry: Entry) -> dict[str, object]:
    return {"owner": entry.owner, "ledger": entry.ledger, "content": entry.document.content}


def _known(connection: Connection, owners: Sequence[UUID]) -> Iterator[Row[tuple[int, UUID]]]:
    """Those that are in the index, with their row numbers."""
    for start in range(0, len(owners), _CHUNK):
        chunk = owners[start : start + _CHUNK]
        yield from connection.execute(select(row.c.row, row.c.owner).where(row.c.owner.in_(chunk)))


def match(typed: str, ledger: str) -> Select[tuple[UUID]] | None:
    """The records of a ledger found by the words typed; none when nothing was typed."""
    terms = words.query(typed)
    return None if not terms else met(select(row.c.owner).select_from(row), ledger, terms)


def met(
    query: Select[T], ledger: str, terms: Sequence[Term], but: Sequence[Term] = ()
) -> Select[T]:
    """A query of index rows, kept to those of a ledger that meet every term; youngest first.

    Those that meet every term of `but` are left out.
    """
    proofs = (row.c.content.contains(one.proof, autoescape=True) for one in terms if one.proof)
    return (
        query.join(grams.NUMBERS, row.c.row == _NUMBER)
        .where(grams.Meets(_wanted(ledger, terms), [one.ways for one in but]), *proofs)
        .order_by(_NUMBER.desc())
    )


def counts(session: Session, asked: Mapping[str, tuple[Sequence[Term], int]]) -> dict[str, int]:
    """How many rows of each ledger its terms meet by tokens, counted no further than asked."""
    alike: dict[tuple[grams.Ways, ...], dict[str, int]] = {}
    for ledger, (terms, most) in asked.items():
        alike.setdefault(tuple(one.ways for one in terms), {})[ledger] = most
    found: dict[str, int] = {}
    for ways, wanted in alike.items():
        found |= _counted(session, ways, wanted)
    return found


def _counted(
    session: Session, ways: Sequence[grams.Ways], wanted: Mapping[str, int]
) -> dict[str, int]:
    """The same for ledgers asked for the same words, which most of them do not know.

    A few rows tell which ledgers do; those are counted one by one, and the others asked again.
    """
    rest, found = dict(wanted), dict.fromkeys(wanted, 0)
    while rest:
        asked = [tuple((words.MARKS + one,) for one in rest), *ways]
        query = select(row.c.ledger).join(grams.NUMBERS, row.c.row == _NUMBER)
        few = Counter(session.scalars(query.where(grams.Meets(asked)).limit(_FEW)))
        if few.total() < _FEW:
            return found | {one: min(known, rest[one]) for one, known in few.items()}
        each = [([((words.MARKS + one,),), *ways], rest.pop(one)) for one in few]
        found |= zip(few, grams.counts(session.connection(), each), strict=True)
    return found


def proven(
    session: Session, ledger: str, terms: Sequence[Term], most: int, but: Sequence[Term] = ()
) -> int:
    """How many rows of a ledger meet every term for certain, counted no further than `most`.

    Those that meet every term of `but` are counted elsewhere.
    """
    found = met(select(row.c.row).select_from(row), ledger, terms, but).order_by(None).limit(most)
    return session.scalar(select(func.count()).select_from(found.subquery())) or 0


def _wanted(ledger: str, terms: Sequence[Term]) -> list[grams.Ways]:
    """Every row carries the mark of its ledger."""
    return [((words.MARKS + ledger,),), *(one.ways for one in terms)]
