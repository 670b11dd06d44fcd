"""What lies in a file: kept as lines that nobody overwrites, told of in the course of the case."""

from datetime import date, timedelta

import pytest

from core.errors import Conflict, Invalid
from core.records.mediation_case import (
    CasePaper,
    Evidence,
    FileLoan,
    Investigation,
    MediationMeeting,
)
from core.services import (
    attachments,
    case_contents,
    case_course,
    case_file,
    case_papers,
    drafts,
    hand_over,
    mediation,
    records,
)
from core.services.attachments import Place, Taken
from core.services.case_papers import Scanned
from core.services.lines import Line
from core.services.mediation import CaseDraft

TODAY = date(2026, 3, 25)
PARTIES = (Line({"name": "张𠮷"}), Line({"side": "respondent", "name": "李㛃"}))


@pytest.fixture
def case(station):
    draft = CaseDraft({"source": "02", "dispute": "02"}, PARTIES)
    return station.perform(mediation.accept, draft).value


def keep(station, case, table, *lines, seen=None):
    return station.perform(case_contents.keep, case, table, lines, seen).value


def kept(station, record, case):
    return station.ask(records.children, record, case)


def test_lines_somebody_else_wrote_meanwhile_are_not_taken_out(station, case):
    keep(station, case, "evidence", Line({"name": "票据"}), seen={})
    with pytest.raises(Conflict, match="您填的内容还在"):
        keep(station, case, "evidence", Line({"name": "照片"}), seen={})
    assert [one.name for one in kept(station, Evidence, case)] == ["票据"]


def test_lines_seen_as_they_are_may_be_changed(station, case):
    [one] = keep(station, case, "evidence", Line({"name": "票据"}))
    seen = case_contents.versions(kept(station, Evidence, case))
    keep(station, case, "evidence", Line({"name": "发票"}, one), seen=seen)
    assert [(it.id, it.name) for it in kept(station, Evidence, case)] == [(one, "发票")]


def test_nothing_is_put_into_a_file_that_is_laid_aside(station, case):
    station.perform(records.void, "mediation_case", case, "重复登记")
    for act in (
        lambda: keep(station, case, "evidence", Line({"name": "票据"})),
        lambda: station.perform(case_contents.put_away, case, "3柜"),
        lambda: station.perform(case_contents.inquire, case, {"held_on": TODAY}),
    ):
        with pytest.raises(Invalid, match="已作废"):
            act()


def test_an_inquiry_stands_in_the_course_of_the_case_on_its_day(station, case):
    day = TODAY - timedelta(3)
    values = {"held_on": day, "asked": "王㛃", "talk": "问：看见了吗？\n答：看见了。"}
    station.perform(case_contents.inquire, case, values)
    keep(station, case, "evidence", Line({"name": "票据"}))
    told = {one.act: one for one in station.ask(case_course.opened, case, station.today()).events}
    assert told["登记调查"].text == "王㛃：问：看见了吗？ 答：看见了。"
    assert told["登记调查"].happened.date() == day
    assert told["修改卷内材料"].text == "证据"


def scanned(station, case):
    """A scan that lies with the case."""
    sealed = station.ask(attachments.files, station.folder).put([b"%PDF-1.4 scan"])
    place = Place("mediation_case", case)
    taken = Taken("SCAN0042.pdf", "application/pdf", sealed.size, sealed.digest, pages=4)
    station.perform(attachments.add, place, station.folder, [taken])
    return station.ask(attachments.of_record, place)[0].id


def test_a_record_written_by_hand_is_paper_until_its_scan_is_there(station, case):
    talk = station.perform(mediation.hold_meeting, case, {"held_on": TODAY}, 4).value
    [paper] = kept(station, CasePaper, case)
    assert (paper.subject, paper.only_paper, paper.pages) == (talk, True, 4)
    scan = scanned(station, case)
    station.perform(case_papers.scanned, case, [Scanned("mediation_record", scan, 4, talk)])
    [paper] = kept(station, CasePaper, case)
    assert (paper.subject, paper.only_paper, paper.scan) == (talk, False, scan)


@pytest.mark.parametrize("sheets", [0, -1])
def test_a_handwritten_record_has_at_least_one_page(station, case, sheets):
    with pytest.raises(Invalid, match="至少有1页"):
        station.perform(case_contents.inquire, case, {"held_on": TODAY}, sheets)
    assert kept(station, Investigation, case) == []


def test_a_talk_is_corrected_and_keeps_its_place(station, case):
    first = station.perform(mediation.hold_meeting, case, {"held_on": TODAY, "talk": "一"}).value
    station.perform(mediation.hold_meeting, case, {"held_on": TODAY, "talk": "二"})
    values = {"held_on": TODAY, "talk": "一，改过"}
    station.perform(case_contents.correct, (MediationMeeting, first), values, 2)
    talks = kept(station, MediationMeeting, case)
    assert [(one.position, one.talk) for one in talks] == [(1, "一，改过"), (2, "二")]
    station.perform(case_contents.correct, (MediationMeeting, first), values)
    assert kept(station, CasePaper, case) == []


def test_a_talk_is_not_moved_to_a_day_to_come_nor_to_none(station, case):
    talk = station.perform(mediation.hold_meeting, case, {"held_on": TODAY}).value
    for day in (TODAY + timedelta(1), None):
        with pytest.raises(Invalid):
            station.perform(case_contents.correct, (MediationMeeting, talk), {"held_on": day})
    assert kept(station, MediationMeeting, case)[0].held_on == TODAY


def test_a_file_lent_knows_who_has_it_until_it_is_back(station, case):
    [loan] = keep(station, case, "file_loan", Line({"lent_on": TODAY, "borrower": "王法官"}))
    assert [one.id for one in case_contents.lent(station.ask(case_file.file, case).loans)] == [loan]
    with pytest.raises(Invalid, match="早于借出日期"):
        station.perform(case_contents.give_back, loan, TODAY - timedelta(1))
    with pytest.raises(Invalid, match="在今天之后"):
        station.perform(case_contents.give_back, loan, TODAY + timedelta(1))
    station.perform(case_contents.give_back, loan)
    assert kept(station, FileLoan, case)[0].returned_on == TODAY


def test_what_a_file_of_no_known_kind_holds_is_refused(station, case):
    with pytest.raises(Invalid, match="不能在这里登记"):
        keep(station, case, "party", Line({"name": "王五"}))


def test_drafts_of_a_restricted_case_are_not_told_to_who_takes_over(station, case):
    case_now = station.ask(case_file.file, case)
    values = {"privacy": "L3", "title": case_now.case.title}
    station.perform(mediation.amend, case, values, PARTIES)
    station.jot(drafts.keep, "evidence", {"evidence.0.name": "隐私照片"}, case)
    kept_draft = station.ask(drafts.kept, station.actor.id, "evidence", case)
    assert station.ask(hand_over._is_restricted, kept_draft)
