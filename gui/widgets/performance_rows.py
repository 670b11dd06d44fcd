"""履行事项: who does or pays what to whom until when, a line each."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QWidget

from core import draft
from core.draft import Read
from core.errors import Invalid, Problem
from core.record import fields
from core.records.mediation_case import Performance
from gui.widgets import parts
from gui.widgets.choices import Choice, SearchEditor
from gui.widgets.dates import DateEditor
from gui.widgets.editors import LineEditor, width_of
from gui.widgets.enter import EnterWatch
from gui.widgets.typed_rows import AnyEditor, TypedRow, at_keyboard, place

FIELDS = {one.key: one for one in fields(Performance)}
KEYS = ("payer", "receiver", "item", "amount", "way", "due")
LABELS = {key: FIELDS[key].label for key in KEYS}
_STRETCH = {"payer": 3, "receiver": 3, "item": 6, "way": 3}
_WIDTH = {"amount": 10, "due": 11}
_NAMED = ("payer", "receiver")
_PAIR = 2


@dataclass(frozen=True, slots=True)
class Place:
    """One editor of one line, as somewhere a problem is said."""

    row: "PerformanceRow"
    key: str

    def set_problem(self, text: str) -> None:
        """Say below the line what to do."""
        self.row.set_problem(text, self.key)

    @property
    def untouched(self) -> bool:
        """Whether nothing stands here and one is still at the line."""
        editors = self.row.editors
        return not editors[self.key].text() and any(one.hasFocus() for one in editors.values())

    def set_note(self, text: str, tone: str = "") -> None:
        """Say below the line what the check found."""
        self.row.below.set_note(text, tone)

    def focus(self) -> None:
        """Go to the editor."""
        self.row.editors[self.key].setFocus(Qt.FocusReason.OtherFocusReason)


def _is_half_typed(editor: object) -> bool:
    """Initials that became nobody's name."""
    return (
        isinstance(editor, SearchEditor)
        and editor.text().isascii()
        and not (editor.chosen or not editor.text())
    )


class PerformanceRow(TypedRow):
    """One thing to be done."""

    edited = Signal()
    left = Signal()
    submitted = Signal()

    def __init__(self, today: date, parent: QObject) -> None:
        super().__init__(parent)
        self._today = today
        self._names: tuple[str, ...] = ()
        self.identity: UUID | None = None
        for key in KEYS:
            self.editors[key] = self._editor(key)

    def offer(self, names: Sequence[str]) -> None:
        """The parties of this case, and of no other."""
        self._names = tuple(names)
        choices: list[Choice] = [(name, name) for name in names]
        for key in _NAMED:
            editor = self.editors[key]
            assert isinstance(editor, SearchEditor)
            editor.set_choices(choices)

    def blank(self) -> bool:
        """Whether nothing is written but who to whom."""
        return not any(self.editors[key].text().strip() for key in KEYS if key not in _NAMED)

    def texts(self) -> dict[str, str]:
        """What stands in the line."""
        texts = {key: editor.text() for key, editor in self.editors.items()}
        return texts | {"id": str(self.identity or "")}

    def set_texts(self, texts: Mapping[str, str]) -> None:
        """Fill the line."""
        self.identity = UUID(texts["id"]) if texts.get("id") else None
        for key, editor in self.editors.items():
            editor.set_text(texts.get(key, ""))
        self.set_problem("")

    def read(self) -> Read:
        """What the line means."""
        found = Read({}, ())
        problems = []
        for key, editor in self.editors.items():
            try:
                found.values[key] = draft.parse(FIELDS[key], editor.text(), self._today)
            except Invalid as refused:
                problems.append(Problem(key, refused.text))
            if _is_half_typed(editor):
                problems.append(Problem(key, f"当事人里没有“{editor.text()}”，请写姓名"))
        return Read(found.values, tuple(problems))

    def settle(self) -> None:
        """Initials become the name they mean."""
        for editor in self.editors.values():
            if isinstance(editor, SearchEditor):
                editor.settle()

    def order(self) -> list[QWidget]:
        """The editors in the order of Tab."""
        return list(self.editors.values())

    def _editor(self, key: str) -> AnyEditor:
        editor: AnyEditor = SearchEditor() if key in _NAMED else LineEditor()
        if key == "due":
            editor = DateEditor(self._today)
        if isinstance(editor, SearchEditor):
            editor.setMinimumContentsLength(4)
            editor.submitted.connect(self.submitted)
            line = editor.lineEdit()
            if line is not None:
                line.setPlaceholderText("")
        if key in _WIDTH:
            editor.setFixedWidth(width_of(_WIDTH[key]))
        editor.setMinimumWidth(64)
        editor.edited.connect(self.edited)
        editor.left.connect(lambda: self._on_left(key))
        return editor

    def _on_left(self, key: str) -> None:
        """Check the line; of two parties the other one is who receives."""
        payer, receiver = self.editors["payer"], self.editors["receiver"]
        others = [name for name in self._names if name != payer.text()]
        if key == "payer" and len(self._names) == _PAIR and len(others) == 1:
            receiver.set_text(receiver.text() or others[0])
        wrong = next((one for one in self.read().problems if one.field == key), None)
        self.set_problem(wrong.text if wrong else "", key)
        self.left.emit()


class PerformanceRows(QFrame):
    """All of them; Enter in the last line makes one more."""

    edited = Signal()
    changed = Signal()
    submitted = Signal()

    def __init__(self, today: date) -> None:
        super().__init__()
        self._today = today
        self._enter = EnterWatch(self)
        self._enter.pressed.connect(self._on_enter)
        self._names: Sequence[str] = ()
        self.rows: list[PerformanceRow] = []
        down = parts.rows(self, gap=4)
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(6)
        self._grid.setVerticalSpacing(6)
        for column, key in enumerate(KEYS):
            self._grid.addWidget(parts.label(LABELS[key], "caption"), 0, column)
            self._grid.setColumnStretch(column, _STRETCH.get(key, 0))
        down.addLayout(self._grid)
        foot = parts.columns()
        add = parts.button("再加一项", self.add_and_go, "plus", "link", "在最后一行按回车")
        add.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        foot.addWidget(add)
        foot.addStretch()
        self._sum = parts.label("", "caption")
        foot.addWidget(self._sum)
        down.addLayout(foot)
        self.add()

    def offer(self, names: Sequence[str]) -> None:
        """The parties of this case."""
        self._names = names
        for row in self.rows:
            row.offer(names)

    def add(self, texts: Mapping[str, str] | None = None) -> PerformanceRow:
        """One more line; who to whom is as in the line above."""
        row = PerformanceRow(self._today, self)
        row.offer(self._names)
        row.set_texts(texts or {})
        for editor in row.editors.values():
            self._enter.watch(editor)
        row.edited.connect(self._on_edited)
        row.submitted.connect(self.submitted)
        self.rows.append(row)
        self._place()
        return row

    def add_and_go(self) -> None:
        """One more line like the last, and the cursor in it."""
        last = self.rows[-1].texts()
        row = self.add({key: last[key] for key in _NAMED})
        row.editors["item" if row.editors["payer"].text() else "payer"].setFocus()
        self.edited.emit()

    def set_lines(self, lines: Sequence[Mapping[str, str]]) -> None:
        """Show just these."""
        for row in self.rows:
            row.drop()
        self.rows = []
        for texts in lines or ({},):
            self.add(texts)
        self._on_sum()

    def written(self) -> Iterator[PerformanceRow]:
        """The lines on which something stands."""
        return (row for row in self.rows if not row.blank())

    def _on_enter(self) -> None:
        """In the last line: one more; in another: the line below."""
        here = at_keyboard(self.rows)
        if here + 1 < len(self.rows):
            self.rows[here + 1].editors["payer"].setFocus()
        elif not self.rows[here].blank():
            self.add_and_go()

    def _place(self) -> None:
        place(self._grid, self.rows, "performance", LABELS)
        self.changed.emit()

    def _on_edited(self) -> None:
        self._on_sum()
        self.edited.emit()

    def _on_sum(self) -> None:
        amounts = [row.read().values.get("amount") for row in self.rows]
        paid = [one for one in amounts if isinstance(one, Decimal)]
        self._sum.setText(f"合计 {sum(paid, Decimal()):,.2f} 元" if paid else "")
