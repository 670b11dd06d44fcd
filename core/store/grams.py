"""The gram half of the search index, which each database keeps in its own way (decisions C4).

SQLite: a contentless FTS5 table. PostgreSQL: an array of grams, and of their first characters,
under a GIN index. What they find is the same.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import Boolean, Column, Connection, Text, bindparam, literal, text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement

from core import words

TABLE = "search_gram"

_VOCABULARY = (
    f"CREATE VIRTUAL TABLE IF NOT EXISTS temp.{TABLE}_term USING fts5vocab(main, {TABLE}, instance)"
)
_LISTS = ARRAY(Text)
_NUMBERED = {
    "sqlite": text(f"INSERT INTO {TABLE}(rowid, grams) VALUES (:row, :grams)"),  # noqa: S608
    "postgresql": text(
        f"INSERT INTO {TABLE}(row, grams) VALUES (:row, :grams)"  # noqa: S608 a constant
    ).bindparams(bindparam("grams", type_=_LISTS)),
}
_GONE = {
    "sqlite": text(f"DELETE FROM {TABLE} WHERE rowid = :gone"),  # noqa: S608 a constant
    "postgresql": text(f"DELETE FROM {TABLE} WHERE row = :gone"),  # noqa: S608 a constant
}


class Meets(FunctionElement[bool]):
    """Whether the grams of the row numbered by a column match one typed word."""

    inherit_cache = True
    type = Boolean()

    def __init__(self, numbers: Column[int], term: words.Term) -> None:
        super().__init__(numbers, literal(_expression(term)), literal([*term.pieces], _LISTS))


@compiles(Meets, "sqlite")
def _by_full_text(element: Meets, compiler: SQLCompiler, **kw: Any) -> str:
    numbers, expression = (compiler.process(one, **kw) for one in _shown(element, 0, 1))
    return f"{numbers} IN (SELECT rowid FROM {TABLE} WHERE {TABLE} MATCH {expression})"  # noqa: S608


@compiles(Meets, "postgresql")
def _by_list(element: Meets, compiler: SQLCompiler, **kw: Any) -> str:
    numbers, pieces = (compiler.process(one, **kw) for one in _shown(element, 0, 2))
    return f"{numbers} IN (SELECT row FROM {TABLE} WHERE grams @> {pieces})"  # noqa: S608


def _shown(element: Meets, *wanted: int) -> list[Any]:
    """Only what a database needs is rendered: the other's form of the word stays out."""
    clauses = list(element.clauses)
    return [clauses[one] for one in wanted]


def put(connection: Connection, texts: Mapping[int, str]) -> None:
    """Keep the grams of each text under its row number."""
    name = connection.dialect.name
    form: Callable[[Sequence[str]], object] = _list if name == "postgresql" else " ".join
    rows = [{"row": row, "grams": form(words.grams(one))} for row, one in texts.items()]
    connection.execute(_NUMBERED[name], rows)


def drop(connection: Connection, numbers: Iterable[int]) -> None:
    """Forget the grams under these row numbers."""
    gone = [{"gone": number} for number in numbers]
    connection.execute(_GONE[connection.dialect.name], gone)


def _list(grams: Sequence[str]) -> list[str]:
    """The grams and the character each begins with: an array knows no prefixes."""
    return list(dict.fromkeys([*grams, *(gram[0] for gram in grams)]))


def _expression(term: words.Term) -> str:
    """The word as FTS5 asks for it; a single character is the beginning of a gram."""
    if len(term.key) == 1:
        return f'"{term.key}" *'
    return " AND ".join(f'"{piece}"' for piece in term.pieces)


def kept(connection: Connection) -> Iterator[tuple[int, str]]:
    """Every gram that is kept, with its row number; those of a row in no order."""
    if connection.dialect.name == "postgresql":
        query = f"SELECT row, unnest(grams) FROM {TABLE}"  # noqa: S608 a constant
    else:
        connection.exec_driver_sql(_VOCABULARY)
        query = f"SELECT doc, term FROM temp.{TABLE}_term"  # noqa: S608 a constant
    for number, term in connection.exec_driver_sql(query):
        yield int(number), str(term)


def expected(connection: Connection, content: str) -> list[str]:
    """The grams a text is kept under in this database."""
    made = words.grams(content)
    return _list(made) if connection.dialect.name == "postgresql" else made


def clear(connection: Connection) -> None:
    """Forget every gram."""
    everything = {
        "sqlite": f"INSERT INTO {TABLE}({TABLE}) VALUES ('delete-all')",  # noqa: S608 a constant
        "postgresql": f"DELETE FROM {TABLE}",  # noqa: S608 a constant
    }
    connection.exec_driver_sql(everything[connection.dialect.name])
