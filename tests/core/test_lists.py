"""What a filter selects, in which order, and how: the same as a plain reading of all records."""

from dataclasses import replace
from datetime import date
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select, text
from sqlalchemy.dialects import sqlite

from core.errors import Cancelled
from core.records import LEDGERS, staff, task
from core.services import leaving, records, tally
from core.services.listing import Wish
from core.services.records import Filter

TASKS, STAFF = task.LEDGER, staff.LEDGER
DAYS = (None, date(2026, 3, 1), date(2026, 3, 9), date(2026, 3, 20))
STATES = (None, "open", "doing", "closed")

FILTERS = st.builds(
    Filter,
    where=st.lists(
        st.one_of(
            st.tuples(st.just("state"), st.sampled_from(STATES)),
            st.tuples(st.just("source"), st.sampled_from(("meeting", "leader"))),
        ),
        max_size=3,
    ).map(tuple),
    since=st.sampled_from(DAYS),
    until=st.sampled_from(DAYS),
    binned=st.booleans(),
    order=st.sampled_from(("", "due", "title", "given_on")),
    rising=st.booleans(),
)


@pytest.fixture
def many(make, station):
    made = [
        make.task(
            title=f"第{n % 5}件事",
            due=DAYS[n % 4],
            state=STATES[n % 3],
            source=("meeting", "leader")[n % 2],
            given_on=DAYS[n % 3],
        )
        for n in range(18)
    ]
    station.perform(records.remove, "task", [one.id for one in made[::5]])
    return {one.id: one for one in made}, {one.id for one in made[::5]}


def _plainly(many, wanted):
    """The same filter, as a person would go through the records one by one."""
    records_, binned = many
    asked = {}
    for key, value in wanted.where:
        asked.setdefault(key, set()).add(value)
    found = [
        one
        for one in records_.values()
        if (one.id in binned) == wanted.binned
        and all(getattr(one, key) in values for key, values in asked.items())
        and (wanted.since is None or (one.due is not None and one.due >= wanted.since))
        and (wanted.until is None or (one.due is not None and one.due <= wanted.until))
        and (wanted.only is None or one.id in wanted.only)
    ]

    def place(one):
        value = getattr(one, wanted.order or "due")
        return ((value is None) is _rising(wanted), str(value), one.id.int)

    return [one.id for one in sorted(found, key=place, reverse=not _rising(wanted))]


def _rising(wanted):
    return bool(wanted.order) and wanted.rising


@pytest.mark.both_stores
@settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(FILTERS, st.sets(st.integers(0, 17)) | st.none())
def test_a_filter_selects_what_a_person_would(many, station, wanted, chosen):
    if chosen is not None:
        ids = list(many[0])
        wanted = replace(wanted, only=frozenset(ids[n] for n in chosen))
    expected = _plainly(many, wanted)
    assert list(station.ask(records.ids, TASKS, wanted)) == expected
    assert station.ask(records.count, TASKS, wanted) == len(expected)
    states = [many[0][one].state for one in expected]
    counted = station.ask(tally.counts, TASKS, "state", wanted)
    assert counted == {one: states.count(one) for one in states}


@pytest.mark.both_stores
def test_a_long_list_is_told_while_it_is_read(make, station, monkeypatch):
    monkeypatch.setattr(records, "_FIRST", 2)
    made = [make.task(due=date(2026, 3, 1 + n)) for n in range(9)]
    heard = []
    whole = station.ask(records.ids, TASKS, Filter(), heard.append)
    assert list(whole) == [one.id for one in reversed(made)]
    assert [len(part) for part in heard] == [2, 4, 8]
    assert all(whole[: len(part)] == part for part in heard)


@pytest.mark.both_stores
def test_names_stand_in_the_order_they_are_spoken(make, station):
    names = ["白洁", "欧阳锋", "单田", "王芳", "王秀英", "闫妮", "曾国庆", "张伟", "章华"]
    made = {make.staff(name=one).id: one for one in (*names[::2], *names[1::2])}
    for order in ("", "name"):
        wanted = Filter(order=order, rising=bool(order))
        assert [made[one] for one in station.ask(records.ids, STAFF, wanted)] == names
    offered = [name for _, name in station.ask(records.choices, "staff")]
    assert offered == names
    assert station.ask(_leaving, wanted) == [[name] for name in names]


def _leaving(session, wanted):
    return [*leaving.read(session, STAFF, wanted, (STAFF.field("name"),), Wish()).values()]


def test_reading_stops_when_nobody_waits_for_it(make, station):
    make.staff()

    def stop(_step, _done=0, _total=0):
        raise Cancelled

    with pytest.raises(Cancelled):
        station.ask(records.ids, STAFF, Filter(), progress=stop)


def test_news_are_what_came_not_what_went(make, station):
    people = [make.staff() for _ in range(4)]
    shown = station.ask(records.ids, STAFF, Filter())
    assert station.ask(records.news, STAFF, Filter(), shown) is None
    station.perform(records.remove, "staff", [people[1].id])
    assert station.ask(records.news, STAFF, Filter(), shown) is None
    new = make.staff(name="新来的")
    found = station.ask(records.news, STAFF, Filter(), shown)
    assert found is not None
    assert set(found) == {new.id, people[0].id, people[2].id, people[3].id}


def _plan(station, query):
    """How the local store goes about a query."""
    told = query.compile(dialect=sqlite.dialect(), compile_kwargs={"literal_binds": True})
    with station.engine.connect() as connection:
        steps = connection.execute(text(f"EXPLAIN QUERY PLAN {told}")).all()
    return [step.detail for step in steps]


@pytest.mark.parametrize(
    "ledger", [one for one in LEDGERS if one.order is not None], ids=lambda one: one.name
)
def test_a_ledger_opens_from_its_index_alone(station, ledger):
    [step] = _plan(station, records.find(ledger, Filter()))
    assert step == f"SCAN {ledger.name} USING COVERING INDEX ix_{ledger.name}_listed"


def test_a_narrowed_list_goes_once_through_the_table(station):
    wanted = Filter(where=(("grid", UUID(int=1)),), order="phone")
    assert _plan(station, records.find(STAFF, wanted))[0] == "SCAN staff"
    counted = select(staff.Staff.id).where(*records.conditions(STAFF, Filter(words="王秀英")))
    assert not any(step.startswith("SCAN staff") for step in _plan(station, counted))
