"""调解统计 in the window: a period, a figure and its list, what does not fit, what was reported."""

import threading
from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton

from core.services import reported, statistics
from gui.screens.statistics import StatisticsScreen
from gui.widgets.screen import Target
from gui.widgets.where import list_target
from tests.core.test_mediation_figures import MARCH, closed
from tests.gui.shell import PaperShell, button, nameless, scrolls_sideways

FEBRUARY = {"day": date(2026, 2, 20), "accepted_on": date(2026, 2, 2)}


@pytest.fixture
def shell(station, desk_of, tmp_path):
    return PaperShell(desk_of(station), tmp_path)


@pytest.fixture
def case(make):
    return closed(make, **FEBRUARY)


@pytest.fixture
def screen(qtbot, shell, case, settle):
    made = StatisticsScreen(shell)
    qtbot.addWidget(made)
    made.resize(1170, 638)
    made.show()
    made.enter(Target("statistics"))
    settle(shell.desk)
    return made


def row(screen, name):
    model = screen.cases.model()
    for number in range(model.rowCount()):
        if model.index(number, 0).data().strip() == name:
            return [model.index(number, column).data() for column in range(6)]
    raise AssertionError(name)


def told(screen):
    model = screen.faults.model()
    return [model.index(n, 0).data() for n in range(model.rowCount())]


def test_the_last_month_over_is_shown_first_and_one_steps_to_the_present_one(screen, settle):
    assert screen.chooser.period.name == "2026年2月"
    assert row(screen, "调解案件总数")[1:] == ["件", "1", "0", "1", ""]
    screen.chooser.step()
    settle(screen.desk)
    assert row(screen, "调解案件总数")[2] == "0"
    screen.chooser.step()
    assert screen.chooser.period == MARCH


def test_a_figure_opens_its_list_by_enter(qtbot, screen, shell, case):
    model = screen.cases.model()
    place = next(n for n in range(model.rowCount()) if "总数" in model.index(n, 0).data())
    screen.cases.setCurrentIndex(model.index(place, 2))
    screen.cases.setFocus()
    qtbot.keyClick(screen.cases, Qt.Key.Key_Return)
    title = "调解案件总数（2月1日至2月28日）"
    assert shell.gone[-1] == list_target("mediation_case", [case.id], title)


def test_any_period_is_typed_and_what_is_none_is_told(qtbot, screen, shell, settle):
    typed = screen.chooser._typed
    qtbot.keyClicks(typed, "2026-Q1")
    qtbot.keyClick(typed, Qt.Key.Key_Return)
    settle(screen.desk)
    assert screen.chooser.period.name == "2026年第1季度"
    typed.setText("春天")
    qtbot.keyClick(typed, Qt.Key.Key_Return)
    assert "统计期请写成" in shell.failed[-1]
    assert screen.chooser.period.name == "2026年第1季度"


def test_another_kind_of_period_holds_the_day_shown(screen, settle):
    screen.chooser._kind.set_text("年")
    screen.chooser._on_kind()
    settle(screen.desk)
    assert screen.chooser.period.name == "2026年"


def test_what_does_not_fit_stands_beside_and_opens_its_cases(qtbot, screen, shell, settle, make):
    bare = closed(make, dispute=None, **FEBRUARY)
    screen.refresh()
    settle(screen.desk)
    place = next(n for n, text in enumerate(told(screen)) if "各类纠纷合计 1 件" in text)
    index = screen.faults.model().index(place, 0)
    screen.faults.setCurrentIndex(index)
    qtbot.keyClick(screen.faults, Qt.Key.Key_Return)
    assert shell.gone[-1].ids == (bare.id,)


def test_a_report_is_frozen_and_what_changes_later_is_marked(screen, settle, make, station):
    button(screen, "上报并冻结").click()
    settle(screen.desk)
    assert "已由李海燕在2026年3月25日上报" in screen.state.text()
    assert row(screen, "调解案件总数")[5] == "1"
    closed(make, **FEBRUARY)
    screen.refresh()
    settle(screen.desk)
    assert row(screen, "调解案件总数")[5] == "1 ≠"
    assert "与已报数不一致" in screen.state.text()
    assert "多了 1 件，少了 0 件" in screen.state.text()


def test_reporting_twice_is_asked(screen, settle, asked):
    screen.freeze()
    settle(screen.desk)
    asked.will("yes", False)
    screen.freeze()
    settle(screen.desk)
    assert "再报一次" in asked.texts[-1]


@pytest.mark.parametrize("ending", [".docx", ".xlsx"])
def test_both_tables_are_exported_in_every_form(screen, settle, asked, tmp_path, shell, ending):
    for place in (0, 1):
        screen.turn_to(place)
        settle(screen.desk)
        path = tmp_path / f"{place}{ending}"
        asked.will("save_file", path)
        screen.export()
        settle(screen.desk)
        assert path.stat().st_size > 1000
    assert "统计表已导出" in shell.said[-1]


def test_staff_and_funding_are_counted_and_what_is_unknown_stays_open(screen, settle, make):
    make.staff(name="周秀兰", mediator="full", sex="2", education="21", political="01")
    screen.turn_to(1)
    settle(screen.desk)
    model = screen.staffing.model()
    rows = {model.index(n, 0).data(): model.index(n, 3).data() for n in range(model.rowCount())}
    assert rows["人民调解员总数"] == rows["女性"] == rows["本科及以上"] == "1"
    assert rows["调委会补助（工作）经费"] == "—"
    assert "还没有登记" in screen.state.text()


def test_who_may_not_send_reads_and_prints_only(qtbot, desk_of, somebody, tmp_path, settle):
    shell = PaperShell(desk_of(somebody("mediator")), tmp_path)
    made = StatisticsScreen(shell)
    qtbot.addWidget(made)
    made.show()
    made.enter(Target("statistics"))
    settle(shell.desk)
    assert not button(made, "上报并冻结").isVisible()
    made.export()
    assert not made.findChildren(QPushButton, "导出")


@pytest.mark.parametrize("size", [(844, 508), (1170, 638)])
def test_it_fits_and_names_its_controls(screen, size):
    screen.resize(*size)
    assert not scrolls_sideways(screen)
    assert not nameless(screen)
    least = screen.minimumSizeHint()
    assert (least.width() <= 844, least.height() <= 508) == (True, True), least


def test_a_period_reported_by_the_verb_is_reported_in_the_window(station, screen, settle):
    station.perform(reported.freeze, screen.chooser.period, "closed")
    screen.refresh()
    settle(screen.desk)
    assert "上报" in screen.state.text()


def test_counting_is_stopped_by_the_clerk_and_shows_no_old_figures(
    qtbot, screen, settle, monkeypatch
):
    asked, going_on = threading.Event(), threading.Event()

    def slow(_session, _period, progress):
        progress("正在统计案件")
        asked.set()
        assert going_on.wait(10)
        progress("正在统计案件")

    monkeypatch.setattr(statistics, "overview", slow)
    screen.chooser.changed.emit(screen.chooser.period)
    qtbot.waitUntil(asked.is_set)
    screen._strip._cancel()
    going_on.set()
    settle(screen.desk)
    assert "统计已停下" in screen.state.text()
    assert screen.cases.model().rowCount() == 0
