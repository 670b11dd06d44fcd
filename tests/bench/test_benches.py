"""Every measurement runs at a small size; what it says is read by people, not asserted here."""

import pytest

from core.services import finding
from tests.bench import searching
from tests.bench.benches import BENCHES, CLASSED, measured
from tests.bench.scene import Bench

ROWS = 2000


@pytest.fixture(scope="module")
def bench(tmp_path_factory, qapp):
    made = Bench.made(ROWS, tmp_path_factory.mktemp("bench"))
    yield made
    made.station.close()


@pytest.fixture(autouse=True)
def _few_queries(monkeypatch):
    monkeypatch.setattr(searching, "QUERIES", 2)
    monkeypatch.setattr(searching, "CALM", 1)


@pytest.mark.parametrize("name", [*BENCHES, *CLASSED])
def test_a_measurement_has_its_floor(bench, name):
    for ratio in measured(name, bench).values():
        assert ratio.ours > 0
        assert ratio.floor > 0
        assert ratio.unit


def test_every_class_of_words_is_measured(bench):
    assert {*measured("search", bench)} == {f"search {name}" for name in searching.CLASSES}


def test_most_of_what_is_typed_is_there_to_be_found(bench):
    """A search for nothing is soon done: classes whose words are in no record prove little."""
    empty = {
        name
        for name in searching.CLASSES
        if not any(bench.station.ask(finding.grouped, one) for one in searching.drawn(name, 20))
    }
    assert empty == {"没有的词"}
