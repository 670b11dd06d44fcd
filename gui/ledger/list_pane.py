"""The list with what surrounds it: why it is empty, what many chosen rows offer, how many."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QStackedWidget

from core.ledger import Ledger
from core.services.tally import Count, Sums
from gui.ledger.cells import Sight
from gui.ledger.column_menu import ColumnMenu
from gui.ledger.table import RowsTable
from gui.tasks import Desk
from gui.widgets import parts
from gui.widgets.notice import ProgressStrip
from gui.widgets.parts import Act


@dataclass(frozen=True, slots=True)
class Offers:
    """What the list offers: for an empty ledger, for one filtered empty, for several, to tell."""

    begin: Sequence[Act]
    clear: Callable[[], object]
    many: Sequence[Act]
    tell: Sequence[Act] = ()


class ListPane(QFrame):
    """A card with the table."""

    def __init__(self, desk: Desk, sight: Sight, offers: Offers) -> None:
        super().__init__()
        self.setProperty("kind", "card")
        self._ledger: Ledger = sight.ledger
        self._hidden = ""
        self._voided = 0
        self.table = RowsTable(desk, sight)
        self.strip = ProgressStrip()
        self._stack = QStackedWidget()
        self._none_found = parts.Empty(
            f"没有符合条件的{noun(self._ledger)}",
            [("清除筛选", offers.clear)],
            "filter-remove-outline",
        )
        self._nothing_yet = parts.Empty(f"{self._ledger.title}里还没有记录", offers.begin)
        for widget in (self.table, self._none_found, self._nothing_yet):
            self._stack.addWidget(widget)
        down = parts.rows(self, (1, 1, 1, 0), 0)
        down.addWidget(self._stack, 1)
        down.addWidget(self.strip)
        self._many = self._many_bar(offers.many)
        down.addWidget(self._many)
        down.addLayout(self._lay_out_foot(offers.tell))
        self.table.picked.connect(self.count)

    def show_state(self, *, total: int | None, filtered: str) -> None:
        """The rows, or why there are none: `filtered` says what was looked for."""
        empty = not self.table.rows.ids and total is not None
        new = empty and not total and not filtered
        wanted = self._nothing_yet if new else self._none_found if empty else self.table
        self._none_found.say(f"没有符合条件的{noun(self._ledger)}\n{filtered}")
        held = self._stack.focusWidget()
        had_focus = bool(held) and held.hasFocus()
        self._stack.setCurrentWidget(wanted)
        if had_focus:
            self.focus()
        self.count()

    def focus(self) -> None:
        """Go to the rows; to what is offered instead where there are none."""
        shown = self._stack.currentWidget()
        offered = shown.findChild(QPushButton)
        (shown if shown is self.table or offered is None else offered).setFocus()

    def show_hidden(self, count: int) -> None:
        """Say how many of the records a figure counted are not for this person."""
        self._hidden = f" · 限制查看 {count:,} {self._ledger.unit}" if count else ""
        self.count()

    def show_voided(self, count: int) -> None:
        """Of the rows so many were voided."""
        self._voided = count
        self.count()

    def show_sums(self, sums: Sums | None) -> None:
        """What the listed records add up to; nothing while that is not known."""
        words = sums.words if sums is not None and self.table.rows.ids else ()
        self._sums.setText(" · ".join(words))

    def searching(self, found: int) -> None:
        """Say that the list is being read, and how far that is."""
        self._foot.setText(f"正在查找… {found:,} {self._ledger.unit}" if found else "正在查找…")

    def count(self) -> None:
        """How many rows there are and how many are chosen."""
        chosen, unit = self.table.chosen_count, self._ledger.unit
        rows = len(self.table.rows.ids)
        known = Count(rows - self._voided, self._voided)
        said = f"共 {known.words(unit)}{self._hidden}"
        self._foot.setText(f"{said} · 已选 {chosen:,} {unit}" if chosen else said)
        self._many.setVisible(chosen > 1)
        self._many_count.setText(f"已选 {chosen:,} {unit}")
        for button in self._tell:
            button.setVisible(bool(self.table.rows.ids))

    def _lay_out_foot(self, acts: Sequence[Act]) -> QHBoxLayout:
        across = parts.columns(margins=(8, 4, 8, 4), gap=12)
        self._foot = parts.label("", "caption")
        self._sums = parts.label("", "cell")
        across.addWidget(self._foot)
        across.addWidget(self._sums)
        across.addStretch()
        self._tell = [parts.button(words, act, kind="link") for words, act in acts]
        arranging = parts.button("栏目", kind="link", tip="选要看的栏目；表头上点右键也可以")
        arranging.setMenu(ColumnMenu(self.table))
        for button in (*self._tell, arranging):
            across.addWidget(button)
        return across

    def _many_bar(self, acts: Sequence[Act]) -> QFrame:
        bar = parts.frame("progress")
        across = parts.columns(bar, (14, 4, 8, 4), 12)
        self._many_count = parts.label("", "cell")
        across.addWidget(self._many_count)
        for words, act in acts:
            across.addWidget(parts.button(words, act, kind="link"))
        across.addStretch()
        bar.hide()
        return bar


def noun(ledger: Ledger) -> str:
    """What the ledger keeps, as a word: 人员, 网格, 交办事项."""
    return _NOUNS.get(ledger.name, "记录")


_NOUNS = {
    "visit": "来访",
    "staff": "人员",
    "grid": "网格",
    "task": "交办",
    "organisation": "单位",
    "user": "用户",
    "mediation_case": "纠纷",
    "meeting": "会议",
    "screening": "排查",
    "listed_matter": "清单事项",
    "duty_shift": "值班",
    "duty_person": "值班人员",
    "duty_log": "值班记录",
    "shift_hand_over": "交接班",
    "secondment": "下沉人员",
    "leave": "请假",
    "training": "培训",
    "equipment": "装备",
    "grid_change": "网格变更",
    "yearly_fact": "补充数据",
    "hand_over": "工作交接",
    "destruction": "销毁",
}
