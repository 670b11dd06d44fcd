"""Brings a database to the program's schema, in one transaction, by the revisions here.

alembic takes as long to load as all else here; only a database that is behind needs it.
"""

from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, Engine, inspect, text

from core.errors import Invalid
from core.store import grams

if TYPE_CHECKING:
    from alembic.script import ScriptDirectory

HEAD = "0002"

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


def behind(engine: Engine) -> bool:
    """Whether a database has tables, and this program a later form of them."""
    with engine.connect() as connection:
        here = revision(connection)
    return here not in (None, HEAD) and known(here)


def upgrade(engine: Engine) -> None:
    """Run every missing revision; a failure leaves the database as it was."""
    with engine.connect() as connection:
        here = revision(connection)
    if here == HEAD:
        return
    if here is not None and not known(here):
        raise Invalid("这个站点的数据是更新版本的程序建立的，请先升级本机程序再打开。")
    with engine.execution_options(writing=True, founding=here is None).begin() as connection:
        _run(connection, revisions())


def _run(connection: Connection, script: "ScriptDirectory") -> None:
    from alembic.migration import MigrationContext
    from alembic.operations import Operations

    def steps(current: Any, _context: MigrationContext) -> Any:
        return script._upgrade_revs("head", current)  # noqa: SLF001 no other way in-process

    context = MigrationContext.configure(connection, opts={"fn": steps})
    with Operations.context(context):
        context.run_migrations()
