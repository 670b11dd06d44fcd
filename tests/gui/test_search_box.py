"""The search box of the window: records under their ledgers, commands, what was opened last."""

import pytest
from PySide6.QtCore import Qt

from core.rights import Actor
from gui.widgets.frame import Frame
from gui.widgets.lines import Lines
from gui.widgets.screen import Target
from tests.conftest import FACTS
from tests.gui.papers import PAPER_PLACES


@pytest.fixture
def frame(qtbot, station, desk_of):
    made = Frame(desk_of(station), FACTS.name, PAPER_PLACES)
    qtbot.bring_up(made, 1366, 768)
    made.go(Target("desk"))
    yield made
    made.close_down()


def search(qtbot, frame, settle, words):
    qtbot.keyClick(frame, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    field = frame.top.search
    field.setText(words)
    qtbot.keyClick(field, Qt.Key.Key_Return)
    settle(frame.desk)
    return field


def texts(frame):
    lines = frame.popup.findChild(Lines)
    return [lines.line(row).text for row in range(lines.count)]


def test_what_is_found_stands_under_its_ledger_with_its_count(qtbot, frame, settle, make):
    make.staff(name="王秀英")
    make.case(title="东风村王秀英与李四排水纠纷")
    search(qtbot, frame, settle, "王秀英")
    assert texts(frame) == [
        "矛盾纠纷台账",
        "东风村王秀英与李四排水纠纷",
        "网格员花名册",
        "王秀英",
    ]
    lines = frame.popup.findChild(Lines)
    assert (lines.line(2).right, lines.line(3).lit[0]) == ("1 人", "王秀英")


def test_tab_narrows_to_the_ledger_and_shift_tab_widens_again(qtbot, frame, settle, make):
    person = make.staff(name="王秀英")
    make.case(title="东风村王秀英与李四排水纠纷")
    field = search(qtbot, frame, settle, "王秀英")
    qtbot.keyClick(field, Qt.Key.Key_Down)
    qtbot.keyClick(field, Qt.Key.Key_Tab)
    settle(frame.desk)
    assert [hit.id for hit in frame.popup.hits] == [person.id]
    assert texts(frame)[0] == "只看：网格员花名册"
    qtbot.keyClick(field, Qt.Key.Key_Backtab)
    settle(frame.desk)
    assert len(frame.popup.hits) == 2
    assert field.hasFocus()


@pytest.mark.parametrize("typed", ["dych", "打印晨会", "晨会单", "chd", "chenhui"])
def test_a_command_is_found_by_its_words_or_initials_and_done(qtbot, frame, settle, typed):
    field = search(qtbot, frame, settle, typed)
    assert "打印晨会单" in texts(frame)
    while texts(frame)[frame.popup.findChild(Lines).currentIndex().row()] != "打印晨会单":
        qtbot.keyClick(field, Qt.Key.Key_Down)
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert frame.pages.here == "desk"
    assert frame.pages.front.did[-1] == "print"


def test_locking_is_a_command(qtbot, frame, settle):
    field = search(qtbot, frame, settle, "suod")
    with qtbot.waitSignal(frame.lock_wanted):
        qtbot.keyClick(field, Qt.Key.Key_Return)


def test_settings_and_help_are_found(qtbot, frame, settle):
    search(qtbot, frame, settle, "字号")
    assert "字号" in texts(frame)
    field = search(qtbot, frame, settle, "帮助 矛盾")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert "矛盾调解" in frame.help.text
    assert not frame.help.isHidden()


def test_who_may_not_is_not_offered_the_command(qtbot, station, frame, desk_of, settle):
    visitor = station.as_(Actor(station.ids.new(), "赵来访", "reader"))
    theirs = Frame(desk_of(visitor), FACTS.name, PAPER_PLACES)
    qtbot.addWidget(theirs)
    with qtbot.waitActive(theirs):
        theirs.show()
    for box, offered in ((theirs, False), (frame, True)):
        with qtbot.waitActive(box):
            box.activateWindow()
        for title in ("打印晨会单", "登记纠纷", "导出台账", "卷号序号位数"):
            search(qtbot, box, settle, title)
            assert (title in texts(box)) is offered
    theirs.close_down()


def test_the_empty_box_offers_what_was_opened_last(qtbot, frame, settle, make):
    first, second = make.staff(name="王秀英"), make.staff(name="赵铁柱")
    for one in (first, second):
        frame.go(Target("ledgers", ledger="staff", record=one.id))
    qtbot.keyClick(frame, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    settle(frame.desk)
    assert texts(frame)[:3] == ["最近打开", "赵铁柱", "王秀英"]
    qtbot.keyClick(frame.top.search, Qt.Key.Key_Down)
    qtbot.keyClick(frame.top.search, Qt.Key.Key_Return)
    assert frame.pages.front.did[-1][1].record == first.id
