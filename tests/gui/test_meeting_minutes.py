"""From 编制晨会 to 定稿 and 更正: agenda, decisions, papers; two people at once."""

from datetime import date

import pytest

from core.services import meeting, meeting_agenda
from gui.widgets.agenda_list import WORDS
from gui.widgets.meeting_head import MINUTES, SHEET, SIGN_IN, TALK
from gui.widgets.screen import Target
from tests.gui.meeting_room import DAY, Recorder, prepared, ten
from tests.reading import pdf_pages

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)


@pytest.fixture
def people(make):
    return ten(make)


@pytest.fixture
def seat(station, people, desk_of, tmp_path, qtbot):
    def sit(**more):
        return Recorder(desk_of(station), tmp_path, qtbot, **more)

    return sit


@pytest.fixture
def clerk(station, make, people, seat):
    prepared(station, make, people)
    return seat()


def shown(clerk):
    return [row.said for row in clerk.board.agenda.list.rows]


def buttons(clerk):
    return {
        name: button.toolTip().endswith("（Ctrl+P）")
        for name, button in clerk.screen.head.papers.items()
        if not button.isHidden()
    }


def test_a_day_without_a_meeting_says_so_and_makes_one_by_keyboard(seat):
    clerk = seat()
    assert clerk.screen._empty.isVisible()
    assert clerk.screen.head.primary.text() == "编制晨会"
    assert clerk.screen.head.primary.hasFocus()
    clerk.press("Space")
    clerk.settle()
    assert clerk.held is not None
    assert clerk.board.roll.list.hasFocus()
    assert clerk.shell.said == ["晨会已编制"]


def test_the_sheet_is_made_and_previewed_in_one_act(seat):
    clerk = seat()
    clerk.screen.print_it()
    clerk.settle()
    ((title, path, pages),) = clerk.shell.previewed
    assert (title, pages) == ("晨会单", 1)
    assert "3月25日" in pdf_pages(path)[0]
    assert clerk.held is not None


def test_ctrl_n_pressed_before_the_day_has_been_read_is_not_lost(seat):
    clerk = seat()
    clerk.screen.source.known = False
    clerk.screen.enter(Target("meeting"))
    clerk.screen.new()
    assert clerk.held is None
    clerk.settle()
    assert clerk.held is not None


def test_ctrl_n_makes_the_meeting_of_another_day_too(seat):
    clerk = seat()
    clerk.screen.stepper.chosen.emit(date(2026, 3, 24))
    clerk.settle()
    assert clerk.screen.head.title.text() == "3月24日晨会 星期二"
    clerk.screen.new()
    clerk.settle()
    assert clerk.station.ask(meeting.held_on, date(2026, 3, 24)) is not None
    assert clerk.held is None


def test_the_agenda_tells_ages_in_words_by_section(clerk):
    assert shown(clerk) == [
        "未销号交办 2 件",
        "1 修路灯（赵六，3月23日到期，超期2天，交办5天），会上情况未填",
        "2 清河道（未定责任人，3月30日到期，剩5天，交办5天），会上情况未填",
    ]
    assert clerk.board.agenda.matters[0].split == (
        "修路灯",
        "赵六，3月23日到期，超期2天，交办5天",
    )


def test_outcomes_are_typed_line_by_line(clerk):
    clerk.board.agenda.list.setFocus()
    clerk.say("周五前修好")
    clerk.press("Return")
    clerk.press("Return")
    clerk.say("已清完张𠮷㛃")
    clerk.press("Backspace")
    clerk.press("Escape")
    clerk.settle()
    assert [one.outcome for one in clerk.items] == ["周五前修好", "已清完张𠮷"]
    assert shown(clerk)[1].endswith("会上情况：周五前修好")


def test_what_is_still_being_composed_changes_nothing(clerk):
    clerk.board.agenda.list.setFocus()
    clerk.press("Return")
    clerk.compose("zhouwu")
    clerk.keep()
    assert clerk.items[0].outcome is None


def test_an_item_is_worded_anew_moved_dropped_and_added(clerk):
    agenda = clerk.board.agenda
    agenda.list.setFocus()
    clerk.press("F2")
    clerk.press("Ctrl+A")
    clerk.say("修三组路灯")
    clerk.press("Return")
    clerk.press("Alt+Up")
    clerk.settle()
    assert [one.text for one in clerk.items][1] == "修三组路灯"
    clerk.board.agenda.list.choose(clerk.items[0].id)
    agenda._drop()
    clerk.settle()
    assert [one.text for one in clerk.items] == ["修三组路灯"]
    agenda._section.set_text("今日安排")
    clerk.write(agenda._entry, "值班安排")
    clerk.press("Return")
    clerk.settle()
    assert [(one.section, one.text) for one in clerk.items] == [
        ("未销号交办", "修三组路灯"),
        ("今日安排", "值班安排"),
    ]
    assert agenda._entry.text() == ""
    assert agenda._entry.hasFocus()


def test_a_hurried_double_enter_adds_a_matter_once(clerk):
    before = [one.text for one in clerk.items]
    for matter in ("临时通知", "停水通知"):
        clerk.write(clerk.board.agenda._entry, matter)
        clerk.press("Return")
        clerk.press("Return")
        clerk.settle()
    added = [one.text for one in clerk.items if one.text not in before]
    assert added == ["临时通知", "停水通知"]


def test_items_stay_in_their_section_and_an_emptied_one_comes_back(clerk, station):
    station.perform(meeting_agenda.add_item, clerk.held.id, "今日安排", "值班")
    clerk.screen.refresh()
    clerk.settle()
    agenda = clerk.board.agenda
    agenda.list.choose(agenda.matters[2].key)
    agenda.list.setFocus()
    clerk.press("Alt+Up")
    agenda.list.write(WORDS)
    clerk.say("加")
    clerk.press("Ctrl+A", "Delete", "Escape")
    clerk.settle()
    assert agenda.matters[2].text == "值班"
    assert clerk.shell.failed == []


def test_decisions_become_tasks_of_the_meeting(clerk, people, clock):
    clock.tick(hours=26)
    rows = clerk.board.decisions.rows
    clerk.write(rows[0].title, "清理占道货物")
    clerk.press("Tab")
    clerk.type("zl")
    clerk.press("Tab")
    clerk.type("3-30")
    clerk.press("Return")
    assert rows[1].title.hasFocus()
    clerk.say("走访五保户")
    clerk.press("Ctrl+Return")
    clerk.settle()
    assert [(one.title, one.owner, one.due, one.given_on) for one in clerk.tasks] == [
        ("清理占道货物", people[3].id, date(2026, 3, 30), DAY),
        ("走访五保户", None, None, DAY),
    ]
    assert clerk.board.decisions.ready
    assert clerk.board.decisions.given.count == 2
    assert clerk.shell.said[-1] == "已登记交办 2 项"


def test_a_decision_that_makes_no_sense_is_said_below_its_line(clerk):
    row = clerk.board.decisions.rows[0]
    clerk.write(row.title, "走访")
    clerk.write(row.due, "3-20")
    clerk.press("Ctrl+Return")
    clerk.settle()
    assert "早于会议日期" in row.below.text()
    assert row.due.hasFocus()
    row.due.set_text("某天")
    clerk.press("Ctrl+Return")
    clerk.settle()
    assert "某天" in row.below.text()
    row.due.set_text("")
    row.title.set_text("")
    row.owner.set_text("没有这个人")
    clerk.press("Ctrl+Return")
    assert "没有这个人" in row.below.text()
    assert clerk.tasks == []
    assert clerk.shell.failed == []


def test_decisions_not_registered_outlive_the_window(clerk, seat):
    clerk.write(clerk.board.decisions.rows[0].title, "走访五保户")
    clerk.keep()
    other = seat()
    assert other.board.decisions.rows[0].title.text() == "走访五保户"
    other.click(other.board.decisions.submit_button)
    assert len(other.tasks) == 1
    third = seat()
    assert third.board.decisions.ready


def test_a_missing_reason_does_not_bar_the_final_minutes(clerk):
    clerk.type("5")
    clerk.press("Ctrl+Shift+Return")
    clerk.settle()
    assert clerk.held.state == "final"
    assert clerk.shell.said[-1] == "已定稿，1 人原因待补，可用“更正”补上"
    assert clerk.screen.head.chip.text() == "已定稿"
    assert clerk.board.roll.list.read_only
    clerk.type("1")
    clerk.settle()
    assert clerk.roll[0] == ("absent", None)


def test_finalising_takes_everything_typed_with_it(clerk):
    clerk.board.agenda.list.setFocus()
    clerk.say("周五前修好")
    clerk.write(clerk.board.decisions.rows[0].title, "走访五保户")
    clerk.click(clerk.screen.head.primary)
    assert clerk.held.state == "final"
    assert clerk.items[0].outcome == "周五前修好"
    assert [one.title for one in clerk.tasks] == ["走访五保户"]


def test_once_final_the_keyboard_stays_with_the_meeting(clerk):
    clerk.write(clerk.board.decisions.rows[0].title, "走访五保户")
    clerk.press("Ctrl+Shift+Return")
    clerk.settle()
    assert clerk.board.roll.list.hasFocus()
    clerk.press("F6", "F6")
    assert clerk.board.decisions.given.hasFocus()


def test_a_decision_that_makes_no_sense_is_mended_before_the_final_minutes(clerk):
    row = clerk.board.decisions.rows[0]
    clerk.write(row.title, "走访")
    row.due.set_text("3-20")
    clerk.click(clerk.screen.head.primary)
    assert clerk.held.state == "open"
    row.due.set_text("")
    clerk.press("Ctrl+Return")
    clerk.settle()
    assert (len(clerk.tasks), clerk.held.state) == (1, "open")


def test_a_time_that_is_none_is_mended_before_the_final_minutes(clerk):
    starts = clerk.board.fields.editors["starts"]
    clerk.write(starts, "八点半")
    clerk.board.roll.list.setFocus()
    assert "08:30" in clerk.board.fields.below.text()
    clerk.click(clerk.screen.head.primary)
    assert clerk.held.state == "open"
    assert starts.hasFocus()
    starts.selectAll()
    clerk.say("8:40")
    clerk.click(clerk.screen.head.primary)
    assert (clerk.held.state, f"{clerk.held.starts:%H:%M}") == ("final", "08:40")


def test_final_minutes_are_put_right_without_a_reason(clerk, people):
    clerk.type("5")
    clerk.click(clerk.screen.head.primary)
    clerk.click(clerk.screen.head.primary)
    assert clerk.screen.head.chip.text() == "更正中"
    clerk.board.roll.list.setFocus()
    clerk.press("Return")
    clerk.say("看病")
    clerk.press("Return")
    clerk.settle()
    clerk.board.agenda.list.setFocus()
    clerk.press("F2", "End")
    clerk.say("三盏")
    clerk.press("Return", "Up")
    clerk.say("已派人")
    clerk.settle()
    chair = clerk.board.fields.editors["chair"]
    chair.setFocus()
    clerk.say("王秀英")
    clerk.click(clerk.screen.head.primary)
    assert clerk.roll[0] == ("absent", "看病")
    assert clerk.items[0].text.endswith("三盏")
    assert clerk.items[0].outcome == "已派人"
    assert clerk.held.chair == people[1].id
    assert clerk.screen.head.chip.text() == "已定稿"
    assert clerk.board.roll.list.read_only


def test_each_stage_offers_its_papers_and_ctrl_p_the_likely_one(clerk):
    assert buttons(clerk) == {SHEET: True, SIGN_IN: False, MINUTES: False}
    clerk.board.agenda.list.setFocus()
    clerk.say("周五前修好")
    clerk.screen.head.papers[MINUTES].click()
    clerk.settle()
    clerk.click(clerk.screen.head.papers[SIGN_IN])
    clerk.click(clerk.screen.head.primary)
    assert buttons(clerk) == {SHEET: False, SIGN_IN: False, MINUTES: True}
    clerk.screen.print_it()
    clerk.settle()
    assert [title for title, _, _ in clerk.shell.previewed] == ["会议记录", "签到表", "会议记录"]
    assert "周五前修好" in pdf_pages(clerk.shell.previewed[0][1])[0]


def test_the_facts_and_the_talk_are_kept_as_typed(clerk, people):
    fields = clerk.board.fields.editors
    clerk.screen.tabs.choose(TALK)
    clerk.write(fields["talk"], "站长：雨季前查一遍涵洞")
    clerk.write(fields["ends"], "9:05")
    clerk.write(fields["recorder"], "赵六")
    clerk.keep()
    held = clerk.held
    assert (held.talk, f"{held.ends:%H:%M}", held.recorder) == (
        "站长：雨季前查一遍涵洞",
        "09:05",
        people[3].id,
    )
    assert clerk.shell.failed == []


def test_a_stranger_is_no_chair(clerk):
    clerk.write(clerk.board.fields.editors["chair"], "没有这个人")
    clerk.board.roll.list.setFocus()
    assert "没有这个人" in clerk.board.fields.below.text()
    clerk.keep()
    assert clerk.held.chair is None
