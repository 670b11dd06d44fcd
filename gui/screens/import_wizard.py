"""The place behind 导入: choose a file, see what will become of each row, import, take back."""

from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QStackedWidget, QWidget
from typing_extensions import override

from core import records as ledgers
from core.errors import Cancelled, Conflict, UserError
from core.intake import table
from core.intake.sheet import Sheet, Workbook
from core.progress import Progress, silent
from core.services.importing import Batch, Plan
from gui import ask
from gui.ledger.bringing import Bringing, Queue
from gui.ledger.import_steps import Door, Outcome
from gui.ledger.outgoing import opening
from gui.ledger.plan_pane import PlanPane
from gui.tasks import Work
from gui.widgets import parts
from gui.widgets.notice import ProgressStrip
from gui.widgets.screen import Screen, Shell, Target

_PATTERNS = "表格 (*.xlsx *.xlsm *.xls *.xlsb *.et *.ods *.csv *.txt)"
_FIRST = "staff"
_NOTHING_GOOD = "没有可以导入的行。请看每行的说明，改好表格后再导入。"
_ALL_KNOWN = "表里的每一行台账里都有，内容也一样，不用再导入。"


class ImportWizard(Screen):
    """Three steps, one after the other; nothing is written before 导入 is pressed."""

    def __init__(self, shell: Shell, parent: QWidget | None = None) -> None:
        super().__init__(shell, parent)
        self.ledger = ledgers.ledger(_FIRST)
        self._book: Workbook | None = None
        self._queue = Queue()
        self.strip = ProgressStrip()
        self.pane = PlanPane()
        self.door = Door(self.choose)
        self.outcome = Outcome()
        self.bringing = Bringing(self.desk, self, self.strip)
        self._lay_out()
        self.setAcceptDrops(True)
        self._connect()
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            shortcut = QShortcut(QKeySequence(keys), self, self.commit)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)

    @override
    def enter(self, target: Target) -> None:
        wanted = ledgers.ledger(target.ledger or _FIRST)
        if wanted is not self.ledger or self._stack.currentWidget() is self.outcome:
            self._restart()
        self.ledger = wanted
        self._title.setText(f"导入到{wanted.title}")
        if target.file is not None:
            self.open_files([target.file, *target.more])
        elif target.sheet is not None:
            self._on_read(Workbook(Path(target.title or target.sheet.name), (target.sheet,)))
        elif self._stack.currentWidget() is self.door:
            self.door.button.setFocus()
            self.bringing.list_batches(wanted)

    def choose(self) -> None:
        """Ask for files; several are brought in one after the other."""
        paths = ask.open_files(self, f"导入到{self.ledger.title}", _PATTERNS)
        if paths:
            self.open_files(paths)

    def open_files(self, paths: list[Path]) -> None:
        """Begin with the first of several files; the others wait."""
        self._queue = Queue(paths[1:])
        self.door.say("")
        self.bringing.read(paths[0])

    def commit(self) -> None:
        """Write the good rows as one batch."""
        plan = self.pane.plan
        if plan is None or self.bringing.writing or self._stack.currentWidget() is not self.pane:
            return
        if not self.pane.writes:
            known = plan.counts["unchanged"] == len(plan.rows) > 0
            self.shell.fail(_ALL_KNOWN if known else _NOTHING_GOOD)
            return
        self.bringing.write(plan)

    def save_errors(self, *, only: bool = False) -> None:
        """Give the person's own workbook back, with what is wrong in it."""
        plan, book = self.pane.plan, self._book
        if plan is None or book is None:
            return
        name = "（只有出错的行）" if only else "（错误说明）"
        suggested = book.path.with_name(f"{book.path.stem}{name}.xlsx")
        path = ask.save_file(self, "保存错误副本", suggested, "Excel 工作簿 (*.xlsx)")
        if path is not None:
            tell = partial(self._on_errors_written, path)
            write = write_wrong if only else write_errors
            Work(self.desk, self, write, book, plan, path).then(tell).start()

    def _connect(self) -> None:
        self.pane.changed.connect(self._plan)
        self.pane.other_file_wanted.connect(self.choose)
        self.pane.places_wanted.connect(self.bringing.register)
        self.outcome.list_wanted.connect(self._go_list)
        self.outcome.undo_wanted.connect(self.bringing.take_back)
        self.outcome.next_wanted.connect(self._go_on)
        self.door.undo_wanted.connect(self.bringing.take_back)
        for step in (self.pane, self.outcome):
            step.errors_wanted.connect(self.save_errors)
            step.wrong_rows_wanted.connect(partial(self.save_errors, only=True))
        way = self.bringing
        way.arrived.connect(self._on_read)
        way.unreadable.connect(self._on_unreadable)
        way.planned.connect(self._on_plan)
        way.unplanned.connect(self._on_no_plan)
        way.written.connect(self._on_written)
        way.refused.connect(self._on_refused)
        way.taken_back.connect(self.outcome.taken_back)
        way.taken_back.connect(lambda: way.list_batches(self.ledger))
        way.registered.connect(self._plan)
        way.listed.connect(self.door.show_batches)

    def _lay_out(self) -> None:
        down = parts.rows(self, (16, 12, 16, 16), 12)
        head = parts.columns()
        self._title = parts.label("", "title")
        head.addWidget(self._title)
        head.addStretch()
        head.addWidget(parts.button("返回台账", self._go_list, "arrow-left"))
        self._commit = parts.button("导入", self.commit, "check", "primary", "Ctrl+Enter")
        self._commit.hide()
        head.addWidget(self._commit)
        down.addLayout(head)
        self._stack = QStackedWidget()
        for step in (self.door, self.pane, self.outcome):
            self._stack.addWidget(step)
        down.addWidget(self._stack, 1)
        down.addWidget(self.strip)

    def _restart(self) -> None:
        self._book, self._queue = None, Queue()
        self._turn(self.door)

    def _turn(self, step: QWidget) -> None:
        self._stack.setCurrentWidget(step)
        self._commit.setVisible(step is self.pane)

    def _on_read(self, book: Workbook) -> None:
        self._book = book
        self._begin(table.choose(book, self.ledger).name)

    def _begin(self, sheet: str) -> None:
        assert self._book is not None
        self.pane.open_book(self._book, sheet)
        self._turn(self.pane)
        self._plan()

    def _on_unreadable(self, sentence: str) -> None:
        self._turn(self.door)
        self.door.say(sentence)

    def _sheet(self, name: str) -> Sheet:
        assert self._book is not None
        return next(one for one in self._book.sheets if one.name == name)

    def _plan(self) -> None:
        if self._book is None:
            return
        terms = self.pane.terms(self.shell.today(), self._book.path.stem)
        self.bringing.plan(self.ledger, self._sheet(self.pane.sheets.currentText()), terms)

    def _on_plan(self, plan: Plan) -> None:
        self.pane.show_plan(self.ledger, plan)
        self._commit.setText(f"导入 {self.pane.writes:,} {self.ledger.unit}")
        self._commit.setVisible(True)
        if not self.pane.table.hasFocus():
            self._commit.setFocus()

    def _on_no_plan(self, sentence: str) -> None:
        self.pane.refuse(sentence)
        self._commit.hide()

    def _on_written(self, plan: Plan, batch: Batch) -> None:
        assert self._book is not None
        sheet = self._sheet(plan.table.sheet)
        self._queue.finish(sheet.name)
        self.bringing.remember(self.ledger, sheet, plan, self.pane.mapping)
        self.outcome.show_batch(plan, batch, self.ledger.unit)
        self.outcome.offer_next(self._queue.next(self._book, self.ledger))
        self._turn(self.outcome)
        self.outcome.see.setFocus()

    def _go_on(self) -> None:
        assert self._book is not None
        sheet = self._queue.sheet(self._book, self.ledger)
        if sheet:
            self._begin(sheet)
        elif self._queue.paths:
            self.open_files(self._queue.paths)

    def _on_refused(self, error: UserError) -> None:
        if isinstance(error, Cancelled):
            self.shell.say("已取消，没有导入任何内容。")
            return
        self.shell.fail(error.text)
        if isinstance(error, Conflict):
            self._plan()

    def _on_errors_written(self, path: Path, rows: int) -> None:
        acts = (("打开", opening(path)), ("打开所在文件夹", opening(path.parent)))
        self.shell.say(f"已保存错误副本，{rows} 行有说明：{path.name}", acts)

    def _go_list(self) -> None:
        self.shell.go(Target("ledgers", ledger=self.ledger.name))

    @override
    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.mimeData().hasUrls():
            event.acceptProposedAction()

    @override
    def dropEvent(self, event: QDropEvent) -> None:
        files = [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
        if files:
            self.open_files(files)


def write_errors(book: Workbook, plan: Plan, path: Path, progress: Progress = silent) -> int:
    """Write the copy with the errors; return how many rows have any."""
    from reports.excel import errors

    progress("正在写错误副本")
    return errors.write(book, plan, path)


def write_wrong(book: Workbook, plan: Plan, path: Path, progress: Progress = silent) -> int:
    """Write the rows with errors alone; return how many there are."""
    from reports.excel import errors

    progress("正在写错误副本")
    return errors.write_wrong(book, plan, path)
