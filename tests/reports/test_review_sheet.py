"""案卷自查表: the findings of a file on paper, points only where they are wanted."""

from datetime import date

import pytest

from core.services import case_check, settings
from core.services.case_check import sheet
from core.services.case_check.book import Finding, Level, Place
from reports import documents
from reports.form import Issue
from tests.reading import pdf_pages, squeezed, word_text

DAY = date(2026, 3, 25)
NOWHERE = Place("mediation_case", None, "title")


def finding(rule, level=Level.ERROR):
    return Finding(rule, level, "请核对", NOWHERE)


@pytest.fixture
def case(make):
    return make.case(
        number="石桥镇人调字〔2026〕第001号",
        title="张𠮷㛃与李德厚排水纠纷",
        accepted_on=DAY,
        applied_on=date(2026, 3, 26),
        elsewhere="yes",
        state="Z20",
    )


def printed(station, case, path):
    station.ask(documents.draw, "review_sheet", case.id, path, Issue(DAY, "李海燕"))
    return squeezed("".join(pdf_pages(path)) if path.suffix == ".pdf" else word_text(path))


@pytest.mark.parametrize("ending", [".pdf", ".docx"])
def test_the_sheet_says_what_is_to_be_mended_and_leaves_room_for_who(
    station, case, tmp_path, ending
):
    told = printed(station, case, tmp_path / f"sheet{ending}")
    assert "受理日期早于申请日期，请核对" in told
    for one in ("张𠮷㛃", "须整改", "合格", "整改期限", "整改人", "告知和身份", "装订归档"):
        assert one in told
    assert "得分" not in told


def test_points_are_printed_where_the_station_wants_them(station, case, tmp_path):
    station.perform(settings.change, "review_scores", "yes")
    told = printed(station, case, tmp_path / "sheet.pdf")
    assert "自查得分：90分（满分100分，受理0/10" in told
    assert "一票否决" in told


def test_points_are_lost_by_level_and_never_below_nothing():
    parts = sheet.parts(
        [finding("A01"), finding("A02"), finding("A03"), finding("E12", Level.WARN)]
    )
    assert [one.points for one in parts] == [0, 15, 15, 15, 23, 10, 10]
    assert sum(one.points for one in sheet.parts([])) == 100
    assert sheet.failed([finding("E13")])
    assert not sheet.failed([finding("E13", Level.HINT), finding("A01")])


def test_what_a_case_has_in_common_with_others_is_on_no_paper():
    found = [finding(rule, Level.WARN) for rule in case_check.LIKENESS]
    assert not [one for part in sheet.parts(found) for one in part.findings]
    letters = "".join(one.rules for one in sheet.sections())
    assert {code[0] for code in case_check.printed()} - set(letters) == {"J"}
