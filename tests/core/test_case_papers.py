"""Papers as things: what is printed waits for signatures, comes back, is scanned, is bound."""

from datetime import date

import pytest

from core import workdays
from core.errors import Invalid, NotAllowed
from core.records.mediation_case import CasePaper, MediationMeeting
from core.services import (
    agreement,
    attachments,
    case_file,
    case_papers,
    desk,
    history,
    mediation,
)
from core.services.agreement import AgreementDraft
from core.services.attachments import Place, Taken
from core.services.case_papers import Scanned
from core.services.lines import Line
from core.services.mediation import CaseDraft

TODAY = date(2026, 3, 25)
ZHANG = Line({"name": "张三"})
LI = Line({"side": "respondent", "name": "李四", "agent": "李小四"})


@pytest.fixture
def case(station):
    draft = CaseDraft({"source": "02", "dispute": "02"}, (ZHANG, LI))
    return station.perform(mediation.accept, draft).value


@pytest.fixture
def papers(station, case):
    """How far each paper of the case has come."""

    def listed() -> list[tuple[str, str]]:
        found = station.ask(case_file.file, case).papers
        return [(one.kind, case_papers.state(one)) for one in found]

    return listed


def test_a_printed_paper_waits_for_its_signatures(station, case, papers):
    station.perform(case_papers.printed, case, "acceptance_register")
    assert papers() == [("acceptance_register", "待签回")]


def test_a_paper_nobody_signs_is_only_printed(station, case, papers):
    station.perform(case_papers.printed, case, "cover")
    assert papers() == [("cover", "已打印")]


def test_each_party_has_a_notice_of_its_own_that_waits(station, case, papers):
    assert station.perform(case_papers.printed, case, "rights_notice").value == 2
    assert papers() == [("rights_notice", "待签回")] * 2
    file = station.ask(case_file.file, case)
    assert {one.subject for one in file.papers} == {one.id for one in file.parties}


def test_only_who_has_an_agent_gives_an_authorisation(station, case, papers):
    assert station.perform(case_papers.printed, case, "authorisation").value == 1
    file = station.ask(case_file.file, case)
    assert [one.subject for one in file.papers] == [file.parties[1].id]


def test_printed_again_it_is_still_one_paper(station, case, papers, clock):
    station.perform(case_papers.printed, case, "application")
    clock.tick(days=1)
    station.perform(case_papers.printed, case, "application")
    assert papers() == [("application", "待签回")]
    (paper,) = station.ask(case_file.file, case).papers
    assert paper.printed_on == date(2026, 3, 26)


def test_one_talk_of_two_is_printed(station, case, make, papers):
    talks = [make.record(MediationMeeting(case=case, position=n, held_on=TODAY)) for n in (1, 2)]
    station.perform(case_papers.printed, case, "mediation_record", talks[1].id)
    (paper,) = station.ask(case_file.file, case).papers
    assert paper.subject == talks[1].id


def test_a_blank_sheet_about_nobody_is_no_paper_of_the_file(station, case, papers):
    assert station.perform(case_papers.printed, case, "follow_up").value == 0
    assert papers() == []


def test_all_came_back_signed_today(station, case, papers):
    for kind in ("application", "acceptance_register", "cover"):
        station.perform(case_papers.printed, case, kind)
    assert station.perform(case_papers.signed, case).value == 2
    assert papers() == [
        ("application", "已签回"),
        ("acceptance_register", "已签回"),
        ("cover", "已打印"),
    ]
    register = station.ask(case_file.file, case).papers_of("acceptance_register")[0]
    assert (register.signed_on, register.sealed_on) == (TODAY, TODAY)


def test_who_has_not_signed_keeps_his_paper_waiting(station, case, papers):
    station.perform(case_papers.printed, case, "rights_notice")
    second = station.ask(case_file.file, case).papers[1]
    station.perform(case_papers.signed, case, unsigned={second.id: "李四"})
    assert papers() == [("rights_notice", "已签回"), ("rights_notice", "待签回")]
    station.perform(case_papers.signed, case)
    assert papers() == [("rights_notice", "已签回")] * 2


def test_the_agreement_comes_into_force_with_the_signatures(station, case):
    station.perform(agreement.agree, case, AgreementDraft(clauses=("互不追究。",), signed_on=TODAY))
    station.perform(case_papers.printed, case, "mediation_agreement")
    station.perform(case_papers.signed, case)
    file = station.ask(case_file.file, case)
    assert file.agreement.effective_on == TODAY
    assert file.case.state == "Z41"


def test_an_agreement_somebody_has_not_signed_is_not_in_force(station, case):
    station.perform(agreement.agree, case, AgreementDraft(clauses=("互不追究。",), signed_on=TODAY))
    station.perform(case_papers.printed, case, "mediation_agreement")
    (paper,) = station.ask(case_file.file, case).papers
    station.perform(case_papers.signed, case, unsigned={paper.id: "李四"})
    file = station.ask(case_file.file, case)
    assert file.agreement.effective_on is None
    assert file.papers[0].sealed_on is None


def test_nothing_waits_nothing_is_signed(station, case):
    with pytest.raises(Invalid, match="没有待签回的文书"):
        station.perform(case_papers.signed, case)


def test_nobody_signs_tomorrow(station, case):
    station.perform(case_papers.printed, case, "application")
    with pytest.raises(Invalid, match="今天之后"):
        station.perform(case_papers.signed, case, date(2026, 3, 26))


@pytest.fixture
def scan(station, case):
    """A scan that lies with the case."""
    store = station.ask(attachments.files, station.folder)
    kept = store.put([b"%PDF-1.4 scan"])
    place = Place("mediation_case", case)
    taken = Taken("SCAN0042.pdf", "application/pdf", kept.size, kept.digest, pages=3)
    station.perform(attachments.add, place, station.folder, [taken])
    (found,) = station.ask(attachments.of_record, place)
    return found


def test_a_scan_shows_a_paper(station, case, scan, papers):
    station.perform(case_papers.printed, case, "application")
    found = [Scanned("application", scan.id), Scanned("identity", scan.id, 1)]
    assert station.perform(case_papers.scanned, case, found).value == 2
    assert papers() == [("application", "已扫描"), ("identity", "已扫描")]
    assert [one.pages for one in station.ask(case_file.file, case).papers] == [3, 1]


def test_the_scan_of_another_case_is_no_paper_of_this_one(station, scan, make):
    other = make.case()
    with pytest.raises(Invalid, match="不是本案的附件"):
        station.perform(case_papers.scanned, other.id, [Scanned("application", scan.id)])


def test_what_is_only_paper_is_listed_with_its_pages(station, case):
    values = {"kind": "identity", "title": "李四户口簿", "pages": 2, "copy": "copy"}
    station.perform(case_papers.listed, case, values)
    (paper,) = station.ask(case_file.file, case).papers
    assert (paper.only_paper, paper.title, paper.pages) == (True, "李四户口簿", 2)
    with pytest.raises(Invalid, match="哪种文书"):
        station.perform(case_papers.listed, case, {"title": "不知道是什么"})


def test_a_bound_file_remembers_its_day_and_pages(station, case, papers):
    station.perform(case_papers.printed, case, "application")
    station.perform(case_papers.bound, case, 24)
    assert papers() == [("application", "已装订")]
    assert station.ask(case_file.file, case).case.pages == 24


def test_the_desk_tells_what_is_out_to_be_signed(station, case):
    def told() -> list[str]:
        groups = station.ask(desk.todo, station.today(), workdays.known())
        return [
            todo.item.note
            for group in groups
            for todo in group.todos
            if todo.item.note.startswith("待签回")
        ]

    assert told() == []
    station.perform(case_papers.printed, case, "rights_notice")
    assert told() == ["待签回：权利义务告知书等2份"]
    station.perform(case_papers.signed, case)
    assert told() == []


def test_the_journal_names_papers_and_no_person(station, case):
    station.perform(case_papers.printed, case, "rights_notice")

    (paper, *_) = station.ask(case_file.file, case).papers
    labels = [one.label for one in station.ask(history.of_record, "case_paper", paper.id)]
    assert labels == ["记下打印：石桥镇人调字〔2026〕第001号 权利义务告知书"]


def test_a_reader_marks_nothing(station, case, somebody):
    reader = somebody("reader", "来访")
    with pytest.raises(NotAllowed):
        reader.perform(case_papers.printed, case, "application")
    case_papers.mark(reader, case, "application")
    assert station.ask(case_file.file, case).papers == ()


def test_every_word_of_a_mark_stands_in_the_order_of_marks():
    paper = CasePaper(kind="application")
    assert case_papers.state(paper) == ""
    paper.printed_on = TODAY
    paper.signed_on, paper.unsigned = TODAY, "李四"
    assert case_papers.state(paper) == "待签回"
    assert case_papers.waiting([paper]) == (paper,)
