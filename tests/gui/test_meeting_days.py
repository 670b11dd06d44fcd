"""Former meetings, links from elsewhere, and going about the page by keyboard."""

from datetime import date

import pytest

from core.records import ledger
from core.services import meeting, records
from gui.widgets.meeting_head import DECIDE, TASKS
from tests.gui.meeting_room import DAY, Recorder, prepared, ten

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)


@pytest.fixture
def clerk(station, make, desk_of, tmp_path, qtbot):
    prepared(station, make, ten(make))
    return Recorder(desk_of(station), tmp_path, qtbot)


def test_former_meetings_are_stepped_through(clerk, station):
    earlier = station.perform(meeting.prepare, date(2026, 3, 23)).value
    clerk.screen.refresh(frozenset({"meeting"}))
    clerk.settle()
    clerk.press("Alt+PgUp")
    clerk.settle()
    assert clerk.screen.source.file.meeting.id == earlier
    assert clerk.screen.stepper.editor.text() == "2026-03-23"
    clerk.press("Alt+PgDown")
    clerk.settle()
    assert clerk.screen.source.day == DAY
    editor = clerk.screen.stepper.editor
    editor.setFocus()
    editor.selectAll()
    clerk.say("3.23")
    clerk.press("Return")
    clerk.settle()
    assert clerk.screen.source.day == date(2026, 3, 23)
    editor.set_text("某天")
    clerk.board.roll.list.setFocus()
    assert editor.text() == "2026-03-23"
    clerk.click(clerk.screen.stepper._to_today)
    assert clerk.screen.source.day == DAY


def test_a_link_opens_that_meeting_and_typed_text_is_kept_on_the_way(clerk, station):
    earlier = station.perform(meeting.prepare, date(2026, 3, 23)).value
    clerk.board.agenda.list.setFocus()
    clerk.say("周五前修好")
    clerk.screen.leave()
    clerk.open(ledger="meeting", record=earlier)
    assert clerk.screen.source.file.meeting.id == earlier
    assert clerk.items[0].outcome == "周五前修好"


def test_undoing_the_preparation_empties_the_page(clerk, station):
    station.perform(records.remove, "meeting", [clerk.held.id])
    clerk.screen.refresh(frozenset({"meeting"}))
    clerk.settle()
    assert clerk.screen.head.primary.text() == "编制晨会"


def test_f6_goes_round_and_tabs_change_what_is_shown(clerk):
    board = clerk.board
    clerk.press("F6")
    assert board.agenda.list.hasFocus()
    clerk.press("F6")
    assert board.decisions.rows[0].title.hasFocus()
    clerk.press("F6")
    assert board.roll.list.hasFocus()
    clerk.screen.resize(964, 460)
    assert board.decisions.isHidden()
    clerk.screen.tabs.choose(DECIDE)
    assert not board.decisions.isHidden()
    assert board.roll.isHidden()
    clerk.screen.resize(1170, 690)
    assert clerk.screen.tabs.chosen != DECIDE
    assert not board.roll.isHidden()


def test_a_given_task_opens_among_the_tasks(clerk, station):
    made = station.perform(meeting.decide, clerk.held.id, [meeting.Decision("走访")]).value
    clerk.screen.refresh(frozenset({"task"}))
    clerk.settle()
    clerk.board.decisions.given.setFocus()
    clerk.press("Return")
    clerk.settle()
    assert clerk.screen.tabs.chosen == TASKS
    (place,) = [n for n, one in enumerate(clerk.screen.tasks.shown) if one.id == made[0]]
    assert clerk.screen.tasks.list.currentIndex().row() == place


def test_people_of_one_name_are_told_apart_by_their_village(clerk, make):
    grids = [make.grid(name=name) for name in ("东风村", "石桥村")]
    for grid in grids:
        make.staff(name="周全", grid=grid.id)
    clerk.screen.refresh()
    clerk.settle()
    owner = clerk.board.decisions.rows[0].owner
    names = [owner.itemText(n) for n in range(owner.count())]
    assert {"周全（东风村）", "周全（石桥村）"} <= set(names)
    row = clerk.board.decisions.rows[0]
    clerk.write(row.title, "走访")
    owner.setFocus()
    clerk.say("周全（石")
    clerk.press("Escape")
    clerk.click(clerk.board.decisions.submit_button)
    owner_id = clerk.tasks[0].owner
    (row_,) = clerk.station.ask(records.rows, ledger("staff"), [owner_id])
    assert row_.texts["grid"] == "石桥村"
