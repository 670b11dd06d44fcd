"""The check on a station: what is around a case, who is told what, what bars a file."""

from datetime import date, time, timedelta
from types import SimpleNamespace

import pytest
from sqlalchemy import event

from core.commands import review
from core.commands.verb import Call
from core.errors import Invalid, UserError
from core.ids import Ids
from core.progress import silent
from core.record import fields
from core.records.mediation_case import (
    Agreement,
    FollowUp,
    MediationCase,
    MediationMeeting,
    Party,
)
from core.rights import Actor
from core.services import case_check, case_file
from tests.core.whole_case import SUMMARY

DAY = date(2026, 3, 2)
TODAY = date(2026, 3, 25)


@pytest.fixture
def mediator(make):
    return make.staff(name="吴秀兰")


@pytest.fixture
def acting(station, mediator):
    def of(role="mediator", **given):
        given = {"hands": frozenset({mediator.id})} | given
        return station.as_(Actor(Ids(station.clock).new(), "吴秀兰", role, **given))

    return of


@pytest.fixture
def told(make, mediator):
    """A case of this mediator's; its parties stand against each other."""

    def case(number="石桥镇人调字〔2026〕第001号", names=("张永福", "李德厚"), **given):
        common = {"number": number, "accepted_on": DAY, "mediator": mediator.id, "dispute": "02"}
        made = make.case(**common | {"state": "Z30"} | given)
        for n, (side, name) in enumerate(zip(("applicant", "respondent"), names, strict=True), 1):
            make.record(Party(case=made.id, position=n, side=side, kind="person", name=name))
        return made

    return case


def codes(station, case, **given):
    return {one.rule for one in station.ask(case_check.of_case, case.id, TODAY, **given).findings}


def test_a_story_told_before_is_told_to_its_mediator_alone(told, acting, somebody):
    told(summary=SUMMARY)
    second = told(
        "石桥镇人调字〔2026〕第002号",
        ("王大山", "刘小河"),
        summary=SUMMARY.replace("张永福", "王大山").replace("李德厚", "刘小河"),
    )
    assert "J01" in codes(acting(), second)
    assert "J01" not in codes(somebody("clerk"), second)
    cases = acting().ask(case_check.of_case, second.id, TODAY).findings
    (like,) = [one for one in cases if one.rule == "J01"]
    assert "第001号" in like.text


def test_words_of_a_restricted_case_are_compared_for_nobody_else(told, acting, make):
    told(summary=SUMMARY, privacy="L3", mediator=make.staff(name="郑志强").id)
    second = told("石桥镇人调字〔2026〕第002号", ("王大山", "刘小河"), summary=SUMMARY)
    assert not {"J01", "I07"} & codes(acting(), second)


def test_agreements_and_visits_are_compared_too(told, acting, make):
    first, second = told(), told("石桥镇人调字〔2026〕第002号", ("王大山", "刘小河"))
    words = "双方各自清理自家门前的排水沟，今后遇到大雨互相帮助，不再为小巷的积水发生争吵和推搡。"
    for one in (first, second):
        make.record(Agreement(case=one.id, form="written", clauses=words))
        make.record(FollowUp(case=one.id, position=1, done_on=TODAY, finding=words[::-1]))
    found = acting().ask(case_check.of_case, second.id, TODAY).findings
    assert {one.place.key for one in found if one.rule == "J01"} == {"clauses", "finding"}


def test_two_talks_of_a_mediator_at_one_hour_are_told(told, acting, make):
    cases = told(), told("石桥镇人调字〔2026〕第002号", ("王大山", "刘小河"))
    for one in cases:
        talk = {"held_on": DAY, "starts": time(9), "ends": time(10), "position": 1}
        make.record(MediationMeeting(case=one.id, **talk))
    assert "D09" in codes(acting(), cases[0])


def test_a_missing_number_is_told_a_voided_one_is_not_missing(told, acting, station):
    told()
    third = told("石桥镇人调字〔2026〕第003号", ("王大山", "刘小河"))
    (gap,) = [
        one
        for one in acting().ask(case_check.of_case, third.id, TODAY).findings
        if one.rule == "I07"
    ]
    assert "第002号" in gap.text
    told("石桥镇人调字〔2026〕第002号", voided_on=DAY, void_reason="写错")
    assert "I07" not in codes(acting(), third)


def test_the_same_two_within_a_year_are_counted(told, acting):
    first = told()
    assert "J04" not in codes(acting(), first)
    second = told("石桥镇人调字〔2026〕第002号")
    long_ago = DAY - timedelta(400)
    told("石桥镇人调字〔2025〕第001号", accepted_on=long_ago)
    (again,) = [
        one
        for one in acting().ask(case_check.of_case, second.id, TODAY).findings
        if one.rule == "J04"
    ]
    assert "另有1件" in again.text


def test_one_case_and_all_cases_are_checked_alike(told, acting):
    made = [
        told(f"石桥镇人调字〔2026〕第{n:03d}号", (f"张{n}福", f"李{n}厚"), summary=SUMMARY)
        for n in (1, 2, 4)
    ]
    whole = acting().ask(
        lambda session: list(case_check.of_cases(session, [one.id for one in made], TODAY))
    )
    alone = [acting().ask(case_check.of_case, one.id, TODAY) for one in made]
    assert [one.findings for one in whole] == [one.findings for one in alone]
    assert {one.rule for each in whole for one in each.findings} >= {"J01", "I07"}


def test_warnings_bar_a_file_until_somebody_says_why(told, station, acting):
    case = told(state="Z80", dispute_gov="1102", closed_on=DAY)

    def barred():
        found = station.ask(case_check.of_case, case.id, TODAY, filing=True)
        bars = {one.rule for one in case_check.barring(found.findings, found.file)}
        return bars, {one.rule for one in found.findings}

    bars, found = barred()
    assert {"A06", "I08", "A01", "I01"} <= bars <= found
    assert "A10" not in bars
    acting().perform(case_check.explain, case.id, "A06", "只分配青苗补偿")
    assert "A06" not in barred()[0]
    assert "A06" in barred()[1]
    acting().perform(case_check.explain, case.id, "A06", " ")
    assert "A06" in barred()[0]
    with pytest.raises(Invalid, match="自查规则"):
        acting().perform(case_check.explain, case.id, "Z99", "说明")
    with pytest.raises(Invalid, match="请写明"):
        acting().perform(case_check.explain, case.id, "I08", "")


def test_who_wrote_a_note_stands_beside_it(told, acting, station):
    case = told()
    acting().perform(case_check.explain, case.id, "A09", "印章送修，已补盖")
    (note,) = station.ask(case_file.file, case.id).notes
    assert (note.rule, note.note, note.by) == ("A09", "印章送修，已补盖", "吴秀兰")


def asked(station, **words):
    given = SimpleNamespace(**{"cases": (), "all": False, "filing": False, "date": None} | words)
    return review.review(Call(given, station.clock, silent, _opened=[station]))


def test_the_verb_names_rule_level_sentence_and_field(told, acting):
    case = told(dispute_gov="1102")
    answer = asked(acting(), cases=["石桥镇人调字〔2026〕第001号"])
    (facts,) = answer.facts["cases"]
    assert facts["id"] == str(case.id)
    (found,) = [one for one in facts["findings"] if one["rule"] == "A06"]
    assert (found["level"], found["table"], found["field"]) == ("警", "mediation_case", "civil")
    assert any("A06" in line and "民事权利义务" in line for line in answer.lines)


def test_the_verb_checks_all_that_its_user_may_see(told, somebody):
    told(summary=SUMMARY)
    told("石桥镇人调字〔2026〕第002号", privacy="L3")
    answer = asked(somebody("clerk"), all=True)
    assert [one["number"] for one in answer.facts["cases"]] == ["石桥镇人调字〔2026〕第001号"]
    with pytest.raises(UserError):
        asked(somebody("clerk"), cases=["石桥镇人调字〔2026〕第002号"])


def test_the_verb_wants_cases_or_all(station):
    with pytest.raises(Invalid, match="--all"):
        asked(station)
    assert asked(station, all=True).facts["cases"] == []


def test_limits_are_set_within_reason(station):
    with pytest.raises(Invalid, match="应是数字"):
        station.perform(case_check.set_rule, "C01", "警", {"金额": "很多"})
    with pytest.raises(Invalid, match="没有“页数”"):
        station.perform(case_check.set_rule, "C01", "警", {"页数": "2"})
    with pytest.raises(Invalid, match="级别"):
        station.perform(case_check.set_rule, "C01", "红", {})
    with pytest.raises(Invalid, match="立卷归档"):
        station.perform(case_check.set_rule, "I06", "示", {"天数": "60"})


def test_places_name_fields_there_are(told, acting):
    case = told(state="Z80", dispute_gov="1102", closed_on=DAY, dispute="99")
    found = acting().ask(case_check.of_case, case.id, TODAY, filing=True).findings
    own = {one.key for one in fields(MediationCase)}
    assert {one.place.key for one in found if one.place.table == "mediation_case"} <= own


def test_many_cases_are_checked_with_as_many_questions_as_few(told, acting):
    """The store is asked for each table once for hundreds of cases, not once for each case."""
    made = [
        told(f"石桥镇人调字〔2026〕第{n:03d}号", (f"张{n}福", f"李{n}厚")).id for n in range(1, 41)
    ]
    station, asked = acting(), []
    event.listen(station.engine, "before_cursor_execute", lambda *given: asked.append(given[2]))

    def questions(cases):
        asked.clear()
        station.ask(lambda session: list(case_check.of_cases(session, cases, TODAY)))
        return len(asked)

    assert questions(made) <= questions(made[:2]) + 2


def test_the_same_two_are_counted_in_all_cases_as_in_one(told, acting):
    cases = [
        told(f"石桥镇人调字〔2026〕第{n:03d}号", names)
        for n, names in enumerate(
            (("张永福", "李德厚"), ("李德厚", "张永福"), ("张永福", "王五")), 1
        )
    ]
    ids = [one.id for one in cases]
    whole = acting().ask(lambda session: list(case_check.of_cases(session, ids, TODAY)))
    told_of = [[f.text for f in one.findings if f.rule == "J04"] for one in whole]
    assert [bool(one) for one in told_of] == [True, True, False]
    assert all("另有1件" in one[0] for one in told_of[:2])
