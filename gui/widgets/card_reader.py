"""An identity card read into a form: by a reader that types like a keyboard, or pasted.

What a card says is offered as a whole and taken with one key; what somebody typed stays.
"""

from collections.abc import Callable, Mapping

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence, QShowEvent
from PySide6.QtWidgets import QApplication, QFrame, QPlainTextEdit, QWidget
from typing_extensions import override

from core import card, codes
from core.card import Card
from core.draft import Texts
from gui.tasks import Desk
from gui.widgets import keys, parts
from gui.widgets.field_box import FieldBox

PAUSE_MS = 60
"""Between two keys of a reader lies less, between two of a hand more."""
TAKE = "F7"

_BREAKS = {Qt.Key.Key_Tab: "\t", Qt.Key.Key_Return: "\n", Qt.Key.Key_Enter: "\n"}
_FILLED = "由身份证读出，可修改"

Take = Callable[[Card, QWidget], object]


class CardReader(QFrame):
    """Hidden until a card is read; then it says whose, and offers to fill what stands empty.

    A reader's tabs scatter what it types over the form: once it pauses, and it was a card,
    the form is as it was before. `take` is given the card and where it was read.
    """

    def __init__(self, desk: Desk, form: QWidget, take: Take) -> None:
        super().__init__()
        self.setProperty("kind", "progress")
        self._desk = desk
        self._form = form
        self._take = take
        self._card: Card | None = None
        self._at: QWidget | None = None
        self._said = parts.label("", "cell")
        self._said.setWordWrap(True)
        self._fill = parts.button(f"填入空栏（{TAKE}）", self.take, kind="link")
        across = parts.columns(self, (12, 6, 8, 6), 12)
        across.addWidget(self._said, 1)
        across.addWidget(self._fill)
        across.addWidget(parts.button("不用", self.put_away, kind="link"))
        keys.give(form, {TAKE: self.take})
        self.hide()

    @property
    def text(self) -> str:
        """What is offered."""
        return "" if self.isHidden() else self._said.text()

    def take(self) -> None:
        """Fill in what was read."""
        found, at = self._card, self._at
        self.put_away()
        if found is not None and at is not None and not found.problem:
            self._take(found, at)

    def put_away(self) -> None:
        """What was read is wanted no more."""
        self._card = None
        self.hide()

    def understand(self, text: str, at: QWidget) -> bool:
        """Offer the card a text is; false where it is something else."""
        found = card.read(text, self._desk.station.today())
        if found is None:
            return False
        self._card, self._at = found, at
        whose = "、".join(filter(None, (found.name, codes.name_of("sex", found.sex))))
        wrong = f"没有填入：{found.problem}；也可以再读一次。"
        self._said.setText(wrong if found.problem else f"读到身份证：{whose}")
        self._fill.setVisible(not found.problem)
        self.show()
        return True


class ReaderKeys(QObject):
    """Listens to the keys of a form's window, for those that come faster than fingers."""

    def __init__(
        self,
        reader: CardReader,
        form: QWidget,
        texts: Callable[[], Texts],
        restore: Callable[[Texts], object],
    ) -> None:
        super().__init__(form)
        self._reader, self._form = reader, form
        self._texts, self._restore = texts, restore
        self._at: QWidget | None = None
        self._before: Texts = {}
        self._typed = ""
        self._pause = QTimer(self, singleShot=True, interval=PAUSE_MS)
        self._pause.timeout.connect(self._end)
        form.installEventFilter(self)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QShowEvent) and watched is self._form:
            window = self._form.window().windowHandle()
            if window is not None:
                window.installEventFilter(self)
        elif isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            return self._heard(event)
        return super().eventFilter(watched, event)

    def _heard(self, event: QKeyEvent) -> bool:
        """Note a key, wherever the one before has led; a paste that is a card goes no further."""
        at = QApplication.focusWidget()
        if not self._pause.isActive():
            if at is None or isinstance(at, QPlainTextEdit) or not self._form.isAncestorOf(at):
                return False
            if event.matches(QKeySequence.StandardKey.Paste):
                return self._reader.understand(QGuiApplication.clipboard().text(), at)
            self._at, self._before, self._typed = at, self._texts(), ""
        self._typed += _BREAKS.get(Qt.Key(event.key()), event.text())
        self._pause.start()
        return False

    def _end(self) -> None:
        """The keys pause: where they were a card, the form is as before and the card offered."""
        at, typed = self._at, self._typed
        self._typed = ""
        if at is not None and self._reader.understand(typed, at):
            lists = QApplication.activePopupWidget()
            if lists is not None:
                lists.close()
            self._restore(self._before)
            QTimer.singleShot(0, at, at.setFocus)


def fill(boxes: Mapping[str, FieldBox], found: Card) -> None:
    """Fill the fields that stand empty, each as if it had been typed."""
    texts = {
        "id_no": found.id_no,
        "sex": codes.name_of("sex", found.sex),
        "nationality": codes.name_of("nationality", found.nationality),
        "address": found.address,
        "name": found.name,
    }
    for key, text in texts.items():
        if text and key in boxes and not boxes[key].text().strip():
            boxes[key].editor.set_text(text)
            boxes[key].edited.emit(key)
            boxes[key].left.emit(key)
            boxes[key].remark(_FILLED)
