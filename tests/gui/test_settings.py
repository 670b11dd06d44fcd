"""设置: kept as they are chosen, users and their passwords, the recovery code."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QPushButton, QWidget

from core.records import ledger
from core.services import access, founding, records, settings
from core.services.records import Filter
from core.settings import LETTERS, MEETING_TIME, PHRASES, SHORT_NAME
from core.store import address, keys
from core.store.server import told
from gui import theme
from gui.screens.settings import SettingsScreen
from gui.widgets.choices import ChoiceEditor
from gui.widgets.screen import Target
from tests.conftest import FACTS, PASSWORD
from tests.gui.shell import PaperShell, nameless, scrolls_sideways


@pytest.fixture
def screen(qtbot, shell, settle):
    made = SettingsScreen(shell)
    qtbot.addWidget(made)
    made.resize(1170, 638)
    made.show()
    made.activateWindow()
    made.enter(Target("settings"))
    look_through(made)
    settle(shell.desk)
    return made


def look_through(screen):
    """Open every tab once: each is filled and read when it is first shown."""
    for number in reversed(range(len(screen._tabs.buttons()))):
        screen.show_tab(number)


def field(widget, key):
    return widget.findChild(QWidget, key)


def tabs(screen):
    return [one.text() for one in screen._tabs.buttons()]


def press(screen, text):
    QApplication.processEvents()
    next(b for b in screen.findChildren(QPushButton) if b.text() == text and b.isVisible()).click()


def choose(qtbot, combo, words):
    combo.setCurrentText(words)
    combo.activated.emit(combo.currentIndex())


def test_large_letters_are_seen_at_once(qtbot, screen, shell, settle, station):
    choose(qtbot, field(screen.own, "letters"), "大字")
    settle(shell.desk)
    assert theme.size("body") == 16
    assert station.ask(settings.value, LETTERS, station.actor.id) == "large"
    choose(qtbot, field(screen.own, "letters"), "标准")
    settle(shell.desk)
    assert theme.size("body") == 14


def test_every_choice_says_what_is_chosen_before_anybody_chose(screen):
    boxes = [*screen.own.findChildren(ChoiceEditor), *screen.station.findChildren(ChoiceEditor)]
    assert len(boxes) > 10
    assert [one.objectName() for one in boxes if not one.text()] == []


def test_a_station_setting_is_kept_when_its_field_is_left(qtbot, screen, shell, settle, station):
    screen.show_tab(1)
    box = field(screen.station, "meeting_time")
    box.setFocus()
    box.selectAll()
    box.insert("8点")
    qtbot.keyClick(box, Qt.Key.Key_Tab)
    settle(shell.desk)
    assert station.ask(settings.value, MEETING_TIME) == "08:00"


def test_a_page_pasted_as_short_name_reaches_no_number(qtbot, screen, shell, settle, station):
    screen.show_tab(1)
    box, before = field(screen.station, "short_name"), station.ask(settings.value, SHORT_NAME)
    box.setFocus()
    box.selectAll()
    box.insert("石桥镇" * 5000)
    qtbot.keyClick(box, Qt.Key.Key_Tab)
    settle(shell.desk)
    said = [one.text() for one in screen.station.findChildren(QLabel)]
    assert "编号简称最多 20 个字，现有 15000 个" in said
    assert station.ask(settings.value, SHORT_NAME) == before


def test_own_sentences_are_typed_a_line_each(qtbot, screen, shell, settle, station):
    box = screen.own.box("inquiry_phrases")
    box.focus()
    qtbot.keyClicks(box.editor, " Who saw it?")
    qtbot.keyClick(box.editor, Qt.Key.Key_Return)
    qtbot.keyClick(box.editor, Qt.Key.Key_Return)
    qtbot.keyClicks(box.editor, "When?")
    qtbot.keyClick(box.editor, Qt.Key.Key_Tab)
    settle(shell.desk)
    kept = station.ask(settings.value, PHRASES["调查"], station.actor.id)
    assert kept == "Who saw it?\nWhen?"


def headings(screen):
    shown = [one for one in screen.station.findChildren(QLabel) if one.isVisible()]
    return [one.text() for one in shown if one.property("kind") == "heading"]


def test_settings_stand_by_topic_and_are_found_by_a_few_words(qtbot, screen, settle):
    screen.show_tab(1)
    assert headings(screen)[:4] == ["单位", "周报", "会议", "放假调休"]
    screen.show_tab(0)
    screen.seek()
    assert screen.focusWidget() is screen.words, "Ctrl+F looks among the station's settings"
    screen.words.insert("回访 天")
    qtbot.keyClick(screen.words, Qt.Key.Key_Return)
    assert headings(screen) == ["调解期限"]
    shown = [one for one in screen.station.findChildren(QLineEdit) if one.isVisible()]
    assert [one.objectName() for one in shown] == ["follow_up_days", "follow_up_on_spot"]
    qtbot.keyClick(screen.words, Qt.Key.Key_Tab)
    assert screen.focusWidget().objectName() == "follow_up_days"
    screen.words.setText("双面")
    qtbot.keyClick(screen.words, Qt.Key.Key_Return)
    assert headings(screen) == ["打印装订"], "a choice is found by its name"
    screen.words.setText("不存在的设置")
    qtbot.keyClick(screen.words, Qt.Key.Key_Return)
    assert headings(screen) == []
    assert [one.text() for one in screen.station.findChildren(QLabel) if one.isVisible()] == [
        "没有这样的设置，换个词试试。"
    ]


@pytest.mark.parametrize(("key", "tab"), [("filing_days", 1), ("rows", 0)])
def test_a_setting_looked_for_elsewhere_is_gone_to(screen, settle, key, tab):
    screen.enter(Target("settings", ledger=key))
    settle(screen.desk)
    assert screen._tabs.buttons()[tab].isChecked()
    assert screen.focusWidget().objectName() == key
    assert screen.focusWidget().visibleRegion().isEmpty() is False


def test_what_is_being_typed_is_not_overwritten_by_what_was_kept(screen, settle, station):
    screen.show_tab(1)
    box = field(screen.station, "meeting_place")
    box.setFocus()
    box.selectAll()
    box.insert("二楼")
    station.perform(settings.change, "county", "临川县")
    screen.refresh(frozenset({"setting_value"}))
    settle(screen.desk)
    assert box.text() == "二楼"
    assert screen.station.box("county").text() == "临川县"


def test_a_time_that_is_none_is_told_and_not_kept(qtbot, screen, shell, settle, station):
    screen.show_tab(1)
    box = field(screen.station, "meeting_time")
    box.setFocus()
    box.selectAll()
    box.insert("abc")
    qtbot.keyClick(box, Qt.Key.Key_Tab)
    settle(shell.desk)
    assert "9点半" in screen.station.box("meeting_time").problem
    assert station.ask(settings.value, MEETING_TIME) == "08:30"


def test_nothing_changed_is_nothing_kept(qtbot, screen, shell, settle):
    done = []
    shell.desk.performed.connect(done.append)
    screen.show_tab(1)
    field(screen.station, "short_name").setFocus()
    qtbot.keyClick(field(screen.station, "short_name"), Qt.Key.Key_Tab)
    settle(shell.desk)
    assert done == []


def test_a_clerk_sees_only_what_is_the_clerks_own(qtbot, somebody, desk_of, settle, tmp_path):
    shell = PaperShell(desk_of(somebody("clerk")), tmp_path)
    made = SettingsScreen(shell)
    qtbot.addWidget(made)
    made.enter(Target("settings"))
    settle(shell.desk)
    assert tabs(made) == ["本人", "口令与恢复码", "数据安全"]


def add_user(qtbot, screen, settle, name="王建国", password="jianguo-2026"):
    screen.show_tab(3)
    screen.users.begin_new()
    for key, text in (
        ("user_name", name),
        ("user_post", "主任"),
        ("new_secret", password),
        ("new_secret_again", password),
    ):
        field(screen.users, key).setFocus()
        field(screen.users, key).insert(text)
    choose(qtbot, field(screen.users, "user_role"), "调解员")
    press(screen.users, "登记用户")
    settle(screen.desk)
    screen.refresh(frozenset({"user"}))
    settle(screen.desk)


def test_a_new_user_can_unlock_with_the_password_given(qtbot, screen, settle, shell, clock):
    station = shell.desk.station
    add_user(qtbot, screen, settle)
    assert shell.said[-1] == "“王建国”的口令已设好"
    station.close()
    other = founding.open_station(station.folder, "王建国", "jianguo-2026", clock)
    assert other.actor.role == "mediator"
    other.close()


def test_enter_behind_the_password_registers_once_though_pressed_twice(
    qtbot, screen, settle, shell
):
    screen.show_tab(3)
    press(screen.users, "新用户")
    field(screen.users, "user_name").insert("王建国")
    for key in ("new_secret", "new_secret_again"):
        field(screen.users, key).insert("jianguo-2026")
    for _ in range(2):
        qtbot.keyClick(field(screen.users, "new_secret_again"), Qt.Key.Key_Return)
    settle(shell.desk)
    qtbot.keyClick(field(screen.users, "new_secret_again"), Qt.Key.Key_Return)
    settle(shell.desk)
    assert shell.said == ["“王建国”的口令已设好"]
    assert shell.failed == []
    assert screen.focusWidget() is field(screen.users, "user_name")


def test_a_new_user_begins_at_the_name(qtbot, screen):
    screen.show_tab(3)
    press(screen.users, "新用户")
    assert screen.focusWidget() is field(screen.users, "user_name")


def test_a_user_without_a_password_yet_is_marked(qtbot, screen, settle, shell):
    add_user(qtbot, screen, settle, password="")
    rights = {
        screen.users.lines.line(n).text: screen.users.lines.line(n).right
        for n in range(screen.users.lines.count)
    }
    assert rights == {"李海燕": "", "王建国": "还没有口令"}


def test_a_name_is_needed_and_a_short_password_refused(qtbot, screen, settle):
    add_user(qtbot, screen, settle, name="", password="")
    assert screen.users._name.problem == "请填写姓名"
    add_user(qtbot, screen, settle, password="kurz")
    assert "8" in screen.users._secret.first.problem


def chosen(screen, settle, name):
    for row in range(screen.users.lines.count):
        if screen.users.lines.line(row).text == name:
            screen.users.lines.chosen.emit(row)
            return
    raise AssertionError(name)


def test_a_forgotten_password_is_replaced_by_whoever_manages(qtbot, screen, settle, station):
    add_user(qtbot, screen, settle)
    chosen(screen, settle, "王建国")
    for key in ("new_secret", "new_secret_again"):
        field(screen.users, key).insert("noch-eins-2026")
    press(screen.users, "设口令")
    settle(screen.desk)
    assert keys.unlock(station.folder, "王建国", "noch-eins-2026")


def test_a_closed_login_opens_nothing_but_keeps_its_name(qtbot, screen, settle, station, asked):
    add_user(qtbot, screen, settle)
    chosen(screen, settle, "王建国")
    asked.will("yes", True)
    asked.will("yes", False)
    press(screen.users, "停用")
    settle(screen.desk)
    assert "要不要给数据换锁？约 1 秒" in asked.texts[-1]
    assert screen.shell.rekeys == 0
    assert keys.names(station.folder) == ("李海燕",)
    rows = station.ask(
        records.rows, ledger("user"), station.ask(records.ids, ledger("user"), Filter())
    )
    assert {row.texts["name"]: row.values["closed"] for row in rows}["王建国"] is True


def test_nobody_closes_the_own_login(screen, settle, shell):
    screen.show_tab(3)
    chosen(screen, settle, "李海燕")
    press(screen.users, "停用")
    assert "不能停用自己" in shell.failed[-1]


def own_password(qtbot, screen, settle, old, new):
    screen.show_tab(4)
    for key, text in (("old_secret", old), ("new_secret", new), ("new_secret_again", new)):
        field(screen.secret, key).insert(text)
    press(screen.secret, "修改口令")
    settle(screen.desk)


def test_the_own_password_is_changed(qtbot, screen, settle, station, shell):
    own_password(qtbot, screen, settle, PASSWORD, "neues-wort-1")
    assert "口令已修改" in shell.said[-1]
    assert keys.unlock(station.folder, FACTS.user, "neues-wort-1")


def test_a_wrong_old_password_changes_nothing(qtbot, screen, settle, station):
    own_password(qtbot, screen, settle, "falsch-2026", "neues-wort-1")
    assert "口令不对" in screen.secret._old.problem
    assert keys.unlock(station.folder, FACTS.user, PASSWORD)


def test_the_recovery_code_is_renewed_and_copied_back(screen, settle, station, asked, shell):
    screen.show_tab(4)
    asked.will("yes", True)
    press(screen.secret, "换新码")
    settle(screen.desk)
    groups = screen.secret._recovery.code.split("-")
    press(screen.secret, "抄好了")
    assert screen.secret._recovery is not None
    for number in (3, 6):
        field(screen.secret, f"group{number}").insert(groups[number - 1])
    press(screen.secret, "抄好了")
    assert "已生效" in shell.said[-1]
    assert keys.unlock_recovery(station.folder, "-".join(groups))


def test_the_sealed_code_is_tried_for_real(screen, settle, station, shell):
    code = station.perform(access.renew, station.folder, station.secret.key).value
    screen.show_tab(4)
    press(screen.secret, "试一试恢复码")
    assert "8 组" in screen.secret._code.problem
    field(screen.secret, "tried_code").insert("AAAA-BBBB")
    press(screen.secret, "试一试恢复码")
    settle(screen.desk)
    assert "应急恢复码不对" in screen.secret._code.problem
    field(screen.secret, "tried_code").clear()
    field(screen.secret, "tried_code").insert(code.lower().replace("-", " "))
    press(screen.secret, "试一试恢复码")
    settle(screen.desk)
    assert "恢复码是对的" in shell.said[-1]
    assert field(screen.secret, "tried_code").text() == ""


@pytest.mark.parametrize("yes", [True, False])
def test_another_lock_is_offered_with_its_price(screen, asked, yes):
    screen.show_tab(4)
    asked.will("yes", yes)
    press(screen.secret, "换锁")
    assert "约 1 秒，各人口令不变" in asked.texts[-1]
    assert screen.shell.rekeys == int(yes)


def test_every_tab_fits_a_small_window(screen):
    hint = screen.minimumSizeHint()
    assert (hint.width() <= 964, hint.height() <= 508) == (True, True)
    screen.resize(964, 508)
    for number in range(5):
        screen.show_tab(number)
        assert (nameless(screen), scrolls_sideways(screen)) == ([], [])


def test_where_the_data_lie_is_said_and_who_guards_them(screen, shell, settle):
    assert shown(screen.data, "place").startswith("在本机的加密文件里")
    assert "帮助" in shown(screen.data, "mind")


@pytest.mark.parametrize("store", ["server"])
def test_a_server_is_named_and_its_state(screen, shell, settle, server, station):
    place = address.place(station.folder)
    assert shown(screen.data, "place") == f"在服务器 {told(place)}"
    assert shown(screen.data, "state").endswith("毫秒应答")
    assert "不由本程序加密" in shown(screen.data, "mind")
    name = place.rpartition("/")[2]
    server.run(f"ALTER DATABASE {name} WITH ALLOW_CONNECTIONS false")
    server.run(f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'")
    screen.data.read()
    settle(shell.desk)
    assert "连不上数据库服务器" in shown(screen.data, "state")


def shown(card, name):
    return card.findChild(QLabel, name).text()


@pytest.mark.both_stores
def test_backups_are_offered_where_they_are_ours_to_make(screen, store):
    assert screen.isAncestorOf(screen.backups) is (store == "local")


def user_row(station, name):
    rows = station.ask(
        records.rows, ledger("user"), station.ask(records.ids, ledger("user"), Filter())
    )
    return next(row for row in rows if row.texts["name"] == name)


def test_a_user_s_role_and_last_day_are_changed(qtbot, screen, settle, station, make, shell):
    staff = make.staff(name="王建国").id
    add_user(qtbot, screen, settle)
    chosen(screen, settle, "王建国")
    choose(qtbot, field(screen.users, "known_role"), "主任（站长）")
    field(screen.users, "known_until").insert("4-30")
    field(screen.users, "known_staff").setEditText("王建国")
    press(screen.users, "保存修改")
    settle(screen.desk)
    row = user_row(station, "王建国")
    assert (row.values["role"], row.texts["until"]) == ("chief", "2026-04-30")
    assert row.values["staff"] == staff
    assert shell.said[-1] == "“王建国”已修改"


def test_what_cannot_be_read_is_said_below_its_field(qtbot, screen, settle, station):
    add_user(qtbot, screen, settle)
    chosen(screen, settle, "王建国")
    field(screen.users, "known_until").insert("哪天")
    field(screen.users, "known_staff").setEditText("没这人")
    press(screen.users, "保存修改")
    settle(screen.desk)
    boxes = screen.users.facts.boxes
    assert boxes["until"].problem
    assert boxes["staff"].problem == "花名册里没有这个人，请从列表里选"
    assert user_row(station, "王建国").values["until"] is None


def test_a_visitor_made_here_ends_today(qtbot, screen, settle, station):
    screen.show_tab(3)
    screen.users.begin_new()
    field(screen.users, "user_name").insert("县里来的")
    choose(qtbot, field(screen.users, "user_role"), "只读迎检")
    press(screen.users, "登记用户")
    settle(screen.desk)
    assert user_row(station, "县里来的").texts["until"] == "2026-03-25"


def test_roles_are_shown_as_this_station_calls_them(qtbot, screen, settle, station):
    station.perform(settings.change, "role_admin", "总管")
    screen.refresh(frozenset({"user"}))
    settle(screen.desk)
    assert screen.users.lines.line(0).note == "总管  ·  综治专干"
    roles = field(screen.users, "user_role")
    assert "总管" in [roles.itemText(n) for n in range(roles.count())]


def test_a_hand_over_begins_with_the_user_chosen(qtbot, screen, settle, shell, station):
    add_user(qtbot, screen, settle)
    chosen(screen, settle, "王建国")
    press(screen.users, "工作交接…")
    assert shell.gone == [Target("hand_over", record=user_row(station, "王建国").id)]
