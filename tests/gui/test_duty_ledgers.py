"""The ledgers of duty: a call of the night becomes a visit, and their records print."""

from datetime import date

import pytest
from PySide6.QtCore import Qt

from core import records
from core.records import duty
from core.records.duty import DutyLog, DutyShift, ShiftHandOver
from core.services import records as service
from core.services.records import Filter
from gui.ledger.duty_page import DutyPage
from gui.widgets.screen import Target

DAY = date(2026, 3, 24)


@pytest.fixture
def opened(qtbot, shell, settle):
    def show(record):
        made = DutyPage(shell, records.ledger(record.__tablename__))
        qtbot.bring_up(made, 1154, 640)
        shell.shown = made
        made.enter(Target("ledgers", ledger=record.__tablename__, record=record.id))
        settle(shell.desk)
        return made

    return show


def test_a_call_of_the_night_becomes_a_visit_once(qtbot, opened, make, shell, settle):
    call = make.record(DutyLog(day=DAY, content="东风村水管破裂", quiet=False))
    page = opened(call)
    qtbot.mouseClick(page.pane.hand_on, Qt.MouseButton.LeftButton)
    settle(shell.desk)
    assert "已转来访来电，待补全登记" in shell.said
    shell.acts["打开"]()
    assert shell.gone[-1].ledger == "visit"
    qtbot.waitUntil(page.pane.hand_on.isHidden)


def test_a_quiet_shift_offers_its_paper_only(opened, make):
    page = opened(make.record(DutyLog(day=DAY, quiet=True)))
    assert page.pane.hand_on.isHidden()
    assert not page.pane.paper.isHidden()


def test_the_papers_are_drawn_from_the_record(qtbot, opened, make, shell, settle):
    li, wang = make.staff(name="李四").id, make.staff(name="王五").id
    shift = {"day": DAY, "shift": "whole", "role": "member"}
    made = (
        (DutyShift(**shift, staff=wang, replaces=li), "替班记录"),
        (DutyLog(day=DAY, quiet=True), "值班记录"),
        (ShiftHandOver(day=DAY, giver=li, taker=wang), "交接班记录"),
    )
    for record, title in made:
        page = opened(make.record(record))
        qtbot.mouseClick(page.pane.paper, Qt.MouseButton.LeftButton)
        assert shell.previewed[-1][0] == title
        assert shell.previewed[-1][2] == 1


def test_a_shift_that_never_changed_hands_has_no_such_paper(opened, make):
    li = make.staff(name="李四").id
    page = opened(make.record(DutyShift(day=DAY, shift="whole", role="member", staff=li)))
    assert page.pane.paper.isHidden()


def test_a_second_shift_is_refused_below_the_name_and_nothing_typed_is_lost(
    opened, make, shell, settle, station
):
    li = make.staff(name="李四").id
    page = opened(make.record(DutyShift(day=DAY, shift="whole", role="member", staff=li)))
    page.new()
    settle(shell.desk)
    form = page.pane.form
    typed = {"day": f"{DAY}", "shift": "白班", "staff": "李四", "note": "临时加班"}
    for key, text in typed.items():
        form.fields.boxes[key].set_text(text)
    form.submit()
    settle(shell.desk)
    assert "李四3月24日已排了全天" in form.fields.boxes["staff"].problem
    assert form.fields.boxes["note"].text() == "临时加班"
    assert station.ask(service.count, duty.LEDGER, Filter()) == 1
