"""议程: what the meeting goes through, section by section, and what it made of each matter."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import groupby
from uuid import UUID

from PySide6.QtCore import QRect, QRectF, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QFont, QFontMetrics, QKeyEvent, QPainter, QPen
from PySide6.QtWidgets import QMenu, QToolButton, QWidget
from typing_extensions import override

from core.services.agenda.sitting import ADDED, template
from core.services.cadence import DAILY
from gui import theme
from gui.widgets import parts
from gui.widgets.choices import ChoiceEditor
from gui.widgets.due_words import due_words, without_due
from gui.widgets.editors import LineEditor, width_of
from gui.widgets.typed_list import TypedList, TypedRow, paint_text

OUTCOME, WORDS = "会上情况", "内容"

_WITH_NOTE = re.compile(r"(.+?)（(.+)）", re.DOTALL)
_OWN = frozenset({"pencil-outline", "trash-can-outline"})
_ENTRY = 18
_SIDE, _NUMBER, _DUE, _GAP = 12, 28, 78, 8
_SHARE = 0.4


@dataclass(frozen=True, slots=True)
class Heading:
    """The name of a section."""

    title: str
    count: int
    key: None = None

    @property
    def texts(self) -> Mapping[str, str]:
        """Nothing is written on it."""
        return {}

    @property
    def said(self) -> str:
        """未办结纠纷 4 件."""
        return f"{self.title} {self.count} 件"


@dataclass(frozen=True, slots=True)
class Matter:
    """One line of the agenda as a row."""

    number: int
    section: str
    key: UUID
    text: str
    outcome: str

    @property
    def texts(self) -> Mapping[str, str]:
        """What the meeting made of it is written most, its own words sometimes."""
        return {OUTCOME: self.outcome, WORDS: self.text}

    @property
    def split(self) -> tuple[str, str]:
        """The matter, and what stands in brackets behind it."""
        found = _WITH_NOTE.fullmatch(self.text)
        return (found[1], found[2]) if found else (self.text, "")

    @property
    def said(self) -> str:
        """Number, matter, outcome."""
        outcome = f"{OUTCOME}：{self.outcome}" if self.outcome else f"{OUTCOME}未填"
        return f"{self.number} {self.text}，{outcome}"


class AgendaList(TypedList):
    """Typing writes what happened, F2 words the matter anew, Alt+↑↓ moves it."""

    shifted = Signal(int)

    def __init__(self) -> None:
        super().__init__("议程：直接打字填会上情况，F2 改内容，Alt+↑↓ 调顺序")

        self.frozen = False
        self.correcting = False

    @property
    def matter(self) -> Matter | None:
        """The matter the keyboard stands on."""
        row = self.current
        return row if isinstance(row, Matter) else None

    @property
    def wordable(self) -> bool:
        """Whether the words of the current matter may be changed."""
        here = self.matter
        return here is not None and (not self.frozen or here.section == ADDED)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        alt = bool(event.modifiers() & Qt.KeyboardModifier.AltModifier)
        moves = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}
        if alt and event.key() in moves:
            self.finish()
            self.shifted.emit(moves[Qt.Key(event.key())])
        elif event.key() == Qt.Key.Key_F2:
            if self.wordable:
                self.write(WORDS)
        else:
            super().keyPressEvent(event)

    @override
    def height_of(self, row: TypedRow) -> int:
        return theme.size("row_two" if row.key else "row_compact")

    @override
    def spot(self, row: TypedRow, part: str, place: QRect) -> QRect:
        _, words, _, outcome = _cells(place)
        return outcome if part == OUTCOME else words.adjusted(-_GAP, 0, _DUE + _GAP, 0)

    @override
    def paint_row(self, painter: QPainter, place: QRect, row: TypedRow) -> None:
        if isinstance(row, Matter):
            _paint_matter(painter, place, row)
            self._paint_outcome(painter, self.spot(row, OUTCOME, place), row.outcome)
        elif isinstance(row, Heading):
            painter.fillRect(place, theme.color("head"))
            font = theme.font("caption", QFont.Weight.DemiBold)
            paint_text(painter, place.adjusted(_SIDE, 0, -_SIDE, 0), row.said, font, "ink2")

    def _paint_outcome(self, painter: QPainter, place: QRect, text: str) -> None:
        """A field to write in, looking like the editor that opens there; plain text once final."""
        cell = theme.font("cell")
        if self.read_only:
            paint_text(painter, place, text, cell)
            return
        height = theme.size("control") + 2
        box = QRectF(place.left(), place.top() + (place.height() - height) // 2, place.width(), 0)
        box.setHeight(height)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(theme.color("edge" if text else "line"), 1))
        painter.setBrush(theme.color("surface"))
        painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), 6, 6)
        inside = place.adjusted(9, 0, -9, 0)
        paint_text(painter, inside, text or OUTCOME, cell, "ink" if text else "ink4")

    @override
    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        menu = self.menu()
        if menu is not None:
            below = self.visualRect(self.currentIndex()).bottomLeft()
            by_mouse = event.reason() == QContextMenuEvent.Reason.Mouse
            menu.popup(event.globalPos() if by_mouse else self.viewport().mapToGlobal(below))

    def menu(self) -> QMenu | None:
        """What can be done with the current matter; none where nothing can."""
        if self.matter is None or self.read_only or self.correcting:
            return None
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction("填会上情况\tEnter", partial(self.write, OUTCOME))
        if self.wordable:
            menu.addAction("改内容\tF2", partial(self.write, WORDS))
        if not self.frozen:
            menu.addAction("上移\tAlt+↑", partial(self.shifted.emit, -1))
            menu.addAction("下移\tAlt+↓", partial(self.shifted.emit, 1))
        return menu


class Agenda(parts.Card):
    """The agenda with its acts; changes are told by `worded` and `noted`, a new order by ids."""

    noted = Signal(object, str)
    worded = Signal(object, str)
    left = Signal()
    ordered = Signal(list)
    dropped = Signal(object)
    added = Signal(str, str)
    renewed = Signal()

    def __init__(self) -> None:
        super().__init__(margins=(0, 12, 0, 8))
        self.list = AgendaList()
        self._count = parts.label("", "cell_name")
        self._section = ChoiceEditor()
        self._sections: tuple[str, ...] = ()
        self._frozen = False
        self._adding = False
        self._entry = LineEditor()
        self._tools: list[QWidget] = []
        self._acts: dict[str, QToolButton] = {}
        self._lay_out()
        self.list.typed.connect(self._on_typed)
        self.list.left.connect(self.left)
        self.list.shifted.connect(self._shift)
        self.list.moved.connect(self._on_moved)
        self._entry.returnPressed.connect(self._add)

    @property
    def matters(self) -> list[Matter]:
        """Every matter, in order."""
        return [one for one in self.list.rows if isinstance(one, Matter)]

    def show_matters(self, matters: Sequence[Matter]) -> None:
        """Show the agenda, each section under its heading."""
        rows: list[TypedRow] = []
        for title, group in groupby(matters, lambda one: one.section):
            listed = list(group)
            rows += [Heading(title, len(listed)), *listed]
        self.list.show_rows(rows)
        done = sum(bool(one.outcome.strip()) for one in matters)
        self._count.setText(f"{len(matters)} 项，已记 {done} 项" if matters else "还没有议程")

    def set_open(self, *, on: bool, correcting: bool = False) -> None:
        """All may be changed, or only the words, or nothing."""
        self.list.read_only = not on and not correcting
        self.list.correcting = correcting
        for one in self._tools:
            one.setVisible(on)

    def freeze(self, kind: str, *, on: bool) -> None:
        """Once the meeting has started only what comes up in it is worded, ordered or dropped."""
        self._frozen = on
        self.list.frozen = on
        self._offer((ADDED,) if on else template(kind))
        self._enable()

    def _offer(self, sections: tuple[str, ...]) -> None:
        if sections != self._sections:
            self._sections = sections
            self._section.set_choices([(one, one) for one in sections])
            self._section.set_text(sections[-1])

    def _enable(self) -> None:
        here = self.list.matter
        free = not self._frozen or (here is not None and here.section == ADDED)
        for name, one in self._acts.items():
            one.setEnabled(free if name in _OWN else not self._frozen)

    def clear_entry(self) -> None:
        """The matter typed below was added."""
        self._entry.set_text("")

    def release_entry(self) -> None:
        """The matter typed below was added or refused: Enter means something again."""
        self._adding = False

    def _lay_out(self) -> None:
        self.head.setContentsMargins(16, 0, 8, 0)
        heading = parts.label("议程", "heading")
        heading.setMinimumHeight(theme.size("control") + 2)
        self.head.addWidget(heading)
        self.head.addSpacing(4)
        self.head.addWidget(self._count)
        self.head.addStretch()
        for icon, tip, act in (
            ("refresh", "补带新情况：编制以后新到期、新交办的", self.renewed.emit),
            ("pencil-outline", "改内容（F2）", partial(self.list.write, WORDS)),
            ("arrow-up", "上移（Alt+↑）", partial(self._shift, -1)),
            ("arrow-down", "下移（Alt+↓）", partial(self._shift, 1)),
            ("trash-can-outline", "删除这一项议程", self._drop),
        ):
            made = self._acts[icon] = parts.tool(icon, tip, act)
            self._tools.append(made)
            self.head.addWidget(made)
        self.body.addLayout(self.head)
        self.body.addWidget(self.list, 1)
        entry = parts.frame("plain")
        across = parts.columns(entry, (12, 0, 12, 0))
        self._section.setAccessibleName("栏目")
        self._section.setFixedWidth(width_of(_ENTRY))
        self._entry.setAccessibleName("加一项议程")
        self._entry.setPlaceholderText("加一项议程，回车加上")
        across.addWidget(self._section)
        across.addWidget(self._entry, 1)
        self.body.addWidget(entry)
        self._offer(template(DAILY))
        self._tools.append(entry)

    def _on_typed(self, key: UUID, part: str, text: str) -> None:
        def typed(one: Matter) -> Matter:
            return replace(one, outcome=text) if part == OUTCOME else replace(one, text=text)

        self.show_matters([typed(one) if one.key == key else one for one in self.matters])
        (self.noted if part == OUTCOME else self.worded).emit(key, text)

    def _on_moved(self) -> None:
        here = self.list.matter
        if here is not None and not self._entry.text():
            known = here.section in self._sections
            self._section.set_text(here.section if known else self._sections[-1])
        self._enable()

    def _shift(self, by: int) -> None:
        """Move the current matter among those of its section."""
        here, matters = self.list.matter, self.matters
        if here is None or self.list.read_only or self.list.correcting or self._frozen:
            return
        place = matters.index(here)
        there = place + by
        if not 0 <= there < len(matters) or matters[there].section != here.section:
            return
        matters[place], matters[there] = matters[there], matters[place]
        self.show_matters([replace(one, number=n) for n, one in enumerate(matters, 1)])
        self.list.choose(here.key)
        self.ordered.emit([one.key for one in matters])

    def _drop(self) -> None:
        here = self.list.matter
        if here is not None:
            self.list.finish()
            self.dropped.emit(here.key)

    def _add(self) -> None:
        text = self._entry.text().strip()
        if text and not self._adding:
            self._adding = True
            self.added.emit(self._section.text(), text)


def _cells(place: QRect) -> tuple[QRect, QRect, QRect, QRect]:
    """Number, words, due day, outcome."""
    scale = theme.size("body") / 14
    inner = place.adjusted(_SIDE, 0, -_SIDE, 0)
    widths = (round(_NUMBER * scale), round(_DUE * scale), round(inner.width() * _SHARE))
    number = QRect(inner.left(), inner.top(), widths[0], inner.height())
    outcome = QRect(inner.right() - widths[2], inner.top(), widths[2] + 1, inner.height())
    due = QRect(outcome.left() - _GAP - widths[1], inner.top(), widths[1], inner.height())
    words = QRect(number.right() + 1, inner.top(), due.left() - _GAP - number.right(), 0)
    words.setHeight(inner.height())
    return number, words, due, outcome


def _paint_matter(painter: QPainter, place: QRect, row: Matter) -> None:
    number, words, due, _ = _cells(place)
    paint_text(painter, number, str(row.number), theme.font("caption"), "ink3")
    title, note = row.split
    said, tone = due_words(note)
    body, small = theme.font("body"), theme.font("caption")
    if note:
        first, second = QFontMetrics(body).height(), QFontMetrics(small).height()
        top = words.top() + (words.height() - first - second) // 2
        paint_text(painter, QRect(words.left(), top, words.width(), first), title, body)
        below = QRect(words.left(), top + first, words.width(), second)
        paint_text(painter, below, without_due(note), small, "ink3")
    else:
        paint_text(painter, words, title, body)
    weight = QFont.Weight.Normal if tone == "ink3" else QFont.Weight.DemiBold
    paint_text(painter, due, said, theme.font("cell", weight), tone)
