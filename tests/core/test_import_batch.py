"""An import is one act: written whole or not at all, and taken back whole but for later changes."""

import tracemalloc
from collections import Counter

import pytest
from sqlalchemy import event

from core import records
from core.errors import Cancelled, Conflict, NeedsYes
from core.journal import feed
from core.records.grid import Grid
from core.rights import Right
from core.services import history, importing
from core.services import records as service
from core.services.records import Filter
from core.station import operation
from tests.core.bringing import ID_LI, ID_WANG, brought, everybody, plan

pytestmark = pytest.mark.both_stores


def test_the_batch_is_taken_back_as_one(station):
    _, done = brought(station, "staff", [["姓名"], ["王秀英"], ["李勇"]])
    assert len(everybody(station)) == 2
    station.perform(history.undo, done.seq)
    assert everybody(station) == {}


def test_cancelling_writes_nothing(station, monkeypatch):
    monkeypatch.setattr(importing, "_STEP", 1)
    planned = plan(station, "staff", [["姓名"], ["王秀英"], ["李勇"]])

    def cancel(step, done=0, total=0):
        assert (step, total) == ("正在导入", 2)
        if done:
            raise Cancelled

    with pytest.raises(Cancelled):
        station.perform(importing.commit, "staff", planned.rows, cancel)
    assert everybody(station) == {}

    def interrupt(*_):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        station.perform(importing.commit, "staff", planned.rows, interrupt)
    with pytest.raises(KeyboardInterrupt):
        plan(station, "staff", [["姓名"], ["王秀英"]], progress=interrupt)
    assert everybody(station) == {}


def test_a_record_changed_since_the_preview_stops_the_batch(station, make):
    kept = make.staff(name="王秀英", id_no=ID_WANG)
    rows = [["姓名", "身份证号", "备注"], ["李勇", ID_LI, "新"], ["王秀英", ID_WANG, "甲"]]
    planned = plan(station, "staff", rows, "update")
    station.perform(service.save, "staff", {"note": "别人"}, kept.id, kept.version)
    with pytest.raises(Conflict, match="第 3 行要更新的记录刚被改过，没有导入任何内容"):
        station.perform(importing.commit, "staff", planned.rows)
    assert everybody(station).keys() == {"王秀英"}


@pytest.fixture
def batch(station):
    """A hundred people brought in at once, and the number of that act."""
    rows = [[f"王网格{n}", f"138{n:08d}"] for n in range(100)]
    _, done = brought(station, "staff", [["姓名", "手机"], *rows])
    return done.seq


def _changed_since(station, *names):
    for name in names:
        station.perform(service.save, "staff", {"note": "后来写的"}, everybody(station)[name].id)


def test_what_was_changed_since_stays_when_a_batch_is_taken_back(station, batch):
    _changed_since(station, "王网格3", "王网格7")
    with pytest.raises(NeedsYes, match="其中 2 条后来又改过，会留着不动；撤回其余 98 条？"):
        station.perform(history.undo, batch)
    assert len(everybody(station)) == 100
    done = station.confirmed("partly").perform(history.undo, batch)
    left = everybody(station)
    assert {name: row.values["note"] for name, row in left.items()} == {
        "王网格3": "后来写的",
        "王网格7": "后来写的",
    }
    assert station.ask(feed.entries)[0].label.endswith("（2 条后来改过，保留）")
    station.perform(history.redo, done.seq)
    assert len(everybody(station)) == 100


def test_a_batch_of_which_everything_was_changed_is_not_taken_back(station):
    _, done = brought(station, "staff", [["姓名"], ["王秀英"]])
    _changed_since(station, "王秀英")
    with pytest.raises(Conflict, match="没有可以撤回的"):
        station.perform(history.undo, done.seq)


def test_thousands_are_taken_back_as_one_act_without_reading_one_by_one(station):
    _, done = brought(station, "staff", [["姓名"], *([f"王网格{n}"] for n in range(3000))])
    asked = []
    event.listen(station.engine, "before_cursor_execute", lambda *given: asked.append(given[2]))
    undone = station.perform(history.undo, done.seq)
    assert sum(one.lstrip().startswith("SELECT") for one in asked) < 100
    assert undone.seq == done.seq + 1
    assert everybody(station) == {}


def held_while_importing(station, rows):
    """The most Python holds at once while these rows are written, in bytes."""
    planned = plan(station, "grid", [["名称"], *([f"{rows}村第{n}网格"] for n in range(rows))])
    assert planned.counts["new"] == rows
    tracemalloc.start()
    try:
        station.perform(importing.commit, "grid", planned.rows)
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def test_a_row_more_to_be_written_takes_less_than_a_kilobyte_more(station, monkeypatch):
    monkeypatch.setattr(importing, "_STEP", 100)
    held_while_importing(station, 100)
    few, many = (held_while_importing(station, rows) for rows in (300, 1500))
    assert (many - few) / 1200 < 1000
    assert len(everybody(station, "grid")) == 1900


def test_what_is_let_go_while_it_is_written_is_one_entry_that_is_sound_and_found(
    station, make, monkeypatch
):
    monkeypatch.setattr(importing, "_STEP", 2)
    make.staff(name="王秀英", id_no=ID_WANG)
    make.grid(name="东风村")
    rows = [["姓名", "身份证号", "网格"], *([f"李{n}", None, "东风村"] for n in range(5))]
    rows.append(["王秀英", ID_WANG, "东风村"])
    planned = plan(station, "staff", rows, "update")
    done = station.perform(importing.commit, "staff", planned.rows)
    assert done.touched == {"staff", "post"}
    steps = list(station.ask(lambda session: list(feed.changes(session, only=done.seq))))
    assert Counter(one.table for one in steps) == {"staff": 6, "post": 6}
    assert station.ask(lambda session: list(feed.broken(session))) == []
    assert station.ask(service.count, records.ledger("staff"), Filter(words="李4")) == 1
    station.perform(history.undo, done.seq)
    assert everybody(station).keys() == {"王秀英"}
    assert not everybody(station)["王秀英"].texts["grid"]


def test_a_record_that_was_let_go_is_not_changed_again_in_the_same_act(station, make):
    kept = make.grid(name="东风村")

    @operation("改两次", needs=Right.KEEP)
    def twice(tx):
        for name in ("西风村", "南风村"):
            tx.session.get(Grid, kept.id).name = name
            tx.let_go()

    with pytest.raises(AssertionError, match="changes no more in its act"):
        station.perform(twice)
    assert everybody(station, "grid").keys() == {"东风村"}


def test_an_import_is_found_and_taken_back_after_hundreds_of_other_acts(station):
    _, done = brought(station, "staff", [["姓名"], ["王秀英"], ["李勇"]])
    for _ in range(3):
        for n in range(70):
            station.perform(service.save, "grid", {"name": f"网格{n}"})
    _changed_since(station, "李勇")
    (kept,) = station.ask(history.batches, station.actor.id, "网格员花名册")
    assert (kept.seq, kept.label) == (done.seq, "导入：网格员花名册，新增 2 人，更新 0 人")
    with pytest.raises(NeedsYes, match="留着的是：李勇"):
        station.perform(history.undo, kept.seq)
    station.confirmed("partly").perform(history.undo, kept.seq)
    assert everybody(station).keys() == {"李勇"}
    assert station.ask(history.batches, station.actor.id, "网格员花名册") == []
