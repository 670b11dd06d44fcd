"""统计报表: a week's figures, each with its list, and the sheet as PDF and Word."""

from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QToolButton

from core.services import looks
from gui.screens.weekly import WeeklyScreen
from gui.widgets.figure_table import FigureTable
from gui.widgets.screen import Target
from gui.widgets.where import list_target
from tests.gui.shell import PaperShell, nameless, scrolls_sideways

THURSDAY = date(2026, 3, 19)


@pytest.fixture
def shell(station, desk_of, tmp_path):
    return PaperShell(desk_of(station), tmp_path)


@pytest.fixture
def case(make):
    return make.case(dispute="03", accepted_on=THURSDAY, due=date(2026, 4, 18), state="Z20")


@pytest.fixture
def screen(qtbot, shell, case, settle):
    made = WeeklyScreen(shell)
    qtbot.addWidget(made)
    made.resize(1170, 638)
    made.show()
    made.enter(Target("weekly"))
    settle(shell.desk)
    return made


def table(screen, name) -> FigureTable:
    return next(one for one in screen.findChildren(FigureTable) if one.accessibleName() == name)


def row(screen, name):
    model = table(screen, "本期数据").model()
    for number in range(model.rowCount()):
        if model.index(number, 0).data() == name:
            return [model.index(number, column).data() for column in range(4)]
    raise AssertionError(name)


def test_the_last_week_over_is_shown_first(screen):
    assert "3月13日至3月19日" in screen._span.text()
    assert row(screen, "受理纠纷（件）") == ["受理纠纷（件）", "1", "0", "上期为0件"]
    assert row(screen, "应结办结率")[1] == "—"


def test_on_its_last_day_the_present_week_is_shown(qtbot, shell, settle, clock):
    clock.tick(days=1)
    made = WeeklyScreen(shell)
    qtbot.addWidget(made)
    made.enter(Target("weekly"))
    settle(shell.desk)
    assert "3月20日至3月26日" in made._span.text()


def test_a_figure_opens_its_list_by_enter(qtbot, screen, shell, case):
    figures = table(screen, "本期数据")
    figures.setFocus()
    qtbot.keyClick(figures, Qt.Key.Key_Right)
    qtbot.keyClick(figures, Qt.Key.Key_Return)
    title = "受理纠纷（3月13日至3月19日）"
    assert shell.gone == [list_target("mediation_case", [case.id], title)]


def test_a_figure_of_nothing_opens_nothing(qtbot, screen, shell):
    figures = table(screen, "本期数据")
    figures.setCurrentIndex(figures.model().index(7, 1))
    qtbot.keyClick(figures, Qt.Key.Key_Return)
    assert shell.gone == []


def test_weeks_are_stepped_through_but_not_beyond_today(qtbot, screen, shell, settle):
    screen.step(-1)
    settle(shell.desk)
    assert "3月6日至3月12日" in screen._span.text()
    assert row(screen, "受理纠纷（件）")[1] == "0"
    for _ in range(5):
        screen.step(1)
    settle(shell.desk)
    assert "3月20日至3月26日" in screen._span.text()
    onward = next(
        one for one in screen.findChildren(QToolButton) if one.accessibleName() == "下一周"
    )
    assert not onward.isEnabled()


def test_the_sheet_is_previewed_as_it_prints(screen, shell):
    screen.print_it()
    ((title, _path, pages),) = shell.previewed
    assert (title, pages) == ("周报0319", 1)


@pytest.mark.parametrize("name", ["周报.docx", "周报.pdf"])
def test_the_sheet_is_exported_as_pdf_and_word(screen, settle, asked, tmp_path, name):
    shell = screen.shell
    asked.will("save_file", tmp_path / name)
    screen.export()
    settle(shell.desk)
    assert (tmp_path / name).stat().st_size > 1000
    assert shell.said == [f"周报已导出：{name}"]
    (person,) = shell.desk.station.ask(looks.of_week, shell.desk.station.today())
    assert [one.label for one in person.looks] == ["导出：周报 3月13日至3月19日"]


def test_an_export_that_is_left_writes_nothing(screen, shell, settle, asked, tmp_path):
    asked.will("save_file", None)
    screen.export()
    settle(shell.desk)
    assert (list(tmp_path.glob("*.docx")), shell.said) == ([], [])


def test_an_export_of_another_kind_is_told(screen, shell, settle, asked, tmp_path):
    asked.will("save_file", tmp_path / "周报.txt")
    screen.export()
    settle(shell.desk)
    assert ".pdf" in shell.failed[0]


def test_the_villages_are_listed_without_an_order_of_merit(qtbot, shell, settle, make):
    for name in ("东风村", "石桥村"):
        make.grid(name=name, level="village")
    made = WeeklyScreen(shell)
    qtbot.addWidget(made)
    made.enter(Target("weekly"))
    settle(shell.desk)
    model = table(made, "各村（社区）").model()
    assert [model.index(n, 0).data() for n in range(2)] == ["东风村", "石桥村"]


def test_it_fits_a_small_window(screen):
    hint = screen.minimumSizeHint()
    assert (hint.width() <= 964, hint.height() <= 508) == (True, True)
    screen.resize(964, 508)
    assert (nameless(screen), scrolls_sideways(screen)) == ([], [])
