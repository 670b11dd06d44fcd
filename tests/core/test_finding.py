"""Found in two letters: names, numbers, initials, and what must not be found."""

import pytest

from core.errors import Cancelled
from core.records import ledger
from core.records.mediation_case import Party
from core.rights import Right
from core.services import finding, records
from core.services.records import Filter
from core.station import operation
from core.store import search

pytestmark = pytest.mark.both_stores


@pytest.fixture
def town(make):
    make.staff(name="王秀英", phone="13800136021", note="东风村")
    make.staff(name="王秀英", phone="13900137022", note="柳林村")
    make.staff(name="张𠮷㛃", id_no="999999199001014514")
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
        ("wangxy", ["王秀英", "王秀英"]),
        ("wangxiuying", ["王秀英", "王秀英"]),
        ("ｗｘｙ", ["王秀英", "王秀英"]),
        ("１３９００１３", ["王秀英"]),
        ("138 0013 6021", ["王秀英"]),
        ("4514", ["张𠮷㛃"]),
        ("石桥镇人调字[2026]第12号", []),
        ("石桥镇人调字(2026)第012号", ["东风村三组相邻通行纠纷"]),
        ("石桥镇人调字2026第012号", ["东风村三组相邻通行纠纷"]),
        ("2026012", ["东风村三组相邻通行纠纷"]),
        ("买买提吐尔逊", ["东风村三组相邻通行纠纷"]),
        ("东风 通行", ["东风村三组相邻通行纠纷"]),
        ("吐尔逊 围栏", ["东风村三组相邻通行纠纷"]),
        ("电话:6021", ["王秀英"]),
        ("电话： 6021", ["王秀英"]),
        ("手机:138", ["王秀英"]),
        ("备注:柳林", ["王秀英"]),
        ("备注:王", []),
        ("姓名:吐尔", ["东风村三组相邻通行纠纷"]),
        ("姓名:wxy 备注:东风", ["王秀英"]),
        ("卷号:012", ["东风村三组相邻通行纠纷"]),
        ("没有这栏:王", []),
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


def test_a_village_a_kind_and_a_state_are_asked_for_by_the_names_of_their_fields(station, make):
    village, other = make.grid(name="东风村"), make.grid(name="石桥村")
    below = make.grid(name="第一网格", parent=village.id)
    inside = make.staff(name="王秀英", grid=below.id, post="04")
    make.staff(name="王秀兰", grid=other.id)
    case = make.case(title="排水沟纠纷", grid=village.id, dispute="02")

    def found(typed):
        return {hit.id for hit in station.ask(finding.find, typed)}

    assert found("村:东风") == {village.id, inside.id, case.id}
    assert found("类型:邻里") == {case.id}
    assert found("岗位:网格长") == {inside.id}
    assert found("村:东风 wx") == {inside.id}
    assert found("wx 东风") == {inside.id}
    assert found("村:没有的村") == set()


def test_a_record_moved_to_another_village_is_found_there(station, make):
    before, after = make.grid(name="东风村"), make.grid(name="石桥村")
    person = make.staff(name="王秀英", grid=before.id)
    station.perform(records.save, "staff", {"grid": after.id}, person.id)
    assert names(station, "村:东风", ledger="staff") == []
    assert names(station, "村:石桥", ledger="staff") == ["王秀英"]


def test_names_that_begin_with_the_words_come_before_texts_that_hold_them(station, make):
    make.staff(name="柳三变")
    make.staff(name="赵铁柱", note="管柳三变那一片")
    assert names(station, "柳三变") == ["柳三变", "赵铁柱"]


def test_counts_go_no_further_than_a_thousand(station, make, monkeypatch):
    monkeypatch.setattr(finding, "MOST", 2)
    monkeypatch.setattr(finding, "FEW", 2)
    for _ in range(4):
        make.staff(name="王秀英", note="东风村的网格员")
    for typed in ("王秀", "东风村的网格员", "备注:东风"):
        (group,) = station.ask(finding.grouped, typed, each=1)
        assert (group.told, len(group.hits)) == ("2+", 1)


def test_a_party_is_found_until_it_is_taken_out_of_its_case(station, town):
    (hit,) = station.ask(finding.find, "吐尔逊")
    assert hit.called.hit == ""
    assert hit.said.hit == "吐尔逊"
    party = station.ask(records.children, Party, hit.id)[0]
    taken_out(station, party.id)
    assert names(station, "吐尔逊") == []
    assert names(station, "围栏") == ["东风村三组相邻通行纠纷"]


def test_what_was_opened_before_is_told_again_while_it_is_there(station, town, make):
    person = make.staff(name="赵铁柱")
    places = [("staff", person.id), ("mediation_case", person.id)]
    assert [hit.name for hit in station.ask(finding.opened, places)] == ["赵铁柱"]
    station.perform(records.remove, "staff", [person.id])
    assert station.ask(finding.opened, places) == []


def test_a_search_that_is_no_longer_wanted_stops(station, town):
    def stop(*_step):
        raise Cancelled

    with pytest.raises(Cancelled):
        station.ask(finding.grouped, "王", progress=stop)


def taken_out(station, identity):
    @operation("移出", needs=Right.MEDIATE)
    def act(tx):
        tx.bin(tx.session.get(Party, identity))

    station.perform(act)


def test_numbers_that_begin_so_and_numbers_that_hold_it_are_counted_once_each(station, make):
    make.staff(name="王一", phone="13812360021")
    make.staff(name="王二", phone="13812360022", note="又：13812360022")
    make.staff(name="王三", phone="13900137022", note="转告 98138123")
    make.staff(name="王四", phone="13900137023", note="1381、3812、8123 都不是")
    [group] = station.ask(finding.grouped, "138123", each=1)
    assert (group.told, group.hits[0].name) == ("3", "王二")


@pytest.mark.parametrize("few", [2, 30])
@pytest.mark.parametrize(
    ("typed", "counts"),
    [
        ("路灯", {"task": 7, "staff": 3, "grid": 1}),
        ("村 路灯", {"task": 7}),
        ("修路灯第", {"task": 7}),
        ("路灯不亮第3", {"task": 1}),
    ],
)
def test_counts_are_alike_however_few_rows_tell_which_ledgers_know_the_words(
    station, make, monkeypatch, typed, counts, few
):
    monkeypatch.setattr(search, "_FEW", few)
    monkeypatch.setattr(finding, "_FEW", few)
    for n in range(7):
        make.task(title=f"东风村修路灯第{n}组" if n != 3 else "东风村修路灯第3组，路灯不亮第3盏")
    for n in range(3):
        make.staff(name=f"路灯{n}")
    make.grid(name="路灯第1网格")
    found = station.ask(finding.grouped, typed)
    assert {one.ledger.name: one.count for one in found} == counts
    assert {one.ledger.name: len(one.hits) for one in found} == {
        name: min(count, 5) for name, count in counts.items()
    }
