"""Row secrecy: what is restricted exists only for who may see it (decisions C8).

A record class says with `secret` which of its rows are restricted, and with `handlers` to whom;
its children and whatever `refers` to it follow. `guard` puts that on every query of a session:
where nothing is to be seen, nothing is found, listed, linked to or refused by name.
"""

from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy import ColumnElement, Result, Select, and_, event, or_, select
from sqlalchemy.orm import ORMExecuteState, Session, with_loader_criteria
from sqlalchemy.orm.util import LoaderCriteriaOption

from core.record import Base, Field, Kind, Record, fields, parent_key
from core.rights import Actor, Right

T = TypeVar("T", bound=tuple[Any, ...])

Criteria = tuple[LoaderCriteriaOption, ...]
Rule = tuple[type[Record], ColumnElement[bool]]

_LIFTED = "every_row"
_CRITERIA = "secrecy"
_ACTOR = "actor"
_WRITTEN = frozenset({Kind.TEXT, Kind.LONG, Kind.PHONE, Kind.ID_NO, Kind.ORG_NO})
_NOBODY: frozenset[UUID] = frozenset()


def guard(session: Session, actor: Actor) -> None:
    """Let a session find only what is open to `actor`."""
    session.info[_ACTOR] = actor
    if actor.may(Right.SECRETS):
        session.info[_CRITERIA] = ()


def actor(session: Session) -> Actor | None:
    """Who asks; nobody where the program itself does."""
    return session.info.get(_ACTOR)


def _filter(state: ORMExecuteState) -> None:
    """Listens to every session; one that nobody asks through is the program's own."""
    guarded = _ACTOR in state.session.info
    lifted = state.execution_options.get(_LIFTED, False)
    if guarded and state.is_select and not lifted and not state.is_column_load:
        state.statement = state.statement.options(*_in_force(state.session))


event.listen(Session, "do_orm_execute", _filter)


def _in_force(session: Session) -> Criteria:
    """What the session's queries are given: nothing while no row is closed to who asks."""
    if _CRITERIA not in session.info:
        asks = actor(session)
        hands = asks.identities if asks else _NOBODY
        closed = every(session, _any_closed(hands)).scalar() if asks else False
        session.info[_CRITERIA] = _criteria(hands) if closed else ()
    criteria: Criteria = session.info[_CRITERIA]
    return criteria


@cache
def _any_closed(hands: frozenset[UUID]) -> Select[tuple[bool]]:
    """Whether any row is restricted to others."""
    secret = [one for one in _records() if one.secret is not None]
    return select(or_(*(_closed(one, hands).exists() for one in secret)))


def closes(session: Session, record: type[Record]) -> bool:
    """Whether some rows of a table may be closed to who asks."""
    return bool(_in_force(session)) and record in guarded()


@contextmanager
def openly(session: Session) -> Iterator[None]:
    """Find only what everybody may see: for what is read aloud, or kept where all can read it."""
    before = _in_force(session)
    closed = every(session, _any_closed(_NOBODY)).scalar()
    session.info[_CRITERIA] = _criteria(_NOBODY) if closed else ()
    try:
        yield
    finally:
        session.info[_CRITERIA] = before


def counting(session: Session, query: Select[T]) -> Result[T]:
    """Run a query over every row, restricted ones included: for figures, which are equal for all.

    It hands out identities, days, amounts, codes and official numbers, never what people wrote.
    """
    for one in query.column_descriptions:
        described: Field | None = getattr(one["expr"], "info", {}).get("field")
        written = described is not None and described.kind in _WRITTEN and not described.given
        if written or isinstance(one["expr"], type):
            raise TypeError(f"counting tells no texts: {one['name']}")
    return every(session, query)


def every(session: Session, query: Select[T]) -> Result[T]:
    """Run a query over every row, for what passes through hands that may not read it."""
    return session.execute(query, execution_options={_LIFTED: True})


def bare(session: Session, query: Select[Any]) -> Result[Any]:
    """Columns alone, by the thousand: as closed as any query, without the making of records."""
    return session.connection().execute(query.options(*_in_force(session)))


def whole(session: Session, record: type[Any], identity: UUID) -> Any:
    """One record whoever asks, or none; see `every`."""
    return session.get(record, identity, execution_options={_LIFTED: True})


def hidden(session: Session, record: type[Record], among: Collection[UUID]) -> frozenset[UUID]:
    """Which of these records are there, but not for who asks."""
    if not among or record.secret is None or not _in_force(session):
        return frozenset()
    key, value = record.secret
    restricted = select(record.id).where(getattr(record, key) == value)
    there = set(counting(session, restricted).scalars()).intersection(among)
    return frozenset(there.difference(session.scalars(restricted)))


def visible(session: Session, record: type[Record], identity: UUID) -> bool:
    """Whether a record is there for who asks."""
    return session.scalar(select(record.id).where(record.id == identity)) is not None


@cache
def guarded() -> frozenset[type[Record]]:
    """The records with restricted rows: those that say so, and what belongs to them."""
    return frozenset(record for record, _ in _rules(_NOBODY))


@cache
def _criteria(hands: frozenset[UUID]) -> Criteria:
    """What every query is given, so that restricted rows are found by those who handle them."""
    rules = _rules(hands)
    return tuple(with_loader_criteria(one, rule, include_aliases=True) for one, rule in rules)


def _rules(hands: frozenset[UUID]) -> list[Rule]:
    found: list[Rule] = []
    lost: list[Select[tuple[UUID]]] = []
    records = _records()
    for record in records:
        if record.secret is None:
            continue
        gone = _closed(record, hands)
        found.append((record, _open(record, hands)))
        lost.append(gone)
        for child, key in _children(record, records):
            found.append((child, getattr(child, key).not_in(gone)))
            inner = child.__table__.alias().c
            lost.append(select(inner.id).where(inner[key].in_(gone)))
    for one in records:
        if one.refers:
            target = getattr(one, one.refers)
            found.append((one, or_(target.is_(None), and_(*(target.not_in(ids) for ids in lost)))))
    return found


def _records() -> list[type[Record]]:
    classes: list[type[Any]] = [one.class_ for one in Base.registry.mappers]
    return [one for one in classes if issubclass(one, Record)]


def _children(record: type[Record], among: Iterable[type[Record]]) -> Iterator[tuple[Any, str]]:
    for one in among:
        key = parent_key(one)
        if key and any(f.key == key and f.link == record.__tablename__ for f in fields(one)):
            yield one, key


def _open(record: type[Record], hands: frozenset[UUID]) -> ColumnElement[bool]:
    """That a row is not restricted, or handled by one of these people."""
    key, value = record.secret or ("", "")
    mark = getattr(record, key)
    theirs = (getattr(record, one).in_(hands) for one in record.handlers)
    return or_(mark.is_(None), mark != value, *theirs)


def _closed(record: type[Record], hands: frozenset[UUID]) -> Select[tuple[UUID]]:
    """The rows that are restricted and handled by none of these people."""
    key, value = record.secret or ("", "")
    columns = record.__table__.alias().c
    others = (or_(columns[one].is_(None), columns[one].not_in(hands)) for one in record.handlers)
    return select(columns.id).where(columns[key] == value, *others)
