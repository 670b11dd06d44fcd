"""The recycle bin: what was deleted, ledger by ledger, and the way back by keys."""

from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from core.records import duty, staff, task
from core.records.duty import DutyShift
from core.services import records
from core.services.records import Filter
from gui.screens.recycle_bin import RecycleBin
from gui.widgets.screen import Target
from tests.gui.shell import PaperShell, nameless, scrolls_sideways


@pytest.fixture
def enter(qtbot, shell, idle):
    def go():
        screen = RecycleBin(shell)
        shell.shown = screen
        qtbot.bring_up(screen, 964, 508)
        screen.enter(Target("bin"))
        idle()
        screen.grab()
        idle()
        return screen

    return go


@pytest.fixture
def deleted(make, station):
    people = [make.staff(name="王秀英").id, make.staff(name="李建国").id]
    matter = make.task(title="核实围栏").id
    station.perform(records.remove, "staff", people)
    station.perform(records.remove, "task", [matter])
    return people


def _said(screen):
    return [label.text() for label in screen.findChildren(QLabel) if label.isVisible()]


def test_an_empty_bin_says_so(enter):
    screen = enter()
    assert "回收站是空的" in _said(screen)
    screen.restore()
    assert screen.shell.failed == ["请先在列表里选中要找回的记录。"]


def test_what_was_deleted_is_listed_by_ledger(enter, deleted, idle):
    screen = enter()
    assert [one.words for one in screen.tabs.tabs] == ["交办事项台账 1", "网格员花名册 2"]
    assert screen.table.rows.sight.ledger is task.LEDGER
    assert "核实围栏" in [cell.text for cell in screen.table.rows._pages[0][0].cells]
    screen.tabs._press("staff")
    idle()
    screen.grab()
    idle()
    names = {screen.table.rows.cell(n, 0).text for n in (0, 1)}
    assert names == {"王秀英", "李建国"}


def test_enter_brings_the_chosen_back(enter, deleted, idle, station, qtbot):
    screen = enter()
    screen.tabs._press("staff")
    idle()
    screen.table.selectAll()
    qtbot.keyClick(screen.table, Qt.Key.Key_Return)
    idle()
    assert station.ask(records.count, staff.LEDGER, Filter()) == 2
    assert [one.words for one in screen.tabs.tabs] == ["交办事项台账 1"]
    assert screen.tabs.chosen == "task"


def test_a_shift_whose_hours_are_taken_again_stays_in_the_bin(enter, make, idle, station, qtbot):
    li = make.staff(name="李四").id
    told = {"day": date(2026, 3, 3), "role": "member", "staff": li}
    old = make.record(DutyShift(shift="whole", **told)).id
    station.perform(records.remove, "duty_shift", [old])
    make.record(DutyShift(shift="night", **told))
    screen = enter()
    screen.table.selectAll()
    qtbot.keyClick(screen.table, Qt.Key.Key_Return)
    idle()
    assert "李四3月3日已排了夜班，同一时间只排一次" in screen.shell.failed[-1]
    assert station.ask(records.count, duty.LEDGER, Filter(binned=True)) == 1


def test_nothing_is_destroyed_by_a_key(enter, deleted, idle, station, qtbot):
    screen = enter()
    qtbot.keyClick(screen.table, Qt.Key.Key_Delete)
    idle()
    assert station.ask(records.count, task.LEDGER, Filter(binned=True)) == 1


def test_a_reader_sees_no_ledger_that_is_not_theirs(desk_of, somebody, tmp_path, qtbot):
    desk = desk_of(somebody("clerk"))
    screen = RecycleBin(PaperShell(desk, tmp_path))
    qtbot.addWidget(screen)
    assert "user" not in [one.name for one in screen._ledgers]


def test_it_fits_and_names_its_controls(enter, deleted):
    screen = enter()
    assert not scrolls_sideways(screen)
    assert not nameless(screen)
    least = screen.minimumSizeHint()
    assert (least.width() <= 964, least.height() <= 508) == (True, True)
