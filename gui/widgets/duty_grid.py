"""The month as people × days: arrows move, Shift+arrows choose a range, letters and Space paint."""

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    Qt,
    Signal,
)
from PySide6.QtGui import QFont, QKeyEvent, QMouseEvent, QPainter, QPen
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
)
from typing_extensions import override

from core.services.duty_checks import Conflict
from core.services.duty_sheet import (
    DAYTIME,
    HOLIDAY,
    LEADER,
    NIGHT,
    WEEKEND,
    WHOLE,
    Cell,
    Day,
    Mark,
    Person,
    Sheet,
    Shift,
)
from core.services.pending import day_words
from gui import theme

Index = QModelIndex | QPersistentModelIndex

LETTERS: Mapping[Mark, str] = {
    Mark(WHOLE, "member"): "Z",
    Mark(WHOLE, LEADER): "D",
    Mark(DAYTIME, "member"): "B",
    Mark(NIGHT, "member"): "Y",
    Mark(DAYTIME, LEADER): "J",
    Mark(NIGHT, LEADER): "K",
}
"""The key that paints each mark: 值 Z, 带 D, 白 B, 夜 Y, and the leaders of day and night."""

_WORDS = {DAYTIME: "白", NIGHT: "夜", WHOLE: ""}
_WEEKDAYS = "一二三四五六日"
_TONES = {WEEKEND: "warn", HOLIDAY: "bad"}
_LEAST, _TALL, _INSET = 23, 28, 2


def word(mark: Mark | Shift) -> str:
    """What a mark is called in a cell: 值 带 白 夜 带白 带夜."""
    shift = _WORDS.get(mark.shift, "")
    return f"带{shift}" if mark.role == LEADER else shift or "值"


class _Month(QAbstractTableModel):
    """A sheet as a table; a row for each person, a column for each day."""

    def __init__(self) -> None:
        super().__init__()
        self.sheet: Sheet | None = None
        self.people: list[Person] = []
        self.there: dict[Cell, list[Shift]] = {}
        self.wrong: dict[Cell, str] = {}

    def show_sheet(self, sheet: Sheet, conflicts: Sequence[Conflict]) -> None:
        """Show another sheet."""
        self.beginResetModel()
        self.sheet, self.people = sheet, sheet.rows()
        self.there, self.wrong = {}, {}
        for one in sheet.shifts:
            self.there.setdefault(one.cell, []).append(one)
        for found in conflicts:
            if found.staff is not None:
                self.wrong.setdefault(Cell(found.day, found.staff), found.text)
        self.endResetModel()

    def cell(self, index: Index) -> Cell:
        """The person and day of a place in the table."""
        assert self.sheet is not None, "an empty table has no cells"
        return Cell(self.sheet.days[index.column()].date, self.people[index.row()].id)

    @override
    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  Qt's own signature
        return len(self.people)

    @override
    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  as above
        return len(self.sheet.days) if self.sheet else 0

    @override
    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role == Qt.ItemDataRole.DisplayRole:
            return self.text(self.cell(index))
        if role in (Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole):
            return self.said(index)
        return None

    def text(self, cell: Cell) -> str:
        """What stands in a cell: the marks, else 假 where somebody is away."""
        marks = "".join(word(one) for one in self.there.get(cell, ()))
        assert self.sheet is not None
        return marks or self.sheet.away.get(cell, "")[-1:]

    def said(self, index: Index) -> str:
        """The cell in words, with what is wrong about it."""
        cell = self.cell(index)
        assert self.sheet is not None
        on = "、".join("带班" if one.role == LEADER else "值班" for one in self.there.get(cell, ()))
        parts = (
            self.sheet.told(cell.staff),
            day_words(cell.day),
            on,
            self.sheet.away.get(cell, ""),
            self.wrong.get(cell, ""),
        )
        return " ".join(filter(None, parts))

    @override
    def headerData(
        self, section: int, across: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        shown = role == Qt.ItemDataRole.DisplayRole
        if across == Qt.Orientation.Vertical:
            return _named(self.people[section], role)
        if self.sheet is None or (not shown and role != Qt.ItemDataRole.ForegroundRole):
            return None
        day = self.sheet.days[section]
        tone = theme.color(_TONES[day.kind]) if day.kind in _TONES else None
        return _head(day) if shown else tone


class DutyGrid(QTableView):
    """`painted` hands out cells and the mark for them; none means to take them off.

    With a `brush` chosen, what the mouse is drawn over is painted when it is let go.
    """

    painted = Signal(object, object)
    swap_wanted = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.month = _Month()
        self.brush: Mark | None = None
        self.erasing = False
        self.setProperty("kind", "duty")
        self.setModel(self.month)
        self.setItemDelegate(_Painter(self))
        self.setAccessibleName("值班表，行是人员，列是日期")
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, on=False)
        self.setTabKeyNavigation(False)
        self.setShowGrid(True)
        self.setCornerButtonEnabled(False)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        across, down = self.horizontalHeader(), self.verticalHeader()
        across.setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        across.setMinimumSectionSize(_LEAST)
        across.setDefaultAlignment(Qt.AlignmentFlag.AlignCenter)
        across.setHighlightSections(False)
        down.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        down.setDefaultSectionSize(_TALL)
        down.setFixedWidth(theme.size("cell") * 6)

    def show_sheet(self, sheet: Sheet, conflicts: Sequence[Conflict]) -> None:
        """Show a sheet; the place of the keyboard stays."""
        here = self.currentIndex().row(), self.currentIndex().column()
        self.month.show_sheet(sheet, conflicts)
        self.setCurrentIndex(self.month.index(max(here[0], 0), max(here[1], 0)))

    def go_to(self, cell: Cell) -> None:
        """Put the keyboard on a cell."""
        people = [one.id for one in self.month.people]
        days = [one.date for one in self.month.sheet.days] if self.month.sheet else []
        if cell.day in days:
            row = people.index(cell.staff) if cell.staff in people else 0
            self.setCurrentIndex(self.month.index(row, days.index(cell.day)))
            self.setFocus()

    @property
    def chosen(self) -> list[Cell]:
        """The cells selected, by day."""
        return sorted(self.month.cell(one) for one in self.selectedIndexes())

    @property
    def current(self) -> Cell | None:
        """The cell the keyboard stands on."""
        here = self.currentIndex()
        return self.month.cell(here) if here.isValid() else None

    def paint_chosen(self, mark: Mark | None) -> None:
        """Paint what is selected; with a mark that stands in all of it already, take it off."""
        cells = self.chosen
        if not cells:
            return
        stands = mark is not None and all(self._has(one, mark) for one in cells)
        self.painted.emit(cells, None if stands else mark)

    def _has(self, cell: Cell, mark: Mark) -> bool:
        return [Mark(one.shift, one.role) for one in self.month.there.get(cell, ())] == [mark]

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        marks = self._marks()
        plain = event.modifiers() in (
            Qt.KeyboardModifier.NoModifier,
            Qt.KeyboardModifier.ShiftModifier,
        )
        if plain and event.text().upper() in marks:
            self.paint_chosen(marks[event.text().upper()])
        elif event.key() == Qt.Key.Key_Space:
            self.paint_chosen(self.brush or next(iter(marks.values()), None))
        elif event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.paint_chosen(None)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.current:
            self.swap_wanted.emit(self.current)
        else:
            super().keyPressEvent(event)

    def _marks(self) -> dict[str, Mark]:
        """The letters that paint here."""
        if self.month.sheet is None:
            return {}
        shifts = self.month.sheet.rules.shifts
        return {letter: mark for mark, letter in LETTERS.items() if mark.shift in shifts}

    @override
    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        if event.button() == Qt.MouseButton.LeftButton and (self.brush or self.erasing):
            self.paint_chosen(self.brush)


class _Painter(QStyledItemDelegate):
    """A cell on the ground of its day: a word on a colour; what is wrong has an edge."""

    @override
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        found: Any = option
        rect: QRect = found.rect
        month: Any = index.model()
        cell = month.cell(index)
        chosen = bool(found.state & QStyle.StateFlag.State_Selected)
        day = month.sheet.days[index.column()]
        painter.save()
        ground = "sel" if chosen else "surface" if day.kind in ("", "workday") else "head"
        painter.fillRect(rect, theme.color(ground))
        self._mark(painter, rect, month, cell)
        if index == found.widget.currentIndex():
            painter.setPen(QPen(theme.color("brand600"), 2))
            painter.drawRect(rect.adjusted(1, 1, -1, -1))
        painter.restore()

    def _mark(self, painter: QPainter, rect: QRect, month: Any, cell: Cell) -> None:
        on = month.there.get(cell, ())
        inner = rect.adjusted(_INSET, _INSET, -_INSET, -_INSET)
        ink = "ink4"
        if on:
            leads = any(one.role == LEADER for one in on)
            painter.fillRect(inner, theme.color("brand600" if leads else "brand100"))
            ink = "on_brand" if leads else "brand900"
        if cell in month.wrong:
            painter.setPen(QPen(theme.color("bad"), 2))
            painter.drawRect(inner)
        weight = QFont.Weight.Bold if on else QFont.Weight.Normal
        painter.setFont(theme.font("caption", weight))
        painter.setPen(theme.color(ink))
        painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, month.text(cell))


def _named(person: Person, role: int) -> str | None:
    """Who a row is about: in short, and in full to who looks or listens closer."""
    if role == Qt.ItemDataRole.DisplayRole:
        return person.short
    full = role in (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole)
    return person.told if full else None


def _head(day: Day) -> str:
    """A day above its column; a holiday says that it is one."""
    return f"{day.date.day}\n{'假' if day.kind == HOLIDAY else _WEEKDAYS[day.date.weekday()]}"
