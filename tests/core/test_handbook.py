"""The help is found by words, by two letters of pinyin, and by what its buttons are called."""

import pytest

from core import handbook
from core.handbook import Page


def found(typed):
    return [(hit.page, hit.section) for hit in handbook.find(typed)]


@pytest.mark.parametrize("typed", ["备份", "bf", "beifen", "ＢＦ"])
def test_a_subject_is_found_by_words_and_by_pinyin(typed):
    assert found(typed)[0] == ("backup", "备份和恢复")


def test_a_word_inside_a_title_is_found_by_its_initials():
    assert ("password", "应急恢复码") in found("hfm")
    assert ("trouble", "表格读不了") in found("dbl")


def test_a_button_is_found_by_its_name_and_its_initials():
    assert ("meeting", "交办事项") in found("销号")
    assert ("meeting", "交办事项") in found("xh")


def test_all_typed_words_must_be_met_and_titles_come_first():
    both = found("恢复 口令")
    assert set(both) <= set(found("恢复")) & set(found("口令"))
    assert both
    titled = [section for _, section in found("打印")]
    assert titled.index("打印晨会单") < titled.index("会前")


def test_a_hit_says_where_it_is_and_why():
    [hit] = [one for one in handbook.find("3.2E+17") if one.page == "import"]
    assert hit.title == "表格读不了 · 导入"
    assert "3.2E+17" in hit.excerpt


@pytest.mark.parametrize("typed", ["", "  ", "没有这个词", "zzqx", "b*f", "(("])
def test_what_is_nowhere_finds_nothing(typed):
    assert found(typed) == []


def test_one_letter_is_a_letter_and_no_pinyin():
    assert all("k" in one.excerpt.lower() for one in handbook.find("k"))


def test_an_unknown_place_opens_the_first_page():
    assert handbook.page("nowhere").key == handbook.START


def test_a_page_is_cut_into_its_sections():
    page = Page("x", "# 题\n一句。\n\n## 一\n- 点[那边](y#z)\n1. 按 **F1**\n")
    assert [(one.title, one.lines) for one in page.sections] == [
        ("题", ["一句。"]),
        ("一", ["点那边", "按 F1"]),
    ]
    assert (page.title, page.links) == ("题", ("y#z",))
