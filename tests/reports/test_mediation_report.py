"""月报、周报、零报告: sentences from figures, a list of what is open, lines for the rest."""

from datetime import date

import pytest

from core.records.screening import Screening
from core.services import looks, records
from core.services.figures import Period
from core.services.periods import read
from reports.commands import statistics
from reports.commands.statistics import Asked
from reports.documents import mediation_report
from reports.form import Issue
from reports.page import plain
from tests.core.test_mediation_figures import MARCH, agreed, closed
from tests.reading import word_text

ISSUE = Issue(date(2026, 4, 1), "李海燕")


def said(station, period=MARCH):
    report = station.ask(mediation_report.gather, period, ISSUE)
    return "\n".join(plain(mediation_report.compose(report)))


def test_a_month_is_told_in_sentences_that_agree_with_the_table(station, make):
    agreed(make, closed(make))
    make.case(state="Z20", dispute="16", accepted_on=date(2026, 3, 9), due=date(2026, 3, 20))
    make.record(Screening(held_on=date(2026, 3, 5), area="东风村", prevented=2))
    text = said(station)
    for sentence in (
        "矛盾纠纷排查调处月报",
        "本期开展排查1次，预防纠纷2件。新受理矛盾纠纷2件，上期为0件；办结1件，调解成功1件，",
        "调解成功率1/1 = 100.00%。期末在办1件，其中超期1件。达成协议涉及金额1.20万元。",
        "邻里纠纷1件（占50.00%）、道路交通事故纠纷1件（占50.00%）",
        "道路交通事故纠纷\n\n2026-03-20",
    ):
        assert sentence.replace("\n\n", "\n") in text


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("2026-W12", "矛盾纠纷排查化解周报"),
        ("2026-03", "矛盾纠纷排查调处月报"),
        ("2026-Q1", "矛盾纠纷排查调处情况报告"),
    ],
)
def test_a_report_is_called_by_its_period(station, make, text, title):
    closed(make, day=date(2026, 3, 20), accepted_on=date(2026, 3, 17))
    assert title in said(station, read(text))


def test_nothing_at_all_is_a_zero_report(station):
    text = said(station, Period(date(2026, 3, 2), date(2026, 3, 8)))
    assert "矛盾纠纷排查化解零报告" in text
    assert "实行零报告" in text
    assert "期末没有在办的矛盾纠纷。" in text


def test_it_names_no_party_and_lists_no_restricted_case_for_a_clerk(station, make, somebody):
    title = "王秀英与李四围栏纠纷"
    case = make.case(title=title, state="Z20", number="一号", accepted_on=date(2026, 3, 9))
    assert title not in said(station)
    assert "一号" in said(station)
    station.perform(records.save, "mediation_case", {"privacy": "L3"}, case.id)
    text = said(somebody("clerk"))
    assert "一号" not in text
    assert "另有限制查看 1 件" in text


def test_the_verb_writes_it(station, make, tmp_path):
    closed(make)
    path = tmp_path / "a.docx"
    facts = statistics.run_text(station, Asked("2026-03", path))
    assert facts["figures"]["accepted"]["value"] == 1
    assert "矛盾纠纷排查调处月报" in word_text(path)
    (me,) = station.ask(looks.of_week, date(2026, 3, 25))
    assert me.looks[0].label.startswith("统计表：矛盾纠纷报告")
