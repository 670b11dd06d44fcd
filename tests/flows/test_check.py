"""`main.py check` and 设置 → 数据安全 find what is wrong and name it; what can be mended is."""

import json
import os
import shutil
from contextlib import closing
from dataclasses import replace
from datetime import timedelta

import pytest
from PySide6.QtWidgets import QPushButton
from sqlalchemy import text

import main
from core import places
from core.errors import Cancelled, Invalid, NotAllowed, StoreFault
from core.services import attachments, backups, destroying, founding, records, soundness
from core.store import keys, lock, slots, wiping
from core.store.engine import open_engine
from gui.widgets.soundness_card import SoundnessCard
from tests import pages
from tests.conftest import FACTS, PASSWORD, FixedClock
from tests.flows.test_store_faults import damage, flip
from tests.gui.shell import PaperShell

PHOTO = b"\x89PNG a photograph of the fence" * 400


@pytest.fixture
def folder(prepared, tmp_path, clock):
    """A station with a case, a photograph that belongs to it, and a proved backup."""
    folder = shutil.copytree(prepared, tmp_path / "站点")
    opened = founding.open_station(folder, FACTS.user, PASSWORD, clock)
    case = opened.perform(
        records.save, "mediation_case", {"title": "院墙纠纷", "source": "02"}
    ).value
    opened.perform(records.save, "staff", {"name": "王秀英", "note": "东风村第1网格"})
    store = opened.ask(attachments.files, folder)
    kept = store.put([PHOTO])
    taken = attachments.Taken("现场照片.png", "image/png", kept.size, kept.digest)
    opened.perform(attachments.add, attachments.Place("mediation_case", case), folder, [taken])
    backups.now(opened)
    opened.close()
    return folder


@pytest.fixture
def verb(folder, monkeypatch, capsys, clock):
    """Run `check`: its status and its answer."""
    monkeypatch.setenv("STATION_PASSWORD", PASSWORD)

    def run(*words, at=None):
        status = main.main(
            ["check", "--station", str(folder), "--json", *words], at or FixedClock()
        )
        return status, json.loads(capsys.readouterr().out)

    return run


@pytest.fixture
def opened(folder, clock):
    station = founding.open_station(folder, FACTS.user, PASSWORD, clock)
    yield station
    station.close()


@pytest.fixture
def looked_over(qtbot, opened, desk_of, settle, tmp_path):
    """Press a button of the card; what it says afterwards."""
    shell = PaperShell(desk_of(opened), tmp_path)
    card = SoundnessCard(shell)
    qtbot.addWidget(card)
    card.resize(800, 400)
    card.show()

    def press(words="开始检查"):
        next(b for b in card.findChildren(QPushButton) if b.text() == words).click()
        settle(shell.desk)
        return card.text

    return press


def codes(answer):
    return [one["code"] for one in answer["problems"]]


def write(folder, *statements):
    """Change rows behind the program's back."""
    opened = founding.open_station(folder, FACTS.user, PASSWORD, FixedClock())
    with opened.engine.execution_options(writing=True).begin() as connection:
        connection.exec_driver_sql("PRAGMA defer_foreign_keys = ON")
        for statement in statements:
            connection.execute(text(statement))
    opened.close()


def blob(folder):
    return next(path for path in places.attachments(folder).rglob("*") if path.is_file())


def aged(path):
    """A file nobody has touched for two hours."""
    path.write_bytes(b"half")
    old = path.stat().st_mtime - 7200
    os.utime(path, (old, old))


def test_a_sound_station_has_nothing_to_say(verb, looked_over):
    assert verb() == (0, {"ok": True, "problems": [], "mended": []})
    assert "没有发现问题" in looked_over()


def lose_a_blob(folder):
    blob(folder).unlink()


def alter_a_blob(folder):
    path = blob(folder)
    raw = bytearray(path.read_bytes())
    raw[-20] ^= 1
    path.write_bytes(raw)


def put_a_stray_blob(folder):
    name = "ab" * 32
    place = places.attachments(folder) / "ab"
    place.mkdir(exist_ok=True)
    (place / name).write_bytes(b"nobody asks for this")


def rewrite_the_journal(folder):
    write(folder, "UPDATE journal_entry SET label = '别的' WHERE seq = 2")


def cut_the_journal(folder):
    write(
        folder,
        "DELETE FROM journal_change WHERE seq = 2",
        "DELETE FROM journal_entry WHERE seq = 2",
    )


def lose_from_the_index(folder):
    write(folder, "DELETE FROM search_row WHERE ledger = 'staff'")


def change_the_index(folder):
    write(folder, "UPDATE search_row SET content = 'x' || content WHERE content LIKE '王%'")


def rename_behind_the_index(folder):
    write(folder, "UPDATE staff SET note = '西风村第2网格'")


def break_a_reference(folder):
    opened = founding.open_station(folder, FACTS.user, PASSWORD, FixedClock())
    raw = opened.engine.raw_connection()
    raw.driver_connection.execute("PRAGMA foreign_keys = OFF")
    raw.driver_connection.execute(
        "UPDATE staff SET organisation = '0123456789abcdef0123456789abcdef'"
    )
    raw.close()
    opened.close()


def leave_a_part(folder):
    aged(folder / "导出.xlsx.part")


def spoil_an_empty_page(folder):
    spoil_emptiness(folder, 1)


def spoil_the_list_of_empty_pages(folder):
    spoil_emptiness(folder, 0)


def spoil_emptiness(folder, which):
    """Damage a page that holds nothing, or lists such pages, in the midst of those in use."""
    path, key = places.database(folder), keys.unlock(folder, FACTS.user, PASSWORD)
    engine = open_engine(path, key)
    with closing(engine.raw_connection()) as handle:
        for statement in (
            "CREATE TABLE passing (bytes BLOB)",
            "CREATE TABLE staying (bytes BLOB)",
            "INSERT INTO passing VALUES (zeroblob(90000))",
            "INSERT INTO staying VALUES (zeroblob(200000))",
            "DROP TABLE passing",
            "PRAGMA wal_checkpoint(TRUNCATE)",
        ):
            handle.cursor().execute(statement).fetchall()
    engine.dispose()
    flip(path, pages.PAGE * (pages.empty(path, key)[which] - 1) + 500)


def cut_a_purge_short(folder):
    (folder / wiping.MARK).touch()


@pytest.mark.parametrize(
    ("cause", "code", "said", "mendable"),
    [
        (lose_a_blob, "attachment", "“现场照片.png”", False),
        (alter_a_blob, "attachment", "已损坏", False),
        (put_a_stray_blob, "stray", "1 个文件不属于任何记录", True),
        (rewrite_the_journal, "journal", "第 2 条", False),
        (cut_the_journal, "journal", "缺第 2 条", False),
        (lose_from_the_index, "index", "缺 1 条", True),
        (change_the_index, "index", "不同 1 条", True),
        (rename_behind_the_index, "index", "不同 1 条", True),
        (break_a_reference, "database", "引用的“", False),
        (leave_a_part, "leftover", "1 个没写完", True),
        (spoil_an_empty_page, "page", "没有丢失内容", True),
        (spoil_the_list_of_empty_pages, "page", "没有丢失内容", True),
        (cut_a_purge_short, "wiping", "还没有清理完", True),
    ],
)
def test_what_is_wrong_is_named_and_mended_only_where_it_can_be_made_anew(
    cause, code, said, mendable, folder, verb, looked_over
):
    cause(folder)
    status, answer = verb()
    assert status == 1
    assert code in codes(answer)
    assert all(one["mendable"] is mendable for one in answer["problems"] if one["code"] == code)
    assert any(said in one["text"] for one in answer["problems"])
    assert said in looked_over()
    status, answer = verb("--repair")
    assert (status, code in codes(answer)) == (0 if mendable else 1, not mendable)
    assert bool(answer["mended"]) is mendable


def test_the_window_mends_what_it_found(folder, looked_over, opened):
    lose_from_the_index(folder)
    assert "缺 1 条" in looked_over()
    said = looked_over("修复能重建的")
    assert "已按记录重建" in said
    assert "没有发现问题" in said
    assert soundness.check(opened) == []


def test_a_damaged_page_is_named_by_its_number_and_nothing_is_mended(folder, verb, looked_over):
    before = places.database(folder).read_bytes()
    damage(folder, "staff")
    status, answer = verb("--repair")
    assert status == 1
    assert codes(answer)[0] == "database"
    assert "页损坏" in answer["problems"][0]["text"]
    assert answer["mended"] == []
    assert len(before) == len(places.database(folder).read_bytes())
    assert "页损坏" in looked_over()


def test_an_empty_page_that_is_damaged_keeps_nobody_from_working(folder, clock):
    spoil_an_empty_page(folder)
    opened = founding.open_station(folder, FACTS.user, PASSWORD, clock)
    found = soundness.check(opened)
    assert [one.code for one in found] == ["page"]
    opened.perform(records.save, "staff", {"name": "李秀英"})
    with pytest.raises(Invalid, match=r"备份没有做成.*检查站点"):
        backups.now(opened)
    soundness.mend(opened, found)
    assert backups.now(opened).made
    opened.perform(records.save, "staff", {"name": "赵秀英"})
    opened.close()


def test_a_purge_over_a_damaged_empty_page_owes_the_cleaning(folder, clock):
    spoil_an_empty_page(folder)
    opened = founding.open_station(folder, FACTS.user, PASSWORD, clock)
    with pytest.raises(StoreFault, match="检查站点并修复"):
        destroying.settle(opened)
    found = soundness.check(opened)
    assert {one.code for one in found} == {"page", "wiping"}
    assert soundness.mend(opened, found)[1] == []
    opened.close()


def test_a_copy_of_the_key_file_is_healed_from_the_other_and_told(folder, verb, looked_over):
    (folder / keys.SLOTS).write_bytes(b"{}")
    status, answer = verb()
    assert status == 0
    assert "slots.json" in answer["mended"][0]
    assert (folder / keys.SLOTS).read_bytes() == (folder / keys.SPARE).read_bytes()
    (folder / keys.SPARE).unlink()
    assert "slots.bak.json" in looked_over()
    assert "已修好：密钥文件" in looked_over("修复能重建的")
    assert slots.ailing(folder) == ""


def test_a_station_without_a_backup_of_this_week_is_told_so(folder, verb, clock):
    late = FixedClock(clock.moment + timedelta(days=8))
    status, answer = verb(at=late)
    assert status == 1
    assert [one["text"] for one in answer["problems"]] == ["最近一次备份是 8 天前，请现在做一份。"]


def test_a_station_that_never_had_a_backup_is_told_so(station):
    assert [one.code for one in soundness.check(station)] == ["backup"]


def test_a_repair_waits_until_no_window_is_open(folder, verb, clock, capsys):
    held = lock.hold(folder, "王建国", clock())
    status = main.main(["check", "--repair", "--station", str(folder)], FixedClock())
    assert status == 1
    assert "“王建国”从 03-25 08:10 起" in capsys.readouterr().err
    held.release()


def test_a_check_can_be_stopped(opened):
    def stop(step, done=0, total=0):
        raise Cancelled

    with pytest.raises(Cancelled):
        soundness.check(opened, stop)


def test_only_who_manages_goes_over_the_station(somebody):
    with pytest.raises(NotAllowed, match="请找站长"):
        soundness.check(somebody("clerk"))


def test_a_station_that_can_only_be_looked_at_is_not_mended(folder, opened):
    lose_from_the_index(folder)
    found = soundness.check(opened)
    with pytest.raises(StoreFault, match="只能查看"):
        soundness.mend(replace(opened, readonly="只能查看"), found)
    assert soundness.check(opened) == found


def test_names_in_every_script_agree_with_the_index(station, make):
    for name in ("买买提·吐尔逊", "O'Brien-Müller", "ＡＢＣ１２３", "㛃𠮷", "a b", "Ⅷ½№", "Straße"):
        make.staff(name=name, note=f"{name}，{name}。（备注）{name}")
    assert [one.code for one in soundness.check(station)] == ["backup"]


def test_a_page_half_carried_over_in_a_power_cut_is_whole_in_the_log(folder, clock, tmp_path):
    opened = founding.open_station(folder, FACTS.user, PASSWORD, clock)
    opened.perform(records.save, "staff", {"name": "李秀英"})
    cut = shutil.copytree(folder, tmp_path / "cut")
    opened.close()
    whole = places.database(folder).read_bytes()
    torn = bytearray(places.database(cut).read_bytes())
    pages = range(0, min(len(torn), len(whole)), 4096)
    changed = next(at for at in pages[1:] if torn[at : at + 4096] != whole[at : at + 4096])
    torn[changed : changed + 2048] = whole[changed : changed + 2048]
    places.database(cut).write_bytes(torn)
    again = founding.open_station(cut, FACTS.user, PASSWORD, clock)
    assert {one.code for one in soundness.check(again)} <= {"backup"}
    again.close()
