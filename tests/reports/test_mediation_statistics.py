"""人民调解统计 on paper, in Word and as a workbook: the same numbers under the same heads."""

from datetime import date

import pytest
from openpyxl import load_workbook

from core.errors import Invalid, NeedsYes, NotAllowed
from core.services import looks, mediation_columns, reported
from core.services.figures import Period
from reports import board, documents
from reports.commands import statistics
from reports.commands.statistics import Asked
from reports.documents import mediation_statistics
from reports.form import Issue
from reports.page import Column, Head, heads, plain
from tests.core.test_mediation_figures import MARCH, agreed, closed, overview
from tests.reading import pdf_pages, squeezed, word_text

ISSUE = Issue(date(2026, 4, 1), "李海燕")


def document(station):
    return board.document(mediation_statistics.boards(overview(station), ISSUE))


def test_a_shared_head_stands_once_over_its_columns():
    columns = (
        Column("单位"),
        Column("总数", above=("调解",)),
        Column("口头", above=("调解", "形式")),
        Column("书面", above=("调解", "形式")),
    )
    assert heads(columns) == (
        Head("单位", 0, 0, rows=3),
        Head("调解", 0, 1, columns=3),
        Head("总数", 1, 1, rows=2),
        Head("形式", 1, 2, columns=2),
        Head("口头", 2, 2),
        Head("书面", 2, 3),
    )


def test_every_column_of_the_statutory_table_is_on_paper_and_in_word(station, make, tmp_path):
    agreed(make, closed(make))
    found = document(station)
    pdf, word = tmp_path / "a.pdf", tmp_path / "a.docx"
    documents.write(found, pdf)
    documents.write(found, word)
    shown = squeezed("".join(pdf_pages(pdf))), squeezed(word_text(word))
    for one in mediation_columns.columns():
        for text in (one.name, *one.above):
            assert all(squeezed(text) in said for said in shown), text
    assert "1/1=100.00%" in shown[0]


def test_a_zero_report_is_a_sheet_to_seal(station, tmp_path):
    said = plain(document(station))
    assert "本期没有需要统计的案件和排查活动，实行零报告。" in said
    assert "（盖章）" in said
    assert "调解成功率：—。" in " ".join(said)


def test_the_sheet_names_no_person(station, make):
    closed(make, title="王秀英与李四围栏纠纷")
    assert "王秀英" not in "".join(plain(document(station)))


def test_many_committees_go_on_over_pages_under_the_same_heads(station, make, tmp_path):
    for n in range(33):
        make.organisation(name=f"第{n}村调委会", kind="committee", committee_kind="village")
    path = tmp_path / "many.pdf"
    documents.write(document(station), path)
    pages = [squeezed(one) for one in pdf_pages(path)]
    assert len(pages) > 3
    assert all("单位" in one for one in pages[:-1])
    assert "第32村调委会" in "".join(pages)


def test_what_was_reported_is_printed_as_it_was_with_what_differs(station, make):
    closed(make)
    station.perform(reported.freeze, MARCH, "closed")
    closed(make, dispute="16")
    said = plain(document(station))
    assert any("已报数" in one for one in said)
    start = said.index("本级上报总计")
    assert said[start + 1] == "1"
    assert "与已报数不一致的说明" in said
    assert any("有 1 件案件补录或改期进入本期" in one for one in said)


def test_the_workbook_has_merged_heads_and_numbers_that_add_up(station, make, tmp_path):
    agreed(make, closed(make, source="03"))
    path = tmp_path / "a.xlsx"
    facts = statistics.run(station, Asked("2026-03", path))
    sheet = load_workbook(path).active
    merged = {str(one) for one in sheet.merged_cells.ranges}
    assert {"A3:A5", "B3:AN3"} <= merged
    names = [cell.value for cell in sheet["A"]]
    whole = names.index("本级上报总计") + 1
    assert sheet.cell(whole, 2).value == facts["figures"]["total"]["value"] == 1
    assert facts["figures"]["from.03"]["ids"] == facts["figures"]["total"]["ids"]
    assert sheet.page_setup.fitToWidth == 3


def test_the_verb_reports_freezes_and_tells_what_differs(station, make, tmp_path):
    closed(make, day=date(2026, 2, 20), accepted_on=date(2026, 2, 2))
    path = tmp_path / "a.pdf"
    facts = statistics.run(station, Asked(None, path, freeze=True))
    assert (facts["since"], facts["until"]) == ("2026-02-01", "2026-02-28")
    assert facts["reported"] == "2026年3月25日"
    with pytest.raises(NeedsYes):
        statistics.run(station, Asked("2026-02", path, freeze=True))
    closed(make, day=date(2026, 2, 21), accepted_on=date(2026, 2, 2))
    told = statistics.run(station, Asked("2026-02", path))
    assert "本级上报总计：调解案件总数 报 1，现 2" in told["differences"]
    (me,) = station.ask(looks.of_week, date(2026, 3, 25))
    assert me.looks[0].label == "统计表：人民调解案件情况统计表 2026年2月"


def test_one_table_is_a_csv_and_two_are_none(station, make, tmp_path):
    closed(make)
    path = tmp_path / "a.csv"
    statistics.run(station, Asked("2026-03", path, freeze=True))
    head, *lines = path.read_text("utf-8-sig").splitlines()
    assert head.startswith("单位,调解情况·调解案件总数（件）")
    assert "本级上报总计,1," in "".join(lines)
    path.unlink()
    closed(make, dispute="16")
    with pytest.raises(Invalid, match=r"\.xlsx"):
        statistics.run(station, Asked("2026-03", path))
    assert not path.exists()


def test_who_may_not_send_writes_no_statistics(somebody, tmp_path):
    with pytest.raises(NotAllowed, match="导出和报送"):
        statistics.run(somebody("mediator"), Asked("2026-03", tmp_path / "a.pdf"))


def test_any_days_make_a_period(station, make, tmp_path):
    closed(make, day=date(2026, 3, 9))
    asked = Asked("2026-03-02..2026-03-09", tmp_path / "a.docx", "accepted")
    facts = statistics.run(station, asked)
    assert facts["figures"]["total"]["value"] == 1
    assert Period(date(2026, 3, 2), date(2026, 3, 9)).span in word_text(asked.file)
