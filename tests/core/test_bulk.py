"""Many records changed at once: weighed one by one, kept as one act, taken back as one."""

from datetime import date

import pytest

from core.errors import Conflict, Invalid, NotAllowed
from core.records import LEDGERS, staff
from core.records.staff import Staff
from core.services import bulk, history, records

STAFF = staff.LEDGER


@pytest.fixture
def people(make):
    grid = make.grid(name="东风村")
    return [
        make.staff(name="王秀英", grid=grid.id, joined=date(2024, 3, 1)),
        make.staff(name="李建国", joined=date(2024, 3, 2)),
        make.staff(name="陈𠮷祥", joined=None),
    ]


def weighed(station, people, key, value):
    return station.ask(bulk.weigh, "staff", [one.id for one in people], key, value)


def changed(station, turns, key, value):
    versions = [(one.id, one.version) for one in turns if one.changes]
    return station.perform(bulk.change, "staff", versions, key, value)


def values(station, people, key):
    rows = station.ask(records.rows, STAFF, [one.id for one in people])
    return [row.values[key] for row in rows]


def test_every_record_is_seen_before_and_after(station, make, people):
    west = make.grid(name="西片")
    turns = weighed(station, people, "grid", west.id)
    assert [(one.name, one.before, one.after) for one in turns] == [
        ("王秀英", "东风村", "西片"),
        ("李建国", "", "西片"),
        ("陈𠮷祥", "", "西片"),
    ]
    assert values(station, people, "grid") == [people[0].grid, None, None]


def test_the_change_is_one_act_and_taken_back_whole(station, make, people):
    west = make.grid(name="西片")
    done = changed(station, weighed(station, people, "grid", west.id), "grid", west.id)
    assert (done.value, done.label) == (3, "批量修改")
    assert values(station, people, "grid") == [west.id] * 3
    station.perform(history.undo, done.seq)
    assert values(station, people, "grid") == [people[0].grid, None, None]


def test_what_the_rules_refuse_is_named_and_the_others_are_changed(station, people):
    left = date(2024, 3, 1)
    station.perform(records.save, "staff", {"state": "left", "left": left}, people[0].id)
    turns = weighed(station, people, "joined", date(2024, 6, 1))
    assert turns[0].refused
    assert [one.changes for one in turns] == [False, True, True]
    changed(station, turns, "joined", date(2024, 6, 1))
    assert values(station, people, "joined") == [left, date(2024, 6, 1), date(2024, 6, 1)]


def test_nothing_is_changed_where_one_was_changed_meanwhile(station, people):
    turns = weighed(station, people, "note", "已培训")
    station.perform(records.save, "staff", {"name": "王秀兰"}, people[0].id)
    with pytest.raises(Conflict, match="“王秀兰”刚被别人改过，一条也没有改"):
        changed(station, turns, "note", "已培训")
    assert values(station, people, "note") == [None] * 3


def test_nothing_is_changed_where_one_is_gone_or_refused_meanwhile(station, people):
    turns = weighed(station, people, "note", "已培训")
    station.perform(records.remove, "staff", [people[1].id])
    with pytest.raises(Conflict, match="有的记录刚被移走"):
        changed(station, turns, "note", "已培训")
    assert values(station, people[:1], "note") == [None]


def test_a_finished_or_voided_record_stays(station, make):
    open_case, voided = make.case(title="一"), make.case(title="二", number="石桥〔2026〕第001号")
    station.perform(records.void, "mediation_case", voided.id, "重复")
    turns = station.ask(bulk.weigh, "mediation_case", [open_case.id, voided.id], "box", "柜1")
    assert [one.refused for one in turns] == ["", "已作废"]
    versions = [(one.id, one.version) for one in turns]
    with pytest.raises(Invalid, match="“二”不能这样改：已作废"):
        station.perform(bulk.change, "mediation_case", versions, "box", "柜1")


@pytest.mark.parametrize("key", ["name", "id_no", "version", "nonsense"])
def test_names_and_numbers_of_persons_are_not_shared(station, people, key):
    with pytest.raises(Invalid, match="不能批量修改"):
        weighed(station, people, key, "x")


def test_who_may_not_keep_the_ledger_changes_nothing(somebody, people):
    turns = weighed(somebody("reader"), people, "note", "x")
    with pytest.raises(NotAllowed):
        changed(somebody("reader"), turns, "note", "x")


def test_an_act_has_its_limit(station, people, monkeypatch):
    monkeypatch.setattr(bulk, "MOST", 2)
    with pytest.raises(Invalid, match="一次最多批量修改 2 人"):
        weighed(station, people, "note", "x")


@pytest.mark.parametrize("ledger", LEDGERS, ids=lambda one: one.name)
def test_only_what_a_person_types_is_offered(ledger):
    assert all(not one.given for one in bulk.fields(ledger))
    assert ledger.naming.key not in {one.key for one in bulk.fields(ledger)}


def test_links_of_the_same_record_class_are_followed(station, people):
    turns = weighed(station, people, "post", "04")
    changed(station, turns, "post", "04")
    posts = station.ask(lambda session: [one.post for one in session.query(Staff)])
    assert posts == ["04"] * 3
