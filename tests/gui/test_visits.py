"""来访来电 at the counter: noted with F4, completed beside the text, handed out, closed."""

from datetime import date

import pytest
from PySide6.QtCore import QMimeData
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtWidgets import QApplication, QPushButton

from core.errors import StoreFault
from core.records.task import Task
from core.records.visit import LEDGER, Visit
from core.services import attachments, drafts, records, visit_notes, visits
from core.services.attachments import Place
from core.services.records import Filter
from core.services.visit_notes import Jotting
from core.services.visits import HandOut
from core.station import Station
from gui import indoors
from gui.ledger.quick_note import QuickNote
from gui.screens.visits import VisitsScreen
from gui.widgets import parts
from gui.widgets.frame import Frame
from gui.widgets.screen import QUICK_NOTE, Target
from gui.widgets.where import draft_target
from tests.gui.typist import Typist

DAY = date(2026, 3, 25)


def spelled(*words):
    """The keys of Chinese typed by whole pinyin: each letter, and a space to choose each word."""
    return sum(len(word) + 1 for word in words)


@pytest.fixture
def clerk():
    return Typist()


@pytest.fixture
def screen(qtbot, shell, idle, make):
    make.grid(name="东风村")
    made = VisitsScreen(shell)
    shell.shown = made
    qtbot.bring_up(made, 1170, 716)
    made.enter(Target("visits"))
    idle()
    return made


@pytest.fixture
def card(qtbot, desk, idle):
    """The quick note over a page that has the focus in a field."""
    host = parts.frame("page")
    qtbot.bring_up(host, 1170, 716)
    made = QuickNote(desk, host)
    made.open()
    idle()
    return made


def listed(station):
    """Every visit, the youngest last."""
    ids = station.ask(records.ids, LEDGER, Filter())
    read = station.ask(lambda session: [session.get(Visit, one) for one in ids])
    return sorted(read, key=lambda one: one.id)


def box(screen, key):
    return screen.pane.form.fields.boxes[key]


def opened(screen, visit, qtbot):
    screen.enter(Target("visits", ledger="visit", record=visit))
    qtbot.waitUntil(lambda: screen.pane.detail.row is not None)
    qtbot.waitUntil(lambda: screen.pane.detail.row.id == visit)


def picture():
    mime = QMimeData()
    image = QImage(40, 30, QImage.Format.Format_RGB32)
    image.fill(0x336699)
    mime.setImageData(image)
    QGuiApplication.clipboard().setMimeData(mime)


def test_a_call_is_noted_with_at_most_thirty_five_keys(card, clerk, station, idle):
    clerk.presses = 1  # F4
    clerk.say("路灯不亮", keys=spelled("ludeng", "buliang"))
    clerk.press("Tab")
    clerk.type("13800136021")
    clerk.press("Return", "Return")
    idle()
    (note,) = listed(station)
    assert clerk.presses <= 35
    assert (note.state, note.title, note.phone) == ("note", "路灯不亮", "13800136021")
    assert (note.came_on, note.source) == (DAY, "call")
    assert card.isHidden()


def test_a_visit_is_registered_in_full_with_at_most_sixty_keys(screen, clerk, station, idle, make):
    village = make.grid(name="西河村")
    before = {"title": "占道", "source": "call", "kind": "H03", "grid": village.id}
    station.perform(visits.register, before)
    screen.new()
    idle()
    clerk.presses = 2  # Alt+2, Ctrl+N
    clerk.say("广场舞噪声扰民", keys=spelled("guangchangwu", "zaosheng", "raomin"))
    clerk.press("Tab")
    clerk.say("李女士", keys=spelled("li", "nvshi"))
    clerk.press("Tab")
    clerk.type("13800136021")
    clerk.press("Ctrl+Return")
    idle()
    visit = listed(station)[-1]
    assert clerk.presses <= 60
    assert (visit.number, visit.title) == ("2026-石桥-0002", "广场舞噪声扰民")
    assert (visit.source, visit.kind, visit.grid) == ("call", "H03", village.id)


def test_an_enter_that_ends_a_composition_keeps_nothing(card, clerk, station, idle):
    clerk.say("路灯坏了")
    clerk.compose("kuai")
    clerk.press("Return", "Return")
    idle()
    assert listed(station) == []
    clerk.say("快来看")
    clerk.press("Return")
    clerk.say("急")
    clerk.press("Return")
    idle()
    assert listed(station) == []
    clerk.press("Return")
    idle()
    assert [one.jotted.replace("\n", "") for one in listed(station)] == ["路灯坏了快来看急"]


def test_an_empty_note_says_what_to_do(card, clerk, station, idle):
    clerk.press("Return", "Return")
    idle()
    assert card.isVisible()
    assert "请写一句" in card._said.text()
    assert listed(station) == []


def test_a_long_refusal_is_read_to_its_end_in_the_card(card, clerk, idle, monkeypatch):
    def damaged(*_words):
        raise StoreFault(
            "数据库有一处损坏，这一步没有办成，没有改动任何内容。" * 3 + "照它说的办。"
        )

    monkeypatch.setattr(Station, "perform", damaged)
    before = card.height()
    clerk.say("三组水管爆了")
    clerk.press("Return", "Return")
    idle()
    assert card._said.text().endswith("照它说的办。")
    assert card._said.height() >= card._said.heightForWidth(card._said.width())
    assert card.height() > before
    clerk.say("，快来")
    assert card.height() == before


def test_esc_puts_the_card_away_and_f4_brings_the_words_back(card, clerk, station, idle, desk):
    clerk.say("三组水管爆了")
    clerk.press("Esc")
    idle()
    assert card.isHidden()
    assert station.ask(drafts.kept, station.actor.id, "visit_note").texts["title"] == "三组水管爆了"
    again = QuickNote(desk, card.parentWidget())
    again.open()
    idle()
    assert again.text.text() == "三组水管爆了"
    clerk.say("，快来")
    assert again.text.text() == "三组水管爆了，快来"


def test_a_number_in_the_text_stands_in_its_field_until_another_is_typed(card, clerk):
    clerk.say("老李说路灯坏了13800136021")
    assert card.phone.text() == "13800136021"
    card.phone.setFocus()
    card.phone.selectAll()
    clerk.type("88001")
    card.text.setFocus()
    clerk.say("，快来")
    assert card.phone.text() == "88001"


def test_a_picture_pasted_into_a_note_belongs_to_it(card, clerk, station, idle):
    picture()
    clerk.press("Ctrl+V")
    clerk.say("电动车堵门")
    assert "1 次" in card.pasting.said.text()
    clerk.press("Return", "Return")
    idle()
    (note,) = listed(station)
    assert station.ask(attachments.count, Place("visit", note.id)) == 1


def test_how_far_pictures_have_come_is_shown_inside_the_window(card, screen, idle):
    screen.new()
    idle()
    for form in (card, screen.pane.form):
        assert form.isAncestorOf(form.pasting.strip)


def test_words_are_pasted_into_the_text_and_are_no_picture(card, clerk):
    QGuiApplication.clipboard().setText("群里转来的话")
    clerk.press("Ctrl+V")
    assert card.text.text() == "群里转来的话"
    assert card.pasting.said.isHidden()


def test_a_note_is_completed_beside_its_text(screen, clerk, station, idle, qtbot):
    said = Jotting("东风村三组路灯坏了，13800136021老李说的")
    note = station.perform(visit_notes.jot, said).value
    opened(screen, note, qtbot)
    assert screen.pane._change.text() == "补全登记"
    screen.table.setFocus()
    clerk.press("F2")
    idle()
    form = screen.pane.form
    assert form._noted.text() == said.text
    assert box(screen, "title").text() == "东风村三组路灯坏了，13800136021老李说的"
    assert (box(screen, "phone").text(), box(screen, "grid").text()) == ("13800136021", "东风村")
    assert not form.drafts.dirty
    box(screen, "title").set_text("东风村三组路灯不亮")
    form.submit()
    idle()
    (visit,) = listed(station)
    assert (visit.id, visit.number, visit.state) == (note, "2026-石桥-0001", "registered")
    assert (visit.title, visit.jotted) == ("东风村三组路灯不亮", said.text)


def test_what_is_filled_in_from_the_last_visit_says_so_and_is_no_draft(screen, station, idle):
    village = make_village(station)
    station.perform(visits.register, {"title": "占道", "source": "hotline", "grid": village})
    screen.new()
    idle()
    assert (box(screen, "source").text(), box(screen, "grid").text()) == ("12345转办", "东风村")
    assert box(screen, "source")._below.text() == "同上一件，可改"
    assert not screen.pane.form.drafts.dirty
    for words in ("不要草稿", "另起一份"):
        box(screen, "title").set_text("写错了")
        screen.pane.form.drafts.keep()
        buttons = {one.text(): one for one in screen.pane.form.findChildren(QPushButton)}
        buttons[words].click()
        idle()
        assert (box(screen, "title").text(), box(screen, "grid").text()) == ("", "东风村"), words


def make_village(station):
    return station.ask(records.choices, "grid")[0][0]


def test_ctrl_n_twice_is_the_quick_note(screen, shell, idle):
    screen.new()
    idle()
    assert shell.notes == 0
    screen.new()
    assert shell.notes == 1


def test_a_matter_is_handed_to_a_person_and_closed(screen, clerk, station, idle, make, qtbot):
    owner = make.staff(name="王建国")
    one = station.perform(visits.register, {"title": "占道", "source": "call"}).value
    opened(screen, one, qtbot)
    screen.pane.press("交办")
    idle()
    clerk.say("王建国")
    clerk.press("Ctrl+Return")
    idle()
    assert station.ask(lambda s: s.get(Visit, one)).owner == owner.id
    screen.pane.press("办结")
    clerk.say("已清走")
    clerk.press("Ctrl+Return")
    idle()
    visit = station.ask(lambda s: s.get(Visit, one))
    assert (visit.state, visit.reply, visit.closed_on) == ("closed", "已清走", DAY)
    qtbot.waitUntil(screen.pane.acts["办结"].isHidden)


def test_what_cannot_be_closed_is_said_under_the_field(screen, clerk, station, qtbot):
    one = station.perform(visits.register, {"title": "占道", "source": "call"}).value
    opened(screen, one, qtbot)
    screen.pane.press("办结")
    clerk.press("Ctrl+Return")
    assert screen.pane.panel.boxes["reply"].problem == "请填写办理情况"
    assert station.ask(lambda s: s.get(Visit, one)).state == "registered"


def test_changing_a_visit_changes_its_task(screen, station, idle, make, qtbot):
    one = station.perform(visits.register, {"title": "占道", "source": "call"}).value
    station.perform(visits.hand_out, one, HandOut(make.staff().id))
    opened(screen, one, qtbot)
    screen._edit()
    idle()
    box(screen, "title").set_text("商铺占道")
    screen.pane.form.submit()
    idle()
    assert station.ask(lambda s: s.get(Task, s.get(Visit, one).task)).title == "商铺占道"


def test_a_picture_pasted_into_the_form_goes_in_with_the_visit(screen, clerk, station, idle):
    screen.new()
    idle()
    picture()
    clerk.press("Ctrl+V")
    clerk.say("电动车堵门")
    clerk.press("Ctrl+Return")
    idle()
    (visit,) = listed(station)
    assert station.ask(attachments.count, Place("visit", visit.id)) == 1


def test_a_visit_is_opened_from_elsewhere_for_registering(screen, idle):
    screen.enter(Target("visits", ledger="visit"))
    idle()
    assert screen.pane.editing
    assert QApplication.focusWidget() is box(screen, "title").editor


def test_a_half_typed_note_is_gone_on_with_from_the_desk():
    assert draft_target("visit_note", None).place == QUICK_NOTE
    assert draft_target("visit", None) == Target("visits", ledger="visit", begin=True)


def test_f4_opens_the_card_anywhere_and_tells_where_the_note_went(
    qtbot, qapp, desk, station, idle, clerk
):
    frame = Frame(desk, "石桥镇综治中心", indoors.PLACES)
    qtbot.addWidget(frame)
    indoors.dress(frame, frame.close)
    frame.resize(1366, 768)
    with qtbot.waitActive(frame):
        frame.show()
        frame.activateWindow()
    frame.go(Target("settings"))
    idle()
    clerk.press("F4")
    idle()
    card = frame.findChild(QuickNote)
    assert card.isVisible()
    clerk.say("路灯坏了")
    clerk.press("Return", "Return")
    idle()
    qtbot.waitUntil(lambda: "待补全" in frame.foot.notice.text)
    assert [one.title for one in listed(station)] == ["路灯坏了"]


def test_the_receipt_is_previewed_and_its_look_names_no_person(screen, shell, station, idle, qtbot):
    values = {"title": "占道", "source": "visit", "name": "李德厚"}
    one = station.perform(visits.register, values).value
    opened(screen, one, qtbot)
    screen.pane.press("受理回执")
    ((title, path, pages),) = shell.previewed
    assert (title, pages, path.is_file()) == ("受理回执", 1, True)
    assert shell.subjects[0].name == "受理回执 2026-石桥-0001"
