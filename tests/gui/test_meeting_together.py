"""Two people at one meeting: nobody is overwritten unasked, nothing typed goes."""

import pytest
from PySide6.QtWidgets import QRadioButton

from core.services import meeting_agenda, minutes, records
from tests.gui.meeting_room import Recorder, prepared, ten

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)


@pytest.fixture
def people(make):
    return ten(make)


@pytest.fixture
def clerk(station, make, people, desk_of, tmp_path, qtbot):
    prepared(station, make, people)
    return Recorder(desk_of(station), tmp_path, qtbot)


def test_what_another_changed_elsewhere_does_not_disturb(clerk, station):
    place = clerk.board.fields.editors["place"]
    clerk.write(place, "二楼")
    values = {"talk": "别处写的"}
    station.perform(records.save, "meeting", values, clerk.held.id)
    clerk.keep()
    assert (clerk.held.place, clerk.held.talk) == ("二楼会议室", "别处写的")
    assert clerk.shell.failed == []


def test_of_two_who_change_the_same_nobody_is_overwritten_unasked(clerk, station):
    place = clerk.board.fields.editors["place"]
    clerk.write(place, "二楼")
    station.perform(records.save, "meeting", {"place": "三楼"}, clerk.held.id)
    clerk.keep()
    assert clerk.held.place == "三楼"
    assert place.text() == "二楼会议室"
    assert "别人" in clerk.shell.failed[0]
    assert "别人" in clerk.board.fields.below.text()
    clerk.keep()
    assert clerk.held.place == "三楼"
    question = clerk.screen.weighing.view.questions[0]
    assert (question.label, [read for _, _, read in question.offers]) == (
        "地点",
        ["二楼会议室", "三楼", "会议室"],
    )
    clerk.click(clerk.screen.head.primary)
    assert "请先选一个" in clerk.shell.failed[-1]
    assert clerk.held.locked is None
    clerk.click(clerk.screen.weighing.save)
    assert clerk.held.place == "二楼会议室"
    assert not clerk.screen.weighing.card.isVisible()
    assert clerk.board.fields.below.text() == ""


def test_what_the_other_wrote_is_taken_with_two_keys_and_what_stood_there_too(
    clerk, station, people
):
    for place, expected in ((1, "三楼"), (2, "会议室")):
        held = clerk.held
        station.perform(records.save, "meeting", {"place": "会议室"}, held.id)
        clerk.settle()
        clerk.screen.refresh()
        clerk.settle()
        clerk.write(clerk.board.fields.editors["place"], "二楼")
        station.perform(records.save, "meeting", {"place": "三楼"}, held.id)
        clerk.keep()
        offer = clerk.screen.weighing.card.findChild(QRadioButton, f"place.{place}")
        clerk.click(offer)
        clerk.click(clerk.screen.weighing.save)
        assert clerk.held.place == expected
        assert clerk.board.fields.editors["place"].text() == expected


def test_a_meeting_finalised_elsewhere_refuses_what_is_typed_and_keeps_it_in_sight(clerk, station):
    clerk.board.agenda.list.setFocus()
    clerk.say("周五前修好")
    station.perform(minutes.finalise, clerk.held.id)
    clerk.keep()
    assert "已定稿" in clerk.shell.failed[0]
    assert clerk.screen.head.chip.text() == "已定稿"
    assert clerk.board.agenda.matters[0].outcome == "周五前修好"


def test_an_item_added_elsewhere_waits_until_the_line_is_written(clerk, station):
    clerk.board.agenda.list.setFocus()
    clerk.say("周五")
    station.perform(meeting_agenda.add_item, clerk.held.id, "今日安排", "值班")
    clerk.screen.refresh(frozenset({"agenda_item"}))
    clerk.settle()
    assert clerk.board.agenda.list.writing
    clerk.say("前")
    clerk.press("Return")
    clerk.settle()
    assert clerk.items[0].outcome == "周五前"
    assert len(clerk.board.agenda.matters) == 3
