"""A station to work on: prepared once, copied per test; a clock that only moves when told."""

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from core.ids import Ids
from core.record import Base, Record
from core.records.grid import Grid
from core.records.mediation_case import MediationCase
from core.records.organisation import Organisation
from core.records.staff import Staff
from core.records.task import Task
from core.records.visit import Visit
from core.rights import Actor, Right
from core.services import founding
from core.station import Station, Tx, operation
from core.store import address, keys
from tests import postgres

pytest_plugins = ["tests.gui.fixtures"]

MORNING = datetime(2026, 3, 25, 0, 10, tzinfo=UTC)
PASSWORD = "shiqiao-2026"
QUICK = keys.Cost(1, 8, 1)
FACTS = founding.Facts(
    name="石桥镇综治中心", user="李海燕", short_name="石桥镇", county="临川县", post="综治专干"
)


@dataclass
class FixedClock:
    """Wednesday 2026-03-25, 08:10 in China, until a test moves it."""

    moment: datetime = MORNING

    def __call__(self) -> datetime:
        return self.moment

    def tick(self, **span: float) -> None:
        self.moment += timedelta(**span)

    def set(self, moment: datetime) -> None:
        self.moment = moment


@operation("登记", needs=Right.READ)
def keep(tx: Tx, record: Record) -> Record:
    tx.add(record)
    return record


@dataclass
class Make:
    """Records with whatever a test does not care about filled in."""

    station: Station
    numbers: dict[str, int] = field(default_factory=dict)

    def _next(self, what: str) -> int:
        self.numbers[what] = self.numbers.get(what, 0) + 1
        return self.numbers[what]

    def record(self, record: Record) -> Any:
        return self.station.perform(keep, record).value

    def organisation(self, **given: Any) -> Organisation:
        n = self._next("organisation")
        return self.record(Organisation(**{"name": f"第{n}村", "kind": "village"} | given))

    def grid(self, **given: Any) -> Grid:
        n = self._next("grid")
        return self.record(Grid(**{"name": f"第{n}网格", "code": f"999999101201{n:03d}"} | given))

    def staff(self, **given: Any) -> Staff:
        n = self._next("staff")
        common = {"name": f"王网格{n}", "state": "on", "joined": date(2025, 1, n % 28 + 1)}
        return self.record(Staff(**common | given))

    def task(self, **given: Any) -> Task:
        n = self._next("task")
        common = {"title": f"第{n}件事", "source": "meeting", "state": "open", "postponed": 0}
        return self.record(Task(**common | given))

    def visit(self, **given: Any) -> Visit:
        n = self._next("visit")
        common = {"title": f"第{n}件来访", "source": "visit", "came_on": date(2026, 3, 25)}
        return self.record(Visit(**common | given))

    def case(self, **given: Any) -> MediationCase:
        n = self._next("case")
        common = {"title": f"第{n}起相邻通行纠纷", "source": "02", "state": "Z10"}
        return self.record(MediationCase(**common | given))


def colleague(station: Station, name: str, role: str) -> Station:
    """The station as a new user of that name has it."""
    user = station.perform(founding.add_user, name, role).value
    return station.as_(Actor(user.id, user.name, user.role))


@pytest.fixture(scope="session", autouse=True)
def cache(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Passing files lie in a folder of the session's own, never in the developer's."""
    with pytest.MonkeyPatch.context() as patch:
        folder = tmp_path_factory.mktemp("cache")
        patch.setenv("XDG_CACHE_HOME", str(folder))
        yield folder


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock()


@pytest.fixture(scope="session")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("prepared") / "station"
    station, _ = founding.create(folder, FACTS, PASSWORD, FixedClock(), QUICK)
    station.close()
    return folder


@pytest.fixture(scope="session")
def server() -> Iterator[postgres.Server]:
    """A PostgreSQL of this test session's own."""
    yield from postgres.running()


@pytest.fixture(scope="session")
def prepared_on_server(server: postgres.Server, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A station whose data lie in a database on the server; tests get copies of both."""
    folder = tmp_path_factory.mktemp("prepared") / "on-server"
    away = address.Address(server.database(), server.password)
    facts = replace(FACTS, server=away)
    station, _ = founding.create(folder, facts, PASSWORD, FixedClock(), QUICK)
    station.close()
    return folder


@pytest.fixture
def copy_on_server(
    server: postgres.Server, prepared_on_server: Path
) -> Iterator[Callable[[Path], Path]]:
    """Make a folder a station on the server, with a database of its own."""
    made = []

    def copy(folder: Path) -> Path:
        shutil.copytree(prepared_on_server, folder)
        key = keys.unlock(folder, FACTS.user, PASSWORD)
        made.append(server.database(address.place(folder).rpartition("/")[2]))
        address.write(folder, key, address.Address(made[-1], server.password))
        return folder

    yield copy
    for one in made:
        server.drop(one)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown() -> Iterator[None]:
    """Statements made for the database of one test serve no other."""
    yield
    for mapper in Base.registry.mappers:
        mapper._compiled_cache.clear()


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """What is marked `both_stores` runs on the local file and on a server."""
    marked = metafunc.definition.get_closest_marker("both_stores")
    if marked is not None and "store" in metafunc.fixturenames:
        metafunc.parametrize("store", ("local", "server"))


@pytest.fixture
def store() -> str:
    """Where the data of `station` lie."""
    return "local"


@pytest.fixture
def station(
    store: str, tmp_path: Path, clock: FixedClock, request: pytest.FixtureRequest
) -> Iterator[Station]:
    folder = tmp_path / "station"
    if store == "server":
        request.getfixturevalue("copy_on_server")(folder)
    else:
        shutil.copytree(request.getfixturevalue("prepared"), folder)
    opened = founding.open_station(folder, FACTS.user, PASSWORD, clock)
    yield opened
    opened.close()


@pytest.fixture
def make(station: Station) -> Make:
    return Make(station)


@pytest.fixture
def somebody(station: Station) -> Any:
    """The same station, acted on by somebody of another role."""

    def acting(role: str, name: str = "赵调解") -> Station:
        return station.as_(Actor(Ids(station.clock).new(), name, role))

    return acting
