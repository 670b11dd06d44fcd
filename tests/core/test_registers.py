"""Registers of mediation: views of the cases, hidden and masked like them, nothing typed twice."""

import codecs
import csv
from datetime import date
from decimal import Decimal

import pytest

from core.errors import Invalid, NotAllowed
from core.records.mediation_case import (
    Agreement,
    CaseEvent,
    CoMediator,
    Confirmation,
    FileLoan,
    FollowUp,
    MediationMeeting,
    Party,
    Performance,
)
from core.services import looks, records, registers
from core.services.figures import Period
from core.services.registers import REGISTERS
from reports.commands import registers as writing
from reports.commands.statistics import Asked
from tests.core.test_mediation_figures import closed
from tests.reading import pdf_pages, squeezed, word_text

YEAR = Period(date(2026, 1, 1), date(2026, 12, 31), "2026年")
TODAY = date(2026, 3, 25)


@pytest.fixture
def case(make):
    """A case with something for every register."""
    zhou, li = make.staff(name="周秀兰"), make.staff(name="李卫民")
    made = closed(
        make,
        parties=0,
        number="石桥镇人调字〔2026〕第001号",
        title="王秀英与张𠮷㛃排水纠纷",
        summary="王秀英家的水流到张𠮷㛃院里。",
        mediator=zhou.id,
        risk="major",
        filed_on=date(2026, 3, 22),
        box="2柜3层",
    )
    inside = (
        Party(position=1, side="applicant", kind="person", name="王秀英"),
        Party(position=2, side="respondent", kind="person", name="张𠮷㛃"),
        MediationMeeting(position=1, held_on=date(2026, 3, 9), result="success"),
        Agreement(
            form="written",
            amount=Decimal(1200),
            signed_on=date(2026, 3, 10),
            effective_on=date(2026, 3, 10),
        ),
        Performance(
            position=1,
            payer="张𠮷㛃",
            receiver="王秀英",
            item="赔偿",
            amount=Decimal(800),
            due=date(2026, 3, 20),
            paid=Decimal(300),
        ),
        CoMediator(position=1, staff=li.id),
        CaseEvent(position=1, happened_on=date(2026, 3, 21), kind="urge"),
        FollowUp(position=1, done_on=date(2026, 3, 23), way="door", performed="part"),
        Confirmation(state="C2", due=date(2026, 4, 9), applied_on=date(2026, 3, 12)),
        FileLoan(position=1, lent_on=date(2026, 3, 24), borrower="赵科长"),
    )
    for one in inside:
        one.case = made.id
        make.record(one)
    return made


def lines(station, name, purpose="internal", period=YEAR):
    found = station.ask(registers.rows, registers.register(name), period, TODAY, purpose)
    heads = [one.label for one in registers.register(name).columns]
    return [dict(zip(heads, row.cells, strict=True)) for row in found]


def test_each_register_has_a_line_of_the_case_and_leads_to_it(station, case):
    for one in REGISTERS:
        (row,) = station.ask(registers.rows, one, YEAR, TODAY)
        assert row.case == case.id, one.title
        assert len(row.cells) == len(one.columns)


def test_the_register_of_cases_reads_every_fact_where_it_was_typed(station, case):
    (line,) = lines(station, "人民调解登记簿")
    assert line["申请人"] == "王秀英"
    assert line["被申请人"] == "张𠮷㛃"
    assert line["调解员"] == "周秀兰、李卫民"
    assert line["调解结果"] == "调解成功"
    assert line["涉及金额（元）"] == Decimal(1200)
    assert line["履行情况"] == "逾期未履行"
    assert line["回访日期"] == date(2026, 3, 23)


def test_a_promise_shows_what_is_paid_what_is_owed_and_when_it_was_urged(station, case):
    (line,) = lines(station, "履行跟踪台账")
    assert (line["已付（元）"], line["未付（元）"]) == (Decimal(300), Decimal(500))
    assert (line["状态"], line["催告记录"]) == ("逾期未履行", "2026-03-21")


def test_a_follow_up_that_is_owed_has_its_line_before_it_is_made(station, make):
    case = closed(make)
    day = date(2026, 3, 10)
    make.record(Agreement(case=case.id, form="oral", effective_on=day))
    (line,) = lines(station, "回访台账")
    assert line["应回访日"] > day
    assert line["实回访日"] is None
    station.perform(records.save, "mediation_case", {"privacy": "L2"}, case.id)


def test_the_shelf_says_whether_a_file_is_lent(station, case, make):
    assert [one["在库"] for one in lines(station, "卷宗存放位置")] == ["借出"]
    assert [one["借阅人"] for one in lines(station, "卷宗借阅登记")] == ["赵科长"]


def test_what_lies_in_another_period_is_not_told(station, case):
    other = Period(date(2025, 1, 1), date(2025, 12, 31))
    for one in REGISTERS:
        assert station.ask(registers.rows, one, other, TODAY) == []


def test_the_public_reads_no_name_and_no_story(station, case):
    for one in REGISTERS:
        said = str(lines(station, one.name, "public"))
        assert "王秀英" not in said, one.title
        assert "张𠮷㛃" not in said, one.title
        assert "院里" not in said, one.title
    (line,) = lines(station, "人民调解登记簿", "public")
    assert line["申请人"] == "王某甲"


def test_a_restricted_case_is_in_no_register_of_a_clerk(station, case, somebody):
    station.perform(records.save, "mediation_case", {"privacy": "L3"}, case.id)
    for one in REGISTERS:
        assert somebody("clerk").ask(registers.rows, one, YEAR, TODAY) == []
        assert len(station.ask(registers.rows, one, YEAR, TODAY)) == 1


@pytest.mark.parametrize("ending", [".xlsx", ".pdf", ".docx"])
def test_a_register_leaves_in_every_form_and_who_was_in_it_is_noted(
    station, case, tmp_path, ending
):
    path = tmp_path / f"a{ending}"
    facts = writing.run(station, "register_cases", Asked("2026", path), "superior")
    assert facts["rows"] == 1
    (look,) = station.ask(looks.of_record, "mediation_case", case.id)
    assert look.label == "台账：人民调解登记簿 1 件（2026年（1月1日至12月31日），报上级）"
    if ending == ".pdf":
        assert "张𠮷㛃" in squeezed("".join(pdf_pages(path)))
    if ending == ".docx":
        assert "张𠮷㛃" in word_text(path)


def test_a_register_is_a_csv_that_other_programs_read(station, case, tmp_path, make):
    second = closed(make, parties=0, number="石桥镇人调字〔2026〕第002号")
    party = Party(case=second.id, position=1, side="applicant", kind="person", name="=1+1")
    make.record(party)
    path = tmp_path / "a.csv"
    assert writing.run(station, "register_cases", Asked("2026", path), "superior")["rows"] == 2
    assert path.read_bytes().startswith(codecs.BOM_UTF8)
    with path.open(encoding="utf-8-sig", newline="") as file:
        first, other = csv.DictReader(file)
    heads = [one.label for one in registers.register("register_cases").columns]
    assert list(first) == ["序号", *heads]
    told = (first["序号"], first["被申请人"], first["涉及金额（元）"], first["回访日期"])
    assert told == ("1", "张𠮷㛃", "1200.00", "2026-03-23")
    assert other["申请人"] == "'=1+1"


def test_an_empty_register_is_still_a_paper(station, tmp_path):
    path = tmp_path / "a.pdf"
    assert writing.run(station, "回访台账", Asked(None, path))["rows"] == 0
    assert "没有记录" in "".join(pdf_pages(path))


def test_who_may_not_send_exports_no_register(somebody, tmp_path):
    with pytest.raises(NotAllowed):
        writing.run(somebody("mediator"), "register_cases", Asked(None, tmp_path / "a.pdf"))


def test_a_register_nobody_knows_is_answered_with_those_there_are():
    with pytest.raises(Invalid, match="回访台账"):
        registers.register("重点人员走访册")
