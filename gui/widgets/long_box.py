"""A field of several lines: it asks for so many, and takes more where the page has room."""

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QBoxLayout, QSizePolicy, QWidget
from typing_extensions import override

from core.record import Field
from gui.widgets.editors import LongEditor
from gui.widgets.field_box import FieldBox

_AROUND = 18


class TallEditor(LongEditor):
    """As high as its lines: the style sheet's least height is that of one."""

    def __init__(self, lines: int = 4, parent: QWidget | None = None) -> None:
        super().__init__(lines, parent)
        self._lines = lines
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.MinimumExpanding)

    @override
    def sizeHint(self) -> QSize:
        height = self._lines * self.fontMetrics().lineSpacing() + _AROUND
        return QSize(super().sizeHint().width(), height)


class LongBox(FieldBox):
    """The editor takes what room there is; the counter is shown once it has its place."""

    def __init__(self, field: Field, editor: TallEditor, limit: int = 0) -> None:
        super().__init__(field, editor)
        self._limit = limit
        self._count.setVisible(bool(limit))
        around = self.layout()
        if isinstance(around, QBoxLayout):
            around.setStretchFactor(editor, 1)
        self._refresh()
