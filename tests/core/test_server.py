"""A station on a server: where it is kept, how two computers share it, what the network does."""

import json
import subprocess
import sys
import threading
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from sqlalchemy import event, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ProgrammingError

from core import places
from core.errors import Conflict, Invalid, UserError
from core.journal import feed
from core.record import Record
from core.records import ledger
from core.records.grid import Grid
from core.records.staff import Staff
from core.records.training import Training
from core.rights import Right
from core.services import founding, moving, numbers, records
from core.services.records import Filter
from core.station import Tx, operation
from core.store import address, dialect, keys
from core.store import server as store
from tests.conftest import FACTS, PASSWORD, QUICK, FixedClock

ROOT = Path(__file__).parents[2]
SAVED = {"name": "王秀英", "phone": "13800136021"}


@pytest.fixture
def folder(copy_on_server, tmp_path):
    return copy_on_server(tmp_path / "east")


@pytest.fixture
def opened(folder, clock):
    """Open the station in a folder; everything opened is closed again."""
    made = []

    def station(where=folder):
        made.append(founding.open_station(where, FACTS.user, PASSWORD, clock))
        return made[-1]

    yield station
    for one in made:
        one.close()


@pytest.fixture
def two(opened, folder, tmp_path):
    """The same station on two computers, each with a folder of its own."""
    west = tmp_path / "west"
    moving.join(west, folder)
    return opened(), opened(west)


def save(station, values, *place):
    return station.perform(records.save, "staff", values, *place).value


def key_of(folder):
    return keys.unlock(folder, FACTS.user, PASSWORD)


def at(folder, place):
    """Let the station's folder name another address, with the password it had."""
    key = key_of(folder)
    address.write(folder, key, replace(address.read(folder, key), place=place))


def test_the_folder_names_the_server_and_seals_its_password(folder, server):
    kept = json.loads((folder / places.SERVER).read_text())
    assert kept["address"].startswith("postgresql://station@127.0.0.1:")
    assert not places.database(folder).exists()
    assert server.password not in (folder / places.SERVER).read_text()
    assert address.read(folder, key_of(folder)).password == server.password
    assert server.password not in repr(address.read(folder, key_of(folder)))


def test_a_foreign_or_damaged_server_file_is_named(folder):
    with pytest.raises(Invalid, match="密钥文件一起拷来"):
        address.read(folder, bytes(32))
    kept = json.loads((folder / places.SERVER).read_text())
    for spoiled in (b"", b"[]", b"{}", b'{"address":"a","sealed":"zz"}'):
        (folder / places.SERVER).write_bytes(spoiled)
        with pytest.raises(Invalid, match="密钥文件一起拷来"):
            address.read(folder, key_of(folder))
    moved = kept | {"address": kept["address"].replace("127.0.0.1", "10.0.0.1")}
    (folder / places.SERVER).write_text(json.dumps(moved, separators=(",", ":"), sort_keys=True))
    with pytest.raises(Invalid, match="密钥文件一起拷来"):
        address.read(folder, key_of(folder))


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ("postgresql://u:secret@host/db", "地址里不要写口令"),
        ("postgresql://host/db", "看不懂数据库地址"),
        ("postgresql://u@host", "看不懂数据库地址"),
        ("mysql://u@host/db", "看不懂数据库地址"),
        ("县里的服务器", "看不懂数据库地址"),
        ("postgresql://u@host:ab/db", "看不懂数据库地址"),
    ],
)
def test_an_address_that_cannot_be_used_is_refused(typed, why):
    with pytest.raises(Invalid, match=why):
        store.address(typed)


def test_an_address_has_one_form():
    assert store.address(" postgres://u@10.1.2.3/站点 ") == store.address(
        "postgresql://u@10.1.2.3:5432/站点"
    )
    assert store.told("postgresql://u@10.1.2.3:5432/gz") == ("10.1.2.3:5432 的数据库“gz”（用户 u）")


@pytest.mark.parametrize(
    ("spoil", "says"),
    [
        (lambda url: url.set(port=1), "连不上数据库服务器"),
        (lambda url: url.set(username="nobody"), "不认这个口令或用户"),
        (lambda url: url.set(database="no_such"), "没有这个数据库"),
    ],
)
def test_a_server_that_cannot_be_reached_is_a_sentence(folder, opened, spoil, says):
    at(folder, spoil(make_url(address.place(folder))).render_as_string())
    with pytest.raises(Invalid, match=says):
        opened()


def test_a_changed_server_password_is_a_sentence(folder, opened):
    key = key_of(folder)
    address.write(folder, key, replace(address.read(folder, key), password="old"))
    with pytest.raises(Invalid, match="不认这个口令或用户"):
        opened()


def cut_off(server, station):
    """What pulling the cable does: the server's side of every connection ends."""
    name = station.engine.url.database
    server.run(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
        f"WHERE datname = '{name}' AND pid <> pg_backend_pid()"
    )


@contextmanager
def cut_at(moment, server, station):
    """The connection is lost whenever the station comes to that moment."""

    def cut(_connection):
        cut_off(server, station)

    event.listen(station.engine, moment, cut)
    yield
    event.remove(station.engine, moment, cut)


@operation("登记", needs=Right.KEEP)
def keep(tx: Tx, record: Record) -> None:
    tx.add(record)


@operation("改到一半断线", needs=Right.KEEP)
def cut_half_way(tx: Tx, record: Record, cut) -> None:
    tx.add(record)
    tx.session.flush()
    cut()
    tx.add(Staff(name="再也存不上"))
    tx.session.flush()


def test_a_connection_lost_in_the_middle_leaves_nothing_half_done(opened, server):
    station = opened()
    before = station.ask(feed.last_seq)
    with pytest.raises(Invalid, match="连不上数据库服务器"):
        station.perform(cut_half_way, Staff(name="王半途"), lambda: cut_off(server, station))
    assert station.ask(feed.last_seq) == before
    assert not station.ask(records.ids, ledger("staff"), Filter("王半途"))
    save(station, SAVED)
    assert station.ask(lambda s: list(feed.broken(s))) == []


def test_a_connection_lost_while_idle_is_taken_up_again(opened, server):
    station = opened()
    save(station, SAVED)
    cut_off(server, station)
    assert save(station, SAVED)


def test_a_connection_lost_before_the_first_question_is_no_doubtful_save(opened, server):
    station = opened()
    with cut_at("begin", server, station), pytest.raises(Invalid, match="连不上数据库服务器"):
        station.ask(feed.last_seq)
    assert station.ask(feed.last_seq) == 1


def test_a_disk_that_fills_under_the_journal_is_a_sentence(opened):
    station = opened()
    full = "BEGIN RAISE EXCEPTION USING ERRCODE = ''disk_full''; END"
    with station.engine.execution_options(writing=True).begin() as connection:
        connection.exec_driver_sql(
            f"CREATE FUNCTION no_room() RETURNS trigger LANGUAGE plpgsql AS '{full}'"
        )
        connection.exec_driver_sql(
            "CREATE TRIGGER no_room BEFORE INSERT ON journal_entry EXECUTE FUNCTION no_room()"
        )
    with pytest.raises(Invalid, match="磁盘满了"):
        save(station, SAVED)
    assert not station.ask(records.ids, ledger("staff"), Filter(SAVED["name"]))


def test_a_connection_lost_at_the_commit_says_to_look_first(opened, server):
    station = opened()
    with (
        cut_at("commit", server, station),
        pytest.raises(Invalid, match="不能确定这一步是否已经存上"),
    ):
        station.perform(keep, Staff(name="王半途"))
    assert save(station, SAVED)


def test_a_query_cannot_write(opened):
    station = opened()
    with station.engine.connect() as connection, pytest.raises(Invalid, match="只能查看"):
        connection.execute(text("DELETE FROM draft"))


@pytest.mark.both_stores
def test_what_a_server_cannot_hold_is_a_sentence_in_either_store(station):
    for unfit in (
        Staff(name="王\0英"),
        Staff(name="王\ud83d英"),
        Grid(name="东风村", households=2**40),
        Training(name="普法", held_on=date(2026, 3, 25), hours=Decimal(10) ** 12),
    ):
        with pytest.raises(Invalid, match="数据库存不下"):
            station.perform(keep, unfit)
    assert station.ask(feed.last_seq) == 1


@pytest.mark.parametrize(
    ("state", "says"),
    [
        ("disk_full", "磁盘满了"),
        ("too_many_connections", "连接已经用满"),
        ("insufficient_privilege", "权限不够"),
        ("serialization_failure", "再保存一次"),
        ("deadlock_detected", "再保存一次"),
        ("invalid_authorization_specification", "不许这台电脑"),
        ("read_only_sql_transaction", "只能查看"),
        ("numeric_value_out_of_range", "数据库存不下"),
    ],
)
def test_what_the_server_refuses_is_a_sentence(opened, state, says):
    raising = f"DO $$ BEGIN RAISE EXCEPTION USING ERRCODE = '{state}'; END $$"
    with opened().engine.connect() as connection, pytest.raises(UserError, match=says):
        connection.exec_driver_sql(raising)


def test_a_defect_stays_a_defect(opened):
    with opened().engine.connect() as connection, pytest.raises(ProgrammingError):
        connection.exec_driver_sql("SELEC 1")


def test_two_computers_see_each_others_records(two):
    east, west = two
    before = west.data_version()
    one = save(east, SAVED)
    assert west.data_version() != before
    assert west.ask(records.get, Staff, one).name == "王秀英"


def test_the_second_who_saves_is_told_of_the_first(two):
    east, west = two
    one = save(east, SAVED)
    save(east, {"note": "东头改的"}, one, 1)
    with pytest.raises(Conflict, match="刚被别人改过"):
        save(west, {"note": "西头改的"}, one, 1)
    assert west.ask(records.get, Staff, one).note == "东头改的"


@operation("取号", needs=Right.KEEP)
def draw(tx: Tx) -> str:
    return numbers.draw(tx, None, tx.today.year)


def test_two_computers_never_draw_the_same_number(two):
    drawn, refused = [], []

    def keep_drawing(station):
        for _ in range(15):
            try:
                drawn.append(station.perform(draw).value)
            except UserError as error:
                refused.append(error.text)

    threads = [threading.Thread(target=keep_drawing, args=(one,)) for one in two]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert refused == []
    assert sorted(drawn) == [f"石桥镇人调字〔2026〕第{n:03d}号" for n in range(1, 31)]
    assert two[0].ask(lambda s: list(feed.broken(s))) == []


def test_who_waits_too_long_is_told_and_nothing_is_lost(opened, monkeypatch):
    monkeypatch.setattr(store, "_SESSION", "-c lock_timeout=200ms")
    east, west = opened(), opened()
    with east.engine.execution_options(writing=True).begin():
        with pytest.raises(Conflict, match="另一台电脑正在保存"):
            save(west, SAVED)
        assert west.ask(feed.last_seq) == 1
    assert save(west, SAVED)


def refused(server, tmp_path, place, says):
    facts = replace(FACTS, server=address.Address(place, server.password))
    with pytest.raises(Invalid, match=says):
        founding.create(tmp_path / "new", facts, PASSWORD, FixedClock(), QUICK)
    assert not (tmp_path / "new").exists()
    server.drop(place)


def test_a_database_of_another_encoding_is_refused(server, tmp_path):
    server.run("CREATE DATABASE latin TEMPLATE template0 ENCODING 'LATIN1' LOCALE 'C'")
    refused(server, tmp_path, server.address("latin"), "字符编码或排序规则不合适")


def test_a_database_that_sorts_by_a_language_is_refused(server, tmp_path, monkeypatch):
    monkeypatch.setattr(store, "_BY_CODE", "SELECT 'a' < 'B'")
    refused(server, tmp_path, server.database(), "字符编码或排序规则不合适")


def test_a_database_in_use_is_refused(server, tmp_path):
    place = server.database()
    server.run("CREATE TABLE theirs (id integer)", place.rpartition("/")[2])
    refused(server, tmp_path, place, "已经有数据")


def test_an_old_server_is_refused(server, tmp_path, monkeypatch):
    monkeypatch.setattr(store, "_OLDEST", 99)
    refused(server, tmp_path, server.database(), "版本太旧")


@pytest.mark.parametrize(
    ("words", "says"),
    [
        ('FATAL:  password authentication failed for user "u"', "不认这个口令"),
        ('致命错误:  用户 "u" Password 认证失败', "不认这个口令"),
        ('致命错误:  数据库 "gz" 不存在', "没有这个数据库"),
        ("FATAL:  sorry, too many clients already", "连接已经用满"),
        ('FATAL:  no pg_hba.conf entry for host "10.0.0.9"', "不许这台电脑"),
        ("connection timeout expired", "连不上数据库服务器"),
    ],
)
def test_what_is_said_before_there_is_a_connection_is_understood(words, says):
    assert says in store._unreached(words)


def test_a_second_computer_joins_by_the_folder_of_the_first(two, tmp_path):
    east, west = two
    assert (west.actor, west.folder) == (east.actor, tmp_path / "west")
    assert west.ask(founding.own).name == FACTS.name


def test_joining_again_brings_new_users_along(two, folder, opened, tmp_path):
    keys.add(folder, key_of(folder), "赵调解", PASSWORD, QUICK)
    west = tmp_path / "west"
    assert "赵调解" not in keys.names(west)
    moving.join(west, folder)
    assert "赵调解" in keys.names(west)


def test_joining_needs_a_station_on_a_server(prepared, folder, tmp_path):
    with pytest.raises(Invalid, match="不在服务器上"):
        moving.join(tmp_path / "west", prepared)
    with pytest.raises(Invalid, match="没有站点"):
        moving.join(tmp_path / "west", tmp_path)
    with pytest.raises(Invalid, match="已经有另一个站点"):
        moving.join(prepared, folder)
    assert not (tmp_path / "west").exists()


def test_relatives_are_read_as_the_language_they_speak():
    spoken = dialect.StationDialect()

    class Said:
        def __init__(self, words):
            self.words = words

        def exec_driver_sql(self, _query):
            return self

        def scalar(self):
            return self.words

    assert spoken._get_server_version_info(Said("PostgreSQL 16.14 on x86_64")) == (16, 14)
    assert spoken._get_server_version_info(Said("PostgreSQL 18beta1")) == (18, 0)
    assert spoken._get_server_version_info(Said("KingbaseES V008R006")) == (9, 6)


def test_no_server_library_is_loaded_for_a_local_station():
    code = "import sys, core.commands, core.services.moving; sys.exit('psycopg' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False, cwd=ROOT).returncode == 0
