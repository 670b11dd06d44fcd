"""What identity-card readers type is understood, in any order and with any marks, or left alone."""

from datetime import date

import pytest

from core import card
from core.card import Card

TODAY = date(2026, 3, 25)
NUMBER = "999999198001010011"
LATER = f"公民身份号码：{NUMBER}　签发机关：石桥县公安局　有效期限：2015.01.01-长期"
WHOLE = Card("王建国", NUMBER, "1", "01", "石桥镇东风村3组12号")


@pytest.mark.parametrize(
    "text",
    [
        f"王建国\t男\t汉\t1980-01-01\t石桥镇东风村3组12号\t{NUMBER}",
        f"王建国\n男\n汉族\n19800101\n石桥镇东风村3组12号\n{NUMBER}\n",
        f"王建国 男 汉 1980年1月1日 石桥镇东风村3组12号 {NUMBER}",
        f"{NUMBER}|王建国|男|汉|19800101|石桥镇东风村3组12号|石桥县公安局|20150101-20350101",
        f"姓名：王建国 性别：男 民族：汉 出生：1980年1月1日 住址：石桥镇 东风村3组12号 {LATER}",
        f"姓名 王建国\n性别 男\n民族 汉\n住址 石桥镇东风村3组12号\n身份证号\n{NUMBER}\n照片 abcd",
        f"王 建 国\t男\t汉\t石桥镇\t东风村3组12号\t{NUMBER}",
    ],
)
def test_a_card_is_read_whatever_the_reader_s_fashion(text):
    assert card.read(text, TODAY) == WHOLE


def test_rare_characters_full_width_digits_and_a_small_x_are_read():
    wide = NUMBER.translate({ord(str(n)): chr(0xFF10 + n) for n in range(10)})
    assert card.read(f"张𠮷㛃 男 {wide}", TODAY) == Card("张𠮷㛃", NUMBER, "1")
    assert card.read("王秀英 女 99999919800101002x", TODAY) == Card(
        "王秀英", "99999919800101002X", "2"
    )


def test_the_birth_date_is_the_number_s():
    assert WHOLE.birth == date(1980, 1, 1)


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("王建国 男 999999198001010012", "末位校验不正确"),
        ("王建国 男 999999198013010014", "不存在"),
        (f"王秀英 女 {NUMBER}", "性别和身份证号对不上"),
    ],
)
def test_a_number_that_cannot_be_right_is_told(text, problem):
    assert problem in card.read(text, TODAY).problem


@pytest.mark.parametrize(
    "text",
    [
        "",
        NUMBER,
        "王建国 男 汉",
        f"来访人王建国，身份证号{NUMBER}，反映男方欠款",
        f"男 {NUMBER}",
        f"电话13800138000 男 {NUMBER}",
        f"王建国 男 {NUMBER}8",
        f"王建国 男 {NUMBER}" + "字" * 2000,
    ],
)
def test_anything_else_is_left_alone(text):
    assert card.read(text, TODAY) is None
