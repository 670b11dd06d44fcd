"""A list whose rows are painted and written on: arrows choose a row, typing begins to write.

Leaving a row keeps its text, and so does Esc; Enter goes to the row below.
"""

from collections.abc import Mapping, Sequence
from typing import Any, Protocol
from uuid import UUID

from PySide6.QtCore import (
    QAbstractItemModel,
    QAbstractListModel,
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QFocusEvent, QFont, QFontMetrics, QKeyEvent, QMouseEvent, QPainter
from PySide6.QtWidgets import (
    QAbstractItemDelegate,
    QAbstractItemView,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QWidget,
)
from typing_extensions import override

from gui import theme
from gui.widgets.editors import LineEditor

Index = QModelIndex | QPersistentModelIndex
Triggers = QAbstractItemView.EditTrigger

_ROW = Qt.ItemDataRole.UserRole
_ENTER = {Qt.Key.Key_Return, Qt.Key.Key_Enter}
_TABS = {Qt.Key.Key_Tab: True, Qt.Key.Key_Backtab: False}
_MARK = 3
_NOWHERE = QModelIndex()
_MIDDLE = Qt.AlignmentFlag.AlignVCenter


class TypedRow(Protocol):
    """What every row has: an identity (none for a heading), texts by part, and how it is told."""

    @property
    def key(self) -> UUID | None:
        """Which record it is."""

    @property
    def texts(self) -> Mapping[str, str]:
        """What may be written on it, the usual part first."""

    @property
    def said(self) -> str:
        """The whole row in words."""


class TypedList(QListView):
    """`typed` tells each change while it is typed: whose, which part, the text; `left` the end."""

    typed = Signal(object, str, str)
    left = Signal()
    moved = Signal()

    def __init__(self, name: str) -> None:
        super().__init__()
        self.read_only = False
        self.part = ""
        self._editor: LineEditor | None = None
        self._later: Sequence[TypedRow] | None = None
        self._rows = _Rows(self)
        self.setModel(self._rows)
        self.setItemDelegate(_Hand(self))
        self.setAccessibleName(name)
        self.setMouseTracking(True)
        self.setMinimumSize(120, 72)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setEditTriggers(Triggers.AnyKeyPressed | Triggers.DoubleClicked)
        self.selectionModel().currentChanged.connect(lambda *_: self.moved.emit())

    @property
    def rows(self) -> Sequence[TypedRow]:
        """What is shown."""
        return self._rows.rows

    @property
    def current(self) -> TypedRow | None:
        """The row the keyboard stands on."""
        place = self.currentIndex().row()
        return self.rows[place] if 0 <= place < len(self.rows) else None

    @property
    def writing(self) -> bool:
        """Whether an editor is open."""
        return self._editor is not None

    def show_rows(self, rows: Sequence[TypedRow]) -> None:
        """Show these; the current one stays, and so does an open editor with what is in it."""
        same = [one.key for one in rows] == [one.key for one in self.rows]
        if self.writing and not same:
            self._later = rows
            return
        self._later = None
        kept = self.current
        self._rows.show(rows, same=same)
        if not same and not (kept and self.choose(kept.key)):
            self.choose_first()

    def choose(self, key: UUID | None) -> bool:
        """Go to one row; nothing where it is not shown."""
        place = next((n for n, one in enumerate(self.rows) if one.key == key and key), None)
        if place is None:
            return False
        self.setCurrentIndex(self._rows.index(place))
        return True

    def choose_first(self) -> None:
        """Go to the first row that is no heading."""
        first = next((one.key for one in self.rows if one.key), None)
        self.choose(first)

    def write(self, part: str = "") -> None:
        """Open the editor of a part of the current row."""
        self.finish()
        self.part = part
        if self.may_write(self.currentIndex()):
            self.edit(self.currentIndex())
        else:
            self.part = ""

    def finish(self) -> None:
        """Close an open editor; what it holds has been told."""
        if self._editor is not None:
            hand = self.itemDelegate()
            hand.commitData.emit(self._editor)
            hand.closeEditor.emit(self._editor, QAbstractItemDelegate.EndEditHint.NoHint)

    def may_write(self, index: Index) -> bool:
        """Whether the part may be written now."""
        row = self.row_at(index)
        return row is not None and not self.read_only and self.part_of(row) in row.texts

    def part_of(self, row: TypedRow) -> str:
        """The part asked for, else the first."""
        return self.part or next(iter(row.texts), "")

    def row_at(self, index: Index) -> TypedRow | None:
        """The row at an index."""
        place = index.row()
        return self.rows[place] if 0 <= place < len(self.rows) else None

    def spot(self, row: TypedRow, part: str, place: QRect) -> QRect:
        """Where in the row's place a part is written."""
        raise NotImplementedError

    def paint_row(self, painter: QPainter, place: QRect, row: TypedRow) -> None:
        """Paint one row on its ground."""
        raise NotImplementedError

    def height_of(self, row: TypedRow) -> int:
        """How high a row is."""
        return theme.size("row" if row.key else "row_compact")

    def editor_title(self, row: TypedRow, part: str) -> str:
        """What the editor is called to those who cannot see it."""
        return f"{part}，{row.said}"

    def opened(self, editor: LineEditor) -> None:
        """An editor was made."""
        self._editor = editor

    def closed(self) -> None:
        """The editor is gone: what waited for it is shown."""
        self._editor = None
        self.part = ""
        if self._later is not None:
            self.show_rows(self._later)
        self.left.emit()

    def step(self, by: int = 1) -> None:
        """Go to a neighbour that is no heading."""
        places = [n for n, one in enumerate(self.rows) if one.key]
        here = self.currentIndex().row()
        if here in places:
            there = min(max(places.index(here) + by, 0), len(places) - 1)
            self.setCurrentIndex(self._rows.index(places[there]))

    def go_on(self, *, forward: bool) -> None:
        """Leave the list by Tab from inside an editor."""
        self.finish()
        self.focusNextPrevChild(forward)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in _ENTER and not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.write()
        else:
            super().keyPressEvent(event)

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        super().mousePressEvent(event)
        at = event.position().toPoint()
        index = self.indexAt(at)
        row = self.row_at(index)
        if row is not None and event.button() == Qt.MouseButton.LeftButton:
            self._write_at(row, index, at)

    @override
    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if not self.currentIndex().isValid():
            self.choose_first()

    def _write_at(self, row: TypedRow, index: Index, at: QPoint) -> None:
        usual = self.part_of(row)
        if usual and self.spot(row, usual, self.visualRect(index)).contains(at):
            self.write()


class _Rows(QAbstractListModel):
    """The rows as Qt asks for them."""

    def __init__(self, view: TypedList) -> None:
        super().__init__(view)
        self._view = view
        self.rows: Sequence[TypedRow] = ()

    def show(self, rows: Sequence[TypedRow], *, same: bool) -> None:
        """Take new rows; those of the same identities are only painted anew."""
        if same:
            self.rows = rows
            self.dataChanged.emit(self.index(0), self.index(max(0, len(rows) - 1)))
            return
        self.beginResetModel()
        self.rows = rows
        self.endResetModel()

    @override
    def rowCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self.rows)

    @override
    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not 0 <= index.row() < len(self.rows):
            return None
        row = self.rows[index.row()]
        if role == _ROW:
            return row
        told = {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole}
        if role in {*told, Qt.ItemDataRole.AccessibleTextRole}:
            return row.said
        return None

    @override
    def flags(self, index: Index) -> Qt.ItemFlag:
        if not 0 <= index.row() < len(self.rows) or self.rows[index.row()].key is None:
            return Qt.ItemFlag.NoItemFlags
        usual = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        return usual | Qt.ItemFlag.ItemIsEditable if self._view.may_write(index) else usual


class _Hand(QStyledItemDelegate):
    """Paints through the list, and writes with a line editor."""

    def __init__(self, view: TypedList) -> None:
        super().__init__(view)
        self._view = view

    @override
    def paint(self, painter: QPainter, option: Any, index: Index) -> None:
        row: TypedRow = index.data(_ROW)
        place: QRect = option.rect
        painter.save()
        if row.key:
            self._ground(painter, place, option, index)
        self._view.paint_row(painter, place, row)
        painter.restore()

    def _ground(self, painter: QPainter, place: QRect, option: Any, index: Index) -> None:
        here = index.row() == self._view.currentIndex().row()
        awake = self._view.hasFocus() or self._view.writing
        if here and awake:
            painter.fillRect(place, theme.color("sel"))
        elif option.state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(place, theme.color("hover"))
        painter.fillRect(place.left(), place.bottom(), place.width(), 1, theme.color("line2"))
        if here:
            token = "brand600" if awake else "brand100"
            painter.fillRect(place.left(), place.top(), _MARK, place.height(), theme.color(token))

    @override
    def sizeHint(self, option: Any, index: Index) -> QSize:
        return QSize(100, self._view.height_of(index.data(_ROW)))

    @override
    def createEditor(self, parent: QWidget, option: Any, index: Index) -> LineEditor:
        row: TypedRow = index.data(_ROW)
        part = self._view.part_of(row)
        editor = LineEditor(parent)
        editor.setAccessibleName(self._view.editor_title(row, part))
        editor.setText(row.texts[part])
        editor.edited.connect(lambda: self._view.typed.emit(row.key, part, editor.text()))
        editor.returnPressed.connect(self._on_enter)
        self._view.opened(editor)
        return editor

    @override
    def destroyEditor(self, editor: QWidget, index: Index) -> None:
        super().destroyEditor(editor, index)
        self._view.closed()

    @override
    def setEditorData(self, editor: QWidget, index: Index) -> None:
        """Nothing: the editor began with the text, and what is typed wins over what is read."""

    @override
    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: Index) -> None:
        """Nothing: each change was told while it was typed."""

    @override
    def updateEditorGeometry(self, editor: QWidget, option: Any, index: Index) -> None:
        row: TypedRow = index.data(_ROW)
        spot = self._view.spot(row, self._view.part_of(row), option.rect)
        height = editor.sizeHint().height()
        editor.setGeometry(spot.left(), spot.center().y() - height // 2, spot.width(), height)

    @override
    def eventFilter(self, editor: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            key = Qt.Key(event.key())
            if key in _TABS:
                self._view.go_on(forward=_TABS[key])
                return True
            if key in _ENTER:
                return False
        return super().eventFilter(editor, event)

    def _on_enter(self) -> None:
        self._view.finish()
        self._view.step()


def paint_text(painter: QPainter, place: QRect, text: str, font: QFont, tone: str = "ink") -> None:
    """One line of text in the middle of its place, cut with … where it is too long."""
    painter.setFont(font)
    painter.setPen(theme.color(tone))
    shown = QFontMetrics(font).elidedText(text, Qt.TextElideMode.ElideRight, place.width())
    painter.drawText(place, _MIDDLE, shown)
