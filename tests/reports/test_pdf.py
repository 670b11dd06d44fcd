"""Printed pages: what lies on them, where they break, and that their text comes out again."""

import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pypdfium2
import pytest

from core.errors import Cancelled, Invalid
from reports import chart, fonts, pdf
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
from reports.paper import FORM, LEDGER, OFFICIAL, SHEET, Paper
from reports.pdf.flow import Page, box_rules, pages
from reports.pdf.layout import slabs
from reports.pdf.press import Press
from tests.reading import bare, pdf_pages, said, squeezed

SHELF = fonts.shipped()
FACTS = "村民张𠮷喆（身份证号999999198003154514）反映：㛃秀英在公共通道上搭建围栏，影响通行。"
AGREEMENT = Document(
    "人民调解协议书",
    (
        Title("人民调解协议书"),
        Paragraph("编号：石桥〔2026〕第031号", align="right"),
        Labelled(
            (
                (Cell("姓名", "张𠮷喆"), Cell("性别", "男"), Cell("民族")),
                (Cell("住址", "东风村三组28号"),),
            ),
            side="甲方",
        ),
        Labelled(((Cell("纠纷简要\n情况", FACTS * 2, lines=6, align="both", foot=("年月日",)),),)),
        Heading("经调解，自愿达成如下协议"),
        Clauses(("拆除围栏，恢复通道。", "补偿人民币1200.00元（大写：壹仟贰佰元整）。")),
        Paragraph((Run("履行方式：", role="hei"), Run("当场支付", underline=True), Run("。"))),
        Figure(chart.ring([("邻里", 3), ("劳资", 2)]), "图1"),
        Blank(2),
        Signatures(("当事人（签名）：", "调解员（签名）："), "调委会（印章）", "2026年3月5日", 2),
    ),
    running=Running("内部资料", "打印人：李海燕"),
    watermark="演示数据",
    footer_code="石桥031 协议书",
)
COLUMNS = (Column("序号", 1, "center"), Column("村", 2), Column("件数", 1, "right"))


def ledger(count: int, **more: object) -> Document:
    rows = ((str(n), f"第{n}村", str(3 * n)) for n in range(1, count + 1))
    return Document("台账", (Title("台账"), Table(COLUMNS, rows, **more)), LEDGER)


def laid(*blocks: Block, style=FORM, sheet: Paper | None = None) -> list[Page]:
    document = Document("文", blocks, style, sheet)
    sheet = document.sheet
    press = Press(style, sheet.breadth, sheet.depth, SHELF)
    return list(pages(slabs(fonts.proofread(document, SHELF), press), sheet.depth))


def texts(page: Page) -> list[str]:
    return [text.line.text for placed in page for text in placed.slab.texts]


def tool(*command: str | Path) -> str:
    found = shutil.which(command[0])
    assert found, command[0]
    return subprocess.run([found, *command[1:]], capture_output=True, text=True, check=True).stdout


@pytest.fixture(scope="module")
def agreement(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("pdf") / "agreement.pdf"
    pdf.write(AGREEMENT, path, shelf=SHELF)
    return path


def test_the_words_that_went_in_come_out_again_rare_characters_included(agreement: Path):
    read = tool("pdftotext", "-raw", agreement, "-")
    assert "张𠮷喆" in read
    assert "㛃秀英" in read


def test_the_file_is_sound_and_carries_all_its_fonts(agreement: Path):
    assert "No syntax or stream encoding errors" in tool("qpdf", "--check", agreement)
    listed = tool("pdffonts", agreement).splitlines()[2:]
    assert "Helvetica" not in "".join(listed)
    assert all(line.split()[-5:-2] == ["yes", "yes", "yes"] for line in listed)


def test_the_page_says_what_the_document_says_in_its_order(tmp_path: Path):
    pdf.write(bare(AGREEMENT), tmp_path / "bare.pdf", shelf=SHELF)
    assert "".join(pdf_pages(tmp_path / "bare.pdf")) == said(AGREEMENT)


def test_outside_the_text_stand_header_footer_numbers_code_and_watermark(agreement: Path):
    for number, text in enumerate(pdf_pages(agreement), 1):
        for told in ("内部资料", "打印人：李海燕", "演示数据", "石桥031协议书"):
            assert told in text
        assert f"第{number}页/共2页" in text


def test_a_long_footer_gives_way_to_the_page_number(tmp_path: Path):
    def heights(footer: str) -> set[int]:
        document = Document("台账", (), SHEET, running=Running(footer=footer))
        pdf.write(document, tmp_path / "a.pdf", shelf=SHELF)
        with pypdfium2.PdfDocument(tmp_path / "a.pdf") as file:
            page = file[0].get_textpage()
            return {round(page.get_charbox(page.search(one).get_next()[0])[1]) for one in "第综"}

    assert max(heights("综治中心")) - min(heights("综治中心")) <= 1
    long = "综治中心　打印人：李海燕　" * 3
    assert max(heights(long)) - min(heights(long)) >= 9


def test_the_file_is_titled_and_names_nobody(agreement: Path):
    with pypdfium2.PdfDocument(agreement) as file:
        told = file.get_metadata_dict()
    assert told["Title"] == "人民调解协议书"
    assert told["Author"] == ""


def test_the_same_document_gives_the_same_bytes(agreement: Path, tmp_path: Path):
    pdf.write(AGREEMENT, tmp_path / "again.pdf", shelf=SHELF)
    assert (tmp_path / "again.pdf").read_bytes() == agreement.read_bytes()


def test_official_pages_are_numbered_outside_between_dashes(tmp_path: Path):
    document = Document("报告", (Paragraph(FACTS * 20),), OFFICIAL)
    document = replace(document, running=Running(footer="镇综治中心"), footer_code="码7")
    assert pdf.write(document, tmp_path / "report.pdf", shelf=SHELF) == 2
    with pypdfium2.PdfDocument(tmp_path / "report.pdf") as file:
        places = [page.get_textpage().search("—").get_next()[0] for page in file]
        lefts = [
            page.get_textpage().get_charbox(place)[0]
            for page, place in zip(file, places, strict=True)
        ]
    assert lefts[0] > 400
    assert lefts[1] < 150
    first, second = pdf_pages(tmp_path / "report.pdf")
    assert "—1—" in first
    assert "—2—" in second
    assert all("镇综治中心码7" in text for text in (first, second))


def test_an_official_page_has_22_lines_of_28_letters():
    (first, *_rest) = laid(Paragraph("一" * 28 * 30, indent=0), style=OFFICIAL)
    assert len(first) == 22
    assert {len(text) for text in texts(first)} == {28}


def test_a_document_without_text_is_one_empty_page(tmp_path: Path):
    assert pdf.write(Document("空白", ()), tmp_path / "empty.pdf", shelf=SHELF) == 1


def test_a_character_without_a_font_leaves_no_file(tmp_path: Path):
    with pytest.raises(Invalid, match="1F600"):
        pdf.write(Document("文", (Paragraph("😀"),)), tmp_path / "a.pdf", shelf=SHELF)
    assert not list(tmp_path.iterdir())


def test_a_stopped_print_leaves_no_file_and_the_old_one_as_it_was(tmp_path: Path):
    def stop(step: str, done: int = 0, total: int = 0) -> None:
        if done == 2:
            raise Cancelled

    (tmp_path / "old.pdf").write_text("old")
    for name in ("new.pdf", "old.pdf"):
        with pytest.raises(Cancelled):
            pdf.write(ledger(200), tmp_path / name, stop, SHELF)
    assert [path.name for path in tmp_path.iterdir()] == ["old.pdf"]
    assert (tmp_path / "old.pdf").read_text() == "old"


def test_the_steps_are_told_page_by_page(tmp_path: Path):
    told = list[tuple[str, int]]()
    count = pdf.write(
        ledger(100),
        tmp_path / "a.pdf",
        lambda step, done=0, total=0: told.append((step, done)),
        SHELF,
    )
    assert told == [("正在生成《台账》", page) for page in range(1, count + 1)]


@pytest.mark.parametrize("count", range(560, 1000, 20))
def test_signatures_are_whole_and_never_alone_on_a_page(count: int):
    names = ("甲方（签名）：", "乙方（签名）：", "调解员（签名）：", "记录人（签名）：")
    signatures = Signatures(names, "调委会（印章）", "2026年3月5日")
    last = laid(Title("协议书"), Paragraph("一" * count), signatures)[-1]
    assert texts(last)[-6:] == [*names, "调委会（印章）", "2026年3月5日"]
    assert [text.strip("一") for text in texts(last)[-8:-6]] == ["", ""]


def test_signatures_below_a_list_take_its_last_rows_along():
    rows = [(str(n), "村", "1") for n in range(1, 200)]
    for count in range(20, 60):
        last = laid(Table(COLUMNS, rows[:count]), Signatures(("审核人：",)), style=LEDGER)[-1]
        assert texts(last)[:3] == ["序号", "村", "件数"]
        assert texts(last)[-7:] == [str(count - 1), "村", "1", str(count), "村", "1", "审核人："]


@pytest.mark.parametrize("count", range(20, 30))
def test_a_heading_is_never_the_last_line_of_a_page(count: int):
    for page in laid(*(Paragraph("一"),) * count, Heading("二、措施"), Paragraph("三" * 200)):
        assert texts(page)[-1] != "二、措施"


@pytest.mark.parametrize("count", range(20, 30))
def test_no_single_line_of_a_paragraph_stands_alone_on_a_page(count: int):
    before = (Paragraph("一"),) * count
    for page in laid(*before, Paragraph("二" * 32 * 4)):
        assert sum("二" in text for text in texts(page)) != 1


def test_every_page_of_a_list_repeats_the_head(tmp_path: Path):
    pdf.write(ledger(100, total=("合计", "", "300")), tmp_path / "list.pdf", shelf=SHELF)
    read = pdf_pages(tmp_path / "list.pdf")
    assert len(read) > 3
    assert all(text.count("序号村件数") == 1 for text in read)
    assert "".join(read).count("第100村") == 1
    assert read[-1].endswith("合计300")


def test_the_sums_stay_with_the_last_row():
    for count in range(15, 50):
        rows = [(str(n), "村", "1") for n in range(1, count + 1)]
        last = laid(Table(COLUMNS, rows, ("合计", "", "9")), style=LEDGER)[-1]
        assert texts(last)[-5:] == [str(count), "村", "1", "合计", "9"]


def test_the_last_row_of_a_list_never_stands_alone_on_a_page():
    for count in range(15, 50):
        rows = [(str(n), "村", "1") for n in range(1, count + 1)]
        last = laid(Table(COLUMNS, rows), style=LEDGER)[-1]
        assert texts(last)[-6:] == [str(count - 1), "村", "1", str(count), "村", "1"]


def test_a_list_without_rows_says_so_in_one_box():
    (page,) = laid(Table(COLUMNS, ()))
    assert texts(page) == ["序号", "村", "件数", "没有记录"]
    assert len(page[1].slab.edges) == 2


def test_rows_to_write_in_are_as_high_as_asked():
    (page,) = laid(Table(COLUMNS, [("1", "", "")], lines=3))
    assert page[1].slab.height == pytest.approx(3 * FORM.cell.leading + 2 * FORM.padding)


def test_a_row_is_split_only_when_it_is_higher_than_a_page():
    story = "\n".join(f"第{n}句" for n in range(150))
    rows = [("1", "一", "1"), ("2", story, "2"), ("3", "二", "3")]
    drawn = laid(Table(COLUMNS, rows), style=LEDGER)
    read = [text for page in drawn for text in texts(page) if text not in ("序号", "村", "件数")]
    assert [text for text in read if text.endswith("句")] == story.split("\n")
    assert {read[-3], read[-1]} == {"3"}
    tall = "\n".join("一" * 20)
    assert all(
        sum(text == "一" for text in texts(page)) in (0, 20)
        for page in laid(Table(COLUMNS, [("1", tall, "")] * 5), style=LEDGER)
    )


def test_a_high_box_of_a_form_begins_where_there_is_room():
    matters = "\n".join("件" for _ in range(30))
    first, second = laid(
        Labelled(((Cell("回顾", "\n".join("一" * 12)),), (Cell("未办结", matters),)), (1.0, 5.8))
    )
    counts = [texts(page).count("件") for page in (first, second)]
    assert sum(counts) == 30
    assert counts[0] > 5


def test_every_box_is_closed_on_every_page():
    story = "\n".join("句" for _ in range(150))
    for page in laid(Table(COLUMNS, [("1", story, "")]), style=LEDGER):
        rules = box_rules(page)
        top, foot = page[0].y, page[-1].y + page[-1].slab.height
        left, right = page[0].slab.edges[0], page[0].slab.edges[-1]
        assert (left, top, right, top) in rules
        assert (left, foot, right, foot) in rules
        uprights = [rule for rule in rules if rule[0] == rule[2]]
        assert all((start, end) == (top, foot) for _x, start, _x2, end in uprights)


def test_a_side_label_runs_down_beside_rows_that_stay_together():
    form = Labelled(((Cell("姓名", "张三"),), (Cell("住址", "东风村"),)), side="甲方")
    (page,) = laid(form)
    assert texts(page) == ["甲", "方", "姓名", "张三", "住址", "东风村"]
    side = page[0].slab.edges[1]
    inner = [rule for rule in box_rules(page) if rule[1] == rule[3] and rule[0] == side]
    assert len(inner) == 1
    for count in range(20, 30):
        with_form = [
            page for page in laid(*(Paragraph("一"),) * count, form) if "甲" in texts(page)
        ]
        assert len(with_form) == 1
        assert "东风村" in texts(with_form[0])


def test_a_side_label_of_a_form_longer_than_a_page_stands_at_its_first_row():
    form = Labelled(tuple((Cell("姓名", "张三", lines=9),) for _ in range(9)), side="甲方")
    first, *_others = laid(form)
    drops = [text.drop for text in first[0].slab.texts if text.line.text in "甲方"]
    assert all(drop < first[0].slab.height for drop in drops)


def test_what_is_signed_in_a_box_stands_at_its_lower_right():
    cell = Cell("意见", "同意。", lines=4, foot=("年月日",))
    (page,) = laid(Labelled(((cell,),)))
    _label, opinion, date = page[0].slab.texts
    assert date.drop - opinion.drop == pytest.approx(4 * FORM.cell.leading)
    assert date.x + date.line.width == pytest.approx(FORM.paper.breadth - FORM.padding, abs=0.01)


def test_a_title_too_long_for_a_line_is_broken_into_even_ones():
    (page,) = laid(Title("关于东风村三组相邻通行纠纷调处情况和下一步工作打算的报告"))
    first, second = (placed.slab.texts[0].line.width for placed in page)
    assert abs(first - second) <= 2 * FORM.title.size


def test_a_page_break_begins_a_page_and_room_at_its_head_is_dropped():
    first, second = laid(Paragraph("一"), PageBreak(), Space(3), Paragraph("二"))
    assert (texts(first), texts(second)) == (["一"], ["二"])
    assert second[-1].y == 0
    assert len(laid(PageBreak(), Paragraph("一"))) == 1


def test_a_long_list_is_read_as_it_is_drawn():
    read = list[int]()

    def rows() -> Iterator[tuple[str, str, str]]:
        for number in range(10_000):
            read.append(number)
            yield str(number), "村", "1"

    document = Document("台账", (Table(COLUMNS, rows()),), SHEET)
    press = Press(SHEET, SHEET.paper.breadth, SHEET.paper.depth, SHELF)
    first = next(pages(slabs(document, press), SHEET.paper.depth))
    assert len(first) - 1 <= len(read) < len(first) + 10


def test_ten_thousand_rows_leave_no_more_in_memory_than_their_pages(tmp_path: Path):
    blocks = list[int]()

    def watch(step: str, done: int = 0, total: int = 0) -> None:
        if done in (30, 250):
            blocks.append(sys.getallocatedblocks())

    pdf.write(replace(ledger(10_000), style=SHEET), tmp_path / "list.pdf", watch, SHELF)
    assert blocks[1] - blocks[0] < 10_000 * len(COLUMNS)


def test_charts_are_drawn_within_the_text_and_read_out(agreement: Path):
    assert squeezed("邻里 3 件 60.00%") in "".join(pdf_pages(agreement))
    wide = chart.bars([("邻里", 3)], size=(2000, 100))
    (page,) = laid(Figure(wide, "图1"))
    assert page[0].slab.picture.scale == pytest.approx(FORM.paper.breadth / 2000)
