"""No act holds the window up: between two beats of its heart lie at most 50 ms of work (`ux` §9).

The acts are done one after the other as on a working day, each of them one thing a person does.
How long 50 ms are on the machine at hand a page of bare fields tells, made before every walk; what
took longer is done again in a fresh window, and the quickest of a few counts.
"""

import time
from functools import partial
from statistics import median

import pytest
from PySide6.QtCore import QMimeData, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QGridLayout, QLabel, QLineEdit, QPushButton, QWidget

from core import records as ledgers
from core.intake.incoming import Source
from core.services import attachments, records, taking_in
from core.services.records import Filter
from gui.ledger import quick_note
from gui.ledger.export_form import ExportForm
from gui.screens import load_all
from gui.widgets.attachment_viewer import AttachmentViewer
from gui.widgets.choices import learn_sounds
from gui.widgets.porch import porch
from gui.widgets.screen import Target
from tests.gui.opening import OUTSIDE, TYPED, VIEWS
from tests.gui.shell import Heartbeat
from tests.picturing import photo

BARE_PAGES = 1.5
"""The longest gap, in bare pages: 50 ms on a machine on which one takes 33 ms."""
TRIES = 4
PASTED = "\n".join(["姓名\t性别\t手机号", *(f"王网格{n}\t男\t138{n:08d}" for n in range(2000))])
CONTROL = Qt.KeyboardModifier.ControlModifier


def _press(widget, key, modifier=Qt.KeyboardModifier.NoModifier):
    widget.setFocus()
    QTest.keyClick(widget, key, modifier)


def _copied(text):
    kept = QMimeData()
    kept.setText(text)
    QGuiApplication.clipboard().setMimeData(kept)


def _list(frame, name="staff"):
    frame.go(Target("ledgers", ledger=name))
    return frame.pages.front.page


def _tab_of_states(frame):
    page = _list(frame)
    page.filters.tabs._buttons[1].click()


def _type_a_word(frame):
    frame.pages.front.seek()
    QTest.keyClicks(frame.pages.front.page.filters.words, "wang")


def _open_a_record(frame):
    page = _list(frame)
    _press(page.table, Qt.Key.Key_Home)
    _press(page.table, Qt.Key.Key_Return)


def _paste_a_list(frame):
    _copied(PASTED)
    frame.pages.front.page.exchange.paste()


def _write(frame, key, text):
    editor = frame.pages.front.pane.form.fields.boxes[key].editor
    editor.setFocus()
    editor.set_text(text)
    return editor


def _paste_much(frame):
    editor = frame.pages.front.pane.form.fields.boxes["summary"].editor
    _copied("反映村道积水，出行不便。" * 2000)
    _press(editor, Qt.Key.Key_V, CONTROL)


def _save_a_visit(frame):
    _write(frame, "summary", "")
    _press(_write(frame, "title", "村道积水"), Qt.Key.Key_Return, CONTROL)


def _note(frame):
    frame.findChild(quick_note.QuickNote).text.set_text("电话反映村道积水")
    frame.findChild(quick_note.QuickNote).save()


def _import(frame):
    frame.pages.front.commit()


def _search_help(frame):
    frame.help.search.setText("备份")
    frame.help.search.returnPressed.emit()


def _search(frame):
    frame.popup.seek()
    QTest.keyClicks(frame.top.search, "wxy")


def _leave_search(frame):
    _press(frame.top.search, Qt.Key.Key_Escape)


def _order_a_table(frame):
    frame.pages.front.page.export()


def _cancel_the_table(frame):
    frame.findChild(ExportForm).reject()


def _print(frame):
    _list(frame).print_it()


def _files(frame):
    _list(frame).filters.clear()
    (first, *_) = frame.desk.station.ask(records.ids, ledgers.ledger("staff"), Filter())
    frame.go(Target("ledgers", ledger="staff", record=first))


def _turn_to_files(frame):
    pane = frame.pages.front.page.pane
    next(b for b in pane.findChildren(QPushButton) if b.text().startswith("附件")).click()


def _view_a_picture(frame):
    listed = frame.pages.front.page.pane.detail.attachments.pane.list
    _press(listed, Qt.Key.Key_Home)
    _press(listed, Qt.Key.Key_Return)


def _close_the_picture(frame):
    next(iter(frame.findChildren(AttachmentViewer))).close()


ACTS = {
    **{name: VIEWS[name] for name in VIEWS if not name.startswith("new ")},
    **{f"the list of {name}": partial(_list, name=name) for name in TYPED},
    **VIEWS,
    "a state tab": _tab_of_states,
    "words typed": _type_a_word,
    "a record beside the list": _open_a_record,
    "search": _search,
    "search left": _leave_search,
    "help": lambda frame: frame.toggle_help(),
    "help searched": _search_help,
    "help closed": lambda frame: frame.toggle_help(),
    "quick note": lambda frame: frame.note_wanted.emit(),
    "a note kept": _note,
    "a visit begun": VIEWS["new visit"],
    "much pasted into a field": _paste_much,
    "a visit saved": _save_a_visit,
    "back at the list": _list,
    "a list pasted": _paste_a_list,
    "a list imported": _import,
    "the list with what came": _list,
    "an order for a table": _order_a_table,
    "no table after all": _cancel_the_table,
    "a list on paper": _print,
    "back from the paper": lambda frame: frame.back(),
    "a record with a picture": _files,
    "its pictures": _turn_to_files,
    "a picture": _view_a_picture,
    "the picture closed": _close_the_picture,
}


@pytest.fixture
def walk(frame_of, read, station, told):
    """Do every act in a fresh window; how long each held it up at most, in ms."""
    load_all()
    learn_sounds()
    (first, *_) = station.ask(records.ids, ledgers.ledger("staff"), Filter())
    taken = taking_in.gather(station, [Source("现场.jpg", photo())]).taken
    station.perform(attachments.add, attachments.Place("staff", first), station.folder, taken)

    def walked():
        frame = frame_of()
        frame.resize(1366, 690)
        quick_note.give(frame)
        frame.go(Target("desk"))
        read(frame, frame.desk)
        found = {}
        for name, act in {"all made ahead": lambda frame: frame.pages.prepare(), **ACTS}.items():
            beat = Heartbeat(frame)
            act(frame)
            read(frame, frame.desk)
            found[name] = beat.stop()
        frame.close_down()
        frame.hide()
        return found

    return walked


def _bare_page():
    """Milliseconds of work for a page of forty plain lines, made and painted once."""
    began = time.thread_time()
    page = QWidget()
    lines = QGridLayout(page)
    for line in range(40):
        for column, made in enumerate(
            (QLabel("姓名"), QLineEdit(), QComboBox(), QPushButton("存"))
        ):
            lines.addWidget(made, line, column)
    page.resize(1366, 690)
    page.grab()
    return (time.thread_time() - began) * 1000


def _measured(walk):
    """How long each act was held up, in bare pages."""
    page = median(_bare_page() for _ in range(5))
    return {name: gap / page for name, gap in walk().items()}


def _quickest(walk):
    """The acts that were held up too long in each of a few walks, by the least it took."""
    best = _measured(walk)
    for _ in range(TRIES - 1):
        if max(best.values()) <= BARE_PAGES:
            break
        best = {name: min(best[name], gap) for name, gap in _measured(walk).items()}
    return {name: round(gap, 1) for name, gap in best.items() if gap > BARE_PAGES}


def test_no_act_of_a_working_day_holds_the_window_up(walk):
    assert _quickest(walk) == {}


@pytest.fixture
def before(qtbot, tmp_path, station, clock, read):
    """Measure one view of what stands before the frame: come to it, or have it made and see it."""
    desk = porch(tmp_path, clock)

    def held(name, *, made=False):
        beating = QWidget()
        qtbot.addWidget(beating)
        shown = OUTSIDE[name](desk, tmp_path, clock) if made else None
        beat = Heartbeat(beating)
        shown = shown or OUTSIDE[name](desk, tmp_path, clock)
        qtbot.addWidget(shown)
        shown.resize(1366, 690)
        shown.show()
        read(shown, desk)
        return beat.stop()

    yield held
    desk.close()


def test_unlocking_rescuing_and_restoring_hold_nothing_up(before):
    views = ("unlock", "recovery code", "restore")
    assert _quickest(lambda: {name: before(name) for name in views}) == {}


def test_the_pages_of_the_first_run_come_up_at_once(before):
    """They are made while the program starts, before there is a window to hold up."""
    views = [name for name in OUTSIDE if name.startswith("first page")]
    assert _quickest(lambda: {name: before(name, made=True) for name in views}) == {}
