"""One register of mediation: rows read from the cases, each leading to its case; nothing typed."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import get_args

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHeaderView, QWidget
from typing_extensions import override

from core.checks import Purpose
from core.progress import Progress, silent
from core.rights import Right
from core.services import fashions, mediation_figures, registers
from core.services.figures import Period
from core.services.periods import Terms
from core.services.register_lines import Cell
from core.services.registers import Register, Row
from core.services.tally import Count
from gui import ask, theme
from gui.ledger.head import Acts, PageHead, Titled
from gui.tasks import Query, Work
from gui.widgets import parts
from gui.widgets.choices import ChoiceEditor
from gui.widgets.notice import ProgressStrip
from gui.widgets.period_chooser import PeriodChooser
from gui.widgets.plain_table import PlainTable
from gui.widgets.screen import Screen, Shell, Target
from gui.widgets.where import record_target
from reports.commands import registers as writing

_KINDS = "Excel 工作簿 (*.xlsx);;CSV 表格 (*.csv);;PDF 文件 (*.pdf);;Word 文件 (*.docx)"
_LETTER = 9
_CASE = "mediation_case"


class RegisterPage(Screen):
    """Read only: Enter leads to the case, where everything is written."""

    switched = Signal(str)

    def __init__(
        self,
        shell: Shell,
        register: Register,
        others: Sequence[Titled] = (),
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(shell, parent)
        self.register = register
        self._rows: list[Row] = []
        may_send = self.desk.station.actor.may(Right.SEND)
        acts = Acts(None, self.export if may_send else None, self.print_it, None)
        self.head = PageHead(register, others, "", acts)
        self.chooser = PeriodChooser("year")
        self.purpose = ChoiceEditor([(one, fashions.PURPOSES[one]) for one in get_args(Purpose)])
        self.purpose.setAccessibleName("给谁看")
        self.purpose.set_text(fashions.PURPOSES["internal"])
        letters = [max(one.width, len(one.label) + 2) for one in register.columns]
        heads = [
            (one.label, _LETTER * width)
            for one, width in zip(register.columns, letters, strict=True)
        ]
        self.table = PlainTable(register.title, heads)
        self.table.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        across = self.table.horizontalHeader()
        across.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        self.empty = parts.label("", "caption")
        self.strip = ProgressStrip()
        self._lay_out()
        self.head.switched.connect(self.switched)
        self.chooser.changed.connect(self._read)
        self.chooser.refused.connect(shell.fail)
        self.table.opened.connect(self._open)

    @override
    def enter(self, target: Target) -> None:
        self.refresh()

    @override
    def refresh(self, tables: frozenset[str] | None = None) -> None:
        Query(self.desk, self, mediation_figures.terms).then(self._begin).start()

    @override
    def print_it(self) -> None:
        period = self.chooser.period
        if period is not None:
            draw = partial(self._write, period, self._purpose)
            self.shell.preview(draw, self.register.title)

    @override
    def export(self) -> None:
        """Write the register as it is shown; the file's ending decides how."""
        period = self.chooser.period
        if period is None or not self.desk.station.actor.may(Right.SEND):
            return
        title = self.register.title
        suggested = Path(f"{title}（{period.since:%Y%m%d}-{period.until:%Y%m%d}）.xlsx")
        path = ask.save_file(self, f"导出{title}", suggested, _KINDS)
        if path is None:
            return
        work = Work(self.desk, self, self._write, period, self._purpose, path)
        self.strip.follow(work, "正在导出")
        work.then(lambda _pages: self.shell.say(f"{title}已导出：{path.name}")).start()

    @property
    def _purpose(self) -> Purpose:
        shown = self.purpose.text()
        purposes: tuple[Purpose, ...] = get_args(Purpose)
        return next(one for one in purposes if fashions.PURPOSES[one] == shown)

    def _begin(self, terms: Terms) -> None:
        self.chooser.begin_at_present(terms, self.shell.today())

    def _read(self, period: Period) -> None:
        asked = Query(self.desk, self, registers.rows, self.register, period, self.shell.today())
        asked.then(self._show).start()

    def _show(self, rows: list[Row]) -> None:
        self._rows = rows
        self.table.show_rows([[_text(cell) for cell in row.cells] for row in rows])
        self.head.show_count(Count(len(rows)), None)
        self.empty.setVisible(not rows)
        self.empty.setText("这一期没有要登记的；台账由案件自动生成，办案时填好就有。")

    def _open(self, row: int) -> None:
        self.shell.go(record_target(_CASE, self._rows[row].case))

    def _write(
        self, period: Period, purpose: Purpose, path: Path, progress: Progress = silent
    ) -> int:
        """In a thread: read and draw the register."""
        wanted = writing.Wanted(self.register, period, path, purpose)
        return writing.write(self.desk.station, wanted, progress)[1]

    def _lay_out(self) -> None:
        down = parts.rows(self, (16, 12, 16, 16), 12)
        down.addWidget(self.head)
        chosen = parts.columns(gap=12)
        chosen.addWidget(self.chooser, 1)
        chosen.addWidget(parts.label("导出、打印给谁看", "caption"))
        chosen.addWidget(self.purpose)
        down.addLayout(chosen)
        down.addWidget(self.strip)
        down.addWidget(self.empty)
        card = parts.Card(margins=(1, 1, 1, 1))
        card.body.addWidget(self.table, 1)
        down.addWidget(card, 1)
        self.table.setMinimumHeight(theme.size("row") * 3)


def _text(cell: Cell) -> str:
    """A cell on one line."""
    return "" if cell is None else " ".join(str(cell).split())
