"""A mediator takes a case from its agreement to the shelf by keys, and is told what is missing."""

from datetime import date

import pytest
from PySide6.QtWidgets import QPushButton

from core.services import agreement, case_contents, case_file, case_flow, case_moves, mediation
from core.services.case_moves import Step
from core.services.mediation import CaseDraft
from gui.widgets import case_acts
from gui.widgets.case_moves import MOVES
from tests.gui import walking
from tests.gui.mediating import DAY, Clerk, a_case, agreed


@pytest.fixture
def clerk(station, desk_of, tmp_path, qtbot):
    return Clerk(desk_of(station), tmp_path, qtbot)


def file(station, case):
    return station.ask(case_file.file, case)


NOTE = "身份证复印件在登记簿里，另卷保存。"


def papered(station, case):
    """The papers of the file come back signed."""
    found = file(station, case)
    each = [(kind, one.id) for one in found.parties for kind in ("rights_notice", "identity")]
    each += [("mediation_record", one.id) for one in found.meetings]
    each += [("follow_up", one.id) for one in found.follow_ups]
    alone = ("application", "mediation_agreement", "file_note", "cover", "contents", "back_cover")
    put = [*((kind, None) for kind in alone), *each]
    values = [
        {"kind": kind, "subject": subject, "signed_on": DAY, "sealed_on": DAY}
        for kind, subject in put
    ]
    station.perform(case_contents.add, case, [("case_paper", one) for one in values])


def in_force(station, case, **more):
    agreed(station, case, **more)
    station.perform(agreement.sign, case, DAY)


def answered(clerk, **texts):
    """Fill the fields of the question in, and press Ctrl+Enter."""
    for key, text in texts.items():
        clerk.pane.panel.boxes[key].set_text(text)
    clerk.pane.panel.answer()
    clerk.settle()


def test_a_key_never_acts_on_a_case_that_is_closed(clerk, station):
    first, second = a_case(station), a_case(station, "西山村林地纠纷", "王大山", "李青")
    clerk.screen.resize(1024, 560)
    clerk.screen.refresh()
    clerk.settle()
    clerk.open(first)
    clerk.screen.go_back()
    clerk.screen.table.choose(second)
    for key in ("F9", "F8"):
        clerk.screen.go_back()
        clerk.screen.table.choose(second)
        clerk.press(key)
        clerk.settle()
        assert clerk.pane.file.case.id == second
        assert clerk.screen.forms.at_front
        assert clerk.pane.isVisible()


def test_a_long_number_is_read_whole_beside_the_list(clerk, station):
    number = "石桥镇社会治安综合治理中心人调字〔2026〕第001号"
    values = {"title": "相邻通行纠纷", "source": "02", "accepted_on": DAY, "risk": "major"}
    case = station.perform(mediation.accept, CaseDraft(values, (), number)).value
    assert walking.cut(clerk.open(case)) == []


def test_f2_corrects_the_case_one_has_gone_into(clerk, station):
    clerk.open(a_case(station)).setFocus()
    clerk.press("F2")
    clerk.settle()
    assert clerk.screen.forms.currentWidget() is clerk.screen.forms.case


def test_the_buttons_of_a_question_stay_in_view_on_a_low_screen(clerk, station):
    case = a_case(station)
    in_force(station, case)
    clerk.screen.resize(1170, 560)
    panel = clerk.begin(case, "perform_item").panel
    (verb,) = [one for one in panel.findChildren(QPushButton) if one.text() == "登记履行"]
    assert verb.visibleRegion().boundingRect() == verb.rect()


def test_every_move_of_the_table_is_offered_somewhere_and_every_offer_has_a_name(station):
    known = {one.operation for one in case_flow.transitions()}
    rulings = {"court_confirms", "court_refuses", "court_withdrawn"}
    assert known - rulings <= set(case_acts.LABELS)
    assert set(MOVES) <= set(case_acts.LABELS)


def test_from_the_last_promise_to_the_shelf_by_the_key_of_the_next_act(clerk, station, make):
    by = make.staff(name="吴秀兰").id
    case = a_case(
        station, elsewhere="no", kin="no", applied_on=DAY, mediator=by, consent="当面同意"
    )
    talk = {"result": "success", "talk": "已告知权利义务。张永福陈述。李德厚陈述。"}
    station.perform(mediation.hold_meeting, case, talk)
    in_force(station, case)
    clerk.open(case)
    for act, texts in (
        ("perform_item", {"proof": "现场照片"}),
        ("follow_up", {"way": "上门", "finding": "通道已通，双方无争议。"}),
        ("confirm_follow_up", {}),
        ("ready_to_file", {}),
        ("archive", {"pages": "7", "retention": "短期", "filer": "王晓梅", "file_note": NOTE}),
    ):
        if act == "archive":
            papered(station, case)
        assert clerk.pane._offered.forward[0] == act
        clerk.press("F8")
        answered(clerk, **texts)
    found = file(station, case).case
    assert (found.state, found.pages, found.filer) == ("Z90", 7, "王晓梅")


def test_what_is_missing_for_the_shelf_is_said_at_its_field(clerk, station):
    case = a_case(station)
    in_force(station, case, items=())
    station.perform(case_moves.waive_follow_up, case, "当场两清")
    station.perform(case_moves.ready_to_file, case)
    clerk.begin(case, "archive")
    answered(clerk)
    assert "还没有编页" in clerk.pane.panel.boxes["pages"].problem
    assert "还没有选保管期限" in clerk.pane.panel.boxes["retention"].problem
    assert file(station, case).case.state == "Z80"


def test_an_extension_is_proposed_a_month_on_and_needs_the_word_of_all(clerk, station):
    case = a_case(station)
    station.perform(mediation.hold_meeting, case, {"result": "continued"})
    clerk.begin(case, "extend")
    assert clerk.pane.panel.boxes["until"].text() == "2026-05-24"
    answered(clerk)
    assert file(station, case).case.state == "Z30"
    answered(clerk, consent="3月25日电话都同意")
    found = file(station, case).case
    assert (found.state, found.due) == ("Z31", date(2026, 5, 24))


def test_standing_still_and_going_on(clerk, station):
    case = a_case(station)
    clerk.begin(case, "suspend")
    answered(clerk, text="等鉴定结论", until="4.20")
    assert file(station, case).case.state == "Z32"
    assert clerk.pane._offered.forward == ("resume",)
    clerk.pane.press("resume")
    answered(clerk)
    assert file(station, case).case.state == "Z30"


def test_a_report_is_kept_with_who_took_it(clerk, station):
    case = a_case(station, risk="major")
    clerk.begin(case, "record")
    answered(clerk, kind="report", unit="石桥派出所", receiver="刘警官", text="双方有肢体冲突苗头")
    [kept] = file(station, case).happened("report")
    assert (kept.unit, kept.receiver) == ("石桥派出所", "刘警官")


def test_the_court_is_applied_to_by_both_and_its_word_is_kept(clerk, station):
    case = a_case(station)
    in_force(station, case)
    clerk.begin(case, "apply_to_court")
    answered(clerk, court="临川县人民法院")
    assert "要各方共同申请" in clerk.pane.panel.boxes["joint"].problem
    answered(clerk, joint="是")
    assert file(station, case).confirmation.state == "C2"
    assert {"court_takes", "court_rules"} <= set(clerk.pane._offered.others)
    clerk.pane.press("court_rules")
    answered(clerk, state="C4", number="（2026）民特3号")
    kept = file(station, case).confirmation
    assert (kept.state, kept.court_number) == ("C4", "（2026）民特3号")


def test_ending_asks_whether_other_ways_were_told(clerk, station):
    case = a_case(station)
    clerk.begin(case, "end")
    answered(clerk, reason="分歧大无法达成")
    assert "请先告知当事人" in clerk.pane.panel.boxes["told"].problem
    answered(clerk, told="是")
    assert file(station, case).case.state == "Z50"


def test_nothing_lies_between_a_case_that_needs_no_visit_and_the_shelf(clerk, station):
    case = a_case(station)
    in_force(station, case, items=())
    clerk.begin(case, "waive_follow_up")
    answered(clerk, reason="当场两清")
    assert clerk.pane._offered.forward == ("ready_to_file", "follow_up")


def test_the_table_of_parties_beside_and_evidence_is_kept_in_order(station):
    case = a_case(station)
    put = [("evidence", {"name": name}) for name in ("借条", "照片")]
    station.perform(case_contents.add, case, put)
    assert [(one.position, one.name) for one in file(station, case).evidence] == [
        (1, "借条"),
        (2, "照片"),
    ]
    step = Step("note", DAY, "电话联系双方")
    station.perform(case_moves.record, case, step)
    assert [one.text for one in file(station, case).events] == ["电话联系双方"]
