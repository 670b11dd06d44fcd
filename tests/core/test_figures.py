"""Figures and their words: rates, changes, report weeks, and what a case counts for."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import Invalid
from core.records.grid import Grid
from core.records.mediation_case import Agreement
from core.rights import Right
from core.services import caseload, figures, weekly
from core.services.figures import (
    Figure,
    Period,
    change_sentence,
    counted,
    percentage,
    rate_change_sentence,
    read_period,
    week_of,
)
from core.station import operation

pytestmark = pytest.mark.both_stores

FRIDAY = 5
WEEK = Period(date(2026, 3, 20), date(2026, 3, 26), "2026年第13周")


@pytest.mark.parametrize(
    ("part", "whole", "text"),
    [
        (14462, 30370, "47.62"),
        (939, 1309, "71.73"),
        (9201, 9213, "99.87"),
        (170238, 167101, "101.88"),
        (911, 972, "93.72"),
        (43, 996, "4.32"),
        (1, 800, "0.13"),
    ],
)
def test_a_percentage_has_two_decimals_rounded_half_up(part, whole, text):
    assert str(percentage(part, whole)) == text


def test_a_rate_shows_both_numbers_and_a_dash_where_nothing_was_due():
    assert Figure(Decimal("93.57"), 131, 140).text == "131/140 = 93.57%"
    assert figures.rate(0, ()).text == "—"
    assert counted(()).text == "0"


def test_a_change_is_told_as_the_trade_tells_it():
    assert change_sentence(506, 420, "上周") == "比上周上升20.48%（增86件）"
    assert change_sentence(3, 4) == "比上期下降25.00%（减1件）"
    assert change_sentence(5, 5) == "与上期持平"
    assert change_sentence(0, 0) == "与上期持平"
    assert change_sentence(7, 0) == "上期为0件"


@given(st.integers(0, 10**6), st.integers(0, 10**6))
def test_every_change_sentence_is_sane(now, before):
    told = change_sentence(now, before)
    assert ("持平" in told) == (now == before)
    assert ("上期为0" in told) == (before == 0 and now > 0)
    assert ("上升" in told) == (now > before > 0)
    assert ("下降" in told) == (now < before)
    assert "∞" not in told
    assert "E" not in told
    if "%" in told:
        share = Decimal(told.split("%")[0].lstrip("比上期升下降"))
        assert abs(share - Decimal(100 * abs(now - before)) / before) <= Decimal("0.005")
        assert f"{abs(now - before)}件" in told


@given(st.integers(0, 999), st.integers(0, 999), st.integers(0, 999), st.integers(0, 999))
def test_rates_differ_by_percentage_points_that_the_two_printed_rates_give(a, b, c, d):
    now, before = Figure(percentage(a, b), a, b), Figure(percentage(c, d), c, d)
    told = rate_change_sentence(now, before)
    if not (b and d):
        assert told == "上期无可比数据"
    elif now.value == before.value:
        assert told == "与上期持平"
    else:
        assert told.endswith("个百分点")
        by = Decimal(told.removesuffix("个百分点").lstrip("比上期提高下降"))
        assert by == abs(now.value - before.value)
        assert ("提高" in told) == (now.value > before.value)


def test_a_report_week_from_friday_has_the_number_of_its_thursday():
    week = week_of(date(2026, 3, 25), FRIDAY)
    assert week == WEEK
    assert week.before() == Period(date(2026, 3, 13), date(2026, 3, 19))
    assert week_of(date(2026, 3, 27), FRIDAY).name == "2026年第14周"
    assert week_of(date(2026, 3, 25)).since == date(2026, 3, 23)


@given(st.dates(date(2020, 1, 1), date(2035, 1, 1)), st.integers(1, 7))
def test_every_day_lies_in_its_week_of_seven_days_and_the_name_leads_back(day, start):
    week = week_of(day, start)
    assert day in week
    assert week.until - week.since == timedelta(days=6)
    assert week.since.isoweekday() == start
    year, number = week.name.removesuffix("周").split("年第")
    assert read_period(f"{year}-W{number}", start) == week


def test_a_period_is_read_as_people_write_it():
    assert read_period("2026-W13", FRIDAY) == WEEK
    assert read_period("2026-w13", FRIDAY) == WEEK
    assert read_period("２０２６－０３－２０..2026-03-26").since == WEEK.since
    assert read_period("2026-02") == Period(date(2026, 2, 1), date(2026, 2, 28), "2026年2月")


@pytest.mark.parametrize(
    "text", ["", "去年", "2026-W54", "2026-13", "2026-02-30..2026-03-01", "2026-03-20.."]
)
def test_a_period_nobody_can_read_is_refused_with_an_example(text):
    with pytest.raises(Invalid, match="2026-W13"):
        read_period(text)


def test_a_period_that_ends_before_it_begins_is_refused():
    with pytest.raises(Invalid, match="早于起日"):
        read_period("2026-03-26..2026-03-20")


def test_a_span_names_the_year_only_where_it_changes():
    assert WEEK.span == "3月20日至3月26日"
    assert Period(date(2026, 12, 30), date(2027, 1, 5)).span == "12月30日至2027年1月5日"
    assert Period(date(2026, 3, 5), date(2026, 3, 5)).span == "3月5日"


def accepted(make, day, **given):
    common = {"accepted_on": day, "due": day + timedelta(days=30), "state": "Z20"}
    return make.case(**common | given)


def test_a_case_typed_in_late_counts_in_the_week_it_happened(station, make):
    case = accepted(make, date(2026, 3, 18), closed_on=date(2026, 3, 24))
    before = station.ask(weekly.counts, WEEK.before())
    now = station.ask(weekly.counts, WEEK)
    assert before.accepted.ids == (case.id,)
    assert before.open.ids == (case.id,)
    assert (now.accepted.value, now.closed.ids, now.open.value) == (0, (case.id,), 0)


def test_voided_cases_count_nowhere(station, make):
    accepted(make, date(2026, 3, 21), voided_on=date(2026, 3, 22))
    assert station.ask(weekly.counts, WEEK).accepted.value == 0


def test_an_agreement_in_force_ends_the_period_but_not_the_case(station, make):
    case = accepted(make, date(2026, 2, 10))
    assert station.ask(caseload.figure, caseload.overdue_on(date(2026, 3, 26))).ids == (case.id,)
    make.record(
        Agreement(
            case=case.id,
            form="written",
            signed_on=date(2026, 3, 20),
            effective_on=date(2026, 3, 22),
            amount=Decimal("1800.50"),
        )
    )
    counts = station.ask(weekly.counts, WEEK)
    assert counts.overdue.value == 0
    assert counts.open.ids == (case.id,)
    assert (counts.agreements.value, counts.amount.value) == (1, Decimal("1800.50"))
    march = Period(date(2026, 3, 1), date(2026, 3, 31))
    assert station.ask(caseload.closing_rate, march).text == "1/1 = 100.00%"


def test_cases_are_counted_by_village_in_code_order_without_ranking(station, make):
    east = make.grid(name="东风村", level="village", code="02")
    make.grid(name="白杨村", level="village", code="01")
    group = make.grid(name="东风村一组", level="base", code="0201", parent=east.id)
    for _ in range(3):
        accepted(make, date(2026, 3, 21), grid=group.id, dispute="02")
    accepted(make, date(2026, 3, 22), dispute="01")
    lines = station.ask(caseload.by_village, WEEK)
    assert [(one.name, one.accepted.value) for one in lines] == [
        ("白杨村", 0),
        ("东风村", 3),
        ("未填写", 1),
    ]
    kinds = station.ask(caseload.by_kind, WEEK)
    assert [(one.name, one.accepted.value) for one in kinds] == [
        ("婚姻家庭纠纷", 1),
        ("邻里纠纷", 3),
    ]


def test_grids_that_point_at_each_other_do_not_hang_the_count(station, make):
    """No form makes a ring any more; what came in long ago may have one."""

    @operation("画圈", needs=Right.KEEP)
    def circle(tx, lower, upper):
        tx.session.get_one(Grid, upper).parent = lower

    one = make.grid(name="甲组")
    other = make.grid(name="乙组", parent=one.id)
    station.perform(circle, other.id, one.id)
    accepted(make, date(2026, 3, 21), grid=one.id)
    assert [line.name for line in station.ask(caseload.by_village, WEEK)] == ["甲组"]


def test_the_weekly_figures_agree_with_their_parts_and_lead_to_records(station, make):
    grid = make.grid(name="东风村", level="village")
    cases = [accepted(make, date(2026, 3, 20 + n), grid=grid.id, dispute="02") for n in range(4)]
    accepted(make, date(2026, 3, 14), dispute="10")
    week = station.ask(weekly.weekly, WEEK)
    assert week.station == "石桥镇综治中心"
    assert set(week.now.accepted.ids) == {case.id for case in cases}
    assert sum(one.accepted.value for one in week.kinds) == 4
    assert sum(one.accepted.value for one in week.villages) == 4
    named = week.figures()
    assert named["accepted"].value == 4
    assert named["accepted_before"].value == 1
    assert named["village.东风村"].ids == week.now.accepted.ids


def test_an_empty_station_has_a_weekly_sheet_of_noughts(station):
    week = station.ask(weekly.weekly, WEEK)
    assert week.now.accepted.value == 0
    assert week.now.due_closed_rate.text == "—"
    assert week.kinds == ()
    assert week.villages == ()


def test_report_weeks_begin_as_the_station_has_it_set(station):
    assert station.ask(weekly.period, "2026-W13") == WEEK
    assert station.ask(weekly.last_week, date(2026, 3, 27)) == WEEK
