"""Every page at every size and in both letters (`ux` §11): it fits, is named, is walked by Tab.

A place of the menu and the form of a ledger are met here because they are listed there; what
stands outside the frame is named below.
"""

from functools import partial

import pytest
from openpyxl import Workbook
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication, QDialog

from core import records
from core.services import case_file
from gui import ask, theme, window
from gui.screens import load_all
from gui.screens.first_run import FirstRun
from gui.screens.restore import RestoreScreen
from gui.screens.unlock import UnlockScreen
from gui.widgets.choices import learn_sounds
from gui.widgets.frame import Frame
from gui.widgets.porch import porch
from gui.widgets.screen import Target
from tests.conftest import FACTS
from tests.gui import walking
from tests.gui.shell import Heartbeat

SMALL, USUAL = (1024, 560), (1366, 690)
LONGEST_GAP_MS = 100


def _go(place, frame):
    frame.go(Target(place))


def _register(ledger, frame):
    frame.go(Target("ledgers", ledger=ledger))
    frame.pages.front.new()


def _act_on_a_case(act, frame):
    frame.go(Target("mediation"))
    screen = frame.pages.front
    (case,) = frame.desk.station.ask(_cases)
    file = frame.desk.station.ask(case_file.file, case)
    screen.forms.begin(act, file)


def _cases(session):
    from core.services.records import Filter, ids

    return ids(session, records.ledger("mediation_case"), Filter())


def _tab_of_settings(number, frame):
    frame.go(Target("settings"))
    frame.pages.front.show_tab(number)


def _workbook(frame):
    book = Workbook()
    book.active.append(["姓名", "性别", "手机号"])
    book.active.append(["张𠮷㛃", "男", "13800136021"])
    path = frame.desk.station.folder.parent / "东风村.xlsx"
    book.save(path)
    frame.go(Target("import", ledger="staff", file=path))


TYPED = [
    one.name
    for one in records.LEDGERS
    if one.name not in {"visit", "mediation_case", "meeting", "hand_over", "destruction", "user"}
]
VIEWS = {
    **{one.key: partial(_go, one.key) for one in window.PLACES},
    **{f"new {name}": partial(_register, name) for name in TYPED},
    **{act: partial(_act_on_a_case, act) for act in ("amend", "hold_meeting", "agree")},
    **{f"settings {n}": partial(_tab_of_settings, n) for n in range(7)},
    "new case": lambda frame: frame.go(Target("mediation", ledger="mediation_case")),
    "new visit": lambda frame: frame.go(Target("visits", begin=True)),
    "workbook": _workbook,
}
EVERY = pytest.mark.parametrize("view", VIEWS)


@pytest.fixture(params=["standard", "large"])
def letters(qapp, request):
    theme.use_letters(qapp, request.param)
    yield request.param
    theme.use_letters(qapp, "standard")


@pytest.fixture
def frame_of(qtbot, told, desk_of):
    def make():
        desk = desk_of(told)
        made = Frame(desk, FACTS.name, window.PLACES)
        qtbot.addWidget(made)
        made.resize(*SMALL)
        made.show()
        made.activateWindow()
        qtbot.waitUntil(made.isActiveWindow)
        return made

    return make


@pytest.fixture
def read(qtbot):
    """Wait until a window shows all it has read."""

    def wait(shown, desk):
        QApplication.processEvents()
        timers = shown.findChildren(QTimer)
        qtbot.waitUntil(
            lambda: not desk.busy and not any(t.isActive() and t.isSingleShot() for t in timers)
        )
        QApplication.processEvents()

    return wait


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
def test_a_page_fits_small_and_usual_windows_in_both_letters(frame_of, view, letters, read):
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


@pytest.mark.parametrize("view", [one.key for one in window.PLACES])
def test_opening_a_place_keeps_the_window_alive(frame_of, view, read):
    """The quickest of three openings counts: a busy machine slows down what is computed too."""
    load_all()
    learn_sounds()
    gaps = []
    while len(gaps) < 3 and not any(gap < LONGEST_GAP_MS for gap in gaps):
        frame = frame_of()
        frame.go(Target("desk"))
        read(frame, frame.desk)
        beat = Heartbeat(frame)
        VIEWS[view](frame)
        read(frame, frame.desk)
        gaps.append(beat.stop())
        frame.hide()
    assert min(gaps) < LONGEST_GAP_MS


def _first_page(number, desk, folder, clock):
    made = FirstRun(desk, folder / "new", clock)
    made._show(number)
    return made


def _unlock(desk, folder, clock):
    made = UnlockScreen(desk, folder / "station", lambda *_given: None)
    made.lock()
    return made


OUTSIDE = {
    **{f"first page {n + 1}": partial(_first_page, n) for n in range(5)},
    "unlock": _unlock,
    "restore": lambda desk, folder, clock: RestoreScreen(desk, folder / "back", clock),
}


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
