"""Tables as people lay them out: whatever stands around, between and beside, the same records."""

from decimal import Decimal

import pytest

from core import records
from core.errors import Invalid
from core.intake import table
from core.intake.sheet import Sheet, Workbook

STAFF = records.ledger("staff")
HEAD = ("序号", "姓名", "手机", "备注")
WANG, LI = (1, "王秀英", "13800138000", "网格长"), (2, "李海燕", "13800138001", None)


def understood(*rows, merged=(), **told):
    return table.understand(Sheet("表", tuple(map(tuple, rows)), tuple(merged), **told), STAFF)


def names(found):
    return [found.text(line, "name") for line in found.lines]


def reasons(found):
    return [reason for _, reason in found.ignored]


def test_titles_and_units_may_stand_above_the_head():
    found = understood(
        ("石桥镇网格员花名册",),
        ("填报单位：石桥镇综治中心", None, "填报日期：2026年3月25日"),
        (),
        HEAD,
        WANG,
        merged=[(0, 0, 0, 3)],
    )
    assert found.header_row == 4
    assert names(found) == ["王秀英"]


def test_a_head_of_three_rows_with_groups_is_one_head():
    found = understood(
        ("序号", "基本情况", None, None, "其他"),
        (None, "姓名", "联系方式", None, "备注"),
        (None, None, "手机", "固定电话", None),
        (1, "王秀英", "13800138000", "0512-65221234", "网格长"),
        merged=[(0, 0, 2, 0), (0, 1, 0, 3), (1, 1, 2, 1), (1, 2, 1, 3), (1, 4, 2, 4)],
    )
    assert found.header_row == 3
    assert found.mapping == {
        "姓名": "name",
        "手机": "phone",
        "固定电话": "landline",
        "备注": "note",
    }
    assert found.text(found.lines[0], "landline") == "0512-65221234"


def test_rows_below_the_head_that_explain_it_are_no_records():
    found = understood(
        HEAD,
        ("栏次", "甲", 1, 2),
        (None, None, "(11位)", "(选填)"),
        (None, "必填", "必填", "选填"),
        ("例：", "张三", "13800138000"),
        WANG,
    )
    assert names(found) == ["王秀英"]
    assert reasons(found) == ["栏目序号", "填写要求", "填写要求", "说明或落款"]


def test_three_columns_may_be_numbered_right_below_the_head():
    assert names(understood(("姓名", "手机", "备注"), (1, 2, 3), ("王秀英",))) == ["王秀英"]


def test_sums_notes_and_signatures_below_are_no_records():
    found = understood(
        HEAD,
        WANG,
        ("东风村小计", None, 1),
        LI,
        ("合计：2人",),
        ("共计2人",),
        ("填报人", "李海燕", "审核人", "周明"),
        ("单位负责人（签字）：",),
        ("2026年3月25日",),
        (None, None, None, "（盖章）"),
        ("第 1 页 共 2 页",),
        ("※注：每月25日前报",),
    )
    assert names(found) == ["王秀英", "李海燕"]
    assert set(reasons(found)) == {"合计行", "说明或落款"}
    assert len(found.ignored) == 9


def test_titles_and_heads_repeated_on_each_page_are_no_records():
    title = ("石桥镇花名册",)
    found = understood(title, HEAD, WANG, title, HEAD, LI)
    assert names(found) == ["王秀英", "李海燕"]
    assert reasons(found) == ["重复的标题", "重复的表头"]


def test_below_another_head_the_columns_stand_where_it_says():
    found = understood(
        HEAD, WANG, (), ("姓名", "备注", "手机", "民族"), ("李海燕", "新", "13800138001")
    )
    assert names(found) == ["王秀英", "李海燕"]
    assert [found.text(line, "phone") for line in found.lines] == ["13800138000", "13800138001"]
    assert [found.text(line, "note") for line in found.lines] == ["网格长", "新"]
    assert "第 4 行是另一个表头" in found.notes[0]
    assert "“民族”" in found.notes[0]


def test_another_table_below_is_left_out_and_named():
    found = understood(
        HEAD, WANG, LI, (), ("本月工作统计",), ("项目", "数量"), ("走访", 12), ("调解", 3)
    )
    assert names(found) == ["王秀英", "李海燕"]
    assert reasons(found) == ["另一张表"] * 4


def test_a_list_in_two_halves_side_by_side_is_one_list():
    found = understood(
        ("石桥镇花名册",),
        (*HEAD[:3], *HEAD[:3]),
        (1, "王秀英", "13800138000", 3, "周明", "13800138002"),
        (2, "李海燕", "13800138001"),
        merged=[(0, 0, 0, 5)],
    )
    assert names(found) == ["王秀英", "李海燕", "周明"]
    assert [line.line for line in found.lines] == [3, 4, 5]
    assert "左右并排" in found.notes[0]
    assert found.rearranged.rows[4] == (3, "周明", "13800138002")


def test_merged_villages_go_along_when_halves_are_joined():
    found = understood(
        ("网格", "姓名", "网格", "姓名"),
        ("东风村", "王秀英", "石桥村", "周明"),
        (None, "李海燕", None, "赵强"),
        merged=[(1, 0, 2, 0), (1, 2, 2, 2)],
    )
    assert [found.text(line, "grid") for line in found.lines] == ["东风村"] * 2 + ["石桥村"] * 2


def test_the_same_heads_below_different_groups_are_two_people_of_one_record():
    found = understood(
        ("申请人", None, "被申请人", None),
        ("姓名", "手机", "姓名", "手机"),
        ("王秀英", "1", "李海燕", "2"),
        merged=[(0, 0, 0, 1), (0, 2, 0, 3)],
    )
    assert found.rearranged is None
    assert names(found) == ["王秀英"]
    assert len(found.unmapped) == 2


def test_a_table_turned_on_its_side_is_turned_back():
    found = understood(
        ("姓名", "王秀英", "李海燕"),
        ("性别", "女", "女"),
        ("手机", "13800138000", None),
        ("特长", "唱歌", None),
    )
    assert names(found) == ["王秀英", "李海燕"]
    assert found.text(found.lines[0], "phone") == "13800138000"
    assert found.unmapped == ("特长",)
    assert "栏目排在左边" in found.notes[0]


@pytest.mark.parametrize(
    ("rows", "merged"),
    [
        ([("姓名", "王秀英", "性别", "女"), ("手机", "138", "备注", None)], ()),
        ([("姓名", "王秀英"), ("性别", "女"), ("民族", "汉"), ("手机", "138")], ()),
        ([("姓名：王秀英", "性别：女"), ("手机：138", "备注：")], ()),
        (
            [
                ("登记表",),
                ("姓 名", "王秀英", None, "性别", "女"),
                ("手机", "138", None, "籍贯", "浙江"),
            ],
            [(0, 0, 0, 4), (1, 1, 1, 2), (2, 1, 2, 2)],
        ),
    ],
)
def test_a_form_is_recognised_as_a_form_and_read_as_one_record(rows, merged):
    found = understood(*rows, merged=merged)
    assert "这是一张登记表" in found.notes[0]
    (line,) = found.lines
    assert {key: found.text(line, key) for key in ("name", "sex", "phone")} == {
        "name": "王秀英",
        "sex": "女",
        "phone": "138",
    }


@pytest.mark.parametrize(
    "rows",
    [
        [("姓名", None, "性别", None), ("手机", None, "备注", None)],
        [("姓名", "王", "性别", "女"), ("姓名", "李", "性别", "男"), ("手机", "1", "备注", "2")],
    ],
)
def test_a_form_that_is_empty_or_says_things_twice_is_refused(rows):
    with pytest.raises(Invalid, match=r"是一张登记表.*请把内容抄进"):
        understood(*rows)


def test_a_label_among_the_contents_does_not_make_a_list_a_form():
    found = understood(HEAD, WANG, (2, "李海燕", "13800138001", "性别"), (3, "周明", None, "民族"))
    assert len(found.lines) == 3
    assert found.notes == ()


def test_hidden_columns_are_read_and_told():
    found = understood(HEAD, WANG, hidden=frozenset({2}), notes=("有 1 张图片没有读进来",))
    assert found.text(found.lines[0], "phone") == "13800138000"
    assert found.notes == ("有 1 张图片没有读进来", "隐藏的列“手机”也一起读取")


def test_empty_columns_between_do_no_harm():
    found = understood(("姓名", None, "手机"), ("王秀英", None, Decimal(13800138000)))
    assert found.text(found.lines[0], "phone") == "13800138000"


def test_a_group_of_people_under_a_lone_village_is_kept():
    found = understood(
        HEAD, WANG, (), ("石桥村",), (1, "李海燕", "13800138001"), merged=[(3, 0, 3, 3)]
    )
    assert names(found) == ["王秀英", "李海燕"]


def village(name, *people, title=None):
    rows = (
        *([(title,)] if title else []),
        HEAD,
        *people,
        ("合计", None, len(people)),
        ("2026年3月25日",),
    )
    return Sheet(name, rows, merged=((1, 3, 2, 3),))


def test_sheets_of_one_head_one_for_each_village_are_one_list(tmp_path):
    pages = (
        Sheet("封面", (("石桥镇",),)),
        village("东风村", WANG, LI),
        village("石桥村", (1, "周明", "13800138002", "新")),
    )
    book = table.joined(Workbook(tmp_path, pages), STAFF)
    found = table.understand(table.choose(book, STAFF), STAFF)
    assert found.sheet == "全部（2 个工作表）"
    assert names(found) == ["王秀英", "李海燕", "周明"]
    assert [line.cells[-1] for line in found.lines] == ["东风村", "东风村", "石桥村"]
    assert found.text(found.lines[1], "note") == "网格长"
    assert found.unmapped == ("工作表",)
    assert "2 个工作表表头相同" in found.notes[0]
    assert book.sheets[1:] == pages


def test_sheets_of_different_heads_stay_what_they_are(tmp_path):
    pages = (village("东风村", WANG), Sheet("别的", (("姓名", "民族"), ("王", "汉"))))
    book = Workbook(tmp_path, pages)
    assert table.joined(book, STAFF) is book
