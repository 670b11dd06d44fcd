"""Old backups go, the youngest never does."""

from datetime import UTC, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from core.store.thinning import FAR, NEAR, kept

NOW = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
AGES = st.lists(st.integers(0, 60 * 24 * 800), max_size=60)


def backups(ages):
    return {NOW - timedelta(minutes=age) for age in ages}


def test_a_year_of_half_hours_shrinks_to_a_shelf_one_can_read():
    stay = kept(backups(range(0, 60 * 24 * 400, 30)), NOW, FAR)
    assert len([one for one in stay if NOW - one <= timedelta(hours=24)]) == 49
    assert len(stay) <= 49 + 7 + 5 + 12
    assert min(stay) == datetime(2025, 12, 31, 23, 30, tzinfo=UTC)


def test_on_the_own_disk_only_a_few_stay():
    assert len(kept(backups(range(0, 60 * 24 * 60, 30)), NOW, NEAR)) <= 5 + 3 + 1


def test_of_a_day_the_last_one_stays():
    morning, evening = NOW - timedelta(days=3, hours=1), NOW - timedelta(days=3, hours=-5)
    assert kept({NOW, morning, evening}, NOW, FAR) == {NOW, evening}


@settings(max_examples=60, deadline=None)
@given(AGES, st.sampled_from((FAR, NEAR)))
def test_the_youngest_always_stays_and_thinning_twice_is_thinning_once(ages, rule):
    all_of_them = backups(ages)
    stay = kept(all_of_them, NOW, rule)
    assert stay <= all_of_them
    assert not all_of_them or max(all_of_them) in stay
    assert kept(stay, NOW, rule) == stay


@settings(max_examples=60, deadline=None)
@given(AGES)
def test_nothing_younger_than_a_day_goes_and_every_late_month_keeps_one(ages):
    all_of_them = backups(ages)
    stay = kept(all_of_them, NOW, FAR)
    assert {one for one in all_of_them if NOW - one <= timedelta(hours=24)} <= stay
    months = sorted({(one.year, one.month) for one in all_of_them})[-FAR.months :]
    assert set(months) <= {(one.year, one.month) for one in stay}
