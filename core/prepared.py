"""Statements that every save runs: compiled once, so that a row is only bound and sent."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Dialect
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.elements import CompilerElement

Bind = Callable[[Any], Any] | None


@dataclass(frozen=True, slots=True)
class _Compiled:
    """A statement as a driver is told it, and how each of its values is bound."""

    text: str
    binds: tuple[tuple[str, Bind], ...]
    positional: bool

    def bound(self, row: Mapping[str, Any]) -> Any:
        """The values of one row as the driver takes them."""
        said = ((key, bind(row[key]) if bind else row[key]) for key, bind in self.binds)
        return tuple(value for _, value in said) if self.positional else dict(said)


class Prepared:
    """A statement that changes one table, run with rows that hold its named values."""

    def __init__(self, statement: CompilerElement) -> None:
        self._statement = statement
        self._compiled: dict[str, _Compiled] = {}

    def run(self, connection: Connection, rows: Sequence[Mapping[str, Any]]) -> None:
        """Send every row; nothing where there is none."""
        if rows:
            dialect = connection.dialect
            known = self._compiled.get(dialect.name) or self._compile(dialect)
            sent = [known.bound(one) for one in rows]
            connection.exec_driver_sql(known.text, sent if len(sent) > 1 else sent[0])

    def _compile(self, dialect: Dialect) -> _Compiled:
        made = self._statement.compile(dialect=dialect)
        assert isinstance(made, SQLCompiler)
        order = made.positiontup if made.positional else list(made.binds)
        types = {key: one.type.dialect_impl(dialect) for key, one in made.binds.items()}
        binds = tuple((key, types[key].bind_processor(dialect)) for key in order or ())
        found = _Compiled(str(made), binds, made.positional)
        self._compiled[dialect.name] = found
        return found
