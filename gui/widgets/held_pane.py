"""What one person has in hand: records to tick, and things typed in that no computer knows of."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QTableWidgetItem
from typing_extensions import override

from core.record import Field, Kind
from core.services.hand_over import Held
from gui import theme
from gui.widgets import parts
from gui.widgets.enter import EnterWatch
from gui.widgets.field_box import Offer, editor_for
from gui.widgets.plain_table import PlainTable

THINGS = ("钥匙", "印章", "移动存储介质", "纸质卷宗", "办公设备", "账号资料", "其他物品")

_HEADS = (("移交内容", 0), ("类别", 120), ("办理时限", 110), ("办理情况", 230))
_NOTHING = "还没有要交的；选了移交人就列出来，钥匙、印章写在下面"
_LEAST_ROWS = 4
_ON, _OFF = Qt.CheckState.Checked, Qt.CheckState.Unchecked


class HeldTable(PlainTable):
    """One thing a row, each with a box; the space bar and a click tick it."""

    ticked = Signal()

    def __init__(self) -> None:
        super().__init__("移交内容", _HEADS)
        self.listed: list[Held] = []
        self.itemChanged.connect(lambda _item: self.ticked.emit())

    @property
    def chosen(self) -> list[Held]:
        """What is ticked, in order."""
        return [one for row, one in enumerate(self.listed) if self._box(row).checkState() is _ON]

    def show_held(self, held: Sequence[Held]) -> None:
        """Show these, all ticked."""
        self.listed = list(held)
        self.blockSignals(True)
        self.show_rows([_texts(one) for one in held])
        for row in range(len(held)):
            self._make_box(row)
        self.blockSignals(False)
        self.ticked.emit()

    def add(self, thing: Held) -> None:
        """Put one more below, ticked."""
        off = [row for row in range(len(self.listed)) if self._box(row).checkState() is _OFF]
        self.show_held([*self.listed, thing])
        for row in off:
            self._box(row).setCheckState(_OFF)
        self.scrollToBottom()

    def toggle(self, row: int) -> None:
        """Tick or untick a row."""
        box = self._box(row)
        box.setCheckState(_OFF if box.checkState() is _ON else _ON)

    def tick_all(self) -> None:
        """Tick everything; untick everything where all is ticked."""
        state = _OFF if len(self.chosen) == len(self.listed) else _ON
        for row in range(len(self.listed)):
            self._box(row).setCheckState(state)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Space and self.currentRow() >= 0:
            self.toggle(self.currentRow())
        else:
            super().keyPressEvent(event)

    def _make_box(self, row: int) -> None:
        box = self._box(row)
        box.setFlags(box.flags() | Qt.ItemFlag.ItemIsUserCheckable)
        box.setCheckState(_ON)

    def _box(self, row: int) -> QTableWidgetItem:
        box = self.item(row, 0)
        assert box is not None, "every row has its box"
        return box


class HeldPane(parts.Card):
    """The table, how much of it is ticked, and a line to add a thing with Enter."""

    def __init__(self) -> None:
        self._count = parts.label("", "caption")
        self.table = HeldTable()
        every = parts.button("全选 / 全不选", self.table.tick_all, kind="link")
        super().__init__("移交内容", self._count, every)
        self.kind = editor_for(
            Field("thing_kind", "另外移交的物品", Kind.CODE),
            Offer([(one, one) for one in THINGS]),
        )
        self.item = editor_for(
            Field("thing_item", "内容", Kind.TEXT, hint="如：档案柜钥匙 2 把，回车加入清单")
        )
        self.note = editor_for(Field("thing_note", "说明", Kind.TEXT))
        self.table.setMinimumHeight(_LEAST_ROWS * theme.size("row"))
        self.body.addWidget(self.table, 1)
        across = parts.columns(gap=12)
        for box, share in ((self.kind, 2), (self.item, 5), (self.note, 3)):
            across.addWidget(box, share)
        below = parts.rows(margins=(0, 24, 0, 0))
        below.addWidget(parts.button("加入清单", self.add, "plus"))
        below.addStretch()
        across.addLayout(below)
        self.body.addLayout(across)
        enter = EnterWatch(self)
        enter.pressed.connect(self.add)
        for box in (self.item, self.note):
            enter.watch(box.editor)
        self.table.ticked.connect(self._say_count)
        self.show_held(())

    @property
    def chosen(self) -> list[Held]:
        """What is to be handed over."""
        return self.table.chosen

    @property
    def things(self) -> list[Held]:
        """What was typed in."""
        return [one for one in self.table.listed if not one.table]

    def show_held(self, held: Sequence[Held]) -> None:
        """Show what somebody has in hand; what was typed in stays."""
        self.table.show_held([*held, *self.things])

    def clear(self) -> None:
        """Forget everything."""
        self.table.show_held(())
        for box in (self.item, self.note):
            box.set_text("")

    def add(self) -> None:
        """Put the typed thing on the list, and make room for the next."""
        item = self.item.text().strip()
        self.item.set_problem("" if item else "请写明移交什么")
        if item:
            kind = self.kind.text() or next((one for one in THINGS if one in item), THINGS[-1])
            self.table.add(Held(kind, item, None, self.note.text().strip()))
            self.item.set_text("")
            self.note.set_text("")
        self.item.focus()

    def _say_count(self) -> None:
        every, chosen = len(self.table.listed), len(self.table.chosen)
        self._count.setText(f"共 {every} 项，已勾选 {chosen} 项" if every else _NOTHING)


def _texts(one: Held) -> tuple[str, ...]:
    due = one.due.isoformat() if one.due else ""
    return (one.item, one.kind, due, one.note)
