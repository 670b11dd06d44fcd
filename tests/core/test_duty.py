"""The month's duty: painted, checked, counted, carried on, handed over with leave, swapped."""

from datetime import date

import pytest

from core.errors import Invalid
from core.journal import feed
from core.records.duty import DutyShift
from core.services import (
    agenda,
    duty,
    duty_checks,
    duty_planning,
    duty_sheet,
    duty_swap,
    duty_turn,
    history,
    leaves,
    records,
)
from core.services.duty_sheet import (
    DAYTIME,
    HOLIDAY,
    LEADER,
    MEMBER,
    NIGHT,
    WEEKEND,
    WHOLE,
    WORKDAY,
    Cell,
    Mark,
)
from core.services.duty_swap import Wish
from core.settings import DUTY_HEADS, DUTY_LEADER, DUTY_ORDER, DUTY_REST, DUTY_SHIFTS
from tests.core.duty_room import (
    LEADS,
    MARCH,
    ON,
    cells,
    come_back,
    days,
    grant,
    leave_of,
    lines,
    listed,
    put,
    sheet,
)

pytestmark = pytest.mark.both_stores


def told(station):
    return [one.text for one in duty_checks.conflicts(sheet(station)) if one.kind != "gap"]


def test_a_range_is_painted_and_taken_off_as_one_act_each(station, make):
    li = listed(make, ["李四"])[0]
    painted = station.perform(duty.paint, cells(li, 3, 4, 5), ON)
    assert painted.value.text == "已排 3 人次"
    assert days(station, li) == [3, 4, 5]
    assert station.ask(feed.entries)[0].label == "排班：3月3日至3月5日"
    assert station.perform(duty.erase, cells(li, 4, 5, 9)).value == 2
    station.perform(history.undo, painted.seq + 1)
    assert days(station, li) == [3, 4, 5]


def test_painting_over_a_cell_changes_its_line_and_makes_no_second_one(station, make):
    li = listed(make, ["李四"])[0]
    station.perform(duty.paint, cells(li, 3), ON)
    station.perform(duty.paint, cells(li, 3), Mark(NIGHT, LEADER))
    (line,) = lines(station)
    assert (line.shift, line.role) == (NIGHT, LEADER)
    station.perform(duty.erase, cells(li, 3))
    station.perform(duty.paint, cells(li, 3), ON)
    assert len(station.ask(lambda session: session.query(DutyShift).all())) == 1


def test_who_is_on_leave_or_gone_is_left_off_by_name(station, make):
    li, wang = listed(make, ["李四", "王五"])
    make.record(leave_of(li, date(2026, 3, 3), date(2026, 3, 4), state="granted"))
    done = station.perform(duty.paint, cells(li, 3, 5) + cells(wang, 3), ON).value
    assert done.text == "已排 2 人次；李四3月3日请假，没有排"
    with pytest.raises(Invalid, match="李四3月4日请假，不能排值班"):
        station.perform(duty.paint, cells(li, 4), ON)
    station.perform(records.save, "staff", {"left": date(2026, 3, 20), "state": "left"}, wang)
    with pytest.raises(Invalid, match="王五3月20日离岗"):
        station.perform(duty.paint, cells(wang, 20), ON)


def test_an_unknown_shift_or_person_is_refused(station, make):
    li = listed(make, ["李四"])[0]
    with pytest.raises(Invalid, match="没有这种班次"):
        station.perform(duty.paint, cells(li, 3), Mark("noon", MEMBER))
    with pytest.raises(Invalid, match="花名册"):
        station.perform(duty.paint, cells(station.actor.id, 3), ON)


def test_every_conflict_is_named_on_its_day(station, make):
    li, wang = listed(make, ["李四", "王五"])
    put(station, DUTY_REST, "3")
    station.perform(duty.paint, cells(li, 2, 3, 4, 6) + cells(wang, 9), ON)
    make.record(DutyShift(day=date(2026, 3, 9), shift=DAYTIME, role=LEADER, staff=wang))
    make.record(leave_of(li, date(2026, 3, 6), date(2026, 3, 8), state="granted"))
    assert told(station) == [
        "李四连值3天（3月2日至3月4日），规定不超过2天",
        "3月6日李四请假，还排着值班",
        "李四3月6日离上次值班只隔1天，规定至少隔3天",
        "3月9日王五同一班排了两次",
    ]


def test_days_running_are_counted_over_the_turn_of_the_month(station, make):
    li = listed(make, ["李四"])[0]
    station.perform(duty.paint, [Cell(date(2026, 2, 27), li), Cell(date(2026, 2, 28), li)], ON)
    assert told(station) == []
    station.perform(duty.paint, cells(li, 1), ON)
    assert told(station) == ["李四连值3天（2月27日至3月1日），规定不超过2天"]


def test_gaps_say_how_many_are_missing_and_that_nobody_leads(station, make):
    li, wang = listed(make, ["李四", "王五"])
    put(station, DUTY_SHIFTS, "both")
    station.perform(duty.paint, cells(li, 3), Mark(DAYTIME, MEMBER))
    station.perform(duty.paint, cells(wang, 3), Mark(WHOLE, LEADER))
    missing = [one.text for one in duty_checks.gaps(sheet(station)) if one.day.day == 3]
    assert missing == ["3月3日白班还缺1人值班", "3月3日夜班还缺2人值班"]


def test_a_weekend_day_worked_instead_is_no_weekend_and_holidays_count_apart(station, make):
    li = listed(make, ["李四"], holidays=False)[0]
    may = duty_sheet.month(date(2026, 5, 9))
    numbers = (1, 2, 9, 10, 11)
    station.perform(duty.paint, [Cell(date(2026, 5, one), li) for one in numbers], ON)
    found = sheet(station, *may)
    kinds = {one.date.day: one.kind for one in found.days if one.date.day in numbers}
    assert kinds == {1: HOLIDAY, 2: HOLIDAY, 9: WORKDAY, 10: WEEKEND, 11: WORKDAY}
    (share,) = duty_checks.shares(found)
    assert (share.total, share.weekend, share.holiday) == (5, 1, 2)
    spared = [one.text for one in duty_checks.conflicts(found) if one.kind == "spared"]
    assert spared[0] == "5月1日李四不排节假日，还排着值班"


def test_a_year_without_its_table_of_holidays_says_so_and_is_never_guessed(station, make):
    li = listed(make, ["李四"])[0]
    day = date(2031, 3, 1)
    station.perform(duty.paint, [Cell(day, li)], ON)
    found = sheet(station, *duty_sheet.month(day))
    assert "没有2031年的放假调休表" in found.untold
    assert {one.kind for one in found.days} == {""}
    (share,) = duty_checks.shares(found)
    assert (share.total, share.weekend, share.holiday) == (1, 0, 0)
    with pytest.raises(Invalid, match="没有2031年的放假调休表"):
        station.perform(duty_planning.carry_on, day)


def test_the_turn_goes_on_where_last_month_ended(station, make):
    people = listed(make, ["甲", "乙", "丙", "丁", "戊"])
    put(station, DUTY_LEADER, "no")
    for number, staff in ((27, 0), (27, 1), (28, 2), (28, 3)):
        station.perform(duty.paint, [Cell(date(2026, 2, number), people[staff])], ON)
    done = station.perform(duty_planning.carry_on, date(2026, 3, 10)).value
    assert len(done.shifts) == 62
    first = [sheet(station).name(one.staff) for one in sheet(station).shifts[:6]]
    assert first == ["戊", "甲", "乙", "丙", "丁", "戊"]
    assert told(station) == []
    assert station.perform(duty_planning.carry_on, date(2026, 3, 10)).value.shifts == ()


def test_without_a_list_last_months_people_go_on_as_they_came(station, make):
    put(station, DUTY_LEADER, "no")
    put(station, DUTY_HEADS, "1")
    with pytest.raises(Invalid, match="值班人员名单"):
        station.perform(duty_planning.carry_on, MARCH[0])
    li, wang = (make.staff(name=name, joined=None).id for name in ("李四", "王五"))
    for number, staff in ((26, wang), (27, li), (28, wang)):
        station.perform(duty.paint, [Cell(date(2026, 2, number), staff)], ON)
    station.perform(duty_planning.carry_on, MARCH[0])
    assert days(station, li)[:3] == [1, 3, 5]


def test_who_is_away_is_first_when_back(station, make):
    people = listed(make, ["甲", "乙", "丙", "丁"])
    put(station, DUTY_LEADER, "no")
    put(station, DUTY_HEADS, "1")
    make.record(leave_of(people[0], date(2026, 3, 1), date(2026, 3, 2), state="granted"))
    station.perform(duty_planning.carry_on, MARCH[0])
    assert days(station, people[0])[:2] == [3, 7]


def test_holidays_have_a_turn_of_their_own(station, make):
    listed(make, ["甲", "乙", "丙", "丁"])
    put(station, DUTY_LEADER, "no")
    put(station, DUTY_HEADS, "1")
    may = duty_sheet.month(date(2026, 5, 1))
    station.perform(duty_planning.carry_on, may[0])
    found = [sheet(station, *may).name(one.staff) for one in sheet(station, *may).shifts]
    assert found[:7] == ["甲", "乙", "丙", "丁", "甲", "甲", "乙"]
    assert [one.kind for one in sheet(station, *may).days[:6]] == [HOLIDAY] * 5 + [WORKDAY]


def test_weekly_duty_keeps_the_same_people_from_monday_to_sunday(station, make):
    people = listed(make, ["甲", "乙", "丙"])
    put(station, DUTY_LEADER, "no")
    put(station, DUTY_HEADS, "1")
    put(station, DUTY_ORDER, "week")
    station.perform(duty_planning.carry_on, MARCH[0])
    assert days(station, people[0]) == [1, *range(16, 23)]
    assert days(station, people[1]) == [*range(2, 9), *range(23, 30)]
    assert told(station) == []


def test_the_second_of_a_pair_is_on_when_the_first_is_away(station, make):
    jia, yi, bing, ding = listed(make, ["甲", "乙", "丙", "丁"])
    put(station, DUTY_LEADER, "no")
    put(station, DUTY_HEADS, "1")
    put(station, DUTY_ORDER, "pair")
    pairs = {jia: yi, bing: ding}
    for turn in station.ask(lambda session: session.query(duty_sheet.DutyPerson).all()):
        if turn.staff in pairs:
            values = {"pair": pairs[turn.staff]}
            station.perform(records.save, "duty_person", values, turn.id)
    make.record(leave_of(jia, date(2026, 3, 1), date(2026, 3, 3), state="granted"))
    station.perform(duty_planning.carry_on, MARCH[0])
    assert days(station, yi) == [1, 3]
    assert days(station, jia)[:2] == [5, 7]
    assert days(station, ding) == []


def test_where_nobody_is_left_the_day_stays_open_and_is_named(station, make):
    listed(make, ["甲"])
    put(station, DUTY_HEADS, "1")
    done = station.perform(duty_planning.carry_on, MARCH[0]).value
    assert "3月3日没有可排的值班人员" in done.clashes
    assert "3月1日没有可排的带班领导" in done.clashes
    assert told(station) == []


def test_leave_hands_the_shifts_to_the_substitute_and_back(station, make):
    li, wang = listed(make, ["李四", "王五"])
    station.perform(duty.paint, cells(li, 3, 5, 7, 20), LEADS)
    station.perform(duty.paint, cells(wang, 7), ON)
    span = date(2026, 3, 2), date(2026, 3, 8)
    leave = leave_of(li, *span, substitute=wang, state="granted")
    done = station.perform(grant, leave).value
    assert done.text == "2 个班已由代岗人接替；3月7日的值班还没有人接替，请在值班表上另排"
    (item,) = station.ask(duty.on, date(2026, 3, 5))
    assert item.text == "全天：带班王五（替李四）"
    assert days(station, li) == [7, 20]
    back = station.perform(come_back, leave.id, date(2026, 3, 4))
    assert back.value == 1
    assert days(station, li) == [5, 7, 20]
    assert days(station, wang) == [3, 7]


def test_granting_and_ending_leave_moves_the_shifts_and_the_agenda_tells_who_is_on(station, make):
    li, wang = listed(make, ["李四", "王五"])
    station.perform(duty.paint, cells(li, 25, 26), LEADS)
    span = date(2026, 3, 25), date(2026, 3, 27)
    leave = make.record(leave_of(li, *span, substitute=wang, state="asked"))
    station.perform(leaves.grant, leave.id)
    assert days(station, wang) == [25, 26]
    sections = station.ask(agenda.compile_agenda, date(2026, 3, 25))
    (people,) = [one for one in sections if one.title == "值班与人员"]
    assert people.items[0].line == "值班 全天：带班王五（替李四）"
    station.perform(leaves.back, leave.id, date(2026, 3, 25))
    assert (days(station, li), days(station, wang)) == ([25, 26], [])


def test_a_granted_leave_that_is_changed_takes_its_shifts_along(station, make):
    li, wang, zhao, qian = listed(make, ["李四", "王五", "赵六", "钱七"])
    station.perform(duty.paint, cells(li, 24, 26, 28, 30), LEADS)
    swap = station.perform(duty_swap.ask, Wish(Cell(date(2026, 3, 30), li), qian)).value
    station.perform(duty_swap.agree, swap, "phone")
    station.perform(duty_swap.approve, swap, wang)
    span = date(2026, 3, 24), date(2026, 3, 27)
    leave = make.record(leave_of(li, *span, state="asked"))
    station.perform(leaves.grant, leave.id)
    assert days(station, li) == [24, 26, 28], "nobody was named yet"
    station.perform(leaves.amend, {"substitute": wang}, leave.id)
    assert (days(station, li), days(station, wang)) == ([28], [24, 26])
    longer = {"substitute": zhao, "until": date(2026, 3, 30)}
    station.perform(leaves.amend, longer, leave.id)
    assert (days(station, wang), days(station, zhao)) == ([24], [26, 28])
    with pytest.raises(Invalid, match="代岗人接了 2 个班。请先把“代岗人”改空"):
        station.perform(records.remove, "leave", [leave.id])
    station.perform(leaves.amend, {"until": date(2026, 3, 26)}, leave.id)
    assert (days(station, li), days(station, zhao)) == ([28], [26])
    station.perform(leaves.back, leave.id, date(2026, 3, 25))
    assert (days(station, li), days(station, zhao)) == ([26, 28], [])
    station.perform(records.remove, "leave", [leave.id])
    assert days(station, qian) == [30], "what was swapped stays swapped"


def test_a_substitute_on_leave_passes_the_shift_to_his_own(station, make):
    li, wang, zhao = listed(make, ["李四", "王五", "赵六"])
    station.perform(duty.paint, cells(li, 3, 4), ON)
    make.record(
        leave_of(wang, date(2026, 3, 4), date(2026, 3, 4), substitute=zhao, state="granted")
    )
    leave = leave_of(li, date(2026, 3, 3), date(2026, 3, 4), substitute=wang, state="granted")
    assert station.perform(grant, leave).value.count == 2
    assert (days(station, wang), days(station, zhao)) == ([3], [4])


def test_leave_without_a_substitute_leaves_the_shift_as_a_conflict(station, make):
    li = listed(make, ["李四"])[0]
    station.perform(duty.paint, cells(li, 3), ON)
    done = station.perform(grant, leave_of(li, date(2026, 3, 3), date(2026, 3, 3), state="granted"))
    assert done.value.left == (date(2026, 3, 3),)
    assert told(station) == ["3月3日李四请假，还排着值班"]


@pytest.fixture
def two(station, make):
    li, wang = listed(make, ["李四", "王五"])
    station.perform(duty.paint, cells(li, 27), ON)
    station.perform(duty.paint, cells(wang, 30), LEADS)
    return li, wang


def test_a_swap_needs_both_and_an_approval_before_anything_moves(station, make, two):
    li, wang = two
    chief = make.staff(name="张站长").id
    wish = Wish(cells(li, 27)[0], wang, cells(wang, 30)[0], "家中有事")
    swap = station.perform(duty_swap.ask, wish).value
    with pytest.raises(Invalid, match="待对方同意"):
        station.perform(duty_swap.approve, swap, chief)
    station.perform(duty_swap.agree, swap, "phone")
    assert days(station, li) == [27]
    station.perform(duty_swap.approve, swap, chief)
    assert (days(station, li), days(station, wang)) == ([30], [27])
    assert {one.day.day: one.role for one in lines(station)} == {27: MEMBER, 30: LEADER}
    (listed_,) = station.ask(duty_swap.swaps, *MARCH)
    assert (listed_.text, listed_.state_name) == (
        "李四3月27日的班由王五值，换王五3月30日的班",
        "已换班",
    )
    with pytest.raises(Invalid, match="已经办完"):
        station.perform(duty_swap.refuse, swap)


def test_a_swap_that_cannot_be_is_refused_at_once(station, make, two):
    li, wang = two
    given = cells(li, 27)[0]
    with pytest.raises(Invalid, match="同一个人"):
        station.perform(duty_swap.ask, Wish(given, li))
    with pytest.raises(Invalid, match="不是接班人的"):
        station.perform(duty_swap.ask, Wish(given, wang, cells(li, 27)[0]))
    with pytest.raises(Invalid, match="没有这个班"):
        station.perform(duty_swap.ask, Wish(cells(li, 28)[0], wang))
    station.perform(duty.paint, cells(wang, 27), ON)
    with pytest.raises(Invalid, match="王五3月27日本来就有班"):
        station.perform(duty_swap.ask, Wish(given, wang))
    make.record(leave_of(wang, date(2026, 3, 27), date(2026, 3, 27), state="granted"))
    with pytest.raises(Invalid, match="王五3月27日请假"):
        station.perform(duty_swap.ask, Wish(given, wang))


def test_a_swap_of_a_schedule_changed_meanwhile_is_asked_anew(station, make, two):
    li, wang = two
    swap = station.perform(duty_swap.ask, Wish(cells(li, 27)[0], wang)).value
    with pytest.raises(Invalid, match="怎样同意"):
        station.perform(duty_swap.agree, swap, "wink")
    with pytest.raises(Invalid, match="不能晚于今天"):
        station.perform(duty_swap.agree, swap, "oral", date(2026, 4, 1))
    station.perform(duty_swap.agree, swap, "oral")
    station.perform(duty.erase, cells(li, 27))
    with pytest.raises(Invalid, match="又改过"):
        station.perform(duty_swap.approve, swap, make.staff().id)
    station.perform(duty_swap.refuse, swap)
    assert [one.state for one in station.ask(duty_swap.swaps, *MARCH)] == ["refused"]


def test_a_shift_given_away_without_another_leaves_who_was_to_be_on(station, make, two):
    li, wang = two
    swap = station.perform(duty_swap.ask, Wish(cells(li, 27)[0], wang)).value
    station.perform(duty_swap.agree, swap, "paper")
    station.perform(duty_swap.approve, swap, make.staff().id)
    (one,) = [one for one in sheet(station).shifts if one.day.day == 27]
    assert (one.staff, one.replaces) == (wang, li)


def test_the_least_days_between_hold_for_who_is_next():
    rules = duty_sheet.Rules(rest=3)
    on = {date(2026, 3, 3)}
    assert duty_turn.fits(rules, on, date(2026, 3, 4))
    assert not duty_turn.fits(rules, on, date(2026, 3, 5))
    assert duty_turn.fits(rules, on, date(2026, 3, 7))
