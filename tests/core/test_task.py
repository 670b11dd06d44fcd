"""Tasks after they were given: what the clerk enters when somebody reports back."""

from datetime import date
from uuid import uuid4

import pytest

from core.errors import Conflict, Invalid, NotAllowed
from core.journal import feed
from core.records.attachment import Attachment
from core.records.leave import Leave
from core.records.task import Task
from core.services import history, meeting, pending, records, settings, task

pytestmark = pytest.mark.both_stores

DAY = date(2026, 3, 25)


def read(station, one):
    return station.ask(lambda session: session.get(Task, one.id))


def test_progress_is_kept_line_by_line_with_the_day(station, make, clock):
    lamp = make.task(title="修复三组路灯", given_on=date(2026, 3, 20))
    station.perform(task.progress, lamp.id, "已联系电工")
    clock.tick(days=1)
    station.perform(task.progress, lamp.id, " 灯已换好 ", done=True)
    kept = read(station, lamp)
    assert kept.progress == "3月25日 已联系电工\n3月26日 灯已换好"
    assert (kept.state, kept.done_on) == ("done", date(2026, 3, 26))


def test_closing_names_who_closed_it_and_on_what_evidence(station, make):
    own = make.staff(name="李海燕")
    station.perform(records.save, "user", {"staff": own.id}, station.actor.id)
    lamp = make.task(given_on=date(2026, 3, 20))
    station.perform(task.close, lamp.id, None, " 灯已换好，夜里看过 ")
    kept = read(station, lamp)
    assert (kept.closing, kept.closed_by) == ("灯已换好，夜里看过", own.id)
    station.perform(task.reopen, lamp.id)
    assert (read(station, lamp).closing, read(station, lamp).closed_by) == (None, None)


def test_a_task_is_not_closed_on_nothing_but_a_picture_is_enough(station, make):
    lamp = make.task(given_on=date(2026, 3, 20))
    with pytest.raises(Invalid, match="写一句办理结果"):
        station.perform(task.close, lamp.id)
    facts = {"name": "换好的灯.jpg", "media": "image/jpeg", "size": 1, "digest": "0" * 64}
    make.record(Attachment(table="task", owner=lamp.id, **facts))
    station.perform(task.close, lamp.id)
    assert read(station, lamp).state == "closed"


def test_a_finished_task_is_closed_with_the_day_the_work_was_done(station, make, clock):
    lamp = make.task(given_on=date(2026, 3, 20))
    station.perform(task.progress, lamp.id, "办好了", done=True)
    clock.tick(days=2)
    station.perform(task.close, lamp.id)
    assert (read(station, lamp).state, read(station, lamp).done_on) == ("closed", DAY)


def test_closing_afterwards_takes_the_day_it_happened(station, make):
    lamp = make.task(given_on=date(2026, 3, 20))
    station.perform(task.close, lamp.id, date(2026, 3, 23), "已清理")
    entry = station.ask(feed.entries)[0]
    assert entry.label == "销号：3月20日交办的事项"
    assert entry.happened.date() == date(2026, 3, 23)


def test_postponing_counts_each_time_and_keeps_the_old_day_in_words(station, make):
    lamp = make.task(given_on=date(2026, 3, 20), due=date(2026, 3, 24))
    station.perform(task.postpone, lamp.id, date(2026, 3, 27), "等配件")
    station.perform(task.postpone, lamp.id, date(2026, 3, 30))
    kept = read(station, lamp)
    assert (kept.postponed, kept.due) == (2, date(2026, 3, 30))
    assert kept.progress == (
        "3月25日 时限由3月24日延至3月27日：等配件\n3月25日 时限由3月27日延至3月30日"
    )


def test_a_first_due_day_is_no_postponement(station, make):
    lamp = make.task()
    station.perform(task.postpone, lamp.id, date(2026, 3, 27))
    assert (read(station, lamp).postponed, read(station, lamp).due_first) == (0, None)


def test_the_third_postponement_raises_it_to_the_weekly_meeting(station, make, clock):
    lamp = make.task(given_on=date(2026, 3, 20), due=date(2026, 3, 24))
    raised = []
    for days in range(4):
        station.perform(task.postpone, lamp.id, date(2026, 4, 1 + days))
        raised.append(read(station, lamp).raised_on)
        clock.tick(days=1)
    assert raised == [None, None, date(2026, 3, 27), date(2026, 3, 27)]
    assert read(station, lamp).due_first == date(2026, 3, 24)


def test_what_was_closed_can_be_opened_again(station, make):
    lamp = make.task(progress="换了")
    station.perform(task.close, lamp.id)
    with pytest.raises(Invalid, match="重新办理"):
        station.perform(task.progress, lamp.id, "又坏了")
    station.perform(task.reopen, lamp.id)
    station.perform(task.progress, lamp.id, "又坏了")
    assert read(station, lamp).state == "doing"


@pytest.mark.parametrize(
    ("act", "given", "sentence"),
    [
        (task.progress, ("  ",), "请写明进展"),
        (task.close, (date(2026, 3, 26),), "不能晚于今天"),
        (task.close, (date(2026, 3, 1),), "早于交办日期"),
        (task.postpone, (date(2026, 3, 24),), "晚于原时限"),
        (task.reopen, (), "还没有办完"),
    ],
)
def test_what_makes_no_sense_is_refused_and_changes_nothing(station, make, act, given, sentence):
    lamp = make.task(given_on=date(2026, 3, 20), due=date(2026, 3, 24))
    with pytest.raises(Invalid, match=sentence):
        station.perform(act, lamp.id, *given)
    assert read(station, lamp).version == lamp.version


def test_a_first_due_day_before_the_task_was_given_is_refused(station, make):
    lamp = make.task(given_on=date(2026, 3, 20))
    with pytest.raises(Invalid, match="早于交办日期"):
        station.perform(task.postpone, lamp.id, date(2026, 3, 1))


def test_a_task_that_is_gone_and_a_reader_are_refused(station, make, somebody):
    with pytest.raises(Invalid, match="找不到"):
        station.perform(task.close, uuid4())
    with pytest.raises(NotAllowed):
        somebody("reader").perform(task.close, make.task().id)


def test_numbers_are_drawn_when_first_printed_in_the_order_of_the_sheet(station, make):
    one, two = make.task(given_on=date(2025, 12, 31)), make.task(given_on=DAY)
    asked = [two.id, one.id]
    drawn = ("〔2026〕交字第1号", "〔2025〕交字第1号")
    assert station.perform(task.number, asked).value == drawn
    assert station.perform(task.number, [one.id, two.id]).value == drawn[::-1]
    more = [make.task(given_on=DAY).id for _ in range(2)]
    numbers_of_one_act = ("〔2026〕交字第2号", "〔2026〕交字第3号")
    assert station.perform(task.number, more).value == numbers_of_one_act


def test_a_station_may_number_tasks_as_they_are_given(station, somebody, make):
    somebody("chief").perform(settings.change, "task_numbers", "given")
    held = station.perform(meeting.prepare, DAY).value
    decided = [meeting.Decision("修路灯"), meeting.Decision("清河道")]
    given = station.perform(meeting.decide, held, decided).value
    typed = station.perform(records.save, "task", {"title": "走访", "source": "superior"}).value
    numbers = [station.ask(lambda s, one=one: s.get(Task, one).number) for one in (*given, typed)]
    assert numbers == [f"〔2026〕交字第{n}号" for n in (1, 2, 3)]


def test_a_numbered_task_is_voided_and_counts_no_more(station, make):
    lamp = make.task(given_on=date(2026, 3, 20), due=date(2026, 3, 24))
    drawn = station.perform(task.number, [lamp.id])
    with pytest.raises(Conflict, match="取了编号"):
        station.perform(history.undo, drawn.seq)
    with pytest.raises(Invalid, match="作废"):
        station.perform(records.remove, "task", [lamp.id])
    station.perform(records.void, "task", lamp.id, "登记重了")
    assert station.ask(pending.tasks, DAY) == []
    assert station.ask(task.on_time_rate, DAY.replace(day=1), DAY).ids == ()
    with pytest.raises(Invalid, match="已经作废"):
        station.perform(task.progress, lamp.id, "还在办")


def test_whoever_stands_in_for_somebody_away_has_the_task_in_hand(station, make):
    wang, li, zhao = (make.staff(name=name) for name in ("王秀英", "李四", "赵六"))
    make.task(title="清理河道", owner=wang.id)
    village = make.organisation(name="东风村")
    make.task(title="报送材料", unit=village.id)
    days = {"kind": "01", "since": DAY, "until": DAY, "state": "granted"}
    make.record(Leave(staff=wang.id, substitute=li.id, **days))
    told = {item.text: item for item in station.ask(pending.tasks, DAY)}
    assert (told["清理河道"].note, told["清理河道"].owner) == ("王秀英（李四代），未定时限", li.id)
    assert told["报送材料"].note == "东风村，未定时限"
    make.record(Leave(staff=li.id, substitute=zhao.id, **days))
    assert station.ask(pending.tasks, DAY)[0].owner == zhao.id
    after = station.ask(pending.tasks, DAY.replace(day=26))
    assert {item.owner for item in after} == {wang.id, None}


def test_the_rate_counts_tasks_by_their_due_day(station, make):
    make.task(due=date(2026, 3, 24), done_on=date(2026, 3, 24), state="closed")
    make.task(due=date(2026, 3, 24), done_on=date(2026, 3, 25), state="closed")
    make.task(due=date(2026, 3, 25))
    make.task(due=date(2026, 4, 25), done_on=date(2026, 3, 2), state="closed")
    make.task()
    rate = station.ask(task.on_time_rate, date(2026, 3, 20), date(2026, 3, 26))
    assert rate.text == "1/3 = 33.33%"
    assert len(rate.ids) == 3


def test_lateness_is_read_from_the_day_and_never_stored(station, make):
    li = make.staff(name="李四")
    given = date(2026, 3, 13)
    late = make.task(title="清理河道", owner=li.id, given_on=given, due=date(2026, 3, 20))
    make.task(title="走访五保户", given_on=given, due=DAY, postponed=3)
    make.task(title="核对名册", given_on=given, due=date(2026, 3, 27))
    make.task(title="报送材料", given_on=given)
    make.task(title="换灯泡", given_on=given, due=date(2026, 3, 20), state="done")
    make.task(title="明天才交办", given_on=date(2026, 3, 26))
    lines = [item.line for item in station.ask(pending.tasks, DAY)]
    assert lines == [
        "清理河道（李四，3月20日到期，超期5天，交办12天）",
        "走访五保户（未定责任人，今日到期，交办12天，延期3次，提请周例会）",
        "核对名册（未定责任人，3月27日到期，剩2天，交办12天）",
        "报送材料（未定责任人，未定时限，交办12天）",
        "换灯泡（未定责任人，已完成待销号，交办12天）",
    ]
    assert read(station, late).state == "open"
