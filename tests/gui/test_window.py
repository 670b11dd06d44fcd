"""The window: opening, the frame and its keys, locking, undoing, and leaving."""

import os
import subprocess
import sys
from contextlib import closing
from datetime import date, timedelta

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QTimer, QUrl
from PySide6.QtGui import QAccessible, QDragEnterEvent, QDropEvent, QInputMethodEvent
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QPushButton, QWidget
from shiboken6 import isValid

from core import places
from core.errors import Cancelled
from core.records import ledger
from core.services import access, founding, history, records, settings, users
from core.services.records import Filter
from core.settings import LOCK_MINUTES
from core.store import keys, lock, slots
from gui import indoors, theme, window
from gui.screens.first_run import FirstRun
from gui.screens.unlock import UnlockScreen
from gui.tasks import Perform
from gui.widgets import entering
from gui.widgets.frame import Frame
from gui.widgets.idle import MINUTES, Idle
from gui.widgets.rekeying import Rekeying
from gui.widgets.screen import DEMO, Target
from tests.conftest import FACTS, PASSWORD, QUICK, FixedClock
from tests.gui.papers import PAPER_PLACES

ROOT = places.resources().parent


@pytest.fixture
def frame(qtbot, station, desk_of):
    made = Frame(desk_of(station), FACTS.name, PAPER_PLACES)
    qtbot.addWidget(made)
    made.resize(1366, 690)
    made.show()
    made.activateWindow()
    made.go(Target("desk"))
    return made


@pytest.fixture
def opened(qtbot, prepared, tmp_path, clock, monkeypatch):
    """A window on a station, waiting for its password."""
    import shutil

    folder = tmp_path / "mine"
    shutil.copytree(prepared, folder)
    monkeypatch.setattr(indoors, "PLACES", PAPER_PLACES)
    made = window.Window(folder, clock)
    qtbot.addWidget(made)
    made.start()
    made.show()
    made.activateWindow()
    yield made
    made.close()


def unlock(qtbot, made, password=PASSWORD):
    box = made.front.findChild(QLineEdit, "password")
    box.clear()
    qtbot.keyClicks(box, password)
    qtbot.keyClick(box, Qt.Key.Key_Return)


def unlocked(qtbot, made):
    unlock(qtbot, made)
    qtbot.waitUntil(lambda: isinstance(made.front, Frame))
    return made.front


def test_the_desk_comes_first_after_unlocking(qtbot, opened):
    assert isinstance(opened.front, UnlockScreen)
    frame = unlocked(qtbot, opened)
    assert frame.pages.here == "desk"
    assert opened.windowTitle() == f"{FACTS.name} · 网格工作站"


def test_a_window_the_screen_has_no_room_for_takes_all_of_it(qtbot, opened, monkeypatch):
    window.show(opened)
    qtbot.waitUntil(opened.isMaximized)
    opened.showNormal()
    monkeypatch.setattr(window, "USUAL", (640, 480))
    window.show(opened)
    assert not opened.isMaximized()


def test_a_folder_without_a_station_begins_with_the_assistant(qtbot, tmp_path, clock):
    made = window.Window(tmp_path / "none", clock)
    qtbot.addWidget(made)
    made.start()
    assert isinstance(made.front, FirstRun)
    made.close()


def test_a_second_window_says_who_works_here_already(qtbot, opened, clock):
    held = lock.hold(opened._folder, "王建国", clock())
    unlock(qtbot, opened)
    qtbot.waitUntil(lambda: not opened._porch.busy)
    assert "“王建国”从 03-25 08:10 起" in opened.front.problem
    held.release()
    unlocked(qtbot, opened)
    assert "李海燕" in lock.holder(opened._folder)


def test_a_wrong_password_leaves_the_station_free_for_others(qtbot, opened):
    unlock(qtbot, opened, "falsch-2026")
    qtbot.waitUntil(lambda: "口令不对" in opened.front.problem)
    assert lock.holder(opened._folder) == ""


def test_closing_the_window_frees_the_station(qtbot, opened):
    frame = unlocked(qtbot, opened)
    opened.close()
    assert lock.holder(opened._folder) == ""
    assert frame.pages.front.did[-1] == "leave"


def test_who_came_in_by_the_recovery_code_is_told_to_have_it_renewed(qtbot, opened):
    frame = unlocked(qtbot, opened)
    station = frame.desk.station
    code = station.perform(access.renew, station.folder, station.secret.key).value
    frame.leave_wanted.emit()
    opened._on_opened(opened._enter("李海燕", "neues-wort-1", code))
    qtbot.waitUntil(lambda: isinstance(opened.front, Frame))
    assert "换新码，重新密封" in opened.front.foot.notice.text


def test_locking_keeps_the_half_typed_line_and_the_cursor(qtbot, opened):
    frame = unlocked(qtbot, opened)
    line = frame.pages.front.line
    line.setFocus()
    qtbot.keyClicks(line, "half a sentence")
    qtbot.keyClick(
        line,
        Qt.Key.Key_L,
        Qt.KeyboardModifier(
            Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
        ),
    )
    assert isinstance(opened.front, UnlockScreen)
    assert unlocked(qtbot, opened) is frame
    assert (line.text(), opened.focusWidget()) == ("half a sentence", line)


def test_who_is_called_otherwise_on_the_roster_unlocks_under_her_login(qtbot, opened, clock):
    with closing(founding.open_station(opened._folder, FACTS.user, PASSWORD, clock)) as station:
        line = station.perform(records.save, "staff", {"name": "李秀兰", "state": "on"}).value
        station.perform(users.change, station.actor.id, {"staff": line})
    frame = unlocked(qtbot, opened)
    assert "李秀兰" in [one.text() for one in frame.findChildren(QLabel)]
    opened.lock()
    assert opened.front._who.text() == FACTS.user
    assert unlocked(qtbot, opened) is frame


def test_nothing_behind_the_lock_hears_keys(qtbot, opened):
    frame = unlocked(qtbot, opened)
    opened.lock()
    before = list(frame.pages.front.did)
    qtbot.keyClick(opened.focusWidget(), Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClick(opened.focusWidget(), Qt.Key.Key_2, Qt.KeyboardModifier.AltModifier)
    assert frame.pages.front.did == before


def test_leaving_lets_somebody_else_unlock(qtbot, opened):
    frame = unlocked(qtbot, opened)
    frame.leave_wanted.emit()
    assert isinstance(opened.front, UnlockScreen)
    assert opened.frame is None
    assert unlocked(qtbot, opened) is not frame


def test_fifteen_idle_minutes_lock_and_a_touch_begins_anew(qtbot, qapp, desk, settle):
    owner = QWidget()
    qtbot.addWidget(owner)
    idle = Idle(qapp, desk, owner)
    settle(desk)
    told = []
    idle.elapsed.connect(lambda: told.append(1))
    assert idle._timer.interval() == MINUTES * 60_000
    idle._timer.start(10)
    qtbot.waitUntil(lambda: told == [1])
    with qtbot.waitActive(owner):
        owner.show()
        owner.activateWindow()
    told.clear()
    qtbot.keyClick(owner.windowHandle(), Qt.Key.Key_A)
    assert idle._timer.isActive()


def test_what_an_input_method_writes_is_a_touch_too(qtbot, qapp, desk, settle):
    """Its keys come to no window: only what it commits is seen, where one types."""
    line = QLineEdit()
    qtbot.addWidget(line)
    idle = Idle(qapp, desk, line)
    settle(desk)
    with qtbot.waitActive(line):
        line.show()
        line.activateWindow()
    line.setFocus()
    idle._timer.stop()
    event = QInputMethodEvent()
    event.setCommitString("村道")
    QApplication.sendEvent(line, event)
    assert line.text() == "村道"
    assert idle._timer.isActive()


@pytest.mark.parametrize(
    ("key", "modifier", "did"),
    [
        (Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier, "new"),
        (Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier, "find"),
        (Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier, "print"),
        (Qt.Key.Key_F5, Qt.KeyboardModifier.NoModifier, ("refresh", None)),
    ],
)
def test_keys_go_to_the_screen_in_front(qtbot, frame, key, modifier, did):
    qtbot.keyClick(frame.pages.front, key, modifier)
    assert frame.pages.front.did[-1] == did


def test_alt_and_a_digit_change_the_place_and_alt_left_returns(qtbot, frame):
    qtbot.keyClick(frame, Qt.Key.Key_5, Qt.KeyboardModifier.AltModifier)
    assert frame.pages.here == "ledgers"
    qtbot.keyClick(frame, Qt.Key.Key_0, Qt.KeyboardModifier.AltModifier)
    assert frame.pages.here == "settings"
    frame.back()
    qtbot.keyClick(frame, Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    assert frame.pages.here == "desk"
    frame.back()
    assert frame.pages.here == "desk"


def test_every_place_of_the_menu_opens_by_its_entry(qtbot, frame):
    for place in indoors.PLACES:
        if place.group:
            entry = frame.nav.findChild(QPushButton, f"nav_{place.key}")
            qtbot.mouseClick(entry, Qt.MouseButton.LeftButton)
            assert (frame.pages.here, entry.isChecked()) == (place.key, True)


def test_a_page_without_an_entry_is_marked_where_it_lies(frame):
    for place in indoors.PLACES:
        if not place.group:
            frame.go(Target(place.key))
            marked = [one for one in frame.nav.findChildren(QPushButton) if one.isChecked()]
            assert [one.objectName() for one in marked] == [f"nav_{place.under}"], place.key


def test_a_mediator_sees_no_meeting_and_no_packages(qtbot, somebody, desk_of):
    made = Frame(desk_of(somebody("mediator")), FACTS.name, PAPER_PLACES)
    qtbot.addWidget(made)
    made.go(Target("desk"))
    assert made.nav.findChild(QPushButton, "nav_packages") is None
    made.go(Target("meeting"))
    assert "您的岗位没有这一项" in made.foot.notice.text
    assert made.pages.here == "desk"


def test_an_act_is_told_with_its_undo_and_the_undo_with_its_redo(qtbot, frame, settle):
    perform(frame, settle)
    assert frame.foot.notice.text == "已存好"
    press(frame, "撤销")
    settle(frame.desk)
    assert frame.foot.notice.text == "已撤销"
    press(frame, "重做")
    settle(frame.desk)
    assert frame.foot.notice.text == "已重做"


def perform(frame, settle, name="王秀英", said="已存好"):
    act = Perform(frame.desk, frame, records.save, "staff", {"name": name, "state": "on"})
    if said:
        act.then(lambda _id: frame.say(said))
    act.start()
    settle(frame.desk)


def press(frame, text):
    shown = [b for b in frame.foot.findChildren(QPushButton) if not b.isHidden()]
    next(b for b in shown if b.text() == text).click()


def test_an_act_nobody_speaks_of_is_told_by_its_name(frame, settle):
    perform(frame, settle, said="")
    assert frame.foot.notice.text == "已保存"


def test_ctrl_z_outside_an_editor_asks_and_names_the_act(qtbot, frame, settle, asked):
    perform(frame, settle)
    asked.will("yes", True)
    qtbot.keyClick(frame.pages.front, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    settle(frame.desk)
    assert "保存" in asked.texts[0]
    assert frame.foot.notice.text == "已撤销"
    asked.will("yes", False)
    qtbot.keyClick(frame.pages.front, Qt.Key.Key_Y, Qt.KeyboardModifier.ControlModifier)
    assert frame.undoing.undone is not None


def test_ctrl_z_inside_an_editor_takes_back_letters_only(qtbot, frame, settle):
    perform(frame, settle)
    line = frame.pages.front.line
    line.setFocus()
    qtbot.keyClicks(line, "abc")
    qtbot.keyClick(line, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    settle(frame.desk)
    assert line.text() == ""
    assert frame.undoing.undone is None


def test_the_menu_names_what_can_be_undone(frame, settle):
    assert frame.undoing.undo_action.text() == "没有可撤销的操作"
    perform(frame, settle)
    assert "保存" in frame.undoing.undo_action.text()


def test_acts_before_unlocking_are_not_offered(qtbot, frame, clock, make, settle):
    make.staff()
    clock.tick(minutes=1)
    made = Frame(frame.desk, FACTS.name, PAPER_PLACES)
    qtbot.addWidget(made)
    settle(made.desk)
    assert made.undoing.last is None


def test_a_change_refreshes_the_screen_in_front_and_others_when_entered(frame, settle):
    frame.go(Target("ledgers"))
    perform(frame, settle)
    touched = next(one for one in reversed(frame.pages.front.did) if one[0] == "refresh")
    assert "staff" in touched[1]
    desk = frame.pages._made["desk"]
    assert not any(one[0] == "refresh" for one in desk.did)
    frame.go(Target("desk"))
    assert "staff" in desk.did[-1][1]


def test_a_refusal_and_a_defect_are_told_at_the_foot(frame):
    frame.desk.refuse("请先填写主题。", frame)
    assert frame.foot.notice.text == "请先填写主题。"
    frame.desk.keep_fault(ValueError("王秀英"), frame)
    assert "不含个人信息" in frame.foot.notice.text
    (fault,) = (frame.desk.station.folder / "faults").iterdir()
    assert "王秀英" not in fault.read_text("utf-8")


def test_a_failure_gives_way_to_what_comes_of_the_next_act(frame, settle):
    frame.fail("磁盘空间不够，这一步没有保存。")
    frame.say("草稿已找回")
    assert frame.foot.notice.text == "磁盘空间不够，这一步没有保存。"
    perform(frame, settle)
    assert frame.foot.notice.text == "已存好"
    assert any(b.text() == "撤销" for b in frame.foot.notice.findChildren(QPushButton))


def test_a_paper_is_shown_over_the_page_and_esc_returns(qtbot, frame, settle, small_pdf):
    import shutil

    frame.preview(lambda path: int(bool(shutil.copy(small_pdf, path))), "晨会单")
    settle(frame.desk)
    assert frame.paper.isVisible()
    qtbot.keyClick(frame.paper, Qt.Key.Key_Escape)
    assert frame.pages.isVisible()


def test_help_opens_beside_the_page_for_every_place(qtbot, frame):
    for place in indoors.PLACES:
        frame.go(Target(place.key))
        qtbot.keyClick(frame, Qt.Key.Key_F1)
        assert place.title in frame.help.text
        assert "所有的键" in frame.help.text
        qtbot.keyClick(frame.help, Qt.Key.Key_Escape)
        assert frame.help.isHidden()


def search(qtbot, frame, settle, words):
    qtbot.keyClick(frame, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    field = frame.top.search
    assert field.hasFocus()
    field.setText(words)
    qtbot.keyClick(field, Qt.Key.Key_Return)
    settle(frame.desk)
    return field


def test_ctrl_k_finds_by_initials_and_enter_opens(qtbot, frame, settle, make):
    wanted = make.staff(name="王秀英")
    make.staff(name="赵铁柱")
    field = search(qtbot, frame, settle, "wxy")
    assert [hit.name for hit in frame.popup.hits] == ["王秀英"]
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert frame.pages.front.did[-1][1] == Target("ledgers", ledger="staff", record=wanted.id)


def test_arrows_choose_among_hits_and_esc_closes_first(qtbot, frame, settle, make):
    make.staff(name="王秀英")
    other = make.staff(name="王秀兰")
    field = search(qtbot, frame, settle, "王")
    first = frame.popup.hits[0].id
    qtbot.keyClick(field, Qt.Key.Key_Down)
    qtbot.keyClick(field, Qt.Key.Key_Up)
    assert first == other.id
    qtbot.keyClick(field, Qt.Key.Key_Escape)
    assert (frame.popup.isHidden(), field.text()) == (True, "王")
    qtbot.keyClick(field, Qt.Key.Key_Escape)
    assert field.text() == ""


def test_a_search_without_hits_says_what_to_try(qtbot, frame, settle):
    search(qtbot, frame, settle, "不存在的人")
    told = [label.text() for label in frame.popup.findChildren(QLabel)]
    assert any("没有找到" in text for text in told)


def test_a_narrow_window_shows_a_rail_with_names(qtbot, frame):
    entry = frame.nav.findChild(QPushButton, "nav_mediation")
    assert entry.text().strip() == "矛盾调解"
    frame.resize(1024, 560)
    assert (frame.nav.width(), entry.text()) == (60, "")
    assert (entry.accessibleName(), "矛盾调解" in entry.toolTip()) == ("矛盾调解", True)
    qtbot.waitUntil(lambda: frame.minimumSizeHint().width() <= 1024)
    assert frame.minimumSizeHint().height() <= 560


def test_every_control_of_the_frame_has_a_name(frame):
    for widget in frame.findChildren(QWidget):
        inner = widget.objectName().startswith("qt_")
        if widget.focusPolicy() & Qt.FocusPolicy.TabFocus and widget.isVisible() and not inner:
            name = QAccessible.queryAccessibleInterface(widget).text(QAccessible.Text.Name)
            assert name, widget


def test_tab_goes_through_the_frame_and_back_the_same_way(qtbot, frame):
    frame.top.search.setFocus()
    there = []
    for _ in range(12):
        there.append(frame.focusWidget())
        qtbot.keyClick(frame.focusWidget(), Qt.Key.Key_Tab)
    for widget in reversed(there):
        qtbot.keyClick(frame.focusWidget(), Qt.Key.Key_Tab, Qt.KeyboardModifier.ShiftModifier)
        assert frame.focusWidget() is widget
    assert len(set(there)) == 12


def test_a_demonstration_wears_its_banner_and_cannot_be_locked(qtbot, opened, monkeypatch, clock):
    from core.services import founding

    founding.mark_demo(opened._folder, clock().date() - timedelta(days=3))

    def made(folder, now, progress=lambda *_: None):
        station = founding.open_station(folder, FACTS.user, PASSWORD, now)
        return entering.Opened(station, lock.hold(folder, "演示", now()))

    monkeypatch.setattr(entering, "opened_demo", made)
    opened.start()
    qtbot.waitUntil(lambda: isinstance(opened.front, Frame))
    told = [label.text() for label in opened.front.findChildren(QLabel)]
    assert "演示数据 · 演示日期 2026-03-25" in told
    opened.front.lock_wanted.emit()
    assert isinstance(opened.front, Frame)
    said = [label.text() for label in opened.front.foot.notice.findChildren(QLabel)]
    assert "演示站点谁都能看，不用锁定" in said


def test_the_demonstration_is_visited_from_a_new_station_and_left_again(
    qtbot, opened, small_demo, monkeypatch, tmp_path
):
    monkeypatch.setattr(places, "demo_station", lambda: tmp_path / "demo")
    real = unlocked(qtbot, opened)
    real.go(Target(DEMO))
    qtbot.waitUntil(lambda: opened.frame not in {None, real})
    assert opened.frame.desk.station.demo
    opened.frame.leave_wanted.emit()
    assert isinstance(opened.front, UnlockScreen)
    assert unlocked(qtbot, opened).desk.station.demo is False


def test_run_opens_and_ends_with_the_window(qapp, qtbot, tmp_path, clock, monkeypatch):
    monkeypatch.setattr(theme, "application", lambda: qapp)
    before, others = sys.excepthook, set(qapp.topLevelWidgets())

    def end():
        (made,) = (
            w for w in qapp.topLevelWidgets() if isinstance(w, window.Window) and w not in others
        )
        assert sys.excepthook is not before
        made.close()

    QTimer.singleShot(50, end)
    assert window.run(["--station", str(tmp_path / "none")], clock) == 0
    assert sys.excepthook is before


def test_unknown_words_are_answered_with_usage(clock, capsys):
    assert window.run(["--nonsense"], clock) == 2
    assert "--station" in capsys.readouterr().err


def test_heavy_libraries_stay_out_of_the_start(tmp_path):
    script = (
        "import sys; from gui import window, theme; from pathlib import Path;"
        "from datetime import datetime, UTC; app = theme.application();"
        "w = window.Window(Path(sys.argv[1]), lambda: datetime.now(UTC)); w.start(); w.show();"
        "import gui.screens.desk;"
        "heavy = {'folium','openpyxl','reportlab','docx','numpy','pypinyin','qtawesome',"
        "'python_calamine','pypdfium2','cn2an'};"
        "print(sorted(heavy & set(sys.modules)))"
    )
    told = subprocess.run(
        [sys.executable, "-c", script, str(tmp_path / "s")],
        cwd=ROOT,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
        capture_output=True,
        text=True,
        check=True,
    )
    assert told.stdout.strip() == "[]"


def test_the_unlock_screen_stands_before_any_database_is_loaded(prepared):
    script = (
        "import sys; from gui import rooms, window, theme; from pathlib import Path;"
        "from datetime import datetime, UTC; app = theme.application();"
        "w = window.Window(Path(sys.argv[1]), lambda: datetime.now(UTC)); w.start(); w.show();"
        "late = {'sqlalchemy', 'sqlcipher3', 'core.records', 'core.station', 'gui.indoors'};"
        "print(type(w.front).__name__, sorted(late & set(sys.modules)));"
        "rooms.get_ready(); print(sorted(late & set(sys.modules)))"
    )
    told = subprocess.run(
        [sys.executable, "-c", script, str(prepared)],
        cwd=ROOT,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
        capture_output=True,
        text=True,
        check=True,
    )
    before, after = told.stdout.splitlines()
    assert before == "UnlockScreen []"
    assert after == "['core.records', 'core.station', 'gui.indoors', 'sqlalchemy']"


def test_history_stays_importable_for_the_menu():
    assert history.undo.label == "撤销"


def test_every_registered_screen_opens_in_the_real_window(qtbot, station, desk_of, settle):
    made = Frame(desk_of(station), FACTS.name, indoors.PLACES)
    qtbot.addWidget(made)
    made.resize(1024, 560)
    made.show()
    for place in indoors.PLACES:
        made.go(Target(place.key))
        settle(made.desk)
        assert made.pages.here == place.key
    made.close_down()


@pytest.fixture
def small_demo(monkeypatch, prepared):
    """A demonstration that is made in no time, and can be stopped like the real one."""
    import shutil

    from core.services import founding
    from reports.commands import demo

    def build(folder, _recipe, progress):
        shutil.copytree(prepared, folder)
        founding.mark_demo(folder, date(2025, 11, 20))
        progress("正在登记", 1, 2)
        (folder / demo.OUTPUTS).mkdir()
        (folder / demo.OUTPUTS / "sheet.zzpkg.idx").touch()
        return founding.open_station(folder, FACTS.user, PASSWORD, FixedClock())

    def open_demo(folder, clock):
        return founding.open_station(folder, FACTS.user, PASSWORD, clock)

    monkeypatch.setattr(demo, "build", build)
    monkeypatch.setattr(demo, "open_demo", open_demo)


def test_a_demonstration_is_made_once_and_opened_then(small_demo, tmp_path, clock):
    for _ in range(2):
        opened = entering.opened_demo(tmp_path / "demo", clock)
        assert opened.station.demo
        opened.station.close()
        opened.held.release()


def test_a_demonstration_stopped_half_way_is_made_anew(small_demo, tmp_path, clock):
    def stop(step, done=0, total=0):
        raise Cancelled

    with pytest.raises(Cancelled):
        entering.opened_demo(tmp_path / "demo", clock, stop)
    opened = entering.opened_demo(tmp_path / "demo", clock)
    opened.station.close()
    opened.held.release()


def test_leaving_the_demonstration_returns_to_the_own_station(qtbot, opened, monkeypatch, tmp_path):
    monkeypatch.setattr(entering, "opened_demo", _refused)
    opened.show_demo(tmp_path / "demo")
    qtbot.waitUntil(lambda: isinstance(opened.front, UnlockScreen))


def _refused(_folder, _clock, progress):
    raise Cancelled


def opened_with(qtbot, made, names=("李海燕",)):
    """Unlock, and give the station a second user with the same password."""
    frame = unlocked(qtbot, made)
    for name in names[1:]:
        station = frame.desk.station
        station.perform(founding.add_user, name, "mediator")
        station.perform(access.reset, station.folder, station.secret.key, name, PASSWORD)
    return frame


def test_another_lock_closes_the_station_and_opens_it_again(qtbot, opened):
    frame = opened_with(qtbot, opened, ("李海燕", "王建国"))
    before = frame.desk.station.secret.key
    frame.rekey()
    assert isinstance(opened.front, Rekeying)
    qtbot.waitUntil(lambda: isinstance(opened.front, Frame))
    again = opened.front
    assert again.pages.here == "settings"
    assert again.desk.station.secret.key != before
    assert "李海燕" in lock.holder(opened._folder)
    opened.leave()
    unlocked(qtbot, opened)


def test_another_lock_that_cannot_be_had_leaves_everything_open_as_it_was(qtbot, opened, clock):
    frame = opened_with(qtbot, opened)
    before = frame.desk.station.secret.key
    other = founding.open_station(opened._folder, FACTS.user, PASSWORD, clock)
    other.ask(records.ids, ledger("user"), Filter())
    frame.rekey()
    qtbot.waitUntil(lambda: isinstance(opened.front, Frame))
    other.close()
    assert opened.front.desk.station.secret.key == before
    entered = [target for act, target in opened.front.pages.front.did if act == "enter"]
    assert "先关掉再办" in entered[-1].title


def test_the_minutes_until_locking_are_the_stations_and_hold_at_once(qtbot, opened):
    frame = opened_with(qtbot, opened)
    timer = frame.findChild(Idle)._timer
    qtbot.waitUntil(lambda: timer.interval() == 15 * 60_000)
    Perform(frame.desk, frame, settings.change, LOCK_MINUTES.key, "5").start()
    qtbot.waitUntil(lambda: timer.interval() == 5 * 60_000)


def test_another_person_is_in_at_the_price_of_one_guess(qtbot, opened, monkeypatch):
    """The time is measured by `bench switch`; here what would make it long is counted."""
    frame = opened_with(qtbot, opened)
    station = frame.desk.station
    station.perform(founding.add_user, "王建国", "mediator")
    keys.add(station.folder, station.secret.key, "王建国", PASSWORD, QUICK)
    guesses, dressed = [], []
    guess, dress = slots.hash_secret_raw, theme.use_letters
    monkeypatch.setattr(slots, "hash_secret_raw", lambda *a: guesses.append(a) or guess(*a))
    monkeypatch.setattr(theme, "use_letters", lambda *a: dressed.append(a) or dress(*a))
    frame.leave_wanted.emit()
    opened.front._who.set_text("王建国")
    unlock(qtbot, opened)
    qtbot.waitUntil(lambda: isinstance(opened.front, Frame))
    assert opened.front.desk.station.actor.name == "王建国"
    assert len(guesses) == 1
    assert dressed == []
    qtbot.waitUntil(lambda: not isValid(frame))


def drop(frame, *files):
    """Let go of files over the page in front."""
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(one)) for one in files])
    common = (Qt.DropAction.CopyAction, mime, Qt.MouseButton.LeftButton)
    none = Qt.KeyboardModifier.NoModifier
    entering = QDragEnterEvent(QPoint(5, 5), *common, none)
    QApplication.sendEvent(frame.pages, entering)
    QApplication.sendEvent(frame.pages, QDropEvent(QPointF(5, 5), *common, none))
    return entering.isAccepted()


def test_workbooks_dropped_on_the_window_are_imported_where_one_is(frame, tmp_path):
    first, second = tmp_path / "东风村.xlsx", tmp_path / "柳林村.CSV"
    frame.go(Target("visits"))
    assert drop(frame, first, tmp_path / "照片.jpg", second)
    wanted = Target("import", ledger="visit", file=first, more=(second,))
    assert frame.pages.front.did == [("enter", wanted)]
    frame.go(Target("desk"))
    drop(frame, tmp_path / "照片.jpg")
    assert frame.pages.here == "desk"
    assert frame.foot.notice.text.startswith("这里可以放表格文件")
