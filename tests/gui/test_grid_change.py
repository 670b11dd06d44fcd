"""调整网格 in the window: chosen, sent, looked at, carried out and printed by keyboard."""

from datetime import date

import pytest
from PySide6.QtWidgets import QApplication

from core.records.grid import Grid
from core.records.mediation_case import MediationCase
from core.records.staff import Staff
from core.services import records, settings
from gui.screens.grid_change import GridChangeScreen
from gui.widgets.screen import Target
from tests.gui.shell import nameless, scrolls_sideways
from tests.gui.typist import Typist
from tests.reading import pdf_pages

TODAY = date(2026, 3, 25)


@pytest.fixture
def town(station, make):
    """东风村 with three grids; a case, a visit and two workers in the first."""
    village = make.grid(name="东风村", code="999999101201", level="village").id
    codes = {n: f"999999101201{n:03d}" for n in (1, 2, 3)}
    given = {"parent": village, "level": "base", "opened": date(2024, 1, 1)}
    grids = [make.grid(name=f"第{n}网格", code=codes[n], **given).id for n in codes]
    make.case(grid=grids[0], state="Z20", dispute="02", accepted_on=date(2026, 3, 2))
    make.visit(grid=grids[0])
    for name in ("张𠮷㛃", "马国良"):
        who = {"name": name, "grid": grids[0], "post": "05", "joined": date(2025, 1, 1)}
        station.perform(records.save, "staff", who)
    return village, grids


@pytest.fixture
def screen(qtbot, town, shell, idle):
    made = GridChangeScreen(shell)
    shell.shown = made
    qtbot.bring_up(made, 1170, 638)
    made.enter(Target("grid_change"))
    idle()
    return made


def rows(screen):
    return [(row[0], row[3]) for row in screen.pane.table.texts()]


def read(station, record, identity):
    return station.ask(lambda session: session.get(record, identity))


def only(station, record):
    return station.ask(lambda session: session.query(record).all())


def choose(screen, idle, box, text):
    box.set_text(text)
    box.edited.emit(box.key)
    idle()


def pick(screen, idle, picked, text):
    picked.box.focus()
    picked.box.set_text(text)
    Typist().press("Return")
    idle()


def test_two_grids_are_merged_by_keyboard_and_the_sheet_is_printed(
    screen, shell, station, town, asked, idle, qtbot
):
    _, grids = town
    clerk = Typist()
    screen.form.sources.box.focus()
    for name in ("第1网格", "第2网格"):
        clerk.say(name)
        clerk.press("Return")
    screen.form.into.focus()
    screen.form.into.focus()
    clerk.say("第2网格")
    clerk.press("Tab")
    idle()
    assert rows(screen) == [(kind, "第2网格") for kind in ("调解案件", "来访来电", "任职", "任职")]
    told = "第1网格 停用\n第2网格 接收调解案件 1 件、来访来电 1 件、任职 2 人"
    assert screen._outcome.text() == told
    screen.activateWindow()
    qtbot.waitUntil(screen.isActiveWindow)
    screen.form.reason.focus()
    clerk.say("户数不足")
    asked.will("yes", True)
    clerk.press("Ctrl+Return")
    idle()
    assert told in asked.texts[0]
    assert shell.said == ["已完成网格调整，请打印《网格调整对照表》签字"]
    assert read(station, Grid, grids[0]).merged_into == grids[1]
    qtbot.waitUntil(lambda: QApplication.focusWidget() is screen.past.lines)
    clerk.press("Return")
    name, path, _ = shell.previewed[0]
    assert name == "网格调整对照表"
    assert "停用，并入第2网格" in "".join(pdf_pages(path))


def test_a_split_sends_things_by_number_keys(screen, shell, station, town, asked, idle):
    _, grids = town
    choose(screen, idle, screen.form.way, "拆分")
    choose(screen, idle, screen.form.grid, "第1网格")
    for name in ("东网格", "西网格"):
        pick(screen, idle, screen.form.parts, name)
    codes = [row[1] for row in screen.form.parts.table.texts()]
    assert codes == ["999999101201004", "999999101201005"], "the next free ones are proposed"
    assert {to for _, to in rows(screen)} == {"请选去处"}
    screen.submit()
    assert screen.form.reason.problem == "请写明变更原因"
    screen.form.reason.set_text("户数过多")
    screen.submit()
    assert shell.failed == ["调解案件 1 件、来访来电 1 件、任职 2 人还没选去处，请先选好再办。"]
    clerk = Typist()
    assert QApplication.focusWidget() is screen.pane.table
    clerk.press("1")
    clerk.press("2")
    clerk.press("2")
    clerk.press("0")
    assert [to for _, to in rows(screen)] == ["东网格", "西网格", "西网格", "暂无网格"]
    asked.will("yes", True)
    clerk.press("Ctrl+Return")
    idle()
    (case,) = only(station, MediationCase)
    assert read(station, Grid, case.grid).name == "东网格"
    places = {one.name: one.grid for one in only(station, Staff)}
    assert sorted(str(one is None) for one in places.values()) == ["False", "True"]
    assert read(station, Grid, grids[0]).closed == TODAY


def test_all_of_a_kind_go_with_the_current_one(screen, town, idle):
    choose(screen, idle, screen.form.way, "停用")
    choose(screen, idle, screen.form.grid, "第1网格")
    for name in ("第2网格", "第3网格"):
        pick(screen, idle, screen.form.targets, name)
    table, clerk = screen.pane.table, Typist()
    table.send(table.targets[0][0])
    table.setFocus()
    table.setCurrentCell(2, 0)
    clerk.press("2")
    table.setCurrentCell(2, 0)
    clerk.press("A")
    assert [to for _, to in rows(screen)[2:]] == ["第3网格", "第3网格"]


def test_a_refusal_is_said_and_nothing_typed_is_lost(screen, shell, town, asked, idle):
    choose(screen, idle, screen.form.way, "更名")
    choose(screen, idle, screen.form.grid, "第1网格")
    screen.form.name.set_text("第2网格")
    screen.form.reason.set_text("规范名称")
    asked.will("yes", True)
    screen.submit()
    idle()
    assert "同一上级下已有“第2网格”" in shell.failed[0]
    assert screen.form.name.text() == "第2网格"


def test_thinking_again_changes_nothing(screen, station, town, asked, idle):
    choose(screen, idle, screen.form.way, "停用")
    choose(screen, idle, screen.form.grid, "第3网格")
    screen.form.reason.set_text("撤销")
    asked.will("yes", False)
    screen.submit()
    idle()
    assert read(station, Grid, town[1][2]).closed is None


def test_after_the_rule_has_changed_codes_are_made_anew(screen, station, town, asked, idle):
    station.perform(settings.change, "grid_code", "{区划12}W{顺序2}")
    choose(screen, idle, screen.form.way, "重编编码")
    assert "第1网格：999999101201001 → 999999101201W01" in screen._outcome.text()
    screen.form.reason.set_text("换规则")
    asked.will("yes", True)
    screen.submit()
    idle()
    assert read(station, Grid, town[1][0]).legacy_code == "999999101201001"


def test_a_grid_chosen_before_is_there_already(screen, town, idle):
    screen.enter(Target("grid_change", record=town[1][1]))
    idle()
    assert screen.form.grid.text() == "第2网格"
    assert screen.form.sources.ids == [town[1][1]]


@pytest.mark.parametrize("size", [(964, 508), (1170, 716)])
def test_everything_fits_and_has_a_name(screen, idle, size):
    screen.resize(*size)
    QApplication.processEvents()
    assert nameless(screen) == []
    assert scrolls_sideways(screen) == []
    assert screen.minimumSizeHint().width() <= size[0]
