"""Whatever is done to the division: no ring, nothing left behind, no day without a post."""

import shutil
import tempfile
from contextlib import suppress
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule
from sqlalchemy import select

from core.errors import UserError
from core.records.grid import Grid
from core.records.staff import Post, Staff
from core.services import founding, grid_acts, grid_past, grid_tree, grid_work, history, records
from core.services.grid_acts import Opening, Terms
from tests.conftest import FACTS, PASSWORD, QUICK, FixedClock, Make

PICK = st.integers(0, 10**6)
JOINED = date(2025, 1, 1)
BEGAN = date(2026, 3, 25)


class Division(RuleBasedStateMachine):
    """A village with four grids, three people and some work, changed over and over."""

    @initialize()
    def found(self):
        self.folder = Path(tempfile.mkdtemp())
        self.clock = FixedClock()
        facts, folder = FACTS, self.folder / "station"
        self.station, _ = founding.create(folder, facts, PASSWORD, self.clock, QUICK)
        self.make = Make(self.station)
        top = self.make.grid(name="东风村", level="village").id
        grids = [self.make.grid(name=f"第{n}网格", parent=top).id for n in range(4)]
        for n, grid in enumerate(grids[:3]):
            who = {"name": f"王网格{n}", "grid": grid, "post": "05", "joined": JOINED}
            staff = self.station.perform(records.save, "staff", who).value
            other = grids[n + 1]
            self.make.record(Post(staff=staff, grid=other, kind="05", since=JOINED, main=False))
            self.make.case(grid=grid, state="Z20")
            self.make.visit(grid=other)
        self.named, self.acts = 0, []
        self.figures = self.counted(BEGAN)

    def teardown(self):
        self.station.close()
        shutil.rmtree(self.folder)

    @rule(days=st.integers(0, 3))
    def time_goes_on(self, days):
        self.clock.tick(days=days)

    @rule(pick=PICK)
    def renamed(self, pick):
        self.do(grid_acts.rename, self.grid(pick), self.name(), self.terms(pick))

    @rule(pick=PICK, other=PICK)
    def moved(self, pick, other):
        self.do(grid_acts.move, self.grid(pick), self.grid(other), self.terms(pick))

    @rule(pick=PICK, other=PICK, third=PICK, fresh=st.booleans())
    def merged(self, pick, other, third, fresh):
        into = self.opening() if fresh else self.grid(third)
        chosen = [self.grid(pick), self.grid(other)]
        self.do(grid_acts.merge, chosen, into, self.terms(pick))

    @rule(pick=PICK, stays=st.booleans())
    def split(self, pick, stays):
        grid = self.grid(pick)
        openings = [self.opening(), Opening(grid, "") if stays else self.opening()]
        fates = self.fates(grid, [one.id for one in openings], pick)
        self.do(grid_acts.split, grid, openings, self.terms(pick), fates)

    @rule(pick=PICK, other=PICK, nowhere=st.booleans())
    def closed(self, pick, other, nowhere):
        grid = self.grid(pick)
        fates = self.fates(grid, [self.grid(other), None] if nowhere else [self.grid(other)], pick)
        self.do(grid_acts.close, grid, self.terms(pick), fates)

    @rule()
    def undone(self):
        if self.acts:
            with suppress(UserError):
                self.station.perform(history.undo, self.acts[-1])
                self.acts.pop()

    @invariant()
    def the_tree_has_no_ring(self):
        above = self.station.ask(grid_tree.parents)
        for one in above:
            assert one not in grid_tree.upwards(above, above[one])

    @invariant()
    def nothing_open_is_on_a_closed_grid(self):
        shut = [one.id for one in self.grids() if one.closed is not None]
        assert self.station.ask(grid_work.open_on, shut, self.station.today()) == ()
        everything = self.station.ask(
            grid_work.open_on, [one.id for one in self.grids()], self.station.today()
        )
        cases = [one for one in everything if one.kind in (grid_work.CASE, grid_work.VISIT)]
        assert len(cases) == 6

    @invariant()
    def each_main_post_follows_the_one_before_on_the_same_day(self):
        for staff, grid in self.people():
            held = [one for one in self.posts(staff) if one.main]
            assert held[0].since == JOINED
            assert held[-1].until is None
            assert held[-1].grid == grid
            for before, after in pairwise(held):
                assert before.until == after.since

    @invariant()
    def nobody_holds_one_post_twice(self):
        for staff, _ in self.people():
            held = self.posts(staff)
            for one in held:
                assert one.until is None or one.since < one.until
                assert not [
                    other
                    for other in held
                    if other.id != one.id
                    and other.grid == one.grid
                    and max(one.since, other.since) < min(ends(one), ends(other))
                ]

    @invariant()
    def the_first_day_looks_as_it_did(self):
        """Until something is changed on that very day."""
        if self.station.today() > BEGAN and not self.changed_that_day():
            assert self.counted(BEGAN) == self.figures

    def do(self, act, *args):
        with suppress(UserError):
            self.acts.append(self.station.perform(act, *args).seq)

    def terms(self, pick):
        return Terms(self.station.today() - timedelta(pick % 2), "撤并")

    def name(self):
        self.named += 1
        return f"新{self.named}网格"

    def opening(self):
        return Opening(self.station.ids.new(), self.name())

    def grids(self):
        query = select(Grid).where(Grid.binned.is_(None)).order_by(Grid.id)
        return self.station.ask(lambda session: session.scalars(query).all())

    def grid(self, pick):
        listed = [one.id for one in self.grids() if one.closed is None]
        return listed[pick % len(listed)]

    def fates(self, grid, targets, pick):
        found = self.station.ask(grid_work.open_on, [grid], self.station.today() - timedelta(1))
        return {one.id: targets[(pick + n) % len(targets)] for n, one in enumerate(found)}

    def people(self):
        query = select(Staff.id, Staff.grid)
        return self.station.ask(lambda session: session.execute(query).tuples().all())

    def posts(self, staff):
        query = select(Post).where(Post.staff == staff, Post.binned.is_(None))
        found = self.station.ask(lambda session: session.scalars(query).all())
        return sorted(found, key=lambda one: (one.since, ends(one)))

    def changed_that_day(self):
        query = select(grid_past.GridChange).where(
            grid_past.GridChange.changed_on <= BEGAN, grid_past.GridChange.binned.is_(None)
        )
        return self.station.ask(lambda session: session.scalars(query.limit(1)).first())

    def counted(self, day):
        """Where every open case and visit was at the end of `day`."""
        past = self.station.ask(grid_past.on, day)
        everything = self.station.ask(
            grid_work.open_on, [one.id for one in self.grids()], self.station.today()
        )
        return {
            one.id: past.place(one.id, one.grid)
            for one in everything
            if one.kind in (grid_work.CASE, grid_work.VISIT)
        }


def ends(post):
    return post.until or date.max


Division.TestCase.settings = settings(
    max_examples=8,
    stateful_step_count=12,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)
TestDivision = Division.TestCase
