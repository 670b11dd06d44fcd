"""The search box: words, initials, numbers and field words over every ledger."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import Session

from core import records, secrecy, words
from core.errors import Invalid
from core.ledger import Ledger, searched
from core.progress import Progress, silent
from core.record import Field, Record, parent_key
from core.services import asking, masking
from core.services.records import detail, every_child, shown
from core.store import search
from core.words import Excerpt

MOST = 1000
FEW = 100
_EACH = 5
_FEW = 30
_WHOLE = 120


@dataclass(frozen=True, slots=True)
class Hit:
    """One record found: where it is, what it is called, and the text that shows why."""

    ledger: str
    title: str
    id: UUID
    called: Excerpt
    said: Excerpt

    @property
    def name(self) -> str:
        """What the record is called."""
        return str(self.called)

    @property
    def why(self) -> str:
        """The text that was met, or what tells the record from others of its name."""
        return str(self.said)


@dataclass(frozen=True, slots=True)
class Group:
    """What was found in one ledger: the first hits, and how many there are up to `most`."""

    ledger: Ledger
    count: int
    hits: tuple[Hit, ...]
    most: int

    @property
    def told(self) -> str:
        """The count as it is shown; beyond `most` nobody has counted."""
        return f"{self.most}+" if self.count > self.most else str(self.count)


def find(session: Session, typed: str, ledger: str | None = None, limit: int = 50) -> list[Hit]:
    """Records that meet every typed word, ledger by ledger; binned ones are left out."""
    groups = grouped(session, typed, ledger, limit)
    return list(chain.from_iterable(one.hits for one in groups))[:limit]


def grouped(
    session: Session,
    typed: str,
    ledger: str | None = None,
    each: int = _EACH,
    progress: Progress = silent,
) -> list[Group]:
    """What is found in every ledger, those that begin with the words before those that hold them.

    In each of the two the youngest come first. Stopped between ledgers by `progress`.
    """
    asked = asking.read(typed)
    places = [one for one in records.LEDGERS if one.search and ledger in {None, one.name}]
    meant = {one.name: asking.meant(session, one, asked) for one in places if asked}
    known = {name: one for name, one in meant.items() if one is not None}
    most_of = {name: _FEW + 1 if one.conditional else MOST + 1 for name, one in known.items()}
    counts = search.counts(
        session, {name: (one.terms, most_of[name]) for name, one in known.items()}
    )
    found = []
    for place in places:
        if counts.get(place.name):
            progress("查找")
            group = _group(session, place, known[place.name], counts[place.name], each)
            if group is not None:
                found.append(group)
    return found


def _group(
    session: Session, place: Ledger, meant: asking.Meant, met: int, each: int
) -> Group | None:
    """What is found in a ledger where `met` rows meet the tokens; few are read to be counted."""
    few = meant.conditional and met <= _FEW
    listed = _listed(session, place, meant, max(met, each) if few else each, met)
    hits = _hits(session, place, listed[:each], meant)
    if not hits:
        return None
    most = FEW if meant.conditions else MOST
    count = len(listed) if few else _counted(session, place, meant, met, most)
    return Group(place, count, hits, most)


def opened(session: Session, wanted: Sequence[tuple[str, UUID]]) -> list[Hit]:
    """Records opened before, as hits, in this order; what is gone or closed is left out."""
    found: dict[tuple[str, UUID], Hit] = {}
    for name in dict.fromkeys(name for name, _ in wanted):
        place = records.ledger(name)
        theirs = [one for ledger, one in wanted if ledger == name]
        query = select(place.record).where(place.record.id.in_(theirs), _kept(place))
        listed = session.scalars(query).all()
        hits = _hits(session, place, listed, asking.NOTHING)
        found.update({(name, hit.id): hit for hit in hits})
    return [found[one] for one in wanted if one in found]


def identified(session: Session, ledger: str, named: str) -> UUID:
    """The record meant by an identity, a number or words."""
    try:
        return UUID(named)
    except ValueError:
        pass
    kept = records.ledger(ledger)
    if kept.number is not None:
        numbered = session.scalars(select(kept.record.id).where(kept.number == named)).first()
        if numbered is not None:
            return numbered
    hits = find(session, named, ledger, limit=2)
    if len(hits) == 1:
        return hits[0].id
    raise Invalid(f"“{named}”在{kept.title}里没有或不止一条，请写卷号或更多的字。")


def _kept(place: Ledger) -> ColumnElement[bool]:
    return place.record.binned.is_(None)


def _counted(session: Session, place: Ledger, meant: asking.Meant, met: int, most: int) -> int:
    """How many there are, where `met` meet the tokens and tokens alone may not tell.

    Words of a field and restricted rows are sought record by record; the former are counted no
    further than `FEW`.
    """
    if meant.conditions or secrecy.closes(session, place.record):
        listed = _query(select(place.record.id), place, meant).order_by(None).limit(most + 1)
        return session.scalar(select(func.count()).select_from(listed.subquery())) or 0
    return _certain(session, place.name, meant, most + 1) if meant.conditional else met


def _certain(session: Session, ledger: str, meant: asking.Meant, most: int) -> int:
    """How many hold the long words: those that begin with them are counted by tokens alone."""
    if meant.beginning.conditional:
        return search.proven(session, ledger, meant.terms, most)
    begun = meant.beginning.terms
    known = search.counts(session, {ledger: (begun, most)})[ledger]
    if known == most:
        return known
    return known + search.proven(session, ledger, meant.terms, most - known, begun)


def _query(query: Select[Any], place: Ledger, meant: asking.Meant) -> Select[Any]:
    joined = query.join(search.row, search.row.c.owner == place.record.id)
    return search.met(joined, place.name, meant.terms).where(_kept(place), *meant.conditions)


def _listed(
    session: Session, place: Ledger, meant: asking.Meant, most: int, met: int
) -> Sequence[Record]:
    """The records shown: names and numbers that begin with the words, then all others.

    There are no others where as many begin with them as meet their tokens.
    """
    first = _query(select(place.record), place, meant.beginning).limit(most)
    listed = dict.fromkeys(session.scalars(first))
    if len(listed) < min(most, met):
        rest = _query(select(place.record), place, meant).limit(most + len(listed))
        listed |= dict.fromkeys(session.scalars(rest))
    return list(listed)[:most]


def _hits(
    session: Session, place: Ledger, listed: Sequence[Record], meant: asking.Meant
) -> tuple[Hit, ...]:
    if not listed:
        return ()
    inside = _inside(session, place, listed)
    own = masking.owned(session, listed)
    rows = {row.id: row for row in shown(session, listed)}
    hits = []
    for one, mine in zip(listed, own, strict=True):
        row = rows[one.id]
        called = words.excerpt(row.texts[place.naming.key], meant.terms, _WHOLE)
        lines = [*searched(place.search, one), *inside.get(one.id, ())]
        said = _said([masking.seen(each, text, own=mine) for each, text in lines], meant)
        if said is None or str(said) == str(called):
            below = detail(place, row)
            said = Excerpt(below, "", "") if below else called
        hits.append(Hit(place.name, place.title, one.id, called, said))
    return tuple(hits)


def _said(texts: list[str], meant: asking.Meant) -> Excerpt | None:
    """The first line that holds one of the words."""
    lines = (line for text in texts for line in text.splitlines())
    excerpts = (words.excerpt(line, meant.terms) for line in lines)
    return next((one for one in excerpts if one.hit), None)


def _inside(
    session: Session, place: Ledger, listed: Sequence[Record]
) -> dict[UUID, list[tuple[Field, str]]]:
    """What stands in the searched fields of what lives inside these records."""
    found: dict[UUID, list[tuple[Field, str]]] = {}
    for child in place.children:
        if child.search:
            key = parent_key(child.record) or ""
            for one in every_child(session, child.record, [each.id for each in listed]):
                if one.binned is None:
                    found.setdefault(getattr(one, key), []).extend(searched(child.search, one))
    return found
