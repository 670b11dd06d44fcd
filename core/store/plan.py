"""What the planner of the local store is told, because it counts every page as near at hand."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from sqlalchemy import Boolean, String, literal
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.elements import ColumnElement
from sqlalchemy.sql.functions import FunctionElement


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


@compiles(Spoken, "postgresql")
def _by_table(element: Spoken, compiler: SQLCompiler, **kw: Any) -> str:
    """The national table has the usual characters in the order of their sounds."""
    return f"convert_to({_inner(element, compiler, **kw)}, 'GB18030')"


def _inner(element: Scanned, compiler: SQLCompiler, **kw: Any) -> str:
    [column] = list[ColumnElement[Any]](element.clauses)
    return compiler.process(column, **kw)
