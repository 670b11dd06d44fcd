"""Leave: asked, granted on whose word, refused, over; what it touches is said beforehand."""

from datetime import date

import pytest

from core import workdays
from core.errors import Invalid, NotAllowed
from core.records.duty import DutyShift
from core.records.leave import Leave
from core.records.staff import Post
from core.records.user import User
from core.services import absence, agenda, desk, history, leaves, records
from core.services.agenda.sitting import PEOPLE

TODAY = date(2026, 3, 25)


def day(n):
    return date(2026, 3, n)


@pytest.fixture
def people(make):
    return [make.staff(name=name) for name in ("王五", "李四", "赵六")]


@pytest.fixture
def ask(station):
    """Somebody asks for leave in the ledger's form."""

    def asked(person, since, until, substitute=None, **more):
        values = {"staff": person.id, "kind": "01", "since": day(since), "until": day(until)}
        other = {"substitute": substitute.id} if substitute else {}
        return station.perform(records.save, "leave", values | other | more).value

    return asked


def kept(station, leave):
    return station.ask(lambda s: s.get(Leave, leave))


def away(station, on):
    return set(station.ask(absence.away, on))


def test_a_leave_counts_once_it_is_granted_and_until_the_person_is_back(station, people, ask, make):
    wang, li, _ = people
    leave = ask(wang, 23, 27, li)
    assert away(station, TODAY) == set()
    station.perform(leaves.grant, leave, day(24))
    assert away(station, TODAY) == {wang.id}
    station.perform(leaves.back, leave, TODAY)
    assert (away(station, day(24)), away(station, TODAY)) == ({wang.id}, set())
    row = kept(station, leave)
    assert (row.state, row.granted_on, row.back_on) == ("back", day(24), TODAY)


def test_a_grant_by_word_of_mouth_names_who_gave_it(station, people, ask, make):
    wang, li, zhao = people
    make.record(User(name="周书记", role="chief", staff=zhao.id))
    leave = ask(wang, 26, 27, li)
    done = station.for_("周书记", "oral").perform(leaves.grant, leave)
    assert kept(station, leave).granted_by == zhao.id
    [turn] = station.ask(history.of_record, "leave", leave)[:1]
    assert "代录：经周书记同意" in turn.label
    assert done.seq is not None


def test_nobody_grants_his_own_leave(station, people, ask):
    wang, li, _ = people
    leave = ask(wang, 26, 27, li)
    with pytest.raises(Invalid, match="不能批自己的假"):
        station.perform(leaves.grant, leave, None, wang.id)
    assert kept(station, leave).state == "asked"


def test_a_refused_leave_says_why_and_leaves_the_days_free(station, people, ask):
    wang, li, _ = people
    leave = ask(wang, 26, 27, li)
    station.perform(leaves.turn_down, leave, "那天全镇大走访")
    assert kept(station, leave).note == "不同意：那天全镇大走访"
    assert ask(wang, 26, 27, li)
    with pytest.raises(Invalid, match="不同意，不用再批"):
        station.perform(leaves.grant, leave)


def test_the_same_person_is_not_away_twice(station, people, ask):
    wang, li, _ = people
    ask(wang, 23, 25, li)
    with pytest.raises(Invalid, match="王五3月23日—3月25日已请过假") as refused:
        ask(wang, 25, 27, li)
    assert [one.field for one in refused.value.problems] == ["since"]


def test_who_came_back_early_may_ask_again(station, people, ask):
    wang, li, _ = people
    leave = ask(wang, 20, 27, li)
    station.perform(leaves.grant, leave)
    station.perform(leaves.back, leave, day(23))
    assert ask(wang, 24, 25, li)


def test_a_substitute_who_is_away_himself_is_answered(station, people, ask):
    wang, li, zhao = people
    station.perform(leaves.grant, ask(li, 24, 26, zhao))
    with pytest.raises(Invalid, match="李四3月24日—3月26日自己请假，请另选一位") as refused:
        ask(wang, 26, 27, li)
    assert [one.field for one in refused.value.problems] == ["substitute"]
    assert ask(wang, 26, 27)


def test_a_leave_says_which_shifts_and_posts_the_substitute_takes(station, people, ask, make):
    wang, li, _ = people
    grid = make.grid(name="东风网格")
    make.record(Post(staff=wang.id, grid=grid.id, kind="04", since=day(1), main=True))
    make.record(DutyShift(day=day(26), shift="night", staff=wang.id, role="member"))
    make.record(DutyShift(day=day(28), shift="day", staff=wang.id, role="member"))
    weighed = station.ask(leaves.weigh, ask(wang, 25, 27, li), workdays.known())
    assert weighed.told == "3个工作日；3月26日夜班由李四接手；代岗：东风网格网格长"


def test_a_leave_without_a_substitute_says_so(station, people, ask, make):
    wang, _, _ = people
    leave = ask(wang, 28, 29)
    weighed = station.ask(leaves.weigh, leave, workdays.known())
    assert weighed.told == "0个工作日；代岗人待定"
    make.record(DutyShift(day=day(28), shift="night", staff=wang.id, role="member"))
    weighed = station.ask(leaves.weigh, leave, workdays.known())
    assert weighed.told == "0个工作日；3月28日夜班还没有人接手，请定代岗人"


def test_days_without_a_holiday_table_are_counted_as_days():
    told = leaves.length(date(2031, 5, 1), date(2031, 5, 3), workdays.known())
    assert told == "3天（没有放假调休表，未分工作日）"


@pytest.mark.parametrize(
    ("on", "told"), [(22, "早于请假起日"), (26, "不能晚于今天")], ids=["before", "tomorrow"]
)
def test_odd_days_of_coming_back_are_answered(station, people, ask, on, told):
    leave = ask(people[0], 23, 27, people[1])
    with pytest.raises(Invalid, match="只有批准了的假才能销假"):
        station.perform(leaves.back, leave)
    station.perform(leaves.grant, leave)
    with pytest.raises(Invalid, match=told):
        station.perform(leaves.back, leave, day(on))


def test_undoing_a_refusal_does_not_make_two_leaves_of_one_day(station, people, ask):
    wang, li, _ = people
    leave = ask(wang, 26, 27, li)
    refused = station.perform(leaves.turn_down, leave)
    ask(wang, 27, 28, li)
    with pytest.raises(Invalid, match="已请过假"):
        station.perform(history.undo, refused.seq)


def test_the_morning_meeting_hears_who_is_away_and_who_stands_in(station, people, ask):
    wang, li, zhao = people
    for leave in (ask(wang, 25, 25, li), ask(zhao, 25, 26)):
        station.perform(leaves.grant, leave)
    sections = {one.title: one for one in station.ask(agenda.compile_agenda, TODAY)}
    lines = [one.line for one in sections[PEOPLE].items if one.table == "leave"]
    assert lines == [
        "请假：王五（事假，3月25日，李四代岗）",
        "请假：赵六（事假，3月25日—3月26日，代岗人待定）",
    ]


def test_the_desk_tells_what_waits_to_be_decided(station, people, ask):
    wang, li, _ = people
    ask(wang, 26, 27, li)
    station.perform(leaves.grant, ask(li, 30, 30))
    groups = station.ask(desk.todo, TODAY, workdays.known())
    told = [one.item.line for group in groups for one in group.todos]
    assert "请假待批：王五（3月26日—3月27日）" in told
    assert "代岗人待定：李四（3月30日）" in told


def test_who_may_not_keep_ledgers_grants_nothing(station, people, ask, make):
    reader = make.record(User(name="来宾", role="reader"))
    leave = ask(people[0], 26, 27)
    guest = station.as_(type(station.actor)(reader.id, "来宾", "reader"))
    with pytest.raises(NotAllowed):
        guest.perform(leaves.grant, leave)
