"""While a case is typed, what a reviewer would say stands below the field, and bars nothing."""

import pytest

from core.records.mediation_case import MediationCase
from core.services import records
from core.services.case_check import half_typed
from gui.widgets.case_checking import PAUSE_MS
from tests.gui.mediating import Clerk, a_case, agreed

SHORT = "示：纠纷简况还缺"


@pytest.fixture
def clerk(station, desk_of, tmp_path, qtbot):
    return Clerk(desk_of(station), tmp_path, qtbot)


@pytest.fixture
def notes(qtbot):
    """Wait until a spot says something, or nothing any more."""

    def wait(box, said):
        qtbot.waitUntil(lambda: said in box.note if said else not box.note, timeout=10_000)

    return wait


def new_form(clerk):
    clerk.screen.new()
    clerk.settle()
    return clerk.screen.forms.case


def test_a_date_that_cannot_be_is_said_below_it_while_the_form_is_typed(clerk, notes):
    form = new_form(clerk)
    form.boxes["applied_on"].focus()
    clerk.type("3-28")
    notes(form.boxes["accepted_on"], "错：受理日期早于申请日期，请核对")
    assert form.boxes["accepted_on"]._below.property("tone") == "bad"
    clerk.press("Ctrl+A")
    clerk.type("3-24")
    notes(form.boxes["accepted_on"], "")


def test_nobody_is_urged_to_what_he_has_not_come_to_yet(clerk, notes):
    form = new_form(clerk)
    form.boxes["applied_on"].focus()
    clerk.type("3-28")
    notes(form.boxes["accepted_on"], "错：")
    assert not form.boxes["consent"].note
    form.boxes["consent"].focus()
    clerk.press("Tab")
    notes(form.boxes["consent"], "错：还没有看到各方同意调解")


def test_an_advice_keeps_nobody_from_saving(clerk, notes, station):
    form = new_form(clerk)
    form.sides["applicant"].rows[0].name.setText("张永福")
    form.boxes["summary"].focus()
    clerk.say("两家吵架。")
    notes(form.boxes["summary"], SHORT)
    clerk.save()
    assert clerk.screen.forms.at_front
    [kept] = station.ask(lambda s: [records.get(s, MediationCase, clerk.pane.file.case.id)])
    assert kept.summary == "两家吵架。"


def test_what_makes_no_sense_is_said_before_what_the_check_finds(clerk, notes):
    form = new_form(clerk)
    form.boxes["applied_on"].focus()
    clerk.type("3-28")
    box = form.boxes["accepted_on"]
    notes(box, "错：")
    box.set_problem("看不懂这个日期")
    assert box._below.text() == "看不懂这个日期"
    box.set_problem("")
    assert box._below.text() == box.note


def test_a_company_without_its_head_is_named_at_its_line(clerk, qtbot):
    form = new_form(clerk)
    form.sides["respondent"].rows[0].name.setFocus()
    clerk.say("临川县光明建材有限公司")
    clerk.press("Tab")
    row = form.sides["respondent"].rows[0]
    qtbot.waitUntil(lambda: "错：临川县光明建材有限公司还没有" in row.below.text())


def test_a_kept_case_opens_with_what_is_to_be_seen_to(clerk, notes, station):
    case = a_case(station, summary="两家吵架。")
    clerk.open(case).press("amend")
    form = clerk.screen.forms.case
    notes(form.boxes["summary"], SHORT)
    notes(form.boxes["consent"], "错：还没有看到各方同意调解")


def test_another_form_opened_says_nothing_of_the_one_before(clerk, notes, station):
    case = a_case(station, summary="两家吵架。")
    clerk.open(case).press("amend")
    form = clerk.screen.forms.case
    notes(form.boxes["summary"], SHORT)
    clerk.press("Esc")
    clerk.screen.new()
    assert not form.boxes["summary"].note


def test_a_side_nobody_has_heard_is_named_while_the_talk_is_written(clerk, notes, station):
    clerk.open(a_case(station)).press("hold_meeting")
    clerk.settle()
    form = clerk.screen.forms.talk
    clerk.say("已告知权利义务。张永福说了经过。")
    notes(form.boxes["talk"], "警：调解记录里没有李德厚的陈述")


def test_an_unclear_term_and_a_promise_without_a_day_stand_where_they_are(
    clerk, notes, qtbot, station
):
    case = a_case(station)
    agreed(station, case)
    clerk.open(case).press("agree")
    clerk.settle()
    form = clerk.screen.forms.agreement
    form.boxes["clauses"].focus()
    clerk.press("Ctrl+A")
    clerk.say("李德厚尽快拆除围栏。")
    notes(form.boxes["clauses"], "错：协议第1条的“尽快”说不清期限，请写明")
    line = form.items.rows[0]
    line.editors["due"].setFocus()
    clerk.press("Ctrl+A", "Delete", "Tab")
    qtbot.waitUntil(lambda: "没有写履行期限" in line.below.text())


def test_the_window_rests_while_the_check_runs(clerk, notes, monkeypatch, qtbot):
    """The check is begun when somebody has stopped typing, once, and not in the window's thread."""
    from PySide6.QtCore import QThread

    threads, window = [], QThread.currentThread()
    tried = half_typed.tried
    monkeypatch.setattr(
        "core.services.case_check.tried",
        lambda *given: threads.append(QThread.currentThread()) or tried(*given),
    )
    form = new_form(clerk)
    qtbot.waitUntil(lambda: len(threads) == 1)
    form.boxes["applied_on"].focus()
    for letter in "3-28":
        clerk.type(letter)
    notes(form.boxes["accepted_on"], "错：")
    assert PAUSE_MS >= 200
    assert len(threads) <= 3
    assert window not in threads
