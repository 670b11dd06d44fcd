"""补录已办结: a finished paper file on one page, by keys, contradictions and all."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from core.services import case_course, case_file, drafts, history
from gui.widgets import where
from gui.widgets.screen import Target
from tests.gui.mediating import Clerk


@pytest.fixture
def clerk(station, desk_of, tmp_path, qtbot):
    return Clerk(desk_of(station), tmp_path, qtbot)


@pytest.fixture
def form(clerk):
    clerk.press("Ctrl+Shift+N")
    clerk.settle()
    assert clerk.screen.forms.currentWidget() is clerk.screen.forms.whole
    return clerk.screen.forms.whole


def write(clerk, form, **texts):
    """Go to fields by their names, type, and leave them by Tab."""
    for key, text in texts.items():
        form.boxes[key].focus()
        (clerk.type if text.isascii() else clerk.say)(text)
        clerk.press("Tab")


def tabbed(clerk, *texts):
    """Type along a line, Tab by Tab."""
    for text in texts:
        (clerk.type if text.isascii() else clerk.say)(text)
        clerk.press("Tab")


def parties(clerk, form, *names):
    for side, name in zip(("applicant", "respondent"), names, strict=True):
        form.sides[side].rows[0].focus()
        clerk.say(name)


def whole(station, clerk):
    """The case that was made, read whole."""
    return station.ask(case_file.file, clerk.pane.file.case.id)


def test_a_finished_file_goes_in_by_keys(clerk, form, station):
    parties(clerk, form, "张𠮷", "李㛃")
    write(clerk, form, dispute="ll", number="石桥镇人调字〔2026〕第003号")
    write(clerk, form, applied_on="3.1", accepted_on="3.2", signed_on="3.10", closed_on="3.20")
    write(clerk, form, clauses="李㛃赔偿修理费。", box="3柜2层")
    form.tables["mediation_meeting"].order()[0].setFocus()
    tabbed(clerk, "3.9", "村委会", "tjcg")
    form.items.order()[0].setFocus()
    tabbed(clerk, "李㛃", "张𠮷", "修理费", "300", "现金", "3.15", "3.14")
    form.tables["follow_up"].order()[0].setFocus()
    tabbed(clerk, "3.18", "dh", "张𠮷")
    form.tables["case_paper"].order()[0].setFocus()
    tabbed(clerk, "sqs", "", "3.1", "2", "yj")
    clerk.save()
    file = whole(station, clerk)
    case = file.case
    assert (case.state, case.entered_whole, case.box) == ("Z80", True, "3柜2层")
    assert case.number == "石桥镇人调字〔2026〕第003号"
    assert (case.accepted_on, case.closed_on) == (date(2026, 3, 2), date(2026, 3, 20))
    assert [one.name for one in file.parties] == ["张𠮷", "李㛃"]
    assert (file.agreement.effective_on, file.agreement.amount) == (date(2026, 3, 10), Decimal(300))
    assert [(one.held_on, one.place) for one in file.meetings] == [(date(2026, 3, 9), "村委会")]
    assert [(one.payer, one.done_on) for one in file.items] == [("李㛃", date(2026, 3, 14))]
    assert [(one.done_on, one.person) for one in file.follow_ups] == [(date(2026, 3, 18), "张𠮷")]
    assert [(one.kind, one.pages, one.only_paper) for one in file.papers] == [
        ("application", 2, True)
    ]


def test_days_that_contradict_each_other_are_kept_and_told_afterwards(clerk, form, station):
    parties(clerk, form, "张永福", "李德厚")
    write(clerk, form, applied_on="3.9", accepted_on="3.2", signed_on="3.1", closed_on="3.20")
    clerk.save()
    case = whole(station, clerk).case
    assert (case.applied_on, case.accepted_on) == (date(2026, 3, 9), date(2026, 3, 2))
    found = station.ask(case_course.opened, case.id, station.today()).findings
    assert {"A03", "A04"} & {one.rule for one in found}
    assert not clerk.pane._views[0].isHidden()


@pytest.mark.parametrize(
    ("texts", "key", "said"),
    [
        ({"closed_on": "3.20", "signed_on": "3.1"}, "accepted_on", "请按卷宗填写受理日期"),
        ({"accepted_on": "3.1", "signed_on": "3.1"}, "closed_on", "请按卷宗填写办结日期"),
        ({"accepted_on": "3.1", "closed_on": "3.2"}, "end_reason", "请选终止原因"),
        ({"accepted_on": "3.1", "closed_on": "3.26", "signed_on": "3.1"}, "closed_on", "之后"),
        ({"accepted_on": "3.1", "closed_on": "3.2", "signed_on": "4.1"}, "signed_on", "之后"),
    ],
)
def test_what_is_not_known_or_still_to_come_is_said_below_its_field(clerk, form, texts, key, said):
    parties(clerk, form, "张永福", "李德厚")
    write(clerk, form, **texts)
    clerk.save()
    assert said in form.boxes[key].problem
    assert not clerk.screen.forms.at_front


def test_a_talk_without_its_day_is_said_in_its_line(clerk, form):
    parties(clerk, form, "张永福", "李德厚")
    write(clerk, form, accepted_on="3.1", closed_on="3.2", signed_on="3.1")
    form.tables["mediation_meeting"].order()[1].setFocus()
    clerk.say("村委会")
    clerk.save()
    assert "日期" in form.tables["mediation_meeting"].rows[0].below.text()


def test_a_file_that_ended_without_an_agreement_keeps_its_reason(clerk, form, station):
    parties(clerk, form, "张永福", "李德厚")
    write(clerk, form, accepted_on="3.1", closed_on="3.2")
    write(clerk, form, end_reason="fq")
    clerk.save()
    file = whole(station, clerk)
    assert (file.agreement, file.case.end_reason) == (None, "apart")


def test_five_parties_a_side_are_kept_in_order(clerk, form, station):
    names = [f"张{n}" for n in "一二三四五"]
    form.sides["applicant"].rows[0].focus()
    clerk.say("、".join(names))
    clerk.press("Tab")
    form.sides["respondent"].rows[0].focus()
    clerk.say("李德厚")
    write(clerk, form, accepted_on="3.1", closed_on="3.2", signed_on="3.1")
    clerk.save()
    file = whole(station, clerk)
    assert [one.name for one in file.side("applicant")] == names
    offered = form.items.rows[0].editors["payer"]
    assert offered.findText("张五") > 0


def test_a_half_filled_page_is_there_again_from_the_desk(clerk, form, station):
    parties(clerk, form, "张永福", "李德厚")
    form.tables["mediation_meeting"].order()[0].setFocus()
    clerk.type("3.9")
    clerk.press("Esc")
    clerk.settle()
    assert station.ask(drafts.kept, station.actor.id, drafts.PAPER_FILE) is not None
    target = where.draft_target(drafts.PAPER_FILE, None)
    assert target == Target("mediation", ledger=drafts.PAPER_FILE, begin=True)
    clerk.screen.enter(target)
    clerk.settle()
    assert form.sides["applicant"].rows[0].name.text() == "张永福"
    assert form.tables["mediation_meeting"].rows[0].editors["held_on"].text() == "2026-03-09"


def test_one_undo_takes_the_whole_file_back(clerk, form, station):
    parties(clerk, form, "张永福", "李德厚")
    write(clerk, form, accepted_on="3.1", closed_on="3.2", signed_on="3.1")
    form.items.order()[0].setFocus()
    tabbed(clerk, "李德厚", "张永福", "修路")
    clerk.save()
    case = clerk.pane.file.case.id
    last = station.ask(history.undoable, station.actor.id, datetime(2026, 1, 1, tzinfo=UTC))
    assert last.label.startswith("补录已办结")
    station.perform(history.undo, last.seq)
    file = station.ask(case_file.file, case)
    assert file.case.binned is not None or file.case.voided_on is not None
