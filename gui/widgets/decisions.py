"""会上交办: what was decided, for whom, until when; the lines typed become tasks in one act."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from functools import partial
from uuid import UUID

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QGridLayout, QScrollArea, QSizePolicy, QWidget
from typing_extensions import override

from core import draft
from core.errors import Invalid, Problem, UserError
from core.record import Value, fields
from core.records.task import Task
from core.services.meeting import Decision
from core.services.pending import due_words
from gui.widgets import parts
from gui.widgets.choices import Choice, SearchEditor
from gui.widgets.dates import DateEditor
from gui.widgets.editors import LineEditor, width_of
from gui.widgets.enter import EnterWatch
from gui.widgets.lines import Line, Lines
from gui.widgets.typed_rows import TypedRow, at_keyboard, place

FIELDS = {one.key: one for one in fields(Task)}
LABELS = {"title": "事项", "owner": "责任人", "due": "时限"}

_OWNER_WIDTH, _DUE_WIDTH = 16, 11
_MOST_LINES = 3


class DecisionRow(TypedRow):
    """One decision as it is typed."""

    edited = Signal()
    submitted = Signal()

    def __init__(self, today: date, parent: QObject) -> None:
        super().__init__(parent)
        self._today = today
        self.title = LineEditor()
        self.owner = SearchEditor()
        self.due = DateEditor(today)
        self.editors = {
            "title": self.title,
            "owner": self.owner,
            "due": self.due,
        }
        self.title.setPlaceholderText("要办的事")
        self.title.setMinimumWidth(120)
        self.owner.setMinimumContentsLength(4)
        self.owner.setFixedWidth(width_of(_OWNER_WIDTH))
        self.due.setFixedWidth(width_of(_DUE_WIDTH))
        line = self.owner.lineEdit()
        if line is not None:
            line.setPlaceholderText("姓名或首字母")
        self.owner.submitted.connect(self.submitted)
        for key, editor in self.editors.items():
            editor.edited.connect(self.edited)
            editor.left.connect(partial(self._check, key))

    def blank(self) -> bool:
        """Whether nothing is written on the line."""
        return not any(editor.text().strip() for editor in self.editors.values())

    def texts(self) -> dict[str, str]:
        """What stands in the line."""
        return {key: editor.text() for key, editor in self.editors.items()}

    def set_texts(self, texts: Mapping[str, str]) -> None:
        """Fill the line."""
        for key, editor in self.editors.items():
            editor.set_text(texts.get(key, ""))
        self.set_problem("")

    def read(self) -> Decision:
        """What the line means; `Invalid` names the editor that makes no sense."""
        self.owner.settle()
        values: dict[str, Value] = {}
        problems = []
        for key, editor in self.editors.items():
            text = self.owner.chosen or editor.text() if editor is self.owner else editor.text()
            try:
                values[key] = draft.parse(FIELDS[key], text, self._today)
            except Invalid as refused:
                problems.append(Problem(key, refused.text))
        if problems:
            raise Invalid(problems)
        owner, due = values["owner"], values["due"]
        return Decision(
            str(values["title"] or ""),
            owner if isinstance(owner, UUID) else None,
            due if isinstance(due, date) else None,
        )

    @override
    def set_problem(self, text: str, key: str = "title") -> None:
        super().set_problem(text, key)

    def _check(self, key: str) -> None:
        """Say at once what is wrong with an editor that was left; show its text from the start."""
        wrong = None
        try:
            self.read()
        except Invalid as refused:
            wrong = next((one for one in refused.problems if one.field == key), None)
        if wrong is not None or self.wrong == key:
            self.set_problem(wrong.text if wrong else "", key)
        line = self.owner.lineEdit()
        if line is not None:
            line.setCursorPosition(0)


class Decisions(parts.Card):
    """Tasks given by the meeting, and lines for more; Enter in the last line makes one more."""

    decided = Signal(list)
    drafted = Signal()
    opened = Signal(object)

    def __init__(self, today: date) -> None:
        super().__init__(margins=(16, 12, 16, 10))
        self._today = today
        self._people: Sequence[Choice] = ()
        self._enter = EnterWatch(self)
        self._enter.pressed.connect(self._on_enter)
        self._tasks: list[UUID] = []
        self.rows: list[DecisionRow] = []
        self.given = Lines("已登记的交办")
        self.given.chosen.connect(lambda row: self.opened.emit(self._tasks[row]))
        self.submit_button = parts.button(
            "登记交办", self.submit, "check", tip="把下面写好的登记为交办事项（Ctrl+Enter）"
        )
        self._lay_out()
        self.add()

    def offer(self, people: Sequence[Choice]) -> None:
        """Who may be given something to do."""
        self._people = people
        for row in self.rows:
            row.owner.set_choices(people)

    def show_tasks(self, tasks: Sequence[Task], names: Mapping[UUID, str], day: date) -> None:
        """Show what the meeting has given already."""
        self._tasks = [one.id for one in tasks]
        self.given.show_lines([_line(one, names, day) for one in tasks])
        self.given.setVisible(bool(tasks))
        rows = min(len(tasks), _MOST_LINES)
        self.given.setFixedHeight(rows * self.given.sizeHintForRow(0) + 4 if rows else 0)
        self._count.setText(f"已登记 {len(tasks)} 项" if tasks else "写好后登记，成为交办事项")

    def set_read_only(self, *, on: bool) -> None:
        """A final meeting gives no more tasks."""
        policy = QSizePolicy.Policy.Maximum if on else QSizePolicy.Policy.Preferred
        self.setSizePolicy(QSizePolicy.Policy.Preferred, policy)
        self._entry.setVisible(not on)
        self.submit_button.setVisible(not on)

    @property
    def first(self) -> QWidget:
        """Where one begins: the first line to write on, or what is given where no more is."""
        return self.given if self._entry.isHidden() else self.rows[0].title

    def texts(self) -> dict[str, str]:
        """What stands in the lines, flat, as drafts keep it."""
        return {
            f"{n}.{key}": text
            for n, row in enumerate(self.written())
            for key, text in row.texts().items()
        }

    def set_texts(self, texts: Mapping[str, str]) -> None:
        """Show the lines of a draft."""
        lines: dict[str, dict[str, str]] = {}
        for name, text in texts.items():
            n, _, key = name.partition(".")
            lines.setdefault(n, {})[key] = text
        had_focus = any(one.hasFocus() for row in self.rows for one in row.editors.values())
        for row in self.rows:
            row.drop()
        self.rows = []
        for texts_of_row in lines.values() or ({},):
            self.add(texts_of_row)
        if had_focus:
            self.rows[0].title.setFocus()

    def written(self) -> Iterator[DecisionRow]:
        """The lines on which something stands."""
        return (row for row in self.rows if not row.blank())

    def add(self, texts: Mapping[str, str] | None = None) -> DecisionRow:
        """One more line."""
        row = DecisionRow(self._today, self)
        row.owner.set_choices(self._people)
        row.set_texts(texts or {})
        for editor in row.editors.values():
            self._enter.watch(editor)
        row.edited.connect(self.drafted)
        row.submitted.connect(self.submit)
        self.rows.append(row)
        place(self._grid, self.rows, "decision", LABELS)
        return row

    def submit(self) -> bool:
        """Hand the lines on; what makes no sense is said below its line. Whether they went."""
        read, first = [], None
        for row in self.written():
            row.set_problem("")
            try:
                read.append(row.read())
            except Invalid as refused:
                wrong = refused.problems[0]
                row.set_problem(wrong.text, wrong.field)
                first = first or row.editors[wrong.field]
        if first is None and read:
            self.decided.emit(read)
            return True
        (first or self.rows[0].title).setFocus()
        return False

    @property
    def ready(self) -> bool:
        """Whether no line is waiting to be registered."""
        return next(self.written(), None) is None

    def refuse(self, error: UserError) -> bool:
        """Say below the lines what is wrong; whether there was a line to say it under."""
        rows = list(self.written())
        told = False
        for one in error.problems if isinstance(error, Invalid) else ():
            n, _, key = one.field.partition(".")
            if n.isdigit() and int(n) < len(rows):
                rows[int(n)].set_problem(one.text, key)
                rows[int(n)].editors[key].setFocus()
                told = True
        return told

    def _on_enter(self) -> None:
        """In the last line: one more; in another: the line below."""
        here = at_keyboard(self.rows)
        if here + 1 < len(self.rows):
            self.rows[here + 1].title.setFocus()
        elif not self.rows[here].blank():
            self.add().title.setFocus()
            self.drafted.emit()

    def _lay_out(self) -> None:
        self._count = parts.label("", "cell_name")
        self.head.addWidget(parts.label("会上交办", "heading"))
        self.head.addSpacing(4)
        self.head.addWidget(self._count)
        self.head.addStretch()
        self.head.addWidget(self.submit_button)
        self.body.addLayout(self.head)
        self.body.addWidget(self.given)
        inside = parts.frame("scrolled")
        down = parts.rows(inside, gap=0)
        self._grid = QGridLayout()
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(8)
        self._grid.setVerticalSpacing(4)
        self._grid.setColumnStretch(0, 1)
        for column, text in enumerate(LABELS.values()):
            self._grid.addWidget(parts.label(text, "caption"), 0, column)
        down.addLayout(self._grid)
        down.addStretch()
        self._entry = QScrollArea()
        self._entry.setWidgetResizable(True)
        self._entry.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._entry.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._entry.setWidget(inside)
        self.body.addWidget(self._entry, 1)


def _line(task: Task, names: Mapping[UUID, str], day: date) -> Line:
    owner = names.get(task.owner, "") if task.owner else ""
    return Line(task.title, right=f"{owner or '未定责任人'}　{due_words(task.due, day)}")
