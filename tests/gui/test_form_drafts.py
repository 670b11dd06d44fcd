"""What is half typed in a form: kept as a draft, found again, thrown away on a word."""

from dataclasses import replace
from uuid import UUID

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QPushButton

from core.errors import StoreFault
from core.records import staff
from core.services import drafts
from gui.ledger.drafting import SECONDS
from tests.gui import filling

CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def page(page_of):
    return page_of(staff.LEDGER)


def test_escape_loses_no_text_and_the_draft_comes_back(page, qtbot, desk, settle, station):
    page.new()
    settle(desk)
    filling.type_in(page, "name", "半个𠮷")
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Escape)
    settle(desk)
    assert page.pane.isHidden()
    assert QApplication.focusWidget().text() == "登记人员"
    kept = station.ask(drafts.kept, station.actor.id, "staff")
    assert kept.texts["name"] == "半个𠮷"
    page.new()
    settle(desk)
    assert filling.box(page, "name").text() == "半个𠮷"
    assert filling.form(page)._chip.text() == "草稿 · 03-25 08:10 保存"


def test_a_draft_is_kept_every_twenty_seconds_and_by_ctrl_s(page, qtbot, settle, clock):
    desk, station = page.desk, page.desk.station
    page.new()
    settle(desk)
    filling.type_in(page, "name", "甲")
    keeper = filling.form(page).drafts
    assert keeper._timer.interval() == SECONDS * 1000
    keeper._timer.timeout.emit()
    settle(desk)
    assert filling.form(page)._chip.text() == "草稿 · 08:10 已自动保存"
    filling.type_in(page, "name", "乙")
    clock.tick(minutes=2)
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_S, CTRL)
    settle(desk)
    assert station.ask(drafts.kept, station.actor.id, "staff").texts["name"] == "甲乙"
    assert filling.form(page)._chip.text() == "草稿 · 08:12 已自动保存"


def test_an_untouched_form_keeps_no_draft(page, desk, settle, station):
    page.new()
    settle(desk)
    page.leave()
    settle(desk)
    assert station.ask(drafts.all_kept, station.actor.id) == []


def test_a_draft_found_again_can_be_thrown_away(page, desk, settle, station):
    page.new()
    settle(desk)
    filling.type_in(page, "name", "不要了")
    page._show_list()
    settle(desk)
    page.new()
    settle(desk)
    (forget,) = [b for b in filling.form(page).findChildren(QPushButton) if b.text() == "不要草稿"]
    page.draft.read()
    settle(desk)
    assert page.draft.button.isVisibleTo(page)
    forget.click()
    settle(desk)
    assert filling.box(page, "name").text() == ""
    assert page.focusWidget() is filling.box(page, "name").editor
    assert not page.draft.button.isVisibleTo(page)
    assert station.ask(drafts.all_kept, station.actor.id) == []


def _press(form, words):
    (button,) = [b for b in form.findChildren(QPushButton) if b.text() == words and b.isVisible()]
    button.click()


def test_one_more_new_record_is_begun_beside_a_half_typed_one(page, desk, settle, station, clock):
    page.new()
    settle(desk)
    filling.type_in(page, "name", "第一份")
    filling.form(page).drafts.keep()
    settle(desk)
    clock.tick(minutes=1)
    _press(filling.form(page), "另起一份")
    settle(desk)
    assert filling.box(page, "name").text() == ""
    filling.type_in(page, "name", "第二份")
    filling.form(page).drafts.keep()
    settle(desk)
    kept = station.ask(drafts.all_kept, station.actor.id)
    assert [one.texts["name"] for one in kept] == ["第二份", "第一份"]
    filling.form(page).submit()
    settle(desk)
    page.new()
    settle(desk)
    assert filling.box(page, "name").text() == "第一份"
    assert filling.named(page, staff.LEDGER, "第二份").texts["name"] == "第二份"


def test_of_several_drafts_the_one_taken_up_comes_back(page, desk, settle, station, clock):
    first, second = UUID(int=1), UUID(int=2)
    for name, draft in (("第一份", first), ("第二份", second)):
        station.jot(drafts.keep, "staff", {"name": name}, None, draft)
        clock.tick(minutes=1)
    assert station.jot(drafts.take_up, first) == ("staff", None)
    page.new()
    settle(desk)
    assert filling.box(page, "name").text() == "第一份"
    filling.form(page).submit()
    settle(desk)
    (left,) = station.ask(drafts.all_kept, station.actor.id)
    assert left.texts["name"] == "第二份"


def test_a_saved_form_leaves_no_draft_behind(page, desk, settle, station):
    page.new()
    settle(desk)
    filling.type_in(page, "name", "王秀英")
    page.leave()
    settle(desk)
    filling.form(page).submit()
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
        if person is one and filling.box(page, "name").text() == "甲某某":
            filling.box(page, "name").editor.selectAll()
            filling.type_in(page, "name", "丙")
        assert filling.box(page, "name").text() == shown
        page._show_list()
        settle(desk)


def test_a_draft_the_disk_refuses_is_told_and_tried_again(page, desk, settle, shell, monkeypatch):
    def full(*_args):
        raise StoreFault("磁盘空间不够，这一步没有保存。")

    page.new()
    settle(desk)
    filling.type_in(page, "name", "王秀英")
    plain = drafts.keep
    monkeypatch.setattr(drafts, "keep", full)
    told = []
    desk.refused.connect(told.append)
    filling.form(page).drafts.keep()
    settle(desk)
    assert filling.form(page)._chip.text() == "草稿没有保存"
    assert told == ["磁盘空间不够，这一步没有保存。"]
    assert filling.box(page, "name").text() == "王秀英"
    monkeypatch.setattr(drafts, "keep", plain)
    filling.form(page).drafts.keep()
    settle(desk)
    assert filling.form(page)._chip.text() == "草稿 · 08:10 已自动保存"


def test_a_station_to_look_at_keeps_no_draft_and_says_so_on_the_form(page, desk, settle):
    desk.station = replace(desk.station, readonly="这次打开只能查看。")
    told = []
    desk.refused.connect(told.append)
    page.new()
    settle(desk)
    filling.type_in(page, "name", "王秀英")
    filling.form(page).drafts.keep()
    settle(desk)
    assert filling.form(page)._chip.text() == "草稿没有保存"
    assert told == []
