"""A month proposed by the solver: rules kept where they can be, named where they cannot."""

from datetime import date
from uuid import uuid4

import pytest

from core import workdays
from core.errors import Cancelled, Invalid
from core.progress import silent
from core.services import (
    duty,
    duty_checks,
    duty_model,
    duty_planning,
    duty_proposal,
    duty_sheet,
)
from core.services.duty_sheet import (
    LEADER,
    MEMBER,
    WHOLE,
    Cell,
    Person,
    Rules,
    Sheet,
    Shift,
    Turn,
)
from tests.core.duty_room import MARCH, ON, cells, listed, sheet

MAY = date(2026, 5, 1), date(2026, 5, 31)


def month(leaders=2, members=8, rules=None, span=MAY, **given):
    """A sheet of so many people, made without a station."""
    days, untold = duty_sheet.days_of(*span, workdays.known())
    names = [f"人{number}" for number in range(leaders + members)]
    people = [Person(uuid4(), name, name) for name in names]
    turns = tuple(
        Turn(one.id, LEADER if number < leaders else MEMBER) for number, one in enumerate(people)
    )
    known = {"turns": turns, "shifts": (), "untold": untold} | given
    return Sheet(days, rules or Rules(), people={one.id: one for one in people}, **known)


def staff(made, role=MEMBER):
    return [one.staff for one in made.turns if one.role == role]


def test_sixty_people_are_put_on_without_a_conflict_and_evenly():
    made = month(12, 48, Rules(rest=3))
    found = duty_proposal.solved(made)
    assert found.clashes == ()
    filled = made.having(found.shifts)
    assert duty_checks.conflicts(filled) == []
    for role in (LEADER, MEMBER):
        pool = set(staff(made, role))
        counts = [one.total for one in duty_checks.shares(filled) if one.staff in pool]
        assert max(counts) - min(counts) <= 1
        assert max(one.holiday for one in duty_checks.shares(filled) if one.staff in pool) <= 1


def test_what_stands_stays_and_is_counted_in():
    made = month()
    first = staff(made)[0]
    kept = tuple(Shift(date(2026, 5, day), WHOLE, MEMBER, first) for day in (4, 5))
    found = duty_proposal.solved(made.having(kept))
    assert not [one for one in found.shifts if one.staff == first and one.day.day in (3, 4, 5, 6)]
    assert duty_checks.conflicts(made.having([*kept, *found.shifts])) == []


def test_too_few_people_is_named_with_who_is_not_there():
    made = month(leaders=2, members=6)
    away = {Cell(date(2026, 5, 13), one): "请假" for one in staff(made)[:5]}
    found = duty_proposal.solved(month_like(made, away))
    assert found.clashes == ("5月13日值班人员不够（名单上6人，当天5人不在）",)
    assert sum(one.day.day == 13 and one.role == MEMBER for one in found.shifts) == 1


def month_like(made, away):
    return Sheet(made.days, made.rules, made.turns, made.people, (), (), away)


def test_rules_that_cannot_all_hold_give_way_by_name():
    made = month(leaders=1, members=4, rules=Rules(heads=2, run=2), span=(MAY[0], date(2026, 5, 3)))
    found = duty_proposal.solved(made)
    assert found.clashes == ("人05月1日至5月3日连值超过2天",)
    assert [one.kind for one in duty_checks.conflicts(made.having(found.shifts))] == ["run"]


def test_who_is_spared_holidays_is_on_only_where_nobody_else_can():
    made = month(leaders=0, members=2, rules=Rules(heads=1, leader=False), span=(MAY[0], MAY[0]))
    spared = tuple(Turn(one.staff, MEMBER, holidays=False) for one in made.turns)
    one_can = Sheet(made.days, made.rules, (spared[0], made.turns[1]), made.people, ())
    (shift,) = duty_proposal.solved(one_can).shifts
    assert shift.staff == made.turns[1].staff
    nobody = duty_proposal.solved(Sheet(made.days, made.rules, spared, made.people, ()))
    assert [one.endswith("不排节假日，只好排上") for one in nobody.clashes] == [True]


def test_days_between_give_way_after_nothing_else_can():
    span = date(2026, 5, 11), date(2026, 5, 13)
    made = month(0, 2, Rules(heads=1, leader=False, run=1, rest=2), span)
    found = duty_proposal.solved(made)
    assert len(found.shifts) == 3
    assert len(found.clashes) == 1
    assert found.clashes[0].endswith("5月11日、5月13日只隔1天")


def test_it_stops_when_the_person_has_had_enough():
    steps = []

    def enough(step, _done=0, _total=0):
        steps.append(step)
        if step == "正在排班":
            raise Cancelled

    with pytest.raises(Cancelled):
        duty_proposal.solved(month(12, 48), enough)
    assert steps[0] == "正在准备"


def test_a_proposal_is_kept_as_one_act_and_spares_what_was_painted_meanwhile(station, make):
    li = listed(make, ["李四", "王五", "赵六", "孙七", "周八", "吴九"])[0]
    listed(make, ["张站长", "刘副站长"], role=LEADER)
    proposal = station.ask(duty_proposal.propose, MARCH[0], silent)
    free = next(day for day in range(1, 32) if day not in _days(proposal, li))
    station.perform(duty.paint, cells(li, free), ON)
    station.perform(duty_planning.keep, proposal)
    filled = sheet(station)
    assert len(filled.shifts) == len(proposal.shifts) + 1
    assert not list(duty_checks.gaps(filled))


def _days(proposal, person):
    return {one.day.day for one in proposal.shifts if one.staff == person}


def test_without_a_list_it_says_where_to_make_one(station):
    with pytest.raises(Invalid, match="值班人员名单"):
        station.ask(duty_proposal.propose, MARCH[0], silent)


def test_a_year_without_holidays_is_refused(station, make):
    listed(make, ["李四"])
    with pytest.raises(Invalid, match="没有2031年的放假调休表"):
        station.ask(duty_proposal.propose, date(2031, 3, 1), silent)


def test_a_program_without_the_solver_says_how_to_get_it(monkeypatch):
    monkeypatch.setattr(duty_model, "LIBRARY", "a_library_nobody_has")
    assert not duty_model.ready()
    with pytest.raises(Invalid, match="复制上月并顺延"):
        duty_proposal.solved(month())
