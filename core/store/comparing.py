"""Whether the search index says what the records say; and the index made anew from them."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from itertools import islice
from uuid import UUID
from zlib import crc32

from sqlalchemy import Connection, delete, select
from sqlalchemy.orm import Session

from core import words
from core.store import grams, search
from core.store.search import Entry, key, row

Place = tuple[str, UUID]

_CHUNK = 500


@dataclass(frozen=True, slots=True)
class Stamp:
    """What one record is found by, as far as two of them need to be told apart.

    Keys and grams come in no order, so they are summed.
    """

    ledger: str
    owner: UUID
    keys: int = 0
    grams: int = 0


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
    wanted = {(one.table, one.record): _wanted(connection, one) for one in entries}
    kept, stray = _kept(connection)
    return Disagreement(
        missing=len(wanted.keys() - kept.keys()),
        surplus=len(kept.keys() - wanted.keys()) + stray,
        different=sum(kept[place] != wanted[place] for place in kept.keys() & wanted.keys()),
    )


def rebuild(session: Session, entries: Iterable[Entry]) -> int:
    """Throw the index away and write it anew; how many records are in it."""
    connection = session.connection()
    grams.clear(connection)
    connection.execute(delete(key))
    connection.execute(delete(row))
    written, every = 0, iter(entries)
    while chunk := list(islice(every, _CHUNK)):
        search.add(connection, chunk)
        written += len(chunk)
    return written


def _wanted(connection: Connection, entry: Entry) -> Stamp:
    names = {each for line in entry.names.splitlines() for each in words.keys(line)}
    pieces = grams.expected(connection, entry.text)
    return Stamp(entry.ledger, entry.owner, _summed(names), _summed(pieces))


def _kept(connection: Connection) -> tuple[dict[Place, Stamp], int]:
    """The stamp of every record in the index, and how many rows belong to none."""
    places: dict[int, Place] = {}
    stamps: dict[int, Stamp] = {}
    for one in connection.execute(select(row)):
        places[one.row] = (one.table_name, one.record_id)
        stamps[one.row] = Stamp(one.ledger, one.owner)
    names = _sums((one.row, one.key) for one in connection.execute(select(key.c.row, key.c.key)))
    pieces = _sums(grams.kept(connection))
    for number, stamp in stamps.items():
        summed = names.pop(number, 0), pieces.pop(number, 0)
        stamps[number] = replace(stamp, keys=summed[0], grams=summed[1])
    stray = len(names.keys() | pieces.keys())
    return {places[number]: stamp for number, stamp in stamps.items()}, stray


def _sums(found: Iterable[tuple[int, str]]) -> dict[int, int]:
    sums: dict[int, int] = {}
    for number, text in found:
        sums[number] = sums.get(number, 0) + crc32(text.encode())
    return sums


def _summed(texts: Iterable[str]) -> int:
    return sum(crc32(text.encode()) for text in texts)
