"""Old workbooks as other programs write them: in no other way than Excel reads them."""

import struct
from datetime import date

import pytest

from core.intake import bookread
from core.intake.sheet import WRONG_FORMULA, Fault

SECTOR, SHORTEST = 512, 4096
EXCEL_95, EXCEL_97 = 0x500, 0x600
END, FREE, FAT = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD


def record(kind, body=b""):
    return struct.pack("<HH", kind, len(body)) + body


def cell(kind, line, place, style, body):
    return record(kind, struct.pack("<HHH", line, place, style) + body)


def text(line, place, said):
    letters = said.encode("utf-16-le")
    return cell(0x204, line, place, 0, struct.pack("<HB", len(said), 1) + letters)


def number(line, place, value, style=0):
    return cell(0x203, line, place, style, struct.pack("<d", value))


def shape(key, said):
    return record(0x41E, struct.pack("<HHB", key, len(said), 0) + said.encode())


def style(key):
    return record(0xE0, struct.pack("<HH", 0, key) + bytes(16))


def book(name, cells, *heads, version=EXCEL_97):
    """The stream of a workbook with one sheet."""
    begin = record(0x809, struct.pack("<HHIII", version, 5, 0, 0, 6)) + b"".join(heads)
    listed = struct.pack("<BB", 0, 0) + name
    start = len(begin) + 4 + 4 + len(listed) + 4
    sheet = record(0x809, struct.pack("<HHIII", version, 0x10, 0, 0, 6)) + b"".join(cells)
    whole = begin + record(0x85, struct.pack("<I", start) + listed) + record(0x0A)
    return whole + sheet + record(0x0A)


def plain(said):
    """The name of a sheet as Excel 97 writes it."""
    return struct.pack("<BB", len(said), 1) + said.encode("utf-16-le")


def entry(name, kind, start, size, left=FREE, right=FREE, below=FREE):
    called = name.encode("utf-16-le") + b"\0\0"
    links = struct.pack("<HBBIII", len(called), kind, 1, left, right, below)
    return called.ljust(64, b"\0") + links + bytes(36) + struct.pack("<III", start, size, 0)


def container(streams, entries):
    """A container of these streams; `entries` takes where each begins and makes the directory."""
    chains, whole, starts = [], b"", []
    for stream in streams:
        padded = stream.ljust(max(SHORTEST, -(-len(stream) // SECTOR) * SECTOR), b"\0")
        starts.append((len(whole) // SECTOR + 2, len(padded)))
        first, count = starts[-1][0], len(padded) // SECTOR
        chains += [*range(first + 1, first + count), END]
        whole += padded
    listed = b"".join(entries(starts))
    directory = listed.ljust(SECTOR, b"\0")
    table = struct.pack(f"<{2 + len(chains)}I", FAT, END, *chains).ljust(SECTOR, b"\xff")
    head = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(16)
    head += struct.pack("<HHHHH", 62, 3, 0xFFFE, 9, 6) + bytes(10)
    head += struct.pack("<IIIIIIIII", 1, 1, 0, SHORTEST, END, 0, END, 0, 0)
    return head.ljust(SECTOR, b"\xff") + table + directory + whole


def alone(stream, name="Workbook"):
    """A container that holds just this workbook."""
    return container(
        [stream],
        lambda starts: (entry("Root Entry", 5, END, 0, below=1), entry(name, 2, *starts[0])),
    )


def rows(tmp_path, content):
    (tmp_path / "a.xls").write_bytes(content)
    (sheet,) = bookread.book(tmp_path / "a.xls").sheets
    return sheet.rows


def narrow(line, place, said, encoding="gbk"):
    letters = said.encode(encoding)
    return cell(0x204, line, place, 0, struct.pack("<H", len(letters)) + letters)


def short(said, encoding="gbk"):
    """The name of a sheet as Excel 95 writes it."""
    letters = said.encode(encoding)
    return bytes([len(letters)]) + letters


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
    short = cell(0x27E, 0, 3, 1, struct.pack("<i", 45000 << 2 | 2))
    row = struct.pack("<HHHiHiH", 0, 4, 1, 4500100 << 2 | 3, 0, 17 << 2 | 2, 5)
    cells = [number(0, 0, 17.5), number(0, 1, 45000, 1), number(0, 2, 1.25, 2), short]
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
