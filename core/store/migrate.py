"""Brings a database to the program's schema, in one transaction, by the revisions here.

alembic takes as long to load as all else here; only a database that is behind needs it.
"""

from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, Engine, inspect, text

from core.store import grams

if TYPE_CHECKING:
    from alembic.script import ScriptDirectory

HEAD = "0005"

_FOLDER = Path(__file__).parent / "migrations"


def revisions() -> "ScriptDirectory":
    """The revisions this program knows."""
    from alembic.config import Config
    from alembic.script import ScriptDirectory

    config = Config()
    config.set_main_option("script_location", str(_FOLDER))
    config.set_main_option("path_separator", "os")
    return ScriptDirectory.from_config(config)


def revision(connection: Connection) -> str | None:
    """The revision a database stands at; none for an empty one."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    found = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
    return None if found is None else str(found)


def ours(_thing: Any, name: str | None, kind: str, _found: bool, _other: Any) -> bool:
    """Whether a table is declared by us; the gram index keeps tables of its own beside it."""
    return kind != "table" or not (name or "").startswith(grams.TABLE)


def known(here: str) -> bool:
    """Whether this program knows a revision; a later program's it does not."""
    return here == HEAD or here in {one.revision for one in revisions().walk_revisions()}


class Stand(Enum):
    """How a database stands to this program's schema."""

    EMPTY = "empty"
    BEHIND = "behind"
    HERE = "here"
    AHEAD = "ahead"


def stand(engine: Engine) -> Stand:
    """Whether a database is as this program knows it, older, or newer."""
    with engine.connect() as connection:
        here = revision(connection)
    if here is None or here == HEAD:
        return Stand.EMPTY if here is None else Stand.HERE
    return Stand.BEHIND if known(here) else Stand.AHEAD


def upgrade(engine: Engine) -> None:
    """Run every missing revision; a failure leaves the database as it was, a newer one stays."""
    here = stand(engine)
    if here in {Stand.EMPTY, Stand.BEHIND}:
        how = {"writing": True, "founding": here is Stand.EMPTY}
        with engine.execution_options(**how).begin() as connection:
            bring_up(connection)


def bring_up(connection: Connection) -> None:
    """Run every missing revision in the transaction that is under way."""
    from alembic.migration import MigrationContext
    from alembic.operations import Operations

    script = revisions()

    def steps(current: Any, _context: MigrationContext) -> Any:
        return script._upgrade_revs("head", current)  # noqa: SLF001 no other way in-process

    context = MigrationContext.configure(connection, opts={"fn": steps})
    with Operations.context(context):
        context.run_migrations()
