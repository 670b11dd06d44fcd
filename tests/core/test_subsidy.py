"""以案定补: grades by rule, shares that make a whole, a case in one period, nobody paid wrongly."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import settings as tried
from hypothesis import strategies as st
from pypdfium2 import PdfDocument

from core.errors import Invalid, NotAllowed
from core.records.mediation_case import CoMediator, Performance
from core.rights import Right
from core.services import grading, history, records, settings, subsidy
from core.services.figures import Period
from core.services.grading import HARD, MAJOR, NORMAL, ORDER, SIMPLE, Rules, Weighed
from core.services.subsidy import shares, split
from core.settings import SUBSIDY, SUBSIDY_PERFORMED, SUBSIDY_RATES
from core.station import operation
from reports.commands import subsidy as writing
from reports.commands.statistics import Asked
from tests.core.test_mediation_figures import agreed, closed
from tests.reading import pdf_pages, squeezed

QUARTER = Period(date(2026, 1, 1), date(2026, 3, 31), "2026年第1季度")
TODAY = date(2026, 3, 25)
RULES = Rules(Decimal(10000), 5, 2, frozenset(("07",)), Decimal(100000), 10, frozenset(("15",)))
FEW = tried(max_examples=40, deadline=None)


@pytest.fixture
def on(station):
    station.perform(settings.change, SUBSIDY.key, "on")
    return station


@pytest.fixture
def zhou(make):
    return make.staff(name="周秀兰", mediator="full", unpaid="no")


@pytest.fixture
def case(make, zhou, on):
    made = closed(make, mediator=zhou.id, number="石桥镇人调字〔2026〕第001号")
    agreed(make, made, amount="3000")
    return made


def found(station, period=QUARTER):
    return station.ask(subsidy.application, period, TODAY)


def problems(station):
    return [text for one in found(station).claims for text in one.problems]


# grades


@pytest.mark.parametrize(
    ("case", "grade"),
    [
        (Weighed(), NORMAL),
        (Weighed(on_spot=True), SIMPLE),
        (Weighed(amount=Decimal(9999)), NORMAL),
        (Weighed(amount=Decimal(10000), on_spot=True), HARD),
        (Weighed(people=5), HARD),
        (Weighed(talks=2), HARD),
        (Weighed(dispute="07"), HARD),
        (Weighed(amount=Decimal(100000)), MAJOR),
        (Weighed(people=10), MAJOR),
        (Weighed(dispute="15"), MAJOR),
        (Weighed(prevented=True), MAJOR),
        (Weighed(crowd=True), MAJOR),
    ],
)
def test_a_grade_is_the_highest_anything_asks_for(case, grade):
    assert grading.grade(case, RULES) == grade
    assert grade in grading.reasons(case, RULES)


@FEW
@given(
    st.builds(
        Weighed,
        st.sampled_from(("02", "07", "15")),
        st.decimals(0, 200000, places=2),
        st.integers(0, 20),
        st.integers(0, 5),
        on_spot=st.booleans(),
        prevented=st.booleans(),
    ),
    st.integers(0, 9),
)
def test_more_people_never_make_a_case_easier(case, more):
    harder = replace(case, people=case.people + more)
    assert ORDER.index(grading.grade(harder, RULES)) >= ORDER.index(grading.grade(case, RULES))


def test_a_number_that_cannot_be_read_counts_as_it_came(station):
    station.perform(settings.change, "hard_amount", "一万")
    assert station.ask(grading.rules).hard_amount == 10000


def test_a_grade_somebody_changed_needs_its_reason(station, case):
    save = {"grade": "major"}
    station.perform(records.save, "mediation_case", save, case.id)
    assert problems(station) == ["按规则是“一般”，改了等级要写定级理由"]
    why = {"grade_reason": "有人扬言报复，三次上门才平息"}
    station.perform(records.save, "mediation_case", why, case.id)
    (claim,) = found(station).ready
    assert claim.rate == Decimal(300)


# shares


@FEW
@given(st.lists(st.decimals(0, 100, places=2), max_size=4))
def test_shares_make_a_whole_or_are_refused(stated):
    if sum(stated) > 100:
        with pytest.raises(Invalid, match="不能超过 100%"):
            shares(stated)
    else:
        assert sum(shares(stated)) == 100
        assert all(one >= 0 for one in shares(stated))


@FEW
@given(
    st.decimals(0, 1000, places=2),
    st.lists(st.decimals(0, 25, places=2), max_size=4),
)
def test_what_is_paid_together_is_the_rate_to_the_cent(rate, stated):
    paid = split(rate, shares(stated))
    assert sum(paid) == rate
    assert all(one >= 0 for one in paid)


def test_two_mediators_share_and_who_handles_the_case_has_the_rest(station, make, case, zhou):
    li = make.staff(name="李卫民", unpaid="no")
    beside = make.record(CoMediator(case=case.id, position=1, staff=li.id))
    assert problems(station) == ["共同调解员没有填补贴比例"]
    station.perform(change_share, beside.id, Decimal("33.33"))
    (claim,) = found(station).ready
    assert [(one.name, one.share, one.amount) for one in claim.payees] == [
        ("周秀兰", Decimal("66.67"), Decimal("66.67")),
        ("李卫民", Decimal("33.33"), Decimal("33.33")),
    ]


@operation("改比例", needs=Right.MEDIATE)
def change_share(tx, identity, value):
    """What the form of the case does."""
    tx.session.get(CoMediator, identity).share = value


def test_a_public_servant_gets_nothing_and_who_was_never_asked_is_asked(station, make, on):
    wang = make.staff(name="王站长")
    made = closed(make, mediator=wang.id)
    agreed(make, made)
    assert problems(station) == ["请先在花名册里问清王站长是否公职或禁止兼职取酬"]
    station.perform(records.save, "staff", {"unpaid": "yes"}, wang.id)
    (claim,) = found(station).ready
    assert claim.amount == 0


# one case, one period


def test_an_application_is_written_down_once_and_later_changes_leave_it(station, case):
    station.perform(subsidy.apply, QUARTER)
    (claim,) = found(station).claims
    assert claim.amount == Decimal(100)
    station.perform(settings.change, SUBSIDY_RATES[1].key, "500")
    (again,) = found(station).claims
    assert again.amount == Decimal(100)
    with pytest.raises(Invalid, match="已经申报过"):
        station.perform(subsidy.apply, QUARTER)


def test_a_case_stands_in_one_period_only_until_it_is_taken_back(station, case):
    march = Period(date(2026, 3, 1), date(2026, 3, 31), "2026年3月")
    station.perform(subsidy.apply, march)
    assert found(station).claims == ()
    with pytest.raises(Invalid, match="没有可以申报的案件"):
        station.perform(subsidy.apply, QUARTER)
    station.perform(subsidy.withdraw, found(station, march).batch.id)
    station.perform(subsidy.apply, QUARTER)
    assert len(found(station).ready) == 1


def test_an_application_is_undone(station, case, clock):
    clock.tick(seconds=1)
    since = clock.moment
    station.perform(subsidy.apply, QUARTER)
    station.perform(history.undo, station.ask(history.undoable, station.actor.id, since).seq)
    assert found(station).batch is None
    assert len(found(station).ready) == 1


def test_nothing_is_paid_before_it_is_performed_unless_the_station_says_so(station, make, case):
    make.record(Performance(case=case.id, position=1, payer="王1", item="付款"))
    assert problems(station) == ["还没有履行完毕"]
    station.perform(settings.change, SUBSIDY_PERFORMED.key, "no")
    assert problems(station) == []


def test_a_case_that_failed_or_is_restricted_to_others_is_not_applied_for(
    station, make, case, somebody
):
    closed(make, state="Z50", end_reason="apart")
    station.perform(records.save, "mediation_case", {"privacy": "L3"}, case.id)
    assert len(found(station).claims) == 1
    for_clerk = found(somebody("clerk"))
    assert (for_clerk.claims, for_clerk.hidden) == ((), 1)


def test_a_station_that_does_not_pay_by_case_applies_for_nothing(station, make, zhou, tmp_path):
    agreed(make, closed(make, mediator=zhou.id))
    with pytest.raises(Invalid, match="没有启用"):
        station.perform(subsidy.apply, QUARTER)
    with pytest.raises(Invalid, match="没有启用"):
        writing.run(station, Asked("2026-Q1", tmp_path / "a.pdf"))


def test_who_may_not_send_applies_for_nothing(station, case, somebody):
    with pytest.raises(NotAllowed):
        somebody("mediator").perform(subsidy.apply, QUARTER)


# on paper


def test_the_three_tables_say_the_same_sums_in_figures_and_capitals(station, case, tmp_path):
    path = tmp_path / "a.pdf"
    facts = writing.run(station, Asked("2026-Q1", path, freeze=True))
    assert (facts["cases"], facts["amount"], facts["applied"]) == (1, "100.00", True)
    said = squeezed("".join(pdf_pages(path)))
    for text in ("补贴申报表", "补贴审批表", "补贴发放花名册", "壹佰元整", "周秀兰", "专职"):
        assert text in said
    assert "领款人签名" in said
    with PdfDocument(path) as sheets:
        words = sheets[0].get_textpage().get_text_range().split()
    assert {"合计", "书面协议", f"{case.accepted_on}"} <= {*words}, "broken in its cell"


def test_what_is_only_looked_at_is_marked_as_not_applied_for(station, case, tmp_path):
    path = tmp_path / "a.xlsx"
    facts = writing.run(station, Asked("2026-Q1", path))
    assert facts["applied"] is False
