"""An act that needs a word or a day more: asked at the foot of the pane, never over it."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QFrame, QScrollArea, QSizePolicy

from core.errors import Invalid, Problem, UserError
from core.ledger import Values
from core.record import Field, Kind
from core.services.case_check import Place
from gui import theme
from gui.tasks import Desk
from gui.widgets import parts
from gui.widgets.case_checking import CaseChecking, Half
from gui.widgets.choices import LONG_LIST, Choice, ChoiceEditor, SearchEditor
from gui.widgets.editors import LineEditor
from gui.widgets.field_box import FieldBox
from gui.widgets.form_page import check, field_grid, fill, glimpse, make_box, read_boxes


@dataclass(frozen=True, slots=True)
class Wanted:
    """One thing to be told: its field, what stands there, and what there is to choose."""

    field: Field
    preset: str = ""
    choices: Sequence[Choice] = ()

    @property
    def wide(self) -> bool:
        """Whether it wants a line of its own."""
        return bool(self.choices) or self.field.kind in (Kind.CODE, Kind.TEXT, Kind.LONG)


At = Callable[[str], FieldBox | None]


@dataclass(frozen=True, slots=True)
class Checked:
    """The case an act belongs to, and the record its answers would make or change."""

    case: UUID
    half: Callable[[Values, At], Half]


@dataclass(frozen=True, slots=True)
class Question:
    """An act with its verb, what it wants to know, and what is done with the answers.

    Where the act is about a case, `checked` lets its check stand beside the answers.
    """

    verb: str
    wanted: Sequence[Wanted]
    answer: Callable[[Values], object]
    explains: str = ""
    danger: bool = False
    checked: Checked | None = None


class ActPanel(QFrame):
    """Shows one question; Enter or Ctrl+Enter answers it. Its buttons stay in view."""

    left = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.setProperty("kind", "scrolled")
        self._desk = desk
        self._today: date = desk.station.today()
        self._question: Question | None = None
        self._answered: Values | None = None
        self.boxes: dict[str, FieldBox] = {}
        self._checking = CaseChecking(desk, self, self._halves)
        self._asked = QScrollArea()
        self._asked.setWidgetResizable(True)
        self._asked.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._asked.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        for one in (self, self._asked):
            one.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self._verb = parts.button("", self.answer, "check", "primary")
        self._keep = parts.button("暂不", self.leave, tip="暂不（Esc）")
        self._lay_out()
        answering = QShortcut(QKeySequence("Ctrl+Return"), self)
        answering.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        answering.activated.connect(self.answer)
        self.hide()

    def ask(self, question: Question) -> None:
        """Show the question and go to its first field."""
        self._today = self._desk.station.today()
        self._question, self._answered = question, None
        self.boxes = {one.field.key: self._box(one) for one in question.wanted}
        self._asked.setWidget(self._laid_out(question))
        self._asked.updateGeometry()
        self._verb.setText(question.verb)
        parts.set_look(self._verb, kind="danger" if question.danger else "primary")
        self._verb.setIcon(theme.icon("check", "bad" if question.danger else "on_brand"))
        self.show()
        self._checking.end()
        if question.checked is not None:
            self._checking.begin(question.checked.case)
        first = next(iter(self.boxes.values()), None)
        if first is not None:
            first.focus()
        else:
            self._keep.setFocus()

    def answer(self) -> None:
        """Hand the answers on; what makes no sense is said below its field.

        The same answers while they are being acted on are a second press of the key.
        """
        if self._question is None:
            return
        read = read_boxes(self.boxes, self._today)
        if self._desk.busy and read.values == self._answered:
            return
        problems = [*read.problems, *_missing(self.boxes, read.values)]
        if problems:
            self.refuse(Invalid(problems))
        else:
            self._answered = read.values
            self._question.answer(read.values)

    def refuse(self, error: UserError) -> None:
        """Say under the fields why not, or at the foot of the window."""
        listed = error.problems if isinstance(error, Invalid) else ()
        said: dict[str, str] = {}
        for one in listed:
            said[one.field] = "；".join(filter(None, (said.get(one.field), one.text)))
        for key, box in self.boxes.items():
            box.set_problem(said.pop(key, ""))
        if said or not listed:
            self._desk.refuse("；".join(said.values()) or error.text, self)

    def leave(self) -> None:
        """Close without an act; a keyboard that was here goes back to the pane."""
        self._question = None
        self._checking.end()
        now, pane = QApplication.focusWidget(), self.parentWidget()
        held = now is not None and self.isAncestorOf(now)
        self.hide()
        if held and pane is not None:
            pane.setFocus()
        self.left.emit()

    def reach(self, place: Place) -> None:
        """Go to the field of a place, if it is asked for."""
        spot = self._checking.spot(place)
        if spot is not None:
            spot.focus()

    def _halves(self) -> Iterator[Half]:
        if self._question is not None and self._question.checked is not None:
            values = glimpse(self.boxes, self._today)
            yield self._question.checked.half(values, self.boxes.get)

    def _box(self, wanted: Wanted) -> FieldBox:
        if wanted.choices:
            many = len(wanted.choices) > LONG_LIST
            editor = SearchEditor if many else ChoiceEditor
            box = FieldBox(wanted.field, editor(wanted.choices))
        else:
            box = make_box(wanted.field, self._today)
        if isinstance(box.editor, SearchEditor):
            box.editor.submitted.connect(self.answer)
        if isinstance(box.editor, LineEditor):
            box.editor.returnPressed.connect(self.answer)
        box.set_text(wanted.preset)
        box.left.connect(lambda _key: check(box, self._today))
        for told in (box.edited, box.left):
            told.connect(self._checking.touched)
        return box

    def _laid_out(self, question: Question) -> QFrame:
        inside = parts.frame("scrolled")
        down = parts.rows(inside, (0, 4, 4, 0), 4)
        down.addWidget(parts.label(question.verb, "heading"))
        if question.explains:
            explains = parts.label(question.explains, "caption")
            explains.setWordWrap(True)
            down.addWidget(explains)
        down.addLayout(fill(field_grid(), self.boxes, _pairs(question.wanted)))
        return inside

    def _lay_out(self) -> None:
        down = parts.rows(self, gap=4)
        down.addWidget(parts.rule())
        down.addWidget(self._asked)
        across = parts.columns()
        across.setContentsMargins(0, 0, 4, 0)
        across.addStretch()
        across.addWidget(self._keep)
        across.addWidget(self._verb)
        down.addLayout(across)


def _missing(boxes: Mapping[str, FieldBox], values: Values) -> Iterator[Problem]:
    for key, box in boxes.items():
        if box.field.required and key in values and values[key] is None:
            yield Problem(key, f"请填写{box.field.label}")


def _pairs(wanted: Sequence[Wanted]) -> list[tuple[str, ...]]:
    """Two short fields share a line."""
    rows: list[tuple[str, ...]] = []
    half: tuple[str, ...] = ()
    for one in wanted:
        if one.wide:
            rows += [(*half, "")] if half else []
            rows.append((one.field.key,))
            half = ()
        elif half:
            rows.append((*half, one.field.key))
            half = ()
        else:
            half = (one.field.key,)
    return [*rows, *([(*half, "")] if half else [])]
