"""What each kind of meeting goes through, and that no open task ever drops out."""

from contextlib import suppress
from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from core.errors import Conflict, Invalid
from core.records.mediation_case import CaseEvent, FollowUp
from core.records.meeting import AgendaItem
from core.records.task import Task
from core.records.training import Training
from core.services import agenda, history, meeting, minutes, records, task
from core.services.agenda.sitting import template
from core.services.meeting import Decision

DAY = date(2026, 3, 25)
FRIDAY = date(2026, 3, 27)


def compiled(station, kind, day=DAY):
    sections = station.ask(agenda.compile_agenda, day, kind)
    return {one.title: [item.line for item in one.items] for one in sections if one.items}


def test_the_weekly_meeting_begins_with_tasks_postponed_too_often_and_names_each_once(
    station, make
):
    make.task(title="老大难", given_on=date(2026, 3, 2), postponed=3, raised_on=DAY)
    make.task(title="修路灯", given_on=date(2026, 3, 20))
    told = compiled(station, "weekly", FRIDAY)
    assert next(iter(told)) == "提请周例会的交办"
    assert told["提请周例会的交办"] == [
        "老大难（未定责任人，未定时限，交办25天，延期3次，提请周例会）"
    ]
    assert told["未销号交办"] == ["修路灯（未定责任人，未定时限，交办7天）"]
    daily = compiled(station, "daily", FRIDAY)["未销号交办"]
    assert [one.split("（")[0] for one in daily] == ["老大难", "修路灯"]


def test_longer_spans_are_told_in_figures_beside_the_span_before(station, make):
    make.case(title="上周收", accepted_on=date(2026, 3, 18), due=date(2026, 4, 17))
    make.case(title="本周收", accepted_on=date(2026, 3, 23), due=date(2026, 4, 22))
    make.case(title="又一件", accepted_on=date(2026, 3, 24), due=date(2026, 3, 30))
    make.task(title="巡河", given_on=date(2026, 3, 24), due=date(2026, 3, 30))
    told = compiled(station, "weekly", FRIDAY)
    assert told["本周讲评"] == [
        "新受理纠纷2件（比上期上升100.00%（增1件））",
        "办结纠纷0件（与上期持平）",
        "超期未结纠纷0件",
        "应结办结率：—",
        "交办按时完成率：—",
    ]
    assert told["下周安排"] == [
        "到期纠纷1件（3月27日至4月3日）",
        "到期交办1项（3月27日至4月3日）",
    ]


def test_the_monthly_meeting_hears_how_content_people_were(station, make):
    case = make.case(title="围栏", accepted_on=date(2026, 2, 2), closed_on=date(2026, 3, 2))
    for n, answer in enumerate(("best", "good", "poor", "none"), 1):
        make.record(
            FollowUp(case=case.id, position=n, done_on=date(2026, 3, n), satisfaction=answer)
        )
    told = compiled(station, "monthly", date(2026, 3, 31))
    assert told["满意度"] == ["回访满意率：2/3 = 66.67%（非常满意1件、满意1件、不满意1件）"]


def test_what_came_back_what_is_hard_and_what_is_learned_have_sections(station, make):
    given = {"accepted_on": date(2026, 3, 2), "due": date(2026, 5, 1), "state": "Z30"}
    make.case(title="征地纠纷", grade="major", **given)
    make.case(title="排水纠纷", suspended_on=date(2026, 3, 10), **given)
    make.case(title="简单的", grade="simple", **given)
    again = make.case(title="围墙纠纷", **given)
    opened = {"position": 1, "happened_on": date(2026, 3, 24), "kind": "reopen"}
    make.record(CaseEvent(case=again.id, **opened))
    make.record(Training(name="燃气检查要点", held_on=DAY, lecturer="王安"))
    told = compiled(station, "daily")
    assert told["退回与重办"] == ["围墙纠纷（3月24日重新调解）"]
    assert told["重点与难点"] == [
        "征地纠纷（重大，5月1日到期，剩37天，受理23天）",
        "排水纠纷（3月10日起中止，受理23天）",
    ]
    assert told["提示与学习"] == ["学习：燃气检查要点（今天，王安主讲）"]


def test_a_meeting_called_by_hand_looks_after_what_such_meetings_gave(station, make):
    held = station.perform(meeting.prepare, DAY, "joint").value
    station.perform(meeting.decide, held, (Decision("清河道"),))
    make.task(title="修路灯", given_on=DAY)
    told = compiled(station, "joint", FRIDAY)
    assert told == {"未销号交办": ["清河道（未定责任人，未定时限，交办2天）"]}


def test_the_sections_of_every_kind_stand_in_the_order_of_its_template(station):
    for kind in ("daily", "weekly", "half", "monthly", "topic", "joint"):
        titles = [one.title for one in station.ask(agenda.compile_agenda, DAY, kind)]
        assert titles == list(template(kind))


def test_other_kinds_of_meetings_are_not_prepared(station):
    with pytest.raises(Invalid, match="台账"):
        station.perform(meeting.prepare, DAY, "branch")


KINDS = ("daily", "weekly", "half", "monthly")
STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("give"), st.integers(0, 3)),
        st.tuples(st.sampled_from(("close", "done", "reopen", "postpone")), st.integers(0, 9)),
        st.tuples(st.sampled_from(("bin", "restore", "void", "undo")), st.integers(0, 9)),
        st.tuples(st.sampled_from(KINDS), st.booleans()),
    ),
    max_size=16,
)


@settings(max_examples=10, deadline=None, suppress_health_check=list(HealthCheck))
@given(STEPS)
@example([("give", 1), ("postpone", 0), ("weekly", False), ("monthly", False)])
@example([("give", 1), *[("postpone", 0)] * 3, ("daily", False), ("weekly", True), ("half", True)])
@example([("give", 1), ("close", 0), ("reopen", 0), ("daily", True), ("bin", 0), ("weekly", True)])
@example([("give", 1), ("bin", 0), ("daily", False), ("restore", 0), ("daily", False)])
@example([("give", 1), ("daily", True), ("undo", 0), ("daily", True), ("void", 0), ("daily", True)])
def test_no_open_task_is_ever_missing_from_the_next_agenda(station, clock, steps):
    done, before = [], len(every_task(station))
    for word, number in steps:
        clock.tick(days=1)
        today, tasks = station.today(), every_task(station)
        if word in KINDS:
            held = station.perform(meeting.prepare, today, word).value
            listed = {one.source_id for one in station.ask(records.children, AgendaItem, held)}
            assert {one.id for one in tasks if is_open(one)} <= listed
            assert not {one.id for one in tasks if not is_open(one)} & listed
            decided = station.perform(meeting.decide, held, (Decision(f"{word}交办"),))
            if number:
                station.perform(minutes.finalise, held)
            done.append(decided.seq)
        elif word == "give":
            values = {"title": "事", "given_on": today, "due": today + timedelta(number)}
            given_out = {"source": "leader", **values}
            done.append(station.perform(records.save, "task", given_out).seq)
        elif word == "undo":
            with suppress(Invalid, Conflict, IndexError):
                station.perform(history.undo, done.pop(-1 - number))
        elif mine := tasks[before:]:
            act(station, word, mine[number % len(mine)])


def every_task(station):
    query = select(Task).order_by(Task.id)
    return station.ask(lambda session: session.scalars(query).all())


def is_open(one):
    """Told apart from the program: what still has to be seen to."""
    return one.state != "closed" and one.binned is None and one.voided_on is None


def act(station, word, one):
    """Something a clerk does with a task; what is not to be done is refused and changes nothing."""
    acts = {
        "close": lambda: station.perform(task.close, one.id),
        "done": lambda: station.perform(task.progress, one.id, "办完", done=True),
        "reopen": lambda: station.perform(task.reopen, one.id),
        "postpone": lambda: station.perform(
            task.postpone, one.id, (one.due or one.given_on) + timedelta(5), "等材料"
        ),
        "bin": lambda: station.perform(records.remove, "task", [one.id]),
        "restore": lambda: station.perform(records.restore, "task", [one.id]),
        "void": lambda: station.perform(records.void, "task", one.id, "重复"),
    }
    try:
        acts[word]()
    except Invalid:
        after = station.ask(lambda session: session.get(Task, one.id))
        assert after.state == one.state
