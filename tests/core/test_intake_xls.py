"""Old workbooks as other programs write them: in no other way than Excel reads them."""

import struct
from datetime import date

import pytest

from core.intake import bookread
from core.intake.sheet import WRONG_FORMULA, Fault
from tests.old_books import (
    END,
    EXCEL_95,
    alone,
    book,
    cell,
    container,
    entry,
    narrow,
    number,
    plain,
    record,
    shape,
    short,
    style,
    text,
)


def rows(tmp_path, content):
    (tmp_path / "a.xls").write_bytes(content)
    (sheet,) = bookread.book(tmp_path / "a.xls").sheets
    return sheet.rows


@pytest.mark.parametrize(
    ("pages", "encoding"), [([936], "gbk"), ([], "gbk"), ([950], "big5"), ([1252], "cp1252")]
)
def test_a_book_of_excel_95_is_read_in_its_alphabet(tmp_path, pages, encoding):
    """As the programs of the nineties export them, which counties still run."""
    said = "café" if encoding == "cp1252" else "王秀英"
    heads = [record(0x42, struct.pack("<H", page)) for page in pages]
    cells = [narrow(0, 0, said, encoding), number(0, 1, 7)]
    old = book(short(said, encoding), cells, *heads, version=EXCEL_95)
    assert rows(tmp_path, alone(old, "Book")) == ((said, 7),)
    (sheet,) = bookread.book(tmp_path / "a.xls", said).sheets
    assert sheet.name == said


@pytest.mark.parametrize("page", [936, 1252, 1200])
def test_whatever_alphabet_a_book_names_its_letters_are_chinese(tmp_path, page):
    cells = [text(0, 0, "姓名"), text(1, 0, "王秀英")]
    named = book(plain("花名册"), cells, record(0x42, struct.pack("<H", page)))
    assert rows(tmp_path, alone(named)) == (("姓名",), ("王秀英",))


def test_a_format_under_a_number_of_its_own_makes_no_day_of_an_amount_nor_the_other_way(tmp_path):
    """Report programs number their formats as they like, also as Excel numbers its own."""
    heads = [shape(52, "#,##0.00_);-#,##0.00"), shape(400, "yyyy-mm-dd"), shape(401, "[h]:mm")]
    heads += [style(52), style(400), style(401)]
    brief = cell(0x27E, 0, 3, 1, struct.pack("<i", 45000 << 2 | 2))
    row = struct.pack("<HHHiHiH", 0, 4, 1, 4500100 << 2 | 3, 0, 17 << 2 | 2, 5)
    cells = [number(0, 0, 17.5), number(0, 1, 45000, 1), number(0, 2, 1.25, 2), brief]
    (line,) = rows(tmp_path, alone(book(plain("表"), [*cells, record(0xBD, row)], *heads)))
    assert str(line[0]) == "17.5"
    assert line[1:] == (date(2023, 3, 15), "30:00", date(2023, 3, 15), date(2023, 3, 16), 17)


def test_a_colour_in_a_format_of_excel_95_makes_no_day_of_an_amount(tmp_path):
    coloured = b"[Red]0.00"
    heads = [record(0x41E, struct.pack("<HB", 164, len(coloured)) + coloured), style(164)]
    old = book(short("表"), [number(0, 0, 50.5)], *heads, version=EXCEL_95)
    assert [str(one) for one in rows(tmp_path, alone(old, "Book"))[0]] == ["50.5"]


def test_what_a_formula_of_another_program_came_to_is_read(tmp_path):
    heads = [record(0x22, b"\1\0"), shape(60, "yyyy-mm-dd"), style(60)]
    older = cell(0x406, 1, 0, 0, struct.pack("<dH", 38352, 0).ljust(20, b"\0"))
    read = rows(tmp_path, alone(book(plain("表"), [text(0, 0, "日期"), older], *heads)))
    assert read == (("日期",), (date(2009, 1, 1),))


def test_errors_are_no_empty_cells_in_a_book_of_excel_95_either(tmp_path):
    cells = [number(0, 0, 7), cell(0x205, 0, 1, 0, b"\x1d\1")]
    old = book(short("花名册"), cells, version=EXCEL_95)
    assert rows(tmp_path, alone(old, "Book")) == ((7, Fault("#NAME?", WRONG_FORMULA)),)


def test_a_table_embedded_in_the_table_is_not_taken_for_it(tmp_path):
    inner = book(plain("内"), [text(0, 0, "嵌入的表")])
    outer = book(plain("外"), [text(0, 0, "姓名")])

    def entries(starts):
        yield entry("Root Entry", 5, END, 0, below=3)
        yield entry("Workbook", 2, *starts[0])
        yield entry("MBD0001", 1, 0, 0, below=1)
        yield entry("Workbook", 2, *starts[1], left=2)

    assert rows(tmp_path, container([inner, outer], entries)) == (("姓名",),)


def test_marks_that_no_xml_may_hold_are_passed_over_as_excel_does(tmp_path):
    """Excel 2003 writes them where somebody pasted them, and reads them again."""
    xml = (
        '<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet">'
        "<Worksheet><Table><Row><Cell><Data>王\x07秀&#x1F;英&#11;&#10;</Data></Cell></Row></Table>"
        "</Worksheet></Workbook>"
    )
    assert rows(tmp_path, xml.encode()) == (("王秀英",),)


def test_a_comment_on_a_cell_is_not_its_content(tmp_path):
    xml = (
        '<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet">'
        "<Worksheet><Table><Row><Cell><Data>姓名</Data></Cell><Cell><Comment><Data>待核</Data>"
        "</Comment></Cell><Cell><Data>手机</Data></Cell></Row></Table></Worksheet></Workbook>"
    )
    (tmp_path / "a.xls").write_bytes(xml.encode())
    (sheet,) = bookread.book(tmp_path / "a.xls").sheets
    assert sheet.rows == (("姓名", None, "手机"),)
    assert sheet.stays == ("有 1 条批注没有读进来",)
