"""What the clerk sees of a long ledger: the first screen, a turn of the wheel, a jump anywhere."""

import os
import random
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QAbstractTableModel, QEvent, QEventLoop, QModelIndex, QObject, Qt, QTimer
from PySide6.QtWidgets import QAbstractItemView, QApplication, QTableView
from typing_extensions import override

from gui import theme
from gui.ledger import model as rows
from gui.ledger.table import RowsTable
from gui.screens.ledgers import LedgersScreen
from gui.tasks import Desk
from gui.widgets.screen import Target
from tests.bench.measure import Ratio, late
from tests.bench.scene import VISITS, Bench
from tests.gui.shell import PaperShell

PAGE = 100
SIZE = (1170, 716)
STEPS = 200
WHEEL = 3
_PATIENCE = 120.0
_NAP_MS = 20


class Plain(QAbstractTableModel):
    """Texts in memory: the least a list can be made of."""

    def __init__(self, rows: Sequence[Sequence[str]]) -> None:
        super().__init__()
        self._rows = rows

    @override
    def rowCount(self, parent: object = None) -> int:
        return len(self._rows)

    @override
    def columnCount(self, parent: object = None) -> int:
        return len(self._rows[0])

    @override
    def data(self, index: QModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> str | None:
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        return self._rows[index.row()][index.column()]


@contextmanager
def page(bench: Bench) -> Iterator[tuple[LedgersScreen, Desk]]:
    """The ledgers' screen in a window of paper, not yet entered."""
    QApplication.instance() or theme.application()
    desk = Desk(bench.station)
    with tempfile.TemporaryDirectory() as folder:
        screen = LedgersScreen(PaperShell(desk, Path(folder)))
        screen.resize(*SIZE)
        screen.show()
        QApplication.processEvents()
        yield screen, desk
        until(lambda: not desk.busy)
        screen.close()
    desk.close()


def until(met: Callable[[], bool]) -> None:
    """Let the window live until something is so; as ever, it sleeps while nothing happens to it.

    One that never slept would keep Python from the threads it waits for.
    """
    end = time.perf_counter() + _PATIENCE
    awake = QTimer(interval=_NAP_MS)
    awake.start()
    while not met():
        if time.perf_counter() > end:
            raise TimeoutError
        QApplication.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)


class Eye(QObject):
    """Sees a table painted with every row in view: no more is done for it than Qt asks for."""

    def __init__(self, table: QTableView) -> None:
        super().__init__(table)
        self.table = table
        self._seen = False
        table.viewport().installEventFilter(self)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Paint:
            self._seen = not isinstance(self.table, RowsTable) or is_read(self.table)
        return False

    def watch(self, act: Callable[[], object]) -> float:
        """How long it takes from an act until what it shows can be read."""
        self._seen = False
        begun = time.perf_counter()
        act()
        until(lambda: self._seen)
        return _since(begun)

    def scroll(self, place: int) -> float:
        """How long it takes until the rows from there on can be read."""
        return self.watch(lambda: self.table.verticalScrollBar().setValue(place))


def is_read(table: RowsTable) -> bool:
    """Whether every row in view is there to be read; unlike the window, this asks for none."""
    seen = range(table.top(), table.row_at(table.viewport().height() - 1) + 1)
    return bool(seen) and all(place // rows.PAGE in table.rows._pages for place in seen)


def enter(screen: LedgersScreen) -> RowsTable:
    """Go to the ledger, as the menu does, until its first screen is painted."""
    screen.enter(Target("ledgers", VISITS.name))
    table: RowsTable = screen.page.table
    Eye(table).watch(lambda: None)
    return table


def first_screen(bench: Bench) -> Ratio:
    """From the menu to the painted list, against one page read by SQL into a bare table."""

    def ours() -> float:
        with page(bench) as (screen, _):
            begun = time.perf_counter()
            enter(screen)
            return _since(begun)

    def floor() -> float:
        begun = time.perf_counter()
        bare(_texts(bench))
        return _since(begun)

    return late("台账首屏（毫秒，中位）", ours, floor, 5, share=0.5)


def scroll(bench: Bench) -> Ratio:
    """One turn of the wheel, read and painted, against a bare table of texts in memory."""
    with page(bench) as (screen, desk):
        table = enter(screen)
        until(lambda: not desk.busy)
        mine, bare_one = Eye(table), Eye(bare(_texts(bench) * 10))
        return late("滚动一格（毫秒，95%）", lambda: _turn(mine), lambda: _turn(bare_one), STEPS)


def jump(bench: Bench) -> Ratio:
    """Anywhere in the ledger until it can be read, against a hundred identities read by SQL."""
    die = random.Random(1)
    with page(bench) as (screen, desk):
        table = enter(screen)
        until(lambda: not desk.busy and len(table.rows.ids) == bench.rows)
        eye, bar = Eye(table), table.verticalScrollBar()

        def ours() -> float:
            place = die.randrange(bar.maximum())
            spent = eye.scroll(place if place < bar.value() else place + 1)
            until(lambda: not desk.busy)
            return spent

        def floor() -> float:
            start = die.randrange(max(1, bench.rows - PAGE))
            wanted = table.rows.ids[start : start + PAGE]
            begun = time.perf_counter()
            _read(bench, wanted)
            return _since(begun)

        return late("跳到任意处（毫秒，95%）", ours, floor, 60)


def bare(rows: Sequence[Sequence[str]]) -> QTableView:
    """A table without any of our own work, painted."""
    QApplication.instance() or theme.application()
    table = QTableView()
    table.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerItem)
    table.model_ = Plain(rows)  # type: ignore[attr-defined] # the view does not own its model
    table.setModel(table.model_)  # type: ignore[attr-defined]
    table.resize(*SIZE)
    table.show()
    table.viewport().repaint()
    return table


def _turn(eye: Eye) -> float:
    bar = eye.table.verticalScrollBar()
    ahead = bar.value() + WHEEL
    return eye.scroll(ahead if ahead <= bar.maximum() else 0)


def _texts(bench: Bench) -> list[list[str]]:
    """The first page by SQL alone."""
    keys = ", ".join(one.key for one in VISITS.listed())
    order = (VISITS.order or VISITS.naming).key
    with bench.station.engine.connect() as connection:
        found = connection.exec_driver_sql(
            f"SELECT {keys} FROM {VISITS.name} WHERE binned IS NULL ORDER BY {order} LIMIT {PAGE}"
        )
        return [["" if cell is None else str(cell) for cell in row] for row in found]


def _read(bench: Bench, wanted: Sequence[object]) -> None:
    marks = ", ".join("?" * len(wanted))
    with bench.station.engine.connect() as connection:
        connection.exec_driver_sql(
            f"SELECT * FROM {VISITS.name} WHERE id IN ({marks})", tuple(one.hex for one in wanted)
        ).fetchall()


def _since(begun: float) -> float:
    return (time.perf_counter() - begun) * 1000
