"""Which days offices work, and where a period of working days ends."""

import csv
import re
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core import places, workdays
from core.errors import Invalid

TABLE = places.resources() / "codes" / "calendar_exceptions.csv"
CALENDAR = workdays.load(TABLE)
VECTORS = Path(__file__).parent / "vectors" / "test_vectors.csv"
HEAD = "date,weekday,kind,name\n"


def vectors(pattern):
    with VECTORS.open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["kind"] == "工作日"]
    found = [(re.fullmatch(pattern, row["input"]), row["expected"]) for row in rows]
    return [(*match.groups(), expected) for match, expected in found if match]


@pytest.mark.parametrize(("start", "number", "end"), vectors(r"(\S+) \+ (\d+)工作日"))
def test_periods_of_the_rules_end_where_they_should(start, number, end):
    first, last = date.fromisoformat(start), date.fromisoformat(end)
    assert CALENDAR.add_workdays(first, int(number)) == last
    assert CALENDAR.workdays_between(first, last) == int(number)


@pytest.mark.parametrize(("year", "number"), vectors(r"(\d+)年全年工作日"))
def test_a_year_has_as_many_working_days_as_the_notice_says(year, number):
    days = (date(int(year), 1, 1) + timedelta(n) for n in range(365))
    assert sum(CALENDAR.is_workday(day) for day in days) == int(number)


def days(first, last):
    """From one day of a notice to another, both of them."""
    begin, end = date.fromisoformat(first), date.fromisoformat(last)
    return {begin + timedelta(n) for n in range((end - begin).days + 1)}


OFF = set.union(
    days("2025-01-01", "2025-01-01"), days("2025-01-28", "2025-02-04"),
    days("2025-04-04", "2025-04-06"), days("2025-05-01", "2025-05-05"),
    days("2025-05-31", "2025-06-02"), days("2025-10-01", "2025-10-08"),
    days("2026-01-01", "2026-01-03"), days("2026-02-15", "2026-02-23"),
    days("2026-04-04", "2026-04-06"), days("2026-05-01", "2026-05-05"),
    days("2026-06-19", "2026-06-21"), days("2026-09-25", "2026-09-27"),
    days("2026-10-01", "2026-10-07"),
)  # fmt: skip
"""The days off of both notices (国办发明电〔2024〕12号, 国办 2025-11-04), typed from their text."""
MADE_UP = {
    date(2025, 1, 26), date(2025, 2, 8), date(2025, 4, 27), date(2025, 9, 28), date(2025, 10, 11),
    date(2026, 1, 4), date(2026, 2, 14), date(2026, 2, 28), date(2026, 5, 9), date(2026, 9, 20),
    date(2026, 10, 10),
}  # fmt: skip
"""The weekends both notices make working days of."""
EVERY = sorted(days("2025-01-01", "2026-12-31"))
WORKED = [day for day in EVERY if day in MADE_UP or (day.weekday() < 5 and day not in OFF)]


def test_every_day_of_both_years_is_what_the_notices_say():
    assert [day for day in EVERY if CALENDAR.is_workday(day)] == WORKED


@pytest.mark.parametrize("number", [1, 2, 3, 5, 7, 10, 15, 30])
def test_from_every_day_of_both_years_a_period_ends_where_one_counts_to(number):
    for start in EVERY:
        after = [day for day in WORKED if day > start][:number]
        if len(after) == number:
            assert CALENDAR.add_workdays(start, number) == after[-1]
            assert CALENDAR.workdays_between(start, after[-1]) == number
            assert CALENDAR.workdays_between(after[-1], start) == -number
            assert CALENDAR.shifted(start) == (start if start in WORKED else after[0])


def test_three_working_days_from_wednesday_end_on_monday():
    assert CALENDAR.add_workdays(date(2026, 3, 25), 3) == date(2026, 3, 30)


def test_a_period_that_ends_on_a_day_off_ends_after_it():
    assert CALENDAR.shifted(date(2026, 2, 16)) == date(2026, 2, 24)
    assert CALENDAR.shifted(date(2026, 2, 14)) == date(2026, 2, 14)
    assert CALENDAR.shifted(date(2026, 3, 25)) == date(2026, 3, 25)
    assert CALENDAR.next_workday(date(2026, 3, 27)) == date(2026, 3, 30)


def test_overdue_days_are_negative():
    assert CALENDAR.workdays_between(date(2026, 3, 30), date(2026, 3, 25)) == -3
    assert CALENDAR.workdays_between(date(2026, 3, 25), date(2026, 3, 25)) == 0


@given(st.dates(date(2025, 1, 1), date(2026, 9, 1)), st.integers(1, 60))
def test_counting_forth_and_back_agree(start, number):
    end = CALENDAR.add_workdays(start, number)
    assert CALENDAR.is_workday(end)
    assert CALENDAR.workdays_between(start, end) == number


def test_a_year_without_its_table_is_asked_for_and_never_guessed():
    assert CALENDAR.known_years == (2025, 2026)
    with pytest.raises(Invalid, match="没有2027年的放假调休表，请在“设置”里粘贴该年的放假通知"):
        CALENDAR.add_workdays(date(2026, 12, 30), 3)
    with pytest.raises(Invalid, match="没有2024年"):
        CALENDAR.is_workday(date(2024, 12, 31))


def test_days_of_the_next_year_in_a_notice_do_not_make_that_year_known(tmp_path):
    table = tmp_path / "table.csv"
    rows = "2025-01-01,三,holiday,元旦\n2025-10-01,三,holiday,国庆节\n2026-01-01,四,holiday,元旦\n"
    table.write_text(HEAD + rows, encoding="utf-8-sig")
    assert workdays.load(table).known_years == (2025,)


def test_a_table_may_do_without_weekdays(tmp_path):
    table = tmp_path / "table.csv"
    table.write_text("date,kind,name\n2027-01-01,holiday,元旦\n", encoding="utf-8")
    assert workdays.load(table).holidays == {date(2027, 1, 1)}


@pytest.mark.parametrize(
    ("rows", "told"),
    [
        ("2026-02-30,一,holiday,春节\n", "第2行看不懂"),
        ("2026-01-01,四,holiday,元旦\n元旦\n", "第3行看不懂"),
        ("2026-01-01,五,holiday,元旦\n", "第2行的类型或星期不对"),
        ("2026-01-01,四,放假,元旦\n", "第2行的类型或星期不对"),
        ("2026-01-01,四,holiday,元旦\n2026-01-01,四,workday,元旦\n", "重复的日期"),
    ],
)
def test_a_faulty_table_is_refused_with_its_line(tmp_path, rows, told):
    table = tmp_path / "table.csv"
    table.write_text(HEAD + rows, encoding="utf-8")
    with pytest.raises(Invalid, match=told):
        workdays.load(table)


def test_a_table_of_other_columns_is_refused(tmp_path):
    table = tmp_path / "table.csv"
    table.write_text("日期,类型\n2026-01-01,休\n", encoding="utf-8")
    with pytest.raises(Invalid, match="第2行看不懂"):
        workdays.load(table)
