"""案卷自查: how strictly each rule is meant, and from which numbers on, by keyboard."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QLineEdit, QPushButton

from core.journal import feed
from core.services import case_check, settings
from core.services.case_check import OFF, printed
from core.settings import FILING_DAYS
from gui.screens.settings import SettingsScreen
from gui.widgets.screen import Target
from tests.gui.shell import PaperShell, nameless, scrolls_sideways

TAB = 2


@pytest.fixture
def screen(qtbot, shell, settle):
    made = SettingsScreen(shell)
    shell.shown = made
    qtbot.addWidget(made)
    made.resize(1170, 638)
    made.show()
    made.activateWindow()
    made.enter(Target("settings"))
    made.show_tab(TAB)
    settle(shell.desk)
    return made


@pytest.fixture
def book(screen):
    return screen.rules


@pytest.fixture
def set_now(station):
    """A rule as the station has it, after what was just done."""
    return lambda code: station.ask(case_check.of_station)[code]


@pytest.fixture
def press(qtbot, screen, settle):
    def press(*keys):
        for key in keys:
            qtbot.keyClick(screen.focusWidget(), key)
        settle(screen.desk)

    return press


def look_for(qtbot, screen, words):
    """Ctrl+F, some words, and on to the list."""
    screen.seek()
    screen.rules.words.setText(words)
    qtbot.keyClick(screen.rules.words, Qt.Key.Key_Return)
    screen.rules.table.setFocus()
    return [row[0] for row in screen.rules.table.texts()]


def chosen(book, key):
    return book.form.findChild(QLineEdit, key)


def test_every_rule_is_listed_with_its_level(book):
    rows = book.table.texts()
    assert [row[0] for row in rows] == sorted(printed())
    assert len(rows) == 83
    assert {row[2] for row in rows} == {"错", "警", "示", "不查"}
    assert {row[3] for row in rows} == {""}


def test_a_rule_is_found_and_its_level_changed_by_three_keys(
    qtbot, screen, book, press, set_now, station
):
    assert look_for(qtbot, screen, "回避") == ["B11"]
    assert "应当回避，请换调解员" in book.form._sentence.text()
    press(Qt.Key.Key_2)
    assert set_now("B11").level.value == "警"
    assert book.table.texts() == [["B11", "应当回避", "警", "改过"]]
    press(Qt.Key.Key_0)
    assert set_now("B11").setting == OFF
    assert book.table.texts()[0][2] == "不查"
    (last,) = station.ask(feed.entries, 1)
    assert last.label == "修改自查规则：B11 应当回避（不查）"


def test_words_are_looked_for_in_sentences_and_limits_too(qtbot, screen):
    assert "E07" in look_for(qtbot, screen, "尽快")
    assert look_for(qtbot, screen, "c01") == ["C01"]
    assert look_for(qtbot, screen, "没有这一条") == []
    assert screen.rules.none.isVisible()
    assert not screen.rules.form.isVisible()


def test_only_one_level_or_only_what_was_changed_is_shown(qtbot, screen, book, press):
    look_for(qtbot, screen, "C01")
    press(Qt.Key.Key_3)
    look_for(qtbot, screen, "")
    for choice, wanted in (("不查", {"C05"}), ("改过的", {"C01"})):
        book.level.setCurrentText(choice)
        book.level.activated.emit(book.level.currentIndex())
        shown = {row[0] for row in book.table.texts()}
        assert wanted <= shown
        assert len(shown) < 10


def test_a_number_is_kept_when_its_field_is_left(qtbot, screen, book, press, set_now, settle):
    look_for(qtbot, screen, "C01")
    press(Qt.Key.Key_Return)
    box = chosen(book, "金额")
    assert screen.focusWidget() is box
    box.selectAll()
    box.insert("２０００")
    press(Qt.Key.Key_Tab)
    assert set_now("C01").limits == {"金额": "2000"}
    assert box.text() == "2000"
    assert book.form._usual.text() == "默认：警，金额 5000"


@pytest.mark.parametrize(
    ("code", "key", "typed", "told"),
    [
        ("C01", "金额", "很多", "应是数字"),
        ("C01", "金额", "0", "在1到"),
        ("C01", "金额", "99999999999999999999", "应是数字"),
        ("A10", "字数", "40.5", "应是整数"),
        ("J01", "天数", "99999", "在1到9999之间"),
        ("C02", "类型", "火星纠纷", "没有“火星纠纷”"),
        ("E07", "词", " 、，", "至少写一个"),
    ],
)
def test_what_is_no_limit_is_told_below_and_not_kept(
    qtbot, screen, book, press, set_now, code, key, typed, told
):
    look_for(qtbot, screen, code)
    box = chosen(book, key)
    box.setFocus()
    box.selectAll()
    box.insert(typed)
    press(Qt.Key.Key_Tab)
    assert told in book.form.boxes[key].problem
    assert set_now(code) == printed()[code]
    assert box.text().strip() == typed.strip(), "what was typed stays"


def test_kinds_are_read_and_written_by_their_names(qtbot, screen, book, press, set_now):
    look_for(qtbot, screen, "C02")
    box = chosen(book, "类型")
    assert box.text() == "损害赔偿纠纷、医疗纠纷、道路交通事故纠纷"
    box.setFocus()
    box.selectAll()
    box.insert("医疗，物业")
    press(Qt.Key.Key_Tab)
    assert set_now("C02").limits == {"类型": "15/17"}
    assert box.text() == "医疗纠纷、物业纠纷"


def test_a_period_is_the_one_of_the_station(qtbot, screen, book, press, set_now, station):
    look_for(qtbot, screen, "I06")
    box = chosen(book, "天数")
    box.setFocus()
    box.selectAll()
    box.insert("60")
    press(Qt.Key.Key_Tab)
    assert station.ask(settings.value, FILING_DAYS) == "60"
    assert set_now("I06").limits == {"天数": "60"}
    assert "立卷归档" in book.form.boxes["天数"]._hint


def test_a_rule_is_had_as_it_came(qtbot, screen, book, press, set_now, station):
    station.perform(case_check.set_rule, "I06", "警", {})
    station.perform(settings.change, FILING_DAYS.key, "60")
    screen.refresh(frozenset({"setting_value"}))
    look_for(qtbot, screen, "I06")
    press()
    back = next(one for one in book.form.findChildren(QPushButton) if one.text() == "恢复默认")
    back.setFocus()
    press(Qt.Key.Key_Space)
    assert set_now("I06") == printed()["I06"]
    assert not back.isVisible()


def test_the_level_is_also_chosen_from_a_list(screen, book, settle, set_now):
    combo = book.form.findChild(QComboBox, "rule_level")
    combo.setCurrentText("不查")
    combo.activated.emit(combo.currentIndex())
    settle(screen.desk)
    assert not set_now("A01").on


def test_who_does_not_manage_sees_no_rules(qtbot, somebody, desk_of, settle, tmp_path):
    shell = PaperShell(desk_of(somebody("mediator")), tmp_path)
    made = SettingsScreen(shell)
    qtbot.addWidget(made)
    made.enter(Target("settings"))
    made.seek()
    settle(shell.desk)
    assert "案卷自查" not in [one.text() for one in made._tabs.buttons()]


@pytest.mark.parametrize("size", [(964, 508), (1170, 638)])
def test_it_fits_and_names_its_controls(screen, size):
    screen.resize(*size)
    assert (nameless(screen), scrolls_sideways(screen)) == ([], [])
