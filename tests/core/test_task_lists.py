"""清单: imported like any ledger, in force by their days; what stands on none is only counted."""

from datetime import date

import pytest
from openpyxl import Workbook

from core.errors import Invalid
from core.intake import workbook as intake
from core.records import ledger
from core.records.listed_matter import ListedMatter
from core.records.task import Task
from core.services import importing, meeting, pending, records, task, task_figures
from core.services.figures import month_of
from core.services.importing import Terms
from reports.commands import off_list
from tests.reading import pdf_pages

DAY = date(2026, 3, 25)
MARCH = month_of(DAY)
HEAD = ("序号", "清单类别", "事项类别", "事项名称", "工作内容", "责任单位", "配合单位", "法律依据")
MORE = ("生效起", "生效止", "是否临时")


@pytest.fixture
def workbook(tmp_path):
    """What a county sends: a title over the head, merged groups, one temporary matter."""
    book = Workbook()
    sheet = book.active
    sheet.append(["石桥镇履职事项清单（2026年版）"])
    sheet.merge_cells("A1:K1")
    sheet.append([*HEAD, *MORE])
    for row in (
        (1, "基本履职事项", "平安法治", "矛盾纠纷排查调处", "每月一排查", None, None, None),
        (2, "基本履职", None, "晨会交办", "每天碰头", None, None, None, "2026-01-01"),
        (3, "配合履职事项", "应急消防", "出租房消防检查", "配合检查", None, "消防所", None),
        (4, "上级部门收回", "市场监管", "食品摊贩备案", None, None, None, None, "2026.1.1"),
        (5, "基本履职", "应急消防", "汛期值守", None, None, None, None, None, "2026-03-20", "是"),
    ):
        sheet.append(row)
    path = tmp_path / "履职事项清单.xlsx"
    book.save(path)
    return path


@pytest.fixture
def lists(station, make):
    """Lists in force, by name."""
    known = {
        "排查": {"part": "basic"},
        "消防": {"part": "shared"},
        "备案": {"part": "withdrawn"},
        "汛期": {"part": "basic", "until": date(2026, 3, 20), "temporary": True},
    }
    return {name: make.record(ListedMatter(name=name, **given)).id for name, given in known.items()}


def typed(station, **given):
    values = {"title": "一件事", "source": "superior", "given_on": DAY} | given
    return station.perform(records.save, "task", values).value


def is_off(station, one):
    return station.ask(lambda session: session.get(Task, one).off_list)


def test_a_county_workbook_comes_in_through_the_wizard(station, workbook):
    kept = ledger("listed_matter")
    [sheet] = intake.read(workbook).sheets
    plan = station.ask(importing.plan, kept.name, sheet, Terms(DAY))
    assert [one.verdict for one in plan.rows] == ["new"] * 5
    station.perform(importing.commit, kept.name, plan.rows)
    listed = station.ask(lambda s: [*s.query(ListedMatter).order_by(ListedMatter.name)])
    assert {one.name: one.part for one in listed}["食品摊贩备案"] == "withdrawn"
    rain = next(one for one in listed if one.name == "汛期值守")
    assert (rain.until, rain.temporary) == (date(2026, 3, 20), True)


def test_a_station_without_lists_has_nothing_off_them(station):
    assert not is_off(station, typed(station))


def test_what_no_list_in_force_names_is_counted_without_a_word(station, lists):
    found = {
        name: is_off(station, typed(station, matter=matter))
        for name, matter in {**lists, "没有": None}.items()
    }
    assert found == {"排查": False, "消防": False, "备案": True, "汛期": True, "没有": True}
    early = typed(station, matter=lists["汛期"], given_on=date(2026, 3, 19))
    assert not is_off(station, early)


def test_a_matter_that_has_expired_is_chosen_no_more(station, lists):
    offered = {name for _, name in station.ask(records.choices, "listed_matter", DAY)}
    assert offered == {"排查", "消防", "备案"}
    assert len(station.ask(records.choices, "listed_matter")) == 4


def test_what_a_meeting_decides_is_counted_too(station, lists):
    held = station.perform(meeting.prepare, DAY).value
    [one] = station.perform(meeting.decide, held, [meeting.Decision("修路灯")]).value
    assert is_off(station, one)
    station.perform(records.save, "task", {"matter": lists["排查"]}, one)
    assert not is_off(station, one)


def test_who_agreed_to_a_matter_off_the_lists_is_written_down(station, make, lists):
    chief, one = make.staff(name="王站长"), typed(station)
    station.perform(task.allow, one, chief.id, date(2026, 4, 30))
    kept = station.ask(lambda session: session.get(Task, one))
    assert (kept.off_list_by, kept.off_list_until) == (chief.id, date(2026, 4, 30))
    with pytest.raises(Invalid, match="早于交办日期"):
        station.perform(task.allow, one, chief.id, date(2026, 3, 1))
    with pytest.raises(Invalid, match="在清单内"):
        station.perform(task.allow, typed(station, matter=lists["排查"]), chief.id, DAY)


def test_the_sheet_counts_by_source_and_lists_what_was_off(station, lists):
    for matter in (lists["排查"], lists["消防"], lists["备案"], None):
        typed(station, matter=matter)
    held = station.perform(meeting.prepare, DAY).value
    station.perform(meeting.decide, held, [meeting.Decision("修路灯")])
    found = station.ask(task_figures.off_list, MARCH)
    assert found.parts == ("基本履职", "配合履职", "网格事务")
    assert [(one.source, one.given, one.parts, one.off) for one in found.lines] == [
        ("会议交办", 1, (0, 0, 0), 1),
        ("上级交办", 4, (1, 1, 0), 2),
    ]
    assert (found.total.given, found.total.parts, found.total.off) == (5, (1, 1, 0), 3)
    assert [row.texts["title"] for row in found.matters] == ["一件事", "一件事", "修路灯"]
    assert station.ask(task_figures.off_list, MARCH.before()).total.parts == (0, 0, 0)


@pytest.mark.parametrize("ending", [".pdf", ".xlsx", ".docx"])
def test_the_sheet_leaves_as_a_file(station, lists, tmp_path, ending):
    typed(station, title="清理河道垃圾")
    path = tmp_path / f"a{ending}"
    off_list.write(station, MARCH, path)
    assert path.stat().st_size > 1000
    if ending == ".pdf":
        first, second = pdf_pages(path)
        assert "清单外事项统计表" in first
        assert "清理河道垃圾" in second


def test_the_numbers_of_a_period_lead_to_their_tasks(station, make, lists):
    late = make.task(given_on=date(2026, 3, 2), due=date(2026, 3, 20))
    moved = {"postponed": 3, "raised_on": date(2026, 3, 20), "off_list": True}
    done = {"state": "closed", "done_on": date(2026, 3, 24)}
    closed = make.task(given_on=date(2026, 3, 2), due=date(2026, 3, 24), **moved, **done)
    make.task(given_on=date(2026, 2, 2), due=date(2026, 3, 30))
    unknown = make.task(given_on=date(2026, 2, 2), due=date(2026, 2, 9), state="closed")
    told = station.ask(task_figures.figures, MARCH, DAY)
    assert {one.name: one.figure.text for one in told} == {
        "交办": "2",
        "销号": "1",
        "按时完成率": "1/2 = 50.00%",
        "超期未办完": "1",
        "延过期": "1",
        "提请周例会": "1",
        "清单外": "1",
    }
    by_name = {one.name: one.figure.ids for one in told}
    assert by_name["超期未办完"] == (late.id,)
    assert by_name["提请周例会"] == (closed.id,)
    assert unknown.id not in {item.id for item in station.ask(pending.tasks, DAY)}
