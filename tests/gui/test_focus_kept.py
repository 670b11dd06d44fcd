"""Where the keyboard is after something came or went over it."""

import shutil

from PySide6.QtWidgets import QApplication

from gui import indoors
from gui.screens.ledgers import LedgersScreen
from gui.widgets.frame import Frame
from gui.widgets.screen import Target
from tests.conftest import FACTS
from tests.gui.typist import Typist


def open_ledger(qtbot, desk, settle):
    frame = Frame(desk, FACTS.name, indoors.PLACES)
    qtbot.addWidget(frame)
    frame.show()
    frame.activateWindow()
    frame.go(Target("ledgers", ledger="staff"))
    settle(desk)
    screen = frame.pages.front
    assert isinstance(screen, LedgersScreen)
    return frame, screen.page


def test_after_a_paper_the_keyboard_is_where_it_was(
    qtbot, station, make, desk_of, settle, small_pdf
):
    make.staff()
    frame, page = open_ledger(qtbot, desk_of(station), settle)
    Typist().press("Ctrl+F")
    frame.preview(lambda path: int(bool(shutil.copy(small_pdf, path))), "花名册")
    settle(frame.desk)
    assert frame.paper.isAncestorOf(QApplication.focusWidget())
    Typist().press("Esc")
    assert QApplication.focusWidget() is page.filters.words
    frame.close_down()


def test_a_ledger_just_opened_has_the_keyboard_in_its_rows(qtbot, station, make, desk_of, settle):
    make.staff()
    frame, page = open_ledger(qtbot, desk_of(station), settle)
    assert QApplication.focusWidget() is page.table
    frame.close_down()


def test_an_empty_list_does_not_flash_up_before_the_rows_are_read(
    qtbot, station, make, desk_of, settle
):
    make.staff()
    frame, page = open_ledger(qtbot, desk_of(station), settle)
    page.reading._is_read = False
    page.table.rows.show((), page.table.rows.sight)
    page.reading._on_total(1)
    assert page.table.isVisible()
    frame.close_down()


def test_the_keyboard_follows_from_the_last_row_to_what_is_offered(
    qtbot, station, make, desk_of, settle
):
    make.staff()
    frame, page = open_ledger(qtbot, desk_of(station), settle)
    page.table.rows.show((), page.table.rows.sight)
    page.listing.show_state(total=0, filtered=False)
    assert QApplication.focusWidget().text() == "登记人员"
    frame.close_down()
