"""Minutes after 定稿: corrected while unsigned, revised with a reason once they are signed."""

from datetime import date

import pytest

from core.errors import Invalid
from core.records.meeting import AgendaItem, Attendance, Meeting
from core.services import meeting, meeting_agenda, minutes, records
from core.services.minutes import Change

pytestmark = pytest.mark.both_stores

DAY = date(2026, 3, 25)


@pytest.fixture
def people(make):
    return [make.staff(name=name) for name in ("李四", "王五")]


@pytest.fixture
def held(station, people):
    identity = station.perform(meeting.prepare, DAY).value
    station.perform(meeting_agenda.add_item, identity, "今日安排", "值班李海雁")
    station.perform(minutes.finalise, identity)
    return identity


@pytest.fixture
def signed(station, held):
    station.perform(minutes.sign_back, held)
    return held


def revisions(station, identity):
    found = station.ask(minutes.revisions, identity)
    return [(one.revised_on, one.reason, one.before, one.after) for one in found]


def test_until_the_signed_copy_is_back_a_mistake_is_corrected_without_a_trace_on_paper(
    station, held
):
    station.perform(minutes.correct, held, Change({"place": "二楼"}))
    assert revisions(station, held) == []
    with pytest.raises(Invalid, match=r"还没有收回.*更正"):
        station.perform(minutes.revise, held, "笔误", Change({"place": "三楼"}))


def test_afterwards_a_revision_says_why_and_what_stood_there_before(station, signed, people):
    item = station.ask(records.children, AgendaItem, signed)[0]
    line = station.ask(records.children, Attendance, signed)[0]
    with pytest.raises(Invalid, match=r"签字稿已经收回.*修订"):
        station.perform(minutes.correct, signed, Change({"place": "二楼"}))
    with pytest.raises(Invalid, match="修订原因"):
        station.perform(minutes.revise, signed, " ", Change({"place": "二楼"}))
    change = Change(
        {"chair": people[1].id},
        {line.id: ("leave", "看病")},
        {item.id: "值班李海燕"},
        {item.id: "已通知"},
    )
    station.perform(minutes.revise, signed, "人名写错", change)
    told = [(before, after) for _, _, before, after in revisions(station, signed)]
    assert set(told) == {
        ("主持人：", "主持人：王五"),
        ("签到 李四：到", "签到 李四：请假（看病）"),
        ("议程1：值班李海雁", "议程1：值班李海燕"),
        ("议程1会上情况：", "议程1会上情况：已通知"),
    }
    assert {(day, why) for day, why, _, _ in revisions(station, signed)} == {(DAY, "人名写错")}


def test_a_revision_typed_in_several_goes_is_one_revision_and_one_taken_back_is_none(
    station, signed
):
    for text in ("二", "二楼", "二楼会议室"):
        station.perform(minutes.revise, signed, "地点变了", Change({"place": text}))
    assert [(before, after) for _, _, before, after in revisions(station, signed)] == [
        ("地点：会议室", "地点：二楼会议室")
    ]
    station.perform(minutes.revise, signed, "地点变了", Change({"place": "会议室"}))
    assert revisions(station, signed) == []


def test_the_signed_copy_comes_back_once_after_the_minutes_are_final(station, people):
    held = station.perform(meeting.prepare, DAY).value
    with pytest.raises(Invalid, match="还没有定稿"):
        station.perform(minutes.sign_back, held)
    station.perform(minutes.finalise, held)
    for wrong in (date(2026, 3, 24), date(2026, 3, 26)):
        with pytest.raises(Invalid, match="日期"):
            station.perform(minutes.sign_back, held, wrong)
    station.perform(minutes.sign_back, held)
    with pytest.raises(Invalid, match="已在3月25日登记收回"):
        station.perform(minutes.sign_back, held)


def test_the_papers_of_called_meetings_are_numbered_through_the_year(station, people):
    serials = []
    for kind, day in (("joint", DAY), ("topic", DAY), ("daily", DAY), ("joint", date(2027, 1, 4))):
        identity = station.perform(meeting.prepare, day, kind).value
        station.perform(minutes.finalise, identity)
        serials.append(station.ask(lambda session, one: session.get(Meeting, one).serial, identity))
    assert serials == [1, 2, None, 1]


def test_once_the_meeting_has_started_the_agenda_stands_and_new_matters_are_told_apart(
    station, people
):
    held = station.perform(meeting.prepare, DAY).value
    first = station.perform(meeting_agenda.add_item, held, "今日安排", "值班").value
    station.perform(meeting_agenda.start, held)
    frozen = [
        (meeting_agenda.edit_items, {first: "改"}),
        (meeting_agenda.reorder, [first]),
        (meeting_agenda.drop_item, first),
    ]
    for act, given in frozen:
        with pytest.raises(Invalid, match=r"已经开始.*会上补充"):
            station.perform(act, held, given)
    for act in (meeting_agenda.renew, meeting_agenda.start):
        with pytest.raises(Invalid, match="已经开始"):
            station.perform(act, held)
    added = station.perform(meeting_agenda.add_item, held, "今日安排", "临时通知").value
    station.perform(meeting_agenda.edit_items, held, {added: "临时通知两件"})
    station.perform(meeting_agenda.note_outcomes, held, {first: "照办"})
    lines = station.ask(records.children, AgendaItem, held)
    assert [(one.section, one.text) for one in lines] == [
        ("今日安排", "值班"),
        ("会上补充", "临时通知两件"),
    ]
    station.perform(meeting_agenda.drop_item, held, added)


def test_what_came_up_after_compiling_is_brought_in_and_what_was_taken_off_stays_off(
    station, make, people
):
    make.task(title="修路灯", given_on=DAY)
    held = station.perform(meeting.prepare, DAY).value
    (lamp,) = station.ask(records.children, AgendaItem, held)
    station.perform(meeting_agenda.drop_item, held, lamp.id)
    station.perform(meeting_agenda.add_item, held, "其他事项", "散会")
    make.task(title="清河道", given_on=DAY)
    assert station.perform(meeting_agenda.renew, held).value == 1
    assert station.perform(meeting_agenda.renew, held).value == 0
    lines = station.ask(records.children, AgendaItem, held)
    assert [(one.section, one.text.split("（")[0]) for one in lines] == [
        ("未销号交办", "清河道"),
        ("其他事项", "散会"),
    ]
