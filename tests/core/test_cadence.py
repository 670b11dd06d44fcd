"""When the station meets next: by its own rhythm, on working days, never guessed."""

from datetime import date

import pytest

from core.errors import Invalid
from core.services import cadence, meeting, settings
from core.services.cadence import DAILY, HALF, MONTHLY, TOPIC, WEEKLY
from core.workdays import known

DAY = date(2026, 3, 25)


@pytest.fixture
def following(station):
    def next_day(kind, after=DAY):
        return station.ask(cadence.next_day, kind, after, known())

    return next_day


def change(station, key, value):
    station.perform(settings.change, key, value)


def test_the_morning_meeting_is_on_the_next_working_day_holidays_and_swapped_weekends_minded(
    following,
):
    assert following(DAILY) == date(2026, 3, 26)
    assert following(DAILY, date(2026, 3, 27)) == date(2026, 3, 30)
    assert following(DAILY, date(2026, 4, 30)) == date(2026, 5, 6)
    assert following(DAILY, date(2026, 2, 13)) == date(2026, 2, 14)


def test_a_weekly_meeting_that_falls_on_a_holiday_is_held_on_the_next_working_day(
    station, following
):
    assert following(WEEKLY) == date(2026, 3, 27)
    assert following(WEEKLY, date(2026, 9, 30)) == date(2026, 10, 8)
    change(station, "meeting_weekly", "1")
    assert following(WEEKLY) == date(2026, 3, 30)


def test_the_end_of_a_month_is_never_moved_into_the_next(station, following):
    assert following(MONTHLY) == date(2026, 3, 31)
    assert following(MONTHLY, date(2026, 5, 1)) == date(2026, 5, 29)
    change(station, "meeting_monthly", "first")
    assert following(MONTHLY) == date(2026, 4, 1)
    change(station, "meeting_monthly", "25")
    assert following(MONTHLY, date(2026, 4, 1)) == date(2026, 4, 27)


@pytest.mark.parametrize(
    ("rhythm", "days"),
    [
        ("1", [(4, 1), (4, 16), (5, 6)]),
        ("10", [(4, 10), (4, 27), (5, 11)]),
        ("15", [(3, 31), (4, 15), (4, 30)]),
    ],
)
def test_half_monthly_meetings_come_twice_a_month(station, following, rhythm, days):
    assert following(HALF) is None
    change(station, "meeting_half", rhythm)
    found, after = [], DAY
    for _ in days:
        after = following(HALF, after)
        found.append((after.month, after.day))
    assert found == days


def test_a_year_without_its_table_is_said_not_guessed(station, following):
    with pytest.raises(Invalid, match="没有2031年的放假调休表"):
        following(WEEKLY, date(2031, 3, 26))
    told = station.ask(cadence.proposed, DAILY, date(2026, 12, 31), known())
    assert told.day is None
    assert told.said.startswith("下次晨会的日期算不出：没有2027年的放假调休表")
    last = station.ask(cadence.proposed, MONTHLY, date(2026, 12, 1), known())
    assert last.said == "下次月总结会：12月31日（周四）"


def test_what_is_switched_off_or_called_by_hand_is_not_proposed(station):
    change(station, "meeting_weekly", "0")
    told = {kind: station.ask(cadence.proposed, kind, DAY, known()) for kind in (WEEKLY, TOPIC)}
    assert told[WEEKLY].said == "周例会在“设置”里是不开的"
    assert (told[TOPIC].said, told[TOPIC].day) == ("", None)


def test_a_weekly_meeting_looks_back_to_the_one_before_and_ahead_a_week(station):
    station.perform(meeting.prepare, date(2026, 3, 13), WEEKLY)
    past, ahead = station.ask(cadence.around, WEEKLY, date(2026, 3, 27))
    assert (past.since, past.until) == (date(2026, 3, 13), date(2026, 3, 26))
    assert ahead == date(2026, 4, 3)
