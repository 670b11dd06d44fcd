"""Whatever people do, the journal told from the beginning is the state of the station."""

import shutil
import tempfile
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy import select

from core.errors import UserError
from core.journal import feed
from core.record import decode, record_class
from core.records import ledger
from core.records.staff import Post, Staff
from core.services import finding, founding, history, records
from core.services.records import Filter
from core.store.address import Address
from tests.conftest import FACTS, PASSWORD, QUICK, FixedClock

ROUNDS = settings(
    max_examples=15,
    stateful_step_count=20,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
STAFF = ledger("staff")
NAMES = st.sampled_from(["王秀英", "张𠮷㛃", "单雄信", "买买提·吐尔逊", "欧阳修竹"])
NOTES = st.sampled_from([None, "东风村第1网格", "请假\n代岗：李四", "㛃" * 400])
POSTS = st.sampled_from([None, "04", "05"])


class Clerks(RuleBasedStateMachine):
    """Two clerks keep a roster, change their minds, and set the clock wrong."""

    def facts(self):
        return FACTS

    @initialize()
    def found(self):
        self.folder = Path(tempfile.mkdtemp())
        self.clock = FixedClock()
        station, _ = founding.create(self.folder / "s", self.facts(), PASSWORD, self.clock, QUICK)
        self.station = station
        self.since = self.clock.moment
        self.known = []

    @rule(name=NAMES, note=NOTES, post=POSTS)
    def enrol(self, name, note, post):
        values = {"name": name, "note": note, "post": post}
        self.known.append(self.station.perform(records.save, "staff", values).value)

    @rule(data=st.data(), note=NOTES, post=POSTS)
    def change(self, data, note, post):
        if self.known:
            one = data.draw(st.sampled_from(self.known))
            self.station.perform(records.save, "staff", {"note": note, "post": post}, one)

    @rule(data=st.data(), way=st.sampled_from([records.remove, records.restore]))
    def bin_or_restore(self, data, way):
        if self.known:
            self.station.perform(way, "staff", [data.draw(st.sampled_from(self.known))])

    @rule(back=st.booleans())
    def undo_or_redo(self, back):
        find, act = (history.undoable, history.undo) if back else (history.redoable, history.redo)
        last = self.station.ask(find, self.station.actor.id, self.since - timedelta(days=9999))
        if last is not None:
            with suppress(UserError):
                self.station.perform(act, last.seq)

    @rule(minutes=st.integers(-10000, 10000))
    def set_the_clock(self, minutes):
        self.clock.tick(minutes=minutes)

    @invariant()
    def the_chain_is_whole(self):
        if hasattr(self, "station"):
            assert self.station.ask(lambda s: list(feed.broken(s))) == []

    @invariant()
    def the_journal_told_again_is_the_state(self):
        if hasattr(self, "station"):
            told = self.station.ask(replayed)
            for table in (Staff, Post):
                kept = self.station.ask(lambda s, t=table: list(s.scalars(select(t))))
                assert {one.id: {k: getattr(one, k) for k in told[one.id]} for one in kept} == {
                    one.id: told[one.id] for one in kept
                }
                assert all(told[one.id]["version"] == one.version for one in kept)

    @invariant()
    def the_index_finds_what_the_list_shows(self):
        if hasattr(self, "station"):
            listed = self.station.ask(records.ids, STAFF, Filter(words="wxy"))
            hits = self.station.ask(finding.find, "wxy", "staff", 1000)
            assert {hit.id for hit in hits} == set(listed)

    def teardown(self):
        if hasattr(self, "station"):
            self.station.close()
            shutil.rmtree(self.folder)


def replayed(session):
    """Every record as the journal alone tells it."""
    state = {}
    for step in feed.changes(session):
        kind = record_class(step.table)
        columns = state.setdefault(
            step.record,
            {c.key: None for c in kind.__table__.columns if c.key not in ("id", "version")},
        )
        columns.update(
            {key: decode(kind, key, raw) for key, raw in step.after.items() if key != "id"}
        )
        columns["version"] = step.version
    return state


def test_the_same_on_a_server(server):
    class OnServer(Clerks):
        def facts(self):
            self.away = Address(server.database(), server.password)
            return replace(FACTS, server=self.away)

        def teardown(self):
            super().teardown()
            if hasattr(self, "away"):
                server.drop(self.away.place)

    run_state_machine_as_test(OnServer, settings=settings(ROUNDS, max_examples=5))


TestClerks = Clerks.TestCase
TestClerks.settings = ROUNDS
