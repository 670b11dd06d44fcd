"""Papers of a day say who was responsible for its grid on that day, whoever is today."""

from datetime import date

import pytest

from core.records.leave import Leave
from core.records.visit import Visit
from core.services import answerable, grid_acts, posts, visits
from core.services.grid_sheet import Terms
from core.services.posts import Term
from core.services.records import Filter
from core.services.visits import HandOut
from reports import documents
from reports.documents import ledger_list
from reports.form import Issue
from reports.page import Table
from tests.reading import said

TODAY = date(2026, 3, 25)
ISSUE = Issue(TODAY, "李海燕")


def day(n):
    return date(2026, 3, n)


@pytest.fixture
def grid(station, make):
    """王五 had it until the 15th, 李四 since; 赵六 stood in for 王五 on the 5th."""
    grid = make.grid(name="东风网格", opened=None).id
    wang, li, zhao = (make.staff(name=name).id for name in ("王五", "李四", "赵六"))
    station.perform(posts.give, Term(wang, grid, "04", day(1)))
    station.confirmed("relieve").perform(posts.give, Term(li, grid, "04", day(15)))
    make.record(
        Leave(staff=wang, kind="01", since=day(5), until=day(5), substitute=zhao, state="granted")
    )
    return grid


def visit_of(station, grid, on, **more):
    values = {"title": f"{on.day}日路灯不亮", "source": "visit", "grid": grid, "came_on": on}
    return station.perform(visits.register, values | more).value


def table_of(document):
    return next(one for one in document.blocks if isinstance(one, Table))


def test_each_record_is_answered_for_on_its_own_day(station, make, grid):
    made = [visit_of(station, grid, day(n)) for n in (2, 5, 15, 25)]
    nowhere = visit_of(station, None, day(2))
    found = station.ask(answerable.of_records, "visit", [*made, nowhere])
    assert [found[one].told for one in made] == [
        "东风网格 王五",
        "东风网格 赵六（代王五）",
        "东风网格 李四",
        "东风网格 李四",
    ]
    assert nowhere not in found


def test_a_record_carried_to_another_grid_keeps_who_was_responsible_then(station, make, grid):
    visit = visit_of(station, grid, day(2))
    other = make.grid(name="红旗网格", opened=None).id
    station.perform(grid_acts.merge, [grid, other], other, Terms(day(20), "撤并"))
    station.perform(grid_acts.rename, other, "新红旗网格", Terms(day(21), "更名"))
    later = visit_of(station, other, day(20))
    found = station.ask(answerable.of_records, "visit", [visit, later])
    assert found[visit].told == "东风网格 王五"
    assert found[later].told == "红旗网格 李四", "as it was called that day"


def test_the_printed_register_of_visits_has_a_column_for_it(station, grid):
    for n in (2, 5):
        visit_of(station, grid, day(n))
    document = station.ask(ledger_list.document, "visit", Filter(), ISSUE)
    table = table_of(document)
    at = [one.title for one in table.columns].index("网格责任人")
    assert {row[at] for row in table.rows} == {"东风网格 王五", "东风网格 赵六（代王五）"}


def test_a_list_of_records_without_grids_has_no_such_column(station):
    visit_of(station, None, day(2))
    document = station.ask(ledger_list.document, "visit", Filter(), ISSUE)
    assert "网格责任人" not in [one.title for one in table_of(document).columns]


@pytest.mark.parametrize("name", ["visit_sheet", "task_order"])
def test_single_sheets_tell_it(station, make, grid, name):
    visit = visit_of(station, grid, day(5), name="李女士", phone="13800138000")
    station.perform(visits.hand_out, visit, HandOut(make.staff(name="钱七").id, "", TODAY))
    task = station.ask(lambda s: s.get(Visit, visit).task)
    form = documents.form(name)
    document = form.document
    made = station.ask(document, visit if name == "visit_sheet" else task, ISSUE)
    assert "赵六（代王五）" in said(made)


def test_the_sheet_of_a_visit_fits_one_page(station, grid, tmp_path):
    told = "村东头路口的路灯坏了三盏，夜里老人孩子走路不便，请尽快维修。" * 4
    visit = visit_of(station, grid, day(5), summary=told, reply=told, closed_on=day(8))
    path = tmp_path / "登记表.pdf"
    assert station.ask(documents.draw, "visit_sheet", visit, path, ISSUE) == 1
