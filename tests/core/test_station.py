"""One door to the data: what an act leaves behind, and what a refused one does not."""

from datetime import date

import pytest
from sqlalchemy import insert, text, update

from core.errors import Conflict, Invalid, NeedsYes, NotAllowed
from core.journal import feed
from core.journal.tables import Change, Entry
from core.record import record_class
from core.records import ledger
from core.records.staff import Staff
from core.rights import Right
from core.services import drafts, finding, founding, history, records
from core.services.records import Filter
from core.station import Tx, operation
from tests.conftest import PASSWORD, Make, keep

pytestmark = pytest.mark.both_stores

STAFF = ledger("staff")


@operation("问一句再办", needs=Right.KEEP)
def ask_first(tx: Tx) -> str:
    tx.confirm("sure", "真的要办吗？")
    return "办了"


@operation("写了一半出错", needs=Right.KEEP)
def half_way(tx: Tx) -> None:
    tx.add(Staff(name="王半途"))
    tx.session.flush()
    raise Invalid("不行")


@operation("绕过记录", needs=Right.KEEP)
def behind_the_journal(tx: Tx) -> None:
    tx.session.execute(insert(Staff).values(name="暗写"))


@operation("直接发 SQL", needs=Right.KEEP)
def raw_sql(tx: Tx) -> None:
    tx.session.execute(text("DELETE FROM staff"))


@operation("真删", needs=Right.KEEP)
def delete(tx: Tx, identity: object) -> None:
    tx.session.delete(tx.session.get(Staff, identity))


def test_an_act_is_journalled_with_who_when_and_what(station, clock):
    done = station.perform(records.save, "staff", {"name": "张𠮷㛃", "joined": date(2025, 3, 1)})
    entry = station.ask(feed.entries)[0]
    assert (entry.actor_name, entry.label, entry.moment) == (
        "李海燕",
        "保存：网格员花名册",
        clock.moment,
    )
    assert done.touched == {"staff"}
    assert list(station.ask(lambda s: list(feed.broken(s)))) == []


def test_a_late_entry_keeps_both_times(station, clock, make):
    @operation("补录", needs=Right.KEEP)
    def late(tx):
        tx.on(date(2026, 3, 20))
        tx.add(Staff(name="补录的人"))

    station.perform(late)
    entry = station.ask(feed.entries)[0]
    assert (entry.moment, entry.happened.date()) == (clock.moment, date(2026, 3, 20))


def test_a_refused_act_leaves_nothing(station):
    before = station.ask(feed.last_seq)
    with pytest.raises(Invalid, match="不行"):
        station.perform(half_way)
    assert station.ask(feed.last_seq) == before
    assert station.ask(records.count, STAFF, Filter()) == 0


def test_nothing_changes_behind_the_journal(station, make):
    person = make.staff()
    for act, words in ((behind_the_journal, ()), (raw_sql, ()), (delete, (person.id,))):
        with pytest.raises((TypeError, AssertionError)):
            station.perform(act, *words)
    assert station.ask(records.count, STAFF, Filter()) == 1


def test_a_question_is_asked_once_and_the_act_repeated(station):
    with pytest.raises(NeedsYes) as question:
        station.perform(ask_first)
    assert question.value.text == "真的要办吗？"
    assert station.confirmed(question.value.key).perform(ask_first).value == "办了"


def test_a_reader_changes_nothing_and_is_told_why(somebody):
    reader = somebody("reader")
    with pytest.raises(NotAllowed, match="您的岗位不能登记和修改台账"):
        reader.perform(records.save, "staff", {"name": "王某"})


def test_users_are_kept_by_those_who_manage(somebody):
    with pytest.raises(NotAllowed, match="管理用户"):
        somebody("clerk").perform(records.save, "user", {"name": "新人", "role": "clerk"})


def test_two_editors_of_one_record(station, make):
    person = make.staff(name="王秀英")
    station.perform(records.save, "staff", {"note": "调到东风村"}, person.id, person.version)
    with pytest.raises(Conflict, match="刚被别人改过"):
        station.perform(records.save, "staff", {"note": "调到柳林村"}, person.id, person.version)
    assert station.ask(records.get, Staff, person.id).note == "调到东风村"


def test_a_form_that_is_not_complete_names_its_fields(station):
    with pytest.raises(Invalid) as refused:
        station.perform(records.save, "staff", {"phone": "13800136021"})
    assert [(p.field, p.text) for p in refused.value.problems] == [("name", "请填写姓名")]


def test_rules_beside_the_record_are_kept(station):
    with pytest.raises(Invalid, match="离岗日期早于到岗日期"):
        station.perform(
            records.save,
            "staff",
            {"name": "王某", "joined": date(2026, 3, 1), "left": date(2026, 2, 1)},
        )


def test_the_bin_gives_back_what_it_took(station, make):
    person = make.staff(name="王秀英")
    station.perform(records.remove, "staff", [person.id])
    assert station.ask(records.count, STAFF, Filter()) == 0
    assert station.ask(finding.find, "王秀英") == []
    binned = station.ask(records.ids, STAFF, Filter(binned=True))
    assert [row.texts["name"] for row in station.ask(records.rows, STAFF, binned)] == ["王秀英"]
    station.perform(records.restore, "staff", [person.id])
    assert [hit.name for hit in station.ask(finding.find, "wxy")] == ["王秀英"]


def test_a_numbered_record_is_voided_never_binned(station, make):
    case = make.case(number="石桥镇人调字〔2026〕第001号")
    with pytest.raises(Invalid, match="作废"):
        station.perform(records.remove, "mediation_case", [case.id])
    with pytest.raises(Invalid, match="原因"):
        station.perform(records.void, "mediation_case", case.id, " ")
    station.perform(records.void, "mediation_case", case.id, "登记重复")
    row = station.ask(records.rows, ledger("mediation_case"), [case.id])[0]
    assert row.texts["void_reason"] == "登记重复"


def test_undo_and_redo_go_back_and_forth(station, clock, make):
    person = make.staff(name="王秀英", note="原来")
    since = clock.moment
    clock.tick(minutes=1)
    station.perform(records.save, "staff", {"note": "改一"}, person.id)
    station.perform(records.save, "staff", {"note": "改二"}, person.id)
    me = station.actor.id

    def note():
        return station.ask(records.get, Staff, person.id).note

    for expected in ("改一", "原来"):
        station.perform(history.undo, station.ask(history.undoable, me, since).seq)
        assert note() == expected
    for expected in ("改一", "改二"):
        station.perform(history.redo, station.ask(history.redoable, me, since).seq)
        assert note() == expected
    assert station.ask(history.redoable, me, since) is None
    assert list(station.ask(lambda s: list(feed.broken(s)))) == []


def test_undo_refuses_what_was_changed_since(station, make, somebody):
    person = make.staff(name="王秀英")
    mine = station.perform(records.save, "staff", {"note": "我写的"}, person.id)
    somebody("clerk").perform(records.save, "staff", {"note": "别人写的"}, person.id)
    with pytest.raises(Conflict, match="后来又改过"):
        station.perform(history.undo, mine.seq)
    assert station.ask(records.get, Staff, person.id).note == "别人写的"


def test_undo_is_for_ones_own_acts(station, make, somebody):
    person = make.staff()
    his = somebody("clerk").perform(records.save, "staff", {"note": "他写的"}, person.id)
    with pytest.raises(Invalid, match="自己"):
        station.perform(history.undo, his.seq)


def test_what_is_final_stays(station):
    founding = station.ask(lambda s: feed.entries(s)[-1])
    assert founding.final
    with pytest.raises(Invalid, match="不能撤销"):
        station.perform(history.undo, founding.seq)


def test_undoing_a_birth_puts_it_into_the_bin(station):
    done = station.perform(records.save, "staff", {"name": "多登的人"})
    station.perform(history.undo, done.seq)
    assert station.ask(records.count, STAFF, Filter()) == 0
    assert station.ask(records.count, STAFF, Filter(binned=True)) == 1


def test_the_history_reads_in_the_clerks_words(station, make):
    grid = make.grid(name="东风村第1网格")
    person = make.staff(name="王秀英")
    station.perform(records.save, "staff", {"grid": grid.id, "sex": "2"}, person.id)
    turn = station.ask(history.of_record, "staff", person.id)[0]
    assert turn.lines == (("性别", "", "女"), ("所属网格", "", "东风村第1网格"))


def test_a_half_typed_form_survives_and_is_dropped_on_submit(station):
    station.jot(drafts.keep, "mediation_case", {"title": "水管", "source": ""})
    kept = station.ask(drafts.kept, station.actor.id, "mediation_case")
    assert kept.texts["title"] == "水管"
    station.jot(drafts.drop, "mediation_case")
    assert station.ask(drafts.all_kept, station.actor.id) == []


def test_a_note_beside_the_journal_changes_no_record(station):
    with pytest.raises(AssertionError):
        station.jot(lambda tx: tx.add(Staff(name="偷写")))


def meddle(station, statement):
    """Change the database behind the program's back."""
    with station.engine.execution_options(writing=True).begin() as connection:
        connection.execute(statement)


def test_a_changed_entry_is_noticed(station, make):
    make.staff(name="王秀英")
    meddle(station, update(Entry).where(Entry.seq == 2).values(actor_name="别人"))
    assert station.ask(lambda s: list(feed.broken(s))) == ["操作记录第 2 条与校验值不符"]


@pytest.mark.parametrize("salt", [b"\0", None])
def test_a_changed_image_is_noticed(station, make, salt):
    make.staff(name="王秀英")
    meddle(station, update(Change).where(Change.seq == 2).values(salt=salt))
    assert station.ask(lambda s: list(feed.broken(s))) == ["操作记录第 2 条的内容被改动过"]


def test_a_missing_entry_is_noticed(station, make):
    make.staff(name="王秀英")
    make.staff(name="王秀兰")
    meddle(station, text("DELETE FROM journal_entry WHERE seq = 2"))
    assert "操作记录缺第 2 条" in station.ask(lambda s: list(feed.broken(s)))


def test_who_may_not_read_is_told_whom_to_ask(somebody):
    with pytest.raises(NotAllowed, match="不能查看台账"):
        somebody("nobody").ask(records.count, STAFF, Filter())


def test_a_record_changed_between_reading_and_writing_is_a_conflict(station, make):
    person = make.staff(name="王秀英")

    @operation("慢慢改", needs=Right.KEEP)
    def slowly(tx):
        kept = tx.session.get(Staff, person.id)
        tx.session.connection().exec_driver_sql("UPDATE staff SET version = version + 1")
        kept.note = "改晚了"

    with pytest.raises(Conflict, match="刚被别人改过"):
        station.perform(slowly)
    assert station.ask(records.get, Staff, person.id).note is None


def test_a_window_notices_what_another_program_wrote(station):
    other = founding.open_station(station.folder, "李海燕", PASSWORD, station.clock)
    before = station.data_version()
    Make(other).staff()
    other.close()
    assert station.data_version() != before


def test_a_damaged_image_is_named(station, make):
    make.staff(note="㛃" * 400)
    meddle(station, update(Change).where(Change.seq == 2).values(packed=b"z\0"))
    assert station.ask(lambda s: list(feed.broken(s))) == ["操作记录第 2 条的内容被改动过"]


def test_names_that_mean_nothing_are_key_errors():
    with pytest.raises(KeyError):
        STAFF.field("nothing")
    with pytest.raises(KeyError):
        record_class("draft")


def test_a_demonstration_keeps_to_its_day_whenever_it_is_opened(station, clock):
    assert founding.in_its_story(station) is station
    founding.mark_demo(station.folder, date(2026, 3, 25))
    for name in ("王秀英", "李海燕"):
        clock.tick(days=365)
        told = founding.in_its_story(station)
        assert told.today() == date(2026, 3, 25)
        told.perform(keep, Staff(name=name, state="on"))
    assert station.today().year == 2028
