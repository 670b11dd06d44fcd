"""矛盾调解: the list, the open case beside it, its acts and papers, without a mouse."""

from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QMenu, QPushButton, QScrollArea

from core.records.mediation_case import Agreement, MediationCase, Performance
from core.services import agreement, mediation, records
from core.services.mediation import CaseDraft
from gui.widgets import case_pane
from gui.widgets.paper_kinds import PAPERS
from gui.widgets.screen import Target
from tests.gui import walking
from tests.gui.mediating import DAY, Clerk, a_case, agreed, registered

SIZES = [(964, 508), (1170, 638)]


@pytest.fixture
def clerk(station, desk_of, tmp_path, qtbot):
    return Clerk(desk_of(station), tmp_path, qtbot)


@pytest.fixture
def reader(somebody, desk_of, tmp_path, qtbot):
    return Clerk(desk_of(somebody("reader")), tmp_path, qtbot)


def state_of(station, case):
    return station.ask(records.get, MediationCase, case).state


def acts(pane):
    """What the foot offers, from left to right."""
    return [one.text() for one in pane._buttons]


def shown_text(pane, tab):
    labels = pane._views[tab].widget().findChildren(QLabel)
    return "\n".join(one.text() for one in labels)


def test_the_tabs_count_the_states_and_the_first_case_is_open(clerk, station, qtbot):
    a_case(station)
    a_case(station, "第二件")
    station.perform(mediation.register, CaseDraft({"title": "第三件", "source": "02"}))
    clerk.screen.enter(Target("mediation"))
    clerk.settle()
    tabs = [one.words for one in clerk.screen.filters.tabs.tabs]
    assert (tabs[0], tabs[-2:]) == ("全部 3", ["待受理 1", "已受理 2"])
    qtbot.waitUntil(clerk.pane.isVisible)


def test_words_narrow_the_list_by_party_and_by_initials(clerk, station, qtbot):
    a_case(station)
    wanted = a_case(station, "别的事", "王𠮷祥", "赵㛃")
    for words in ("王𠮷", "赵㛃", "wjx"):
        clerk.screen.seek()
        clerk.screen.filters.words.setText(words)
        clerk.screen.filters.words.returnPressed.emit()
        clerk.settle()
        assert list(clerk.screen.table.rows.ids) == [wanted], words


def test_a_new_station_offers_the_first_dispute(clerk):
    clerk.settle()
    offered = [one.text() for one in clerk.screen.listing.findChildren(QPushButton)]
    assert "登记第一件" in offered


@pytest.mark.parametrize(
    ("arrive", "foot"),
    [
        ((), ["终止调解", "达成协议", "记录调解"]),
        (("continued",), ["终止调解", "达成协议", "记录调解"]),
        (("success",), ["终止调解", "记录调解", "达成协议"]),
    ],
)
def test_the_foot_offers_the_next_act(clerk, station, arrive, foot):
    case = a_case(station)
    for result in arrive:
        station.perform(mediation.hold_meeting, case, {"held_on": DAY, "result": result})
    assert acts(clerk.open(case)) == foot


def test_a_registered_dispute_is_accepted_with_its_day(clerk, station):
    case = registered(station)
    pane = clerk.open(case)
    assert acts(pane) == ["不予受理", "记录调解", "受理"]
    pane.press_next()
    assert pane.panel.boxes["on"].text() == "2026-03-25"
    pane.panel.boxes["on"].set_text("昨")
    clerk.save()
    kept = station.ask(records.get, MediationCase, case)
    assert (kept.state, kept.accepted_on) == ("Z20", date(2026, 3, 24))
    assert pane.panel.isHidden()


def test_a_refusal_needs_its_reason(clerk, station):
    case = registered(station)
    pane = clerk.open(case)
    pane.press("refuse")
    clerk.save()
    assert pane.panel.boxes["reason"].problem
    clerk.type("fx")
    clerk.save()
    assert state_of(station, case) == "Z11"


def test_leaving_a_question_does_nothing(clerk, station):
    case = a_case(station)
    pane = clerk.open(case)
    pane.press("end")
    clerk.press("Esc")
    clerk.settle()
    assert state_of(station, case) == "Z20"
    assert pane._foot.isVisible()


def test_a_numbered_case_is_voided_with_a_reason_and_never_deleted(clerk, station):
    case = a_case(station)
    pane = clerk.open(case)
    assert "void" in pane._offered
    assert "remove" not in pane._offered
    pane.press("void")
    clerk.press("Return")
    clerk.settle()
    assert pane.panel.boxes["reason"].problem
    clerk.say("重复登记")
    clerk.press("Return")
    clerk.settle()
    assert station.ask(records.get, MediationCase, case).void_reason == "重复登记"
    assert (pane._chip.text(), acts(pane)) == ("已作废", [])


def test_a_talk_is_recorded_and_stands_in_the_course(clerk, station):
    pane = clerk.open(a_case(station))
    pane.press("hold_meeting")
    clerk.settle()
    form = clerk.screen.forms.talk
    assert (form.boxes["held_on"].text(), form.boxes["place"].text()) == ("2026-03-25", "调解室")
    assert form.boxes["result"].text() == ""
    clerk.say("双方都来了")
    clerk.save()
    clerk.settle()
    marks = clerk.pane.timeline.marks
    assert marks[0].text == "双方都来了"
    assert marks[0].head == "李海燕 · 记录调解"
    assert marks[-1].head == "李海燕 · 登记并受理"
    assert clerk.pane._stack.currentIndex() == case_pane.COURSE


def test_what_was_entered_later_says_so_quietly(clerk, station):
    case = a_case(station, accepted_on=date(2026, 3, 20))
    pane = clerk.open(case)
    (mark,) = pane.timeline.marks
    assert (mark.when, mark.note) == ("03-20", "03-25 补录")


def test_everybody_has_signed_with_one_key(clerk, station):
    case = a_case(station)
    agreed(station, case)
    pane = clerk.open(case)
    assert acts(pane)[-1] == "全部已签 03-25"
    clerk.screen.table.setFocus()
    clerk.press("F8")
    clerk.settle()
    (kept,) = station.ask(records.children, Agreement, case)
    assert kept.effective_on == DAY
    assert state_of(station, case) == "Z60"
    assert acts(clerk.pane)[-1] == "登记履行"


def test_signatures_of_other_days_are_filled_in_by_hand(clerk, station):
    case = a_case(station, accepted_on=date(2026, 3, 20))
    agreed(station, case, signed_on=date(2026, 3, 20))
    pane = clerk.open(case)
    pane.press("sign_by_hand")
    pane.panel.boxes["sealed_on"].set_text("3.24")
    clerk.save()
    (kept,) = station.ask(records.children, Agreement, case)
    assert (kept.parties_signed_on, kept.sealed_on, kept.effective_on) == (
        date(2026, 3, 20),
        date(2026, 3, 24),
        date(2026, 3, 24),
    )


def test_what_was_performed_closes_the_case(clerk, station):
    case = a_case(station)
    agreed(station, case)
    station.perform(agreement.sign, case)
    pane = clerk.open(case)
    pane.press_next()
    pane.panel.boxes["proof"].set_text("收条")
    clerk.save()
    (item,) = station.ask(records.children, Performance, case)
    assert (item.done_on, item.proof) == (DAY, "收条")
    assert state_of(station, case) == "Z61"
    assert acts(clerk.pane) == ["登记回访"]


def test_the_agreement_is_printed_with_three_keys(clerk, station):
    case = a_case(station)
    agreed(station, case)
    clerk.open(case)
    clerk.screen.print_it()
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    assert menu.activeAction().text() == "人民调解协议书"
    clerk.press("Return")
    ((title, path, pages),) = clerk.shell.previewed
    assert title == "人民调解协议书"
    assert pages >= 1
    assert path.read_bytes().startswith(b"%PDF")


def test_any_paper_prints_before_anything_is_known(clerk, station):
    case = registered(station)
    pane = clerk.open(case)
    for paper in PAPERS:
        clerk.screen.papers.preview(pane.file, paper)
    assert [title for title, _, _ in clerk.shell.previewed] == [one.title for one in PAPERS]


@pytest.mark.parametrize("suffix", [".pdf", ".docx"])
def test_a_paper_is_kept_as_a_file_named_without_persons(clerk, station, asked, tmp_path, suffix):
    case = a_case(station)
    pane = clerk.open(case)
    asked.will("save_file", tmp_path / f"paper{suffix}")
    clerk.screen.papers.save(pane.file, PAPERS[0], suffix)
    clerk.settle()
    assert (tmp_path / f"paper{suffix}").stat().st_size > 1000
    assert clerk.shell.said[-1].endswith(f"paper{suffix}")


def test_numbers_are_whole_for_who_handles_the_case(clerk, station):
    pane = clerk.open(a_case(station))
    assert "0512-65221234" in shown_text(pane, case_pane.PEOPLE)


def test_a_reader_sees_masked_numbers_and_no_acts(reader, station):
    pane = reader.open(a_case(station))
    assert "5-65221234" not in shown_text(pane, case_pane.PEOPLE)
    assert "1234" in shown_text(pane, case_pane.PEOPLE)
    assert acts(pane) == []
    reader.screen.new()
    assert reader.screen.forms.at_front


def test_a_change_by_somebody_else_is_shown_at_once(clerk, station):
    case = a_case(station)
    pane = clerk.open(case)
    done = station.perform(mediation.amend, case, {"place": "村口大槐树"}, ())
    clerk.screen.refresh(done.touched)
    clerk.settle()
    assert "村口大槐树" in shown_text(pane, case_pane.BASICS)


def test_f2_corrects_the_row_it_stands_on_and_no_other(clerk, station):
    first, second = a_case(station), a_case(station, "第二件")
    clerk.open(first)
    clerk.screen.table.setFocus()
    clerk.press("F2")
    assert clerk.screen.forms.case.draft._subject.record == first
    clerk.press("Esc")
    clerk.screen.table.choose(second)
    clerk.press("F2")
    clerk.settle()
    assert clerk.screen.forms.at_front
    assert clerk.pane.file.case.id == second


def test_esc_closes_the_case_and_the_list_has_the_focus(clerk, station):
    clerk.open(a_case(station))
    clerk.screen.table.setFocus()
    clerk.press("Esc")
    assert clerk.pane.isHidden()
    assert clerk.screen.table.hasFocus()


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("page", ["list", "case", "new", "hold_meeting", "agree"])
def test_nothing_is_cut_off_in_a_small_window(clerk, station, size, page):
    case = a_case(station, risk="larger")
    clerk.screen.resize(*size)
    if page != "list":
        clerk.open(case)
    if page == "new":
        clerk.screen.new()
    elif page in ("hold_meeting", "agree"):
        clerk.pane.press(page)
    clerk.settle()
    least = clerk.screen.minimumSizeHint()
    assert (least.width(), least.height()) <= size
    assert least.height() <= size[1]
    for area in clerk.screen.findChildren(QScrollArea):
        if area.isVisible() and area.widget() is not None:
            assert area.widget().minimumSizeHint().width() <= area.viewport().width(), area
            assert not area.horizontalScrollBar().isVisible()


@pytest.mark.parametrize("page", ["case", "new", "hold_meeting", "agree", "end"])
def test_every_control_is_named_and_reached_by_tab_both_ways(clerk, station, page):
    clerk.open(a_case(station))
    if page == "new":
        clerk.screen.new()
    elif page != "case":
        clerk.pane.press(page)
    clerk.settle()
    front = clerk.screen.forms.currentWidget()
    assert walking.nameless(front) == []
    reached = walking.walk(clerk.screen)
    missed = [one for one in walking.focusable(front) if one not in reached]
    assert missed == []
    back = walking.walk(clerk.screen, Qt.Key.Key_Backtab)
    assert set(back) == set(reached)
