"""What a paper says, whatever draws it."""

import pytest

from reports import chart
from reports.page import (
    Blank,
    Cell,
    Clauses,
    Column,
    Document,
    Figure,
    Heading,
    Labelled,
    PageBreak,
    Paragraph,
    Run,
    Running,
    Signatures,
    Space,
    Table,
    Title,
    between,
    characters,
    clean,
    paragraphs,
    plain,
)
from reports.paper import FORM, GB_PAPER, LANDSCAPE, LEDGER, OFFICIAL, PORTRAIT, SHEET

EVERYTHING = Document(
    "协议书",
    (
        Title("协议书", "第1号"),
        Heading("一、事实"),
        Paragraph((Run("甲方：", role="hei"), Run("张三", underline=True))),
        Clauses(("赔偿", "道歉"), start=2),
        Labelled(((Cell("姓名", "张三"), Cell("", "无标签", foot=("签名",))),), side="甲方"),
        Table(
            (Column("序号"), Column("事项")), iter([("1", "通道"), ("2", "围栏")]), ("合计", "2")
        ),
        Figure(chart.bars([("邻里", 3)]), "图1"),
        Space(),
        Blank(2),
        PageBreak(),
        Signatures(("甲方（签名）",), "调委会", "2026年3月5日"),
    ),
    running=Running("页眉", "页脚"),
    watermark="演示数据",
    footer_code="码1",
)


def test_a_paper_is_read_out_from_top_to_bottom():
    assert plain(EVERYTHING) == [
        *("协议书", "第1号", "一、事实", "甲方：张三", "2. 赔偿", "3. 道歉"),
        *("甲方", "姓名", "张三", "无标签", "签名"),
        *("序号", "事项", "1", "通道", "2", "围栏", "合计", "2"),
        *("图1", "甲方（签名）", "调委会", "2026年3月5日"),
    ]


def test_every_character_to_be_drawn_is_known_before_drawing():
    seen = characters(EVERYTHING)
    assert set("页眉页脚演示数据码邻里件") <= seen
    assert "\n" not in seen


def test_a_list_without_rows_says_so():
    assert plain(Document("台账", (Table((Column("序号"),), ()),))) == ["序号", "没有记录"]


@pytest.mark.parametrize(
    ("typed", "drawn"),
    [
        ("张𠮷㛃", "张𠮷㛃"),
        ("一\r\n二\r三", "一\n二\n三"),
        ("张\u200b三\ufeff", "张三"),
        ("葛\U000e0100飾\ufe0f", "葛飾"),
        ("年\u3000月", "年\u3000月"),
        ("a\tb\u00a0c\x07", "a  b c"),
        ("12345", "12345"),
    ],
)
def test_what_nobody_sees_is_not_drawn(typed: str, drawn: str):
    assert clean(typed) == drawn


def test_each_line_feed_begins_a_paragraph_in_the_same_type():
    assert paragraphs((Run("一\n二", "hei"), Run("三"))) == [
        (Run("一", "hei"),),
        (Run("二", "hei"), Run("三")),
    ]


def test_a_paper_takes_the_sheet_and_page_numbers_of_its_style_or_its_own():
    assert Document("文", (), FORM).sheet == PORTRAIT
    assert Document("文", (), FORM, LANDSCAPE).sheet == LANDSCAPE
    assert Document("文", (), OFFICIAL).numbers == "dash"
    assert Document("文", (), OFFICIAL, running=Running(numbers="")).numbers == ""


def test_an_official_page_holds_22_lines_of_28_letters():
    body = OFFICIAL.body
    assert GB_PAPER.depth / body.leading == pytest.approx(22)
    assert GB_PAPER.breadth / (body.size + body.tracking) == pytest.approx(28)


@pytest.mark.parametrize("style", [FORM, LEDGER, SHEET, OFFICIAL])
def test_the_binding_edge_is_at_least_25_mm(style):
    assert style.paper.left >= 25


def test_boxes_of_one_form_touch_and_others_stand_apart():
    form, table = Labelled(((Cell("姓名"),),)), Table((Column("序号"),), ())
    assert between(form, form, FORM) == between(form, table, FORM) == 0
    assert between(table, table, FORM) > 0
    assert between(None, Paragraph(""), FORM) == 0


def test_labels_have_one_width_and_values_share_the_rest():
    assert Labelled(((Cell("姓名"),), (Cell("性别"), Cell("民族"))), ()).shares() == (1, 1.7) * 2
    assert Labelled(((Cell("姓名"),),), (1, 9)).shares() == (1, 9)


@pytest.mark.parametrize(("longest", "columns"), [(40, 4), (130, 2), (500, 1)])
def test_signers_stand_side_by_side_only_where_a_hand_has_room(longest: float, columns: int):
    assert Signatures(("填报人：",) * 4, columns=4).abreast(480, longest) == columns
