"""A record as it once was beside what it is now, field by field, and the way back to it."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QFrame, QGridLayout, QScrollArea, QVBoxLayout

from core.ledger import Ledger
from core.rights import Right
from core.services import versions
from core.services.history import Turn
from core.services.records import Row
from core.services.versions import Difference
from gui.tasks import Desk, Perform, Query
from gui.widgets import clock, parts

NOW = "现在"
_EMPTY = "（空）"


class ComparePane(QFrame):
    """Two versions are chosen above; what differs can be put back, all of it or what is ticked."""

    left = Signal()

    def __init__(self, desk: Desk, ledger: Ledger) -> None:
        super().__init__()
        self.setProperty("kind", "scrolled")
        self._desk = desk
        self._ledger = ledger
        actor = desk.station.actor
        self._may = actor.may(Right.KEEP) and actor.may(ledger.needs)
        self._record: UUID | None = None
        self._version = 0
        self._turns: Sequence[Turn] = ()
        self._asked = 0
        self.ticks: dict[str, QCheckBox] = {}
        self.then, self.now = _combo("当时"), _combo("对照")
        self._said = parts.label("", "caption")
        self._said.setWordWrap(True)
        self._some = parts.button("只恢复选中的栏", lambda: self._put_back(self._ticked()))
        self._all = parts.button(
            "恢复到这一版", lambda: self._put_back(list(self.ticks)), "restore"
        )
        self._lay_out()

    def show_versions(self, row: Row, turns: Sequence[Turn], seq: int, today: date) -> None:
        """Compare the version after entry `seq` with the record as it stands."""
        self._record, self._version, self._turns = row.id, row.version, turns
        told = [f"{clock.told(turn.moment, today)} {turn.actor}" for turn in turns]
        for combo, words in ((self.then, told), (self.now, [NOW, *told])):
            combo.blockSignals(True)
            combo.clear()
            combo.addItems(words)
            combo.blockSignals(False)
        self.then.setCurrentIndex([turn.seq for turn in turns].index(seq))
        self._read()
        self.then.setFocus(Qt.FocusReason.OtherFocusReason)

    def _lay_out(self) -> None:
        down = parts.rows(self, (0, 4, 8, 0), 8)
        head = parts.columns(gap=4)
        head.addWidget(parts.tool("arrow-left", "返回历史", self.left.emit))
        for words, combo in (("当时", self.then), ("对照", self.now)):
            name = parts.label(words, "caption")
            name.setBuddy(combo)
            head.addWidget(name)
            head.addWidget(combo, 1)
            combo.currentIndexChanged.connect(lambda _index: self._read())
        down.addLayout(head)
        down.addWidget(self._said)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        inside = parts.frame("scrolled")
        self._down: QVBoxLayout = parts.rows(inside, (0, 0, 8, 0), 0)
        self._down.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._table: QFrame | None = None
        scroll.setWidget(inside)
        down.addWidget(scroll, 1)
        foot = parts.columns(gap=8)
        foot.addStretch()
        foot.addWidget(self._some)
        foot.addWidget(self._all)
        down.addLayout(foot)

    def _read(self) -> None:
        if self._record is None or self.then.currentIndex() < 0:
            return
        self._asked += 1
        asked = self._asked
        other = self.now.currentIndex() - 1
        now = self._turns[other].seq if other >= 0 else None
        wanted = (self._ledger.name, self._record, self._seq, now)

        def show(found: Sequence[Difference]) -> None:
            if asked == self._asked:
                self._show(found)

        Query(self._desk, self, versions.compare, *wanted).then(show).start()

    @property
    def _seq(self) -> int:
        return self._turns[self.then.currentIndex()].seq

    def _show(self, found: Sequence[Difference]) -> None:
        if self._table is not None:
            self._table.hide()
            self._table.deleteLater()
        self.ticks = {}
        differing = [one for one in found if one.differs]
        same = len(found) - len(differing)
        said = f"{len(differing)} 栏不同，其余 {same} 栏相同" if differing else "两版内容相同"
        self._said.setText(said)
        self._table = parts.frame("scrolled")
        self._fill(QGridLayout(self._table), differing)
        self._down.addWidget(self._table)
        may = self._may and self.now.currentIndex() == 0 and bool(self.ticks)
        for button in (self._some, self._all):
            button.setVisible(may)
        self._count()

    def _fill(self, grid: QGridLayout, differing: Sequence[Difference]) -> None:
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(8)
        for column in (1, 2):
            grid.setColumnStretch(column, 1)
        for column, words in enumerate(("", "当时", self.now.currentText() or NOW)):
            grid.addWidget(parts.label(words, "caption"), 0, column)
        for line, one in enumerate(differing, 1):
            if one.mendable and self._may and self.now.currentIndex() == 0:
                tick = QCheckBox(one.label)
                tick.setObjectName(one.key)
                tick.setAccessibleDescription(
                    f"当时：{one.then or _EMPTY}；现在：{one.now or _EMPTY}"
                )
                tick.toggled.connect(lambda _on: self._count())
                self.ticks[one.key] = tick
                grid.addWidget(tick, line, 0, Qt.AlignmentFlag.AlignTop)
            else:
                name = parts.label(one.label, "cell_name")
                grid.addWidget(name, line, 0, Qt.AlignmentFlag.AlignTop)
            for column, text in ((1, one.then), (2, one.now)):
                value = parts.label(text or _EMPTY, "cell")
                value.setWordWrap(True)
                value.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
                grid.addWidget(value, line, column, Qt.AlignmentFlag.AlignTop)

    def _ticked(self) -> list[str]:
        return [key for key, tick in self.ticks.items() if tick.isChecked()]

    def _count(self) -> None:
        self._some.setEnabled(bool(self._ticked()))

    def _put_back(self, keys: list[str]) -> None:
        assert self._record is not None
        place = (self._ledger.name, self._record)
        given = (place, self._seq, keys, self._version)
        Perform(self._desk, self, versions.put_back, *given).then(
            lambda _none: self.left.emit()
        ).start()


def _combo(name: str) -> QComboBox:
    made = QComboBox()
    made.setAccessibleName(f"{name}的版本")
    made.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    made.setMinimumContentsLength(6)
    return made
