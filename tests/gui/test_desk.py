"""工作台: what is owed comes first, every figure opens its list, nothing scrolls at 1366×690."""

from datetime import date, timedelta

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QLabel, QPushButton, QScrollArea

from core.services import desk, drafts, meeting
from core.services.owed import Owed, Source
from core.services.pending import Item
from gui import theme
from gui.screens.desk import DeskScreen
from gui.widgets.door import Door
from gui.widgets.lines import Lines
from gui.widgets.screen import Target
from gui.widgets.where import list_target, record_target
from reports.chart import Arc
from tests.gui.shell import PaperShell, nameless, scrolls_sideways, tab_round

DAY = date(2026, 3, 25)


@pytest.fixture
def shell(station, desk_of, tmp_path):
    return PaperShell(desk_of(station), tmp_path)


@pytest.fixture
def screen(qtbot, shell, settle):
    def opened(size=(1170, 638)):
        made = DeskScreen(shell)
        qtbot.addWidget(made)
        made.resize(*size)
        made.show()
        made.enter(Target("desk"))
        settle(shell.desk)
        return made

    return opened


def overdue(make, days=2):
    accepted = DAY - timedelta(days=30 + days)
    return make.case(
        title="东风村三组通道纠纷",
        dispute="03",
        accepted_on=accepted,
        due=DAY - timedelta(days=days),
        state="Z20",
    )


def texts(widget):
    return [label.text() for label in widget.findChildren(QLabel) if not label.isHidden()]


def test_the_day_and_the_person_are_greeted(screen):
    shown = texts(screen())
    assert "上午好，李海燕" in shown
    assert "2026年3月25日 星期三" in shown


@pytest.mark.parametrize(("hours", "words"), [(4, "中午好"), (7, "下午好"), (12, "晚上好")])
def test_the_greeting_follows_the_clock(screen, clock, hours, words):
    clock.tick(hours=hours)
    assert f"{words}，李海燕" in texts(screen())


def test_an_empty_station_owes_nothing_and_says_so(screen):
    shown = texts(screen())
    assert "今天没有要报的" in shown
    assert "没有到期的，也没有超期的" in shown


def test_a_new_station_has_three_doors_until_something_is_registered(
    qtbot, screen, make, shell, settle
):
    made = screen()
    doors = made.findChildren(Door)
    assert [one.accessibleName() for one in doors if one.isVisible()] == [
        "导入现有台账",
        "登记第一件",
        "看演示",
    ]
    for one in doors:
        qtbot.keyClick(one, Qt.Key.Key_Return)
    assert [one.place for one in shell.gone] == ["import", "mediation", "demo"]
    make.case()
    made.refresh()
    settle(shell.desk)
    assert not any(one.isVisible() for one in doors)
    assert made._lines.isVisible()


def test_what_is_overdue_is_said_in_words_and_opens_its_case(qtbot, screen, make, shell):
    case = overdue(make)
    made = screen()
    lines = next(one for one in made.findChildren(Lines) if one.accessibleName() == "今日到期·超期")
    assert (lines.line(0).text, lines.line(0).right) == ("东风村三组通道纠纷", "超期 2 天")
    assert lines.line(0).tone == "bad"
    lines.setFocus()
    qtbot.keyClick(lines, Qt.Key.Key_Return)
    assert shell.gone == [record_target("mediation_case", case.id)]


@pytest.mark.parametrize("about_a_case", [False, True])
def test_a_form_left_half_typed_is_gone_on_with(
    qtbot, screen, make, station, shell, settle, about_a_case
):
    case = make.case(title="围栏纠纷") if about_a_case else None
    kept_as = "agreement" if case else "staff"
    station.jot(drafts.keep, kept_as, {"name": "王秀英"}, case and case.id)
    made = screen()
    lines = made._todo["待补全·待签回"].lines
    row = next(n for n in range(lines.count) if lines.line(n).text.startswith("接着写"))
    assert lines.line(row).right == "08:10 存"
    lines.setFocus()
    lines.set_row(row)
    qtbot.keyClick(lines, Qt.Key.Key_Return)
    settle(shell.desk)
    form = Target("ledgers", ledger="staff", begin=True)
    assert shell.gone == [record_target("mediation_case", case.id) if case else form]


def test_a_draft_used_up_elsewhere_is_said_to_be_gone(qtbot, screen, station, shell, settle):
    station.jot(drafts.keep, "staff", {"name": "王秀英"})
    lines = screen()._todo["待补全·待签回"].lines
    station.jot(drafts.drop, "staff")
    lines.setFocus()
    qtbot.keyClick(lines, Qt.Key.Key_Return)
    settle(shell.desk)
    assert (shell.gone, shell.failed) == ([], ["这份草稿已经用掉或清空了。"])


def test_the_weekly_sheet_due_today_leads_to_the_report(qtbot, screen, clock, shell):
    clock.tick(days=2)
    made = screen()
    lines = next(one for one in made.findChildren(Lines) if one.accessibleName() == "今天要报")
    assert lines.line(0).right == "12:00前报出"
    lines.setFocus()
    qtbot.keyClick(lines, Qt.Key.Key_Return)
    assert shell.gone == [Target("weekly")]


def test_a_figure_opens_exactly_its_cases(qtbot, screen, make, shell, settle):
    case = overdue(make)
    make.case()
    made = screen()
    card = made._cards["overdue"]
    assert card.accessibleName() == "已超期 1 调解期限已过，未调结"
    qtbot.keyClick(card, Qt.Key.Key_Return)
    settle(shell.desk)
    assert shell.gone == [list_target("mediation_case", [case.id], "已超期")]


def test_a_rate_shows_what_it_is_a_share_of_and_of_what(screen, make):
    overdue(make, days=3)
    card = screen()._cards["due_closed_rate"]
    assert card.accessibleName() == (
        "本月应结办结率 0/1 = 0.00% 3月1日至3月25日到期的，已调结或办结"
    )


def test_a_point_of_a_chart_is_walked_to_and_opens_its_cases(qtbot, screen, make, shell, settle):
    case = overdue(make)
    other = make.case(title="邻里", dispute="02", accepted_on=DAY, due=DAY + timedelta(days=30))
    made = screen()
    made._lines.setFocus()
    for _ in range(11):
        qtbot.keyClick(made._lines, Qt.Key.Key_Right)
    qtbot.keyClick(made._lines, Qt.Key.Key_Return)
    settle(shell.desk)
    assert shell.gone[-1] == list_target("mediation_case", [case.id], "2026年2月受理")
    qtbot.keyClick(made._lines, Qt.Key.Key_Right)
    qtbot.keyClick(made._lines, Qt.Key.Key_Left)
    qtbot.keyClick(made._lines, Qt.Key.Key_Right)
    qtbot.keyClick(made._lines, Qt.Key.Key_Return)
    settle(shell.desk)
    assert shell.gone[-1] == list_target("mediation_case", [other.id], "2026年3月受理")


def test_a_sector_of_the_ring_opens_its_kind_by_mouse(qtbot, screen, make, shell, settle):
    case = overdue(make)
    made = screen()
    arc = next(one for one in made._ring.shapes.items if isinstance(one, Arc))
    scale = theme.size("caption") / 9
    x, y = arc.centre[0] * scale, (arc.centre[1] - arc.radius + 4) * scale
    qtbot.mouseClick(made._ring, Qt.MouseButton.LeftButton, pos=QPoint(round(x + 3), round(y)))
    settle(shell.desk)
    assert shell.gone == [list_target("mediation_case", [case.id], "房屋宅基地纠纷")]


def test_a_chief_has_the_columns_of_a_chief(qtbot, somebody, make, desk_of, settle, tmp_path):
    overdue(make)
    shell = PaperShell(desk_of(somebody("chief", "王站长")), tmp_path)
    made = DeskScreen(shell)
    qtbot.bring_up(made, 1170, 638)
    made.enter(Target("desk"))
    settle(shell.desk)
    named = [one.accessibleName() for one in made.findChildren(Lines)]
    assert named == ["昨日新增·办结", "逐件过的事项", "交办未销号", "本周数", desk.STATION]
    shown = texts(made)
    assert "交办的都销号了" in shown
    week = made._todo["本周数"]
    assert week.lines.line(3).right == "1 件"
    week.lines.setFocus()
    week.lines.set_row(3)
    qtbot.keyClick(week.lines, Qt.Key.Key_Return)
    settle(shell.desk)
    assert [target.title for target in shell.gone] == ["已超期"]


def test_a_column_that_comes_later_finds_its_place_in_the_order_of_tab(
    qtbot, screen, shell, settle, monkeypatch
):
    made = screen()
    owing = Source("各村未交", lambda *_: Owed([Item("东风村", "旬报")]), desk.CLERKS)
    monkeypatch.setattr(desk, "TODO_SOURCES", (*desk.TODO_SOURCES, owing))
    made.refresh()
    settle(shell.desk)
    lists = [one for one in tab_round(made) if isinstance(one, Lines)]
    names = [one.accessibleName() for one in lists]
    last = names.index(desk.STATION) - len(names) + 1
    assert names[last] == "各村未交", "wherever the round begins"
    assert lists[last].line(0).right == "旬报"
    assert (nameless(made), scrolls_sideways(made)) == ([], [])


def test_the_charts_tell_their_figures_in_words(screen, make):
    overdue(make)
    made = screen()
    assert "受理" in made._lines.accessibleDescription()
    assert "1" in made._ring.accessibleDescription()


def test_the_morning_sheet_is_compiled_and_previewed(screen, shell, settle, station):
    screen().print_it()
    settle(shell.desk)
    ((title, _path, pages),) = shell.previewed
    assert (title, pages) == ("晨会单0325", 1)
    assert station.ask(meeting.held_on, DAY) is not None


def test_a_new_case_is_one_key_away(screen, shell):
    screen().new()
    assert shell.gone == [Target("mediation", ledger="mediation_case")]


def test_a_reader_is_offered_nothing_to_change(qtbot, somebody, desk_of, settle, tmp_path):
    shell = PaperShell(desk_of(somebody("reader")), tmp_path)
    made = DeskScreen(shell)
    qtbot.addWidget(made)
    made.enter(Target("desk"))
    made.new()
    made.print_it()
    settle(shell.desk)
    buttons = {one.text() for one in made.findChildren(QPushButton)}
    assert not buttons & {"登记纠纷", "打印晨会单", "速记"}
    assert (shell.gone, shell.previewed) == ([], [])


def test_it_fills_the_usual_window_without_scrolling(qtbot, screen):
    made = screen((1366 - 196, 690 - 52))
    area = made.findChild(QScrollArea)
    qtbot.waitUntil(lambda: area.verticalScrollBar().maximum() == 0)
    assert area.widget().width() == area.viewport().width()


def test_a_small_window_scrolls_down_but_never_sideways(screen):
    made = screen((1024 - 60, 560 - 52))
    area = made.findChild(QScrollArea)
    assert area.verticalScrollBar().maximum() > 0
    assert area.widget().minimumSizeHint().width() <= area.viewport().width()


@pytest.mark.parametrize("width", [1060, 1093, 1200])
def test_no_width_cuts_the_figures_off(screen, make, width):
    make.case(accepted_on=DAY - timedelta(days=30), due=DAY, state="Z60", closed_on=DAY)
    made = screen((width - 60, 560 - 52))
    assert "1/1 = 100.00%" in made._cards["due_closed_rate"].accessibleName()
    area = made.findChild(QScrollArea)
    assert area.widget().minimumSizeHint().width() <= area.viewport().width()


def test_a_change_elsewhere_is_shown_after_refresh(screen, make, shell, settle):
    made = screen()
    overdue(make)
    made.refresh(frozenset({"mediation_case"}))
    settle(shell.desk)
    assert "1" in made._cards["overdue"].accessibleName()


def test_every_control_has_a_name_and_nothing_scrolls_sideways(screen, make):
    overdue(make)
    made = screen((1024 - 60, 560 - 52))
    assert (nameless(made), scrolls_sideways(made)) == ([], [])
