"""Statements that every save runs: compiled once, so that values are only bound and sent."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Dialect, Select
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.elements import CompilerElement

Values = Mapping[str, Any]
Process = Callable[[Any], Any] | None

_NOTHING: Values = {}


@dataclass(frozen=True, slots=True)
class _Compiled:
    """A statement as a driver is told it; how its values are bound, and those of a row read."""

    text: str
    given: Values
    binds: tuple[tuple[str, Process], ...]
    reads: tuple[Process, ...]
    positional: bool

    def bound(self, values: Values) -> Any:
        """The named values as the driver takes them."""
        said = ((key, bind(values[key]) if bind else values[key]) for key, bind in self.binds)
        return tuple(value for _, value in said) if self.positional else dict(said)


@contextmanager
def _driver(connection: Connection, text: str) -> Iterator[Any]:
    """A cursor of the driver itself, whose refusals are handled as those of any statement.

    What SQLAlchemy does around a statement costs more than these statements do.
    """
    cursor = connection.connection.cursor()
    try:
        yield cursor
    except connection.dialect.loaded_dbapi.Error as error:
        connection._handle_dbapi_exception(error, text, None, cursor, None)  # noqa: SLF001 no other way
    finally:
        cursor.close()


class Prepared:
    """One statement, run by any connection with its named values."""

    def __init__(self, statement: CompilerElement) -> None:
        self._statement = statement
        self._compiled: dict[str, _Compiled] = {}

    def run(self, connection: Connection, rows: Sequence[Values]) -> None:
        """Change what it changes, once for every row of values."""
        if rows:
            known = self._for(connection.dialect)
            with _driver(connection, known.text) as cursor:
                cursor.executemany(known.text, [known.bound(one) for one in rows])

    def rows(self, connection: Connection, values: Values = _NOTHING) -> list[tuple[Any, ...]]:
        """What it selects."""
        known = self._for(connection.dialect)
        with _driver(connection, known.text) as cursor:
            cursor.execute(known.text, known.bound({**known.given, **values}))
            found = cursor.fetchall()
        return [
            tuple(read(one) if read else one for read, one in zip(known.reads, row, strict=True))
            for row in found
        ]

    def _for(self, dialect: Dialect) -> _Compiled:
        known = self._compiled.get(dialect.name)
        if known is None:
            known = self._compiled[dialect.name] = _compiled(self._statement, dialect)
        return known


def _compiled(statement: CompilerElement, dialect: Dialect) -> _Compiled:
    made = statement.compile(dialect=dialect)
    assert isinstance(made, SQLCompiler)
    types = {key: one.type.dialect_impl(dialect) for one, key in made.bind_names.items()}
    order = made.positiontup if made.positional else types
    columns = statement.selected_columns if isinstance(statement, Select) else ()
    return _Compiled(
        str(made),
        made.params,
        tuple((key, types[key].bind_processor(dialect)) for key in order or ()),
        tuple(one.type.dialect_impl(dialect).result_processor(dialect, None) for one in columns),
        made.positional,
    )
