"""Whatever happens to a task: its count, its first due day and its way to the weekly meeting."""

from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date, timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.errors import Invalid
from core.records.task import Task
from core.services import history, pending, task

DAY = date(2026, 3, 25)
FIRST = date(2026, 3, 26)
ACTS = st.sampled_from(["write", "finish", "postpone", "close", "reopen", "undo"])


@dataclass(frozen=True)
class Told:
    """What a task is, said twice: by the station, and by this test."""

    state: str = "open"
    postponed: int = 0
    due: date = FIRST
    due_first: date | None = None
    raised: bool = False

    def after(self, act):
        if act in ("write", "finish"):
            return replace(self, state="done" if act == "finish" else "doing")
        if act == "postpone":
            count = self.postponed + 1
            later = replace(self, postponed=count, due=self.due + timedelta(1))
            return replace(later, due_first=FIRST, raised=count >= 3)
        return replace(self, state="closed" if act == "close" else "doing")


def _act(station, act, one, due):
    acts = {
        "write": (task.progress, "在办"),
        "finish": (task.progress, "办好了"),
        "postpone": (task.postpone, due + timedelta(1)),
        "close": (task.close, None, "办好了"),
        "reopen": (task.reopen,),
    }
    operation, *given = acts[act]
    named = {"done": True} if act == "finish" else {}
    return station.perform(operation, one, *given, **named).seq


def _allowed(act, told):
    if act == "reopen":
        return told.state in ("done", "closed")
    return told.state != "closed"


@settings(
    max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(acts=st.lists(ACTS, min_size=4, max_size=14))
def test_no_story_of_a_task_miscounts_it_or_forgets_when_it_was_first_due(station, make, acts):
    one = make.task(given_on=DAY, due=FIRST).id
    told, before = Told(), []
    for act in acts:
        if act == "undo":
            if before:
                seq, told = before.pop()
                station.perform(history.undo, seq)
        elif _allowed(act, told):
            before.append((_act(station, act, one, told.due), told))
            told = told.after(act)
        else:
            with suppress(Invalid):
                _act(station, act, one, told.due)
                raise AssertionError(act)
        kept = station.ask(lambda session: session.get(Task, one))
        found = Told(kept.state, kept.postponed, kept.due, kept.due_first, bool(kept.raised_on))
        assert found == told
        listed = [item.id for item in station.ask(pending.tasks, DAY)]
        assert (one in listed) == (told.state != "closed")
        rate = station.ask(task.on_time_rate, told.due, told.due)
        assert rate.ids.count(one) == 1
