"""月度考核 in the window: off until turned on, counted, disputed, answered, locked."""

from datetime import date
from decimal import Decimal

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton

from core.records.staff import Post
from core.rights import Actor
from core.services import assessment, assessment_rules, founding, records, settings
from gui.screens.assessment import AssessmentScreen
from gui.screens.weekly import WeeklyScreen
from gui.widgets.screen import Target
from gui.widgets.where import list_target
from tests.gui.shell import PaperShell, nameless, scrolls_sideways

MARCH = date(2026, 3, 1)


@pytest.fixture
def people(station, make):
    made = []
    for name, place in (("王秀英", "东风村一网格"), ("李四", "红旗村二网格")):
        one, grid = make.staff(name=name), make.grid(name=place)
        make.record(Post(staff=one.id, grid=grid.id, kind="04", since=MARCH, main=True))
        made.append(one)
    return made


@pytest.fixture
def late(make, people):
    return make.task(title="清河道", owner=people[0].id, due=date(2026, 3, 5))


@pytest.fixture
def on(station, late):
    station.perform(settings.change, "assessment", "on")
    return station


@pytest.fixture
def opened(qtbot, desk_of, tmp_path, settle):
    def make_screen(station, size=(1170, 638)):
        shell = PaperShell(desk_of(station), tmp_path)
        made = AssessmentScreen(shell)
        qtbot.bring_up(made, *size)
        made.enter(Target("assessment"))
        settle(shell.desk)
        if made.chooser.period is not None:
            made.chooser.step()
            settle(shell.desk)
        return made

    return make_screen


@pytest.fixture
def counted(on):
    on.perform(assessment_rules.begin)
    on.perform(assessment.count, MARCH)
    return on


def button(screen, words):
    return next(
        one for one in screen.findChildren(QPushButton) if one.text() == words and one.isVisible()
    )


def acts(screen):
    return {one.text() for one in screen.findChildren(QPushButton) if one.isVisible()}


def cell(table, row, column):
    return table.model().index(row, column).data()


def test_a_station_that_does_not_assess_is_told_where_it_is_turned_on(opened, station):
    screen = opened(station)
    assert "没有启用月度考核" in screen._empty._words.text()
    assert not acts(screen) & {"计算", "公示表", "考核办法"}


@pytest.mark.parametrize("wanted", ["off", "on"])
def test_the_way_there_is_shown_only_where_it_is_on(
    qtbot, station, desk_of, tmp_path, settle, wanted
):
    station.perform(settings.change, "assessment", wanted)
    shell = PaperShell(desk_of(station), tmp_path)
    weekly = WeeklyScreen(shell)
    qtbot.addWidget(weekly)
    weekly.enter(Target("weekly"))
    settle(shell.desk)
    assert weekly.assessment.isHidden() == (wanted == "off")


def test_the_common_rules_are_taken_counted_and_every_figure_opens_its_records(
    qtbot, opened, on, settle, late
):
    screen = opened(on)
    button(screen, "考核办法").click()
    button(screen, "装入常用办法").click()
    settle(screen.desk)
    assert screen.rules.table.rowCount() == 6
    assert "满分 100 分" in screen.rules._sum.text()
    button(screen, "计算").click()
    settle(screen.desk)
    assert screen.people.texts() == [
        ["王秀英", "东风村一网格", "82.00", "1 项待评"],
        ["李四", "红旗村二网格", "85.00", "1 项待评"],
    ]
    table = screen.sheet.table
    assert [cell(table, 2, n) for n in range(5)] == ["交办事项", "30", "1", "27", "27"]
    table.setFocus()
    table.setCurrentIndex(table.model().index(2, 2))
    qtbot.keyClick(table, Qt.Key.Key_Return)
    assert screen.shell.gone == [list_target("task", (late.id,), "交办事项")]


def test_a_rule_is_added_changed_and_stopped(opened, counted, settle):
    screen = opened(counted)
    button(screen, "考核办法").click()
    pane = screen.rules
    button(screen, "添加").click()
    for key, text in (("name", "巡查"), ("points", "10")):
        pane.panel.boxes[key].set_text(text)
    pane.panel.answer()
    settle(screen.desk)
    assert pane.table.texts()[-1] == ["巡查", "人工评", "10", "人工评，写理由"]
    pane.table.setCurrentCell(2, 0)
    button(screen, "修改").click()
    pane.panel.boxes["step"].set_text("0.5")
    pane.panel.boxes["cap"].set_text("6")
    pane.panel.answer()
    settle(screen.desk)
    assert pane.table.texts()[2][-1] == "目标 0，每多 1 扣 0.5，最多扣 6"
    button(screen, "停用").click()
    settle(screen.desk)
    assert "交办事项" not in [row[0] for row in pane.table.texts()]


def test_points_are_changed_with_a_reason_said_below_the_field(opened, counted, settle):
    screen = opened(counted)
    table = screen.sheet.table
    table.setCurrentIndex(table.model().index(2, 0))
    button(screen, "调整").click()
    screen.sheet.panel.boxes["to"].set_text("30")
    screen.sheet.panel.answer()
    settle(screen.desk)
    assert "理由" in screen.shell.failed[0]
    screen.sheet.panel.boxes["reason"].set_text("停电一天")
    screen.sheet.panel.answer()
    settle(screen.desk)
    assert (cell(table, 2, 4), cell(table, 2, 5)) == ("30", "调整：停电一天")


def test_a_month_goes_from_shown_to_locked(opened, counted, settle, asked, people):
    screen = opened(counted)
    button(screen, "公示").click()
    settle(screen.desk)
    assert screen.chip.text() == "已公示"
    for sheet in counted.ask(assessment.month, MARCH).sheets:
        counted.perform(assessment.adjust, sheet.scores[-1].line.id, Decimal(15), "都完成")
    asked.will("yes", True)
    button(screen, "锁定").click()
    settle(screen.desk)
    screen.refresh()
    settle(screen.desk)
    assert screen.chip.text() == "已锁定"
    assert not acts(screen) & {"计算", "公示", "锁定"}
    assert not button(screen, "调整").isEnabled()


def test_the_sheets_are_previewed_and_exported(opened, counted, asked, tmp_path, settle):
    screen = opened(counted)
    screen.print_it()
    screen.print_sheets()
    assert [title for title, _, _ in screen.shell.previewed] == [
        "月度考核公示表",
        "月度考核个人评分表",
    ]
    asked.will("save_file", tmp_path / "a.xlsx")
    screen.export()
    settle(screen.desk)
    assert screen.shell.said[-1] == "公示表已导出：a.xlsx"


def test_a_clerk_sees_his_own_sheet_and_says_what_is_wrong(opened, counted, settle, people):
    user = counted.perform(founding.add_user, "王秀英", "clerk").value
    counted.perform(records.save, "user", {"staff": people[0].id}, user.id)
    screen = opened(counted.as_(Actor(user.id, user.name, user.role)))
    assert [row[0] for row in screen.people.texts()] == ["王秀英"]
    assert not acts(screen) & {"计算", "公示", "锁定", "考核办法", "调整", "复核"}
    table = screen.sheet.table
    table.setCurrentIndex(table.model().index(2, 0))
    button(screen, "申诉").click()
    screen.sheet.panel.boxes["text"].set_text("那件不是我的")
    screen.sheet.panel.answer()
    settle(screen.desk)
    assert cell(table, 2, 5) == "申诉：那件不是我的"
    chief = opened(counted)
    assert chief.people.texts()[0][-1] == "1 项待评，1 项申诉待复核"
    chief.sheet.table.setCurrentIndex(chief.sheet.table.model().index(2, 0))
    button(chief, "复核").click()
    chief.sheet.panel.boxes["text"].set_text("核实，是本人的")
    chief.sheet.panel.answer()
    settle(chief.desk)
    assert "复核：核实，是本人的" in cell(chief.sheet.table, 2, 5)


@pytest.mark.parametrize("size", [(1170, 638), (964, 508)])
def test_every_control_has_a_name_and_nothing_scrolls_sideways(opened, counted, size):
    screen = opened(counted, size)
    assert (nameless(screen), scrolls_sideways(screen)) == ([], [])
