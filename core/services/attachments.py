"""Attachments of records: added, noted, taken away and found again; their contents checked.

An attachment belongs to the record named by its table and owner. Whoever may see that record may
see its attachments; whoever may change it may change them.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from core import places, records, secrecy
from core.envelope import Identity
from core.errors import Invalid
from core.intake.media import form_of
from core.progress import Progress, silent
from core.record import record_class
from core.records.attachment import Attachment
from core.records.partner import StationKey
from core.rights import Actor, Right
from core.services import looks
from core.services.records import get
from core.station import Station, Tx, operation
from core.store.files import Files

_OPEN = "L1"


@dataclass(frozen=True, slots=True)
class Place:
    """The record attachments belong to, by its table and identity."""

    table: str
    owner: UUID


@dataclass(frozen=True, slots=True)
class Taken:
    """A file whose content is in the store already, ready to be attached."""

    name: str
    media: str
    size: int
    digest: str
    origin: str | None = None
    taken: datetime | None = None
    pages: int | None = None


def files(session: Session, folder: Path) -> Files:
    """The contents of the station in `folder`, readable."""
    key = session.scalars(select(StationKey)).one()
    return Files(places.attachments(folder), Identity(key.identity))


def of_record(session: Session, place: Place, *, binned: bool = False) -> list[Attachment]:
    """The attachments of a record in the order they came; or those taken away."""
    get(session, record_class(place.table), place.owner)
    gone = Attachment.binned.is_not(None) if binned else Attachment.binned.is_(None)
    return list(session.scalars(_belonging(place).where(gone).order_by(Attachment.id)))


def count(session: Session, place: Place) -> int:
    """How many attachments a record has, as far as this person may see it."""
    mine = _belonging(place).where(Attachment.binned.is_(None)).subquery()
    return session.scalar(select(func.count()).select_from(mine)) or 0


def reached(session: Session, identity: UUID) -> Attachment:
    """One attachment; `Invalid` where its record is not to be seen by this person."""
    found = get(session, Attachment, identity)
    get(session, record_class(found.table), found.owner)
    return found


def known(session: Session, place: Place) -> frozenset[str]:
    """Digests of what the record has already, so that nothing is attached twice."""
    return frozenset(one.digest for one in of_record(session, place))


def origins(session: Session) -> frozenset[str]:
    """Fingerprints of the files that were taken in already, anywhere in the station."""
    query = select(Attachment.origin).where(
        Attachment.origin.is_not(None), Attachment.binned.is_(None)
    )
    return frozenset(one for one in session.scalars(query) if one is not None)


def is_logged(session: Session, place: Place, actor: Actor) -> bool:
    """Whether opening an attachment is written down: the matter is another's, and no open one."""
    record = record_class(place.table)
    found: Any = get(session, record, place.owner)
    hands = {getattr(found, key) for key in record.handlers}
    return bool(hands) and not hands & actor.identities and found.privacy != _OPEN


def look(station: Station, place: Place, media: str, progress: Progress = silent) -> None:
    """Write down that an attachment was opened, where that is to be written down."""
    progress("正在打开附件")
    if station.ask(is_logged, place, station.actor):
        what = f"打开附件：{_ledger(place.table)} {form_of(media).words}"
        looks.note(station, what, [(place.table, place.owner)])


@dataclass(frozen=True, slots=True)
class Shelf:
    """What a record's attachments are shown from: those it has, those taken away, the contents."""

    place: Place
    kept: tuple[Attachment, ...]
    gone: tuple[Attachment, ...]
    store: Files


def shelf(session: Session, place: Place, folder: Path) -> Shelf:
    """Everything about a record's attachments but the contents themselves."""
    kept, gone = of_record(session, place), of_record(session, place, binned=True)
    return Shelf(place, tuple(kept), tuple(gone), files(session, folder))


@operation("添加附件", needs=Right.READ)
def add(tx: Tx, place: Place, folder: Path, taken: Sequence[Taken]) -> int:
    """Attach what was put into the store; what the record has already is passed over."""
    _changeable(tx, place)
    store = files(tx.session, folder)
    there = set(known(tx.session, place))
    count = 0
    for one in taken:
        if one.digest in there:
            continue
        if not store.has(one.digest):
            raise Invalid(f"“{one.name}”的内容没有存好，请再添加一次。")
        there.add(one.digest)
        tx.add(made(place, one))
        count += 1
    tx.detail = _detail(place, count)
    return count


@operation("删除附件（可找回）", needs=Right.READ)
def remove(tx: Tx, wanted: Sequence[UUID]) -> None:
    """Move attachments to the bin; their contents stay until a purge."""
    for one in _changed(tx, wanted):
        tx.bin(one)


@operation("找回附件", needs=Right.READ)
def restore(tx: Tx, wanted: Sequence[UUID]) -> None:
    """Bring attachments back from the bin."""
    for one in _changed(tx, wanted):
        one.binned = None


@operation("修改附件说明", needs=Right.READ)
def describe(tx: Tx, identity: UUID, name: str, note: str) -> None:
    """Call an attachment otherwise, and say what it shows."""
    if not name.strip():
        raise Invalid("请填写附件的名称。")
    for one in _changed(tx, [identity]):
        one.name, one.note = name.strip(), note.strip() or None


def referred(session: Session) -> dict[str, Attachment]:
    """Every content a record asks for, those in the bin too: one attachment for each digest."""
    return {one.digest: one for one in secrecy.every(session, select(Attachment)).scalars()}


def every_of(session: Session, owner: UUID) -> list[Attachment]:
    """All that is attached to a record, in the bin or not, for what destroys it unseen."""
    query = select(Attachment).where(Attachment.owner == owner)
    return list(secrecy.every(session, query).scalars())


def faults(session: Session, folder: Path, progress: Progress = silent) -> Iterator[str]:
    """A sentence for every content that is missing or altered: each one is read whole."""
    store, wanted = files(session, folder), referred(session)
    named = set(session.scalars(select(Attachment.id)))
    for done, (digest, one) in enumerate(wanted.items()):
        progress("核对附件", done, len(wanted))
        name = f"“{one.name}”" if one.id in named else ""
        if not store.has(digest):
            yield f"{_ledger(one.table)}的附件{name}内容不见了，请从最近的备份恢复。"
        elif not store.sound(digest):
            yield f"{_ledger(one.table)}的附件{name}内容已损坏，请从最近的备份恢复。"


def strays(session: Session, folder: Path) -> list[Path]:
    """Contents no record asks for, and what a killed writer left: harmless, and may go."""
    store = files(session, folder)
    asked = {store.name(digest) for digest in referred(session)}
    stray = [store.root / name[:2] / name for name in sorted(store.names() - asked)]
    return stray + store.left_over()


def let_go(tx: Tx, folder: Path, digests: Sequence[str]) -> int:
    """After a purge: remove the contents that no record asks for any more; how many went.

    To be called by `Station.jot`: no other act can attach one of them meanwhile.
    """
    store, asked = files(tx.session, folder), referred(tx.session)
    gone = [digest for digest in dict.fromkeys(digests) if digest not in asked]
    for digest in gone:
        store.drop(digest)
    return len(gone)


def _belonging(place: Place) -> Any:
    return select(Attachment).where(
        Attachment.table == place.table, Attachment.owner == place.owner
    )


def _changeable(tx: Tx, place: Place) -> None:
    """Whoever may change the record may change what is attached to it."""
    ledger = records.ledger_of(place.table)
    tx.require(Right.KEEP if ledger is None else ledger.needs)
    get(tx.session, record_class(place.table), place.owner)


def _changed(tx: Tx, wanted: Sequence[UUID]) -> list[Attachment]:
    found = [reached(tx.session, identity) for identity in wanted]
    for place in {Place(one.table, one.owner) for one in found}:
        _changeable(tx, place)
        tx.detail = _detail(place, len(found))
    return found


def made(place: Place, one: Taken) -> Attachment:
    """The record of a file whose content is in the store."""
    return Attachment(
        table=place.table,
        owner=place.owner,
        name=one.name,
        media=one.media,
        size=one.size,
        digest=one.digest,
        origin=one.origin,
        taken=one.taken,
        pages=one.pages,
    )


def _detail(place: Place, count: int) -> str:
    return f"：{_ledger(place.table)} {count} 个"


def _ledger(table: str) -> str:
    ledger = records.ledger_of(table)
    return ledger.title if ledger is not None else "其他"
