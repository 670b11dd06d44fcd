"""Listens to a session, keeps before and after of every record, and writes the journal entry."""

import hashlib
import json
import secrets
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    Connection,
    event,
    insert,
    inspect,
    literal_column,
    select,
    update,
)
from sqlalchemy.orm import ORMExecuteState, Session
from sqlalchemy.orm.attributes import get_history
from sqlalchemy.orm.base import PASSIVE_NO_INITIALIZE

from core.errors import Invalid
from core.journal.tables import ERASED, Change, Entry, Looked
from core.record import UNHELD, Record, encode, held
from core.rights import Actor
from core.store.prepared import Prepared

_COMPRESS_ABOVE = 512
_SALT_BYTES = 16
_BROUGHT = "version brought along"
_PURGED = "purged"
_CHUNK = 500
_ID, _LINE = 16, 16 * 1000

Columns = dict[str, Any]

# One is written out: SQLite plans a statement anew whenever its limit is told apart from it.
_ONE: ColumnElement[int] = literal_column("1")
_HEAD = Prepared(
    select(
        Entry.seq,
        Entry.digest,
        select(Change.record).order_by(Change.record.desc()).limit(_ONE).scalar_subquery(),
    )
    .order_by(Entry.seq.desc())
    .limit(_ONE)
)
_ENTRY, _CHANGE, _LOOKED = (Prepared(insert(one)) for one in (Entry, Change, Looked))
_NO_IMAGE: Columns = {"salt": None, "packed": None}


@dataclass(frozen=True, slots=True)
class Head:
    """Where the journal ends: its last entry, and the youngest record identity it knows."""

    seq: int = 0
    digest: str = ""
    youngest: UUID | None = None


def head(connection: Connection) -> Head:
    """The journal's end, read once for each act."""
    found = _HEAD.rows(connection)
    return Head(*found[0]) if found else Head()


@dataclass(slots=True)
class Touched:
    """One record during one transaction: the first values seen, and the record itself."""

    record: Record
    before: Columns = field(default_factory=dict)
    created: bool = False


@dataclass(frozen=True, slots=True)
class Act:
    """What the entry says of an act: who, when it was typed, when it happened, what it was.

    `looked` has the records that were seen: by table, sixteen bytes each.
    """

    actor: Actor
    moment: datetime
    happened: datetime
    operation: str
    label: str
    undoes: int | None = None
    final: bool = False
    looked: Mapping[str, bytes] = field(default_factory=dict)


class Watched(Session):
    """A session whose changes a recorder sees; the events are registered once for all."""

    recorder: "Recorder"


class _Released:
    """What is kept of changes already written: their number, and what the chain says of them."""

    def __init__(self) -> None:
        self.tables: frozenset[str] = frozenset()
        self.ids: set[UUID] = set()
        self.told: list[str] = []

    @property
    def count(self) -> int:
        """How many changes were written."""
        return len(self.ids)

    def take(self, changes: Sequence[Columns]) -> None:
        """Remember changes that were written just now."""
        self.tables |= {one["table"] for one in changes}
        self.ids.update(one["record"] for one in changes)
        if changes:
            self.told.append("|".join(map(change_line, changes)))


class Recorder:
    """Watches one session; `write` puts what it saw into the journal, in the same transaction."""

    def __init__(self, session: Watched) -> None:
        session.recorder = self
        self._session = session
        self._touched: dict[tuple[str, UUID], Touched] = {}
        self._erased: dict[tuple[str, UUID], Record] = {}
        self._released = _Released()

    @property
    def touched(self) -> frozenset[str]:
        """Names of the tables in which a record changed."""
        held = (table for table, _ in (*self._touched, *self._erased))
        return self._released.tables.union(held)

    @property
    def gone(self) -> tuple[Record, ...]:
        """The records that were destroyed, as they were."""
        return tuple(self._erased.values())

    def records(self) -> Iterator[Touched]:
        """Every record that was created or changed and is still held, with what it was before."""
        return iter(self._touched.values())

    def collect(self, session: Session) -> None:
        """Keep what is about to be written."""
        for gone in session.deleted:
            if isinstance(gone, Record):
                assert gone in session.info.get(_PURGED, ()), "records are binned, never deleted"
                place = (gone.__tablename__, gone.id)
                self._touched.pop(place, None)
                self._erased[place] = gone
        for created, group in ((True, session.new), (False, session.dirty)):
            for record in group:
                if isinstance(record, Record):
                    self._see(record, created=created)

    def _see(self, record: Record, *, created: bool) -> None:
        before = {} if created else _previous(record)
        if not created and not before and not inspect(record).attrs["version"].history.added:
            return
        if not all(map(held, vars(record).values())):
            raise Invalid(UNHELD)
        place = (record.__tablename__, record.id)
        if place not in self._touched:
            assert record.id not in self._released.ids, "a record let go changes no more in its act"
            self._touched[place] = Touched(record, created=created)
            _raise_version(record)
        known = self._touched[place]
        for key, value in before.items():
            known.before.setdefault(key, value)

    def write(
        self, act: Act, last: Head, random: Callable[[int], bytes] = secrets.token_bytes
    ) -> int:
        """Write the entry with its changes behind `last`; return its number in the chain."""
        connection = self._session.connection()
        seq = last.seq + 1
        changes = self._lines(seq, random)
        changes += _erasures(seq, self._released.count + len(changes), self.gone)
        looks = _looks(seq, act.looked)
        row = _entry_row(act, seq)
        told = (*self._released.told, *map(change_line, changes), *map(look_line, looks))
        row["digest"] = digest(last.digest, row, told)
        _ENTRY.run(connection, [row])
        _CHANGE.run(connection, changes)
        _LOOKED.run(connection, looks)
        _forget_images(connection, [one.id for one in self.gone])
        return seq

    def release(self, random: Callable[[int], bytes] = secrets.token_bytes) -> None:
        """Write out the changes seen so far and let go of their records, of which there are many.

        They belong to the entry that `write` puts behind them; what was flushed is not held twice.
        """
        connection = self._session.connection()
        changes = self._lines(head(connection).seq + 1, random)
        _CHANGE.run(connection, changes)
        self._released.take(changes)
        for seen in self._touched.values():
            self._session.expunge(seen.record)
        self._touched.clear()

    def _lines(self, seq: int, random: Callable[[int], bytes]) -> list[Columns]:
        changes: list[Columns] = []
        first = self._released.count
        for n, ((table, record_id), seen) in enumerate(self._touched.items(), first):
            salt = random(_SALT_BYTES)
            image = _image(seen)
            changes.append(
                {
                    "seq": seq,
                    "n": n,
                    "table": table,
                    "record": record_id,
                    "version": seen.record.version,
                    "commitment": commitment(salt, image),
                    "salt": salt,
                    "packed": pack(image),
                }
            )
        return changes


def purge(session: Session, record: Record) -> None:
    """Delete a record for good; `write` deletes every image the journal has of it."""
    session.info.setdefault(_PURGED, []).append(record)
    session.delete(record)


def _erasures(seq: int, first: int, erased: Sequence[Record]) -> list[Columns]:
    """Lines for records that were destroyed: the chain says so for ever, and nothing else."""
    return [
        {
            "seq": seq,
            "n": n,
            "table": one.__tablename__,
            "record": one.id,
            "version": one.version + 1,
            "commitment": ERASED,
            **_NO_IMAGE,
        }
        for n, one in enumerate(erased, first)
    ]


def _forget_images(connection: Connection, gone: Sequence[UUID]) -> None:
    for start in range(0, len(gone), _CHUNK):
        theirs = Change.record.in_(gone[start : start + _CHUNK])
        connection.execute(update(Change).where(theirs).values(_NO_IMAGE))


def _looks(seq: int, looked: Mapping[str, bytes]) -> list[Columns]:
    """Lines for records that were looked at, a thousand a line."""
    lines: list[Columns] = []
    for table, raw in looked.items():
        packed = b"".join(sorted({raw[at : at + _ID] for at in range(0, len(raw), _ID)}))
        for part in (packed[at : at + _LINE] for at in range(0, len(packed), _LINE)):
            ends = {"first": UUID(bytes=part[:_ID]), "last": UUID(bytes=part[-_ID:])}
            lines.append({"seq": seq, "n": len(lines), "table": table, **ends, "packed": part})
    return lines


def _collect(session: Watched, *_: object) -> None:
    session.recorder.collect(session)


def _only_read(state: ORMExecuteState) -> None:
    """Refuse statements the journal could not see."""
    if not state.is_select:
        raise TypeError("a session only reads; change records, and the journal sees it")


event.listen(Watched, "before_flush", _collect)
event.listen(Watched, "do_orm_execute", _only_read)


def keep_version(record: Record) -> None:
    """Leave the version of a record as it is: a package brought it along."""
    inspect(record).info[_BROUGHT] = True


def _raise_version(record: Record) -> None:
    """One more act has changed the record."""
    if not inspect(record).info.get(_BROUGHT):
        record.version = (record.version or 0) + 1


def _previous(record: Record) -> Columns:
    """The former values of the columns that really changed."""
    changed: Columns = {}
    for key in _columns(type(record)):
        history = get_history(record, key, PASSIVE_NO_INITIALIZE)
        if history.has_changes():
            changed[key] = history.deleted[0] if history.deleted else None
    return changed


@cache
def _columns(record: type[Record]) -> tuple[str, ...]:
    """The columns an image may hold, in the order of the table."""
    return tuple(c.key for c in inspect(record).column_attrs if c.key != "version")


def _image(seen: Touched) -> bytes:
    keys, held = _columns(type(seen.record)), seen.record.__dict__
    before: Columns = {}
    if seen.created:
        after = {key: encode(held[key]) for key in keys if held.get(key) is not None}
    else:
        before = {key: encode(value) for key, value in seen.before.items()}
        after = {key: encode(held[key]) for key in keys if key in before}
    return json.dumps(
        {"created": seen.created, "before": before, "after": after},
        ensure_ascii=False,
        sort_keys=True,
        separators=(",", ":"),
    ).encode()


def _entry_row(act: Act, seq: int) -> Columns:
    return {
        "seq": seq,
        "moment": act.moment,
        "happened": act.happened,
        "actor": act.actor.id,
        "actor_name": act.actor.name,
        "operation": act.operation,
        "label": act.label,
        "undoes": act.undoes,
        "final": act.final,
    }


def digest(previous: str, entry: Columns, lines: Iterable[str]) -> str:
    """The chain's link: SHA-256 over the previous link, the entry and what stands below it."""
    parts = [
        previous,
        entry["seq"],
        encode(entry["moment"]),
        encode(entry["happened"]),
        entry["actor"],
        entry["actor_name"],
        entry["operation"],
        entry["label"],
        entry["undoes"],
        entry["final"],
        *lines,
    ]
    return hashlib.sha256("|".join(map(str, parts)).encode()).hexdigest()


def change_line(change: Columns) -> str:
    """A change as the chain knows it: never what the record said."""
    return f"{change['table']},{change['record']},{change['version']},{change['commitment']}"


def look_line(look: Columns) -> str:
    """What was looked at as the chain knows it."""
    seen = hashlib.sha256(look["packed"]).hexdigest()
    return f"{look['table']},{look['first']},{look['last']},{seen}"


def commitment(salt: bytes, image: bytes) -> str:
    """What binds an image to the chain without giving it away."""
    return hashlib.sha256(salt + image).hexdigest()


def pack(image: bytes) -> bytes:
    """An image as it is stored: one mark byte, then the JSON, compressed when it is long."""
    return b"z" + zlib.compress(image) if len(image) > _COMPRESS_ABOVE else b"j" + image


def unpack(packed: bytes) -> bytes:
    """The JSON behind `pack`."""
    return zlib.decompress(packed[1:]) if packed[:1] == b"z" else packed[1:]
