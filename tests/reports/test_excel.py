"""Ledgers as workbooks: they open elsewhere with real types, and come back as they went."""

import csv
import subprocess
import tempfile
from datetime import UTC, date, datetime, time
from decimal import Decimal

import pytest
from openpyxl import Workbook, load_workbook
from python_calamine import load_workbook as calamine

from core import codes, records
from core.errors import Cancelled, Invalid
from core.intake import table, workbook
from core.record import Field, Kind
from core.records.destruction import Destruction
from core.records.hand_over import HandOver
from core.records.screening import Screening
from core.records.yearly_fact import YearlyFact
from core.services import importing, leaving
from core.services.fashions import Fashion
from core.services.importing import Terms
from core.services.listing import Wish
from reports import excel
from reports.commands import exporting
from reports.commands.exporting import Wanted
from reports.excel import comma, errors, shape
from reports.excel.listing import Listing

TODAY = date(2026, 3, 25)
ID_WANG = "999999197903140128"
FIELDS = (
    Field("name", "姓名", Kind.TEXT),
    Field("id_no", "身份证号", Kind.ID_NO, width=20),
    Field("joined", "到岗日期", Kind.DATE),
    Field("money", "金额(元)", Kind.DECIMAL),
    Field("people", "人数", Kind.WHOLE),
    Field("starts", "开始", Kind.TIME),
    Field("seen", "时刻", Kind.MOMENT),
    Field("note", "备注", Kind.LONG),
)
ROW = (
    "王秀英",
    ID_WANG,
    date(2024, 3, 1),
    Decimal("1200.50"),
    3,
    time(8, 30),
    datetime(2026, 3, 25, 8, 10),  # noqa: DTZ001
    "=1+1",
)
ODD = ("陈𠮷祥", None, None, None, None, None, None, " 一行\n二行 <&>\x07_x0041_")


def listing(rows=(ROW, ODD)):
    return Listing("花名册/测试", "范围：全部", FIELDS, iter(rows), len(rows))


@pytest.fixture
def written(tmp_path):
    path = tmp_path / "花名册.xlsx"
    assert excel.write(listing(), path) == 2
    return path


def test_a_workbook_has_title_head_types_and_page(written):
    sheet = load_workbook(written).active
    assert sheet.title == "花名册测试"
    assert (sheet["A1"].value, sheet["A2"].value) == ("花名册/测试", "范围：全部")
    head, row, odd = (list(one) for one in sheet.iter_rows(min_row=3, values_only=True))
    assert head == ["序号", *(one.label for one in FIELDS)]
    assert row[:3] == [1, "王秀英", ID_WANG]
    assert row[3] == datetime(2024, 3, 1)  # noqa: DTZ001
    assert row[4:7] == [1200.5, 3, time(8, 30)]
    assert row[7] == ROW[6]
    assert odd[8] == " 一行\n二行 <&>_x0007__x005F_x0041_"
    assert (sheet["I4"].quotePrefix, sheet["I5"].quotePrefix) == (True, False)
    assert (sheet["I4"].data_type, sheet["C4"].number_format) == ("s", "@")
    assert (sheet["D4"].number_format, sheet["E4"].number_format) == ("yyyy-mm-dd", "#,##0.00")
    assert (sheet.freeze_panes, sheet.auto_filter.ref) == ("C4", "A3:I5")
    assert (sheet.print_title_rows, sheet.page_setup.orientation) == ("$3:$3", "landscape")
    assert round(sheet.page_margins.left * 25.4) == 25


def test_another_reader_sees_the_same(written):
    with written.open("rb") as file:
        rows = calamine(file).get_sheet_by_index(0).to_python()
    assert rows[3][:4] == [1.0, "王秀英", ID_WANG, date(2024, 3, 1)]
    assert rows[3][8] == "=1+1"
    assert rows[4][8] == " 一行\n二行 <&>\x07_x0041_"


def test_libreoffice_opens_a_workbook(tmp_path):
    excel.write(listing(), tmp_path / "a.xlsx")
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    convert = ("--convert-to", "csv:Text - txt - csv (StarCalc):44,34,76", "--outdir", tmp_path)
    subprocess.run(
        ["soffice", profile, "--headless", *convert, tmp_path / "a.xlsx"],
        check=True,
        capture_output=True,
        timeout=60,
    )
    rows = list(csv.reader((tmp_path / "a.csv").read_text(encoding="utf-8").splitlines()))
    assert rows[3][1:5] == ["王秀英", ID_WANG, "2024-03-01", "1,200.50"]


def test_a_stopped_writer_leaves_no_file(tmp_path):
    def cancel(*_):
        raise Cancelled

    with pytest.raises(Cancelled):
        excel.write(listing(), tmp_path / "a.xlsx", cancel)
    with pytest.raises(Cancelled):
        comma.write(listing(), tmp_path / "a.csv", progress=cancel)
    assert list(tmp_path.iterdir()) == []


def test_no_row_passes_through_the_temporary_folder(station, tmp_path, monkeypatch):
    source, plan = planned(station, bad_book(tmp_path / "bad.xlsx"))
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "none" / "such"))
    excel.write(listing(), tmp_path / "a.xlsx")
    assert errors.write(source, plan, tmp_path / "b.xlsx")
    assert load_workbook(tmp_path / "b.xlsx").active.max_row > 1


def test_rows_beyond_a_full_sheet_stand_on_the_next(tmp_path, monkeypatch):
    monkeypatch.setattr(shape, "MOST", 2)
    assert excel.write(listing([ROW] * 5), tmp_path / "a.xlsx") == 5
    book = load_workbook(tmp_path / "a.xlsx")
    assert book.sheetnames == ["花名册测试", "花名册测试(2)", "花名册测试(3)"]
    numbers = [[row[0].value for row in sheet.iter_rows(min_row=4)] for sheet in book]
    assert numbers == [[1, 2], [3, 4], [5]]
    last = book["花名册测试(3)"]
    assert (last["B3"].value, last.freeze_panes, last.auto_filter.ref) == ("姓名", "C4", "A3:I4")


def test_a_very_long_text_is_cut_with_a_word_of_it(tmp_path):
    excel.write(listing([(*ROW[:-1], "长" * 40_000)]), tmp_path / "a.xlsx")
    assert load_workbook(tmp_path / "a.xlsx").active["I4"].value.endswith("……（太长，其余见台账）")


def test_a_csv_guards_against_formulas_and_names_what_gbk_cannot_hold(tmp_path):
    assert comma.write(listing(), tmp_path / "a.csv") == 2
    text = (tmp_path / "a.csv").read_bytes()
    assert text.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(text.decode("utf-8-sig").splitlines()))
    assert rows[1][3:] == ["2024-03-01", "1200.50", "3", "08:30", "2026-03-25 08:10", "'=1+1"]
    with pytest.raises(Invalid, match="GBK 编码装不下这些字：第 2 行“𠮷”。请改用 UTF-8 或 GB18030"):
        comma.write(listing(), tmp_path / "b.csv", "gbk")
    assert not (tmp_path / "b.csv").exists()
    comma.write(listing([ROW]), tmp_path / "b.csv", "gbk")
    assert "王秀英" in (tmp_path / "b.csv").read_bytes().decode("gbk")
    comma.write(listing(), tmp_path / "c.csv", "gb18030")
    assert "陈𠮷祥" in (tmp_path / "c.csv").read_bytes().decode("gb18030")


def test_many_rows_that_gbk_cannot_hold_are_counted(tmp_path):
    with pytest.raises(Invalid, match="第 5 行“𠮷”等 9 行"):
        comma.write(listing([ODD] * 9), tmp_path / "a.csv", "gbk")


SUSPECT = ("-5", "+86 138", "=A1", "\uff1dA1", "@x", "'=1", "''@x", "'普通", "a'=b", "普通")


def test_a_text_like_a_formula_is_marked_in_a_csv_and_read_back_as_it_was(tmp_path):
    rows = [(one, *ROW[1:]) for one in SUSPECT]
    comma.write(listing(rows), tmp_path / "a.csv")
    with (tmp_path / "a.csv").open(encoding="utf-8-sig", newline="") as file:
        written = [row[1] for row in csv.reader(file)][1:]
    marked = {"+86 138", "=A1", "\uff1dA1", "@x", "'=1", "''@x"}
    assert written == [f"'{one}" if one in marked else one for one in SUSPECT]
    sheet = workbook.read(tmp_path / "a.csv").sheets[0]
    assert [row[1] for row in sheet.rows[1:]] == list(SUSPECT)


@pytest.fixture
def full(station, make):
    """A station with something in every column of every ledger."""
    unit = make.organisation(
        name="石桥镇人民调解委员会", kind="committee", phone="0512-65221234", note="=甲"
    )
    top = make.grid(name="东风村", code="330502001001")
    grid = make.grid(name="第一网格", code=None, parent=top.id, households=120, bounds="东至\n西至")
    wang = make.staff(name="王秀英", id_no=ID_WANG, grid=grid.id, organisation=unit.id, phone="+")
    for name in ("王秀英", "陈𠮷祥"):
        make.staff(name=name, phone=f"1380013800{len(name)}", sex="1", birth=date(1980, 2, 29))
    meeting = make.record(
        records.ledger("meeting").record(
            title="晨会", kind="daily", held_on=TODAY, starts=time(8, 30), chair=wang.id
        )
    )
    for n in range(2):
        make.task(title=f"第{n}事", given_on=TODAY, owner=wang.id, meeting=meeting.id)
    make.case(number="石桥镇人调字〔2026〕第001号", amount=Decimal("1200.5"), summary="李某\n王某")
    make.record(HandOver(day=TODAY, giver="李海燕", taker="王秀英", witness="张𠮷㛃"))
    make.record(
        Destruction(
            done_on=TODAY,
            kind="矛盾纠纷台账",
            records=4,
            files=0,
            reason="保管期满",
            approved_by="王建国",
        )
    )
    make.record(
        records.ledger("visit").record(
            title="=反映", source="visit", name="王秀英", heads=2, came_at=time(9, 5), id_no=ID_WANG
        )
    )
    make.case(title="边界", accepted_on=TODAY, grid=grid.id, mediator=wang.id, state="Z20")
    make.record(
        Screening(held_on=TODAY, committee=unit.id, area="东风村", people="王秀英、李勇", found=3)
    )
    item = codes.table("yearly_item").items[0].code
    _a_day_of_the_station(make, grid, unit)
    make.record(YearlyFact(item=item, year=2026, value=Decimal("3.5"), note="县拨"))
    return station


def _a_day_of_the_station(make, grid, unit):
    li, zhao = make.staff(name="李勇"), make.staff(name="赵𠮷")
    day, night = TODAY, time(17, 0)
    made = records.ledger
    make.record(made("leave").record(staff=li.id, kind="01", since=day, until=day))
    make.record(made("secondment").record(staff=li.id, home="市监所", grid=grid.id, since=day))
    make.record(made("training").record(name="=燃气", held_on=day, hours=Decimal("1.5")))
    make.record(made("equipment").record(staff=li.id, kind="cap", given_on=day, number="007"))
    make.record(
        made("grid_change").record(
            changed_on=day, kind="merge", before="一格\n二格", after="一格", reason="调整"
        )
    )
    make.record(made("listed_matter").record(part="basic", name="排查", unit=unit.id, since=day))
    make.record(made("duty_shift").record(day=day, shift="night", role="leader", staff=li.id))
    make.record(made("duty_person").record(staff=li.id, role="leader", position=1, pair=zhao.id))
    make.record(made("duty_log").record(day=day, shift="day", at=night, content="停水"))
    make.record(made("shift_hand_over").record(day=day, at=night, giver=li.id, taker=zhao.id))


@pytest.mark.parametrize("ending", [".xlsx", ".csv"])
@pytest.mark.parametrize("ledger", records.LEDGERS, ids=lambda one: one.name)
def test_export_then_import_changes_nothing(full, ledger, ending, tmp_path):
    path = tmp_path / f"台账{ending}"
    rows = exporting.run(full, Wanted(ledger.name, path))["rows"]
    sheet = workbook.read(path).sheets[0]
    for on_duplicate in ("skip", "update"):
        terms = Terms(TODAY, None, on_duplicate)
        plan = full.ask(importing.plan, ledger.name, sheet, terms)
        assert [row for row in plan.rows if row.verdict != "unchanged"] == []
        assert plan.counts["rows"] == rows
        assert plan.table.unmapped == ()


@pytest.mark.parametrize("ledger", records.LEDGERS, ids=lambda one: one.name)
def test_an_empty_ledger_exports_its_head(station, ledger, tmp_path):
    path = tmp_path / "a.xlsx"
    wanted = exporting.Filter(words="绝无此人")
    assert exporting.run(station, Wanted(ledger.name, path, wanted))["rows"] == 0
    with pytest.raises(Invalid, match="只有表头，没有内容"):
        table.understand(workbook.read(path).sheets[0], ledger)


def bad_book(path):
    book = Workbook()
    sheet = book.active
    sheet.title = "名单"
    sheet.append(["花名册"])
    for row in (
        ("姓名", "手机"),
        ("王秀英", "13800138000"),
        ("李勇", "1"),
        ("王秀英", "13800138000"),
    ):
        sheet.append(row)
    sheet.column_dimensions["A"].width = 33
    book.save(path)
    return path


def planned(station, path):
    book = workbook.read(path)
    ledger = records.ledger("staff")
    return book, station.ask(importing.plan, "staff", table.choose(book, ledger), Terms(TODAY))


def test_errors_come_back_in_the_persons_own_workbook(station, tmp_path):
    book, plan = planned(station, bad_book(tmp_path / "a.xlsx"))
    assert errors.write(book, plan, tmp_path / "错误.xlsx") == 2
    sheet = load_workbook(tmp_path / "错误.xlsx")["名单"]
    assert sheet.column_dimensions["A"].width == 33
    assert [sheet.cell(line, 3).value for line in range(1, 6)] == [
        None,
        "错误说明",
        None,
        plan.rows[1].problems[0].text,
        "与第 3 行重复，只取那一行",
    ]
    assert sheet["B4"].fill.fgColor.rgb == "00F8CBAD"
    assert sheet["C5"].fill.fgColor.rgb == "00FFF2CC"


def test_the_copy_with_errors_imports_as_it_is_and_is_reused(station, tmp_path):
    book, plan = planned(station, bad_book(tmp_path / "a.xlsx"))
    copy = tmp_path / "错误.xlsx"
    errors.write(book, plan, copy)
    again, second = planned(station, copy)
    assert second.counts == plan.counts
    assert second.table.unmapped == ()
    errors.write(again, second, copy)
    assert load_workbook(copy)["名单"].max_column == 3


def test_errors_of_a_csv_come_back_as_a_workbook(station, tmp_path):
    path = tmp_path / "a.csv"
    path.write_bytes("姓名,手机\n李勇,138\n".encode("gbk"))
    book, plan = planned(station, path)
    errors.write(book, plan, tmp_path / "错误.xlsx")
    sheet = load_workbook(tmp_path / "错误.xlsx").active
    assert [cell.value for cell in sheet[2]][:2] == ["李勇", "138"]


def test_a_workbook_only_the_reader_understands_is_copied(station, tmp_path, monkeypatch):
    book, plan = planned(station, bad_book(tmp_path / "a.xlsx"))

    def odd(_path):
        raise ValueError

    monkeypatch.setattr(errors, "load_workbook", odd)
    assert errors.write(book, plan, tmp_path / "错误.xlsx") == 2
    assert load_workbook(tmp_path / "错误.xlsx").active["A3"].value == "王秀英"


def test_a_giant_is_not_taken_up_whole_only_to_be_marked(station, tmp_path, monkeypatch):
    book, plan = planned(station, bad_book(tmp_path / "a.xlsx"))
    monkeypatch.setattr(errors, "_MOST_UNPACKED", 100)
    assert errors.write(book, plan, tmp_path / "错误.xlsx") == 2
    assert load_workbook(tmp_path / "错误.xlsx").active.column_dimensions["A"].width != 33


def test_errors_of_a_list_in_halves_come_back_in_the_list_it_was_made_into(station, tmp_path):
    made = Workbook()
    made.active.append(["姓名", "手机", "姓名", "手机"])
    made.active.append(["王秀英", "13800138000", "李勇", "1"])
    made.save(tmp_path / "a.xlsx")
    book, plan = planned(station, tmp_path / "a.xlsx")
    copy = tmp_path / "错误.xlsx"
    assert errors.write(book, plan, copy) == 1
    lines = list(load_workbook(copy).active.iter_rows(values_only=True))
    assert [line[0] for line in lines] == ["姓名", "王秀英", "李勇"]
    assert planned(station, copy)[1].counts == plan.counts


def test_a_moment_is_written_as_the_clock_on_the_wall_has_it():
    show = leaving.shower(FIELDS[6], Wish(), {})
    assert show(datetime(2026, 3, 25, 0, 10, tzinfo=UTC)) == ROW[6]
    assert show(None) is None


def test_an_amount_in_ten_thousands_comes_back_in_yuan(full, tmp_path):
    path = tmp_path / "a.xlsx"
    wish = Wish(("number", "title", "amount"), fashion=Fashion(money="wan"))
    exporting.run(full, Wanted("mediation_case", path, wish=wish))
    sheet = workbook.read(path).sheets[0]
    assert "涉及金额（万元）" in sheet.rows[2]
    assert Decimal("0.12005") in [row[3] for row in sheet.rows[3:] if len(row) > 3]
    plan = full.ask(importing.plan, "mediation_case", sheet, Terms(TODAY, None, "update"))
    assert {row.verdict for row in plan.rows} == {"unchanged"}


def test_a_text_too_long_for_a_cell_is_not_cut_in_the_ledger(full, make, tmp_path):
    make.staff(name="长文", note="𠮷" * 20_000, phone="13800138999")
    exporting.run(full, Wanted("staff", tmp_path / "a.xlsx"))
    sheet = workbook.read(tmp_path / "a.xlsx").sheets[0]
    assert any(str(cell).endswith("其余见台账）") for row in sheet.rows for cell in row)
    plan = full.ask(importing.plan, "staff", sheet, Terms(TODAY, None, "update"))
    assert {row.verdict for row in plan.rows} == {"unchanged"}
