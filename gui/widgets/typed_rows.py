"""Lines of editors under common heads, each with room below for what is wrong with it."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication, QGridLayout

from gui.widgets import parts
from gui.widgets.below import Below
from gui.widgets.choices import SearchEditor
from gui.widgets.editors import LineEditor

AnyEditor = LineEditor | SearchEditor


class TypedRow(QObject):
    """One line: its editors by the field's key, and what is said below them."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.editors: dict[str, AnyEditor] = {}
        self.wrong = ""
        self.below = Below()

    def set_problem(self, text: str, key: str = "") -> None:
        """Say below the line what to do; `key` names the editor meant, which is `wrong` now."""
        self.wrong = key if text else ""
        self.below.set_problem(text)
        for name, editor in self.editors.items():
            parts.set_look(editor, state="problem" if text and name == key else "")

    def drop(self) -> None:
        """Take the line off the page."""
        for one in (*self.editors.values(), self.below):
            one.hide()
            one.deleteLater()
        self.deleteLater()


def place(
    grid: QGridLayout, rows: Sequence[TypedRow], name: str, labels: Mapping[str, str]
) -> None:
    """Lay the lines out below the heads; an editor just made can take the keyboard."""
    for n, row in enumerate(rows):
        for column, (key, editor) in enumerate(row.editors.items()):
            grid.addWidget(editor, 2 * n + 1, column)
            editor.show()
            editor.setAccessibleName(f"第{n + 1}项{labels[key]}")
            editor.setObjectName(f"{name}.{n}.{key}")
        grid.addWidget(row.below, 2 * n + 2, 0, 1, len(labels))


def at_keyboard(rows: Sequence[TypedRow]) -> int:
    """Which line the keyboard is in; the last, if in none."""
    now = QApplication.focusWidget()
    here = (n for n, row in enumerate(rows) if now in row.editors.values())
    return next(here, len(rows) - 1)
