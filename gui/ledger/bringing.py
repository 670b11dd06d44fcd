"""A workbook on its way into a ledger: read, judged, written, taken back; nothing here is shown."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from core.errors import Cancelled, UserError
from core.intake import table, workbook
from core.intake.sheet import Sheet, Workbook
from core.journal.feed import Head
from core.ledger import Ledger
from core.services import backups, history, importing, mappings
from core.services.importing import Batch, Plan, Terms
from gui.tasks import Desk, Jot, Perform, Query, Work
from gui.widgets.notice import ProgressStrip


class Queue:
    """What is brought in one after the other: the sheets of a file, then the other files."""

    def __init__(self, paths: Sequence[Path] = ()) -> None:
        self.paths = list(paths)
        self._done: set[str] = set()

    def finish(self, sheet: str) -> None:
        """A sheet has been imported."""
        self._done.add(sheet)

    def sheet(self, book: Workbook, ledger: Ledger) -> str:
        """The next sheet of the file that is such a ledger."""
        left = (one for one in book.sheets if one.name not in self._done)
        return next((one.name for one in left if table.fits(one, ledger)), "")

    def next(self, book: Workbook, ledger: Ledger) -> str:
        """What comes next, in words; empty where nothing is left."""
        sheet = self.sheet(book, ledger)
        return f"工作表“{sheet}”" if sheet else self.paths[0].name if self.paths else ""


class Bringing(QObject):
    """The way of one workbook; `strip` shows how far each step has come, and stops it."""

    arrived = Signal(object)
    unreadable = Signal(str)
    planned = Signal(object)
    unplanned = Signal(str)
    written = Signal(object, object)
    refused = Signal(object)
    taken_back = Signal()
    registered = Signal()
    listed = Signal(object)

    def __init__(self, desk: Desk, owner: QWidget, strip: ProgressStrip) -> None:
        super().__init__(owner)
        self._desk, self._owner, self._strip = desk, owner, strip
        self._asked = 0
        self._batch: Batch | None = None
        self._seq: int | None = None
        self.writing = False
        desk.performed.connect(self._on_performed)

    def read(self, path: Path) -> None:
        """Read a file away from the window; a refusal says what to do with it."""
        work: Work[Workbook] = Work(self._desk, self._owner, workbook.read, path)
        self._strip.follow(work, "正在读取表格")
        work.then(self.arrived.emit).failed(self._on_unreadable).start()

    def plan(self, ledger: Ledger, sheet: Sheet, terms: Terms) -> None:
        """Judge a sheet; of several judgements asked for only the last is told."""
        self._asked += 1
        query: Query[Any] = Query(
            self._desk, self._owner, importing.plan, ledger.name, sheet, terms
        )
        self._strip.follow(query, "正在核对")
        show, refuse = partial(self._on_plan, self._asked), partial(self._on_no_plan, self._asked)
        query.then(show).failed(refuse).start()

    def write(self, plan: Plan) -> None:
        """Back up, then write the good rows as one batch."""
        self.writing = True
        station = self._desk.station
        first: Work[Any] = Work(self._desk, self._owner, backups.before, station, importing.BEFORE)
        self._strip.follow(first, "正在备份")
        first.then(lambda _made: self._commit(plan)).failed(self._on_refused).start()

    def register(self, places: tuple[str, ...]) -> None:
        """Register the villages a workbook names."""
        act = Perform(self._desk, self._owner, importing.register_places, places)
        act.then(lambda _count: self.registered.emit()).start()

    def remember(self, ledger: Ledger, sheet: Sheet, plan: Plan, said: dict[str, str]) -> None:
        """What the person said of the heads holds for the next table like this one."""
        told = (plan.sender, {**plan.recalled, **said})
        keep = mappings.remember
        Jot(self._desk, self._owner, keep, ledger.name, sheet, plan.table.head, told).start()

    def list_batches(self, ledger: Ledger) -> None:
        """Ask for the imports that can still be taken back."""
        actor = self._desk.station.actor.id
        query: Query[list[Head]] = Query(
            self._desk, self._owner, history.batches, actor, ledger.title
        )
        query.then(self.listed.emit).start()

    def take_back(self, seq: int | None = None) -> None:
        """Undo a batch, the last one written where none is named; what changed since stays."""
        wanted = self._seq if seq is None else seq
        if wanted is not None:
            act = Perform(self._desk, self._owner, history.undo, wanted)
            act.then(lambda _nothing: self.taken_back.emit()).start()

    def _commit(self, plan: Plan) -> None:
        act: Perform[Any] = Perform(
            self._desk, self._owner, importing.commit, plan.ledger, plan.rows
        )
        self._strip.follow(act, "正在导入")
        act.then(partial(self._on_written, plan)).failed(self._on_refused).start()

    def _on_unreadable(self, error: UserError) -> None:
        if not isinstance(error, Cancelled):
            self.unreadable.emit(error.text)

    def _on_plan(self, asked: int, plan: Plan) -> None:
        if asked == self._asked:
            self.planned.emit(plan)

    def _on_no_plan(self, asked: int, error: UserError) -> None:
        if asked == self._asked:
            self.unplanned.emit(error.text)

    def _on_written(self, plan: Plan, batch: Batch) -> None:
        self.writing = False
        self._batch, self._seq = batch, None
        self.written.emit(plan, batch)

    def _on_refused(self, error: UserError) -> None:
        self.writing = False
        self.refused.emit(error)

    def _on_performed(self, done: Any) -> None:
        if self._batch is not None and done.value is self._batch:
            self._seq = done.seq
