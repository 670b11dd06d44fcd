"""同上: a field of a new record takes the value of the record one registered before."""

from collections.abc import Mapping
from functools import partial

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QPushButton, QWidget
from shiboken6 import isValid

from core.ledger import Ledger
from core.services import again
from gui.tasks import Desk, Query
from gui.widgets import parts
from gui.widgets.field_box import FieldBox

KEY = "Ctrl+D"
_NEVER = "这一栏每件都不同，不能用“同上”"
_FIRST = "本台账里您还没有登记过，没有可带的内容"
_EMPTY = "上一条的这一栏是空的"
_SAME = "同上一条，可修改"


class Again(QObject):
    """Ctrl+D, or the word 同上 above the field that has the keyboard; `on` for new records."""

    def __init__(
        self, desk: Desk, form: QWidget, ledger: Ledger, boxes: Mapping[str, FieldBox]
    ) -> None:
        super().__init__(form)
        self.on = True
        self._desk = desk
        self._form = form
        self._ledger = ledger
        self._boxes = boxes
        keys = (column.key for column in ledger.again)
        self._buttons = {key: self._button(boxes[key]) for key in keys if key in boxes}
        shortcut = QShortcut(QKeySequence(KEY), form, self.take)
        shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        app.focusChanged.connect(self._on_focus)

    def take(self) -> None:
        """Fill the field that has the keyboard."""
        box = self._here(QApplication.focusWidget())
        if box is None or not self.on:
            return
        if box.key not in self._buttons:
            box.remark(_NEVER)
            return
        asked = (self._ledger.name, self._desk.station.actor.id)
        Query(self._desk, self._form, again.texts, *asked).then(partial(self._put, box)).start()

    def _put(self, box: FieldBox, before: Mapping[str, str]) -> None:
        text = before.get(box.key, "")
        if not text:
            box.remark(_EMPTY if before else _FIRST)
            return
        box.fill(text, _SAME)
        box.set_problem("")
        box.edited.emit(box.key)

    def _button(self, box: FieldBox) -> QPushButton:
        made = parts.button(
            "同上", self.take, kind="word", tip=f"取上一条的{box.field.label}（{KEY}）"
        )
        made.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        made.setFixedHeight(made.fontMetrics().lineSpacing())
        made.hide()
        box.head.addWidget(made)
        return made

    def _here(self, now: QWidget | None) -> FieldBox | None:
        boxes = self._boxes.values()
        return next((box for box in boxes if now is not None and box.isAncestorOf(now)), None)

    def _on_focus(self, _before: QWidget | None, now: QWidget | None) -> None:
        if not isValid(self._form) or (now is not None and now.window() is not self._form.window()):
            return
        here = self._here(now)
        for key, button in self._buttons.items():
            button.setVisible(self.on and here is not None and here.key == key)
