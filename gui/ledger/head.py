"""The head of a ledger's page: which ledger, how many, and what can be done with the whole."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Protocol

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QFrame, QLabel, QMenu, QPushButton, QWidget

from core.services.tally import Count
from gui import theme
from gui.widgets import parts


@dataclass(frozen=True, slots=True)
class Acts:
    """What the head's buttons do; an act the person may not do is none."""

    bring_in: Callable[[], object] | None
    export: Callable[[], object] | None
    print_it: Callable[[], object]
    new: Callable[[], object] | None


class Titled(Protocol):
    """A ledger or a register, as far as its head tells of it."""

    @property
    def name(self) -> str:
        """The ASCII name."""
        ...

    @property
    def title(self) -> str:
        """What people call it."""
        ...

    @property
    def unit(self) -> str:
        """What is counted."""
        ...


class PageHead(QFrame):
    """Title (a menu where there are several ledgers), count, buttons, one primary."""

    switched = Signal(str)

    def __init__(self, ledger: Titled, others: Sequence[Titled], new_word: str, acts: Acts) -> None:
        super().__init__()
        self._ledger = ledger
        across = parts.columns(self)
        across.addWidget(self._switch(others) if len(others) > 1 else _title(ledger))
        self._count = parts.label("", "caption")
        across.addWidget(self._count)
        self._beside = parts.columns()
        across.addLayout(self._beside)
        across.addStretch()
        for words, act, icon, kind, tip in (
            ("导入", acts.bring_in, "tray-arrow-down", "", "从 Excel 等表格导入"),
            ("导出", acts.export, "tray-arrow-up", "", "导出（Ctrl+Shift+E）"),
            ("打印台账", acts.print_it, "printer-outline", "", "打印预览（Ctrl+P）"),
            (new_word, acts.new, "plus", "primary", f"{new_word}(Ctrl+N)"),
        ):
            if act is not None:
                across.addWidget(parts.button(words, act, icon, kind, tip))

    def put_beside(self, widget: QWidget) -> None:
        """Say something more of the ledger, next to its count."""
        self._beside.addWidget(widget)

    def show_count(self, total: Count, found: Count | None) -> None:
        """How many there are, and how many the filter leaves; voided ones by themselves."""
        unit = self._ledger.unit
        said = f"共 {total.words(unit)}"
        self._count.setText(said if found is None else f"{said}，筛选后 {found.words(unit)}")

    def _switch(self, others: Sequence[Titled]) -> QPushButton:
        button = parts.button(self._ledger.title, kind="link", tip="换一个台账")
        button.setFont(theme.font("page_title", QFont.Weight.Bold))
        button.setAccessibleName(f"台账：{self._ledger.title}，按空格换一个")
        button.setIcon(theme.icon("chevron-down", "brand600"))
        button.setIconSize(QSize(20, 20))
        button.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
        menu = QMenu(button)
        menu.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        for one in others:
            act = menu.addAction(one.title, partial(self.switched.emit, one.name))
            act.setCheckable(True)
            act.setChecked(one.name == self._ledger.name)
        button.clicked.connect(
            lambda _checked: menu.popup(button.mapToGlobal(button.rect().bottomLeft()))
        )
        return button


def _title(ledger: Titled) -> QLabel:
    return parts.label(ledger.title, "title")
