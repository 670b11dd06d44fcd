"""Found in two letters: names, numbers, initials, and what must not be found."""

import pytest

from core.records import ledger
from core.records.mediation_case import Party
from core.services import finding, records
from core.services.records import Filter

pytestmark = pytest.mark.both_stores


@pytest.fixture
def town(make):
    make.staff(name="王秀英", phone="13800136021", note="东风村")
    make.staff(name="王秀英", phone="13900137022", note="柳林村")
    make.staff(name="张𠮷㛃")
    make.staff(name="单雄信")
    case = make.case(
        title="东风村三组相邻通行纠纷",
        number="石桥镇人调字〔2026〕第012号",
        summary="双方因通道围栏阻碍通行发生争执，多次劝解未果。",
    )
    make.record(
        Party(case=case.id, position=1, side="applicant", kind="person", name="买买提·吐尔逊")
    )
    return make


def names(station, typed, **kw):
    return [hit.name for hit in station.ask(finding.find, typed, **kw)]


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("王", ["王秀英", "王秀英"]),
        ("wxy", ["王秀英", "王秀英"]),
        ("王秀英 柳林", ["王秀英"]),
        ("6021", ["王秀英"]),
        ("1390013", ["王秀英"]),
        ("𠮷", ["张𠮷㛃"]),
        ("㛃", ["张𠮷㛃"]),
        ("shan", ["单雄信"]),
        ("sxx", ["单雄信"]),
        ("吐尔逊", ["东风村三组相邻通行纠纷"]),
        ("mmt", ["东风村三组相邻通行纠纷"]),
        ("012", ["东风村三组相邻通行纠纷"]),
        ("围栏", ["东风村三组相邻通行纠纷"]),
        ("通道围栏阻碍通行", ["东风村三组相邻通行纠纷"]),
        ("通行阻碍围栏通道", []),
        ("没有这个人", []),
        ("", []),
        ("%'\"*", []),
    ],
)
def test_words_find_what_people_mean(station, town, typed, found):
    assert names(station, typed) == found


def test_the_list_filter_and_the_search_box_agree(station, town):
    staff = ledger("staff")
    ids = station.ask(records.ids, staff, Filter(words="wxy"))
    assert len(ids) == 2
    assert station.ask(records.count, staff, Filter(words="wxy")) == 2


def test_a_renamed_person_is_no_longer_found_by_the_old_name(station, make):
    person = make.staff(name="王旧名")
    station.perform(records.save, "staff", {"name": "李新名"}, person.id)
    assert names(station, "王旧名") == []
    assert names(station, "lxm") == ["李新名"]


def test_a_hit_says_why(station, town):
    [hit] = station.ask(finding.find, "围栏")
    assert "围栏" in hit.why


def test_two_people_of_one_name_are_told_apart(station, make):
    for village in ("东风村", "石桥村"):
        grid = make.grid(name=village)
        make.staff(name="王秀英", grid=grid.id, post="04")
    told = {hit.why for hit in station.ask(finding.find, "wxy")}
    assert told == {"网格长 · 东风村", "网格长 · 石桥村"}


def test_one_ledger_only_and_no_more_than_asked(station, town):
    assert names(station, "东风", ledger="staff") == ["王秀英"]
    assert len(names(station, "王", limit=1)) == 1
