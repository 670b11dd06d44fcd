"""The place 网格与人员: map and tree choose the same grid; figures open the list they count."""

from datetime import date
from types import SimpleNamespace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton

from core import places
from core.ids import Ids
from core.intake import outlines
from core.records.grid import Grid
from core.records.mediation_case import MediationCase
from core.rights import Right
from core.services import grids, records
from core.station import operation
from gui.screens.grids import GridsScreen
from gui.widgets import map_view
from gui.widgets.screen import Target
from tests.gui import walking
from tests.gui.shell import PaperShell

DAY = date(2026, 3, 25)
VILLAGES = outlines.read(places.resources() / "demo" / "villages.geojson")
SIZES = [(964, 508), (1170, 716)]


@operation("登记", needs=Right.KEEP)
def keep_all(tx, listed):
    for record in listed:
        tx.add(record)


@pytest.fixture
def town(station):
    """石桥镇 with its twelve villages; three cases in 高家庄村, two of them in its first grid."""
    ids = Ids(station.clock)
    top = Grid(id=ids.new(), name="石桥镇", code="999999101000", level="town")
    made = [Grid(id=ids.new(), name=one.name, code=one.code, parent=top.id) for one in VILLAGES]
    village = made[2].id
    first = Grid(id=ids.new(), name="高家庄村第1网格", code="999999101203001", parent=village)
    cases = [
        MediationCase(title="相邻通行", source="02", state="Z20", accepted_on=DAY, grid=grid)
        for grid in (village, first.id, first.id, None)
    ]
    listed = [top, *made, first]
    known = {one.name: SimpleNamespace(id=one.id) for one in listed}
    station.perform(keep_all, [*listed, *cases])
    return known


@pytest.fixture
def drawn(station, town):
    station.perform(grids.draw_outlines, VILLAGES)
    return town


@pytest.fixture
def opened(qtbot, desk_of, settle, tmp_path):
    """Open the screen, in the small window unless told otherwise, with everything read."""

    def open_(station, size=SIZES[0], **target):
        screen = GridsScreen(PaperShell(desk_of(station), tmp_path))
        qtbot.addWidget(screen)
        screen.shell.shown = screen
        screen.resize(*size)
        screen.show()
        screen.enter(Target("grids", **target))
        settle(screen.desk)
        screen.tree.setFocus()
        return screen

    return open_


@pytest.fixture
def screen(opened, station, drawn):
    return opened(station)


def press(widget, *keys):
    for key in keys:
        QTest.keyClick(widget, key)


def press_button(screen, words):
    QTest.mouseClick(
        next(one for one in screen.findChildren(QPushButton) if one.text() == words),
        Qt.MouseButton.LeftButton,
    )


def current(screen):
    return screen.tree.currentItem().text(0)


def go_to(screen, grid, settle):
    screen.tree.choose(grid.id)
    settle(screen.desk)


def test_the_map_shows_twelve_villages_with_what_is_open(screen):
    told = screen.map.accessibleDescription()
    assert "高家庄村 3 件" in told
    assert told.count("件") == 12


def test_the_head_counts_every_open_case_once(screen):
    assert screen._count.text() == "14 个网格 · 办理中 4 件纠纷"
    assert screen._elsewhere.text() == "另有 1 件不在图上，看清单"


def test_neighbours_on_the_map_lie_side_by_side(screen):
    """Common borders stay common: no outline is moved against another."""
    shapes = [item.sceneBoundingRect() for item in screen.map._shapes]
    across = max(one.right() for one in shapes) - min(one.left() for one in shapes)
    widest = max(one.width() for one in shapes)
    assert across == pytest.approx(14738, rel=0.01)
    assert widest < across / 2


def test_arrows_in_the_tree_choose_on_the_map(screen, settle):
    press(screen.tree, Qt.Key.Key_Down)
    assert current(screen) == "东风村"
    assert screen.map.chosen.name == "东风村"
    press(screen.tree, Qt.Key.Key_Up)
    assert screen.map.chosen is None
    settle(screen.desk)


def test_arrows_on_the_map_choose_in_the_tree(screen, drawn, settle):
    go_to(screen, drawn["东风村"], settle)
    screen.map.setFocus()
    press(screen.map, Qt.Key.Key_Right)
    assert screen.map.chosen.name == current(screen) != "东风村"
    settle(screen.desk)


def test_a_click_on_the_map_chooses_in_the_tree(screen, drawn, settle):
    place = screen.map.place_of(str(drawn["青石村"].id))
    QTest.mouseClick(screen.map.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert current(screen) == "青石村"
    settle(screen.desk)
    assert screen.card._name.text() == "青石村"


def test_a_grid_without_outline_shows_its_village_on_the_map(screen, drawn, settle):
    go_to(screen, drawn["高家庄村第1网格"], settle)
    assert screen.map.chosen.name == "高家庄村"
    assert screen.card._list.text() == "办理中 2 件"


def test_the_chosen_grid_tells_who_answers_for_it(screen, station, drawn, settle):
    values = {"name": "张𠮷㛃", "grid": drawn["东风村"].id, "post": "04", "phone": "0000-8800123"}
    values["joined"] = date(2025, 1, 1)
    who = station.perform(records.save, "staff", values).value
    go_to(screen, drawn["东风村"], settle)
    line = screen.card.people.line(0)
    assert (line.text, line.note, line.right) == ("张𠮷㛃", "网格长", "0000-8800123")
    screen.card.people.setFocus()
    press(screen.card.people, Qt.Key.Key_Return)
    assert screen.shell.gone == [Target("ledgers", ledger="staff", record=who)]


def test_a_grid_without_people_says_where_to_enter_them(screen, drawn, settle):
    go_to(screen, drawn["东风村"], settle)
    assert screen.card.people.isHidden()
    assert "花名册" in screen.card._nobody.text()


@pytest.mark.parametrize("way", ["tree", "map", "double click", "button"])
def test_what_is_open_leads_to_exactly_those_cases(screen, drawn, settle, way):
    village = drawn["高家庄村"]
    go_to(screen, village, settle)
    if way == "button":
        press_button(screen, "办理中 3 件")
    elif way == "double click":
        place = screen.map.place_of(str(village.id))
        QTest.mouseDClick(screen.map.viewport(), Qt.MouseButton.LeftButton, pos=place)
    else:
        widget = getattr(screen, way)
        widget.setFocus()
        press(widget, Qt.Key.Key_Return)
    (target,) = screen.shell.gone
    assert target.ledger == "mediation_case"
    assert len(target.ids) == 3
    assert target.title == "高家庄村办理中的纠纷"


def test_nothing_open_leads_nowhere(screen, drawn, settle):
    go_to(screen, drawn["东风村"], settle)
    assert not screen.card._list.isEnabled()
    press(screen.tree, Qt.Key.Key_Return)
    assert screen.shell.gone == []


def test_cases_off_the_map_have_their_list_too(screen):
    press_button(screen, "另有 1 件不在图上，看清单")
    assert len(screen.shell.gone[0].ids) == 1


def test_a_new_case_is_counted_at_once_and_the_choice_stays(screen, station, make, drawn, settle):
    go_to(screen, drawn["东风村"], settle)
    make.case(state="Z20", accepted_on=DAY, grid=drawn["东风村"].id)
    screen.refresh(frozenset({"mediation_case"}))
    settle(screen.desk)
    assert current(screen) == "东风村"
    assert "东风村 1 件" in screen.map.accessibleDescription()
    assert screen.card._list.text() == "办理中 1 件"


def test_ledger_and_roster_are_one_press_away(screen):
    press_button(screen, "网格台账")
    press_button(screen, "队伍")
    assert screen.shell.gone == [Target("ledgers", ledger="grid"), Target("people")]


def test_a_station_without_grids_offers_the_first_steps(opened, station):
    screen = opened(station)
    press_button(screen, "登记第一个网格")
    press_button(screen, "从 Excel 导入")
    assert screen.shell.gone == [Target("ledgers", ledger="grid"), Target("import", ledger="grid")]


def test_outlines_are_brought_in_and_the_map_appears(opened, station, town, asked, settle):
    screen = opened(station)
    assert screen._pages.currentIndex() == 1
    asked.will("open_file", places.resources() / "demo" / "villages.geojson")
    press_button(screen, "导入边界")
    settle(screen.desk)
    assert screen.shell.said == ["已画上 12 个网格的边界"]
    assert screen._pages.currentIndex() == 0


def test_outlines_that_meet_no_grid_are_named_until_read(opened, station, make, asked, settle):
    make.grid(name="东风村", code="999999101201")
    screen = opened(station)
    asked.will("open_file", places.resources() / "demo" / "villages.geojson")
    screen.bring_in()
    settle(screen.desk)
    (told,) = screen.shell.failed
    assert "已画上 1 个网格的边界；没有对上的：柳林村、高家庄村" in told


def test_a_faulty_file_is_told_and_nothing_changes(screen, asked, settle, tmp_path):
    path = tmp_path / "边界.geojson"
    path.write_text("不是", "utf-8")
    asked.will("open_file", path)
    screen.bring_in()
    settle(screen.desk)
    assert "不是 GeoJSON" in screen.shell.failed[0]
    assert "高家庄村 3 件" in screen.map.accessibleDescription()


def test_leaving_the_question_for_a_file_does_nothing(screen, asked, settle):
    asked.will("open_file", None)
    screen.bring_in()
    asked.will("save_file", None)
    screen.export()
    assert not screen.desk.busy


def test_the_web_map_is_written_and_offered(screen, asked, settle, tmp_path):
    path = tmp_path / "网格地图.html"
    asked.will("save_file", path)
    press_button(screen, "导出网页地图")
    settle(screen.desk)
    assert screen.shell.said == ["已导出网页地图，12 个网格：网格地图.html"]
    assert list(screen.shell.acts) == ["打开", "打开所在文件夹"]
    assert "高家庄村" in path.read_text("utf-8")


@pytest.mark.usefixtures("town")
def test_a_web_map_without_outlines_says_what_to_do(opened, station, asked, settle, tmp_path):
    screen = opened(station)
    asked.will("save_file", tmp_path / "网格地图.html")
    screen.export()
    settle(screen.desk)
    assert "导入边界" in screen.shell.failed[0]


def test_a_stopped_web_map_leaves_no_file(screen, asked, settle, tmp_path):
    asked.will("save_file", tmp_path / "网格地图.html")
    screen.export()
    screen._strip._cancel()
    settle(screen.desk)
    assert not list(tmp_path.glob("*.html*"))
    assert screen.shell.said == []


def test_a_reader_is_offered_only_what_he_may(opened, somebody, drawn):
    screen = opened(somebody("reader"))
    words = {one.text() for one in screen.findChildren(QPushButton) if one.isVisible()}
    assert {"导入边界", "导出网页地图"}.isdisjoint(words)
    screen.export()
    assert not screen.desk.busy


@pytest.mark.parametrize("size", SIZES)
def test_everything_fits_without_a_horizontal_bar(opened, station, drawn, size):
    screen = opened(station, size)
    assert (screen.width(), screen.height()) == size
    hint = screen.minimumSizeHint()
    assert (hint.width() <= size[0], hint.height() <= size[1]) == (True, True)
    assert not screen.tree.horizontalScrollBar().isVisible()


def test_every_control_has_a_name_and_is_reached_by_tab(screen, qtbot):
    qtbot.waitUntil(screen.tree.hasFocus)
    assert walking.nameless(screen) == []
    there = walking.walk(screen)
    back = walking.walk(screen, Qt.Key.Key_Backtab)
    assert set(there) == set(walking.focusable(screen))
    assert back[1:] == there[:0:-1]


def test_the_map_and_the_web_map_have_the_same_classes():
    assert map_view.CLASSES == grids.CLASSES


def test_what_to_look_at_is_listed_and_leads_to_its_grid(screen, station, drawn, settle):
    make = {"name": "高家庄村第1网格", "parent": drawn["高家庄村"].id, "level": "base"}
    twin = station.perform(records.save, "grid", make).value
    screen.refresh(frozenset({"grid"}))
    settle(screen.desk)
    button = next(one for one in screen.findChildren(QPushButton) if one.text().startswith("自检"))
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    lines = screen.findings.lines
    told = [(lines.line(n).text, lines.line(n).right) for n in range(2)]
    assert told == [("高家庄村第1网格", "要改")] * 2
    lines.set_row(0)
    press(lines, Qt.Key.Key_Return)
    assert screen.shell.gone[0].record in {twin, drawn["高家庄村第1网格"].id}
    assert button.text() == "返回地图"
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    assert screen._pages.currentIndex() == 0


def test_a_grid_is_adjusted_from_where_it_is_chosen(screen, drawn, settle):
    go_to(screen, drawn["东风村"], settle)
    press_button(screen, "调整网格")
    assert screen.shell.gone == [Target("grid_change", record=drawn["东风村"].id)]
