"""问：答： while people talk: Enter takes turns, F2 names who speaks, F3 has the usual sentences.

Enter on a turn without words leaves a line free, and the lines below it are plain; Shift+Enter goes
on within a turn.
"""

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QInputMethodEvent, QKeyEvent, QTextBlock, QTextCursor
from PySide6.QtWidgets import QMenu
from typing_extensions import override

from gui.widgets.long_box import TallEditor

ASKS, ANSWERS = "问：", "答："
SPEAKERS_KEY, PHRASES_KEY = Qt.Key.Key_F2, Qt.Key.Key_F3
_TURN = {ASKS: ANSWERS, ANSWERS: ASKS}
_ENTER = {Qt.Key.Key_Return, Qt.Key.Key_Enter}
_DIGITS = 9
_LONGEST = 40

Move = QTextCursor.MoveOperation
Keep = QTextCursor.MoveMode.KeepAnchor


class TalkEditor(TallEditor):
    """A record as it is said; the names and sentences it offers are the form's to give.

    `kept` tells a sentence somebody wants to be offered from now on.
    """

    kept = Signal(str)

    def __init__(self, lines: int = 8) -> None:
        super().__init__(lines)
        self.speakers: Sequence[str] = ()
        self.phrases: Sequence[str] = ()
        self._composing = False

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        shift = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        others = event.modifiers() & (
            Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier
        )
        if event.key() in _ENTER and not others:
            if not self._composing:
                self._on_enter(shift=shift)
        elif event.key() == SPEAKERS_KEY:
            self.offer_speakers()
        elif event.key() == PHRASES_KEY:
            self.offer_phrases()
        else:
            super().keyPressEvent(event)

    @override
    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        self._composing = bool(event.preeditString())
        super().inputMethodEvent(event)

    def offer_speakers(self) -> None:
        """Let a digit say who speaks."""
        self._pop(self._menu(self.speakers, self.name_speaker))

    def offer_phrases(self) -> None:
        """Let a digit say which sentence, or keep the one that is selected, or of this line."""
        menu = self._menu(self.phrases, self.put_phrase)
        said = self._said()
        if said and said not in self.phrases:
            menu.addSeparator()
            menu.addAction(f"&0 把“{_short(said)}”留作常用", partial(self.kept.emit, said))
        self._pop(menu)

    def name_speaker(self, name: str) -> None:
        """张永福： at the beginning of a line, in place of a turn without words; else the name."""
        cursor = self.textCursor()
        before = cursor.block().text()[: cursor.positionInBlock()].strip()
        if before not in {"", ASKS, ANSWERS}:
            cursor.insertText(name)
        else:
            cursor.movePosition(Move.StartOfBlock, Keep)
            cursor.insertText(f"{name}：")
        self._show(cursor)

    def put_phrase(self, sentence: str) -> None:
        """A sentence where the cursor is; on a line of its own unless a turn is open for it."""
        cursor = self.textCursor()
        line = cursor.block().text().strip()
        own = line not in {"", ASKS, ANSWERS}
        if own:
            cursor.movePosition(Move.EndOfBlock)
        cursor.insertText(f"\n{sentence}" if own else sentence)
        self._show(cursor)

    def _on_enter(self, *, shift: bool) -> None:
        cursor = self.textCursor()
        line = cursor.block().text().strip()
        turn = "" if shift else _turn(cursor.block())
        if self.document().isEmpty() and not shift:
            cursor.insertText(ASKS)
        elif line in _TURN and not shift:
            cursor.select(QTextCursor.SelectionType.LineUnderCursor)
            cursor.insertText("\n")
        else:
            cursor.insertText("\n" + _TURN.get(turn, ""))
        self._show(cursor)

    def _said(self) -> str:
        """What is selected, else this line without whose turn it is."""
        cursor = self.textCursor()
        line = cursor.selectedText() or cursor.block().text()
        for turn in _TURN:
            line = line.removeprefix(turn)
        return " ".join(line.split())

    def _menu(self, texts: Sequence[str], take: Callable[[str], None]) -> QMenu:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for n, text in enumerate(texts, 1):
            key = f"&{n} " if n <= _DIGITS else ""
            menu.addAction(key + _short(text), partial(take, text))
        return menu

    def _pop(self, menu: QMenu) -> None:
        if menu.isEmpty():
            menu.deleteLater()
            return
        menu.setActiveAction(menu.actions()[0])
        menu.popup(self.viewport().mapToGlobal(self.cursorRect().bottomLeft()))

    def _show(self, cursor: QTextCursor) -> None:
        self.setTextCursor(cursor)
        self.ensureCursorVisible()


def without_empty_turns(text: str) -> str:
    """The record without turns at its end that nobody took."""
    lines = text.rstrip().splitlines()
    while lines and lines[-1].strip() in {"", *_TURN}:
        lines.pop()
    return "\n".join(lines)


def _short(text: str) -> str:
    """A sentence as it stands in a menu."""
    shown = text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"
    return shown.replace("&", "&&")


def _turn(block: QTextBlock) -> str:
    """问： or 答：, whichever this line belongs to; nothing where turns were not taken."""
    while block.isValid() and block.text().strip():
        turn = next((one for one in _TURN if block.text().startswith(one)), "")
        if turn:
            return turn
        block = block.previous()
    return ""
