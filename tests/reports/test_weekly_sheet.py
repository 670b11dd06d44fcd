"""The weekly sheet: one page whatever the week was, every figure on it leads to records."""

import json
import subprocess
from datetime import date, timedelta
from decimal import Decimal

import pytest

from core.errors import Invalid, NotAllowed
from core.records.mediation_case import Agreement
from core.services import meeting, weekly
from core.services.meeting import Decision
from reports import fonts, pdf
from reports.commands import report
from reports.documents import weekly_sheet
from reports.form import Issue
from reports.page import plain

ISSUE = Issue(date(2026, 3, 27), "李海燕")
KINDS = ("02", "02", "02", "10", "10", "03", "07", "16", "17")


def accepted(make, day, **given):
    common = {"accepted_on": day, "due": day + timedelta(days=30), "state": "Z20"}
    return make.case(**common | given)


def village_week(make, villages=12, cases=9):
    grids = [make.grid(name=f"第{n}村", level="village") for n in range(1, villages + 1)]
    for n in range(cases):
        day = date(2026, 3, 20) + timedelta(days=n % 7)
        accepted(make, day, dispute=KINDS[n % 9], grid=grids[n * 5 % villages].id)


def sheet(station, period="2026-W13"):
    wanted = station.ask(weekly.period, period)
    return station.ask(weekly_sheet.document, wanted, ISSUE)


def text(document):
    return "\n".join(plain(document))


def pages(document, path):
    return pdf.write(document, path, shelf=fonts.shipped())


def test_the_sheet_tells_the_week_in_sentences_that_compare_with_the_week_before(station, make):
    village_week(make)
    for day in (14, 15, 16, 17):
        accepted(make, date(2026, 3, day), dispute="02")
    closed = accepted(make, date(2026, 2, 20), closed_on=date(2026, 3, 24), state="Z61")
    signed = date(2026, 3, 23)
    make.record(
        Agreement(case=closed.id, form="written", signed_on=signed, amount=Decimal("1800.5"))
    )
    held = station.perform(meeting.prepare, date(2026, 3, 25)).value
    station.perform(meeting.decide, held, (Decision("修路灯", due=date(2026, 3, 25)),))
    said = text(sheet(station))
    for sentence in (
        "综治工作周报",
        "2026年第13周（3月20日至3月26日）\n石桥镇综治中心　2026年3月27日",
        "统计期为2026年3月20日0时至2026年3月26日24时，数据截至2026年3月27日。",
        "共受理矛盾纠纷9件，比上周上升125.00%（增5件）；办结1件，上周为0件。",
        "达成调解协议1件，涉及金额1800.50元。期末在办13件，其中超过调解期限0件。",
        "本期到期应结纠纷1件，已调结或办结1件，应结办结率100.00%，上周无可比数据。",
        "邻里纠纷（3件）、拖欠农民工工资纠纷（2件）、房屋宅基地纠纷（1件），合计6件，占66.67%",
        "召开会议1次，交办事项1项；本期到期1项，按时完成0项，按时完成率0.00%；期末逾期未完成1项。",
    ):
        assert sentence in said


def test_a_quiet_week_is_still_a_sheet(station, tmp_path):
    quiet = sheet(station)
    said = text(quiet)
    assert "共受理矛盾纠纷0件，与上周持平；办结0件，与上周持平。" in said
    assert "本期没有到期应结的纠纷。" in said
    assert "本期没有到期的交办" in said
    assert "达成调解协议" not in said
    assert pages(quiet, tmp_path / "quiet.pdf") == 1


def test_any_other_period_is_compared_with_the_period_before(station):
    said = text(sheet(station, "2026-03-01..2026-03-10"))
    assert "综治工作简报" in said
    assert "与上期持平" in said
    assert "上周" not in said


@pytest.mark.parametrize(
    ("villages", "cases"), [(1, 1), (12, 9), (14, 60), (33, 12), (33, 99), (35, 99)]
)
def test_it_is_one_page_however_many_villages_there_are(station, make, tmp_path, villages, cases):
    village_week(make, villages, cases)
    assert pages(sheet(station), tmp_path / "week.pdf") == 1


def test_villages_stand_in_code_order_with_a_sum(station, make):
    village_week(make, villages=3, cases=2)
    table = plain(sheet(station))
    start = table.index("第1村")
    assert table[start : start + 20] == [
        *("第1村", "1", "0", "1", "0"),
        *("第2村", "0", "0", "0", "0"),
        *("第3村", "1", "0", "1", "0"),
        *("合计", "2", "0", "2", "0"),
    ]


def test_where_villages_are_many_the_quiet_ones_are_one_sentence(station, make):
    village_week(make, villages=33, cases=2)
    assert "其余31个村（社区）没有受理、办结和在办的纠纷。" in text(sheet(station))


def test_it_names_no_person_and_leaves_the_names_to_the_pen(station, make):
    accepted(make, date(2026, 3, 21), title="王秀英与李四围栏纠纷", dispute="02")
    said = text(sheet(station))
    assert "王秀英" not in said
    assert said.endswith("填报人：\n审核人：\n签发人：")


def test_the_verb_writes_the_file_and_every_figure_with_its_records(station, make, tmp_path):
    village_week(make)
    file = tmp_path / "周报.pdf"
    facts = report.run(station, "2026-W13", file)
    assert json.loads(json.dumps(facts))["figures"]["accepted"]["value"] == 9
    assert len(facts["figures"]["accepted"]["ids"]) == 9
    assert facts["figures"]["tasks_on_time_rate"]["value"] is None
    assert (facts["since"], facts["until"]) == ("2026-03-20", "2026-03-26")
    printed = subprocess.run(["pdftotext", file, "-"], capture_output=True, check=True)
    assert "综治工作周报" in printed.stdout.decode()
    assert list(tmp_path.glob("*.part")) == []


def test_without_a_period_the_verb_reports_the_last_week_that_is_over(station, tmp_path):
    facts = report.run(station, None, tmp_path / "周报.pdf")
    assert (facts["since"], facts["until"]) == ("2026-03-13", "2026-03-19")


def test_the_verb_refuses_wrong_periods_endings_and_people(station, somebody, tmp_path):
    with pytest.raises(Invalid, match="统计期"):
        report.run(station, "第13周", tmp_path / "a.pdf")
    with pytest.raises(Invalid, match="pdf"):
        report.run(station, "2026-W13", tmp_path / "a.txt")
    with pytest.raises(NotAllowed):
        report.run(somebody("reader"), "2026-W13", tmp_path / "a.pdf")
    assert list(tmp_path.iterdir()) == [tmp_path / "station"]
