"""The division changes: what was open goes along, and past days stay as they were."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from core.errors import Conflict, Invalid
from core.ids import Ids
from core.records.grid import Grid
from core.records.grid_change import GridChange, GridChangeLine
from core.records.mediation_case import MediationCase
from core.records.secondment import Secondment
from core.records.staff import Post, Staff
from core.services import caseload, grid_acts, grid_past, grid_work, history, records
from core.services import grids as grids_of
from core.services import posts as posts_of
from core.services.figures import Period
from core.services.grid_acts import Opening, Terms

TODAY = date(2026, 3, 25)
DAY = date(2026, 3, 20)
BEFORE = DAY - timedelta(1)
TERMS = Terms(DAY, "户数过多", "石桥镇〔2026〕3号")


def read(station, record, identity):
    return station.ask(lambda session: session.get(record, identity))


def every(station, record, *where):
    return station.ask(
        lambda session: session.scalars(
            select(record).where(record.binned.is_(None), *where).order_by(record.id)
        ).all()
    )


def posts(station, person):
    found = every(station, Post, Post.staff == person)
    return [(one.grid, one.since, one.until, one.main) for one in found]


def employ(station, name, grid, post="04"):
    values = {"name": name, "grid": grid, "post": post, "joined": date(2025, 1, 1)}
    return station.perform(records.save, "staff", values).value


def bound(station, grid, day=TODAY):
    return station.ask(grid_work.open_on, [grid], day)


@pytest.fixture
def village(make):
    return make.grid(name="东风村", code="999999101201", level="village").id


@pytest.fixture
def grids(make, village):
    """Three grids of one village, opened in 2024."""
    given = {"parent": village, "level": "base", "opened": date(2024, 1, 1), "households": 320}
    codes = {n: f"999999101201{n:03d}" for n in (1, 2, 3)}
    return [make.grid(name=f"第{n}网格", code=codes[n], **given).id for n in codes]


@pytest.fixture
def busy(station, make, grids):
    """The first grid with a case, a visit, a head of grid with a task, and somebody seconded."""
    first = grids[0]
    head = employ(station, "张𠮷㛃", first)
    sent = employ(station, "李下沉", None, "12")
    return {
        "head": head,
        "case": make.case(grid=first, state="Z20", accepted_on=date(2026, 3, 2)).id,
        "filed": make.case(grid=first, state="Z90", closed_on=date(2026, 2, 2)).id,
        "visit": make.visit(grid=first).id,
        "task": make.task(title="核对消防通道", owner=head).id,
        "sent": make.record(
            Secondment(staff=sent, home="市监所", grid=first, since=date(2026, 1, 1))
        ).id,
    }


def test_what_is_open_on_a_grid_is_listed_by_kind(station, grids, busy):
    found = bound(station, grids[0])
    told = grid_work.counted(found)
    assert told == "调解案件 1 件、来访来电 1 件、交办事项 1 项、任职 1 人、下沉人员 1 人"
    assert {one.id for one in found} >= {busy["case"], busy["visit"], busy["sent"]}
    assert busy["filed"] not in {one.id for one in found}


def test_the_list_names_no_resident(station, make, grids):
    make.case(title="王秀英与石仁和相邻通行纠纷", grid=grids[0], state="Z20", dispute="02")
    assert not any("王秀英" in one.text for one in bound(station, grids[0]))


def test_a_merged_grid_is_closed_and_all_that_was_open_goes_along(station, grids, busy):
    first, second, _ = grids
    made = station.perform(grid_acts.merge, [first, second], second, TERMS).value
    closed = read(station, Grid, first)
    assert (closed.closed, closed.closed_why, closed.merged_into) == (DAY, "户数过多", second)
    assert read(station, Grid, second).households == 640
    assert read(station, MediationCase, busy["case"]).grid == second
    assert read(station, MediationCase, busy["filed"]).grid == first, "what is over stays"
    assert read(station, Secondment, busy["sent"]).grid == second
    assert read(station, Staff, busy["head"]).grid == second
    assert posts(station, busy["head"]) == [
        (first, date(2025, 1, 1), DAY, True),
        (second, DAY, None, True),
    ]
    change = read(station, GridChange, made)
    assert change.before == "第1网格（999999101201001）、第2网格（999999101201002）"
    assert change.after == "第2网格（999999101201002）"
    assert change.carried.startswith("调解案件 1 件、来访来电 1 件")
    assert bound(station, first) == ()


def test_who_was_responsible_is_answered_for_either_side_of_the_day(station, grids, busy):
    first, second, _ = grids
    station.perform(grid_acts.merge, [first, second], second, TERMS)
    who = [
        [one.holder.name for one in station.ask(posts_of.answering, day, [grid])]
        for grid, day in ((first, BEFORE), (first, DAY), (second, BEFORE), (second, DAY))
    ]
    assert who == [["张𠮷㛃"], [], [], ["张𠮷㛃"]]


def test_two_heads_in_one_grid_are_refused_until_one_goes_elsewhere(station, grids):
    first, second, third = grids
    one, _ = employ(station, "张三", first), employ(station, "李四", second)
    with pytest.raises(Invalid, match="“第2网格”会有 2 位网格长（李四、张三），只能留一位"):
        station.perform(grid_acts.merge, [first, second], second, TERMS)
    (post,) = (item.id for item in bound(station, first))
    station.perform(grid_acts.merge, [first, second], second, TERMS, {post: third})
    assert read(station, Staff, one).grid == third


def test_a_new_grid_may_take_two_in(station, grids, busy, village):
    made = Opening(Ids(station.clock).new(), "东片网格", "999999101201004")
    station.perform(grid_acts.merge, grids[:2], made, TERMS)
    fresh = read(station, Grid, made.id)
    assert (fresh.parent, fresh.level, fresh.opened) == (village, "base", DAY)
    assert fresh.households == 640
    assert read(station, MediationCase, busy["case"]).grid == made.id


def test_one_person_in_both_grids_goes_on_in_one_post(station, make, grids):
    first, second, _ = grids
    head = employ(station, "马国良", first)
    since = date(2025, 6, 1)
    make.record(Post(staff=head, grid=second, kind="04", since=since, main=False))
    station.perform(grid_acts.merge, [first, second], second, TERMS)
    assert posts(station, head) == [
        (first, date(2025, 1, 1), DAY, True),
        (second, since, DAY, False),
        (second, DAY, None, True),
    ]


def test_a_split_sends_each_thing_where_it_is_told(station, grids, busy, village):
    ids = Ids(station.clock)
    east, west = (Opening(ids.new(), name) for name in ("东网格", "西网格"))
    items = [one for one in bound(station, grids[0]) if one.along is None]
    fates = {one.id: east.id if one.kind == grid_work.CASE else west.id for one in items}
    station.perform(grid_acts.split, grids[0], [east, west], TERMS, fates)
    assert read(station, MediationCase, busy["case"]).grid == east.id
    assert read(station, Staff, busy["head"]).grid == west.id
    task = every(station, GridChangeLine, GridChangeLine.subject == busy["task"])[0]
    assert (task.target, task.note) == (west.id, "随责任人张𠮷㛃")
    assert {read(station, Grid, one.id).parent for one in (east, west)} == {village}


def test_a_grid_that_only_gives_a_part_away_stays(station, grids, busy):
    part = Opening(Ids(station.clock).new(), "新村网格")
    items = [one for one in bound(station, grids[0]) if one.along is None]
    fates = {one.id: grids[0] for one in items} | {busy["case"]: part.id}
    stays = Opening(grids[0], "第1网格")
    station.perform(grid_acts.split, grids[0], [stays, part], TERMS, fates)
    assert read(station, Grid, grids[0]).closed is None
    assert read(station, MediationCase, busy["case"]).grid == part.id
    assert posts(station, busy["head"]) == [(grids[0], date(2025, 1, 1), None, True)]


def test_closing_without_a_place_for_what_is_open_is_refused(station, grids, busy):
    with pytest.raises(Conflict, match=r"“第1网格”还有调解案件 1 件、来访来电 1 件.*选划到哪个"):
        station.perform(grid_acts.close, grids[0], TERMS)
    fates = {one.id: grids[1] for one in bound(station, grids[0]) if one.along is None}
    station.perform(grid_acts.close, grids[0], TERMS, fates)
    assert bound(station, grids[0]) == ()


def test_a_person_may_be_left_without_a_grid_but_a_case_may_not(station, grids, busy):
    items = [one for one in bound(station, grids[0]) if one.along is None]
    with pytest.raises(Invalid, match="调解案件 1 件、来访来电 1 件要划到一个网格"):
        station.perform(grid_acts.close, grids[0], TERMS, dict.fromkeys(one.id for one in items))
    fates = {one.id: None if one.kind in grid_acts.NOWHERE else grids[1] for one in items}
    station.perform(grid_acts.close, grids[0], TERMS, fates)
    assert read(station, Staff, busy["head"]).grid is None
    assert posts(station, busy["head"])[-1] == (None, DAY, None, True)


def test_closing_by_the_form_with_open_work_is_refused_too(station, grids, busy):
    with pytest.raises(Invalid, match=r"还有调解案件 1 件.*没有划走"):
        station.perform(records.save, "grid", {"closed": TODAY}, grids[0])
    station.perform(records.save, "grid", {"closed": TODAY}, grids[2])


def test_a_grid_somebody_refers_to_is_not_deleted(station, make, grids, busy):
    with pytest.raises(Invalid, match=r"“第1网格”还有矛盾纠纷台账 2 条.*不能删除"):
        station.perform(records.remove, "grid", [grids[0]])
    alone = make.grid(name="登错的网格")
    station.perform(records.remove, "grid", [alone.id])


def test_a_renamed_grid_was_called_otherwise_before(station, grids):
    station.perform(grid_acts.rename, grids[0], "幸福网格", TERMS, "999999101201101")
    grid = read(station, Grid, grids[0])
    assert (grid.name, grid.legacy_code) == ("幸福网格", "999999101201001")
    names = [station.ask(grid_past.on, day).name(grid) for day in (BEFORE, DAY)]
    assert names == ["第1网格", "幸福网格"]


def test_a_moved_grid_stood_elsewhere_before(station, make, grids, village):
    other = make.grid(name="柳林村", code="999999101202", level="village").id
    station.perform(grid_acts.move, grids[0], other, TERMS)
    assert read(station, Grid, grids[0]).parent == other
    past = station.ask(grid_past.on, BEFORE)
    assert past.parent(grids[0], other) == village
    assert station.ask(grid_past.on, DAY).parent(grids[0], other) == other


def test_what_was_carried_was_elsewhere_before(station, grids, busy):
    station.perform(grid_acts.merge, grids[:2], grids[1], TERMS)
    assert station.ask(grid_past.on, BEFORE).place(busy["case"], grids[1]) == grids[0]
    assert station.ask(grid_past.on, DAY).place(busy["case"], grids[1]) == grids[1]


def test_codes_are_handed_round_and_the_former_ones_kept(station, grids):
    wanted = {grids[0]: "999999101201002", grids[1]: "999999101201001"}
    station.perform(grid_acts.recode, wanted, TERMS)
    first = read(station, Grid, grids[0])
    assert (first.code, first.legacy_code) == ("999999101201002", "999999101201001")
    with pytest.raises(Invalid, match="编码 999999101201003 已是“第3网格”的"):
        station.perform(grid_acts.recode, {grids[0]: "999999101201003"}, TERMS)


def test_a_ring_is_refused_by_act_and_by_form(station, make, grids, village):
    below = make.grid(name="微网格", parent=grids[0]).id
    with pytest.raises(Invalid, match="“第1网格”不能放在自己或自己的下级之下"):
        station.perform(grid_acts.move, grids[0], below, TERMS)
    with pytest.raises(Invalid, match="不能放在自己或自己的下级之下"):
        station.perform(records.save, "grid", {"parent": below}, village)
    with pytest.raises(Invalid, match="“微网格”是“第1网格”的下级"):
        station.perform(grid_acts.merge, [grids[0], below], below, TERMS)


@pytest.mark.parametrize(
    ("terms", "told"),
    [
        (Terms(date(2023, 12, 31), "撤并"), "2024-01-01才启用"),
        (Terms(date(2026, 3, 26), "撤并"), "不能晚于今天"),
        (Terms(DAY, " "), "请写明变更原因"),
    ],
)
def test_a_day_that_cannot_be_and_a_missing_reason_are_refused(station, grids, terms, told):
    with pytest.raises(Invalid, match=told):
        station.perform(grid_acts.rename, grids[0], "幸福网格", terms)


def test_a_change_is_never_put_before_an_earlier_one(station, grids):
    station.perform(grid_acts.rename, grids[0], "幸福网格", TERMS)
    with pytest.raises(Invalid, match="在2026-03-20已经调整过"):
        station.perform(grid_acts.rename, grids[0], "平安网格", Terms(BEFORE, "更名"))


def test_nothing_goes_to_a_closed_grid(station, grids, busy):
    station.perform(grid_acts.close, grids[2], TERMS)
    with pytest.raises(Invalid, match="“第3网格”已停用"):
        station.perform(grid_acts.merge, grids[:2], grids[2], TERMS)
    fates = dict.fromkeys((one.id for one in bound(station, grids[0])), grids[0])
    with pytest.raises(Invalid, match="“第1网格”正要停用"):
        station.perform(grid_acts.close, grids[0], TERMS, fates)


def test_two_grids_of_one_village_never_have_one_name(station, grids):
    with pytest.raises(Invalid, match="同一上级下已有“第 2 网格”"):
        station.perform(grid_acts.rename, grids[0], "第 2 网格", TERMS)


def test_an_undone_merge_is_as_if_it_had_never_been(station, grids, busy):
    done = station.perform(grid_acts.merge, grids[:2], grids[1], TERMS)
    station.perform(history.undo, done.seq)
    assert read(station, Grid, grids[0]).closed is None
    assert read(station, MediationCase, busy["case"]).grid == grids[0]
    assert posts(station, busy["head"]) == [(grids[0], date(2025, 1, 1), None, True)]
    assert every(station, GridChange) == []
    assert station.ask(grid_past.on, BEFORE).places == {}


def test_an_undo_never_takes_a_grid_from_under_new_work(station, make, grids):
    made = Opening(Ids(station.clock).new(), "东片网格")
    done = station.perform(grid_acts.merge, grids[:2], made, TERMS)
    make.case(grid=made.id, state="Z20")
    with pytest.raises(Conflict, match="“东片网格”后来又有了调解案件 1 件，不能这样撤销"):
        station.perform(history.undo, done.seq)
    assert read(station, Grid, grids[0]).closed == DAY


def test_restricted_cases_go_along_unread(station, somebody, make, grids):
    hidden = make.case(title="涉密", grid=grids[0], state="Z20", privacy="L3").id
    clerk = somebody("clerk")
    assert "涉密" not in str(clerk.ask(grid_work.open_on, [grids[0]], TODAY))
    clerk.perform(grid_acts.merge, grids[:2], grids[1], TERMS)
    chief = somebody("chief")
    assert read(chief, MediationCase, hidden).grid == grids[1]
    lines = clerk.ask(lambda session: session.scalars(select(GridChangeLine)).all())
    assert hidden not in {one.subject for one in lines}


def test_the_account_of_a_change_is_not_rewritten(station, grids):
    made = station.perform(grid_acts.rename, grids[0], "幸福网格", TERMS).value
    with pytest.raises(Invalid, match="已经定稿"):
        station.perform(records.save, "grid_change", {"changed_on": TODAY}, made)


def test_figures_of_a_past_day_stand_where_they_stood(station, make, grids, busy, village):
    """What was open on the first grid then is counted there, also after the grid is gone."""
    other = make.grid(name="柳林村", code="999999101202", level="village").id
    station.perform(grid_acts.merge, grids[:2], grids[1], TERMS)
    station.perform(grid_acts.move, grids[1], other, TERMS)
    then, now = (station.ask(grids_of.figures, day) for day in (BEFORE, TODAY))
    assert (len(then[grids[0]].ids), len(then[village].ids)) == (1, 1)
    assert grids[1] not in then
    assert (len(now[grids[1]].ids), len(now[other].ids)) == (1, 1)
    assert grids[0] not in now


def test_a_weekly_sheet_of_the_past_names_its_villages_as_they_were(station, village, busy):
    station.perform(grid_acts.rename, village, "向阳村", TERMS)
    week = [Period(date(2026, 3, 1), day) for day in (BEFORE, DAY)]
    told = [[one.name for one in station.ask(caseload.by_village, one)] for one in week]
    assert told == [["东风村"], ["向阳村"]]
