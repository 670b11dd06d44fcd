"""The agenda of a large station: 1 000 grids, 2 000 staff, five years of cases, tasks, meetings."""

from collections.abc import Iterator
from datetime import date, timedelta
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.record import Record
from core.records.grid import Grid
from core.records.mediation_case import MediationCase
from core.records.meeting import AgendaItem, Meeting
from core.records.staff import Staff
from core.records.task import Task
from core.services import agenda, caseload, founding, pending
from core.station import Station
from tests.bench.measure import Ratio, compared
from tests.bench.scene import MATTERS, Bench, name
from tests.conftest import FACTS, PASSWORD, QUICK, FixedClock

DAY = date(2026, 3, 25)
WHOLE = 100_000
GRIDS, STAFF, DAYS = 1000, 2000, 5 * 365
CASES_A_DAY, TASKS_A_DAY = 5, 10
OPEN_DAYS = 6


def compiled(bench: Bench) -> Ratio:
    """The agenda of the morning meeting, against the open records read and nothing told of them."""
    station = _town(bench)

    def floor() -> None:
        station.ask(_read)

    def ours() -> None:
        sections = station.ask(agenda.compile_agenda, DAY)
        assert agenda.count(sections, "task") == OPEN_DAYS * TASKS_A_DAY

    try:
        return compared("编制晨会议程（毫秒）", ours, floor)
    finally:
        station.close()


def _read(session: Session) -> None:
    """What is open, and who has it in hand."""
    tasks = session.scalars(pending.unclosed(DAY)).all()
    query = select(MediationCase).where(*caseload.COUNTS, caseload.open_on(DAY))
    owners = {one.mediator for one in session.scalars(query)} | {one.owner for one in tasks}
    session.scalars(select(Staff).where(Staff.id.in_(owners))).all()


def _town(bench: Bench) -> Station:
    """The station, made once; a tenth of it where the other benches are small too."""
    place = bench.folder / "town"
    if place.exists():
        return founding.open_station(place, FACTS.user, PASSWORD, FixedClock())
    station, _ = founding.create(place, FACTS, PASSWORD, FixedClock(), QUICK)
    share = 1 if bench.rows >= WHOLE else 10
    with Session(station.engine.execution_options(writing=True)) as session:
        for one in _records(station, share):
            one.id, one.version = one.id or station.ids.new(), 1
            session.add(one)
        session.commit()
    return station


def _records(station: Station, share: int) -> Iterator[Record]:
    grids = [station.ids.new() for _ in range(GRIDS // share)]
    people = [station.ids.new() for _ in range(STAFF // share)]
    for n, one in enumerate(grids):
        yield Grid(id=one, name=f"第{n}网格", kind="02", level="base")
    for n, one in enumerate(people):
        joined = date(2019, n % 12 + 1, n % 28 + 1)
        yield Staff(id=one, name=name(n), grid=grids[n % len(grids)], joined=joined, state="on")
    for back in range(1, DAYS // share + 1):
        yield from _day(station, DAY - timedelta(back), back, people)


def _day(station: Station, day: date, back: int, people: list[UUID]) -> Iterator[Record]:
    """What one day left behind; only the last days have anything open."""
    meeting, open_ = station.ids.new(), back <= OPEN_DAYS
    yield Meeting(id=meeting, title="晨会", kind="daily", held_on=day, state="final")
    for n in range(CASES_A_DAY):
        closed = None if open_ else day + timedelta(5)
        dated = {"accepted_on": day, "due": day + timedelta(30), "closed_on": closed}
        state = "Z30" if open_ else "Z90"
        mediator = people[(back + n) % len(people)]
        yield MediationCase(title=MATTERS[n], dispute="02", state=state, mediator=mediator, **dated)
    for n in range(TASKS_A_DAY):
        given = {"given_on": day, "due": day + timedelta(7), "meeting": meeting}
        state = "open" if open_ else "closed"
        owner = people[(back * n) % len(people)]
        task = Task(id=station.ids.new(), title=f"走访第{n}组", state=state, owner=owner, **given)
        task.source = "meeting"
        yield task
        line = AgendaItem(meeting=meeting, position=n, section="未销号交办", text=task.title)
        line.source_table, line.source_id = "task", task.id
        yield line
