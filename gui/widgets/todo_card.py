"""One column of the desk: what is owed under one title, each line opening where it is done."""

from collections.abc import Sequence
from functools import partial
from uuid import UUID

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSizePolicy, QWidget

from core.services import consents, drafts
from core.services.desk import Group, Todo
from core.services.owed import MANY
from core.services.pending import Item, Listed
from gui import ask
from gui.tasks import Jot, Perform, Query
from gui.widgets import parts
from gui.widgets.lines import Line, Lines
from gui.widgets.screen import Shell
from gui.widgets.where import list_target, place_target, record_target, resume


class TodoCard(parts.Card):
    """The most urgent first; arrows go through it, Enter opens."""

    def __init__(self, title: str, shell: Shell) -> None:
        super().__init__(title, margins=(8, 10, 8, 8))
        self._shell = shell
        self.todos: Sequence[Todo] = ()
        self._count = parts.chip("0", "mute")
        self.head.insertWidget(1, self._count)
        self.head.setContentsMargins(8, 0, 8, 0)
        self.lines = Lines(title)
        policy = QSizePolicy.Policy
        self.lines.setSizePolicy(policy.Expanding, policy.Ignored)
        self.lines.chosen.connect(self._open)
        self._none = parts.label("", "cell_name")
        self._none.setAlignment(Qt.AlignmentFlag.AlignCenter)
        for part in (self.lines, self._none):
            self.body.addWidget(part, 1)
        self.setMinimumHeight(150)

    def show_group(self, group: Group) -> None:
        """Show what is owed; a column of figures alone needs no count."""
        self.todos = group.todos
        self._none.setText(group.nothing)
        self._count.setText(str(group.total) if group.total < MANY else f"{MANY - 1}+")
        late = any((todo.item.days_late or 0) > 0 for todo in group.todos)
        parts.set_look(self._count, tone="bad" if late else "info" if group.total else "mute")
        figures = bool(group.todos) and all(todo.item.listed for todo in group.todos)
        self._count.setVisible(not figures)
        self.lines.setVisible(bool(group.todos))
        self._none.setVisible(not group.todos)
        self.lines.show_lines([_line(todo) for todo in group.todos])

    def _open(self, row: int) -> None:
        item = self.todos[row].item
        if item.table is None:
            return
        if item.id is not None:
            self._open_record(item, item.table, item.id)
        elif item.listed is not None:
            open_list(self, self._shell, (item.table, item.text), item.listed)
        else:
            self._shell.go(place_target(item.table))

    def _open_record(self, item: Item, table: str, record: UUID) -> None:
        if table == consents.TABLE:
            self._confirm(item, record)
        elif table == drafts.TABLE:
            go_on = partial(resume, self._shell)
            Jot(self._shell.desk, self, drafts.take_up, record).then(go_on).start()
        else:
            self._shell.go(record_target(table, record))

    def _confirm(self, item: Item, identity: UUID) -> None:
        """Ask the person whether it was so; what was not, its clerk takes back."""
        text = f"{item.text}\n{item.note}。是经您同意的吗？没有同意过的，请找录入人撤销。"
        if ask.yes(self, "确认代录", text, "确认", "暂不"):
            Perform(self._shell.desk, self, consents.confirm, [identity]).start()


def open_list(owner: QWidget, shell: Shell, named: tuple[str, str], listed: Listed) -> None:
    """Find the records behind a figure now, and show them in their ledger under its name."""
    table, title = named

    def show(ids: Sequence[UUID]) -> None:
        shell.go(list_target(table, ids, title))

    Query(shell.desk, owner, listed).then(show).start()


def _line(todo: Todo) -> Line:
    item = todo.item
    text = f"● {item.text}" if todo.mine else item.text
    if item.days_late is None or item.id is None:
        tone = "warn" if item.days_late == 0 else "ink3"
        return Line(text, right=item.note.split("，")[0], tone=tone, tip=item.line)
    if item.days_late > 0:
        return Line(text, right=f"超期 {item.days_late} 天", tone="bad", tip=item.line)
    due = "今日到期" if item.days_late == 0 else f"剩 {-item.days_late} 天"
    return Line(text, right=due, tone="warn", tip=item.line)
