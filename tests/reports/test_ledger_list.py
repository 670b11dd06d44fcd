"""Any ledger as a list on paper: what was filtered, who printed it, sums, room to sign."""

from datetime import date
from decimal import Decimal

import pypdfium2
import pytest

from core import records
from core.errors import Invalid
from core.records.duty import DutyPerson
from core.services import leaving, listing, settings
from core.services import records as services
from core.services.fashions import Fashion
from core.services.listing import Wish
from core.services.records import Filter
from reports import fonts, pdf
from reports.documents import ledger_list
from reports.form import Issue
from reports.page import Signatures, Table, Title, plain

ISSUE = Issue(date(2026, 3, 25), "李海燕")
ID_WANG = "999999197903140128"


def paper(station, name, wanted=Filter(), wish=Wish(), issue=ISSUE):  # noqa: B008
    return station.ask(ledger_list.document, name, wanted, issue, wish)


def block(document, kind):
    return next(one for one in document.blocks if isinstance(one, kind))


def test_the_roster_is_printed_with_number_first_and_note_last(station, make):
    village = make.grid(name="东风村")
    make.staff(name="王秀英", phone="13800138000", grid=village.id, note="备用\n电话")
    document = paper(station, "staff")
    table = block(document, Table)
    titles = [one.title for one in table.columns]
    assert (titles[0], titles[-1], len(titles)) == ("序号", "备注", 12)
    (row,) = table.rows
    assert row[:2] == ("1", "王秀英")
    assert {"东风村", "13800138000", "备用\n电话"} <= set(row)
    title = block(document, Title)
    assert title.text == "网格员花名册"
    for said in ("填报单位：石桥镇综治中心", "范围：全部", "共 1 人", "李海燕 2026-03-25 打印"):
        assert said in title.below
    assert block(document, Signatures).signers == (
        "填报人：",
        "审核人：",
        "单位负责人：",
        "填报日期：",
    )
    assert (document.sheet.width, document.sheet.height, document.sheet.left) == (297, 210, 25)
    assert document.numbers == "of"
    assert table.total == ()


def test_sums_stand_below_the_numbers(station, make):
    make.case(people=2, amount=Decimal("1200.50"))
    make.case(people=3, amount=None)
    table = block(paper(station, "mediation_case"), Table)
    assert table.total[0] == "合计"
    assert {"5", "1200.50"} <= set(table.total)
    assert len(table.total) == len(table.columns)


def test_an_empty_list_has_no_sums_and_still_prints(station):
    document = paper(station, "mediation_case")
    assert block(document, Table).total == ()
    assert "没有记录" in plain(document)


def test_the_filter_is_said_in_words(station, make):
    village = make.grid(name="东风村")
    make.task(title="清沟", due=date(2026, 3, 30))

    def said(name, wanted):
        return station.ask(listing.words, records.ledger(name), wanted)

    where = (("grid", village.id), ("post", "04"), ("left", None))
    assert said("staff", Filter(words="王", where=where)) == (
        "含“王”，所属网格：东风村，岗位：网格长，离岗日期：空"
    )
    assert said("task", Filter(since=date(2026, 3, 1))) == "办理时限 2026-03-01 至 今"
    assert said("task", Filter(until=date(2026, 3, 1))) == "办理时限 最早 至 2026-03-01"


def test_columns_may_be_chosen_by_key_or_label(station, make):
    make.staff(name="王秀英", id_no=ID_WANG)
    table = block(paper(station, "staff", wish=Wish(("身份证号", "name"))), Table)
    assert [one.title for one in table.columns] == ["序号", "身份证号", "姓名"]
    assert table.rows == (("1", "999***********0128", "王秀英"),)
    with pytest.raises(Invalid, match=r"没有“电邮”这一栏。可用的栏目：姓名"):
        paper(station, "staff", wish=Wish(("电邮",)))


@pytest.mark.parametrize(
    ("purpose", "person", "summary"),
    [
        ("document", (ID_WANG, "13800138000"), "李某欠款"),
        ("internal", ("999***********0128", "13800138000"), "李某欠款"),
        ("superior", ("999***********0128", "13800138000"), "李某欠款"),
        ("public", ("", ""), ""),
    ],
)
def test_what_is_masked_depends_on_who_gets_it(station, make, purpose, person, summary):
    make.staff(name="王秀英", id_no=ID_WANG, phone="13800138000")
    make.case(summary="李某欠款")
    row = block(paper(station, "staff", wish=Wish(("id_no", "phone"), purpose)), Table).rows[0]
    assert row == ("1", *person)
    case = block(paper(station, "mediation_case", wish=Wish(("summary",), purpose)), Table).rows[0]
    assert case == ("1", summary)


def test_an_address_is_masked_as_an_address():
    one = records.ledger("mediation_case").children[0]
    address = next(field for field in one.listed() if field.key == "address")
    show = leaving.shower(address, Wish(purpose="superior"), {})
    assert "12号" not in show("石桥镇东风村三组12号")


def test_a_demo_station_prints_its_watermark(station):
    demo = Issue(ISSUE.day, ISSUE.by, demo=True)
    assert paper(station, "staff", issue=demo).watermark == "演示数据"
    assert paper(station, "staff").watermark == ""


@pytest.mark.parametrize(
    ("fashion", "number", "day"),
    [
        (Fashion(), ID_WANG[:3] + "*" * 11 + "0128", "2024-03-05"),
        (Fashion("ends", "dotted"), "999999********0128", "2024.3.5"),
        (Fashion("birth", "spoken"), "1979年3月", "2024年3月5日"),
    ],
)
def test_numbers_and_days_are_written_as_the_superior_wants_them(
    station, make, fashion, number, day
):
    make.staff(name="王秀英", id_no=ID_WANG, joined=date(2024, 3, 5))
    wish = Wish(("id_no", "joined"), "internal", fashion)
    assert block(paper(station, "staff", wish=wish), Table).rows == (("1", number, day),)


@pytest.mark.parametrize(
    ("ids", "number"),
    [
        ("whole", "99999919790314012X"),
        ("quoted", "'99999919790314012X"),
        ("spaced", "999999 19790314 012X"),
    ],
)
def test_a_whole_number_leaves_only_for_who_may_have_it(station, make, ids, number):
    make.staff(name="王秀英", id_no="99999919790314012X")
    fashion = Fashion(ids)
    for purpose in ("superior", "document"):
        table = block(paper(station, "staff", wish=Wish(("id_no",), purpose, fashion)), Table)
        assert table.rows == (("1", number),)
    with pytest.raises(Invalid, match="“内部使用”的表不写完整身份证号"):
        paper(station, "staff", wish=Wish(("id_no",), "internal", fashion))
    small = Wish(("id_no",), "superior", Fashion(ids, small_x=True))
    assert block(paper(station, "staff", wish=small), Table).rows == (("1", number.lower()),)


def test_a_sum_in_bold_stays_on_one_line(station, make, tmp_path):
    village, mediator = make.grid(name="新华社区"), make.staff(name="周建国")
    for amount in ("186000.00", "370499.00"):
        make.case(
            title="郑大勇等14人与临川宏达建筑劳务部欠薪纠纷",
            number=f"石桥镇人调字〔2025〕第{amount[:3]}号",
            dispute="10",
            grid=village.id,
            mediator=mediator.id,
            accepted_on=date(2025, 10, 21),
            due=date(2025, 11, 20),
            happened_on=date(2025, 10, 20),
            applied_on=date(2025, 10, 20),
            people=15,
            amount=Decimal(amount),
        )
    days = ("due", "accepted_on", "happened_on", "applied_on")
    crowded = Wish(("number", "title", "dispute", "grid", *days, "mediator", "people", "amount"))
    pdf.write(
        paper(station, "mediation_case", wish=crowded), tmp_path / "list.pdf", shelf=fonts.shipped()
    )
    with pypdfium2.PdfDocument(tmp_path / "list.pdf") as file:
        assert "556499.00" in file[0].get_textpage().get_text_range()


def test_an_amount_may_be_told_in_ten_thousands(station, make):
    make.case(amount=Decimal("12000.00"), people=3)
    wish = Wish(("people", "amount"), fashion=Fashion(money="wan"))
    table = block(paper(station, "mediation_case", wish=wish), Table)
    assert table.columns[2].title == "涉及金额（万元）"
    assert (table.rows, table.total) == ((("1", "3", "1.2"),), ("合计", "3", "1.2"))


def test_the_public_reads_a_visitor_by_surname_and_township(station, make):
    visit = records.ledger("visit").record
    make.record(
        visit(
            title="噪音",
            source="visit",
            name="王秀英",
            proxy="李强",
            address="石桥镇东风村三组12号",
        )
    )
    make.staff(name="李建国")
    wish = Wish(("name", "proxy", "address"), "public")
    assert block(paper(station, "visit", wish=wish), Table).rows == (
        ("1", "王某甲", "李某乙", "石桥镇"),
    )
    ours = block(paper(station, "staff", wish=Wish(("name",), "public")), Table)
    assert ours.rows == (("1", "李建国"),)


def test_chosen_records_are_printed_in_the_order_shown(station, make):
    first, _, third = (make.staff(name=name) for name in ("甲一", "乙二", "丙三"))
    document = paper(station, "staff", (third.id, first.id), Wish(("name",)))
    assert block(document, Table).rows == (("1", "丙三"), ("2", "甲一"))
    assert "范围：选出的 2 人" in block(document, Title).below


def test_a_sheet_bound_with_upright_files_has_its_margin_at_the_top(station):
    station.perform(settings.change, "ledger_binding", "top")
    sheet = paper(station, "staff").sheet
    assert (sheet.top, sheet.left) == (25, 17)


def test_a_sheet_has_no_more_than_twelve_columns(station):
    every = tuple(one.key for one in records.ledger("mediation_case").fields())
    table = block(paper(station, "mediation_case", wish=Wish(every)), Table)
    assert len(table.columns) == 12


def test_days_and_short_words_keep_to_one_line_on_a_full_sheet(station, make):
    mediator = make.staff(name="周秀兰")
    make.case(
        title="东风村三组李某与王某相邻通行纠纷",
        number="石桥人调字〔2026〕第001号",
        dispute="02",
        people=3,
        amount=Decimal("1200.00"),
        accepted_on=date(2026, 3, 4),
        mediator=mediator.id,
    )
    document = paper(station, "mediation_case")
    table = block(document, Table)
    letter = document.sheet.breadth / sum(one.width for one in table.columns)
    wide = {one.title: one.width * letter for one in table.columns}
    half, padding = document.style.cell.size / 2, 2 * document.style.padding
    assert wide["受理日期"] >= 10 * half + padding
    assert wide["调解员"] >= 6 * half + padding
    assert wide["涉及金额（元）"] >= 7 * half + padding


def test_a_printed_ledger_begins_with_the_earliest_unless_somebody_sorted_it(station, make):
    for day in (4, 20, 11):
        make.case(title=f"{day}日的纠纷", accepted_on=date(2026, 3, day))
    make.case(title="还没有受理的", accepted_on=None)
    wish = Wish(("title",))

    def titles(wanted):
        return [row[1] for row in block(paper(station, "mediation_case", wanted, wish), Table).rows]

    assert titles(Filter()) == ["4日的纠纷", "11日的纠纷", "20日的纠纷", "还没有受理的"]
    sorted_down = Filter(order="accepted_on", rising=False)
    assert titles(sorted_down) == ["20日的纠纷", "11日的纠纷", "4日的纠纷", "还没有受理的"]


def test_a_voided_number_is_printed_as_void(station, make):
    case = make.case(title="误取号")
    station.perform(services.void, "mediation_case", case.id, "练习录入")
    table = block(paper(station, "mediation_case", wish=Wish(("title", "state"))), Table)
    assert table.rows == (("1", "误取号", "已作废"),)


def test_places_in_an_order_are_not_added_up(station, make):
    wang, li = make.staff(name="王秀英"), make.staff(name="李海燕")
    for position, staff in enumerate((wang, li), 1):
        make.record(DutyPerson(staff=staff.id, position=position, role="member"))
    assert block(paper(station, "duty_person"), Table).total == ()
