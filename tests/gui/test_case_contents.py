"""卷内材料 by keyboard: evidence, mediators beside the first, what was prevented, loans, places."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from PySide6.QtWidgets import QApplication, QMenu

from core.records.mediation_case import (
    CasePaper,
    CoMediator,
    Evidence,
    FileLoan,
    MediationCase,
    Prevention,
)
from core.services import case_contents, drafts, history, records
from core.services.lines import Line
from tests.gui.mediating import DAY, Clerk, a_case


@pytest.fixture
def clerk(station, desk_of, tmp_path, qtbot):
    return Clerk(desk_of(station), tmp_path, qtbot)


@pytest.fixture
def case(station):
    return a_case(station, "赔偿", "张𠮷㛃", "李德厚")


BEFORE = datetime(2026, 1, 1, tzinfo=UTC)


def form_of(clerk, case, act):
    """The form of lines an act opens."""
    clerk.begin(case, act)
    return clerk.screen.forms.lines(act)


def kept(station, record, case):
    return station.ask(records.children, record, case)


def lend(station, case, **values):
    line = Line({"lent_on": DAY, "borrower": "王法官", "unit": "县法院"} | values)
    station.perform(case_contents.keep, case, "file_loan", [line])


def test_evidence_is_listed_a_line_each_without_a_mouse(clerk, station, case):
    form_of(clerk, case, "list_evidence")
    clerk.say("修理费票据")
    clerk.press("Tab")
    clerk.type("pj")
    clerk.press("Tab")
    clerk.say("张𠮷㛃")
    clerk.press("Tab")
    clerk.type("fyj")
    clerk.press("Tab")
    clerk.type("3")
    clerk.press("Tab")
    clerk.say("花了多少钱")
    clerk.press("Return")
    clerk.say("现场照片")
    clerk.save()
    first, second = kept(station, Evidence, case)
    assert (first.name, first.kind, first.giver) == ("修理费票据", "bill", "张𠮷㛃")
    assert (first.copy, first.pages, first.proves) == ("copy", 3, "花了多少钱")
    assert (second.name, second.giver, second.position) == ("现场照片", "张𠮷㛃", 2)
    assert clerk.screen.forms.at_front


def test_a_line_that_was_only_begun_is_no_line(clerk, station, case):
    form_of(clerk, case, "list_evidence")
    clerk.say("票据")
    clerk.press("Tab", "Tab")
    clerk.say("李德厚")
    clerk.press("Return")
    clerk.save()
    assert [one.name for one in kept(station, Evidence, case)] == ["票据"]


def test_alt_delete_takes_a_line_off_and_undo_brings_it_back(clerk, station, case):
    lines = [Line({"name": name}) for name in ("票据", "照片")]
    station.perform(case_contents.keep, case, "evidence", lines)
    form_of(clerk, case, "list_evidence")
    clerk.press("Alt+Delete")
    clerk.save()
    assert [one.name for one in kept(station, Evidence, case)] == ["照片"]
    last = station.ask(history.undoable, station.actor.id, BEFORE)
    station.perform(history.undo, last.seq)
    assert [one.name for one in kept(station, Evidence, case)] == ["票据", "照片"]


def test_what_is_missing_or_no_number_is_said_below_its_line(clerk, station, case):
    form = form_of(clerk, case, "list_evidence")
    clerk.press("Tab")
    clerk.type("zp")
    clerk.save()
    assert "证据名称" in form.lines.rows[0].below.text()
    assert form.lines.rows[0].editors["name"].hasFocus()
    clerk.say("照片")
    clerk.press("Tab", "Tab", "Tab", "Tab")
    clerk.say("三四张")
    clerk.save()
    assert form.lines.rows[0].wrong == "pages"
    assert form.lines.rows[0].below.isVisible()
    assert kept(station, Evidence, case) == []


def test_a_half_typed_list_is_there_again(clerk, station, case):
    form = form_of(clerk, case, "list_evidence")
    clerk.say("半张票据")
    clerk.press("Esc")
    clerk.settle()
    assert station.ask(drafts.kept, station.actor.id, "evidence", case) is not None
    clerk.begin(case, "list_evidence")
    assert form.lines.rows[0].editors["name"].text() == "半张票据"
    clerk.save()
    assert station.ask(drafts.kept, station.actor.id, "evidence", case) is None


def test_what_a_colleague_added_meanwhile_stays(clerk, station, case):
    form_of(clerk, case, "list_evidence")
    clerk.say("票据")
    station.perform(case_contents.add, case, [("evidence", {"name": "照片"})])
    clerk.save()
    assert [one.name for one in kept(station, Evidence, case)] == ["票据", "照片"]
    assert clerk.screen.forms.at_front, "there was nothing to choose"


@pytest.fixture
def bill(station, case):
    """A bill in the file, and how a colleague changes it."""
    line = Line({"name": "票据", "pages": 2})
    (made,) = station.perform(case_contents.keep, case, "evidence", [line]).value

    def changed(colleague, **values):
        given = Line({"name": "票据", "pages": 2} | values, made)
        colleague.perform(case_contents.keep, case, "evidence", [given])

    return changed


def test_of_two_who_change_one_line_each_keeps_the_fields_only_he_changed(
    clerk, station, case, bill, somebody
):
    form_of(clerk, case, "list_evidence")
    clerk.say("修理费")
    bill(somebody("mediator"), pages=3)
    clerk.save()
    (found,) = kept(station, Evidence, case)
    assert (found.name, found.pages) == ("修理费票据", 3)


def test_of_two_who_change_the_same_field_of_a_line_the_later_chooses(
    clerk, station, case, bill, somebody
):
    form = form_of(clerk, case, "list_evidence")
    form.lines.rows[0].editors["name"].set_text("收据")
    bill(somebody("mediator"), name="发票")
    clerk.save()
    (question,) = form.weighing.view.questions
    assert question.label == "第1行 票据 · 证据名称"
    assert [read for _, _, read in question.offers] == ["收据", "发票", "票据"]
    assert question.offers[1][0].startswith("赵调解")
    assert kept(station, Evidence, case)[0].name == "发票", "nothing is overwritten unasked"
    clerk.press("Down")
    assert form.lines.rows[0].editors["name"].text() == "发票"
    clerk.press("Down")
    clerk.save()
    assert kept(station, Evidence, case)[0].name == "票据"


def test_of_two_who_name_another_mediator_the_later_chooses_among_names(
    clerk, station, case, somebody, make
):
    first, mine, theirs = (make.staff(name=name) for name in ("王秀英", "赵国良", "马国良"))
    (line,) = station.perform(
        case_contents.keep, case, "co_mediator", [Line({"staff": first.id})]
    ).value
    form = form_of(clerk, case, "name_beside")
    form.lines.rows[0].editors["staff"].set_text(str(mine.id))
    given = [Line({"staff": theirs.id}, line)]
    somebody("mediator").perform(case_contents.keep, case, "co_mediator", given)
    clerk.save()
    (question,) = form.weighing.view.questions
    assert [read for _, _, read in question.offers] == ["赵国良", "马国良", "王秀英"]
    clerk.save()
    assert [one.staff for one in kept(station, CoMediator, case)] == [mine.id]


def test_a_line_a_colleague_took_out_goes_unless_it_was_changed_here(
    clerk, station, case, bill, somebody
):
    form = form_of(clerk, case, "list_evidence")
    clerk.press("Return")
    clerk.say("照片")
    somebody("mediator").perform(case_contents.keep, case, "evidence", [])
    clerk.save()
    assert [one.name for one in kept(station, Evidence, case)] == ["照片"]
    form = form_of(clerk, case, "list_evidence")
    form.lines.rows[0].editors["pages"].set_text("5")
    somebody("mediator").perform(case_contents.keep, case, "evidence", [])
    clerk.save()
    assert [(one.name, one.pages) for one in kept(station, Evidence, case)] == [("照片", 5)]


def test_a_draft_older_than_a_colleagues_change_asks_for_what_both_changed(
    clerk, station, case, bill, somebody
):
    form = form_of(clerk, case, "list_evidence")
    form.lines.rows[0].editors["name"].set_text("收据")
    clerk.press("Return")
    clerk.say("照片")
    clerk.press("Esc")
    clerk.settle()
    bill(somebody("mediator"), name="发票", pages=3)
    clerk.begin(case, "list_evidence")
    (question,) = form.weighing.view.questions
    assert [read for _, _, read in question.offers] == ["收据", "发票", "票据"]
    assert "赵调解" in form._said.text()
    clerk.save()
    found = [(one.name, one.pages) for one in kept(station, Evidence, case)]
    assert found == [("收据", 3), ("照片", None)]


def test_a_draft_in_which_a_line_was_taken_out_comes_back_without_it(clerk, station, case):
    lines = [Line({"name": name}) for name in ("票据", "照片")]
    station.perform(case_contents.keep, case, "evidence", lines)
    form = form_of(clerk, case, "list_evidence")
    clerk.press("Alt+Delete", "Esc")
    clerk.settle()
    clerk.begin(case, "list_evidence")
    assert [row.editors["name"].text() for row in form.lines.rows] == ["照片"]


def test_mediators_beside_are_chosen_by_initials_and_named_once(clerk, station, case, make):
    wang, zhao = make.staff(name="王秀英"), make.staff(name="赵国良")
    form = form_of(clerk, case, "name_beside")
    clerk.type("wxy")
    clerk.press("Tab")
    clerk.type("40")
    clerk.press("Return")
    clerk.type("wxy")
    clerk.save()
    assert "已经是本案的调解员" in form.lines.rows[1].below.text()
    form.lines.rows[1].editors["staff"].set_text(str(zhao.id))
    clerk.press("Tab")
    clerk.type("70")
    clerk.save()
    assert "超过 100%" in form.lines.rows[1].below.text()
    form.lines.rows[1].editors["share"].set_text("30")
    clerk.save()
    named = [(one.staff, one.share) for one in kept(station, CoMediator, case)]
    assert named == [(wang.id, Decimal(40)), (zhao.id, Decimal(30))]


def test_what_was_prevented_is_counted_by_heads(clerk, station, case):
    form = form_of(clerk, case, "tell_prevented")
    clerk.type("fzqtxsf")
    clerk.press("Tab")
    clerk.type("0")
    clerk.save()
    assert "1以上" in form.lines.rows[0].below.text()
    form.lines.rows[0].editors["people"].set_text("12")
    clerk.save()
    (told,) = kept(station, Prevention, case)
    assert (told.kind, told.people) == ("petition", 12)


def test_a_file_is_lent_and_comes_back(clerk, station, case):
    form_of(clerk, case, "lend")
    clerk.type("3.20")
    clerk.press("Tab")
    clerk.say("王法官")
    clerk.press("Tab")
    clerk.say("县法院")
    clerk.save()
    (loan,) = kept(station, FileLoan, case)
    assert (loan.lent_on, loan.borrower, loan.returned_on) == (date(2026, 3, 20), "王法官", None)
    pane = clerk.begin(case, "give_back")
    assert pane.panel.boxes["on"].editor.text() == f"{DAY}"
    clerk.save()
    (loan,) = kept(station, FileLoan, case)
    assert loan.returned_on == DAY
    assert "give_back" not in clerk.open(case)._offered


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"due": DAY - timedelta(9)}, "应还日期早于借出日期"),
        ({"returned_on": DAY - timedelta(9)}, "归还日期早于借出日期"),
        ({"lent_on": DAY + timedelta(1)}, "在今天之后"),
    ],
)
def test_an_impossible_order_of_days_is_said_below_its_line(clerk, station, case, values, said):
    form = form_of(clerk, case, "lend")
    given = {"lent_on": DAY - timedelta(5), "borrower": "王法官"} | values
    form.lines.rows[0].set_texts({key: str(text) for key, text in given.items()})
    clerk.save()
    assert said in form.lines.rows[0].below.text()
    assert kept(station, FileLoan, case) == []


def test_nobody_borrows_what_is_still_out(clerk, station, case):
    lend(station, case)
    form = form_of(clerk, case, "lend")
    clerk.press("Return")
    clerk.type("3.25")
    clerk.press("Tab")
    clerk.say("李四")
    clerk.save()
    assert "还没有归还" in form.lines.rows[0].below.text()
    assert len(kept(station, FileLoan, case)) == 1


def test_a_return_before_the_loan_is_refused_in_the_panel(clerk, station, case):
    lend(station, case)
    pane = clerk.begin(case, "give_back")
    pane.panel.boxes["on"].editor.set_text("2026-03-01")
    clerk.save()
    assert "早于借出日期" in pane.panel.boxes["on"].problem
    assert kept(station, FileLoan, case)[0].returned_on is None


def test_the_place_of_the_file_and_paper_alone_are_told_in_the_pane(clerk, station, case):
    pane = clerk.begin(case, "put_away")
    clerk.say("3柜2层5盒07册")
    clerk.press("Return")
    clerk.settle()
    assert station.ask(records.get, MediationCase, case).box == "3柜2层5盒07册"
    pane.press("list_paper")
    clerk.type("sqs")
    clerk.press("Tab", "Tab", "Tab")
    clerk.type("2")
    clerk.save()
    (paper,) = kept(station, CasePaper, case)
    assert (paper.kind, paper.pages, paper.only_paper) == ("application", 2, True)


def test_a_reader_sees_the_contents_and_no_way_to_change_them(somebody, desk_of, tmp_path, qtbot):
    reader = Clerk(desk_of(somebody("reader")), tmp_path, qtbot)
    assert not reader.pane._offered.inside


def test_f9_leads_to_the_contents_without_a_mouse(clerk, station, case, qtbot):
    clerk.open(case)
    clerk.press("F9")
    qtbot.waitUntil(lambda: isinstance(QApplication.activePopupWidget(), QMenu))
    clerk.press("Up", "Right")
    qtbot.waitUntil(lambda: QApplication.activePopupWidget().title() == "卷内材料")
    clerk.press("Down", "Return")
    clerk.settle()
    assert clerk.screen.forms.currentWidget() is clerk.screen.forms.lines("list_evidence")


def test_what_was_finished_on_paper_stands_where_its_paper_stands(clerk, station, case):
    pane = clerk.begin(case, "take_as_found")
    clerk.press("Tab")
    clerk.type("3.20")
    clerk.press("Tab")
    clerk.say("村里先用纸办完的")
    clerk.save()
    found = station.ask(records.get, MediationCase, case)
    assert (found.state, found.entered_whole, found.closed_on) == ("Z80", True, date(2026, 3, 20))
    assert "take_as_found" not in pane._offered
