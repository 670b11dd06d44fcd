"""Codes of grids follow the station's rule; levels are called as the station calls them."""

from datetime import date

import pytest

from core.errors import Invalid
from core.record import Kind
from core.records import ledger
from core.records.grid import Grid
from core.services import (
    founding,
    grid_acts,
    grid_checks,
    grid_codes,
    grid_template,
    level_names,
    records,
    settings,
)
from core.services.grid_acts import Terms
from tests.conftest import FACTS, PASSWORD

TODAY = date(2026, 3, 25)
GRIDS = ledger("grid")


@pytest.fixture
def village(make):
    return make.grid(name="东风村", code="999999101201", level="village").id


def said(station):
    return [(one.name, one.text) for one in station.ask(grid_checks.findings, TODAY)]


def test_the_next_code_is_the_villages_and_a_number_never_given_before(station, make, village):
    area = make.grid(name="东片区", kind="05", level="area", parent=village, code=None).id
    make.grid(name="第1网格", parent=village, code="999999101201001")
    make.grid(name="旧网格", parent=village, code="999999101201007", closed=TODAY)
    found = station.ask(grid_codes.proposed, area, 2)
    assert found == ("999999101201008", "999999101201009"), "a 片区 between them does not count"


def test_without_a_village_no_code_is_proposed(station, make):
    town = make.grid(name="石桥镇", level="town", code="999999101").id
    assert station.ask(grid_codes.proposed, town) == ()
    assert station.ask(grid_codes.proposed, None) == ()


def test_a_village_whose_numbers_are_used_up_gets_none(station, make, village):
    make.grid(name="末格", parent=village, code="999999101201999")
    assert station.ask(grid_codes.proposed, village) == ()


@pytest.mark.parametrize("rule", ["", "{区划12}", "{顺序3}{顺序2}", "{区划12}·{顺序3}", "{顺序0}"])
def test_a_rule_that_cannot_be_read_is_refused_with_an_example(station, rule):
    with pytest.raises(Invalid, match=r"写成“\{区划12\}\{顺序3\}”的样子"):
        station.perform(settings.change, "grid_code", rule)


def test_a_rule_that_makes_codes_too_long_is_refused():
    with pytest.raises(Invalid, match="最多20位，这个规则编出来有22位"):
        grid_template.read("{区划12}{顺序10}")


def test_another_rule_makes_all_codes_anew_and_keeps_the_old_ones(station, make, village):
    grids = [make.grid(name=f"第{n}网格", parent=village).id for n in (1, 2)]
    station.perform(settings.change, "grid_code", "{区划12}W{顺序2}")
    plan = station.ask(grid_codes.anew, TODAY)
    assert [one.new for one in plan] == ["999999101201W01", "999999101201W02"]
    station.perform(grid_acts.recode, {one.id: one.new for one in plan}, Terms(TODAY, "换规则"))
    old = [station.ask(lambda session, one=one: session.get(Grid, one)) for one in grids]
    assert {one.legacy_code for one in old} == {one.old for one in plan}
    assert station.ask(grid_codes.anew, TODAY) == ()


def test_two_open_grids_never_get_one_code_by_the_form(station, make, village):
    make.grid(name="第1网格", parent=village, code="999999101201001")
    values = {"name": "第2网格", "parent": village, "code": "999999101201001"}
    with pytest.raises(Invalid, match="已是“第1网格”的"):
        station.perform(records.save, "grid", values)


def test_levels_are_called_as_the_station_calls_them_everywhere(station, make):
    station.perform(settings.change, "grid_level_micro", "自然湾网格")
    station.ask(level_names.apply)
    grid = make.grid(level="micro").id
    (row,) = station.ask(records.rows, GRIDS, [grid])
    assert row.texts["level"] == "自然湾网格"
    field = GRIDS.field("level")
    assert field.kind is Kind.CODE
    from core import draft

    for typed in ("自然湾网格", "微网格级", "micro"):
        assert draft.parse(field, typed, TODAY) == "micro"


def test_a_station_opened_next_has_its_own_words(station, prepared, clock, tmp_path):
    import shutil

    from core import codes

    station.perform(settings.change, "grid_level_base", "小格")
    station.ask(level_names.apply)
    other = shutil.copytree(prepared, tmp_path / "other")
    opened = founding.open_station(other, FACTS.user, PASSWORD, clock)
    assert codes.name_of("grid_level", "base") == "基础网格级"
    opened.close()


def test_two_levels_of_one_name_are_told_apart(station):
    for level in ("base", "micro"):
        station.perform(settings.change, f"grid_level_{level}", "网格")
    names = station.ask(level_names.read)
    assert names == {"base": "网格（基础网格级）", "micro": "网格（微网格级）"}


def test_the_checks_say_what_to_look_at_and_no_more(station, make, village):
    good = {"parent": village, "level": "base", "households": 320, "bounds": "东至河"}
    fine = make.grid(name="第1网格", code="999999101201001", **good).id
    who = {"name": "张𠮷㛃", "grid": fine, "post": "04", "joined": date(2025, 1, 1)}
    station.perform(records.save, "staff", who)
    assert said(station) == []


def test_each_check_names_its_grid(station, make, village):
    small = {"parent": village, "level": "base", "households": 120}
    make.grid(name="第1网格", code="999999101201001", **small)
    make.grid(name="第 1 网格", code="999999101201001", parent=village, level="base", bounds="—")
    closed = make.grid(name="旧网格", closed=TODAY, level="base").id
    make.case(grid=closed, state="Z20")
    make.grid(name="外来网格", code="12345", parent=village, level="base", bounds="—")
    told = said(station)
    assert [text for name, text in told if name == "第1网格"] == [
        "同一个村里有同名的网格，请改其中一个的名称",
        "编码 999999101201001 有 2 个网格在用",
        "四至还没写",
        "现在没有网格长，也没有网格员",
        "有120户，通常300到500户一格，看要不要调整",
    ]
    assert ("旧网格", "已停用，还有调解案件 1 件没有划走") in told
    assert [text for name, text in told if name == "外来网格"] == [
        "现在没有网格长，也没有网格员",
        "编码 12345 是5位，按本站规则是15位",
        "编码 12345 不以东风村的 999999101201 开头",
    ]


@pytest.mark.parametrize("key", grid_checks.CHECKS)
def test_every_check_can_be_switched_off(station, make, village, key):
    for name in ("第1网格", "第 1 网格"):
        make.grid(name=name, code="123", parent=village, level="base", households=3)
    closed = make.grid(name="旧网格", closed=TODAY).id
    make.visit(grid=closed)
    before = said(station)
    station.perform(settings.change, f"grid_check_{key}", "no")
    assert len(said(station)) < len(before)


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({}, "已是“第1网格”的，下一个可用的是 999999101201002"),
        ({"closed": TODAY}, "曾是“第1网格”的（2026-03-25停用），用过的编码不再给别的网格，下一个"),
        ({"code": "7", "legacy_code": "999999101201001"}, "是“第1网格”的旧编码，用过的编码不再给"),
    ],
)
def test_a_code_once_given_is_not_given_again(station, make, village, given, told):
    make.grid(**{"name": "第1网格", "parent": village, "code": "999999101201001"} | given)
    values = {"name": "新网格", "parent": village, "code": "999999101201001"}
    with pytest.raises(Invalid, match=told) as refused:
        station.perform(records.save, "grid", values)
    assert [one.field for one in refused.value.problems] == ["code"]


def test_nor_while_its_grid_is_in_the_bin(station, make, village):
    grid = make.grid(name="第1网格", parent=village, code="999999101201001").id
    station.perform(records.remove, "grid", [grid])
    assert station.ask(grid_codes.proposed, village) == ("999999101201002",)
    values = {"name": "新网格", "parent": village, "code": "999999101201001"}
    with pytest.raises(Invalid, match="是回收站里“第1网格”的，要用请先找回它"):
        station.perform(records.save, "grid", values)


def test_a_merger_makes_its_new_grid_under_a_code_of_its_own(station, make, village):
    both = [make.grid(name=f"第{n}网格", parent=village).id for n in (1, 2)]
    code = station.ask(lambda session: session.get(Grid, both[0])).code
    into = grid_acts.Opening(station.ids.new(), "联合网格", code)
    with pytest.raises(Invalid, match=f"编码 {code} 已是“第1网格”的"):
        station.perform(grid_acts.merge, both, into, Terms(TODAY, "撤并"))
