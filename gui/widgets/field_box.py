"""One field of a form: label above, editor, and a line below that is always there."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy
from typing_extensions import override

from core.field import Field, Kind
from gui import theme
from gui.widgets import parts
from gui.widgets.choices import LONG_LIST, Choice, ChoiceEditor, SearchEditor
from gui.widgets.dates import DateEditor, MomentEditor, SpokenEditor, TimeEditor
from gui.widgets.editors import LineEditor, LongEditor, YesEditor, width_of

AnyEditor = LineEditor | LongEditor | YesEditor | ChoiceEditor

LONG_LIMIT = 500
_BESIDE = 8
_LETTERS = {
    Kind.WHOLE: 10,
    Kind.DECIMAL: 14,
    Kind.DATE: 12,
    Kind.TIME: 8,
    Kind.MOMENT: 18,
    Kind.PHONE: 16,
    Kind.ID_NO: 18,
    Kind.ORG_NO: 18,
}


@dataclass(frozen=True, slots=True)
class Offer:
    """What editors need besides the field: choices, and the day."""

    choices: Sequence[Choice] = ()
    today: date | None = None


class FieldBox(QFrame):
    """A field a person fills in; its editor carries the field's key as object name."""

    edited = Signal(str)
    left = Signal(str)

    def __init__(self, field: Field, editor: AnyEditor, limit: int = 0) -> None:
        super().__init__()
        self.field = field
        self.editor = editor
        self._hint = field.hint
        self._filled = ""
        self._understood = ""
        self._problem = ""
        self._note = self._tone = ""
        self._passed = False
        self._limit = limit
        editor.setObjectName(field.key)
        editor.setAccessibleName(field.label)
        editor.setAccessibleDescription(_description(field))
        self._below = parts.label("", "caption")
        self._below.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.MinimumExpanding)
        self._below.setWordWrap(True)
        self._below.setMinimumHeight(round(theme.size("caption") * 1.5))
        self._count = parts.label("", "caption")
        self._lay_out()
        self._count.setVisible(bool(limit))
        editor.edited.connect(self._on_edited)
        editor.left.connect(self._on_left)
        self._refresh()

    @property
    def key(self) -> str:
        """The field's key."""
        return self.field.key

    def text(self) -> str:
        """What stands in the editor."""
        return self.editor.text()

    def set_text(self, text: str) -> None:
        """Put a text in; nobody is told that it was edited."""
        self.editor.set_text(text)
        self._filled = ""
        self._passed = False
        self._refresh()

    def fill(self, text: str, said: str) -> None:
        """Put in what the program knows; where it comes from is said until somebody edits it."""
        self.editor.set_text(text)
        self.remark(said)

    def remark(self, said: str) -> None:
        """Say something about what stands there, until it is edited."""
        self._filled = said
        self._refresh()

    @property
    def chosen(self) -> str:
        """The key (code or identity) behind a choice; empty for other kinds."""
        return self.editor.chosen if isinstance(self.editor, ChoiceEditor) else ""

    @property
    def problem(self) -> str:
        """What is wrong, as shown below the editor."""
        return self._problem

    def set_problem(self, text: str) -> None:
        """Say below the editor what to do; an empty text takes it away."""
        self._problem = text
        parts.set_look(self.editor, state="problem" if text else "")
        self._refresh()

    @property
    def note(self) -> str:
        """What the check says about it, as shown below the editor."""
        return self._note

    @property
    def untouched(self) -> bool:
        """Whether it is empty, and nobody has passed it."""
        return not (self._passed or self.text())

    def set_note(self, text: str, tone: str = "") -> None:
        """Say below the editor what the check found; a problem of the text itself goes before."""
        self._note, self._tone = text, tone
        self.editor.setAccessibleDescription(
            "，".join(filter(None, (_description(self.field), text)))
        )
        self._refresh()

    def set_hint(self, text: str) -> None:
        """Say something helpful below, such as where a filled-in value comes from."""
        self._hint = text
        self._refresh()

    def set_today(self, day: date) -> None:
        """昨天 is counted from this day."""
        if isinstance(self.editor, DateEditor | MomentEditor):
            self.editor.today = day

    def focus(self) -> None:
        """Go to the editor."""
        self.editor.setFocus(Qt.FocusReason.OtherFocusReason)

    def _lay_out(self) -> None:
        down = parts.rows(self, gap=4)
        head = parts.columns(gap=4)
        name = parts.label(self.field.label)
        name.setBuddy(self.editor)
        head.addWidget(name)
        if self.field.required:
            head.addWidget(parts.label("*", "required"))
        head.addStretch()
        self.head = head
        down.addLayout(head)
        if self.field.kind in _LETTERS:
            self.editor.setMaximumWidth(width_of(_LETTERS[self.field.kind]))
        if isinstance(self.editor, SpokenEditor):
            down.addLayout(self._with_meaning(self.editor))
        else:
            down.addWidget(self.editor)
        foot = parts.columns()
        foot.addWidget(self._below, 1)
        foot.addWidget(self._count)
        down.addLayout(foot)

    def _with_meaning(self, editor: SpokenEditor) -> QHBoxLayout:
        """What is understood stands beside the editor while one types, and never widens a form."""
        self._meaning = parts.label("", "caption")
        self._meaning.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        editor.textChanged.connect(lambda _typed: self._tell_meaning(editor))
        across = parts.columns(gap=_BESIDE)
        across.addWidget(editor)
        across.addWidget(self._meaning, 1)
        return across

    def _tell_meaning(self, editor: SpokenEditor) -> None:
        """Beside where there is room, else on the line below; a bare weekday may be left out."""
        room = self.width() - min(editor.maximumWidth(), self.width()) - _BESIDE
        said = editor.said
        beside = self._meaning.fontMetrics().horizontalAdvance(said) <= room
        self._meaning.setText(said if beside else "")
        self._understood = said if said.startswith("=") and not beside else ""
        self._refresh()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if isinstance(self.editor, SpokenEditor):
            self._tell_meaning(self.editor)

    def _on_left(self) -> None:
        self._passed = True
        self.left.emit(self.field.key)

    def _on_edited(self) -> None:
        self._filled = ""
        self._refresh()
        self.edited.emit(self.field.key)

    def _refresh(self) -> None:
        said = self._problem or self._note or self._understood or self._filled or self._hint
        self._below.setText(said)
        kind = "problem" if self._problem else "note" if self._note else "caption"
        parts.set_look(self._below, kind=kind, tone=self._tone)
        if self._limit:
            written = len(self.text())
            self._count.setText(f"{written} / {self._limit} 字")
            parts.set_look(self._count, kind="over" if written > self._limit else "caption")


def editor_for(field: Field, offer: Offer | None = None) -> FieldBox:
    """The box for a field; `offer` brings what a choice or a date needs."""
    editor = _EDITORS.get(field.kind, _line)(offer or Offer())
    if field.given and isinstance(editor, LineEditor):
        editor.setReadOnly(True)
    return FieldBox(field, editor, LONG_LIMIT if field.kind is Kind.LONG else 0)


def _line(_offer: Offer) -> AnyEditor:
    return LineEditor()


def _chooser(offer: Offer) -> AnyEditor:
    many = len(offer.choices) > LONG_LIST
    return SearchEditor(offer.choices) if many else ChoiceEditor(offer.choices)


_EDITORS: dict[Kind, Callable[[Offer], AnyEditor]] = {
    Kind.LONG: lambda _offer: LongEditor(),
    Kind.YES: lambda _offer: YesEditor(),
    Kind.DATE: lambda offer: DateEditor(offer.today),
    Kind.TIME: lambda _offer: TimeEditor(),
    Kind.MOMENT: lambda offer: MomentEditor(offer.today),
    Kind.CODE: _chooser,
    Kind.LINK: lambda offer: SearchEditor(offer.choices),
}


def _description(field: Field) -> str:
    return "，".join(filter(None, ("必填" if field.required else "", field.hint)))
