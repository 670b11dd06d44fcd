"""A meeting of any kind from its rhythm to the revised minutes, and on the wall."""

from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from shiboken6 import isValid

from core.records.mediation_case import Party
from core.services import meeting, minutes, settings
from gui.widgets.meeting_head import SIGNED, START, SUMMARY, VIEW
from tests.gui.meeting_room import DAY, Recorder, prepared, ten

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)

LAPTOP, PROJECTOR = (1366, 768), (1024, 768)


@pytest.fixture
def people(make):
    return ten(make)


@pytest.fixture
def clerk(station, make, people, desk_of, tmp_path, qtbot):
    prepared(station, make, people)
    return Recorder(desk_of(station), tmp_path, qtbot)


def choose(clerk, name):
    kind = clerk.screen.tabs.kind
    kind.set_text(name)
    kind.edited.emit()
    clerk.settle()


def press(clerk, name):
    clerk.click(clerk.screen.head.more[name])


def offered(clerk):
    return {name for name, one in clerk.screen.head.more.items() if not one.isHidden()}


def test_another_kind_of_meeting_says_when_it_is_due_and_is_made_there(clerk):
    choose(clerk, "周例会")
    told = clerk.screen._empty._words.text()
    assert told == "今天的周例会还没有编制。下次周例会：3月27日（周五）"
    assert clerk.screen.head.primary.text() == "编制周例会"
    clerk.click(clerk.screen.head.primary)
    held = clerk.station.ask(meeting.held_on, DAY, "weekly")
    assert held.title == "3月25日周例会"
    assert clerk.screen.head.title.text().startswith("3月25日周例会")
    assert clerk.board.agenda.matters[0].section == "本周讲评"
    assert not clerk.screen.head.papers[SUMMARY].isVisible()
    choose(clerk, "日晨会")
    assert clerk.screen.source.identity == clerk.held.id


def test_a_meeting_called_by_hand_has_a_summary_to_print(clerk):
    choose(clerk, "联席会议")
    assert clerk.screen._empty._words.text() == "今天的联席会议还没有编制"
    clerk.click(clerk.screen.head.primary)
    clerk.click(clerk.screen.head.papers[SUMMARY])
    assert [title for title, _, _ in clerk.shell.previewed] == ["会议纪要"]
    clerk.click(clerk.screen.head.primary)
    assert clerk.screen.head.chip.text() == "已定稿"
    clerk.screen.resize(964, 508)
    QApplication.processEvents()
    assert clerk.screen.minimumSizeHint().width() <= 964


def test_a_kind_that_is_switched_off_says_so(clerk, station):
    station.perform(settings.change, "meeting_weekly", "0")
    choose(clerk, "周例会")
    assert clerk.screen._empty._words.text().endswith("周例会在“设置”里是不开的")


def test_once_started_the_agenda_stands_and_what_comes_up_is_told_apart(clerk):
    agenda = clerk.board.agenda
    agenda.list.setFocus()
    press(clerk, START)
    assert clerk.held.started is not None
    assert clerk.screen.head.chip.text() == "进行中"
    before = [one.text for one in clerk.items]
    agenda.list.setFocus()
    clerk.press("F2")
    assert not agenda.list.writing
    clerk.press("Alt+Down")
    clerk.settle()
    assert [one.text for one in clerk.items] == before
    clerk.write(agenda._entry, "临时通知")
    clerk.press("Return")
    clerk.settle()
    assert (clerk.items[-1].section, clerk.items[-1].text) == ("会上补充", "临时通知")
    agenda.list.setFocus()
    clerk.say("周五办")
    clerk.keep()
    assert clerk.items[0].outcome == "周五办"
    assert clerk.shell.failed == []


def test_what_came_up_meanwhile_is_brought_in_with_one_click(clerk, make):
    make.task(title="刚接到的事", given_on=DAY)
    clerk.click(clerk.board.agenda._acts["refresh"])
    assert [one.text.split("（")[0] for one in clerk.items][-1] == "刚接到的事"
    assert clerk.shell.said[-1] == "补进 1 项"


def test_signed_minutes_are_revised_for_a_reason_asked_once(clerk, asked):
    clerk.click(clerk.screen.head.primary)
    assert offered(clerk) == {SIGNED, VIEW}
    press(clerk, SIGNED)
    assert clerk.held.signed_on == DAY
    assert clerk.screen.head.chip.text() == "已签回"
    asked.will("line", None)
    clerk.click(clerk.screen.head.primary)
    assert clerk.screen.head.chip.text() == "已签回"
    asked.will("line", "地点写错")
    clerk.click(clerk.screen.head.primary)
    assert clerk.screen.head.chip.text() == "修订中"
    clerk.write(clerk.board.fields.editors["place"], "二楼")
    clerk.keep()
    assert clerk.shell.said[-1] == "已修订，印在记录末尾"
    (one,) = clerk.station.ask(minutes.revisions, clerk.held.id)
    assert (one.reason, one.before, one.after) == (
        "地点写错",
        "地点：会议室",
        "地点：二楼会议室",
    )


def test_who_is_on_leave_and_who_sits_in_is_read_on_the_roll(clerk, make, people):
    from core.records.leave import Leave

    away = {"kind": "01", "since": date(2026, 3, 26), "until": date(2026, 3, 26)}
    make.record(Leave(staff=people[0].id, substitute=people[1].id, state="granted", **away))
    clerk.screen._open(date(2026, 3, 26))
    clerk.settle()
    clerk.click(clerk.screen.head.primary)
    assert clerk.board.roll.places[0].said.endswith("请假，事假，王秀英代会")
    assert clerk.board.roll.counts == "应到 9　实到 9　未到 0　准假 1"


@pytest.fixture
def wall(clerk, make, station):
    """The meeting on the wall, with a case and a long agenda."""
    case = make.case(
        title="张桂花与李国强围栏纠纷",
        accepted_on=date(2026, 2, 21),
        due=date(2026, 3, 23),
        state="Z20",
    )
    for side, name in (("applicant", "张桂花"), ("respondent", "李国强")):
        make.record(Party(case=case.id, side=side, kind="person", name=name, position=1))
    for n in range(14):
        make.task(title=f"走访第{n}组并逐户核对登记，电话13812346021", given_on=DAY)
    clerk.click(clerk.board.agenda._acts["refresh"])
    clerk.screen.turns.project()
    clerk.settle()
    view = clerk.screen.turns.view
    yield view
    if isValid(view):
        view.close()


def test_the_wall_hides_names_of_parties_and_numbers_but_not_colleagues(wall):
    told = "\n".join(one.said for one in wall.slides)
    assert "张某甲与李某甲围栏纠纷" in told
    assert "138****6021" in told
    assert "赵六" in told
    for secret in ("桂花", "国强", "13812346021"):
        assert secret not in told


@pytest.mark.parametrize("size", [LAPTOP, PROJECTOR])
def test_every_matter_is_on_the_wall_once_and_nothing_runs_off_its_page(wall, size):
    wall.showNormal()
    wall.resize(*size)
    numbers = [row.number for one in wall.slides for row in one.rows if not isinstance(row, str)]
    assert numbers == list(range(1, 18))
    for slide in wall.slides:
        used = sum(wall.sheet.height(row) for row in slide.rows)
        assert used <= wall.sheet.body.height()


def test_arrows_turn_the_pages_and_escape_leads_back(wall, clerk, qtbot):
    last = len(wall.slides) - 1
    assert last >= 2
    assert wall.slide.title == "3月25日晨会"
    for key, place in (
        (Qt.Key.Key_Right, 1),
        (Qt.Key.Key_Down, 2),
        (Qt.Key.Key_PageUp, 1),
        (Qt.Key.Key_End, last),
        (Qt.Key.Key_Space, last),
        (Qt.Key.Key_Home, 0),
        (Qt.Key.Key_Left, 0),
    ):
        QTest.keyClick(wall, key)
        assert wall.place == place
    pages = len(wall.slides)
    QTest.keyClicks(wall, "+")
    assert len(wall.slides) > pages
    with qtbot.waitSignal(wall.destroyed):
        QTest.keyClick(wall, Qt.Key.Key_Escape)


def test_the_wall_follows_what_the_clerk_writes(wall, clerk):
    clerk.screen.activateWindow()
    clerk.board.agenda.list.choose(clerk.items[0].id)
    clerk.board.agenda.noted.emit(clerk.items[0].id, "今天办完")
    clerk.keep()
    clerk.settle()
    assert "今天办完" in "\n".join(one.said for one in wall.slides)
