"""Dates, sums and blanks of papers, and templates that a county has changed."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from core import places
from core.errors import Invalid
from reports import wording


@pytest.fixture
def templates(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(places, "resources", lambda: tmp_path)
    (tmp_path / "templates").mkdir()
    return tmp_path / "templates"


def test_dates_have_no_leading_zeros_and_open_ones_leave_room():
    assert wording.chinese_date(date(2026, 3, 5)) == "2026年3月5日"
    assert wording.dated(date(2026, 12, 25)) == "2026年12月25日"
    assert wording.dated(None) == "　　　　年　　月　　日"


@pytest.mark.parametrize(
    ("amount", "said"),
    [
        ("1200", "人民币1200.00元（大写：壹仟贰佰元整）"),
        ("12500.5", "人民币12500.50元（大写：壹万贰仟伍佰元伍角）"),
        ("0.07", "人民币0.07元（大写：柒分）"),
        ("1000001.01", "人民币1000001.01元（大写：壹佰万零壹元零壹分）"),
        ("100000", "人民币100000.00元（大写：壹拾万元整）"),
        ("0.005", "人民币0.01元（大写：壹分）"),
    ],
)
def test_a_sum_is_said_in_figures_and_capitals(amount: str, said: str):
    assert wording.money(Decimal(amount)) == said


def test_what_is_open_is_a_line_to_write_on():
    assert wording.blank(None) == wording.blank("") == "________"
    assert wording.blank("", 3) == "___"
    assert wording.blank("张三") == "张三"


def test_the_chosen_box_is_marked():
    assert wording.boxes(("申请", "主动"), "主动") == "□申请　■主动"
    assert wording.boxes(("申请", "主动")) == "□申请　□主动"


def test_a_template_is_filled_part_by_part(templates: Path):
    (templates / "notice.txt").write_text(
        "【标题】\n告知书\n\n【正文】\n{当事人}：\n您与{对方}的纠纷……\n\n【落款】\n某镇",
        encoding="utf-8",
    )
    words = wording.load("notice")
    assert words.parts == ("标题", "正文", "落款")
    assert words.text("标题") == "告知书"
    assert words.text("正文", 当事人="张三", 对方=None) == "张三：\n您与________的纠纷……"
    assert words.lines("落款") == ("某镇",)


def test_a_blank_nobody_fills_is_named_with_its_file(templates: Path):
    (templates / "notice.txt").write_text("【正文】\n{当事仁}：{落款}", encoding="utf-8")
    words = wording.load("notice")
    with pytest.raises(Invalid) as refused:
        words.text("正文", 当事人="张三", 落款="")
    assert refused.value.text == (
        "模板 notice.txt【正文】里的{当事仁}没有内容可填，请改成：{当事人}{落款}。"
    )
    with pytest.raises(Invalid, match="请去掉"):
        words.text("正文")


def test_a_value_without_a_blank_is_named_with_its_file(templates: Path):
    (templates / "notice.txt").write_text("【正文】\n您好。", encoding="utf-8")
    with pytest.raises(Invalid) as refused:
        wording.load("notice").text("正文", 当事人="张三")
    assert refused.value.text == "模板 notice.txt【正文】里缺少{当事人}，请补上后再打印。"


def test_a_missing_part_or_file_is_named(templates: Path):
    (templates / "notice.txt").write_text("【正文】\n您好。", encoding="utf-8")
    with pytest.raises(Invalid, match="里缺少【签收】一段"):
        wording.load("notice").text("签收")
    with pytest.raises(Invalid, match="缺少模板文件 other"):
        wording.load("other")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_a_template_saved_by_any_notepad_is_read(templates: Path, encoding: str):
    (templates / "notice.txt").write_bytes("【标题】\r\n告知书\r\n".encode(encoding))
    assert wording.load("notice").text("标题") == "告知书"
