"""What can be done with the chosen attachments: a row of words below the list, and its menu."""

from collections.abc import Callable, Mapping

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QFrame, QMenu

from gui.widgets import parts

OPEN, NOTE, SAVE, REMOVE, RESTORE = "打开", "说明", "另存为…", "删除", "找回"


class AttachmentActs(QFrame):
    """Shows only what may be done now; nothing chosen, nothing shown."""

    def __init__(self, acts: Mapping[str, Callable[[], object]]) -> None:
        super().__init__()
        self.setProperty("kind", "scrolled")
        self._acts = dict(acts)
        across = parts.columns(self, gap=10)
        self.buttons = {words: parts.button(words, act, kind="link") for words, act in acts.items()}
        for button in self.buttons.values():
            across.addWidget(button)
        across.addStretch()

    def offer(self, chosen: int, *, may: bool, gone: bool) -> None:
        """Offer what suits so many chosen ones, there or taken away."""
        offered = {
            OPEN: chosen == 1,
            NOTE: chosen == 1 and may and not gone,
            SAVE: bool(chosen),
            REMOVE: bool(chosen) and may and not gone,
            RESTORE: bool(chosen) and may and gone,
        }
        for words, button in self.buttons.items():
            button.setVisible(offered[words])
        self.setVisible(bool(chosen))

    def open_menu(self, at: QPoint) -> None:
        """The same acts as a menu, at a place of the screen."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for words, act in self._acts.items():
            if not self.buttons[words].isHidden():
                menu.addAction(words, act)
        menu.popup(at)
