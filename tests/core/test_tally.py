"""What a list amounts to: sums at its foot, one sentence for the leader, lines for the group."""

from datetime import date
from decimal import Decimal

import pytest

from core.records import LEDGERS, grid, mediation_case, staff, task
from core.services import day_spans, records, tally
from core.services.day_spans import Days
from core.services.records import Filter
from reports.documents import ledger_list
from reports.form import Issue

pytestmark = pytest.mark.both_stores

CASES, TASKS = mediation_case.LEDGER, task.LEDGER
TODAY = date(2026, 3, 25)
THIS_YEAR = Filter(since=date(2026, 1, 1))


@pytest.fixture
def cases(make):
    given = {"accepted_on": date(2026, 3, 2), "state": "Z20"}
    return [
        make.case(**given, title="王甲与李乙", dispute="07", people=5, amount=Decimal(40000)),
        make.case(**given, title="赵丙", dispute="07", people=2, amount=Decimal("16000.00")),
        make.case(**given, title="钱丁", dispute="01", people=3),
        make.case(**given, title="孙戊", people=9, amount=1, voided_on=date(2026, 3, 3)),
        make.case(title="周己", accepted_on=date(2025, 12, 30), people=1),
    ]


def test_what_is_filtered_is_counted_and_added_up_and_voided_ones_are_not(station, cases):
    found = station.ask(tally.sums, CASES, THIS_YEAR)
    assert (found.count, [total for _, total in found.totals]) == (3, [10, Decimal(56000)])
    assert found.words == ("涉及10人", "涉及金额5.6万元")
    assert station.ask(tally.sums, CASES, Filter(words="没有")).words == (
        "涉及0人",
        "涉及金额0元",
    )
    assert station.ask(tally.sums, staff.LEDGER, Filter()).totals == ()


def test_one_sentence_answers_the_leader(station, cases):
    def said(wanted):
        return station.ask(tally.sentence, CASES, wanted, TODAY)

    assert said(THIS_YEAR) == "截至3月25日，今年共受理纠纷3件，涉及10人，涉及金额5.6万元。"
    kind = records.Filter(since=date(2026, 3, 1), where=(("dispute", "07"), ("dispute", "01")))
    assert said(kind).startswith(
        "截至3月25日，本月共受理纠纷3件，涉及10人，涉及金额5.6万元（纠纷类型："
    )
    assert said(Filter(until=date(2025, 12, 31))) == (
        "截至3月25日，至2025年12月31日共受理纠纷1件，涉及1人，涉及金额0元。"
    )


def test_any_day_of_a_record_is_asked_for_by_days(station, cases):
    given = (("accepted_on", Days(date(2026, 3, 1), date(2026, 3, 31))), ("accepted_on", None))
    told = station.ask(tally.sentence, CASES, Filter(where=given), TODAY)
    assert told == (
        "截至3月25日，共受理纠纷3件，涉及10人，涉及金额5.6万元"
        "（受理日期：2026-03-01 至 2026-03-31、空）。"
    )
    until = Filter(where=(("accepted_on", Days(until=date(2025, 12, 30))),))
    assert station.ask(tally.sums, CASES, until).count == 1
    assert station.ask(tally.counts, CASES, "accepted_on", Filter()) == {
        date(2026, 3, 2): 3,
        date(2025, 12, 30): 1,
    }


@pytest.mark.parametrize(
    ("day", "key", "days"),
    [
        ("2026-03-01", "last_month", "2026-02-01..2026-02-28"),
        ("2026-01-01", "last_month", "2025-12-01..2025-12-31"),
        ("2026-01-01", "week", "2025-12-29..2026-01-04"),
        ("2026-01-01", "last_week", "2025-12-22..2025-12-28"),
        ("2028-02-29", "month", "2028-02-01..2028-02-29"),
        ("2028-02-29", "2026-03-01..", "2026-03-01.."),
        ("2028-02-29", "2026-03-01", "2026-03-01..2026-03-01"),
    ],
)
def test_words_of_the_calendar_mean_the_days_of_their_day(day, key, days):
    meant = day_spans.meant(key, date.fromisoformat(day))
    assert (meant.key, day_spans.read(meant.key)) == (days, meant)


@pytest.mark.parametrize(
    ("total", "told"),
    [
        ("0", "0元"),
        ("1234.5", "1,234.50元"),
        ("9999", "9,999元"),
        ("56000", "5.6万元"),
        ("56001", "56,001元"),
        ("12345600", "1234.56万元"),
        ("1000000", "100万元"),
    ],
)
def test_money_is_told_in_ten_thousands_only_where_that_is_exact(total, told):
    assert tally.money(Decimal(total)) == told


def test_a_message_to_the_group_leaves_persons_out(station, make, cases):
    station.perform(
        records.save,
        "mediation_case",
        {"place": "东风村三组", "summary": "王甲堵了李乙的路"},
        cases[0].id,
    )
    told = station.ask(tally.message, CASES, THIS_YEAR, TODAY)
    assert told.splitlines()[0] == "矛盾纠纷台账 3 件，另有作废 1 件（截至3月25日）"
    assert "受理日期3月2日" in told
    for secret in ("王甲", "李乙", "赵丙", "三组"):
        assert secret not in told


def test_a_message_tells_tasks_and_places_by_name(station, make):
    owner = make.staff(name="王建国")
    make.task(title="排查消防通道", owner=owner.id, due=date(2026, 3, 27), progress="找过张三")
    told = station.ask(tally.message, TASKS, Filter(), TODAY)
    assert "排查消防通道" in told
    assert "王建国" in told
    assert "办理时限3月27日" in told
    assert "张三" not in told


def test_a_message_keeps_a_restricted_case_from_the_group(acting, make):
    make.case(privacy="L3", state="Z20", number="石桥镇人调字〔2026〕第007号")
    chief = acting("chief")
    assert len(chief.ask(records.ids, CASES, Filter())) == 1
    assert chief.ask(tally.message, CASES, Filter(), TODAY) == "矛盾纠纷台账 0 件（截至3月25日）"


def test_a_long_message_ends_with_how_many_more(station, make, monkeypatch):
    monkeypatch.setattr(tally, "MOST_LINES", 2)
    for _ in range(3):
        make.grid()
    told = station.ask(tally.message, grid.LEDGER, Filter(), TODAY).splitlines()
    assert len(told) == 4
    assert told[-1] == "……另有 1 个"


NAMED_BY_US = {
    *("grid", "task", "meeting", "staff", "organisation", "yearly_fact", "training"),
    *(
        "duty_person",
        "listed_matter",
        "duty_shift",
        "shift_hand_over",
        "secondment",
        "leave",
        "equipment",
    ),
}
"""Ledgers of places, colleagues and our own work: what names a record names no resident."""


@pytest.mark.parametrize("ledger", LEDGERS, ids=lambda one: one.name)
def test_no_number_or_address_of_anybody_is_ever_told(ledger):
    told = [one for one in ledger.fields() if tally.tellable(ledger, one)]
    assert not [
        one.key for one in told if one.sensitive or one.key in {"phone", "id_no", "address"}
    ]
    assert ledger.name in NAMED_BY_US or (
        ledger.field(ledger.naming.key) not in told or ledger.naming.key == "number"
    )


def test_overdue_is_what_no_state_has_settled(station, make):
    late = make.task(due=date(2026, 3, 20))
    make.task(due=date(2026, 3, 20), state="closed")
    make.task(due=TODAY)
    make.task()
    wanted = Filter(late=TODAY)
    assert list(station.ask(records.ids, TASKS, wanted)) == [late.id]
    assert (
        station.ask(tally.sentence, TASKS, wanted, TODAY) == "截至3月25日，共交办事项1项（超期）。"
    )
    assert station.ask(records.count, staff.LEDGER, wanted) == 0


@pytest.mark.parametrize("ledger", LEDGERS, ids=lambda one: one.name)
def test_every_number_said_of_a_list_is_the_same_and_voided_ones_are_told_apart(
    station, make, cases, ledger
):
    make.task(title="发错了", number="〔2026〕交字第1号", voided_on=TODAY)
    make.task()
    make.visit(title="登重了", voided_on=TODAY)
    make.visit()
    found = station.ask(tally.count, ledger, Filter())
    states = station.ask(tally.tabs, ledger, Filter(), ()).states
    assert found.every == len(station.ask(records.ids, ledger, Filter()))
    assert found.counted == station.ask(tally.sums, ledger, Filter()).count
    assert ledger.state is None or found.counted == sum(states.values())
    assert found.voided == len(station.ask(tally.voided, ledger))
    assert found.voided == (ledger.name in {"task", "visit", "mediation_case"})
    paper = station.ask(ledger_list.document, ledger.name, Filter(), Issue(TODAY, "李海燕"))
    told = found.words(ledger.unit)
    assert f"共 {told} " in f"{paper.blocks[0].below} "
    said = station.ask(tally.message, ledger, Filter(), TODAY).splitlines()[0]
    assert said == f"{ledger.title} {told}（截至3月25日）"
