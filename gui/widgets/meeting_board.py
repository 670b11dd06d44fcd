"""The meeting itself on one page: the roll, beside it the agenda and what is decided, the talk."""

from collections.abc import Sequence
from datetime import date
from itertools import pairwise

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QFrame, QStackedWidget, QWidget

from core.services.meeting_file import MeetingFile
from gui.widgets import parts
from gui.widgets.agenda_list import Agenda
from gui.widgets.choices import Choice
from gui.widgets.decisions import Decisions
from gui.widgets.meeting_fields import PAGE, MeetingFields
from gui.widgets.meeting_head import DECIDE, RUN, TALK
from gui.widgets.meeting_keeper import MeetingKeeper
from gui.widgets.roll_call import RollCall


class MeetingBoard(QStackedWidget):
    """Shows one file and tells the keeper what is typed over it."""

    def __init__(self, keeper: MeetingKeeper, today: date, parent: QObject) -> None:
        super().__init__()
        self._keeper = keeper
        self.fields = MeetingFields(today, parent)
        self.roll = RollCall()
        self.agenda = Agenda()
        self.decisions = Decisions(today)
        self._lay_out()
        self._connect()

    def show_file(self, file: MeetingFile, day: date) -> None:
        """Show what is kept, and over it what is not kept yet."""
        self.fields.show_meeting(file.meeting, file.names, self._keeper.typed_fields)
        self.roll.show_people(self._keeper.people(file.people))
        self.agenda.show_matters(self._keeper.matters(file.items))
        self.decisions.show_tasks(file.tasks, file.names, day)

    def set_open(self, *, on: bool, correcting: bool) -> None:
        """All can be changed before 定稿; afterwards only what 更正 corrects."""
        locked = not (on or correcting)
        self.fields.set_read_only(on=locked)
        self.roll.set_read_only(on=locked)
        self.agenda.set_open(on=on, correcting=correcting)
        self.decisions.set_read_only(on=not on)

    def offer(self, people: Sequence[Choice]) -> None:
        """Who may lead, write, and be given something to do."""
        self.fields.offer(people)
        self.decisions.offer(people)
        self.roll.entry.offer(people)

    def show_tab(self, tab: str, *, tall: bool) -> None:
        """Show a tab; where the window is tall, what is decided stands below the agenda."""
        self.setCurrentIndex(1 if tab == TALK else 0)
        self.roll.setVisible(tab != DECIDE)
        self.agenda.setVisible(tab != DECIDE)
        self.decisions.setVisible(tall or tab == DECIDE)

    def finish(self) -> None:
        """Close an open editor; what it holds has been told."""
        self.roll.list.finish()
        self.agenda.list.finish()

    def focus_tab(self, tab: str) -> None:
        """Go where a tab begins."""
        first: dict[str, QWidget] = {
            RUN: self.roll.list,
            DECIDE: self.decisions.first,
            TALK: self.fields.editors["talk"],
        }
        first[tab].setFocus()

    def go_round(self) -> None:
        """F6: from the roll to the agenda, to what is decided, and back."""
        stops = [
            (self.roll, self.roll.list),
            (self.agenda, self.agenda.list),
            (self.decisions, self.decisions.first),
        ]
        shown = [(card, first) for card, first in stops if card.isVisible()]
        now = QApplication.focusWidget() or self
        here = next((n for n, (card, _) in enumerate(shown) if card.isAncestorOf(now)), -1)
        if shown:
            shown[(here + 1) % len(shown)][1].setFocus()

    def _lay_out(self) -> None:
        page = parts.frame("plain")
        across = parts.columns(page, gap=12)
        across.addWidget(self.roll, 5)
        beside = parts.rows(gap=12)
        beside.addWidget(self.agenda, 5)
        beside.addWidget(self.decisions, 3)
        across.addLayout(beside, 9)
        self.addWidget(page)
        talk: QFrame = self.fields.page()
        self.addWidget(talk)
        talked: list[QWidget] = [self.fields.editors[key] for key in PAGE]
        for before, after in pairwise(talked):
            QWidget.setTabOrder(before, after)
        QWidget.setTabOrder(self.roll.list, self.agenda.list)

    def _connect(self) -> None:
        keeper = self._keeper
        self.fields.edited.connect(keeper.set_field)
        self.roll.changed.connect(keeper.mark)
        self.agenda.noted.connect(keeper.note)
        self.agenda.worded.connect(keeper.word)
        for part in (self.fields, self.roll, self.agenda):
            part.left.connect(keeper.flush)
        submit = QShortcut(QKeySequence("Ctrl+Return"), self.decisions)
        submit.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        submit.activated.connect(self.decisions.submit)
