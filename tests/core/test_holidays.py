"""A year's days off, pasted as the notice tells them; each year is told whole or not at all."""

from datetime import date

import pytest

from core import holidays, places, workdays
from core.errors import Invalid, NotAllowed
from core.services import days_off, duty_planning, history, settings
from tests.core.duty_room import listed

DELIVERED = workdays.load(places.resources() / "codes" / "calendar_exceptions.csv")
TITLE = "关于{}年部分节假日安排的通知\n各部委、各直属机构：\n具体安排如下。\n"
NOTICES = {
    2025: TITLE.format(2025)
    + """一、元旦：1月1日（周三）放假1天，不调休。
二、春节：1月28日（农历除夕、周二）至2月4日（农历正月初七、周二）放假调休，共8天。1月26日（周日）、2月8日（周六）上班。
三、清明节：4月4日（周五）至6日（周日）放假，共3天。
四、劳动节：5月1日（周四）至5日（周一）放假调休，共5天。4月27日（周日）上班。
五、端午节：5月31日（周六）至6月2日（周一）放假，共3天。
六、国庆节、中秋节：10月1日（周三）至8日（周三）放假调休，共8天。9月28日（周日）、10月11日（周六）上班。
节假日期间，各地区要妥善安排好值班。2024年11月12日""",
    2026: TITLE.format(2026)
    + """元旦:1月1日(周四)至3日(周六)放假,1月4日(周日)上班
春节：2月15日—23日放假，2月14日、2月28日上班
清明节：4月4日到6日放假
劳动节：5月1日至5月5日放假；5月9日上班。端午节：6月19日至21日放假。
中秋节：９月２５日至２７日放假
国庆节：10月1日（星期四）至7日放假调休，共7天。9月20日（星期日），10月10日上班。""",
}
NEXT = TITLE.format(2027) + "元旦：1月1日至3日放假。国庆节：10月1日至7日放假，10月9日上班。"


@pytest.fixture(autouse=True)
def _forgotten():
    yield
    workdays.learn(holidays.read(""))


@pytest.mark.parametrize("year", NOTICES)
def test_the_notice_of_a_year_says_what_the_delivered_table_says(year):
    told = holidays.read(NOTICES[year])
    for ours, read in ((DELIVERED.holidays, told.holidays), (DELIVERED.worked, told.worked)):
        assert {day for day in ours if day.year == year} == read
    assert told.names[date(year, 10, 1)].startswith("国庆节")


def test_two_notices_below_each_other_are_two_years():
    assert holidays.read("\n".join(NOTICES.values())).known_years == (2025, 2026)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("今天开会", "没有读到放假安排"),
        ("元旦：1月1日至3日放假", "连标题一起粘贴"),
        (TITLE.format(2027) + "元旦：1月1日放假。", "2027年的元旦或国庆节没有读到"),
        (NEXT.replace("1月1日", "1月1日（周四）"), "2027年1月1日是周五，通知里写的是周四"),
        (NEXT.replace("1月1日", "2月30日"), "元旦写的“2月30日”看不懂"),
        (NEXT.replace("1月1日", "1月9日"), "元旦的起止日期读不通"),
    ],
)
def test_a_notice_that_cannot_be_understood_is_answered(text, said):
    with pytest.raises(Invalid, match=said):
        holidays.read(text)


def test_a_notice_pasted_into_the_settings_makes_the_year_known(station, make, somebody):
    listed(make, ["李四", "王五", "赵六"])
    with pytest.raises(Invalid, match="没有2027年的放假调休表，请在“设置”里粘贴"):
        station.perform(duty_planning.carry_on, date(2027, 1, 5))
    with pytest.raises(NotAllowed):
        somebody("mediator").perform(settings.change, "holidays", NEXT)
    with pytest.raises(Invalid, match="没有读到放假安排"):
        station.perform(settings.change, "holidays", "元旦")
    pasted = station.perform(settings.change, "holidays", NEXT)
    station.ask(days_off.apply)
    station.perform(duty_planning.carry_on, date(2027, 1, 5))
    assert not workdays.known().is_workday(date(2027, 10, 7))
    assert workdays.known().is_workday(date(2026, 10, 10)), "what was delivered stays"
    station.perform(history.undo, pasted.seq)
    station.ask(days_off.apply)
    with pytest.raises(Invalid, match="没有2027年"):
        workdays.known().is_workday(date(2027, 1, 4))
