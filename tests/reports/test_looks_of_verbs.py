"""Exports, printed papers and packages stand in the register of looks, whoever asks for them."""

from datetime import date

import pytest

from core.commands.verb import Call
from core.progress import silent
from core.services import looks
from core.services.records import Filter
from reports.commands import VERBS, exporting, line, report


@pytest.fixture
def case(make):
    return make.case(
        number="石桥镇人调字〔2026〕第001号", title="张三李四", accepted_on=date(2026, 3, 23)
    )


def told(station):
    return [
        one.label for person in station.ask(looks.of_week, station.today()) for one in person.looks
    ]


def spoken(station, *words):
    args = line.parser(VERBS).parse_args(list(map(str, words)))
    return args.verb.run(Call(args, station.clock, silent, _opened=[station]))


def test_an_export_names_the_cases_and_no_word_that_was_searched_for(station, case, make, tmp_path):
    make.case(title="别的")
    wanted = exporting.Wanted("mediation_case", tmp_path / "a.csv", Filter(words="张三"))
    exporting.run(station, wanted)
    assert told(station) == ["导出：矛盾纠纷台账 1 件（按条件，内部使用）"]
    assert len(station.ask(looks.of_record, "mediation_case", case.id)) == 1


def test_a_roster_is_told_by_its_number_of_lines(station, make, tmp_path):
    person = make.staff()
    spoken(station, "export", "staff", "-o", tmp_path / "a.csv", "--purpose", "document")
    assert told(station) == ["导出：网格员花名册 1 人（全部，不隐去号码）"]
    assert station.ask(looks.of_record, "staff", person.id) == []


def test_a_printed_paper_is_told_by_its_number(station, case, tmp_path):
    spoken(station, "print", "mediation_agreement", case.id, "-o", tmp_path / "a.pdf")
    assert told(station) == ["打印：人民调解协议书 石桥镇人调字〔2026〕第001号"]
    assert len(station.ask(looks.of_record, "mediation_case", case.id)) == 1


def test_a_report_gives_a_clerk_every_figure_and_only_the_records_he_may_see(
    station, case, make, somebody, tmp_path
):
    hidden = make.case(accepted_on=date(2026, 3, 23), privacy="L3")
    week = "2026-03-20..2026-03-26"
    clerk = report.run(somebody("clerk"), week, tmp_path / "a.pdf")["figures"]["accepted"]
    chief = report.run(somebody("chief"), week, tmp_path / "b.pdf")["figures"]["accepted"]
    assert clerk["value"] == chief["value"] == 2
    assert (clerk["ids"], clerk["restricted"]) == ([str(case.id)], 1)
    assert set(chief["ids"]) == {str(case.id), str(hidden.id)}


def test_a_report_that_was_handed_in_is_told_by_its_period(station, tmp_path):
    report.run(station, "2026-03-20..2026-03-26", tmp_path / "a.pdf")
    assert told(station) == ["导出：周报 3月20日至3月26日"]
