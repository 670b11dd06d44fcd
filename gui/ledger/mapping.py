"""Which column of a workbook means which field; the person may put it right."""

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QScrollArea

from core.intake.heads import Head
from core.ledger import Ledger
from gui.widgets import parts
from gui.widgets.choices import ChoiceEditor

_NOT = "不导入"
_LONGEST = 10


class MappingView(QScrollArea):
    """One line a column: its head as it stands there, the field it means, and what told so."""

    changed = Signal(str, str)

    def __init__(self) -> None:
        super().__init__()
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.editors: dict[str, ChoiceEditor] = {}

    def show_head(self, ledger: Ledger, head: Head) -> None:
        """Show every column; those without a field are not imported."""
        inside = parts.frame("scrolled")
        grid = QGridLayout(inside)
        grid.setContentsMargins(0, 0, 8, 0)
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(6)
        grid.setColumnStretch(1, 1)
        choices = [(one.key, one.label) for one in ledger.fields()]
        self.editors = {}
        for line, column in enumerate(head.columns):
            place = 2 * line
            name = parts.label(column.head[:_LONGEST], "cell")
            name.setToolTip(column.head)
            editor = ChoiceEditor(choices)
            editor.setItemText(0, _NOT)
            editor.setCurrentIndex(max(0, editor.findText(_label(ledger, column.key))))
            editor.setAccessibleName(f"“{column.head}”对应的栏目")
            editor.setMinimumContentsLength(5)
            editor.edited.connect(partial(self._on_edited, column.head, editor))
            grid.addWidget(name, place, 0)
            grid.addWidget(editor, place, 1)
            if column.why:
                grid.addWidget(parts.label(column.why, "caption"), place + 1, 1)
                editor.setAccessibleDescription(column.why)
            self.editors[column.head] = editor
        grid.setRowStretch(2 * len(head.columns), 1)
        self.setWidget(inside)

    def _on_edited(self, head: str, editor: ChoiceEditor) -> None:
        self.changed.emit(head, editor.chosen)


def _label(ledger: Ledger, key: str) -> str:
    return ledger.field(key).label if key else _NOT
