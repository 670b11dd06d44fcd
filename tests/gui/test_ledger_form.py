"""The form of any ledger: registered by keys alone, checked field by field, never lost."""

from datetime import date

import pytest
from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtWidgets import QApplication, QLabel, QPushButton

from core.records import staff, task, visit
from core.services import records
from core.services.records import Filter
from gui.ledger.grid_of_fields import FieldGrid
from gui.widgets.screen import Target
from tests.gui import filling

CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def page(page_of):
    return page_of(staff.LEDGER)


def test_a_person_is_registered_by_keys_alone(page, qtbot, desk, settle, make):
    make.grid(name="东风村第1网格")
    page.new()
    settle(desk)
    assert QApplication.focusWidget() is filling.box(page, "name").editor
    filling.commit(QApplication.focusWidget(), "张𠮷㛃")
    for _ in range(2):
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
    assert QApplication.focusWidget().objectName() == "id_no"
    qtbot.keyClicks(QApplication.focusWidget(), "110101199003074514")
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
    assert (filling.box(page, "sex").text(), filling.box(page, "birth").text()) == (
        "男",
        "1990-03-07",
    )
    filling.type_in(page, "grid", "东风村第1网格")
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return, CTRL)
    settle(desk)
    person = filling.named(page, staff.LEDGER, "张𠮷㛃")
    assert person.texts["grid"] == "东风村第1网格"
    assert (person.texts["birth"], person.texts["state"]) == ("1990-03-07", "在岗")
    assert (page.table.current, page.table.hasFocus()) == (person.id, True)
    assert not page.pane.editing


def test_backspace_removes_a_rare_character_whole_and_preedit_is_no_text(page, qtbot, desk, settle):
    page.new()
    settle(desk)
    editor = filling.box(page, "name").editor
    QCoreApplication.sendEvent(editor, QInputMethodEvent("zhang", []))
    assert editor.text() == ""
    assert not filling.form(page).drafts.dirty
    filling.commit(editor, "张𠮷㛃")
    qtbot.keyClick(editor, Qt.Key.Key_Backspace)
    qtbot.keyClick(editor, Qt.Key.Key_Backspace)
    assert editor.text() == "张"


def test_saving_goes_to_the_first_field_to_put_right_and_keeps_every_text(page, desk, settle):
    page.new()
    settle(desk)
    filling.type_in(page, "joined", "2026-02-30")
    filling.type_in(page, "phone", "13800136021")
    filling.form(page).submit()
    assert "2月30日" in filling.box(page, "joined").problem
    assert QApplication.focusWidget().parentWidget() is not None
    assert (filling.box(page, "joined").text(), filling.box(page, "phone").text()) == (
        "2026-02-30",
        "13800136021",
    )
    filling.box(page, "joined").set_text("")
    filling.form(page).submit()
    assert filling.box(page, "name").problem == "请填写姓名"
    assert filling.box(page, "joined").problem == ""


def test_a_number_that_looks_wrong_is_doubted_and_kept(page, qtbot, desk, settle):
    page.new()
    settle(desk)
    filling.type_in(page, "name", "王秀英")
    filling.type_in(page, "id_no", "110101199003074515")
    qtbot.keyClick(filling.box(page, "id_no").editor, Qt.Key.Key_Tab)
    assert filling.box(page, "id_no").problem == ""
    assert any("可照存" in one.text() for one in filling.box(page, "id_no").findChildren(QLabel))
    filling.form(page).submit()
    settle(desk)
    station = desk.station
    found = station.ask(records.ids, staff.LEDGER, Filter())
    kept = station.ask(records.rows, staff.LEDGER, found)
    assert [row.values["id_no"] for row in kept] == ["110101199003074515"]


def test_a_field_is_checked_when_it_is_left_and_forgiven_when_it_is_mended(page, desk, settle):
    page.new()
    settle(desk)
    filling.type_in(page, "joined", "2026-2-30")
    filling.box(page, "phone").focus()
    assert "2月30日" in filling.box(page, "joined").problem
    filling.box(page, "joined").focus()
    filling.commit(filling.box(page, "joined").editor, "1")
    assert filling.box(page, "joined").problem == ""


def test_yesterday_is_counted_from_the_day_the_form_is_begun(page, clock, desk, settle):
    page.new()
    settle(desk)
    clock.tick(days=1)
    page._show_list()
    page.new()
    settle(desk)
    filling.type_in(page, "name", "王秀英")
    filling.type_in(page, "joined", "昨")
    filling.form(page).submit()
    settle(desk)
    assert filling.named(page, staff.LEDGER, "王秀英").texts["joined"] == "2026-03-25"


def test_a_grid_found_by_initials_is_saved_without_touching_the_list(
    page, qtbot, desk, settle, make
):
    make.grid(name="东风村第1网格")
    page.new()
    settle(desk)
    filling.type_in(page, "name", "王秀英")
    filling.box(page, "grid").focus()
    qtbot.keyClicks(filling.box(page, "grid").editor, "dfc")
    qtbot.keyClick(QApplication.activePopupWidget(), Qt.Key.Key_Return, CTRL)
    settle(desk)
    assert filling.named(page, staff.LEDGER, "王秀英").texts["grid"] == "东风村第1网格"


def test_a_rule_of_the_ledger_is_told_under_its_field(page, desk, settle):
    page.new()
    settle(desk)
    filling.type_in(page, "name", "王秀英")
    filling.type_in(page, "joined", "2026-3-20")
    filling.type_in(page, "left", "2026-3-1")
    filling.form(page).submit()
    assert filling.box(page, "left").problem.startswith("离岗日期早于到岗日期")


def _said_below(page, key):
    return [one.text() for one in filling.box(page, key).findChildren(QLabel) if one.text()][-1]


def test_ctrl_d_takes_a_field_from_the_record_registered_before(page, qtbot, desk, settle, make):
    grid = make.grid(name="东风村第1网格")
    make.staff(name="王秀英", grid=grid.id, post="grid_worker", phone="13800136021")
    page.new()
    settle(desk)
    for key in ("grid", "phone", "organisation"):
        filling.box(page, key).focus()
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_D, CTRL)
        settle(desk)
    assert (filling.box(page, "grid").text(), filling.box(page, "phone").text()) == (
        "东风村第1网格",
        "",
    )
    assert _said_below(page, "grid") == "同上一条，可修改"
    assert _said_below(page, "phone") == "这一栏每件都不同，不能用“同上”"
    assert _said_below(page, "organisation") == "上一条的这一栏是空的"
    filling.type_in(page, "name", "马国良")
    filling.form(page).submit()
    settle(desk)
    assert filling.named(page, staff.LEDGER, "马国良").texts["grid"] == "东风村第1网格"


def test_the_word_above_the_field_one_is_in_does_the_same(page, qtbot, desk, settle, make):
    make.staff(name="王秀英", joined=date(2026, 3, 2))
    page.new()
    settle(desk)
    buttons = {b for b in filling.form(page).findChildren(QPushButton) if b.text() == "同上"}
    assert not [b for b in buttons if b.isVisible()]
    filling.box(page, "joined").focus()
    (button,) = [b for b in buttons if b.isVisible()]
    height = filling.box(page, "joined").height()
    button.click()
    settle(desk)
    assert filling.box(page, "joined").text() == "2026-03-02"
    assert filling.box(page, "joined").editor.hasFocus()
    filling.box(page, "name").focus()
    assert not button.isVisible()
    assert filling.box(page, "joined").height() == height


def test_an_address_that_names_one_village_gives_its_grid(page_of, qtbot, desk, settle, make):
    village = make.grid(name="东风村", level="village")
    make.grid(name="红旗社区", level="village")
    make.grid(name="石桥镇", level="town")
    page = page_of(visit.LEDGER)
    qtbot.waitUntil(lambda: filling.box(page, "grid").editor.count() > 1)
    filling.type_in(page, "address", "石桥镇东风村3组12号")
    filling.box(page, "phone").focus()
    assert filling.box(page, "grid").chosen == str(village.id)
    assert _said_below(page, "grid") == "由地址得出，可修改"
    filling.box(page, "grid").editor.lineEdit().selectAll()
    filling.type_in(page, "grid", "红旗社区")
    assert _said_below(page, "grid") != "由地址得出，可修改"


def test_an_address_between_two_villages_gives_no_grid(page_of, qtbot, make):
    make.grid(name="东风村")
    make.grid(name="红旗社区")
    page = page_of(visit.LEDGER)
    qtbot.waitUntil(lambda: filling.box(page, "grid").editor.count() > 1)
    filling.type_in(page, "address", "东风村与红旗社区交界处")
    filling.box(page, "phone").focus()
    assert filling.box(page, "grid").text() == ""


def test_a_name_the_roster_does_not_know_is_refused(page_of, desk, settle):
    page = page_of(task.LEDGER)
    page.new()
    settle(desk)
    assert filling.box(page, "source").text() == "会议交办"
    filling.type_in(page, "title", "核实围栏")
    filling.type_in(page, "owner", "没有这个人")
    filling.form(page).submit()
    assert "没有这个人" in filling.box(page, "owner").problem


def test_a_wide_form_has_two_columns_and_a_narrow_one_has_one(qtbot, desk, shell, settle):
    fields = FieldGrid(desk, staff.LEDGER, shell.today)
    qtbot.addWidget(fields)
    name, sex = fields.boxes["name"], fields.boxes["sex"]
    fields.resize(700, 800)
    fields.show()
    qtbot.waitUntil(lambda: name.y() == sex.y() and name.x() < sex.x())
    fields.resize(400, 800)
    qtbot.waitUntil(lambda: name.y() < sex.y() and name.x() == sex.x())
    settle(desk)


def test_pressing_save_twice_saves_once(page, desk, settle, station):
    page.new()
    settle(desk)
    filling.type_in(page, "name", "王秀英")
    filling.form(page).submit()
    filling.form(page).submit()
    settle(desk)
    assert len(station.ask(records.ids, staff.LEDGER, records.Filter())) == 1


def test_a_task_of_one_of_two_namesakes_stays_his_when_its_form_is_saved(
    page_of, desk, settle, make, station
):
    first, second = (make.staff(name="李四", phone=f"1380013{n}").id for n in ("6021", "8844"))
    matter = make.task(title="核对围栏", owner=second)
    page = page_of(task.LEDGER)
    page.enter(Target("ledgers", task.LEDGER.name, matter.id))
    settle(desk)
    page.pane.edit(filling.named(page, task.LEDGER, "核对围栏"))
    settle(desk)
    assert filling.box(page, "owner").text() == "李四（尾号8844）"
    filling.form(page).submit()
    settle(desk)
    assert filling.named(page, task.LEDGER, "核对围栏").values["owner"] == second
    page.pane.edit(filling.named(page, task.LEDGER, "核对围栏"))
    settle(desk)
    filling.type_in(page, "owner", "")
    filling.box(page, "owner").set_text("李四")
    filling.form(page).submit()
    assert "不止一个" in filling.box(page, "owner").problem
    filling.box(page, "owner").set_text("李四（尾号6021）")
    filling.form(page).submit()
    settle(desk)
    assert filling.named(page, task.LEDGER, "核对围栏").values["owner"] == first
