"""What a person often looks for is kept under a name, for him and one ledger alone."""

import pytest

from core.errors import Invalid
from core.services import saved_queries

LATE = {".late": ["yes"], "source": ["meeting", "leader"]}


def _names(station, ledger="task"):
    found = station.ask(saved_queries.kept, station.actor.id, ledger)
    return [one.name + "*" * one.first for one in found]


def test_a_query_is_kept_renamed_marked_and_dropped(station):
    station.perform(saved_queries.keep, "task", " 会上  交办的 ", LATE)
    station.perform(saved_queries.keep, "task", "本周", {".words": ["本周"]})
    assert _names(station) == ["会上 交办的", "本周"]
    station.perform(saved_queries.open_with, "task", "本周")
    station.perform(saved_queries.rename, "task", "本周", "这周")
    assert _names(station) == ["会上 交办的", "这周*"]
    station.perform(saved_queries.keep, "task", "这周", LATE)
    found = station.ask(saved_queries.kept, station.actor.id, "task")
    assert (found[1].texts, found[1].first) == (LATE, True)
    station.perform(saved_queries.open_with, "task", "这周")
    station.perform(saved_queries.drop, "task", "会上 交办的")
    assert _names(station) == ["这周"]


def test_queries_are_ones_own_and_of_one_ledger(station, acting):
    station.perform(saved_queries.keep, "task", "我的", LATE)
    other = acting("chief")
    assert _names(other) == []
    assert _names(station, "staff") == []


@pytest.mark.parametrize("name", ["", "  ", "很长的名字" * 5])
def test_a_query_needs_a_name_a_menu_has_room_for(station, name):
    with pytest.raises(Invalid, match="起个名字"):
        station.perform(saved_queries.keep, "task", name, LATE)


def test_two_queries_never_share_a_name_and_there_are_not_too_many(station, monkeypatch):
    monkeypatch.setattr(saved_queries, "MOST", 2)
    station.perform(saved_queries.keep, "task", "甲", LATE)
    station.perform(saved_queries.keep, "task", "乙", LATE)
    with pytest.raises(Invalid, match="已经有"):
        station.perform(saved_queries.rename, "task", "乙", "甲")
    with pytest.raises(Invalid, match="最多存 2 个"):
        station.perform(saved_queries.keep, "task", "丙", LATE)
    assert _names(station) == ["甲", "乙"]
