"""§6.2 while a form is typed: what stands in it counts as if it were kept, and nothing is kept."""

from datetime import date
from uuid import uuid4

import pytest

from core.record import columns
from core.records.mediation_case import (
    Agreement,
    FollowUp,
    MediationCase,
    MediationMeeting,
    Party,
    Performance,
)
from core.services import case_check
from core.services.case_check import Ground, Typed
from core.services.case_check.look import Other
from core.services.lines import Line
from tests.core.whole_case import TODAY, WU, sound
from tests.gui.mediating import a_case

ID_NO = "110101196903074511"


def found(whole, *typed):
    ground = Ground(whole.file(), case_check.ALONE, case_check.printed())
    return case_check.while_typed(ground, typed, TODAY)


def rules(whole, *typed):
    return {one.rule for one in found(whole, *typed)}


def test_what_is_typed_counts_as_if_it_were_kept_and_the_case_stays_as_it_was():
    whole = sound()
    before = whole.case.applied_on
    typed = Typed(MediationCase, (Line({"applied_on": date(2025, 3, 6)}, whole.case.id),))
    assert rules(whole, typed) == {"A03"}
    assert whole.case.applied_on == before
    assert rules(whole) == set()


def test_a_line_changed_is_found_under_the_name_the_form_gave_it():
    whole = sound()
    party = whole.parties[1]
    [one] = found(whole, Typed(Party, (Line({"id_no": ID_NO}, party.id),)))
    assert (one.rule, one.place.id, one.place.key) == ("B09", party.id, "id_no")


def test_a_talk_that_is_not_kept_yet_is_weighed_with_those_that_are():
    whole, name = sound(), uuid4()
    said = {
        "held_on": date(2025, 3, 6),
        "talk": "张永福、李德厚又谈了一次。",
        "result": "continued",
    }
    points = found(whole, Typed(MediationMeeting, (Line(said, name),)))
    assert name in {one.place.id for one in points}
    assert len(whole.file().meetings) == 1


def test_a_promise_taken_out_of_the_form_is_weighed_no_longer():
    whole = sound()
    late = [Line({"due": date(2025, 1, 1)}, one.id) for one in whole.items]
    assert "E10" in rules(whole, Typed(Performance, tuple(late), whole=True))
    assert "E10" not in rules(whole, Typed(Performance, (), whole=True))


def test_nothing_half_typed_breaks_the_check():
    """Any one field of any record emptied, and a line of which nothing is known yet."""
    whole = sound()
    standing = [whole.case, *whole.parties, *whole.meetings, whole.agreement, *whole.items]
    standing += whole.follow_ups
    for one in standing:
        for key in columns(type(one)):
            found(whole, Typed(type(one), (Line({key: None}, one.id),)))
    for record in (Agreement, FollowUp, MediationMeeting, Party, Performance, MediationCase):
        found(whole, Typed(record, (Line({}, uuid4()),)))


def test_a_case_that_is_not_there_yet_is_checked_alone(station):
    ground = station.ask(case_check.ground, None)
    values = {"title": "通道", "accepted_on": date(2026, 3, 1), "happened_on": date(2026, 3, 5)}
    points = case_check.while_typed(ground, (Typed(MediationCase, (Line(values),)),), TODAY)
    assert "A04" in {one.rule for one in points}


def test_the_mediator_just_chosen_is_known_by_name(station, make):
    chosen = make.staff(name="吴秀兰").id
    case = a_case(station)
    ground = station.ask(case_check.ground, case)
    assert ground.file.names[chosen] == "吴秀兰"


@pytest.mark.parametrize(("own", "told"), [(True, {"J02"}), (False, set())])
def test_what_is_like_other_cases_is_told_to_the_own_people_of_the_case_alone(own, told):
    whole = sound()
    near = case_check.Around(same=tuple(_same_day(whole, n) for n in range(6)))
    ground = Ground(whole.file(), near, case_check.printed(), own)
    assert {one.rule for one in case_check.while_typed(ground, (), TODAY)} == told
    assert whole.case.mediator == WU


def _same_day(whole, n):
    return Other(uuid4(), f"第{n}件", whole.case.dispute, whole.case.closed_on)
