"""Files made to hang, to fill the memory, to read another file or to call out: in vain."""

import io
import subprocess
import sys
import time
import zipfile
from contextlib import contextmanager
from pathlib import Path

import pytest
from openpyxl import Workbook

from core.errors import Invalid
from core.intake import bookread, heads, workbook
from core.intake.apart import Apart
from core.intake.formats import facts, ooxml
from core.intake.sheet import MOST_COLUMNS, Sheet, clipped
from tests import fuzzing

MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'


@pytest.fixture
def patience():
    """Whatever it is, it ends within ten seconds."""
    with ten_seconds():
        yield


@contextmanager
def ten_seconds():
    begun = time.monotonic()
    yield
    assert time.monotonic() - begun < 10


def refusal(path):
    """The sentence in which the reading of a file ends, in time."""
    with ten_seconds(), pytest.raises(Invalid) as refused:
        workbook.read(path)
    return refused.value.text


def book(path, sheet, strings=""):
    """A workbook whose one sheet is this XML."""
    made = Workbook()
    made.active["A1"] = "姓名"
    packed = io.BytesIO()
    made.save(packed)
    with zipfile.ZipFile(packed) as old, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, sheet if name.endswith("sheet1.xml") else old.read(name))
        if strings:
            new.writestr("xl/sharedStrings.xml", strings)
    return path


def cell(place, text):
    return f'<c r="{place}" t="inlineStr"><is><t>{text}</t></is></c>'


def test_the_reading_process_calls_nobody_writes_nothing_and_takes_its_share(tmp_path):
    with Apart(fuzzing.overreach, tmp_path / "a") as apart:
        told = [apart.hear(30, lambda: None) for _ in range(4)]
    assert told == ["PermissionError", "PermissionError", "OSError", "MemoryError"]
    assert not (tmp_path / "a").exists() or not (tmp_path / "a").stat().st_size


def test_the_reading_process_knows_no_database():
    code = "import sys, core.intake.bookread; sys.exit('sqlalchemy' in sys.modules)"
    subprocess.run([sys.executable, "-c", code], check=True, cwd=Path(__file__).parents[2])


def test_a_stray_cell_at_the_very_last_line_does_not_hide_the_list(tmp_path):
    rows = f'<row r="1">{cell("A1", "姓名")}{cell("XL1", "右")}</row>'
    rows += f'<row r="1048576">{cell("A1048576", "尾")}</row>'
    path = book(tmp_path / "a.xlsx", f"<worksheet {MAIN}><sheetData>{rows}</sheetData></worksheet>")
    assert "超过 500 列" in refusal(path)
    near = f"<worksheet {MAIN}><sheetData>{rows.replace('XL1', 'SF1')}</sheetData></worksheet>"
    path = book(tmp_path / "b.xlsx", near)
    with ten_seconds():
        (sheet,) = workbook.read(path).sheets
    assert len(sheet.rows) == 1_048_576
    assert (sheet.rows[0][0], sheet.rows[-1]) == ("姓名", ("尾",))


def test_strings_that_unfold_in_the_memory_end_in_a_sentence(tmp_path):
    long = f"<sst {MAIN}><si><t>{'王' * 30_000}</t></si></sst>"
    cells = "".join(f'<c r="{letter}%d" t="s"><v>0</v></c>' for letter in "ABCDEFGH")
    rows = "".join(f'<row r="{n}">{cells.replace("%d", str(n))}</row>' for n in range(1, 20_000))
    sheet = f"<worksheet {MAIN}><sheetData>{rows}</sheetData></worksheet>"
    assert "请" in refusal(book(tmp_path / "a.xlsx", sheet, long))


@pytest.mark.usefixtures("patience")
def test_depth_and_endless_marks_end_in_rows_or_a_sentence(tmp_path):
    deep = "<div>" * 200_000 + "<table><tr><td>姓名</table>"
    (tmp_path / "a.xls").write_bytes(deep.encode())
    assert workbook.read(tmp_path / "a.xls").sheets[0].rows == (("姓名",),)
    fods = '<office:document office:mimetype="application/vnd.oasis.opendocument.spreadsheet">'
    (tmp_path / "b.xls").write_bytes((f"<?xml version='1.0'?>{fods}" + "<a>" * 500_000).encode())
    with pytest.raises(Invalid, match="没有拷贝完整"):
        workbook.read(tmp_path / "b.xls")


def test_what_a_process_hands_over_has_an_end(tmp_path, monkeypatch):
    monkeypatch.setattr(bookread, "_MOST_HANDED", 10)
    sent = []

    class Sender:
        send = send_bytes = sent.append

    monkeypatch.setattr(bookread, "withdraw", lambda: None)
    (tmp_path / "a.csv").write_text("姓名\n王秀英", encoding="utf-8")
    bookread.work(Sender(), tmp_path / "a.csv", None, slowly=False)
    assert "分成几个文件" in sent[-1]


def test_one_endless_line_of_text_is_refused_before_it_is_taken_apart(tmp_path):
    (tmp_path / "a.csv").write_text("姓名,手机\n" + "王," * 2_000_000, encoding="utf-8")
    assert "超过 500 列" in refusal(tmp_path / "a.csv")
    (tmp_path / "b.csv").write_text("姓名,手机\n王" + "," * 1_000_000, encoding="utf-8")
    assert workbook.read(tmp_path / "b.csv").sheets[0].rows[1] == ("王",)


def test_very_many_cells_that_no_reader_can_hold_earn_no_further_time(tmp_path):
    cells = "".join(f'<c r="{letter}%d"><v>1</v></c>' for letter in "ABCDEFGHIJ")
    rows = "".join(f'<row r="{n}">{cells.replace("%d", str(n))}</row>' for n in range(1, 60_000))
    far = '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
    sheet = f"<worksheet {MAIN}><sheetData>{rows}{far}</sheetData></worksheet>"
    assert "请" in refusal(book(tmp_path / "a.xlsx", sheet))


def test_merged_areas_reach_no_further_than_the_rows():
    rows = (("姓名", "手机"), ("王",))
    merged, notes = clipped([(0, 0, 1_048_575, 16_383), (5, 0, 9, 0), (0, 7, 0, 9)], rows)
    assert merged == ((0, 0, 1, MOST_COLUMNS - 1),)
    assert notes == ()
    merged, notes = clipped([(0, 0, 1, 499)] * 10_000, rows)
    assert len(merged) == 5_000_000 // 1000
    assert "合并单元格太多" in notes[0]
    assert heads.filled(rows, merged[:3])[1][0] == "姓名"


def test_marks_that_never_close_cost_no_more_than_their_length(patience):
    xml = b'<worksheet><cols><col min="1" max="9' + b"<c r=" * 400_000 + b'<f>t="e" hidden="1"'
    assert (ooxml._wrong(xml), ooxml._lost(xml), ooxml._drawn(xml)) == ({}, {}, {})
    assert ooxml._hidden(xml) == frozenset()
    assert facts.unseen(len(ooxml._FOLDED.findall(xml))) == ""


def test_a_sheet_of_many_columns_is_looked_over_quickly(patience):
    rows = tuple(tuple(f"{line}甲{place}" for place in range(500)) for line in range(60))
    with pytest.raises(Invalid, match="没有找到表头"):
        heads.find(Sheet("表", rows), {"姓名": "name"})
