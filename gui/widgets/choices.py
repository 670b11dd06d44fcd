"""Choosing one of several: from a short list, or by characters and pinyin, whole or initials."""

from collections.abc import Iterable, Sequence
from uuid import UUID

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPersistentModelIndex, QSize, Qt, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QKeyEvent,
    QMoveEvent,
    QStandardItem,
    QStandardItemModel,
    QWheelEvent,
)
from PySide6.QtWidgets import QComboBox, QCompleter, QListView, QWidget
from typing_extensions import override

from core import words
from core.progress import Progress, silent
from gui import theme
from gui.widgets import parts
from gui.widgets.editors import LineEditor, width_of

Choice = tuple[str, str]

LONG_LIST = 10

_KEY = Qt.ItemDataRole.UserRole
_FOUND_BY = Qt.ItemDataRole.UserRole + 1
_ROOM, _WIDEST, _BESIDE = 8, 28, 40
_TOWNS = ("镇", "乡", "街道")
_ENTER = {Qt.Key.Key_Return, Qt.Key.Key_Enter}


def learn_sounds(progress: Progress = silent) -> None:
    """Load pinyin away from the window, before the first letter is typed into a choice."""
    progress("拼音")
    words.keys("甲")
    words.by_sound("甲")


class ChoiceEditor(QComboBox):
    """One of a few `choices` (key, words), picked from a list."""

    edited = Signal()
    left = Signal()

    def __init__(self, choices: Sequence[Choice] = (), parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setPlaceholderText("请选择")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMaxVisibleItems(12)
        self.activated.connect(lambda _index: self.edited.emit())
        self.set_choices(choices)
        self._look(self.currentIndex())
        self.currentIndexChanged.connect(self._look)

    def set_choices(self, choices: Sequence[Choice]) -> None:
        """Offer these; what is shown stays shown."""
        shown, chosen = self.text(), self.chosen
        self.setModel(self._modelled(choices))
        stays = chosen and self.findData(chosen, _KEY) >= 0
        self.set_text(chosen if stays else shown)

    def text(self) -> str:
        """The words chosen."""
        return self.currentText()

    def set_text(self, text: str) -> None:
        """Choose by words or by key; nothing where neither is on offer."""
        self.setCurrentIndex(self._index_of(text))

    def key_of(self, text: str) -> str:
        """The key behind the words, or nothing."""
        index = self.findText(text, Qt.MatchFlag.MatchExactly) if text else -1
        return str(self.itemData(index, _KEY)) if index >= 0 else ""

    @property
    def chosen(self) -> str:
        """The key behind what is shown; empty where the words match nothing on offer."""
        index, shown = self.currentIndex(), self.text()
        if index >= 0 and self.itemText(index) == shown:
            return str(self.itemData(index, _KEY))
        return self.key_of(shown)

    def named_in(self, text: str) -> str:
        """The key of the one choice whose name stands in a text: 东风村第1网格, not 东风村."""
        names = {self.itemText(row): row for row in range(self.count())}
        met = [name for name in names if name and name in text and not name.endswith(_TOWNS)]
        longest = max(met, key=len, default="")
        certain = bool(longest) and all(name in longest for name in met)
        return str(self.itemData(names[longest], _KEY)) if certain else ""

    @override
    def sizeHint(self) -> QSize:
        """Room for a few characters; Qt's own ways of asking for it make the list at once."""
        return QSize(width_of(_ROOM), theme.size("control") + 2)

    @override
    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    @override
    def showPopup(self) -> None:
        """The list is as wide as its words, however narrow the field."""
        self.view().setMinimumWidth(_wide_enough(self.itemText(n) for n in range(self.count())))
        super().showPopup()
        _keep_on_screen(self.view().window())

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """The first ↓ goes to the first choice, not to the empty line above it."""
        if event.key() == Qt.Key.Key_Down and self.currentIndex() < 0 and not self.isEditable():
            self.setCurrentIndex(0)
        super().keyPressEvent(event)

    @override
    def wheelEvent(self, event: QWheelEvent) -> None:
        """Let the page scroll: a wheel must not change an answer unseen."""
        event.ignore()

    @override
    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if event.reason() != Qt.FocusReason.PopupFocusReason:
            self.left.emit()

    def _look(self, index: int) -> None:
        """What is only a hint looks like one."""
        parts.set_look(self, empty="yes" if index < 0 else "")

    def _index_of(self, text: str) -> int:
        if not text:
            return -1
        found = self.findText(text, Qt.MatchFlag.MatchExactly)
        return found if found >= 0 else self.findData(text, _KEY)

    def _modelled(self, choices: Sequence[Choice]) -> QStandardItemModel:
        model = QStandardItemModel(self)
        for key, name in (("", ""), *choices):
            item = QStandardItem(name)
            item.setData(key, _KEY)
            item.setData(self._found_by(name), _FOUND_BY)
            model.appendRow(item)
        return model

    def _found_by(self, name: str) -> str:
        return name


class SearchEditor(ChoiceEditor):
    """One of many: typing filters the list, and leaving takes the one choice that was meant.

    What means several stays as it was typed. What is `beyond` is not offered, only understood where
    it is typed in full or already stands there. Ctrl+Enter in the open list settles the choice and
    tells `submitted`: a list that is open takes every key before the form's own shortcut hears it.
    """

    submitted = Signal()

    def __init__(self, choices: Sequence[Choice] = (), parent: QWidget | None = None) -> None:
        self._spelling = False
        self._choices: tuple[Choice, ...] = ()
        self._beyond: tuple[Choice, ...] = ()
        self._completions: QCompleter | None = None
        super().__init__(choices, parent)
        self.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        line = LineEditor(self)
        line.setPlaceholderText("输入几个字或拼音首字母")
        line.textEdited.connect(lambda _text: self._on_typed())
        self.setLineEdit(line)
        self.setCompleter(None)  # type: ignore[arg-type]  # Qt takes none, its stub does not

    @override
    def set_choices(self, choices: Sequence[Choice], beyond: Sequence[Choice] = ()) -> None:
        stands = self.chosen or self.text()
        self._choices, self._beyond = tuple(choices), tuple(beyond)
        super().set_choices(choices)
        self.set_text(stands)
        self._complete_from_model()

    @override
    def set_text(self, text: str) -> None:
        """Choose by words or by key; unknown words stay where they can be corrected."""
        index = self._index_of(text)
        self.setCurrentIndex(index)
        called = dict(self._beyond).get(text, text)
        self.setEditText(self.itemText(index) if index >= 0 else called)
        line = self.lineEdit()
        if line is not None and not self.hasFocus():
            line.setCursorPosition(0)

    @override
    def key_of(self, text: str) -> str:
        beyond = [key for key, name in self._beyond if name == text]
        return super().key_of(text) or (beyond[0] if len(beyond) == 1 else "")

    def settle(self) -> None:
        """Choose what the typed characters or letters mean; unknown words stay as they are."""
        typed = words.fold(self.text())
        found = self._meant(typed) if typed and not self.chosen else ""
        if found:
            self.set_text(found)
            self.edited.emit()

    @override
    def setAccessibleName(self, name: str) -> None:
        super().setAccessibleName(name)
        line = self.lineEdit()
        if line is not None:
            line.setAccessibleName(name)

    @override
    def focusInEvent(self, event: QFocusEvent) -> None:
        """The list that typing filters is made when one comes here: a form has many of these."""
        if self._completions is None:
            self._completions = _completions(self)
            picked = self._completions.activated[QModelIndex]  # type: ignore[index]  # an overload
            picked.connect(self._on_completed)
            self._completions.popup().installEventFilter(self)
            self.setCompleter(self._completions)
            self._complete_from_model()
        super().focusInEvent(event)

    @override
    def focusOutEvent(self, event: QFocusEvent) -> None:
        if event.reason() != Qt.FocusReason.PopupFocusReason:
            self.settle()
        super().focusOutEvent(event)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if (
            isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.KeyPress
            and event.key() in _ENTER
            and event.modifiers() & Qt.KeyboardModifier.ControlModifier
        ):
            self.settle()
            if self._completions is not None:
                self._completions.popup().hide()
            self.submitted.emit()
            return True
        return super().eventFilter(watched, event)

    def _complete_from_model(self) -> None:
        if self._completions is not None:
            self._completions.setModel(self.model())
            names = (name for _, name in self._choices)
            self._completions.popup().setMinimumWidth(_wide_enough(names))

    def _meant(self, typed: str) -> str:
        """The key of the one choice that was meant, or nothing."""
        found = matching(typed, self._choices)
        return found[0] if len(found) == 1 else ""

    @override
    def _found_by(self, name: str) -> str:
        spelled = words.keys(name) if self._spelling and name else ()
        return " ".join((name, *spelled))

    def _on_typed(self) -> None:
        self.edited.emit()
        if self.text().isascii() and not self._spelling:
            self._spelling = True
            self._spell()

    def _on_completed(self, index: QModelIndex) -> None:
        self.set_text(str(index.data(_KEY)))
        self.edited.emit()

    def _spell(self) -> None:
        """From the first letter on, choices are found by their sound as well."""
        typed = self.text()
        self.set_choices(self._choices, self._beyond)
        if self._completions is not None and typed and self.hasFocus():
            self._completions.setCompletionPrefix(typed)
            self._completions.complete()


def matching(typed: str, choices: Sequence[Choice]) -> list[str]:
    """The keys of the choices that begin with what was typed, by sound or letter; else hold it."""
    if typed.isascii():
        spelled = [(key, words.keys(name)) for key, name in choices]
        heard = [key for key, sounds in spelled if any(k.startswith(typed) for k in sounds)]
        heard = heard or [key for key, sounds in spelled if any(typed in k for k in sounds)]
    else:
        heard = [key for key, name in choices if words.fold(name).startswith(typed)]
    return heard or [key for key, name in choices if typed in words.fold(name)]


def keyed(found: Iterable[tuple[UUID, str]]) -> list[Choice]:
    """Records to choose from as an editor takes them."""
    return [(str(identity), name) for identity, name in found]


class _Completer(QCompleter):
    """Finds by characters and initials, but writes the words themselves."""

    @override
    def pathFromIndex(self, index: QModelIndex | QPersistentModelIndex) -> str:
        return str(index.data(Qt.ItemDataRole.DisplayRole))


def _completions(parent: SearchEditor) -> QCompleter:
    made = _Completer(parent)
    made.setCompletionRole(_FOUND_BY)
    made.setFilterMode(Qt.MatchFlag.MatchContains)
    made.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
    made.setMaxVisibleItems(12)
    popup = _Popup()
    popup.setProperty("kind", "completions")
    popup.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    made.setPopup(popup)
    return made


class _Popup(QListView):
    """Wider than its field where the words are, and still on the screen."""

    @override
    def moveEvent(self, event: QMoveEvent) -> None:
        super().moveEvent(event)
        _keep_on_screen(self)


def _wide_enough(names: Iterable[str]) -> int:
    """Room for the longest of these, and for the scrollbar beside it."""
    longest = max(map(len, names), default=0)
    return min(longest, _WIDEST) * theme.size("body") + _BESIDE


def _keep_on_screen(popup: QWidget) -> None:
    over = popup.frameGeometry().right() - popup.screen().availableGeometry().right()
    if over > 0:
        popup.move(popup.x() - over, popup.y())
