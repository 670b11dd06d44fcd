"""Many rows at once in the window: changed together, copied to a spreadsheet, pasted from one."""

import pytest
from PySide6.QtCore import QMimeData, Qt
from PySide6.QtGui import QGuiApplication, QKeySequence
from PySide6.QtWidgets import QPushButton

from core.records import mediation_case, staff
from core.services import looks, records
from gui.ledger import clipboard
from gui.ledger.bulk_edit import BulkEdit
from gui.ledger.page import LedgerPage
from tests.gui.shell import nameless, scrolls_sideways
from tests.reading import pdf_pages

STAFF = staff.LEDGER


@pytest.fixture
def open_page(qtbot, desk_of, desk, settle, tmp_path):
    """A ledger's page in a window of paper, its list read."""
    from tests.gui.shell import PaperShell

    def go(ledger=STAFF, acting=None):
        shell = PaperShell(desk if acting is None else desk_of(acting), tmp_path)
        page = LedgerPage(shell, ledger)
        shell.shown = page
        qtbot.bring_up(page, 1170, 716)
        page.reading.reload()
        settle(shell.desk)
        page.table.setFocus()
        return page

    return go


@pytest.fixture
def people(make):
    west = make.grid(name="西片")
    return [
        make.staff(name="王秀英", id_no="999999197903140128", phone="13812346021"),
        make.staff(name="李建国", note="=1+1\n第二行"),
        make.staff(name="陈𠮷祥", grid=west.id),
    ]


def _press(dialog, words):
    next(one for one in dialog.findChildren(QPushButton) if one.text() == words).click()


def _select_all(page, settle):
    page.table.selectAll()
    page.table.grab()
    settle(page.desk)


def _many(open_page, settle):
    """The page with everybody chosen, and the dialog that changes them together."""
    page = open_page()
    _select_all(page, settle)
    page.exchange.edit_many()
    return page, page.findChild(BulkEdit)


def _choose(dialog, key):
    dialog.which.set_text(key)
    dialog.which.edited.emit()


def _copied():
    return QGuiApplication.clipboard().mimeData()


def test_a_field_of_many_is_changed_after_a_look_and_taken_back(
    open_page, people, settle, station, qtbot
):
    page, dialog = _many(open_page, settle)
    assert nameless(dialog) == []
    assert scrolls_sideways(dialog) == []
    _choose(dialog, "grid")
    settle(page.desk)
    dialog.box.set_text("西片")
    qtbot.keyClick(dialog, Qt.Key.Key_Return)
    settle(page.desk)
    told = {row[0]: row[1:] for row in dialog.turns.texts()}
    assert told["王秀英"] == ["（空）", "西片", ""]
    assert told["陈𠮷祥"] == ["西片", "西片", "本来就是这样"]
    assert dialog.said.text() == "选中 3 人：改 2 人，本来就是这样 1 人"
    assert dialog.act.text() == "修改 2 人"
    assert _grids(station, people)[:2] == ["", ""]
    dialog.act.click()
    settle(page.desk)
    assert _grids(station, people) == ["西片"] * 3
    assert page.shell.said == ["已修改 2 人"]


def _grids(station, people):
    rows = station.ask(records.rows, STAFF, [one.id for one in people])
    return [row.texts["grid"] for row in rows]


def test_what_is_typed_anew_is_weighed_anew(open_page, people, settle, qtbot):
    page, dialog = _many(open_page, settle)
    dialog.act.click()
    assert dialog.said.text() == "请先选择要改的一栏。"
    _choose(dialog, "joined")
    dialog.box.set_text("2026-13-01")
    dialog.act.click()
    assert dialog.box.problem
    dialog.box.set_text("2026-03-01")
    dialog.act.click()
    settle(page.desk)
    assert dialog.act.text() == "修改 3 人"
    dialog.box.editor.edited.emit()
    assert (dialog.act.text(), dialog.turns.texts()) == ("预览修改", [])


def test_an_empty_field_empties_many_only_by_its_own_button(
    open_page, people, settle, station, qtbot
):
    """Enter twice without a word typed leaves every record as it was."""
    page, dialog = _many(open_page, settle)
    _choose(dialog, "grid")
    settle(page.desk)
    qtbot.keyClick(dialog, Qt.Key.Key_Return)
    settle(page.desk)
    assert dialog.act.text() == "清空 1 人"
    qtbot.waitUntil(dialog.stay.hasFocus)
    with qtbot.waitSignal(dialog.rejected):
        qtbot.keyClick(dialog.focusWidget(), Qt.Key.Key_Return)
    settle(page.desk)
    assert _grids(station, people) == ["", "", "西片"]


def test_a_change_refused_meanwhile_changes_nothing_and_is_weighed_again(
    open_page, people, settle, station
):
    page, dialog = _many(open_page, settle)
    _choose(dialog, "note")
    dialog.box.set_text("已培训")
    dialog.act.click()
    settle(page.desk)
    station.perform(records.save, "staff", {"name": "王秀兰"}, people[0].id)
    dialog.act.click()
    settle(page.desk)
    assert ["王秀兰", "（空）", "已培训", ""] in dialog.turns.texts()
    dialog.act.click()
    settle(page.desk)
    rows = station.ask(records.rows, STAFF, [one.id for one in people])
    assert [row.texts["note"] for row in rows] == ["已培训"] * 3


def test_chosen_rows_are_copied_with_heads_in_the_order_shown(open_page, people, settle, qtbot):
    page = open_page()
    page.table.choose(people[1].id)
    page.exchange.copy()
    settle(page.desk)
    head, row = _copied().text().split("\r\n", 1)
    assert head.split("\t") == [STAFF.field(key).label for key in page.table.shown]
    assert row.split("\t")[0] == "李建国"
    assert '"\'=1+1\n第二行"' in row
    assert "mso-number-format:'\\@'" in _copied().html()
    assert "&#x27;=1+1<br>第二行" in _copied().html()
    assert page.shell.said == ["已复制 1 人，可在 Excel 或 WPS 里粘贴"]


def test_ctrl_c_copies_and_is_written_down(open_page, people, settle, station, qtbot):
    page = open_page()
    _select_all(page, settle)
    qtbot.keySequence(page.table, QKeySequence(QKeySequence.StandardKey.Copy))
    settle(page.desk)
    assert len(_copied().text().replace("\n第二行", "").strip().splitlines()) == 4
    (person,) = station.ask(looks.of_week, station.today())
    assert [look.label for look in person.looks] == ["复制：网格员花名册 3 人"]


def test_a_colleague_copies_no_whole_number_of_others(open_page, make, settle, station, somebody):
    mediator = make.staff(name="周秀兰", phone="13900001111")
    case = make.case(title="边界", mediator=mediator.id)
    page = open_page(mediation_case.LEDGER, somebody("clerk"))
    page.table.choose(case.id)
    page.exchange.copy()
    settle(page.desk)
    assert "边界" in _copied().text()
    (person,) = station.ask(looks.of_week, station.today())
    assert station.ask(looks.of_record, "mediation_case", case.id) == [person.looks[0]]


def test_who_may_not_send_and_too_many_are_told(open_page, people, settle, somebody, monkeypatch):
    page = open_page(acting=somebody("mediator"))
    _select_all(page, settle)
    page.exchange.copy()
    assert "导出和报送" in page.shell.failed[0]
    page = open_page()
    page.exchange.copy()
    assert page.shell.said == ["请先选中要复制的行"]
    monkeypatch.setattr(clipboard, "MOST", 2)
    _select_all(page, settle)
    page.exchange.copy()
    assert page.shell.failed == ["一次最多复制 2 人。更多的请用“导出”。"]


def test_ctrl_v_opens_the_import_with_the_rows_pasted(open_page, people, settle, qtbot):
    page = open_page()
    copied = QMimeData()
    copied.setText("姓名\t手机\n赵新来\t13800138000\n")
    QGuiApplication.clipboard().setMimeData(copied)
    qtbot.keySequence(page.table, QKeySequence(QKeySequence.StandardKey.Paste))
    settle(page.desk)
    (target,) = page.shell.gone
    assert (target.place, target.ledger) == ("import", "staff")
    assert target.sheet.rows == (("姓名", "手机"), ("赵新来", "13800138000"))


def test_pasting_what_is_no_table_says_what_to_do(open_page, people, settle):
    page = open_page()
    QGuiApplication.clipboard().setText("你好")
    page.exchange.paste()
    settle(page.desk)
    assert page.shell.gone == []
    assert "连同表头" in page.shell.failed[0]


def test_rows_copied_here_can_be_pasted_here(open_page, people, settle):
    page = open_page()
    _select_all(page, settle)
    page.exchange.copy()
    settle(page.desk)
    page.exchange.paste()
    settle(page.desk)
    rows = page.shell.gone[0].sheet.rows
    note = rows[0].index("备注")
    assert "=1+1\n第二行" in [row[note] for row in rows if len(row) > note]


def test_the_list_is_printed_as_it_is_shown(open_page, people, settle):
    page = open_page()
    head = page.table.horizontalHeader()
    head.moveSection(head.visualIndex(head.count() - 1), 0)
    page.table.sort_wanted.emit("name", False)
    settle(page.desk)
    shown = [STAFF.field(key).label for key in page.table.shown]
    page.print_it()
    text = "".join(pdf_pages(page.shell.previewed[-1][1]))
    places = [text.index(label) for label in ["序号", *shown[:3]]]
    assert places == sorted(places)
    order = [
        row.texts["name"]
        for row in page.desk.station.ask(records.rows, STAFF, list(page.table.rows.ids))
    ]
    assert [text.index(name) for name in order] == sorted(text.index(name) for name in order)


def test_of_several_chosen_rows_only_those_are_printed(open_page, people, settle):
    page = open_page()
    page.table.selectRow(0)
    page.table.selectionModel().select(
        page.table.model().index(1, 0),
        page.table.selectionModel().SelectionFlag.Select
        | page.table.selectionModel().SelectionFlag.Rows,
    )
    chosen = page.table.chosen
    page.print_it()
    text = "".join(pdf_pages(page.shell.previewed[-1][1]))
    names = {one.id: one.name for one in people}
    assert all((names[one.id] in text) == (one.id in chosen) for one in people)
    assert "选出的2人" in text
