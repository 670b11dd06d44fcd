"""A list leaving as a file or on paper: done, cancelled, failed; all of it or what is chosen."""

from pathlib import Path

import pytest
from openpyxl import load_workbook
from PySide6.QtGui import QDesktopServices

from core.errors import Cancelled, NotAllowed
from core.records import staff
from core.services.records import Filter
from gui.ledger import outgoing
from gui.ledger.outgoing import Listed
from gui.widgets.notice import ProgressStrip

STAFF = staff.LEDGER


@pytest.fixture
def strip(qtbot):
    made = ProgressStrip()
    qtbot.addWidget(made)
    return made


@pytest.fixture
def export(shell, strip, asked, settle):
    """Export the whole roster, or the records chosen, into a file the clerk names."""

    def go(path, ids=None, *, stopped=False):
        asked.will("save_file", path)
        outgoing.export(shell, strip, strip, Listed(STAFF, Filter(), ids))
        if stopped:
            strip._cancel()
        settle(shell.desk)

    return go


@pytest.fixture
def opened_files(monkeypatch):
    """What the desktop was asked to open."""
    opened = []
    monkeypatch.setattr(
        QDesktopServices, "openUrl", lambda url: opened.append(Path(url.toLocalFile()))
    )
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
def test_a_list_is_written_by_the_ending_and_offered_to_be_opened(
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


def test_no_file_name_writes_nothing(shell, export):
    export(None)
    assert (shell.said, shell.failed) == ([], [])


@pytest.mark.usefixtures("people")
def test_an_unknown_ending_is_refused_with_the_known_ones(shell, export, tmp_path):
    export(tmp_path / "花名册.doc")
    (sentence,) = shell.failed
    assert ".xlsx" in sentence
    assert not list(tmp_path.glob("花名册*"))


@pytest.mark.usefixtures("people")
def test_a_stopped_export_leaves_no_file(shell, export, tmp_path):
    path = tmp_path / "花名册.xlsx"
    export(path, stopped=True)
    assert not path.exists()
    assert shell.failed == [Cancelled().text]


@pytest.mark.parametrize("chosen", [False, True])
def test_what_is_printed_is_previewed(shell, people, chosen):
    ids = (people[0].id,) if chosen else None
    outgoing.print_list(shell, Listed(STAFF, Filter(), ids))
    ((title, path, pages),) = shell.previewed
    assert (title, pages) == ("网格员花名册", 1)
    assert path.read_bytes().startswith(b"%PDF")


@pytest.mark.parametrize("chosen", [False, True])
def test_who_may_not_send_exports_nothing(desk_of, somebody, people, tmp_path, chosen):
    desk = desk_of(somebody("mediator"))
    listed = Listed(STAFF, Filter(), (people[0].id,) if chosen else None)
    with pytest.raises(NotAllowed, match="导出和报送"):
        outgoing.write(desk, listed, tmp_path / "x.xlsx")
