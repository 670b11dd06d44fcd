"""What belongs to a record and goes where it goes, and what it points at that is gone itself."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from core import records as ledgers
from core.ledger import Ledger
from core.record import Record, fields, record_class
from core.records.attachment import Attachment
from core.services import names, records

ATTACHMENTS = "附件"


@dataclass(frozen=True, slots=True)
class Gone:
    """Something a record points at that is in the bin, or no longer there at all."""

    label: str
    name: str


@dataclass(frozen=True, slots=True)
class Belongings:
    """How much comes back with a record, by title, and what it points at that is gone."""

    counts: tuple[tuple[str, int], ...]
    gone: tuple[Gone, ...]

    @property
    def words(self) -> str:
        """当事人 3 · 调解记录 2 · 附件 4."""
        return " · ".join(f"{title} {count}" for title, count in self.counts)


def belongings(session: Session, name: str, identity: UUID) -> Belongings:
    """What would come back with one record of the ledger `name`."""
    ledger = ledgers.ledger(name)
    counted = ((child.title, _count(session, child.record, identity)) for child in ledger.children)
    attached = session.scalar(
        select(func.count())
        .select_from(Attachment)
        .where(Attachment.owner == identity, Attachment.binned.is_(None))
    )
    found = [*counted, (ATTACHMENTS, attached or 0)]
    record = records.get(session, ledger.record, identity)
    return Belongings(tuple(one for one in found if one[1]), tuple(_gone(session, ledger, record)))


def whole(session: Session, ledger: Ledger, identity: UUID) -> list[Any]:
    """A record and everything inside it, binned parts and attachments too; the record is first."""
    found: list[Any] = [records.get(session, ledger.record, identity)]
    for child in ledger.children:
        found += records.every_child(session, child.record, [identity])
    owners = [one.id for one in found]
    found += session.scalars(select(Attachment).where(Attachment.owner.in_(owners)))
    return found


def _count(session: Session, record: type[Record], parent: UUID) -> int:
    return sum(one.binned is None for one in records.every_child(session, record, [parent]))


def _gone(session: Session, ledger: Ledger, record: Record) -> Iterator[Gone]:
    for one in fields(ledger.record):
        target = getattr(record, one.key) if one.link else None
        if target is not None:
            kept: Any = session.get(record_class(one.link), target)
            if kept is None or kept.binned is not None:
                linked = ledgers.ledger(one.link)
                yield Gone(one.label, names.called(session, linked, kept) if kept else "")
