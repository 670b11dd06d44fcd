"""晨会交办: the morning meeting from its agenda to the final minutes, and the tasks it gave."""

from collections.abc import Iterator, Sequence
from datetime import date
from functools import cached_property, partial
from uuid import UUID

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QStackedWidget, QWidget
from typing_extensions import override

from core.errors import UserError
from core.services import cadence
from core.services.pending import day_words
from gui.widgets import keys, parts
from gui.widgets.choices import Choice
from gui.widgets.day_stepper import DayStepper
from gui.widgets.focus_kept import focus_kept
from gui.widgets.meeting_acts import MeetingActs
from gui.widgets.meeting_board import MeetingBoard
from gui.widgets.meeting_closing import MeetingClosing
from gui.widgets.meeting_head import (
    DECIDE,
    RUN,
    SHEET,
    TASKS,
    MeetingHead,
    MeetingTabs,
)
from gui.widgets.meeting_keeper import MeetingKeeper
from gui.widgets.meeting_source import MeetingSource
from gui.widgets.meeting_turns import MeetingTurns
from gui.widgets.meeting_weighing import MeetingWeighing
from gui.widgets.screen import Screen, Shell, Target
from gui.widgets.task_desk import TABLES as TASK_TABLES
from gui.widgets.task_desk import TaskDesk

TALL = 600
_LEAST = 200
_OWN = frozenset({"meeting", "attendance", "agenda_item", "task"})
_PEOPLE = frozenset({"staff", "grid", "organisation", "post"})


class MeetingScreen(Screen):
    """One meeting at a time; today's unless another is asked for."""

    def __init__(self, shell: Shell, parent: QWidget | None = None) -> None:
        super().__init__(shell, parent)
        today = shell.today()
        self.source = MeetingSource(self.desk, self, today)
        self.acts = MeetingActs(shell, self)
        self.keeper = MeetingKeeper(self.desk, self)
        self.board = MeetingBoard(self.keeper, today, self)
        self.closing = MeetingClosing(self.desk, self, self.source)
        self.closing.serve(self.board, self.keeper, self.acts)
        self.turns = MeetingTurns(self.shell, self, self.source)
        self.turns.serve(self.acts, self.closing, self.keeper, self.board.roll)
        self.head = MeetingHead(self._act)
        self.stepper = DayStepper(today)
        self._lay_out()
        self._connect()

    @cached_property
    def tasks(self) -> TaskDesk:
        """交办: a tab that is made after the meeting's own, so that neither holds the window up."""
        made = _task_desk(self)
        self._body.addWidget(made)
        return made

    @override
    def ahead(self) -> Iterator[object]:
        yield self.tasks

    @override
    def enter(self, target: Target) -> None:
        self.setFocus()
        task = target.record if target.ledger == "task" else None
        self._open(self.shell.today(), None if task else target.record)
        self.tasks.refresh()
        if target.ledger == "task":
            self.tabs.choose(TASKS)
        elif target.record is not None and self.tabs.chosen == TASKS:
            self.tabs.choose(RUN)
        if task is not None:
            self.tasks.show_task(task)

    @override
    def refresh(self, tables: frozenset[str] | None = None) -> None:
        if tables is None or tables & (_OWN | _PEOPLE):
            self.source.read()
        if tables is None or tables & _PEOPLE:
            self.source.read_people()
        if tables is None or tables & TASK_TABLES:
            self.tasks.refresh()

    @override
    def new(self) -> None:
        if self.tabs.chosen != TASKS:
            self.source.once_missing(self.turns.prepare)

    @override
    def seek(self) -> None:
        tasks = self.tabs.chosen == TASKS
        (self.tasks.words if tasks else self.board.roll.list).setFocus()

    @override
    def print_it(self) -> None:
        self.print_paper(self.turns.standing.likely)

    @override
    def leave(self) -> None:
        self.closing.leave()

    def print_paper(self, name: str) -> None:
        """Preview a paper of this meeting; the sheet makes the meeting where there is none."""
        identity = self.source.identity
        if identity is not None:
            self.closing.when_kept(partial(self.acts.preview, name, identity))
        elif name == SHEET:
            day, kind = self.source.day, self.source.kind
            self.acts.prepare(day, kind, partial(self.acts.preview, name))

    def _lay_out(self) -> None:
        self._facts = self.board.fields.line()
        facts = _beside(self.stepper, self._facts)
        self.tabs = MeetingTabs(facts)
        self.tabs.body.addWidget(self.board.fields.below)
        self.weighing = MeetingWeighing(self.desk, self.keeper, self.board.fields)
        self.tabs.body.addWidget(self.weighing.card)
        ways = (("现在编制", self.turns.prepare), ("编制并打印", partial(self.print_paper, SHEET)))
        self._empty = parts.Empty("", ways, "account-voice")
        none = parts.Card()
        none.body.addWidget(self._empty)
        self._body = QStackedWidget()
        self._body.setMinimumHeight(_LEAST)
        for page in (QWidget(), none, self.board):
            self._body.addWidget(page)
        down = parts.rows(self, (16, 12, 16, 16), 12)
        down.addWidget(self.head)
        down.addWidget(self.tabs)
        down.addWidget(self._body, 1)

    def _connect(self) -> None:
        self.source.came.connect(self._on_came)
        self.source.days_came.connect(self._show_day)
        self.source.people_came.connect(self._on_people)
        self.head.paper_wanted.connect(self.print_paper)
        self.head.more_wanted.connect(self.turns.do)
        self.turns.changed.connect(self._show)
        self.tabs.kind_changed.connect(self._on_kind)
        self.tabs.chosen_changed.connect(self._on_tab)
        self.stepper.chosen.connect(lambda day: self.closing.when_kept(partial(self._open, day)))
        for one in (self.acts, self.keeper, self.closing):
            one.refused.connect(self._on_refused)
        self.keeper.kept.connect(self.shell.say)
        self.keeper.stale.connect(self.source.read)
        self.acts.serve(self.board.agenda, self.source)
        self.board.agenda.left.connect(self._show_kept)
        self.board.decisions.opened.connect(partial(_open_task, self))
        _give_keys(self)

    def _open(self, day: date, identity: UUID | None = None, kind: str = "") -> None:
        self.turns.correcting = False
        self.source.open(day, identity, kind)

    def _on_kind(self, kind: str) -> None:
        if kind != self.source.kind:
            self.closing.when_kept(partial(self._open, self.source.day, None, kind))

    def _on_people(self, people: Sequence[Choice]) -> None:
        self.board.offer(people)
        self._show_kept()

    def _on_came(self) -> None:
        self.turns.follow()
        if self.keeper.take(self.source.file):
            self.board.fields.forget()
        self.closing.draft.follow(self.source.identity)
        self._show()
        if self.hasFocus():
            self._focus()

    def _show(self) -> None:
        there, tall = self.source.file is not None, self.height() >= TALL
        self._show_day()
        self.tabs.offer(DECIDE, on=not tall and there)
        self.board.show_tab(self.tabs.chosen, tall=tall)
        with focus_kept(self.board, self._focus), focus_kept(self._facts, self._focus):
            open_ = there and not self.source.final
            self.board.set_open(on=open_, correcting=self.turns.correcting)
        self.board.agenda.freeze(self.source.kind, on=self.source.started)
        self.tabs.show_kind(self.source.kind)
        self._show_kept()
        self._facts.setVisible(there)
        self._body.setCurrentIndex(3 if self.tabs.chosen == TASKS else self.source.known + there)
        if self.tabs.chosen == TASKS:
            self.head.show_tasks()
        else:
            self.head.show_meeting(self.source, self.turns.standing)

    def _show_day(self) -> None:
        day = self.source.day
        self.stepper.show_day(day, self.source.days)
        said = "今天" if day == self.shell.today() else day_words(day)
        told = f"{said}的{cadence.called(self.source.kind)}还没有编制"
        self._empty.say("。".join(filter(None, (told, self.source.next.said))))

    def _show_kept(self) -> None:
        file = self.source.file
        if file is not None:
            self.board.show_file(file, self.shell.today())
            self.tabs.count(DECIDE, len(file.tasks))

    def _focus(self) -> None:
        if self.tabs.chosen == TASKS:
            self.tasks.enter()
        elif self.source.file is None:
            self.head.primary.setFocus()
        else:
            self.board.focus_tab(self.tabs.chosen)

    def _act(self) -> None:
        """The primary button."""
        if self.source.missing:
            self.turns.prepare()
        elif self.source.final:
            self.closing.when_kept(self.turns.correct)
        elif self.source.file is not None:
            self.closing.finalise()

    def _on_refused(self, error: UserError) -> None:
        """Say it, and show what is kept now: somebody else may have been here."""
        self.desk.refuse(error.text, self)
        self.source.read()

    def _on_tab(self, _tab: str) -> None:
        self.leave()
        self._show()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._show()


def _give_keys(screen: MeetingScreen) -> None:
    finalise, step = screen.closing.finalise, screen.stepper
    keys.give(screen, {"Ctrl+Shift+Return": finalise, "F6": screen.board.go_round})
    keys.give(screen, {"F11": screen.turns.project, "Alt+K": screen.tabs.kind.setFocus})
    keys.give(screen, {"Alt+PgUp": step.go_back, "Alt+PgDown": step.go_forth})


def _beside(stepper: DayStepper, facts: QWidget) -> QWidget:
    """The day, and what is known of its meeting."""
    made = parts.frame("plain")
    across = parts.columns(made, gap=12)
    across.addWidget(stepper)
    across.addWidget(facts, 1)
    across.addStretch()
    return made


def _task_desk(screen: MeetingScreen) -> TaskDesk:
    """The tasks, counted at their tab, their filter below it."""
    made = TaskDesk(screen.shell)
    made.counted.connect(lambda count, _late: screen.tabs.count(TASKS, count))
    made.counted.connect(screen.head.count_tasks)
    screen.tabs.put_below(made.bar)
    return made


def _open_task(screen: MeetingScreen, identity: UUID) -> None:
    screen.tabs.choose(TASKS)
    screen.tasks.show_task(identity)
