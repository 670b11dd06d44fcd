"""登记纠纷 by keyboard alone: few keys, nothing lost, errors where they belong."""

from datetime import date

import pytest

from core.errors import StoreFault
from core.records import mediation_case
from core.records.mediation_case import MediationCase, Party
from core.services import drafts, mediation, records
from core.services.lines import Line
from core.services.records import Filter
from tests.gui.mediating import DAY, Clerk, a_case


@pytest.fixture
def clerk(station, desk_of, tmp_path, qtbot):
    return Clerk(desk_of(station), tmp_path, qtbot)


def only_case(station):
    (identity,) = station.ask(records.ids, mediation_case.LEDGER, Filter())
    return station.ask(records.get, MediationCase, identity)


def parties(station, case):
    return [(one.side, one.name) for one in station.ask(records.children, Party, case.id)]


@pytest.fixture
def form(clerk):
    clerk.screen.new()
    clerk.settle()
    return clerk.screen.forms.case


def test_a_dispute_is_registered_and_accepted_with_forty_keys(clerk, form, station):
    clerk.presses = 2  # Alt+3, Ctrl+N
    clerk.say("东风村三组通行纠纷", keys=14)
    clerk.press("Tab")
    clerk.say("张𠮷㛃", keys=9)
    clerk.press("Tab")
    clerk.say("李德厚", keys=9)
    clerk.press("Tab")
    clerk.type("ll")
    clerk.save()
    case = only_case(station)
    assert clerk.presses == 40
    assert (case.title, case.dispute, case.state) == ("东风村三组通行纠纷", "02", "Z20")
    assert case.number == "石桥镇人调字〔2026〕第001号"
    assert case.accepted_on == DAY
    assert parties(station, case) == [("applicant", "张𠮷㛃"), ("respondent", "李德厚")]
    assert clerk.pane.file.case.id == case.id
    assert form.isHidden()


def test_what_was_registered_is_chosen_and_open_though_another_case_was(clerk, station):
    before = a_case(station)
    clerk.open(before)
    clerk.screen.new()
    clerk.settle()
    clerk.say("东风村三组通行纠纷")
    clerk.save()
    made = clerk.screen.table.current
    assert made not in {None, before}
    assert clerk.pane.file.case.id == made
    assert clerk.pane.file.case.title == "东风村三组通行纠纷"


def test_without_a_title_the_parties_and_the_kind_make_one(clerk, form, station):
    clerk.press("Tab")
    clerk.say("张永福")
    clerk.press("Tab")
    clerk.say("李德厚")
    clerk.press("Tab")
    clerk.say("邻里")
    clerk.save()
    assert only_case(station).title == "张永福与李德厚邻里纠纷"


def test_only_registered_has_no_number_yet(clerk, form, station):
    clerk.say("沿街商铺占道")
    form.register()
    clerk.settle()
    case = only_case(station)
    assert (case.state, case.number, case.accepted_on) == ("Z10", None, None)


def test_enter_and_a_list_of_names_add_parties(clerk, form, station):
    clerk.say("占道")
    clerk.press("Tab")
    clerk.say("张永福")
    clerk.press("Tab")
    clerk.say("李德厚、李德明")
    clerk.press("Tab")
    clerk.press("Shift+Tab", "Return")
    clerk.say("石桥镇红旗水泥厂")
    clerk.press("Alt+T")
    clerk.say("王秀英")
    clerk.save()
    case = only_case(station)
    assert parties(station, case) == [
        ("applicant", "张永福"),
        ("respondent", "李德厚"),
        ("respondent", "李德明"),
        ("respondent", "石桥镇红旗水泥厂"),
        ("third", "王秀英"),
    ]
    kinds = {one.name: one.kind for one in station.ask(records.children, Party, case.id)}
    assert kinds["石桥镇红旗水泥厂"] == "organisation"
    assert kinds["张永福"] == "person"


def test_a_wrong_identity_number_is_doubted_below_the_field_and_kept(clerk, form, station):
    clerk.say("占道")
    clerk.press("Tab")
    clerk.say("张永福")
    clerk.press("Alt+Down")
    clerk.type("110101199003074515")
    clerk.press("Tab")
    row = form.sides["applicant"].rows[0]
    assert "校验" in row.boxes["id_no"].problem
    assert row.boxes["age"].text() == ""
    clerk.save()
    (party,) = station.ask(records.children, Party, only_case(station).id)
    assert party.id_no == "110101199003074515"


def test_a_right_identity_number_tells_sex_and_age(clerk, form):
    clerk.press("Tab")
    clerk.say("张永福")
    clerk.press("Alt+Down")
    clerk.type("11010519491231002x")
    clerk.press("Tab")
    row = form.sides["applicant"].rows[0]
    assert row.boxes["id_no"].problem == ""
    assert (row.boxes["age"].text(), row.boxes["sex"].text()) == ("76", "女")


def test_an_impossible_day_is_said_below_it_and_nothing_is_saved(clerk, form, station):
    clerk.say("占道")
    form.boxes["accepted_on"].editor.setFocus()
    form.boxes["accepted_on"].set_text("2026-02-30")
    clerk.save()
    assert station.ask(records.count, mediation_case.LEDGER, Filter()) == 0
    assert form.boxes["accepted_on"].problem
    assert form.boxes["accepted_on"].editor.hasFocus()
    assert form.boxes["title"].text() == "占道"
    form.boxes["accepted_on"].set_text("昨")
    clerk.save()
    assert only_case(station).accepted_on == date(2026, 3, 24)


def test_acceptance_after_today_is_refused_by_the_rules_at_its_field(clerk, form):
    clerk.say("占道")
    form.boxes["accepted_on"].set_text("2026-04-01")
    clerk.save()
    assert "今天之后" in form.boxes["accepted_on"].problem


def test_an_empty_form_says_what_is_needed(clerk, form):
    clerk.save()
    assert "主题" in form.boxes["title"].problem


def test_a_name_missing_is_said_at_its_party(clerk, form):
    clerk.say("占道")
    form.sides["applicant"].rows[0].boxes["phone"].set_text("0512-65221234")
    clerk.save()
    row = form.sides["applicant"].rows[0]
    assert row.name.hasFocus()
    assert "姓名" in row.below.text()


def test_esc_never_loses_text(clerk, form):
    clerk.say("半句话")
    clerk.press("Tab")
    clerk.say("张永福")
    clerk.press("Esc")
    clerk.settle()
    assert clerk.screen.forms.case.isHidden()
    clerk.screen.new()
    clerk.settle()
    assert form.boxes["title"].text() == "半句话"
    assert form.sides["applicant"].rows[0].name.text() == "张永福"
    assert "已自动保存" in form.draft.text
    clerk.say("接着写完")
    assert form.boxes["title"].text() == "半句话接着写完"


def test_a_draft_is_kept_while_typing_and_survives_the_program(clerk, form, station):
    clerk.say("断电前")
    assert form.draft.waiting
    form.draft._timer.timeout.emit()
    clerk.settle()
    kept = station.ask(drafts.kept, station.actor.id, "mediation_case")
    assert kept.texts["title"] == "断电前"


def test_presets_alone_are_no_draft_and_a_saved_form_leaves_none(clerk, form, station):
    form.draft.keep()
    clerk.settle()
    assert station.ask(drafts.all_kept, station.actor.id) == []
    clerk.say("占道")
    form.draft.keep()
    clerk.save()
    assert station.ask(drafts.all_kept, station.actor.id) == []


def test_a_draft_is_thrown_away_only_when_asked_twice(clerk, form, asked):
    clerk.say("不要了")
    form.draft.keep()
    clerk.settle()
    asked.will("yes", False)
    form.draft.clear.click()
    assert form.boxes["title"].text() == "不要了"
    asked.will("yes", True)
    form.draft.clear.click()
    clerk.settle()
    assert form.boxes["title"].text() == ""
    assert form.boxes["source"].text() == "依申请调解"


def test_a_number_of_paper_is_taken_over_and_refused_twice(clerk, form, station):
    clerk.say("占道")
    form.boxes["number"].set_text("石桥镇人调字[2026]第12号")
    clerk.save()
    number = only_case(station).number
    assert number.endswith("012号") or "12" in number
    clerk.screen.new()
    clerk.settle()
    clerk.say("又一件")
    form.boxes["number"].set_text(number)
    clerk.save()
    assert "已用于" in form.boxes["number"].problem
    assert form.boxes["title"].text() == "又一件"


@pytest.fixture
def colleague(station, somebody):
    """赵调解 changes the facts of a case, its parties by name; those not named stay as they are."""

    def amend(case, values=(), lines=(), out=()):
        kept = station.ask(records.children, Party, case)
        parties = [
            Line({"side": one.side, "name": one.name} | dict(lines).get(one.name, {}), one.id)
            for one in kept
            if one.name not in out
        ]
        added = [Line(line) for name, line in dict(lines).items() if name == "新"]
        somebody("mediator").perform(mediation.amend, case, dict(values), (*parties, *added))

    return amend


@pytest.fixture
def amending(clerk, station):
    case = a_case(station)
    clerk.open(case).press("amend")
    clerk.settle()
    return case, clerk.screen.forms.case


def people(station, case):
    found = station.ask(records.children, Party, case)
    return {one.name: one.phone for one in found}


def test_what_only_a_colleague_changed_is_merged_with_what_is_typed(
    clerk, station, amending, colleague
):
    case, form = amending
    form.boxes["place"].set_text("村口")
    colleague(case, {"people": 4}, {"李德厚": {"phone": "13900139000"}, "新": {"name": "赵有福"}})
    clerk.save()
    kept = only_case(station)
    assert (kept.place, kept.people) == ("村口", 4)
    assert people(station, case) == {
        "张永福": "0512-65221234",
        "李德厚": "13900139000",
        "赵有福": None,
    }
    assert form.isHidden()


def test_what_both_changed_in_a_case_is_chosen_field_by_field(clerk, station, amending, colleague):
    case, form = amending
    form.boxes["place"].set_text("我填的地点")
    form.sides["applicant"].rows[0].boxes["phone"].set_text("13800136021")
    colleague(case, {"place": "村口"}, {"张永福": {"phone": "13900139000"}})
    clerk.save()
    place, phone = form.weighing.view.questions
    assert [read for _, _, read in place.offers] == ["我填的地点", "村口", "（空）"]
    assert phone.label == "当事人 张永福 · 联系方式"
    assert phone.offers[1][0] == "赵调解 03-25 08:10"
    assert "赵调解刚改过这条记录" in form._said.text()
    clerk.press("Down")
    assert form.boxes["place"].text() == "村口"
    form.weighing.view.chosen.emit(phone.key, phone.offers[1][1])
    clerk.save()
    assert only_case(station).place == "村口"
    assert people(station, case)["张永福"] == "13900139000"


def test_a_party_one_took_out_and_the_other_changed_stays(clerk, station, amending, colleague):
    case, form = amending
    form.sides["respondent"].rows[0].set_texts({})
    colleague(case, (), {"李德厚": {"phone": "13900139000"}})
    clerk.save()
    assert people(station, case) == {"张永福": "0512-65221234", "李德厚": "13900139000"}


def test_a_party_both_left_alone_goes_when_one_takes_it_out(clerk, station, amending, colleague):
    case, form = amending
    form.boxes["place"].set_text("村口")
    colleague(case, out=("李德厚",))
    clerk.save()
    assert list(people(station, case)) == ["张永福"]
    assert only_case(station).place == "村口"


def test_two_choose_another_mediator(clerk, station, make, colleague):
    case = a_case(station)
    mine, theirs = make.staff(name="王网格"), make.staff(name="刘调解")
    clerk.open(case).press("amend")
    clerk.settle()
    form = clerk.screen.forms.case
    form.boxes["mediator"].set_text(str(mine.id))
    colleague(case, {"mediator": theirs.id})
    clerk.save()
    (question,) = form.weighing.view.questions
    assert [read for _, _, read in question.offers] == ["王网格", "刘调解", "（空）"]
    form.weighing.view.chosen.emit("mediator", question.offers[1][1])
    clerk.save()
    assert only_case(station).mediator == theirs.id


def test_a_case_is_corrected_and_keeps_its_parties(clerk, station):
    case = a_case(station)
    before = [one.id for one in station.ask(records.children, Party, case)]
    clerk.open(case).press("amend")
    clerk.settle()
    form = clerk.screen.forms.case
    assert form.sides["applicant"].rows[0].name.text() == "张永福"
    form.sides["respondent"].rows[0].name.set_text("李德厚的儿子")
    form.boxes["place"].set_text("村口")
    clerk.save()
    kept = station.ask(records.children, Party, case)
    assert [one.id for one in kept] == before
    assert [one.name for one in kept] == ["张永福", "李德厚的儿子"]
    assert only_case(station).place == "村口"


def test_other_cases_never_offer_their_parties(clerk, form, station):
    row = form.sides["applicant"].rows[0]
    assert row.name.completer() is None
    assert all(
        box.editor.completer() is None
        for key, box in row.boxes.items()
        if key in {"phone", "address", "id_no", "representative", "occupation"}
    )


def test_a_draft_the_disk_refuses_is_told_and_tried_again(clerk, form, station, monkeypatch):
    def full(*_args):
        raise StoreFault("磁盘空间不够，这一步没有保存。")

    plain = drafts.keep
    monkeypatch.setattr(drafts, "keep", full)
    clerk.say("断电前")
    form.draft.keep()
    clerk.settle()
    assert form.draft.text == "草稿没有保存"
    assert form.boxes["title"].text() == "断电前"
    monkeypatch.setattr(drafts, "keep", plain)
    form.draft.keep()
    clerk.settle()
    assert "已自动保存" in form.draft.text
    assert station.ask(drafts.kept, station.actor.id, "mediation_case").texts["title"] == "断电前"


def test_the_days_own_questions_stand_above_the_list_with_their_counts(clerk, make, station):
    make.case(title="快到期的", accepted_on=DAY, state="Z30", due=date(2026, 3, 27))
    make.case(title="超期的", accepted_on=date(2026, 2, 1), state="Z30", due=date(2026, 3, 2))
    clerk.screen.refresh()
    clerk.settle()
    tabs = [one.words for one in clerk.screen.filters.tabs.tabs]
    assert tabs[:6] == ["全部 2", "我的 0", "本周到期 1", "超期 1", "待回访 0", "待归档 0"]
    clerk.screen.filters.tabs._press("超期")
    clerk.settle()
    rows = clerk.screen.table.rows
    assert [rows.row(n).texts["title"] for n in range(rows.rowCount())] == ["超期的"]
    assert "超期" in clerk.screen.filters.said
    assert clerk.screen.filters.late.isHidden()


def test_what_is_often_looked_for_is_kept_on_the_mediation_page_too(clerk, make, asked):
    make.case(title="快到期的", accepted_on=DAY, state="Z30", due=date(2026, 3, 27))
    clerk.screen.filters.tabs._press("本周到期")
    menu = clerk.screen.queries.menu
    menu.aboutToShow.emit()
    asked.will("line", "这周的")
    next(one for one in menu.actions() if one.text() == "存为常用查询…").trigger()
    clerk.settle()
    clerk.screen.filters.clear()
    clerk.settle()
    menu.aboutToShow.emit()
    next(one for one in menu.actions() if one.text() == "这周的").trigger()
    clerk.settle()
    assert clerk.screen.filters.tabs.chosen == "本周到期"
    assert clerk.screen.table.rows.rowCount() == 1
