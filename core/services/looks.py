"""Who looked at what (查看登记): entries of the journal that change nothing (decisions C10).

A look stands in the chain like every act, so that it can be neither added nor taken away later;
it is outside undo and outside packages. Windows and verbs write it after the look, unawaited.
"""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID

from sqlalchemy.orm import Session

from core.errors import Invalid, UserError
from core.journal import feed
from core.rights import Right
from core.station import CHINA, Look, Station, Tx, operation

Place = tuple[str, UUID]
Seen = Sequence[Place] | Mapping[str, bytes]
"""What was looked at: places, or the identities of a table, sixteen bytes each."""

CHECKED = "核对查看登记"
"""How a look at the register itself is called: what the chief has read is owed no more."""

_LONGEST = 120


@dataclass(frozen=True, slots=True)
class Person:
    """One person's looks of a week, youngest first."""

    id: UUID
    name: str
    looks: tuple[feed.Look, ...]


@operation("查看登记", needs=Right.READ, final=True)
def seen(tx: Tx, what: str, records: Seen = ()) -> None:
    """Write down that the acting person looked; `what` is the line people read later."""
    told = what.strip()
    if not told:
        raise Invalid("查看登记要写明看了什么。")
    short = told if len(told) <= _LONGEST else told[: _LONGEST - 1] + "…"
    tx.look = Look(short, records if isinstance(records, Mapping) else _packed(records))


def _packed(records: Sequence[Place]) -> Mapping[str, bytes]:
    found: dict[str, bytearray] = {}
    for table, identity in records:
        found.setdefault(table, bytearray()).extend(identity.bytes)
    return {table: bytes(packed) for table, packed in found.items()}


def note(station: Station, what: str, records: Seen = ()) -> None:
    """Write a look down after the act, which stands also where nothing can be written."""
    with suppress(UserError):
        station.perform(seen, what, records)


def of_record(session: Session, table: str, identity: UUID) -> list[feed.Look]:
    """Everybody who looked at one record, youngest first."""
    return feed.looks_at(session, table, identity)


def unread(session: Session, reader: UUID, day: date) -> int:
    """How often others looked in the week before that of `day`; 0 once the reader has seen it."""
    monday = day - timedelta(day.weekday())
    read = any(
        look.label.startswith(CHECKED)
        for one in of_week(session, day)
        if one.id == reader
        for look in one.looks
    )
    before = of_week(session, monday - timedelta(1))
    return 0 if read else sum(len(one.looks) for one in before if one.id != reader)


def of_week(session: Session, day: date) -> list[Person]:
    """The looks of the calendar week of `day`, person by person, who looked most first."""
    since = datetime.combine(day - timedelta(day.weekday()), time(), CHINA)
    people: dict[UUID, list[feed.Look]] = {}
    for look in feed.looks_between(session, since, since + timedelta(7)):
        people.setdefault(look.actor, []).append(look)
    found = [Person(one, listed[0].actor_name, tuple(listed)) for one, listed in people.items()]
    return sorted(found, key=lambda one: -len(one.looks))
