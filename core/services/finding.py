"""The search box: words, initials and numbers over every ledger."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import islice
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from core import records, words
from core.ledger import Ledger, searched
from core.record import Kind, Record
from core.services import masking
from core.services.records import children, detail, rows
from core.store import search

_MOST = 1000
_PAGE = 50


@dataclass(frozen=True, slots=True)
class Hit:
    """One record found: where it is, what it is called, and the text that shows why."""

    ledger: str
    title: str
    id: UUID
    name: str
    why: str


def find(session: Session, typed: str, ledger: str | None = None, limit: int = 50) -> list[Hit]:
    """Records that meet every typed word, youngest first; binned ones are left out."""
    query = search.match(typed, ledger)
    if query is None:
        return []
    found: dict[str, list[UUID]] = {}
    for name, owner in session.execute(query.limit(_MOST)):
        found.setdefault(name, []).append(owner)
    hits = (
        hit
        for one in records.LEDGERS
        if one.name in found
        for hit in _hits(session, one, found[one.name], typed)
    )
    return _told_apart(session, list(islice(hits, limit)))


def _told_apart(session: Session, hits: list[Hit]) -> list[Hit]:
    """Where only the name was met, say what tells this record from others called the same."""
    told: dict[UUID, str] = {}
    for ledger in records.LEDGERS:
        plain = [hit.id for hit in hits if hit.ledger == ledger.name and hit.why == hit.name]
        told.update({row.id: detail(ledger, row) for row in rows(session, ledger, plain)})
    return [replace(hit, why=told.get(hit.id) or hit.why) for hit in hits]


def _hits(session: Session, ledger: Ledger, owners: list[UUID], typed: str) -> Iterator[Hit]:
    record = ledger.record
    query = (
        select(record)
        .where(record.id.in_(owners), record.binned.is_(None))
        .order_by(record.id.desc())
        .execution_options(yield_per=_PAGE)
    )
    with session.scalars(query) as listed:
        for one in listed:
            why = _why(session, ledger, one, typed)
            if why is not None:
                name = str(getattr(one, ledger.naming.key))
                yield Hit(ledger.name, ledger.title, one.id, name, why)


def _why(session: Session, ledger: Ledger, record: Record, typed: str) -> str | None:
    """The part of the text that was met; none where grams alone met a word that is not there."""
    found = searched(ledger.search, record)
    for child in ledger.children:
        if child.search:
            for one in children(session, child.record, record.id):
                found += searched(child.search, one)
    told = [(one, line) for one, text in found for line in text.splitlines()]
    names = [line for one, line in told if one.kind is not Kind.LONG]
    lines = [line for _, line in told]
    if not all(_met(term, names, lines) for term in words.query(typed)):
        return None
    excerpts = ((one, words.excerpt(line, typed)) for one, line in told)
    met = [(one, str(each)) for one, each in excerpts if each.hit] or told[:1]
    own = masking.handles(session, record)
    return next((masking.seen(one, why, own=own) for one, why in met), "")


def _met(term: words.Term, names: list[str], lines: list[str]) -> bool:
    if not term.phrase or any(term.holds(line) for line in lines):
        return True
    return any(key.startswith(term.key) for name in names for key in words.keys(name))
