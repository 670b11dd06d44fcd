"""Backups: proved before they count, kept in two places, and never in the way of work."""

import errno
import os
import tarfile
from pathlib import Path

import pytest

from core import places
from core.errors import Cancelled, Conflict, Invalid
from core.records.staff import Staff
from core.services import attachments, backup_places, backups, drafts, founding, records
from core.store import backup, bundle, keys, lock, migrate, pool, shelf
from tests.conftest import FACTS, PASSWORD

PAGE = 4096
SCAN = b"\xff\xd8 a scan of an agreement " * 4000


@pytest.fixture
def stick(tmp_path):
    folder = tmp_path / "stick" / "备份"
    folder.mkdir(parents=True)
    return folder


@pytest.fixture
def scanned(station):
    """A station with two scans in it."""
    store = station.ask(attachments.files, station.folder)
    return [store.put([SCAN, bytes([n])]) for n in range(2)]


def files(folder, pattern="*"):
    return sorted(one.name for one in folder.glob(pattern) if one.is_file())


def proved(station):
    return [(one.cause, Path(one.file).parent.name) for one in station.ask(backups.listed)]


def stopping_at(step):
    def progress(now, done=0, total=0):
        if now == step:
            raise Cancelled

    return progress


def test_one_file_holds_everything_and_no_word_of_it_in_plain(station, scanned, make, tmp_path):
    make.staff(name="王秀英", note="水管纠纷")
    made = backups.to_file(station, tmp_path / "out" / "全站.zzbak")
    with tarfile.open(made.file) as tar:
        names = tar.getnames()
    assert names[:2] == [keys.SLOTS, places.DATABASE]
    assert names[-1] == "manifest"
    assert len([one for one in names if one.startswith("attachments/")]) == 2
    raw = made.file.read_bytes()
    words = ("王秀英", "水管纠纷", FACTS.name, FACTS.county, "a scan of")
    assert not [word for word in words if word.encode() in raw]
    assert files(tmp_path / "out") == ["全站.zzbak"]


def test_what_was_counted_is_what_the_station_has(station, make, tmp_path):
    make.staff()
    made = backups.to_file(station, tmp_path / "one.zzbak")
    facts = bundle.manifest(made.file).facts
    assert facts.counts["staff"] == 1
    assert made.records == sum(facts.counts.values())
    assert facts.seq == station.ask(backups.youngest).seq
    assert station.ask(backups.youngest).records == made.records


def test_a_backup_made_while_colleagues_type_is_one_moment(station, make, tmp_path, monkeypatch):
    make.staff()
    seen = []

    def typing(step, done=0, total=0):
        if step == backup.READ:
            seen.append(station.perform(records.save, "staff", {"name": "赵铁", "state": "on"}))

    monkeypatch.setattr(backup, "_PAGES", 20)
    made = backups.to_file(station, tmp_path / "one.zzbak", typing)
    assert len(seen) > 2
    assert made.manifest.facts.counts["staff"] == 1
    assert station.ask(lambda s: s.query(Staff).count()) == 1 + len(seen)


def test_a_backup_goes_here_and_to_the_stick(station, scanned, stick, clock):
    backup_places.choose(station, stick)
    outcome = backups.now(station)
    assert [one.file.parent for one in outcome.made] == [station.folder / "backups", stick]
    assert outcome.notice == ""
    assert proved(station) == [("手动", "备份"), ("手动", "backups")]
    assert len(list((stick / "attachments").rglob("*/*"))) == 2
    assert outcome.made[0].file.read_bytes() == outcome.made[1].file.read_bytes()


def test_a_scan_is_carried_once(station, scanned, stick, clock):
    backup_places.choose(station, stick)
    backups.now(station)
    before = {one: one.stat().st_mtime_ns for one in (stick / "attachments").glob("*/*")}
    clock.tick(hours=1)
    backups.now(station)
    assert {one: one.stat().st_mtime_ns for one in (stick / "attachments").glob("*/*")} == before
    assert len(files(stick, "*.zzbak")) == 2


def test_a_scan_damaged_on_the_stick_is_carried_again(station, scanned, stick, clock):
    backup_places.choose(station, stick)
    backups.now(station)
    hurt = next((stick / "attachments").glob("*/*"))
    whole = hurt.read_bytes()
    hurt.write_bytes(whole[:-1] + bytes([whole[-1] ^ 1]))
    clock.tick(hours=1)
    backups.now(station)
    assert hurt.read_bytes() == whole


def test_a_stick_that_is_not_plugged_in_is_a_notice(station, stick, clock):
    backup_places.choose(station, stick)
    stick.rename(stick.with_name("elsewhere"))
    outcome = backups.now(station)
    assert outcome.notice == "备份U盘没插，已先备在本机。"
    assert len(outcome.made) == 1


def test_a_stick_under_another_letter_is_found(station, stick, tmp_path, monkeypatch):
    backup_places.choose(station, stick)
    other = tmp_path / "F"
    stick.parent.rename(other)
    monkeypatch.setattr(places, "volumes", lambda: [tmp_path / "E", other])
    outcome = backups.now(station)
    assert outcome.made[-1].file.parent == other / "备份"


def test_another_stick_under_the_same_letter_is_left_alone(station, stick):
    backup_places.choose(station, stick)
    (stick / backup_places.MARK).write_text("somebody else's")
    assert backups.now(station).notice == "备份U盘没插，已先备在本机。"
    with pytest.raises(Invalid, match="另一个站点的备份"):
        backup_places.choose(station, stick)


def test_backups_do_not_go_into_the_station_itself(station):
    with pytest.raises(Invalid, match="在站点里面"):
        backup_places.choose(station, station.folder / "backups")


def test_a_folder_on_the_same_disk_is_taken_with_a_warning(station, stick):
    assert "同一块磁盘" in backup_places.choose(station, stick)


def test_a_full_stick_leaves_the_backup_here_and_says_so(station, stick, monkeypatch):
    backup_places.choose(station, stick)
    full(monkeypatch, stick)
    outcome = backups.now(station)
    assert "磁盘空间不够" in outcome.notice
    assert "本机的备份已做好" in outcome.notice
    assert [one.file.parent.name for one in outcome.made] == ["backups"]
    assert files(stick) == [backup_places.MARK]


def test_a_full_disk_here_still_leaves_a_backup_on_the_stick(station, scanned, stick, monkeypatch):
    backup_places.choose(station, stick)
    full(monkeypatch, station.folder)
    outcome = backups.now(station)
    assert [one.file.parent for one in outcome.made] == [stick]
    assert "本机没有备成：磁盘空间不够" in outcome.notice
    assert len(list((stick / "attachments").glob("*/*"))) == 2


def full(monkeypatch, folder, number=errno.ENOSPC):
    """Every write into a backup below `folder` meets a disk that takes no more."""
    ours = backup.bundle.Writer.close
    copied = bundle.copied

    def below(out):
        return str(out).startswith(str(folder))

    def close(writer, manifest):
        if below(writer._tar.fileobj.name):
            raise OSError(number, os.strerror(number))
        ours(writer, manifest)

    def copy(file, to, counted):
        if to is not None and below(to):
            with places.telling(to):
                raise OSError(number, os.strerror(number))
        return copied(file, to, counted)

    monkeypatch.setattr(bundle.Writer, "close", close)
    monkeypatch.setattr(bundle, "copied", copy)
    monkeypatch.setattr(pool, "copied", copy)


@pytest.mark.parametrize(
    ("number", "said"),
    [
        (errno.ENOSPC, "磁盘空间不够"),
        (errno.EIO, "U 盘是否还在"),
        (errno.EROFS, "写保护"),
    ],
)
def test_what_the_disk_refuses_is_told_and_leaves_nothing(
    station, tmp_path, monkeypatch, number, said
):
    full(monkeypatch, tmp_path / "out", number)
    with pytest.raises(Invalid, match=said):
        backups.to_file(station, tmp_path / "out" / "one.zzbak")
    assert files(tmp_path / "out") == []
    assert proved(station) == []


def test_a_disk_that_fills_while_the_database_is_copied_is_no_damage(
    station, tmp_path, monkeypatch
):
    handle = backup._handle

    def small(path, key, read_only):
        made = handle(path, key, read_only)
        made.execute("PRAGMA max_page_count = 20")
        return made

    monkeypatch.setattr(backup, "_handle", small)
    with pytest.raises(Invalid, match="磁盘空间不够"):
        backups.to_file(station, tmp_path / "out" / "one.zzbak")
    assert files(tmp_path / "out") == []


def test_a_stick_that_keeps_other_bytes_than_it_was_given_is_noticed(
    station, tmp_path, monkeypatch
):
    honest = bundle.Writer.close

    def lying(writer, manifest):
        honest(writer, manifest)
        writer._tar.fileobj.seek(9000)
        writer._tar.fileobj.write(b"\0\0\0\0")

    monkeypatch.setattr(bundle.Writer, "close", lying)
    with pytest.raises(Invalid, match="核对不上，已经删掉"):
        backups.to_file(station, tmp_path / "one.zzbak")
    assert files(tmp_path, "*.zzbak*") == []
    assert proved(station) == []


@pytest.mark.parametrize("step", [backup.READ, backup.WRITE, backup.PROVE])
def test_a_stopped_backup_leaves_nothing(station, tmp_path, step):
    with pytest.raises(Cancelled):
        backups.to_file(station, tmp_path / "out" / "one.zzbak", stopping_at(step))
    assert files(tmp_path / "out") == []
    assert proved(station) == []


def test_a_damaged_database_is_not_backed_up_over_good_backups(station, make, tmp_path):
    make.staff()
    backups.now(station)
    with station.engine.connect() as connection:
        found = connection.exec_driver_sql(
            "SELECT rootpage FROM sqlite_master WHERE name = 'staff'"
        )
        page = found.scalar_one()
    station.close()
    raw = bytearray(places.database(station.folder).read_bytes())
    raw[page * PAGE - 2000] ^= 1
    places.database(station.folder).write_bytes(raw)
    with pytest.raises(Invalid, match="原来的备份都还在"):
        backups.to_file(station, tmp_path / "one.zzbak")
    assert len(files(station.folder / "backups", "*.zzbak")) == 1


def test_there_are_never_two_at_once(station):
    held = lock.hold(_made(station.folder / "backups"), "李海燕", station.now())
    with pytest.raises(Conflict, match="正在做另一份备份"):
        backups.now(station)
    held.release()
    assert backups.now(station).made


def _made(folder):
    folder.mkdir()
    return folder


def test_what_a_killed_backup_left_is_swept_away(station, stick):
    backup_places.choose(station, stick)
    left = [
        folder / f"{shelf.NAME}20260325-080000.zzbak{ending}.part"
        for folder in (_made(station.folder / "backups"), stick)
        for ending in ("", ".db")
    ]
    for one in left:
        one.write_bytes(b"half")
    backups.now(station)
    assert not [one for one in left if one.exists()]


def test_half_an_hour_must_pass_and_something_change(station, make, clock):
    assert backups.automatic(station) is not None
    clock.tick(minutes=31)
    assert backups.automatic(station) is None
    make.staff()
    assert backups.automatic(station) is not None
    make.staff()
    clock.tick(minutes=29)
    assert backups.automatic(station) is None
    clock.tick(minutes=1)
    assert backups.automatic(station) is not None


def test_a_half_typed_form_is_worth_a_backup(station, clock):
    backups.now(station)
    clock.tick(minutes=40)
    station.jot(drafts.keep, "staff", {"name": "王"})
    assert backups.automatic(station) is not None


def test_on_closing_nobody_waits_half_an_hour(station, make):
    backups.now(station)
    make.staff()
    assert backups.automatic(station, cause=backups.CLOSING) is not None
    assert backups.automatic(station, cause=backups.CLOSING) is None


def test_before_a_dangerous_act_one_is_made_unless_the_last_is_still_true(station, make, clock):
    assert backups.before(station, "导入前") is not None
    clock.tick(minutes=1)
    assert backups.before(station, "导入前") is None
    make.staff()
    assert backups.before(station, "导入前") is not None
    assert [cause for cause, _ in proved(station)] == ["导入前", "导入前"]


def test_the_demonstration_is_left_alone_unless_asked(station):
    from dataclasses import replace

    demo = replace(station, demo=True)
    assert backups.automatic(demo) is None
    assert backups.before(demo, "导入前") is None
    assert backups.now(demo).made


def test_old_backups_and_scans_nobody_asks_for_go(station, scanned, stick, clock, make):
    backup_places.choose(station, stick)
    backups.now(station)
    station.ask(attachments.files, station.folder).drop(scanned[0].digest)
    for _ in range(12):
        clock.tick(days=1)
        backups.now(station)
    assert len(files(station.folder / "backups", "*.zzbak")) <= 4
    assert len(list((station.folder / "backups" / "attachments").glob("*/*"))) == 1
    assert 7 <= len(files(stick, "*.zzbak")) <= 10


def test_an_old_database_is_backed_up_before_its_tables_change(station, make, clock, monkeypatch):
    make.staff()
    station.close()
    older = migrate.HEAD
    monkeypatch.setattr(migrate, "HEAD", "9999")
    monkeypatch.setattr(migrate, "upgrade", lambda engine: None)
    founding.open_station(station.folder, FACTS.user, PASSWORD, clock).close()
    [made] = (station.folder / "backups").glob("*.zzbak")
    assert bundle.manifest(made).facts.schema == older


def test_what_a_killed_backup_left_beside_its_file_is_not_read_into_the_next(station, tmp_path):
    file = tmp_path / "out" / "全站.zzbak"
    file.parent.mkdir()
    for tail in ("", "-wal", "-shm", "-journal"):
        file.with_name(f"全站.zzbak.db.part{tail}").write_bytes(b"half")
    backups.to_file(station, file)
    assert files(file.parent) == [file.name]
