"""A snapshot is a plain list of identities in all but its size."""

from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.services.snapshot import EMPTY, Snapshot

# Few different bytes, so that an identity also occurs where it straddles two others.
IDENTITIES = st.binary(min_size=16, max_size=16).map(
    lambda raw: UUID(bytes=bytes(one % 2 for one in raw))
)
LISTS = st.lists(IDENTITIES, max_size=12, unique=True)


@settings(max_examples=60, deadline=None)
@given(LISTS, IDENTITIES, st.integers(-15, 15), st.integers(-15, 15), st.sampled_from((1, 2, -1)))
def test_it_answers_as_a_list_does(listed, other, first, last, step):
    made = Snapshot.of(listed)
    assert (len(made), list(made), made) == (len(listed), listed, listed)
    assert list(made[first:last:step]) == listed[first:last:step]
    assert (other in made) == (other in listed)
    assert made.place(other) == (listed.index(other) if other in listed else None)
    assert all(made.index(one) == n == made.place(one) for n, one in enumerate(listed))
    assert Snapshot.joined((made[:3], made[3:])) == made
    assert hash(made) == hash(Snapshot.of(listed))


@settings(max_examples=60, deadline=None)
@given(LISTS, LISTS, st.data())
def test_it_knows_a_list_that_only_lost_records(before, other, data):
    made = Snapshot.of(before)
    kept = [one for one in before if data.draw(st.booleans())]
    assert made.only_lost(Snapshot.of(kept))
    left = iter(before)
    assert made.only_lost(Snapshot.of(other)) == all(one in left for one in other)


def test_it_refuses_places_it_has_not_and_identities_it_does_not_know():
    one = UUID(int=1)
    with pytest.raises(IndexError):
        EMPTY[0]
    with pytest.raises(ValueError, match="0001"):
        Snapshot.of([one]).index(one, 1)
    assert "1" not in Snapshot.of([one])
    assert Snapshot.of([one]) != {one}


def test_a_million_cost_sixteen_bytes_each():
    made = Snapshot(bytes(range(16)) * 1_000_000)
    assert len(made.raw) == 16_000_000
    assert made.only_lost(made[:-1])
    assert not made[:-1].only_lost(made)
