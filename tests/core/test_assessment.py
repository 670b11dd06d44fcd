"""月度考核: figures with their records, points within bounds, and who may read what."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import Invalid, NotAllowed
from core.records.assessment import AssessmentLine
from core.records.duty import DutyLog, DutyShift
from core.records.meeting import Attendance, Meeting
from core.records.staff import Post
from core.records.training import Trainee, Training
from core.rights import Actor
from core.services import assessed, assessment, assessment_rules, founding, records, settings
from core.services.assessed import Scale
from core.services.assessment_rules import Draft
from core.services.figures import month_of
from reports.commands import assessment as sheets
from tests.reading import pdf_pages

DAY = date(2026, 3, 25)
MARCH = month_of(DAY)
PLACES = st.decimals(0, 200, places=2)


@pytest.fixture
def on(station):
    station.perform(settings.change, "assessment", "on")
    station.perform(assessment_rules.begin)
    return station


@pytest.fixture
def people(make):
    """Two grid workers of two grids, and the chief, who has none."""
    grids = [make.grid(name=name) for name in ("东风村一网格", "红旗村二网格")]
    made = [make.staff(name=name) for name in ("王秀英", "李四", "王站长")]
    for one, grid in zip(made, grids, strict=False):
        make.record(
            Post(staff=one.id, grid=grid.id, kind="04", since=DAY.replace(day=1), main=True)
        )
    return made


@pytest.fixture
def month(on, make, people):
    """王秀英 missed a meeting and a training, was late with two tasks, wrote nothing on duty."""
    wang, li, _ = people
    held = make.record(Meeting(title="晨会", kind="daily", held_on=date(2026, 3, 10)))
    taught = make.record(Training(name="消防", held_on=date(2026, 3, 11)))
    for n, (one, state) in enumerate(((wang, "absent"), (li, "leave"))):
        facts = {"position": n, "staff": one.id, "state": state}
        make.record(Attendance(meeting=held.id, **facts))
        make.record(Trainee(training=taught.id, **facts))
    for days in (5, 6):
        make.task(owner=wang.id, due=date(2026, 3, days))
    make.task(owner=wang.id, due=DAY)
    make.task(owner=li.id, due=date(2026, 3, 5), done_on=date(2026, 3, 5), state="closed")
    make.visit(owner=wang.id, due=date(2026, 3, 6), closed_on=date(2026, 3, 9))
    for one in (wang, li):
        make.record(DutyShift(day=date(2026, 3, 7 + (one is li)), staff=one.id))
    make.record(DutyLog(day=date(2026, 3, 8), quiet=True))
    on.perform(assessment.count, DAY)
    return on


def told(station, name="王秀英"):
    sheet = next(one for one in station.ask(assessment.month, DAY).sheets if one.name == name)
    return {score.rule.name: score for score in sheet.scores}


def line(station, rule, name="王秀英"):
    return told(station, name)[rule].line.id


def as_person(station, make, staff, role="clerk"):
    user = station.perform(founding.add_user, staff.name, role).value
    station.perform(records.save, "user", {"staff": staff.id}, user.id)
    return station.as_(Actor(user.id, user.name, role))


def test_nothing_is_assessed_until_the_station_turns_it_on(station):
    with pytest.raises(Invalid, match="没有启用"):
        station.perform(assessment.count, DAY)
    assert not station.ask(assessment.is_on)


def test_every_figure_has_its_records_behind_it(month):
    scores = told(month)
    assert {name: (one.line.figure, one.final) for name, one in scores.items()} == {
        "晨会例会": (1, 12),
        "学习培训": (1, 5),
        "交办事项": (2, 24),
        "来访来电": (1, 17),
        "值班记录": (1, 5),
        "重点工作": (None, None),
    }
    assert {name: (one.table, len(one.ids)) for name, one in scores.items()} == {
        "晨会例会": ("meeting", 1),
        "学习培训": ("training", 1),
        "交办事项": ("task", 2),
        "来访来电": ("visit", 1),
        "值班记录": ("duty_shift", 1),
        "重点工作": ("", 0),
    }


def test_leave_costs_nothing_and_who_did_all_has_all_points(month):
    final = {name: one.final for name, one in told(month, "李四").items()}
    assert final == {
        "晨会例会": 15,
        "学习培训": 10,
        "交办事项": 30,
        "来访来电": 20,
        "值班记录": 10,
        "重点工作": None,
    }


def test_only_who_has_a_grid_is_assessed(month):
    names = [one.name for one in month.ask(assessment.month, DAY).sheets]
    assert names == ["王秀英", "李四"]


def test_a_task_due_today_is_not_late_yet_and_counts_when_counted_again(month, clock):
    assert told(month)["交办事项"].line.figure == 2
    clock.tick(days=1)
    month.perform(assessment.count, DAY)
    assert told(month)["交办事项"].line.figure == 3
    rows = month.ask(lambda s: s.query(AssessmentLine).filter_by(binned=None).count())
    assert rows == 12


def test_the_share_on_time_asks_for_more_and_of_nothing_due_asks_nothing(on, make, people):
    draft = Draft("按时率", Decimal(20), "tasks_on_time", Decimal(100), Decimal("0.5"), Decimal(15))
    on.perform(assessment_rules.keep, draft)
    wang = people[0]
    make.task(owner=wang.id, due=date(2026, 3, 5), done_on=date(2026, 3, 5), state="closed")
    make.task(owner=wang.id, due=date(2026, 3, 6))
    on.perform(assessment.count, DAY)
    one, other = told(on)["按时率"], told(on, "李四")["按时率"]
    assert (one.line.figure, one.final, len(one.ids)) == (50, 5, 2)
    assert (other.line.figure, other.final) == (None, 20)


def test_points_are_changed_with_a_reason_within_bounds_and_given_back(month):
    wanted = line(month, "交办事项")
    with pytest.raises(Invalid, match="调整理由"):
        month.perform(assessment.adjust, wanted, Decimal(27), " ")
    for beyond in (Decimal(31), Decimal(-1)):
        with pytest.raises(Invalid, match="满分"):
            month.perform(assessment.adjust, wanted, beyond, "核实")
    month.perform(assessment.adjust, wanted, Decimal(27), "一件因停电")
    assert (told(month)["交办事项"].final, told(month)["交办事项"].line.adjusted) == (27, 3)
    month.perform(assessment.count, DAY)
    assert told(month)["交办事项"].line.reason == "一件因停电"
    month.perform(assessment.adjust, wanted, None, "")
    assert told(month)["交办事项"].final == 24


def test_a_month_is_locked_once_all_is_judged_and_answered_and_stays(month):
    own = line(month, "交办事项")
    month.perform(assessment.show, DAY)
    with pytest.raises(Invalid, match="2 项人工评分"):
        month.perform(assessment.lock, DAY)
    for name in ("王秀英", "李四"):
        month.perform(assessment.adjust, line(month, "重点工作", name), Decimal(15), "都完成")
    month.perform(assessment.appeal, own, "那件不是我的")
    with pytest.raises(Invalid, match="1 项申诉"):
        month.perform(assessment.lock, DAY)
    month.perform(assessment.answer, own, "核实，是本人的")
    month.perform(assessment.lock, DAY)
    for act in (
        lambda: month.perform(assessment.count, DAY),
        lambda: month.perform(assessment.adjust, own, Decimal(1), "晚了"),
        lambda: month.perform(assessment.appeal, own, "晚了"),
        lambda: month.perform(assessment.lock, DAY),
    ):
        with pytest.raises(Invalid, match="已经锁定"):
            act()


def test_a_rule_changed_later_leaves_a_locked_month_as_it_was(month, clock):
    for name in ("王秀英", "李四"):
        month.perform(assessment.adjust, line(month, "重点工作", name), Decimal(15), "都完成")
    month.perform(assessment.lock, DAY)
    before = told(month)["交办事项"]
    clock.tick(days=20)
    draft = Draft("交办事项", Decimal(10), "tasks_late", Decimal(0), Decimal(5))
    changed = month.perform(assessment_rules.keep, draft, before.rule.id).value
    assert changed != before.rule.id
    assert told(month)["交办事项"].final == before.final == 24
    april = month_of(date(2026, 4, 14))
    held = {one.name: one.points for one in month.ask(assessment_rules.in_force, april)}
    assert (len(held), held["交办事项"]) == (6, 10)
    stopped = next(r for r in month.ask(assessment_rules.in_force, april) if r.name == "学习培训")
    month.perform(assessment_rules.stop, stopped.id)
    assert len(month.ask(assessment_rules.in_force, april)) == 5
    assert len(told(month)) == 6


def test_a_person_reads_and_disputes_only_his_own_sheet(month, make, people):
    wang = people[0]
    own = as_person(month, make, wang)
    assert [one.name for one in own.ask(assessment.month, DAY).sheets] == ["王秀英"]
    own.perform(assessment.appeal, line(month, "交办事项"), "有一件不是我的")
    with pytest.raises(NotAllowed, match="自己"):
        own.perform(assessment.appeal, line(month, "交办事项", "李四"), "替他说")
    with pytest.raises(NotAllowed):
        own.perform(assessment.adjust, line(month, "交办事项"), Decimal(30), "给满分")
    stranger = as_person(month, make, make.staff(name="新来的"))
    assert stranger.ask(assessment.month, DAY).sheets == ()


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"name": " "}, "填写考核项"),
        ({"points": Decimal(0)}, "大于 0"),
        ({"step": Decimal(-1)}, "不能小于 0"),
        ({"indicator": "posts_liked"}, "没有这种取数"),
    ],
)
def test_a_rule_that_makes_no_sense_is_refused(on, given, said):
    values = {"name": "一项", "points": Decimal(10), **given}
    with pytest.raises(Invalid, match=said):
        on.perform(assessment_rules.keep, Draft(**values))


def test_there_is_one_common_scheme_of_a_hundred_points(on):
    rules = on.ask(assessment_rules.in_force, MARCH)
    assert sum(one.points for one in rules) == 100
    with pytest.raises(Invalid, match="已经有考核项"):
        on.perform(assessment_rules.begin)


def test_the_public_sheet_names_grids_alone_and_the_private_one_its_person(month, people, tmp_path):
    path = tmp_path / "公示.pdf"
    assert sheets.public(month, DAY, path) == 1
    [page] = pdf_pages(path)
    assert "东风村一网格" in page
    assert "63.00" in page
    assert not any(one.name in page for one in people)
    path = tmp_path / "个人.pdf"
    sheets.private(month, DAY, path)
    first, second = pdf_pages(path)
    assert "王秀英" in first
    assert "王秀英" not in second
    sheets.private(month, DAY, path, people[1].id)
    assert len(pdf_pages(path)) == 1
    for ending in ("xlsx", "docx"):
        sheets.private(month, DAY, tmp_path / f"a.{ending}")


def test_grids_of_one_name_are_told_apart_by_their_village_in_the_order_of_the_codes(on, make):
    for n, village in enumerate(("红旗村", "东风村")):
        above = make.grid(name=village, code=f"99999910120{n}")
        grid = make.grid(name="第一网格", parent=above.id, code=f"99999910120{n}001")
        worker = make.staff(name=f"网格员{n}")
        make.record(Post(staff=worker.id, grid=grid.id, kind="04", since=MARCH.since, main=True))
    on.perform(assessment.count, DAY)
    told = [one.grid for one in on.ask(assessment.month, DAY).sheets]
    assert told == ["第一网格（红旗村）", "第一网格（东风村）"]


def test_who_has_no_sheet_prints_none(month, make, tmp_path):
    stranger = as_person(month, make, make.staff(name="新来的"))
    with pytest.raises(Invalid, match="没有您可以看"):
        sheets.private(stranger, DAY, tmp_path / "a.pdf")
    with pytest.raises(Invalid, match="还没有计算"):
        sheets.public(month, date(2026, 1, 5), tmp_path / "a.pdf")


@given(figure=PLACES, points=PLACES, target=PLACES, step=PLACES, cap=st.none() | PLACES)
def test_points_are_never_above_the_rules_and_never_below_nothing(
    figure, points, target, step, cap
):
    scale = Scale(points, target, step, cap)
    for more in (False, True):
        got = assessed.scored(figure, scale, more=more)
        assert 0 <= got <= points
        assert cap is None or got >= max(points - cap, 0)
        reached = figure >= target if more else figure <= target
        assert not reached or got == points
        better = figure + 1 if more else max(figure - 1, Decimal(0))
        assert assessed.scored(better, scale, more=more) >= got
