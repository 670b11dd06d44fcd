"""Every measurement runs at a small size; what it says is read by people, not asserted here."""

import pytest

from tests.bench.benches import BENCHES
from tests.bench.scene import Bench

ROWS = 2000


@pytest.fixture(scope="module")
def bench(tmp_path_factory, qapp):
    made = Bench.made(ROWS, tmp_path_factory.mktemp("bench"))
    yield made
    made.station.close()


@pytest.mark.parametrize("name", BENCHES)
def test_a_measurement_has_its_floor(bench, name):
    facts = BENCHES[name](bench).facts
    assert facts["ours"] > 0
    assert facts["floor"] > 0
    assert facts["unit"]
