"""Whatever people do, the journal told from the beginning is the state of the station."""

import shutil
import tempfile
from contextlib import suppress
from datetime import timedelta
from pathlib import Path

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule
from sqlalchemy import select

from core import places
from core.errors import Conflict, UserError
from core.intake.sheet import Sheet
from core.journal import feed
from core.record import Base, Record, decode, record_class
from core.records import ledger
from core.records.destruction import Destruction
from core.records.mediation_case import MediationCase, Party
from core.services import (
    destroying,
    finding,
    founding,
    history,
    importing,
    mediation,
    records,
    versions,
)
from core.services.importing import Terms
from core.services.lines import Line
from core.services.mediation import CaseDraft
from core.services.records import Filter
from tests.conftest import FACTS, PASSWORD, QUICK, FixedClock
from tests.pages import plain

STAFF = ledger("staff")
NAMES = st.sampled_from(["王秀英", "张𠮷㛃", "单雄信", "买买提·吐尔逊", "欧阳修竹"])
NOTES = st.sampled_from([None, "东风村第1网格", "请假\n代岗：李四", "㛃" * 400])
POSTS = st.sampled_from([None, "04", "05"])
PLACES = st.sampled_from([None, "村口", "三组晒场"])
PICK = st.integers(0, 10**6)
BOTH = st.booleans()
MARKS = "𪚥𠔻𡘙𣊭𤴐"
"""Each destroyed record had one of these in its name; afterwards nothing may hold it."""


class Crash(Exception):
    """The power goes while an act is under way."""


class Clerks(RuleBasedStateMachine):
    """Two windows on one folder: they register, change their minds, destroy, crash, err in time."""

    @initialize()
    def found(self):
        self.folder = Path(tempfile.mkdtemp())
        self.clock = FixedClock()
        station, _ = founding.create(self.folder / "s", FACTS, PASSWORD, self.clock, QUICK)
        self.windows = [station, self.opened()]
        self.since = self.clock.moment
        self.people, self.cases, self.tasks = [], [], []
        self.numbers, self.batches, self.gone = [], [], set()
        self.marks = iter(MARKS)

    def opened(self):
        return founding.open_station(self.folder / "s", FACTS.user, PASSWORD, self.clock)

    @property
    def station(self):
        return self.windows[0]

    def do(self, other, act, *args):
        """An act of one of the windows; a refusal changes nothing."""
        with suppress(UserError):
            return self.windows[other].perform(act, *args).value
        return None

    def one(self, known, pick):
        return known[pick % len(known)] if known else None

    @rule(other=BOTH, name=NAMES, note=NOTES, post=POSTS)
    def enrol(self, other, name, note, post):
        values = {"name": name, "note": note, "post": post}
        self.people.append(self.do(other, records.save, "staff", values))

    @rule(other=BOTH, pick=PICK, note=NOTES, post=POSTS)
    def change(self, other, pick, note, post):
        if one := self.one(self.people, pick):
            self.do(other, records.save, "staff", {"note": note, "post": post}, one)

    @rule(pick=PICK, note=NOTES, name=NAMES)
    def both_change_what_they_read_at_the_same_time(self, pick, note, name):
        found = self.station.ask(records.rows, STAFF, [self.one(self.people, pick)])
        for row in found:
            given = ("staff", {"note": note, "name": name}, row.id, row.version)
            done = self.station.perform(records.save, *given)
            if done.seq is not None:
                try:
                    self.windows[1].perform(records.save, *given)
                except Conflict:
                    continue
                raise AssertionError("the second of two editors was not told")

    @rule(other=BOTH, place=PLACES, names=st.lists(NAMES, max_size=2))
    def accept_a_case(self, other, place, names):
        parties = tuple(Line({"name": name}) for name in names)
        draft = CaseDraft({"title": "占道", "source": "02", "place": place}, parties)
        self.cases.append(self.do(other, mediation.accept, draft))
        self.numbers.append(self.number(self.cases[-1]))

    @rule(other=BOTH, pick=PICK, place=PLACES, names=st.lists(NAMES, max_size=2))
    def amend_a_case(self, other, pick, place, names):
        if case := self.one(self.cases, pick):
            parties = tuple(Line({"name": name}) for name in names)
            self.do(other, mediation.amend, case, {"place": place}, parties)

    @rule(other=BOTH, pick=PICK)
    def void_a_case(self, other, pick):
        if case := self.one(self.cases, pick):
            self.do(other, records.void, "mediation_case", case, "重复登记")

    @rule(other=BOTH, pick=PICK)
    def give_a_task(self, other, pick):
        owner = self.one(self.people, pick)
        values = {"title": "核实围栏", "source": "meeting", "owner": owner}
        self.tasks.append(self.do(other, records.save, "task", values))

    @rule(other=BOTH, pick=PICK, way=st.sampled_from([records.remove, records.restore]))
    def bin_or_restore(self, other, pick, way):
        if one := self.one(self.people, pick):
            self.do(other, way, "staff", [one])

    @rule(other=BOTH, back=BOTH)
    def undo_or_redo(self, other, back):
        find, act = (history.undoable, history.undo) if back else (history.redoable, history.redo)
        last = self.station.ask(find, self.station.actor.id, self.since - timedelta(days=9999))
        if last is not None:
            self.do(other, act, last.seq)

    @rule(other=BOTH, pick=PICK, turn=PICK)
    def put_a_version_back(self, other, pick, turn):
        found = self.station.ask(records.rows, STAFF, [self.one(self.people, pick)])
        for row in found:
            turns = self.station.ask(history.of_record, "staff", row.id)
            seq = turns[turn % len(turns)].seq
            self.do(other, versions.put_back, ("staff", row.id), seq, ["name", "note"], row.version)

    @rule(names=st.lists(NAMES, min_size=1, max_size=3, unique=True), pick=PICK)
    def bring_in_a_batch_and_perhaps_take_it_back(self, names, pick):
        sheet = Sheet("表", (("姓名", "备注"), *((f"{name}{pick}", "导入") for name in names)))
        plan = self.station.ask(importing.plan, "staff", sheet, Terms(self.station.today()))
        done = self.station.perform(importing.commit, "staff", plan.rows)
        brought = [one for one in plan.rows if one.verdict == "new"]
        if done.seq is not None and pick % 2:
            steps = self.station.ask(lambda s: list(feed.changes(s, only=done.seq)))
            first = next(one.record for one in steps if one.table == "staff")
            self.do(1, records.save, "staff", {"note": "后来写的"}, first)
            with suppress(UserError):
                self.station.confirmed("partly").perform(history.undo, done.seq)
            assert self.station.ask(records.rows, STAFF, [first])[0].values["note"] == "后来写的"
        assert brought or done.seq is None

    @rule(name=NAMES)
    def destroy_what_was_laid_aside(self, name):
        mark = next(self.marks, None)
        if mark is None:
            return
        note = f"{name}{mark}家"
        one = self.do(0, records.save, "staff", {"name": f"张{mark}", "note": note})
        task = self.do(
            1, records.save, "task", {"title": "核实", "source": "meeting", "owner": one}
        )
        self.do(1, records.remove, "staff", [one])
        order = destroying.Order(f"张{mark}", "误登", "周主任")
        done = self.station.perform(destroying.purge, "staff", one, order)
        destroying.settle(self.station)
        self.gone.add(one)
        with suppress(UserError):
            self.station.perform(history.undo, done.seq - 1)
        assert mark.encode() not in plain(
            places.database(self.station.folder), self.station.secret.key
        )
        self.tasks.append(task)

    @rule(other=BOTH, name=NAMES)
    def crash_in_the_middle_of_an_act(self, other, name):
        with suppress(Crash):
            self.windows[other].perform(_crashing, name)
        self.windows[other].engine.dispose()
        self.windows[other] = self.opened()

    @rule(minutes=st.integers(-10000, 10000))
    def set_the_clock(self, minutes):
        self.clock.tick(minutes=minutes)

    @invariant()
    def the_chain_is_whole(self):
        if hasattr(self, "windows"):
            assert self.station.ask(lambda s: list(feed.broken(s))) == []

    @invariant()
    def the_journal_told_again_is_the_state(self):
        if hasattr(self, "windows"):
            told = self.windows[1].ask(replayed)
            kept = self.windows[1].ask(standing)
            assert kept == told
            assert self.gone.isdisjoint(told)

    @invariant()
    def the_index_finds_what_the_list_shows(self):
        if hasattr(self, "windows"):
            listed = self.station.ask(records.ids, STAFF, Filter(words="wxy"))
            hits = self.station.ask(finding.find, "wxy", "staff", 1000)
            assert {hit.id for hit in hits} == set(listed)
            names = self.station.ask(lambda s: {p.case for p in s.scalars(_unbinned("王秀英"))})
            by_party = {
                hit.id for hit in self.station.ask(finding.find, "王秀英", "mediation_case")
            }
            assert by_party == names

    @invariant()
    def no_number_is_given_twice(self):
        if hasattr(self, "windows"):
            assert len(set(self.numbers)) == len(self.numbers)
            kept = self.station.ask(lambda s: list(s.scalars(select(MediationCase.number))))
            assert sorted(kept) == sorted(self.numbers)
            lines = self.station.ask(lambda s: list(s.scalars(select(Destruction))))
            assert len(lines) == len(self.gone)

    def number(self, case):
        return self.station.ask(records.get, MediationCase, case).number

    def teardown(self):
        for window in getattr(self, "windows", ()):
            window.close()
        if hasattr(self, "folder"):
            shutil.rmtree(self.folder)


@founding.operation("登记到一半", needs=founding.Right.READ)
def _crashing(tx, name):
    records.save(tx, "staff", {"name": name})
    tx.session.flush()
    raise Crash


def _unbinned(name):
    return select(Party).where(Party.name == name, Party.binned.is_(None))


def standing(session):
    """Every record as it is kept, by identity."""
    kinds = [one.class_ for one in Base.registry.mappers if issubclass(one.class_, Record)]
    return {
        one.id: {key: getattr(one, key) for key in keys}
        for kind in kinds
        for keys in [[c.key for c in kind.__table__.columns if c.key != "id"]]
        for one in session.scalars(select(kind))
    }


def replayed(session):
    """Every record as the journal alone tells it, destroyed ones left out."""
    state = {}
    for step in feed.changes(session):
        kind = record_class(step.table)
        if step.erased:
            state.pop(step.record, None)
        elif not step.purged:
            columns = state.setdefault(
                step.record, {c.key: None for c in kind.__table__.columns if c.key != "id"}
            )
            columns.update(
                {key: decode(kind, key, raw) for key, raw in step.after.items() if key != "id"}
            )
            columns["version"] = step.version
    return state


TestClerks = Clerks.TestCase
TestClerks.settings = settings(
    max_examples=12,
    stateful_step_count=22,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
