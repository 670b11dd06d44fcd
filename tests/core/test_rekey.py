"""换锁: another key for the data, whatever stops it half-way."""

import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from sqlcipher3 import dbapi2

from core import places
from core.errors import Cancelled, Conflict, Invalid, NotAllowed
from core.journal import feed
from core.records import ledger
from core.services import founding, records
from core.store import engine as store
from core.store import keys, lock, rekey
from tests.conftest import FACTS, PASSWORD, FixedClock

OTHER = ("王建国", "jianguo-2026")
MINE = (FACTS.user, PASSWORD)


@pytest.fixture
def closed(station, make):
    """A station with a case and a second user, closed: its folder, its key."""
    make.case(title="老水渠纠纷")
    station.perform(founding.add_user, OTHER[0], "mediator")
    keys.add(station.folder, station.secret.key, *OTHER)
    station.close()
    return station.folder, station.secret.key


def opens(folder, who=MINE):
    """Whether everything is there for `who`; the key it was opened with."""
    with closing(founding.open_station(folder, *who, FixedClock())) as station:
        found = station.ask(records.ids, ledger("mediation_case"), records.Filter())
        assert len(found) == 1
        assert station.ask(lambda session: list(feed.broken(session))) == []
        assert station.ask(lambda session: store.faults(session.connection())) == []
        return station.secret.key


def left_over(folder):
    return {path.name for path in folder.iterdir()} - {
        places.DATABASE,
        places.LOCK,
        keys.SLOTS,
        keys.SPARE,
    }


def fits(path: Path, key: bytes) -> bool:
    with closing(dbapi2.connect(str(path))) as handle:
        handle.execute("PRAGMA cipher_log_level = none")
        handle.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
        try:
            handle.execute("SELECT count(*) FROM sqlite_master")
        except dbapi2.DatabaseError:
            return False
    return True


def test_everybody_keeps_his_password_and_the_old_key_opens_nothing(closed):
    folder, key = closed
    new = rekey.rekey(folder, key)
    assert new != key
    assert (opens(folder), opens(folder, OTHER)) == (new, new)
    assert not fits(places.database(folder), key)
    assert left_over(folder) == set()


def test_the_recovery_code_opens_the_data_after_a_rekey(closed):
    folder, key = closed
    code = keys.renew_recovery(folder, key)
    assert keys.unlock_recovery(folder, code) == key
    assert rekey.rekey(folder, key) == keys.unlock_recovery(folder, code)


def test_a_leaver_who_kept_the_files_reads_only_the_files_he_kept(closed, tmp_path):
    folder, key = closed
    copied = tmp_path / "copied.db"
    copied.write_bytes(places.database(folder).read_bytes())
    keys.remove(folder, OTHER[0])
    rekey.rekey(folder, key)
    assert fits(copied, key)
    assert not fits(places.database(folder), key)


def test_it_tells_how_far_it_is(closed):
    told = []
    rekey.rekey(*closed, lambda step, done=0, total=0: told.append(step))
    assert list(dict.fromkeys(told)) == ["正在用新锁抄写数据", "正在核对新数据", "正在换锁"]
    assert rekey.seconds(closed[0]) >= 1


@pytest.mark.parametrize("step", ["正在用新锁抄写数据", "正在核对新数据", "正在换锁"])
def test_stopped_before_the_exchange_nothing_has_changed(closed, step):
    folder, key = closed

    def stop(said, done=0, total=0):
        if said == step:
            raise Cancelled

    with pytest.raises(Cancelled):
        rekey.rekey(folder, key, stop)
    assert left_over(folder) == set()
    assert (opens(folder), opens(folder, OTHER)) == (key, key)


def test_nobody_else_may_have_the_data_open(closed):
    folder, key = closed
    with (
        closing(founding.open_station(folder, *OTHER, FixedClock())),
        pytest.raises(Conflict, match="先关掉再办"),
    ):
        rekey.rekey(folder, key)
    assert opens(folder) == key


def test_while_it_goes_on_others_are_told_to_wait(closed):
    folder, _ = closed
    with (
        lock.marked(folder / rekey.MARK, ""),
        pytest.raises(Conflict, match="正在重新抄写数据"),
    ):
        opens(folder)
    assert opens(folder)


def test_a_full_disk_is_told_before_anything_is_written(closed, monkeypatch):
    folder, key = closed
    monkeypatch.setattr(
        rekey.shutil, "disk_usage", lambda _path: rekey.shutil._ntuple_diskusage(9, 9, 0)
    )
    room = (places.database(folder).stat().st_size + (1 << 24)) // (1 << 20) + 1
    with pytest.raises(Invalid, match=f"请先腾出 {room} MB 再办"):
        rekey.rekey(folder, key)
    assert opens(folder) == key


def test_a_copy_that_lacks_something_is_never_put_in_place(closed, monkeypatch):
    folder, key = closed
    write = rekey._write_copy

    def forgetful(old, copy, new, progress):
        write(old, copy, new, progress)
        with closing(rekey._handle(copy, new)) as made:
            made.execute("DELETE FROM user WHERE name = ?", (OTHER[0],))

    monkeypatch.setattr(rekey, "_write_copy", forgetful)
    with pytest.raises(Invalid, match="数据一件不少"):
        rekey.rekey(folder, key)
    assert (opens(folder), opens(folder, OTHER)) == (key, key)
    assert left_over(folder) == set()


def test_a_disk_that_refuses_the_exchange_leaves_the_old_lock(closed, monkeypatch):
    folder, key = closed
    replace = Path.replace

    def refused(path, target):
        if path.name == rekey.COPY:
            raise PermissionError(path)
        return replace(path, target)

    monkeypatch.setattr(Path, "replace", refused)
    with pytest.raises(Invalid, match="数据一件不少"):
        rekey.rekey(folder, key)
    assert (opens(folder), opens(folder, OTHER)) == (key, key)
    assert not keys.offered(folder)


def test_the_key_file_does_not_change_while_two_keys_stand_in_it(closed):
    folder, key = closed
    keys.offer(folder, bytes(32))
    for act in (
        lambda: keys.add(folder, key, "李小满", "xiaoman-2026"),
        lambda: keys.change(folder, *OTHER, "anders-2026"),
        lambda: keys.remove(folder, OTHER[0]),
        lambda: keys.renew_recovery(folder, key),
    ):
        with pytest.raises(Conflict, match="还没有收尾"):
            act()
    assert (opens(folder), keys.offered(folder)) == (key, False)


def test_with_a_spoilt_database_no_key_is_thrown_away(closed):
    folder, _ = closed
    keys.offer(folder, bytes(32))
    places.database(folder).write_bytes(b"spoilt" * 1000)
    with pytest.raises(Invalid, match="备份"):
        opens(folder)
    assert keys.offered(folder)


def test_while_another_program_holds_the_data_no_key_is_thrown_away(closed, monkeypatch):
    folder, key = closed
    keys.offer(folder, bytes(32))
    monkeypatch.setattr(rekey, "_WAIT_SECONDS", 0)
    with (
        closing(rekey._exclusive(places.database(folder), key)),
        pytest.raises(Invalid, match="还不能收尾"),
    ):
        opens(folder)
    assert keys.offered(folder)
    assert opens(folder) == key


_KILLED = """
import os, sys
from pathlib import Path
from core.store import rekey

folder, key, deadly = Path(sys.argv[1]), bytes.fromhex(sys.argv[2]), int(sys.argv[3])
count = 0

def mortal(act):
    def dying(*given, **named):
        global count
        count += 1
        done = act(*given, **named)
        if count == deadly:
            os._exit(9)
        return done
    return dying

for one in ("_write_copy", "_prove"):
    setattr(rekey, one, mortal(getattr(rekey, one)))
Path.replace = mortal(Path.replace)
rekey.rekey(folder, key)
"""
_DEATHS = ["copy", "proof", "offer", "second copy of it", "exchange", "decision", "its second copy"]


@pytest.mark.parametrize("deadly", range(1, len(_DEATHS) + 1), ids=_DEATHS)
def test_a_power_cut_after_any_step_loses_nothing(closed, deadly):
    folder, key = closed
    words = (str(folder), key.hex(), str(deadly))
    died = subprocess.run([sys.executable, "-c", _KILLED, *words], check=False)
    assert died.returncode == 9
    mine, yours = opens(folder), opens(folder, OTHER)
    exchanged = deadly > _DEATHS.index("exchange")
    assert mine == yours
    assert (mine != key) is exchanged
    assert left_over(folder) == set()
    assert not keys.offered(folder)
    assert rekey.rekey(folder, mine) == opens(folder)


def test_a_program_that_waited_for_the_old_file_does_not_write_into_it(closed, monkeypatch):
    """It opened the file before the exchange, and may read only after it."""
    folder, key = closed
    path = places.database(folder)
    rekey._exclusive(path, key).close()
    ghost = path.read_bytes()
    connect = dbapi2.connect

    def late(*given, **named):
        handle = connect(*given, **named)
        copy = folder / "exchanged"
        copy.write_bytes(ghost)
        copy.replace(path)
        return handle

    engine = store.open_engine(path, key)
    monkeypatch.setattr(dbapi2, "connect", late)
    with pytest.raises(Conflict, match="刚刚换了锁"):
        engine.connect()
    engine.dispose()
    assert not path.with_name(path.name + "-wal").exists()


def test_the_whole_station_goes_on_with_the_new_key(station, make):
    make.case()
    again = founding.rekeyed(station)
    assert again.secret.key != station.secret.key
    assert again.secret.signing == station.secret.signing
    assert again.ask(feed.entries, 1)[0].label == "给数据换锁"
    again.close()


def test_only_who_manages_changes_the_lock(somebody, station):
    with pytest.raises(NotAllowed, match="站长"):
        founding.rekeyed(somebody("clerk"))
    assert station.ask(feed.entries, 1)
