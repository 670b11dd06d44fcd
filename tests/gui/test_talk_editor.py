"""问／答 while people talk: turns by Enter, who speaks by F2, the usual sentences by F3."""

from datetime import UTC, datetime

import pytest
from PySide6.QtWidgets import QApplication

from core.records.mediation_case import CasePaper, Investigation, MediationMeeting
from core.services import case_contents, drafts, history, mediation, records, settings
from core.settings import PHRASES
from gui.widgets.talk_editor import TalkEditor, without_empty_turns
from reports import wording
from tests.gui.mediating import DAY, Clerk, a_case
from tests.gui.typist import Typist

PAGES = "\n".join(
    f"第{n}段，双方各执一词，争的是通道该谁修、钱该谁出、账该怎么算。" * 3 for n in range(120)
)


@pytest.fixture
def clerk(station, desk_of, tmp_path, qtbot):
    return Clerk(desk_of(station), tmp_path, qtbot)


@pytest.fixture
def case(station):
    return a_case(station, "赔偿", "张𠮷", "李㛃")


@pytest.fixture
def typist(qtbot):
    return Typist()


@pytest.fixture
def editor(qtbot, typist):
    made = TalkEditor()
    made.speakers = ("张𠮷", "李㛃")
    made.phrases = ("我们是调解员。", "以上属实。")
    qtbot.bring_up(made, 500, 300)
    made.setFocus()
    return made


def popped(qtbot):
    qtbot.waitUntil(lambda: QApplication.activePopupWidget() is not None)


def test_enter_takes_turns(editor, typist):
    typist.press("Return")
    typist.say("你看见了什么？")
    typist.press("Return")
    typist.say("看见他们吵。")
    typist.press("Return")
    typist.say("还有呢？")
    assert editor.text() == "问：你看见了什么？\n答：看见他们吵。\n问：还有呢？"


def test_an_answer_goes_on_below_and_the_turn_after_it_is_a_question(editor, typist):
    typist.press("Return")
    typist.say("经过？")
    typist.press("Return")
    typist.say("先是吵。")
    typist.press("Shift+Return")
    typist.say("后来推了一下。")
    typist.press("Return")
    assert editor.text() == "问：经过？\n答：先是吵。\n后来推了一下。\n问："


def test_a_turn_without_words_ends_the_turns(editor, typist):
    typist.press("Return")
    typist.say("完了？")
    typist.press("Return", "Return")
    typist.say("被调查人看过笔录。")
    typist.press("Return")
    typist.say("签名。")
    assert editor.text() == "问：完了？\n\n被调查人看过笔录。\n签名。"


def test_a_summary_is_plain_lines(editor, typist):
    typist.say("双方各说了经过。")
    typist.press("Return")
    typist.say("没有谈成。")
    assert editor.text() == "双方各说了经过。\n没有谈成。"


def test_enter_that_ends_a_composition_takes_no_turn(editor, typist):
    typist.press("Return")
    typist.compose("ni")
    typist.press("Return")
    typist.say("你说")
    assert editor.text() == "问：你说"


def test_one_undo_takes_back_one_turn(editor, typist):
    typist.press("Return")
    typist.say("经过？")
    typist.press("Return")
    editor.undo()
    assert editor.text() == "问：经过？"


def test_f2_names_who_speaks_by_a_digit(editor, typist, qtbot):
    typist.press("F2")
    popped(qtbot)
    typist.press("2")
    typist.say("不是我修的。")
    typist.press("Return", "F2")
    popped(qtbot)
    typist.press("Return")
    typist.say("就是问")
    typist.press("F2")
    popped(qtbot)
    typist.press("2")
    assert editor.text() == "李㛃：不是我修的。\n张𠮷：就是问李㛃"


def test_f2_takes_the_place_of_a_turn_without_words(editor, typist, qtbot):
    typist.press("Return", "F2")
    popped(qtbot)
    typist.press("1")
    assert editor.text() == "张𠮷："


def test_f3_puts_a_sentence_into_an_open_turn_and_else_on_its_own_line(editor, typist, qtbot):
    typist.press("Return", "F3")
    popped(qtbot)
    typist.press("1", "F3")
    popped(qtbot)
    typist.press("2")
    assert editor.text() == "问：我们是调解员。\n以上属实。"


def test_own_sentences_stand_before_the_delivered_ones_and_are_kept_by_a_key(
    clerk, station, case, somebody, qtbot
):
    own = PHRASES["调解"]
    station.perform(settings.change, own.key, "请双方各让一步。")
    clerk.begin(case, "hold_meeting")
    form = clerk.screen.forms.talk
    delivered = wording.load("record_phrases").lines("调解")
    assert form.talk.phrases == ("请双方各让一步。", *delivered)
    form.boxes["talk"].focus()
    clerk.press("F3")
    popped(qtbot)
    clerk.press("1", "Return")
    clerk.say("先看现场，再谈钱。")
    clerk.press("F3")
    popped(qtbot)
    clerk.press("0")
    clerk.settle()
    assert form.talk.phrases[:2] == ("请双方各让一步。", "先看现场，再谈钱。")
    assert form.talk.text().startswith("请双方各让一步。\n")
    kept = station.ask(settings.value, own, station.actor.id)
    assert kept == "请双方各让一步。\n先看现场，再谈钱。"
    assert station.ask(settings.value, own, somebody("mediator").actor.id) == "", "they are mine"


def test_what_is_offered_already_is_not_offered_to_be_kept(editor, typist, qtbot):
    typist.press("Return", "F3")
    popped(qtbot)
    typist.press("1", "F3")
    popped(qtbot)
    menu = QApplication.activePopupWidget()
    assert not any("留作常用" in one.text() for one in menu.actions())
    typist.press("Esc")


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("问：好\n答：", "问：好"),
        ("问：", ""),
        ("一\n\n", "一"),
        ("问：好\n答：好", "问：好\n答：好"),
    ],
)
def test_turns_nobody_took_are_not_kept(typed, kept):
    assert without_empty_turns(typed) == kept


def test_an_inquiry_is_taken_down_by_keys(clerk, station, case, qtbot):
    clerk.begin(case, "inquire")
    clerk.say("王㛃")
    clerk.press("Tab")
    clerk.say("邻居")
    form = clerk.screen.forms.inquiry
    form.boxes["talk"].focus()
    clerk.press("F6", "Return")
    clerk.say("看见了吗？")
    clerk.press("Return")
    clerk.say("看见了。")
    clerk.press("Return", "F6")
    clerk.save()
    (kept,) = station.ask(records.children, Investigation, case)
    assert (kept.held_on, kept.asked, kept.relation) == (DAY, "王㛃", "邻居")
    assert kept.talk == "问：看见了吗？\n答：看见了。"
    assert kept.starts is not None
    assert kept.ends is not None
    assert clerk.screen.forms.at_front
    assert "1次" in _words(clerk)


def _words(clerk):
    from PySide6.QtWidgets import QLabel

    return [one.text() for one in clerk.pane._views[4].widget().findChildren(QLabel)]


def test_a_record_by_hand_is_whole_with_its_pages_and_a_summary(clerk, station, case):
    clerk.begin(case, "hold_meeting")
    clerk.say("双方同意各让一步，详见手写记录。")
    form = clerk.screen.forms.talk
    form.boxes["sheets"].focus()
    clerk.type("4")
    clerk.save()
    (talk,) = station.ask(records.children, MediationMeeting, case)
    (paper,) = station.ask(records.children, CasePaper, case)
    assert (paper.kind, paper.subject, paper.pages) == ("mediation_record", talk.id, 4)
    assert (paper.only_paper, paper.copy, paper.dated) == (True, "original", DAY)
    clerk.pane.record_wanted.emit(talk.id)
    clerk.settle()
    assert form.boxes["sheets"].text() == "4"
    form.boxes["sheets"].set_text("")
    clerk.save()
    assert station.ask(records.children, CasePaper, case) == []


def test_a_kept_record_is_corrected_in_place(clerk, station, case):
    talk = station.perform(mediation.hold_meeting, case, {"held_on": DAY, "talk": "没谈"}).value
    clerk.open(case)
    clerk.pane.record_wanted.emit(talk)
    clerk.settle()
    form = clerk.screen.forms.talk
    assert form.subject.title.startswith("更正记录调解")
    assert form.boxes["talk"].text() == "没谈"
    form.boxes["talk"].editor.set_text("谈了三个小时，没有谈成。")
    form.touched()
    clerk.save()
    (kept,) = station.ask(records.children, MediationMeeting, case)
    assert (kept.id, kept.talk) == (talk, "谈了三个小时，没有谈成。")


@pytest.fixture
def kept_talk(clerk, station, case):
    """A kept talk, open to be corrected, and how a colleague corrects it meanwhile."""
    values = {"held_on": DAY, "talk": "没谈", "place": "调解室"}
    talk = station.perform(mediation.hold_meeting, case, values, 2).value
    clerk.open(case)
    clerk.pane.record_wanted.emit(talk)
    clerk.settle()

    def corrected(colleague, sheets=2, **more):
        place = (MediationMeeting, talk)
        colleague.perform(case_contents.correct, place, values | more, sheets)

    return corrected


def test_of_two_who_correct_one_talk_each_keeps_the_fields_only_he_changed(
    clerk, station, case, kept_talk, somebody
):
    form = clerk.screen.forms.talk
    form.boxes["talk"].set_text("谈了三个小时。")
    kept_talk(somebody("mediator"), 3, place="村部", result="failure")
    clerk.save()
    (kept,) = station.ask(records.children, MediationMeeting, case)
    assert (kept.talk, kept.place, kept.result) == ("谈了三个小时。", "村部", "failure")
    (paper,) = station.ask(records.children, CasePaper, case)
    assert paper.pages == 3
    assert clerk.screen.forms.at_front, "there was nothing to choose"


def test_of_two_who_correct_the_same_words_the_later_chooses(
    clerk, station, case, kept_talk, somebody
):
    form = clerk.screen.forms.talk
    form.boxes["talk"].set_text("谈了三个小时。")
    form.boxes["sheets"].set_text("4")
    kept_talk(somebody("mediator"), 3, talk="谈到天黑。")
    clerk.save()
    talk, sheets = form.weighing.view.questions
    assert (talk.label, sheets.label) == ("调解记录", "手写原件页数")
    assert [read for _, _, read in talk.offers] == ["谈了三个小时。", "谈到天黑。", "没谈"]
    assert talk.offers[1][0].startswith("赵调解")
    (kept,) = station.ask(records.children, MediationMeeting, case)
    assert kept.talk == "谈到天黑。", "nothing is overwritten unasked"
    form.weighing.view.chosen.emit(talk.key, talk.offers[1][1])
    clerk.save()
    (kept,) = station.ask(records.children, MediationMeeting, case)
    (paper,) = station.ask(records.children, CasePaper, case)
    assert (kept.talk, paper.pages) == ("谈到天黑。", 4)


def test_a_draft_older_than_a_colleagues_correction_undoes_nothing_of_it(
    clerk, station, case, kept_talk, somebody
):
    form = clerk.screen.forms.talk
    form.boxes["talk"].set_text("谈了三个小时。")
    form.touched()
    clerk.press("Esc")
    clerk.settle()
    kept_talk(somebody("mediator"), place="村部")
    (kept,) = station.ask(records.children, MediationMeeting, case)
    clerk.open(case)
    clerk.pane.record_wanted.emit(kept.id)
    clerk.settle()
    assert form.boxes["place"].text() == "村部"
    clerk.save()
    (kept,) = station.ask(records.children, MediationMeeting, case)
    assert (kept.talk, kept.place) == ("谈了三个小时。", "村部")


def test_what_was_taken_back_meanwhile_is_said_and_what_was_typed_stays(
    clerk, station, case, kept_talk
):
    form = clerk.screen.forms.talk
    form.boxes["talk"].set_text("谈了三个小时。")
    (kept,) = station.ask(records.children, MediationMeeting, case)
    last = station.ask(history.undoable, station.actor.id, datetime(2026, 1, 1, tzinfo=UTC))
    station.perform(history.undo, last.seq)
    clerk.save()
    assert "已被撤销" in clerk.shell.failed[-1]
    assert form.boxes["talk"].text() == "谈了三个小时。"
    assert station.ask(records.get, MediationMeeting, kept.id).talk == "没谈"


def test_a_half_corrected_record_is_found_again_at_its_case(clerk, station, case):
    talk = station.perform(mediation.hold_meeting, case, {"held_on": DAY, "talk": "没谈"}).value
    clerk.open(case)
    clerk.pane.record_wanted.emit(talk)
    clerk.settle()
    clerk.say("半句")
    clerk.press("Esc")
    clerk.settle()
    kept = station.ask(drafts.kept, station.actor.id, "mediation_meeting", talk)
    assert station.ask(drafts.about, kept) == case


@pytest.mark.parametrize(
    ("day", "said"), [("3.26", "在今天之后"), ("", "请填写日期"), ("二月三十", "")]
)
def test_a_day_that_cannot_be_is_said_below_it(clerk, station, case, day, said):
    clerk.begin(case, "inquire")
    form = clerk.screen.forms.inquiry
    form.boxes["held_on"].editor.set_text(day)
    clerk.save()
    assert form.boxes["held_on"].problem
    assert said in form.boxes["held_on"].problem
    assert form.boxes["held_on"].editor.hasFocus()
    assert station.ask(records.children, Investigation, case) == []


def test_ten_pages_are_kept_word_for_word_and_as_a_draft(clerk, station, case):
    clerk.begin(case, "inquire")
    form = clerk.screen.forms.inquiry
    form.boxes["talk"].focus()
    clerk.say(PAGES)
    form.draft.keep()
    clerk.settle()
    kept = station.ask(drafts.kept, station.actor.id, "investigation", case)
    assert kept.texts["talk"] == PAGES
    clerk.save()
    (made,) = station.ask(records.children, Investigation, case)
    assert made.talk == PAGES


def test_what_is_typed_while_people_talk_is_kept_every_five_seconds(clerk, station, case):
    clerk.begin(case, "inquire")
    form = clerk.screen.forms.inquiry
    clerk.say("王")
    assert form.draft._timer.interval() == 5_000
    assert form.draft.waiting
