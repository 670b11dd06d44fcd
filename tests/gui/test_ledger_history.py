"""The history of a record by keys: a turn compared with now, and what is ticked put back."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QPushButton

from core.records import staff
from core.records.staff import Staff
from core.services import records
from gui.ledger.page import LedgerPage
from gui.widgets.screen import Target
from tests.gui.shell import PaperShell, nameless, scrolls_sideways


@pytest.fixture
def person(make, station, clock):
    one = make.staff(name="王秀英", phone="13800136021")
    clock.tick(minutes=1)
    changed = {"phone": "13900139000", "note": "请假期间由李四代岗，有事先找李四"}
    station.perform(records.save, "staff", changed, one.id)
    return one


@pytest.fixture
def show(qtbot, settle, person, tmp_path):
    """The record's pane with its history in front."""

    def go(desk):
        shell = PaperShell(desk, tmp_path)
        page = LedgerPage(shell, staff.LEDGER)
        shell.shown = page
        qtbot.bring_up(page, 1170, 716)
        page.enter(Target("ledgers", "staff", record=person.id))
        qtbot.waitUntil(lambda: page.pane.detail.row is not None)
        settle(desk)
        tab = next(b for b in page.findChildren(QPushButton) if b.text() == "历史")
        tab.setFocus()
        qtbot.keyClick(tab, Qt.Key.Key_Space)
        qtbot.waitUntil(lambda: len(page.pane.detail.history.timeline.marks) == 2)
        settle(desk)
        return page

    return go


def _compare(page, qtbot, settle, desk, place):
    view = page.pane.detail.history

    def offered():
        return [b for b in view.timeline.findChildren(QPushButton) if b.isVisible()]

    qtbot.waitUntil(lambda: len(offered()) == len(view.timeline.marks) and not desk.busy)
    button = offered()[place]
    button.setFocus()
    qtbot.keyClick(button, Qt.Key.Key_Space)
    settle(desk)
    return view.compare


def _press(pane, qtbot, words):
    button = next(b for b in pane.findChildren(QPushButton) if b.text() == words)
    button.setFocus()
    qtbot.keyClick(button, Qt.Key.Key_Space)


def test_a_turn_is_compared_and_one_field_put_back_by_keys(
    show, desk, qtbot, settle, station, person
):
    page = show(desk)
    pane = _compare(page, qtbot, settle, desk, 1)
    assert QApplication.focusWidget() is pane.then
    assert pane._said.text() == f"2 栏不同，其余 {len(staff.LEDGER.fields()) - 2} 栏相同"
    assert not pane._some.isEnabled()
    pane.ticks["phone"].setFocus()
    qtbot.keyClick(pane.ticks["phone"], Qt.Key.Key_Space)
    _press(pane, qtbot, "只恢复选中的栏")
    settle(desk)
    kept = station.ask(records.get, Staff, person.id)
    assert (kept.phone, kept.note[:2]) == ("13800136021", "请假")
    view = page.pane.detail.history
    qtbot.waitUntil(lambda: len(view.timeline.marks) == 3)
    assert view.timeline.marks[0].head == "李海燕 · 恢复到旧版"
    assert view.currentWidget() is not pane


def test_a_whole_version_is_put_back(show, desk, qtbot, settle, station, person):
    pane = _compare(show(desk), qtbot, settle, desk, 1)
    _press(pane, qtbot, "恢复到这一版")
    settle(desk)
    kept = station.ask(records.get, Staff, person.id)
    assert (kept.phone, kept.note) == ("13800136021", None)


def test_two_former_versions_are_compared_and_nothing_offered(show, desk, qtbot, settle, station):
    pane = _compare(show(desk), qtbot, settle, desk, 1)
    pane.now.setFocus()
    qtbot.keyClick(pane.now, Qt.Key.Key_Down)
    settle(desk)
    assert pane.now.currentText() == "03-25 08:11 李海燕"
    assert pane._said.text().startswith("2 栏不同")
    assert pane.ticks == {}
    assert pane._all.isHidden()
    qtbot.keyClick(pane.then, Qt.Key.Key_Up)
    settle(desk)
    assert pane._said.text() == "两版内容相同"


def test_a_reader_compares_and_is_offered_no_way_back(
    show, desk_of, somebody, qtbot, settle, person
):
    desk = desk_of(somebody("reader"))
    pane = _compare(show(desk), qtbot, settle, desk, 1)
    assert pane._said.text().startswith("2 栏不同")
    assert (pane.ticks, pane._all.isHidden()) == ({}, True)


def test_it_fits_and_names_its_controls(show, desk, qtbot, settle, person):
    page = show(desk)
    pane = _compare(page, qtbot, settle, desk, 1)
    assert not scrolls_sideways(page)
    assert not nameless(pane)
