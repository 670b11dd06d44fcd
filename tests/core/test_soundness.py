"""The search index is compared with the records, and made anew, wherever the data lie."""

import pytest
from sqlalchemy import text

from core.services import finding, soundness

pytestmark = pytest.mark.both_stores


def behind_its_back(station, statement):
    with station.engine.execution_options(writing=True).begin() as connection:
        connection.execute(text(statement))


def wrong(station):
    return [one for one in soundness.check(station) if one.code == "index"]


@pytest.mark.parametrize(
    ("statement", "said"),
    [
        ("DELETE FROM search_row WHERE ledger = 'staff'", "缺 1 条，多 1 条"),
        ("UPDATE search_row SET content = 'zzz' WHERE ledger = 'staff'", "不同 1 条"),
        ("DELETE FROM search_gram", "不同"),
        ("UPDATE staff SET note = '西风村第2网格'", "不同 1 条"),
        ("UPDATE staff SET binned = '2026-03-25 00:00:00'", "多 1 条"),
    ],
)
def test_an_index_that_disagrees_is_named_and_made_anew(station, make, statement, said):
    make.staff(name="王秀英", note="东风村第1网格")
    make.grid(name="东风村第1网格")
    assert wrong(station) == []
    behind_its_back(station, statement)
    (fault,) = wrong(station)
    assert said in fault.text
    mended, left = soundness.mend(station, [fault])
    assert "已按记录重建" in mended[0]
    assert wrong(station) == []
    assert [one for one in left if one.code == "index"] == []


def test_a_rebuilt_index_finds_what_was_found_before(station, make):
    make.staff(name="王秀英", note="东风村第1网格")
    before = station.ask(finding.find, "wxy"), station.ask(finding.find, "东风")
    behind_its_back(station, "DELETE FROM search_row")
    soundness.mend(station, wrong(station))
    assert (station.ask(finding.find, "wxy"), station.ask(finding.find, "东风")) == before
