"""A database brought up by the revisions is the one the records declare."""

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from core import draft, records
from core.errors import Invalid
from core.journal import tables
from core.record import Base
from core.store import migrate, proved, search
from core.store.engine import faults, open_engine
from core.store.server import open_server

DECLARED = (draft, records, tables, proved, search)


@pytest.fixture
def engine(tmp_path):
    made = open_engine(tmp_path / "fresh.db", bytes(32))
    yield made
    made.dispose()


@pytest.fixture
def on_server(server):
    place = server.database()
    made = open_server(place, server.password)
    yield made
    made.dispose()
    server.drop(place)


@pytest.mark.parametrize("kept", ["engine", "on_server"])
def test_the_migrated_schema_equals_the_declarations(request, kept):
    engine = request.getfixturevalue(kept)
    migrate.upgrade(engine)
    with engine.connect() as connection:
        context = MigrationContext.configure(
            connection, opts={"include_object": migrate.ours, "compare_type": True}
        )
        assert compare_metadata(context, Base.metadata) == []
        assert faults(connection) == []


def test_the_head_the_program_names_is_the_last_revision():
    assert migrate.revisions().get_current_head() == migrate.HEAD


def test_a_second_upgrade_does_nothing(engine):
    migrate.upgrade(engine)
    migrate.upgrade(engine)
    with engine.connect() as connection:
        assert migrate.revision(connection) == migrate.revisions().get_current_head()


def test_a_newer_database_is_left_alone(engine):
    migrate.upgrade(engine)
    with engine.begin() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    migrate.upgrade(engine)
    assert migrate.stand(engine) is migrate.Stand.AHEAD
    with engine.connect() as connection:
        assert migrate.revision(connection) == "9999"


def test_a_failed_step_leaves_nothing_behind(engine, monkeypatch):
    from alembic import op

    def broken(*_args, **_how):
        raise RuntimeError("power cut")

    monkeypatch.setattr(op, "execute", broken)
    with pytest.raises(RuntimeError):
        migrate.upgrade(engine)
    with engine.connect() as connection:
        assert migrate.revision(connection) is None
        names = connection.exec_driver_sql("SELECT name FROM sqlite_master").fetchall()
        assert names == []


def test_another_key_is_refused_before_anything_is_read(engine, tmp_path):
    migrate.upgrade(engine)
    stranger = open_engine(tmp_path / "fresh.db", b"1" * 32)
    with pytest.raises(Invalid, match="密钥与文件不符"):
        stranger.connect()


def test_the_file_on_disk_says_nothing(engine, tmp_path):
    migrate.upgrade(engine)
    raw = b"".join(path.read_bytes() for path in tmp_path.iterdir())
    assert b"SQLite format" not in raw
    assert b"mediation_case" not in raw
