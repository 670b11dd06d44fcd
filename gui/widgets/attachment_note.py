"""What an attachment is called and what it shows, typed below the list."""

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QLineEdit
from typing_extensions import override

from core.errors import UserError
from core.records.attachment import Attachment
from gui.widgets import parts

_LONGEST = 120


class AttachmentNote(QFrame):
    """`written` tells the attachment with its new name and note; `left` when that is over."""

    written = Signal(object, str, str)
    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("kind", "card")
        self._one: Attachment | None = None
        down = parts.rows(self, (10, 8, 10, 8), 6)
        self.name, self.note = QLineEdit(), QLineEdit()
        for words, box in (("名称", self.name), ("说明", self.note)):
            box.setAccessibleName(words)
            box.setMaxLength(_LONGEST)
            box.returnPressed.connect(self._keep)
            across = parts.columns()
            across.addWidget(parts.label(words, "cell_name"))
            across.addWidget(box, 1)
            down.addLayout(across)
        self.note.setPlaceholderText("拍的是什么、谁提供的，如“东墙裂缝，申请人提供”")
        self._problem = parts.label("", "problem")
        self._problem.setWordWrap(True)
        foot = parts.columns()
        foot.addWidget(self._problem, 1)
        foot.addWidget(parts.button("取消", self.leave, kind="link"))
        foot.addWidget(parts.button("保存说明", self._keep))
        down.addLayout(foot)
        self.hide()

    def show_one(self, one: Attachment) -> None:
        """Begin with what is known."""
        self._one = one
        self.name.setText(one.name)
        self.note.setText(one.note or "")
        self._problem.setText("")
        self.show()
        self.note.setFocus()

    def leave(self) -> None:
        """Put the boxes away."""
        self.hide()
        self.left.emit()

    def refuse(self, error: UserError) -> None:
        """Say what is wrong; what was typed stays."""
        self._problem.setText(error.text)

    @override
    def event(self, event: QEvent) -> bool:
        """Esc belongs to what is typed here, not to the screen around it."""
        if isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape:
            event.accept()
            if event.type() == QEvent.Type.KeyPress:
                self.leave()
            return True
        return super().event(event)

    def _keep(self) -> None:
        if self._one is not None:
            self.written.emit(self._one, self.name.text(), self.note.text())
