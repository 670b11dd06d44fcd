"""代录 in the window: offered where a right is missing, kept to while it is on, confirmed later."""

from datetime import date

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication, QComboBox, QDialog, QPushButton, QWidget

from core.services import consents, founding, history, meeting, records
from gui import ask, indoors
from gui.screens.desk import DeskScreen
from gui.tasks import Perform
from gui.widgets.frame import Frame
from gui.widgets.screen import Target
from tests.conftest import FACTS, colleague
from tests.gui.shell import PaperShell

DAY = date(2026, 3, 25)


@pytest.fixture
def people(station):
    """The chief, a mediator and a visitor, each on the station as themselves."""
    roles = {"王建国": "chief", "赵调解": "mediator", "县里来的": "reader"}
    return {name: colleague(station, name, role) for name, role in roles.items()}


@pytest.fixture
def mediator(people, desk_of, tmp_path):
    """The mediator's window of paper."""
    return PaperShell(desk_of(people["赵调解"]), tmp_path)


@pytest.fixture
def owner(qtbot):
    made = QWidget()
    qtbot.addWidget(made)
    return made


def waiting(people):
    chief = people["王建国"]
    return chief.ask(consents.waiting, chief.actor)


def test_a_missing_right_offers_the_word_of_who_holds_it(mediator, people, owner, asked, settle):
    asked.will("word", ("王建国", "phone"))
    held = []
    Perform(mediator.desk, owner, meeting.prepare, DAY).then(held.append).start()
    settle(mediator.desk)
    assert "不能主持和记录会议，请找王建国" in asked.texts[0]
    assert "可以代录" in asked.texts[0]
    turn = people["赵调解"].ask(history.of_record, "meeting", held[0])[0]
    assert turn.label.endswith("（代录：经王建国同意·电话）")
    assert mediator.failed == []


def test_declined_it_is_the_plain_refusal(mediator, people, owner, asked, settle):
    asked.will("word", None)
    Perform(mediator.desk, owner, meeting.prepare, DAY).start()
    settle(mediator.desk)
    assert "请找王建国" in mediator.failed[0]
    assert waiting(people) == []


def test_what_cannot_be_recorded_on_a_word_offers_none(mediator, owner, asked, settle):
    Perform(mediator.desk, owner, founding.add_user, "新来的", "clerk").start()
    settle(mediator.desk)
    assert "不能管理用户和设置" in mediator.failed[0]


def test_a_visitor_is_offered_nothing(people, desk_of, tmp_path, owner, asked, settle):
    shell = PaperShell(desk_of(people["县里来的"]), tmp_path)
    Perform(shell.desk, owner, meeting.prepare, DAY).start()
    settle(shell.desk)
    assert "不能主持和记录会议" in shell.failed[0]


def test_the_chief_confirms_at_the_desk(people, desk_of, tmp_path, qtbot, asked, settle):
    people["赵调解"].for_("王建国", "oral").perform(meeting.prepare, DAY)
    shell = PaperShell(desk_of(people["王建国"]), tmp_path)
    desk = DeskScreen(shell)
    shell.shown = desk
    qtbot.addWidget(desk)
    desk.show()
    desk.enter(Target("desk"))
    settle(shell.desk)
    card = desk._todo["逐件过的事项"]
    row = next(n for n, todo in enumerate(card.todos) if todo.item.table == consents.TABLE)
    for answer in (False, True):
        asked.will("yes", answer)
        card.lines.chosen.emit(row)
        settle(shell.desk)
        assert len(waiting(people)) == (0 if answer else 1)
    assert "赵调解录，口头同意" in asked.texts[0]
    assert all(todo.item.table != consents.TABLE for todo in card.todos)


@pytest.fixture
def frame(qtbot, station, people, desk_of, settle):
    desk = desk_of(station)
    made = Frame(desk, FACTS.name, indoors.PLACES)
    qtbot.addWidget(made)
    made.show()
    made.go(Target("desk"))
    settle(desk)
    return made


def test_while_it_is_on_every_act_stands_on_that_word(frame, station, people, make, asked, settle):
    task = make.task(title="核对消防通道")
    asked.will("word", ("王建国", "paper"))
    frame.on_word.action.trigger()
    settle(frame.desk)
    assert not frame.on_word.action.isVisible()
    for due in (date(2026, 4, 1), date(2026, 4, 2)):
        Perform(frame.desk, frame, records.save, "task", {"due": due}, task.id).start()
        settle(frame.desk)
    assert len(waiting(people)) == 2
    next(b for b in frame.findChildren(QPushButton) if b.text() == "结束代录").click()
    Perform(frame.desk, frame, records.save, "task", {"due": DAY}, task.id).start()
    settle(frame.desk)
    assert len(waiting(people)) == 2
    assert frame.on_word.action.isVisible()


def test_left_unanswered_nothing_is_on(frame, people, asked, settle):
    asked.will("word", None)
    frame.on_word.action.trigger()
    settle(frame.desk)
    assert frame.desk.station.behalf is None
    assert frame.on_word.action.isVisible()


def test_the_question_itself_is_answered_by_keyboard(qtbot, owner):
    owner.show()

    def answer():
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, QDialog)
        who, way = dialog.findChildren(QComboBox)
        assert [who.accessibleName(), way.accessibleName()] == ["经谁同意", "怎样同意"]
        assert [way.itemText(n) for n in range(3)] == ["口头", "电话", "纸面批示"]
        qtbot.keyClick(way, Qt.Key.Key_Down)
        done = next(one for one in dialog.findChildren(QPushButton) if one.text() == "代录")
        qtbot.keyClick(done, Qt.Key.Key_Space)

    QTimer.singleShot(0, answer)
    assert ask.word(owner, "代录", "为什么", ("王建国", "李海燕")) == ("王建国", "phone")
    QTimer.singleShot(0, lambda: QApplication.activeModalWidget().reject())
    assert ask.word(owner, "代录", "为什么", ("王建国",)) is None
