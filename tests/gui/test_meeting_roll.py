"""签到: ten people, two exceptions, twelve keys; reasons beside; counts live; nothing is lost."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtWidgets import QApplication, QMenu

from core.services import meeting
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
