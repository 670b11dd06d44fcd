"""Undo and redo of the person's own last act: named in the menu, asked about before done."""

from collections.abc import Callable
from datetime import datetime
from functools import partial

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QWidget

from core.journal.feed import Head
from core.services import history
from gui import ask
from gui.tasks import Desk, Perform, Query

UNDO, REDO = "撤销", "重做"


class Undoing(QObject):
    """Knows what can be taken back since the person unlocked; `looked` after each reading."""

    looked = Signal()

    def __init__(self, desk: Desk, owner: QWidget, since: datetime) -> None:
        super().__init__(owner)
        self._desk = desk
        self._owner = owner
        self._since = since
        self._looks = 0
        self.last: Head | None = None
        self.undone: Head | None = None
        self.undo_action = self._action(UNDO, self.undo)
        self.redo_action = self._action(REDO, self.redo)
        self._show()

    def look(self) -> None:
        """Read again what can be undone and redone; an answer that is overtaken is dropped."""
        self._looks += 1
        who = self._desk.station.actor.id
        query = Query(self._desk, self._owner, history.undoable, who, self._since)
        query.then(partial(self._know_last, self._looks)).start()

    def undo(self) -> None:
        """Ask, and take back the last act."""
        if self.last and self._asked(UNDO, self.last):
            self.take_back(self.last.seq)

    def redo(self) -> None:
        """Ask, and do again what was undone."""
        if self.undone and self._asked(REDO, self.undone):
            self.bring_back(self.undone.seq)

    def take_back(self, seq: int) -> None:
        """Undo without a question: the person pressed the button beside the act's name."""
        Perform(self._desk, self._owner, history.undo, seq).start()

    def bring_back(self, seq: int) -> None:
        """Do again what the undo of number `seq` took back."""
        Perform(self._desk, self._owner, history.redo, seq).start()

    def _asked(self, word: str, entry: Head) -> bool:
        text = f"{word}“{act_of(entry.label)}”？"
        return ask.yes(self._owner, word, text, word, "保留")

    def _action(self, word: str, act: Callable[[], None]) -> QAction:
        made = QAction(word, self)
        made.triggered.connect(lambda _checked: act())
        return made

    def _know_last(self, look: int, last: Head | None) -> None:
        if look == self._looks:
            who = self._desk.station.actor.id
            query = Query(self._desk, self._owner, history.redoable, who, self._since)
            query.then(partial(self._know_both, look, last)).start()

    def _know_both(self, look: int, last: Head | None, undone: Head | None) -> None:
        if look == self._looks:
            self.last, self.undone = last, undone
            self._show()
            self.looked.emit()

    def _show(self) -> None:
        for action, word, entry in (
            (self.undo_action, UNDO, self.last),
            (self.redo_action, REDO, self.undone),
        ):
            action.setText(f"{word}“{act_of(entry.label)}”" if entry else f"没有可{word}的操作")
            action.setEnabled(entry is not None)


def act_of(label: str) -> str:
    """What was done, also where the entry itself is an undo of it."""
    return label.removeprefix(UNDO).lstrip(":：") or label
