"""签到: everybody is there until said otherwise; arrows to the person, one digit for the state."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from uuid import UUID

from PySide6.QtCore import QRect, Qt, QTimer, Signal
from PySide6.QtGui import QContextMenuEvent, QFont, QKeyEvent, QPainter
from PySide6.QtWidgets import QLabel, QMenu, QPushButton
from typing_extensions import override

from core import codes, words
from core.services.meeting import PRESENT
from core.services.meeting_file import Called
from gui import theme
from gui.widgets import parts
from gui.widgets.roll_entry import RollEntry
from gui.widgets.typed_list import TypedList, TypedRow, paint_text

REASON = "原因"
MISSING = "原因待补"
TONES = {"late": "warn", "leave": "info", "duty": "info", "absent": "bad"}
HERE = "present"

_MORE = {Qt.Key.Key_Insert, Qt.Key.Key_Plus}
_BY_HAND = {*_MORE, Qt.Key.Key_Delete, Qt.Key.Key_Minus}
_SPELL_MS = 1000
_SIDE = 12
_NUMBER, _NAME, _STATE, _REASON = 26, 62, 60, 150


@dataclass(frozen=True, slots=True)
class Place:
    """One person of the roll as a row."""

    number: int
    one: Called

    @property
    def key(self) -> UUID:
        """The line of the roll."""
        return self.one.id

    @property
    def texts(self) -> Mapping[str, str]:
        """Only who is not simply there has a reason."""
        return {} if self.one.state == HERE else {REASON: self.one.reason}

    @property
    def told_reason(self) -> str:
        """Why, and who sits in: 病假，孙七代会."""
        instead = f"{self.one.instead}代会" if self.one.instead else ""
        reason = MISSING if self.missing else self.one.reason
        return "，".join(filter(None, (reason, instead))) if self.one.state != HERE else ""

    @property
    def told(self) -> str:
        """到, 请假 …"""
        return codes.name_of("attendance_state", self.one.state)

    @property
    def away(self) -> bool:
        """Whether the person is not there."""
        return self.one.state not in PRESENT

    @property
    def expected(self) -> bool:
        """A guest is not, nor is who was known to be away."""
        return self.one.staff is not None and not (self.one.excused and self.away)

    @property
    def missing(self) -> bool:
        """Whether the reason is still to be asked; a guest owes none."""
        return self.away and self.one.staff is not None and not self.one.reason.strip()

    @property
    def said(self) -> str:
        """Number, name, place, state, reason."""
        known = (f"{self.number} {self.one.name}", self.one.place, self.told, self.told_reason)
        return "，".join(filter(None, known))


class RollList(TypedList):
    """The people; `marked` tells whose state is which now."""

    marked = Signal(object, str)
    join_wanted = Signal()
    off_wanted = Signal(object)

    def __init__(self) -> None:
        super().__init__(
            "签到名单：数字键 1 到 2 迟到 3 请假 4 公出 5 缺席，Insert 加人，Delete 移出"
        )
        self._spelled = ""
        self._spelling = QTimer(self, singleShot=True, interval=_SPELL_MS)
        self._states = [one.code for one in codes.table("attendance_state").items]

    @property
    def place(self) -> Place | None:
        """The person the keyboard stands on."""
        row = self.current
        return row if isinstance(row, Place) else None

    def mark(self, state: str) -> None:
        """Give the current person a state."""
        here = self.place
        if here is not None and not self.read_only:
            self.marked.emit(here.key, state)

    def take_off(self) -> None:
        """Ask to take the current person off the roll."""
        here = self.place
        if here is not None and not self.read_only:
            self.off_wanted.emit(here.one)

    def ask_who(self) -> None:
        """Ask to put somebody onto the roll."""
        if not self.read_only:
            self.join_wanted.emit()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        typed = event.text()
        plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if plain and typed in {str(n) for n in range(1, len(self._states) + 1)}:
            self.mark(self._states[int(typed) - 1])
        elif event.key() in _BY_HAND:
            (self.ask_who if event.key() in _MORE else self.take_off)()
        elif plain and typed.isalpha() and (self._spelling.isActive() or not self._has_reason()):
            self._spell(typed)
        else:
            super().keyPressEvent(event)

    @override
    def keyboardSearch(self, search: str) -> None:
        """Nothing: `keyPressEvent` knows pinyin."""

    @override
    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        if self.place is None or self.read_only:
            return
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for n, state in enumerate(self._states, 1):
            words_ = f"{codes.name_of('attendance_state', state)}\t{n}"
            menu.addAction(words_, partial(self.mark, state))
        menu.addSeparator()
        menu.addAction("加人\tInsert", self.ask_who)
        menu.addAction("移出名单\tDelete", self.take_off)
        below = self.visualRect(self.currentIndex()).bottomLeft()
        by_mouse = event.reason() == QContextMenuEvent.Reason.Mouse
        menu.popup(event.globalPos() if by_mouse else self.viewport().mapToGlobal(below))

    @override
    def spot(self, row: TypedRow, part: str, place: QRect) -> QRect:
        return _cells(place)[3]

    @override
    def paint_row(self, painter: QPainter, place: QRect, row: TypedRow) -> None:
        assert isinstance(row, Place)
        number, name, state, rest = _cells(place)
        paint_text(painter, number, str(row.number), theme.font("caption"), "ink3")
        here = row.one.state == HERE
        weight = QFont.Weight.Normal if here else QFont.Weight.DemiBold
        paint_text(painter, name, row.one.name, theme.font("body", weight))
        if here:
            inside = state.adjusted(8, 0, 0, 0)
            paint_text(painter, inside, row.told, theme.font("caption"), "ink3")
        else:
            parts.paint_chip(painter, state, row.told, TONES.get(row.one.state, "mute"))
        _paint_rest(painter, rest, row)

    def _has_reason(self) -> bool:
        here = self.place
        return here is not None and bool(here.texts) and not self.read_only

    def _spell(self, letter: str) -> None:
        """Go to the next person whose name begins with the characters or initials typed."""
        self._spelled = self._spelled + letter if self._spelling.isActive() else letter
        self._spelling.start()
        wanted = words.fold(self._spelled)
        start = self.currentIndex().row() + (len(wanted) == 1)
        found = [one for one in (*self.rows[start:], *self.rows[:start]) if _named(one, wanted)]
        if found:
            self.choose(found[0].key)


class RollCall(parts.Card):
    """The roll with its counts; changes are shown at once and told by `changed`."""

    changed = Signal(object, str, str)
    left = Signal()

    def __init__(self) -> None:
        super().__init__(margins=(0, 12, 0, 8))
        self.list = RollList()
        self.entry = RollEntry()
        self._counts = parts.label("", "cell_name")
        self._missing = parts.chip("", "warn")
        self._more = parts.tool("account-plus-outline", "加人（Insert）", self.list.ask_who)
        self._buttons: dict[str, QPushButton] = {}
        self._lay_out()
        self.list.marked.connect(self._on_marked)
        self.list.typed.connect(self._on_typed)
        self.list.left.connect(self.left)
        self.list.moved.connect(self._press)
        self.list.join_wanted.connect(self.entry.begin)
        self.entry.left.connect(self.list.setFocus)

    @property
    def places(self) -> list[Place]:
        """Everybody, as shown."""
        return [one for one in self.list.rows if isinstance(one, Place)]

    @property
    def counts(self) -> str:
        """应到 12 实到 11 未到 1 准假 2, the last not among the expected."""
        return self._counts.text()

    @property
    def missing(self) -> int:
        """How many reasons are still to be asked."""
        return sum(one.missing for one in self.places)

    def show_people(self, people: Sequence[Called]) -> None:
        """Show the roll."""
        self.list.show_rows([Place(n, one) for n, one in enumerate(people, 1)])
        self.entry.follow(people)
        self._count()

    def set_read_only(self, *, on: bool) -> None:
        """Let nothing be changed, or let it again."""
        self.list.read_only = on
        self._more.setEnabled(not on)
        if on:
            self.entry.hide()
        for one in self._buttons.values():
            one.setEnabled(not on)

    def _lay_out(self) -> None:
        self.body.setSpacing(4)
        self.head.setContentsMargins(16, 0, 16, 0)
        self.head.addWidget(self._heading())
        self.head.addSpacing(4)
        self.head.addWidget(self._counts)
        self.head.addStretch()
        self.head.addWidget(self._missing)
        self.head.addWidget(self._more)
        self.body.addLayout(self.head)
        states = parts.columns(margins=(12, 0, 12, 0), gap=6)
        for n, one in enumerate(codes.table("attendance_state").items, 1):
            pressed = parts.tab(f"{n} {one.name}", partial(self.list.mark, one.code))
            pressed.setToolTip(f"选中的人记为“{one.name}”（数字键 {n}）")
            pressed.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            self._buttons[one.code] = pressed
            states.addWidget(pressed, 1)
        self.body.addLayout(states)
        self.body.addWidget(self.entry)
        self.body.addWidget(parts.rule())
        self.body.addWidget(self.list, 1)

    def _heading(self) -> QLabel:
        made = parts.label("签到", "heading")
        made.setMinimumHeight(theme.size("control") + 2)
        return made

    def _on_marked(self, key: UUID, state: str) -> None:
        self._change(key, lambda one: replace(one, state=state))
        self.left.emit()

    def _on_typed(self, key: UUID, _part: str, text: str) -> None:
        self._change(key, lambda one: replace(one, reason=text))

    def _change(self, key: UUID, changed: Callable[[Called], Called]) -> None:
        places = self.places
        n = next(n for n, place in enumerate(places) if place.key == key)
        one = changed(places[n].one)
        places[n] = replace(places[n], one=one)
        self.list.show_rows(places)
        self._count()
        self.changed.emit(key, one.state, one.reason if one.state != HERE else "")

    def _count(self) -> None:
        called = [one.one for one in self.places if one.expected]
        states = [one.state for one in called]
        there = sum(state in PRESENT for state in states)
        told = f"应到 {len(states)}　实到 {there}　未到 {len(states) - there}"
        excused = sum(one.one.excused and one.away for one in self.places)
        self._counts.setText(f"{told}　准假 {excused}" if excused else told)
        self._missing.setText(f"待补 {self.missing}")
        self._missing.setVisible(self.missing > 0)
        self._press()

    def _press(self) -> None:
        """Press the state of the person the keyboard stands on."""
        here = self.list.place
        for code, pressed in self._buttons.items():
            pressed.setChecked(here is not None and here.one.state == code)


def _cells(place: QRect) -> tuple[QRect, QRect, QRect, QRect]:
    """Number, name, state, and what is left of the row."""
    scale = theme.size("body") / 14
    left, cells = place.left() + _SIDE, []
    for width in (_NUMBER, _NAME, _STATE):
        cells.append(QRect(left, place.top(), round(width * scale), place.height()))
        left = cells[-1].right() + 1
    rest = QRect(left, place.top(), place.right() - _SIDE - left, place.height())
    return cells[0], cells[1], cells[2], rest


def _paint_rest(painter: QPainter, rest: QRect, row: Place) -> None:
    """The reason where one is due, then the grid and post as far as there is room."""
    small = theme.font("caption")
    if row.missing:
        paint_text(painter, rest, MISSING, theme.font("caption", QFont.Weight.DemiBold), "warn")
    elif row.told_reason:
        paint_text(painter, rest, row.told_reason, theme.font("cell"))
    taken = _REASON if row.told_reason else 0
    left = rest.adjusted(taken, 0, 0, 0)
    if left.width() > theme.size("caption") * 4:
        paint_text(painter, left, row.one.place, small, "ink3")


def _named(row: TypedRow, wanted: str) -> bool:
    if not isinstance(row, Place):
        return False
    return any(one.startswith(wanted) for one in row.one.letters) or row.one.name.startswith(wanted)
