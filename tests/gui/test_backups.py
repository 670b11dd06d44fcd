"""Backups in the window: told on the desk, made by a click, on closing, and brought back."""

import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QPushButton

from core import places
from core.errors import Cancelled, Invalid
from core.services import backup_places, backups, numbers
from core.store import backup
from gui import window
from gui.screens.restore import RestoreScreen
from gui.screens.settings import SettingsScreen
from gui.screens.unlock import UnlockScreen
from gui.widgets.backing_up import Farewell, Guard
from gui.widgets.backup_line import BackupLine
from gui.widgets.frame import Frame
from gui.widgets.number_check import NumberCheck
from gui.widgets.restore_form import beside
from gui.widgets.screen import RESTORE, Target
from tests.conftest import PASSWORD
from tests.gui.shell import PaperShell, nameless, scrolls_sideways

FRIDAY_EVENING = datetime(2026, 3, 27, 9, 5, tzinfo=UTC)


@pytest.fixture
def line(qtbot, shell, settle):
    made = BackupLine(shell)
    qtbot.addWidget(made)
    shell.desk.changed.connect(lambda _: made.read())

    def read():
        made.read()
        settle(shell.desk)
        return made

    return read


@pytest.fixture
def stick(station, tmp_path):
    folder = tmp_path / "stick"
    folder.mkdir()
    backup_places.choose(station, folder)
    return folder


@pytest.fixture
def settings(qtbot, shell, settle):
    made = SettingsScreen(shell)
    qtbot.addWidget(made)
    shell.shown = made
    made.resize(1170, 638)
    made.show_tab([one.text() for one in made._tabs.buttons()].index("数据安全"))
    with qtbot.waitActive(made):
        made.show()
        made.activateWindow()
    made.enter(Target("settings"))
    settle(shell.desk)
    return made


def press(widget, text):
    next(b for b in widget.findChildren(QPushButton) if b.text() == text and b.isVisible()).click()


def test_a_station_that_was_never_backed_up_says_so(line):
    assert line().text == "还没有做过备份"
    assert line().urgent


def test_one_click_makes_a_backup_and_the_line_turns_quiet(line, shell, settle, make):
    make.staff()
    shown = line()
    shown.button.click()
    settle(shell.desk)
    assert shown.text.startswith("最近一次核对过的备份：今天 08:10 · 本机 · ")
    assert not shown.urgent
    assert "已打开核对" in shell.said[-1]


def test_after_a_week_without_a_backup_the_line_is_amber(line, station, clock):
    backups.now(station)
    clock.tick(days=7, minutes=1)
    assert line().urgent
    assert "03-25 08:10" in line().text


@pytest.mark.parametrize(("minutes", "asked"), [(-10, False), (0, True)])
def test_on_friday_at_five_the_stick_is_asked_for(line, station, clock, minutes, asked):
    backups.now(station)
    clock.set(FRIDAY_EVENING)
    clock.tick(minutes=minutes)
    assert line().text.startswith("今天是周五，请插U盘备份") is asked
    assert line().urgent is asked


def test_with_the_stick_in_friday_is_done_with_one_click(line, shell, settle, clock, stick):
    clock.set(FRIDAY_EVENING)
    shown = line()
    shown.button.click()
    settle(shell.desk)
    assert not shown.urgent
    assert shell.said[-1].startswith("已备份到本机和U盘")


def test_a_stick_left_at_home_for_a_week_is_asked_for(line, station, clock, stick):
    backups.now(station)
    shutil.rmtree(stick)
    clock.tick(days=8)
    backups.now(station)
    assert line().text.startswith("已经 8 天没有备份到U盘")


def test_the_settings_list_what_was_proved_and_where(settings, shell, settle, station):
    press(settings.backups, "立即备份")
    settle(shell.desk)
    [row] = settings.backups.table.texts()
    assert row[:3] == ["今天 08:10", "手动", "本机"]
    assert "只备在本机" in settings.backups.text
    assert nameless(settings) == []
    assert scrolls_sideways(settings) == []


def test_a_place_is_chosen_and_told(settings, shell, settle, asked, tmp_path):
    (tmp_path / "U").mkdir()
    asked.will("open_folder", tmp_path / "U")
    press(settings.backups, "选择位置")
    settle(shell.desk)
    assert "同一块磁盘" in shell.failed[-1]
    assert f"备在本机和“{tmp_path / 'U'}”" in settings.backups.text


def test_a_place_inside_the_station_is_refused(settings, shell, settle, asked, station):
    asked.will("open_folder", station.folder)
    press(settings.backups, "选择位置")
    settle(shell.desk)
    assert "在站点里面" in shell.failed[-1]


def test_one_file_is_written_where_the_person_says(settings, shell, settle, asked, tmp_path):
    asked.will("save_file", tmp_path / "带走.zzbak")
    press(settings.backups, "备份成一个文件")
    settle(shell.desk)
    assert (tmp_path / "带走.zzbak").is_file()
    assert "带走.zzbak" in shell.said[-1]


def test_a_cancelled_backup_is_told_and_may_be_made_again(settings, shell, settle, monkeypatch):
    def stopped(*_args, **_more):
        raise Cancelled

    with monkeypatch.context() as once:
        once.setattr(backup, "write", stopped)
        press(settings.backups, "立即备份")
        settle(shell.desk)
    assert shell.said[-1] == "已取消备份，原来的备份都还在。"
    press(settings.backups, "立即备份")
    settle(shell.desk)
    assert len(settings.backups.table.texts()) == 1


def test_a_backup_that_fails_says_why(settings, shell, settle, monkeypatch):
    def full(*_args, **_more):
        raise Invalid("磁盘空间不够")

    monkeypatch.setattr(backup, "write", full)
    press(settings.backups, "立即备份")
    settle(shell.desk)
    assert shell.failed == ["磁盘空间不够"]


def test_restoring_is_offered_in_the_settings(settings, shell):
    press(settings.backups, "从备份恢复…")
    assert shell.gone == [Target(RESTORE)]


def test_every_half_hour_a_backup_is_made_without_a_word(qtbot, shell, settle, station, make):
    guard = Guard(shell, owner_of(qtbot))
    make.staff()
    guard.look()
    settle(shell.desk)
    assert [one.cause for one in station.ask(backups.listed)] == ["自动"]
    assert (shell.said, shell.failed) == ([], [])


def test_a_missing_stick_is_told_once_a_day(qtbot, shell, settle, station, make, stick, clock):
    guard = Guard(shell, owner_of(qtbot))
    shutil.rmtree(stick)
    for _ in range(3):
        make.staff()
        clock.tick(minutes=31)
        guard.look()
        settle(shell.desk)
    assert shell.failed == ["备份U盘没插，已先备在本机。"]
    make.staff()
    clock.tick(days=1)
    guard.look()
    settle(shell.desk)
    assert len(shell.failed) == 2


def owner_of(qtbot):
    from PySide6.QtWidgets import QWidget

    made = QWidget()
    qtbot.addWidget(made)
    return made


@pytest.fixture
def kept(station, make, tmp_path):
    """A backup of a station with one number given out."""
    make.staff(name="王秀英")
    station.perform(numbers.start, None, 2026, 37)
    return backups.to_file(station, tmp_path / "U盘" / "全站.zzbak").file


@pytest.fixture
def opened(qtbot, prepared, tmp_path, clock, monkeypatch):
    """A window in front of a station; what it remembers for good goes into a passing home."""
    monkeypatch.setattr(places, "home", lambda: _made(tmp_path / "home"))
    folder = tmp_path / "home" / "station"
    shutil.copytree(prepared, folder)
    made = window.Window(folder, clock)
    qtbot.addWidget(made)
    made.start()
    with qtbot.waitActive(made):
        made.show()
        made.activateWindow()
    yield made
    made.farewell = False
    made.close()


def _made(folder: Path) -> Path:
    folder.mkdir(exist_ok=True)
    return folder


def unlocked(qtbot, made):
    box = made.front.findChild(QLineEdit, "password")
    qtbot.keyClicks(box, PASSWORD)
    qtbot.keyClick(box, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: isinstance(made.front, Frame))
    return made.front


def restoring(qtbot, opened, asked, file):
    press(opened.front, "从备份恢复…")
    screen = opened.front
    assert isinstance(screen, RestoreScreen)
    asked.will("open_file", file)
    press(screen, "选择备份文件")
    qtbot.waitUntil(lambda: screen.form._found is not None)
    return screen


def type_secret(qtbot, screen, secret):
    box = screen.findChild(QLineEdit, "secret")
    box.clear()
    qtbot.keyClicks(box, secret)
    qtbot.keyClick(box, Qt.Key.Key_Return)


def test_from_the_unlock_screen_a_backup_becomes_a_station_and_opens(
    qtbot, opened, asked, kept, tmp_path
):
    assert isinstance(opened.front, UnlockScreen)
    screen = restoring(qtbot, opened, asked, kept)
    type_secret(qtbot, screen, "not this one")
    qtbot.waitUntil(lambda: "口令不对" in screen.problem)
    type_secret(qtbot, screen, PASSWORD)
    qtbot.waitUntil(lambda: "已恢复到" in screen.told)
    assert "备份之后还发过编号吗" in screen.told
    asked.will("yes", True)
    press(screen, "打开恢复的站点")
    qtbot.waitUntil(lambda: isinstance(opened.front, Frame))
    folder = opened.frame.desk.station.folder
    assert folder == tmp_path / "home" / "station-恢复-20260325"
    assert places.default_station() == folder.resolve()
    assert "备份之后还发过编号吗" in opened.frame.foot.notice.text


def test_going_back_leaves_everything_as_it_was(qtbot, opened, asked, kept):
    screen = restoring(qtbot, opened, asked, kept)
    qtbot.keyClick(screen, Qt.Key.Key_Escape)
    assert isinstance(opened.front, UnlockScreen)


def test_what_is_missing_is_said_before_anything_is_done(qtbot, opened):
    press(opened.front, "从备份恢复…")
    press(opened.front, "恢复")
    assert opened.front.problem == "请先选备份文件"


def test_on_a_new_computer_the_restored_station_is_the_usual_one(
    qtbot, opened, asked, kept, tmp_path
):
    shutil.rmtree(tmp_path / "home" / "station")
    opened.start()
    screen = restoring(qtbot, opened, asked, kept)
    type_secret(qtbot, screen, PASSWORD)
    qtbot.waitUntil(lambda: "已恢复到" in screen.told)
    asked.will("yes", True)
    press(screen, "打开恢复的站点")
    qtbot.waitUntil(lambda: isinstance(opened.front, Frame))
    assert opened.frame.desk.station.folder == tmp_path / "home" / "station"


def test_closing_the_window_makes_the_last_backup_first(qtbot, opened, monkeypatch):
    frame = unlocked(qtbot, opened)
    folder = frame.desk.station.folder
    opened.farewell = True
    opened.close()
    assert isinstance(opened.front, Farewell)
    qtbot.waitUntil(lambda: not opened.isVisible())
    assert len(list((folder / "backups").glob("*.zzbak"))) == 1


def test_a_backup_that_fails_does_not_keep_the_window_open(qtbot, opened, asked, monkeypatch):
    unlocked(qtbot, opened)

    def full(*_args, **_more):
        raise Invalid("磁盘空间不够")

    monkeypatch.setattr(backup, "write", full)
    asked.will("tell")
    opened.farewell = True
    opened.close()
    qtbot.waitUntil(lambda: not opened.isVisible())
    assert asked.texts == ["这次没有备份成：磁盘空间不够"]


def test_numbers_on_paper_are_compared_one_by_one(qtbot, shell, settle, station, asked):
    station.perform(numbers.start, None, 2026, 37)
    check = NumberCheck(shell, owner_of(qtbot))
    check.offer()
    asked.will("line", "41")
    shell.acts["核对卷号"]()
    settle(shell.desk)
    assert "编到第 37 号" in asked.texts[-1]
    [series] = station.ask(numbers.series, 2026)
    assert series.last == 41
    assert shell.said[-1] == "卷号已核对，接着往下编"


def test_a_number_that_is_none_is_asked_again(qtbot, shell, settle, station, asked):
    station.perform(numbers.start, None, 2026, 37)
    asked.will("line", "不知道")
    NumberCheck(shell, owner_of(qtbot)).begin()
    settle(shell.desk)
    assert "请写数字" in shell.failed[-1]
    assert "核对卷号" in shell.acts


def test_a_clerk_is_told_of_the_numbers_without_being_led_there(qtbot, desk_of, somebody, tmp_path):
    shell = PaperShell(desk_of(somebody("clerk")), tmp_path)
    NumberCheck(shell, owner_of(qtbot)).offer()
    assert shell.acts == {}


def test_a_second_restore_of_a_day_gets_a_folder_of_its_own(tmp_path):
    taken = _made(tmp_path / "站点")
    (taken / "station.db").write_bytes(b"x")
    first = beside(taken, FRIDAY_EVENING)
    assert first.name == "站点-恢复-20260327"
    first.mkdir()
    assert beside(taken, FRIDAY_EVENING).name == "站点-恢复-20260327-2"
    assert beside(tmp_path / "none", FRIDAY_EVENING) == tmp_path / "none"
