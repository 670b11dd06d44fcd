"""The log of a shift: zero records in one go, a matter that becomes a visit."""

from datetime import date, time

import pytest

from core.errors import Invalid
from core.records.duty import DutyLog
from core.records.visit import Visit
from core.services import duty_log
from core.settings import DUTY_SHIFTS
from tests.core.duty_room import put

pytestmark = pytest.mark.both_stores

MONDAY, TODAY = date(2026, 3, 23), date(2026, 3, 25)


def logs(station):
    return station.ask(lambda session: session.query(DutyLog).order_by(DutyLog.day).all())


def test_quiet_days_get_one_unsigned_line_each_and_told_days_none(station, make):
    make.record(DutyLog(day=date(2026, 3, 24), shift="whole", content="停水", quiet=False))
    assert station.perform(duty_log.report_nothing, MONDAY, TODAY).value == 2
    assert [(one.day.day, one.quiet, one.keeper) for one in logs(station)] == [
        (23, True, None),
        (24, False, None),
        (25, True, None),
    ]
    assert station.perform(duty_log.report_nothing, MONDAY, TODAY).value == 0


def test_two_shifts_a_day_get_a_line_each(station, make):
    put(station, DUTY_SHIFTS, "both")
    make.record(DutyLog(day=MONDAY, shift="night", content="停水", quiet=False))
    make.record(DutyLog(day=date(2026, 3, 24), shift="whole", content="停电", quiet=False))
    assert station.perform(duty_log.report_nothing, MONDAY, TODAY).value == 3


def test_nothing_is_reported_of_days_to_come_or_of_years_at_once(station):
    with pytest.raises(Invalid, match="今天为止"):
        station.perform(duty_log.report_nothing, TODAY, date(2026, 3, 26))
    with pytest.raises(Invalid, match="止日早于起日"):
        station.perform(duty_log.report_nothing, TODAY, MONDAY)
    with pytest.raises(Invalid, match="一年"):
        station.perform(duty_log.report_nothing, date(2024, 3, 1), TODAY)


def test_a_line_becomes_a_note_to_register_and_only_once(station, make):
    line = make.record(
        DutyLog(
            day=MONDAY,
            at=time(20, 15),
            caller="李女士",
            phone="13800000000",
            content="东风村水管破裂。请派人看看。",
            quiet=False,
        )
    )
    visit = station.ask(
        lambda session, one: session.get(Visit, one),
        station.perform(duty_log.to_visit, line.id).value,
    )
    assert (visit.title, visit.source, visit.name) == ("东风村水管破裂", "call", "李女士")
    assert (visit.came_on, visit.came_at, visit.state) == (MONDAY, time(20, 15), "note")
    with pytest.raises(Invalid, match="已经转"):
        station.perform(duty_log.to_visit, line.id)
    (item,) = station.ask(duty_log.matters, MONDAY, TODAY)
    assert item.text == "3月23日值班：东风村水管破裂"


def test_a_quiet_shift_has_nothing_to_hand_on(station):
    station.perform(duty_log.report_nothing, TODAY, TODAY)
    (line,) = logs(station)
    with pytest.raises(Invalid, match="零记录没有事项"):
        station.perform(duty_log.to_visit, line.id)
