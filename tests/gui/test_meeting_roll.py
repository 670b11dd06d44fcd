"""签到: ten people, two exceptions, twelve keys; reasons beside; counts live; nothing is lost."""

from datetime import date

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtWidgets import QApplication, QMenu

from core.services import meeting, minutes
from tests.gui.meeting_room import DAY, Recorder, ten

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)


@pytest.fixture
def clerk(station, make, desk_of, tmp_path, qtbot):
    ten(make)
    station.perform(meeting.prepare, DAY)
    return Recorder(desk_of(station), tmp_path, qtbot)


def test_ten_people_with_two_exceptions_are_called_with_twelve_keys(clerk):
    clerk.presses = 1  # Alt+4
    clerk.press(*["Down"] * 3)
    clerk.type("3")
    clerk.press(*["Down"] * 6)
    clerk.type("5")
    clerk.settle()
    assert clerk.presses == 1 + 9 + 2
    assert [state for state, _ in clerk.roll] == [
        *["present"] * 3,
        "leave",
        *["present"] * 5,
        "absent",
    ]
    assert clerk.board.roll.counts.split() == ["应到", "10", "实到", "8", "未到", "2"]
    assert clerk.board.roll.missing == 2


def test_the_reason_is_typed_on_the_spot_and_enter_goes_to_the_next_person(clerk):
    clerk.press("Down")
    clerk.type("3")
    clerk.press("Return")
    clerk.say("孩子开家长会")
    clerk.press("Return")
    assert clerk.board.roll.list.place.one.name == "张𠮷㛃"
    assert clerk.board.roll.list.hasFocus()
    clerk.settle()
    assert clerk.roll[1] == ("leave", "孩子开家长会")
    assert clerk.board.roll.missing == 0
    assert clerk.shell.said == ["签到已记下"] * 2


def test_the_input_method_begins_a_reason_without_enter(clerk):
    clerk.type("4")
    clerk.settle()
    clerk.say("镇里开会")
    clerk.keep()
    assert clerk.roll[0] == ("duty", "镇里开会")


def test_escape_keeps_the_reason_typed(clerk):
    clerk.type("5")
    clerk.press("Return")
    clerk.say("看病𠮷")
    clerk.press("Escape")
    clerk.settle()
    assert clerk.roll[0] == ("absent", "看病𠮷")


def test_a_reason_is_kept_while_the_hands_rest_and_the_editor_stays(clerk, qtbot):
    clerk.type("5")
    clerk.settle()
    clerk.press("Return")
    editor = QApplication.focusWidget()
    clerk.say("看病")
    qtbot.waitUntil(lambda: clerk.roll[0][1] == "看病")
    clerk.settle()
    assert QApplication.focusWidget() is editor
    clerk.say("住院")
    clerk.press("Tab")
    clerk.settle()
    assert clerk.roll[0] == ("absent", "看病住院")
    assert not clerk.board.roll.list.hasFocus()


def test_who_is_present_has_no_reason(clerk):
    clerk.type("5")
    clerk.press("Return")
    clerk.say("看病")
    clerk.press("Escape")
    clerk.type("1")
    clerk.settle()
    assert clerk.roll[0] == ("present", None)
    clerk.press("Return")
    assert not clerk.board.roll.list.writing


def test_initials_go_to_the_person(clerk):
    clerk.type("zj")
    assert clerk.board.roll.list.place.one.name == "张𠮷㛃"


def test_a_state_is_given_by_mouse_and_by_menu(clerk, qtbot):
    roll = clerk.board.roll
    clerk.click(roll._buttons["late"])
    assert clerk.roll[0][0] == "late"
    assert roll._buttons["late"].isChecked()
    reason = QContextMenuEvent.Reason.Keyboard
    QApplication.sendEvent(
        roll.list.viewport(), QContextMenuEvent(reason, QPoint(5, 5), QPoint(5, 5))
    )
    menu = roll.list.findChild(QMenu)
    assert [one.text() for one in menu.actions()] == [
        "到\t1",
        "迟到\t2",
        "请假\t3",
        "公出\t4",
        "缺席\t5",
        "",
        "加人\tInsert",
        "移出名单\tDelete",
    ]
    menu.actions()[4].trigger()
    menu.close()
    clerk.settle()
    assert clerk.roll[0][0] == "absent"


def test_a_click_on_the_reason_opens_it(clerk, qtbot):
    clerk.type("5")
    clerk.settle()
    roll = clerk.board.roll.list
    rect = roll.visualRect(roll.currentIndex())
    at = QPoint(rect.right() - 60, rect.center().y())
    qtbot.mouseClick(roll.viewport(), Qt.MouseButton.LeftButton, pos=at)
    assert roll.writing


def test_undo_shows_the_state_before(clerk):
    clerk.type("5")
    done = []
    clerk.desk.performed.connect(done.append)
    clerk.settle()
    clerk.undo(done[0].seq)
    clerk.screen.refresh(done[0].touched)
    clerk.settle()
    assert clerk.board.roll.missing == 0
    assert clerk.board.roll.places[0].one.state == "present"


def test_everybody_is_told_with_place_and_state(clerk):
    clerk.type("5")
    clerk.settle()
    place = clerk.board.roll.places[0]
    assert place.said == "1 李海，缺席，原因待补"
    index = clerk.board.roll.list.model().index(0, 0)
    assert index.data(Qt.ItemDataRole.AccessibleTextRole) == place.said


def test_a_guest_and_a_colleague_come_onto_the_roll_by_keys(clerk, make, qtbot):
    late = make.staff(name="钱多多", joined=date(2025, 6, 1))
    clerk.screen.refresh()
    clerk.settle()
    clerk.press("Insert")
    clerk.say("𠮷建平")
    clerk.press("Return")
    clerk.say("县委政法委科长")
    clerk.press("Return")
    clerk.settle()
    clerk.say("钱多多")
    clerk.press("Return")
    clerk.settle()
    clerk.press("Escape")
    clerk.screen.activateWindow()
    qtbot.waitUntil(clerk.board.roll.list.hasFocus)
    told = [(one.one.name, one.one.place) for one in clerk.board.roll.places[-2:]]
    assert told == [("𠮷建平", "列席 县委政法委科长"), ("钱多多", "")]
    assert clerk.board.roll.places[-1].one.staff == late.id
    assert clerk.board.roll.counts.split() == ["应到", "11", "实到", "11", "未到", "0"]


def test_who_is_taken_off_by_a_key_goes_for_a_reason(clerk, asked):
    asked.will("line", None)
    clerk.press("Down", "Delete")
    clerk.settle()
    assert len(clerk.board.roll.places) == 10
    asked.will("line", "借调县里")
    clerk.press("Delete")
    clerk.settle()
    assert asked.texts[-1] == "王秀英不列入应到，会议记录里会写明。原因："
    assert "王秀英" not in [one.one.name for one in clerk.board.roll.places]
    assert clerk.board.roll.counts.split()[1] == "9"
    assert clerk.station.ask(meeting.roll, clerk.held.id).off == ("王秀英（借调县里）",)


def test_what_was_typed_about_somebody_is_kept_before_he_is_taken_off(clerk, asked):
    clerk.type("5")
    clerk.press("Return")
    clerk.say("看病")
    clerk.press("Escape")
    asked.will("line", "调走")
    clerk.press("Delete")
    clerk.settle()
    assert len(clerk.roll) == 9
    assert "签到已记下" in clerk.shell.said


def test_a_final_roll_takes_nobody_on_and_says_why(clerk):
    clerk.station.perform(minutes.finalise, clerk.held.id)
    clerk.screen.refresh()
    clerk.settle()
    clerk.press("Insert")
    assert clerk.board.roll.entry.isHidden()
    clerk.screen.turns.correct()
    clerk.board.roll.list.setFocus()
    clerk.press("Insert")
    clerk.say("钱七")
    clerk.press("Return", "Return")
    clerk.settle()
    assert "签到名单不能再加人、去人" in clerk.shell.failed[-1]
    assert clerk.board.roll.entry.who.text() == "钱七"
