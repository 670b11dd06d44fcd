"""What keeping costs: one record, a whole batch, and the cipher under both."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, create_engine, event
from sqlalchemy.orm import Session
from sqlalchemy.pool import QueuePool

from core.records import ledger
from core.records.staff import Staff
from core.services import founding, importing, records
from core.services.verdict import PlannedRow
from core.station import Station
from core.store import migrate
from core.store.engine import open_engine, teach
from tests.bench.measure import Ratio, compared, milliseconds
from tests.bench.scene import Bench, person
from tests.conftest import FACTS

STAFF = ledger("staff")
_TIMES = 60
_STEP = 1000
_SAVES = 200


def save(bench: Bench) -> Ratio:
    """One record kept with journal and index, against the same record by a plain ORM commit."""
    writing = bench.station.engine.execution_options(writing=True)

    def ours() -> None:
        bench.station.perform(records.save, "staff", person(0))

    def floor() -> None:
        with Session(writing, expire_on_commit=False) as session:
            session.add(Staff(id=bench.station.ids.new(), version=1, **person(0)))
            session.commit()

    return compared("保存一条（毫秒）", ours, floor, _TIMES)


def bulk(bench: Bench) -> Ratio:
    """A planned import kept as one entry, against `add_all` of the same people."""
    rows = [PlannedRow(n, person(n), (), "new") for n in range(bench.rows)]

    def ours() -> None:
        bench.station.perform(importing.commit, "staff", rows)

    def floor() -> None:
        with Session(bench.station.engine.execution_options(writing=True)) as session:
            for start in range(0, bench.rows, _STEP):
                new = bench.station.ids.new
                session.add_all(
                    Staff(id=new(), version=1, **row.values) for row in rows[start : start + _STEP]
                )
                session.flush()
            session.commit()

    return compared(f"{bench.rows} 行作为一批导入（毫秒）", ours, floor, 1)


def cipher(bench: Bench) -> Ratio:
    """A batch, single saves and a list on the encrypted database, against the same unencrypted."""
    encrypted = open_engine(bench.folder / "cipher.db", bytes(32))
    plain = _unencrypted(bench.folder / "plain.db")
    ours, floor = (_work(_founded(bench.station, one), bench.rows) for one in (encrypted, plain))
    ratio = Ratio(milliseconds(ours, 1), milliseconds(floor, 1), "加密与不加密（毫秒）")
    encrypted.dispose()
    plain.dispose()
    return ratio


def _work(station: Station, rows: int) -> Callable[[], None]:
    planned = [PlannedRow(n, person(n), (), "new") for n in range(rows)]

    def work() -> None:
        station.perform(importing.commit, "staff", planned)
        for n in range(_SAVES):
            station.perform(records.save, "staff", person(n))
        ids = station.ask(records.ids, STAFF, records.Filter())
        for start in range(0, len(ids), _STEP):
            station.ask(records.rows, STAFF, ids[start : start + _STEP])

    return work


def _founded(like: Station, engine: Engine) -> Station:
    migrate.upgrade(engine)
    station = replace(like, engine=engine)
    station.perform(founding.found, FACTS)
    return station


def _unencrypted(path: Path) -> Engine:
    """The same driver and settings without a key: plain SQLite."""
    from sqlcipher3 import dbapi2

    def connect() -> Any:
        handle = dbapi2.connect(str(path), check_same_thread=False, isolation_level=None)
        for pragma in ("journal_mode = WAL", "synchronous = FULL", "foreign_keys = ON"):
            handle.execute(f"PRAGMA {pragma}")
        handle.execute("PRAGMA cache_size = -65536")
        teach(handle)
        return handle

    engine = create_engine("sqlite://", module=dbapi2, creator=connect, poolclass=QueuePool)
    event.listen(engine, "begin", _begin)
    return engine


def _begin(connection: Any) -> None:
    writing = connection.get_execution_options().get("writing")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN DEFERRED")
