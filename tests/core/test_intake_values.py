"""One cell after the other, as clerks write them: read whole, or refused with a sentence."""

from datetime import date, datetime, time
from decimal import Decimal

import pytest

from core import draft, records
from core.errors import Invalid, Problem
from core.intake import rows, table, values
from core.intake.sheet import Sheet, as_text
from core.intake.values import Noted
from core.record import Field, Kind

TODAY = date(2026, 3, 25)
ID_WANG = "999999197903140128"


def read(kind, cell, code=""):
    field = Field("k", "栏目", kind, code=code)
    return values.read(field, cell, as_text(cell), TODAY, draft.nobody)


def understood(head, *lines):
    ledger = records.ledger("staff")
    found = table.understand(Sheet("表", (tuple(head), *map(tuple, lines))), ledger)
    reader = rows.Reader(found, ledger, TODAY, draft.nobody)
    return list(reader.understand(found.lines))


@pytest.mark.parametrize(
    "cell",
    [
        "2026.3.5",
        "2026-03-05",
        "2026/3/5",
        "20260305",
        "2026年3月5日",
        "２０２６年３月５日",
        "2026年３月五日",
        "二〇二六年三月五日",
        "二○二六年三月五号",
        "3月5日",
        "三月五日",
        "3.5",
        "26.3.5",
        "26年3月5日",
        "2026. 3. 5",
        "2026、3、5",
        "2026-03-05 15:28:00",
        "2026-3-5 星期四",
        "2026-03-05（周四）",
        "46086",
        46086,
        20260305,
        datetime(2026, 3, 5, 15, 28),  # noqa: DTZ001 as workbooks say it
    ],
)
def test_a_day_is_read_in_every_spelling(cell):
    assert read(Kind.DATE, cell) == date(2026, 3, 5)


def test_years_of_two_digits_are_not_in_the_future():
    assert read(Kind.DATE, "79.3.14") == date(1979, 3, 14)
    assert read(Kind.DATE, "27.1.1") == date(2027, 1, 1)
    assert read(Kind.DATE, "二〇二五年十二月二十三日") == date(2025, 12, 23)


@pytest.mark.parametrize(
    ("cell", "sentence"),
    [
        ("2026.3.5-3.8", "是一段时间，请只填一天"),
        ("3月5日至8日", "是一段时间，请只填一天"),
        ("2026-03-01~2026-03-05", "是一段时间，请只填一天"),
        ("2026年3月", "只有年月，请补上日"),
        (Decimal("2026.03"), "只有年月，请补上日"),
        (Decimal("3.1"), "分不清是3月1日还是3月10日"),
        ("2026.2.30", "2026年没有2月30日"),
        (20263, "看不懂日期“20263”"),
        ("春节前", "看不懂日期“春节前”"),
    ],
)
def test_what_is_no_single_day_is_refused(cell, sentence):
    with pytest.raises(Invalid, match=sentence):
        read(Kind.DATE, cell)


@pytest.mark.parametrize(
    ("kind", "cell", "value"),
    [
        (Kind.DECIMAL, "1,234.50", Decimal("1234.50")),
        (Kind.DECIMAL, "1.2万", Decimal(12000)),
        (Kind.DECIMAL, "￥１，２００元整", Decimal(1200)),
        (Kind.DECIMAL, Decimal("3.5"), Decimal("3.50")),
        (Kind.WHOLE, "12户", 12),
        (Kind.WHOLE, 12, 12),
        (Kind.TIME, "下午3点", time(15)),
        (Kind.PHONE, "138 0013-8000", "13800138000"),
        (Kind.PHONE, 13800138000, "13800138000"),
        (Kind.PHONE, "(0512) 6522 1234", "0512-65221234"),
        (Kind.PHONE, "+86１３８００１３８０００", "13800138000"),
        (Kind.ID_NO, "'999999 19790314 0128", ID_WANG),
        (Kind.ID_NO, "99999919850302021x", "99999919850302021X"),
        (Kind.ID_NO, "９９９９９９１９７９０３１４０１２８", ID_WANG),
        (Kind.TEXT, "王  芳", "王芳"),
        (Kind.TEXT, "欧阳 秀珍", "欧阳秀珍"),
        (Kind.TEXT, "张三 李四", "张三 李四"),
        (Kind.TEXT, "张三\n李四", "张三 李四"),
        (Kind.TEXT, "𠮷㛃", "𠮷㛃"),
        (Kind.LONG, "一\n二", "一\n二"),
    ],
)
def test_amounts_numbers_and_names_are_read_as_meant(kind, cell, value):
    assert read(kind, cell) == value


@pytest.mark.parametrize("cell", ["√", "✔", "☑", "v", "是", "有", "1", 1, True])
def test_yes_in_every_fashion(cell):
    assert read(Kind.YES, cell) is True


@pytest.mark.parametrize("cell", ["×", "x", "□", "否", "无", "0", 0, False])
def test_no_in_every_fashion(cell):
    assert read(Kind.YES, cell) is False


@pytest.mark.parametrize("cell", ["汉", "汉族", "1", "01", 1, "汉 族"])
def test_a_choice_by_its_word_its_synonym_or_its_code(cell):
    assert read(Kind.CODE, cell, "nationality") == "01"


@pytest.mark.parametrize(
    ("kind", "cell", "sentence"),
    [
        (Kind.ID_NO, 330501199001011000, "后几位已经丢失"),
        (Kind.ID_NO, "3.30501E+17", "后几位已经丢失"),
        (Kind.ID_NO, "330501199001011000", "末三位是000.*后几位已经丢失"),
        (Kind.ID_NO, "110101800101123", "15位旧身份证号，升位后应为110101198001011232"),
        (Kind.PHONE, "13800138", "电话应为11位手机号"),
        (Kind.DECIMAL, "约1200", "看不懂金额"),
        (Kind.TEXT, "一" * 121, "最多 120 个字，现有 121 个"),
        (Kind.WHOLE, Decimal("3.5"), "应为0或正整数"),
    ],
)
def test_what_is_damaged_or_no_value_is_refused(kind, cell, sentence):
    with pytest.raises(Invalid, match=sentence):
        read(kind, cell)


@pytest.mark.parametrize(
    ("kind", "cell", "value", "said"),
    [
        (Kind.PHONE, "13800138000（本人）", "13800138000", "本人"),
        (Kind.PHONE, "13800138000、13900139000", "13800138000", "13900139000"),
        (Kind.PHONE, "13800138000\n0512-65221234", "13800138000", "0512-65221234"),
        (Kind.PHONE, "13800138000(儿子),13900139000", "13800138000", "儿子，13900139000"),
        (Kind.DATE, "2026.3.5（补录）", date(2026, 3, 5), "补录"),
        (Kind.DECIMAL, "1200元（已付）", Decimal(1200), "已付"),
        (Kind.ID_NO, "999999197903140128 [复印件]", ID_WANG, "复印件"),
    ],
)
def test_a_remark_behind_a_value_or_a_second_number_is_kept_beside_it(kind, cell, value, said):
    assert read(kind, cell) == Noted(value, said)


@pytest.mark.parametrize("cell", ["无", "/", "—", "－", "暂无", "不详"])
@pytest.mark.parametrize("kind", [Kind.DATE, Kind.PHONE, Kind.ID_NO, Kind.DECIMAL, Kind.WHOLE])
def test_a_stroke_where_there_is_nothing_to_say_says_nothing(kind, cell):
    assert read(kind, cell) == Noted(None, "")


def test_remarks_go_into_the_remarks_and_nothing_is_lost():
    head = ["姓名", "手机", "到岗日期", "备注"]
    (line,) = understood(head, ["王芳", "13800138000（本人）", "2024.3.1（补录）", "旧"])
    assert line.values["phone"] == "13800138000"
    assert line.values["note"] == "旧\n手机：本人\n到岗日期：补录"
    (line,) = understood(["姓名", "手机"], ["王芳", "13800138000/13900139000"])
    assert line.values == {"name": "王芳", "phone": "13800138000", "note": "手机：13900139000"}


def test_the_same_as_above_means_the_line_above():
    _first, second, third = understood(
        ["姓名", "民族", "到岗日期"],
        ["王芳", "回族", "2024.3.1"],
        ["李勇", "同上", "〃"],
        ["赵军", "同上", None],
    )
    assert second.values == {"name": "李勇", "nationality": "03", "joined": date(2024, 3, 1)}
    assert third.values["nationality"] == "03"
    (alone,) = understood(["姓名", "民族"], ["王芳", "同上"])
    assert alone.values == {"name": "王芳"}


def test_a_stroke_takes_no_field_and_a_mask_is_no_number():
    (line,) = understood(["姓名", "手机", "身份证号"], ["王芳", "/", "999***********0128"])
    assert (line.values, line.problems) == ({"name": "王芳"}, ())


def test_a_mistake_that_comes_again_is_told_again():
    one, two = understood(["姓名", "到岗日期"], ["王芳", "春节前"], ["李勇", "春节前"])
    assert (
        one.problems
        == two.problems
        == (Problem("joined", "看不懂日期“春节前”，可写20260325、3-25、25、昨天、上周五"),)
    )


def test_a_remark_without_a_place_for_remarks_is_refused():
    ledger = records.ledger("task")
    found = table.understand(Sheet("表", (("事项", "交办日期"), ("清沟", "3.5（口头）"))), ledger)
    (line,) = rows.Reader(found, ledger, TODAY, draft.nobody).understand(found.lines)
    assert [one.text for one in line.problems] == ["“交办日期：口头”没有地方放，请把它移到别的栏目"]
