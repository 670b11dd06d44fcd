"""The frame around every page, and what screens may ask of the window (`Shell`)."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from operator import methodcaller
from typing import Any

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QApplication, QFrame, QStackedWidget, QWidget
from shiboken6 import isValid
from typing_extensions import override

from core import VERSION
from gui.tasks import Desk
from gui.widgets import keys, offered, opened_copies, parts
from gui.widgets.foot import Foot
from gui.widgets.help_pane import HelpPane
from gui.widgets.nav import Nav, Place, key_of
from gui.widgets.on_word import OnWord
from gui.widgets.page_stack import PageStack
from gui.widgets.paper_page import Draw, PaperPage
from gui.widgets.parts import Act, Banner
from gui.widgets.screen import DEMO, QUICK_NOTE, RESTORE, Screen, Subject, Target
from gui.widgets.search_popup import SearchPopup
from gui.widgets.table_drop import take_tables
from gui.widgets.top_bar import TopBar
from gui.widgets.undoing import REDO, UNDO, Undoing
from gui.widgets.watch import Away, Watch
from gui.widgets.where import record_target

NARROW = 1240
_ELSEWHERE = {RESTORE: "restore_wanted", QUICK_NOTE: "note_wanted", DEMO: "demo_wanted"}
_PAGE_KEYS = {
    "Ctrl+N": methodcaller("new"),
    "Ctrl+F": methodcaller("seek"),
    "Ctrl+P": methodcaller("print_it"),
    "Ctrl+Shift+E": methodcaller("export"),
}


_TOLD = {
    UNDO: "已撤销",
    REDO: "已重做",
    "协议生效": "协议已生效",
    "从回收站找回": "已找回",
    "删除（可找回）": "已删除，可以在“回收站”里找回",
}


@dataclass(frozen=True, slots=True)
class _Told:
    """An act to be told, once it is known whether it can be undone."""

    seq: int
    text: str
    acts: tuple[Act, ...]


class Frame(QFrame):
    """One person's window on one station, from unlocking to leaving."""

    lock_wanted = Signal()
    leave_wanted = Signal()
    restore_wanted = Signal()
    demo_wanted = Signal()
    rekey_wanted = Signal()
    note_wanted = Signal()

    def __init__(self, desk: Desk, station: str, listed: Sequence[Place]) -> None:
        super().__init__()
        self.setProperty("kind", "page")
        self._desk = desk
        self.rekey = self.rekey_wanted.emit
        self.quick_note = self.note_wanted.emit
        actor = desk.station.actor
        allowed = [place for place in listed if actor.may(place.needs)]
        self.undoing = Undoing(desk, self, desk.station.now())
        self.top = TopBar(station, actor, self.toggle_help)
        self.nav = Nav(allowed, f"版本 {VERSION}")
        self.pages = PageStack(self, allowed)
        take_tables(self.pages, self)
        self.paper = PaperPage(desk)
        self.help = HelpPane(desk, self.preview)
        self._fresh: tuple[str, tuple[Act, ...]] | None = None
        self._done: _Told | None = None
        self._before: list[QWidget] = []
        self._body = QStackedWidget()
        self._lay_out()
        self.on_word = OnWord(self, self._down, self)
        self.popup = SearchPopup(self.top.search, desk, self, offered.commands(self, allowed))
        self._listen()
        self._fill_menu()
        self._give_keys([place.key for place in allowed if place.group])
        self._fold(on=True)

    @property
    def desk(self) -> Desk:
        """The way to the station."""
        return self._desk

    def today(self) -> date:
        """The station's day; the demonstration's own."""
        return self._desk.station.today()

    def go(self, target: Target) -> None:
        """Show another place, and remember the way back."""
        if target.place in _ELSEWHERE:
            getattr(self, _ELSEWHERE[target.place]).emit()
        elif self.pages.knows(target.place):
            self._body.setCurrentIndex(0)
            self.pages.go(target)
            self.popup.remember(target.ledger, target.record)
        else:
            self.fail("您的岗位没有这一项，请找站长调整岗位。")

    def back(self) -> None:
        """Return from a paper to its page, or from a page to the one before."""
        if self.paper.isVisible():
            self._body.setCurrentIndex(0)
            standing = (one for one in self._before if isValid(one))
            next(standing, self.pages.front).setFocus()
        else:
            self.pages.back()

    def say(self, text: str, acts: Sequence[Act] = ()) -> None:
        """Tell a success; if it came of an act, that act adds 撤销."""
        self._fresh = (text, tuple(acts))
        QTimer.singleShot(0, self, self._grow_old)
        self._tell(text, acts)

    def fail(self, text: str, acts: Sequence[Act] = ()) -> None:
        """Tell a failure until it is read."""
        self.top.remember(text)
        self.foot.notice.fail(text, acts)

    def preview(self, draw: Draw, title: str, subject: Subject | None = None) -> None:
        """Draw a paper away from the window, then show it over the page."""
        self.paper.draw(draw, title, self.foot.strip, subject)

    def toggle_help(self) -> None:
        """Show or close the help of this place."""
        self.help.toggle(self.pages.here)

    def add_banner(self, banner: Banner) -> None:
        """Put a bar below the top that stays."""
        self._down.insertWidget(1, banner)

    def close_down(self) -> None:
        """Let screens keep their drafts, finish what is under way, drop passing papers."""
        self.pages.leave()
        self._desk.close()
        self.paper.forget()
        opened_copies.wipe(self._desk.station.folder)

    def _lay_out(self) -> None:
        self._down = parts.rows(self, gap=0)
        self._down.addWidget(self.top)
        across = parts.columns(gap=0)
        across.addWidget(self.nav)
        for page in (self.pages, self.paper):
            self._body.addWidget(page)
        across.addWidget(self._body, 1)
        across.addWidget(self.help)
        self._down.addLayout(across, 1)
        self.foot = Foot(self._body)

    def _listen(self) -> None:
        desk = self._desk
        desk.acting.connect(self.foot.notice.give_way)
        desk.changed.connect(self._on_changed)
        desk.performed.connect(self._on_performed)
        desk.refused.connect(self.fail)
        desk.faulted.connect(lambda text, _path: self.fail(text))
        self._watch = Watch(desk, self, desk.station.data_version)
        self._watch.changed.connect(partial(self.pages.refresh, None))
        self.add_banner(Away(self._watch))
        self.undoing.looked.connect(self._on_looked)
        self.undoing.look()
        self.nav.chosen.connect(lambda key: self.go(Target(key)))
        self.pages.entered.connect(self.nav.select)
        self.pages.entered.connect(self.help.show_place)
        self.paper.ready.connect(self._on_paper_ready)
        self.paper.closed.connect(self.back)
        self.popup.chosen.connect(lambda hit: self.go(record_target(hit.ledger, hit.id)))

    def _fill_menu(self) -> None:
        menu = self.top.menu
        menu.addActions([self.undoing.undo_action, self.undoing.redo_action, self.on_word.action])
        menu.addSeparator()
        menu.addAction("锁定\tCtrl+Shift+L", self.lock_wanted.emit)
        menu.addAction("换人", self.leave_wanted.emit)

    def _give_keys(self, listed: Sequence[str]) -> None:
        places = {key_of(n): partial(self.go, Target(key)) for n, key in enumerate(listed, 1)}
        whole: dict[str, Callable[[], object]] = {
            "Ctrl+K": self.popup.seek,
            "F1": self.toggle_help,
            "F5": partial(self.pages.refresh, None),
            "Alt+Left": self.back,
            "Ctrl+Shift+L": self.lock_wanted.emit,
            "Ctrl+Z": self.undoing.undo,
            "Ctrl+Y": self.undoing.redo,
        }
        keys.give(self, {**whole, **places})
        keys.give(self.pages, {key: partial(self._let, act) for key, act in _PAGE_KEYS.items()})
        keys.give(self.paper, {"Esc": self.back})

    def _let(self, act: Callable[[Screen], object]) -> None:
        act(self.pages.front)

    def _tell(self, text: str, acts: Sequence[Act]) -> None:
        self.top.remember(text)
        self.foot.notice.say(text, acts)

    def _grow_old(self) -> None:
        self._fresh = None

    def _on_paper_ready(self) -> None:
        """Show the paper, and remember where the keyboard was."""
        if self._body.currentIndex() == 0:
            self._before = list(_upwards(QApplication.focusWidget()))
        self._body.setCurrentIndex(1)

    def _on_changed(self, tables: frozenset[str]) -> None:
        self.pages.refresh(tables)
        self.undoing.look()

    def _on_performed(self, done: Any) -> None:
        """Tell the act in the screen's words, else by its label; what it offers is read next."""
        seq: int | None = done.seq
        label: str = done.label
        if seq is not None:
            text, acts = self._fresh or (_TOLD.get(label, f"已{label}"), ())
            self._done = _Told(seq, text, acts)
        self._fresh = None

    def _on_looked(self) -> None:
        told, self._done = self._done, None
        if told is None:
            return
        last, undone = self.undoing.last, self.undoing.undone
        offered = [*told.acts]
        if last is not None and last.seq == told.seq:
            offered.append((UNDO, partial(self.undoing.take_back, told.seq)))
        if undone is not None and undone.seq == told.seq:
            offered.append((REDO, partial(self.undoing.bring_back, told.seq)))
        self._tell(told.text, offered)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fold(on=self.width() < NARROW)

    def _fold(self, *, on: bool) -> None:
        """Give the page more room in a narrow window; so it begins, to fit any screen."""
        self.nav.set_rail(on=on)
        self.top.set_narrow(on=on)


def _upwards(widget: QWidget | None) -> Iterator[QWidget]:
    """A widget and what it lies in: where the keyboard was, should the widget be made anew."""
    while widget is not None:
        yield widget
        widget = widget.parentWidget()
