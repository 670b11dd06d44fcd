"""The month of duty in the window: painted by keys and mouse, what clashes leads to its cell."""

from datetime import date

import pytest
from PySide6.QtCore import Qt

from core.records.duty import DutySwap
from core.services import duty, duty_model, duty_sheet, duty_swap
from core.services.duty_sheet import LEADER
from gui.screens.duty import DutyScreen
from gui.widgets.screen import Target
from tests.core.duty_room import MARCH, ON, cells, days, leave_of, listed, sheet
from tests.gui.shell import button, nameless, scrolls_sideways


@pytest.fixture
def people(make):
    leaders = listed(make, ["张站长"], role=LEADER)
    return leaders + listed(make, ["李四", "王五", "赵六"])


@pytest.fixture
def screen(qtbot, shell, people, settle):
    made = DutyScreen(shell)
    qtbot.bring_up(made, 1154, 700)
    shell.shown = made
    made.enter(Target("duty"))
    settle(shell.desk)
    return made


@pytest.fixture
def press(qtbot, screen, settle):
    def pressing(widget, *keys, to=None):
        for key in keys:
            chord = key if isinstance(key, tuple) else (key, Qt.KeyboardModifier.NoModifier)
            qtbot.keyClick(widget, *chord)
            settle(screen.desk)

    return pressing


def shown(screen, row):
    month = screen.grid.month
    return [month.index(row, column).data() for column in range(month.columnCount())]


def go(screen, staff, number):
    screen.grid.go_to(cells(staff, number)[0])


def test_a_range_is_painted_by_keys_and_the_same_key_takes_it_off(screen, station, press, people):
    go(screen, people[1], 3)
    shift = Qt.KeyboardModifier.ShiftModifier
    press(screen.grid, (Qt.Key.Key_Right, shift), (Qt.Key.Key_Right, shift), Qt.Key.Key_Z)
    assert days(station, people[1]) == [3, 4, 5]
    assert shown(screen, 1)[2:6] == ["值", "值", "值", ""]
    go(screen, people[1], 4)
    press(screen.grid, Qt.Key.Key_Z)
    assert days(station, people[1]) == [3, 5]
    press(screen.grid, Qt.Key.Key_D)
    assert shown(screen, 1)[3] == "带"
    press(screen.grid, Qt.Key.Key_Delete, Qt.Key.Key_Space)
    assert shown(screen, 1)[3] == "值"


def test_a_brush_paints_what_the_mouse_is_drawn_over(qtbot, screen, station, people, settle):
    qtbot.mouseClick(button(screen, "带 带班 D"), Qt.MouseButton.LeftButton)
    grid = screen.grid
    first, last = (grid.visualRect(grid.month.index(0, column)).center() for column in (9, 11))
    qtbot.mousePress(grid.viewport(), Qt.MouseButton.LeftButton, pos=first)
    qtbot.mouseMove(grid.viewport(), pos=last)
    qtbot.mouseRelease(grid.viewport(), Qt.MouseButton.LeftButton, pos=last)
    settle(screen.desk)
    assert days(station, people[0]) == [10, 11, 12]
    qtbot.mouseClick(button(screen, "撤下 Del"), Qt.MouseButton.LeftButton)
    qtbot.mouseClick(grid.viewport(), Qt.MouseButton.LeftButton, pos=first)
    settle(screen.desk)
    assert days(station, people[0]) == [11, 12]


def test_a_conflict_leads_to_its_cell_and_is_marked_there(screen, station, people, press, settle):
    station.perform(duty.paint, cells(people[2], 16, 17, 18), ON)
    screen.refresh()
    settle(screen.desk)
    screen.aside.found.set_row(0)
    press(screen.aside.found, Qt.Key.Key_Return)
    assert screen.grid.current == cells(people[2], 16)[0]
    assert "连值3天" in screen.grid.month.said(screen.grid.currentIndex())
    assert screen.aside.shares.texts()[2] == ["王五", "3", "0", "0"]


def test_leave_stands_in_the_cell_and_is_not_painted_over(
    screen, make, people, press, settle, shell
):
    make.record(leave_of(people[1], date(2026, 3, 9), date(2026, 3, 9), state="granted"))
    screen.refresh()
    settle(screen.desk)
    assert shown(screen, 1)[8] == "假"
    go(screen, people[1], 9)
    press(screen.grid, Qt.Key.Key_Z)
    assert shell.desk.station.ask(duty_sheet.shifts_in, *MARCH) == []
    assert "李四3月9日请假，不能排值班" in shell.failed[-1]


def test_last_month_is_carried_on_from_the_button(qtbot, screen, station, people, settle, shell):
    qtbot.mouseClick(button(screen, "复制上月并顺延"), Qt.MouseButton.LeftButton)
    settle(screen.desk)
    assert len(sheet(station).shifts) > 60


def test_the_solver_offers_what_it_found_and_nothing_is_kept_without_a_yes(
    qtbot, screen, station, asked, settle
):
    asked.will("yes", False)
    qtbot.mouseClick(button(screen, "自动排班"), Qt.MouseButton.LeftButton)
    settle(screen.desk)
    assert sheet(station).shifts == ()
    asked.will("yes", True)
    qtbot.mouseClick(button(screen, "自动排班"), Qt.MouseButton.LeftButton)
    settle(screen.desk)
    assert "连值超过2天" in asked.texts[-1]
    assert len(sheet(station).shifts) == 93


def test_without_the_solver_the_button_says_how_to_get_it(qtbot, screen, shell, monkeypatch):
    monkeypatch.setattr(duty_model, "LIBRARY", "a_library_nobody_has")
    qtbot.mouseClick(button(screen, "自动排班"), Qt.MouseButton.LeftButton)
    assert "复制上月并顺延" in shell.failed[-1]


def test_a_swap_goes_from_asking_to_approval(screen, station, people, press, asked, settle):
    station.perform(duty.paint, cells(people[1], 27), ON)
    station.perform(duty.paint, cells(people[2], 30), ON)
    screen.refresh()
    settle(screen.desk)
    go(screen, people[1], 27)
    asked.will("choose", "王五")
    asked.will("choose", "3月30日")
    press(screen.grid, Qt.Key.Key_Return)
    assert screen.aside.found.line(0).right == "待对方同意"
    screen.aside.found.set_row(0)
    asked.will("choose", "对方同意（电话）")
    press(screen.aside.found, Qt.Key.Key_Return)
    asked.will("choose", "张站长")
    screen.aside.found.set_row(0)
    press(screen.aside.found, Qt.Key.Key_Return)
    assert (days(station, people[1]), days(station, people[2])) == ([30], [27])
    assert [one.state for one in station.ask(duty_swap.swaps, *MARCH)] == ["approved"]


def test_a_swap_with_one_of_two_namesakes_is_with_the_one_chosen(
    screen, station, make, people, press, asked, settle, shell
):
    told = {"name": "孙七", "joined": None, "post": "04"}
    two = [make.staff(**told, phone=f"1380013{tail}").id for tail in ("6021", "8844")]
    for one in two:
        station.perform(duty.paint, cells(one, 9), ON)
    station.perform(duty.paint, cells(people[1], 3), ON)
    screen.refresh()
    settle(screen.desk)
    heads = [
        screen.grid.month.headerData(row, Qt.Orientation.Vertical)
        for row in range(screen.grid.month.rowCount())
    ]
    assert heads[-2:] == ["孙七6021", "孙七8844"]
    go(screen, people[1], 3)
    asked.will("choose", "孙七（网格长 · 尾号8844）")
    asked.will("choose", "3月9日")
    press(screen.grid, Qt.Key.Key_Return)
    screen.aside.found.set_row(0)
    asked.will("choose", "对方同意（口头）")
    press(screen.aside.found, Qt.Key.Key_Return)
    screen.aside.found.set_row(0)
    asked.will("choose", "孙七（网格长 · 尾号6021）")
    press(screen.aside.found, Qt.Key.Key_Return)
    assert (days(station, two[0]), days(station, two[1])) == ([9], [3])
    swaps = station.ask(lambda session: session.query(DutySwap).all())
    assert [one.approved_by for one in swaps] == [two[0]]


def test_quiet_days_are_reported_for_a_choice_of_days(qtbot, screen, shell, asked, settle):
    asked.will("choose", "最近七天（3月19日至3月25日）")
    qtbot.mouseClick(button(screen, "一键零报告"), Qt.MouseButton.LeftButton)
    settle(screen.desk)
    assert "已补零记录 7 条，签字留空" in shell.said


def test_months_are_stepped_through_and_a_missing_table_is_said(screen, press, settle):
    screen._day = date(2031, 1, 15)
    press(screen.grid, (Qt.Key.Key_PageDown, Qt.KeyboardModifier.AltModifier))
    assert screen.grid.month.sheet.first == date(2031, 2, 1)
    assert "没有2031年的放假调休表" in screen.aside._untold.text()
    assert screen.aside.shares.texts()[0][2:] == ["—", "—"]


def test_without_people_it_says_what_to_do_next(qtbot, shell, settle):
    made = DutyScreen(shell)
    qtbot.addWidget(made)
    made.enter(Target("duty"))
    settle(shell.desk)
    button(made, "登记值班人员").click()
    assert shell.gone[-1] == Target("ledgers", ledger="duty_person")


def test_everything_has_a_name_and_fits_the_smallest_window(screen):
    screen.resize(828, 500)
    assert nameless(screen) == []
    assert not scrolls_sideways(screen.aside.found)
