"""Binary workbooks: what the fast reader leaves out of them is no less told."""

import struct
import zipfile
from datetime import date

from core.intake import bookread
from core.intake.sheet import WRONG_FORMULA, Fault

OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
RELATED = '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" '
    'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="bin" '
    'ContentType="application/vnd.ms-excel.sheet.binary.macroEnabled.main"/>'
    "</Types>"
)


def record(kind, body=b""):
    named = bytes([kind]) if kind < 0x80 else bytes([kind & 0x7F | 0x80, kind >> 7])
    return named + bytes([len(body)]) + body


def text(said):
    return struct.pack("<I", len(said)) + said.encode("utf-16-le")


def cell(kind, place, style, body):
    return record(kind, struct.pack("<II", place, style) + body)


def row(line, *cells, folded=False):
    flags = bytes([0, 0x10 if folded else 0]) + bytes(5)
    return record(0, struct.pack("<IIH", line, 0, 300) + flags) + b"".join(cells)


def related(kind, place):
    one = f'<Relationship Id="rId1" Type="{OFFICE}/{kind}" Target="{place}"/>'
    return f"{RELATED}{one}</Relationships>"


def packed(path, rows, *shapes):
    """A workbook of one sheet whose styles have these formats, one after the other."""
    formats = b"".join(record(44, struct.pack("<H", n) + text(one)) for n, one in shapes)
    counted = struct.pack("<I", len(shapes))
    styles = record(615, counted) + formats + record(616) + record(617, counted)
    styles += b"".join(record(47, struct.pack("<HH", 0, n) + bytes(12)) for n, _ in shapes)
    veiled = record(60, struct.pack("<IIIIH", 1, 1, 2560, 0, 1))
    columns = record(390) + veiled + record(391)
    size = record(148, struct.pack("<IIII", 0, 9, 0, 9))
    sheet = record(129) + size + columns + record(145) + b"".join(rows) + record(146) + record(130)
    listed = record(156, struct.pack("<II", 0, 1) + text("rId1") + text("花名册"))
    book = record(131) + record(143) + listed + record(144) + record(132)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", TYPES)
        archive.writestr("_rels/.rels", related("officeDocument", "xl/workbook.bin"))
        archive.writestr("xl/workbook.bin", book)
        archive.writestr(
            "xl/_rels/workbook.bin.rels", related("worksheet", "worksheets/sheet1.bin")
        )
        archive.writestr("xl/worksheets/sheet1.bin", sheet)
        archive.writestr("xl/styles.bin", record(278) + styles + record(618) + record(279))
    (read,) = bookread.book(path).sheets
    return read


def test_errors_are_no_empty_cells_and_what_is_hidden_is_told(tmp_path):
    seven = cell(5, 0, 0, struct.pack("<d", 7))
    worked_out = cell(11, 3, 0, b"\x2a" + bytes(6))
    rows = [row(0, seven, cell(3, 2, 0, b"\x1d"), worked_out), row(1, seven, folded=True)]
    sheet = packed(tmp_path / "a.xlsb", rows, (164, "0"))
    name, missing = (Fault(one, WRONG_FORMULA) for one in ("#NAME?", "#N/A"))
    assert sheet.rows == ((7, None, name, missing), (7,))
    assert sheet.hidden == {1}
    assert sheet.notes == ("有 1 行是隐藏或被筛选掉的，也一起读取",)


def test_a_day_in_a_format_of_its_own_is_a_day(tmp_path):
    short = cell(2, 0, 0, struct.pack("<i", 45000 << 2 | 2))
    long, worked_out = (cell(kind, kind, 0, struct.pack("<d", 45001)) for kind in (5, 9))
    amount = cell(5, 10, 1, struct.pack("<d", 45002))
    rows = [row(0, short, long, worked_out, amount)]
    sheet = packed(tmp_path / "a.xlsb", rows, (60, "mm/dd/yyyy"), (61, '0"元"'))
    said = [one for one in sheet.rows[0] if one is not None]
    assert said == [date(2023, 3, 15), date(2023, 3, 16), date(2023, 3, 16), 45002]
