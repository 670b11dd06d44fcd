"""What the clerk is told about numbers, names and dates, and what others get to see of them."""

import csv
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum.cn import ric, uscc

from core import checks, dates

TODAY = date(2026, 3, 25)
VECTORS = Path(__file__).parent / "vectors"
HAN_BLOCKS = ((0x3400, 0x9FFF), (0x20000, 0x323AF))
HAN = st.one_of(*(st.characters(min_codepoint=a, max_codepoint=z) for a, z in HAN_BLOCKS))


def vectors(kind):
    with (VECTORS / "test_vectors.csv").open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["kind"] == kind]
    return [pytest.param(row["input"], row["expected"], id=row["input"]) for row in rows]


def rare_characters():
    lines = (VECTORS / "rare_chars.tsv").read_text(encoding="utf-8").splitlines()
    return [line.split("\t")[0] for line in lines]


@pytest.mark.parametrize(("number", "verdict"), vectors("身份证"))
def test_identity_numbers_of_the_standard(number, verdict):
    assert (checks.id_no(number, TODAY) is None) == verdict.startswith("有效")


@given(st.integers(110000, 659999), st.dates(date(1900, 1, 1), TODAY), st.integers(0, 999))
def test_identity_check_digit_agrees_with_a_second_opinion(area, birth, order):
    body = f"{area}{birth:%Y%m%d}{order:03}"
    number = body + ric.calc_check_digit(body + "0")
    assert checks.id_no(number, TODAY) is None
    assert checks.birth_of(number) == birth
    assert checks.sex_of(number) == ("1" if order % 2 else "2")


@given(st.text("0123456789ABCDEFGHJKLMNPQRTUWXY", min_size=9, max_size=9))
def test_credit_code_check_digit_agrees_with_a_second_opinion(unit):
    body = "91330502" + unit
    assert checks.org_no(body + uscc.calc_check_digit(body)) is None


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("11010519491231002", "身份证号应为18位，现为17位，请核对"),
        ("1101051949123100222", "身份证号应为18位，现为19位，请核对"),
        ("11010519491231A02X", "身份证号只能是17位数字加末位数字或X，请核对"),
        ("110105194902310026", "身份证号中的出生日期1949-02-31不存在，请核对"),
        ("110105202603260014", "身份证号中的出生日期晚于今天，请核对"),
        ("440524187501010014", "身份证号中的年龄超过150岁，请核对"),
        ("110105194912310021", "身份证号末位校验不正确，请核对"),
        ("110105491231002", "这是15位旧身份证号，升位后应为11010519491231002X，请核对"),
        ("", None),
        (" 1101 0519 4912 3100 2x ", None),
        ("'11010519491231002X", None),
        ("１１０１０５１９４９１２３１００２Ｘ", None),
        ("11〇10519491231〇〇2×", None),
    ],
)
def test_identity_number_sentence(typed, told):
    assert checks.id_no(typed, TODAY) == told


def test_birth_and_sex_come_only_from_a_right_number():
    assert checks.birth_of("110105491231002") == date(1949, 12, 31)
    assert checks.sex_of("110105491231002") == "2"
    for wrong in ("", "110105194912310021", "110105194902310026", "王小燕"):
        assert checks.birth_of(wrong) is None
        assert checks.sex_of(wrong) is None


@pytest.mark.parametrize(("code", "verdict"), vectors("统一社会信用代码"))
def test_credit_codes_of_the_standard(code, verdict):
    assert (checks.org_no(code) is None) == (verdict == "有效")


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("", None),
        ("9111 0000 1016 2374 1k", None),
        ("91110000", "统一社会信用代码应为18位，现为8位，请核对"),
        ("91110000I01623741K", "统一社会信用代码第3到8位是数字，其余不含字母I、O、S、V、Z，请核对"),
        ("91350211M0000XUF46", "统一社会信用代码末位校验不正确，请与证照核对，一致的可保留"),
    ],
)
def test_credit_code_sentence(typed, told):
    assert checks.org_no(typed) == told


@pytest.mark.parametrize(("number", "verdict"), vectors("手机号") + vectors("固定电话"))
def test_telephone_numbers_of_the_rules(number, verdict):
    assert (checks.phone(number) is None) == verdict.startswith("有效")


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("138 1234 6021", "13812346021"),
        ("+86-138-1234-6021", "13812346021"),
        ("＋86 13812346021", "13812346021"),
        ("\u202d13812346021\u202c", "13812346021"),
        ("１３８１２３４６０２１", "13812346021"),
        ("0512 65221234", "0512-65221234"),
        ("(0512)65221234", "0512-65221234"),
        ("（010）12345678", "010-12345678"),
        ("0512－65221234转801", "0512-65221234-801"),
        ("400-812-3456", "4008123456"),
        ("0000-8800123", "0000-8800123"),
        ("65221234", "65221234"),
        ("110", "110"),
    ],
)
def test_telephone_numbers_are_kept_in_one_form(typed, kept):
    assert checks.tidy_phone(typed) == kept
    assert checks.tidy_phone(kept) == kept
    assert checks.phone(typed) is None


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("", None),
        ("12345678901", "手机号第二位应是3到9，请核对"),
        ("1381234602", "手机号应为11位，现为10位，请核对"),
        ("138123460211", "手机号应为11位，现为12位，请核对"),
        ("13812346021/13912346021", "一格只填一个"),
        ("不详", "电话应为11位手机号"),
    ],
)
def test_telephone_sentence(typed, told):
    assert (checks.phone(typed) or "").find(told or "") >= 0
    assert (checks.phone(typed) is None) == (told is None)


@pytest.mark.parametrize("char", [*rare_characters(), "𠮷", "㛃", "〇", "\U00031350"])
def test_every_han_character_may_stand_in_a_name(char):
    assert checks.person_name(f"王{char}") is None
    assert checks.tidy_name(f"王{char}") == f"王{char}"


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        (" 王　小燕 ", "王 小燕"),
        ("买买提．吐尔逊", "买买提·吐尔逊"),
        ("买买提 • 吐尔逊", "买买提·吐尔逊"),
        ("买买提・吐尔逊", "买买提·吐尔逊"),
        ("J. Smith", "J. Smith"),
        ("Anne-Marie O'Neill", "Anne-Marie O'Neill"),
    ],
)
def test_names_keep_dots_and_spaces_inside(typed, kept):
    assert checks.tidy_name(typed) == kept
    assert checks.person_name(typed) is None


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("王五(儿媳)", "姓名中有“(”，请只写姓名，其他说明写到备注"),
        ("王五13812346021", "姓名中有“1”，请只写姓名，其他说明写到备注"),
        ("王\ue001", "姓名中有自造字，别的电脑上显示不出来，请改用标准字"),
        ("王" * 81, "姓名不能超过80个字，请核对"),
        ("𠮷" * 80, None),
        ("", None),
    ],
)
def test_name_sentence(typed, told):
    assert checks.person_name(typed) == told


@pytest.mark.parametrize("brackets", ["〔〕", "[]", "［］", "()", "（）", "【】", "﹝﹞"])
def test_a_case_number_is_read_in_any_brackets(brackets):
    left, right = brackets
    read = checks.parse_case_number(f" 石桥人调字{left}２０２６{right} 第001号")
    assert read == checks.CaseNumber("石桥人调字", 2026, 1)
    assert str(read) == "石桥人调字〔2026〕第001号"


def test_a_case_number_from_paper_keeps_its_width():
    assert str(checks.parse_case_number("晋医人调字[2019]0011号")) == "晋医人调字〔2019〕第0011号"
    assert str(checks.parse_case_number("〔2026〕第7号")) == "〔2026〕第7号"
    assert checks.parse_case_number("石桥人调字第3号") is None


@pytest.mark.parametrize(
    ("typed", "amount"),
    [
        ("1200", "1200"),
        ("1,200", "1200"),
        ("1,234,567.89", "1234567.89"),
        ("１，２００元", "1200"),
        ("¥1200.50元整", "1200.50"),
        ("人民币1200元", "1200"),
        ("1.2万", "12000"),
        ("1.23456万元", "12345.60"),
        ("3亿", "300000000"),
        ("0", "0"),
    ],
)
def test_amounts_are_read_in_yuan(typed, amount):
    assert checks.parse_money(typed) == Decimal(amount)
    assert checks.money_problem(typed) is None


@pytest.mark.parametrize(
    "typed", ["-5", "12,34", "1.234", "若干", "1000000000000", "1.234567890万"]
)
def test_amounts_nobody_can_read_are_refused(typed):
    assert checks.parse_money(typed) is None
    assert checks.money_problem(typed) == (
        f"看不懂金额“{typed}”，可写1200、1,200.50、1.2万，最多两位小数"
    )


def test_counts_are_read_with_their_measure_words():
    assert [checks.parse_whole(t) for t in ("12", "１２人", "1,200", "12.0")] == [12, 12, 1200, 12]
    for wrong in ("12.5", "十几人", "-3", "12,34", "9" * 12):
        assert checks.whole_problem(wrong) == f"“{wrong}”应为0或正整数（不超过9位），如12"
    assert checks.whole_problem("12户") is None


@pytest.mark.parametrize(
    "problem",
    [
        checks.money_problem,
        checks.whole_problem,
        checks.yes_problem,
        dates.time_problem,
        lambda page: dates.date_problem(page, date(2026, 3, 25)),
        lambda page: dates.moment_problem(page, date(2026, 3, 25)),
    ],
)
def test_a_whole_page_pasted_into_a_small_field_is_answered_by_its_beginning(problem):
    assert "9" * 24 + "…”" in problem("9" * 5000)
    assert len(problem("一页" * 8000)) < 80


def test_yes_and_no_are_read_in_every_fashion():
    assert all(checks.parse_yes(text) is True for text in ("是", "有", "√", "1", "Y", "１", "yes"))
    assert all(checks.parse_yes(text) is False for text in ("否", "无", "没有", "0", "n", "×"))
    assert checks.parse_yes("也许") is None
    assert checks.yes_problem("也许") == "“也许”请改填“是”或“否”"
    assert checks.yes_problem("是") is None


def test_nothing_typed_is_no_problem():
    for problem in (checks.yes_problem, checks.money_problem, checks.whole_problem):
        assert problem(" ") is None


@given(st.text())
def test_narrowing_twice_changes_nothing_more(text):
    assert checks.narrow(checks.narrow(text)) == checks.narrow(text)


@given(st.text(HAN))
def test_narrowing_never_touches_a_han_character(text):
    assert checks.narrow(text) == text


def test_narrowing_makes_full_width_numbers_plain():
    assert checks.narrow("ＡＢＣ　１２３〇○") == "ABC 12300"
    assert checks.narrow("二○二六年三月〇日,第〇5号") == "二○二六年三月〇日,第05号"
    assert checks.narrow("水管漏水，请尽快！") == "水管漏水，请尽快！"


@pytest.mark.parametrize(
    ("kind", "text", "seen"),
    [
        ("id_no", "110105194912314514", "110***********4514"),
        ("id_no", "110105 19491231 4514", "110***********4514"),
        ("id_no", "110105491231002", "110********1002"),
        ("id_no", "E12345678", "*****5678"),
        ("phone", "13812346021", "138****6021"),
        ("phone", "138 1234 6021", "138****6021"),
        ("phone", "0512-65221234", "051******1234"),
        ("phone", "65221234", "****1234"),
        ("phone", "661234", "***234"),
        ("phone", "", ""),
        ("name", "欧阳秀英", "欧阳秀英"),
        ("address", "石桥镇东风村三组12号", "石桥镇东风村三组"),
        ("address", "幸福街道和平社区幸福路12号3栋", "幸福街道和平社区"),
        ("address", "石桥镇老街12号", "石桥镇"),
        ("address", "幸福路１２号", "幸福路"),
    ],
)
def test_colleagues_and_superiors_see_masked_numbers_and_whole_names(kind, text, seen):
    assert checks.mask(kind, text, "internal") == seen
    assert checks.mask(kind, text, "superior") == seen
    assert checks.mask(kind, text, "document") == text


@pytest.mark.parametrize(
    ("kind", "text", "seen"),
    [
        ("id_no", "110105194912314514", ""),
        ("phone", "13812346021", ""),
        ("name", "王小燕", "王某甲"),
        ("second_name", "李强", "李某乙"),
        ("third_name", "赵", "赵某丙"),
        ("name", "欧阳秀英", "欧阳某甲"),
        ("name", "欧阳", "欧某甲"),
        ("name", "𠮷田", "𠮷某甲"),
        ("name", "", ""),
        ("address", "江苏省镇江市丹徒区高桥镇东风村三组12号", "江苏省镇江市丹徒区高桥镇"),
        ("address", "中村镇东风村", "中村镇"),
        ("address", "幸福路12号", ""),
    ],
)
def test_the_public_sees_a_surname_and_a_township(kind, text, seen):
    assert checks.mask(kind, text, "public") == seen


@given(st.sampled_from(["id_no", "phone"]), st.text("0123456789", min_size=1, max_size=20))
def test_a_masked_number_shows_less_than_its_holder_could_guess(kind, number):
    seen = checks.mask(kind, number, "internal")
    assert seen.count("*") * 3 >= len(seen) or len(seen) > 18
    assert seen.count("*") >= min(4, len(seen) // 2)


def test_an_unknown_kind_or_purpose_is_never_shown_whole():
    with pytest.raises(KeyError):
        checks.mask("nickname", "小王", "internal")
    with pytest.raises(KeyError):
        checks.mask("name", "王小燕", "friends")
