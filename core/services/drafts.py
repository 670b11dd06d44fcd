"""Half-typed forms: kept every few seconds, offered again after a crash, dropped when submitted."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.draft import SavedDraft, Texts
from core.station import Tx

TABLE = SavedDraft.__tablename__


def keep(tx: Tx, ledger: str, texts: Texts, record: UUID | None = None) -> None:
    """Keep what stands in a form now; an empty form keeps nothing."""
    found = kept(tx.session, tx.actor.id, ledger, record)
    if not any(text.strip() for text in texts.values()):
        if found is not None:
            tx.session.delete(found)
        return
    if found is None:
        found = SavedDraft(id=tx.ids.new(), owner=tx.actor.id, ledger=ledger, record=record)
        tx.session.add(found)
    found.texts, found.moment = dict(texts), tx.now


def drop(tx: Tx, ledger: str, record: UUID | None = None) -> None:
    """Throw a draft away, because it was submitted or given up."""
    keep(tx, ledger, {}, record)


def kept(
    session: Session, owner: UUID, ledger: str, record: UUID | None = None
) -> SavedDraft | None:
    """The person's draft for a new record of a ledger, or for one record; none if none is kept.

    Somebody who took over another's drafts may have two: the youngest is in use.
    """
    query = select(SavedDraft).where(
        SavedDraft.owner == owner,
        SavedDraft.ledger == ledger,
        SavedDraft.record.is_(None) if record is None else SavedDraft.record == record,
    )
    return session.scalars(query.order_by(SavedDraft.moment.desc())).first()


def all_kept(session: Session, owner: UUID) -> list[SavedDraft]:
    """Every draft of a person, youngest first."""
    query = select(SavedDraft).where(SavedDraft.owner == owner)
    return list(session.scalars(query.order_by(SavedDraft.moment.desc())))


def place(session: Session, identity: UUID) -> tuple[str, UUID | None] | None:
    """The form a draft was typed in, and the record it is about; none where it is used up."""
    found = session.get(SavedDraft, identity)
    return None if found is None else (found.ledger, found.record)
