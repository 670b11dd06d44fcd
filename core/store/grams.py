"""The tokens of the search index, which each database keeps in its own way (decisions C4).

SQLite: a contentless FTS5 table. PostgreSQL: an array under a GIN index. Both know the same tokens
and find the same; the words are read in `core/words.py`.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, Text, and_, bindparam, column, literal, or_, table, text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement
from sqlalchemy.types import NullType

TABLE = "search_gram"
NUMBERS = table(TABLE, column("rowid"))

Ways = Sequence[Sequence[str]]

_VOCABULARY = (
    f"CREATE VIRTUAL TABLE IF NOT EXISTS temp.{TABLE}_term USING fts5vocab(main, {TABLE}, instance)"
)
_LISTS = ARRAY(Text)
_KEPT = column("grams", _LISTS)
_NUMBERED = {
    "sqlite": text(f"INSERT OR REPLACE INTO {TABLE}(rowid, grams) VALUES (:row, :grams)"),  # noqa: S608
    "postgresql": text(
        f"INSERT INTO {TABLE}(rowid, grams) VALUES (:row, :grams) "  # noqa: S608 a constant
        "ON CONFLICT (rowid) DO UPDATE SET grams = excluded.grams"
    ).bindparams(bindparam("grams", type_=_LISTS)),
}
_GONE = text(f"DELETE FROM {TABLE} WHERE rowid = :gone")  # noqa: S608 a constant


class Meets(FunctionElement[Any]):
    """Whether the tokens of a row meet every one of several words, each in one of its ways.

    Without a type: SQLite would compare a boolean with 1, which its full-text search cannot.
    """

    inherit_cache = True
    type = NullType()

    def __init__(self, wanted: Sequence[Ways]) -> None:
        every = (or_(*(_KEPT.contains(list(way)) for way in ways)) for ways in wanted)
        super().__init__(literal(_expression(wanted)), and_(*every))


@compiles(Meets, "sqlite")
def _by_full_text(element: Meets, compiler: SQLCompiler, **kw: Any) -> str:
    return f"{TABLE} MATCH {compiler.process(next(iter(element.clauses)), **kw)}"


@compiles(Meets, "postgresql")
def _by_list(element: Meets, compiler: SQLCompiler, **kw: Any) -> str:
    return compiler.process(list(element.clauses)[1], **kw)


def _expression(wanted: Sequence[Ways]) -> str:
    """The words as FTS5 asks for them."""
    return " AND ".join(
        f"({' OR '.join(' AND '.join(map(_quoted, way)) for way in ways)})" for ways in wanted
    )


def _quoted(token: str) -> str:
    return f'"{token}"'


def put(connection: Connection, documents: Mapping[int, Sequence[str]]) -> None:
    """Keep the tokens of each document under its row number, in place of what was there."""
    name = connection.dialect.name
    form = list if name == "postgresql" else " ".join
    rows = [{"row": row, "grams": form(tokens)} for row, tokens in documents.items()]
    connection.execute(_NUMBERED[name], rows)


def drop(connection: Connection, numbers: Iterable[int]) -> None:
    """Forget the tokens under these row numbers."""
    connection.execute(_GONE, [{"gone": number} for number in numbers])


def kept(connection: Connection) -> Iterator[tuple[int, str]]:
    """Every token that is kept, with its row number; those of a row in no order."""
    if connection.dialect.name == "postgresql":
        query = f"SELECT rowid, unnest(grams) FROM {TABLE}"  # noqa: S608 a constant
    else:
        connection.exec_driver_sql(_VOCABULARY)
        query = f"SELECT doc, term FROM temp.{TABLE}_term"  # noqa: S608 a constant
    for number, term in connection.exec_driver_sql(query):
        yield int(number), str(term)


def clear(connection: Connection) -> None:
    """Forget every token."""
    everything = {
        "sqlite": f"INSERT INTO {TABLE}({TABLE}) VALUES ('delete-all')",  # noqa: S608 a constant
        "postgresql": f"DELETE FROM {TABLE}",  # noqa: S608 a constant
    }
    connection.exec_driver_sql(everything[connection.dialect.name])
