"""Importing a workbook in the window: chosen, previewed, put right, imported, taken back."""

import threading

import pytest
from openpyxl import Workbook, load_workbook
from PySide6.QtCore import QAbstractItemModel, QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QApplication, QLabel, QPushButton

from core.intake.sheet import Sheet
from core.records import staff
from core.services import importing, records
from core.services.records import Filter
from core.station import Operation
from gui.ledger.plan_table import PlanModel
from gui.screens.import_wizard import ImportWizard
from gui.widgets.screen import Target
from tests.gui.shell import nameless, scrolls_sideways

STAFF = staff.LEDGER
HEAD = ["序号", "姓名", "性别", "身份证号码", "手机号", "签名"]
ROWS = [
    [1, "张𠮷㛃", "男", "110101199003074514", "13800136021", ""],
    [2, "王秀英", "女", "110101199003074515", "13800136022", ""],
    [3, "李建国", "男", None, "13800136023", ""],
]


@pytest.fixture
def wizard(qtbot, shell):
    made = ImportWizard(shell)
    qtbot.bring_up(made, 964, 508)
    made.enter(Target("import", ledger="staff"))
    return made


@pytest.fixture
def book_of(tmp_path):
    """A workbook as it comes from a village: a title above the head, a sum below."""

    def write(rows=ROWS, head=HEAD, name="东风村.xlsx"):
        book = Workbook()
        sheet = book.active
        sheet.append(["石桥镇网格员花名册"])
        sheet.append(head)
        for row in rows:
            sheet.append(row)
        sheet.append(["合计", len(rows)])
        path = tmp_path / name
        book.save(path)
        return path

    return write


@pytest.fixture
def opened(wizard, book_of, idle):
    wizard.open_files([book_of()])
    idle()
    return wizard


def _tabs(wizard):
    return [one.words for one in wizard.pane.tabs.tabs]


def _cell(wizard, row, column):
    model: QAbstractItemModel = wizard.pane.table.plan
    return model.index(row, column).data()


def _count(wizard):
    return wizard.desk.station.ask(records.count, STAFF, Filter())


def _button(wizard, text):
    (found,) = [b for b in wizard.findChildren(QPushButton) if b.text() == text and b.isVisible()]
    return found


def test_the_counts_add_up_and_each_row_says_what_will_become_of_it(opened):
    assert _tabs(opened) == ["全部 3", "新增 2", "有错 1"]
    assert [_cell(opened, 1, n) for n in range(2)] == ["4", "有错"]
    assert _cell(opened, 1, 2).startswith("身份证号末位校验不正确")
    assert _cell(opened, 0, 3) == "张𠮷㛃"
    told = opened.pane._told.text()
    assert "表头在第 2 行" in told
    assert "签名" in told
    assert "第 6 行是合计行" in told
    assert _button(opened, "导入 2 人").isEnabled()
    assert _count(opened) == 0


def test_the_model_of_the_preview_keeps_the_rules_of_qt(opened):
    tester = QAbstractItemModelTester(
        opened.pane.table.plan, QAbstractItemModelTester.FailureReportingMode.Fatal
    )
    opened.pane.tabs._press("failed")
    assert opened.pane.table.plan.rowCount() == 1
    assert isinstance(tester.model(), PlanModel)


def test_it_is_imported_by_keys_alone_and_taken_back(wizard, book_of, asked, qtbot, idle):
    asked.will("open_files", [book_of()])
    assert QApplication.focusWidget().text() == "选择文件"
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Space)
    idle()
    assert QApplication.focusWidget().text() == "导入 2 人"
    qtbot.keyClick(
        QApplication.focusWidget(), Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier
    )
    idle()
    assert _count(wizard) == 2
    assert wizard.outcome.text == (
        "已导入：新增 2 人，更新 0 人\n表格共 3 行；不变 0，跳过 0，有错没有导入 1"
    )
    assert QApplication.focusWidget().text() == "看台账"
    _button(wizard, "撤销这次导入").click()
    idle()
    assert _count(wizard) == 0
    assert wizard.outcome.text.startswith("这次导入已撤销")
    _button(wizard, "看台账").click()
    assert wizard.shell.gone == [Target("ledgers", ledger="staff")]


def test_a_column_is_put_right_and_the_rows_are_judged_anew(wizard, book_of, idle):
    wizard.open_files([book_of(head=["序号", "名儿", "性别", "身份证号码", "手机号", "签名"])])
    idle()
    assert _tabs(wizard)[1] == "有错 3"
    editor = wizard.pane.columns.editors["名儿"]
    editor.set_text("姓名")
    editor.edited.emit()
    idle()
    assert _tabs(wizard) == ["全部 3", "新增 2", "有错 1"]
    assert wizard.pane.columns.editors["名儿"].text() == "姓名"
    editor = wizard.pane.columns.editors["身份证号码"]
    editor.setCurrentIndex(0)
    editor.edited.emit()
    idle()
    assert _tabs(wizard) == ["全部 3", "新增 3"]


def test_pictures_in_cells_are_told_by_row_before_the_import_and_after_it(wizard, book_of, idle):
    photo = '=_xlfn.DISPIMG("ID_1",1)'
    rows = [[n, name, None, None, f"1380013600{n}", photo] for n, name in enumerate("王李赵", 1)]
    wizard.open_files([book_of(rows)])
    idle()
    told = "有 3 张图片没有读进来（在第 3–5 行），请在登记后作为附件添加"
    assert told in wizard.pane._told.text()
    wizard.commit()
    idle()
    assert wizard.outcome.text.endswith(told)


def test_known_people_are_skipped_or_updated_as_wanted(opened, idle, make):
    make.staff(name="李建国", phone="13800136023", sex="2")
    for choice, verdict in enumerate(("跳过 1", "更新 1")):
        opened.pane.duplicates.setCurrentIndex(choice)
        opened.pane.duplicates.activated.emit(choice)
        idle()
        assert verdict in _tabs(opened)
    opened.commit()
    idle()
    assert opened.outcome.text.startswith("已导入：新增 1 人，更新 1 人")


def test_a_file_that_is_no_table_is_refused_with_a_sentence(wizard, tmp_path, idle):
    path = tmp_path / "照片.xlsx"
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(64))
    wizard.open_files([path])
    idle()
    assert wizard.door.said.startswith("这是图片")
    assert wizard.door.isVisible()


def test_a_sheet_without_a_head_is_refused_and_another_file_can_be_chosen(
    wizard, book_of, asked, idle
):
    wizard.open_files([book_of(rows=[["甲", "乙"]], head=["无关", "内容"])])
    idle()
    assert "没有找到表头" in wizard.pane._refused._words.text()
    assert not wizard._commit.isVisible()
    wizard.commit()
    asked.will("open_files", [book_of()])
    wizard.pane._refused.findChild(QPushButton).click()
    idle()
    assert _tabs(wizard) == ["全部 3", "新增 2", "有错 1"]


def test_the_first_step_fits_a_small_window(wizard):
    assert wizard.minimumSizeHint().height() <= 508


def test_a_sheet_brought_in_twice_has_nothing_to_mend(wizard, book_of, idle):
    for _time in range(2):
        wizard.open_files([book_of(rows=ROWS[2:])])
        idle()
        wizard.commit()
        idle()
    assert wizard.shell.failed == ["表里的每一行台账里都有，内容也一样，不用再导入。"]


def test_nothing_good_to_import_is_said(wizard, book_of, idle):
    wizard.open_files([book_of(rows=ROWS[1:2])])
    idle()
    wizard.commit()
    assert wizard.shell.failed == ["没有可以导入的行。请看每行的说明，改好表格后再导入。"]


def test_a_stopped_import_leaves_nothing(qtbot, opened, idle, monkeypatch):
    """The writing waits at its first step until 取消 is pressed."""
    begun, go_on = threading.Event(), threading.Event()

    commit = importing.commit

    def slow(tx, name, rows, progress):
        begun.set()
        go_on.wait(5)
        return commit.function(tx, name, rows, progress)

    monkeypatch.setattr(importing, "commit", Operation(slow, commit.label, commit.needs))
    opened.commit()
    qtbot.waitUntil(begun.is_set)
    opened.strip._cancel()
    go_on.set()
    idle()
    assert _count(opened) == 0
    assert opened.shell.said == ["已取消，没有导入任何内容。"]
    assert opened.pane.isVisible()


def test_a_record_changed_meanwhile_stops_the_import_and_it_is_judged_anew(
    opened, make, station, idle
):
    person = make.staff(name="李建国", phone="13800136023", joined=None, note=None, sex="2")
    opened.pane.duplicates.setCurrentIndex(1)
    opened.pane.duplicates.activated.emit(1)
    idle()
    assert "更新 1" in _tabs(opened)
    station.perform(records.save, "staff", {"note": "改过"}, person.id, 1)
    opened.commit()
    idle()
    assert "刚被改过" in opened.shell.failed[0]
    assert _count(opened) == 1
    opened.commit()
    idle()
    assert _count(opened) == 2


def test_the_errors_come_back_in_the_persons_own_workbook(opened, asked, tmp_path, idle):
    path = tmp_path / "错误.xlsx"
    asked.will("save_file", path)
    _button(opened, "保存错误副本").click()
    idle()
    texts = [cell for row in load_workbook(path).active.iter_rows(values_only=True) for cell in row]
    assert any(str(text).startswith("身份证号末位校验不正确") for text in texts)
    assert opened.shell.said == ["已保存错误副本，1 行有说明：错误.xlsx"]


def test_a_dropped_file_is_read(wizard, book_of, idle):
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(book_of()))])
    common = (Qt.DropAction.CopyAction, mime, Qt.MouseButton.LeftButton)
    none = Qt.KeyboardModifier.NoModifier
    entering = QDragEnterEvent(QPointF(5, 5).toPoint(), *common, none)
    wizard.dragEnterEvent(entering)
    assert entering.isAccepted()
    wizard.dropEvent(QDropEvent(QPointF(5, 5), *common, none))
    idle()
    assert _tabs(wizard)[0] == "全部 3"


def test_rows_pasted_elsewhere_are_previewed_like_those_of_a_file(wizard, asked, tmp_path, idle):
    rows = (tuple(HEAD[1:5]), *(tuple(row[1:5]) for row in ROWS))
    wizard.enter(
        Target("import", ledger="staff", sheet=Sheet("粘贴", rows), title="从剪贴板粘贴的 3 行")
    )
    idle()
    assert wizard.pane._file.text() == "从剪贴板粘贴的 3 行"
    assert _tabs(wizard) == ["全部 3", "新增 2", "有错 1"]
    path = tmp_path / "错误.xlsx"
    asked.will("save_file", path)
    _button(wizard, "保存错误副本").click()
    idle()
    assert load_workbook(path).active["A2"].value == "张𠮷㛃"
    wizard.commit()
    idle()
    assert _count(wizard) == 2


def test_another_ledger_begins_with_another_file(opened, idle):
    opened.enter(Target("import", ledger="grid"))
    assert (opened.ledger.name, opened.door.isVisible()) == ("grid", True)


@pytest.mark.parametrize("size", [(964, 508), (1170, 716)])
def test_every_step_fits_and_names_its_controls(opened, idle, size):
    opened.resize(*size)
    for act in (lambda: None, opened.commit, lambda: opened.enter(Target("import", ledger="task"))):
        act()
        idle()
        QApplication.processEvents()
        assert not scrolls_sideways(opened)
        assert not nameless(opened)
        least = opened.minimumSizeHint()
        assert (least.width() <= 964, least.height() <= 508) == (True, True), least


def test_villages_nobody_registered_are_offered_first(wizard, book_of, make, idle):
    make.grid(name="东风村")
    head = ["序号", "姓名", "村居", "手机号"]
    rows = [[1, "张𠮷㛃", "东风村", "13800136021"], [2, "李勇", "柳林村", "13800136022"]]
    wizard.open_files([book_of([*rows, [3, "赵军", "青石村", None]], head)])
    idle()
    assert _tabs(wizard) == ["全部 3", "新增 1", "有错 2"]
    offer = _button(wizard, "先登记 2 个村或网格")
    assert "柳林村、青石村" in offer.toolTip()
    offer.click()
    idle()
    assert _tabs(wizard) == ["全部 3", "新增 3"]
    assert not wizard.pane._places.isVisible()


def test_what_was_said_of_the_heads_is_remembered_and_can_be_left(wizard, book_of, idle):
    head = ["序号", "名儿", "性别", "身份证号码", "手机号", "签名"]
    wizard.open_files([book_of(head=head)])
    idle()
    editor = wizard.pane.columns.editors["名儿"]
    editor.set_text("姓名")
    editor.edited.emit()
    idle()
    wizard.commit()
    idle()
    wizard.enter(Target("import", ledger="staff"))
    wizard.open_files([book_of([[1, "赵军", "男", None, "13800136029", ""]], head)])
    idle()
    assert wizard.pane.columns.editors["名儿"].text() == "姓名"
    assert wizard.pane.columns.editors["名儿"].accessibleDescription() == "上次这样的表是这样对应的"
    _button(wizard, "不按上次的对应").click()
    idle()
    assert _tabs(wizard) == ["全部 1", "有错 1"]


def test_an_import_is_taken_back_days_after_from_the_list_of_imports(opened, asked, idle):
    opened.commit()
    idle()
    opened.enter(Target("import", ledger="staff"))
    idle()
    label = next(one for one in opened.door.findChildren(QLabel) if "新增 2 人" in one.text())
    assert label.isVisible()
    person = opened.desk.station.ask(records.ids, STAFF, Filter())[0]
    opened.desk.station.perform(records.save, "staff", {"note": "后来写的"}, person)
    asked.will("yes", True)
    _button(opened, "撤回这一批").click()
    idle()
    assert _count(opened) == 1
    assert not opened.door._past.isVisible()


def test_several_files_are_brought_in_one_after_the_other(wizard, book_of, asked, idle):
    second = book_of([[1, "赵军", "男", None, "13800136029", ""]], name="柳林村.xlsx")
    asked.will("open_files", [book_of(), second])
    wizard.choose()
    idle()
    wizard.commit()
    idle()
    _button(wizard, "接着导入柳林村.xlsx").click()
    idle()
    assert wizard.pane._file.text() == "柳林村.xlsx"
    wizard.commit()
    idle()
    assert _count(wizard) == 3
    assert not wizard.outcome.next.isVisible()


def test_the_other_sheets_of_a_file_follow(wizard, tmp_path, idle):
    book = Workbook()
    for name, person in (("东风村", "张𠮷㛃"), ("柳林村", "李勇")):
        sheet = book.create_sheet(name)
        sheet.append(["姓名", "手机号"])
        sheet.append([person, "13800136021"])
    book.create_sheet("填表说明").append(["请如实填写"])
    book.save(tmp_path / "名册.xlsx")
    wizard.open_files([tmp_path / "名册.xlsx"])
    idle()
    wizard.commit()
    idle()
    _button(wizard, "接着导入工作表“柳林村”").click()
    idle()
    wizard.commit()
    idle()
    assert _count(wizard) == 2
    assert not wizard.outcome.next.isVisible()


def test_only_the_wrong_rows_come_back_and_go_in_again(opened, asked, tmp_path, idle):
    path = tmp_path / "错.xlsx"
    asked.will("save_file", path)
    _button(opened, "只要出错的行").click()
    idle()
    sheet = load_workbook(path).active
    texts = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert [row[1] for row in texts[1:]] == ["姓名", "王秀英"]
    assert texts[1][-1] == "错误说明"
    sheet["D3"] = "110101199003074514"
    sheet.parent.save(path)
    opened.open_files([path])
    idle()
    assert _tabs(opened) == ["全部 1", "新增 1"]


def test_one_row_alone_is_decided_with_the_space_key(opened, make, idle, qtbot):
    make.staff(name="李建国", phone="13800136023", sex="2")
    make.staff(name="张𠮷㛃", phone="13800136021", note="旧")
    opened.pane.changed.emit()
    idle()
    assert _tabs(opened) == ["全部 3", "跳过 2", "有错 1"]
    table = opened.pane.table
    table.setFocus()
    table.selectRow(2)
    table.setCurrentIndex(table.plan.index(2, 0))
    qtbot.keyClick(table, Qt.Key.Key_Space)
    idle()
    assert _tabs(opened) == ["全部 3", "更新 1", "跳过 1", "有错 1"]
    assert (table.hasFocus(), table.currentIndex().row()) == (True, 2)
    qtbot.keyClick(table, Qt.Key.Key_Space)
    idle()
    assert _tabs(opened) == ["全部 3", "新增 1", "跳过 1", "有错 1"]
    table.setCurrentIndex(table.plan.index(1, 0))
    qtbot.keyClick(table, Qt.Key.Key_Space)
    idle()
    assert _tabs(opened)[-1] == "有错 1"
    opened.commit()
    idle()
    assert _count(opened) == 3
