"""交办的数: the tasks of a period in numbers, each leading to its list; and the sheet of 清单外."""

from functools import partial

from PySide6.QtWidgets import QFrame

from core.services import mediation_figures, task_figures
from core.services.figures import Period
from core.services.periods import Terms
from core.services.task_figures import Told
from gui.tasks import Query
from gui.widgets import parts
from gui.widgets.figure_table import Cell, FigureTable, figure_cell
from gui.widgets.period_chooser import PeriodChooser
from gui.widgets.screen import Shell
from gui.widgets.where import list_target
from reports.commands import off_list

_SHEET = "清单外事项统计表"


class TaskFigures(QFrame):
    """Enter on a figure opens the tasks behind it."""

    def __init__(self, shell: Shell) -> None:
        super().__init__()
        self._shell = shell
        self.chooser = PeriodChooser("month")
        self.table = FigureTable("交办的数", ("", "数", "数的是什么"))
        self.table.widths(220, 420)
        self.table.chosen.connect(self._open)
        card = parts.Card(margins=(12, 8, 12, 8))
        across = parts.columns()
        across.addWidget(self.chooser, 1)
        across.addWidget(parts.button(_SHEET, self.print_it, "printer-outline", tip="预览和打印"))
        card.body.addLayout(across)
        card.body.addWidget(self.table, 1)
        parts.rows(self).addWidget(card, 1)
        self.chooser.changed.connect(self._read)
        self.chooser.refused.connect(shell.fail)
        self.setFocusProxy(self.table)

    def refresh(self) -> None:
        """Read the numbers again; the present month at first."""
        if self.chooser.period is None:
            Query(self._shell.desk, self, mediation_figures.terms).then(self._begin).start()
        else:
            self._read(self.chooser.period)

    def print_it(self) -> None:
        """Preview the sheet of what was off the lists in the period shown."""
        if self.chooser.period is not None:
            write = partial(off_list.write, self._shell.desk.station, self.chooser.period)
            self._shell.preview(write, _SHEET)

    def _begin(self, terms: Terms) -> None:
        self.chooser.begin_at_present(terms, self._shell.today())

    def _read(self, period: Period) -> None:
        today = self._shell.today()
        asked = Query(self._shell.desk, self, task_figures.figures, period, today)
        asked.then(partial(self._show, period)).start()

    def _show(self, period: Period, told: tuple[Told, ...]) -> None:
        if period == self.chooser.period:
            self.table.show_rows([_row(one) for one in told])

    def _open(self, cell: Cell) -> None:
        if cell.figure is not None:
            self._shell.go(list_target(cell.ledger, cell.figure.ids, cell.title))


def _row(one: Told) -> list[Cell]:
    return [Cell(one.name), figure_cell(one.figure, "task", one.name), Cell(one.meaning)]
