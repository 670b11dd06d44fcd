"""Unlocking: the right password, wrong ones, the recovery code, all without the mouse."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from core.errors import Conflict
from core.services import access, founding
from core.store import keys
from gui.screens.unlock import UnlockScreen
from gui.widgets.porch import porch
from tests.conftest import FACTS, PASSWORD, QUICK, FixedClock


@pytest.fixture
def folder(tmp_path, clock) -> Path:
    station, code = founding.create(tmp_path / "s", FACTS, PASSWORD, clock, QUICK)
    station.close()
    (tmp_path / "code.txt").write_text(code)
    return tmp_path / "s"


@pytest.fixture
def front(qtbot, folder, clock):
    desk = porch(folder, clock)
    opened = []

    def enter(who, password, code):
        if code:
            access.rescued(folder, code, who, password, clock())
        access.unlocked(folder, who, password, clock())
        return who

    screen = UnlockScreen(desk, folder, enter)
    screen.opened.connect(opened.append)
    qtbot.addWidget(screen)
    screen.resize(1024, 560)
    screen.show()
    screen.lock()
    screen.desk, screen.entered = desk, opened
    yield screen
    desk.close()


def answered(qtbot, screen):
    qtbot.waitUntil(lambda: not screen.desk.busy)


def field(screen, key):
    from PySide6.QtWidgets import QWidget

    return screen.findChild(QWidget, key)


def try_with(qtbot, screen, password):
    box = field(screen, "password")
    box.clear()
    qtbot.keyClicks(box, password)
    qtbot.keyClick(box, Qt.Key.Key_Return)
    answered(qtbot, screen)


def test_the_first_name_is_offered_and_enter_unlocks(qtbot, front):
    assert field(front, "who").text() == "李海燕"
    try_with(qtbot, front, PASSWORD)
    assert front.entered == ["李海燕"]
    assert field(front, "password").text() == ""


def test_a_wrong_password_is_told_and_what_was_typed_stays(qtbot, front):
    try_with(qtbot, front, "falsch-2026")
    assert "口令不对" in front.problem
    assert front.entered == []
    assert field(front, "password").text() == "falsch-2026"


def test_typing_again_takes_the_place_of_the_wrong_password(qtbot, front):
    try_with(qtbot, front, "falsch-2026")
    qtbot.keyClicks(field(front, "password"), "neu")
    assert field(front, "password").text() == "neu"


def test_what_one_got_wrong_is_not_told_to_the_next(qtbot, front):
    try_with(qtbot, front, "falsch-2026")
    front._who.edited.emit("who")
    assert (front.problem, field(front, "password").text()) == ("", "")


def test_an_empty_password_costs_no_try(qtbot, front):
    qtbot.keyClick(field(front, "password"), Qt.Key.Key_Return)
    assert (front.problem, front.left) == ("请输入口令", 0)


def waited(front, clock):
    """What the clerk sees while the seconds go by; they are counted on the clock."""
    seen = []
    while front.left:
        seen.append(front._submit.text())
        clock.tick(seconds=1)
        front._tick.timeout.emit()
    return seen


def test_after_three_wrong_tries_the_seconds_are_counted_down(qtbot, front, clock):
    for _ in range(3):
        try_with(qtbot, front, "falsch-2026")
    assert waited(front, clock) == [f"请等 {n} 秒再试" for n in (5, 4, 3, 2, 1)]
    try_with(qtbot, front, "falsch-2026")
    assert (front.left, len(waited(front, clock))) == (10, 10)
    try_with(qtbot, front, PASSWORD)
    assert front.entered == ["李海燕"]


def test_a_new_start_of_the_program_goes_on_counting(qtbot, front, folder, clock):
    for _ in range(3):
        try_with(qtbot, front, "falsch-2026")
    again = UnlockScreen(front.desk, folder, front._enter)
    qtbot.addWidget(again)
    again.lock()
    assert again._submit.text() == "请等 5 秒再试"


def test_enter_during_the_wait_does_nothing(qtbot, front, clock):
    for _ in range(3):
        try_with(qtbot, front, "falsch-2026")
    try_with(qtbot, front, PASSWORD)
    assert front.entered == []
    assert field(front, "password").text() == PASSWORD
    waited(front, clock)
    assert front._submit.text() == "解锁"


def test_whoever_slipped_waits_alone(qtbot, front, folder):
    keys.add(folder, keys.unlock(folder, "李海燕", PASSWORD), "王建国", "jianguo-2026")
    for _ in range(3):
        try_with(qtbot, front, "falsch-2026")
    front.lock()
    who = field(front, "who")
    who.setCurrentText("王建国")
    who.activated.emit(who.currentIndex())
    assert (front.left, front._submit.text()) == (0, "解锁")
    try_with(qtbot, front, "jianguo-2026")
    assert front.entered == ["王建国"]


def test_the_recovery_code_makes_wait_as_well(qtbot, front, clock):
    rescue(qtbot, front, "AAAA-BBBB", "neues-wort-1", "neues-wort-1")
    for _ in range(2):
        qtbot.keyClick(field(front, "new_secret_again"), Qt.Key.Key_Return)
        answered(qtbot, front)
    assert front._submit.text() == "请等 5 秒再试"
    front._turn()
    assert front._submit.text() == "解锁"


def test_whoever_forgot_the_password_is_let_in_at_once_by_the_code(qtbot, front, folder):
    for _ in range(4):
        try_with(qtbot, front, "falsch-2026")
    code = (folder.parent / "code.txt").read_text()
    rescue(qtbot, front, code, "neues-wort-1", "neues-wort-1")
    assert front.entered == ["李海燕"]


def rescue(qtbot, screen, code, first, second):
    screen._switch.setFocus()
    qtbot.keyClick(screen._switch, Qt.Key.Key_Return)
    for key, text in (("code", code), ("new_secret", first), ("new_secret_again", second)):
        qtbot.keyClicks(field(screen, key), text)
    qtbot.keyClick(field(screen, "new_secret_again"), Qt.Key.Key_Return)
    answered(qtbot, screen)


def test_the_recovery_code_sets_a_new_password_and_opens(qtbot, front, folder):
    code = (folder.parent / "code.txt").read_text()
    rescue(qtbot, front, code.lower().replace("-", " "), "neues-wort-1", "neues-wort-1")
    assert front.entered == ["李海燕"]
    assert keys.unlock(folder, "李海燕", "neues-wort-1")


def test_a_wrong_recovery_code_changes_nothing(qtbot, front, folder):
    rescue(qtbot, front, "AAAA-BBBB", "neues-wort-1", "neues-wort-1")
    assert "应急恢复码不对" in front.problem
    assert keys.unlock(folder, "李海燕", PASSWORD)


def test_two_different_new_passwords_are_not_accepted(qtbot, front):
    rescue(qtbot, front, "AAAA-BBBB", "neues-wort-1", "neues-wort-2")
    assert front._new.second.problem == "两次输入的口令不一样，请再输一次"


def test_a_station_open_elsewhere_is_told_without_a_pause(qtbot, front):
    def taken(_who, _password, _code):
        raise Conflict("已在另一个窗口打开")

    front._enter = taken
    try_with(qtbot, front, PASSWORD)
    assert (front.problem, front.left) == ("已在另一个窗口打开", 0)


def test_a_folder_without_key_slots_says_what_to_do(qtbot, tmp_path):
    desk = porch(tmp_path, FixedClock())
    screen = UnlockScreen(desk, tmp_path, lambda *_given: None)
    qtbot.addWidget(screen)
    assert "备份" in screen.problem
    desk.close()


def test_everything_has_a_name_and_is_reached_by_tab(qtbot, front):
    front.activateWindow()
    field(front, "who").setFocus()
    seen = []
    for _ in range(4):
        seen.append(front.focusWidget())
        qtbot.keyClick(front.focusWidget(), Qt.Key.Key_Tab)
    assert [w.accessibleName() or w.text() for w in seen] == [
        "姓名",
        "口令",
        "解锁",
        "忘记口令？用应急恢复码",
    ]
    assert front.minimumSizeHint().height() <= 560
