"""§6.2 A, B, D: each rule is broken by one change of a sound file, and kept by a near miss."""

from datetime import date, time
from uuid import uuid4

import pytest

from core.records.mediation_case import CaseEvent, MediationCase, MediationMeeting
from core.services import case_check
from core.services.case_check.look import Around, Other, Talk
from tests.core.whole_case import of, sound, vars_of

BREAKS = {
    "A01": lambda w: w.drop("application", "acceptance_register"),
    "A02": lambda w: setattr(w.paper("application"), "signed_on", None),
    "A03": lambda w: setattr(w.case, "applied_on", date(2025, 3, 6)),
    "A04": lambda w: setattr(w.case, "happened_on", date(2025, 3, 6)),
    "A05": lambda w: setattr(w.case, "dispute", "99"),
    "A06": lambda w: setattr(w.case, "dispute_gov", "1102"),
    "A07": lambda w: setattr(w.case, "elsewhere", "yes"),
    "A08": lambda w: setattr(w.paper("acceptance_register"), "unsigned", "李德厚"),
    "A09": lambda w: setattr(w.paper("acceptance_register"), "sealed_on", None),
    "A10": lambda w: setattr(w.case, "summary", "两家吵架"),
    "B01": lambda w: w.drop("rights_notice"),
    "B02": lambda w: setattr(w.paper("rights_notice"), "signed_on", date(2025, 3, 12)),
    "B03": lambda w: setattr(w.paper("rights_notice"), "signed_on", date(2025, 3, 4)),
    "B04": lambda w: w.drop("identity"),
    "B05": lambda w: setattr(w.parties[0], "agent", "张明"),
    "B06": lambda w: vars_of(w.parties[0], agent="张明", powers="领取文书"),
    "B07": lambda w: setattr(w.parties[1], "age", 16),
    "B08": lambda w: setattr(w.parties[1], "kind", "organisation"),
    "B09": lambda w: setattr(w.parties[0], "id_no", "110101196903074511"),
    "B10": lambda w: setattr(w.case, "summary", w.case.summary + "李德厚（男，45岁）。"),
    "B11": lambda w: setattr(w.case, "kin", "yes"),
    "D01": lambda w: (w.drop("mediation_record"), w.meetings.clear()),
    "D02": lambda w: setattr(w.meetings[0], "held_on", date(2025, 3, 4)),
    "D03": lambda w: setattr(w.meetings[0], "talk", "张永福要求赔偿，李德厚不同意。"),
    "D04": lambda w: setattr(w.meetings[0], "guests", "吴秀兰、村主任"),
    "D05": lambda w: setattr(w.meetings[0], "result", None),
    "D06": lambda w: setattr(w.paper("mediation_record"), "unsigned", "李德厚"),
    "D07": lambda w: setattr(w.meetings[0], "talk", "已告知。张永福说了经过。"),
    "D08": lambda w: vars_of(w.meetings[0], result="failure", talk="已告知。分歧太大。"),
}


def test_a_sound_file_has_nothing_to_see_to():
    assert sound().codes() == set()


@pytest.mark.parametrize("code", BREAKS)
def test_one_change_breaks_its_rule(code):
    whole = sound()
    BREAKS[code](whole)
    assert code in whole.codes()


KEEPS = {
    "A01": lambda w: w.drop("application"),
    "A02": lambda w: vars_of(w.case, source="01", applied_on=None),
    "A03": lambda w: setattr(w.case, "applied_on", date(2025, 3, 5)),
    "A04": lambda w: setattr(w.case, "happened_on", None),
    "A05": lambda w: vars_of(w.case, dispute="99", title="两人口角", summary=None, request=None),
    "A06": lambda w: vars_of(w.case, dispute_gov="1102", civil="yes"),
    "A07": lambda w: setattr(w.case, "elsewhere", None),
    "A08": lambda w: (w.drop("acceptance_register"), setattr(w.case, "consent", "3月5日电话同意")),
    "A09": lambda w: w.drop("acceptance_register"),
    "A10": lambda w: setattr(w.case, "summary", None),
    "B01": lambda w: (w.drop("rights_notice"), w.add("rights_notice")),
    "B02": lambda w: setattr(w.paper("rights_notice"), "signed_on", date(2025, 3, 11)),
    "B03": lambda w: setattr(w.paper("rights_notice"), "signed_on", date(2025, 3, 5)),
    "B04": lambda w: (w.drop("identity"), w.add("identity")),
    "B05": lambda w: vars_of(w.parties[1], kind="organisation", representative="组长林长林"),
    "B06": lambda w: vars_of(w.parties[0], agent="张明", powers="承认、变更、放弃请求"),
    "B07": lambda w: vars_of(w.parties[1], age=16, guardian="李大山"),
    "B08": lambda w: vars_of(w.parties[1], kind="organisation", representative="店主石仁和"),
    "B09": lambda w: vars_of(w.parties[0], id_no="110101196903074516", sex="1", age=55),
    "B10": lambda w: setattr(w.case, "summary", w.case.summary + "李德厚（男，61岁）。"),
    "B11": lambda w: setattr(w.case, "kin", None),
    "D01": lambda w: w.meetings.clear(),
    "D02": lambda w: setattr(w.meetings[0], "held_on", date(2025, 3, 5)),
    "D03": lambda w: vars_of(w.meetings[0], talk="张永福、李德厚各自陈述。", informed="yes"),
    "D04": lambda w: vars_of(w.meetings[0], guests="村主任刘正", present="张永福、李德厚"),
    "D05": lambda w: w.meetings.insert(0, talk_on(date(2025, 3, 8), "continued")),
    "D06": lambda w: (w.drop("mediation_record"), w.add("mediation_record")),
    "D07": lambda w: setattr(w.meetings[0], "talk", None),
    "D08": lambda w: (vars_of(w.meetings[0], result="failure"), w.events.append(told())),
}


def talk_on(on, result):
    return of(MediationMeeting, held_on=on, result=result)


def told():
    return of(CaseEvent, happened_on=date(2025, 3, 11), kind="told", text="可以起诉")


@pytest.mark.parametrize("code", KEEPS)
def test_a_near_miss_keeps_the_rule(code):
    whole = sound()
    KEEPS[code](whole)
    assert code not in whole.codes()


@pytest.mark.parametrize(("starts", "clash"), [(time(10), True), (time(11), False), (None, False)])
def test_one_mediator_is_not_in_two_talks_at_once(starts, clash):
    talk = Talk(date(2025, 3, 11), starts, time(12))
    around = Around(same=(Other(uuid4(), "第003号", "02", None, talks=(talk,)),))
    assert ("D09" in sound().codes(around)) is clash


def test_a_talk_that_settled_is_followed_by_no_other():
    whole = sound()
    whole.meetings.append(talk_on(date(2025, 3, 11), "success"))
    assert [one.place.id for one in whole.found("D05")] == [whole.meetings[0].id]


def test_a_finding_leads_to_the_field_of_the_very_record():
    whole = sound()
    whole.paper("rights_notice").signed_on = date(2025, 3, 12)
    (found,) = whole.found("B02")
    place = found.place
    assert (place.table, place.key) == ("case_paper", "signed_on")
    assert place.id == whole.paper("rights_notice").id
    assert found.text == "张永福签收告知书的日期晚于第一次调解，请核对"


def test_a_missing_paper_is_named_by_its_kind():
    whole = sound()
    whole.drop("identity")
    assert {(one.place.id, one.place.paper) for one in whole.found("B04")} == {(None, "identity")}


def test_a_complaint_just_noted_down_has_nothing_to_see_to():
    whole = sound()
    whole.case = of(MediationCase, title="口角", source="02", state="Z10")
    for one in (whole.parties, whole.meetings, whole.items, whole.papers, whole.evidence):
        one.clear()
    whole.follow_ups.clear()
    whole.agreement = None
    assert whole.codes() == set()


def test_what_a_station_sets_holds_in_its_checks(station):
    station.perform(case_check.set_rule, "A10", "警", {"字数": "200"})
    station.perform(case_check.set_rule, "A09", "关", {})
    book = station.ask(case_check.of_station)
    whole = sound()
    whole.paper("acceptance_register").sealed_on = None
    found = case_check.review(whole.file(), case_check.ALONE, book, date(2025, 5, 10))
    assert [(one.rule, one.level.value) for one in found] == [("A10", "警")]
    station.perform(case_check.set_rule, "A10", "示", {})
    assert station.ask(case_check.of_station)["A10"].limits == {"字数": "200"}
    station.perform(case_check.reset_rule, "A10")
    assert station.ask(case_check.of_station)["A10"] == case_check.printed()["A10"]
