"""People of one name: wherever somebody is chosen, no two are called alike."""

from datetime import date

import pytest

from core.records import ledger
from core.services import (
    duty,
    duty_checks,
    duty_swap,
    hand_over,
    meeting,
    meeting_file,
    pending,
    records,
)
from core.services.duty_swap import Wish
from core.services.meeting import Decision
from tests.core.duty_room import MARCH, ON, cells, listed, sheet

pytestmark = pytest.mark.both_stores

DAY = date(2026, 3, 25)


@pytest.fixture
def alike(make):
    """Five of one name: of two grids, of one grid with telephones, and with nothing at all."""
    east, west = make.grid(name="东风村"), make.grid(name="柳林村")
    post = {"name": "李四", "post": "04", "joined": date(2024, 3, 1)}
    return [
        make.staff(**post, grid=east.id, phone="13800136021").id,
        make.staff(**post, grid=east.id, phone="13800138844").id,
        make.staff(**post, grid=west.id, phone="13800138844").id,
        make.staff(name="李四").id,
        make.staff(name="李四").id,
    ]


def test_whoever_is_offered_as_a_choice_is_told_from_the_others(station, make, alike):
    single = make.staff(name="王五").id
    offered = dict(station.ask(records.choices, "staff"))
    assert [offered[one] for one in alike] == [
        "李四（网格长 · 东风村 · 尾号6021）",
        "李四（网格长 · 东风村 · 尾号8844）",
        "李四（网格长 · 柳林村）",
        "李四（第1位）",
        "李四（第2位）",
    ]
    assert offered[single] == "王五"


def test_the_badge_tells_two_without_a_telephone_apart(station, make):
    two = [make.staff(name="赵六", badge=f"石{n}").id for n in (7, 8)]
    offered = dict(station.ask(records.choices, "staff"))
    assert [offered[one] for one in two] == ["赵六（石7）", "赵六（石8）"]


def test_places_of_one_name_are_told_apart_too(station, make):
    two = [make.grid(name="第一网格").id for _ in range(2)]
    told = station.ask(records.apart, ledger("grid"), dict.fromkeys(two, "第一网格"))
    assert len(set(told.values())) == 2


def test_chair_recorder_and_owner_are_chosen_among_people_told_apart(station, alike):
    people = station.ask(meeting_file.people, DAY)
    assert {one for one, _ in people} >= {str(one) for one in alike}
    assert len({name for _, name in people}) == len(people)


def test_who_hands_over_is_told_from_his_namesakes(station, alike):
    people = station.ask(hand_over.people)
    told = [one.told for one in people]
    assert len(set(told)) == len(told)
    assert {one.name for one in people if one.staff in alike} == {"李四"}


def test_the_month_of_duty_says_which_of_two_is_meant_on_the_screen_and_not_on_paper(station, make):
    first, second = listed(make, ["李四", "李四"])
    station.perform(duty.paint, cells(first, 2, 3, 4), ON)
    found = sheet(station)
    assert [one.told for one in found.rows()] == ["李四（第1位）", "李四（第2位）"]
    clashes = [one.text for one in duty_checks.conflicts(found) if one.kind == "run"]
    assert clashes[0].startswith("李四（第1位）连值3天")
    assert found.name(first) == "李四"
    station.perform(duty_swap.ask, Wish(cells(first, 2)[0], second))
    assert (
        station.ask(duty_swap.swaps, *MARCH)[0].text == "李四（第1位）3月2日的班由李四（第2位）值"
    )


def test_whoever_has_something_in_hand_is_told_from_his_namesakes(station, make, alike):
    make.task(title="修路灯", owner=alike[2], given_on=DAY)
    (told,) = station.ask(pending.tasks, DAY)
    assert told.note.startswith("李四（网格长 · 柳林村），")
    held = station.perform(meeting.prepare, DAY).value
    station.perform(meeting.decide, held, [Decision("走访五保户", alike[0])])
    file = station.ask(meeting_file.file, DAY)
    assert file.names[alike[0]] == "李四（网格长 · 东风村 · 尾号6021）"
