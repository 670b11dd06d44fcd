"""Whatever is painted, undone, carried on or handed over: nobody stands twice, and counts agree."""

import shutil
from datetime import date, timedelta
from itertools import combinations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.errors import UserError
from core.services import duty, duty_checks, duty_planning, founding, history
from core.services.duty_sheet import DAYTIME, LEADER, MEMBER, NIGHT, WHOLE, Cell, Mark
from tests.conftest import FACTS, PASSWORD, FixedClock, Make
from tests.core.duty_room import come_back, grant, leave_of, listed, sheet

FIRST = date(2026, 3, 2)
NUMBERS = st.integers(0, 3)
DAYS = st.integers(0, 9)
MARKS = st.sampled_from([Mark(s, r) for s in (WHOLE, DAYTIME, NIGHT) for r in (LEADER, MEMBER)])
ACTS = st.lists(
    st.one_of(
        st.tuples(st.just("paint"), NUMBERS, DAYS, DAYS, MARKS),
        st.tuples(st.just("erase"), NUMBERS, DAYS, DAYS),
        st.tuples(st.just("leave"), NUMBERS, DAYS, DAYS, NUMBERS),
        st.tuples(st.just("back"), DAYS),
        st.tuples(st.just("undo"), NUMBERS),
        st.tuples(st.just("carry on")),
    ),
    min_size=2,
    max_size=9,
)


@pytest.fixture(scope="module")
def month(prepared, tmp_path_factory):
    """One station for every example: each has its own four people and starts with nobody on."""
    folder = tmp_path_factory.mktemp("duty") / "station"
    shutil.copytree(prepared, folder)
    opened = founding.open_station(folder, FACTS.user, PASSWORD, FixedClock())
    yield opened, listed(Make(opened), ["甲", "乙", "丙", "丁"])
    opened.close()


class Doing:
    """The acts of one example, and what of them can be undone."""

    def __init__(self, station, people):
        self.station, self.people = station, people
        self.done, self.leaves = [], []
        cells = [Cell(FIRST + timedelta(n), one) for n in range(-1, 30) for one in people]
        station.perform(duty.erase, cells)

    def do(self, act, *given):
        try:
            seq = getattr(self, act.replace(" ", "_"))(*given)
        except UserError:
            return
        if seq is not None:
            self.done.append(seq)

    def _cells(self, person, first, last):
        span = range(min(first, last), max(first, last) + 1)
        return [Cell(FIRST + timedelta(n), self.people[person]) for n in span]

    def paint(self, person, first, last, mark):
        return self.station.perform(duty.paint, self._cells(person, first, last), mark).seq

    def erase(self, person, first, last):
        return self.station.perform(duty.erase, self._cells(person, first, last)).seq

    def leave(self, person, first, last, other):
        cells = self._cells(person, first, last)
        away = leave_of(
            self.people[person],
            cells[0].day,
            cells[-1].day,
            substitute=self.people[other] if other != person else None,
            state="granted",
        )
        seq = self.station.perform(grant, away).seq
        self.leaves.append(away.id)
        return seq

    def back(self, day):
        if self.leaves:
            return self.station.perform(come_back, self.leaves.pop(), FIRST + timedelta(day)).seq
        return None

    def undo(self, which):
        if self.done:
            self.station.perform(history.undo, self.done.pop(-1 - which % len(self.done)))

    def carry_on(self):
        return self.station.perform(duty_planning.carry_on, FIRST).seq


@settings(
    max_examples=12,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(acts=ACTS)
def test_nobody_stands_twice_and_the_counts_are_those_of_the_shifts(month, acts):
    station, people = month
    doing = Doing(station, people)
    for act in acts:
        doing.do(*act)
        found = sheet(station)
        for cell in {one.cell for one in found.shifts}:
            there = [one for one in found.shifts if one.cell == cell]
            assert not any(a.meets(b.shift) for a, b in combinations(there, 2))
        shares = duty_checks.shares(found)
        assert sum(one.total for one in shares) == len(found.shifts)
        assert all(one.weekend + one.holiday <= one.total for one in shares)
    for leave in doing.leaves:
        station.perform(come_back, leave, FIRST - timedelta(1))
