"""The recovery code: shown once, written down or printed, two groups typed back."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QGridLayout

from core.record import Field, Kind
from gui.widgets import parts
from gui.widgets.field_box import FieldBox, editor_for

ASKED = (3, 6)
_ABREAST = 4
_WHY = (
    "忘记口令时，只有它能打开站点。请抄下来或打印一份，装进信封密封，写上日期、签上名，"
    "交负责人保管。它只显示这一次。"
)


class Recovery(QFrame):
    """Shows the code and asks for two of its groups."""

    print_wanted = Signal()

    def __init__(self, code: str) -> None:
        super().__init__()
        self.setProperty("kind", "scrolled")
        self.code = code
        self._groups = code.split("-")
        down = parts.rows(self, gap=12)
        why = parts.label(_WHY, "cell_name")
        why.setWordWrap(True)
        down.addWidget(why)
        down.addWidget(_shown(self._groups))
        across = parts.columns(gap=12)
        self._boxes = tuple(self._box(number) for number in ASKED)
        for box in self._boxes:
            across.addWidget(box)
        across.addStretch()
        print_it = parts.button("打印恢复码", self.print_wanted.emit, "printer-outline")
        across.addWidget(print_it, 0, Qt.AlignmentFlag.AlignVCenter)
        down.addLayout(across)

    def check(self) -> FieldBox | None:
        """Say which group was not copied right; return its field, none if both are."""
        wrong = None
        for number, box in zip(reversed(ASKED), reversed(self._boxes), strict=True):
            right = box.text().strip().upper() == self._groups[number - 1]
            box.set_problem("" if right else f"与第 {number} 组不一样，请核对抄件")
            wrong = wrong if right else box
        return wrong

    def _box(self, number: int) -> FieldBox:
        described = Field(f"group{number}", f"照抄件输入第 {number} 组", Kind.TEXT)
        box = editor_for(described)
        box.setMinimumWidth(190)
        return box


def _shown(groups: Sequence[str]) -> QFrame:
    card = parts.frame("card")
    card.setAccessibleName("应急恢复码")
    card.setAccessibleDescription(" ".join(groups))
    grid = QGridLayout(card)
    grid.setContentsMargins(24, 12, 24, 12)
    grid.setHorizontalSpacing(24)
    for place, group in enumerate(groups):
        row, column = divmod(place, _ABREAST)
        words = parts.rows(gap=0)
        words.addWidget(parts.label(f"第 {place + 1} 组", "caption"))
        shown = parts.label(group, "title")
        shown.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        words.addWidget(shown)
        grid.addLayout(words, row, column)
    return card


def recovery_sheet(path: Path, unit: str, code: str, day: date) -> int:
    """The code on a sheet of paper to be sealed; returns its pages."""
    from reports import pdf
    from reports.page import Cell, Document, Labelled, Paragraph, Signatures, Title
    from reports.wording import chinese_date

    groups = code.split("-")
    cells = [Cell(f"第 {n} 组", group) for n, group in enumerate(groups, 1)]
    rows = tuple(tuple(cells[start : start + 2]) for start in range(0, len(cells), 2))
    body = (
        Title("应急恢复码", unit),
        Paragraph("忘记口令时，凭此码为用户重设口令。请装入信封密封，由负责人保管，不得拍照。"),
        Labelled(rows),
        Signatures(("封存人（签名）", "保管人（签名）"), date=chinese_date(day), columns=2),
    )
    return pdf.write(Document("应急恢复码", body), path)
