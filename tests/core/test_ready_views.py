"""Ready-made questions of a ledger: what each finds, how many, and that it leaves as it is seen."""

from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import text
from sqlalchemy.dialects import sqlite

from core.records import LEDGERS
from core.records.mediation_case import LEDGER
from core.services import agreement, case_moves, listing, records, tally
from core.services.ready_views import Ready
from core.services.records import Filter
from tests.gui.mediating import DAY, a_case, agreed

FRIDAY, MONDAY = date(2026, 3, 27), date(2026, 3, 30)
VIEWED = [one for one in LEDGERS if one.views]


def ready(station, name, today=DAY):
    view = next(one for one in LEDGER.views if one.name == name)
    return Ready(view, today, station.actor.identities)


def found(station, name, wanted=None, today=DAY):
    wanted = replace(wanted or Filter(), ready=ready(station, name, today))
    return list(station.ask(records.ids, LEDGER, wanted))


def settled(station, title):
    case = a_case(station, title)
    agreed(station, case, items=())
    station.perform(agreement.sign, case, DAY)
    return case


@pytest.mark.both_stores
def test_due_this_week_is_from_today_to_sunday_and_late_is_before_today(station, make):
    make.case(title="昨天", accepted_on=DAY, state="Z30", due=date(2026, 3, 24))
    today = make.case(title="今天", accepted_on=DAY, state="Z30", due=DAY).id
    friday = make.case(title="周五", accepted_on=DAY, state="Z30", due=FRIDAY).id
    make.case(title="下周一", accepted_on=DAY, state="Z30", due=MONDAY)
    make.case(title="谈成的", accepted_on=DAY, state="Z60", due=FRIDAY)
    make.case(title="作废的", accepted_on=DAY, state="Z30", due=FRIDAY, voided_on=DAY)
    assert set(found(station, "本周到期")) == {today, friday}
    [late] = found(station, "超期")
    assert station.ask(records.titles, LEDGER.name, [late])[late] == "昨天"


def test_to_be_visited_is_what_was_settled_and_nobody_has_visited(station):
    first, second, waived = (settled(station, title) for title in ("甲", "乙", "丙"))
    assert set(found(station, "待回访")) == {first, second, waived}
    station.perform(case_moves.follow_up, second, {"done_on": DAY, "finding": "都好。"})
    station.perform(case_moves.waive_follow_up, waived, "当场两清")
    assert found(station, "待回访") == [first]


@pytest.mark.parametrize("name", ["超期", "待回访", "待归档"])
def test_what_goes_on_is_sought_among_many_thousand_past_cases(station, name):
    query = records.find(LEDGER, Filter(ready=ready(station, name)))
    told = query.compile(dialect=sqlite.dialect(), compile_kwargs={"literal_binds": True})
    with station.engine.connect() as connection:
        steps = connection.execute(text(f"EXPLAIN QUERY PLAN {told}")).all()
    walked = [one for *_, one in steps if "mediation_case " in one]
    assert walked
    assert all("ix_mediation_case_state (state=?)" in one for one in walked)


def test_mine_is_what_i_handle_and_have_not_put_on_the_shelf(station, make):
    me = next(iter(station.actor.hands), None) or make.staff(name=station.actor.name).id
    other = make.staff(name="吴秀兰").id
    mine = make.case(title="我办的", mediator=me, accepted_on=DAY).id
    written = make.case(title="我记的", mediator=other, recorder=me, accepted_on=DAY).id
    make.case(title="别人的", mediator=other, accepted_on=DAY)
    make.case(title="归了档的", mediator=me, accepted_on=DAY, state="Z90")
    view = Ready(ready(station, "我的").view, DAY, frozenset({me}))
    assert set(station.ask(records.ids, LEDGER, Filter(ready=view))) == {mine, written}


def test_a_question_and_the_other_conditions_are_both_met(station, make):
    make.case(title="甲", accepted_on=DAY, state="Z30", due=FRIDAY, dispute="02")
    wanted = make.case(title="乙", accepted_on=DAY, state="Z30", due=FRIDAY, dispute="03").id
    assert found(station, "本周到期", Filter(where=(("dispute", "03"),))) == [wanted]


@pytest.mark.parametrize("ledger", VIEWED, ids=lambda one: one.name)
def test_every_question_counts_what_it_lists(station, make, ledger):
    settled(station, "甲")
    make.case(title="乙", accepted_on=DAY, state="Z80", due=FRIDAY)
    asked = [Ready(one, DAY, station.actor.identities) for one in ledger.views]
    counts = station.ask(tally.tabs, ledger, Filter(), asked).ready
    listed = [station.ask(records.count, ledger, Filter(ready=one)) for one in asked]
    assert list(counts) == listed
    assert len({one.view.name for one in asked}) == len(asked)


def test_the_paper_says_which_question_was_asked(station):
    wanted = Filter(ready=ready(station, "超期"))
    assert station.ask(listing.words, LEDGER, wanted) == "超期"
