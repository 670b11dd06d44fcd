"""Every format a table comes in, told by its content: the same rows, or a sentence."""

import os
import struct
import zipfile
from datetime import date, time
from decimal import Decimal
from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.comments import Comment
from openpyxl.drawing.image import Image
from openpyxl.worksheet.worksheet import Worksheet
from PIL import Image as Picture
from python_calamine import CalamineError

from core.errors import Invalid
from core.intake import bookread
from core.intake.formats import ooxml
from core.intake.formats.compound import Compound
from core.intake.sheet import CRAMPED, NO_RESULT, WRONG_FORMULA, Fault

SAMPLES = Path(__file__).parent.parent / "samples"
BOOKS = SAMPLES / "books"
OLE = bytes.fromhex("d0cf11e0a1b11ae1")


def read(path, content=None, wanted=None, **how):
    if content is not None:
        path.write_bytes(content)
    return bookread.book(path, wanted, **how).sheets


def refused(path, content):
    with pytest.raises(Invalid) as error:
        read(path, content)
    assert "请" in error.value.text
    return error.value.text


def packed(path, parts):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return path


def repacked(path, change):
    """The parts of a workbook, some of them other than they were."""
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    return packed(path, parts | {name: edit(parts[name]) for name, edit in change.items()})


def saved(path, *rows):
    book = Workbook()
    for row in rows:
        book.active.append(row)
    book.save(path)
    return path


@pytest.mark.parametrize("wide", ["utf-16", "utf-16-be"])
def test_parts_written_in_utf_16_are_read(tmp_path, wide):
    path = saved(tmp_path / "名单.xlsx", ("姓名", "手机"), ("王秀英", "13800138000"))

    def widened(part):
        text = part.decode("utf-8").split("?>")[-1]
        mark = "\ufeff" if wide.endswith("be") else ""
        return f'{mark}<?xml version="1.0" encoding="UTF-16"?>{text}'.encode(wide)

    [sheet] = read(repacked(path, {"xl/worksheets/sheet1.xml": widened}))
    assert sheet.rows == (("姓名", "手机"), ("王秀英", "13800138000"))


@pytest.mark.parametrize("name", ["book.fods", "book.ods", "book.xls", "book.xlsx", "book.xml"])
def test_one_book_says_the_same_in_every_format(name):
    first = read(BOOKS / name)[0]
    assert first.name == "花名册"
    assert first.rows[:3] == (
        ("石桥镇花名册",),
        ("姓名", "手机", "出生\n日期", "得分", "在岗"),
        ("王秀英", "013800138000", date(1980, 3, 5), Decimal("1.5"), True),
    )
    name_, number, _, fault = first.rows[3]
    assert (name_, number) == ("李海燕", 320583199001011000)
    assert isinstance(fault, Fault)
    assert fault.why == WRONG_FORMULA
    assert first.rows[4:] == ((), (), ("周明",))
    assert first.merged == ((0, 0, 0, 2),)
    assert first.hidden == {1}
    assert "有 1 行是隐藏或被筛选掉的，也一起读取" in first.notes


@pytest.mark.parametrize("name", ["book.fods", "book.ods", "book.xls", "book.xlsx"])
def test_a_hidden_sheet_is_named_and_read_when_asked_for(name):
    book = bookread.book(BOOKS / name)
    assert book.hidden == ("草稿",)
    assert "隐藏的工作表“草稿”没有读" in book.sheets[0].notes
    (asked,) = read(BOOKS / name, wanted="草稿")
    assert asked.rows == (("旧",),)
    with pytest.raises(Invalid, match="没有名为“无”的工作表。这个文件里有：“花名册”、“草稿”"):
        read(BOOKS / name, wanted="无")


@pytest.mark.parametrize("name", ["book.ods", "book.xls", "book.xlsx", "book.xml", "book.fods"])
def test_the_name_of_a_file_proves_nothing(tmp_path, name):
    (first, *_) = read(tmp_path / "台账.csv", (BOOKS / name).read_bytes())
    assert first.rows[2][0] == "王秀英"


def test_xlsb_and_books_of_excel_95_are_read():
    (sheet,) = read(BOOKS / "calamine_date.xlsb")
    assert sheet.rows[0] == (date(2021, 1, 1), 15)
    (sheet,) = read(BOOKS / "poi_excel_95.xls")
    assert sheet.rows[3][1:3] == ("Number", "Square")


def test_the_slow_reader_says_the_same_as_the_fast_one():
    (slow,) = read(BOOKS / "book.xlsx", slowly=True)
    (fast,) = read(BOOKS / "book.xlsx")
    assert slow.rows == fast.rows


def test_a_book_the_fast_reader_refuses_is_read_by_the_slow_one(monkeypatch):
    def refuses(*_):
        raise CalamineError

    monkeypatch.setattr(bookread.fast, "read", refuses)
    assert read(BOOKS / "book.xlsx")[0].rows[2][0] == "王秀英"


@pytest.mark.parametrize("name", [
    "GB-3304-1991.csv", "GB-6864-2003.csv", "villages_330521_德清县.csv",
    "rare_chars_level3_not_in_gbk.tsv", "calamine_date_1904.xlsx", "calamine_merged_range.xlsx",
])  # fmt: skip
def test_every_table_among_the_samples_is_read(name):
    lines = {"GB-3304-1991.csv": 57, "villages_330521_德清县.csv": 178}
    rows = read(SAMPLES / name)[0].rows
    assert rows
    assert len(rows) == lines.get(name, len(rows))


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("gbt9704_template.dotx", "Word"),
        ("holiday-cn-2025.json", "程序之间交换的数据"),
        ("holiday-cn-2026.json", "程序之间交换的数据"),
        ("villages_33.geojson", "程序之间交换的数据"),
    ],
)
def test_every_other_sample_is_refused(tmp_path, name, sentence):
    assert sentence in refused(tmp_path / "名单.xlsx", (SAMPLES / name).read_bytes())


def test_xml_of_excel_2003_in_gbk_with_places_kinds_and_hidden_columns(tmp_path):
    xml = """<?xml version="1.0" encoding="gb2312"?><?mso-application progid="Excel.Sheet"?>
    <Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"
      xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet"
      xmlns:x="urn:schemas-microsoft-com:office:excel">
    <Worksheet ss:Name="名单"><Table><Column ss:Index="2" ss:Hidden="1" ss:Span="1"/>
    <Row ss:Index="2"><Cell ss:Index="2" ss:MergeAcross="1" ss:MergeDown="1">
    <Data ss:Type="String">姓名</Data></Cell>
    <Cell><Data ss:Type="Number">7.0</Data></Cell><Cell><Data ss:Type="Error">#REF!</Data></Cell>
    <Cell><Data ss:Type="DateTime">2026-03-05T00:00:00.000</Data></Cell>
    <Cell><Data ss:Type="DateTime">1899-12-31T08:30:00.000</Data></Cell>
    <Cell><Data ss:Type="Boolean">1</Data></Cell><Cell><Data ss:Type="Number">七</Data></Cell></Row>
    </Table></Worksheet><Worksheet ss:Name="旧"><Table><Row><Cell><Data ss:Type="String">x</Data>
    </Cell></Row></Table><WorksheetOptions xmlns="urn:schemas-microsoft-com:office:excel">
    <Visible>SheetHidden</Visible></WorksheetOptions></Worksheet></Workbook>"""
    (sheet,) = read(tmp_path / "a.xls", xml.encode("gbk"))
    fault = Fault("#REF!", WRONG_FORMULA)
    row = (None, "姓名", None, 7, fault, date(2026, 3, 5), time(8, 30), True, "七")
    assert sheet.rows == ((), row)
    assert sheet.merged == ((1, 1, 1, 2),)
    assert sheet.hidden == {1, 2}
    assert sheet.notes == ("隐藏的工作表“旧”没有读",)


def test_an_opendocument_repeats_cells_and_lines_and_knows_kinds(tmp_path):
    source = (BOOKS / "book.fods").read_text(encoding="utf-8")
    start, end = source.index("<table:table "), source.index("</office:spreadsheet>")
    cell = "<table:table-cell office:value-type="
    table = (
        '<table:table table:name="表"><table:table-row table:number-rows-repeated="2">'
        f'{cell}"time" office:time-value="PT26H05M00S"/>{cell}"percentage" office:value="0.25"/>'
        f'{cell}"string" table:number-columns-repeated="2">'
        '<text:p>王<text:s text:c="2"/>芳</text:p>'
        f'</table:table-cell>{cell}"date" office:date-value="不是"><text:p>不是</text:p>'
        "</table:table-cell></table:table-row></table:table>"
    )
    (sheet,) = read(tmp_path / "a.fods", (source[:start] + table + source[end:]).encode())
    assert sheet.rows == (("26:05", Decimal("0.25"), "王  芳", "王  芳", "不是"),) * 2


def test_a_large_opendocument_goes_to_the_fast_reader(monkeypatch):
    monkeypatch.setattr(bookread, "_SMALL", 100)
    assert read(BOOKS / "book.ods")[0].rows[2][0] == "王秀英"


def test_faults_of_cells_are_no_empty_cells(tmp_path):
    path = tmp_path / "a.xlsx"
    book = Workbook()
    book.active.append(["姓名", "=A1&1", "#N/A", "x"])
    book.active["C1"].data_type = "e"
    book.active["E4"] = "=1+1"
    book.save(path)
    lost = Fault("=1+1", NO_RESULT)
    rows = read(path)[0].rows
    assert rows[0] == ("姓名", Fault("=A1&1", NO_RESULT), Fault("#N/A", WRONG_FORMULA), "x")
    assert rows[3] == (None, None, None, None, lost)
    text = "姓名,手机\n#N/A,####\nErr:502,#1\n".encode()
    assert read(tmp_path / "a.csv", text)[0].rows[1:] == (
        (Fault("#N/A", WRONG_FORMULA), Fault("####", CRAMPED)),
        (Fault("Err:502", WRONG_FORMULA), "#1"),
    )


def test_what_a_sheet_says_beside_its_values_is_met_wherever_its_pieces_end(tmp_path, monkeypatch):
    path = tmp_path / "a.xlsx"
    for said in ("=1+1", "#N/A", None):
        book = Workbook()
        book.active.append(["姓名", said])
        book.active.row_dimensions[1].hidden = said is None
        if said == "#N/A":
            book.active["B1"].data_type = "e"
        book.save(path)
        for size in range(ooxml._LONGEST, 3 * ooxml._LONGEST):
            monkeypatch.setattr(ooxml, "_PIECE", size)
            facts = ooxml.read(path, lambda _: None)["Sheet"]
            assert (len(facts.cells), len(facts.notes)) == ((0, 1) if said is None else (1, 0))


def test_a_formula_whose_result_is_an_empty_text_is_an_empty_cell(tmp_path):
    path = repacked(
        saved(tmp_path / "a.xlsx", ["姓名", "=A2"]),
        {"xl/worksheets/sheet1.xml": lambda xml: xml.replace(b'<c r="B1">', b'<c r="B1" t="str">')},
    )
    assert read(path)[0].rows == (("姓名",),)


def test_pictures_and_comments_are_counted_and_cell_pictures_are_no_text(tmp_path):
    picture = BytesIO()
    Picture.new("RGB", (2, 2)).save(picture, "PNG")
    book = Workbook()
    book.active.append(["姓名", "照片"])
    book.active.append(["王秀英", '=_xlfn.DISPIMG("ID_1",1)'])
    book.active["A1"].comment = Comment("核对", "李")
    for name in ("李勇", "赵军", "张三"):
        book.active.append([name, '=_xlfn.DISPIMG("ID_1",1)'])
    book.active.append(["钱七"])
    book.active.add_image(Image(picture), "D7")
    book.save(tmp_path / "a.xlsx")
    (sheet,) = read(tmp_path / "a.xlsx")
    assert sheet.rows[:2] == (("姓名", "照片"), ("王秀英",))
    assert sheet.notes == ()
    assert sheet.stays == (
        "有 5 张图片没有读进来（在第 2–5、7 行），请在登记后作为附件添加",
        "有 1 条批注没有读进来",
    )


def test_hidden_columns_and_filtered_lines_of_a_workbook_are_read_and_told(tmp_path):
    book = load_workbook(saved(tmp_path / "a.xlsx", ["姓名", "手机"], ["王", "1"], ["李", "2"]))
    page: Worksheet = book.active
    page.column_dimensions["B"].hidden = True
    page.row_dimensions[2].hidden = True
    page.auto_filter.ref = "A1:B3"
    book.save(tmp_path / "a.xlsx")
    (sheet,) = read(tmp_path / "a.xlsx")
    assert len(sheet.rows) == 3
    assert sheet.hidden == {1}
    assert sheet.notes == ("有 1 行是隐藏或被筛选掉的，也一起读取",)


def test_marks_nobody_sees_are_no_part_of_a_text(tmp_path):
    row = ["\u200b姓名\ufeff", "\u202d13800138000\u202c", "\xa0王\xa0", "'1"]
    path = saved(tmp_path / "a.xlsx", row)
    assert read(path)[0].rows == (("姓名", "13800138000", "王", "'1"),)


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"BM\x10\0\0\0\0\0\0\0", "图片"),
        (b"RIFF0000WEBPVP8 ", "图片"),
        (b"\0\0\0\x18ftypheic", "图片"),
        (b"\0\0\0\x18ftypmp42", "视频"),
        (b"7z\xbc\xaf\x27\x1c", "先解压"),
        (b"\x1f\x8b\x08\0", "先解压"),
        (b"x" * 257 + b"ustar", "先解压"),
        (b"MZ\x90\0\x03\0\0\0\x04\0\0", "这是程序"),
        (b"ID;PSCALC3\r\n", "另存为"),
        (b"\x09\x08\x08\0\0\x05\x05\0", "很旧的 Excel"),
        (b'[{"a": 1}]', "程序之间"),
        (b"<?xml version='1.0'?><a/>", "程序之间"),
        (b"<svg>", "认不出"),
        (b"<html><body>404</body></html>", "没有表格"),
        (b"\x01\x02\x03\x04" * 99, "认不出这个文件的格式"),
        ("姓名\n王".encode() + bytes(512), "没有拷贝完整"),
        (OLE + "PowerPoint Document".encode("utf-16-le"), "演示文稿"),
        (OLE + b"\xff" * 2000, "没有拷贝完整"),
        ('姓名\n"王"x'.encode(), "第 2 行"),
        ("姓名\n".encode() + b"\xff\xff\n", "第 2 行"),
    ],
)
def test_what_is_no_table_gets_its_own_sentence(tmp_path, content, sentence):
    assert sentence in refused(tmp_path / "名单.xls", content)


@pytest.mark.parametrize(
    ("parts", "sentence"),
    [
        ({"ppt/presentation.xml": "x"}, "演示文稿"),
        ({"OFD.xml": "x"}, "OFD"),
        ({"Index/Document.iwa": "x"}, "Numbers"),
        ({"content.xml": "x", "mimetype": "application/vnd.oasis.opendocument.text"}, "文字文档"),
        (
            {"content.xml": "x", "META-INF/manifest.xml": "<manifest:encryption-data/>"},
            "打开密码",
        ),
        ({"xl/workbook.xml": "<workbook"}, "没有拷贝完整"),
        ({"xl/workbook.xml": '<!DOCTYPE a [<!ENTITY b SYSTEM "file:///x">]><a/>'}, "不该有"),
        ({"content.xml": "<a", "mimetype": "x.spreadsheet"}, "没有拷贝完整"),
    ],
)
def test_archives_that_are_no_tables_get_their_own_sentence(tmp_path, parts, sentence):
    assert sentence in refused(packed(tmp_path / "a.xlsx", parts), None)


def test_a_book_whose_sheets_are_gone_is_not_said_to_be_empty(tmp_path):
    with zipfile.ZipFile(saved(tmp_path / "a.xlsx", ["姓名"])) as archive:
        parts = {name: archive.read(name) for name in archive.namelist() if "sheet1" not in name}
    assert "没有拷贝完整" in refused(packed(tmp_path / "b.xlsx", parts), None)


@pytest.mark.parametrize("kind", ["fods", "xml"])
def test_entities_are_never_resolved(tmp_path, kind):
    body = (BOOKS / f"book.{kind}").read_text(encoding="utf-8").partition("?>")[2]
    bomb = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
    assert "不该有" in refused(tmp_path / "a.xls", f"<?xml version='1.0'?>{bomb}{body}".encode())


def test_an_encrypted_zip_and_an_xls_with_a_password_are_told(tmp_path):
    path = saved(tmp_path / "a.xlsx", ["姓名"])
    content = bytearray(path.read_bytes())
    at = content.index(b"PK\x01\x02")
    content[at + 8] |= 1
    assert "打开密码" in refused(path, bytes(content))
    xls = bytearray((BOOKS / "book.xls").read_bytes())
    at = xls.index(struct.pack("<HH", 0x42, 2))
    xls[at : at + 2] = struct.pack("<H", 0x2F)
    assert "打开密码" in refused(path, bytes(xls))


def test_a_container_whose_chains_bite_their_tails_is_read_to_an_end():
    content = bytearray((BOOKS / "book.xls").read_bytes())
    for start in range(512, len(content), 512):
        looped = bytearray(content)
        looped[start : start + 512] = bytes(512)
        assert len(Compound(bytes(looped)).stream("Workbook")) <= len(content)


def test_a_pipe_is_no_file(tmp_path):
    os.mkfifo(tmp_path / "a.csv")
    assert "不是文件" in refused(tmp_path / "a.csv", None)
