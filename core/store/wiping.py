"""After a purge: nothing of what was deleted stays in free pages, the index or the log."""

from sqlalchemy import Engine

from core.store import grams


def settle(engine: Engine) -> None:
    """Write the database anew without its leavings; no transaction may be open on this thread."""
    if engine.dialect.name == "sqlite":
        _rewrite(engine)
    else:
        _vacuum(engine)


def _rewrite(engine: Engine) -> None:
    """The index is merged, so that struck-out grams go; then the file, then the log."""
    raw = engine.raw_connection()
    try:
        cursor = raw.cursor()
        cursor.execute(f"INSERT INTO {grams.TABLE}({grams.TABLE}) VALUES ('optimize')")  # noqa: S608 a constant
        cursor.execute("VACUUM")
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
    finally:
        raw.close()


def _vacuum(engine: Engine) -> None:
    """A server keeps struck-out rows until it is told to tidy up."""
    with engine.connect().execution_options(
        isolation_level="AUTOCOMMIT", writing=True, founding=True
    ) as connection:
        connection.exec_driver_sql("VACUUM")
