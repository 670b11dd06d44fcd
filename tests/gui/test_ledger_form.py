"""The form of any ledger: registered by keys alone, checked field by field, never lost."""

from dataclasses import replace
from datetime import date
from uuid import UUID

import pytest
from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtWidgets import QApplication, QLabel, QPushButton

from core.errors import Conflict, Invalid, StoreFault
from core.records import staff, task, visit
from core.services import drafts, records, versions
from core.services.records import Filter
from gui.ledger.drafting import SECONDS
from gui.ledger.grid_of_fields import FieldGrid
from gui.widgets.screen import Target

CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def page(page_of):
    return page_of(staff.LEDGER)


def _commit(widget, text):
    """What an input method sends when a word is chosen."""
    event = QInputMethodEvent()
    event.setCommitString(text)
    QCoreApplication.sendEvent(widget, event)


def _form(page):
    return page.pane.form


def _box(page, key):
    return _form(page).fields.boxes[key]


def _type(page, key, text):
    box = _box(page, key)
    box.focus()
    _commit(box.editor, text)


def _named(page, ledger, name):
    """The one record of that name."""
    ids = page.desk.station.ask(records.ids, ledger, records.Filter(words=name))
    (found,) = page.desk.station.ask(records.rows, ledger, ids)
    return found


def test_a_person_is_registered_by_keys_alone(page, qtbot, desk, settle, make):
    make.grid(name="东风村第1网格")
    page.new()
    settle(desk)
    assert QApplication.focusWidget() is _box(page, "name").editor
    _commit(QApplication.focusWidget(), "张𠮷㛃")
    for _ in range(2):
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
    assert QApplication.focusWidget().objectName() == "id_no"
    qtbot.keyClicks(QApplication.focusWidget(), "110101199003074514")
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
    assert (_box(page, "sex").text(), _box(page, "birth").text()) == ("男", "1990-03-07")
    _type(page, "grid", "东风村第1网格")
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return, CTRL)
    settle(desk)
    person = _named(page, staff.LEDGER, "张𠮷㛃")
    assert person.texts["grid"] == "东风村第1网格"
    assert (person.texts["birth"], person.texts["state"]) == ("1990-03-07", "在岗")
    assert (page.table.current, page.table.hasFocus()) == (person.id, True)
    assert not page.pane.editing


def test_backspace_removes_a_rare_character_whole_and_preedit_is_no_text(page, qtbot, desk, settle):
    page.new()
    settle(desk)
    editor = _box(page, "name").editor
    QCoreApplication.sendEvent(editor, QInputMethodEvent("zhang", []))
    assert editor.text() == ""
    assert not _form(page).drafts.dirty
    _commit(editor, "张𠮷㛃")
    qtbot.keyClick(editor, Qt.Key.Key_Backspace)
    qtbot.keyClick(editor, Qt.Key.Key_Backspace)
    assert editor.text() == "张"


def test_saving_goes_to_the_first_field_to_put_right_and_keeps_every_text(page, desk, settle):
    page.new()
    settle(desk)
    _type(page, "joined", "2026-02-30")
    _type(page, "phone", "13800136021")
    _form(page).submit()
    assert "2月30日" in _box(page, "joined").problem
    assert QApplication.focusWidget().parentWidget() is not None
    assert (_box(page, "joined").text(), _box(page, "phone").text()) == (
        "2026-02-30",
        "13800136021",
    )
    _box(page, "joined").set_text("")
    _form(page).submit()
    assert _box(page, "name").problem == "请填写姓名"
    assert _box(page, "joined").problem == ""


def test_a_number_that_looks_wrong_is_doubted_and_kept(page, qtbot, desk, settle):
    page.new()
    settle(desk)
    _type(page, "name", "王秀英")
    _type(page, "id_no", "110101199003074515")
    qtbot.keyClick(_box(page, "id_no").editor, Qt.Key.Key_Tab)
    assert _box(page, "id_no").problem == ""
    assert any("可照存" in one.text() for one in _box(page, "id_no").findChildren(QLabel))
    _form(page).submit()
    settle(desk)
    station = desk.station
    found = station.ask(records.ids, staff.LEDGER, Filter())
    kept = station.ask(records.rows, staff.LEDGER, found)
    assert [row.values["id_no"] for row in kept] == ["110101199003074515"]


def test_a_field_is_checked_when_it_is_left_and_forgiven_when_it_is_mended(page, desk, settle):
    page.new()
    settle(desk)
    _type(page, "joined", "2026-2-30")
    _box(page, "phone").focus()
    assert "2月30日" in _box(page, "joined").problem
    _box(page, "joined").focus()
    _commit(_box(page, "joined").editor, "1")
    assert _box(page, "joined").problem == ""


def test_yesterday_is_counted_from_the_day_the_form_is_begun(page, clock, desk, settle):
    page.new()
    settle(desk)
    clock.tick(days=1)
    page._show_list()
    page.new()
    settle(desk)
    _type(page, "name", "王秀英")
    _type(page, "joined", "昨")
    _form(page).submit()
    settle(desk)
    assert _named(page, staff.LEDGER, "王秀英").texts["joined"] == "2026-03-25"


def test_a_grid_found_by_initials_is_saved_without_touching_the_list(
    page, qtbot, desk, settle, make
):
    make.grid(name="东风村第1网格")
    page.new()
    settle(desk)
    _type(page, "name", "王秀英")
    _box(page, "grid").focus()
    qtbot.keyClicks(_box(page, "grid").editor, "dfc")
    qtbot.keyClick(QApplication.activePopupWidget(), Qt.Key.Key_Return, CTRL)
    settle(desk)
    assert _named(page, staff.LEDGER, "王秀英").texts["grid"] == "东风村第1网格"


def test_a_rule_of_the_ledger_is_told_under_its_field(page, desk, settle):
    page.new()
    settle(desk)
    _type(page, "name", "王秀英")
    _type(page, "joined", "2026-3-20")
    _type(page, "left", "2026-3-1")
    _form(page).submit()
    assert _box(page, "left").problem.startswith("离岗日期早于到岗日期")


def _said_below(page, key):
    return [one.text() for one in _box(page, key).findChildren(QLabel) if one.text()][-1]


def test_ctrl_d_takes_a_field_from_the_record_registered_before(page, qtbot, desk, settle, make):
    grid = make.grid(name="东风村第1网格")
    make.staff(name="王秀英", grid=grid.id, post="grid_worker", phone="13800136021")
    page.new()
    settle(desk)
    for key in ("grid", "phone", "organisation"):
        _box(page, key).focus()
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_D, CTRL)
        settle(desk)
    assert (_box(page, "grid").text(), _box(page, "phone").text()) == ("东风村第1网格", "")
    assert _said_below(page, "grid") == "同上一条，可修改"
    assert _said_below(page, "phone") == "这一栏每件都不同，不能用“同上”"
    assert _said_below(page, "organisation") == "上一条的这一栏是空的"
    _type(page, "name", "马国良")
    _form(page).submit()
    settle(desk)
    assert _named(page, staff.LEDGER, "马国良").texts["grid"] == "东风村第1网格"


def test_the_word_above_the_field_one_is_in_does_the_same(page, qtbot, desk, settle, make):
    make.staff(name="王秀英", joined=date(2026, 3, 2))
    page.new()
    settle(desk)
    buttons = {b for b in _form(page).findChildren(QPushButton) if b.text() == "同上"}
    assert not [b for b in buttons if b.isVisible()]
    _box(page, "joined").focus()
    (button,) = [b for b in buttons if b.isVisible()]
    height = _box(page, "joined").height()
    button.click()
    settle(desk)
    assert _box(page, "joined").text() == "2026-03-02"
    assert _box(page, "joined").editor.hasFocus()
    _box(page, "name").focus()
    assert not button.isVisible()
    assert _box(page, "joined").height() == height


def test_a_record_that_is_changed_takes_nothing_from_another(page, editing, desk, settle, qtbot):
    _box(page, "joined").focus()
    before = _box(page, "joined").text()
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_D, CTRL)
    settle(desk)
    assert _box(page, "joined").text() == before


def test_an_address_that_names_one_village_gives_its_grid(page_of, qtbot, desk, settle, make):
    village = make.grid(name="东风村", level="village")
    make.grid(name="红旗社区", level="village")
    make.grid(name="石桥镇", level="town")
    page = page_of(visit.LEDGER)
    qtbot.waitUntil(lambda: _box(page, "grid").editor.count() > 1)
    _type(page, "address", "石桥镇东风村3组12号")
    _box(page, "phone").focus()
    assert _box(page, "grid").chosen == str(village.id)
    assert _said_below(page, "grid") == "由地址得出，可修改"
    _box(page, "grid").editor.lineEdit().selectAll()
    _type(page, "grid", "红旗社区")
    assert _said_below(page, "grid") != "由地址得出，可修改"


def test_an_address_between_two_villages_gives_no_grid(page_of, qtbot, make):
    make.grid(name="东风村")
    make.grid(name="红旗社区")
    page = page_of(visit.LEDGER)
    qtbot.waitUntil(lambda: _box(page, "grid").editor.count() > 1)
    _type(page, "address", "东风村与红旗社区交界处")
    _box(page, "phone").focus()
    assert _box(page, "grid").text() == ""


def test_a_name_the_roster_does_not_know_is_refused(page_of, desk, settle):
    page = page_of(task.LEDGER)
    page.new()
    settle(desk)
    assert _box(page, "source").text() == "会议交办"
    _type(page, "title", "核实围栏")
    _type(page, "owner", "没有这个人")
    _form(page).submit()
    assert "没有这个人" in _box(page, "owner").problem


@pytest.fixture
def other(station, somebody):
    """王丽 at the other desk: she changes a record without asking."""

    def change(identity, **values):
        somebody("clerk", "王丽").perform(records.save, "staff", values, identity)

    return change


@pytest.fixture
def edit(page, desk, settle, qtbot):
    """Read the list anew and open a record in the form; nobody refreshes the page afterwards."""

    def begin(identity):
        page.refresh()
        settle(desk)
        page.table.choose(identity)
        qtbot.waitUntil(lambda: page.table.current_row is not None and not desk.busy)
        page._edit()
        settle(desk)
        assert page.pane.form.record == identity
        page.shell.shown = None

    return begin


@pytest.fixture
def editing(make, edit):
    person = make.staff(name="王秀英", phone="13800136021", note="旧")
    edit(person.id)
    return person


def _retype(page, key, text):
    _box(page, key).editor.selectAll()
    _type(page, key, text)


def test_what_only_the_other_changed_is_merged_without_a_question(
    page, station, editing, other, desk, settle
):
    _retype(page, "name", "王秀芳")
    other(editing.id, phone="13900139000")
    _form(page).submit()
    settle(desk)
    kept = _named(page, staff.LEDGER, "王秀芳")
    assert kept.texts["phone"] == "13900139000"
    assert not page.pane.editing


def test_what_both_changed_is_chosen_field_by_field_by_keys(
    page, qtbot, station, editing, other, desk, settle
):
    _retype(page, "name", "王秀芳")
    _retype(page, "note", "我写的")
    other(editing.id, name="王绣英", note="她写的", phone="13900139000")
    _form(page).submit()
    settle(desk)
    form = _form(page)
    assert form._said.text() == (
        "王丽刚改过这条记录，您填的内容都在。只有对方改的已并入：手机。"
        "下面几栏两人都改了，请各选一个再保存。"
    )
    name, note = form.weighing.view.questions
    assert [read for _, _, read in name.offers] == ["王秀芳", "王绣英", "王秀英"]
    assert [whose for whose, _, _ in note.offers] == ["我填的", "王丽 03-25 08:10", "原来的"]
    assert QApplication.focusWidget().objectName() == "name.0"
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Down)
    assert (_box(page, "name").text(), _box(page, "note").text()) == ("王绣英", "我写的")
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return, CTRL)
    settle(desk)
    kept = _named(page, staff.LEDGER, "王绣英")
    assert (kept.texts["note"], kept.texts["phone"]) == ("我写的", "13900139000")
    assert not page.pane.editing


def test_a_third_change_meanwhile_is_asked_about_again(page, editing, other, desk, settle):
    _retype(page, "name", "王秀芳")
    other(editing.id, name="王绣英")
    _form(page).submit()
    settle(desk)
    other(editing.id, name="王秀瑛")
    _form(page).submit()
    settle(desk)
    (name,) = _form(page).weighing.view.questions
    assert [read for _, _, read in name.offers] == ["王秀芳", "王秀瑛", "王绣英"]


def test_a_draft_begun_before_the_others_change_is_weighed_when_it_comes_back(
    page, editing, edit, other, desk, settle
):
    _retype(page, "name", "王秀芳")
    page._show_list()
    settle(desk)
    other(editing.id, name="王绣英", phone="13900139000")
    edit(editing.id)
    assert (_box(page, "name").text(), _box(page, "phone").text()) == ("王秀芳", "13900139000")
    (name,) = _form(page).weighing.view.questions
    assert [read for _, _, read in name.offers] == ["王秀芳", "王绣英", "王秀英"]
    _form(page).submit()
    settle(desk)
    assert _named(page, staff.LEDGER, "王秀芳").texts["phone"] == "13900139000"


def test_a_record_destroyed_meanwhile_leaves_the_typed_text_in_the_draft(
    page, editing, desk, settle, monkeypatch, station
):
    _retype(page, "name", "王秀芳")

    def gone(_session, _name, _identity):
        raise Invalid("这条记录已不在。您填的内容还在草稿里。")

    monkeypatch.setattr(versions, "meanwhile", gone)
    _form(page)._on_refused(Conflict("刚被别人改过"))
    settle(desk)
    assert _form(page)._said.text() == "这条记录已不在。您填的内容还在草稿里。"
    kept = station.ask(drafts.kept, station.actor.id, "staff", editing.id)
    assert (kept.texts["name"], kept.texts["was.name"]) == ("王秀芳", "王秀英")


def test_escape_loses_no_text_and_the_draft_comes_back(page, qtbot, desk, settle, station):
    page.new()
    settle(desk)
    _type(page, "name", "半个𠮷")
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Escape)
    settle(desk)
    assert page.pane.isHidden()
    assert QApplication.focusWidget().text() == "登记人员"
    kept = station.ask(drafts.kept, station.actor.id, "staff")
    assert kept.texts["name"] == "半个𠮷"
    page.new()
    settle(desk)
    assert _box(page, "name").text() == "半个𠮷"
    assert _form(page)._chip.text() == "草稿 · 03-25 08:10 保存"


def test_a_draft_is_kept_every_twenty_seconds_and_by_ctrl_s(page, qtbot, settle, clock):
    desk, station = page.desk, page.desk.station
    page.new()
    settle(desk)
    _type(page, "name", "甲")
    keeper = _form(page).drafts
    assert keeper._timer.interval() == SECONDS * 1000
    keeper._timer.timeout.emit()
    settle(desk)
    assert _form(page)._chip.text() == "草稿 · 08:10 已自动保存"
    _type(page, "name", "乙")
    clock.tick(minutes=2)
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_S, CTRL)
    settle(desk)
    assert station.ask(drafts.kept, station.actor.id, "staff").texts["name"] == "甲乙"
    assert _form(page)._chip.text() == "草稿 · 08:12 已自动保存"


def test_an_untouched_form_keeps_no_draft(page, desk, settle, station):
    page.new()
    settle(desk)
    page.leave()
    settle(desk)
    assert station.ask(drafts.all_kept, station.actor.id) == []


def test_a_draft_found_again_can_be_thrown_away(page, desk, settle, station):
    page.new()
    settle(desk)
    _type(page, "name", "不要了")
    page._show_list()
    settle(desk)
    page.new()
    settle(desk)
    (forget,) = [b for b in _form(page).findChildren(QPushButton) if b.text() == "不要草稿"]
    page.draft.read()
    settle(desk)
    assert page.draft.button.isVisibleTo(page)
    forget.click()
    settle(desk)
    assert _box(page, "name").text() == ""
    assert page.focusWidget() is _box(page, "name").editor
    assert not page.draft.button.isVisibleTo(page)
    assert station.ask(drafts.all_kept, station.actor.id) == []


def _press(form, words):
    (button,) = [b for b in form.findChildren(QPushButton) if b.text() == words and b.isVisible()]
    button.click()


def test_one_more_new_record_is_begun_beside_a_half_typed_one(page, desk, settle, station, clock):
    page.new()
    settle(desk)
    _type(page, "name", "第一份")
    _form(page).drafts.keep()
    settle(desk)
    clock.tick(minutes=1)
    _press(_form(page), "另起一份")
    settle(desk)
    assert _box(page, "name").text() == ""
    _type(page, "name", "第二份")
    _form(page).drafts.keep()
    settle(desk)
    kept = station.ask(drafts.all_kept, station.actor.id)
    assert [one.texts["name"] for one in kept] == ["第二份", "第一份"]
    _form(page).submit()
    settle(desk)
    page.new()
    settle(desk)
    assert _box(page, "name").text() == "第一份"
    assert _named(page, staff.LEDGER, "第二份").texts["name"] == "第二份"


def test_of_several_drafts_the_one_taken_up_comes_back(page, desk, settle, station, clock):
    first, second = UUID(int=1), UUID(int=2)
    for name, draft in (("第一份", first), ("第二份", second)):
        station.jot(drafts.keep, "staff", {"name": name}, None, draft)
        clock.tick(minutes=1)
    assert station.jot(drafts.take_up, first) == ("staff", None)
    page.new()
    settle(desk)
    assert _box(page, "name").text() == "第一份"
    _form(page).submit()
    settle(desk)
    (left,) = station.ask(drafts.all_kept, station.actor.id)
    assert left.texts["name"] == "第二份"


def test_a_saved_form_leaves_no_draft_behind(page, desk, settle, station):
    page.new()
    settle(desk)
    _type(page, "name", "王秀英")
    page.leave()
    settle(desk)
    _form(page).submit()
    settle(desk)
    assert station.ask(drafts.all_kept, station.actor.id) == []


def test_a_draft_of_one_record_is_not_offered_for_another(page, qtbot, desk, settle, make):
    one, other = make.staff(name="甲某某"), make.staff(name="乙某某")
    page.refresh()
    settle(desk)
    for person, shown in ((one, "丙"), (other, "乙某某"), (one, "丙")):
        page.table.choose(person.id)
        qtbot.waitUntil(lambda: page.table.current_row is not None and not desk.busy)
        page._edit()
        settle(desk)
        if person is one and _box(page, "name").text() == "甲某某":
            _box(page, "name").editor.selectAll()
            _type(page, "name", "丙")
        assert _box(page, "name").text() == shown
        page._show_list()
        settle(desk)


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
    _type(page, "name", "王秀英")
    _form(page).submit()
    _form(page).submit()
    settle(desk)
    assert len(station.ask(records.ids, staff.LEDGER, records.Filter())) == 1


def test_a_draft_the_disk_refuses_is_told_and_tried_again(page, desk, settle, shell, monkeypatch):
    def full(*_args):
        raise StoreFault("磁盘空间不够，这一步没有保存。")

    page.new()
    settle(desk)
    _type(page, "name", "王秀英")
    plain = drafts.keep
    monkeypatch.setattr(drafts, "keep", full)
    told = []
    desk.refused.connect(told.append)
    _form(page).drafts.keep()
    settle(desk)
    assert _form(page)._chip.text() == "草稿没有保存"
    assert told == ["磁盘空间不够，这一步没有保存。"]
    assert _box(page, "name").text() == "王秀英"
    monkeypatch.setattr(drafts, "keep", plain)
    _form(page).drafts.keep()
    settle(desk)
    assert _form(page)._chip.text() == "草稿 · 08:10 已自动保存"


def test_a_station_to_look_at_keeps_no_draft_and_says_so_on_the_form(page, desk, settle):
    desk.station = replace(desk.station, readonly="这次打开只能查看。")
    told = []
    desk.refused.connect(told.append)
    page.new()
    settle(desk)
    _type(page, "name", "王秀英")
    _form(page).drafts.keep()
    settle(desk)
    assert _form(page)._chip.text() == "草稿没有保存"
    assert told == []


def test_a_task_of_one_of_two_namesakes_stays_his_when_its_form_is_saved(
    page_of, desk, settle, make, station
):
    first, second = (make.staff(name="李四", phone=f"1380013{n}").id for n in ("6021", "8844"))
    matter = make.task(title="核对围栏", owner=second)
    page = page_of(task.LEDGER)
    page.enter(Target("ledgers", task.LEDGER.name, matter.id))
    settle(desk)
    page.pane.edit(_named(page, task.LEDGER, "核对围栏"))
    settle(desk)
    assert _box(page, "owner").text() == "李四（尾号8844）"
    _form(page).submit()
    settle(desk)
    assert _named(page, task.LEDGER, "核对围栏").values["owner"] == second
    page.pane.edit(_named(page, task.LEDGER, "核对围栏"))
    settle(desk)
    _type(page, "owner", "")
    _box(page, "owner").set_text("李四")
    _form(page).submit()
    assert "不止一个" in _box(page, "owner").problem
    _box(page, "owner").set_text("李四（尾号6021）")
    _form(page).submit()
    settle(desk)
    assert _named(page, task.LEDGER, "核对围栏").values["owner"] == first
