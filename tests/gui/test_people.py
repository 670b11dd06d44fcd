"""队伍: leave granted, posts given, a roll typed, things handed out, lists opened and printed."""

from datetime import UTC, date, datetime

import pytest
from PySide6.QtCore import Qt

from core.errors import Invalid
from core.records.duty import DutyShift
from core.records.equipment import Equipment
from core.records.leave import Leave
from core.records.staff import Post
from core.records.training import Trainee, Training
from core.services import certificates, courses, history, kit, posts, records, settings
from core.services.certificates import Held
from gui.screens.people import TABS, TEAM, PeopleScreen
from gui.widgets.screen import Target
from tests.gui.typist import Typist

TODAY = date(2026, 3, 25)


@pytest.fixture
def clerk():
    return Typist()


@pytest.fixture
def opened(qtbot, shell, idle):
    """Come to a tab, and to one record in it."""
    made = PeopleScreen(shell)
    shell.shown = made
    qtbot.bring_up(made, 1170, 716)

    def go(tab, record=None):
        made.enter(Target("people", ledger=tab, record=record))
        idle()
        if record is not None:
            pane = made.page.pane
            qtbot.waitUntil(lambda: pane.detail.row is not None and pane.detail.row.id == record)
            idle()
        return made

    return go


@pytest.fixture
def wang(make):
    return make.staff(name="王五")


@pytest.fixture
def li(make):
    return make.staff(name="李四")


@pytest.fixture
def leave(station, wang, li, make):
    make.record(DutyShift(day=date(2026, 3, 26), shift="night", staff=wang.id, role="member"))
    days = {"since": TODAY, "until": date(2026, 3, 27)}
    told = {"staff": wang.id, "kind": "01", "substitute": li.id}
    return station.perform(records.save, "leave", told | days).value


def one(station, kind, identity):
    return station.ask(lambda s: s.get(kind, identity))


def test_every_tab_opens_and_is_reached_by_its_name(opened):
    screen = opened("staff")
    for name, title in TABS:
        screen.tabs[name].click()
        assert screen.tabs[name].isChecked()
        assert screen.tabs[name].text() == title
        assert screen.ledger_name == ("" if name == TEAM else name)


def test_a_leave_tells_its_shifts_and_is_granted(opened, station, leave, idle, clerk, qtbot):
    pane = opened("leave", leave).page.pane
    qtbot.waitUntil(lambda: pane.told.text() == "3个工作日；3月26日夜班由李四接手")
    pane.press("批准")
    idle()
    qtbot.waitUntil(lambda: "by" in pane.panel.boxes)
    pane.panel.boxes["by"].set_text("李四")
    clerk.press("Ctrl+Return")
    idle()
    kept = one(station, Leave, leave)
    assert (kept.state, kept.granted_on) == ("granted", TODAY)
    qtbot.waitUntil(lambda: not pane.acts["销假"].isHidden())
    pane.press("销假")
    clerk.press("Ctrl+Return")
    idle()
    assert one(station, Leave, leave).state == "back"


def test_who_asks_is_not_offered_as_who_grants(opened, leave, idle, qtbot):
    pane = opened("leave", leave).page.pane
    pane.press("批准")
    idle()
    qtbot.waitUntil(lambda: "by" in pane.panel.boxes)
    editor = pane.panel.boxes["by"].editor
    names = {editor.itemText(row) for row in range(editor.count())}
    assert "李四" in names
    assert "王五" not in names


def test_a_leave_is_refused_with_its_reason(opened, station, leave, idle, clerk):
    pane = opened("leave", leave).page.pane
    pane.press("不批准")
    clerk.say("全镇大走访")
    clerk.press("Ctrl+Return")
    idle()
    kept = one(station, Leave, leave)
    assert (kept.state, kept.note) == ("refused", "不同意：全镇大走访")


def test_a_day_that_has_not_come_is_said_under_the_field(opened, station, leave, idle):
    pane = opened("leave", leave).page.pane
    pane.press("不批准")
    pane.panel.boxes["on"].set_text("2026-03-30")
    pane.panel.answer()
    idle()
    assert pane.panel.boxes["on"].problem == "审批日期不能晚于今天，请核对。"
    assert one(station, Leave, leave).state == "asked"


def test_the_slip_is_shown_as_it_is_printed(opened, leave, shell, idle):
    opened("leave", leave).page.pane.press("请假条")
    idle()
    [(title, _, pages)] = shell.previewed
    assert (title, pages) == ("请假条", 1)


def test_a_second_leave_of_the_same_days_is_said_under_the_field(opened, leave, wang, idle):
    page = opened("leave").page
    page.new()
    idle()
    form = page.pane.form
    for key, text in (("staff", "王五"), ("kind", "病假"), ("since", "3.26"), ("until", "3.27")):
        form.fields.boxes[key].set_text(text)
    form.submit()
    idle()
    assert "王五3月25日—3月27日已请过假" in form.fields.boxes["since"].problem


def test_a_post_is_given_and_ended_beside_the_roster(
    opened, station, wang, make, idle, clerk, qtbot
):
    make.grid(name="东风网格")
    pane = opened("staff", wang.id).page.pane
    pane.press("任职")
    idle()
    qtbot.waitUntil(lambda: "grid" in pane.panel.boxes)
    for key, text in (("grid", "东风网格"), ("kind", "网格长"), ("since", "3.2")):
        pane.panel.boxes[key].set_text(text)
    clerk.press("Ctrl+Return")
    idle()
    [post] = station.ask(posts.of_person, wang.id, TODAY)
    assert (post.kind, post.since, post.main) == ("04", date(2026, 3, 2), True)
    qtbot.waitUntil(lambda: not pane.acts["离任"].isHidden())
    pane.press("离任")
    idle()
    qtbot.waitUntil(lambda: "post" in pane.panel.boxes)
    assert pane.panel.boxes["post"].text() == "东风网格 网格长（2026-03-02起）"
    clerk.press("Ctrl+Return")
    idle()
    assert station.ask(posts.of_person, wang.id, TODAY) == []


def test_taking_a_post_from_somebody_is_asked_first(
    opened, station, wang, li, make, idle, asked, qtbot
):
    grid = make.grid(name="东风网格")
    station.perform(posts.give, posts.Term(wang.id, grid.id, "04", date(2026, 3, 2)))
    pane = opened("staff", li.id).page.pane
    pane.press("任职")
    idle()
    qtbot.waitUntil(lambda: "grid" in pane.panel.boxes)
    for key, text in (("grid", "东风网格"), ("kind", "网格长"), ("since", "3.20")):
        pane.panel.boxes[key].set_text(text)
    asked.will("yes", True)
    pane.panel.answer()
    idle()
    assert "改由李四担任" in asked.texts[0]
    assert station.ask(posts.answering, TODAY, [grid.id])[0].told == "李四"


@pytest.fixture
def course(make):
    return make.record(Training(name="反诈宣讲", held_on=TODAY))


def test_a_roll_is_taken_in_one_act_and_typed_line_by_line(
    opened, station, wang, li, course, idle, qtbot, clerk
):
    pane = opened("training", course.id).page.pane
    pane.press("列入参训人员")
    idle()
    qtbot.waitUntil(lambda: "grid" in pane.panel.boxes)
    clerk.press("Ctrl+Return")
    idle()
    assert len(station.ask(records.children, Trainee, course.id)) == 2
    pane.press("登记出勤成绩")
    idle()
    qtbot.waitUntil(lambda: "roll" in pane.panel.boxes)
    box = pane.panel.boxes["roll"]
    assert box.text() == "王五 到\n李四 到"
    box.set_text("王五 到 92\n李四 迟到 59.5")
    pane.panel.answer()
    idle()
    told = station.ask(courses.went, course.id).told
    assert told == "应到2人，实到2人；平均75.75分，合格1人"
    qtbot.waitUntil(lambda: pane.told.text() == told)


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("赵六 到 90", "第1行“赵六”不在参训名单里"),
        ("王五 到 优秀", "第1行“优秀”不是出勤"),
        ("王五 缺席 90", "没有到的人没有成绩"),
    ],
)
def test_a_line_nobody_understands_is_named(station, wang, course, line, told):
    station.perform(courses.expect_all, course.id)
    with pytest.raises(Exception, match=told):
        station.perform(courses.mark_roll, course.id, line)


def test_a_list_opens_what_a_line_is_about(opened, shell, make, idle, qtbot, clerk):
    grid = make.grid(name="东风网格", level="base")
    page = opened(TEAM).page
    qtbot.waitUntil(lambda: page.table.texts() != [])
    assert page.table.texts() == [["东风网格", "基础网格级", "网格员", "1", "0", "1"]]
    page.table.setFocus()
    page.table.selectRow(0)
    clerk.press("Return")
    assert shell.gone == [Target("ledgers", ledger="grid", record=grid.id)]


def choose(page, title, idle):
    page.chooser.set_text(title)
    page.refresh()
    idle()


def test_two_in_one_post_open_both(opened, shell, wang, li, make, idle):
    grid = make.grid(name="东风网格")
    for person in (wang, li):
        make.record(Post(staff=person.id, grid=grid.id, kind="04", since=TODAY, main=True))
    page = opened(TEAM).page
    choose(page, "重岗与一人多岗", idle)
    page.table.opened.emit(0)
    assert set(shell.gone[-1].ids) == {wang.id, li.id}


def test_a_list_is_as_of_the_day_typed(opened, wang, make, idle):
    grid = make.grid(name="东风网格", level="base")
    make.record(Post(staff=wang.id, grid=grid.id, kind="05", since=date(2026, 3, 20), main=True))
    page = opened(TEAM).page
    assert page.table.rowCount() == 0
    assert not page.empty.isHidden()
    page.day.set_text("3.19")
    page.refresh()
    idle()
    assert page.table.rowCount() == 1


def test_the_missing_things_are_handed_out_to_all_who_lack_them(
    opened, station, wang, li, idle, clerk
):
    page = opened(TEAM).page
    choose(page, "五个一缺项", idle)
    assert [row[0] for row in page.table.texts()] == ["王五", "李四"]
    page.give.click()
    page.panel.boxes["kind"].set_text("工作帽")
    clerk.press("Ctrl+Return")
    idle()
    assert station.ask(kit.without, "cap", TODAY) == []


def test_one_hand_out_has_one_sheet_to_sign(opened, station, wang, li, shell, idle):
    station.perform(kit.hand_out, kit.HandOut("cap", TODAY), [wang.id, li.id])
    thing = station.ask(lambda s: s.query(Equipment).first().id)
    opened("equipment", thing).page.pane.press("领用签收表")
    idle()
    assert [title for title, _, _ in shell.previewed] == ["装备领用签收表"]


@pytest.mark.parametrize("ending", [".xlsx", ".pdf", ".docx"])
def test_a_list_is_printed_and_written(opened, wang, shell, idle, asked, tmp_path, ending):
    page = opened(TEAM).page
    choose(page, "队伍人数", idle)
    page.print_it()
    idle()
    assert shell.previewed[0][0] == "队伍人数"
    path = tmp_path / f"队伍人数{ending}"
    asked.will("save_file", path)
    page.export()
    idle()
    assert path.stat().st_size > 1000
    assert shell.said[-1] == f"队伍人数已导出：{path.name}"


def test_tab_goes_through_the_list_of_vacancies(opened, clerk, qtbot):
    page = opened(TEAM).page
    page.chooser.setFocus(Qt.FocusReason.TabFocusReason)
    clerk.press("Tab")
    qtbot.waitUntil(page.day.hasFocus)


def to_button(clerk, pane, act, qtbot):
    """Tab from the list until the button of an act has the keyboard, then press it."""
    for _ in range(60):
        if pane.acts[act].hasFocus():
            break
        clerk.press("Tab")
    assert pane.acts[act].hasFocus()
    clerk.press("Space")


@pytest.fixture
def posted(station, wang, make):
    """The grid 王五 is in post on, and another; a third was closed since."""
    make.grid(name="旧网格", opened=None, closed=date(2026, 3, 15))
    grid, other = (make.grid(name=name, opened=None) for name in ("东风网格", "红旗网格"))
    station.perform(posts.give, posts.Term(wang.id, grid.id, "05", date(2026, 3, 2), main=True))
    return grid, other


def test_somebody_is_transferred_by_keyboard_and_it_is_taken_back_as_one_act(
    opened, station, wang, posted, idle, clerk, qtbot
):
    grid, other = posted
    page = opened("staff", wang.id).page
    page.table.setFocus()
    to_button(clerk, page.pane, "调岗", qtbot)
    idle()
    qtbot.waitUntil(lambda: "since" in page.pane.panel.boxes)
    boxes = page.pane.panel.boxes
    assert boxes["post"].text() == "东风网格 专职网格员（2026-03-02起）"
    assert (boxes["grid"].text(), boxes["kind"].text()) == ("东风网格", "专职网格员")
    assert boxes["grid"].editor.findText("旧网格") < 0
    clerk.press("Tab")
    qtbot.waitUntil(boxes["grid"].editor.hasFocus)
    boxes["grid"].set_text("红旗网格")
    boxes["since"].focus()
    boxes["since"].editor.selectAll()
    clerk.type("3.10")
    clerk.press("Tab")
    idle()
    assert boxes["grid"].editor.findText("旧网格") > 0, "that day it was still in use"
    boxes["grid"].editor.setFocus()
    clerk.press("Ctrl+Return")
    idle()
    [post] = station.ask(posts.of_person, wang.id, TODAY)
    assert (post.grid, post.since, post.main) == (other.id, date(2026, 3, 10), True)
    assert station.ask(posts.answering, date(2026, 3, 9), [grid.id])[0].told == "王五"
    last = station.ask(history.undoable, station.actor.id, datetime(2026, 1, 1, tzinfo=UTC))
    assert last.label == "登记调岗：专职网格员"
    station.perform(history.undo, last.seq)
    [post] = station.ask(posts.of_person, wang.id, TODAY)
    assert (post.grid, post.since) == (grid.id, date(2026, 3, 2))


def test_a_post_that_was_told_wrong_is_put_right(opened, station, wang, make, idle, clerk, qtbot):
    grid = make.grid(name="东风网格", opened=None)
    post = station.perform(posts.give, posts.Term(wang.id, grid.id, "05", date(2026, 3, 2))).value
    station.perform(posts.end, post, date(2026, 3, 20))
    pane = opened("staff", wang.id).page.pane
    pane.press("更正")
    idle()
    qtbot.waitUntil(lambda: "post" in pane.panel.boxes)
    assert pane.panel.boxes["post"].text() == "东风网格 专职网格员（2026-03-02至2026-03-20）"
    clerk.press("Ctrl+Return")
    idle()
    qtbot.waitUntil(lambda: "since" in pane.panel.boxes)
    assert pane.panel.boxes["until"].text() == "2026-03-20"
    pane.panel.boxes["since"].set_text("2026-02-01")
    clerk.press("Ctrl+Return")
    idle()
    kept = one(station, Post, post)
    assert (kept.since, kept.until) == (date(2026, 2, 1), date(2026, 3, 20))


def test_a_certificate_is_registered_listed_in_good_time_and_renewed(
    opened, station, wang, idle, clerk, qtbot
):
    pane = opened("staff", wang.id).page.pane
    pane.press("证书")
    idle()
    qtbot.waitUntil(lambda: "valid_until" in pane.panel.boxes)
    clerk.say("消防设施操作员")
    pane.panel.boxes["valid_until"].set_text("2026-05-20")
    clerk.press("Ctrl+Return")
    idle()
    assert station.ask(certificates.expiring, TODAY).items == []
    station.perform(settings.change, "certificate_days", "60")
    [item] = station.ask(certificates.expiring, TODAY).items
    assert item.text == "证书到期：王五"
    qtbot.waitUntil(lambda: not pane.acts["证书"].isHidden())
    pane.press("证书")
    idle()
    qtbot.waitUntil(lambda: "which" in pane.panel.boxes)
    pane.panel.boxes["which"].set_text("消防设施操作员（有效期至2026-05-20）")
    clerk.press("Ctrl+Return")
    qtbot.waitUntil(lambda: "name" in pane.panel.boxes)
    assert pane.panel.boxes["name"].text() == "消防设施操作员"
    pane.panel.boxes["valid_until"].set_text("2029-05-20")
    pane.panel.answer()
    idle()
    [kept] = station.ask(certificates.of_person, wang.id)
    assert kept.valid_until == date(2029, 5, 20)
    assert station.ask(certificates.expiring, TODAY).items == []


def test_a_certificate_registered_by_mistake_goes_to_the_bin(opened, station, wang, idle, qtbot):
    station.perform(certificates.keep, wang.id, Held("心理咨询师", number="甲1"))
    pane = opened("staff", wang.id).page.pane
    pane.press("证书")
    idle()
    qtbot.waitUntil(lambda: "which" in pane.panel.boxes)
    pane.panel.boxes["which"].set_text("心理咨询师（长期有效）")
    pane.panel.answer()
    qtbot.waitUntil(lambda: "dropped" in pane.panel.boxes)
    pane.panel.boxes["dropped"].set_text("是")
    pane.panel.answer()
    idle()
    assert station.ask(certificates.of_person, wang.id) == []


@pytest.mark.parametrize(
    ("held", "told"),
    [
        (Held(" "), "请填写证书名称"),
        (Held("证", issued_on=date(2026, 3, 26)), "发证日期在今天之后"),
        (Held("证", issued_on=TODAY, valid_until=date(2026, 3, 1)), "有效期至早于发证日期"),
        (Held("心理咨询师", number="甲1"), "甲1已登记在李四名下"),
    ],
)
def test_an_odd_certificate_is_answered(station, wang, li, held, told):
    station.perform(certificates.keep, li.id, Held("心理咨询师", number="甲1"))
    with pytest.raises(Invalid, match=told):
        station.perform(certificates.keep, wang.id, held)


def test_the_register_of_certificates_is_printed(opened, station, wang, shell, idle):
    station.perform(certificates.keep, wang.id, Held("心理咨询师", "三级", "甲1"))
    page = opened(TEAM).page
    choose(page, "证书登记簿", idle)
    assert page.table.texts() == [["王五", "心理咨询师", "三级", "甲1", "", "", "长期", ""]]
    page.print_it()
    idle()
    assert shell.previewed[0][0] == "证书登记簿"


def test_some_are_put_on_a_roll_by_name(opened, station, wang, li, make, course, idle, qtbot):
    make.staff(name="赵六")
    pane = opened("training", course.id).page.pane
    pane.press("列入参训人员")
    idle()
    qtbot.waitUntil(lambda: "called" in pane.panel.boxes)
    pane.panel.boxes["called"].set_text("王五、周七")
    pane.panel.answer()
    idle()
    qtbot.waitUntil(lambda: "没有周七" in pane.panel.boxes["called"].problem)
    pane.panel.boxes["called"].set_text("王五、李四")
    pane.panel.answer()
    idle()
    assert station.ask(courses.roll, course.id) == "王五 到\n李四 到"


def test_a_name_two_people_have_is_not_guessed(station, make, course):
    for _ in range(2):
        make.staff(name="王秀英")
    with pytest.raises(Invalid, match="王秀英有同名的"):
        station.perform(courses.expect_all, course.id, None, "王秀英")
