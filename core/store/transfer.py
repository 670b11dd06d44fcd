"""Carrying everything a station keeps from one database to another, and proving that it arrived."""

from collections.abc import Iterator

from sqlalchemy import Connection, Table, func, insert, select

from core.progress import Progress
from core.record import Base
from core.store import search

_BATCH = 1000


def tables() -> Iterator[Table]:
    """Every table that is carried; the search index is made anew from the records."""
    return (one for one in Base.metadata.tables.values() if one is not search.row)


def counts(connection: Connection) -> dict[str, int]:
    """How many rows each table holds."""
    return {
        one.name: connection.execute(select(func.count()).select_from(one)).scalar_one()
        for one in tables()
    }


def copy(source: Connection, target: Connection, progress: Progress) -> None:
    """Write every row of `source` into the empty tables of `target`."""
    done, total = 0, sum(counts(source).values())
    for table in tables():
        keys = table.columns.keys()
        with source.execute(select(table).execution_options(yield_per=_BATCH)) as rows:
            for batch in rows.partitions(_BATCH):
                target.execute(insert(table), [dict(zip(keys, one, strict=True)) for one in batch])
                done += len(batch)
                progress("复制数据", done, total)
