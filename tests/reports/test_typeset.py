"""Lines of Chinese text as a careful compositor would break them."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports import fonts
from reports.page import Run
from reports.paper import Type
from reports.pdf.typeset import NO_END, NO_START, Line, Setting, set_lines
from reports.wording import UNDATED, clocked

SHELF = fonts.shelf(Path(__file__).parents[1] / "fonts", {})
BODY = Type("fang", 10, 15)
STORY = (
    "2026年3月18日，村民张𠮷（身份证号999999198003154514）到本镇综治中心反映：王海燕在村道上加建，"
    "影响通行；双方多次“争执”。中心按照《人民调解法》第二十条，责成第3网格网格员、人民调解员李明办理，"
    "限2026-03-30前办结，涉及款项12,500.00元（占93.57%）——据“石桥〔2026〕第031号”记录……"
)


def lines(text: str, width: float, even: bool = False, indent: float = 0.0) -> list[Line]:
    return set_lines((Run(text),), Setting(BODY, width, indent, even), SHELF)


def drawable(text: str) -> str:
    return "".join(letter for letter in text if not SHELF.missing(letter))


TEXT = drawable(STORY)


@pytest.mark.parametrize("width", range(60, 480, 5))
def test_no_line_begins_or_ends_with_the_wrong_mark(width: int):
    broken = lines(TEXT, width)
    assert "".join(line.text for line in broken) == TEXT
    for line in broken[1:]:
        assert line.text[0] not in NO_START
    for line in broken[:-1]:
        assert line.text[-1] not in NO_END


@given(
    st.text(alphabet="张三李四，。；：、（）《》“”12.5%ab-_ ", min_size=1, max_size=60),
    st.integers(min_value=1, max_value=40),
)
def test_any_text_in_any_column_keeps_its_letters_and_its_order(text: str, bodies: int):
    broken = lines(text, bodies * 10)
    together = "".join(line.text for line in broken)
    assert together.replace(" ", "") == text.replace(" ", "")
    assert all(line.text for line in broken) or not text.strip()


@pytest.mark.parametrize("width", range(120, 400, 7))
def test_figures_numbers_and_dashes_stay_whole(width: int):
    whole = ("999999198003154514", "2026-03-30", "12,500.00", "93.57%", "——", "……", "031")
    broken = [line.text for line in lines(TEXT, width)]
    for word in whole:
        assert any(word in text for text in broken), word


def test_what_is_longer_than_a_line_is_split_rather_than_cut():
    address = "https://example.gov.cn/" + "a" * 60
    broken = lines(f"见{address}。", 100)
    assert "".join(line.text for line in broken) == f"见{address}。"
    assert all(line.width <= 100 for line in broken)


def test_a_line_to_write_on_fills_several_lines():
    assert len(lines("_" * 100, 100)) > 4


def test_even_lines_end_at_the_edge_but_the_last():
    *full, last = lines(TEXT, 300, even=True, indent=20)
    assert [line.width for line in full] == pytest.approx([300] * len(full))
    assert last.width < 300


def test_evening_out_opens_room_between_chinese_letters_not_within_figures():
    (line, *_rest) = lines("一二三四五六七八九1234567890123上下", 100 + 10, even=True)
    assert line.text == "一二三四五六七八九"
    first = line.segments[0]
    assert first.gap > 0
    (line, *_rest) = lines("一二三四12.50五六七八九十百一二", 105, even=True)
    inside = next(segment for segment in line.segments if "12.5" in segment.text)
    assert inside.gap == 0


def test_a_line_too_empty_to_be_evened_stays_as_it_is():
    first, _second = lines("一二三123456789012345678901234", 140, even=True)
    assert first.text == "一二三"
    assert first.width == pytest.approx(30)


def test_a_closing_mark_that_fits_with_its_empty_half_cut_off_stays_on_the_line():
    assert [line.text for line in lines("一二三四五六七八九，十", 96)] == [
        "一二三四五六七八九，",
        "十",
    ]
    assert [line.text for line in lines("一二三四五六七八九，十", 94)] == [
        "一二三四五六七八",
        "九，十",
    ]


def test_spaces_at_a_break_are_dropped_but_room_for_a_date_stays():
    assert [line.text for line in lines("ab cd   ef", 30)] == ["ab cd", "ef"]
    assert lines("　　年　　月　　日", 200)[0].text == "　　年　　月　　日"


@pytest.mark.parametrize("width", range(120, 260, 7))
def test_an_open_date_and_a_number_stay_on_one_line(width: int):
    text = f"本委于{UNDATED}受理，定于{UNDATED}{clocked(None)}调解，见石桥镇〔2026〕第031号。"
    broken = [line.text for line in lines(text, width)]
    assert sum(line.count(UNDATED) for line in broken) == 2
    assert any("第031号" in line for line in broken)


def test_a_rare_character_is_drawn_by_its_own_font():
    (line,) = lines("张𠮷三", 100)
    assert [(s.text, s.x, s.face.path.stem) for s in line.segments] == [
        ("张", 0, "NotoSerifSC_400Regular"),
        ("𠮷", 10, "HanaMinB"),
        ("三", 20, "NotoSerifSC_400Regular"),
    ]


def test_a_stretch_of_its_own_type_and_a_rule_below_it():
    runs = (Run("对方：", "hei"), Run("张三", underline=True))
    (line,) = set_lines(runs, Setting(BODY, 200), SHELF)
    name, person = line.segments
    assert name.face.path.stem == "NotoSansSC_400Regular"
    assert (name.rule, person.rule) == (0, pytest.approx(20))


def test_an_empty_paragraph_is_one_empty_line():
    assert lines("", 100) == [Line("", 0.0, ())]


def test_tracking_sets_28_letters_on_an_official_line():
    tight = Type("fang", 16, 29, tracking=-0.207)
    broken = set_lines((Run("一" * 56),), Setting(tight, 442.21), SHELF)
    assert [len(line.text) for line in broken] == [28, 28]
