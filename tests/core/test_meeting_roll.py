"""The roll changed by hand: guests, people called in, and who is taken off with a reason."""

from datetime import date

import pytest

from core import workdays
from core.errors import Invalid
from core.records.meeting import Attendance
from core.services import (
    history,
    meeting,
    meeting_file,
    meeting_roll,
    minutes,
    owed_papers,
    records,
)
from core.services.meeting_roll import Joining

pytestmark = pytest.mark.both_stores

DAY = date(2026, 3, 25)
GUEST = Joining(None, "𠮷建平", "县委政法委综治科长")


@pytest.fixture
def people(make):
    return [make.staff(name=name, joined=date(2025, 1, 1)).id for name in ("李四", "王五")]


@pytest.fixture
def held(station, people):
    return station.perform(meeting.prepare, DAY).value


def lines(station, held):
    return station.ask(records.children, Attendance, held)


def roll(station, held):
    return station.ask(meeting.roll, held)


def test_a_guest_of_the_county_sits_in_and_is_not_counted_among_those_expected(station, held):
    station.perform(meeting_roll.join, held, GUEST)
    found = roll(station, held)
    assert found.text == "应到2人，实到2人"
    assert found.guests == ("𠮷建平（县委政法委综治科长）",)
    called = station.ask(meeting_file.file, DAY).people[-1]
    assert (called.name, called.place, called.staff) == (
        "𠮷建平",
        "列席 县委政法委综治科长",
        None,
    )


def test_somebody_called_in_is_expected_and_there(station, held, make):
    late = make.staff(name="赵六", joined=date(2027, 1, 1)).id
    station.perform(meeting_roll.join, held, Joining(late))
    assert roll(station, held).text == "应到3人，实到3人"
    assert lines(station, held)[-1].staff == late


def test_nobody_is_on_the_roll_twice(station, held, people):
    with pytest.raises(Invalid, match="李四已在签到名单里，直接改出勤就行"):
        station.perform(meeting_roll.join, held, Joining(people[0]))
    station.perform(meeting_roll.join, held, GUEST)
    with pytest.raises(Invalid, match="𠮷建平已在签到名单里"):
        station.perform(meeting_roll.join, held, GUEST)
    station.perform(meeting_roll.join, held, Joining(None, "𠮷建平", "县司法局"))
    assert len(lines(station, held)) == 4


@pytest.mark.parametrize("name", ["", "  ", "张三1"])
def test_a_guest_needs_a_name(station, held, name):
    with pytest.raises(Invalid, match="姓名"):
        station.perform(meeting_roll.join, held, Joining(None, name, "县里"))


def test_who_is_taken_off_is_told_with_the_reason_and_may_come_back(station, held, people):
    station.perform(meeting.mark, held, {lines(station, held)[0].id: ("absent", None)})
    station.perform(meeting_roll.take_off, held, lines(station, held)[0].id, " 借调县里 ")
    found = roll(station, held)
    assert found.text == "应到1人，实到1人"
    assert found.absences == "不列入应到：李四（借调县里）"
    station.perform(meeting_roll.join, held, Joining(people[0]))
    assert roll(station, held).absences == "无"
    assert [one.staff for one in lines(station, held)] == people[::-1]
    assert lines(station, held)[-1].state == "present"


def test_taking_off_without_a_reason_or_twice_is_refused(station, held):
    first = lines(station, held)[0].id
    with pytest.raises(Invalid, match="请写明移出的原因"):
        station.perform(meeting_roll.take_off, held, first, " ")
    done = station.perform(meeting_roll.take_off, held, first, "借调")
    with pytest.raises(Invalid, match="签到名单刚有变化"):
        station.perform(meeting_roll.take_off, held, first, "借调")
    station.perform(history.undo, done.seq)
    assert roll(station, held).off == ()
    assert len(lines(station, held)) == 2


def test_a_final_meeting_takes_nobody_on_or_off(station, held):
    station.perform(meeting_roll.join, held, GUEST)
    station.perform(minutes.finalise, held)
    with pytest.raises(Invalid, match="已定稿，签到名单不能再加人、去人"):
        station.perform(meeting_roll.join, held, Joining(None, "钱七", ""))
    with pytest.raises(Invalid, match="用“更正”写进“列席”"):
        station.perform(meeting_roll.take_off, held, lines(station, held)[0].id, "借调")
    change = minutes.Change(marks={lines(station, held)[-1].id: ("late", None)})
    station.perform(minutes.correct, held, change)
    assert roll(station, held).guests == ("𠮷建平（县委政法委综治科长）",)


def test_a_guest_who_did_not_come_owes_nobody_a_reason(station, held):
    station.perform(meeting_roll.join, held, GUEST)
    station.perform(meeting.mark, held, {lines(station, held)[-1].id: ("absent", None)})
    assert roll(station, held).guests == ()
    owed = station.ask(owed_papers.missing_reasons, station.actor, DAY, workdays.known())
    assert list(owed.items) == []
