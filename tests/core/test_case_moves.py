"""What a case may do next: delays, the court, follow-ups, the bound file; and what never breaks."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core import codes, workdays
from core.errors import Invalid
from core.records.mediation_case import MediationCase
from core.rights import Right
from core.services import (
    agreement,
    case_clocks,
    case_contents,
    case_court,
    case_file,
    case_filing,
    case_flow,
    case_guards,
    case_moves,
    mediation,
    owed_after,
    records,
)
from core.services import settings as options
from core.services.agreement import AgreementDraft
from core.services.case_court import Ruling
from core.services.case_filing import Binding, PaperFile
from core.services.case_moves import Step
from core.services.lines import Line
from core.services.mediation import CaseDraft
from core.station import Operation

TODAY = date(2026, 3, 25)
ZHANG, LI = Line({"name": "张建国"}), Line({"side": "respondent", "name": "李满仓"})
DRAIN = CaseDraft(
    {
        "source": "01",
        "dispute": "02",
        "happened_on": date(2026, 3, 2),
        "summary": "李满仓家屋檐水流向张建国家，3月2日淹了张家杂物间，张建国要求改沟并赔偿。",
        "place": "东风村二组",
        "elsewhere": "no",
        "kin": "no",
    },
    (ZHANG, LI),
)
TOLD = "一、已告知双方权利义务。二、张建国陈述：被淹。三、李满仓陈述：愿意改。"
BOUND = Binding(pages=31, retention="short", filer="王晓梅", file_note="身份证复印件在登记簿里。")
CALENDAR = workdays.load(Path("resources/codes/calendar_exceptions.csv"))


def taken_in(station, on=TODAY, **more):
    values = {**DRAIN.values, "accepted_on": on, **more}
    return station.perform(mediation.accept, CaseDraft(values, DRAIN.parties)).value


def talked(station, case, result="continued", on=None):
    values = {"result": result, "held_on": on or TODAY, "talk": TOLD, "informed": "yes"}
    station.perform(mediation.hold_meeting, case, values)


def papered(station, case):
    """Put the papers of a whole file in, each signed on its day."""
    found = file(station, case)
    agreed_on = found.agreement and found.agreement.signed_on
    put = [("acceptance_register", None, found.case.accepted_on)]
    for party in found.parties:
        put += [(kind, party.id, found.case.accepted_on) for kind in ("rights_notice", "identity")]
    put += [("mediation_record", one.id, one.held_on) for one in found.meetings]
    put += [("follow_up", one.id, one.done_on) for one in found.follow_ups]
    kind = (
        "oral_register"
        if found.agreement and found.agreement.form == "oral"
        else "mediation_agreement"
    )
    put += [(kind, None, agreed_on)] if found.agreement else []
    put += [("end_notice", None, found.case.closed_on)] if found.case.state == "Z50" else []
    put += [(kind, None, None) for kind in ("cover", "contents", "file_note", "back_cover")]
    day = station.today()
    values = [
        {"kind": kind, "subject": subject, "signed_on": on or day, "sealed_on": on or day}
        for kind, subject, on in put
    ]
    station.perform(case_contents.add, case, [("case_paper", one) for one in values])


def file(station, case):
    return station.ask(case_file.file, case)


def promised(amount, due):
    values = {"payer": "李满仓", "receiver": "张建国", "item": "赔偿", "amount": Decimal(amount)}
    return Line({**values, "due": due, "way": "转账"})


def agreed(station, case, *items, form="written", on=TODAY):
    draft = AgreementDraft(form, clauses=("李满仓赔偿张建国。",), items=items, signed_on=on)
    station.perform(agreement.agree, case, draft)


def in_force(station, case, *items, on=TODAY):
    agreed(station, case, *items, on=on)
    station.perform(agreement.sign, case, on)


def running(station, case):
    known = station.ask(case_clocks.periods, CALENDAR)
    return {one.key: one for one in case_clocks.clocks(file(station, case), known)}


def test_an_extension_needs_everybody_and_counts_from_the_old_end(station):
    case = taken_in(station, date(2026, 3, 3))
    talked(station, case)
    with pytest.raises(Invalid, match="延期要各方同意"):
        station.perform(case_moves.extend, case, Step())
    assert file(station, case).case.due == date(2026, 4, 2)
    done = station.perform(case_moves.extend, case, Step(), "3月25日电话都同意")
    assert done.value == date(2026, 5, 2)
    found = file(station, case)
    assert (found.case.state, found.case.due) == ("Z31", date(2026, 5, 2))
    assert [one.until for one in found.happened("extend")] == [date(2026, 5, 2)]
    with pytest.raises(Invalid, match="最多延到2026-06-01"):
        station.perform(case_moves.extend, case, Step(until=date(2026, 6, 2)))
    station.perform(case_moves.extend, case, Step(until=date(2026, 6, 1)))
    with pytest.raises(Invalid, match="要延到现在的期限（2026-06-01）之后"):
        station.perform(case_moves.extend, case, Step(until=date(2026, 5, 30)))


def test_while_an_appraisal_is_awaited_the_days_do_not_count(station, clock):
    case = taken_in(station)
    talked(station, case)
    with pytest.raises(Invalid, match="请写明中止的原因；请填写预计恢复的日期"):
        station.perform(case_moves.suspend, case, Step())
    until = date(2026, 4, 10)
    station.perform(case_moves.suspend, case, Step(text="等鉴定结论", until=until))
    assert running(station, case)["mediation"].stopped
    with pytest.raises(Invalid, match="案件现在是“中止”"):
        talked(station, case)
    clock.tick(days=9)
    with pytest.raises(Invalid, match="恢复日期早于中止日期"):
        station.perform(case_moves.resume, case, date(2026, 3, 24))
    station.perform(case_moves.resume, case)
    found = file(station, case).case
    assert (found.state, found.due, found.idle_days) == ("Z30", date(2026, 5, 3), 9)


def test_a_case_withdrawn_while_it_stood_still_stands_still_no_more(station):
    case = taken_in(station)
    step = Step(text="外出务工", until=date(2026, 4, 20))
    station.perform(case_moves.suspend, case, step)
    station.perform(mediation.withdraw, case)
    found = file(station, case).case
    assert (found.state, found.suspended_on) == ("Z12", None)


def test_where_the_county_counts_suspended_days_the_deadline_stays(station, clock):
    station.perform(options.change, "suspension_stops", "no")
    case = taken_in(station)
    station.perform(case_moves.suspend, case, Step(text="外出务工", until=date(2026, 4, 20)))
    clock.tick(days=5)
    station.perform(case_moves.resume, case)
    assert file(station, case).case.due == date(2026, 4, 24)


def test_ending_without_telling_other_ways_is_refused_and_says_where(station):
    case = taken_in(station)
    with pytest.raises(Invalid, match="请先告知当事人仲裁、行政、司法等其他途径") as refused:
        station.perform(mediation.end, case, "apart")
    assert refused.value.problems[0].field == "told"
    assert file(station, case).case.state == "Z20"
    station.perform(mediation.end, case, "apart", told=True)
    assert [one.kind for one in file(station, case).events] == ["told"]


def test_what_may_end_in_violence_is_reported_before_the_agreement_counts(station):
    case = taken_in(station, risk="major")
    agreed(station, case)
    with pytest.raises(Invalid, match="请先登记“报告”"):
        station.perform(agreement.sign, case)
    station.perform(case_moves.record, case, Step("report", TODAY, "已报", "派出所", "刘警官"))
    station.perform(agreement.sign, case)
    assert file(station, case).case.state == "Z41"


@pytest.mark.parametrize(
    ("fact", "said"),
    [("elsewhere", "法院、公安等已经受理或解决的，不能调解"), ("kin", "应当回避")],
)
def test_what_may_not_be_mediated_is_not_accepted(station, fact, said):
    with pytest.raises(Invalid, match=said) as refused:
        taken_in(station, **{fact: "yes"})
    assert refused.value.problems[0].field == fact


def test_lateness_is_read_and_never_written(station, clock):
    case = taken_in(station)
    in_force(station, case, promised(500, date(2026, 3, 27)))
    clock.tick(days=3)
    found = file(station, case)
    assert found.case.state == "Z60"
    assert case_flow.standing(found.case.state, found.items, station.today()) == "Z62"
    assert case_flow.standing(found.case.state, found.items, date(2026, 3, 27)) == "Z60"


def test_a_refused_promise_ends_with_other_ways_and_may_still_be_kept(station, clock):
    case = taken_in(station)
    in_force(station, case, promised(500, date(2026, 3, 27)))
    with pytest.raises(Invalid, match="还没有到期未履行的事项"):
        station.perform(case_moves.give_up, case, told=True)
    clock.tick(days=10)
    with pytest.raises(Invalid, match="请先告知当事人"):
        station.perform(case_moves.give_up, case)
    station.perform(case_moves.give_up, case, told=True)
    [item] = file(station, case).items
    station.perform(agreement.perform_part, item.id, Decimal(200))
    assert file(station, case).items[0].paid == Decimal(200)
    assert station.perform(agreement.perform_item, item.id).value == "Z61"


def test_an_oral_agreement_goes_into_writing_for_the_court(station):
    case = taken_in(station)
    agreed(station, case, form="oral")
    with pytest.raises(Invalid, match="口头协议请先改签书面协议"):
        station.perform(case_court.plan_court, case)
    station.perform(agreement.put_in_writing, case)
    found = file(station, case)
    assert (found.case.state, found.case.closed_on) == ("Z40", None)
    station.perform(agreement.sign, case)
    station.perform(case_court.plan_court, case)
    assert file(station, case).confirmation.due == date(2026, 4, 24)


def test_the_thirty_days_of_the_court_begin_with_the_last_signature_or_the_seal(station):
    case = taken_in(station, date(2026, 3, 3))
    agreed(station, case, on=date(2026, 3, 10))
    assert file(station, case).confirmation is None
    signed = agreement.Signed(sealed_on=date(2026, 3, 20))
    station.perform(agreement.sign, case, date(2026, 3, 10), signed)
    assert file(station, case).confirmation.due == date(2026, 4, 19)
    shown = running(station, case)["confirmation"]
    assert (shown.natural, shown.shifted) == (date(2026, 4, 19), date(2026, 4, 20))


def test_the_court_is_asked_by_both_sides_and_in_time(station, clock):
    case = taken_in(station)
    in_force(station, case, promised(500, date(2026, 9, 30)))
    with pytest.raises(Invalid, match="要各方共同申请"):
        station.perform(case_court.apply_to_court, case, "临川县人民法院")
    station.perform(case_court.apply_to_court, case, "临川县人民法院", jointly=True)
    assert "court_takes" in running(station, case)
    station.perform(case_court.court_takes, case, number="（2026）民特1号")
    assert "court_rules" in running(station, case)
    with pytest.raises(Invalid, match="请选裁定有效"):
        station.perform(case_court.court_rules, case, Ruling("C9"))
    station.perform(case_court.court_rules, case, Ruling("C4"))
    assert running(station, case)["enforcement"].natural == date(2028, 9, 30)


def test_after_the_last_working_day_the_court_is_not_asked(station, clock):
    case = taken_in(station)
    in_force(station, case)
    clock.tick(days=31)
    with pytest.raises(Invalid, match="已超过协议生效后30日"):
        station.perform(case_court.apply_to_court, case, "法院", jointly=True)
    assert file(station, case).confirmation.state == "C0"


def test_follow_up_then_ready_then_bound(station, make):
    case = taken_in(station, mediator=make.staff(name="吴秀兰").id)
    talked(station, case, "success")
    in_force(station, case)
    with pytest.raises(Invalid, match="还没有写好的回访记录"):
        station.perform(case_moves.confirm_follow_up, case)
    station.perform(case_moves.follow_up, case, {"way": "door", "finding": "水沟已通，无争议。"})
    assert file(station, case).case.state == "Z41", "a follow-up is a record: a person moves on"
    station.perform(case_moves.confirm_follow_up, case)
    station.perform(case_moves.ready_to_file, case)
    with pytest.raises(Invalid, match="还没有编页") as refused:
        station.perform(case_filing.archive, case)
    assert [one.field for one in refused.value.problems] == ["pages", "retention"]
    with pytest.raises(Invalid, match="还没有张建国签收的权利义务告知书"):
        station.perform(case_filing.archive, case, BOUND)
    assert file(station, case).case.state == "Z80"
    papered(station, case)
    station.perform(case_filing.archive, case, replace(BOUND, pages=6))
    found = file(station, case).case
    assert (found.state, found.filed_on, found.pages) == ("Z90", TODAY, 6)
    with pytest.raises(Invalid, match="请写明为什么重新调解"):
        station.perform(case_moves.reopen, case, Step())
    station.perform(case_moves.reopen, case, Step(text="水沟又被堵"))
    talked(station, case)
    assert file(station, case).case.state == "Z30"


def test_whoever_need_not_be_visited_again_is_said_with_the_reason(station):
    case = taken_in(station)
    station.perform(mediation.end, case, "apart", told=True)
    with pytest.raises(Invalid, match="请写明免回访的原因"):
        station.perform(case_moves.ready_to_file, case)
    with pytest.raises(Invalid, match="请写明免回访的原因"):
        station.perform(case_moves.waive_follow_up, case, " ")
    station.perform(case_moves.waive_follow_up, case, "当事人已起诉")
    station.perform(case_moves.ready_to_file, case)
    assert file(station, case).case.state == "Z80"


def test_a_file_bound_before_it_was_closed_is_refused(station, clock):
    case = taken_in(station)
    in_force(station, case)
    station.perform(case_moves.waive_follow_up, case, "小额，当场两清")
    station.perform(case_moves.ready_to_file, case)
    with pytest.raises(Invalid, match="立卷日期早于结案日期"):
        station.perform(case_filing.archive, case, Binding(date(2026, 3, 24), "", "", 9, "short"))
    assert file(station, case).case.state == "Z80"


def test_a_finished_file_of_paper_goes_in_as_it_lies_there(station):
    whole = PaperFile(
        CaseDraft(
            {**DRAIN.values, "accepted_on": date(2026, 3, 20)},
            DRAIN.parties,
            "石桥镇人调字〔2026〕第003号",
        ),
        talks=({"held_on": date(2026, 3, 16), "result": "success"},),
        agreed=AgreementDraft(clauses=("尽快付清。",), signed_on=date(2026, 3, 16)),
        papers=({"kind": "application", "signed_on": date(2026, 3, 18)},),
    )
    found = file(station, station.perform(case_filing.enter_whole, whole).value)
    assert (found.case.state, found.case.entered_whole) == ("Z80", True)
    assert found.case.number == "石桥镇人调字〔2026〕第003号"
    assert found.agreement.effective_on == date(2026, 3, 16), "earlier than acceptance, as it lies"
    assert found.papers_of("application")[0].signed_on == date(2026, 3, 18)


def test_heads_make_the_scale_and_a_person_judges_the_risk(station):
    for people, scale in ((4, "01"), (5, "02"), (29, "02"), (30, "03"), (None, None)):
        found = file(station, taken_in(station, people=people)).case
        assert (found.scale, found.risk) == (scale, None)


@pytest.mark.parametrize("typed", ["三十", "0", "-1", "99999", ""])
def test_a_period_that_is_no_number_is_not_taken(station, typed):
    with pytest.raises(Invalid, match="“调解期限（天）”要填1到9999之间的整数"):
        station.perform(options.change, "mediation_days", typed)


def test_the_table_of_moves_knows_only_known_things():
    services = {}
    for topic in (mediation, agreement, case_moves, case_filing):
        services |= vars(topic)
    for one in case_flow.transitions():
        court = one.source.startswith("C")
        table = "confirmation_state" if court else "mediation_state"
        assert codes.item(table, one.source), one
        assert codes.item(table, one.target), one
        assert set(one.guards) <= set(case_guards.GUARDS), one
        if not court:
            act = services[one.operation]
            assert isinstance(act, Operation), one
            assert act.needs is Right.MEDIATE
    used = {name for one in case_flow.transitions() for name in one.guards}
    assert used == set(case_guards.GUARDS), "a guard nobody asks guards nothing"


def test_every_state_can_be_left_or_is_an_end():
    ends = {"Z90"}
    sources = {one.source for one in case_flow.transitions()}
    reached = {one.target for one in case_flow.transitions()}
    assert {one for one in reached if one.startswith("Z")} - sources <= ends


def open_items(found):
    return [one for one in found.items if not one.done_on]


ACTS = {
    "admit": lambda s, c: s.perform(mediation.admit, c),
    "talk": lambda s, c: s.perform(mediation.hold_meeting, c, {"result": "continued"}),
    "agree": lambda s, c: agreed(s, c, promised(5, TODAY), on=None),
    "agree orally": lambda s, c: agreed(s, c, form="oral", on=None),
    "sign": lambda s, c: s.perform(agreement.sign, c),
    "perform": lambda s, c: [
        s.perform(agreement.perform_item, one.id) for one in open_items(file(s, c))
    ],
    "write down": lambda s, c: s.perform(agreement.put_in_writing, c),
    "settle": lambda s, c: s.perform(case_moves.settle, c),
    "give up": lambda s, c: s.perform(case_moves.give_up, c, told=True),
    "extend": lambda s, c: s.perform(case_moves.extend, c, Step(), "都同意"),
    "suspend": lambda s, c: s.perform(
        case_moves.suspend, c, Step(text="等鉴定", until=date(2026, 12, 1))
    ),
    "resume": lambda s, c: s.perform(case_moves.resume, c),
    "end": lambda s, c: s.perform(mediation.end, c, "apart", told=True),
    "refuse": lambda s, c: s.perform(mediation.refuse, c, "outside"),
    "withdraw": lambda s, c: s.perform(mediation.withdraw, c),
    "visit again": lambda s, c: s.perform(case_moves.follow_up, c, {"finding": "已付清。"}),
    "visited": lambda s, c: s.perform(case_moves.confirm_follow_up, c),
    "ready": lambda s, c: s.perform(case_moves.ready_to_file, c),
    "put papers in": papered,
    "bind": lambda s, c: s.perform(case_filing.archive, c, BOUND),
    "reopen": lambda s, c: s.perform(case_moves.reopen, c, Step(text="反复")),
    "plan court": lambda s, c: s.perform(case_court.plan_court, c),
    "court": lambda s, c: s.perform(case_court.apply_to_court, c, "法院", jointly=True),
}
DAY = "a day goes by"


@settings(
    max_examples=15,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(st.lists(st.sampled_from([*sorted(ACTS), DAY]), max_size=14))
def test_whatever_is_tried_no_case_breaks_a_rule(station, clock, tried):
    case = station.perform(mediation.register, DRAIN).value
    for act in tried:
        before = file(station, case)
        if act == DAY:
            clock.tick(days=1)
            continue
        try:
            ACTS[act](station, case)
        except Invalid:
            assert file(station, case).case.version == before.case.version
        holds(file(station, case), station.today())
    numbered = station.ask(all_numbers)
    assert len(numbered) == len(set(numbered))


def holds(found, today):
    """What is true of every case at every moment."""
    case, written = found.case, found.agreement
    assert (case.number is None) == (case.accepted_on is None) == (case.due is None)
    if case.accepted_on is not None:
        extra = (case.extended_days or 0) + (case.idle_days or 0)
        assert case.due == case.accepted_on + timedelta(30 + extra)
    if case.state in {"Z41", "Z42", "Z60", "Z61", "Z63"}:
        assert written
        assert written.effective_on
    if case.state in {"Z60", "Z61"} and found.items:
        assert (case.state == "Z61") == all(one.done_on for one in found.items)
    if case.state in {"Z11", "Z12", "Z41", "Z42", "Z50", "Z61", "Z63", "Z70", "Z80", "Z90"}:
        assert case.closed_on is not None
    assert (case.state == "Z32") == (case.suspended_on is not None)
    confirmed = found.confirmation
    if confirmed is not None and confirmed.due is not None:
        assert confirmed.due == written.effective_on + timedelta(30)
    if confirmed is not None and confirmed.state == "C2":
        assert confirmed.joint == "yes"
        assert confirmed.applied_on <= case_court.last_day(confirmed.due, CALENDAR)


def all_numbers(session):
    cases = records.ids(session, records.records.ledger("mediation_case"), records.Filter())
    found = (session.get(MediationCase, one).number for one in cases)
    return [one for one in found if one]


def test_what_follows_an_agreement_waits_on_the_mediators_desk(station, clock):
    case = taken_in(station)
    in_force(station, case, promised(500, TODAY))
    station.perform(case_court.plan_court, case)
    [item] = file(station, case).items
    station.perform(agreement.perform_item, item.id)

    def told(find):
        return [
            one.note for one in station.ask(find, station.actor, station.today(), CALENDAR).items
        ]

    assert told(owed_after.court) == []
    clock.tick(days=25)
    assert told(owed_after.court) == ["司法确认：4月24日到期，剩5天"]
    assert told(owed_after.follow_ups) == ["回访：4月24日到期，剩5天"]
    assert told(owed_after.filing) == []
    clock.tick(days=10)
    assert told(owed_after.court) == ["司法确认已超过30日"]
    assert told(owed_after.filing) == ["立卷归档：4月24日到期，超期5天"]
    station.perform(case_moves.follow_up, case, {"finding": "已付清"})
    assert told(owed_after.follow_ups) == []
