"""The tokens of the search index, which each database keeps in its own way (decisions C4).

SQLite: a contentless FTS5 table. PostgreSQL: a text search vector under a GIN index. Both know the
same tokens and find the same; the words are read in `core/words.py`.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Text, TextClause, Uuid, bindparam, column, literal, table, text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement
from sqlalchemy.types import NullType

from core.store.prepared import Prepared

TABLE = "search_gram"
NUMBERS = table(TABLE, column("rowid"))

Ways = Sequence[Sequence[str]]

_VOCABULARY = (
    f"CREATE VIRTUAL TABLE IF NOT EXISTS temp.{TABLE}_term USING fts5vocab(main, {TABLE}, instance)"
)
_INTO = f'INSERT INTO {TABLE}(rowid, grams) SELECT "row", {{}} FROM search_row WHERE owner = :owner'  # noqa: S608 a constant
_OWNER = bindparam("owner", type_=Uuid)
_ARRAY = bindparam("grams", type_=ARRAY(Text))
_ADDED = {
    "sqlite": Prepared(text(_INTO.format(":grams")).bindparams(_OWNER)),
    "postgresql": Prepared(
        text(_INTO.format("array_to_tsvector(:grams)")).bindparams(_OWNER, _ARRAY)
    ),
}
_CHANGED = {
    "sqlite": text(f"UPDATE {TABLE} SET grams = :grams WHERE rowid = :row"),  # noqa: S608 a constant
    "postgresql": text(
        f"UPDATE {TABLE} SET grams = array_to_tsvector(:grams) WHERE rowid = :row"  # noqa: S608
    ).bindparams(_ARRAY),
}
_GONE = text(f"DELETE FROM {TABLE} WHERE rowid = :gone")  # noqa: S608 a constant
_FORM: dict[str, Callable[[Sequence[str]], object]] = {"sqlite": " ".join, "postgresql": list}
_MET = {"sqlite": f"{TABLE} MATCH {{}}", "postgresql": "grams @@ CAST({} AS tsquery)"}
_FORMS = {
    "sqlite": ('"{}"', " AND ", " OR ", " NOT "),
    "postgresql": ("'{}'", " & ", " | ", " & !"),
}


class Meets(FunctionElement[Any]):
    """Whether the tokens of a row meet every one of several words, each in one of its ways.

    Rows that meet every word of `but` are left out.
    Without a type: SQLite would compare a boolean with 1, which its full-text search cannot.
    """

    inherit_cache = True
    type = NullType()

    def __init__(self, wanted: Sequence[Ways], but: Sequence[Ways] = ()) -> None:
        super().__init__(*(literal(expression(wanted, name, but)) for name in _FORMS))


@compiles(Meets)
def _met(element: Meets, compiler: SQLCompiler, **kw: Any) -> str:
    name = compiler.dialect.name
    asked = list(element.clauses)[list(_FORMS).index(name)]
    return _MET[name].format(compiler.process(asked, **kw))


def expression(wanted: Sequence[Ways], dialect: str, but: Sequence[Ways] = ()) -> str:
    """The words as a database asks for them."""
    quoted, both, either, without = _FORMS[dialect]
    asked, left_out = (
        both.join(
            f"({either.join(both.join(map(quoted.format, way)) for way in ways)})" for ways in words
        )
        for words in (wanted, but)
    )
    return f"({asked}){without}({left_out})" if but else asked


def counts(connection: Connection, asked: Sequence[tuple[Sequence[Ways], int]]) -> Sequence[int]:
    """How many rows meet each of several questions, none counted further than its number."""
    name = connection.dialect.name
    said: dict[str, object] = {}
    for n, (wanted, most) in enumerate(asked):
        said |= {f"asked{n}": expression(wanted, name), f"most{n}": most}
    found: Sequence[int] = connection.execute(_counting(name, len(asked)), said).one()
    return found


@cache
def _counting(dialect: str, number: int) -> TextClause:
    every = (
        f"(SELECT count(*) FROM (SELECT 1 FROM {TABLE} WHERE {_MET[dialect].format(f':asked{n}')}"  # noqa: S608
        f" LIMIT :most{n}) AS met)"
        for n in range(number)
    )
    return text(f"SELECT {', '.join(every)}")


def add(connection: Connection, documents: Mapping[UUID, Sequence[str]]) -> None:
    """Keep the tokens of each document under the row number of its record."""
    name = connection.dialect.name
    form = _FORM[name]
    rows = [{"owner": owner, "grams": form(tokens)} for owner, tokens in documents.items()]
    _ADDED[name].run(connection, rows)


def change(connection: Connection, documents: Mapping[int, Sequence[str]]) -> None:
    """Keep other tokens under these row numbers."""
    name = connection.dialect.name
    form = _FORM[name]
    rows = [{"row": number, "grams": form(tokens)} for number, tokens in documents.items()]
    connection.execute(_CHANGED[name], rows)


def drop(connection: Connection, numbers: Iterable[int]) -> None:
    """Forget the tokens under these row numbers."""
    connection.execute(_GONE, [{"gone": number} for number in numbers])


def kept(connection: Connection) -> Iterator[tuple[int, str]]:
    """Every token that is kept, with its row number; those of a row in no order."""
    if connection.dialect.name == "postgresql":
        query = f"SELECT rowid, unnest(tsvector_to_array(grams)) FROM {TABLE}"  # noqa: S608 a constant
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
