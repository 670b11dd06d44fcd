"""A thousand grids cost as many queries as a few: nothing is asked grid by grid."""

from datetime import date

import pytest
from sqlalchemy import event

from core.services import grid_acts, grid_checks, grid_codes, grid_tree, grid_work, grids, records
from core.services.grid_sheet import Terms

TODAY = date(2026, 3, 25)


@pytest.fixture
def asked(station):
    """How many statements an act or a question sends to the store."""
    sent = []
    listen = (station.engine, "before_cursor_execute", lambda *args: sent.append(args[2]))
    event.listen(*listen)

    def count(act):
        sent.clear()
        act()
        return len(sent)

    yield count
    event.remove(*listen)


def settle(station, make, village, count):
    for n in range(count):
        grid = make.grid(parent=village, level="base").id
        make.case(grid=grid, state="Z20", accepted_on=TODAY)
        who = {"name": f"王{n}", "grid": grid, "post": "05"}
        station.perform(records.save, "staff", who)


@pytest.mark.parametrize(
    "question", [grids.survey, grid_checks.findings, grid_codes.anew, grid_tree.in_use]
)
def test_what_the_page_asks_does_not_grow_with_the_grids(station, make, asked, question):
    village = make.grid(name="东风村", code="999999101201", level="village").id
    settle(station, make, village, 2)
    few = asked(lambda: station.ask(question, TODAY))
    settle(station, make, village, 10)
    assert asked(lambda: station.ask(question, TODAY)) == few


def test_what_is_open_on_many_grids_is_asked_at_once(station, make, asked):
    village = make.grid(name="东风村", code="999999101201", level="village").id
    settle(station, make, village, 8)
    found = [one.id for one in station.ask(grid_tree.in_use, TODAY) if one.parent == village]
    few = asked(lambda: station.ask(grid_work.open_on, found[:1], TODAY))
    assert asked(lambda: station.ask(grid_work.open_on, found, TODAY)) == few


def test_a_merge_reads_its_work_in_one_go(station, make, asked):
    """The same number of reading statements for four cases as for forty."""
    village = make.grid(name="东风村", code="999999101201", level="village").id
    grids_of = [make.grid(parent=village).id for _ in range(4)]

    def merged(source, target, cases):
        for _ in range(cases):
            make.case(grid=source, state="Z20")
        reading = []
        listen = (station.engine, "before_cursor_execute", lambda *args: reading.append(args[2]))
        event.listen(*listen)
        station.perform(grid_acts.merge, [source, target], target, Terms(TODAY, "撤并"))
        event.remove(*listen)
        return len([one for one in reading if one.startswith("SELECT")])

    assert merged(*grids_of[:2], 4) == merged(*grids_of[2:], 40)
