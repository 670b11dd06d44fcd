"""Word files: the same words as the PDF, in fonts that Word and WPS have."""

from collections.abc import Iterator
from pathlib import Path

import docx
import pytest
from docx.oxml.ns import qn
from PIL import Image

from core.errors import Cancelled, Invalid
from reports import chart, fonts, word
from reports.chart import Series
from reports.page import (
    Blank,
    Block,
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
)
from reports.paper import FORM, LEDGER, OFFICIAL
from reports.word.picture import png
from tests.reading import bare, said, word_text

SHELF = fonts.shipped()
FORM_OF_A = Labelled(
    (
        (Cell("姓名", "张𠮷喆"), Cell("性别", "男")),
        (Cell("住址", "东风村"),),
        (Cell("意见", "同意。", lines=4, foot=("年月日",)),),
    ),
    side="甲方",
)
TABLE = Table(
    (Column("序号", 1, "center"), Column("事项", 4)), (("1", "通道"), ("2", "围栏")), ("合计", "2")
)
AGREEMENT = Document(
    "人民调解协议书",
    (
        Title("人民调解协议书", "一式三份"),
        Paragraph("编号：石桥〔2026〕第031号", align="right"),
        FORM_OF_A,
        Labelled(((Cell("简要\n情况", "㛃秀英反映。", lines=3, align="both"),),)),
        Heading("经调解，自愿达成如下协议"),
        Clauses(("拆除围栏，恢复通道。", "补偿1200.00元。")),
        Paragraph((Run("履行方式：", role="hei"), Run("当场\n支付", underline=True))),
        TABLE,
        Table((Column("空"),), ()),
        Figure(chart.ring([("邻里", 3), ("劳资", 2)]), "图1"),
        Space(),
        Blank(2),
        PageBreak(),
        Signatures(("当事人（签名）：", "调解员（签名）："), "调委会（印章）", "2026年3月5日", 2),
    ),
    running=Running("内部资料", "打印人：李海燕"),
    watermark='演示"数据',
    footer_code="石桥031",
)


@pytest.fixture(scope="module")
def agreement(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("word") / "agreement.docx"
    word.write(AGREEMENT, path, shelf=SHELF)
    return path


def written(path: Path, *blocks: Block, **more: object) -> docx.document.Document:
    word.write(Document("文", blocks, **more), path, shelf=SHELF)
    return docx.Document(str(path))


def keeps(element) -> bool:
    """Whether every paragraph of the element stays with what follows."""
    return all(one.find(qn("w:keepNext")) is not None for one in element.iter(qn("w:pPr")))


def body(file: docx.document.Document) -> list:
    return list(file.element.body)[:-1]


def test_the_file_says_what_the_document_says_in_its_order(agreement: Path, tmp_path: Path):
    assert word_text(agreement) == said(AGREEMENT)
    word.write(bare(AGREEMENT), tmp_path / "bare.docx", shelf=SHELF)
    assert word_text(tmp_path / "bare.docx") == said(AGREEMENT)


def test_every_run_names_its_chinese_font(agreement: Path):
    file = docx.Document(str(agreement))
    section = file.sections[0]
    known = {"方正小标宋简体", "仿宋_GB2312", "楷体_GB2312", "黑体", "宋体"}
    for part in (file.element.body, section.header.part.element, section.footer.part.element):
        for run in part.iter(qn("w:r")):
            if run.find(qn("w:t")) is not None:
                named = run.find(f"{qn('w:rPr')}/{qn('w:rFonts')}")
                assert named.get(qn("w:eastAsia")) in known


def test_title_heading_and_text_have_the_fonts_of_official_papers(tmp_path: Path):
    blocks = (Title("报告"), Heading("一、情况"), Heading("（一）经过", 2), Paragraph("正文"))
    file = written(tmp_path / "a.docx", *blocks, style=OFFICIAL)
    looks = [(run.font.name, run.font.size.pt) for one in file.paragraphs for run in one.runs]
    assert looks == [
        ("方正小标宋简体", 22),
        ("黑体", 16),
        ("楷体_GB2312", 16),
        ("仿宋_GB2312", 16),
    ]


def test_the_sheet_has_the_margins_of_its_style(tmp_path: Path):
    section = written(tmp_path / "a.docx", style=OFFICIAL).sections[0]
    margins = (section.top_margin, section.bottom_margin, section.left_margin, section.right_margin)
    assert [round(margin.mm) for margin in margins] == [37, 35, 28, 26]
    assert [round(side.mm) for side in (section.page_width, section.page_height)] == [210, 297]
    section = written(tmp_path / "b.docx", style=LEDGER).sections[0]
    assert [round(side.mm) for side in (section.page_width, section.page_height)] == [297, 210]


def test_pages_are_counted_by_word_itself(agreement: Path):
    footer = docx.Document(str(agreement)).sections[0].footer.part.element
    fields = [one.text.strip() for one in footer.iter(qn("w:instrText"))]
    assert fields == ["PAGE", "NUMPAGES"]
    text = "".join(one.text for one in footer.iter(qn("w:t")))
    assert text == "打印人：李海燕第 1 页 / 共 1 页石桥031"


def test_without_numbers_only_the_footer_and_code_remain(tmp_path: Path):
    running = Running(footer="页脚", numbers="")
    file = written(tmp_path / "a.docx", running=running, footer_code="码7")
    footer = file.sections[0].footer.part.element
    assert not list(footer.iter(qn("w:instrText")))
    assert "".join(one.text for one in footer.iter(qn("w:t"))) == "页脚码7"


def test_official_pages_are_numbered_outside(tmp_path: Path):
    file = written(tmp_path / "a.docx", style=OFFICIAL, footer_code="码7")
    assert file.settings.odd_and_even_pages_header_footer
    section = file.sections[0]
    odd, even = (
        "".join(one.text or "" for one in footer.part.element.iter(qn("w:t")))
        for footer in (section.footer, section.even_page_footer)
    )
    assert (odd, even) == ("码7— 1 —", "— 1 —码7")


def test_header_and_watermark_are_on_every_page(agreement: Path):
    header = docx.Document(str(agreement)).sections[0].header.part.element
    assert "".join(one.text for one in header.iter(qn("w:t"))) == "内部资料"
    marks = (one.get("string") for one in header.iter("{urn:schemas-microsoft-com:vml}textpath"))
    assert [mark for mark in marks if mark] == ['演示"数据']


def test_the_head_of_a_table_comes_again_and_rows_are_not_split(agreement: Path):
    table = docx.Document(str(agreement)).tables[2]._tbl
    rows = table.findall(qn("w:tr"))
    heads = [row.find(f"{qn('w:trPr')}/{qn('w:tblHeader')}") is not None for row in rows]
    assert heads == [True, False, False, False]
    assert all(row.find(f"{qn('w:trPr')}/{qn('w:cantSplit')}") is not None for row in rows)


def test_boxes_of_one_form_touch_and_other_tables_stand_apart(tmp_path: Path):
    form = Labelled(((Cell("姓名"),),))
    tags = [one.tag for one in body(written(tmp_path / "a.docx", form, form, TABLE, TABLE))]
    tbl, p = qn("w:tbl"), qn("w:p")
    assert tags == [tbl, tbl, tbl, p, tbl, p]


def test_rows_beside_one_label_stay_together(agreement: Path):
    form = docx.Document(str(agreement)).tables[0]._tbl
    rows = form.findall(qn("w:tr"))
    assert [keeps(row) for row in rows] == [True, True, False]
    merges = [one.get(qn("w:val")) for one in form.iter(qn("w:vMerge"))]
    assert merges == ["restart", "continue", "continue"]


def test_signatures_stay_together_and_with_the_text_before(tmp_path: Path):
    signatures = Signatures(("甲方：", "乙方：", "调解员："), "调委会", "2026年3月5日")
    elements = body(written(tmp_path / "a.docx", Paragraph("一"), Paragraph("二"), signatures))
    assert [keeps(one) for one in elements] == [False, *[True] * 5, False]
    elements = body(written(tmp_path / "b.docx", Paragraph("一"), Signatures(("甲方：", "乙方："))))
    assert [keeps(one) for one in elements] == [True, True, False]


def test_signatures_below_a_list_keep_its_last_rows(tmp_path: Path):
    table, *_rest = body(written(tmp_path / "a.docx", TABLE, Signatures(("审核人：",))))
    assert [keeps(row) for row in table.findall(qn("w:tr"))] == [True, True, True, True]


def test_signatures_alone_in_a_document_do_no_harm(tmp_path: Path):
    file = written(tmp_path / "a.docx", Signatures(("甲方：", "乙方："), columns=2))
    assert [one.text for one in file.paragraphs] == ["甲方：\t\t乙方：\t"]


def test_a_chart_is_a_picture_that_says_its_figures(agreement: Path):
    file = docx.Document(str(agreement))
    (shape,) = file.inline_shapes
    assert shape._inline.docPr.get("descr") == "邻里3件，劳资2件"
    assert shape.width.pt == pytest.approx(460, abs=1)


def test_every_shape_of_a_chart_is_drawn_at_300_dots_an_inch():
    kinds = [(f"第{n}类", 10 - n) for n in range(6)]
    months = [f"{n}月" for n in range(1, 13)]
    series = [Series("受理", tuple(range(12))), Series("办结", tuple(range(12, 0, -1)))]
    for shapes in (chart.ring(kinds), chart.bars(kinds), chart.lines(months, series)):
        with Image.open(png(shapes, SHELF)) as picture:
            assert picture.size[0] == pytest.approx(shapes.width * 300 / 72, abs=2)
            assert [round(dots) for dots in picture.info["dpi"]] == [300, 300]
            black = sum(picture.histogram()[:64])
            assert 0.01 < black / (picture.size[0] * picture.size[1]) < 0.4


def test_dashes_tell_the_second_line_from_the_first():
    flat = [Series("受理", (1, 1)), Series("办结", (2, 2))]
    shapes = chart.lines(["1月", "2月"], flat)
    with Image.open(png(shapes, SHELF)) as picture:
        scale = picture.size[0] / shapes.width
        dark = []
        for one in (item for item in shapes.items if isinstance(item, chart.Polyline)):
            y = round(one.points[0][1] * scale)
            row = [picture.getpixel((x, y)) < 128 for x in range(picture.size[0])]
            dark.append(sum(row))
    assert dark[1] < 0.85 * dark[0]


def test_a_description_names_title_and_nobody(agreement: Path):
    told = docx.Document(str(agreement)).core_properties
    assert (told.title, told.author, told.comments) == ("人民调解协议书", "", "")


def test_characters_word_cannot_hold_are_left_out(tmp_path: Path):
    file = written(tmp_path / "a.docx", Paragraph("张\x0b三\x00\ufeff"))
    assert [one.text for one in file.paragraphs] == ["张三"]


def test_a_character_without_a_font_stops_word_as_it_stops_the_pdf(tmp_path: Path):
    with pytest.raises(Invalid, match="1F600"):
        written(tmp_path / "a.docx", Paragraph("😀"))
    with pytest.raises(Invalid, match="第2行"):
        written(tmp_path / "a.docx", Table((Column("事项"),), iter([("一",), ("😀",)])))
    assert not list(tmp_path.iterdir())


def test_a_stopped_run_leaves_no_file(tmp_path: Path):
    def stop(step: str, done: int = 0, total: int = 0) -> None:
        if done > 200:
            raise Cancelled

    def rows() -> Iterator[tuple[str, str]]:
        return ((str(n), "一") for n in range(1000))

    table = Table(TABLE.columns, rows())
    with pytest.raises(Cancelled):
        word.write(Document("台账", (table,)), tmp_path / "a.docx", stop, SHELF)
    assert not list(tmp_path.iterdir())


def test_a_wide_chart_is_scaled_to_the_page(tmp_path: Path):
    wide = chart.bars([("邻里", 3)], size=(2000, 100))
    (shape,) = written(tmp_path / "a.docx", Figure(wide)).inline_shapes
    assert shape.width.pt == pytest.approx(FORM.paper.breadth, abs=1)
