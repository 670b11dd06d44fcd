"""The list of a ledger: rows read around the view, words for days, grey rows, a free event loop."""

from datetime import date
from uuid import UUID

import pytest
from PySide6.QtCore import QEvent, QObject, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QApplication
from sqlalchemy import insert
from typing_extensions import override

from core.ids import Ids
from core.records import mediation_case, staff, task
from core.services import records
from core.services.snapshot import Snapshot
from gui import theme
from gui.ledger.cells import BLANK, GONE, Sight
from gui.ledger.model import PAGE
from gui.ledger.table import RowsTable
from tests.gui.shell import Heartbeat

TODAY = date(2026, 3, 25)
TASKS, STAFF, CASES = task.LEDGER, staff.LEDGER, mediation_case.LEDGER


@pytest.fixture
def table_of(qtbot, desk, settle):
    """A shown table over some identities."""

    def show(ledger, ids, *, two=True, binned=False, size=(900, 500)):
        table = RowsTable(desk, Sight(ledger, TODAY, two), binned=binned)
        qtbot.addWidget(table)
        table.resize(*size)
        table.show()
        table.rows.show(tuple(ids))
        table.grab()
        settle(desk)
        return table

    return show


@pytest.fixture
def many(station):
    """Ten thousand people, written beside the journal because only their number matters."""
    new = Ids(station.clock).new
    rows = [
        {"id": new(), "version": 1, "name": f"王网格{n}", "state": "on", "phone": f"138{n:08d}"}
        for n in range(10_000)
    ]
    with station.engine.execution_options(writing=True).begin() as connection:
        connection.execute(insert(staff.Staff), rows)
    return [row["id"] for row in rows]


class Painted(QObject):
    """The parts of a widget that were painted, one after the other."""

    def __init__(self, widget):
        super().__init__(widget)
        self.parts = []
        widget.installEventFilter(self)

    @override
    def eventFilter(self, watched, event):
        if event.type() == QEvent.Type.Paint:
            self.parts.append(event.rect())
        return False


def _texts(table, row):
    return {one.key: table.rows.cell(row, n).text for n, one in enumerate(table.rows.columns)}


def test_the_model_keeps_the_rules_of_qt(table_of, make):
    people = [make.staff().id for _ in range(3)]
    table = table_of(STAFF, people)
    tester = QAbstractItemModelTester(
        table.rows, QAbstractItemModelTester.FailureReportingMode.Fatal
    )
    table.rows.show(tuple(reversed(people)))
    table.rows.reread()
    assert tester.model() is table.rows


def test_a_row_is_blank_until_it_is_read(qtbot, desk, make, settle):
    person = make.staff(name="陈𠮷祥")
    table = RowsTable(desk, Sight(STAFF, TODAY))
    qtbot.addWidget(table)
    table.rows.show((person.id,))
    assert (table.rows.rowCount(), table.rows.cell(0, 0)) == (1, BLANK)
    settle(desk)
    assert table.rows.cell(0, 0).text == "陈𠮷祥"
    assert table.rows.row(0).id == person.id


def test_the_second_line_tells_kind_and_grid(table_of, make):
    grid = make.grid(name="东风村第1网格")
    person = make.staff(name="王秀英", post="10", grid=grid.id)
    two, one = table_of(STAFF, [person.id]), table_of(STAFF, [person.id], two=False)
    assert two.rows.cell(0, 0).below.endswith(" · 东风村第1网格")
    assert "grid" not in _texts(two, 0)
    assert (one.rows.cell(0, 0).below, _texts(one, 0)["grid"]) == ("", "东风村第1网格")
    assert (two.rowHeight(0), one.rowHeight(0)) == (
        theme.size("row_two"),
        theme.size("row_compact"),
    )


@pytest.mark.parametrize(
    ("due", "state", "told"),
    [
        (date(2026, 3, 23), "open", ("超期 2 天", "bad")),
        (date(2026, 3, 25), "doing", ("今日到期", "warn")),
        (date(2026, 3, 30), "open", ("剩 5 天", "warn")),
        (date(2026, 4, 20), "open", ("剩 26 天", "ink2")),
        (date(2026, 3, 23), "closed", ("03-23", "ink3")),
        (date(2025, 12, 23), "done", ("2025-12-23", "ink3")),
    ],
)
def test_a_due_day_is_told_in_words(table_of, make, due, state, told):
    """Three working days from Wednesday 2026-03-25 end on Monday the 30th."""
    table = table_of(TASKS, [make.task(due=due, state=state).id])
    column = [one.key for one in table.rows.columns].index("due")
    cell = table.rows.cell(0, column)
    assert (cell.text, cell.tone) == told


def test_a_state_is_a_chip_and_a_voided_case_says_so(table_of, make):
    cases = [
        make.case(state="Z30", due=date(2026, 3, 20)).id,
        make.case(state="Z30", due=date(2026, 3, 20), voided_on=date(2026, 3, 24)).id,
    ]
    table = table_of(CASES, cases, size=(1200, 400))
    keys = [one.key for one in table.rows.columns]
    chips = [table.rows.cell(n, keys.index("state")) for n in (0, 1)]
    dues = [table.rows.cell(n, keys.index("due")).text for n in (0, 1)]
    assert [(chip.text, chip.tone, chip.chip) for chip in chips] == [
        ("调解中", "warn", True),
        ("已作废", "mute", True),
    ]
    assert dues == ["超期 5 天", "03-20"]


def test_money_stands_at_the_right_with_two_decimals(table_of, make):
    table = table_of(CASES, [make.case(amount="12345.5").id], size=(1600, 400))
    cell = table.rows.cell(0, [one.key for one in table.rows.columns].index("amount"))
    assert (cell.text, cell.right) == ("12,345.50", True)


def test_columns_that_do_not_fit_are_hidden_but_never_the_due_day(table_of, make):
    narrow = table_of(TASKS, [make.task(due=TODAY).id], size=(480, 300))
    shown = [one.key for n, one in enumerate(narrow.rows.columns) if not narrow.isColumnHidden(n)]
    assert {"title", "due", "state"} <= set(shown)
    assert "done_on" not in shown
    assert narrow.horizontalHeader().length() <= narrow.viewport().width()


def test_a_record_changed_elsewhere_is_read_again_in_place(table_of, make, station, desk, settle):
    person = make.staff(name="王秀英")
    table = table_of(STAFF, [person.id])
    station.perform(records.save, "staff", {"name": "王秀芳"}, person.id, 1)
    table.rows.reread()
    assert table.rows.cell(0, 0).text == "王秀英"
    settle(desk)
    assert table.rows.cell(0, 0).text == "王秀芳"


def test_a_deleted_record_stays_as_a_grey_row(table_of, make, station, desk, settle):
    people = [make.staff().id, make.staff(name="李建国").id]
    table = table_of(STAFF, people)
    station.perform(records.remove, "staff", people[:1])
    table.rows.reread()
    table.grab()
    settle(desk)
    assert table.rows.rowCount() == 2
    assert (table.rows.cell(0, 0), table.rows.row(0)) == (GONE, None)
    assert table.rows.cell(1, 0).text == "李建国"


def test_ten_thousand_rows_scroll_without_a_gap(table_of, many, qtbot, desk, settle):
    table = table_of(STAFF, many)
    assert table.rows.rowCount() == 10_000
    bar = table.verticalScrollBar()
    beat = Heartbeat(table)
    for place in (*range(0, 600, 3), *range(0, bar.maximum(), 977), bar.maximum()):
        bar.setValue(place)
        qtbot.wait(2)
    settle(desk)
    assert beat.stop() < 100
    assert _texts(table, 9_999)["name"] == "王网格9999"


@pytest.fixture
def asked(monkeypatch, many):
    """The places of the rows that are read, question by question."""
    questions, reading = [], records.rows

    def read(session, ledger, wanted):
        questions.append([many.index(one) for one in wanted])
        return reading(session, ledger, wanted)

    monkeypatch.setattr(records, "rows", read)
    return questions


def _pages(places):
    return sorted({place // PAGE for place in places})


def test_a_jump_reads_all_rows_in_view_in_one_question_and_then_their_neighbours(
    table_of, many, qtbot, desk, settle, asked
):
    table = table_of(STAFF, many)
    qtbot.waitUntil(lambda: table.rows.row(PAGE) is not None)
    settle(desk)
    asked.clear()
    table.verticalScrollBar().setValue(200 * PAGE + 8)
    qtbot.waitUntil(lambda: len(asked) == 2)
    settle(desk)
    assert [_pages(places) for places in asked] == [[200, 201], [199, 202, 203]]
    assert _texts(table, 204 * PAGE - 1)["name"] == f"王网格{204 * PAGE - 1}"
    assert len(asked) == 2


def test_a_page_cut_short_by_the_beginning_of_a_list_is_read_whole(table_of, many, desk, settle):
    """A long list is shown while it is read; where its first part ends is anybody's guess."""
    table = table_of(STAFF, many[:3])
    assert _texts(table, 2)["name"] == "王网格2"
    assert table.rows.complete(Snapshot.of(many))
    assert table.rows.cell(PAGE - 1, 0) is BLANK
    settle(desk)
    assert _texts(table, PAGE - 1)["name"] == f"王网格{PAGE - 1}"


def test_who_goes_up_has_the_rows_above_read_ahead(table_of, many, qtbot, desk, settle, asked):
    table = table_of(STAFF, many)
    for place in (200 * PAGE + 1, 190 * PAGE + 1):
        settle(desk)
        asked.clear()
        table.verticalScrollBar().setValue(place)
        qtbot.waitUntil(lambda: len(asked) == 2)
    assert [_pages(places) for places in asked] == [[190], [188, 189, 191]]


def test_a_row_looked_at_from_afar_does_not_move_what_is_read_ahead(
    table_of, many, qtbot, desk, settle, asked
):
    """The record beside the list stays while one scrolls on."""
    table = table_of(STAFF, many)
    table.choose(many[0])
    settle(desk)
    table.rows.arrived.connect(lambda: table.current_row)
    asked.clear()
    table.verticalScrollBar().setValue(200 * PAGE + 1)
    qtbot.waitUntil(lambda: len(asked) == 2)
    assert [_pages(places) for places in asked] == [[200], [199, 201, 202]]


def test_only_new_rows_are_painted_while_one_scrolls(table_of, many, qtbot, desk, settle):
    """What was painted is moved; rows read ahead out of sight paint nothing."""
    table = table_of(STAFF, many)
    qtbot.waitUntil(lambda: table.rows.row(2 * PAGE) is not None)
    settle(desk)
    QApplication.processEvents()
    painted = Painted(table.viewport())
    table.verticalScrollBar().setValue(2)
    qtbot.waitUntil(lambda: bool(painted.parts))
    settle(desk)
    QApplication.processEvents()
    assert max(part.height() for part in painted.parts) <= 3 * table.rowHeight(0)
    painted.parts.clear()
    before = len(table.rows._pages)
    table.verticalScrollBar().setValue(2 * PAGE)
    qtbot.waitUntil(lambda: len(table.rows._pages) > before)
    settle(desk)
    QApplication.processEvents()
    assert len(painted.parts) == 1


def test_a_list_moved_by_scrolling_looks_as_if_painted_anew(table_of, many, qtbot, desk, settle):
    table = table_of(STAFF, many)
    table.choose(many[4])
    qtbot.waitUntil(lambda: table.rows.row(2 * PAGE) is not None)
    settle(desk)
    for place in (1, 3, 2, 5, 300):
        table.verticalScrollBar().setValue(place)
        qtbot.waitUntil(lambda: table.rows.row(table.top() + PAGE) is not None)
        settle(desk)
        moved = _on_screen(table)
        table.viewport().repaint()
        assert _on_screen(table) == moved


def _on_screen(table):
    """What stands on the screen: not painted for the asking, as by `grab`."""
    QApplication.processEvents()
    return table.screen().grabWindow(table.winId()).toImage()


def test_keys_move_and_open_and_ask(table_of, make, qtbot, desk, settle):
    people = [make.staff().id for _ in range(30)]
    table = table_of(STAFF, people)
    heard = []
    for name in ("opened", "edit_wanted", "remove_wanted"):
        getattr(table, name).connect(lambda name=name: heard.append(name))
    table.choose(people[0])
    qtbot.keyClick(table, Qt.Key.Key_Down)
    assert table.current == people[1]
    qtbot.keyClick(table, Qt.Key.Key_End)
    assert table.current == people[-1]
    qtbot.keyClick(table, Qt.Key.Key_Home)
    assert table.current == people[0]
    for key in (Qt.Key.Key_Return, Qt.Key.Key_F2, Qt.Key.Key_Delete):
        qtbot.keyClick(table, key)
    assert heard == ["opened", "edit_wanted", "remove_wanted"]
    qtbot.keyClick(table, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    assert (table.chosen_count, table.chosen) == (30, people)


def test_an_empty_list_opens_nothing(table_of, qtbot):
    table = table_of(STAFF, [])
    heard = []
    table.opened.connect(lambda: heard.append(1))
    qtbot.keyClick(table, Qt.Key.Key_Return)
    qtbot.keyClick(table, Qt.Key.Key_End)
    assert (heard, table.current, table.current_row) == ([], None, None)
    assert not table.choose(UUID(int=1))


def test_the_head_sorts_up_then_down_then_as_usual(table_of, make):
    table = table_of(STAFF, [make.staff().id])
    wanted = []
    table.sort_wanted.connect(lambda key, rising: wanted.append((key, rising)))
    head = table.horizontalHeader()
    for _ in range(3):
        head.sectionClicked.emit(0)
        table.show_order(*wanted[-1])
    assert wanted == [("name", True), ("name", False), ("", False)]
    assert not head.isSortIndicatorShown()


def test_a_width_drawn_by_hand_stays_until_the_usual_columns_are_wanted(table_of, make):
    table = table_of(STAFF, [make.staff().id])
    usual = table.columnWidth(1)
    table.horizontalHeader().resizeSection(1, 150)
    table.horizontalHeader().moveSection(1, 2)
    table.resize(920, 500)
    assert table.columnWidth(1) == 150
    table.restore()
    assert (table.columnWidth(1), table.horizontalHeader().visualIndex(1)) == (usual, 1)


def test_the_row_under_the_mouse_is_marked(table_of, make):
    table = table_of(STAFF, [make.staff().id, make.staff().id])
    spot = QPointF(QPoint(40, table.rowHeight(0) + 5))
    move = QMouseEvent(
        QEvent.Type.MouseMove,
        spot,
        spot,
        Qt.MouseButton.NoButton,
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
    )
    table.mouseMoveEvent(move)
    assert table.hovered == 1
    table.leaveEvent(QEvent(QEvent.Type.Leave))
    assert table.hovered == -1
