"""Records of one kind, a line each, under common heads: which fields is declared, the rest follows.

Enter in the last line makes one more, in another it goes down; Alt+Delete takes a line off.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any
from uuid import UUID

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QFrame, QGridLayout, QWidget

from core import draft
from core.draft import Read
from core.errors import Invalid, Problem
from core.record import Field, Kind, Record, described
from core.services.lines import Line
from gui.widgets import parts
from gui.widgets.choices import Choice, SearchEditor
from gui.widgets.dates import DateEditor, TimeEditor
from gui.widgets.editors import LineEditor, width_of
from gui.widgets.enter import EnterWatch
from gui.widgets.quick_choice import QuickChoice, coded
from gui.widgets.typed_rows import AnyEditor, TypedRow, at_keyboard, place

Texts = Mapping[str, str]

_LETTERS = {Kind.DATE: 11, Kind.TIME: 6, Kind.DECIMAL: 10, Kind.WHOLE: 5}
_NARROWEST = 64
_SHARE = 4
REMOVE = "Alt+Delete"


@dataclass(frozen=True, slots=True)
class LineKind:
    """What a line asks: fields of its record, and in which of them the case's names are offered.

    A new line begins with the names of the line above; one that was only begun so is no line.
    """

    record: type[Record]
    columns: tuple[Any, ...]
    more: str = "再加一行"
    named: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """The table of the record."""
        name: str = self.record.__tablename__
        return name

    @property
    def fields(self) -> tuple[Field, ...]:
        """The fields asked for, in order."""
        return tuple(described(one) for one in self.columns)


@dataclass(frozen=True, slots=True)
class Place:
    """One editor of one line, as somewhere a problem is said."""

    row: "LineRow"
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


class LineRow(TypedRow):
    """One record as it is typed; `identity` is the kept one it changes."""

    edited = Signal()
    left = Signal(str)
    submitted = Signal()

    def __init__(self, kind: LineKind, today: date, parent: QObject) -> None:
        super().__init__(parent)
        self._kind = kind
        self._today = today
        self._fields = {one.key: one for one in kind.fields}
        self.identity: UUID | None = None
        self.begun: dict[str, str] = {}
        for one in kind.fields:
            self.editors[one.key] = self._editor(one)

    def offer(self, key: str, choices: Sequence[Choice]) -> None:
        """What may be chosen in one editor."""
        editor = self.editors[key]
        assert isinstance(editor, SearchEditor)
        editor.set_choices(choices)

    def blank(self) -> bool:
        """Whether nobody wrote anything on the line."""
        texts = {key: editor.text().strip() for key, editor in self.editors.items()}
        return all(text == self.begun.get(key, "") or not text for key, text in texts.items())

    def texts(self) -> dict[str, str]:
        """What stands in the line; who was chosen counts by the key."""
        texts = {key: _said(editor) for key, editor in self.editors.items()}
        return texts | {"id": str(self.identity or "")}

    def set_texts(self, texts: Texts) -> None:
        """Fill the line."""
        self.identity = UUID(texts["id"]) if texts.get("id") else None
        for key, editor in self.editors.items():
            editor.set_text(texts.get(key, ""))
        self.set_problem("")

    def read(self) -> Read:
        """What the line means."""
        found = [self._read(key) for key in self.editors]
        values = {key: value for one in found for key, value in one.values.items()}
        return Read(values, tuple(problem for one in found for problem in one.problems))

    def settle(self) -> None:
        """Initials become the name they mean."""
        for editor in self.editors.values():
            if isinstance(editor, SearchEditor):
                editor.settle()

    def order(self) -> list[QWidget]:
        """The editors in the order of Tab."""
        return list(self.editors.values())

    def _read(self, key: str) -> Read:
        """What one editor means."""
        editor = self.editors[key]
        if key in self._kind.named and _is_half_typed(editor):
            return Read({}, (Problem(key, f"当事人里没有“{editor.text()}”，请写姓名"),))
        try:
            value = draft.parse(self._fields[key], _said(editor), self._today)
        except Invalid as refused:
            return Read({}, (Problem(key, refused.text),))
        return Read({key: value}, ())

    def _editor(self, field: Field) -> AnyEditor:
        editor = _made(field, self._today, named=field.key in self._kind.named)
        if isinstance(editor, SearchEditor):
            editor.setMinimumContentsLength(4)
            editor.submitted.connect(self.submitted)
            line = editor.lineEdit()
            if line is not None:
                line.setPlaceholderText("")
        if field.kind in _LETTERS:
            editor.setFixedWidth(width_of(_LETTERS[field.kind]))
        editor.setMinimumWidth(_NARROWEST)
        editor.edited.connect(self.edited)
        editor.left.connect(partial(self._on_left, field.key))
        return editor

    def _on_left(self, key: str) -> None:
        """Check the editor; what is said of another one stays until that is seen to."""
        if not self.editors[key].isVisible():
            return
        wrong = next(iter(self._read(key).problems), None)
        if wrong is not None or self.wrong == key:
            self.set_problem(wrong.text if wrong else "", key)
        self.left.emit(key)


class LineTable(QFrame):
    """All lines of one kind; `changed` when a line came or went."""

    edited = Signal()
    changed = Signal()
    submitted = Signal()

    def __init__(self, kind: LineKind, today: date) -> None:
        super().__init__()
        self.kind = kind
        self.today = today
        self._labels = {one.key: one.label for one in kind.fields}
        self._offers: dict[str, Sequence[Choice]] = {}
        self._enter = EnterWatch(self)
        self._enter.pressed.connect(self._on_enter)
        self.rows: list[LineRow] = []
        down = parts.rows(self, gap=4)
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(6)
        self._grid.setVerticalSpacing(6)
        for column, one in enumerate(kind.fields):
            self._grid.addWidget(parts.label(one.label, "caption"), 0, column)
            share = 0 if one.kind in _LETTERS else max(1, one.width // _SHARE)
            self._grid.setColumnStretch(column, share)
        down.addLayout(self._grid)
        self.foot = parts.columns()
        add = parts.button(kind.more, self.add_and_go, "plus", "link", "在最后一行按回车")
        add.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.foot.addWidget(add)
        self.foot.addStretch()
        down.addLayout(self.foot)
        removing = QShortcut(QKeySequence(REMOVE), self, self.remove)
        removing.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        self.add()

    def offer(self, names: Sequence[str]) -> None:
        """The parties of this case, and of no other."""
        self.offer_choices(self.kind.named, [(name, name) for name in names])

    def offer_choices(self, keys: Sequence[str], choices: Sequence[Choice]) -> None:
        """What may be chosen in some columns, in every line."""
        self._offers |= dict.fromkeys(keys, choices)
        for row in self.rows:
            self._offer(row)

    def add(self, texts: Texts | None = None) -> LineRow:
        """One more line at the end."""
        row = LineRow(self.kind, self.today, self)
        self._offer(row)
        row.set_texts(texts or {})
        for editor in row.editors.values():
            self._enter.watch(editor)
        row.edited.connect(self._on_edited)
        row.left.connect(partial(self.left_in, row))
        row.submitted.connect(self.submitted)
        self.rows.append(row)
        self._place()
        return row

    def add_and_go(self) -> None:
        """One more line, the names as in the last, and the cursor in what is still empty."""
        last = self.rows[-1].texts() if self.rows else {}
        row = self.add({key: last[key] for key in self.kind.named if key in last})
        row.begun = {key: row.editors[key].text() for key in self.kind.named}
        free = (one for one in row.editors.values() if not one.text())
        next(free, row.editors[self.kind.fields[0].key]).setFocus()
        self.edited.emit()

    def remove(self) -> None:
        """Take off the line the keyboard is in; the last one is only emptied."""
        here = at_keyboard(self.rows)
        if len(self.rows) == 1:
            self.rows[0].set_texts({})
        else:
            self.rows.pop(here).drop()
            self._place()
        self.rows[min(here, len(self.rows) - 1)].order()[0].setFocus()
        self._on_edited()

    def set_lines(self, lines: Sequence[Texts]) -> None:
        """Show just these."""
        for row in self.rows:
            row.drop()
        self.rows = []
        for texts in lines or ({},):
            self.add(texts)
        self.count()

    def written(self) -> Iterator[LineRow]:
        """The lines on which something stands."""
        return (row for row in self.rows if not row.blank())

    def texts(self) -> dict[str, str]:
        """What stands in the lines, flat, as drafts keep it."""
        return {
            f"{self.kind.name}.{n}.{key}": text
            for n, row in enumerate(self.written())
            for key, text in row.texts().items()
        }

    def settle(self) -> None:
        """Initials become the names they mean, before the lines are kept."""
        for row in self.written():
            row.settle()

    def read(self) -> tuple[list[Line], list[Problem]]:
        """What the lines mean, and what in them could not be understood."""
        lines, problems = [], []
        for n, row in enumerate(self.written()):
            found = row.read()
            lines.append(Line(found.values, row.identity))
            name = f"{self.kind.name}.{n}"
            problems += [Problem(f"{name}.{one.field}", one.text) for one in found.problems]
        return lines, problems

    def spots(self) -> Iterator[Place]:
        """Every place where a problem can be said."""
        return (Place(row, key) for row in self.rows for key in row.editors)

    def spot(self, key: str) -> Place | None:
        """The place of `evidence.0.name`; a key of something else has none."""
        table, _, rest = key.partition(".")
        number, _, field = rest.partition(".")
        rows = list(self.written()) or self.rows
        if table != self.kind.name or not number.isdecimal() or int(number) >= len(rows):
            return None
        row = rows[int(number)]
        return Place(row, field if field in row.editors else self.kind.fields[0].key)

    def order(self) -> list[QWidget]:
        """The editors in the order of Tab."""
        return [one for row in self.rows for one in row.order()]

    def left_in(self, row: LineRow, key: str) -> None:
        """An editor was left: what follows from it is for a kind of lines to say."""

    def count(self) -> None:
        """Something in the lines changed: what is summed up is for a kind of lines to say."""

    def _offer(self, row: LineRow) -> None:
        for key, choices in self._offers.items():
            row.offer(key, choices)

    def _on_enter(self) -> None:
        """In the last line: one more; in another: the line below."""
        here = at_keyboard(self.rows)
        if here + 1 < len(self.rows):
            self.rows[here + 1].order()[0].setFocus()
        elif not self.rows[here].blank():
            self.add_and_go()

    def _place(self) -> None:
        place(self._grid, self.rows, self.kind.name, self._labels)
        self.changed.emit()

    def _on_edited(self) -> None:
        self.count()
        self.edited.emit()


def _made(field: Field, today: date, *, named: bool) -> AnyEditor:
    if field.kind is Kind.CODE:
        return QuickChoice(coded(field.code))
    maker: dict[Kind, Callable[[], AnyEditor]] = {
        Kind.LINK: SearchEditor,
        Kind.DATE: lambda: DateEditor(today),
        Kind.TIME: TimeEditor,
    }
    return maker.get(field.kind, SearchEditor if named else LineEditor)()


def _said(editor: AnyEditor) -> str:
    return (editor.chosen if isinstance(editor, SearchEditor) else "") or editor.text()


def _is_half_typed(editor: AnyEditor) -> bool:
    """Initials that became nobody's name."""
    text = editor.text()
    return isinstance(editor, SearchEditor) and bool(text) and text.isascii() and not editor.chosen
