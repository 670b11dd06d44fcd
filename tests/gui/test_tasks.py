"""Work away from the window: results, refusals, questions, defects, cancelling, leaving."""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QWidget
from shiboken6 import delete

from core.errors import Cancelled, Conflict, NeedsYes, StoreFault
from core.rights import Right
from core.station import Done, Operation
from gui.tasks import SORRY, Jot, Perform, Query, Work, fault_text
from gui.widgets.watch import Watch


@dataclass
class PaperStation:
    """A station of paper: acts and queries are plain functions."""

    folder: Path
    yes: frozenset[str] = frozenset()
    threads: set[str] = field(default_factory=set)

    def ask(self, query: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
        self.threads.add(threading.current_thread().name)
        return query(None, *args, **kwargs)

    def perform(self, act: Operation[..., Any], *args: Any, **kwargs: Any) -> Done[Any]:
        self.threads.add(threading.current_thread().name)
        return Done(act.function(self, *args, **kwargs), frozenset({"task"}), 7, act.label)

    jot = ask

    def confirmed(self, key: str) -> "PaperStation":
        return PaperStation(self.folder, self.yes | {key}, self.threads)

    def now(self) -> datetime:
        return datetime(2026, 3, 25, 1, 30, tzinfo=UTC)


@pytest.fixture
def station(tmp_path):
    return PaperStation(tmp_path)


@pytest.fixture
def owner(qtbot):
    widget = QWidget()
    qtbot.addWidget(widget)
    return widget


def act(function, label="登记纠纷"):
    return Operation(function, label, Right.KEEP)


def _double(_session, number):
    return 2 * number


def test_a_question_is_answered_away_from_the_window_and_shown_in_it(desk, owner, station, settle):
    shown = []
    here = threading.current_thread().name
    Query(desk, owner, _double, 21).then(
        lambda value: shown.append((value, threading.current_thread().name))
    ).start()
    settle(desk)
    assert shown == [(42, here)]
    assert here not in station.threads


def test_an_act_tells_its_result_and_which_ledgers_changed(desk, owner, settle):
    shown, changed, performed = [], [], []
    desk.changed.connect(changed.append)
    desk.performed.connect(performed.append)
    Perform(desk, owner, act(_double), 3).then(shown.append).start()
    settle(desk)
    assert (shown, changed) == ([6], [frozenset({"task"})])
    assert (performed[0].seq, performed[0].label) == (7, "登记纠纷")


def test_acts_wait_for_each_other_on_one_thread(desk, owner, settle):
    together, most = [], []

    def slowly(_tx):
        together.append(1)
        most.append(len(together))
        time.sleep(0.01)
        together.pop()

    for _ in range(5):
        Perform(desk, owner, act(slowly)).start()
    settle(desk)
    assert most == [1] * 5


def test_a_draft_is_kept_without_telling_anybody(desk, owner, settle):
    shown, changed = [], []
    desk.changed.connect(changed.append)
    Jot(desk, owner, _double, 4).then(shown.append).start()
    settle(desk)
    assert (shown, changed) == ([8], [])


def _refusing(_session):
    raise Conflict("这条记录刚被别人改过，请刷新后再保存。")


def test_a_refusal_is_told_by_the_screen_that_asked(desk, owner, settle):
    told = []
    Query(desk, owner, _refusing).failed(told.append).start()
    settle(desk)
    assert isinstance(told[0], Conflict)


def test_a_refusal_nobody_handles_goes_to_the_notice(desk, owner, settle):
    told = []
    desk.refused.connect(told.append)
    Query(desk, owner, _refusing).start()
    settle(desk)
    assert told == ["这条记录刚被别人改过，请刷新后再保存。"]


def test_without_a_notice_a_refusal_is_a_message(desk, owner, settle, asked):
    asked.will("tell")
    Query(desk, owner, _refusing).start()
    settle(desk)
    assert asked.texts == ["这条记录刚被别人改过，请刷新后再保存。"]


def _questioning(station):
    if "same-name" not in station.yes:
        raise NeedsYes("same-name", "已有同名人员，仍要登记吗？")
    return "登记了"


def test_a_yes_repeats_the_act_once_confirmed(desk, owner, settle, asked):
    asked.will("yes", True)
    shown = []
    Perform(desk, owner, act(_questioning)).then(shown.append).start()
    settle(desk)
    assert (shown, asked.texts) == (["登记了"], ["已有同名人员，仍要登记吗？"])


def test_a_no_leaves_everything_as_it_was(desk, owner, settle, asked):
    asked.will("yes", False)
    shown, told, changed = [], [], []
    desk.changed.connect(changed.append)
    Perform(desk, owner, act(_questioning)).then(shown.append).failed(told.append).start()
    settle(desk)
    assert (shown, changed) == ([], [])
    assert isinstance(told[0], Cancelled)


def _always_questioning(_station):
    raise NeedsYes("stubborn", "仍要继续吗？")


def test_the_same_question_is_never_asked_twice(desk, owner, settle, asked):
    asked.will("yes", True)
    told = []
    Perform(desk, owner, act(_always_questioning)).failed(told.append).start()
    settle(desk)
    assert [type(error) for error in told] == [NeedsYes]


def _broken(_session, person):
    try:
        int(f"bad value {person}")
    except ValueError as error:
        raise KeyError(person) from error


def test_a_defect_is_kept_without_personal_data(desk, owner, settle, station):
    told = []
    desk.faulted.connect(lambda text, path: told.append((text, path)))
    Query(desk, owner, _broken, "张伟 110101199003074514").start()
    settle(desk)
    ((text, path),) = told
    report = path.read_text("utf-8")
    assert text == SORRY
    assert path.parent == station.folder / "faults"
    assert "KeyError" in report
    assert "ValueError" in report
    assert "_broken" in report
    assert "test_tasks.py" in report
    assert "张伟" not in report
    assert "1101" not in report
    assert str(Path.cwd()) not in report


def test_a_defect_before_the_window_stands_is_told_in_a_message(desk, owner, settle, asked):
    asked.will("tell")
    Query(desk, owner, _broken, "张伟").start()
    settle(desk)
    assert asked.texts == [SORRY]


def test_a_report_that_cannot_be_written_still_says_sorry(desk, owner, settle, station, asked):
    (station.folder / "faults").write_text("a file in the way", "utf-8")
    asked.will("tell")
    Query(desk, owner, _broken, "张伟").start()
    settle(desk)
    assert asked.texts == [SORRY]


def test_a_defect_without_a_trace_is_still_described():
    assert "RuntimeError" in fault_text(RuntimeError("王五"))
    assert "王五" not in fault_text(RuntimeError("王五"))


def test_a_result_for_a_closed_screen_is_dropped(desk, settle, qapp):
    gone, shown, changed = QWidget(), [], []
    desk.changed.connect(changed.append)
    may_go_on = threading.Event()

    def waiting(_tx):
        may_go_on.wait(5)
        return 1

    task = Perform(desk, gone, act(waiting)).then(shown.append).lastly(lambda: shown.append("over"))
    task.start()
    delete(gone)
    may_go_on.set()
    settle(desk)
    assert shown == []
    assert changed == [frozenset({"task"})]


def test_a_refusal_for_a_closed_screen_is_dropped(desk, settle, qapp):
    gone, told = QWidget(), []
    Query(desk, gone, _refusing).failed(told.append).start()
    delete(gone)
    settle(desk)
    assert told == []


def _counting(upto, progress):
    for done in range(upto):
        progress("正在统计", done, upto)
        time.sleep(0.001)
    return upto


def test_long_work_shows_where_it_is_at_most_twenty_times_a_second(desk, owner, settle):
    steps = []
    started = time.monotonic()
    Work(desk, owner, _counting, 100).stepping(lambda *step: steps.append(step)).start()
    settle(desk)
    took = time.monotonic() - started
    assert steps[0] == ("正在统计", 0, 100)
    assert len(steps) <= 20 * took + 2


def test_cancelled_work_stops_within_a_fifth_of_a_second(desk, owner, settle):
    told, shown = [], []
    work = Work(desk, owner, _counting, 100_000).then(shown.append).failed(told.append)
    QTimer.singleShot(20, work.cancel)
    work.start()
    started = time.monotonic()
    settle(desk)
    assert time.monotonic() - started < 0.3
    assert [type(error) for error in told] == [Cancelled]
    assert shown == []


def test_cancelling_needs_no_words_where_nobody_asked_for_them(desk, owner, settle):
    told = []
    desk.refused.connect(told.append)
    work = Work(desk, owner, _counting, 100_000).start()
    work.cancel()
    settle(desk)
    assert told == []


def _importing(_tx, rows, progress=None):
    progress("正在导入", 1, rows)
    return rows


def test_an_act_reports_its_steps_when_somebody_follows(desk, owner, settle):
    steps, shown = [], []
    task = Perform(desk, owner, act(_importing), 5).stepping(lambda *step: steps.append(step))
    task.then(shown.append).start()
    settle(desk)
    assert (steps, shown) == ([("正在导入", 1, 5)], [5])


def test_the_window_goes_on_while_the_longest_query_runs(desk, owner, settle, qtbot):
    beats = []
    heart = QTimer(owner, interval=5)
    heart.timeout.connect(lambda: beats.append(time.monotonic()))
    heart.start()

    def busily(_session):
        until = time.monotonic() + 0.6
        while time.monotonic() < until:
            sum(range(1000))

    Query(desk, owner, busily).start()
    settle(desk)
    heart.stop()
    gaps = [later - earlier for earlier, later in pairwise(beats)]
    assert max(gaps) < 0.3


def test_the_window_learns_when_work_begins_and_ends(desk, owner, settle):
    states = []
    desk.busy_changed.connect(states.append)
    Query(desk, owner, _double, 1).start()
    settle(desk)
    assert states == [True, False]


def test_something_always_follows_whether_it_went_well_or_not(desk, owner, settle):
    ended = []
    Query(desk, owner, _double, 1).lastly(lambda: ended.append("well")).start()
    Query(desk, owner, _refusing).failed(str).lastly(lambda: ended.append("badly")).start()
    settle(desk)
    assert sorted(ended) == ["badly", "well"]


def test_closing_stops_the_work_and_leaves_no_thread(desk_of, station, owner):
    desk = desk_of(station)
    shown = []
    Work(desk, owner, _counting, 1_000_000).then(shown.append).start()
    desk.close()
    assert not desk.busy
    assert desk.works.activeThreadCount() == 0
    assert shown == []


def test_another_programs_change_is_noticed_once(desk, owner, settle):
    versions = iter([5, 5, 6, 6])
    watch, seen = Watch(desk, owner, lambda: next(versions)), []
    watch.changed.connect(lambda: seen.append(True))
    for _ in range(4):
        watch.look()
        settle(desk)
    assert seen == [True]


def test_a_station_out_of_reach_is_said_once_until_it_is_back(desk, owner, settle):
    gone = StoreFault("拔出")
    answers = iter([5, gone, gone, 5, gone, 6])

    def version():
        answer = next(answers)
        if answer is gone:
            raise gone
        return answer

    watch, seen = Watch(desk, owner, version), []
    watch.lost.connect(seen.append)
    watch.regained.connect(lambda: seen.append("back"))
    watch.changed.connect(lambda: seen.append("changed"))
    for _ in range(6):
        watch.look()
        settle(desk)
    assert seen == ["拔出", "back", "拔出", "back", "changed"]


def test_a_slow_look_is_waited_for(desk, owner, settle):
    looks, held = [], threading.Event()

    def version():
        looks.append(True)
        held.wait(5)
        return 5

    watch = Watch(desk, owner, version)
    watch.look()
    watch.look()
    held.set()
    settle(desk)
    assert looks == [True]
