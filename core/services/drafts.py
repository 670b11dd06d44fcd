"""Half-typed forms: kept every few seconds, offered again after a crash, dropped when submitted."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from core import records
from core.draft import SavedDraft, Texts
from core.record import parent_key
from core.station import Tx

TABLE = SavedDraft.__tablename__
PAPER_FILE = "paper_file"
"""The form 补录已办结, which is no form of one ledger."""

Thrown = tuple[str, Texts, UUID | None, UUID]


def keep(
    tx: Tx, ledger: str, texts: Texts, record: UUID | None = None, draft: UUID | None = None
) -> None:
    """Keep what stands in a form now; an empty form keeps nothing.

    A form names its `draft`, so that several new records of one ledger are kept side by side;
    without a name it is the draft that `kept` finds.
    """
    found = _kept(tx, ledger, record) if draft is None else tx.session.get(SavedDraft, draft)
    if not any(text.strip() for text in texts.values()):
        if found is not None:
            tx.session.delete(found)
        return
    if found is None:
        named = draft or tx.ids.new()
        found = SavedDraft(id=named, owner=tx.actor.id, ledger=ledger, record=record)
        tx.session.add(found)
    found.texts, found.moment = dict(texts), tx.now


def drop(tx: Tx, ledger: str, record: UUID | None = None, draft: UUID | None = None) -> None:
    """Throw a draft away, because it was submitted or given up."""
    keep(tx, ledger, {}, record, draft)


def take_up(tx: Tx, draft: UUID) -> tuple[str, UUID | None] | None:
    """Go on with a draft: it is the one its form brings back, before any begun later.

    Returns the form it was typed in, and the record it is about; none where it is used up.
    """
    found = tx.session.get(SavedDraft, draft)
    if found is None:
        return None
    if _kept(tx, found.ledger, found.record) is not found:
        found.moment = tx.now
    return found.ledger, about(tx.session, found)


def about(session: Session, draft: SavedDraft) -> UUID | None:
    """The record a draft is about: a form inside a record may be kept for one of its children."""
    ledger = records.ledger_of(draft.ledger)
    inside = [one.record for one in ledger.children if one.name == draft.ledger] if ledger else []
    for record in inside if draft.record else ():
        child, key = session.get(record, draft.record), parent_key(record)
        if child is not None and key is not None:
            parent: UUID = getattr(child, key)
            return parent
    return draft.record


def throw_away(tx: Tx, draft: UUID) -> Thrown | None:
    """Throw a draft away; returns what `keep` is given to bring it back."""
    found = tx.session.get(SavedDraft, draft)
    if found is None:
        return None
    tx.session.delete(found)
    return found.ledger, dict(found.texts), found.record, draft


def _kept(tx: Tx, ledger: str, record: UUID | None) -> SavedDraft | None:
    return kept(tx.session, tx.actor.id, ledger, record)


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
