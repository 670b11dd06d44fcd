"""Looks stand in the journal: found by record and by person, outside undo, feed and packages."""

from datetime import date, timedelta
from uuid import UUID

import pytest
from sqlalchemy import func, select, text

from core.errors import Invalid
from core.journal import feed
from core.journal.tables import Looked
from core.services import history, looks, packages

pytestmark = pytest.mark.both_stores


def test_who_looked_at_a_record_is_found_by_record_and_by_person(station, make, somebody):
    case = make.case()
    other = make.case()
    chief = somebody("chief", "王站长")
    station.perform(looks.seen, "打印：调解协议书", [("mediation_case", case.id)])
    chief.perform(looks.seen, "查看案件", [("mediation_case", case.id)])
    station.perform(looks.seen, "导出台账", [(case.__tablename__, one.id) for one in (case, other)])

    found = station.ask(looks.of_record, "mediation_case", case.id)
    assert [(one.actor_name, one.label) for one in found] == [
        ("李海燕", "导出台账"),
        ("王站长", "查看案件"),
        ("李海燕", "打印：调解协议书"),
    ]
    assert len(station.ask(looks.of_record, "mediation_case", other.id)) == 1
    assert station.ask(looks.of_record, "task", case.id) == []
    week = station.ask(looks.of_week, station.today())
    assert [(one.name, len(one.looks)) for one in week] == [("李海燕", 2), ("王站长", 1)]


def test_a_look_belongs_to_the_week_of_its_day(station, clock):
    monday = date(2026, 3, 23)
    clock.set(clock.moment.replace(day=22, hour=15, minute=59))
    station.perform(looks.seen, "星期日 23 时 59 分")
    clock.tick(minutes=1)
    station.perform(looks.seen, "星期一零时")
    told = {
        day: [look.label for one in station.ask(looks.of_week, day) for look in one.looks]
        for day in (monday - timedelta(1), monday, monday + timedelta(6))
    }
    assert list(told.values()) == [["星期日 23 时 59 分"], ["星期一零时"], ["星期一零时"]]


def test_undo_and_redo_look_past_looks(station, make):
    since = station.now() - timedelta(1)
    who = station.actor.id
    task = make.task()
    station.perform(looks.seen, "查看", [("task", task.id)])
    last = station.ask(history.undoable, who, since)
    assert last is not None
    assert last.label == "登记"
    station.perform(history.undo, last.seq)
    station.perform(looks.seen, "再看", [("task", task.id)])
    undone = station.ask(history.redoable, who, since)
    assert undone is not None
    station.perform(history.redo, undone.seq)
    assert len(station.ask(history.of_record, "task", task.id)) == 3


def test_many_looks_do_not_hide_an_act_that_can_be_undone(station, make):
    make.task()
    for _ in range(210):
        station.perform(looks.seen, "查看")
    since = station.now() - timedelta(1)
    assert station.ask(history.undoable, station.actor.id, since) is not None


def test_a_look_is_no_change_for_windows_packages_and_acts(station, make):
    case = make.case()
    before = station.data_version(), station.ask(feed.last_seq)
    done = station.perform(looks.seen, "查看", [("mediation_case", case.id)])
    assert done.touched == frozenset()
    assert station.data_version() == before[0]
    assert station.ask(lambda s: list(feed.changes(s, before[1]))) == []
    assert station.ask(feed.entries, 1)[0].label == "登记"
    assert not station.ask(packages._anything, before[1])


@pytest.mark.parametrize(
    "tampering",
    [
        "DELETE FROM journal_looked WHERE seq = :seq",
        "UPDATE journal_looked SET packed = :other WHERE seq = :seq",
    ],
)
def test_a_look_taken_out_or_altered_breaks_the_chain(station, make, tampering):
    case = make.case()
    seq = station.perform(looks.seen, "查看", [("mediation_case", case.id)]).seq
    assert station.ask(lambda s: list(feed.broken(s))) == []
    known = {"seq": seq, "other": bytes(16)} if ":other" in tampering else {"seq": seq}
    with station.engine.execution_options(writing=True).begin() as connection:
        connection.execute(text(tampering), known)
    assert station.ask(lambda s: list(feed.broken(s))) == [f"操作记录第 {seq} 条与校验值不符"]


def test_a_look_at_a_whole_ledger_is_a_few_lines_and_names_every_record(station):
    ids = [UUID(int=n) for n in range(1, 5001, 2)]
    station.perform(looks.seen, "导出", {"visit": b"".join(one.bytes for one in reversed(ids))})
    assert station.ask(lambda s: s.scalar(select(func.count()).select_from(Looked))) == 3
    [person] = station.ask(looks.of_week, station.today())
    assert [one.count for one in person.looks] == [2500]
    for there in (ids[0], ids[999], ids[1000], ids[-1]):
        assert [one.count for one in station.ask(looks.of_record, "visit", there)] == [2500]
    for other in (UUID(int=0), UUID(int=2000), UUID(int=5001)):
        assert station.ask(looks.of_record, "visit", other) == []
    assert station.ask(lambda s: list(feed.broken(s))) == []


def test_a_look_says_what_was_seen_in_one_line(station):
    with pytest.raises(Invalid, match="写明看了什么"):
        station.perform(looks.seen, "  ")
    station.perform(looks.seen, "看" * 300)
    [person] = station.ask(looks.of_week, station.today())
    assert len(person.looks[0].label) == 120
