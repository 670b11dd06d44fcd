"""One page of an assistant: a question, why it is asked, and a few fields."""

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QFrame, QGridLayout, QWidget

from gui.widgets import parts
from gui.widgets.field_box import FieldBox

Check = Callable[[], FieldBox | None]
Row = Sequence[FieldBox]


class WizardPage(QFrame):
    """Fields in rows; `put_off` pages count as not answered, but keep what was typed."""

    def __init__(self, title: str, why: str, rows: Sequence[Row], *, optional: bool) -> None:
        super().__init__()
        self.setProperty("kind", "scrolled")
        self.optional = optional
        self.put_off = False
        self.checks: list[Check] = [self._required]
        self._boxes = [box for row in rows for box in row]
        for box in self._boxes:
            box.edited.connect(lambda _key, mended=box: mended.set_problem(""))
        self._down = parts.rows(self, gap=4)
        self._down.addWidget(parts.label(title, "title"))
        reason = parts.label(why, "cell_name")
        reason.setWordWrap(True)
        self._down.addWidget(reason)
        self._down.addSpacing(8)
        grid = QGridLayout()
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(4)
        most = max(len(row) for row in rows)
        for line, row in enumerate(rows):
            for column, box in enumerate(row):
                grid.addWidget(box, line, column, 1, 1 if len(row) > 1 else most)
        for column in range(most):
            grid.setColumnStretch(column, 1)
        self._down.addLayout(grid)
        self._down.addStretch(1)

    def add(self, part: QWidget) -> None:
        """Put something below the fields."""
        self._down.insertWidget(self._down.count() - 1, part)

    def check(self) -> FieldBox | None:
        """Say under the fields what is wrong; return the first to correct."""
        found = [wrong for check in self.checks if (wrong := check()) is not None]
        return found[0] if found else None

    def begin(self) -> None:
        """Go to the first field."""
        if self._boxes:
            self._boxes[0].focus()

    def _required(self) -> FieldBox | None:
        first = None
        for box in self._boxes:
            if box.field.required and not box.editor.objectName().startswith("new_secret"):
                empty = not box.text().strip()
                box.set_problem(f"请填写{box.field.label}" if empty else "")
                first = first or (box if empty else None)
        return first
