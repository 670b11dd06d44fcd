"""The lights of a case: a shape and a word for each stage, and a way from each sentence."""

from datetime import date

import pytest
from PySide6.QtWidgets import QLabel, QPushButton

from core.services import agreement, case_papers, mediation
from core.services.case_check import Place
from gui.widgets.case_mending import WAYS
from gui.widgets.case_pane import COURSE, PAPER
from tests.gui.mediating import DAY, Clerk, a_case, agreed, registered


@pytest.fixture
def clerk(station, desk_of, tmp_path, qtbot):
    return Clerk(desk_of(station), tmp_path, qtbot)


def lights(pane):
    return [one.text().replace("\n", " ") for one in pane.overview.stages._buttons]


def sentences(pane):
    return "\n".join(one.text() for one in pane.overview.stages._body.findChildren(QLabel))


def ways(pane):
    return {
        one.accessibleName(): one for one in pane.overview.stages._body.findChildren(QPushButton)
    }


def mend(pane, words):
    [way] = [one for name, one in ways(pane).items() if words in name]
    way.click()


def test_each_stage_says_by_a_shape_and_a_word_how_it_stands(clerk, station):
    pane = clerk.open(registered(station))
    assert lights(pane)[0].startswith("受理 ")
    assert lights(pane)[1:] == [f"{one} ○ 未到" for one in ("调解", "协议", "履行", "回访", "归档")]
    names = [one.accessibleName() for one in pane.overview.stages._buttons]
    assert names[1] == "调解：还没到这一步"


def test_the_stage_with_the_worst_is_in_front_and_names_what_it_lacks(clerk, station):
    case = a_case(station)
    station.perform(mediation.hold_meeting, case, {"held_on": DAY, "result": "success"})
    pane = clerk.open(case)
    assert "错" in lights(pane)[0]
    assert pane.overview.stages._buttons[0].isChecked()
    assert "错\n还没有看到各方同意调解" in sentences(pane)


def test_a_sentence_leads_to_its_field(clerk, station, qtbot):
    pane = clerk.open(a_case(station))
    mend(pane, "还没有看到各方同意调解")
    form = clerk.screen.forms.case
    qtbot.waitUntil(form.boxes["consent"].editor.hasFocus)
    qtbot.waitUntil(lambda: "错：还没有看到各方同意调解" in form.boxes["consent"].note)


def test_a_sentence_about_a_party_opens_its_details(clerk, station, qtbot):
    clerk.open(a_case(station, "材料款纠纷", "张永福", "临川县光明建材有限公司"))
    station_party = clerk.pane.file.parties[1]
    clerk.screen.pane.overview.stages.mend.emit(Place("party", station_party.id, "phone"))
    row = clerk.screen.forms.case.sides["respondent"].rows[0]
    qtbot.waitUntil(row.boxes["phone"].editor.hasFocus)


def test_a_sentence_about_a_paper_leads_to_the_paper(clerk, station, qtbot):
    pane = clerk.open(a_case(station))
    mend(pane, "申请书或受理登记表")
    qtbot.waitUntil(lambda: clerk.screen.focusWidget() is not None)
    assert pane._tabs.checkedId() == PAPER
    assert clerk.screen.focusWidget().accessibleName() == "预览打印人民调解申请书"


def test_what_no_act_can_mend_now_is_at_least_shown(clerk, station):
    case = a_case(station)
    agreed(station, case, items=())
    station.perform(agreement.sign, case, DAY)
    pane = clerk.open(case)
    pane.overview.stages.mend.emit(Place("case_event", case, "text"))
    assert pane._tabs.checkedId() == COURSE
    assert clerk.screen.focusWidget() is pane._tabs.button(COURSE)


def test_the_stage_in_front_stays_while_the_same_case_is_read_again(clerk, station):
    case = a_case(station)
    pane = clerk.open(case)
    pane.overview.stages._buttons[3].click()
    clerk.screen.refresh()
    clerk.settle()
    assert pane.overview.stages._buttons[3].isChecked()
    assert "还没到这一步" in sentences(pane)


def test_papers_out_to_be_signed_stand_in_their_stage(clerk, station):
    case = a_case(station, elsewhere="no", kin="no", applied_on=DAY, consent="当面同意")
    station.perform(case_papers.printed, case, "mediation_record")
    station.perform(case_papers.printed, case, "application")
    pane = clerk.open(case)
    pane.overview.stages._buttons[0].click()
    assert "人民调解申请书共1份还没签回" in sentences(pane)
    ways(pane)["看文书：人民调解申请书共1份还没签回"].click()
    assert pane._tabs.checkedId() == PAPER


def test_beside_the_answers_of_a_question_stands_what_they_would_mean(clerk, station, qtbot):
    case = a_case(station)
    agreed(station, case, items=())
    station.perform(agreement.sign, case, DAY)
    clerk.begin(case, "follow_up")
    boxes = clerk.pane.panel.boxes
    boxes["done_on"].focus()
    clerk.press("Ctrl+A")
    clerk.type("3-20")
    qtbot.waitUntil(lambda: boxes["done_on"].note.startswith("错："))
    clerk.pane.panel.leave()
    assert date(2026, 3, 20) < DAY


def test_every_way_is_an_act_the_pane_knows():
    from gui.widgets.case_acts import LABELS

    assert {one.act for one in WAYS} <= set(LABELS)
