"""What is said of a meeting in fields: when, where, who leads and writes, what was talked about."""

from collections.abc import Mapping, Sequence
from datetime import date
from functools import partial
from uuid import UUID

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QVBoxLayout

from core import draft
from core.errors import Invalid
from core.record import Kind, Value, fields
from core.records.meeting import Meeting
from gui.widgets import parts
from gui.widgets.choices import Choice, SearchEditor
from gui.widgets.dates import TimeEditor
from gui.widgets.editors import LineEditor, LongEditor, width_of
from gui.widgets.field_box import FieldBox

FIELDS = {one.key: one for one in fields(Meeting)}
LINE = ("starts", "place", "chair", "recorder")
PAGE = ("title", "guests", "ends", "review", "talk", "study", "resolved")
KEYS = (*LINE, *PAGE)

_SHORT = {"starts": "时间", "place": "地点", "chair": "主持", "recorder": "记录"}
_HINTS = {
    "guests": "不在签到名单里的人，如驻村民警、包片领导",
    "ends": "散会时间，如 9:05",
    "title": "印在各种单子上",
    "review": "编制时自动带出，可以改",
    "talk": "谁讲了什么，每人一行；只记要点",
    "resolved": "会议定了什么，每项一行；印在会议纪要里",
    "study": "学了什么，如一条检查要点、一个案例",
}
_SPOTS = {
    "title": (0, 0, 1),
    "guests": (0, 1, 1),
    "ends": (0, 2, 1),
    "review": (1, 0, 1),
    "talk": (1, 1, 2),
    "study": (2, 0, 1),
    "resolved": (2, 1, 2),
}
_TIMES = 7
_WIDEST = 20

AnyEditor = LineEditor | LongEditor | SearchEditor


class MeetingFields(QObject):
    """The editors; `edited` tells a value as soon as it makes sense, `left` that one was left."""

    edited = Signal(str, object)
    left = Signal()

    def __init__(self, today: date, parent: QObject) -> None:
        super().__init__(parent)
        self._today = today
        self._people: dict[str, str] = {}
        self._unread: set[str] = set()
        self.editors: dict[str, AnyEditor] = {key: _editor(key) for key in KEYS}
        self.below = parts.label("", "problem")
        self.below.hide()
        for key, editor in self.editors.items():
            editor.setObjectName(key)
            editor.setAccessibleName(FIELDS[key].label)
            editor.edited.connect(partial(self._on_edited, key))
            editor.left.connect(partial(self._on_left, key))

    @property
    def unread(self) -> frozenset[str]:
        """The fields in which something stands that makes no sense."""
        return frozenset(self._unread)

    def line(self) -> QFrame:
        """Time, place, chair and recorder side by side."""
        made = parts.frame("plain")
        across = parts.columns(made, gap=6)
        for key in LINE:
            name = parts.label(_SHORT[key], "cell_name")
            name.setBuddy(self.editors[key])
            across.addWidget(name)
            across.addWidget(self.editors[key], 2 if key == "place" else 1)
            across.addSpacing(6)
        return made

    def page(self) -> QFrame:
        """The name, guests, the end; what was, what was said, learned and agreed."""
        card = parts.Card("回顾与发言")
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(0)
        for key, (row, column, span) in _SPOTS.items():
            box = FieldBox(FIELDS[key], self.editors[key])
            box.set_hint(_HINTS[key])
            inside = box.layout()
            if isinstance(inside, QVBoxLayout) and FIELDS[key].kind is Kind.LONG:
                inside.setStretchFactor(self.editors[key], 1)
            grid.addWidget(box, row, column, 1, span)
        grid.setRowStretch(1, 3)
        grid.setRowStretch(2, 2)
        grid.setColumnStretch(0, 2)
        grid.setColumnStretch(1, 3)
        card.body.addLayout(grid, 1)
        return card

    def offer(self, people: Sequence[Choice]) -> None:
        """Who may lead and write."""
        self._people = dict(people)
        for key in ("chair", "recorder"):
            editor = self.editors[key]
            assert isinstance(editor, SearchEditor)
            editor.set_choices(people)

    def show_meeting(
        self, meeting: Meeting, names: Mapping[UUID, str], keep: frozenset[str] = frozenset()
    ) -> None:
        """Show what is kept; the fields in `keep` hold something newer and stay."""
        for key, editor in self.editors.items():
            text = self.words(key, getattr(meeting, key), names)
            if key not in keep | self._unread and editor.text().strip() != text:
                editor.set_text(text)

    def forget(self) -> None:
        """Another meeting is shown: what made no sense in the one before goes."""
        for key in tuple(self._unread):
            self._say(key, "")
        self._unread.clear()

    def set_read_only(self, *, on: bool) -> None:
        """Let nothing be typed, or let it again."""
        for editor in self.editors.values():
            if isinstance(editor, SearchEditor):
                editor.setEnabled(not on)
            else:
                editor.setReadOnly(on)

    def say(self, keys: Sequence[str], text: str) -> None:
        """Say below the line what to do about some fields."""
        for key in keys:
            self._say(key, text)

    def focus_unread(self) -> None:
        """Go to the first field that makes no sense."""
        for key in KEYS:
            if key in self._unread:
                self.editors[key].setFocus(Qt.FocusReason.OtherFocusReason)
                return

    def words(self, key: str, value: Value, names: Mapping[UUID, str] | None = None) -> str:
        """A value as its editor shows it."""
        if isinstance(value, UUID):
            return self._people.get(str(value)) or (names or {}).get(value, "")
        return draft.show(FIELDS[key], value)

    def _value(self, key: str) -> Value:
        editor = self.editors[key]
        typed = editor.chosen if isinstance(editor, SearchEditor) else ""
        return draft.parse(FIELDS[key], typed or editor.text(), self._today)

    def _on_edited(self, key: str) -> None:
        try:
            value = self._value(key)
        except Invalid:
            self._unread.add(key)
        else:
            self._unread.discard(key)
            self._say(key, "")
            self.edited.emit(key, value)

    def _on_left(self, key: str) -> None:
        if key in self._unread:
            try:
                value = self._value(key)
            except Invalid as refused:
                self._say(key, refused.text)
            else:
                self._unread.discard(key)
                self._say(key, "")
                self.edited.emit(key, value)
        self.left.emit()

    def _say(self, key: str, text: str) -> None:
        parts.set_look(self.editors[key], state="problem" if text else "")
        self.below.setText(text)
        self.below.setVisible(bool(text))


def _editor(key: str) -> AnyEditor:
    field = FIELDS[key]
    if field.kind is Kind.LONG:
        return LongEditor(2)
    if field.kind is Kind.LINK:
        chosen = SearchEditor()
        chosen.setMinimumContentsLength(4)
        line = chosen.lineEdit()
        if line is not None:
            line.setPlaceholderText("姓名")
        return chosen
    if field.kind is Kind.TIME:
        at = TimeEditor()
        at.setFixedWidth(width_of(_TIMES))
        return at
    made = LineEditor()
    made.setMinimumWidth(72)
    made.setMaximumWidth(width_of(_WIDEST) if key in LINE else made.maximumWidth())
    return made
