"""The desk: what is owed today comes first, then figures that lead to their records."""

from datetime import date, time, timedelta

import pytest

from core import workdays
from core.records.leave import Leave
from core.records.mediation_case import Agreement, Party, Performance
from core.rights import Actor
from core.services import (
    caseload,
    desk,
    drafts,
    founding,
    looks,
    meeting,
    owed,
    records,
    visit_notes,
)
from core.services import settings as kept
from core.services.figures import Period
from core.services.owed import Owed, Source
from core.services.owed_papers import RETENTION
from core.services.pending import Item

pytestmark = pytest.mark.both_stores

DAY = date(2026, 3, 25)
FRIDAY = date(2026, 3, 27)
MONDAY = date(2026, 3, 30)


def shown(station, day=DAY):
    return station.ask(desk.today, day, workdays.known())


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
        ("待补全·待签回", 0),
        ("今日会议·值班", 3),
    ]
    assert [one.figure.text for one in today.cards] == ["0", "0", "0", "0", "—"]
    assert len(today.months) == 12
    assert (today.kinds, today.begun) == ((), False)


@pytest.mark.parametrize("what", ["case", "visit"])
def test_a_station_has_begun_with_its_first_case_or_visit(station, make, what):
    getattr(make, what)()
    assert shown(station).begun


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
    assert group(station, "待补全·待签回") == [
        "速记一件（缺纠纷类型、当事人）",
        "补登的（缺当事人、受理日期）",
        "3月25日晨会：王五（未到原因待补）",
    ]
    station.perform(meeting.mark, held, {person.id: ("absent", "看病")})
    assert len(group(station, "待补全·待签回")) == 2


def test_five_cards_count_what_their_click_lists(station, make):
    waiting = make.case()
    fresh = accepted(make, 3)
    near = accepted(make, 25, due=MONDAY)
    later = accepted(make, 24, due=date(2026, 3, 31))
    late = accepted(make, 40)
    closed = accepted(make, 30, closed_on=DAY, state="Z61")
    listed = {one.key: set(station.ask(one.listed)) for one in shown(station).cards}
    assert listed == {
        "waiting": {waiting.id},
        "open": {fresh.id, near.id, later.id, late.id},
        "near": {near.id},
        "overdue": {late.id},
        "due_closed_rate": {late.id, closed.id},
    }
    assert [one.figure.value for one in shown(station).cards[:4]] == [1, 4, 1, 1]
    assert card(station, "near").meaning == "3个工作日内（至3月30日）"
    rate = card(station, "due_closed_rate")
    assert rate.figure.text == "1/2 = 50.00%"
    assert rate.meaning == "3月1日至3月25日到期的，已调结或办结"
    assert card(station, "overdue").meaning == "调解期限已过，未调结"


def test_the_rate_of_the_desk_is_that_of_the_weekly_sheet(station, make):
    month = Period(DAY.replace(day=1), DAY)
    agreed = accepted(make, 40)
    make.record(Agreement(case=agreed.id, form="written", effective_on=date(2026, 3, 12)))
    accepted(make, 40, closed_on=date(2026, 3, 20), state="Z50")
    accepted(make, 41)
    accepted(make, 42, voided_on=DAY)
    listed = station.ask(caseload.closing_rate, month)
    assert card(station, "due_closed_rate").figure.text == listed.text == "2/3 = 66.67%"


def test_twelve_months_end_with_this_one_and_the_ring_has_this_years_kinds(station, make):
    first = accepted(make, 3, dispute="02")
    second = accepted(make, 4, dispute="02", closed_on=DAY, state="Z61")
    accepted(make, 5, dispute="10")
    accepted(make, 120, dispute="01")
    unknown = accepted(make, 6)
    today = shown(station)
    assert [one.period.name for one in today.months][::11] == ["2025年4月", "2026年3月"]
    march = today.months[-1]
    assert (march.accepted.value, march.closed.value) == (4, 1)
    assert (march.closed.name, station.ask(march.closed.listed)) == ("2026年3月办结", [second.id])
    assert [(one.name, one.value) for one in today.kinds] == [
        ("邻里纠纷", 2),
        ("未填写", 1),
        ("拖欠农民工工资纠纷", 1),
    ]
    assert set(station.ask(today.kinds[0].listed)) == {first.id, second.id}
    assert station.ask(today.kinds[1].listed) == [unknown.id]


def test_what_a_ring_has_no_room_for_is_listed_together(station, make):
    cases = [accepted(make, 3, dispute=f"0{n}").id for n in range(1, 5)]
    kinds = shown(station).kinds
    assert desk.few(kinds, 4, "其他") == kinds
    *first, rest = desk.few(kinds, 3, "其他")
    assert (len(first), rest.name, rest.value) == (2, "其他", 2)
    assert set(station.ask(rest.listed)) < set(cases)


def test_a_later_module_adds_a_column_with_one_function(station, somebody, monkeypatch):
    def many(_session, _actor, _day, _calendar):
        return Owed([Item(f"第{n}村") for n in range(130)], more=20)

    mine = Source("各村未交", many, desk.CLERKS)
    monkeypatch.setattr(desk, "TODO_SOURCES", (*desk.TODO_SOURCES, mine))
    last = shown(station).groups[-1]
    assert (last.title, len(last.todos), last.total) == ("各村未交", 100, 150)
    assert "各村未交" not in [one.title for one in shown(somebody("chief")).groups]


def test_a_column_that_owes_nothing_and_says_nothing_is_not_there(station, monkeypatch):
    quiet = Source("今日值班", lambda *_: Owed(), desk.CLERKS)
    spoken = Source("各村未交", lambda *_: Owed(), desk.CLERKS, "各村都交了")
    monkeypatch.setattr(desk, "TODO_SOURCES", (quiet, spoken))
    [only] = shown(station).groups
    assert (only.title, only.nothing) == ("各村未交", "各村都交了")


def test_a_group_counts_more_than_it_reads(station, make, monkeypatch):
    monkeypatch.setattr(owed, "MOST", 2)
    for n in range(5):
        make.task(title=f"第{n}件", due=DAY - timedelta(days=n))
    due = shown(station).groups[1]
    assert [todo.item.text for todo in due.todos] == ["第4件", "第3件"]
    assert due.total == 5


def test_what_was_left_half_typed_is_offered_by_name_and_time(station, somebody, make, clock):
    case = make.case(title="围栏纠纷", dispute="02")
    make.record(Party(case=case.id, position=1, side="applicant", kind="person", name="王某"))
    station.jot(drafts.keep, "mediation_case", {"title": "老李家的墙"})
    clock.tick(minutes=1)
    station.jot(drafts.keep, "agreement", {"facts": "墙归老李"}, case.id)
    clock.tick(minutes=1)
    station.jot(drafts.keep, "staff", {"phone": "0000-1"})
    clock.tick(days=1)
    station.jot(drafts.keep, "task", {"title": "修灯"})
    assert group(station, "待补全·待签回", date(2026, 3, 26)) == [
        "接着写：修灯（08:12 存）",
        "接着写：新的网格员花名册（3月25日 08:12 存）",
        "接着写：围栏纠纷（3月25日 08:11 存）",
        "接着写：老李家的墙（3月25日 08:10 存）",
    ]
    assert group(somebody("clerk"), "待补全·待签回", date(2026, 3, 26)) == []


def test_notes_wait_to_be_completed_and_what_a_unit_has_is_due(station, make, somebody):
    station.perform(visit_notes.jot, visit_notes.Jotting("东风村三组路灯坏了。天黑不敢走"))
    make.visit(title="昨天记的", state="note", came_on=DAY - timedelta(1), came_at=time(9, 5))
    make.visit(title="垃圾没人清", unit="环卫所", state="handed", due=DAY - timedelta(2))
    make.visit(title="办过了", unit="环卫所", state="closed", due=DAY, closed_on=DAY)
    make.visit(title="明天到期", state="registered", due=DAY + timedelta(1))
    assert group(station, "待补全·待签回") == [
        "速记：昨天记的（3月24日 09:05，待补全）",
        "速记：东风村三组路灯坏了（08:10，待补全）",
    ]
    late = "诉求：垃圾没人清（环卫所，3月23日到期，超期2天）"
    assert group(station, "今日到期·超期") == [late]
    chief = somebody("chief", "王站长")
    assert group(chief, "逐件过的事项") == [late, "诉求：明天到期（未交办，3月26日到期，剩1天）"]


def test_the_chief_hears_how_many_came_yesterday(somebody, make):
    chief = somebody("chief", "王站长")
    yesterday = DAY - timedelta(1)
    five = make.visit(came_on=yesterday, heads=5, state="registered")
    one = make.visit(came_on=yesterday, heads=1, state="registered")
    found = next(one for one in shown(chief).groups if one.title == "昨日新增·办结")
    [todo] = found.todos
    assert todo.item.line == "来访来电（2批次6人次）"
    assert set(chief.ask(todo.item.listed)) == {five.id, one.id}


def titles(station):
    return [one.title for one in shown(station).groups]


def test_the_chief_goes_through_what_is_new_and_what_blows_up(somebody, make):
    chief = somebody("chief", "王站长")
    accepted(make, 1, title="昨天的")
    accepted(make, 29, title="明天到期", due=date(2026, 3, 26))
    accepted(make, 10, title="不急的")
    make.task(title="修路灯", given_on=date(2026, 3, 20))
    assert titles(chief) == ["昨日新增·办结", "逐件过的事项", "交办未销号", "本周数", desk.STATION]
    assert group(chief, "昨日新增·办结") == ["新受理：昨天的（未填纠纷类型）"]
    assert group(chief, "逐件过的事项") == ["明天到期（未定调解员，3月26日到期，剩1天，受理29天）"]
    assert group(chief, "交办未销号") == ["修路灯（未定责任人，未定时限，交办5天）"]


def test_wages_are_gone_through_before_a_long_holiday(somebody, make):
    chief = somebody("chief", "王站长")
    accepted(make, 3, title="讨薪", dispute="10")
    accepted(make, 3, title="邻里", dispute="02")
    assert group(chief, "逐件过的事项") == []
    assert group(chief, "逐件过的事项", date(2026, 4, 2)) == ["讨薪（欠薪，5月1日放假前要有着落）"]


def test_the_numbers_of_the_week_lead_to_their_records(somebody, make):
    chief = somebody("chief", "王站长")
    fresh = accepted(make, 2)
    accepted(make, 30, closed_on=DAY, state="Z61", due=DAY)
    accepted(make, 32, due=date(2026, 3, 23))
    task = make.task(title="按时", due=DAY, done_on=DAY, state="closed")
    week = next(one for one in shown(chief).groups if one.title == "本周数")
    told = {todo.item.text: todo.item for todo in week.todos}
    assert {text: item.note for text, item in told.items()} == {
        "本周受理": "1 件",
        "本周办结": "1 件",
        "在办": "2 件",
        "已超期": "1 件",
        "到期的已调结或办结": "1/2 = 50.00%",
        "到期的交办按时完成": "1/1 = 100.00%",
    }
    assert list(chief.ask(told["本周受理"].listed)) == [fresh.id]
    assert list(chief.ask(told["到期的交办按时完成"].listed)) == [task.id]


def test_a_mediator_sees_his_own_terms_papers_promises_and_files(station, make):
    own, other = make.staff(name="赵调解"), make.staff(name="钱调解")
    user = station.perform(founding.add_user, "赵调解", "mediator").value
    station.perform(records.save, "user", {"staff": own.id}, user.id)
    mediator = station.as_(Actor(user.id, user.name, user.role))
    accepted(make, 29, title="我的", mediator=own.id, due=date(2026, 3, 26))
    accepted(make, 29, title="没定人的", due=DAY)
    accepted(make, 29, title="别人的", mediator=other.id, due=DAY)
    make.task(title="回访老张", owner=own.id, due=DAY)
    signing = accepted(make, 5, title="等盖章", state="Z40", mediator=own.id)
    make.record(Agreement(case=signing.id, form="written", parties_signed_on=DAY))
    paying = accepted(make, 20, title="还款", state="Z60", mediator=own.id)
    item = {"case": paying.id, "position": 1, "payer": "王某", "item": "还款"}
    make.record(Performance(**item, due=DAY))
    make.case(title="办完的", state="Z61", closed_on=DAY, mediator=own.id)
    make.case(title="入盒的", state="Z61", closed_on=DAY, mediator=own.id, box="2柜3盒")
    assert titles(mediator) == ["期限", "待签回", "履行到期", "待归档", desk.STATION]
    terms = next(one for one in shown(mediator).groups if one.title == "期限")
    assert {(todo.item.text, todo.mine) for todo in terms.todos} == {
        ("我的", True),
        ("没定人的", False),
        ("回访老张", True),
    }
    assert group(mediator, "待签回") == ["等盖章（待签回：缺调解员签名、盖章）"]
    assert group(mediator, "履行到期") == ["履行：王某还款（还款，今日到期）"]
    assert group(mediator, "待归档") == ["办完的（3月25日办结，未填存放位置）"]


def test_who_acts_for_somebody_away_finds_his_tasks_among_the_own(station, make):
    own, away = make.staff(name="赵调解"), make.staff(name="钱调解")
    user = station.perform(founding.add_user, "赵调解", "mediator").value
    station.perform(records.save, "user", {"staff": own.id}, user.id)
    mediator = station.as_(Actor(user.id, user.name, user.role))
    make.task(title="回访老张", owner=away.id, due=DAY)
    assert group(mediator, "期限") == []
    days = {"kind": "01", "since": DAY, "until": DAY, "state": "granted"}
    make.record(Leave(staff=away.id, substitute=own.id, **days))
    assert group(mediator, "期限") == ["回访老张（钱调解（赵调解代），今日到期）"]


def test_who_wears_many_hats_chooses_his_desk(station):
    station.perform(kept.change, "desk_as", "mediator")
    assert titles(station) == ["期限", "待签回", "履行到期", "待归档", desk.STATION]
    station.perform(kept.change, "desk_as", "post")
    assert "待补全·待签回" in titles(station)


def test_a_paper_that_waits_for_signatures_is_on_the_clerks_desk(station, make):
    case = accepted(make, 5, title="等签字", dispute="02", state="Z40")
    make.record(Party(case=case.id, position=1, side="applicant", kind="person", name="王某"))
    make.record(Agreement(case=case.id, form="written"))
    assert group(station, "待补全·待签回") == ["等签字（待签回：缺当事人签名、调解员签名、盖章）"]


@pytest.mark.parametrize("day", [date(2026, 12, 31), date(2031, 3, 26)])
def test_the_desk_opens_in_a_year_whose_holidays_are_not_known_yet(station, make, day):
    make.case(title="远年", accepted_on=day - timedelta(28), due=day + timedelta(2))
    near = next(one for one in shown(station, day).cards if one.key == "near")
    assert near.figure.value == 1
    assert near.meaning.startswith("3天内")


def test_the_chief_owes_a_look_at_last_weeks_register_until_it_is_read(station, somebody):
    chief = somebody("chief", "王站长")
    somebody("clerk").perform(looks.seen, "导出：网格员花名册 3 人")
    assert group(chief, "逐件过的事项") == []
    assert "查看登记（上周1次）（请过目）" in group(chief, "逐件过的事项", MONDAY)
    assert group(somebody("clerk"), "今天要报", MONDAY) == []


def test_a_register_that_was_read_is_owed_no_more(station, clock, somebody):
    chief = somebody("chief", "王站长")
    somebody("clerk").perform(looks.seen, "导出：网格员花名册 3 人")
    clock.tick(days=5)
    chief.perform(looks.seen, looks.CHECKED)
    assert group(chief, "逐件过的事项", MONDAY) == []


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
        if todo.item.text.startswith(RETENTION)
    )
    assert (line.text, line.note) == ("保管期满待鉴定 2 件", "只提醒，不自动销毁")
    assert (line.table, station.ask(line.listed)) == ("mediation_case", tuple(cases))
    asked = somebody("reader").ask(desk.todo, DAY, workdays.known())
    assert not any(todo.item.listed for one in asked for todo in one.todos)
