"""A record as it once was: told field by field, put back as a new change, over nobody else."""

import pytest

from core.errors import Conflict, Invalid, NotAllowed
from core.journal import feed
from core.records import mediation_case
from core.records.mediation_case import MediationCase, Party
from core.records.staff import Staff
from core.services import history, mediation, records, versions
from core.services.lines import Line
from core.services.mediation import CaseDraft

pytestmark = pytest.mark.both_stores


@pytest.fixture
def person(make, station, clock):
    """王秀英, whose phone and note were changed once each, a minute apart."""
    one = make.staff(name="王秀英", phone="13800136021")
    clock.tick(minutes=1)
    station.perform(records.save, "staff", {"phone": "13900139000"}, one.id)
    clock.tick(minutes=1)
    station.perform(records.save, "staff", {"note": "请假"}, one.id)
    return one.id


def _seqs(station, table, identity):
    return [turn.seq for turn in station.ask(history.of_whole, table, identity)]


def _differing(station, *given):
    found = station.ask(versions.compare, *given)
    return {one.label: (one.then, one.now) for one in found if one.differs}


def test_a_former_version_beside_the_present_one_and_beside_another(station, person):
    newest, middle, first = _seqs(station, "staff", person)
    assert _differing(station, "staff", person, first) == {
        "手机": ("13800136021", "13900139000"),
        "备注": ("", "请假"),
    }
    assert _differing(station, "staff", person, first, middle) == {
        "手机": ("13800136021", "13900139000")
    }
    assert _differing(station, "staff", person, newest) == {}


def test_chosen_fields_go_back_as_a_new_change_that_can_be_undone(station, person, clock):
    first = _seqs(station, "staff", person)[-1]
    before = station.ask(records.get, Staff, person)
    station.perform(versions.put_back, ("staff", person), first, ["phone"], before.version)
    kept = station.ask(records.get, Staff, person)
    assert (kept.phone, kept.note, kept.version) == ("13800136021", "请假", before.version + 1)
    last = station.ask(history.undoable, station.actor.id, clock.moment)
    assert last.label == "恢复到旧版：网格员花名册"
    station.perform(history.undo, last.seq)
    assert station.ask(records.get, Staff, person).phone == "13900139000"
    assert station.ask(lambda s: list(feed.broken(s))) == []


def test_nothing_goes_back_over_what_somebody_else_changed_meanwhile(station, person):
    first = _seqs(station, "staff", person)[-1]
    with pytest.raises(Conflict, match="刚被别人改过"):
        station.perform(versions.put_back, ("staff", person), first, ["phone"], 1)
    assert station.ask(records.get, Staff, person).phone == "13900139000"


def test_a_reader_puts_nothing_back(station, person, somebody):
    first = _seqs(station, "staff", person)[-1]
    with pytest.raises(NotAllowed):
        somebody("reader").perform(versions.put_back, ("staff", person), first, ["phone"], 3)


def test_a_number_once_given_and_a_voided_case_stay_as_they_are(station):
    draft = CaseDraft({"title": "占道", "source": "02"})
    case = station.perform(mediation.accept, draft).value
    first = _seqs(station, "mediation_case", case)[-1]
    version = station.ask(records.get, MediationCase, case).version
    place = ("mediation_case", case)
    for keys in (["number"], ["title", "state"], []):
        with pytest.raises(Invalid, match="不能恢复"):
            station.perform(versions.put_back, place, first, keys, version)
    station.perform(records.void, "mediation_case", case, "重复登记")
    with pytest.raises(Invalid, match="已作废"):
        station.perform(versions.put_back, place, first, ["title"], version + 1)
    assert not any(one.mendable for one in station.ask(versions.compare, *place, first))


def test_a_version_of_which_nothing_is_known_is_refused(station, make):
    person = make.staff(name="王秀英").id
    station.perform(records.save, "staff", {"name": "王秀芳"}, person)
    with pytest.raises(Invalid, match="这一版的内容已按规定销毁"):
        station.perform(versions.put_back, ("staff", person), 0, ["name"], 2)


def test_a_link_to_what_is_no_longer_there_is_not_put_back(station, make, monkeypatch):
    grid = make.grid(name="东风村第1网格")
    person = make.staff(name="王秀英", grid=grid.id)
    station.perform(records.save, "staff", {"grid": None}, person.id)
    first = _seqs(station, "staff", person.id)[-1]
    monkeypatch.setattr(versions.service, "titles", lambda *_: {})
    with pytest.raises(Invalid, match="所属网格当时引用的记录已不在"):
        station.perform(versions.put_back, ("staff", person.id), first, ["grid"], 2)


def test_the_history_of_a_case_tells_what_changed_inside_it(station, clock):
    parties = (Line({"name": "张永福", "side": "applicant"}), Line({"name": "李德厚"}))
    draft = CaseDraft({"title": "占道", "source": "02"}, parties)
    case = station.perform(mediation.register, draft).value
    zhang = station.ask(records.children, Party, case)[0]
    clock.tick(minutes=1)
    kept = (Line({"name": "张永福", "phone": "13800136021"}, zhang.id),)
    station.perform(mediation.amend, case, {"place": "村口"}, kept)
    newest, oldest = station.ask(history.of_whole, mediation_case.LEDGER.name, case)
    assert ("发生地点", "", "村口") in newest.lines
    assert ("当事人 张永福 · 联系方式", "", "13800136021") in newest.lines
    assert ("当事人 李德厚 · 回收站", "", "移入") in newest.lines
    assert any(label == "当事人 张永福" and "新增" in after for label, _, after in oldest.lines)


def test_very_many_changes_inside_are_counted_not_listed(station):
    parties = tuple(Line({"name": f"第{n}人"}) for n in range(9))
    draft = CaseDraft({"title": "占道", "source": "02"}, parties)
    case = station.perform(mediation.register, draft).value
    (only,) = station.ask(history.of_whole, "mediation_case", case)
    assert ("当事人", "", "改动 9 条") in only.lines


def test_who_changed_which_field_last_is_known(station, person, somebody):
    somebody("clerk", "王丽").perform(records.save, "staff", {"note": "回来了"}, person)
    found = station.ask(versions.meanwhile, "staff", person)
    assert found.row.texts["note"] == "回来了"
    assert (found.touches["note"].who, found.touches["phone"].who) == ("王丽", "李海燕")


def test_a_record_that_is_gone_is_told_as_gone(station, person, somebody):
    with pytest.raises(Invalid, match="您填的内容还在草稿里"):
        station.ask(versions.meanwhile, "staff", station.actor.id)


def test_lines_without_a_name_are_told_by_their_place(station):
    draft = CaseDraft({"title": "占道", "source": "02", "accepted_on": None})
    case = station.perform(mediation.accept, draft).value
    station.perform(mediation.hold_meeting, case, {"talk": "谈了一次"})
    newest = station.ask(history.of_whole, "mediation_case", case)[0]
    assert any(label == "调解记录 第1条" for label, _, _ in newest.lines)
