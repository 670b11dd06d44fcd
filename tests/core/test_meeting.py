"""The morning meeting from the printed agenda to the final minutes."""

from argparse import Namespace
from datetime import date, time
from uuid import uuid4

import pytest

from core import workdays
from core.commands import agenda as verbs
from core.commands.verb import Call
from core.errors import Conflict, Invalid, NotAllowed
from core.journal import feed
from core.progress import silent
from core.records.mediation_case import Performance
from core.records.meeting import AgendaItem, Attendance, Meeting
from core.records.staff import Post
from core.records.task import Task
from core.services import agenda, history, meeting, meeting_agenda, minutes, pending, records
from core.services.agenda import Source
from core.services.agenda.sitting import Section, template
from core.services.meeting import Decision
from core.services.minutes import Change
from core.services.pending import Item

pytestmark = pytest.mark.both_stores

DAY = date(2026, 3, 25)
MONDAY = date(2026, 3, 30)


@pytest.fixture
def people(make):
    return [make.staff(name=name) for name in ("李四", "王五", "赵六")]


@pytest.fixture
def held(station, people):
    return station.perform(meeting.prepare, DAY).value


def read(station, identity):
    return station.ask(lambda session: session.get(Meeting, identity))


def items(station, identity):
    return station.ask(records.children, AgendaItem, identity)


def attendance(station, identity):
    return station.ask(records.children, Attendance, identity)


def compiled(station, day=DAY):
    sections = station.ask(agenda.compile_agenda, day)
    return {one.title: [item.line for item in one.items] for one in sections if one.items}


def test_the_agenda_goes_through_yesterday_open_cases_tasks_and_people(station, make, people):
    li = people[0]
    grid = make.grid(name="东风村")
    accepted = {"state": "Z20", "dispute": "02", "mediator": li.id}
    make.case(title="围栏纠纷", accepted_on=date(2026, 2, 21), due=date(2026, 3, 23), **accepted)
    make.case(title="排水纠纷", accepted_on=date(2026, 2, 28), due=MONDAY, **accepted)
    make.case(title="还早的", accepted_on=date(2026, 3, 1), due=date(2026, 3, 31), **accepted)
    make.case(title="昨日新收", accepted_on=date(2026, 3, 24), due=date(2026, 4, 23), **accepted)
    done = {"closed_on": date(2026, 3, 24), "due": date(2026, 3, 30), "state": "Z61"}
    paid = make.case(title="欠薪", accepted_on=date(2026, 2, 1), dispute="10", **done)
    owed = {"case": paid.id, "payer": "某公司", "item": "支付工资", "due": DAY}
    make.record(Performance(position=1, amount=500, **owed))
    make.record(Performance(position=2, done_on=DAY, **owed))
    make.case(title="还没受理的")
    make.task(title="修路灯", given_on=date(2026, 3, 20), due=date(2026, 3, 24), owner=li.id)
    make.task(title="办完的", state="closed")
    make.staff(name="新来的", joined=DAY, grid=grid.id, post="05")
    make.staff(name="走了的", joined=date(2024, 1, 1), left=date(2026, 3, 24), state="left")
    make.record(Post(staff=li.id, grid=grid.id, kind="04", since=date(2026, 3, 24), main=True))
    assert compiled(station) == {
        "昨日回顾": [
            "新受理：昨日新收（邻里纠纷）",
            "办结：欠薪（拖欠农民工工资纠纷）",
        ],
        "未办结纠纷": [
            "围栏纠纷（李四，3月23日到期，超期2天，受理32天）",
            "履行：某公司支付工资500.00元（欠薪，今日到期）",
            "排水纠纷（李四，3月30日到期，剩5天，受理25天）",
            "待受理纠纷1件（逐件确定是否受理）",
        ],
        "未销号交办": ["修路灯（李四，3月24日到期，超期1天，交办5天）"],
        "值班与人员": [
            "到岗：新来的（东风村 专职网格员）",
            "离岗：走了的",
            "调岗：李四（东风村 网格长）",
        ],
    }


def test_on_monday_yesterday_reaches_back_to_friday(station, make):
    make.case(title="周六受理的", accepted_on=date(2026, 3, 28), due=date(2026, 4, 27))
    make.case(title="周五办结的", accepted_on=date(2026, 3, 2), closed_on=date(2026, 3, 27))
    lines = compiled(station, MONDAY)["昨日回顾"]
    assert lines == ["新受理：周六受理的（未填纠纷类型）", "办结：周五办结的（未填纠纷类型）"]


def test_a_year_without_its_table_of_holidays_is_counted_in_plain_days(station, make):
    day = date(2031, 3, 26)
    make.case(title="远年", accepted_on=date(2031, 3, 25), due=date(2031, 3, 29))
    sections = compiled(station, day)
    assert sections["昨日回顾"] == ["新受理：远年（未填纠纷类型）"]
    assert sections["未办结纠纷"] == ["远年（未定调解员，3月29日到期，剩3天，受理1天）"]
    assert pending.near(workdays.known(), day)[1] == "3天内"


def test_a_later_module_adds_a_section_with_one_function(station, monkeypatch):
    def patrols(_session, sitting):
        return Section(sitting.plan, (Item("巡查：石桥村"),))

    monkeypatch.setattr(agenda, "SOURCES", (*agenda.SOURCES, Source(patrols)))
    assert compiled(station)["今日安排"] == ["巡查：石桥村"]


def test_preparing_takes_everything_from_the_settings_and_the_roster(station, make, people):
    make.task(title="修路灯", given_on=DAY)
    make.staff(name="已调离", left=date(2026, 3, 1), state="left")
    identity = station.perform(meeting.prepare, DAY).value
    held = read(station, identity)
    assert (held.title, held.starts, held.place) == ("3月25日晨会", time(8, 30), "会议室")
    assert held.review == "新受理纠纷0件，办结0件。"
    assert [one.state for one in attendance(station, identity)] == ["present"] * 3
    (line,) = items(station, identity)
    assert (line.section, line.source_table) == ("未销号交办", "task")
    assert station.ask(meeting.roll, identity).text == "应到3人，实到3人"
    assert station.ask(feed.entries)[0].label == "编制晨会：3月25日晨会"


def test_one_meeting_a_day_however_often_it_is_prepared(station, held):
    again = station.perform(meeting.prepare, DAY)
    assert again.value == held
    assert again.seq is None


def test_chair_and_recorder_are_those_of_last_time_unless_they_left(station, make, held, people):
    values = {"chair": people[0].id, "recorder": people[1].id}
    station.perform(records.save, "meeting", values, held)
    station.perform(records.save, "staff", {"left": DAY, "state": "left"}, people[1].id)
    following = read(station, station.perform(meeting.prepare, date(2026, 3, 26)).value)
    assert (following.chair, following.recorder) == (people[0].id, None)


def test_the_first_weekly_meeting_is_led_like_the_morning_meeting(station, held, people):
    values = {"chair": people[0].id, "recorder": people[1].id}
    station.perform(records.save, "meeting", values, held)
    weekly = read(station, station.perform(meeting.prepare, date(2026, 3, 27), "weekly").value)
    assert (weekly.chair, weekly.recorder) == (people[0].id, people[1].id)


def test_the_first_meeting_is_chaired_by_the_chief(station, people):
    own = station.actor.id
    station.perform(records.save, "user", {"staff": people[0].id, "role": "chief"}, own)
    first = read(station, station.perform(meeting.prepare, DAY).value)
    assert (first.chair, first.recorder) == (people[0].id, people[0].id)


def test_roll_call_marks_the_exceptions_and_asks_for_a_missing_reason(station, held):
    first, second, third = attendance(station, held)
    marks = {
        first.id: ("late", "修车"),
        second.id: ("leave", "家中有事"),
        third.id: ("absent", " "),
    }
    station.perform(meeting.mark, held, marks)
    roll = station.ask(meeting.roll, held)
    assert roll.text == ("应到3人，实到1人，2人未到：王五请假（家中有事）；赵六缺席（原因待补）")


def test_a_state_nobody_knows_and_a_stranger_are_refused(station, held):
    first = attendance(station, held)[0]
    with pytest.raises(Invalid, match="出勤没有"):
        station.perform(meeting.mark, held, {first.id: ("asleep", None)})
    with pytest.raises(Invalid, match="刷新"):
        station.perform(meeting.mark, held, {uuid4(): ("late", None)})


def test_the_agenda_is_worded_reordered_added_to_and_noted(station, held):
    first = station.perform(meeting_agenda.add_item, held, "未销号交办", "路灯").value
    other = station.perform(meeting_agenda.add_item, held, "今日安排", "值班").value
    third = station.perform(meeting_agenda.add_item, held, "未销号交办", " 河道 ").value
    assert [one.id for one in items(station, held)] == [first, third, other]
    station.perform(meeting_agenda.edit_items, held, {first: "三组路灯"})
    station.perform(meeting_agenda.note_outcomes, held, {first: "周五前修好", other: " "})
    station.perform(meeting_agenda.reorder, held, [other, first, third])
    station.perform(meeting_agenda.drop_item, held, third)
    assert [(one.text, one.outcome) for one in items(station, held)] == [
        ("值班", None),
        ("三组路灯", "周五前修好"),
    ]


def test_agenda_changes_that_make_no_sense_are_refused(station, held):
    item = station.perform(meeting_agenda.add_item, held, "今日安排", "值班").value
    refused = [
        (meeting_agenda.edit_items, {item: " "}, "不能为空"),
        (meeting_agenda.edit_items, {uuid4(): "甲"}, "刷新"),
        (meeting_agenda.reorder, [item, item], "刷新"),
    ]
    for act, given, sentence in refused:
        with pytest.raises(Invalid, match=sentence):
            station.perform(act, held, given)
    with pytest.raises(Invalid, match="栏目和内容"):
        station.perform(meeting_agenda.add_item, held, "今日安排", " ")
    with pytest.raises(Invalid, match="刷新"):
        station.perform(meeting_agenda.drop_item, held, uuid4())


def test_decisions_become_tasks_of_the_meetings_day_also_when_typed_next_day(
    station, held, people, clock
):
    clock.tick(days=1)
    decided = (
        Decision("修复三组路灯", people[0].id, date(2026, 3, 27), "先联系供电所"),
        Decision(" 走访五保户 "),
    )
    ids = station.perform(meeting.decide, held, decided).value
    tasks = station.ask(meeting.decided, held)
    assert [one.id for one in tasks] == list(ids)
    assert [(one.title, one.given_on, one.source) for one in tasks] == [
        ("修复三组路灯", DAY, "meeting"),
        ("走访五保户", DAY, "meeting"),
    ]
    assert tasks[0].progress == "先联系供电所"
    entry = station.ask(feed.entries)[0]
    assert (entry.happened.date(), entry.moment.date()) == (DAY, date(2026, 3, 26))


def test_a_decision_without_words_or_due_before_the_meeting_is_refused_whole(station, held):
    wrong = (Decision("甲"), Decision(" "), Decision("乙", due=date(2026, 3, 24)))
    with pytest.raises(Invalid) as refused:
        station.perform(meeting.decide, held, wrong)
    assert [one.field for one in refused.value.problems] == ["1.title", "2.due"]
    assert station.ask(meeting.decided, held) == []


def test_final_minutes_refuse_every_change_with_a_sentence(station, held):
    item = station.perform(meeting_agenda.add_item, held, "今日安排", "值班").value
    person = attendance(station, held)[0]
    station.perform(meeting.mark, held, {person.id: ("absent", None)})
    station.perform(minutes.finalise, held)
    final = read(station, held)
    assert (final.state, final.locked) == ("final", station.now())
    acts = [
        (meeting.mark, ({person.id: ("late", None)},)),
        (meeting_agenda.edit_items, ({item: "改"},)),
        (meeting_agenda.note_outcomes, ({item: "改"},)),
        (meeting_agenda.add_item, ("今日安排", "又一件")),
        (meeting_agenda.drop_item, (item,)),
        (meeting_agenda.reorder, ([item],)),
        (meeting.decide, ((Decision("甲"),),)),
        (minutes.finalise, ()),
    ]
    for act, given in acts:
        with pytest.raises(Invalid, match=r"已定稿.*更正"):
            station.perform(act, held, *given)


def test_final_minutes_are_put_right_without_a_reason(station, held, people):
    item = station.perform(meeting_agenda.add_item, held, "今日安排", "值班李海雁").value
    person = attendance(station, held)[0]
    station.perform(meeting.mark, held, {person.id: ("leave", None)})
    station.perform(minutes.finalise, held)
    marks, texts = {person.id: ("leave", "看病")}, {item: "值班李海燕"}
    station.perform(minutes.correct, held, Change({"chair": people[1].id}, marks, texts))
    assert read(station, held).chair == people[1].id
    assert items(station, held)[0].text == "值班李海燕"
    assert station.ask(meeting.roll, held).absences == "李四请假（看病）"
    assert read(station, held).locked is not None
    assert station.ask(feed.entries)[0].label == "更正：3月25日晨会"


def test_a_correction_cannot_empty_a_title_or_reopen_the_meeting(station, held):
    with pytest.raises(Invalid, match="还没有定稿"):
        station.perform(minutes.correct, held, Change({"place": "二楼"}))
    station.perform(minutes.finalise, held)
    with pytest.raises(Invalid, match="会议名称"):
        station.perform(minutes.correct, held, Change({"title": ""}))
    with pytest.raises(Invalid, match="不能更正"):
        station.perform(minutes.correct, held, Change({"state": "open"}))


def test_a_roll_call_is_undone_but_a_final_meeting_is_not(station, held):
    person = attendance(station, held)[0]
    marked = station.perform(meeting.mark, held, {person.id: ("absent", None)})
    station.perform(history.undo, marked.seq)
    assert station.ask(meeting.roll, held).present == 3
    final = station.perform(minutes.finalise, held)
    with pytest.raises((Invalid, Conflict)):
        station.perform(history.undo, final.seq)


def test_undoing_a_decision_takes_its_tasks_back(station, held):
    done = station.perform(meeting.decide, held, (Decision("甲"),))
    station.perform(history.undo, done.seq)
    assert station.ask(meeting.decided, held) == []
    assert station.ask(lambda session: session.get(Task, done.value[0])).binned is not None


def test_a_reader_prepares_no_meeting(somebody):
    with pytest.raises(NotAllowed):
        somebody("reader").perform(meeting.prepare, DAY)


def called(station, clock, text):
    (verb,) = verbs.VERBS
    return verb.run(Call(Namespace(date=text, kind="daily"), clock, silent, _opened=[station]))


def test_the_verb_tells_the_agenda_as_the_window_has_it(station, make, clock):
    make.task(title="修路灯", given_on=date(2026, 3, 20), due=date(2026, 3, 24))
    answer = called(station, clock, None)
    assert answer.facts["open_tasks"] == 1
    sections = answer.facts["sections"]
    assert [one["title"] for one in sections] == list(template("daily"))
    (item,) = sections[3]["items"]
    assert (item["text"], item["table"], item["days_late"]) == (
        "修路灯（未定责任人，3月24日到期，超期1天，交办5天）",
        "task",
        1,
    )
    assert list(answer.lines) == [
        "3月25日晨会议程",
        "未销号交办（1件）",
        f"  1. {item['text']}",
    ]


def test_the_verb_takes_a_day_as_people_write_it_and_refuses_what_is_none(station, clock):
    assert called(station, clock, "明天").facts["date"] == "2026-03-26"
    for wrong in ("2026-02-30", "某天", " "):
        with pytest.raises(Invalid):
            called(station, clock, wrong)
