"""Destroying by the rules: nothing of it is left to read, the chain stays, the register says so."""

import json
import shutil
from contextlib import suppress
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import event, func, inspect, select

from core import places
from core.errors import Cancelled, Conflict, Invalid, NotAllowed, StoreFault
from core.journal import feed
from core.records import ledger
from core.records.destruction import Destruction
from core.records.hand_over import HandOver, HandOverLine
from core.records.mediation_case import MediationCase, Party
from core.records.meeting import Attendance, Meeting
from core.records.task import Task
from core.services import (
    attachments,
    backups,
    destroying,
    drafts,
    finding,
    history,
    mediation,
    records,
    retention,
    soundness,
)
from core.services import task as tasks
from core.services.attachments import Place, Taken
from core.services.destroying import Order
from core.services.lines import Line
from core.services.mediation import CaseDraft
from core.store import engine as store
from core.store import wiping
from core.store.files import Files
from tests.pages import plain

MARK = "𪚥"
"""A character nobody else has: one in the name, the narrative, the title, the draft."""

ORDER = Order("", "保管期满", "周主任", "档案销毁清册第3号")


def order(typed, **other):
    return Order(
        **{f: getattr(ORDER, f) for f in ("reason", "approved_by", "basis")}
        | other
        | {"typed": typed}
    )


def register(station, title=f"{MARK}家与邻居通行纠纷", **values):
    parties = (
        Line({"name": f"张{MARK}", "phone": "13800136021", "address": f"{MARK}村"}),
        Line({"name": "李德厚", "side": "respondent"}),
    )
    summary = "".join(f"第{n}日{MARK}家在路上堆土。" for n in range(60))
    draft = CaseDraft({"title": title, "source": "02", "summary": summary} | values, parties)
    return station.perform(mediation.accept, draft).value


@pytest.fixture
def case(station, make, clock):
    """A voided case with parties, a talk, a task, a picture and a half-typed draft."""
    identity = register(station)
    clock.tick(minutes=1)
    station.perform(mediation.hold_meeting, identity, {"talk": f"{MARK}不同意"})
    station.jot(drafts.keep, "mediation_case", {"title": MARK}, identity)
    store = station.ask(attachments.files, station.folder)
    kept = store.put([f"{MARK}的照片".encode()])
    photo = Taken(f"{MARK}.jpg", "image/jpeg", kept.size, kept.digest)
    station.perform(attachments.add, Place("mediation_case", identity), station.folder, [photo])
    station.perform(records.void, "mediation_case", identity, "重复登记")
    return identity


def number(station, case):
    return station.ask(records.get, MediationCase, case).number


def pages(station):
    return plain(places.database(station.folder), station.secret.key)


def destroy(station, case, **other):
    typed = number(station, case)
    return destroying.carry_out(station, "mediation_case", case, order(typed, **other))


def test_no_byte_of_it_is_left_in_the_store(station, case):
    plainly, escaped = MARK.encode(), json.dumps(MARK)[1:-1].encode()
    assert pages(station).count(plainly) > 10
    assert pages(station).count(escaped) == 1
    done = destroy(station, case)
    assert pages(station).count(plainly) == 0
    assert pages(station).count(escaped) == 0
    files = [one for one in station.folder.rglob("*") if one.is_file()]
    assert [one for one in files if plainly in one.read_bytes()] == []
    assert done.done.value.records == 4
    assert list(places.attachments(station.folder).rglob("?" * 64)) == []


@pytest.mark.both_stores
def test_the_chain_stays_whole_and_says_that_it_was_destroyed(station, case):
    before = station.ask(feed.last_seq)
    destroy(station, case)
    assert station.ask(lambda s: list(feed.broken(s))) == []
    steps = station.ask(lambda s: list(feed.changes(s, records=[case])))
    assert [(one.purged, one.erased) for one in steps] == [(True, False)] * (len(steps) - 1) + [
        (False, True)
    ]
    assert all(not one.before and not one.after for one in steps)
    assert station.ask(feed.last_seq) == before + 1


def _holds(row):
    told = " ".join(map(str, row))
    return MARK in told or json.dumps(MARK)[1:-1] in told


@pytest.mark.both_stores
def test_no_table_of_either_store_holds_it_any_more(station, case):
    def holding(connection):
        names = inspect(connection).get_table_names()
        return [
            name
            for name in names
            if not name.startswith("search_gram_")
            and any(_holds(row) for row in connection.exec_driver_sql(f'SELECT * FROM "{name}"'))
        ]

    with station.engine.connect() as connection:
        assert {"mediation_case", "party", "draft"} <= set(holding(connection))
    destroy(station, case)
    with station.engine.connect() as connection:
        assert holding(connection) == []


def test_images_that_vanish_without_a_destruction_are_noticed(station, case):
    with station.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE journal_change SET packed = NULL WHERE seq = 2")
    assert "操作记录第 2 条的内容不见了" in station.ask(lambda s: list(feed.broken(s)))


@pytest.mark.both_stores
def test_the_register_tells_what_when_why_and_on_whose_word(station, case):
    typed = number(station, case)
    destroy(station, case)
    (line,) = station.ask(lambda s: s.scalars(select(Destruction)).all())
    assert (line.kind, line.number, line.records, line.files) == ("矛盾纠纷台账", typed, 4, 1)
    assert (line.reason, line.basis, line.approved_by, line.done_by) == (
        "保管期满",
        "档案销毁清册第3号",
        "周主任",
        "李海燕",
    )
    with pytest.raises(Invalid, match="已经定稿"):
        station.perform(records.save, "destruction", {"reason": "改"}, line.id)
    with pytest.raises(Invalid, match="已经定稿"):
        station.perform(records.remove, "destruction", [line.id])


@pytest.mark.both_stores
def test_it_is_found_nowhere_and_its_number_is_not_given_again(station, case):
    typed = number(station, case)
    destroy(station, case)
    assert station.ask(finding.find, MARK) == []
    assert station.ask(drafts.all_kept, station.actor.id) == []
    assert station.ask(lambda s: s.scalar(select(func.count()).select_from(Party))) == 0
    draft = CaseDraft({"title": "另一件", "source": "02"}, (), typed)
    with pytest.raises(Invalid, match="已用于“已销毁的案件”"):
        station.perform(mediation.accept, draft)
    assert number(station, register(station, "另一件")).endswith("第002号")


def test_it_cannot_be_undone_nor_can_what_was_done_before(station, case, clock):
    destroy(station, case)
    assert station.ask(history.undoable, station.actor.id, clock.moment) is None
    acts = station.ask(lambda s: [e.seq for e in feed.entries(s) if e.operation == "records.void"])
    with pytest.raises(Conflict, match="已不在"):
        station.perform(history.undo, acts[0])


def test_what_another_record_cannot_do_without_stays(station, make):
    person = make.staff(name=f"王{MARK}")
    held = make.record(Meeting(title="晨会", held_on=date(2026, 3, 25)))
    make.record(Attendance(meeting=held.id, position=1, staff=person.id))
    station.perform(records.remove, "staff", [person.id])
    with pytest.raises(Invalid, match="会议记录”还要用到这条记录"):
        destroying.carry_out(station, "staff", person.id, order(person.name))
    assert station.ask(records.get, type(person), person.id).name == person.name


def test_a_link_that_may_be_empty_is_emptied_and_journalled(station, make, clock):
    person = make.staff(name=f"王{MARK}")
    task = make.task(title="核实围栏", owner=person.id)
    station.perform(records.remove, "staff", [person.id])
    destroying.carry_out(station, "staff", person.id, order(person.name))
    kept = station.ask(records.get, Task, task.id)
    assert (kept.owner, kept.version) == (None, task.version + 1)
    assert MARK.encode() not in pages(station)


def test_only_what_is_laid_aside_or_over_its_time_may_go(station, make, clock):
    case = register(station, retention="short")
    with pytest.raises(Invalid, match="保管期满的记录才能"):
        destroy(station, case)
    station.perform(mediation.end, case, "apart", date(2026, 3, 25), told=True)
    clock.tick(days=365 * 5)
    assert station.ask(retention.over, station.today()) == ()
    with pytest.raises(Invalid, match="保管期满的记录才能"):
        destroy(station, case)
    clock.tick(days=366)
    assert station.ask(retention.over, station.today()) == (case,)
    destroy(station, case)
    assert station.ask(retention.over, station.today()) == ()


def test_the_permanent_and_the_unclassed_are_never_over(station, clock):
    for one in ({"retention": "permanent"}, {}):
        station.perform(
            mediation.end, register(station, **one), "apart", date(2026, 3, 25), told=True
        )
    clock.tick(days=366 * 90)
    assert station.ask(retention.over, station.today()) == ()


@pytest.mark.parametrize("name", ["user", "destruction", "organisation"])
def test_registers_and_people_are_kept(station, name):
    kept = ledger(name)
    identity = station.ask(lambda s: s.scalars(select(kept.record.id)).first())
    if identity is not None:
        with pytest.raises(Invalid, match="长期留存"):
            station.ask(destroying.weigh, name, identity, station.today())


def test_it_wants_the_number_a_reason_and_a_name_for_it(station, case):
    typed = number(station, case)
    for wrong, sentence in (
        (order("第001号"), f"请原样输入“{typed}”"),
        (order(typed, reason=" "), "请写明销毁原因和批准人"),
        (order(typed, approved_by=""), "请写明销毁原因和批准人"),
    ):
        with pytest.raises(Invalid, match=sentence):
            destroying.carry_out(station, "mediation_case", case, wrong)
    assert MARK in station.ask(records.get, MediationCase, case).title


def test_only_a_manager_destroys(station, case, somebody):
    with pytest.raises(NotAllowed):
        destroy(somebody("clerk"), case)


def test_backups_that_hold_it_are_named_before_and_after(station, case, clock):
    made = backups.now(station).made[0]
    told = station.ask(destroying.weigh, "mediation_case", case, station.today())
    assert told.backups == (str(made.file),)
    assert told.words == "当事人 2 · 调解记录 1 · 附件 1"
    done = destroy(station, case)
    assert str(made.file) in done.backups
    assert Path(done.backups[0]).is_file()
    clock.tick(hours=1)
    after = backups.now(station).made[0]
    assert station.ask(destroying.holding, case) == done.backups
    assert str(after.file) not in done.backups


def test_a_hand_over_list_keeps_its_line_without_the_name(station, case, make):
    typed = number(station, case)
    hand_over = make.record(HandOver(day=date(2026, 3, 25), giver="李小满", taker="周建国"))
    for n, item in enumerate((f"{typed} {MARK}家与邻居通行纠纷", "柜子钥匙"), 1):
        make.record(HandOverLine(hand_over=hand_over.id, position=n, kind="案件", item=item))
    destroy(station, case)
    kept = station.ask(records.children, HandOverLine, hand_over.id)
    assert [one.item for one in kept] == [f"{typed}（已销毁）", "柜子钥匙"]
    assert MARK.encode() not in pages(station)


def test_labels_of_the_journal_name_no_person(station, case, make):
    task = make.task(title=f"核实{MARK}家围栏", given_on=date(2026, 3, 20))
    station.perform(tasks.progress, task.id, f"{MARK}家同意了", done=True)
    station.perform(tasks.close, task.id)
    labels = station.ask(lambda s: [one.label for one in feed.entries(s)])
    assert labels[0] == "销号：3月20日交办的事项"
    assert not any(MARK in label for label in labels)


def test_the_copy_made_while_cleaning_is_on_the_disk_and_under_the_key(station, case, monkeypatch):
    monkeypatch.setattr(wiping, "_CACHE_KIB", 100)
    station.perform(records.save, "staff", {"name": "王秀英", "note": "东风村" * 400_000})
    seen = []

    def watch():
        for handle in Path("/proc/self/fd").iterdir():
            with suppress(OSError):
                if str(station.folder / "etilqs_") in str(handle.readlink()):
                    seen.append(handle.read_bytes())

    def connected(handle, _record):
        handle.set_progress_handler(watch, 100)

    event.listen(station.engine, "connect", connected)
    station.engine.dispose()
    destroying.settle(station)
    assert max(map(len, seen)) > 2_000_000
    assert not any("东风村".encode() * 3 in one or b"CREATE TABLE" in one for one in seen)
    assert not list(station.folder.glob("etilqs_*"))


def test_a_disk_without_room_for_the_cleaning_refuses_before_anything_is_destroyed(
    station, case, monkeypatch
):
    usage = shutil.disk_usage(station.folder)._replace(free=4096)
    monkeypatch.setattr(shutil, "disk_usage", lambda _folder: usage)
    with pytest.raises(Invalid, match=r"磁盘空间不够.*腾出 \d+ MB"):
        destroy(station, case)
    assert number(station, case)
    assert not wiping.owed(station.folder)


def test_what_a_full_disk_leaves_uncleaned_is_told_and_made_good(station, case):
    def connected(handle, _record):
        handle.set_authorizer(refuse)

    def refuse(_act, what, *_):
        return int(what == "wal_checkpoint")

    event.listen(station.engine, "connect", connected)
    station.engine.dispose()
    with pytest.raises(StoreFault, match=r"还没有清理完.*检查站点并修复"):
        destroy(station, case)
    event.remove(station.engine, "connect", connected)
    station.engine.dispose()
    with pytest.raises(Invalid, match="找不到"):
        number(station, case)
    found = soundness.check(station)
    assert "wiping" in [one.code for one in found]
    mended, left = soundness.mend(station, found)
    assert any("清理干净" in one for one in mended)
    assert "wiping" not in [one.code for one in left]
    assert pages(station).count(MARK.encode()) == 0


def test_a_picture_the_disk_does_not_let_go_is_told_as_done_but_not_cleaned(
    station, case, monkeypatch
):
    def stuck(*_):
        raise Invalid("磁盘有坏道")

    with monkeypatch.context() as broken:
        broken.setattr(Files, "drop", stuck)
        with pytest.raises(StoreFault, match=r"还没有清理完.*检查站点并修复"):
            destroy(station, case)
    with pytest.raises(Invalid, match="找不到"):
        number(station, case)
    found = soundness.check(station)
    assert {"wiping", "stray"} <= {one.code for one in found}
    _, left = soundness.mend(station, found)
    assert not {"wiping", "stray"} & {one.code for one in left}
    assert not any(places.attachments(station.folder).glob("??/*"))


def test_a_reader_who_holds_on_leaves_the_cleaning_owed(station, case, monkeypatch):
    monkeypatch.setattr(store, "_WAIT_SECONDS", 0.2)
    station.engine.dispose()
    with station.engine.connect() as reader:
        reader.exec_driver_sql("SELECT count(*) FROM staff").one()
        with pytest.raises(StoreFault, match="正在使用"):
            destroy(station, case)
    assert wiping.owed(station.folder)
    destroying.settle(station)
    assert not wiping.owed(station.folder)


def test_a_purge_that_is_refused_owes_no_cleaning(station, case):
    with pytest.raises(Invalid):
        destroying.carry_out(station, "mediation_case", case, order("别的编号"))
    assert not wiping.owed(station.folder)


def test_a_stop_comes_too_late_once_it_is_destroyed(station, case):
    def stop(step, *_):
        if step == "正在清理":
            raise Cancelled

    typed = number(station, case)
    done = destroying.carry_out(station, "mediation_case", case, order(typed), stop)
    assert done.done.value.records == 4
    assert pages(station).count(MARK.encode()) == 0
