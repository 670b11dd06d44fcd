"""After a power cut: what was half typed is offered by name and time, and may be thrown away."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton

from core.services import drafts
from gui import indoors
from gui.widgets import cautions
from gui.widgets.frame import Frame
from gui.widgets.screen import Target
from tests.conftest import FACTS
from tests.gui.mediating import registered


@pytest.fixture
def frame_of(qtbot, station, desk_of, settle):
    """The frame as it is shown right after unlocking."""

    def show(opened=station):
        desk = desk_of(opened)
        frame = Frame(desk, FACTS.name, indoors.PLACES)
        qtbot.addWidget(frame)
        frame.resize(1366, 690)
        frame.show()
        cautions.show(frame, "")
        settle(desk)
        return frame

    return show


def _bar(frame):
    """What the bar says, and its buttons by their words."""
    bars = [one for one in frame.findChildren(cautions.LeftOff) if one.isVisible()]
    if not bars:
        return "", {}
    return bars[0].words.text(), {b.text(): b for b in bars[0].findChildren(QPushButton)}


def test_nothing_left_nothing_said(frame_of):
    assert _bar(frame_of()) == ("", {})


def test_the_youngest_draft_is_named_with_its_time_and_gone_on_with_by_key(
    qtbot, frame_of, station, clock, settle
):
    station.jot(drafts.keep, "visit", {"title": "路灯不亮"})
    clock.tick(minutes=14)
    station.jot(drafts.keep, "staff", {"name": "王秀英", "phone": "138"})
    frame = frame_of()
    said, buttons = _bar(frame)
    assert said == "上次没写完：王秀英 · 08:24 存；另有 1 份，在工作台上接着写"
    qtbot.keyClick(buttons["接着写"], Qt.Key.Key_Space)
    settle(frame.desk)
    assert _bar(frame) == ("", {})
    form = frame.pages.front.page.pane.form
    qtbot.waitUntil(lambda: form.fields.texts()["name"] == "王秀英")
    assert form.fields.texts()["phone"] == "138"


def test_later_leaves_the_draft_where_it_is(frame_of, station):
    station.jot(drafts.keep, "visit", {"title": "路灯不亮"})
    frame = frame_of()
    _bar(frame)[1]["以后再说"].click()
    assert _bar(frame) == ("", {})
    assert station.ask(drafts.kept, station.actor.id, "visit").texts["title"] == "路灯不亮"


def test_what_was_thrown_away_can_be_taken_back(frame_of, station, settle):
    station.jot(drafts.keep, "visit", {"title": "路灯不亮"})
    frame = frame_of()
    _bar(frame)[1]["不要了"].click()
    settle(frame.desk)
    assert station.ask(drafts.all_kept, station.actor.id) == []
    (back,) = [b for b in frame.foot.notice.findChildren(QPushButton) if b.text() == "撤销"]
    back.click()
    settle(frame.desk)
    assert station.ask(drafts.kept, station.actor.id, "visit").texts["title"] == "路灯不亮"


def test_a_draft_used_up_meanwhile_is_said_to_be_gone(frame_of, station, settle):
    station.jot(drafts.keep, "visit", {"title": "路灯不亮"})
    frame = frame_of()
    station.jot(drafts.drop, "visit")
    _bar(frame)[1]["接着写"].click()
    settle(frame.desk)
    assert frame.foot.notice.text == "这份草稿已经用掉或清空了。"


def test_a_draft_of_a_kept_record_says_where_it_waits(frame_of, station, settle):
    case = registered(station)
    station.jot(drafts.keep, "agreement", {"facts": "争议经过"}, case)
    frame = frame_of()
    _bar(frame)[1]["接着写"].click()
    settle(frame.desk)
    assert "没写完的内容还在" in frame.foot.notice.text


def test_a_draft_that_was_used_up_by_another_way_is_offered_no_more(
    qtbot, frame_of, station, settle
):
    station.jot(drafts.keep, "staff", {"name": "王秀英"})
    frame = frame_of()
    assert _bar(frame)[0].startswith("上次没写完：王秀英")
    frame.go(Target("ledgers", ledger="staff"))
    frame.pages.front.new()
    form = frame.pages.front.page.pane.form
    qtbot.waitUntil(lambda: form.fields.texts()["name"] == "王秀英")
    form.submit()
    qtbot.waitUntil(lambda: _bar(frame) == ("", {}))
    settle(frame.desk)


def test_a_station_to_look_at_says_so_instead(frame_of, station):
    station.jot(drafts.keep, "visit", {"title": "路灯不亮"})
    assert _bar(frame_of(replace(station, readonly="这次打开只能查看。"))) == ("", {})
