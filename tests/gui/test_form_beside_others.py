"""A record two people have open: what the other changed is merged, asked about, never lost."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from core.errors import Conflict, Invalid
from core.records import staff
from core.services import drafts, records, versions
from tests.gui import filling

CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def page(page_of):
    return page_of(staff.LEDGER)


def test_a_record_that_is_changed_takes_nothing_from_another(page, editing, desk, settle, qtbot):
    filling.box(page, "joined").focus()
    before = filling.box(page, "joined").text()
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_D, CTRL)
    settle(desk)
    assert filling.box(page, "joined").text() == before


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
    filling.box(page, key).editor.selectAll()
    filling.type_in(page, key, text)


def test_what_only_the_other_changed_is_merged_without_a_question(
    page, station, editing, other, desk, settle
):
    _retype(page, "name", "王秀芳")
    other(editing.id, phone="13900139000")
    filling.form(page).submit()
    settle(desk)
    kept = filling.named(page, staff.LEDGER, "王秀芳")
    assert kept.texts["phone"] == "13900139000"
    assert not page.pane.editing


def test_what_both_changed_is_chosen_field_by_field_by_keys(
    page, qtbot, station, editing, other, desk, settle
):
    _retype(page, "name", "王秀芳")
    _retype(page, "note", "我写的")
    other(editing.id, name="王绣英", note="她写的", phone="13900139000")
    filling.form(page).submit()
    settle(desk)
    form = filling.form(page)
    assert form._said.text() == (
        "王丽刚改过这条记录，您填的内容都在。只有对方改的已并入：手机。"
        "下面几栏两人都改了，请各选一个再保存。"
    )
    name, note = form.weighing.view.questions
    assert [read for _, _, read in name.offers] == ["王秀芳", "王绣英", "王秀英"]
    assert [whose for whose, _, _ in note.offers] == ["我填的", "王丽 03-25 08:10", "原来的"]
    assert QApplication.focusWidget().objectName() == "name.0"
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Down)
    assert (filling.box(page, "name").text(), filling.box(page, "note").text()) == (
        "王绣英",
        "我写的",
    )
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return, CTRL)
    settle(desk)
    kept = filling.named(page, staff.LEDGER, "王绣英")
    assert (kept.texts["note"], kept.texts["phone"]) == ("我写的", "13900139000")
    assert not page.pane.editing


def test_a_third_change_meanwhile_is_asked_about_again(page, editing, other, desk, settle):
    _retype(page, "name", "王秀芳")
    other(editing.id, name="王绣英")
    filling.form(page).submit()
    settle(desk)
    other(editing.id, name="王秀瑛")
    filling.form(page).submit()
    settle(desk)
    (name,) = filling.form(page).weighing.view.questions
    assert [read for _, _, read in name.offers] == ["王秀芳", "王秀瑛", "王绣英"]


def test_a_draft_begun_before_the_others_change_is_weighed_when_it_comes_back(
    page, editing, edit, other, desk, settle
):
    _retype(page, "name", "王秀芳")
    page._show_list()
    settle(desk)
    other(editing.id, name="王绣英", phone="13900139000")
    edit(editing.id)
    assert (filling.box(page, "name").text(), filling.box(page, "phone").text()) == (
        "王秀芳",
        "13900139000",
    )
    (name,) = filling.form(page).weighing.view.questions
    assert [read for _, _, read in name.offers] == ["王秀芳", "王绣英", "王秀英"]
    filling.form(page).submit()
    settle(desk)
    assert filling.named(page, staff.LEDGER, "王秀芳").texts["phone"] == "13900139000"


def test_a_record_destroyed_meanwhile_leaves_the_typed_text_in_the_draft(
    page, editing, desk, settle, monkeypatch, station
):
    _retype(page, "name", "王秀芳")

    def gone(_session, _name, _identity):
        raise Invalid("这条记录已不在。您填的内容还在草稿里。")

    monkeypatch.setattr(versions, "meanwhile", gone)
    filling.form(page)._on_refused(Conflict("刚被别人改过"))
    settle(desk)
    assert filling.form(page)._said.text() == "这条记录已不在。您填的内容还在草稿里。"
    kept = station.ask(drafts.kept, station.actor.id, "staff", editing.id)
    assert (kept.texts["name"], kept.texts["was.name"]) == ("王秀芳", "王秀英")
