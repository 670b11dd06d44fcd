"""The place behind 导入: choose a file, see what will become of each row, import, take back."""

from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QStackedWidget, QWidget
from typing_extensions import override

from core import records as ledgers
from core.errors import Cancelled, Conflict, UserError
from core.intake import table, workbook
from core.intake.sheet import Workbook
from core.progress import Progress, silent
from core.services import backups, history, importing, mappings
from core.services.importing import Batch, Plan, Terms
from gui import ask
from gui.ledger.import_steps import Door, Outcome
from gui.ledger.outgoing import opening
from gui.ledger.plan_pane import PlanPane
from gui.tasks import Jot, Perform, Query, Work
from gui.widgets import parts
from gui.widgets.notice import ProgressStrip
from gui.widgets.screen import Screen, Shell, Target

_PATTERNS = "表格 (*.xlsx *.xlsm *.xls *.xlsb *.ods *.csv *.txt)"
_FIRST = "staff"


class ImportWizard(Screen):
    """Three steps, one after the other; nothing is written before 导入 is pressed."""

    def __init__(self, shell: Shell, parent: QWidget | None = None) -> None:
        super().__init__(shell, parent)
        self.ledger = ledgers.ledger(_FIRST)
        self._book: Workbook | None = None
        self._asked = 0
        self._batch: Batch | None = None
        self._seq: int | None = None
        self._writing = False
        self.strip = ProgressStrip()
        self.pane = PlanPane()
        self.door = Door(self.choose)
        self.outcome = Outcome()
        self._lay_out()
        self.setAcceptDrops(True)
        self.pane.changed.connect(self._plan)
        self.pane.other_file_wanted.connect(self.choose)
        self.pane.errors_wanted.connect(self.save_errors)
        self.outcome.list_wanted.connect(self._go_list)
        self.outcome.undo_wanted.connect(self._undo)
        self.outcome.errors_wanted.connect(self.save_errors)
        self.desk.performed.connect(self._on_performed)
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
            self.open_file(target.file)
        elif target.sheet is not None:
            self._on_read(Workbook(Path(target.title or target.sheet.name), (target.sheet,)))
        elif self._stack.currentWidget() is self.door:
            self.door.button.setFocus()

    def choose(self) -> None:
        """Ask for a file."""
        path = ask.open_file(self, f"导入到{self.ledger.title}", _PATTERNS)
        if path is not None:
            self.open_file(path)

    def open_file(self, path: Path) -> None:
        """Read a file away from the window; a refusal says what to do with it."""
        self.door.say("")
        work: Work[Any] = Work(self.desk, self, workbook.read, path)
        self.strip.follow(work, "正在读取表格")
        work.then(self._on_read).failed(self._on_unreadable).start()

    def commit(self) -> None:
        """Write the good rows as one batch."""
        plan = self.pane.plan
        if plan is None or self._writing or self._stack.currentWidget() is not self.pane:
            return
        if not self.pane.writes:
            self.shell.fail("没有可以导入的行。请看每行的说明，改好表格后再导入。")
            return
        self._writing = True
        station = self.desk.station
        first: Work[Any] = Work(self.desk, self, backups.before, station, importing.BEFORE)
        self.strip.follow(first, "正在备份")
        first.then(lambda _made: self._write(plan)).failed(self._on_not_kept).start()

    def save_errors(self) -> None:
        """Give the person's own workbook back, with what is wrong in it."""
        plan, book = self.pane.plan, self._book
        if plan is None or book is None:
            return
        suggested = book.path.with_name(f"{book.path.stem}（错误说明）.xlsx")
        path = ask.save_file(self, "保存错误副本", suggested, "Excel 工作簿 (*.xlsx)")
        if path is not None:
            tell = partial(self._on_errors_written, path)
            Work(self.desk, self, write_errors, book, plan, path).then(tell).start()

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
        self._book = None
        self._turn(self.door)

    def _turn(self, step: QWidget) -> None:
        self._stack.setCurrentWidget(step)
        self._commit.setVisible(step is self.pane)

    def _on_read(self, book: Workbook) -> None:
        self._book = book
        self.pane.open_book(book, table.choose(book, self.ledger).name)
        self._turn(self.pane)
        self._plan()

    def _on_unreadable(self, error: UserError) -> None:
        if not isinstance(error, Cancelled):
            self._turn(self.door)
            self.door.say(error.text)

    def _plan(self) -> None:
        if self._book is None:
            return
        self._asked += 1
        name = self.pane.sheets.currentText()
        sheet = next(one for one in self._book.sheets if one.name == name)
        terms = Terms(
            self.shell.today(),
            self.pane.mapping or None,
            self.pane.duplicates.currentData(),
            self._book.path.stem,
            self.pane.recall,
        )
        query: Query[Any] = Query(self.desk, self, importing.plan, self.ledger.name, sheet, terms)
        self.strip.follow(query, "正在核对")
        show, refuse = partial(self._on_plan, self._asked), partial(self._on_no_plan, self._asked)
        query.then(show).failed(refuse).start()

    def _on_plan(self, asked: int, plan: Plan) -> None:
        if asked == self._asked:
            self.pane.show_plan(self.ledger, plan)
            self._commit.setText(f"导入 {self.pane.writes:,} {self.ledger.unit}")
            self._commit.setVisible(True)
            self._commit.setFocus()

    def _on_no_plan(self, asked: int, error: UserError) -> None:
        if asked == self._asked:
            self.pane.refuse(error.text)
            self._commit.hide()

    def _write(self, plan: Plan) -> None:
        """After the backup: the batch itself."""
        act: Perform[Any] = Perform(self.desk, self, importing.commit, self.ledger.name, plan.rows)
        self.strip.follow(act, "正在导入")
        act.then(self._on_written).failed(self._on_refused).lastly(self._on_over).start()

    def _on_not_kept(self, error: UserError) -> None:
        self._on_over()
        self._on_refused(error)

    def _on_written(self, batch: Batch) -> None:
        self._batch, self._seq = batch, None
        plan = self.pane.plan
        assert plan is not None
        self._remember(plan)
        self.outcome.show_batch(plan, batch, self.ledger.unit)
        self._turn(self.outcome)
        self.outcome.see.setFocus()

    def _remember(self, plan: Plan) -> None:
        """What the person said of the heads holds for the next table like this one."""
        assert self._book is not None
        sheet = next(one for one in self._book.sheets if one.name == plan.table.sheet)
        told = (plan.sender, {**plan.recalled, **self.pane.mapping})
        keep = mappings.remember
        Jot(self.desk, self, keep, self.ledger.name, sheet, plan.table.head, told).start()

    def _on_refused(self, error: UserError) -> None:
        if isinstance(error, Cancelled):
            self.shell.say("已取消，没有导入任何内容。")
            return
        self.shell.fail(error.text)
        if isinstance(error, Conflict):
            self._plan()

    def _on_over(self) -> None:
        self._writing = False

    def _on_performed(self, done: Any) -> None:
        if self._batch is not None and done.value is self._batch:
            self._seq = done.seq

    def _undo(self) -> None:
        if self._seq is not None:
            act = Perform(self.desk, self, history.undo, self._seq)
            act.then(lambda _nothing: self.outcome.taken_back()).start()

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
            self.open_file(files[0])


def write_errors(book: Workbook, plan: Plan, path: Path, progress: Progress = silent) -> int:
    """Write the copy with the errors; return how many rows have any."""
    from reports.excel import errors

    progress("正在写错误副本")
    return errors.write(book, plan, path)
