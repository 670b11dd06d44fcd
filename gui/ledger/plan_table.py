"""The rows of a workbook with what will become of each: verdict, reason, the cells as they are."""

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
)
from typing_extensions import override

from core.intake.body import Line
from core.intake.table import Table
from core.ledger import Ledger
from core.record import Field
from core.services.importing import Plan
from core.services.verdict import PlannedRow
from gui import theme
from gui.widgets import parts

Index = QModelIndex | QPersistentModelIndex

VERDICTS: Mapping[str, tuple[str, str]] = {
    "new": ("新增", "ok"),
    "updated": ("更新", "info"),
    "unchanged": ("不变", "mute"),
    "skipped": ("跳过", "warn"),
    "failed": ("有错", "bad"),
}
"""Each verdict's word and tone."""

_HEADS = ("行", "结果", "说明")
_LINE, _VERDICT, _TOLD = range(3)
_LINE_WIDTH, _VERDICT_WIDTH, _FIELD_WIDTH, _TOLD_WIDTH = 56, 76, 116, 240
_NOWHERE = QModelIndex()
_MIDDLE_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


class PlanModel(QAbstractTableModel):
    """Every row, or those of one verdict."""

    def __init__(self) -> None:
        super().__init__()
        self.rows: Sequence[PlannedRow] = ()
        self._fields: Sequence[Field] = ()
        self._table: Table | None = None
        self._lines: Mapping[int, Line] = {}

    def show(self, ledger: Ledger, plan: Plan, verdict: str | None) -> None:
        """Show the rows of a plan."""
        self.beginResetModel()
        self.rows = [row for row in plan.rows if verdict in (None, row.verdict)]
        self._fields = [ledger.field(one.key) for one in plan.table.head.mapped]
        self._table = plan.table
        self._lines = {line.line: line for line in plan.table.lines}
        self.endResetModel()

    @override
    def rowCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self.rows)

    @override
    def columnCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(_HEADS) + len(self._fields)

    @override
    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation != Qt.Orientation.Horizontal or role != Qt.ItemDataRole.DisplayRole:
            return None
        return (*_HEADS, *(one.label for one in self._fields))[section]

    @override
    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        row, column = self.rows[index.row()], index.column()
        if role in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole}:
            return self._text(row, column)
        if role == Qt.ItemDataRole.ForegroundRole and self._is_wrong(row, column):
            return theme.color("bad" if row.verdict == "failed" else "warn")
        return None

    def _text(self, row: PlannedRow, column: int) -> str:
        if column < len(_HEADS):
            told = "；".join(problem.text for problem in row.problems)
            return (str(row.line), VERDICTS[row.verdict][0], told)[column]
        line = self._lines.get(row.line)
        if self._table is None or line is None:
            return ""
        return " ".join(self._table.text(line, self._fields[column - len(_HEADS)].key).split())

    def _is_wrong(self, row: PlannedRow, column: int) -> bool:
        if column < len(_HEADS):
            return column == _TOLD
        return any(one.field == self._fields[column - len(_HEADS)].key for one in row.problems)


class PlanTable(QTableView):
    """As many columns of the workbook as fit beside the reason; `decided` names one row's line."""

    decided = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self.plan = PlanModel()
        self.setModel(self.plan)
        self.setAccessibleName("导入预览")
        self.setItemDelegateForColumn(_VERDICT, _Chips(self))
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setMinimumSize(240, 120)
        rows, head = self.verticalHeader(), self.horizontalHeader()
        rows.hide()
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        rows.setDefaultSectionSize(theme.size("row"))
        head.setDefaultAlignment(_MIDDLE_LEFT)
        head.setHighlightSections(False)
        self.plan.modelReset.connect(self._fit)
        self.doubleClicked.connect(self._decide)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Space:
            self._decide(self.currentIndex())
        else:
            super().keyPressEvent(event)

    def _decide(self, index: Index) -> None:
        if index.isValid():
            self.decided.emit(self.plan.rows[index.row()].line)

    def go_to(self, line: int) -> None:
        """Bring the cursor back to a line after the rows were judged anew."""
        place = next((n for n, row in enumerate(self.plan.rows) if row.line == line), 0)
        self.setCurrentIndex(self.plan.index(place, 0))

    def _fit(self) -> None:
        left = self.viewport().width() - _LINE_WIDTH - _VERDICT_WIDTH
        fields = self.plan.columnCount() - len(_HEADS)
        if fields < 0 or not self.plan.columnCount():
            return
        shown = min(fields, max(1, (left - _TOLD_WIDTH) // _FIELD_WIDTH))
        for place in range(fields):
            column = len(_HEADS) + place
            self.setColumnHidden(column, place >= shown)
            self.setColumnWidth(column, _FIELD_WIDTH)
        self.setColumnWidth(_LINE, _LINE_WIDTH)
        self.setColumnWidth(_VERDICT, _VERDICT_WIDTH)
        self.setColumnWidth(_TOLD, left - shown * _FIELD_WIDTH)


class _Chips(QStyledItemDelegate):
    """Paints verdicts as chips."""

    @override
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        blank = self.parent()
        assert isinstance(blank, PlanTable)
        word, tone = VERDICTS[blank.plan.rows[index.row()].verdict]
        looks: Any = option
        if index.row() in {one.row() for one in blank.selectedIndexes()}:
            painter.fillRect(looks.rect, theme.color("sel"))
        painter.fillRect(
            looks.rect.left(), looks.rect.bottom(), looks.rect.width(), 1, theme.color("line2")
        )
        parts.paint_chip(painter, looks.rect.adjusted(8, 0, -4, -1), word, tone)
