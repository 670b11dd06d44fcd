"""A closed grid takes nothing new: who names it hears when it was closed and what took it over."""

from datetime import date

import pytest

from core.errors import Invalid, NeedsYes
from core.intake.sheet import Sheet
from core.records import ledger
from core.records.grid import Grid
from core.services import eligible, grid_acts, grid_validity, importing, mediation, records, visits
from core.services.grid_acts import Opening
from core.services.grid_sheet import Terms
from core.services.importing import Terms as Reading
from core.services.mediation import CaseDraft

TODAY = date(2026, 3, 25)
CLOSED = date(2026, 3, 10)
TERMS = Terms(CLOSED, "撤并")
SAID = "“东风网格”2026-03-10已停用，由“红旗网格”接管，请改选。"


@pytest.fixture
def grids(station, make):
    """东风网格 was merged into 红旗网格."""
    found = [make.grid(name=name, opened=None).id for name in ("东风网格", "红旗网格")]
    station.perform(grid_acts.merge, found, found[1], TERMS)
    return found


def visit(grid, **more):
    return {"title": "路灯不亮", "source": "visit", "grid": grid} | more


def offered(station, day):
    return [name for _, name in station.ask(eligible.on, "grid", day).fitting]


def test_only_the_grids_of_that_day_are_offered_and_the_others_understood(station, grids):
    assert offered(station, CLOSED) == ["红旗网格"]
    assert offered(station, date(2026, 3, 9)) == ["东风网格", "红旗网格"]
    assert [name for _, name in station.ask(eligible.on, "grid", TODAY).others] == ["东风网格"]


def test_a_new_visit_on_a_closed_grid_hears_what_took_it_over(station, grids):
    with pytest.raises(Invalid) as refused:
        station.perform(visits.register, visit(grids[0]))
    assert [(one.field, one.text) for one in refused.value.problems] == [("grid", SAID)]


def test_a_visit_of_the_days_before_keeps_to_the_grid_it_had(station, grids):
    over = visit(grids[0], came_on=date(2026, 3, 5), closed_on=date(2026, 3, 8), reply="已修好")
    assert station.perform(visits.register, over).value
    late = visit(grids[0], came_on=date(2026, 3, 5))
    with pytest.raises(NeedsYes, match="还没有办完，仍登记在“东风网格”？"):
        station.perform(visits.register, late)
    assert station.confirmed(f"closed_grid:{grids[0]}").perform(visits.register, late).value


def test_what_names_a_grid_that_closes_later_is_changed_without_a_question(station, make):
    grid = make.grid(name="东风网格", opened=None).id
    done = {"came_on": date(2026, 3, 5), "closed_on": date(2026, 3, 8), "reply": "已修好"}
    kept = station.perform(visits.register, visit(grid, **done)).value
    station.perform(grid_acts.close, grid, TERMS)
    station.perform(visits.amend, {"title": "路灯不亮已修"}, kept)
    row = station.ask(records.rows, ledger("visit"), [kept])[0]
    assert (row.texts["grid"], row.texts["title"]) == ("东风网格", "路灯不亮已修")


@pytest.mark.parametrize("days", [{}, {"accepted_on": date(2026, 3, 12)}])
def test_a_new_case_on_a_closed_grid_is_refused(station, grids, days):
    values = {"title": "张三与李四相邻纠纷", "source": "02", "grid": grids[0]} | days
    with pytest.raises(Invalid, match=SAID):
        station.perform(mediation.register, CaseDraft(values))


def test_people_and_lower_grids_go_to_no_closed_grid(station, make, grids):
    wang = make.staff(name="王五").id
    for name, values, record in (
        ("staff", {"grid": grids[0]}, wang),
        ("grid", {"name": "微网格", "parent": grids[0]}, None),
        ("secondment", {"staff": wang, "home": "公安", "since": TODAY, "grid": grids[0]}, None),
    ):
        with pytest.raises(Invalid, match="由“红旗网格”接管"):
            station.perform(records.save, name, values, record)


def test_who_left_before_the_grid_closed_may_be_entered_late(station, grids):
    gone = {"name": "赵六", "grid": grids[0], "left": CLOSED, "state": "left"}
    assert station.perform(records.save, "staff", gone).value
    with pytest.raises(Invalid, match=SAID):
        station.perform(records.save, "staff", gone | {"left": date(2026, 3, 20)})


def test_the_way_goes_on_to_the_grids_in_use_today(station, make, grids):
    first, second = station.ids.new(), station.ids.new()
    openings = [Opening(first, "红旗东网格"), Opening(second, "红旗西网格")]
    station.perform(grid_acts.split, grids[1], openings, Terms(TODAY, "拆分"))
    one = station.ask(lambda session: session.get(Grid, grids[0]))
    told = station.ask(grid_validity.told, one)
    assert told == "“东风网格”2026-03-10已停用，由“红旗东网格”、“红旗西网格”接管，请改选。"


def test_of_a_closed_grid_whose_work_went_elsewhere_that_grid_is_told(station, make):
    gone, other, third = (make.grid(name=name).id for name in ("南山网格", "北山网格", "西山网格"))
    staff = make.staff(grid=gone, post="05").id
    make.visit(grid=gone)
    work = station.ask(grid_acts.grid_work.open_on, [gone], TODAY)
    fates = {one.id: other if one.kind == "来访来电" else third for one in work}
    station.perform(grid_acts.close, gone, Terms(TODAY, "撤并"), fates)
    assert staff
    closed = station.ask(lambda session: session.get(Grid, gone))
    assert "由“北山网格”接管" in station.ask(grid_validity.told, closed)


def test_a_grid_closed_by_hand_names_nobody(station, make):
    grid = make.grid(name="南山网格", closed=CLOSED)
    assert station.ask(grid_validity.told, grid) == "“南山网格”2026-03-10已停用，请另选网格。"


def planned(station, *rows):
    head = ("反映事项", "日期", "网格", "办结日期", "办理情况")
    sheet = Sheet("来访", (head, *rows))
    found = station.ask(importing.plan, "visit", sheet, Reading(TODAY))
    return [(row.verdict, [one.text for one in row.problems]) for row in found.rows]


def test_a_row_of_a_workbook_on_a_closed_grid_is_set_aside_with_the_sentence(station, grids):
    new = ("路灯不亮", "2026-03-20", "东风网格", "", "")
    over = ("路面破损", "2026-03-01", "东风网格", "2026-03-05", "已修")
    going_on = ("垃圾未清", "2026-03-01", "东风网格", "", "")
    fine = ("下水堵塞", "2026-03-20", "红旗网格", "", "")
    verdicts = planned(station, new, over, going_on, fine)
    assert verdicts == [("failed", [SAID]), ("new", []), ("failed", [SAID]), ("new", [])]


def test_of_two_grids_of_one_name_a_workbook_means_the_one_in_use(station, make, grids):
    make.grid(name="东风网格")
    assert planned(station, ("路灯不亮", "2026-03-20", "东风网格", "", "")) == [("new", [])]
