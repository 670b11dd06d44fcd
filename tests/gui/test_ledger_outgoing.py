"""A list leaving as a file or on paper: done, cancelled, failed; all of it or what is chosen."""

import errno
from pathlib import Path

import pytest
from openpyxl import load_workbook
from PySide6.QtCore import Qt
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QPushButton, QWidget

from core import places
from core.errors import Cancelled, NotAllowed
from core.records import staff, visit
from core.services import records, sending
from core.services.listing import Wish
from core.services.records import Filter
from gui.ledger import outgoing
from gui.ledger.export_form import ExportForm, Order
from gui.ledger.outgoing import Listed
from gui.ledger.sent_list import SentList
from gui.widgets import opened_copies
from gui.widgets.notice import ProgressStrip
from tests.gui.shell import nameless

STAFF = staff.LEDGER
VISIT = visit.LEDGER
ID_WANG = "999999197903140128"


@pytest.fixture
def owner(qtbot):
    made = QWidget()
    qtbot.addWidget(made)
    with qtbot.waitActive(made):
        made.show()
        made.activateWindow()
    return made


@pytest.fixture
def strip(qtbot):
    made = ProgressStrip()
    qtbot.addWidget(made)
    return made


@pytest.fixture
def form(shell, owner, strip):
    """The form that asks what the table is to be."""

    def open_(ids=None, columns=()):
        outgoing.export(shell, owner, strip, Listed(STAFF, Filter(), ids, columns=columns))
        return owner.findChildren(ExportForm)[-1]

    return open_


@pytest.fixture
def export(shell, form, strip, asked, settle, qtbot):
    """Export the whole roster, or the records chosen, into a file the clerk names."""

    def go(path, only=None, *, stopped=False, kept=False, columns=(), **chosen):
        made = form(only, columns)
        made.keep.setChecked(kept)
        for key, value in {"format": path.suffix if path else ".xlsx", **chosen}.items():
            made.boxes[key].set_text(value)
            made.boxes[key].editor.edited.emit()
        asked.answers.insert(0, ("save_file", path))
        qtbot.keyClick(made, Qt.Key.Key_Return)
        if stopped:
            strip._cancel()
        settle(shell.desk)

    return go


@pytest.fixture
def opened_files(monkeypatch):
    """What the desktop was asked to open."""
    opened = []

    def open_(url):
        opened.append(Path(url.toLocalFile()))
        return True

    monkeypatch.setattr(QDesktopServices, "openUrl", open_)
    return opened


@pytest.fixture
def people(make):
    grid = make.grid(name="东风村第1网格")
    return [make.staff(name=name, grid=grid.id) for name in ("王秀英", "李建国", "陈祥")]


def _texts(path):
    sheet = load_workbook(path).active
    return [str(cell) for row in sheet.iter_rows(values_only=True) for cell in row if cell]


@pytest.mark.parametrize("ending", [".xlsx", ".csv", ".docx", ".pdf"])
@pytest.mark.usefixtures("people")
def test_a_list_is_written_as_ordered_and_offered_to_be_opened(
    shell, export, tmp_path, ending, opened_files
):
    path = tmp_path / f"花名册{ending}"
    export(path)
    assert shell.said == [f"已导出 3 人：{path.name}"]
    assert path.stat().st_size > 100
    for act in shell.acts.values():
        act()
    assert list(shell.acts) == ["打开", "打开所在文件夹"]
    assert opened_files == [path, tmp_path]


@pytest.mark.parametrize("ending", [".xlsx", ".csv", ".docx"])
def test_only_the_chosen_records_are_written(shell, export, people, tmp_path, ending):
    path = tmp_path / f"选出{ending}"
    export(path, (people[0].id, people[2].id))
    assert shell.said == [f"已导出 2 人：{path.name}"]
    if ending == ".xlsx":
        texts = _texts(path)
        assert {"王秀英", "陈祥"} <= set(texts)
        assert "李建国" not in texts


def test_columns_leave_as_they_are_shown(export, people, tmp_path):
    path = tmp_path / "选出.csv"
    export(path, (people[1].id,), columns=("state", "name"), encoding="gb18030")
    assert path.read_bytes().decode("gb18030").split() == ["序号,状态,姓名", "1,在岗,李建国"]


def test_no_file_name_writes_nothing(shell, export):
    export(None)
    assert (shell.said, shell.failed) == ([], [])


def test_the_form_is_filled_in_by_keyboard_and_left_by_esc(form, people, qtbot, asked):
    made = form()
    assert nameless(made) == []
    assert made.focusWidget() is made.boxes["format"].editor
    qtbot.keyClick(made, Qt.Key.Key_Escape)
    assert not made.isVisible()
    assert asked.said == []


def test_a_whole_number_asks_for_another_purpose(form, people, qtbot, asked):
    made = form()
    made.boxes["ids"].set_text("whole")
    qtbot.keyClick(made, Qt.Key.Key_Return)
    assert "请把用途改为“报上级”" in made.boxes["ids"].problem
    assert made.isVisible()
    assert asked.said == []


def test_a_kept_version_needs_somebody_it_goes_to(form, people, qtbot, asked):
    made = form()
    made.keep.setChecked(True)
    qtbot.keyClick(made, Qt.Key.Key_Return)
    assert made.boxes["recipient"].problem == "请写明报给谁，例如“县委政法委”"
    assert made.focusWidget() is made.boxes["recipient"].editor
    assert asked.said == []


def test_what_goes_to_superiors_is_agreed_to_once_and_kept(shell, export, make, tmp_path, asked):
    make.staff(name="王秀英", id_no=ID_WANG)
    path = tmp_path / "报县.xlsx"
    wanted = {"purpose": "superior", "ids": "whole", "recipient": "县委政法委", "request": "月报"}
    asked.will("yes", False)
    export(path, **wanted)
    assert not path.exists()
    asked.will("yes", True)
    export(path, **wanted)
    assert ID_WANG in _texts(path)
    export(path, **wanted)
    first, second = shell.desk.station.ask(sending.listed, "staff")
    assert (first.name, first.recipient, second.request) == ("报县.xlsx", "县委政法委", "月报")


@pytest.mark.usefixtures("people")
def test_a_stopped_export_leaves_no_file(shell, export, tmp_path):
    path = tmp_path / "花名册.xlsx"
    export(path, stopped=True)
    assert not path.exists()
    assert shell.failed == [Cancelled().text]


@pytest.mark.parametrize(
    ("number", "said"),
    [(errno.ENOSPC, "磁盘空间不够"), (errno.EACCES, "不能写入"), (errno.EROFS, "写保护")],
)
@pytest.mark.usefixtures("people")
def test_a_disk_that_takes_nothing_is_told(shell, export, tmp_path, monkeypatch, number, said):
    def refuse(_path):
        raise OSError(number, "no")

    monkeypatch.setattr(places, "open_new", refuse)
    export(tmp_path / "花名册.xlsx")
    (sentence,) = shell.failed
    assert said in sentence
    assert not list(tmp_path.glob("花名册*"))


@pytest.mark.usefixtures("people")
def test_a_file_open_in_excel_stays_as_it_is(shell, export, tmp_path, monkeypatch):
    path = tmp_path / "花名册.xlsx"
    path.write_text("打开着")

    def held(_part, _path):
        raise PermissionError(errno.EACCES, "in use")

    monkeypatch.setattr(Path, "replace", held)
    export(path)
    assert shell.failed == ["“花名册.xlsx”正被别的程序打开。请先关掉它再存。"]
    assert path.read_text() == "打开着"
    assert not list(tmp_path.glob("*.part"))


def test_what_gbk_cannot_hold_is_named_and_nothing_is_written(shell, export, make, tmp_path):
    make.staff(name="陈𠮷祥")
    export(tmp_path / "花名册.csv", encoding="gbk")
    (sentence,) = shell.failed
    assert "第 1 行“𠮷”" in sentence
    assert not (tmp_path / "花名册.csv").exists()


@pytest.mark.parametrize("chosen", [False, True])
def test_what_is_printed_is_previewed(shell, people, chosen):
    ids = (people[0].id,) if chosen else None
    outgoing.print_list(shell, Listed(STAFF, Filter(), ids))
    ((title, path, pages),) = shell.previewed
    assert (title, pages) == ("网格员花名册", 1)
    assert path.read_bytes().startswith(b"%PDF")


def test_columns_a_sheet_has_no_room_for_are_named_beside_the_paper(shell, make):
    make.record(VISIT.record(title="噪音", source="visit"))
    shown = tuple(one.key for one in VISIT.listed())
    outgoing.print_list(shell, Listed(VISIT, Filter(), columns=shown))
    note = shell.subjects[-1].note
    assert note.startswith("纸上一行印 11 栏，没有印：")
    assert all(VISIT.field(key).label in note for key in shown[11:])
    assert VISIT.field(shown[0]).label not in note
    outgoing.print_list(shell, Listed(VISIT, Filter(), columns=shown[:11]))
    assert shell.subjects[-1].note == ""
    seen = Listed(VISIT, Filter(), columns=shown, unseen=frozenset(shown[2:5]))
    outgoing.print_list(shell, seen)
    off = shell.subjects[-1].note.partition("没有印：")[2].partition("。")[0].split("、")
    unseen = [VISIT.field(key).label for key in shown[2:5]]
    assert set(unseen) <= set(off), "what is in view comes before what is not"
    assert len(off) == len(shown) - 11


def test_the_form_names_what_stays_off_paper(qtbot, owner):
    form = ExportForm(VISIT, tuple(one.key for one in VISIT.listed()), "导出", owner)
    qtbot.addWidget(form)
    for ending, told in ((".xlsx", False), (".pdf", True), (".docx", True), (".csv", False)):
        form.boxes["format"].set_text(ending)
        form.boxes["format"].editor.edited.emit()
        assert form.left_off.isVisibleTo(form) is told, ending


@pytest.mark.parametrize("chosen", [False, True])
def test_who_may_not_send_exports_nothing(desk_of, somebody, people, tmp_path, chosen):
    desk = desk_of(somebody("mediator"))
    listed = Listed(STAFF, Filter(), (people[0].id,) if chosen else None)
    with pytest.raises(NotAllowed, match="导出和报送"):
        outgoing.write(desk, listed, Order(".xlsx", Wish(), "utf-8-sig"), tmp_path / "x.xlsx")


@pytest.fixture
def versions(shell, owner, settle, qtbot):
    """The register of what went out."""

    def open_(ledger="staff"):
        made = SentList(shell.desk, owner, ledger)
        qtbot.addWidget(made)
        made.open()
        settle(shell.desk)
        return made

    return open_


@pytest.mark.usefixtures("people")
def test_a_csv_that_went_out_is_opened_as_a_csv(
    shell, export, versions, settle, tmp_path, opened_files, qtbot
):
    path = tmp_path / "花名册.csv"
    export(path, kept=True, recipient="县委政法委")
    qtbot.keyClick(versions().table, Qt.Key.Key_Return)
    settle(shell.desk)
    (opened,) = opened_files
    assert (opened.suffix, opened.read_bytes()) == (".csv", path.read_bytes())
    opened_copies.wipe(shell.desk.station.folder)


def test_what_went_out_is_listed_compared_and_opened(
    shell, export, people, versions, settle, tmp_path, opened_files, qtbot
):
    assert versions().table.texts() == []
    path = tmp_path / "花名册.xlsx"
    export(path, kept=True, recipient="县委政法委", request="月报")
    shell.desk.station.perform(records.remove, "staff", [people[0].id])
    made = versions()
    assert made.table.texts() == [
        ["2026-03-25 08:10", "县委政法委", "网格员花名册：全部", "3", "李海燕"]
    ]
    _press(made, "与现在比较")
    settle(shell.desk)
    assert made.told.text().startswith("报出时 3 条，现在同样范围 2 条")
    qtbot.keyClick(made.table, Qt.Key.Key_Return)
    settle(shell.desk)
    (opened,) = opened_files
    assert opened.read_bytes() == path.read_bytes()
    opened_copies.wipe(shell.desk.station.folder)


def _press(dialog, words):
    next(one for one in dialog.findChildren(QPushButton) if one.text() == words).click()
