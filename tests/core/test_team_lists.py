"""The lists about the station's people: vacancies, doubles, heads, things, courses, sent down."""

from datetime import date
from decimal import Decimal

import pytest

from core import workdays
from core.errors import Invalid
from core.records.equipment import Equipment
from core.records.leave import Leave
from core.records.meeting import Attendance, Meeting
from core.records.secondment import Secondment
from core.records.staff import Certificate, Post
from core.records.training import Trainee, Training
from core.services import courses, desk, kit, settings, team_lists
from core.services.courses import Mark
from core.services.kit import HandOut

TODAY = date(2026, 3, 25)


def day(n):
    return date(2026, 3, n)


@pytest.fixture
def show(station):
    """What a list says."""

    def shown(name, on=TODAY):
        found = station.ask(team_lists.team_list(name).find, on)
        return [one.cells for one in found]

    return shown


@pytest.fixture
def post(make):
    def held(person, grid, kind, **more):
        term = {"since": day(1), "main": True} | more
        return make.record(Post(staff=person.id, grid=grid.id, kind=kind, **term))

    return held


def test_an_area_wants_one_head_one_deputy_one_chief_and_a_grid_a_worker(show, make, post):
    area = make.grid(name="东片区", level="area")
    grid = make.grid(name="东风网格", level="base")
    make.grid(name="旧网格", level="base", closed=day(1))
    post(make.staff(), area, "01")
    post(make.staff(), area, "03", until=day(20))
    assert show("vacant", day(19)) == [
        ("东片区", "片区", "副片长", "1", "0", "1"),
        ("东风网格", "基础网格级", "网格员", "1", "0", "1"),
    ]
    post(make.staff(), grid, "04")
    assert [one[:3] for one in show("空岗")] == [
        ("东片区", "片区", "副片长"),
        ("东片区", "片区", "站长"),
    ]


def test_the_station_says_how_many_posts_there_ought_to_be(show, make, station):
    make.grid(name="东片区", level="area")
    for key in ("posts_area_head", "posts_area_deputy"):
        station.perform(settings.change, key, "0")
    station.perform(settings.change, "posts_area_station", "2")
    assert show("vacant") == [("东片区", "片区", "站长", "2", "0", "2")]


def test_doubles_are_told_by_post_and_by_person(show, make, post):
    east, west = make.grid(name="东风网格"), make.grid(name="西村网格")
    wang, li = make.staff(name="王五"), make.staff(name="李四")
    post(wang, east, "04")
    post(li, east, "04")
    post(li, west, "05", main=False)
    assert show("doubled") == [
        ("重岗", "东风网格 网格长", "王五、李四"),
        ("一人多岗", "李四", "东风网格 网格长、西村网格 专职网格员"),
    ]


def test_grids_of_one_name_in_two_villages_are_two_grids(show, make, post):
    for village, name in (("东风村", "王五"), ("西村", "李四")):
        above = make.grid(name=village)
        grid = make.grid(name="第一网格", parent=above.id, level="base")
        post(make.staff(name=name), grid, "04")
    assert show("doubled") == []
    told = {one[0]: one[3] for one in show("answering")}
    assert (told["第一网格（东风村）"], told["第一网格（西村）"]) == ("王五", "李四")


def test_each_grid_names_who_answered_for_it_on_a_past_day(show, make, post):
    grid, empty = make.grid(name="东风网格", level="base"), make.grid(name="西村网格")
    wang, li = make.staff(name="王五"), make.staff(name="李四", phone="13800136021")
    post(wang, grid, "04")
    days = {"since": day(10), "until": day(12), "state": "granted"}
    make.record(Leave(staff=wang.id, kind="01", substitute=li.id, **days))
    assert show("answering", day(11)) == [
        ("东风网格", "基础网格级", "网格长", "李四（代王五）", "13800136021"),
        (empty.name, "", "", "没有人在岗", ""),
    ]
    assert [one[3] for one in show("网格责任人", day(13))] == ["王五", "没有人在岗"]


def test_heads_are_counted_with_the_party_members_among_them(show, make):
    make.staff(post="04", employment="full", political="01", sex="1", education="21")
    make.staff(post="05", employment="full", political="13", sex="2")
    make.staff(name="走了", political="01", left=day(1))
    assert show("headcount")[:5] == [
        ("合计", "全部人员", "2", "1"),
        ("岗位", "网格长", "1", "1"),
        ("岗位", "专职网格员", "1", "0"),
        ("专兼职", "专职", "2", "1"),
        ("学历", "大学本科毕业", "1", "1"),
    ]
    assert ("学历", "没有填", "1", "0") in show("headcount")


def test_everybody_who_lacks_one_of_the_five_is_listed_with_what(show, make, station):
    wang, li = make.staff(name="王五"), make.staff(name="李四")
    for kind in kit.FIVE:
        station.perform(kit.hand_out, HandOut(kind, day(2)), [wang.id])
    station.perform(kit.hand_out, HandOut("cap", day(2)), [li.id])
    make.record(Equipment(staff=li.id, kind="bag", given_on=day(2), returned_on=day(9)))
    assert show("lacking") == [("李四", "", "工作证、工作包、服装、记录本", "4")]
    assert station.ask(kit.without, "bag", day(8)) == []


def test_a_thing_goes_to_many_in_one_act(station, make):
    people = [make.staff().id for _ in range(3)]
    done = station.perform(kit.hand_out, HandOut("cap", TODAY, date(2027, 3, 25)), people)
    assert (done.value, done.label) == (3, "发放装备")
    assert station.ask(kit.without, "cap", TODAY) == []


@pytest.mark.parametrize(
    ("given", "people", "told"),
    [
        ({}, 0, "没有要发的人"),
        ({"on": day(26)}, 1, "不能晚于今天"),
        ({"kind": "other"}, 1, "其他装备请写名称"),
        ({"replace_on": day(1)}, 1, "应更换日期早于发放日期"),
    ],
)
def test_a_hand_out_that_makes_no_sense_is_answered(station, make, given, people, told):
    what = HandOut(**({"kind": "cap", "on": TODAY} | given))
    with pytest.raises(Invalid, match=told):
        station.perform(kit.hand_out, what, [make.staff().id for _ in range(people)])


def test_what_is_to_be_replaced_is_listed_and_stands_on_the_desk(show, make, station):
    wang = make.staff(name="王五")
    for kind, on in (("cap", day(20)), ("bag", date(2026, 4, 20)), ("badge", date(2026, 5, 20))):
        make.record(Equipment(staff=wang.id, kind=kind, given_on=day(1), replace_on=on))
    assert [(one[1], one[4]) for one in show("renewals")] == [
        ("工作帽", "3月20日到期，超期5天"),
        ("工作包", "4月20日到期，剩26天"),
    ]
    assert "装备应更换1件（发新的并登记）" in on_the_desk(station)


def on_the_desk(station):
    groups = station.ask(desk.todo, TODAY, workdays.known())
    return [one.item.line for group in groups for one in group.todos]


def test_certificates_that_run_out_are_listed_and_stand_on_the_desk(show, make, station):
    wang, gone = make.staff(name="王五"), make.staff(left=day(2))
    for person in (wang, gone):
        make.record(Certificate(staff=person.id, name="调解员证", valid_until=date(2026, 4, 1)))
    make.record(Certificate(staff=wang.id, name="急救证", valid_until=date(2027, 4, 1)))
    assert show("certificates") == [("王五", "调解员证", "", "2026-04-01", "4月1日到期，剩7天")]
    assert "证书到期：王五（调解员证，4月1日到期，剩7天）" in on_the_desk(station)


@pytest.fixture
def course(station, make):
    """A training, and its roll of three."""
    held = make.record(Training(name="反诈宣讲", held_on=day(20)))
    station.perform(courses.expect, held.id, [make.staff().id for _ in range(3)])
    return held


def roll(station, course):
    return station.ask(lambda s: [one.id for one in s.query(Trainee).order_by(Trainee.position)])


def test_marks_are_averaged_and_those_who_passed_counted(station, course, show):
    first, second, third = roll(station, course)
    told = {
        first: Mark("present", Decimal("92.5")),
        second: Mark("late", Decimal(59)),
        third: Mark("absent"),
    }
    result = station.perform(courses.mark, course.id, told).value
    assert result.told == "应到3人，实到2人；平均75.75分，合格1人"
    assert station.ask(courses.went, course.id) == result
    assert show("results") == [("2026-03-20", "反诈宣讲", "3", "2", "75.75", "1")]


def test_a_training_without_a_test_has_no_average(station, course, show):
    assert show("results") == [("2026-03-20", "反诈宣讲", "3", "3", "", "")]
    assert station.ask(courses.went, course.id).told == "应到3人，实到3人"


def test_the_pass_mark_is_the_stations(station, course):
    station.perform(settings.change, "pass_mark", "80")
    first = roll(station, course)[0]
    assert station.perform(courses.mark, course.id, {first: Mark("present", Decimal(79))}).value
    assert station.ask(courses.went, course.id).passed == 0


@pytest.mark.parametrize(
    ("said", "told"),
    [
        (Mark("present", Decimal(-1)), "成绩要在0到1000之间"),
        (Mark("absent", Decimal(80)), "没有到的人没有成绩"),
    ],
)
def test_odd_marks_are_answered(station, course, said, told):
    with pytest.raises(Invalid, match=told):
        station.perform(courses.mark, course.id, {roll(station, course)[0]: said})


def test_nobody_is_put_on_a_roll_twice(station, course, make):
    there = station.ask(lambda s: [one.staff for one in s.query(Trainee)])
    with pytest.raises(Invalid, match="都已列入"):
        station.perform(courses.expect, course.id, there)
    assert station.perform(courses.expect, course.id, [*there, make.staff().id]).value == 1


def test_people_sent_down_are_counted_by_roll_call_and_training(show, make):
    wang, li = make.staff(name="王五"), make.staff(name="李四")
    make.record(Secondment(staff=wang.id, home="县公安局", since=day(9), until=day(31), grid=None))
    make.record(Secondment(staff=li.id, home="县应急局", since=date(2026, 4, 1)))
    for n, state in ((6, "present"), (9, "present"), (10, "absent"), (11, "leave"), (12, "late")):
        held = make.record(Meeting(title=f"{n}日晨会", kind="daily", held_on=day(n)))
        make.record(Attendance(meeting=held.id, position=1, staff=wang.id, state=state))
    held = make.record(Training(name="业务学习", held_on=day(13)))
    make.record(Trainee(training=held.id, staff=wang.id, state="present"))
    assert show("sent_down") == [
        ("王五", "县公安局", "", "2026-03-09至2026-03-31", "3", "2", "2/3 = 66.67%", "1")
    ]


def test_an_unknown_list_is_answered_with_the_known_ones():
    with pytest.raises(Invalid, match="空岗、重岗与一人多岗、网格责任人"):
        team_lists.team_list("没有的清单")
