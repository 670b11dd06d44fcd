"""What is open on the grids that change, one thing a row, and the grid each goes to."""

from collections.abc import Mapping, Sequence
from functools import partial
from uuid import UUID

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from typing_extensions import override

from core.services import grid_acts, grid_work
from core.services.grid_acts import Fates
from core.services.grid_work import Item
from gui import theme
from gui.widgets import parts
from gui.widgets.plain_table import PlainTable

Targets = Sequence[tuple[UUID, str]]

_HEADS = (("类别", 84), ("内容", 0), ("原网格", 110), ("去处", 130))
_NOWHERE = "暂无网格"
_UNCHOSEN = "请选去处"
_MOST_KEYS = 9
_LEAST_ROWS = 4


class FateTable(PlainTable):
    """1 to 9 send the current row to that grid, 0 to none; Shift or A sends all of its kind."""

    sent = Signal()

    def __init__(self) -> None:
        super().__init__("在办事项和人员的去处", _HEADS)
        self.setToolTip("按 1–9 选去处，0 为暂无网格，A 让同类都去这里")
        self.listed: tuple[Item, ...] = ()
        self.targets: Targets = ()
        self._names: Mapping[UUID, str] = {}
        self._sent: dict[UUID, UUID | None] = {}

    @property
    def fates(self) -> Fates:
        """Where each thing goes: where it was sent, else to the only grid there is."""
        targets = [one for one, _ in self.targets]
        usual = {one.id: targets[0] for one in self.listed} if len(targets) == 1 else {}
        sent = {one: to for one, to in self._sent.items() if to is None or to in targets}
        found = {**usual, **sent}
        return {one.id: found[one.id] for one in self.listed if self._goes(one) and one.id in found}

    @property
    def left(self) -> list[Item]:
        """What has no place to go yet."""
        fates = self.fates
        return [one for one in self.listed if self._goes(one) and one.id not in fates]

    def show_items(self, items: Sequence[Item], names: Mapping[UUID, str]) -> None:
        """Show these; what was sent somewhere before stays sent."""
        self.listed, self._names = tuple(items), names
        self._refresh()

    def offer(self, targets: Targets) -> None:
        """The grids things may go to; where there is only one, all goes there."""
        self.targets = tuple(targets)
        self._refresh()

    def send(self, target: UUID | None, *, alike: bool = False) -> None:
        """Send the current row there, or everything of its kind, and go on to the next."""
        row = self.currentRow()
        if not 0 <= row < len(self.listed):
            return
        kind = self.listed[row].kind
        for one in (
            [one for one in self.listed if one.kind == kind] if alike else [self.listed[row]]
        ):
            if one.along is None and (target is not None or kind in grid_acts.NOWHERE):
                self._sent[one.id] = target
        self._refresh()
        if not alike:
            self.setCurrentCell(min(row + 1, len(self.listed) - 1), 0)

    def counts(self) -> list[tuple[str, str]]:
        """Per grid what comes there, in words."""
        fates = self.fates
        places = [*self.targets, (None, _NOWHERE)]
        found = [
            (name, grid_work.counted(one for one in self.listed if fates.get(one.id, one) == place))
            for place, name in places
        ]
        return [(name, told) for name, told in found if told]

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        number = event.key() - Qt.Key.Key_0
        if number == 0:
            self.send(None)
        elif 0 < number <= min(_MOST_KEYS, len(self.targets)):
            self.send(self.targets[number - 1][0])
        elif event.key() == Qt.Key.Key_A and self.currentRow() >= 0:
            current = self.listed[self.currentRow()]
            if current.id in self.fates:
                self.send(self.fates[current.id], alike=True)
        else:
            super().keyPressEvent(event)

    @staticmethod
    def _goes(one: Item) -> bool:
        """Whether somebody says where it goes: a task goes where its owner does."""
        return one.along is None

    def _refresh(self) -> None:
        self.show_rows([self._texts(one) for one in self.listed])
        if self.listed and self.currentRow() < 0:
            self.setCurrentCell(0, 0)
        self.sent.emit()

    def _texts(self, one: Item) -> tuple[str, ...]:
        fates, called = self.fates, dict(self.targets)
        if one.along is not None:
            to = "随责任人"
        elif one.id not in fates:
            to = _UNCHOSEN
        else:
            target = fates[one.id]
            to = called[target] if target is not None else _NOWHERE
        return (one.kind, one.text, self._names.get(one.grid, ""), to)


class FatePane(parts.Card):
    """The table, a button for each grid things may go to, and how much is still to be sent."""

    def __init__(self) -> None:
        self._count = parts.label("", "caption")
        super().__init__("在办事项和人员", self._count)
        self.table = FateTable()
        self.table.setMinimumHeight(_LEAST_ROWS * theme.size("row"))
        self._none = parts.label("先选网格，这里列出上面没办完的事项和在岗的人。", "caption")
        self._none.setWordWrap(True)
        self._buttons = parts.columns()
        self.body.addWidget(self._none)
        self.body.addWidget(self.table, 1)
        self.body.addLayout(self._buttons)
        self.table.sent.connect(self._say)
        self._shown: Targets = ()
        self._say()

    def offer(self, targets: Targets) -> None:
        """Offer these grids, by button and by number."""
        self.table.offer(targets)
        if tuple(targets) == tuple(self._shown):
            return
        self._shown = tuple(targets)
        while self._buttons.count():
            old = self._buttons.takeAt(0).widget()
            if old is not None:
                old.hide()
                old.deleteLater()
        few = self._shown[:_MOST_KEYS] if len(self._shown) > 1 else self._shown
        for number, (target, name) in enumerate(few, 1):
            send = partial(self.table.send, target)
            self._buttons.addWidget(parts.button(f"{number} {name}", send))
        if few:
            act = partial(self.table.send, None)
            self._buttons.addWidget(parts.button(f"0 {_NOWHERE}", act, kind="link"))
        self._buttons.addStretch()

    def _say(self) -> None:
        items, left = self.table.listed, len(self.table.left)
        self._none.setVisible(not items)
        self.table.setVisible(bool(items))
        told = f"还有 {left} 项请选去处" if left else "都已选好去处"
        self._count.setText(f"共 {len(items)} 项，{told}" if items else "")
