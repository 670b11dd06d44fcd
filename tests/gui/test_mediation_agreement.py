"""达成协议: clauses numbered, who pays whom, hints that bar nothing, all by keyboard."""

from datetime import date
from decimal import Decimal

import pytest

from core.records.mediation_case import Agreement, MediationCase, Performance
from core.services import drafts, records
from core.services.lines import Line
from gui.widgets.clause_editor import ClauseEditor
from tests.gui.mediating import DAY, Clerk, a_case, agreed


@pytest.fixture
def clerk(station, desk_of, tmp_path, qtbot):
    return Clerk(desk_of(station), tmp_path, qtbot)


@pytest.fixture
def case(station):
    return a_case(station)


@pytest.fixture
def form(clerk, case):
    clerk.open(case).press("agree")
    clerk.settle()
    return clerk.screen.forms.agreement


def kept_items(station, case):
    return [
        (one.payer, one.receiver, one.item, one.amount, one.due)
        for one in station.ask(records.children, Performance, case)
    ]


def test_from_agreed_to_saved_without_a_mouse(clerk, form, station, case):
    clerk.say("李德厚在通道上加建围栏。")
    clerk.press("Tab")
    clerk.say("李德厚拆除围栏，恢复通行。")
    clerk.press("Return")
    clerk.say("李德厚补偿三轮车修理费。")
    clerk.press("Tab")
    clerk.type("ld")
    clerk.press("Tab", "Tab")
    clerk.say("修理费")
    clerk.press("Tab")
    clerk.type("300")
    clerk.press("Tab", "Tab")
    clerk.type("3.31")
    clerk.press("Return")
    clerk.say("拆除围栏")
    clerk.save()
    (kept,) = station.ask(records.children, Agreement, case)
    assert kept.clauses.splitlines() == ["李德厚拆除围栏，恢复通行。", "李德厚补偿三轮车修理费。"]
    assert (kept.form, kept.copies, kept.signed_on) == ("written", 3, DAY)
    assert kept.amount == Decimal(300)
    assert kept_items(station, case) == [
        ("李德厚", "张永福", "修理费", Decimal(300), date(2026, 3, 31)),
        ("李德厚", "张永福", "拆除围栏", None, None),
    ]
    assert station.ask(records.get, MediationCase, case).state == "Z40"
    assert clerk.pane._offered.forward[0] == "sign"


def test_clauses_are_numbered_while_they_are_written(form):
    editor = form.boxes["clauses"].editor
    assert isinstance(editor, ClauseEditor)
    editor.set_text("第一件\n\n第二件\n")
    assert [number for number, _ in editor.numbers()] == [1, 2]


def test_hints_stand_beside_and_bar_nothing(clerk, form, station, case, qtbot):
    form.items.rows[0].set_texts({"payer": "李德厚", "item": "修通道"})
    form.touched()
    qtbot.waitUntil(lambda: "没有写履行期限" in form._hints.text())
    assert "没有写履行方式" in form._hints.text()
    assert "还没有写协议内容" in form._hints.text()
    form.submit()
    clerk.settle()
    assert station.ask(records.get, MediationCase, case).state == "Z40"


def test_a_sum_that_is_no_number_is_said_below_its_line(clerk, form, station, case):
    form.items.rows[0].set_texts({"payer": "李德厚", "item": "修理费", "amount": "三百来块"})
    clerk.save()
    row = form.items.rows[0]
    assert row.below.isVisible()
    assert row.editors["amount"].hasFocus()
    assert station.ask(records.children, Agreement, case) == []


def test_a_line_without_a_matter_is_refused_where_it_stands(clerk, form):
    form.items.rows[0].set_texts({"payer": "李德厚", "amount": "300"})
    clerk.save()
    assert "履行事项" in form.items.rows[0].below.text()
    assert form.items.rows[0].editors["item"].hasFocus()


def test_only_parties_of_this_case_are_offered(form):
    payer = form.items.rows[0].editors["payer"]
    offered = [payer.itemText(row) for row in range(payer.count())]
    assert offered == ["", "张永福", "李德厚"]


def test_a_half_written_agreement_is_there_again(clerk, form, station, case):
    clerk.say("争议经过")
    form.boxes["clauses"].set_text("李德厚修好通道。")
    form.items.rows[0].set_texts({"payer": "李德厚", "item": "修通道"})
    clerk.press("Esc")
    clerk.settle()
    assert station.ask(drafts.kept, station.actor.id, "agreement", case) is not None
    clerk.pane.press("agree")
    clerk.settle()
    assert form.boxes["facts"].text() == "争议经过"
    assert form.items.rows[0].editors["item"].text() == "修通道"
    assert "还没有写协议内容" not in form._hints.text()


def test_an_agreement_is_changed_in_place(clerk, station, case):
    agreed(station, case)
    before = [one.id for one in station.ask(records.children, Performance, case)]
    clerk.open(case).press("agree")
    clerk.settle()
    form = clerk.screen.forms.agreement
    assert form.boxes["clauses"].text() == "李德厚拆除围栏。"
    form.items.rows[0].editors["item"].set_text("修复通道并刷漆")
    clerk.save()
    kept = station.ask(records.children, Performance, case)
    assert [one.id for one in kept] == before
    assert kept[0].item == "修复通道并刷漆"


def test_an_oral_agreement_is_in_force_at_once(clerk, form, station, case):
    form.boxes["form"].set_text("口头协议")
    form.boxes["clauses"].set_text("拆除围栏")
    clerk.save()
    assert station.ask(records.get, MediationCase, case).state == "Z42"


def test_composing_ends_no_line_and_commits_rare_characters(clerk, form):
    item = form.items.rows[0].editors["item"]
    item.setFocus()
    clerk.compose("xiulifei")
    clerk.press("Return")
    assert len(form.items.rows) == 1
    clerk.say("张𠮷㛃")
    assert item.text() == "张𠮷㛃"
    clerk.press("Backspace", "Backspace")
    assert item.text() == "张"


def test_what_a_colleague_agreed_meanwhile_is_chosen_field_by_field(
    clerk, form, station, case, somebody
):
    form.boxes["clauses"].set_text("李德厚补种树苗。")
    agreed(somebody("mediator"), case)
    clerk.save()
    (question,) = form.weighing.view.questions
    assert (question.label, [read for _, _, read in question.offers]) == (
        "协议内容",
        ["李德厚补种树苗。", "李德厚拆除围栏。", "（空）"],
    )
    assert "赵调解刚改过这条记录" in form._said.text()
    assert [row.texts()["item"] for row in form.items.written()] == ["修复通道"]
    (kept,) = station.ask(records.children, Agreement, case)
    assert kept.clauses == "李德厚拆除围栏。", "nothing is overwritten before he chose"
    clerk.save()
    (kept,) = station.ask(records.children, Agreement, case)
    assert kept.clauses == "李德厚补种树苗。"


def test_two_change_one_promise_and_the_later_chooses(clerk, station, case, somebody):
    agreed(station, case)
    clerk.open(case).press("agree")
    clerk.settle()
    form = clerk.screen.forms.agreement
    form.items.rows[0].editors["item"].set_text("修复通道并刷漆")
    form.boxes["copies"].set_text("5")
    kept = Line({"payer": "李德厚", "item": "重铺通道"}, form.items.rows[0].identity)
    agreed(somebody("mediator"), case, items=(kept,))
    clerk.save()
    (question,) = form.weighing.view.questions
    assert question.label == "履行事项 修复通道 · 履行事项"
    form.weighing.view.chosen.emit(question.key, question.offers[1][1])
    clerk.save()
    (kept,) = station.ask(records.children, Performance, case)
    assert kept.item == "重铺通道"
    assert station.ask(records.children, Agreement, case)[0].copies == 5


def test_a_draft_older_than_what_a_colleague_agreed_undoes_nothing_of_it(
    clerk, station, case, somebody
):
    agreed(station, case, copies=3)
    clerk.open(case).press("agree")
    clerk.settle()
    form = clerk.screen.forms.agreement
    form.boxes["clauses"].set_text("李德厚补种树苗。")
    clerk.press("Esc")
    clerk.settle()
    agreed(somebody("mediator"), case, copies=5, clauses=("李德厚拆除围栏，清运木料。",))
    clerk.begin(case, "agree")
    (question,) = form.weighing.view.questions
    assert question.label == "协议内容"
    assert form.boxes["copies"].text() == "5"
    clerk.save()
    (kept,) = station.ask(records.children, Agreement, case)
    assert (kept.copies, kept.clauses) == (5, "李德厚补种树苗。")


def test_what_is_typed_while_people_talk_is_kept_within_five_seconds(clerk, case, station, qtbot):
    """Others are kept within twenty; the clock is the form's own timer."""
    clerk.open(case)
    clerk.begin(case, "hold_meeting")
    form = clerk.screen.forms.talk
    qtbot.keyClicks(form.boxes["talk"].editor, "A says")
    timer = form.draft._timer
    assert 0 < timer.remainingTime() <= 5_000
    before = timer.remainingTime()
    qtbot.keyClicks(form.boxes["talk"].editor, " no")
    assert timer.remainingTime() <= before, "typing on does not put it off"
    timer.setInterval(1)
    qtbot.waitUntil(
        lambda: station.ask(drafts.kept, station.actor.id, "mediation_meeting", case) is not None
    )
    kept = station.ask(drafts.kept, station.actor.id, "mediation_meeting", case)
    assert kept.texts["talk"] == "A says no"
    assert clerk.screen.forms.case.draft._timer.interval() == 20_000
