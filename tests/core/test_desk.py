"""The desk: what is owed today comes first, then figures that lead to their records."""

from datetime import date, timedelta

import pytest

from core.records.mediation_case import Party, Performance
from core.services import desk, looks, meeting, pending, records
from core.services import settings as kept
from core.services.desk import Owed
from core.services.pending import Item

pytestmark = pytest.mark.both_stores

DAY = date(2026, 3, 25)
FRIDAY = date(2026, 3, 27)
MONDAY = date(2026, 3, 30)


def shown(station, day=DAY):
    return station.ask(desk.today, station.actor, day, pending.calendar())


def group(station, title, day=DAY):
    found = next(one for one in shown(station, day).groups if one.title == title)
    return [todo.item.line for todo in found.todos]


def card(station, key):
    return next(one for one in shown(station).cards if one.key == key)


def accepted(make, days_ago, **given):
    day = DAY - timedelta(days=days_ago)
    common = {"accepted_on": day, "due": day + timedelta(days=30), "state": "Z20"}
    return make.case(**common | given)


def test_an_empty_station_owes_nothing_and_has_no_rate(station):
    today = shown(station)
    assert [(one.title, one.total) for one in today.groups] == [
        ("今天要报", 0),
        ("今日到期·超期", 0),
        ("待补全", 0),
    ]
    assert [one.figure.text for one in today.cards] == ["0", "0", "0", "0", "—"]
    assert len(today.months) == 12
    assert today.kinds == ()


def test_the_weekly_sheet_is_owed_on_friday_by_noon(station):
    assert group(station, "今天要报") == []
    assert group(station, "今天要报", FRIDAY) == ["周报（3月20日至3月26日）（12:00前报出）"]


def test_a_weekly_sheet_due_on_a_holiday_is_owed_on_the_next_working_day(station):
    labour_day = date(2026, 5, 1)
    assert group(station, "今天要报", labour_day) == []
    assert group(station, "今天要报", date(2026, 5, 6)) == [
        "周报（4月24日至4月30日）（12:00前报出）"
    ]


def test_a_station_whose_week_begins_on_monday_reports_on_monday(station):
    station.perform(kept.change, "week_start", "1")
    assert group(station, "今天要报", FRIDAY) == []
    assert group(station, "今天要报", MONDAY)[0].startswith("周报（3月23日至3月29日）")


def test_what_is_due_or_overdue_stands_with_the_latest_first(station, make):
    late = accepted(make, 35, title="围栏纠纷")
    accepted(make, 29, title="明天到期")
    item = {"case": late.id, "position": 1, "payer": "王某", "item": "拆除围栏"}
    make.record(Performance(**item, due=date(2026, 3, 24)))
    make.task(title="修路灯", given_on=date(2026, 3, 20), due=DAY)
    make.task(title="早办完", due=date(2026, 3, 20), state="closed")
    assert group(station, "今日到期·超期") == [
        "围栏纠纷（未定调解员，3月20日到期，超期5天，受理35天）",
        "履行：王某拆除围栏（围栏纠纷，3月24日到期，超期1天）",
        "修路灯（未定责任人，今日到期，交办5天）",
    ]


def test_what_is_in_ones_own_hands_is_marked(station, make):
    own = make.staff(name="李海燕")
    station.perform(records.save, "user", {"staff": own.id}, station.actor.id)
    make.task(title="自己的", due=DAY, owner=own.id)
    make.task(title="别人的", due=DAY)
    due = shown(station).groups[1]
    assert {todo.item.text: todo.mine for todo in due.todos} == {"自己的": True, "别人的": False}


def test_half_filled_cases_and_unknown_reasons_wait_to_be_completed(station, make):
    whole = accepted(make, 3, title="齐全", dispute="02")
    make.record(Party(case=whole.id, position=1, side="applicant", kind="person", name="王某"))
    make.case(title="速记一件")
    make.case(title="补登的", dispute="02", state="Z30")
    make.case(title="不予受理的", state="Z11")
    make.staff(name="王五")
    held = station.perform(meeting.prepare, DAY).value
    person = station.ask(records.children, meeting.Attendance, held)[0]
    station.perform(meeting.mark, held, {person.id: ("absent", None)})
    assert group(station, "待补全") == [
        "速记一件（缺纠纷类型、当事人）",
        "补登的（缺当事人、受理日期）",
        "3月25日晨会：王五（未到原因待补）",
    ]
    station.perform(meeting.mark, held, {person.id: ("absent", "看病")})
    assert len(group(station, "待补全")) == 2


def test_five_cards_count_what_their_click_lists(station, make):
    waiting = make.case()
    fresh = accepted(make, 3)
    near = accepted(make, 25, due=MONDAY)
    later = accepted(make, 24, due=date(2026, 3, 31))
    late = accepted(make, 40)
    closed = accepted(make, 30, closed_on=DAY, state="Z61")
    counted = {one.key: set(one.figure.ids) for one in shown(station).cards}
    assert counted == {
        "waiting": {waiting.id},
        "open": {fresh.id, near.id, later.id, late.id},
        "near": {near.id},
        "overdue": {late.id},
        "due_closed_rate": {late.id, closed.id},
    }
    assert card(station, "near").meaning == "3个工作日内（至3月30日）"
    rate = card(station, "due_closed_rate")
    assert rate.figure.text == "1/2 = 50.00%"
    assert rate.meaning == "3月1日至3月25日到期的，已调结或办结"
    assert card(station, "overdue").meaning == "需说明原因"


def test_twelve_months_end_with_this_one_and_the_ring_has_this_years_kinds(station, make):
    accepted(make, 3, dispute="02")
    accepted(make, 4, dispute="02", closed_on=DAY, state="Z61")
    accepted(make, 5, dispute="10")
    accepted(make, 120, dispute="01")
    today = shown(station)
    assert [one.period.name for one in today.months][::11] == ["2025年4月", "2026年3月"]
    assert (today.months[-1].accepted.value, today.months[-1].closed.value) == (3, 1)
    assert [(name, one.value) for name, one in today.kinds] == [
        ("邻里纠纷", 2),
        ("拖欠农民工工资纠纷", 1),
    ]


def test_a_group_lists_the_first_hundred_and_says_how_many_there_are(station, monkeypatch):
    def many(_session, _actor, _day, _calendar):
        return Owed("各村未交", tuple(Item(f"第{n}村") for n in range(130)))

    monkeypatch.setattr(desk, "TODO_SOURCES", (*desk.TODO_SOURCES, many))
    last = shown(station).groups[-1]
    assert (last.title, len(last.todos), last.total) == ("各村未交", 100, 130)


@pytest.mark.parametrize("day", [date(2026, 12, 31), date(2031, 3, 26)])
def test_the_desk_opens_in_a_year_whose_holidays_are_not_known_yet(station, make, day):
    make.case(title="远年", accepted_on=day - timedelta(28), due=day + timedelta(2))
    near = next(one for one in shown(station, day).cards if one.key == "near")
    assert near.figure.value == 1
    assert near.meaning.startswith("3天内")


def test_the_chief_owes_a_look_at_last_weeks_register_until_it_is_read(station, somebody):
    chief = somebody("chief", "王站长")
    somebody("clerk").perform(looks.seen, "导出：网格员花名册 3 人")
    assert group(chief, "今天要报") == []
    assert "查看登记（上周1次）（请过目）" in group(chief, "今天要报", MONDAY)
    assert group(somebody("clerk"), "今天要报", MONDAY) == []


def test_a_register_that_was_read_is_owed_no_more(station, clock, somebody):
    chief = somebody("chief", "王站长")
    somebody("clerk").perform(looks.seen, "导出：网格员花名册 3 人")
    clock.tick(days=5)
    chief.perform(looks.seen, looks.CHECKED)
    assert group(chief, "今天要报", MONDAY) == []


def test_cases_kept_long_enough_are_one_quiet_line_that_lists_them(station, make, clock, somebody):
    old = {"state": "Z90", "closed_on": date(2020, 6, 1), "accepted_on": date(2020, 5, 4)}
    full = {"dispute": "02", "retention": "short"}
    cases = [make.case(**old, **full).id for _ in range(2)]
    make.case(**old, dispute="02", retention="permanent")
    make.case(**{**old, "closed_on": date(2021, 6, 1)}, **full)
    line = next(
        todo.item
        for one in shown(station).groups
        for todo in one.todos
        if todo.item.text.startswith(desk.RETENTION)
    )
    assert (line.text, line.note) == ("保管期满待鉴定 2 件", "只提醒，不自动销毁")
    assert (line.table, line.ids) == ("mediation_case", tuple(cases))
    reader = somebody("reader")
    asked = reader.ask(desk.todo, reader.actor, DAY, pending.calendar())
    assert not any(todo.item.ids for one in asked for todo in one.todos)
