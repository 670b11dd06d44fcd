"""Brings a database to the program's schema, in one transaction, by the revisions here."""

from pathlib import Path
from typing import Any

from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.operations import Operations
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine

from core.errors import Invalid
from core.store import search

_FOLDER = Path(__file__).parent / "migrations"


def revisions() -> ScriptDirectory:
    """The revisions this program knows."""
    config = Config()
    config.set_main_option("script_location", str(_FOLDER))
    config.set_main_option("path_separator", "os")
    return ScriptDirectory.from_config(config)


def revision(connection: Connection) -> str | None:
    """The revision a database stands at; none for an empty one."""
    return MigrationContext.configure(connection).get_current_revision()


def ours(_thing: Any, name: str | None, kind: str, _found: bool, _other: Any) -> bool:
    """Whether a table is declared by us; the gram index keeps tables of its own beside it."""
    return kind != "table" or not (name or "").startswith(search.GRAMS)


def upgrade(engine: Engine) -> None:
    """Run every missing revision; a failure leaves the database as it was."""
    script = revisions()
    with engine.execution_options(writing=True).begin() as connection:
        here = revision(connection)
        known = {one.revision for one in script.walk_revisions()}
        if here is not None and here not in known:
            raise Invalid("这个站点的数据是更新版本的程序建立的,请先升级本机程序再打开。")

        def steps(current: Any, _context: MigrationContext) -> Any:
            return script._upgrade_revs("head", current)  # noqa: SLF001 alembic offers no other way in-process

        context = MigrationContext.configure(connection, opts={"fn": steps})
        with Operations.context(context):
            context.run_migrations()
