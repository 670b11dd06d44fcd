"""How the stores are asked for lists: what the local planner is told, what no server knows.

The local planner counts every page as near at hand; a server knows no order of sounds.
"""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from sqlalchemy import Boolean, Row, Select, String, literal, select
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.orm import Session
from sqlalchemy.sql import operators, visitors
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.elements import ColumnElement
from sqlalchemy.sql.functions import FunctionElement

from core.words import by_sound


class Scanned(FunctionElement[Any]):
    """A column no index is to be used for: one pass over a table beats a million far pages."""

    inherit_cache = True

    def __init__(self, column: Any) -> None:
        super().__init__(column)
        self.type = column.type
        self.nullable = column.nullable


class Spoken(Scanned):
    """A name in the order of its sounds, not of its characters' codes."""

    inherit_cache = True


class Among(FunctionElement[bool]):
    """Whether an identity is one of these, be they ever so many."""

    inherit_cache = True
    type = Boolean()

    def __init__(self, column: Any, identities: Iterable[UUID]) -> None:
        listed = ",".join(f'"{one.hex}"' for one in identities)
        super().__init__(column, literal(f"[{listed}]"))


@compiles(Among, "sqlite")
def _by_text(element: Among, compiler: SQLCompiler, **kw: Any) -> str:
    column, listed = (compiler.process(one, **kw) for one in element.clauses)
    return f"{column} IN (SELECT value FROM json_each({listed}))"  # noqa: S608 a bound list


@compiles(Among, "postgresql")
def _by_identity(element: Among, compiler: SQLCompiler, **kw: Any) -> str:
    column, listed = (compiler.process(one, **kw) for one in element.clauses)
    values = f"json_array_elements_text(CAST({listed} AS json))"
    return f"{column} IN (SELECT CAST(value AS uuid) FROM {values})"  # noqa: S608 a bound list


class Digits(FunctionElement[str]):
    """The identities of all rows as one text of hexadecimal digits."""

    inherit_cache = True
    type = String()


@compiles(Digits, "sqlite")
def _concatenated(element: Digits, compiler: SQLCompiler, **kw: Any) -> str:
    return f"group_concat({compiler.process(element.clauses, **kw)}, '')"


@compiles(Digits, "postgresql")
def _aggregated(element: Digits, compiler: SQLCompiler, **kw: Any) -> str:
    column = compiler.process(element.clauses, **kw)
    return f"string_agg(replace(CAST({column} AS text), '-', ''), '')"


@compiles(Scanned)
def _as_it_is(element: Scanned, compiler: SQLCompiler, **kw: Any) -> str:
    return _inner(element, compiler, **kw)


@compiles(Scanned, "sqlite")
def _without_index(element: Scanned, compiler: SQLCompiler, **kw: Any) -> str:
    return f"+{_inner(element, compiler, **kw)}"


@compiles(Spoken, "sqlite")
def _by_sound(element: Spoken, compiler: SQLCompiler, **kw: Any) -> str:
    return f"by_sound({_inner(element, compiler, **kw)})"


def _inner(element: Scanned, compiler: SQLCompiler, **kw: Any) -> str:
    [column] = list[ColumnElement[Any]](element.clauses)
    return compiler.process(column, **kw)


def identities(session: Session, query: Select[tuple[UUID]]) -> bytes:
    """What a query selects, in its order, sixteen bytes each.

    The store itself puts them together, unless it would have to know the order of sounds.
    """
    if not unheard(session, query):
        listed = query.subquery().c
        return bytes.fromhex(session.scalar(select(Digits(listed.id))) or "")
    parts = _first_order(query)
    [name] = (one for one in parts if isinstance(one, Spoken))
    falling = any(getattr(one, "modifier", None) is operators.desc_op for one in parts)

    def place(row: Row[tuple[UUID, str | None]]) -> tuple[bool, str, UUID]:
        """Who has no name stands last either way."""
        identity, said = row
        return (said is None) is not falling, by_sound(said or ""), identity

    found = session.execute(query.order_by(None).add_columns(name)).all()
    return b"".join(one.bytes for one, _ in sorted(found, key=place, reverse=falling))


def unheard(session: Session, query: Select[Any]) -> bool:
    """Whether a query asks for an order of sounds that its store does not know."""
    deaf = session.connection().dialect.name != "sqlite"
    return deaf and any(isinstance(one, Spoken) for one in _first_order(query))


def _first_order(query: Select[Any]) -> list[Any]:
    """What a list is sorted by before all else, in its parts."""
    first = query._order_by_clauses[:1]  # noqa: SLF001 no other way
    return [part for clause in first for part in visitors.iterate(clause)]
