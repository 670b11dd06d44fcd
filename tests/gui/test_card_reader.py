"""The identity-card reader on the counter: what it types fills what is empty, with one key."""

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent
from PySide6.QtWidgets import QApplication

from core.services import drafts
from gui.ledger.visit_form import VisitForm
from gui.screens.visits import VisitsScreen
from gui.widgets.case_form import CaseForm
from gui.widgets.screen import Target

NUMBER = "999999198001010011"
TYPED = f"王建国\t男\t汉\t1980-01-01\t石桥镇东风村3组\t{NUMBER}"
_KEYS = {"\t": Qt.Key.Key_Tab, "\n": Qt.Key.Key_Return}


@pytest.fixture
def form(qtbot, shell, desk, settle, make):
    """The form of a new visit, in front."""
    make.grid(name="东风村")
    screen = VisitsScreen(shell)
    qtbot.bring_up(screen, 1170, 716)
    screen.enter(Target("visits", begin=True))
    screen.new()
    settle(desk)
    assert isinstance(screen.pane.form, VisitForm)
    return screen.pane.form


@pytest.fixture
def case(qtbot, desk, settle):
    """The form of a new dispute, in front."""
    made = CaseForm(desk)
    qtbot.bring_up(made, 1170, 716)
    made.begin_new()
    settle(desk)
    return made


def wedge(widget, text):
    """Type as a reader does: into the window, without a pause."""
    window = widget.window().windowHandle()
    for letter in text:
        key = _KEYS.get(letter, 0)
        none = Qt.KeyboardModifier.NoModifier
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            QApplication.sendEvent(window, QKeyEvent(kind, key, none, letter))


def told(form, *keys):
    texts = form.texts() if isinstance(form, CaseForm) else form.fields.texts()
    return [texts[key] for key in keys]


@pytest.mark.parametrize("mark", ["\t", "\n", " "])
def test_a_reader_types_a_card_and_one_key_fills_what_is_empty(form, qtbot, mark):
    form.fields.boxes["phone"].set_text("13800138000")
    before = form.fields.texts()
    form.fields.boxes["name"].focus()
    wedge(form, TYPED.replace("\t", mark))
    qtbot.waitUntil(lambda: form.reader.text == "读到身份证：王建国、男")
    assert form.fields.texts() == before, "what the reader typed all over the form is gone"
    editor = form.fields.boxes["name"].editor
    qtbot.waitUntil(lambda: form.window().focusWidget() is editor)
    form.window().activateWindow()
    qtbot.keyClick(editor, Qt.Key.Key_F7)
    assert told(form, "name", "sex", "address", "id_no", "phone") == [
        "王建国",
        "男",
        "石桥镇东风村3组",
        NUMBER,
        "13800138000",
    ]
    assert form.reader.text == ""
    assert form.drafts.dirty


def test_a_pasted_card_overwrites_nothing(form, qtbot):
    form.fields.boxes["name"].set_text("李女士")
    QGuiApplication.clipboard().setText(TYPED)
    editor = form.fields.boxes["title"].editor
    editor.setFocus()
    control = Qt.KeyboardModifier.ControlModifier
    key = QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_V, control, "\x16")
    QApplication.sendEvent(form.window().windowHandle(), key)
    assert (editor.text(), form.reader.text) == ("", "读到身份证：王建国、男")
    qtbot.keyClick(editor, Qt.Key.Key_F7)
    assert told(form, "name", "id_no") == ["李女士", NUMBER]


def test_a_number_that_is_wrong_fills_nothing_and_says_why(form, qtbot):
    form.fields.boxes["name"].focus()
    wedge(form, TYPED[:-1] + "2")
    qtbot.waitUntil(lambda: "末位校验不正确" in form.reader.text)
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_F7)
    assert told(form, "name", "id_no") == ["", ""]


def test_what_is_no_card_stays_as_it_was_typed(form, qtbot):
    form.fields.boxes["name"].focus()
    wedge(form, "王建国\t13800138000")
    assert told(form, "name", "phone") == ["王建国", "13800138000"]
    qtbot.waitUntil(lambda: not form.findChild(type(form.reader)).isVisible())
    assert told(form, "name", "phone") == ["王建国", "13800138000"]


def test_a_card_goes_into_the_party_s_line_it_was_read_in(case, qtbot, settle, desk):
    other = case.sides["respondent"].rows[0]
    other.name.setFocus()
    wedge(case, TYPED)
    qtbot.waitUntil(lambda: case.reader.text != "")
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_F7)
    texts = other.texts()
    assert [texts[key] for key in ("name", "sex", "age", "nationality", "id_no")] == [
        "王建国",
        "男",
        "46",
        "汉族",
        NUMBER,
    ]
    assert case.sides["applicant"].rows[0].blank()
    assert case.boxes["title"].text() == ""


def test_the_text_of_the_card_is_in_the_draft_and_nothing_else_of_it(form, qtbot, desk, settle):
    form.fields.boxes["name"].focus()
    wedge(form, f"姓名:王建国\n性别:男\n公民身份号码:{NUMBER}\n照片:Qk1GRQ==")
    qtbot.waitUntil(lambda: form.reader.text != "")
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_F7)
    form.drafts.keep()
    settle(desk)
    (kept,) = desk.station.ask(drafts.all_kept, desk.station.actor.id)
    assert "Qk1GRQ" not in str(kept.texts)
