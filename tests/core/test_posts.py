"""Who held which post on which day: given, ended, put right, stood in for, undone."""

from contextlib import suppress
from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from core.errors import Conflict, Invalid, NeedsYes
from core.records.leave import Leave
from core.records.staff import Post, Staff
from core.services import absence, history, leaves, one_at_a_time, posts, records
from core.services.posts import Term
from tests.conftest import Make

TODAY = date(2026, 3, 25)
CHIEF_OF_GRID, WORKER = "04", "05"


def day(n):
    return date(2026, 3, n)


@pytest.fixture
def town(make):
    """A grid, and two colleagues without a post."""
    return make.grid(name="东风网格"), make.staff(name="王五"), make.staff(name="李四")


def held_by(station, grid, on):
    found = station.ask(posts.answering, on, [grid.id])
    return found[0].told if found else None


def test_a_post_is_given_from_a_past_day_and_answered_for_on_every_day_since(station, town):
    grid, wang, _ = town
    station.perform(posts.give, Term(wang.id, grid.id, CHIEF_OF_GRID, day(2)))
    answers = [held_by(station, grid, day(n)) for n in (1, 2, 25)]
    assert answers == [None, "王五", "王五"]
    row = station.ask(lambda s: s.get(Staff, wang.id))
    assert (row.grid, row.post) == (grid.id, CHIEF_OF_GRID)


def test_a_grid_has_one_chief_and_the_new_one_is_asked_about(station, town):
    grid, wang, li = town
    station.perform(posts.give, Term(wang.id, grid.id, CHIEF_OF_GRID, day(2)))
    change = Term(li.id, grid.id, CHIEF_OF_GRID, day(20))
    with pytest.raises(NeedsYes, match=r"现在是王五.*改由李四担任"):
        station.perform(posts.give, change)
    station.confirmed("relieve").perform(posts.give, change)
    assert [held_by(station, grid, day(n)) for n in (19, 20)] == ["王五", "李四"]
    assert station.ask(lambda s: s.get(Staff, wang.id)).post is None


def test_two_chiefs_of_one_grid_in_the_same_days_are_refused(station, town):
    grid, wang, li = town
    station.perform(posts.give, Term(wang.id, grid.id, CHIEF_OF_GRID, day(10)))
    with pytest.raises(Invalid, match="东风网格的网格长2026-03-10起是王五"):
        station.perform(posts.give, Term(li.id, grid.id, CHIEF_OF_GRID, day(1), day(12)))
    station.perform(posts.give, Term(li.id, grid.id, CHIEF_OF_GRID, day(1), day(10)))
    assert [held_by(station, grid, day(n)) for n in (9, 10)] == ["李四", "王五"]


def test_the_form_of_the_roster_is_asked_the_same(station, town):
    grid, wang, li = town
    values = {"grid": grid.id, "post": CHIEF_OF_GRID}
    station.perform(records.save, "staff", values, wang.id)
    with pytest.raises(Invalid, match="同时只有一位网格长"):
        station.perform(records.save, "staff", values, li.id)
    assert station.ask(lambda s: s.get(Staff, li.id)).post is None


def test_a_post_is_not_held_twice_by_one_person(station, town):
    grid, wang, _ = town
    station.perform(posts.give, Term(wang.id, grid.id, WORKER, day(2)))
    with pytest.raises(Invalid, match="已在东风网格任专职网格员，不用重复登记"):
        station.perform(posts.give, Term(wang.id, grid.id, WORKER, day(10)))


def test_one_person_has_many_posts_and_one_main_post(station, town, make):
    grid, wang, _ = town
    other = make.grid(name="红旗网格")
    first = station.perform(posts.give, Term(wang.id, grid.id, WORKER, day(2))).value
    station.perform(posts.give, Term(wang.id, other.id, WORKER, day(3)))
    assert station.ask(lambda s: s.get(Staff, wang.id)).grid == grid.id
    station.perform(posts.end, first, day(20))
    assert station.ask(lambda s: s.get(Staff, wang.id)).grid == other.id
    [left] = station.ask(posts.of_person, wang.id, TODAY)
    assert left.main


def test_who_leaves_the_station_leaves_every_post(station, town, make):
    grid, wang, _ = town
    for place in (grid, make.grid()):
        station.perform(posts.give, Term(wang.id, place.id, WORKER, day(2)))
    station.perform(records.save, "staff", {"left": day(20), "state": "left"}, wang.id)
    assert station.ask(posts.of_person, wang.id, day(20)) == []
    assert len(station.ask(posts.of_person, wang.id, day(19))) == 2


@pytest.mark.parametrize(
    ("given_term", "told"),
    [
        ({"since": day(26)}, "起日不能晚于今天"),
        ({"until": day(30)}, "离任日期不能晚于今天"),
        ({"until": day(5)}, "离任日期要晚于任职起日"),
        ({"kind": ""}, "请选岗位"),
    ],
)
def test_odd_days_are_answered(station, town, given_term, told):
    grid, wang, _ = town
    term = {"staff": wang.id, "grid": grid.id, "kind": WORKER, "since": day(5)} | given_term
    with pytest.raises(Invalid, match=told):
        station.perform(posts.give, Term(**term))


def test_a_grid_that_is_closed_takes_nobody(station, make):
    grid = make.grid(opened=day(3), closed=day(10))
    wang = make.staff()
    for since, until, told in ((day(1), day(5), "才启用"), (day(5), None, "已停用")):
        with pytest.raises(Invalid, match=told):
            station.perform(posts.give, Term(wang.id, grid.id, WORKER, since, until))
    assert station.perform(posts.give, Term(wang.id, grid.id, WORKER, day(5), day(10))).value


def test_who_has_left_takes_no_post(station, make):
    gone = make.staff(name="赵六", left=day(10))
    with pytest.raises(Invalid, match="赵六2026-03-10已离岗"):
        station.perform(posts.give, Term(gone.id, make.grid().id, WORKER, day(5)))


def test_an_ended_post_is_not_ended_again(station, town):
    grid, wang, _ = town
    post = station.perform(posts.give, Term(wang.id, grid.id, WORKER, day(5))).value
    for on, told in ((day(4), "早于任职起日"), (day(26), "不能晚于今天")):
        with pytest.raises(Invalid, match=told):
            station.perform(posts.end, post, on)
    station.perform(posts.end, post, day(10))
    with pytest.raises(Invalid, match="已经离任"):
        station.perform(posts.end, post, day(12))


def test_a_post_is_put_right(station, town, make):
    grid, wang, _ = town
    post = station.perform(posts.give, Term(wang.id, grid.id, WORKER, day(5))).value
    right = make.grid(name="红旗网格")
    station.perform(posts.change, post, Term(wang.id, right.id, CHIEF_OF_GRID, day(3)))
    assert held_by(station, grid, day(5)) is None
    assert held_by(station, right, day(3)) == "王五"
    assert station.ask(lambda s: s.get(Staff, wang.id)).grid == right.id


def test_undoing_does_not_bring_back_a_second_chief(station, town, clock):
    grid, wang, li = town
    post = station.perform(posts.give, Term(wang.id, grid.id, CHIEF_OF_GRID, day(2))).value
    ended = station.perform(posts.end, post, day(20))
    station.perform(posts.give, Term(li.id, grid.id, CHIEF_OF_GRID, day(20)))
    with pytest.raises(Invalid, match="同时只有一位网格长"):
        station.perform(history.undo, ended.seq)


def test_coming_back_from_the_bin_does_not_bring_back_a_second_chief(station, town):
    grid, wang, li = town
    station.perform(posts.give, Term(wang.id, grid.id, CHIEF_OF_GRID, day(2)))
    station.perform(records.remove, "staff", [wang.id])
    station.perform(posts.give, Term(li.id, grid.id, CHIEF_OF_GRID, day(20)))
    with pytest.raises(Invalid, match="同时只有一位网格长"):
        station.perform(records.restore, "staff", [wang.id])


def test_the_substitute_answers_while_the_holder_is_away(station, town, make):
    grid, wang, li = town
    station.perform(posts.give, Term(wang.id, grid.id, CHIEF_OF_GRID, day(2)))
    make.record(
        Leave(staff=wang.id, kind="01", since=day(10), until=day(12), substitute=li.id,
              state="granted")
    )  # fmt: skip
    answers = [held_by(station, grid, day(n)) for n in (9, 10, 12, 13)]
    assert answers == ["王五", "李四（代王五）", "李四（代王五）", "王五"]


STEPS = st.one_of(
    st.tuples(st.just("give"), st.integers(0, 2), st.integers(0, 1), st.sampled_from("45"),
              st.integers(1, 25), st.none() | st.integers(2, 25), st.booleans()),
    st.tuples(st.just("end"), st.integers(0, 5), st.integers(1, 25)),
    st.tuples(st.just("leave"), st.integers(0, 2), st.none() | st.integers(0, 2),
              st.integers(1, 25), st.integers(0, 6)),
    st.tuples(st.just("transfer"), st.integers(0, 5), st.integers(0, 1), st.sampled_from("45"),
              st.integers(1, 25)),
    st.tuples(st.just("mend"), st.integers(0, 5), st.integers(0, 1), st.sampled_from("45"),
              st.integers(1, 25), st.none() | st.integers(2, 25)),
    st.tuples(st.just("back"), st.integers(0, 3), st.integers(1, 25)),
    st.tuples(st.just("leaves_town"), st.integers(0, 2), st.integers(1, 25)),
    st.tuples(st.sampled_from(("bin", "restore")), st.sampled_from(("staff", "leave")),
              st.integers(0, 3)),
    st.tuples(st.just("undo"), st.integers(0, 9)),
)  # fmt: skip


class Story:
    """Acts on three people and two grids; what is refused changes nothing."""

    def __init__(self, station, make):
        self.station = station
        self.people = [make.staff(joined=None) for _ in range(3)]
        self.grids = [make.grid() for _ in range(2)]
        self.acts = []

    def do(self, step):
        with suppress(Invalid, Conflict):
            getattr(self, step[0])(*step[1:])

    def perform(self, *act):
        done = self.station.confirmed("relieve").perform(*act)
        if done.seq is not None:
            self.acts.append(done.seq)

    def give(self, who, grid, kind, since, until, main):
        until = until and day(until)
        term = Term(
            self.people[who].id, self.grids[grid].id, f"0{kind}", day(since), until, main=main
        )
        self.perform(posts.give, term)

    def end(self, n, on):
        every = self.every(Post)
        if n < len(every):
            self.perform(posts.end, every[n].id, day(on))

    def leave(self, who, substitute, since, more):
        values = {"staff": self.people[who].id, "kind": "01", "state": "granted"}
        days = {"since": day(since), "until": day(since) + timedelta(more)}
        other = {} if substitute is None else {"substitute": self.people[substitute].id}
        self.perform(records.save, "leave", values | days | other)

    def transfer(self, n, grid, kind, on):
        every = self.every(Post)
        if n < len(every):
            to = Term(every[n].staff, self.grids[grid].id, f"0{kind}", day(on))
            self.perform(posts.transfer, every[n].id, to)

    def mend(self, n, grid, kind, since, until):
        every = self.every(Post)
        if n < len(every):
            until = until and day(until)
            term = Term(every[n].staff, self.grids[grid].id, f"0{kind}", day(since), until)
            self.perform(posts.change, every[n].id, term)

    def back(self, n, on):
        every = self.every(Leave)
        if n < len(every):
            self.perform(leaves.back, every[n].id, day(on))

    def bin(self, table, n):
        self.put(records.remove, table, n)

    def restore(self, table, n):
        self.put(records.restore, table, n)

    def put(self, act, table, n):
        every = self.people if table == "staff" else self.every(Leave)
        if n < len(every):
            self.perform(act, table, [every[n].id])

    def every(self, kind):
        """What this story made, the oldest first."""
        mine = kind.staff.in_([one.id for one in self.people])
        return self.station.ask(lambda s: s.query(kind).filter(mine).order_by(kind.id).all())

    def leaves_town(self, who, on):
        self.perform(records.save, "staff", {"left": day(on)}, self.people[who].id)

    def undo(self, n):
        if n < len(self.acts):
            self.perform(history.undo, self.acts[-1 - n])


def everything(session):
    here = {one.id for one in session.query(Staff).filter(Staff.binned.is_(None))}
    return [one for one in session.query(Post) if one.staff in here], session.query(Leave).all()


def acts_for(known, person, on, seen=()):
    """Told apart from the program: who acts for somebody on a day."""
    away = [
        one.substitute
        for one in known
        if one.binned is None and one.staff == person and one.since <= on <= one.until
        if one.state in ("granted", "back") and (one.back_on is None or on < one.back_on)
    ]
    if not away or away[0] is None or away[0] in (*seen, person):
        return person
    return acts_for(known, away[0], on, (*seen, person))


HELD = ("give", 0, 0, "4", 1, None, True)
AWAY, STANDS_IN_AWAY = ("leave", 0, 1, 5, 6), ("leave", 1, 2, 6, 6)


@given(steps=st.lists(STEPS, min_size=1, max_size=9))
@example(steps=[HELD, AWAY, STANDS_IN_AWAY, ("back", 0, 8), ("undo", 0)])
@example(
    steps=[
        HELD,
        AWAY,
        ("bin", "staff", 0),
        ("give", 2, 0, "4", 3, None, True),
        ("restore", "staff", 0),
        ("undo", 0),
    ]
)
@example(
    steps=[
        HELD,
        ("transfer", 0, 1, "4", 12),
        ("give", 1, 0, "4", 12, None, True),
        ("undo", 1),
        ("mend", 0, 1, "5", 3, 20),
    ]
)
@example(steps=[HELD, AWAY, ("bin", "leave", 0), ("leave", 0, 2, 5, 2), ("restore", "leave", 0)])
@settings(
    max_examples=12,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
def test_there_is_one_responsible_person_per_post_and_day(station, steps):
    story = Story(station, Make(station))
    for step in steps:
        story.do(step)
    found, known = station.ask(everything)
    for n in range(1, 29):
        on = day(n)
        held = [
            one
            for one in found
            if one.binned is None and one.since <= on and (one.until is None or one.until > on)
        ]
        alone = [(one.grid, one.kind) for one in held if one.kind in one_at_a_time.SINGLE]
        assert len(alone) == len(set(alone))
        assert len({(p.staff, p.grid, p.kind) for p in held}) == len(held)
        answers = {one.post: one.acting.id for one in station.ask(posts.answering, on)}
        mine = {p.id for p in held if p.grid in {g.id for g in story.grids}}
        assert {post: acts_for(known, p.staff, on) for p in held for post in [p.id]} == answers
        for grid in story.grids:
            here = {p.id for p in held if p.grid == grid.id}
            first = next(iter(station.ask(posts.answering, on, [grid.id])), None)
            assert (first is None) == (not here)
            assert first is None or first.post in here & mine


def test_an_import_with_two_chiefs_still_has_one_who_answers(station, town, make):
    """A roster comes as it is; of two chiefs who came later answers, the list tells of both."""
    grid, wang, li = town
    for person, since in ((wang, day(2)), (li, day(9))):
        make.record(Post(staff=person.id, grid=grid.id, kind=CHIEF_OF_GRID, since=since, main=True))
    assert held_by(station, grid, TODAY) == "李四"
    assert len(station.ask(posts.answering, TODAY)) == 1


def test_nobody_is_away_after_coming_back(station, town, make):
    _, wang, li = town
    make.record(
        Leave(staff=wang.id, kind="01", since=day(10), until=day(20), substitute=li.id,
              state="back", back_on=day(15))
    )  # fmt: skip
    assert [bool(station.ask(absence.away, day(n))) for n in (14, 15)] == [True, False]


def test_who_is_transferred_leaves_one_post_and_begins_the_next_on_that_day(station, town, make):
    grid, wang, _ = town
    other = make.grid(name="红旗网格")
    post = station.perform(posts.give, Term(wang.id, grid.id, WORKER, day(2), main=True)).value
    moved = station.perform(posts.transfer, post, Term(wang.id, other.id, CHIEF_OF_GRID, day(20)))
    assert [held_by(station, grid, day(n)) for n in (19, 20)] == ["王五", None]
    assert [held_by(station, other, day(n)) for n in (19, 20)] == [None, "王五"]
    person = station.ask(lambda s: s.get(Staff, wang.id))
    assert (person.grid, person.post) == (other.id, CHIEF_OF_GRID)
    [now] = station.ask(posts.of_person, wang.id, TODAY)
    assert now.main
    station.perform(history.undo, moved.seq)
    assert held_by(station, grid, TODAY) == "王五"
    assert held_by(station, other, TODAY) is None
    assert station.ask(lambda s: s.get(Staff, wang.id)).grid == grid.id
    assert [told for _, told in station.ask(posts.ever_told_of, wang.id)] == [
        "东风网格 专职网格员（2026-03-02起）"
    ]


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"since": 26}, "起日不能晚于今天"),
        ({"since": 2}, "调岗日期要晚于任职起日（2026-03-02）"),
        ({"kind": WORKER, "grid": None}, "网格和岗位都没有变"),
    ],
)
def test_a_transfer_that_makes_no_sense_changes_nothing(station, town, make, change, told):
    grid, wang, _ = town
    post = station.perform(posts.give, Term(wang.id, grid.id, WORKER, day(2))).value
    where = grid.id if "grid" in change else make.grid(name="红旗网格").id
    to = Term(wang.id, where, change.get("kind", CHIEF_OF_GRID), day(change.get("since", 20)))
    with pytest.raises(Invalid, match=told):
        station.perform(posts.transfer, post, to)
    assert [one.until for one in station.ask(lambda s: s.query(Post).all())] == [None]


def test_a_post_that_ended_is_not_transferred(station, town, make):
    grid, wang, _ = town
    post = station.perform(posts.give, Term(wang.id, grid.id, WORKER, day(2))).value
    station.perform(posts.end, post, day(10))
    with pytest.raises(Invalid, match="2026-03-10已经离任"):
        station.perform(posts.transfer, post, Term(wang.id, grid.id, CHIEF_OF_GRID, day(20)))


def test_who_is_transferred_into_a_post_of_one_holder_is_asked_about(station, town, make):
    grid, wang, li = town
    other = make.grid(name="红旗网格")
    post = station.perform(posts.give, Term(wang.id, grid.id, CHIEF_OF_GRID, day(2))).value
    station.perform(posts.give, Term(li.id, other.id, CHIEF_OF_GRID, day(2)))
    to = Term(wang.id, other.id, CHIEF_OF_GRID, day(20))
    with pytest.raises(NeedsYes, match=r"现在是李四.*改由王五担任"):
        station.perform(posts.transfer, post, to)
    station.confirmed("relieve").perform(posts.transfer, post, to)
    answers = [(held_by(station, grid, day(n)), held_by(station, other, day(n))) for n in (19, 20)]
    assert answers == [("王五", "李四"), (None, "王五")]
