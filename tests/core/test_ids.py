"""Identities sort by birth, whatever the clock does."""

from datetime import UTC, datetime, timedelta

from core.ids import Ids


class Clock:
    now = datetime(2026, 3, 25, tzinfo=UTC)

    def __call__(self):
        return self.now


def test_identities_rise_even_in_one_millisecond_and_when_the_clock_goes_back():
    clock = Clock()
    ids = Ids(clock)
    given = [ids.new() for _ in range(5000)]
    clock.now -= timedelta(days=3650)
    given += [ids.new() for _ in range(5000)]
    assert given == sorted(given)
    assert len(set(given)) == len(given)
    assert all(one.version == 7 and one.variant.startswith("specified in RFC") for one in given)


def test_never_behind_the_youngest_the_journal_knows():
    clock = Clock()
    young = Ids(clock).new()
    clock.now -= timedelta(days=1)
    late = Ids(clock)
    late.not_before(young)
    assert late.new() > young
