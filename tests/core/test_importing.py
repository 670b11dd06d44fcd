"""A workbook into a ledger: planned row by row, written as one batch, taken back as one."""

import tracemalloc
from collections import Counter
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import event, select

from core import places, records
from core.errors import Cancelled, Conflict, Invalid, NeedsYes, NotAllowed
from core.intake import table, workbook
from core.intake.sheet import Sheet, trimmed
from core.journal import feed
from core.records.grid import Grid
from core.records.mediation_case import MediationCase
from core.records.numbering import Numbering
from core.records.staff import Post, Staff
from core.rights import Right
from core.services import history, importing, mappings, repeats
from core.services import records as service
from core.services.importing import Terms
from core.services.records import Filter
from core.services.verdict import VERDICTS
from core.station import operation

pytestmark = pytest.mark.both_stores

ROSTER = places.resources() / "demo" / "roster.xlsx"
SAMPLES = Path(__file__).parent.parent / "samples"
VILLAGES = (
    "东风村 柳林村 高家庄村 石桥村 红旗社区 新华社区 白杨村 南河村 上湾村 下湾村 青石村 双井村"
)
TODAY = date(2026, 3, 25)
ID_WANG = "999999197903140128"
ID_LI = "99999919850302021X"


def plan(station, name, rows, on_duplicate="skip", **more):
    sheet = Sheet("表", tuple(map(tuple, rows)))
    return station.ask(importing.plan, name, sheet, Terms(TODAY, None, on_duplicate), **more)


def brought(station, name, rows, on_duplicate="skip"):
    planned = plan(station, name, rows, on_duplicate)
    return planned, station.perform(importing.commit, name, planned.rows)


def verdicts(planned):
    return [row.verdict for row in planned.rows]


def told(planned):
    return [problem.text for row in planned.rows for problem in row.problems]


def everybody(station, name="staff"):
    ledger = records.ledger(name)

    def read(session):
        return service.rows(session, ledger, service.ids(session, ledger, Filter()))

    return {row.texts[ledger.naming.key]: row for row in station.ask(read)}


def every(station, record):
    return station.ask(lambda session: session.scalars(select(record)).all())


@pytest.fixture
def villages(make):
    return [make.grid(name=name) for name in VILLAGES.split()]


def test_the_demo_roster_comes_in_but_for_one_duplicate_and_one_wrong_digit(station, villages):
    book = workbook.read(ROSTER)
    ledger = records.ledger("staff")
    sheet = table.choose(book, ledger)
    planned = station.ask(importing.plan, "网格员花名册", sheet, Terms(TODAY))
    assert planned.counts == {
        "rows": 43,
        "new": 41,
        "updated": 0,
        "unchanged": 0,
        "skipped": 1,
        "failed": 1,
    }
    assert planned.table.header_row == 3
    wrong, twice = told(planned)
    assert wrong.startswith("身份证号末位校验不正确")
    assert twice == "与第 23 行重复，只取那一行"
    done = station.perform(importing.commit, "staff", planned.rows)
    assert (done.value.new, done.label) == (41, "导入")
    people = everybody(station)
    assert {"陈𠮷祥", "李㛃", "欧阳秀珍"} <= people.keys()
    assert people["刘德柱"].values["phone"] == "0000-8800005"
    assert people["李㛃"].texts["grid"] == "东风村"
    wangs = [one for one in every(station, Staff) if one.name == "王秀英"]
    assert len({one.grid for one in wangs}) == 2
    born = people["高玉宝"].values
    assert (born["birth"], born["sex"]) == (date(1971, 12, 26), "1")
    assert len({one.joined for one in every(station, Staff)} - {None}) > 20


def test_imported_people_hold_their_posts_from_the_day_they_came(station, make):
    village = make.grid(name="东风村")
    rows = [["姓名", "网格", "岗位", "到岗日期"], ["王秀英", "东风村", "网格长", "2024.3.1"]]
    brought(station, "staff", rows)
    (post,) = every(station, Post)
    assert (post.grid, post.kind, post.since) == (village.id, "04", date(2024, 3, 1))


def test_a_second_import_changes_nothing(station):
    rows = [["姓名", "身份证号"], ["王秀英", ID_WANG], ["李勇", ID_LI]]
    brought(station, "staff", rows)
    planned, done = brought(station, "staff", rows)
    assert verdicts(planned) == ["unchanged", "unchanged"]
    assert done.seq is None


def test_known_people_are_skipped_updated_or_kept_twice_as_wished(station, make):
    make.staff(name="王秀英", phone="13800138000", note="旧")
    rows = [["姓名", "手机", "备注"], ["王秀英", "138 0013 8000", "新"]]
    planned = plan(station, "staff", rows)
    assert verdicts(planned) == ["skipped"]
    assert told(planned) == ["台账里已有，备注不同；要按这份表格更新，请选“更新已有”"]
    assert verdicts(plan(station, "staff", rows, "new")) == ["new"]
    planned, done = brought(station, "staff", rows, "update")
    assert done.value.updated == 1
    assert everybody(station)["王秀英"].values["note"] == "新"


def test_an_empty_cell_takes_nothing_away(station, make):
    make.staff(name="王秀英", phone="13800138000", note="旧")
    rows = [["姓名", "手机", "备注"], ["王秀英", "13800138000", None]]
    assert verdicts(plan(station, "staff", rows, "update")) == ["unchanged"]


def test_two_people_of_one_name_are_two_people(station):
    rows = [
        ["姓名", "身份证号", "手机"],
        ["王秀英", ID_WANG, "13800138000"],
        ["王秀英", ID_LI, "13800138000"],
        ["王 秀英", ID_WANG, None],
    ]
    assert verdicts(plan(station, "staff", rows)) == ["new", "new", "skipped"]
    rows = [["姓名", "手机"], ["王芳", "13800138000"], ["王 芳", "13800138001"], ["王芳", None]]
    assert verdicts(plan(station, "staff", rows)) == ["new", "new", "skipped"]


def test_one_identity_number_under_two_names_is_a_mistake(station, make):
    make.staff(name="王秀英", id_no=ID_WANG)
    rows = [["姓名", "身份证号"], ["王秀芳", ID_WANG]]
    planned = plan(station, "staff", rows, "update")
    assert verdicts(planned) == ["failed"]
    assert told(planned) == ["身份证号与台账里的“王秀英”相同，姓名却不同，请核对"]


def test_one_record_is_changed_by_one_row_only(station, make):
    make.staff(name="王秀英", id_no=ID_WANG)
    rows = [["姓名", "身份证号", "备注"], ["王秀英", ID_WANG, "甲"], ["王秀英", ID_WANG, "乙"]]
    planned, _ = brought(station, "staff", rows, "update")
    assert verdicts(planned) == ["updated", "skipped"]
    assert everybody(station)["王秀英"].values["note"] == "甲"


@pytest.mark.parametrize(
    ("head", "cell", "sentence"),
    [
        ("身份证号", 330501199001011000, "改成了数字“330501199001011000”，后几位已经丢失"),
        ("身份证号", "3.30501E+17", "请把这一列的格式设为“文本”"),
        ("身份证号", "99999919790314012X", "末位校验不正确"),
        ("身份证号", "12345", "现为5位"),
        ("出生日期", "2026-02-30", "2026年没有2月30日"),
        ("出生日期", 20263, "看不懂日期“20263”"),
        ("网格", "天边村", "所属网格“天边村”在名册里没有"),
        ("岗位", "皇帝", "岗位没有“皇帝”这一项"),
        ("手机", "1380013800", "手机号应为11位"),
        ("备注名称太长", "x", "请填写姓名"),
    ],
)
def test_what_cannot_be_kept_is_told_by_line(station, head, cell, sentence):
    name = None if head == "备注名称太长" else "王秀英"
    planned = plan(station, "staff", [["姓名", "备注", head], [name, "在", cell]])
    assert verdicts(planned) == ["failed"]
    assert sentence in told(planned)[0]


def test_full_width_digits_dates_and_padding_are_understood(station):
    rows = [
        ["姓名", "手机", "到岗日期", "身份证号"],
        ["王 芳", "138００138０００", "2024年3月1日", "９９９９９９197903140128"],
        ["李勇", 13800138001, date(2024, 3, 1), None],
        ["赵军", "13800138002", "20240301", None],
    ]
    brought(station, "staff", rows)
    people = everybody(station)
    assert people["王芳"].values["phone"] == "13800138000"
    assert people["王芳"].values["id_no"] == ID_WANG
    assert people["李勇"].values["phone"] == "13800138001"
    assert {one.values["joined"] for one in people.values()} == {date(2024, 3, 1)}


def test_birth_and_sex_come_from_the_identity_number_also_beside_a_month(station):
    rows = [["姓名", "身份证号", "出生年月"], ["王秀英", ID_WANG, "1979.03"], ["李勇", ID_LI, None]]
    brought(station, "staff", rows)
    people = everybody(station)
    assert people["王秀英"].values["birth"] == date(1979, 3, 14)
    assert people["李勇"].texts["sex"] == "男"
    wrong = [["姓名", "身份证号", "出生年月"], ["赵军", "999999199008080113", "1991.08"]]
    assert "出生日期“1991.08”只有年月，请补上日" in told(plan(station, "staff", wrong))[0]


def test_masked_numbers_of_an_export_are_no_new_numbers(station, make):
    make.staff(name="王秀英", id_no=ID_WANG, phone="13800138000")
    rows = [["姓名", "身份证号", "手机"], ["王秀英", "999***********0128", "138****8000"]]
    assert verdicts(plan(station, "staff", rows, "update")) == ["unchanged"]


def test_grids_may_point_at_grids_of_the_same_file(station):
    rows = [
        ["网格名称", "上级网格", "层级"],
        ["东风村第一网格", "东风村", "网格级"],
        ["东风村", None, "村级"],
        ["柳林村第一网格", "柳林村", "网格级"],
        ["柳林村", None, "天级"],
        ["柳林村微网格", "柳林村第一网格", None],
    ]
    planned, _ = brought(station, "grid", rows)
    assert verdicts(planned) == ["new", "new", "failed", "failed", "failed"]
    assert "引用的第 5 行没有导入，请先改好那一行" in told(planned)
    grids = {one.name: one for one in every(station, Grid)}
    assert grids["东风村第一网格"].parent == grids["东风村"].id


def test_the_villages_of_a_county_come_in_by_the_names_of_the_code(station):
    book = workbook.read(SAMPLES / "villages_330521_德清县.csv")
    planned = station.ask(importing.plan, "grid", book.sheets[0], Terms(TODAY))
    assert planned.counts["new"] == planned.counts["rows"] == 177
    assert planned.table.unmapped == ("streetCode", "provinceCode", "cityCode", "areaCode")


def test_cases_keep_their_paper_numbers_and_the_series_goes_on(station):
    rows = [
        ["卷号", "卷名", "案件来源", "涉及金额（元）", "受理日期"],
        ["石桥镇人调字〔2026〕第012号", "相邻通行纠纷", "依申请", "1,200元", "3.5"],
        ["十二号", "欠薪纠纷", "主动", None, None],
    ]
    planned, _ = brought(station, "mediation_case", rows)
    assert verdicts(planned) == ["new", "failed"]
    assert "要写明年份和序号" in told(planned)[0]
    (case,) = every(station, MediationCase)
    assert (case.amount, case.accepted_on) == (Decimal("1200.00"), date(2026, 3, 5))
    assert [one.last for one in every(station, Numbering)] == [12]
    again = plan(station, "mediation_case", rows[:2], "new")
    assert verdicts(again) == ["unchanged"]


def test_a_rule_of_the_ledger_holds_for_rows_too(station, make):
    rows = [["姓名", "到岗日期", "离岗日期"], ["王秀英", "2024-5-1", "2024-3-1"]]
    planned = plan(station, "staff", rows)
    assert told(planned)[0].startswith("离岗日期早于到岗日期")
    make.staff(name="王秀英", joined=date(2025, 1, 1))
    late = [["姓名", "离岗日期"], ["王秀英", "2024-3-1"]]
    assert verdicts(plan(station, "staff", late, "update")) == ["failed"]


def test_a_name_that_two_people_bear_stays_where_it_was(station, make):
    wang = make.staff(name="王秀英")
    make.staff(name="王秀英")
    make.task(title="清沟", given_on=date(2026, 3, 1), owner=wang.id)
    rows = [
        ["事项", "交办日期", "责任人"],
        ["清沟", "2026-3-1", "王秀英"],
        ["修灯", None, "王秀英"],
    ]
    planned = plan(station, "task", rows, "update")
    assert verdicts(planned) == ["unchanged", "failed"]


def test_the_batch_is_taken_back_as_one(station):
    _, done = brought(station, "staff", [["姓名"], ["王秀英"], ["李勇"]])
    assert len(everybody(station)) == 2
    station.perform(history.undo, done.seq)
    assert everybody(station) == {}


def test_cancelling_writes_nothing(station, monkeypatch):
    monkeypatch.setattr(importing, "_STEP", 1)
    planned = plan(station, "staff", [["姓名"], ["王秀英"], ["李勇"]])

    def cancel(step, done=0, total=0):
        assert (step, total) == ("正在导入", 2)
        if done:
            raise Cancelled

    with pytest.raises(Cancelled):
        station.perform(importing.commit, "staff", planned.rows, cancel)
    assert everybody(station) == {}

    def interrupt(*_):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        station.perform(importing.commit, "staff", planned.rows, interrupt)
    with pytest.raises(KeyboardInterrupt):
        plan(station, "staff", [["姓名"], ["王秀英"]], progress=interrupt)
    assert everybody(station) == {}


def test_a_record_changed_since_the_preview_stops_the_batch(station, make):
    kept = make.staff(name="王秀英", id_no=ID_WANG)
    rows = [["姓名", "身份证号", "备注"], ["李勇", ID_LI, "新"], ["王秀英", ID_WANG, "甲"]]
    planned = plan(station, "staff", rows, "update")
    station.perform(service.save, "staff", {"note": "别人"}, kept.id, kept.version)
    with pytest.raises(Conflict, match="第 3 行要更新的记录刚被改过，没有导入任何内容"):
        station.perform(importing.commit, "staff", planned.rows)
    assert everybody(station).keys() == {"王秀英"}


def test_binned_records_are_not_known(station, make):
    gone = make.staff(name="王秀英", id_no=ID_WANG)
    station.perform(service.remove, "staff", [gone.id])
    assert verdicts(plan(station, "staff", [["姓名", "身份证号"], ["王秀英", ID_WANG]])) == ["new"]


def test_an_unknown_ledger_and_a_person_without_the_right_are_refused(station, somebody):
    with pytest.raises(Invalid, match="没有“花名册”这个台账"):
        plan(station, "花名册", [["姓名"], ["王"]])
    planned = plan(station, "user", [["姓名", "岗位角色"], ["王", "内勤"]])
    with pytest.raises(NotAllowed):
        somebody("clerk").perform(importing.commit, "user", planned.rows)


def test_every_line_of_a_long_file_is_read_once_per_name(station, make):
    make.grid(name="东风村")
    rows = [["姓名", "网格", "手机"], *([f"王{n}", "东风村", f"138{n:08d}"] for n in range(1500))]
    steps = []
    planned = plan(station, "staff", rows, progress=lambda *step: steps.append(step))
    assert planned.counts["new"] == 1500
    assert steps == [("正在核对", 0, 1500), ("正在核对", 1000, 1500)]


@pytest.fixture
def batch(station):
    """A hundred people brought in at once, and the number of that act."""
    rows = [[f"王网格{n}", f"138{n:08d}"] for n in range(100)]
    _, done = brought(station, "staff", [["姓名", "手机"], *rows])
    return done.seq


def _changed_since(station, *names):
    for name in names:
        station.perform(service.save, "staff", {"note": "后来写的"}, everybody(station)[name].id)


def test_what_was_changed_since_stays_when_a_batch_is_taken_back(station, batch):
    _changed_since(station, "王网格3", "王网格7")
    with pytest.raises(NeedsYes, match="其中 2 条后来又改过，会留着不动；撤回其余 98 条？"):
        station.perform(history.undo, batch)
    assert len(everybody(station)) == 100
    done = station.confirmed("partly").perform(history.undo, batch)
    left = everybody(station)
    assert {name: row.values["note"] for name, row in left.items()} == {
        "王网格3": "后来写的",
        "王网格7": "后来写的",
    }
    assert station.ask(feed.entries)[0].label.endswith("（2 条后来改过，保留）")
    station.perform(history.redo, done.seq)
    assert len(everybody(station)) == 100


def test_a_batch_of_which_everything_was_changed_is_not_taken_back(station):
    _, done = brought(station, "staff", [["姓名"], ["王秀英"]])
    _changed_since(station, "王秀英")
    with pytest.raises(Conflict, match="没有可以撤回的"):
        station.perform(history.undo, done.seq)


def test_thousands_are_taken_back_as_one_act_without_reading_one_by_one(station):
    _, done = brought(station, "staff", [["姓名"], *([f"王网格{n}"] for n in range(3000))])
    asked = []
    event.listen(station.engine, "before_cursor_execute", lambda *given: asked.append(given[2]))
    undone = station.perform(history.undo, done.seq)
    assert sum(one.lstrip().startswith("SELECT") for one in asked) < 100
    assert undone.seq == done.seq + 1
    assert everybody(station) == {}


def held_while_importing(station, rows):
    """The most Python holds at once while these rows are written, in bytes."""
    planned = plan(station, "grid", [["名称"], *([f"{rows}村第{n}网格"] for n in range(rows))])
    assert planned.counts["new"] == rows
    tracemalloc.start()
    try:
        station.perform(importing.commit, "grid", planned.rows)
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def test_a_row_more_to_be_written_takes_less_than_a_kilobyte_more(station, monkeypatch):
    monkeypatch.setattr(importing, "_STEP", 100)
    held_while_importing(station, 100)
    few, many = (held_while_importing(station, rows) for rows in (300, 1500))
    assert (many - few) / 1200 < 1000
    assert len(everybody(station, "grid")) == 1900


def test_what_is_let_go_while_it_is_written_is_one_entry_that_is_sound_and_found(
    station, make, monkeypatch
):
    monkeypatch.setattr(importing, "_STEP", 2)
    make.staff(name="王秀英", id_no=ID_WANG)
    make.grid(name="东风村")
    rows = [["姓名", "身份证号", "网格"], *([f"李{n}", None, "东风村"] for n in range(5))]
    rows.append(["王秀英", ID_WANG, "东风村"])
    planned = plan(station, "staff", rows, "update")
    done = station.perform(importing.commit, "staff", planned.rows)
    assert done.touched == {"staff", "post"}
    steps = list(station.ask(lambda session: list(feed.changes(session, only=done.seq))))
    assert Counter(one.table for one in steps) == {"staff": 6, "post": 6}
    assert station.ask(lambda session: list(feed.broken(session))) == []
    assert station.ask(service.count, records.ledger("staff"), Filter(words="李4")) == 1
    station.perform(history.undo, done.seq)
    assert everybody(station).keys() == {"王秀英"}
    assert not everybody(station)["王秀英"].texts["grid"]


def test_a_record_that_was_let_go_is_not_changed_again_in_the_same_act(station, make):
    kept = make.grid(name="东风村")

    @operation("改两次", needs=Right.KEEP)
    def twice(tx):
        for name in ("西风村", "南风村"):
            tx.session.get(Grid, kept.id).name = name
            tx.let_go()

    with pytest.raises(AssertionError, match="changes no more in its act"):
        station.perform(twice)
    assert everybody(station, "grid").keys() == {"东风村"}


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


def test_namesakes_are_told_apart_by_village_and_year_of_birth(station, make):
    east, west = make.grid(name="东风村"), make.grid(name="柳林村")
    first = make.staff(name="王秀英", grid=east.id, birth=date(1962, 5, 1))
    second = make.staff(name="王秀英", grid=west.id, birth=date(1979, 3, 14))
    rows = [
        ["事项", "责任人"],
        ["清沟", "王秀英（东风村）"],
        ["修灯", "王秀英(1979)"],
        ["巡查", "王秀英（柳林村，79年）"],
        ["走访", "王秀英（青石村）"],
        ["宣传", "王秀英"],
    ]
    planned = plan(station, "task", rows)
    owners = [row.values.get("owner") for row in planned.rows]
    assert owners == [first.id, second.id, second.id, None, None]
    assert verdicts(planned)[3:] == ["failed", "failed"]


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


def test_very_many_of_one_name_are_told_apart_without_comparing_all_with_all(station):
    rows = [
        ["事项", "进展"],
        *(["日常巡查", f"第 {n} 户"] for n in range(300)),
        ["日常巡查", "第 7 户"],
    ]
    planned, _ = brought(station, "task", rows)
    assert planned.counts["new"] == 300
    assert told(planned) == ["与第 9 行重复，只取那一行"]
    again = plan(station, "task", rows[:301])
    assert again.counts["unchanged"] == 300


def test_in_a_large_ledger_only_what_the_rows_name_is_read(station, make, monkeypatch):
    monkeypatch.setattr(repeats, "_FEW", 2)
    for n in range(6):
        make.staff(name=f"王网格{n}", id_no=None, phone=f"1380013800{n}")
    make.staff(name="王秀英", id_no=ID_WANG)
    asked = []
    event.listen(station.engine, "before_cursor_execute", lambda *given: asked.append(given[2]))
    rows = [
        ["姓名", "身份证号", "手机"],
        ["王秀英", ID_WANG, None],
        ["王网格3", None, "13800138003"],
    ]
    assert verdicts(plan(station, "staff", rows)) == ["unchanged", "unchanged"]
    whole = [one for one in asked if "staff.note" in one and " IN (" not in one]
    assert whole == []


def test_numbers_of_paper_count_once_for_each_series(station):
    rows = [["卷号", "卷名", "案件来源"]]
    rows += [
        [f"石桥镇人调字〔{year}〕第{n:03d}号", "纠纷", "依申请"]
        for year in (2025, 2026)
        for n in (3, 9, 5)
    ]
    brought(station, "mediation_case", rows)
    assert {one.year: one.last for one in every(station, Numbering)} == {2025: 9, 2026: 9}


def test_villages_a_table_names_are_registered_before_its_rows(station, make):
    make.grid(name="东风村")
    rows = [
        ["姓名", "村"],
        ["王秀英", "东风村"],
        ["李勇", "柳林村"],
        ["赵军", "柳林村"],
        ["张三", "青石村"],
    ]
    planned = plan(station, "staff", rows)
    assert planned.unknown == ("柳林村", "青石村")
    station.perform(importing.register_places, planned.unknown)
    assert verdicts(plan(station, "staff", rows)) == ["new"] * 4


def test_an_import_is_found_and_taken_back_after_hundreds_of_other_acts(station):
    _, done = brought(station, "staff", [["姓名"], ["王秀英"], ["李勇"]])
    for _ in range(3):
        for n in range(70):
            station.perform(service.save, "grid", {"name": f"网格{n}"})
    _changed_since(station, "李勇")
    (kept,) = station.ask(history.batches, station.actor.id, "网格员花名册")
    assert (kept.seq, kept.label) == (done.seq, "导入：网格员花名册，新增 2 人，更新 0 人")
    with pytest.raises(NeedsYes, match="留着的是：李勇"):
        station.perform(history.undo, kept.seq)
    station.confirmed("partly").perform(history.undo, kept.seq)
    assert everybody(station).keys() == {"李勇"}
    assert station.ask(history.batches, station.actor.id, "网格员花名册") == []


def test_one_line_alone_is_decided_otherwise(station, make):
    for name in ("王秀英", "李勇", "赵军"):
        make.staff(name=name, phone="13800138000", note="旧")
    rows = [
        ["姓名", "手机", "备注"],
        *([one, "13800138000", "新"] for one in ("王秀英", "李勇", "赵军")),
    ]
    sheet = Sheet("表", tuple(map(tuple, rows)))
    terms = Terms(TODAY, each={3: "update", 4: "new"})
    assert verdicts(station.ask(importing.plan, "staff", sheet, terms)) == [
        "skipped",
        "updated",
        "new",
    ]
