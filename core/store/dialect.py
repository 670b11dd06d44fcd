"""How PostgreSQL is spoken to: the one hook where its relatives would be taught as well.

PostgreSQL 13 to 18 is proven. openGauss and KingbaseES speak its language under version lines of
their own; the hook reads those, but neither was ever tried against a real server.
"""

import re
from typing import Any

from sqlalchemy import Connection, Select
from sqlalchemy.dialects import registry
from sqlalchemy.dialects.postgresql.base import PGTypeCompiler
from sqlalchemy.dialects.postgresql.psycopg import PGCompiler_psycopg, PGDialect_psycopg
from sqlalchemy.sql import operators
from sqlalchemy.sql.elements import ColumnElement, UnaryExpression
from typing_extensions import override

NAME = "postgresql+station"

_AS_POSTGRES = (9, 6)
_PROVEN = re.compile(r"PostgreSQL (\d+)(?:\.(\d+))?")


class _Types(PGTypeCompiler):
    """Text without a length, as in SQLite: what a field may hold is checked where it is typed."""

    @override
    def visit_VARCHAR(self, type_: Any, **kw: Any) -> str:
        return "VARCHAR"


class _Compiler(PGCompiler_psycopg):
    """Lists in the same order as in SQLite: what is empty comes before everything else."""

    @override
    def order_by_clause(self, select: Any, **kw: Any) -> str:
        if isinstance(select, Select) and any(map(_empties, select._order_by_clauses)):  # noqa: SLF001
            order = [_placed(one) for one in select._order_by_clauses]  # noqa: SLF001
            select = select.order_by(None).order_by(*order)
        rendered: str = super().order_by_clause(select, **kw)  # type: ignore[no-untyped-call]
        return rendered


def _empties(clause: ColumnElement[Any]) -> bool:
    """Whether a list may be sorted by nothing: only a column that may be empty needs a place."""
    inner = clause.element if isinstance(clause, UnaryExpression) else clause
    return bool(getattr(inner, "nullable", False))


def _placed(clause: ColumnElement[Any]) -> ColumnElement[Any]:
    if not _empties(clause):
        return clause
    falling = isinstance(clause, UnaryExpression) and clause.modifier is operators.desc_op
    return clause.nulls_last() if falling else clause.nulls_first()


class StationDialect(PGDialect_psycopg):
    """PostgreSQL through psycopg 3, sorting and storing text as the local store does."""

    supports_statement_cache = True
    statement_compiler = _Compiler
    type_compiler_cls = _Types

    @override
    def _get_server_version_info(self, connection: Connection) -> tuple[int, ...]:
        told = str(connection.exec_driver_sql("SELECT version()").scalar())
        known = _PROVEN.match(told)
        return tuple(int(part or 0) for part in known.groups()) if known else _AS_POSTGRES


registry.register(NAME.replace("+", "."), __name__, StationDialect.__name__)
