"""Who is expected at a meeting, who is away with leave, and who sits in for whom."""

from datetime import date

import pytest

from core.records.duty import DutyShift
from core.records.leave import Leave
from core.records.meeting import Attendance
from core.records.secondment import Secondment
from core.services import meeting, records, settings

pytestmark = pytest.mark.both_stores

DAY = date(2026, 3, 25)


@pytest.fixture
def people(make):
    names = ("李四", "王五", "赵六", "孙七")
    return [make.staff(name=name, joined=date(2025, 1, n + 1)) for n, name in enumerate(names)]


def roll(station):
    return station.ask(meeting.roll, station.perform(meeting.prepare, DAY).value)


def leave(make, person, **told):
    given = {"kind": "02", "since": date(2026, 3, 24), "until": DAY, "state": "granted"}
    return make.record(Leave(staff=person.id, **{**given, **told}))


def test_who_has_leave_is_not_expected_and_the_substitute_is_named(station, make, people):
    leave(make, people[0], substitute=people[1].id)
    leave(make, people[2], kind="10")
    told = roll(station)
    assert told.text == "应到2人，实到2人"
    assert told.absences == "不列入应到：李四请假（病假，王五代会）、赵六公出（公出）"


def test_who_does_not_come_stands_before_those_who_were_not_expected(station, make, people):
    """应到 less 实到 is how many names stand before 不列入应到."""
    leave(make, people[0])
    held = station.perform(meeting.prepare, DAY).value
    late = next(
        one for one in station.ask(records.children, Attendance, held) if one.staff == people[3].id
    )
    station.perform(meeting.mark, held, {late.id: ("absent", "家中有事")})
    told = station.ask(meeting.roll, held)
    assert (told.expected, told.present) == (3, 2)
    assert told.absences == "孙七缺席（家中有事）；不列入应到：李四请假（病假）"


def test_leave_that_was_only_asked_for_or_is_over_excuses_nobody(station, make, people):
    leave(make, people[0], state="asked")
    leave(make, people[1], until=date(2026, 3, 24))
    leave(make, people[2], back_on=DAY)
    assert roll(station).text == "应到4人，实到4人"


def test_the_substitute_who_is_away_too_is_replaced_by_the_one_acting_for_him(
    station, make, people
):
    leave(make, people[0], substitute=people[1].id)
    leave(make, people[1], substitute=people[2].id)
    assert roll(station).absences == (
        "不列入应到：李四请假（病假，赵六代会）、王五请假（病假，赵六代会）"
    )


def test_who_was_on_duty_at_night_rests_only_where_the_station_says_so(station, make, people):
    make.record(DutyShift(day=date(2026, 3, 24), shift="night", role="member", staff=people[3].id))
    assert roll(station).expected == 4
    station.perform(settings.change, "after_duty", "rest")
    other = station.perform(meeting.prepare, DAY, "weekly").value
    told = station.ask(meeting.roll, other)
    assert (told.expected, told.absences) == (3, "不列入应到：孙七请假（值班补休）")


def test_people_sent_down_are_expected_on_their_days_only(station, make, people):
    given = {"home": "县应急局"}
    make.record(Secondment(staff=people[0].id, since=date(2026, 3, 26), **given))
    make.record(
        Secondment(staff=people[1].id, since=date(2026, 1, 1), until=date(2026, 3, 24), **given)
    )
    make.record(Secondment(staff=people[2].id, since=DAY, **given))
    assert roll(station).expected == 2


def test_who_came_though_on_leave_counts_as_expected_and_present(station, make, people):
    leave(make, people[0])
    held = station.perform(meeting.prepare, DAY).value
    (away, *_) = station.ask(records.children, Attendance, held)
    station.perform(meeting.mark, held, {away.id: ("present", None)})
    told = station.ask(meeting.roll, held)
    assert (told.expected, told.present, told.absences) == (4, 4, "无")


def test_a_late_comer_is_noted_with_the_time(station, people):
    held = station.perform(meeting.prepare, DAY).value
    first = station.ask(records.children, Attendance, held)[0]
    station.perform(meeting.mark, held, {first.id: ("late", None)})
    assert f"{station.ask(records.children, Attendance, held)[0].at:%H:%M}" == "08:10"
