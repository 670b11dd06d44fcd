"""Workbooks as they are really sent: read, or refused with a sentence that says what to do."""

import pickle
import shutil
import zipfile
from datetime import date, datetime, time
from decimal import Decimal
from pathlib import Path

import pytest
from openpyxl import Workbook

from core import records
from core.errors import Cancelled, Invalid
from core.intake import bookread, delimited, heads, sheet, table, workbook
from core.intake.formats import fast
from core.intake.sheet import Sheet

SAMPLES = Path(__file__).parent.parent / "samples"
STAFF = records.ledger("staff")


def saved(path, rows, merged=(), title="花名册"):
    book = Workbook()
    page = book.active
    page.title = title
    for row in rows:
        page.append(row)
    for area in merged:
        page.merge_cells(area)
    book.save(path)
    return path


def lines(rows, merged=()):
    return table.understand(Sheet("表", tuple(map(tuple, rows)), tuple(merged)), STAFF)


def sheets(path, wanted=None):
    return bookread.book(path, wanted).sheets


def refused(path):
    with pytest.raises(Invalid) as error:
        bookread.book(path)
    return error.value.text


def test_a_workbook_is_read_in_another_process_with_real_types(tmp_path):
    told = []
    day, moment = date(2026, 3, 5), datetime(2026, 3, 5, 8, 30)  # noqa: DTZ001
    path = saved(
        tmp_path / "a.xlsx", [["姓名"], [], [None, 7, 1.5, day, moment, True, time(8, 30)]]
    )
    book = workbook.read(path, progress=lambda step, *_: told.append(step))
    assert book.sheets[0].rows == (
        ("姓名",),
        (),
        (None, 7, Decimal("1.5"), day, moment, True, time(8, 30)),
    )
    assert set(told) <= {"正在读取表格"}


def test_reading_stops_at_cancel_and_leaves_no_process(tmp_path):
    def cancel(*_):
        raise Cancelled

    with pytest.raises(Cancelled):
        workbook.read(saved(tmp_path / "a.xlsx", [["姓名"]]), progress=cancel)
    from multiprocessing import active_children

    assert active_children() == []


def test_a_file_that_hangs_the_reader_is_given_up(tmp_path):
    path = saved(tmp_path / "a.xlsx", [["姓名"]])
    with pytest.raises(Invalid, match="读得太久"):
        workbook.read(path, seconds=0)


class Reader:
    """A reading process that says what it is told to say; `patience` is how long it was given."""

    def __init__(self, *said):
        self._said, self.patience = list(said), []

    def __call__(self, *_):
        return self

    def __enter__(self):
        return self

    def __exit__(self, *_):
        return None

    def hear(self, seconds, waiting):
        self.patience.append(round(seconds))
        return self._said.pop(0)


def test_a_reading_is_given_time_for_the_cells_it_finds_and_none_for_megabytes(
    tmp_path, monkeypatch
):
    path = tmp_path / "a.xlsx"
    with path.open("wb") as file:
        file.truncate(90 << 20)
    rows, end = (("王秀英",),), sheet.Workbook(path, ())
    reader = Reader(0, 150_000, 2_050_000, Sheet("表", ()), rows, end)
    monkeypatch.setattr(workbook, "Apart", reader)
    assert workbook.read(path).sheets[0].rows == (("王秀英",),)
    assert reader.patience == [30, 8, 8, 58, 58, 58]
    monkeypatch.setattr(workbook, "Apart", Reader(0, 6_000_000, 6_000_000))
    with pytest.raises(Invalid, match="请分成几个文件再导入"):
        workbook.read(path)


def test_a_computer_too_busy_to_begin_is_no_fault_of_the_file(tmp_path, monkeypatch):
    path = saved(tmp_path / "a.xlsx", [["姓名"]])
    monkeypatch.setattr(workbook, "_STARTING", 0)
    with pytest.raises(Invalid, match="电脑正忙"):
        workbook.read(path)


def test_a_file_that_kills_the_reader_ends_in_a_sentence(tmp_path):
    book = Workbook()
    book.active["A1"] = "姓名"
    book.active.cell(1_048_576, 16_384, "远")
    book.save(tmp_path / "far.xlsx")
    with pytest.raises(Invalid, match="超过 500 列"):
        workbook.read(tmp_path / "far.xlsx")


def test_days_of_1904_are_not_four_years_off():
    (read,) = sheets(SAMPLES / "calamine_date_1904.xlsx")
    assert read.rows == ((date(2021, 1, 1), 15), (date(2021, 1, 2), 16), ("255:10", 17))


def test_merged_cells_are_known():
    first, second = sheets(SAMPLES / "calamine_merged_range.xlsx")
    assert (0, 2, 1, 3) in first.merged
    filled = heads.filled(second.rows, second.merged)
    assert filled[3][:4] == ("A1", "B4", "C3", "C3")


def test_one_sheet_can_be_asked_for_even_a_hidden_one(tmp_path):
    book = Workbook()
    book.active.append(["封面"])
    hidden = book.create_sheet("名单")
    hidden.append(["姓名"])
    hidden.sheet_state = "hidden"
    book.save(tmp_path / "a.xlsx")
    (visible,) = sheets(tmp_path / "a.xlsx")
    assert visible.name == "Sheet"
    (asked,) = sheets(tmp_path / "a.xlsx", "名单")
    assert asked.rows == (("姓名",),)
    with pytest.raises(Invalid, match="没有名为“附件”的工作表。这个文件里有：“Sheet”、“名单”"):
        sheets(tmp_path / "a.xlsx", "附件")


def test_the_reading_process_hands_over_sheets_or_a_sentence(tmp_path, monkeypatch):
    monkeypatch.setattr(bookread, "withdraw", lambda: None)
    sent = []

    class Sender:
        send = sent.append
        send_bytes = sent.append

    bookread.work(Sender(), saved(tmp_path / "a.xlsx", [["姓名"]]), None, False)
    bookread.work(Sender(), tmp_path / "a.xlsx", "无", False)
    begun, found, head, rows, end, begun_again, again, refusal = sent
    assert (begun, found, begun_again, again) == (0, 1, 0, 1)
    assert (head.name, end.hidden) == ("花名册", ())
    assert pickle.loads(rows) == (("姓名",),)
    assert "没有名为“无”" in refusal


def test_numbers_keep_what_a_spreadsheet_shows():
    assert sheet.number(0.1 + 0.2) == Decimal("0.3")
    assert sheet.number(13800138000.0) == 13800138000
    assert sheet.number(float("inf")) == "inf"


def test_an_empty_sheet_is_said_to_be_empty(tmp_path):
    assert "没有内容" in refused(saved(tmp_path / "a.xlsx", []))


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("空.csv", b"", "0 字节"),
        ("截断.xlsx", b"PK\x03\x04" + b"x" * 50, "没有拷贝完整"),
        ("通知.pdf", b"%PDF-1.7", "这是 PDF 文件"),
        ("照片.png", b"\x89PNG\r\n", "这是图片"),
        ("台账.xls", b"<html><p>", "这个网页里没有表格"),
        ("坏.et", b"\x01\x02\x00\x03", "认不出这个文件的格式"),
        ("旧.doc", bytes.fromhex("d0cf11e0a1b11ae1") + "WordDocument".encode("utf-16-le"), "Word"),
        (
            "加密.xlsx",
            bytes.fromhex("d0cf11e0a1b11ae1") + "EncryptedPackage".encode("utf-16-le"),
            "设有打开密码",
        ),
        ("坏.xls", bytes.fromhex("d0cf11e0a1b11ae1") + b"\0" * 600, "读不了这个文件"),
        ("乱.csv", b"\x81\x20\xff\xff,", "认不出这个文本文件的编码"),
        ("引号.csv", '姓名，备注\n"王"x,1'.encode(), "没配对的引号"),
    ],
)
def test_what_is_no_table_is_told_with_what_to_do(tmp_path, name, content, sentence):
    path = tmp_path / name
    path.write_bytes(content)
    text = refused(path)
    assert sentence in text
    assert "请" in text or "可以" in text


@pytest.mark.parametrize(
    ("member", "sentence"), [("word/document.xml", "Word 文档"), ("照片.jpg", "先解压")]
)
def test_other_zipped_files_are_named(tmp_path, member, sentence):
    with zipfile.ZipFile(tmp_path / "a.xlsx", "w") as archive:
        archive.writestr(member, "x")
    assert sentence in refused(tmp_path / "a.xlsx")


def test_a_truncated_workbook_is_refused(tmp_path):
    whole = saved(tmp_path / "a.xlsx", [["姓名"], ["王秀英"]])
    whole.write_bytes(whole.read_bytes()[:3000])
    assert "没有拷贝完整" in refused(whole)


def test_a_zip_bomb_is_not_unpacked(tmp_path, monkeypatch):
    monkeypatch.setattr("core.intake.filetype._MOST_UNPACKED", 100)
    assert "太大" in refused(saved(tmp_path / "a.xlsx", [["姓名"]]))


def test_too_large_missing_and_unreadable_files_are_told(tmp_path, monkeypatch):
    assert "找不到文件“无.xlsx”" in refused(tmp_path / "无.xlsx")
    assert "是文件夹" in refused(tmp_path)
    path = saved(tmp_path / "a.xlsx", [["姓名"]])
    monkeypatch.setattr("core.intake.filetype.MOST_BYTES", 10)
    assert "请删去里面的图片" in refused(path)

    def denied(*_args, **_kwargs):
        raise PermissionError

    monkeypatch.setattr(Path, "stat", denied)
    assert "可能正被 WPS 或 Excel 打开" in refused(path)


def test_too_many_rows_and_columns_are_refused(tmp_path, monkeypatch):
    with pytest.raises(Invalid, match="超过 500 列"):
        sheet.trimmed(["x"] * 501)
    monkeypatch.setattr(fast, "MOST_ROWS", 2)
    path = saved(tmp_path / "a.xlsx", [["姓名"], ["王"], ["李"]])
    with pytest.raises(Invalid, match="分成几个文件"):
        sheets(path)
    monkeypatch.setattr(delimited, "MOST_ROWS", 2)
    (tmp_path / "a.csv").write_text("姓名\n王\n李\n", encoding="utf-8")
    assert "分成几个文件" in refused(tmp_path / "a.csv")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk", "gb18030", "utf-16"])
@pytest.mark.parametrize("mark", [",", "\t", ";"])
def test_a_csv_is_read_in_any_encoding_with_any_separator(tmp_path, encoding, mark):
    path = tmp_path / "名单.csv"
    path.write_bytes(f"姓名{mark}备注\r\n王秀英{mark}'=1+1\r\n,\r\n".encode(encoding))
    (read,) = workbook.read(path).sheets
    assert read.name == "名单"
    assert read.rows[:2] == (("姓名", "备注"), ("王秀英", "=1+1"))


def test_rare_characters_come_through(tmp_path):
    rows = (SAMPLES / "rare_chars_level3_not_in_gbk.tsv").read_text(encoding="utf-8").splitlines()
    path = tmp_path / "a.csv"
    path.write_bytes("\n".join(rows).encode("gb18030"))
    read = workbook.read(path).sheets[0]
    assert len(read.rows) == 265
    assert read.rows[0][0] == "𠙶"


def test_the_head_is_found_below_a_title():
    found = lines(
        [["石桥镇花名册"], [], ["姓名*", "手机（必填）", "籍贯"], ["王秀英", "13800138000"]]
    )
    assert found.header_row == 3
    assert found.mapping == {"姓名*": "name", "手机（必填）": "phone"}
    assert found.unmapped == ("籍贯",)
    assert found.lines[0].line == 4


def test_a_head_of_two_rows_is_joined_also_without_merged_cells():
    found = lines(
        [
            ["姓  名", "联系方式", None, "所属"],
            [None, "手机", "固定电话", "网格"],
            ["王秀英", "13800138000", "0512-65221234", "东风村"],
        ]
    )
    assert found.header_row == 2
    assert found.mapping == {
        "姓名": "name",
        "手机": "phone",
        "固定电话": "landline",
        "网格": "grid",
    }


def test_heads_may_be_the_names_of_the_code():
    found = lines([["NAME", "id_no"], ["王秀英", "999999197903140128"]])
    assert found.mapping == {"NAME": "name", "id_no": "id_no"}


def test_of_two_columns_for_one_field_the_exact_one_is_taken():
    found = lines([["电话", "姓名", "手机", "联系电话"], ["1", "王", "2", "3"]])
    assert len(found.mapping) == 2
    assert len(found.unmapped) == 2


def test_notes_sums_and_counting_rows_are_no_records():
    found = lines(
        [
            ["序号", "姓名", "手机", "岗位", "备注"],
            [1, 2, 3, 4, 5],
            ["示例", "张三", "13800138000"],
            [1, "王秀英", None, "网格长"],
            ["序号", "姓名", "手机", "岗位", "备注"],
            [2],
            [None, "本表一式两份"],
            ["合 计", None, None, 1],
            ["填表人：李海燕", None, "审核人："],
            ["注：每月25日前报送"],
        ],
        merged=[(6, 1, 6, 4)],
    )
    assert [one.line for one in found.lines] == [4]
    assert [reason for _, reason in found.ignored] == [
        "栏目序号",
        "说明或落款",
        "重复的表头",
        "没有可导入的内容",
        "说明或落款",
        "合计行",
        "说明或落款",
        "说明或落款",
    ]


def test_notes_are_known_by_full_width_signs_too():
    found = lines([["姓名", "手机"], ["王", "1"], ["注：每月报"], ["审核人（签字）："]])
    assert [line for line, _ in found.ignored] == [3, 4]
    assert lines([["姓名：", "手机（必填）"], ["王", "1"]]).header_row == 1


def test_a_village_merged_over_its_people_belongs_to_each():
    rows = [["姓名", "网格"], ["王", "东风村"], ["李"], ["赵", "石桥村"]]
    found = lines(rows, merged=[(1, 1, 2, 1)])
    assert [found.cell(one, "grid") for one in found.lines] == ["东风村", "东风村", "石桥村"]


def test_a_sheet_without_a_head_or_without_rows_is_told():
    with pytest.raises(Invalid, match="没有找到表头"):
        lines([["春风", "化雨"], ["a", "b"]])
    with pytest.raises(Invalid, match="只有表头"):
        lines([["姓名", "手机"]])


def test_a_person_may_say_what_heads_mean():
    sheet_ = Sheet("表", (("称呼", "联系方式", "姓名"), ("王姐", "13800138000", "王秀英")))
    found = table.understand(sheet_, STAFF, {"联系方式": "手机", "称呼": ""})
    assert found.mapping == {"联系方式": "phone", "姓名": "name"}
    assert found.unmapped == ()
    with pytest.raises(Invalid, match="“电邮”不是这个台账的栏目"):
        table.understand(sheet_, STAFF, {"称呼": "电邮"})
    with pytest.raises(Invalid, match="表头里没有“住址”"):
        table.understand(sheet_, STAFF, {"住址": "note"})


def test_the_sheet_that_looks_like_the_ledger_is_chosen(tmp_path):
    pages = (Sheet("封面", (("目录",),)), Sheet("名单", (("姓名", "手机"), ("王", "1"))))
    assert table.choose(sheet.Workbook(tmp_path, pages), STAFF).name == "名单"


def test_another_format_is_read_by_its_content_not_its_name(tmp_path):
    path = saved(tmp_path / "a.xlsx", [["姓名"], ["王秀英"]])
    renamed = tmp_path / "a.et"
    shutil.copy(path, renamed)
    assert workbook.read(renamed).sheets[0].rows[1] == ("王秀英",)
