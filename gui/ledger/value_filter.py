"""One field's filter: a button that opens the values, each with how many there are of it."""

from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import ClassVar

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QListWidget, QListWidgetItem, QPushButton
from typing_extensions import override

from core import words
from gui.widgets import parts
from gui.widgets.choices import LONG_LIST, Choice
from gui.widgets.search_field import PAUSE_MS, SearchField

EMPTY = ""
"""The choice of records where the field is not filled in."""

_KEY = Qt.ItemDataRole.UserRole
_NAME = Qt.ItemDataRole.UserRole + 1


class ValueFilter(QPushButton):
    """Several values may be ticked; `changed` tells after a pause, or when the list closes.

    A page has many filters and few are opened: what stands below the button is made then.
    """

    changed = Signal()
    opened = Signal()
    room: ClassVar[tuple[int, int]] = (260, 320)

    def __init__(self, label: str, choices: Sequence[Choice] = ()) -> None:
        super().__init__()
        self.setProperty("kind", "filter")
        self.setAutoDefault(False)
        self.label = label
        self._names: dict[str, str] = {}
        self._chosen: dict[str, None] = {}
        self._told: tuple[str, ...] = ()
        self._pause = QTimer(self, singleShot=True, interval=PAUSE_MS)
        self._pause.timeout.connect(self._tell)
        self.clicked.connect(lambda _checked: self.open())
        self.set_choices(choices)

    @cached_property
    def popup(self) -> QFrame:
        """What stands below the button."""
        made = self._lay_out()
        self._offer()
        self._tick()
        return made

    @property
    def chosen(self) -> tuple[str, ...]:
        """The keys of the ticked values."""
        return tuple(self._chosen)

    def text_chosen(self) -> str:
        """The ticked values in words; nothing where none is."""
        return "、".join(map(self.name_of, self._chosen))

    def name_of(self, key: str) -> str:
        """What a choice is called."""
        return self._names.get(key, key)

    def choose(self, wanted: Sequence[str]) -> None:
        """Tick these values, by key or by name, and no others; nobody is told."""
        keys = {name: key for key, name in self._names.items()}
        self._chosen = dict.fromkeys(keys.get(one, one) for one in wanted)
        self._told = self.chosen
        self._show()

    def set_choices(self, choices: Sequence[Choice]) -> None:
        """Offer these values, and what is not filled in."""
        self._names = {**dict(choices), EMPTY: "未填"}
        if "popup" in vars(self):
            self._offer()
        self._show()

    def show_counts(self, counts: Mapping[str, int]) -> None:
        """How many records there are of each value, under all other conditions."""
        self.list.blockSignals(True)
        for item in self._items():
            item.setText(f"{item.data(_NAME)}　{counts.get(item.data(_KEY), 0):,}")
        self.list.blockSignals(False)

    def open(self) -> None:
        """Show the values below the button."""
        width, height = self.room
        self.popup.resize(max(width, self.width()), height)
        self.popup.move(self.mapToGlobal(QPoint(0, self.height() + 2)))
        self.search.clear()
        self.popup.show()
        many = len(self._names) > LONG_LIST
        (self.search if many else self.list).setFocus(Qt.FocusReason.PopupFocusReason)
        self.list.setCurrentRow(max(0, self.list.currentRow()))
        self.opened.emit()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in {Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.open()
        else:
            super().keyPressEvent(event)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Enter closes the list, ↓ goes from the words to the values, closing tells at once."""
        if event.type() == QEvent.Type.Hide and watched.parent() is self:
            self._tell()
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
                self.popup.hide()
                return True
            if watched is self.search and event.key() == Qt.Key.Key_Down:
                self.list.setFocus()
                return True
        return super().eventFilter(watched, event)

    def _lay_out(self) -> QFrame:
        popup = QFrame(self, Qt.WindowType.Popup)
        popup.setProperty("kind", "card")
        self.search = SearchField(f"找{self.label}")
        self.search.textChanged.connect(self._narrow)
        self.list = QListWidget()
        self.list.setAccessibleName(f"{self.label}的各项，空格勾选")
        self.list.setUniformItemSizes(True)
        self.list.itemChanged.connect(self._on_ticked)
        self.down = parts.rows(popup, (8, 8, 8, 8), 4)
        self.down.addWidget(self.search)
        self.down.addWidget(self.list, 1)
        self.down.addWidget(parts.button("全部（不限）", self._untick, kind="link"))
        for part in (popup, self.search, self.list):
            part.installEventFilter(self)
        return popup

    def _offer(self) -> None:
        """Put the values into the list."""
        self.list.blockSignals(True)
        self.list.clear()
        for key, name in self._names.items():
            item = QListWidgetItem(name, self.list)
            item.setData(_KEY, key)
            item.setData(_NAME, name)
        self.list.blockSignals(False)
        self.search.setVisible(len(self._names) > LONG_LIST)

    def _items(self) -> Sequence[QListWidgetItem]:
        return [self.list.item(row) for row in range(self.list.count())]

    def _narrow(self, typed: str) -> None:
        """Only what the typed characters, or their sounds, stand in."""
        typed = typed.strip().lower()
        for item in self._items():
            name = str(item.data(_NAME))
            met = typed in name.lower() or any(key.startswith(typed) for key in words.keys(name))
            item.setHidden(bool(typed) and not met)

    def _on_ticked(self, item: QListWidgetItem) -> None:
        key = str(item.data(_KEY))
        if item.checkState() == Qt.CheckState.Checked:
            self._chosen[key] = None
        else:
            self._chosen.pop(key, None)
        self._show()
        self._pause.start()

    def _untick(self) -> None:
        self._chosen = {}
        self._show()
        self.popup.hide()

    def _tell(self) -> None:
        self._pause.stop()
        if self.chosen != self._told:
            self._told = self.chosen
            self.changed.emit()

    def _show(self) -> None:
        """The button says what is ticked; a filter that narrows looks filled."""
        if "popup" in vars(self):
            self._tick()
        first, *more = [self.name_of(key) for key in self._chosen] or [""]
        said = f"{first} 等 {len(more) + 1} 项" if more else first
        self.setText(f"{said or self.label} ▾")
        self.setAccessibleName(f"按{self.label}筛选：{self.text_chosen() or '全部'}")
        parts.set_look(self, active="yes" if self._chosen else "")

    def _tick(self) -> None:
        """The list shows what is chosen."""
        self.list.blockSignals(True)
        for item in self._items():
            ticked = item.data(_KEY) in self._chosen
            item.setCheckState(Qt.CheckState.Checked if ticked else Qt.CheckState.Unchecked)
        self.list.blockSignals(False)
