"""A list is found tomorrow as it was left today: columns, widths, order of the rows."""

from datetime import date

import pytest
from PySide6.QtCore import QCoreApplication, QPoint, Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtWidgets import QPushButton

from core.records import task
from core.services import views
from core.services.views import View
from gui.ledger.page import LedgerPage
from gui.widgets.screen import Target

TASKS = task.LEDGER
HERE = Target("ledgers", "task")


@pytest.fixture
def unlock(qtbot, shell, desk, settle):
    """The page of tasks as it comes up after unlocking."""

    def show(ledger=TASKS):
        page = LedgerPage(shell, ledger)
        qtbot.addWidget(page)
        page.resize(1300, 700)
        page.show()
        page.enter(HERE)
        settle(desk)
        return page

    return show


@pytest.fixture
def lock(desk, settle):
    """Leave the page, and wait until all is kept."""

    def leave(page):
        page.leave()
        page.hide()
        settle(desk)

    return leave


def _menu(page):
    button = next(b for b in page.listing.findChildren(QPushButton) if b.text() == "栏目")
    menu = button.menu()
    menu.aboutToShow.emit()
    return menu


def _all(menu):
    inner = [act for act in menu.actions() if act.menu()]
    return [*menu.actions(), *(one for act in inner for one in act.menu().actions())]


def _turn(page, label):
    act = next(one for one in _all(_menu(page)) if one.text().startswith(label))
    act.trigger()


def _heads(page):
    head, table = page.table.horizontalHeader(), page.table
    places = [head.logicalIndex(n) for n in range(head.count())]
    return [table.rows.columns[n].label for n in places if not head.isSectionHidden(n)]


def _titles(page):
    page.table.grab()
    naming = page.table.columns.naming
    return [page.table.rows.cell(n, naming).text for n in range(len(page.table.rows.ids))]


def test_a_list_comes_back_as_it_was_left(unlock, lock, make, desk, settle):
    for title, given in (("丙", 3), ("甲", 1), ("乙", 2)):
        make.task(title=title, given_on=date(2026, 3, given))
    page = unlock()
    usual = _heads(page)
    _turn(page, "销号日期")
    _turn(page, "协办人")
    keys = [one.key for one in page.table.rows.columns]
    page.table.horizontalHeader().resizeSection(keys.index("due"), 150)
    page.table.horizontalHeader().sectionClicked.emit(keys.index("given_on"))
    lock(page)
    heads = _heads(page)
    assert "协办人" in heads
    assert "销号日期" not in heads
    again = unlock()
    settle(desk)
    keys = [one.key for one in again.table.rows.columns]
    assert (_heads(again), _titles(again)) == (heads, ["甲", "乙", "丙"])
    assert again.table.columnWidth(keys.index("due")) == 150
    head = again.table.horizontalHeader()
    assert (head.isSortIndicatorShown(), head.sortIndicatorSection()) == (
        True,
        keys.index("given_on"),
    )
    _turn(again, "恢复默认栏目")
    lock(again)
    assert _heads(unlock()) == usual
    assert desk.station.ask(views.kept, desk.station.actor.id, "task") == View()


def test_a_column_dragged_elsewhere_is_found_there_and_leaves_so(unlock, lock, make):
    make.task(title="一件")
    page = unlock()
    last = page.table.horizontalHeader().count() - 1
    page.table.horizontalHeader().moveSection(last, 1)
    order = page.table.shown
    lock(page)
    again = unlock()
    assert again.table.shown == order
    assert again.reading.listed.columns == order


def test_what_is_changed_is_kept_without_leaving(unlock, make, desk, settle, qtbot):
    make.task(title="一件")
    page = unlock()
    _turn(page, "协办人")

    def kept():
        return "helper" in desk.station.ask(views.kept, desk.station.actor.id, "task").columns

    qtbot.waitUntil(kept)
    assert page.table.current is None
    settle(desk)


def test_the_name_stays_and_a_column_without_room_says_so(unlock, make):
    make.task(title="一件")
    page = unlock()
    page.resize(700, 600)
    shut = {one.text(): one.isEnabled() for one in _all(_menu(page))}
    assert not shut[TASKS.field(TASKS.naming.key).label]
    assert [words for words in shut if words.endswith("（窗口窄，放不下）")]


def test_the_menu_key_opens_the_columns_from_the_list(unlock, make, qtbot):
    make.task(title="一件")
    page = unlock()
    page.activateWindow()
    page.table.setFocus()
    menu = _menu(page)
    asked = QContextMenuEvent(QContextMenuEvent.Reason.Keyboard, QPoint(5, 5), QPoint(50, 50))
    QCoreApplication.sendEvent(page.table, asked)
    assert menu.isVisible()
    qtbot.keyClick(menu, Qt.Key.Key_Escape)
    assert not menu.isVisible()


def test_another_person_has_his_own_columns(unlock, lock, make, desk, somebody):
    make.task(title="一件")
    page = unlock()
    usual = _heads(page)
    _turn(page, "协办人")
    lock(page)
    other, desk.station = desk.station, somebody("chief")
    assert _heads(unlock()) == usual
    desk.station = other
