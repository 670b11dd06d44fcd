"""锁定与换人: what is half typed waits, in every kind of field, for whoever typed it."""

import shutil
import weakref

import pytest
from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtWidgets import QApplication, QLineEdit
from shiboken6 import isValid

from core.journal import feed
from core.record import Field, Kind
from core.services import access, founding
from core.store import slots
from gui import indoors, window
from gui.screens.unlock import UnlockScreen
from gui.widgets import parts
from gui.widgets.field_box import Offer, editor_for
from gui.widgets.frame import Frame
from gui.widgets.idle import Idle
from gui.widgets.nav import Place
from gui.widgets.screen import Screen, Target
from tests.conftest import FACTS, PASSWORD, FixedClock

COLLEAGUE = "王建国"
FEW = [("1", "一般"), ("2", "紧急")]
TYPED = {
    Kind.TEXT: "半句",
    Kind.LONG: "说到一半\n还没有",
    Kind.WHOLE: "12",
    Kind.DECIMAL: "3.",
    Kind.YES: "是",
    Kind.DATE: "3-2",
    Kind.TIME: "8点",
    Kind.MOMENT: "3月25",
    Kind.CODE: "紧急",
    Kind.LINK: "一般",
    Kind.PHONE: "0990-55",
    Kind.ID_NO: "11010519",
    Kind.ORG_NO: "9999",
}

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)


class EveryKind(Screen):
    """One field of every kind."""

    def __init__(self, shell):
        super().__init__(shell)
        down = parts.rows(self)
        self.boxes = {
            kind: editor_for(
                Field(kind.name.lower(), kind.value, kind), Offer(FEW, today=shell.today())
            )
            for kind in Kind
        }
        for box in self.boxes.values():
            down.addWidget(box)


@pytest.fixture
def opened(qtbot, prepared, tmp_path):
    """A window on a station with two people, waiting for a password."""
    folder = tmp_path / "mine"
    shutil.copytree(prepared, folder)
    station = founding.open_station(folder, FACTS.user, PASSWORD, FixedClock())
    station.perform(founding.add_user, COLLEAGUE, "mediator")
    station.perform(access.reset, folder, station.secret.key, COLLEAGUE, PASSWORD)
    station.close()
    made = window.Window(folder, FixedClock())
    qtbot.addWidget(made)
    with qtbot.waitActive(made):
        made.start()
        made.show()
        made.activateWindow()
    yield made
    made.close()


def enter(qtbot, made, who=FACTS.user):
    qtbot.waitUntil(lambda: isinstance(made.front, UnlockScreen))
    made.front._who.set_text(who)
    box = made.front.findChild(QLineEdit, "password")
    qtbot.keyClicks(box, PASSWORD)
    qtbot.keyClick(box, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: isinstance(made.front, Frame))
    frame = made.front
    qtbot.waitUntil(lambda: not frame.desk.busy)
    assert frame.desk.station.actor.name == who
    return frame


def put_in(qtbot, box, text):
    """As the input method hands it over, or as a choice is picked."""
    if box.field.kind in {Kind.YES, Kind.CODE, Kind.LINK}:
        box.set_text(dict(zip(("是", "紧急", "一般"), ("1", "2", "1"), strict=True))[text])
        return
    box.focus()
    event = QInputMethodEvent()
    event.setCommitString(text)
    QCoreApplication.sendEvent(QApplication.focusWidget(), event)


def test_whatever_kind_of_field_was_half_filled_is_so_after_locking(qtbot, opened, monkeypatch):
    monkeypatch.setattr(indoors, "PLACES", (Place("desk", "工作台", "map", EveryKind, "业务"),))
    frame = enter(qtbot, opened)
    boxes = frame.pages.front.boxes
    assert set(TYPED) == set(boxes) == set(Kind)
    for kind, box in boxes.items():
        put_in(qtbot, box, TYPED[kind])
    before = {kind: (box.text(), box.chosen) for kind, box in boxes.items()}
    assert all(text for text, _ in before.values())
    last = QApplication.focusWidget()
    frame.findChild(Idle).elapsed.emit()
    assert isinstance(opened.front, UnlockScreen)
    assert enter(qtbot, opened) is frame
    assert {kind: (box.text(), box.chosen) for kind, box in boxes.items()} == before
    assert QApplication.focusWidget() is last


def form_of(qtbot, frame):
    frame.go(Target("ledgers", ledger="staff"))
    page = frame.pages.front.page
    qtbot.waitUntil(lambda: not frame.desk.busy)
    page.new()
    qtbot.waitUntil(lambda: not frame.desk.busy)
    return page.pane.form.fields.boxes


@pytest.mark.parametrize("locked", [False, True], ids=["by the menu", "at the locked window"])
def test_a_colleague_works_in_between_and_the_half_typed_form_comes_back(qtbot, opened, locked):
    frame = enter(qtbot, opened)
    boxes = form_of(qtbot, frame)
    put_in(qtbot, boxes["name"], "周大")
    put_in(qtbot, boxes["landline"], "1990099")
    if locked:
        opened.lock()
    else:
        frame.leave_wanted.emit()
    other = enter(qtbot, opened, COLLEAGUE)
    assert form_of(qtbot, other)["name"].text() == ""
    other.leave_wanted.emit()
    again = form_of(qtbot, enter(qtbot, opened))
    assert (again["name"].text(), again["landline"].text()) == ("周大", "1990099")


def test_changing_people_is_one_guess_at_a_password_and_the_old_window_goes(
    qtbot, opened, monkeypatch
):
    frame, guess, guesses = enter(qtbot, opened), slots.hash_secret_raw, []
    form_of(qtbot, frame)

    def counted(*given, **named):
        guesses.append(1)
        return guess(*given, **named)

    monkeypatch.setattr(slots, "hash_secret_raw", counted)
    frame.leave_wanted.emit()
    enter(qtbot, opened, COLLEAGUE)
    assert len(guesses) == 1
    qtbot.waitUntil(lambda: not isValid(frame))


def test_of_the_person_before_last_nothing_is_held(qtbot, opened):
    """Neither key nor data: what is garbage at one change is collected at the next."""
    held = weakref.ref(enter(qtbot, opened).desk)
    for who in (COLLEAGUE, FACTS.user):
        opened.frame.leave_wanted.emit()
        enter(qtbot, opened, who)
    assert held() is None


def test_the_recovery_code_lets_the_locked_person_back_and_the_journal_says_so(qtbot, opened):
    frame = enter(qtbot, opened)
    station = frame.desk.station
    code = station.perform(access.renew, opened._folder, station.secret.key).value
    opened.lock()
    screen = opened.front
    screen._turn()
    qtbot.keyClicks(screen._code.editor, code)
    for box in screen._new.boxes:
        qtbot.keyClicks(box.editor, "neues-wort-1")
    qtbot.keyClick(screen._new.second.editor, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: opened.front is frame)
    assert station.ask(feed.entries, 1)[0].label == "用应急恢复码重设口令"
