"""What every screen shows (ux §11): sizes, names, Tab there and back, no stand-still."""

from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel

from core.services import meeting
from gui.screens.meeting import MeetingScreen
from gui.widgets.meeting_head import DECIDE, RUN, TALK, TASKS
from gui.widgets.screen import Target
from tests.gui.meeting_room import DAY, Recorder, ten
from tests.gui.shell import Heartbeat, nameless, scrolls_sideways
from tests.gui.walking import walk

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)

SMALL, USUAL = (964, 508), (1170, 690)
LONG = "东风村三组与石桥村五组山林权属和相邻通行、排水、采光等多项纠纷一并核查并回复各反映人"


@pytest.fixture
def clerk(station, make, desk_of, tmp_path, qtbot):
    people = ten(make)
    for n in range(8):
        due = date(2026, 3, 18 + n)
        make.task(title=f"{LONG}{n}", given_on=date(2026, 3, 10), due=due, owner=people[n].id)
    held = station.perform(meeting.prepare, DAY).value
    station.perform(meeting.decide, held, [meeting.Decision(LONG, people[0].id, DAY)])
    return Recorder(desk_of(station), tmp_path, qtbot)


@pytest.mark.parametrize("size", [SMALL, USUAL])
@pytest.mark.parametrize("tab", [RUN, DECIDE, TALK, TASKS])
def test_it_fits_the_window_and_every_control_has_a_name(clerk, size, tab):
    clerk.screen.resize(*size)
    clerk.screen.tabs.choose(tab)
    clerk.settle()
    QApplication.processEvents()
    least = clerk.screen.minimumSizeHint()
    assert (least.width() <= SMALL[0], least.height() <= SMALL[1] - 30) == (True, True)
    assert (clerk.screen.width(), clerk.screen.height()) == size
    assert scrolls_sideways(clerk.screen) == []
    assert nameless(clerk.screen) == []


@pytest.mark.parametrize("tab", [RUN, TALK, TASKS])
def test_tab_goes_round_and_back_the_same_way(clerk, tab, qtbot):
    clerk.screen.tabs.choose(tab)
    if tab == TASKS:
        clerk.screen.tasks.enter()
        qtbot.waitUntil(lambda: clerk.screen.tasks.pane.identity is not None)
    else:
        clerk.board.focus_tab(tab)
    there = walk(clerk.screen)
    back = walk(clerk.screen, Qt.Key.Key_Backtab)
    assert len(there) >= 7
    assert [there[0], *there[:0:-1]] == back


def test_nothing_stands_still_while_the_longest_query_runs(clerk):
    heartbeat = Heartbeat(clerk.screen)
    clerk.screen.refresh()
    clerk.settle()
    assert heartbeat.stop() < 100


def test_two_hundred_people_and_matters_are_shown_at_once(clerk, make, station):
    for n in range(200):
        make.staff(name=f"村组长{n}")
        make.task(title=f"事项{n}", given_on=DAY)
    day = date(2026, 3, 26)
    station.perform(meeting.prepare, day)
    heartbeat = Heartbeat(clerk.screen)
    clerk.screen.stepper.chosen.emit(day)
    clerk.settle()
    assert len(clerk.board.roll.places) == 210
    assert len(clerk.board.agenda.matters) == 209
    assert heartbeat.stop() < 100


def test_large_letters_fit_too(clerk, qapp):
    from gui import theme

    theme.use_letters(qapp, "large")
    clerk.screen.resize(*SMALL)
    QApplication.processEvents()
    fits = clerk.screen.minimumSizeHint().width() <= SMALL[0]
    theme.use_letters(qapp, "standard")
    assert fits


def test_an_empty_page_names_the_next_act(station, desk_of, tmp_path, qtbot):
    clerk = Recorder(desk_of(station), tmp_path, qtbot, SMALL)
    assert clerk.screen._empty._words.text() == "今天的晨会还没有编制。下次晨会：3月26日（周四）"
    assert nameless(clerk.screen) == []
    assert scrolls_sideways(clerk.screen) == []


def test_nobody_is_told_that_there_is_no_meeting_before_it_has_been_read(clerk, qtbot):
    screen = MeetingScreen(clerk.shell)
    qtbot.addWidget(screen)
    screen.resize(*USUAL)
    screen.show()
    assert not any(
        "还没有编制" in one.text() for one in screen.findChildren(QLabel) if one.isVisible()
    )
    screen.enter(Target("meeting"))
    qtbot.waitUntil(screen.board.isVisible)
    assert screen.source.file is not None
