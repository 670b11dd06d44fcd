"""人民调解统计: what a case counts for, periods, what does not fit, what was reported."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import settings as tried
from hypothesis import strategies as st

from core.errors import Invalid, NeedsYes
from core.records.mediation_case import Agreement, Party, Performance, Prevention
from core.records.screening import Screening
from core.services import (
    case_counts,
    figure_checks,
    mediation_figures,
    periods,
    records,
    reported,
    settings,
    statistics,
)
from core.services import mediation_columns as columns
from core.services.figure_checks import LINE, of_line, of_parts
from core.services.figures import Period
from core.services.mediation_columns import keys
from core.services.mediation_figures import WHOLE, ten_thousands
from core.services.periods import Terms
from core.settings import STATISTICS_DAY, UNCHECKED

MARCH = Period(date(2026, 3, 1), date(2026, 3, 31), "2026年3月")
CUT = Terms(1, 25)
FEW = tried(max_examples=20, deadline=None)


def closed(make, day=date(2026, 3, 20), parties=2, **given):
    common = {"accepted_on": date(2026, 3, 2), "closed_on": day, "state": "Z61", "dispute": "02"}
    case = make.case(**common | given)
    for n in range(1, parties + 1):
        kind = "person" if n < 3 else "organisation"
        make.record(Party(case=case.id, position=n, side="applicant", kind=kind, name=f"王{n}"))
    return case


def agreed(make, case, form="written", amount="12000", day=date(2026, 3, 19)):
    return make.record(
        Agreement(case=case.id, form=form, amount=Decimal(amount), signed_on=day, effective_on=day)
    )


def table(station, period=MARCH, basis=None):
    return station.ask(mediation_figures.statistics, period, basis)


def values(line):
    return {key: one.value for key, one in line.figures.items() if one.value}


def overview(station, period=MARCH):
    return station.ask(statistics.overview, period)


def rules(found):
    return {one.rule for one in found.faults}


@pytest.mark.both_stores
def test_a_settled_case_counts_in_every_group_of_columns_once(station, make):
    case = closed(make, source="05", dispute="16", parties=3)
    agreed(make, case)
    make.record(Prevention(case=case.id, position=1, kind="petition", people=12))
    assert values(table(station).whole) == {
        "total": 1,
        "people": 3,
        "success": 1,
        "hard": 1,
        "amount": Decimal("1.20"),
        "committee.township": 1,
        "source.sent": 1,
        "from.05": 1,
        "kind.16": 1,
        "form.written": 1,
        "kept.petition.cases": 1,
        "kept.petition.people": 12,
        "performed": 1,
        "many": 1,
        "bodies": 1,
    }


def test_each_figure_knows_its_cases_and_restricted_ones_count_for_every_reader(
    station, make, somebody
):
    first = closed(make, privacy="L3")
    second = closed(make, day=date(2026, 3, 21), source="01")
    for reader in (station, somebody("clerk"), somebody("mediator")):
        whole = table(reader).whole.figures
        assert whole["total"].ids == (first.id, second.id)
        assert whole["source.own"].ids == (second.id,)


def test_what_was_voided_binned_or_closed_at_another_time_counts_nowhere(station, make):
    closed(make, day=date(2026, 4, 1))
    closed(make, voided_on=date(2026, 3, 25))
    gone = closed(make)
    station.perform(records.remove, "mediation_case", [gone.id])
    assert table(station).is_zero
    assert values(table(station, basis="accepted").whole)["total"] == 1


def test_a_case_ended_without_agreement_is_no_success(station, make):
    ended = closed(make, state="Z50", end_reason="apart")
    agreed(make, ended)
    assert "success" not in values(table(station).whole)


def test_only_what_is_done_by_the_end_of_the_period_is_performed(station, make):
    case = closed(make)
    agreed(make, case)
    late = date(2026, 4, 2)
    make.record(Performance(case=case.id, position=1, payer="王1", item="付款", done_on=late))
    assert "performed" not in values(table(station).whole)


def test_a_village_committee_is_a_line_of_its_own_and_part_of_what_comes_from_below(station, make):
    village = make.organisation(
        name="东风村人民调解委员会", kind="committee", committee_kind="village"
    )
    closed(make)
    closed(make, committee=village.id)
    make.record(
        Screening(held_on=date(2026, 3, 5), area="东风村", committee=village.id, prevented=2)
    )
    found = table(station)
    lines = {one.name: values(one) for one in found.lines}
    assert lines["石桥镇人民调解委员会"]["total"] == 1
    assert lines["东风村人民调解委员会"] == lines["下级上报总计"]
    assert (
        lines["下级上报总计"] | {"total": 1, "screened": 1, "prevented": 2} == lines["下级上报总计"]
    )
    assert lines[WHOLE]["total"] == 2
    assert lines["本年累计"] == lines[WHOLE]


def test_a_station_without_anything_makes_a_zero_report(station):
    found = overview(station)
    assert found.table.is_zero
    assert found.faults == ()


def test_a_case_without_kind_or_committee_kind_is_named_by_the_check_that_fails(station, make):
    case = closed(make, dispute=None)
    (own,) = station.ask(_committees)
    station.perform(records.save, "organisation", {"committee_kind": None}, own)
    found = overview(station)
    told = {one.rule: one for one in found.faults}
    assert {"T1", "T4"} <= set(told)
    assert told["T1"].ids == told["T4"].ids == (case.id,)


def _committees(session):
    from core.records.organisation import Organisation

    return [one.id for one in session.query(Organisation) if one.kind == "committee"]


def test_a_rule_that_the_station_does_not_use_is_silent(station, make):
    closed(make, dispute=None)
    station.perform(settings.change, UNCHECKED.key, "t1、T8")
    assert "T1" not in rules(overview(station))


def test_a_very_costly_case_is_looked_at_again(station, make):
    agreed(make, closed(make), amount="3000000")
    assert "T9" in rules(overview(station))


# reported


def test_what_was_reported_stays_and_later_changes_are_told_figure_by_figure(station, make, clock):
    case = closed(make)
    agreed(make, case)
    station.perform(reported.freeze, MARCH, "closed")
    assert overview(station).differences == ()
    late = closed(make, dispute="16")
    found = overview(station)
    told = {(one.line, one.text) for one in found.differences}
    assert (WHOLE, "调解案件总数 报 1，现 2") in told
    assert found.came == (late.id,)
    assert found.gone == ()
    assert found.reported.whole["total"] == 1
    station.perform(records.save, "mediation_case", {"closed_on": date(2026, 4, 3)}, case.id)
    assert overview(station).gone == (case.id,)


def test_reporting_a_period_again_is_asked_and_then_counts(station, make):
    station.perform(reported.freeze, MARCH, "closed")
    closed(make)
    with pytest.raises(NeedsYes, match="再报一次"):
        station.perform(reported.freeze, MARCH, "closed")
    station.confirmed(reported.AGAIN).perform(reported.freeze, MARCH, "closed")
    found = overview(station)
    assert found.reported.whole["total"] == 1
    assert found.differences == ()


def test_the_months_of_a_quarter_add_up_with_what_was_reported(station, make):
    closed(make, day=date(2026, 1, 20), accepted_on=date(2026, 1, 3))
    january = periods.read("2026-01")
    station.perform(reported.freeze, january, "closed")
    quarter = periods.read("2026-Q1")
    assert "T13" not in rules(overview(station, quarter))
    closed(make, day=date(2026, 1, 22), accepted_on=date(2026, 1, 3))
    told = [one.text for one in overview(station, quarter).faults if one.rule == "T13"]
    assert "调解案件总数：各月合计 1，现在是 2" in told


def test_two_periods_alike_are_a_question(station, make):
    for month in (2, 3):
        closed(make, day=date(2026, month, 20), accepted_on=date(2026, month, 2))
    (alike,) = [one for one in overview(station).faults if one.rule == "T15"]
    assert (alike.level, alike.text) == ("示", "各项数字与2026年2月完全相同，请核对是否真实")


# the rules, one by one


def whole_numbers(draw):
    """The numbers of a line in which everything fits."""
    small = st.integers(0, 30)
    numbers = {one.key: 0 for one in columns.columns()}
    total = draw(small)

    def share_out(whole, among):
        left = whole
        for key in among[:-1]:
            numbers[key] = draw(st.integers(0, left))
            left -= numbers[key]
        numbers[among[-1]] = left

    numbers["total"] = total
    for group in ("kind", "source", "committee"):
        share_out(total, [one for one in keys(group) if one != "kind.99"])
    share_out(numbers["source.sent"], keys("from"))
    numbers["success"] = draw(st.integers(0, total))
    share_out(numbers["success"], keys("form"))
    numbers["hard"] = draw(st.integers(0, total))
    numbers["people"] = 2 * total + draw(small)
    if numbers["success"]:
        numbers["amount"] = ten_thousands(Decimal(draw(st.integers(0, 10**7))))
    numbers["performed"] = draw(st.integers(0, numbers["success"]))
    numbers["confirmed"] = draw(st.integers(0, numbers["form.written"]))
    kept = [one for one in keys("kept") if one.endswith("cases")]
    left = total
    for key in kept:
        numbers[key] = draw(st.integers(0, left))
        left -= numbers[key]
        numbers[key.replace("cases", "people")] = numbers[key] * draw(st.integers(1, 9))
    return numbers


sound = st.composite(whole_numbers)()

BROKEN = {
    "T1": lambda n: n | {"kind.01": n["kind.01"] + 1},
    "T2": lambda n: n | {"source.own": n["source.own"] + 1},
    "T3": lambda n: n | {"from.03": n["from.03"] + 1},
    "T4": lambda n: n | {"committee.village": n["committee.village"] + 1},
    "T5": lambda n: n | {"success": n["total"] + 1},
    "T6": lambda n: n | {"form.oral": n["form.oral"] + 1},
    "T7": lambda n: n | {"hard": n["total"] + 1},
    "T8": lambda n: n | {"people": 2 * n["total"] - 1},
    "T9": lambda n: n | {"amount": Decimal(1), "success": 0},
    "T10": lambda n: n | {"kept.crime.people": n["kept.crime.cases"] - 1},
    "T11": lambda n: n | {"kept.crime.cases": n["total"] + n["prevented"] + 1},
    "T12": lambda n: n | {"confirmed": n["form.written"] + 1},
    "T16": lambda n: n | {"total": 10, "kind.99": 3},
}


@FEW
@given(sound)
def test_where_everything_fits_no_rule_speaks(numbers):
    assert of_line(numbers) == []


@pytest.mark.parametrize("rule", LINE)
@FEW
@given(sound)
def test_a_rule_speaks_where_its_numbers_do_not_fit(rule, numbers):
    assert rule in {one.rule for one in of_line(BROKEN[rule](numbers))}
    assert rule not in {one.rule for one in of_line(BROKEN[rule](numbers), frozenset({rule}))}


@FEW
@given(st.lists(sound, min_size=1, max_size=4))
def test_months_that_add_up_are_not_told(months):
    whole = {key: sum(one[key] for one in months) for key in months[0]}
    assert list(of_parts(months, whole, "各月")) == []
    wrong = whole | {"total": whole["total"] + 1}
    assert [one.columns for one in of_parts(months, wrong, "各月")] == [("total",)]


@FEW
@given(sound)
def test_a_leap_of_oral_agreements_is_a_question(numbers):
    before = numbers | {"success": 10, "form.oral": 1, "total": 12}
    now = numbers | {"success": 10, "form.oral": 6, "total": 12}
    told = {one.columns for one in figure_checks.of_two(now, before, MARCH)}
    assert ("form.oral",) in told


# periods


@pytest.mark.parametrize(
    ("text", "since", "until", "name"),
    [
        ("2026-W13", (2026, 3, 23), (2026, 3, 29), "2026年第13周"),
        ("2026-03上旬", (2026, 3, 1), (2026, 3, 10), "2026年3月上旬"),
        ("2026-02下旬", (2026, 2, 21), (2026, 2, 28), "2026年2月下旬"),
        ("2026-03", (2026, 3, 1), (2026, 3, 31), "2026年3月"),
        ("2026-Q4", (2026, 10, 1), (2026, 12, 31), "2026年第4季度"),
        ("２０２６Ｈ１", (2026, 1, 1), (2026, 6, 30), "2026年上半年"),
        ("2026", (2026, 1, 1), (2026, 12, 31), "2026年"),
        ("2026-03-02..2026-03-09", (2026, 3, 2), (2026, 3, 9), ""),
    ],
)
def test_every_period_is_read(text, since, until, name):
    assert periods.read(text) == Period(date(*since), date(*until), name)


@pytest.mark.parametrize("text", ["", "2026-13", "三月", "2026-Q5", "2026-02-30", "0000"])
def test_what_is_no_period_is_told_how_to_write_one(text):
    with pytest.raises(Invalid, match="统计期请写成"):
        periods.read(text)


def test_where_months_end_on_the_25th_so_do_quarters_and_years():
    march = periods.read("2026-03", CUT)
    assert (march.since, march.until) == (date(2026, 2, 26), date(2026, 3, 25))
    year = periods.read("2026", CUT)
    assert (year.since, year.until) == (date(2025, 12, 26), date(2026, 12, 25))
    assert periods.of("month", date(2025, 12, 26), CUT).name == "2026年1月"
    assert len(periods.parts(year, CUT)) == 12
    assert periods.so_far(march, CUT).since == year.since


@FEW
@given(st.dates(date(2000, 1, 1), date(2099, 12, 31)), st.sampled_from((0, 15, 20, 25, 28)))
def test_periods_of_a_kind_follow_one_another_without_gap_or_overlap(day, last_day):
    terms = Terms(5, last_day)
    for span in periods.SPANS:
        now = periods.of(span, day, terms)
        assert day in now
        assert periods.of(span, now.since, terms) == periods.of(span, now.until, terms) == now
        earlier = periods.beside(span, now, terms, back=True)
        assert periods.beside(span, earlier, terms) == now
        assert earlier.until < now.since
        assert periods.before(now, terms).until == earlier.until
        months = periods.parts(now, terms)
        assert not months or (months[0].since, months[-1].until) == (now.since, now.until)


def test_the_last_period_is_the_one_that_is_over(station):
    assert periods.last("month", date(2026, 3, 30)).name == "2026年2月"
    assert periods.last("month", date(2026, 3, 31)).name == "2026年3月"


def test_a_cut_off_day_moves_cases_into_the_next_month(station, make):
    closed(make, day=date(2026, 3, 26))
    station.perform(settings.change, STATISTICS_DAY.key, "25")
    terms = station.ask(mediation_figures.terms)
    march, april = (periods.read(one, terms) for one in ("2026-03", "2026-04"))
    assert table(station, march).is_zero
    assert table(station, april).whole.figures["total"].value == 1
    assert replace(march, name="") == Period(date(2026, 2, 26), date(2026, 3, 25))


def test_months_nobody_reported_are_not_counted_for_the_check(station, make, monkeypatch):
    """A year at twenty thousand cases: the year, and the one before it to compare with."""
    read, spans = case_counts.read, []

    def counting(session, until, *wanted, progress):
        spans.append(until)
        return read(session, until, *wanted, progress=progress)

    monkeypatch.setattr(case_counts, "read", counting)
    station.ask(statistics.overview, periods.read("2026"))
    assert spans == [date(2026, 12, 31), date(2025, 12, 31)]
