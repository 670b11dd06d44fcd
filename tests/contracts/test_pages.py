"""Every page at every size and in both letters (`ux` §11): it fits, is named, is walked by Tab.

A place of the menu and the form of a ledger are met here because they are listed there; what
stands outside the frame is named below.
"""

import re

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QModelIndex, Qt, QTimer
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QComboBox,
    QDialog,
    QLabel,
    QLineEdit,
    QTableView,
    QWidget,
)

from gui import ask, indoors, theme
from gui.widgets import parts
from gui.widgets.porch import porch
from tests.gui import walking
from tests.gui.opening import OUTSIDE, VIEWS

SMALL, USUAL = (1024, 560), (1366, 690)
FINGERPRINT = r"[A-Z2-7]{4}(-[A-Z2-7]{4}){3}"
EVERY = pytest.mark.parametrize("view", VIEWS)


@pytest.fixture(params=["standard", "large"])
def letters(qapp, request):
    """Asked for before the window: dressing one that stands anew costs a second."""
    if request.param != "standard":
        theme.use_letters(qapp, request.param)
    yield request.param
    if request.param != "standard":
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        theme.use_letters(qapp, "standard")


def _faults(shown):
    found = {
        "sideways": walking.sideways(shown),
        "cut": walking.cut(shown),
        "nameless": [type(one).__name__ for one in walking.nameless(shown)],
    }
    return {kind: listed for kind, listed in found.items() if listed}


def _unreached(shown):
    """The controls Tab does not come to, and those Shift+Tab does not."""
    wanted = walking.focusable(shown)
    if QApplication.focusWidget() not in wanted:
        wanted[0].setFocus()
    there = walking.walk(shown)
    back = walking.walk(shown, Qt.Key.Key_Backtab)
    return [
        [walking.told(one) for one in wanted if not walking.is_reached(one, reached)]
        for reached in (there, back)
    ]


@EVERY
def test_a_page_fits_small_and_usual_windows_in_both_letters(letters, frame_of, view, read):
    frame = frame_of()
    VIEWS[view](frame)
    found = {}
    for size in (SMALL, USUAL):
        frame.resize(*size)
        read(frame, frame.desk)
        found[frame.width(), frame.height()] = _faults(frame)
    assert found == {SMALL: {}, USUAL: {}}


@EVERY
def test_tab_reaches_every_control_of_a_page_and_shift_tab_goes_back(frame_of, view, read):
    frame = frame_of()
    VIEWS[view](frame)
    read(frame, frame.desk)
    assert _unreached(frame) == [[], []]


def words(screen):
    """What a place says, in the order a reader of the screen meets it."""
    said = []
    for widget in screen.findChildren(QWidget):
        if not widget.isVisible():
            continue
        text = _text(widget)
        if text:
            said.append(f"{_kind(widget)}: {text}" + ("" if widget.isEnabled() else " (off)"))
    return said


def _table(widget):
    model = widget.model()
    count = model.columnCount(QModelIndex())
    heads = [str(model.headerData(n, Qt.Orientation.Horizontal) or "") for n in range(count)]
    return f"{model.rowCount(QModelIndex())} × {heads}"


READERS = (
    ((QLabel, QAbstractButton), lambda one: one.text().replace("\n", "/")),
    (QLineEdit, lambda one: one.text() or f"[{one.placeholderText()}]"),
    (QComboBox, lambda one: one.currentText()),
    (QTableView, _table),
)


def _text(widget):
    return next((read(widget) for kind, read in READERS if isinstance(widget, kind)), "")


@pytest.mark.parametrize("view", [one.key for one in indoors.PLACES if one.group])
def test_the_words_of_a_place(frame_of, view, read, snapshot):
    frame = frame_of()
    frame.resize(*USUAL)
    VIEWS[view](frame)
    read(frame, frame.desk)
    said = "\n".join(words(frame.pages.front))
    assert re.sub(FINGERPRINT, "……", said) == snapshot


@pytest.fixture
def outside(qtbot, station, tmp_path, clock, read):
    desk = porch(tmp_path, clock)

    def make(name):
        shown = OUTSIDE[name](desk, tmp_path, clock)
        qtbot.addWidget(shown)
        shown.resize(*SMALL)
        shown.show()
        shown.activateWindow()
        qtbot.waitUntil(shown.isActiveWindow)
        read(shown, desk)
        return shown

    yield make
    desk.close()


@pytest.mark.parametrize("name", OUTSIDE)
def test_what_stands_before_the_frame_fits_and_is_walked(outside, name, letters):
    shown = outside(name)
    assert (shown.width(), shown.height()) == SMALL
    assert _faults(shown) == {}
    assert _unreached(shown) == [[], []]


QUESTIONS = {
    "yes": lambda: ask.yes(None, "删除", "30 天内可以找回。", "删除", "保留"),
    "tell": lambda: ask.tell(None, "磁盘空间不够，这一步没有保存。"),
    "word": lambda: ask.word(None, "代录", "您的岗位不能受理。", ["王建国"]),
    "choose": lambda: ask.choose(None, "交办给", "交给谁办？", ["王建国", "李海燕"], "交办"),
    "line": lambda: ask.line(None, "核对卷号", "纸上最后用到第几号？", "设为起始"),
    "paragraph": lambda: ask.paragraph(None, "作废", "为什么作废？", "作废"),
}


@pytest.mark.parametrize("name", QUESTIONS)
def test_a_question_is_whole_named_and_walked_and_esc_leaves_it(qtbot, qapp, name, letters):
    found = []

    def look():
        dialog = QApplication.activeModalWidget()
        if not isinstance(dialog, QDialog) or not dialog.isActiveWindow():
            QTimer.singleShot(5, look)
            return
        found.append((_faults(dialog), _unreached(dialog)))
        qtbot.keyClick(dialog, Qt.Key.Key_Escape)

    QTimer.singleShot(0, look)
    assert not QUESTIONS[name]()
    assert found == [({}, [[], []])]


def _kind(widget):
    """What a widget is, as the snapshots call it: our button is a button."""
    return "QPushButton" if type(widget) is parts.Button else type(widget).__name__
