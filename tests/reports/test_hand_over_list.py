"""工作交接清单: a long list breaks over pages with its head, and the signatures stay together."""

from datetime import date

from core.records.hand_over import HandOver, HandOverLine
from reports import pdf
from reports.documents import hand_over_list
from reports.documents.hand_over_list import HandOverPaper
from reports.fonts import shipped
from reports.form import Issue
from tests.reading import pdf_pages

DAY = date(2026, 3, 25)


def pages_of(count, tmp_path):
    made = HandOver(day=DAY, giver="李海燕", taker="张𠮷㛃", reason="岗位调整")
    lines = tuple(
        HandOverLine(position=n, kind="调解案件", item=f"第{n:03d}号 张𠮷㛃相邻通行纠纷")
        for n in range(1, count + 1)
    )
    paper = HandOverPaper("石桥镇综治中心", made, lines, Issue(DAY, "王建国"))
    path = tmp_path / "list.pdf"
    pdf.write(hand_over_list.compose(paper), path, shelf=shipped())
    return pdf_pages(path)


def test_a_long_list_repeats_its_head_and_loses_no_line(tmp_path):
    pages = pages_of(60, tmp_path)
    assert len(pages) == 3
    assert all("移交内容" in page for page in pages)
    assert "".join(pages).count("张𠮷㛃相邻通行纠纷") == 60
    assert all(f"第{n}页/共3页" in page for n, page in enumerate(pages, 1))


def test_the_three_sign_on_one_page_whatever_the_length(tmp_path):
    for count in (27, 28, 29, 30, 31, 32):
        last = pages_of(count, tmp_path)[-1]
        assert all(f"{who}签名" in last for who in ("移交人", "接交人", "监交人"))


def test_what_nobody_wrote_down_is_a_line_to_write_on(tmp_path):
    only = pages_of(1, tmp_path)
    assert len(only) == 1
    assert "由________监交" in only[0]
