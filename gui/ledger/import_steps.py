"""The first and the last step of an import: where a file comes in, and what came of it."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLabel, QWidget

from core.dates import CHINA
from core.journal.feed import Head
from core.services.importing import Batch, Plan
from gui.widgets import parts

_TEXT_WIDTH = 420
_PAST = 5
_HINT = (
    "可以导入 .xlsx、.xls、.ods、.csv。标题行、合并的表头、合计行和说明会自己认出来；"
    "先看每一行的结果，再决定导入。"
)


class Door(parts.Card):
    """A place to drop a file on, a button that asks for one, and what was imported before."""

    undo_wanted = Signal(int)

    def __init__(self, choose: Callable[[], object]) -> None:
        super().__init__()
        self.body.addStretch()
        self.body.addWidget(parts.picture("file-table-outline", "ink4", 48))
        self.body.addWidget(_middle("把表格拖到这里，或者"))
        across = parts.columns()
        self.button = parts.button("选择文件", choose, "folder-open-outline", "primary")
        across.addStretch()
        across.addWidget(self.button)
        across.addStretch()
        self.body.addLayout(across)
        hint = _middle(_HINT)
        hint.setProperty("kind", "caption")
        self.body.addWidget(hint)
        self._said = _middle("")
        self._said.setProperty("kind", "problem")
        self.body.addWidget(self._said)
        self.body.addStretch()
        self._past = parts.frame("scrolled")

    def show_batches(self, listed: Sequence[Head]) -> None:
        """Show the imports that still stand (导入记录), each with its way back."""
        self._past.deleteLater()
        self._past = parts.frame("scrolled")
        down = parts.rows(self._past, gap=4)
        down.addWidget(parts.label("导入记录", "heading"))
        for one in listed[:_PAST]:
            down.addWidget(self._batch(one))
        self.body.addWidget(self._past)
        self._past.setVisible(bool(listed))

    def _batch(self, one: Head) -> QWidget:
        line = parts.frame("scrolled")
        across = parts.columns(line)
        when = f"{one.moment.astimezone(CHINA):%m-%d %H:%M}"
        across.addWidget(parts.label(f"{when}　{one.label}", "cell"), 1)
        back = parts.button("撤回这一批", lambda: self.undo_wanted.emit(one.seq), kind="link")
        back.setAccessibleName(f"撤回 {when} 的导入")
        across.addWidget(back)
        return line

    @property
    def said(self) -> str:
        """Why the last file was refused."""
        return self._said.text()

    def say(self, sentence: str) -> None:
        """Say why a file was refused."""
        self._said.setText(sentence)


class Outcome(parts.Card):
    """What was written, what was not, and the way back."""

    list_wanted = Signal()
    undo_wanted = Signal()
    errors_wanted = Signal()
    wrong_rows_wanted = Signal()
    next_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.body.addStretch()
        self.body.addWidget(parts.picture("check-circle-outline", "ok", 48))
        self._done, self._left = _middle(""), _middle("")
        self._done.setProperty("kind", "heading")
        self.body.addWidget(self._done)
        self.body.addWidget(self._left)
        across = parts.columns()
        self.undo = parts.button("撤销这次导入", self.undo_wanted.emit, "undo")
        self.errors = parts.button("保存错误副本", self.errors_wanted.emit, "file-alert-outline")
        self.only = parts.button("只要出错的行", self.wrong_rows_wanted.emit, kind="link")
        self.next = parts.button("", self.next_wanted.emit, "arrow-right")
        self.see = parts.button("看台账", self.list_wanted.emit, "notebook-outline", "primary")
        across.addStretch()
        for button in (self.undo, self.only, self.errors, self.next, self.see):
            across.addWidget(button)
        across.addStretch()
        self.body.addLayout(across)
        self.body.addStretch()

    @property
    def text(self) -> str:
        """All that is said."""
        return f"{self._done.text()}\n{self._left.text()}"

    def show_batch(self, plan: Plan, batch: Batch, unit: str) -> None:
        """Tell the counts; they add up to the rows of the sheet."""
        counts = plan.counts
        self._done.setText(f"已导入：新增 {batch.new:,} {unit}，更新 {batch.updated:,} {unit}")
        told = (
            f"表格共 {counts['rows']:,} 行；不变 {counts['unchanged']:,}，"
            f"跳过 {counts['skipped']:,}，有错没有导入 {counts['failed']:,}"
        )
        self._left.setText("\n".join((told, *plan.table.stays)))
        self.undo.show()
        for offer in (self.errors, self.only):
            offer.setVisible(any(row.problems for row in plan.rows))

    def offer_next(self, what: str) -> None:
        """Offer the next sheet or file, if there is one."""
        self.next.setText(f"接着导入{what}")
        self.next.setVisible(bool(what))

    def taken_back(self) -> None:
        """Say that the batch is undone."""
        self._done.setText("这次导入已撤销，台账恢复原样")
        self.undo.hide()


def _middle(text: str) -> QLabel:
    made = parts.label(text)
    made.setAlignment(Qt.AlignmentFlag.AlignCenter)
    made.setWordWrap(True)
    made.setMinimumWidth(_TEXT_WIDTH)
    return made
