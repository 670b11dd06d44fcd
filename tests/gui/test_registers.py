"""Registers in the window: beside the ledgers, read only, a row leads to its case."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton

from core.services.registers import REGISTERS
from gui.ledger.register_page import RegisterPage
from gui.screens.ledgers import LedgersScreen
from gui.widgets.screen import Target
from gui.widgets.where import record_target
from tests.core.test_registers import case  # noqa: F401  one story for core and window
from tests.gui.shell import PaperShell, nameless, scrolls_sideways


@pytest.fixture
def shell(station, desk_of, tmp_path):
    return PaperShell(desk_of(station), tmp_path)


@pytest.fixture
def screen(qtbot, shell):
    made = LedgersScreen(shell)
    qtbot.addWidget(made)
    made.resize(1170, 638)
    made.show()
    return made


@pytest.fixture
def entered(screen, settle):
    def enter(name):
        screen.enter(Target("ledgers", ledger=name))
        settle(screen.desk)
        return screen.front

    return enter


def test_every_register_opens_with_the_lines_of_this_year(entered, case):  # noqa: F811
    for one in REGISTERS:
        page = entered(one.name)
        assert isinstance(page, RegisterPage)
        assert page.register is one
        assert page.table.rowCount() == 1
        assert page.chooser.period.name == "2026年"
        assert not page.empty.isVisible()


def test_enter_leads_to_the_case(qtbot, entered, shell, case):  # noqa: F811
    page = entered("register_follow_ups")
    page.table.setCurrentCell(0, 0)
    qtbot.keyClick(page.table, Qt.Key.Key_Return)
    assert shell.gone[-1] == record_target("mediation_case", case.id)


def test_an_empty_register_says_where_its_lines_come_from(entered):
    page = entered("register_loans")
    assert page.empty.isVisible()
    assert "由案件自动生成" in page.empty.text()


def test_one_changes_between_registers_and_ledgers(screen, entered, settle, case):  # noqa: F811
    page = entered("register_cases")
    page.switched.emit("staff")
    settle(screen.desk)
    assert screen.front is screen.page
    assert screen.page.ledger.name == "staff"
    screen.page.switched.emit("register_shelf")
    settle(screen.desk)
    assert screen.front.register.title == "卷宗存放位置"
    assert screen.ledger_name == ""


def test_a_register_is_exported_for_its_reader(entered, asked, settle, tmp_path, shell, case):  # noqa: F811
    page = entered("register_cases")
    page.purpose.set_text("公示")
    path = tmp_path / "a.xlsx"
    asked.will("save_file", path)
    page.export()
    settle(page.desk)
    assert path.stat().st_size > 1000
    assert shell.said[-1] == "人民调解登记簿已导出：a.xlsx"


def test_a_reader_exports_nothing(qtbot, desk_of, somebody, tmp_path, settle):
    shell = PaperShell(desk_of(somebody("reader")), tmp_path)
    made = LedgersScreen(shell)
    qtbot.addWidget(made)
    made.enter(Target("ledgers", ledger="register_cases"))
    settle(shell.desk)
    words = {one.text() for one in made.front.findChildren(QPushButton)}
    assert not words & {"导出", "导入"}
    made.export()


@pytest.mark.parametrize("size", [(844, 508), (1170, 638)])
def test_it_fits_and_names_its_controls(screen, entered, size):
    entered("register_cases")
    screen.resize(*size)
    assert not scrolls_sideways(screen.front.chooser)
    assert not nameless(screen)
    least = screen.minimumSizeHint()
    assert (least.width() <= 844, least.height() <= 508) == (True, True), least
