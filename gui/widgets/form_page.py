"""What forms that fill the page share: acts above, fields below, errors in place, a kept draft."""

import itertools
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import ClassVar, Protocol, TypeVar
from uuid import UUID

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import (
    QBoxLayout,
    QFrame,
    QGridLayout,
    QPushButton,
    QWidget,
)
from typing_extensions import override

from core import draft
from core.draft import Read
from core.errors import Invalid, Problem, UserError
from core.record import Field, Kind, Value
from gui.tasks import Desk, Perform, Work
from gui.widgets import parts
from gui.widgets.again import Again
from gui.widgets.below import Below
from gui.widgets.choices import ChoiceEditor, SearchEditor, learn_sounds
from gui.widgets.draft_chip import DRAFT_MS, DraftChip, Subject
from gui.widgets.field_box import LONG_LIMIT, FieldBox, Offer, editor_for
from gui.widgets.filling import follow
from gui.widgets.long_box import LongBox, TallEditor
from gui.widgets.quick_choice import QuickChoice, coded

T = TypeVar("T")

_NOTHING: Mapping[str, str] = {}
BESIDE = 1000
_SHORT_LIST = 4


class Spot(Protocol):
    """Somewhere in a form: a field, or a line of several."""

    def set_problem(self, text: str) -> None:
        """Say what to do."""

    def focus(self) -> None:
        """Go there."""


class FormPage(QFrame):
    """A form over the whole page. `texts` is what stands in it, flat, as drafts keep it."""

    closed = Signal()
    saved = Signal(object)
    edited = Signal()
    draft_ms: ClassVar[int] = DRAFT_MS

    def __init__(self, desk: Desk, stock: dict[str, FieldBox] | None = None) -> None:
        super().__init__()
        self.setProperty("kind", "page")
        self._stock = stock or {}
        self.desk = desk
        self.boxes: dict[str, FieldBox] = {}
        self.subject = Subject("")
        self.today = desk.station.today()
        self._saving = False
        self._title = parts.label("", "title")
        self.draft = DraftChip(desk, self.texts, self.draft_ms)
        self._acts = parts.columns(gap=12)
        self._buttons: list[QWidget] = []
        self._leave = parts.button("返回", self.close_form, "arrow-left", tip="草稿留着（Esc）")
        self._lay_out()
        self.draft.recovered.connect(self.set_texts)
        self.draft.cleared.connect(self.set_texts)
        self.add_key("Esc", self.close_form)
        self.add_key("Ctrl+S", self.draft.keep)

    def begin(
        self, subject: Subject, presets: Mapping[str, str], upon: Mapping[str, str] = _NOTHING
    ) -> None:
        """Show `presets`, typed `upon` what is kept; a draft kept before comes back over them."""
        self.subject = subject
        self.today = self.desk.station.today()
        self._title.setText(subject.title)
        for again in self.findChildren(Again):
            again.on = subject.record is None
        for box in self.boxes.values():
            box.set_today(self.today)
        self.set_texts(presets)
        self.say("")
        for spot in self.spots():
            spot.set_problem("")
        self.show_top()
        self.draft.begin(subject, upon)
        Work(self.desk, self, learn_sounds).start()

    def texts(self) -> dict[str, str]:
        """What stands in the form."""
        return {key: box.text() for key, box in self.boxes.items()}

    def set_texts(self, texts: Mapping[str, str]) -> None:
        """Fill the form; what is not named is emptied."""
        for key, box in self.boxes.items():
            box.set_text(texts.get(key, ""))

    def say(self, words: str) -> None:
        """Say something about the whole form above it; nothing takes it away."""
        self._said.set_problem(words)

    def show_top(self) -> None:
        """Show the beginning of the form."""
        self._scroll.verticalScrollBar().setValue(0)

    def preset(self, key: str, text: str) -> None:
        """Fill in one more preset that was not known at once."""
        self.boxes[key].set_text(text)
        self.draft.preset(key, text)

    def spots(self) -> Iterator[Spot]:
        """Every place where a problem can be said."""
        yield from self.boxes.values()

    def spot(self, key: str) -> Spot | None:
        """The place a problem of that key belongs to."""
        return self.boxes.get(key)

    def read(self) -> Read:
        """What the fields mean, and what could not be understood."""
        return read_boxes(self.boxes, self.today)

    def refuse(self, error: UserError) -> None:
        """Say below the fields what to do, go to the first; the rest is said at the foot."""
        for spot in self.spots():
            spot.set_problem("")
        listed = error.problems if isinstance(error, Invalid) else (Problem("", error.text),)
        others, first = list[str](), None
        for one in listed:
            place = self.spot(one.field)
            if place is None:
                others.append(one.text)
            else:
                place.set_problem(one.text)
                first = first or place
        if first is not None:
            self.go_to(first)
        if others:
            self.desk.refuse("；".join(others), self)

    def go_to(self, spot: Spot) -> None:
        """Let the keyboard be at a spot, and let it be seen."""
        spot.focus()
        if isinstance(spot, QWidget):
            self._scroll.ensureWidgetVisible(spot)

    def finish(self, record: UUID) -> None:
        """The form is saved: its draft goes, the page closes."""
        self.draft.drop()
        self.closed.emit()
        self.saved.emit(record)

    def close_form(self) -> None:
        """Go back without asking; the draft stays."""
        self.draft.keep()
        self.closed.emit()

    def add_box(
        self, field: Field, limit: int = LONG_LIMIT, editor: TallEditor | None = None
    ) -> FieldBox:
        """One more field, checked when it is left; `editor` takes the place of the usual one."""
        made = self._stock.pop(field.key, None) or make_box(field, self.today, limit, editor)
        made.edited.connect(lambda _key: self.touched())
        made.left.connect(self._on_left)
        if isinstance(made.editor, SearchEditor):
            made.editor.submitted.connect(self.submit)
        self.boxes[field.key] = made
        return made

    def add_act(
        self, text: str, act: Callable[[], object], icon: str = "", keys: Sequence[str] = ()
    ) -> QPushButton:
        """A button in the head; with keys it is the primary one."""
        kind, tip = ("primary", f"{text}（{keys[0]}）") if keys else ("", "")
        made = parts.button(text, act, icon, kind, tip)
        self._acts.addWidget(made)
        self._buttons.append(made)
        for key in keys:
            self.add_key(key, act)
        return made

    def submit(self) -> None:
        """The main act of the form."""

    def run(self, task: Perform[T], done: Callable[[T], object]) -> None:
        """Save away from the window, once; a refusal is said where it belongs."""
        if self._saving:
            return
        self._saving = True
        task.then(done).failed(self.refuse).lastly(self._over).start()

    def _on_left(self, key: str) -> None:
        """Check the field, and fill in what follows from it."""
        check(self.boxes[key], self.today)
        (self.touched if follow(self.boxes, key) else self.edited.emit)()

    def _over(self) -> None:
        self._saving = False

    def touched(self) -> None:
        """Something was typed: a draft is kept within twenty seconds."""
        self.draft.touched()
        self.edited.emit()

    def chain(self, order: Iterable[QWidget]) -> None:
        """Let Tab go through the editors in this order, then to the acts."""
        listed = [*order, self.draft.another, self.draft.clear, self._leave, *self._buttons]
        for before, after in itertools.pairwise(listed):
            QWidget.setTabOrder(before, after)

    def add_key(self, key: str, act: Callable[[], object]) -> None:
        """A key that works anywhere in the form."""
        shortcut = QShortcut(QKeySequence(key), self)
        shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        shortcut.activated.connect(act)

    def _lay_out(self) -> None:
        down = parts.rows(self, (16, 12, 16, 12), 12)
        head = parts.columns(gap=12)
        head.addWidget(self._title)
        head.addWidget(self.draft)
        head.addStretch()
        self._acts.addWidget(self._leave)
        head.addLayout(self._acts)
        down.addLayout(head)
        self._said = Below()
        down.addWidget(self._said)
        inside = parts.frame("scrolled")
        self._across = parts.columns(inside, gap=12)
        self.main, self.side = parts.rows(gap=12), parts.rows(gap=12)
        self._across.addLayout(self.main, 9)
        self._across.addLayout(self.side, 5)
        self._scroll = parts.scrolling(inside)
        down.addWidget(self._scroll, 1)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        beside = self.width() >= BESIDE
        direction = QBoxLayout.Direction.LeftToRight if beside else QBoxLayout.Direction.TopToBottom
        self._across.setDirection(direction)
        super().resizeEvent(event)


def numbered(texts: Mapping[str, str], prefix: str) -> list[dict[str, str]]:
    """The lines `prefix.0.key`, `prefix.1.key` … of flat texts, in order."""
    found: dict[int, dict[str, str]] = {}
    for key, text in texts.items():
        if key.startswith(f"{prefix}."):
            place, _, name = key.removeprefix(f"{prefix}.").partition(".")
            found.setdefault(int(place), {})[name] = text
    return [found[n] for n in sorted(found)]


def field_grid() -> QGridLayout:
    """Two columns of fields, equally wide."""
    made = QGridLayout()
    made.setContentsMargins(0, 0, 0, 0)
    made.setHorizontalSpacing(12)
    made.setVerticalSpacing(0)
    for column in range(2):
        made.setColumnStretch(column, 1)
    return made


def fill(
    grid: QGridLayout,
    boxes: Mapping[str, FieldBox],
    rows: Iterable[tuple[str, ...]],
    start: int = 0,
) -> QGridLayout:
    """Put fields into the rows of a grid; one alone is as wide as both, `""` leaves room."""
    for n, row in enumerate(rows, start):
        for column, key in enumerate(row):
            if key:
                grid.addWidget(boxes[key], n, column, 1, 1 if len(row) > 1 else 2)
    return grid


def make_box(
    field: Field, today: date, limit: int = LONG_LIMIT, editor: TallEditor | None = None
) -> FieldBox:
    """The box of one field: choices come from its code table, long ones by initials."""
    if field.kind is Kind.CODE:
        choices = coded(field.code)
        many = len(choices) > _SHORT_LIST
        return FieldBox(field, QuickChoice(choices) if many else ChoiceEditor(choices))
    if field.kind is Kind.LINK:
        return FieldBox(field, SearchEditor())
    if field.kind is Kind.LONG:
        return LongBox(field, editor or TallEditor(), limit)
    return editor_for(field, Offer(today=today))


def read_boxes(boxes: Mapping[str, FieldBox], today: date) -> Read:
    """The values of some fields by key; numbers that look wrong are doubted, and kept."""
    texts = {key: _said(box) for key, box in boxes.items()}
    return draft.typed((box.field for box in boxes.values()), texts, today)


def glimpse(boxes: Mapping[str, FieldBox], today: date) -> dict[str, Value]:
    """What some fields mean so far: nothing is settled or said, what makes no sense left out."""
    texts = {key: box.chosen or box.text() for key, box in boxes.items()}
    return draft.typed((box.field for box in boxes.values()), texts, today).values


def check(box: FieldBox, today: date) -> None:
    """Say below a field at once what is wrong with it, or doubtful."""
    found = read_boxes({box.key: box}, today)
    said = (*found.problems, *found.doubts)
    box.set_problem(said[0].text if said else "")


def _said(box: FieldBox) -> str:
    """What was picked counts by its key, not by its words."""
    if isinstance(box.editor, SearchEditor):
        box.editor.settle()
    return box.chosen or box.text()
