"""Everything a station keeps is carried to a server and back, or stays where it was."""

import json

import pytest
from sqlalchemy import select

import main
from core import places
from core.errors import Cancelled, Invalid, UserError
from core.journal import feed
from core.services import drafts, finding, founding, history, moving, records
from core.store import address, lock, transfer
from core.store import server as store
from core.store.address import Address
from tests.conftest import FACTS, PASSWORD, FixedClock, Make

FOUND = ("王秀英", "wxy", "6021", "漏水", "𠮷")


@pytest.fixture
def away(server):
    place = server.database()
    yield Address(place, server.password)
    server.drop(place)


@pytest.fixture
def lived(station, make, clock):
    """A station with some life in it: kept, changed, binned, undone, half typed."""
    make.staff(name="王秀英", phone="13800136021")
    make.staff(name="张𠮷㛃", note="水管漏水" * 200)
    values = {"title": "漏水纠纷", "source": "02"}
    case = station.perform(records.save, "mediation_case", values).value
    gone = make.staff(name="走了的人")
    station.perform(records.remove, "staff", [gone.id])
    clock.tick(seconds=1)
    seq = station.perform(records.save, "mediation_case", {"title": "改错了"}, case).seq
    station.perform(history.undo, seq)
    station.jot(drafts.keep, "staff", {"name": "半截的话"})
    return station


@pytest.fixture
def reopened(lived, clock):
    """The same folder opened again, as the next morning."""
    made = []

    def station():
        made.append(founding.open_station(lived.folder, FACTS.user, PASSWORD, clock))
        return made[-1]

    yield station
    for one in made:
        one.close()


def content(station):
    """Everything that must be the same on both sides."""
    with station.engine.connect() as connection:
        rows = {
            table.name: sorted(map(repr, connection.execute(select(table))))
            for table in transfer.tables()
        }
    hits = {typed: station.ask(finding.find, typed) for typed in FOUND}
    return rows, hits, station.ask(feed.end)


def files(folder):
    return {
        path.name: path.read_bytes()
        for path in folder.iterdir()
        if path.is_file() and not path.name.endswith(("-wal", "-shm", ".lock"))
    }


def test_to_a_server_and_back_everything_is_the_same(lived, away, reopened):
    before = content(lived)
    moved = moving.to_server(lived, away)
    assert not places.database(lived.folder).exists()
    assert (lived.folder / moved.left).exists()
    there = reopened()
    assert there.engine.dialect.name == "postgresql"
    assert content(there) == before
    assert there.ask(lambda s: list(feed.broken(s))) == []
    Make(there).staff(name="在服务器上登记的人")
    after = content(there)
    back = moving.to_local(there)
    assert away.place.rpartition("/")[2] in back.left
    here = reopened()
    assert here.engine.dialect.name == "sqlite"
    assert content(here) == after
    assert here.ask(lambda s: list(feed.broken(s))) == []
    assert address.place(here.folder) == ""
    Make(here).staff(name="搬回来以后登记的人")


def test_the_copy_left_on_the_server_is_closed(lived, away, reopened, tmp_path):
    moving.to_server(lived, away)
    there = reopened()
    west = tmp_path / "west"
    moving.join(west, there.folder)
    moving.to_local(there)
    with pytest.raises(Invalid, match="已经从服务器移走"):
        founding.open_station(west, FACTS.user, PASSWORD, FixedClock())
    facts = founding.Facts("别的单位", "别人", server=away)
    with pytest.raises(Invalid, match="已经有数据"):
        founding.create(tmp_path / "new", facts, PASSWORD, FixedClock())


def test_nothing_is_moved_while_another_computer_works(lived, away, reopened, tmp_path):
    moving.to_server(lived, away)
    there = reopened()
    moving.join(tmp_path / "west", there.folder)
    west = founding.open_station(tmp_path / "west", FACTS.user, PASSWORD, FixedClock())
    with pytest.raises(Invalid, match="还有别的电脑开着"):
        moving.to_local(there)
    west.close()
    assert moving.to_local(there).rows


def stop_at(step):
    def progress(words, done=0, total=0):
        if words == step:
            raise Cancelled

    return progress


STEPS = pytest.mark.parametrize("step", ["复制数据", "重建查找索引", "核对操作记录"])


@STEPS
def test_a_move_to_a_server_that_is_stopped_changes_nothing(lived, away, server, step):
    before, kept = content(lived), files(lived.folder)
    with pytest.raises(Cancelled):
        moving.to_server(lived, away, stop_at(step))
    assert content(lived) == before
    assert files(lived.folder) == kept
    assert moving.to_server(lived, away).rows


@STEPS
def test_a_move_back_that_is_stopped_changes_nothing(lived, away, reopened, step):
    moving.to_server(lived, away)
    there = reopened()
    before, kept = content(there), files(there.folder)
    with pytest.raises(Cancelled):
        moving.to_local(there, stop_at(step))
    assert content(there) == before
    assert files(there.folder) == kept
    Make(there).staff(name="照常登记")


def test_a_copy_that_is_not_equal_is_not_used(lived, away, monkeypatch):
    def lossy(source, target, progress):
        whole(source, target, progress)
        target.exec_driver_sql("DELETE FROM draft")

    whole = transfer.copy
    monkeypatch.setattr(transfer, "copy", lossy)
    with pytest.raises(Invalid, match="draft"):
        moving.to_server(lived, away)
    assert address.place(lived.folder) == ""


def test_a_broken_chain_is_not_moved(lived, away):
    with lived.engine.execution_options(writing=True).begin() as connection:
        connection.exec_driver_sql("UPDATE journal_entry SET label = '假的' WHERE seq = 3")
    with pytest.raises(Invalid, match="操作记录"):
        moving.to_server(lived, away)


def test_a_folder_that_cannot_be_written_leaves_the_server_empty(lived, away, monkeypatch):
    def refuse(*_args):
        raise Invalid("不能写入")

    monkeypatch.setattr(address, "write", refuse)
    with pytest.raises(Invalid, match="不能写入"):
        moving.to_server(lived, away)
    monkeypatch.undo()
    assert moving.to_server(lived, away).rows


def test_a_server_lost_at_the_last_moment_leaves_the_data_there(
    lived, away, reopened, server, monkeypatch
):
    moving.to_server(lived, away)
    there = reopened()

    def cut(_folder):
        name = away.place.rpartition("/")[2]
        server.run(f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname='{name}'")

    kept = files(there.folder)
    monkeypatch.setattr(places, "settle", cut)
    with pytest.raises(Invalid, match=r"断开|连不上"):
        moving.to_local(there)
    monkeypatch.undo()
    assert files(there.folder) == kept
    Make(there).staff(name="照常登记")


def test_only_who_manages_moves_and_only_where_there_is_a_way(lived, away, somebody):
    with pytest.raises(Invalid, match="只有系统管理员"):
        moving.to_server(somebody("mediator"), away)
    with pytest.raises(Invalid, match="本来就在本机"):
        moving.to_local(lived)
    with pytest.raises(UserError, match="不认这个口令"):
        moving.to_server(lived, Address(away.place, "wrong"))


@pytest.fixture
def verb(monkeypatch, capsys, tmp_path, server):
    """Run a verb as somebody at a terminal; (status, what was answered)."""
    monkeypatch.setenv("STATION_PASSWORD", PASSWORD)
    monkeypatch.setenv("STATION_DB_PASSWORD", server.password)
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "home"))

    def run(*words):
        status = main.main([*map(str, words), "--json"], FixedClock())
        said = capsys.readouterr()
        return status, json.loads(said.out) if said.out else said.err

    return run


def test_the_verbs_found_on_a_server_join_and_move(verb, away, tmp_path):
    east, west = tmp_path / "east", tmp_path / "west"
    who = ("--user", "李海燕")
    status, told = verb("init", east, "--name", "石桥镇", *who, "--db", away.place)
    assert (status, bool(told["recovery_key"])) == (0, True)
    status, told = verb("init", west, "--join", east, *who)
    assert (status, told["server"]) == (0, store.told(away.place))
    status, told = verb("check", "--station", west, *who)
    assert (status, told["problems"]) == (0, [])
    status, said = verb("migrate", "--station", east, *who)
    assert status == 1
    assert "请写明移到哪里" in said
    status, told = verb("migrate", "--local", "--station", east, *who)
    assert status == 0
    assert places.database(east).exists()
    status, said = verb("check", "--station", west, *who)
    assert status == 1
    assert "已经从服务器移走" in said
    status, told = verb("check", "--station", east, *who)
    assert {one["code"] for one in told["problems"]} <= {"backup"}


def test_a_move_needs_the_station_alone(verb, lived, away):
    held = lock.hold(lived.folder, "李海燕", lived.now())
    words = ("migrate", "--db", away.place, "--station", lived.folder, "--user", "李海燕")
    status, said = verb(*words)
    held.release()
    assert status == 1
    assert "已在另一个窗口打开" in said
    status, told = verb(*words)
    assert (status, told["seq"]) == (0, 8)


def test_a_password_is_asked_for_in_its_own_words(verb, monkeypatch, away, tmp_path):
    monkeypatch.delenv("STATION_DB_PASSWORD")
    words = ("init", tmp_path / "s", "--name", "石桥镇", "--user", "李海燕", "--db", away.place)
    status, said = verb(*words)
    assert status == 1
    assert "--db-password-file" in said
    secret = tmp_path / "secret"
    secret.write_text(away.password + "\n")
    status, _ = verb(*words, "--db-password-file", secret)
    assert status == 0
