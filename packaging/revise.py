"""Writes the next migration from what the records declare: `python packaging/revise.py WORDS`."""

import re
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from alembic.autogenerate import produce_migrations, render_python_code  # noqa: E402
from alembic.migration import MigrationContext  # noqa: E402

import core.records  # noqa: E402
from core import draft  # noqa: E402
from core.journal import tables  # noqa: E402
from core.record import Base  # noqa: E402
from core.store import migrate, proved, search  # noqa: E402
from core.store.engine import open_engine  # noqa: E402

VERSIONS = ROOT / "core" / "store" / "migrations" / "versions"
DECLARED = (core.records, draft, tables, proved, search)

HEAD = '''"""{message}"""

import sqlalchemy as sa
from alembic import op

import core.record

revision = "{revision}"
down_revision = {parent!r}
branch_labels = None
depends_on = None


def upgrade() -> None:
'''


def revise(message: str) -> Path:
    """Compare a freshly migrated database with the declarations and write the difference."""
    with tempfile.TemporaryDirectory() as folder:
        engine = open_engine(Path(folder) / "empty.db", bytes(32))
        migrate.upgrade(engine)
        with engine.connect() as connection:
            context = MigrationContext.configure(
                connection,
                opts={"include_object": migrate.ours, "compare_type": True},
            )
            script = produce_migrations(context, Base.metadata)
            parent = context.get_current_revision()
        engine.dispose()
    rendered = render_python_code(script.upgrade_ops, migration_context=context)
    body = "\n".join(line for line in rendered.splitlines() if not line.strip().startswith("#"))
    number = f"{int(parent or 0) + 1:04d}"
    slug = re.sub(r"\W+", "_", message.lower()).strip("_")
    path = VERSIONS / f"{number}_{slug}.py"
    head = HEAD.format(message=message, revision=number, parent=parent)
    path.write_text(head + f"    {body.strip()}\n", encoding="utf-8")
    return path


if __name__ == "__main__":
    print(revise(" ".join(sys.argv[1:])))
