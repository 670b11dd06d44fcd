"""Which column of a foreign table goes where: by its head, by what stands in it, as last time."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.errors import Invalid
from core.intake.sheet import Sheet, trimmed
from core.services import importing, mappings
from core.services.importing import Terms
from core.services.verdict import VERDICTS
from tests.core.bringing import ID_LI, ID_WANG, TODAY, VILLAGES, brought, everybody, plan, verdicts

pytestmark = pytest.mark.both_stores


@pytest.fixture
def villages(make):
    return [make.grid(name=name) for name in VILLAGES.split()]


def mapped(planned):
    return {one.head: (one.key, one.why) for one in planned.table.head.columns}


def test_columns_are_known_by_any_of_their_names_and_say_why(station, make):
    make.grid(name="东风村")
    head = ["姓名", "证件号", "联系方式", "所在村（社区）", "签名"]
    planned = plan(station, "staff", [head, ["王秀英", ID_WANG, "13800138000", "东风村", None]])
    synonym = "同义的栏目名"
    assert mapped(planned) == {
        "姓名": ("name", ""),
        "证件号": ("id_no", synonym),
        "联系方式": ("phone", synonym),
        "所在村（社区）": ("grid", synonym),
        "签名": ("", ""),
    }
    assert planned.table.unmapped == ("签名",)


PEOPLE = [
    ["王秀英", ID_WANG, "13800138000", "东风村", "女"],
    ["李勇", ID_LI, "13800138001", "柳林村", "男"],
]


def test_columns_without_a_head_are_known_by_what_stands_in_them(station, villages):
    planned, _ = brought(station, "staff", [["姓名", None, "列3", None, "栏目5"], *PEOPLE])
    told_by = "按内容认出"
    assert mapped(planned) == {
        "姓名": ("name", ""),
        "B 列": ("id_no", told_by),
        "列3": ("phone", told_by),
        "D 列": ("grid", told_by),
        "栏目5": ("sex", told_by),
    }
    assert everybody(station)["李勇"].texts["grid"] == "柳林村"


@pytest.mark.parametrize("head", [[], [["列1", "列2", "列3", "列4", "列5"]]])
def test_a_list_without_any_head_is_read_by_its_content(station, villages, head):
    planned = plan(station, "staff", [*head, *PEOPLE])
    assert verdicts(planned) == ["new", "new"]
    assert [one.key for one in planned.table.head.columns] == [
        "name",
        "id_no",
        "phone",
        "grid",
        "sex",
    ]


def test_a_head_that_says_something_else_is_not_overruled_by_content(station):
    planned = plan(station, "staff", [["姓名", "配偶身份证"], ["王秀英", ID_LI], ["李勇", ID_WANG]])
    assert mapped(planned)["配偶身份证"] == ("", "")


def test_a_column_without_a_head_may_be_named_or_left_out(station):
    rows = (("姓名", None, None), ("王秀英", ID_WANG, "65221234"), ("李勇", ID_LI, "65221235"))
    terms = Terms(TODAY, {"B 列": "", "C 列": "固定电话"})
    planned = station.ask(importing.plan, "staff", Sheet("表", rows), terms)
    assert planned.table.mapping == {"姓名": "name", "C 列": "landline"}


ODD = [["名儿", "打哪儿来"], ["王秀英", "东风村"]]


def remembered(station, rows, mapping, source="东风村上报"):
    """A workbook imported with what the person said of its heads."""
    sheet = Sheet("表", tuple(map(tuple, rows)))
    planned = station.ask(importing.plan, "staff", sheet, Terms(TODAY, mapping, source=source))
    said = (planned.sender, {**planned.recalled, **mapping})
    station.jot(mappings.remember, "staff", sheet, planned.table.head, said)
    return planned


def test_the_next_table_of_the_same_sender_is_read_as_the_last(station, make):
    for name in ("东风村", "柳林村"):
        make.grid(name=name)
    first = remembered(station, ODD, {"名儿": "name", "打哪儿来": "grid"})
    assert first.sender == "东风村"
    remembered(station, ODD, {"名儿": "name", "打哪儿来": "note"}, "柳林村上报")
    again = plan(station, "staff", [["柳林村"], [], *ODD])
    assert (again.sender, again.recalled["打哪儿来"]) == ("柳林村", "note")
    sheet = Sheet("表", tuple(map(tuple, ODD)))
    terms = Terms(TODAY, {"打哪儿来": ""}, source="东风村第二季度")
    other = station.ask(importing.plan, "staff", sheet, terms)
    assert other.recalled == {"名儿": "name"}
    assert mapped(other) == {"名儿": ("name", mappings.RECALLED), "打哪儿来": ("", "")}


def test_what_was_said_of_other_heads_is_not_taken(station):
    remembered(station, ODD, {"名儿": "name", "打哪儿来": "note"})
    assert plan(station, "staff", [["姓名", "打哪儿来"], ["王秀英", "东风村"]]).recalled == {}
    sheet = Sheet("表", tuple(map(tuple, ODD)))
    with pytest.raises(Invalid, match="没有找到表头"):
        station.ask(importing.plan, "staff", sheet, Terms(TODAY, recall=False))


CELLS = st.one_of(
    st.none(),
    st.sampled_from(
        [
            "王秀英",
            "李勇",
            "同上",
            ID_WANG,
            ID_LI,
            "13800138000",
            "2024.3.1",
            "无",
            "春节前",
            "东风村",
        ]
    ),
    st.integers(0, 10**18),
    st.text("一二三王1x√（）/\n ", max_size=6),
    st.dates(),
)


@settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    st.lists(st.tuples(CELLS, CELLS, CELLS, CELLS, CELLS), min_size=1, max_size=8),
    st.sampled_from(["skip", "update", "new"]),
)
def test_whatever_stands_in_the_cells_the_counts_add_up_to_the_rows(station, rows, choice):
    head = ("姓名", "身份证号", "手机", "到岗日期", "网格")
    said = [[one or None if isinstance(one, str) else one for one in row] for row in rows]
    tidy = [("赵军",), *map(trimmed, said)]
    planned = plan(station, "staff", [head, *tidy], choice)
    counts = planned.counts
    assert counts["rows"] == sum(counts[one] for one in VERDICTS) == len(planned.table.lines)
    filled = [n for n, row in enumerate(tidy, 2) if any(cell is not None for cell in row)]
    told = [line.line for line in planned.table.lines]
    assert sorted([*told, *(line for line, _ in planned.table.ignored)]) == filled
    assert all(row.problems for row in planned.rows if row.verdict in ("failed", "skipped"))
