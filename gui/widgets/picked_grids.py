"""Several grids picked one after the other: from a list, or as names of new ones."""

from collections.abc import Sequence
from uuid import UUID

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame
from typing_extensions import override

from gui import theme
from gui.widgets import parts
from gui.widgets.choices import Choice, ChoiceEditor, SearchEditor
from gui.widgets.enter import EnterWatch
from gui.widgets.field_box import FieldBox
from gui.widgets.plain_table import PlainTable

_ROWS = 3


class _Picked(PlainTable):
    """Del takes the current row off."""

    dropped = Signal(int)

    def __init__(self, name: str) -> None:
        super().__init__(name, (("名称", 0), ("编码", 150)))
        self.setToolTip("Del 去掉这一行")

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Delete and self.currentRow() >= 0:
            self.dropped.emit(self.currentRow())
        else:
            super().keyPressEvent(event)


class PickedGrids(QFrame):
    """An editor, Enter puts what it says on the list below; `changed` tells that the list did."""

    changed = Signal()
    wanted = Signal(str)

    def __init__(self, box: FieldBox) -> None:
        super().__init__()
        self.box = box
        self.rows: list[tuple[UUID, str, str]] = []
        self.table = _Picked(box.field.label)
        self.table.setMaximumHeight(_ROWS * theme.size("row"))
        self.table.dropped.connect(self._drop)
        down = parts.rows(self, gap=4)
        across = parts.columns()
        across.addWidget(box, 1)
        beside = parts.rows(margins=(0, 24, 0, 0))
        beside.addWidget(parts.button("加入", self.add, "plus", tip="回车"))
        beside.addStretch()
        across.addLayout(beside)
        down.addLayout(across)
        down.addWidget(self.table)
        line = box.editor.lineEdit() if isinstance(box.editor, SearchEditor) else None
        if line is not None:
            line.returnPressed.connect(self.add)
        else:
            enter = EnterWatch(self)
            enter.watch(box.editor)
            enter.pressed.connect(self.add)

    @property
    def ids(self) -> list[UUID]:
        """The grids picked, in order."""
        return [one for one, _, _ in self.rows]

    def set_choices(self, choices: Sequence[Choice]) -> None:
        """The grids there are to pick from."""
        if isinstance(self.box.editor, ChoiceEditor):
            self.box.editor.set_choices(choices)

    def add(self) -> None:
        """Ask for what the editor says; whoever listens puts it on the list."""
        if isinstance(self.box.editor, SearchEditor):
            self.box.editor.settle()
            typed = self.box.chosen
        else:
            typed = self.box.text().strip()
        self.box.set_problem("" if typed else f"请填{self.box.field.label}")
        if typed:
            self.wanted.emit(typed)

    def put(self, grid: UUID, name: str, code: str) -> None:
        """One more, once; the editor is free for the next."""
        if grid not in self.ids:
            self.rows.append((grid, name, code))
        self.box.set_text("")
        self.box.focus()
        self._show()

    def clear(self) -> None:
        """Forget them all."""
        self.rows.clear()
        self._show()

    def _drop(self, row: int) -> None:
        del self.rows[row]
        self._show()

    def _show(self) -> None:
        self.table.show_rows([(name, code) for _, name, code in self.rows])
        self.changed.emit()
