"""以案定补 in the window: off until it is turned on; what is missing leads to the case."""

import pytest
from PySide6.QtCore import Qt

from core.services import settings
from core.settings import SUBSIDY
from gui.screens.statistics import StatisticsScreen
from gui.screens.subsidy import SubsidyScreen
from gui.widgets.screen import Target
from gui.widgets.where import record_target
from tests.core.test_mediation_figures import agreed, closed
from tests.gui.shell import PaperShell, button, nameless, scrolls_sideways


@pytest.fixture
def shell(station, desk_of, tmp_path):
    return PaperShell(desk_of(station), tmp_path)


@pytest.fixture
def cases(station, make):
    """One that may be applied for, and one whose mediator was never asked."""
    station.perform(settings.change, SUBSIDY.key, "on")
    zhou, li = make.staff(name="周秀兰", unpaid="no"), make.staff(name="李卫民")
    made = [closed(make, mediator=one.id) for one in (zhou, li)]
    for one in made:
        agreed(make, one)
    return made


@pytest.fixture
def screen(qtbot, shell, cases, settle):
    made = SubsidyScreen(shell)
    qtbot.addWidget(made)
    made.resize(1170, 638)
    made.show()
    made.enter(Target("subsidy"))
    settle(shell.desk)
    made.chooser.step()
    settle(shell.desk)
    return made


def test_what_is_missing_stands_beside_each_case_and_leads_there(qtbot, screen, shell, cases):
    assert [row[-1] for row in screen.table.texts()] == [
        "可以申报",
        "请先在花名册里问清李卫民是否公职或禁止兼职取酬",
    ]
    assert "可以申报 1 件，200.00 元；还有 1 件差材料" in screen.state.text()
    screen.table.setCurrentCell(1, 0)
    qtbot.keyClick(screen.table, Qt.Key.Key_Return)
    assert shell.gone[-1] == record_target("mediation_case", cases[1].id)


def test_an_application_is_made_and_taken_back(screen, settle):
    button(screen, "申报这一期").click()
    settle(screen.desk)
    assert "已在 2026-03-25 申报：1 件" in screen.state.text()
    button(screen, "撤回申报").click()
    settle(screen.desk)
    assert button(screen, "申报这一期").isEnabled()


def test_the_tables_are_exported(screen, settle, asked, tmp_path, shell):
    path = tmp_path / "a.xlsx"
    asked.will("save_file", path)
    screen.export()
    settle(screen.desk)
    assert path.stat().st_size > 1000
    assert shell.said[-1] == "以案定补表已导出：a.xlsx"


@pytest.mark.parametrize("on", [True, False])
def test_only_a_station_that_pays_by_case_sees_the_way_there(qtbot, station, shell, settle, on):
    if on:
        station.perform(settings.change, SUBSIDY.key, "on")
    made = StatisticsScreen(shell)
    qtbot.addWidget(made)
    made.show()
    made.enter(Target("statistics"))
    settle(shell.desk)
    assert made.subsidy.isVisible() is on


@pytest.mark.parametrize("size", [(844, 508), (1170, 638)])
def test_it_fits_and_names_its_controls(screen, size):
    screen.resize(*size)
    assert not scrolls_sideways(screen)
    assert not nameless(screen)
    least = screen.minimumSizeHint()
    assert (least.width() <= 844, least.height() <= 508) == (True, True), least
