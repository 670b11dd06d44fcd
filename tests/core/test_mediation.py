"""Stories of the mediator's desk: from a quarrel at the counter to the last instalment paid."""

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from core import workdays
from core.errors import Conflict, Invalid, NotAllowed
from core.journal import feed
from core.records.mediation_case import Party, Performance
from core.services import (
    agreement,
    case_clocks,
    case_file,
    founding,
    history,
    mediation,
    numbers,
    records,
)
from core.services.agreement import AgreementDraft, Signed
from core.services.lines import Line
from core.services.mediation import CaseDraft

pytestmark = pytest.mark.both_stores

TODAY = date(2026, 3, 25)
ZHANG, LI = Line({"name": "张建国"}), Line({"side": "respondent", "name": "李满仓"})
DRAIN = CaseDraft({"source": "02", "dispute": "02", "happened_on": date(2026, 3, 20)}, (ZHANG, LI))


def paid(amount: int, due: date | None, way: str | None = "银行转账", **more: Any) -> Line:
    return Line(
        {"payer": "李满仓", "receiver": "张建国", "item": "赔偿", "amount": Decimal(amount)}
        | {"due": due, "way": way}
        | more
    )


def accepted(station, draft: CaseDraft = DRAIN) -> UUID:
    return station.perform(mediation.accept, draft).value


def file(station, case: UUID) -> case_file.CaseFile:
    return station.ask(case_file.file, case)


def agreed(station, case: UUID, *items: Line, **more: Any) -> Any:
    draft = AgreementDraft(clauses=("李满仓赔偿张建国。",), items=items, **more)
    return station.perform(agreement.agree, case, draft).value


def test_one_save_registers_accepts_names_and_numbers(station):
    found = file(station, accepted(station))
    assert found.case.title == "张建国与李满仓邻里纠纷"
    assert found.case.number == "石桥镇人调字〔2026〕第001号"
    assert (found.case.state, found.case.accepted_on) == ("Z20", TODAY)
    assert found.case.due == date(2026, 4, 24)
    assert [one.name for one in found.side("respondent")] == ["李满仓"]
    assert found.committee == "石桥镇人民调解委员会"


def test_source_and_a_title_or_a_party_are_all_that_is_needed(station):
    title_only = CaseDraft({"source": "01", "title": "东风村三组相邻通行纠纷"})
    assert file(station, accepted(station, title_only)).parties == ()
    with pytest.raises(Invalid, match="请写主题，或至少填写一名当事人"):
        accepted(station, CaseDraft({"source": "01"}))
    with pytest.raises(Invalid, match="请填写案件来源"):
        accepted(station, CaseDraft({"title": "某纠纷"}))


def test_a_party_written_without_a_name_is_asked_for_and_an_empty_line_is_not(station):
    with pytest.raises(Invalid) as refused:
        accepted(station, CaseDraft(DRAIN.values, (ZHANG, Line({"phone": "0000-8800123"}))))
    assert refused.value.problems[0].field == "party.1.name"
    kept = file(station, accepted(station, CaseDraft(DRAIN.values, (ZHANG, Line(), LI))))
    assert [(one.position, one.name) for one in kept.parties] == [(1, "张建国"), (2, "李满仓")]


def test_fourteen_workers_claim_their_wages(station):
    workers = tuple(Line({"name": f"郑木工{n}"}) for n in range(1, 15))
    firm = Line({"side": "respondent", "kind": "organisation", "name": "恒昌劳务公司"})
    case = accepted(station, CaseDraft({"source": "06", "dispute": "10"}, (*workers, firm)))
    found = file(station, case)
    assert found.case.title == "郑木工1等14人与恒昌劳务公司拖欠农民工工资纠纷"
    assert found.case.dispute_gov == "0701"
    first = paid(100_000, date(2026, 4, 3))
    assert not agreed(station, case, first, paid(86_000, date(2026, 12, 10))).hints
    written = file(station, case).agreement
    assert written is not None
    assert (written.amount, written.copies) == (Decimal(186_000), 16)


def test_a_village_group_is_a_party(station):
    groups = tuple(
        Line({"side": side, "kind": "organisation", "name": name, "representative": head})
        for side, name, head in (
            ("applicant", "东风村七组", "高志明"),
            ("respondent", "东风村八组", "林有田"),
        )
    )
    found = file(station, accepted(station, CaseDraft({"source": "01", "dispute": "07"}, groups)))
    assert found.case.title == "东风村七组与东风村八组山林土地纠纷"
    assert found.case.dispute_gov is None, "two classes are possible: a person chooses"
    assert mediation.suggested_gov("07") == ("0903", "0901")
    assert mediation.suggested_gov("没有") == ()


def test_a_talk_without_a_day_is_asked_for_one(station):
    case = accepted(station)
    with pytest.raises(Invalid, match="请填写调解日期"):
        station.perform(mediation.hold_meeting, case, {"held_on": None, "result": "continued"})
    assert file(station, case).meetings == ()


def test_from_talk_to_the_last_instalment(station, clock):
    case = accepted(station)
    station.perform(mediation.hold_meeting, case, {"result": "continued", "place": "三组现场"})
    station.perform(mediation.hold_meeting, case, {"result": "success"})
    assert [one.position for one in file(station, case).meetings] == [1, 2]
    items = (paid(800, date(2026, 3, 31)), paid(400, date(2026, 4, 30)))
    agreed(station, case, *items, signed_on=TODAY)
    assert file(station, case).case.state == "Z40"
    assert station.perform(agreement.sign, case).value == TODAY
    assert file(station, case).case.state == "Z60"
    clock.tick(days=10)
    first, second = file(station, case).items
    assert [one.id for one in file(station, case).late(station.today())] == [first.id]
    assert station.perform(agreement.perform_item, first.id, TODAY, "收条").value == "Z60"
    assert station.perform(agreement.perform_item, second.id).value == "Z61"
    done = file(station, case)
    assert (done.case.state, done.case.closed_on) == ("Z61", station.today())
    assert done.items[0].proof == "收条"


def test_an_agreement_is_in_force_on_the_day_of_the_last_of_three(station):
    case = accepted(station)
    agreed(station, case, signed_on=date(2026, 3, 23))
    signed = Signed(mediator_on=date(2026, 3, 24), sealed_on=TODAY)
    assert station.perform(agreement.sign, case, None, signed).value == TODAY
    found = file(station, case)
    assert found.agreement is not None
    assert found.agreement.parties_signed_on == date(2026, 3, 23)
    assert found.agreement.effective_on == TODAY
    assert (found.case.state, found.case.closed_on) == ("Z41", TODAY)


def test_an_agreement_in_force_cannot_be_undone(station):
    case = accepted(station)
    agreed(station, case)
    seq = station.perform(agreement.sign, case).seq
    with pytest.raises(Invalid, match="已经生效，不能撤销"):
        station.perform(history.undo, seq)


def test_signing_what_nobody_wrote_or_signing_tomorrow_is_refused(station):
    case = accepted(station)
    with pytest.raises(Invalid, match="还没有协议"):
        station.perform(agreement.sign, case)
    agreed(station, case)
    with pytest.raises(Invalid, match="签名盖章日期在今天之后"):
        station.perform(agreement.sign, case, date(2026, 3, 26))
    assert file(station, case).case.state == "Z40"


@pytest.mark.parametrize(
    ("items", "state"),
    [((), "Z42"), ((paid(500, TODAY),), "Z60"), ((paid(500, TODAY, done_on=TODAY),), "Z61")],
)
def test_an_oral_agreement_is_in_force_at_once(station, items, state):
    case = accepted(station)
    agreed(station, case, *items, form="oral", signed_on=TODAY)
    found = file(station, case)
    assert found.agreement is not None
    assert (found.case.state, found.agreement.effective_on) == (state, TODAY)
    assert found.agreement.copies is None


def test_what_a_reviewer_would_ask_is_hinted_and_bars_nothing(station):
    case = accepted(station)
    items = (paid(600, None, None), paid(500, date(2026, 3, 1)))
    hints = agreed(station, case, *items, amount=Decimal(1000), copies=2, signed_on=TODAY).hints
    assert [one.field for one in hints] == [
        "performance.0.due",
        "performance.0.way",
        "performance.1.due",
        "amount",
        "copies",
    ]
    assert "合计1100元，协议金额1000元" in next(o.text for o in hints if o.field == "amount")
    assert file(station, case).case.state == "Z40"


def test_a_written_draft_may_be_rewritten_until_it_is_signed(station):
    case = accepted(station)
    agreed(station, case, paid(600, TODAY), paid(500, TODAY))
    kept, dropped = file(station, case).items
    draft = AgreementDraft(
        clauses=("1. 李满仓赔偿600元。", "二、双方和好。", "3.5米以内不得堆物。", " "),
        items=(Line({"amount": Decimal(700), "payer": "李满仓", "item": "赔偿"}, kept.id),),
    )
    station.perform(agreement.agree, case, draft)
    found = file(station, case)
    assert found.agreement is not None
    assert agreement.clauses(found.agreement) == (
        "李满仓赔偿600元。",
        "双方和好。",
        "3.5米以内不得堆物。",
    )
    assert [(one.id, one.amount) for one in found.items] == [(kept.id, Decimal(700))]
    assert station.ask(records.get, Performance, dropped.id).binned is not None
    station.perform(agreement.sign, case)
    with pytest.raises(Invalid, match="案件现在是“履行中”，不能转为“书面协议待签章”"):
        station.perform(agreement.agree, case, draft)


def test_a_late_entry_keeps_the_day_on_which_it_happened(station):
    draft = CaseDraft({**DRAIN.values, "accepted_on": date(2026, 3, 21)}, DRAIN.parties)
    case = accepted(station, draft)
    assert file(station, case).case.due == date(2026, 4, 20)
    step = station.ask(lambda session: list(feed.changes(session, records=[case])))[0]
    assert step.happened.date() == date(2026, 3, 21)
    assert step.moment.date() == date(2026, 3, 25)
    assert step.label == "登记并受理：石桥镇人调字〔2026〕第001号"


def test_agreement_first_acceptance_afterwards_the_same_day(station):
    case = station.perform(mediation.register, DRAIN).value
    assert file(station, case).case.number is None
    station.perform(mediation.hold_meeting, case, {"result": "success"})
    assert not agreed(station, case, paid(100, TODAY), signed_on=TODAY).hints
    assert station.perform(mediation.admit, case).value == "石桥镇人调字〔2026〕第001号"
    found = file(station, case)
    assert found.agreement is not None
    assert found.agreement.number == found.case.number
    assert found.case.state == "Z40"
    with pytest.raises(Invalid, match="已经受理过了"):
        station.perform(mediation.admit, case)


def test_an_imported_case_is_accepted_with_the_day_or_number_it_came_with(station, make):
    dated = make.case(accepted_on=date(2026, 3, 2))
    assert station.perform(mediation.admit, dated.id, dated.accepted_on).value.endswith("第001号")
    numbered = make.case(number="石桥镇人调字〔2026〕第007号")
    assert station.perform(mediation.admit, numbered.id).value == numbered.number


def test_an_agreement_older_than_acceptance_is_hinted(station):
    case = accepted(station)
    hints = agreed(station, case, signed_on=date(2026, 3, 24)).hints
    assert [one.text for one in hints] == ["签订日期早于受理日期，请核对"]


def test_a_number_taken_over_from_paper_moves_the_series_on(station):
    paper = CaseDraft(DRAIN.values, DRAIN.parties, "石桥镇人调字[2026]第017号")
    first = file(station, accepted(station, paper)).case
    assert first.number == "石桥镇人调字〔2026〕第017号"
    assert file(station, accepted(station)).case.number == "石桥镇人调字〔2026〕第018号"
    with pytest.raises(Invalid, match="卷号“石桥镇人调字〔2026〕第017号”已用于“张建国与李满仓邻里"):
        accepted(station, paper)
    with pytest.raises(Invalid, match="卷号要写明年份和序号"):
        accepted(station, CaseDraft(DRAIN.values, DRAIN.parties, "十七号"))


def test_a_number_that_paper_already_took_is_passed_over(station, make):
    make.case(number="石桥镇人调字〔2026〕第001号")
    assert file(station, accepted(station)).case.number == "石桥镇人调字〔2026〕第002号"


def test_each_committee_and_year_has_its_own_numbers(station, make):
    village = make.organisation(name="东风村人民调解委员会", kind="committee")
    theirs = CaseDraft(
        {**DRAIN.values, "committee": village.id}, DRAIN.parties, "东风村人调字〔2026〕第009号"
    )
    found = file(station, accepted(station, theirs))
    assert found.committee == "东风村人民调解委员会"
    station.perform(numbers.start, None, 2026, 40)
    assert file(station, accepted(station)).case.number == "石桥镇人调字〔2026〕第041号"
    last_year = {"source": "02", "accepted_on": date(2025, 12, 30)}
    old = accepted(station, CaseDraft(last_year, DRAIN.parties))
    assert file(station, old).case.number == "石桥镇人调字〔2025〕第001号"


def test_undoing_an_acceptance_voids_the_number_and_the_next_goes_on(station):
    done = station.perform(mediation.accept, DRAIN)
    station.perform(history.undo, done.seq)
    voided = file(station, done.value).case
    assert (voided.number, voided.void_reason) == ("石桥镇人调字〔2026〕第001号", "撤销登记")
    with pytest.raises(Invalid, match="已作废，不能再办理"):
        station.perform(mediation.hold_meeting, done.value, {"result": "success"})
    assert file(station, accepted(station)).case.number == "石桥镇人调字〔2026〕第002号"


def test_a_binned_dispute_is_fetched_back_first(station):
    case = station.perform(mediation.register, DRAIN).value
    station.perform(records.remove, "mediation_case", [case])
    with pytest.raises(Invalid, match="请先找回再办理"):
        station.perform(mediation.admit, case)


def test_moves_that_make_no_sense_name_both_states(station):
    case = station.perform(mediation.register, DRAIN).value
    station.perform(mediation.withdraw, case)
    with pytest.raises(Invalid, match="案件现在是“已撤回”，不能转为“调解中”，请核对是否选错"):
        station.perform(mediation.hold_meeting, case, {"result": "success"})
    with pytest.raises(Invalid, match="案件现在是“已撤回”，不能转为“已受理”"):
        station.perform(mediation.admit, case)


def test_refused_withdrawn_and_ended_cases_have_a_reason_and_a_day(station):
    turned_down = station.perform(mediation.register, DRAIN).value
    station.perform(mediation.refuse, turned_down, "不属受理范围", date(2026, 3, 24))
    found = file(station, turned_down).case
    assert (found.state, found.closed_on, found.number) == ("Z11", date(2026, 3, 24), None)
    ended = accepted(station)
    done = station.perform(mediation.end, ended, "apart", told=True)
    assert file(station, ended).case.state == "Z50"
    turn = station.ask(history.of_record, "mediation_case", ended)[0]
    assert turn.label.endswith("第001号 分歧大无法达成")
    assert done.label == "终止调解"
    with pytest.raises(Invalid, match="请选一个原因：一方明确拒绝"):
        station.perform(mediation.end, accepted(station), "谈不拢就算了")


@pytest.mark.parametrize("key", ["happened_on", "applied_on", "accepted_on"])
def test_nothing_has_happened_tomorrow(station, key):
    tomorrow = CaseDraft({"source": "02", key: date(2026, 3, 26)}, DRAIN.parties)
    with pytest.raises(Invalid, match="日期在今天之后，请核对"):
        accepted(station, tomorrow)


def test_acceptance_before_the_quarrel_is_refused_on_the_same_day_it_is_not(station):
    early = {**DRAIN.values, "accepted_on": date(2026, 3, 19)}
    with pytest.raises(Invalid, match="受理日期早于纠纷发生日期"):
        accepted(station, CaseDraft(early, DRAIN.parties))
    same = {**DRAIN.values, "accepted_on": date(2026, 3, 20), "applied_on": date(2026, 3, 20)}
    accepted(station, CaseDraft(same, DRAIN.parties))


def test_parties_are_corrected_moved_and_taken_out(station):
    case = accepted(station)
    zhang, li = file(station, case).parties
    parties = (
        Line({"name": "李满仓", "side": "respondent", "age": 61}, li.id),
        Line({"name": "赵有福", "side": "third"}),
    )
    stamp = file(station, case).stamp
    values = {"summary": "屋檐滴水", "accepted_on": date(2026, 3, 24)}
    station.perform(mediation.amend, case, values, parties, stamp)
    found = file(station, case)
    assert [(one.name, one.position) for one in found.parties] == [("李满仓", 1), ("赵有福", 2)]
    assert found.parties[0].id == li.id
    assert station.ask(records.get, Party, zhang.id).binned is not None
    assert found.case.due == date(2026, 4, 23)
    with pytest.raises(Conflict, match="刚被别人改过"):
        station.perform(mediation.amend, case, values, parties, stamp)


def test_a_numbered_case_keeps_a_day_of_acceptance_and_a_voided_one_is_left_alone(station):
    case = accepted(station)
    with pytest.raises(Invalid, match="已经编号的案件要有受理日期"):
        station.perform(mediation.amend, case, {"accepted_on": None}, DRAIN.parties)
    station.perform(records.void, "mediation_case", case, "重复登记")
    with pytest.raises(Invalid, match="已作废，不能再办理"):
        station.perform(mediation.amend, case, {"summary": "x"}, DRAIN.parties)


def test_the_deadline_is_shown_by_the_calendar_and_behind_the_holidays(station):
    def running(case, calendar):
        known = station.ask(case_clocks.periods, calendar)
        return list(case_clocks.clocks(file(station, case), known))

    calendar = workdays.load(Path("resources/codes/calendar_exceptions.csv"))
    values = {"source": "02", "accepted_on": date(2025, 9, 3)}
    case = accepted(station, CaseDraft(values, DRAIN.parties))
    [shown] = running(case, calendar)
    assert (shown.natural, shown.shifted) == (date(2025, 10, 3), date(2025, 10, 9))
    [unknown] = running(case, workdays.Calendar(frozenset(), frozenset()))
    assert unknown.shifted == unknown.natural
    assert "没有2025年的放假调休表" in unknown.note
    waiting = station.perform(mediation.register, DRAIN).value
    assert running(waiting, calendar) == []


def test_names_of_the_people_who_mediate_come_along(station, make):
    staff = make.staff(name="吴调解")
    case = accepted(station, CaseDraft({**DRAIN.values, "mediator": staff.id}, DRAIN.parties))
    assert file(station, case).names == {staff.id: "吴调解"}


def test_only_who_may_mediate_does(station, somebody):
    with pytest.raises(NotAllowed, match="不能办理调解案件"):
        accepted(somebody("reader"))


def test_one_act_is_one_journal_entry(station):
    before = station.ask(lambda session: len(list(feed.entries(session))))
    case = accepted(station)
    agreed(station, case, paid(1, TODAY))
    station.perform(agreement.sign, case)
    assert station.ask(lambda session: len(list(feed.entries(session)))) == before + 3


def test_the_committee_of_a_station_without_one_stays_empty(station):
    own = station.ask(founding.own)
    assert own.name == "石桥镇综治中心"
    listed = station.ask(records.choices, "organisation")
    committee = next(one for one, name in listed if name.endswith("调解委员会"))
    station.perform(records.remove, "organisation", [committee])
    assert file(station, accepted(station)).committee == ""
