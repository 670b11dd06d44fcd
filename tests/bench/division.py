"""A station of a thousand grids and two thousand staff: what its page reads, and one merge."""

from datetime import date

from sqlalchemy import text

from core.ids import Ids
from core.records.grid import Grid
from core.records.staff import Post, Staff
from core.rights import Right
from core.services import grid_checks, grid_work, grids
from core.station import Tx, operation
from tests.bench.measure import Ratio, compared
from tests.bench.scene import Bench, name

GRIDS, STAFF, VILLAGES = 1000, 2000, 40
TOWN = "大镇（测量用）"
JOINED = date(2025, 1, 1)


@operation("登记大镇", needs=Right.KEEP)
def _settle(tx: Tx) -> None:
    """Forty villages, a thousand grids in them, two people on each."""
    ids = Ids(lambda: tx.now)
    town = Grid(id=ids.new(), name=TOWN, level="town", code="888888101")
    villages = [
        Grid(
            id=ids.new(), name=f"第{n}村", level="village", code=f"888888101{n:03d}", parent=town.id
        )
        for n in range(VILLAGES)
    ]
    cells = [
        Grid(
            id=ids.new(),
            name=f"第{n}网格",
            level="base",
            code=f"888888101{n % VILLAGES:03d}{n // VILLAGES + 1:03d}",
            parent=villages[n % VILLAGES].id,
            households=400,
        )
        for n in range(GRIDS)
    ]
    people = [
        Staff(id=ids.new(), name=name(n), grid=cells[n % GRIDS].id, post="05", joined=JOINED)
        for n in range(STAFF)
    ]
    for one in (town, *villages, *cells, *people):
        tx.add(one)
    for one in people:
        tx.add(Post(staff=one.id, grid=one.grid, kind="05", since=JOINED, main=True))


def page(bench: Bench) -> Ratio:
    """Everything the page of grids reads, self-checks too, against the bare names and codes."""
    _once(bench)
    station, day = bench.station, bench.station.today()

    def ours() -> None:
        shown = station.ask(grids.survey, day)
        station.ask(grid_checks.findings, day)
        station.ask(grid_work.open_on, [shown.places[-1].id], day)

    def floor() -> None:
        with station.engine.connect() as connection:
            connection.exec_driver_sql("SELECT id, name, code, parent FROM grid").fetchall()
            connection.exec_driver_sql("SELECT id, staff, grid, kind FROM post").fetchall()

    return compared(f"{GRIDS} 个网格 {STAFF} 人的网格页（毫秒）", ours, floor)


def _once(bench: Bench) -> None:
    with bench.station.engine.connect() as connection:
        query = text("SELECT count(*) FROM grid WHERE name = :name")
        there = connection.execute(query, {"name": TOWN}).scalar()
    if not there:
        bench.station.perform(_settle)
