"""Days and times as clerks type them: every way of writing one is read, nothing is guessed."""

from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core import dates

TODAY = date(2026, 3, 25)
ANY_DAY = st.dates(date(1900, 1, 1), date(2099, 12, 31))

WHOLE = (
    "{0:%Y-%m-%d}",
    "{0:%Y%m%d}",
    "{0:%Y/%m/%d}",
    "{0:%Y.%m.%d}",
    "{0.year}.{0.month}.{0.day}",
    "{0.year}。{0.month}。{0.day}",
    "{0.year}-{0.month}-{0.day}",
    "{0.year}－{0.month}－{0.day}",
    "{0.year}年{0.month}月{0.day}日",
    "{0.year} 年 {0.month} 月 {0.day} 日",
    "{0.year}年{0.month}月{0.day}号",
    "{0:%Y-%m-%d} 00:00:00",
)
THIS_YEAR = (
    "{0.month}.{0.day}",
    "{0.month}-{0.day}",
    "{0.month}/{0.day}",
    "{0:%m%d}",
    "{0.month}月{0.day}日",
    "{0.month}月{0.day}号",
)
THIS_MONTH = ("{0.day}", "{0.day}日", "{0.day}号")
WEEKS = {-7: ("上周{}", "上个星期{}"), 0: ("本周{}", "这周{}", "周{}"), 7: ("下周{}", "下礼拜{}")}
FULL_WIDTH = str.maketrans("0123456789", "０１２３４５６７８９")


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("20260325", date(2026, 3, 25)),
        ("２０２６０３２５", date(2026, 3, 25)),
        ("2026-3-25", date(2026, 3, 25)),
        ("2026.3.5", date(2026, 3, 5)),
        ("2026。3。5", date(2026, 3, 5)),
        ("2026/3/5", date(2026, 3, 5)),
        ("2026年3月5日", date(2026, 3, 5)),
        ("2026年 3月 5日", date(2026, 3, 5)),
        ("2026-03-05 00:00:00", date(2026, 3, 5)),
        ("2026/3/5 0:00", date(2026, 3, 5)),
        ("3-25", date(2026, 3, 25)),
        ("3.25", date(2026, 3, 25)),
        ("3月25日", date(2026, 3, 25)),
        ("0325", date(2026, 3, 25)),
        ("25", date(2026, 3, 25)),
        ("5号", date(2026, 3, 5)),
        ("今天", date(2026, 3, 25)),
        ("昨天", date(2026, 3, 24)),
        ("昨", date(2026, 3, 24)),
        ("前天", date(2026, 3, 23)),
        ("大前天", date(2026, 3, 22)),
        ("明天", date(2026, 3, 26)),
        ("后天", date(2026, 3, 27)),
        ("上周五", date(2026, 3, 20)),
        ("上个星期天", date(2026, 3, 22)),
        ("周三", date(2026, 3, 25)),
        ("本周三", date(2026, 3, 25)),
        ("这周日", date(2026, 3, 29)),
        ("下周一", date(2026, 3, 30)),
        ("2024-2-29", date(2024, 2, 29)),
        ("　３．２５ ", date(2026, 3, 25)),
    ],
)
def test_dates_are_read_as_clerks_type_them(typed, meant):
    assert dates.parse_date(typed, TODAY) == meant
    assert dates.date_problem(typed, TODAY) is None


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("2026-02-30", "2026年没有2月30日，请核对"),
        ("0229", "2026年没有2月29日，请核对"),
        ("32", "2026年没有3月32日，请核对"),
        ("2026-13-1", "没有13月，请核对"),
        ("0226-3-5", "年份226不对，请写四位年份，如2026-3-5"),
        ("1850.3.5", "年份1850不对，请写1900至2099年，如2026-3-5"),
        ("26.3.5", "年份26不对，请写四位年份，如2026-3-5"),
        ("2026", "看不懂日期“2026”，可写20260325、3-25、25、昨天、上周五"),
        ("2026-03-05 14:30", "看不懂日期“2026-03-05 14:30”，可写20260325、3-25、25、昨天、上周五"),
        ("年前", "看不懂日期“年前”，可写20260325、3-25、25、昨天、上周五"),
    ],
)
def test_impossible_dates_are_refused_with_a_sentence(typed, told):
    assert dates.parse_date(typed, TODAY) is None
    assert dates.date_problem(typed, TODAY) == told


@given(ANY_DAY, st.sampled_from(WHOLE), st.booleans())
def test_every_way_of_writing_a_whole_date_is_read_back(day, shape, wide):
    written = shape.format(day)
    assert dates.parse_date(written.translate(FULL_WIDTH) if wide else written, TODAY) == day


@given(ANY_DAY, st.sampled_from(THIS_YEAR), st.data())
def test_a_day_without_a_year_is_this_years(day, shape, data):
    today = data.draw(st.dates(date(day.year, 1, 1), date(day.year, 12, 31)))
    assert dates.parse_date(shape.format(day), today) == day


@given(ANY_DAY, st.sampled_from(THIS_MONTH), st.integers(1, 28))
def test_a_day_without_a_month_is_this_months(day, shape, today):
    assert dates.parse_date(shape.format(day), day.replace(day=today)) == day


@given(ANY_DAY, st.sampled_from(list(WEEKS)), st.integers(0, 6), st.integers(0, 1))
def test_a_day_of_the_week_is_counted_from_monday(today, away, day, shape):
    monday = today - timedelta(today.weekday())
    written = WEEKS[away][shape].format("一二三四五六日"[day])
    assert dates.parse_date(written, today) == monday + timedelta(away + day)


@given(st.text(max_size=12))
def test_a_date_is_either_understood_or_told_why_not(text):
    understood = dates.parse_date(text, TODAY) is not None
    told = dates.date_problem(text, TODAY) is not None
    assert understood != told or not "".join(text.split())


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("930", time(9, 30)),
        ("0930", time(9, 30)),
        ("9:30", time(9, 30)),
        ("９：３０", time(9, 30)),
        ("9.30", time(9, 30)),
        ("9点半", time(9, 30)),
        ("9点", time(9)),
        ("9点5分", time(9, 5)),
        ("9时05分", time(9, 5)),
        ("9点一刻", time(9, 15)),
        ("08:30:00", time(8, 30)),
        ("21", time(21)),
        ("上午9点半", time(9, 30)),
        ("中午12点半", time(12, 30)),
        ("中午1点", time(13)),
        ("下午3点", time(15)),
        ("下午 3:20", time(15, 20)),
        ("晚上8点", time(20)),
        ("下午15点", time(15)),
        ("凌晨2点", time(2)),
    ],
)
def test_times_are_read_as_clerks_type_them(typed, meant):
    assert dates.parse_time(typed) == meant
    assert dates.time_problem(typed) is None


@pytest.mark.parametrize("typed", ["25:00", "9:60", "975", "95分", "晚上12点", "九点", "9:5", "早"])
def test_a_time_that_could_mean_two_things_or_none_is_refused(typed):
    assert dates.parse_time(typed) is None
    assert dates.time_problem(typed) == (f"看不懂时间“{typed}”，可写930、9:30、9点半、下午3点")


@given(st.times(), st.sampled_from(("{:%H:%M}", "{:%H%M}", "{:%H点%M分}", "{:%H:%M:%S}")))
def test_every_way_of_writing_a_time_is_read_back(at, shape):
    assert dates.parse_time(shape.format(at)) == at.replace(second=0, microsecond=0)


@pytest.mark.parametrize(
    ("typed", "day", "at"),
    [
        ("3-25 8:30", 25, time(8, 30)),
        ("2026-03-25 08:30", 25, time(8, 30)),
        ("20260325 0830", 25, time(8, 30)),
        ("3月 25日 8:30", 25, time(8, 30)),
        ("昨天9点半", 24, time(9, 30)),
        ("昨 930", 24, time(9, 30)),
        ("上周五下午3点", 20, time(15)),
        ("24日晚上8点", 24, time(20)),
        ("3-2 5", 2, time(5)),
        ("昨天", 24, time()),
    ],
)
def test_a_day_and_its_time_are_read_together(typed, day, at):
    meant = datetime.combine(date(2026, 3, day), at, tzinfo=dates.CHINA)
    assert dates.parse_moment(typed, TODAY) == meant
    assert dates.moment_problem(typed, TODAY) is None


def test_a_moment_nobody_understands_is_told():
    assert dates.parse_moment("3-25 下班后", TODAY) is None
    assert dates.moment_problem("3-25 下班后", TODAY) == (
        "看不懂时刻“3-25 下班后”，可写3-25 8:30、昨天9点半、20260325 0830"
    )


def test_nothing_typed_is_no_problem():
    assert dates.parse_date(" ", TODAY) is None
    assert dates.date_problem(" ", TODAY) is None
    assert dates.time_problem("") is None
    assert dates.moment_problem("", TODAY) is None


def test_a_day_says_which_day_of_the_week_it_is():
    assert [dates.weekday(TODAY), dates.weekday(date(2026, 3, 29))] == ["周三", "周日"]
