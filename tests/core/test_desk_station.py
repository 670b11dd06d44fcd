"""今日会议·值班: who is here today stands on every desk, and each line opens its record."""

from datetime import date, timedelta

import pytest

from core.records.duty import DutyShift
from core.records.leave import Leave
from core.records.listed_matter import ListedMatter
from core.records.shipment import Shipment
from core.services import desk, meeting, pending, records, settings, task
from tests.core.test_desk import group, shown

pytestmark = pytest.mark.both_stores

DAY = date(2026, 3, 25)
SATURDAY = date(2026, 3, 28)


def column(station, day=DAY):
    return group(station, desk.STATION, day)


def test_a_working_day_begins_with_the_meeting_that_is_not_made_yet(station):
    assert column(station) == [
        "晨会 08:30（还没编制）",
        "今天没有排班（去排班）",
        "最近报送（还没有）",
    ]
    assert column(station, SATURDAY)[0] == "今天没有排班（去排班）"
    assert column(station, date(2031, 3, 28))[0] == "晨会 08:30（还没编制）"


def test_every_meeting_due_today_by_its_rhythm_is_told_until_it_is_made(station):
    friday, last = date(2026, 3, 27), date(2026, 3, 31)
    assert column(station, friday)[:2] == ["晨会 08:30（还没编制）", "周例会（还没编制）"]
    assert column(station, last)[:2] == ["晨会 08:30（还没编制）", "月总结会（还没编制）"]
    station.perform(meeting.prepare, friday, "weekly")
    assert column(station, friday)[:2] == [
        "3月27日周例会（未定稿，会议室）",
        "晨会 08:30（还没编制）",
    ]
    station.perform(settings.change, "meeting_daily", "0")
    assert column(station)[0] == "今天没有排班（去排班）"
    assert column(station, date(2031, 3, 26))[0] == "今天没有排班（去排班）"


@pytest.mark.parametrize("role", ["clerk", "chief", "mediator", "reader"])
def test_every_role_sees_the_days_meeting_duty_and_leave(station, somebody, make, role):
    held = station.perform(meeting.prepare, DAY).value
    wang, li = make.staff(name="王建国", phone="0000-8800123"), make.staff(name="李四")
    make.record(DutyShift(day=DAY, shift="whole", role="member", staff=li.id))
    led = make.record(DutyShift(day=DAY, shift="whole", role="leader", staff=wang.id))
    make.record(DutyShift(day=SATURDAY, shift="whole", role="member", staff=wang.id))
    zhao = make.staff(name="赵六")
    days = {"kind": "01", "since": DAY, "until": DAY + timedelta(2), "state": "granted"}
    leave = make.record(Leave(staff=zhao.id, substitute=li.id, **days))
    actor = somebody(role)
    lines = column(actor)
    assert lines[:4] == [
        "3月25日晨会 08:30（未定稿，会议室）",
        "带班：王建国（0000-8800123，全天）",
        "值班：李四（全天）",
        "请假：赵六（李四代岗，到3月27日）",
    ]
    found = next(one for one in shown(actor).groups if one.title == desk.STATION)
    opened = [(todo.item.table, todo.item.id) for todo in found.todos]
    assert opened[:2] == [("meeting", held), ("duty_shift", led.id)]
    assert opened[3] == ("leave", leave.id)


def test_leave_without_a_substitute_is_said(station, make):
    days = {"kind": "01", "since": DAY, "until": DAY, "state": "granted"}
    make.record(Leave(staff=make.staff(name="赵六").id, **days))
    assert "请假：赵六（没有代岗人，到3月25日）" in column(station)


def test_the_last_package_is_told_to_who_may_send(station, somebody, make, clock):
    made = {"partner": "p", "epoch": "e", "package_id": "1", "digest": "d", "previous": ""}
    numbers = {"seq": 1, "up_to": 1, "counts": "{}"}
    make.record(Shipment(direction="out", made=clock(), **made, **numbers))
    assert column(station)[-1] == "最近报送（3月25日 08:10）"
    assert not any(line.startswith("最近报送") for line in column(somebody("mediator")))


def test_what_is_off_the_lists_waits_only_where_the_station_asks(station, make):
    chief = make.staff(name="王站长")
    make.record(ListedMatter(name="排查", part="basic"))
    one = station.perform(records.save, "task", {"title": "迎检", "source": "superior"}).value
    assert group(station, desk.INCOMPLETE) == []
    station.perform(settings.change, "off_list_asks", "yes")
    assert group(station, desk.INCOMPLETE) == ["迎检（清单外，缺批准人）"]
    station.perform(task.allow, one, chief.id, DAY)
    assert group(station, desk.INCOMPLETE) == []
    later = group(station, desk.INCOMPLETE, DAY + timedelta(1))
    assert later == ["迎检（清单外，批准的日期已过）"]
    assert [item.id for item in station.ask(pending.tasks, DAY + timedelta(1))] == [one]
