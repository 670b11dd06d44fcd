"""A workbook into a ledger: what each row would do, told before anything is written."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from sqlalchemy import event, select

from core import places, records
from core.errors import Invalid, NotAllowed
from core.intake import table, workbook
from core.intake.sheet import Sheet
from core.records.grid import Grid
from core.records.mediation_case import MediationCase
from core.records.numbering import Numbering
from core.records.staff import Post, Staff
from core.services import importing, repeats
from core.services import records as service
from core.services.importing import Terms
from tests.core.bringing import ID_LI, ID_WANG, TODAY, VILLAGES, brought, everybody, plan, verdicts

pytestmark = pytest.mark.both_stores

ROSTER = places.resources() / "demo" / "roster.xlsx"
SAMPLES = Path(__file__).parent.parent / "samples"


def told(planned):
    return [problem.text for row in planned.rows for problem in row.problems]


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


def test_two_villages_in_one_cell_or_a_dash_are_no_village_to_register(station):
    said = ["东风村、柳林村", "东风村/柳林村", "—", "/", "青石村"]
    rows = [["姓名", "村"], *([f"李勇{n}", one] for n, one in zip("甲乙丙丁戊", said, strict=True))]
    assert plan(station, "staff", rows).unknown == ("青石村",)


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
