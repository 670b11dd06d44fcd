"""A station made again from a backup: whole, elsewhere, and a new database to the county."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy.exc import OperationalError
from sqlcipher3 import dbapi2

from core.errors import Cancelled, Invalid, NeedsYes, StoreFault, UserError
from core.journal import feed
from core.records.staff import Staff
from core.services import (
    attachments,
    backups,
    finding,
    founding,
    packages,
    partners,
    records,
    restoring,
)
from core.services.restoring import Wanted
from core.store import backup, bundle, keys, lock, making, trouble
from reports.commands import package as verb
from tests.conftest import FACTS, PASSWORD, QUICK

ROOT = Path(__file__).parents[2]
SCAN = b"\xff\xd8 a scan " * 2000


@pytest.fixture
def kept(station, make):
    """A station with one person and one scan, backed up; then one person more."""
    make.staff(name="王秀英")
    store = station.ask(attachments.files, station.folder)
    scan = store.put([SCAN])
    backups.now(station)
    make.staff(name="备份之后")
    return scan


@pytest.fixture
def file(station, kept):
    return next((station.folder / "backups").glob("*.zzbak"))


@pytest.fixture
def wanted(file, tmp_path):
    return Wanted(file, tmp_path / "new" / "恢复的站点", FACTS.user, PASSWORD)


def names(station):
    return {one.name for one in station.ask(lambda s: s.query(Staff).all())}


def left(folder):
    return [one.name for one in folder.iterdir()] if folder.is_dir() else []


def reopened(done, clock):
    return founding.open_station(done.folder, done.user, PASSWORD, clock)


def test_a_restored_station_is_as_it_was_at_the_backup(station, wanted, kept, clock):
    moment = station.ask(backups.youngest).moment
    clock.tick(days=2)
    done = restoring.restore(wanted, clock)
    assert (done.moment, done.missing) == (moment, 0)
    again = reopened(done, clock)
    assert names(again) == {"王秀英"}
    assert b"".join(again.ask(attachments.files, again.folder).read(kept.digest)) == SCAN
    assert list(again.ask(feed.broken)) == []
    again.close()
    assert left(wanted.folder.parent) == [wanted.folder.name]


@pytest.mark.both_stores
def test_wherever_the_data_lie_a_backup_becomes_a_station_of_its_own(
    station, store, make, tmp_path, clock
):
    make.staff(name="王秀英")
    scan = station.ask(attachments.files, station.folder).put([SCAN])
    made = backups.now(station).made[0]
    assert backups.before(station, "导入前") is None
    done = restoring.restore(Wanted(made.file, tmp_path / "new", FACTS.user, PASSWORD), clock)
    again = reopened(done, clock)
    assert again.engine.dialect.name == "sqlite"
    assert names(again) == names(station) == {"王秀英"}
    assert [hit.name for hit in again.ask(finding.find, "王秀")] == ["王秀英"]
    assert again.ask(attachments.files, again.folder).sound(scan.digest)
    assert list(again.ask(feed.broken)) == []
    again.close()


def test_the_journal_says_that_it_was_restored_and_to_when(station, wanted, clock):
    epoch = station.ask(packages.station_key).epoch
    again = reopened(restoring.restore(wanted, clock), clock)
    last = again.ask(feed.entries, 1)[0]
    assert last.label == "从备份恢复：2026-03-25 08:10 的备份"
    assert last.final
    assert last.actor_name == FACTS.user
    assert again.ask(packages.station_key).epoch != epoch
    assert station.ask(packages.station_key).epoch == epoch
    again.close()


def test_the_recovery_code_restores_what_no_password_opens(station, tmp_path, clock):
    code = keys.renew_recovery(station.folder, station.secret.key, QUICK)
    made = backups.to_file(station, tmp_path / "one.zzbak")
    wanted = Wanted(made.file, tmp_path / "new", FACTS.user, code.lower())
    reopened(restoring.restore(wanted, clock), clock).close()


def test_the_names_are_known_before_any_password(file):
    found = restoring.look(file)
    assert found.names == (FACTS.user,)
    assert found.missing == 0


def test_a_wrong_password_restores_nothing(wanted, tmp_path, clock):
    wrong = Wanted(wanted.path, wanted.folder, wanted.user, "not this one")
    with pytest.raises(Invalid, match="口令不对"):
        restoring.restore(wrong, clock)
    assert left(wanted.folder.parent) == []


def test_it_is_never_restored_over_a_station(station, wanted, clock):
    held = lock.hold(station.folder, "李海燕", station.now())
    over = Wanted(wanted.path, station.folder, wanted.user, PASSWORD)
    with pytest.raises(Invalid, match="已有一个站点"):
        restoring.restore(over, clock)
    held.release()
    assert "备份之后" in names(station)


def test_it_is_never_restored_among_other_files(wanted, clock):
    wanted.folder.mkdir(parents=True)
    (wanted.folder / "信.docx").write_bytes(b"mine")
    with pytest.raises(Invalid, match="不是空的"):
        restoring.restore(wanted, clock)
    assert left(wanted.folder) == ["信.docx"]


def test_an_empty_folder_made_beforehand_will_do(wanted, clock):
    wanted.folder.mkdir(parents=True)
    reopened(restoring.restore(wanted, clock), clock).close()


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9, 0.999])
def test_a_backup_cut_short_is_refused(file, wanted, clock, share):
    raw = file.read_bytes()
    file.write_bytes(raw[: int(len(raw) * share) if share < 0.99 else len(raw.rstrip(b"\0")) - 9])
    with pytest.raises(Invalid, match="不是完整的备份"):
        restoring.restore(wanted, clock)
    assert left(wanted.folder.parent) == []


def test_one_bit_changed_anywhere_is_noticed(file, wanted, clock):
    raw = file.read_bytes()
    content = len(raw.rstrip(b"\0"))
    for place in range(600, content, content // 12):
        file.write_bytes(raw[:place] + bytes([raw[place] ^ 4]) + raw[place + 1 :])
        with pytest.raises(UserError):
            restoring.restore(wanted, clock)
        assert left(wanted.folder.parent) == []
    file.write_bytes(raw)
    restoring.restore(wanted, clock)


def test_keys_changed_inside_a_backup_are_told_as_a_damaged_backup(file):
    raw = file.read_bytes()
    place = raw.index(b'"slots"')
    file.write_bytes(raw[:place] + b"x" + raw[place + 1 :])
    with pytest.raises(Invalid, match="不是完整的备份"):
        restoring.look(file)


def test_what_is_no_backup_at_all_is_refused(tmp_path):
    (tmp_path / "信.zzbak").write_bytes(b"Dear all")
    with pytest.raises(Invalid, match="不是完整的备份"):
        restoring.look(tmp_path / "信.zzbak")
    with pytest.raises(Invalid, match="读不到备份"):
        restoring.look(tmp_path / "none.zzbak")


@pytest.mark.parametrize("newer", ["_VERSION", "schema"])
def test_a_newer_programs_backup_asks_for_the_newer_program(station, tmp_path, monkeypatch, newer):
    with monkeypatch.context() as later:
        if newer == "schema":
            later.setattr(backups.migrate, "revision", lambda _: "9999")
        else:
            later.setattr(bundle, newer, 2)
            later.setattr(backup, "prove", lambda *_: None)
        made = backups.to_file(station, tmp_path / "one.zzbak")
    with pytest.raises(Invalid, match="先升级本机程序"):
        restoring.look(made.file)


def test_a_scan_missing_beside_the_backup_is_asked_about(file, wanted, clock):
    shutil.rmtree(file.parent / "attachments")
    with pytest.raises(NeedsYes, match="缺 1 个附件"):
        restoring.restore(wanted, clock)
    assert left(wanted.folder.parent) == []
    yes = Wanted(wanted.path, wanted.folder, wanted.user, PASSWORD, without_missing=True)
    done = restoring.restore(yes, clock)
    assert done.missing == 1
    assert "有 1 个附件没有找到" in "".join(restoring.summary(done))
    reopened(done, clock).close()


def test_a_scan_damaged_beside_the_backup_is_asked_about(file, wanted, clock):
    hurt = next((file.parent / "attachments").glob("*/*"))
    raw = hurt.read_bytes()
    hurt.unlink()
    hurt.write_bytes(b"\0" + raw[1:])
    with pytest.raises(NeedsYes, match="缺 1 个附件"):
        restoring.restore(wanted, clock)
    yes = Wanted(wanted.path, wanted.folder, wanted.user, PASSWORD, without_missing=True)
    assert restoring.restore(yes, clock).missing == 1


def test_stopping_leaves_no_half_station(wanted, clock):
    def stop(step, done=0, total=0):
        if step == restoring.READ:
            raise Cancelled

    with pytest.raises(Cancelled):
        restoring.restore(wanted, clock, stop)
    assert left(wanted.folder.parent) == []


KILLED = """
import sys, time
from datetime import UTC, datetime
from pathlib import Path
from core.services import restoring

def progress(step, done=0, total=0):
    if step == restoring.READ:
        print("half", flush=True)
        time.sleep(600)

file, folder, user, password = sys.argv[1:]
wanted = restoring.Wanted(Path(file), Path(folder), user, password)
restoring.restore(wanted, lambda: datetime.now(UTC), progress)
"""


@pytest.fixture
def killed(wanted):
    """A restore that was killed half-way; what it left."""
    words = [sys.executable, "-c", KILLED, *map(str, (wanted.path, wanted.folder))]
    words += [wanted.user, wanted.secret]
    with subprocess.Popen(words, cwd=ROOT, stdout=subprocess.PIPE) as victim:
        assert victim.stdout.readline() == b"half\n"
        above = wanted.folder.parent
        making.clear(above)
        (part,) = above.iterdir()
        victim.kill()
    return part


def test_what_a_killed_restore_left_goes_with_the_next(killed, wanted, clock):
    assert any(killed.iterdir())
    restoring.restore(wanted, clock)
    assert left(wanted.folder.parent) == [wanted.folder.name]


def test_a_folder_of_somebody_else_is_never_taken_for_a_half_station(tmp_path):
    (tmp_path / "站点.part").mkdir()
    (tmp_path / "站点.part" / "station.db").write_bytes(b"mine")
    making.clear(tmp_path)
    assert left(tmp_path / "站点.part") == ["station.db"]


def test_a_person_whose_login_was_closed_restores_nothing(station, make, tmp_path, clock):
    user = station.perform(founding.add_user, "赵铁", "clerk").value
    keys.add(station.folder, station.secret.key, "赵铁", "zhaotie-2026", QUICK)
    station.perform(records.save, "user", {"closed": True}, user.id, user.version)
    made = backups.to_file(station, tmp_path / "one.zzbak")
    with pytest.raises(UserError, match="已停用"):
        restoring.restore(Wanted(made.file, tmp_path / "new", "赵铁", "zhaotie-2026"), clock)
    assert not (tmp_path / "new").exists()


class World:
    """A station and its county, which receives what the station and its restored twin send."""

    def __init__(self, station, folder: Path, clock) -> None:
        self.folder = folder
        station.perform(
            partners.enrol, partners.new_keys(partners.COUNTY, "临川县", folder / "keys")
        )
        facts = founding.Facts("临川县综治中心", "周县管", "临川县", kind="superior", code="999999")
        self.county, _ = founding.create(folder / "county", facts, PASSWORD, clock, QUICK)
        self.county.perform(partners.enrol, station.ask(partners.own_card))
        self.identity = partners.read_key(folder / "keys" / "county.key")

    def send(self, station):
        written = verb.build(station, self.folder / "stick")
        return self.receive(next(path for path in written.files if path.suffix == ".idx"))

    def receive(self, index):
        return verb.receive_one(self.county, index, self.identity)


@pytest.mark.parametrize("edits", [1, 2, 3])
def test_the_county_takes_the_first_package_after_a_restore_as_a_new_chain(
    station, make, tmp_path, clock, edits
):
    world = World(station, tmp_path, clock)
    person = make.staff(name="王秀英", note="一")
    world.send(station)
    made = backups.to_file(station, tmp_path / "one.zzbak")
    for note in ("二", "三"):
        station.perform(records.save, "staff", {"note": note}, person.id)
    make.staff(name="备份之后")
    world.send(station)
    done = restoring.restore(Wanted(made.file, tmp_path / "new", FACTS.user, PASSWORD), clock)
    again = reopened(done, clock)
    for n in range(edits):
        again.perform(records.save, "staff", {"note": f"恢复后{n}"}, person.id)
    taken = world.send(again)
    header = taken.package.manifest.header
    assert (header.seq, header.prev, taken.done.status) == (1, "", "applied")
    assert (taken.done.anew, taken.done.only_here) == (True, 1)
    there = world.county.ask(records.get, Staff, person.id)
    assert (there.note, there.version) == (f"恢复后{edits - 1}", 1 + edits)
    again.perform(records.save, "staff", {"note": "再改"}, person.id)
    assert world.send(again).package.manifest.header.seq == 2
    assert world.county.ask(records.get, Staff, person.id).note == "再改"
    assert list(world.county.ask(feed.broken)) == []
    again.close()
    station.perform(records.save, "staff", {"note": "旧库"}, person.id)
    with pytest.raises(UserError, match="恢复以前的数据库"):
        world.send(station)
    world.county.close()


def test_a_disk_that_fails_while_the_new_station_comes_to_life_leaves_nothing(wanted, clock):
    def full(engine):
        raised = dbapi2.OperationalError("as the disk says")
        raised.sqlite_errorcode = trouble.FULL
        raise OperationalError("", None, raised)

    with pytest.MonkeyPatch.context() as broken:
        broken.setattr(restoring.migrate, "upgrade", full)
        with pytest.raises(StoreFault, match="磁盘空间不够"):
            restoring.restore(wanted, clock)
    assert left(wanted.folder.parent) == []
    assert restoring.restore(wanted, clock).records
