"""What is meant by what is typed: plain words, and field words such as 村:东风 or 电话:6021.

A field word names a field by a part of its label. Where a record carries marks (its village, kind,
state), the mark is asked for; else the word must stand in that very field.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import islice
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import Session

from core import codes, indexing, records, words
from core.ledger import Column, Ledger
from core.record import Kind, described, parent_key
from core.store import search
from core.words import MARKS, Term, fold

_LABELLED = re.compile(r"\s*[:：]\s*")
_LETTERS = re.compile("[a-z]+")
_MOST_MARKS, _FEW_MARKS = 500, 30
_DEPTH = 4
_SHORTEST_MEANT = 2

_KINDS = {
    "电话": Kind.PHONE,
    "手机": Kind.PHONE,
    "身份证": Kind.ID_NO,
    "证件": Kind.ID_NO,
}
_LINKS = {"村": "grid", "社区": "grid", "网格": "grid"}


@dataclass(frozen=True, slots=True)
class Asked:
    """One word, and the label of the field it must stand in; plain without."""

    label: str
    term: Term


@dataclass(frozen=True, slots=True)
class Meant:
    """The words as one ledger is asked for them."""

    terms: tuple[Term, ...]
    conditions: tuple[ColumnElement[bool], ...] = ()

    @property
    def conditional(self) -> bool:
        """Whether tokens alone do not prove that a record is meant."""
        return bool(self.conditions) or any(one.proof for one in self.terms)

    @property
    def beginning(self) -> "Meant":
        """The same, met by names and numbers that begin so."""
        return replace(self, terms=tuple(term.beginning for term in self.terms))


@dataclass(frozen=True, slots=True)
class _Place:
    """A column a field word may mean; `link` leads from what lives inside a record to it."""

    column: Column
    owner: Column
    link: Column | None = None


NOTHING = Meant(())


def read(typed: str) -> tuple[Asked, ...]:
    """What was typed, word by word."""
    plain, labelled = [], []
    for one in _LABELLED.sub(":", typed).split():
        label, colon, word = one.partition(":")
        if colon and any(_places(ledger.name, fold(label)) for ledger in records.LEDGERS):
            labelled += [Asked(fold(label), term) for term in words.query(word)]
        else:
            plain.append(one)
    return (*(Asked("", term) for term in words.query(" ".join(plain))), *labelled)


def meant(session: Session, ledger: Ledger, asked: Sequence[Asked]) -> Meant | None:
    """What a ledger is asked for; none where it has no such field, or nothing of that name."""
    terms, conditions = [], []
    for one in asked:
        if not one.label:
            terms.append(_plain(session, ledger, one.term) if len(asked) > 1 else one.term)
            continue
        places = _places(ledger.name, one.label)
        columns = [place.column for place in places if _marked(ledger, place)]
        marks = _marks(session, columns, one.term, _MOST_MARKS)
        texts = [place for place in places if not _marked(ledger, place)]
        if marks:
            terms.append(Term(one.term.word, marks))
        elif texts:
            terms.append(one.term)
            conditions += _standing(texts, one.term)
        else:
            return None
    return Meant(tuple(terms), tuple(conditions))


def _plain(session: Session, ledger: Ledger, term: Term) -> Term:
    """Beside another word, a word may also be the village, the kind or the state."""
    if len(term.word) < _SHORTEST_MEANT or term.word.isascii():
        return term
    marks = _marks(session, indexing.marked(ledger), term, _FEW_MARKS + 1)
    named = 0 < len(marks) <= _FEW_MARKS
    return Term(term.word, (*term.ways, *marks)) if named else term


def _marked(ledger: Ledger, place: _Place) -> bool:
    return place.link is None and place.column in indexing.marked(ledger)


@cache
def _places(ledger: str, label: str) -> tuple[_Place, ...]:
    """The columns of a ledger that a label means."""
    one = records.ledger(ledger)
    own = dict.fromkeys((*indexing.marked(one), *one.search))
    inside = [
        _Place(column, one.record.id, getattr(child.record, parent_key(child.record) or ""))
        for child in one.children
        for column in child.search
    ]
    every = (*(_Place(column, one.record.id) for column in own), *inside)
    return tuple(place for place in every if label and _called(place.column, label))


def _called(column: Column, label: str) -> bool:
    one = described(column)
    named = any(label in fold(name) for name in (one.label, *one.aliases))
    return (
        named or one.kind is _KINDS.get(label) or (bool(one.link) and one.link == _LINKS.get(label))
    )


def _marks(
    session: Session, columns: Sequence[Column], term: Term, most: int
) -> tuple[tuple[str, ...], ...]:
    """The marks of records whose village, kind or state is called so."""
    found = (
        (MARKS + indexing.mark(one.key, value),)
        for one in columns
        for value in _values(session, one, term, most)
    )
    return tuple(islice(found, most))


def _values(session: Session, column: Column, term: Term, most: int) -> Iterator[str | UUID]:
    one = described(column)
    if one.kind is Kind.CODE:
        called = codes.named(one.code, term.word)
        for item in codes.table(one.code).items:
            if item.code in called or _sounds(item.name, term.word):
                yield item.code
    else:
        yield from _linked(session, records.ledger(one.link), term, most)


def _sounds(name: str, word: str) -> bool:
    return bool(_LETTERS.fullmatch(word)) and any(key.startswith(word) for key in words.keys(name))


def _linked(session: Session, ledger: Ledger, term: Term, most: int) -> list[UUID]:
    """The records called so, looked up once for all ledgers that refer to them."""
    known: dict[tuple[str, str, int], list[UUID]] = session.info.setdefault("linked", {})
    place = (ledger.name, term.word, most)
    if place not in known:
        known[place] = _called_so(session, ledger, term, most)
    return known[place]


def _called_so(session: Session, ledger: Ledger, term: Term, most: int) -> list[UUID]:
    """Found by the word, and those below them: a village's grids are the village too."""
    query: Any = search.met(select(search.row.c.owner).select_from(search.row), ledger.name, [term])
    found = dict.fromkeys(session.scalars(query.limit(most)))
    above = next((one for one in ledger.fields() if one.link == ledger.name), None)
    lowest = list(found)
    for _ in range(_DEPTH if above and found and len(found) < most else 0):
        parent = getattr(ledger.record, above.key if above else "")
        query = select(ledger.record.id).where(parent.in_(lowest)).limit(most)
        lowest = [one for one in session.scalars(query) if one not in found]
        found |= dict.fromkeys(lowest)
        if not lowest:
            break
    return list(found)


def _standing(texts: Sequence[_Place], term: Term) -> list[ColumnElement[bool]]:
    """That the word stands in one of these columns; how a name is spoken stands nowhere."""
    if _LETTERS.fullmatch(term.word):
        return []
    return [or_(*(_holds(one, term.word) for one in texts))]


def _holds(place: _Place, word: str) -> ColumnElement[bool]:
    text = func.replace(func.replace(place.column, "-", ""), " ", "")
    held: ColumnElement[bool] = text.icontains(word, autoescape=True)
    if place.link is None:
        return held
    return select(place.column).where(place.link == place.owner, held).exists()
