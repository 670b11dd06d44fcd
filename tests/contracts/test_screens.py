"""What every place of the menu must do (`ux` §11): fit, be named, be walked, say the same words."""

import re
from time import perf_counter

import pytest
from PySide6.QtCore import QModelIndex, Qt, QTimer
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractScrollArea,
    QApplication,
    QComboBox,
    QLabel,
    QLineEdit,
    QScrollArea,
    QTableView,
    QWidget,
)

from gui import window
from gui.widgets.frame import Frame
from gui.widgets.screen import Target
from tests.conftest import FACTS
from tests.gui.walking import focusable, nameless, walk

PLACES = pytest.mark.parametrize(
    "place", [one for one in window.PLACES if one.group], ids=lambda one: one.key
)
SMALL, USUAL = (1024, 560), (1366, 690)
LONGEST_GAP_MS = 100
FINGERPRINT = r"[A-Z2-7]{4}(-[A-Z2-7]{4}){3}"


@pytest.fixture
def shown(qtbot, told, desk_of, settle):
    """Open a place in the real frame at a size, and wait until it has read what it shows."""

    def show(place, size=USUAL):
        desk = desk_of(told)
        frame = Frame(desk, FACTS.name, window.PLACES)
        qtbot.addWidget(frame)
        frame.resize(*size)
        frame.show()
        frame.activateWindow()
        frame.go(Target(place.key))
        settle(desk)
        QApplication.processEvents()
        qtbot.waitUntil(lambda: not desk.busy and not _about_to(frame.pages.front))
        return frame

    return show


def _about_to(screen):
    """Whether a place will do something of its own accord, such as open the first record."""
    return any(one.isActive() and one.isSingleShot() for one in screen.findChildren(QTimer))


def words(screen):
    """What a place says, in the order a reader of the screen meets it."""
    said = []
    for widget in screen.findChildren(QWidget):
        if not widget.isVisible():
            continue
        text = _text(widget)
        if text:
            said.append(
                f"{type(widget).__name__}: {text}" + ("" if widget.isEnabled() else " (off)")
            )
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


@PLACES
@pytest.mark.parametrize("size", [SMALL, USUAL], ids=["small", "usual"])
def test_a_place_fits_without_scrolling_sideways(shown, place, size):
    frame = shown(place, size)
    assert (frame.width(), frame.height()) == size
    wide = [
        type(area).__name__
        for area in frame.findChildren(QAbstractScrollArea)
        if area.isVisible()
        and isinstance(area, QScrollArea)
        and area.horizontalScrollBar().maximum() > 0
    ]
    assert wide == []


@PLACES
def test_everything_that_takes_the_focus_has_a_name(shown, place):
    assert [type(one).__name__ for one in nameless(shown(place))] == []


@PLACES
def test_tab_goes_round_and_shift_tab_back_the_same_way(qtbot, shown, place):
    frame = shown(place)
    qtbot.waitUntil(frame.isActiveWindow)
    if QApplication.focusWidget() is None:
        focusable(frame)[0].setFocus()
    qtbot.waitUntil(lambda: QApplication.focusWidget() is not None)
    forward = walk(frame)
    back = walk(frame, Qt.Key.Key_Backtab)
    by_tab = set(focusable(frame))
    assert by_tab & set(back) == by_tab & set(forward)
    assert len(by_tab & set(forward)) > 5


@PLACES
def test_the_words_of_a_place(shown, place, snapshot):
    frame = shown(place)
    said = "\n".join(words(frame.pages.front))
    assert re.sub(FINGERPRINT, "……", said) == snapshot


@PLACES
def test_the_window_stays_alive_while_a_place_reads(shown, place, qtbot, settle):
    frame = shown(place)
    gaps, beat = [], QTimer(frame, interval=5)
    last = [perf_counter()]

    def tick():
        now = perf_counter()
        gaps.append((now - last[0]) * 1000)
        last[0] = now

    beat.timeout.connect(tick)
    beat.start()
    frame.pages.front.refresh()
    settle(frame.desk)
    qtbot.waitUntil(lambda: len(gaps) > 5)
    assert sorted(gaps)[len(gaps) // 2] < LONGEST_GAP_MS
