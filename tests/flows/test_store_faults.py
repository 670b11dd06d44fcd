"""Each fault of the disk is a sentence that says what to do, in the window and in the verbs."""

import errno
import shutil
import subprocess
import sys
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QLineEdit
from sqlalchemy import event, func, select, text
from sqlalchemy.exc import OperationalError
from sqlcipher3 import dbapi2

import main
from core import places
from core.journal import feed
from core.journal.tables import Change, Entry
from core.records import ledger
from core.records.staff import Staff
from core.services import founding, partners, records, restoring
from core.services.records import Filter
from core.store import engine as store
from core.store import keys, lock, migrate, search, trouble
from gui.tasks import Perform
from gui.widgets.frame import Frame
from gui.widgets.parts import Banner
from gui.widgets.screen import Target
from gui.window import Window
from reports.commands import demo
from tests.conftest import FACTS, PASSWORD, FixedClock

PAGE = 4096
MOVED = "本机磁盘"


@pytest.fixture
def folder(prepared, tmp_path):
    """A station that was closed well."""
    return shutil.copytree(prepared, tmp_path / "站点")


@pytest.fixture
def verb(folder, monkeypatch, capsys, tmp_path):
    """Run a verb on the station: its status, and what it said beside its answer."""
    monkeypatch.setenv("STATION_PASSWORD", PASSWORD)
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "home"))

    def run(*words, clock=None):
        status = main.main([*words, "--station", str(folder), "--json"], clock or FixedClock())
        return status, capsys.readouterr().err

    return run


@pytest.fixture
def window(qtbot, folder, clock):
    """The window on the station, waiting for a password."""
    made = []

    def show():
        made.append(Window(folder, clock))
        qtbot.addWidget(made[0])
        made[0].start()
        with qtbot.waitActive(made[0]):
            made[0].show()
            made[0].activateWindow()
        return made[0]

    yield show
    for one in made:
        one.close()


def unlock(qtbot, made, password=PASSWORD):
    """Type the password and wait for the answer: the frame, or the sentence below the box."""
    screen = made.front
    qtbot.keyClicks(screen.findChild(QLineEdit, "password"), password)
    screen.tell("")
    qtbot.keyClick(screen.findChild(QLineEdit, "password"), Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: isinstance(made.front, Frame) or screen.problem != "")
    return "" if isinstance(made.front, Frame) else screen.problem


def contents(folder):
    return {
        path.name: path.read_bytes()
        for path in folder.iterdir()
        if path.name != places.LOCK and path.is_file()
    }


def banners(frame):
    return [
        label.text() for bar in frame.findChildren(Banner) for label in bar.findChildren(QLabel)
    ]


def add_staff(station, name="王秀英"):
    return station.perform(records.save, "staff", {"name": name}).value


def names(station):
    ids = station.ask(records.ids, ledger("staff"), Filter())
    listed = station.ask(records.rows, ledger("staff"), ids)
    return sorted(row.texts["name"] for row in listed)


def flip(path, offset):
    raw = bytearray(path.read_bytes())
    raw[offset] ^= 1
    path.write_bytes(raw)


def on_a_share(folder, monkeypatch):
    monkeypatch.setattr(places, "filesystem", lambda _folder: "cifs")


def without_its_database(folder, monkeypatch):
    places.database(folder).unlink()


def with_an_empty_database(folder, monkeypatch):
    places.database(folder).write_bytes(b"")


def with_a_damaged_first_page(folder, monkeypatch):
    flip(places.database(folder), 100)


def with_half_a_database(folder, monkeypatch):
    path = places.database(folder)
    path.write_bytes(path.read_bytes()[: PAGE * 3 + 100])


def without_a_sound_key_file(folder, monkeypatch):
    for name in (keys.SLOTS, keys.SPARE):
        (folder / name).write_bytes(b"{}")


@pytest.mark.parametrize(
    ("cause", "said"),
    [
        (on_a_share, ("网络共享", MOVED)),
        (without_its_database, ("“station.db”不见了", "备份")),
        (with_an_empty_database, ("是空的", "备份")),
        (with_a_damaged_first_page, ("打不开数据库", "备份")),
        (with_half_a_database, ("损坏", "备份")),
        (without_a_sound_key_file, ("密钥文件", "备份")),
    ],
)
def test_what_cannot_be_opened_says_what_to_do_and_stays_as_it_is(
    cause, said, folder, monkeypatch, verb, window, qtbot
):
    cause(folder, monkeypatch)
    before = contents(folder)
    status, told = verb("find", "王", "--user", FACTS.user)
    assert status == 1
    assert all(words in told for words in said), told
    made = window()
    shown = made.front.problem or unlock(qtbot, made)
    assert shown == told.strip()
    assert contents(folder) == before


@pytest.mark.parametrize(
    "place",
    [
        "OneDrive - 石桥镇政府",
        "Dropbox (工作)",
        "我的坚果云",
        "WPS云盘",
        "WPSDrive",
        "BaiduSyncdisk",
        "iCloudDrive",
        "微云",
        "nextcloud",
    ],
)
def test_a_sync_folder_is_refused_by_name_wherever_in_the_path(place, prepared, tmp_path, clock):
    folder = shutil.copytree(prepared, tmp_path / place / "工作" / "站点")
    with pytest.raises(trouble.StoreFault, match=MOVED):
        founding.open_station(folder, FACTS.user, PASSWORD, clock)


def test_a_folder_watched_by_a_sync_program_is_known_by_its_mark(folder, verb):
    (folder.parent / ".stfolder").mkdir()
    status, told = verb("find", "王")
    assert status == 1
    assert "“Syncthing”的同步文件夹" in told


def test_a_village_called_like_a_cloud_is_no_sync_folder(prepared, tmp_path, clock):
    folder = shutil.copytree(prepared, tmp_path / "微云村网格工作站")
    founding.open_station(folder, FACTS.user, PASSWORD, clock).close()


def test_a_station_is_not_founded_in_a_sync_folder(tmp_path, verb):
    folder = tmp_path / "OneDrive" / "站点"
    words = ("init", str(folder), "--name", FACTS.name, "--user", FACTS.user)
    status, told = verb(*words)
    assert status == 1
    assert "OneDrive" in told
    assert not folder.exists()


def test_nothing_is_restored_or_shown_off_where_a_database_is_damaged_in_time(tmp_path, clock):
    wanted = restoring.Wanted(tmp_path / "one.zzbak", tmp_path / "WPS云盘" / "站点", "", "")
    with pytest.raises(trouble.StoreFault, match="“WPS云盘”的同步文件夹"):
        restoring.restore(wanted, clock)
    with pytest.raises(trouble.StoreFault, match="“Dropbox”的同步文件夹"):
        demo.prepare(tmp_path / "Dropbox" / "演示")
    assert list(tmp_path.iterdir()) == []


def test_a_wrong_password_opens_nothing_in_window_and_verb(
    folder, verb, window, qtbot, monkeypatch
):
    before = contents(folder)
    monkeypatch.setenv("STATION_PASSWORD", "falsch-2026")
    status, told = verb("find", "王")
    assert status == 1
    assert "口令不对" in told
    assert "口令不对" in unlock(qtbot, window(), "falsch-2026")
    assert contents(folder)[places.DATABASE] == before[places.DATABASE]


@pytest.fixture
def newer(folder):
    """A station that a later version of the program has worked on."""
    behind_its_back(folder, "UPDATE alembic_version SET version_num = '9999'")
    return folder


def behind_its_back(folder, *statements):
    """Change the database as another program would."""
    engine = store.open_engine(places.database(folder), keys.unlock(folder, FACTS.user, PASSWORD))
    with engine.begin() as connection:
        for statement in statements:
            connection.exec_driver_sql(statement)
    engine.dispose()


def test_data_of_a_newer_program_is_shown_and_not_changed(newer, verb, window, qtbot):
    status, told = verb("find", "王")
    assert status == 0
    assert "只能查看" in told
    made = window()
    assert unlock(qtbot, made) == ""
    assert any("只能查看" in text and "升级" in text for text in banners(made.front))


def test_a_change_in_a_newer_station_is_refused_with_the_reason(newer, clock):
    station = founding.open_station(newer, FACTS.user, PASSWORD, clock)
    with pytest.raises(trouble.StoreFault, match="升级本机程序"):
        add_staff(station)
    with pytest.raises(trouble.StoreFault, match="升级本机程序"):
        station.jot(lambda _tx: None)
    assert names(station) == []
    station.close()


def test_what_a_newer_program_keeps_otherwise_is_told(folder, clock, verb, window, qtbot):
    station = founding.open_station(folder, FACTS.user, PASSWORD, clock)
    add_staff(station)
    station.close()
    behind_its_back(
        folder,
        "ALTER TABLE staff RENAME COLUMN note TO remark",
        "UPDATE alembic_version SET version_num = '9999'",
    )
    status, told = verb("export", "staff", "-o", str(folder.parent / "花名册.xlsx"))
    assert status == 1
    assert "请升级本机程序后再看" in told
    made = window()
    assert unlock(qtbot, made) == ""
    made.front.go(Target("ledgers", ledger="staff"))
    qtbot.waitUntil(lambda: "请升级本机程序后再看" in made.front.foot.notice.text)


def closed_folder(path):
    raise PermissionError(errno.EACCES, "closed", str(path))


def full_disk(path):
    raise OSError(errno.ENOSPC, "full", str(path))


def full_at_the_first_byte(_path):
    return Path("/dev/full").open("wb")


@pytest.mark.parametrize(
    ("refusal", "said"),
    [
        (closed_folder, "不能写入"),
        (full_disk, "磁盘已满"),
        (full_at_the_first_byte, "磁盘已满"),
    ],
)
def test_a_folder_that_cannot_be_written_is_opened_to_look_at(
    refusal, said, folder, monkeypatch, verb, window, qtbot, clock
):
    monkeypatch.setattr(places, "open_new", refusal)
    before = contents(folder)
    status, told = verb("find", "王")
    assert status == 0
    assert said in told
    made = window()
    assert unlock(qtbot, made) == ""
    assert any(said in text for text in banners(made.front))
    station = made.front.desk.station
    with pytest.raises(trouble.StoreFault, match=said):
        add_staff(station)
    made.close()
    assert contents(folder) == before


def test_a_folder_that_was_left_open_and_cannot_be_written_is_to_be_copied(
    folder, monkeypatch, verb, window, qtbot, clock
):
    station = founding.open_station(folder, FACTS.user, PASSWORD, clock)
    add_staff(station)
    cut = shutil.copytree(folder, folder.parent / "被拔出")
    station.close()
    shutil.rmtree(folder)
    shutil.move(cut, folder)
    (folder / "station.db-shm").unlink()
    monkeypatch.setattr(places, "open_new", closed_folder)
    status, told = verb("find", "王")
    assert status == 1
    assert "复制到能写入的磁盘" in told
    assert "复制到能写入的磁盘" in unlock(qtbot, window())
    monkeypatch.undo()
    again = founding.open_station(folder, FACTS.user, PASSWORD, clock)
    assert names(again) == ["王秀英"]
    again.close()


def test_old_data_in_a_folder_that_cannot_be_written_waits_for_a_better_place(
    folder, monkeypatch, verb, window, qtbot
):
    monkeypatch.setattr(places, "open_new", closed_folder)
    monkeypatch.setattr(migrate, "stand", lambda _engine: migrate.Stand.BEHIND)
    status, told = verb("find", "王")
    assert status == 1
    assert "先升级" in told
    assert "先升级" in unlock(qtbot, window())


def test_a_migration_waits_until_no_window_is_open(folder, monkeypatch, verb, clock):
    monkeypatch.setattr(migrate, "stand", lambda _engine: migrate.Stand.BEHIND)
    held = lock.hold(folder, "王建国", clock())
    status, told = verb("find", "王")
    assert status == 1
    assert "“王建国”从 03-25 08:10 起" in told
    held.release()
    monkeypatch.undo()


def test_a_lock_file_of_another_account_is_not_passed_by(folder, window, qtbot):
    (folder / places.LOCK).unlink(missing_ok=True)
    (folder / places.LOCK).mkdir()
    assert "电脑账户" in unlock(qtbot, window())


def test_a_clock_set_back_is_told_once_and_the_work_goes_on(folder, verb, window, qtbot, clock):
    station = founding.open_station(folder, FACTS.user, PASSWORD, clock)
    add_staff(station)
    station.close()
    clock.tick(days=-30)
    status, told = verb("find", "王", clock=clock)
    assert status == 0
    assert "电脑时间比上次记录早" in told
    made = window()
    assert unlock(qtbot, made) == ""
    frame = made.front
    qtbot.waitUntil(lambda: "核对电脑日期" in frame.foot.notice.text)
    add_staff(frame.desk.station, "李秀英")
    assert names(frame.desk.station) == ["李秀英", "王秀英"]


def test_a_clock_some_minutes_late_is_no_matter(folder, verb, clock):
    clock.tick(minutes=-5)
    assert verb("find", "王", clock=clock) == (0, "")


def fail_once(engine, starts, code, monkeypatch):
    """Let the driver's next statement that `starts` so end as a bad disk would make it end."""
    left = [code]

    def go(statement):
        if left and statement.startswith(starts):
            raised = dbapi2.OperationalError("as the disk says")
            raised.sqlite_errorcode = left.pop()
            raise raised

    class Cursor(dbapi2.Cursor):
        def execute(self, statement, *values):
            go(statement)
            return super().execute(statement, *values)

        def executemany(self, statement, rows):
            go(statement)
            return super().executemany(statement, rows)

    class Connection(dbapi2.Connection):
        def cursor(self):
            return super().cursor(Cursor)

        def commit(self):
            go("COMMIT")
            super().commit()

    monkeypatch.setattr(dbapi2, "connect", partial(dbapi2.connect, factory=Connection))
    engine.dispose()


@pytest.mark.parametrize(
    ("code", "said"),
    [
        (trouble.FULL, "磁盘空间不够"),
        (trouble.IO, "U 盘是否被拔出"),
        (trouble.IO | 3 << 8, "U 盘是否被拔出"),
        (trouble.READONLY, "写保护"),
        (trouble.CANNOT_OPEN, "U 盘是否被拔出"),
        (trouble.CORRUPT, "检查站点"),
    ],
)
@pytest.mark.parametrize(
    "starts",
    [
        "INSERT INTO staff",
        "INSERT INTO search",
        "INSERT INTO journal_change",
        "SELECT journal_entry.seq",
        "COMMIT",
    ],
)
def test_a_disk_that_fails_during_an_act_leaves_nothing_of_it(
    station, code, said, starts, monkeypatch
):
    add_staff(station, "李秀英")
    before = counts(station)
    fail_once(station.engine, starts, code, monkeypatch)
    with pytest.raises(trouble.StoreFault, match=said):
        add_staff(station)
    assert counts(station) == before
    add_staff(station)
    assert names(station) == ["李秀英", "王秀英"]


def counts(station):
    """How much stands in every table an act writes."""
    tables = (Staff, Entry, Change, search.row)
    return station.ask(
        lambda session: [
            session.scalar(select(func.count()).select_from(table)) for table in tables
        ]
    )


def test_a_full_disk_is_told_and_the_work_goes_on_when_there_is_room(folder, window, qtbot):
    made = window()
    unlock(qtbot, made)
    frame, station = made.front, made.front.desk.station
    station.engine.dispose()

    def no_room(handle, _record):
        handle.execute(f"PRAGMA max_page_count = {places.database(folder).stat().st_size // PAGE}")

    event.listen(station.engine, "connect", no_room)
    before = counts(station)
    long = {"name": "王秀英", "note": "东风村" * 20000}
    Perform(frame.desk, frame, records.save, "staff", long).start()
    qtbot.waitUntil(lambda: "磁盘空间不够" in frame.foot.notice.text)
    assert counts(station) == before
    event.remove(station.engine, "connect", no_room)
    station.engine.dispose()
    station.perform(records.save, "staff", long)
    assert names(station) == ["王秀英"]
    assert station.ask(lambda session: list(feed.broken(session))) == []


def damage(folder, table):
    """Flip one bit in the page in which a table begins."""
    key = keys.unlock(folder, FACTS.user, PASSWORD)
    engine = store.open_engine(places.database(folder), key)
    with engine.connect() as connection:
        query = "SELECT rootpage FROM sqlite_master WHERE name = ?"
        page = connection.exec_driver_sql(query, (table,)).scalar_one()
    engine.dispose()
    flip(places.database(folder), PAGE * (page - 1) + 500)


def test_a_damaged_page_met_in_daily_work_is_told(folder, verb, window, qtbot, clock):
    station = founding.open_station(folder, FACTS.user, PASSWORD, clock)
    add_staff(station)
    station.close()
    damage(folder, "staff")
    assert verb("find", "没有这个人", "--ledger", "task") == (0, "")
    status, told = verb("export", "staff", "-o", str(folder.parent / "花名册.xlsx"))
    assert status == 1
    assert "有一处损坏" in told
    assert not (folder.parent / "花名册.xlsx").exists()
    made = window()
    assert unlock(qtbot, made) == ""
    made.front.go(Target("ledgers", ledger="staff"))
    qtbot.waitUntil(lambda: "有一处损坏" in made.front.foot.notice.text)


WRITER = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from core.store import lock
from core.store.engine import open_engine
folder, key, who = Path(sys.argv[1]), bytes.fromhex(sys.argv[2]), sys.argv[3]
held = lock.hold(folder, who, datetime(2026, 3, 25, 0, 10, tzinfo=UTC)) if who else None
engine = open_engine(folder / "station.db", key)
with engine.execution_options(writing=True).begin() as connection:
    print("writing", flush=True)
    sys.stdin.read()
"""


@pytest.fixture
def writer(folder, monkeypatch):
    """Another process in the middle of a long act; nobody is patient in a test."""
    monkeypatch.setattr(store, "_WAIT_SECONDS", 0.2)
    begun = []

    def begin(who=""):
        key = keys.unlock(folder, FACTS.user, PASSWORD).hex()
        words = [sys.executable, "-c", WRITER, str(folder), key, who]
        process = subprocess.Popen(
            words,
            cwd=places.resources().parent,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        begun.append(process)
        assert process.stdout.readline() == "writing\n"
        return process

    yield begin
    for process in begun:
        process.communicate("")


def test_a_verb_that_waited_long_enough_says_which_window_is_saving(folder, verb, writer):
    process = writer("李海燕")
    card = folder.parent / "县.card.json"
    partners.new_keys("county", "县", folder.parent).write(card)
    status, told = verb("keys", "enrol", str(card))
    assert status == 1
    assert "“李海燕”从 03-25 08:10 起开着的窗口正在保存" in told
    process.communicate("")
    assert verb("keys", "enrol", str(card)) == (0, "")


def test_a_window_that_waited_long_enough_says_a_command_is_saving(writer, window, qtbot):
    made = window()
    unlock(qtbot, made)
    process = writer()
    frame = made.front
    Perform(frame.desk, frame, records.save, "staff", {"name": "王秀英"}).start()
    qtbot.waitUntil(lambda: "另一个命令正在保存" in frame.foot.notice.text)
    process.communicate("")
    add_staff(frame.desk.station)
    assert names(frame.desk.station) == ["王秀英"]


def test_a_copy_of_the_key_file_is_healed_and_told_quietly(folder, verb, window, qtbot):
    (folder / keys.SPARE).write_bytes(b"{}")
    status, told = verb("find", "王")
    assert status == 0
    assert "slots.bak.json" in told
    assert verb("find", "王") == (0, "")
    (folder / keys.SLOTS).unlink()
    made = window()
    assert unlock(qtbot, made) == ""
    assert "slots.json），已照好的一份补齐" in made.front.foot.notice.text
    assert (folder / keys.SLOTS).read_bytes() == (folder / keys.SPARE).read_bytes()


def test_an_export_onto_a_full_disk_is_told_and_leaves_no_half_file(folder, verb, monkeypatch):
    plain = places.open_new

    def full(path):
        if ".xlsx" in path.name:
            raise OSError(errno.ENOSPC, "full", str(path))
        return plain(path)

    monkeypatch.setattr(places, "open_new", full)
    out = folder.parent / "花名册.xlsx"
    status, told = verb("export", "staff", "-o", str(out))
    assert status == 1
    assert "磁盘空间不够" in told
    assert not out.exists()


def test_what_is_no_fault_of_the_disk_stays_a_defect(station):
    with pytest.raises(OperationalError), trouble.told(station.engine, station.folder):
        station.ask(lambda session: session.execute(text("SELECT nothing FROM nowhere")))


def test_a_disk_that_answers_no_more_is_told_before_anything_is_opened(folder, verb, monkeypatch):
    plain = Path.read_text

    def bad(path, *how, **more):
        if path.name == places.DEMO:
            raise OSError(errno.EIO, "gone", str(path))
        return plain(path, *how, **more)

    monkeypatch.setattr(Path, "read_text", bad)
    status, told = verb("check")
    assert status == 1
    assert "请检查硬盘或 U 盘是否插好" in told


def test_a_defect_on_a_full_disk_is_told_without_a_report(folder, verb, monkeypatch):
    def broken(*_):
        raise ZeroDivisionError

    def full(*_, **__):
        raise OSError(errno.ENOSPC, "full")

    monkeypatch.setattr(founding, "open_station", broken)
    monkeypatch.setattr(places, "home", full)
    status, told = verb("check")
    assert status == 3
    assert told == "程序出错，情况也没能存成文件。请检查磁盘是否已满或写保护，再试一次。\n"
