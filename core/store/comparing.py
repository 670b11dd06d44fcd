"""Whether the search index says what the records say; and the index made anew from them."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import islice
from uuid import UUID
from zlib import crc32

from sqlalchemy import Connection, delete, select
from sqlalchemy.orm import Session

from core.store import grams, search
from core.store.search import Entry, row

_CHUNK = 500


@dataclass(frozen=True, slots=True)
class Stamp:
    """What one record is found by, as far as two of them need to be told apart.

    Tokens come in no order, so they are summed.
    """

    ledger: str
    content: int
    tokens: int = 0


@dataclass(frozen=True, slots=True)
class Disagreement:
    """How many records are not in the index, only in the index, or there under other words."""

    missing: int
    surplus: int
    different: int

    @property
    def any(self) -> bool:
        """Whether the index is wrong at all."""
        return bool(self.missing or self.surplus or self.different)


def compared(session: Session, entries: Iterable[Entry]) -> Disagreement:
    """The index against what it should say."""
    connection = session.connection()
    wanted = {one.owner: _wanted(one) for one in entries}
    kept, stray = _kept(connection)
    return Disagreement(
        missing=len(wanted.keys() - kept.keys()),
        surplus=len(kept.keys() - wanted.keys()) + stray,
        different=sum(kept[one] != wanted[one] for one in kept.keys() & wanted.keys()),
    )


def rebuild(session: Session, entries: Iterable[Entry]) -> int:
    """Throw the index away and write it anew; how many records are in it."""
    connection = session.connection()
    grams.clear(connection)
    connection.execute(delete(row))
    written, every = 0, iter(entries)
    while chunk := list(islice(every, _CHUNK)):
        search.add(connection, chunk)
        written += len(chunk)
    return written


def _wanted(entry: Entry) -> Stamp:
    known = entry.document
    return Stamp(entry.ledger, _summed([known.content]), _summed(known.tokens))


def _kept(connection: Connection) -> tuple[dict[UUID, Stamp], int]:
    """The stamp of every record in the index, and how many rows belong to none."""
    tokens = _sums(grams.kept(connection))
    found = {
        one.owner: Stamp(one.ledger, _summed([one.content]), tokens.pop(one.row, 0))
        for one in connection.execute(select(row))
    }
    return found, len(tokens)


def _sums(found: Iterable[tuple[int, str]]) -> dict[int, int]:
    sums: dict[int, int] = {}
    for number, text in found:
        sums[number] = sums.get(number, 0) + crc32(text.encode())
    return sums


def _summed(texts: Iterable[str]) -> int:
    return sum(crc32(text.encode()) for text in texts)
