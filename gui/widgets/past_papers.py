"""What was carried out before, the youngest first: each sheet is printed again or kept as Word."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any
from uuid import UUID

from core.progress import Progress, silent
from core.records import ledger
from core.services import records
from core.services.records import Filter, Row
from gui import ask
from gui.tasks import Query, Work
from gui.widgets import parts
from gui.widgets.lines import Line, Lines
from gui.widgets.screen import Shell

_MOST = 50


@dataclass(frozen=True, slots=True)
class Kept:
    """Which ledger keeps them, which paper each has, the words around them, how one is told."""

    ledger: str
    form: str
    paper: str
    title: str
    act: str
    line: Callable[[Row], Line]


class PastPapers(parts.Card):
    """Enter on a line previews its sheet."""

    def __init__(self, shell: Shell, kept: Kept) -> None:
        super().__init__(kept.title)
        self._shell = shell
        self._kept = kept
        self._ledger = ledger(kept.ledger)
        self._desk = shell.desk
        self._rows: Sequence[Row] = ()
        self._wanted: UUID | None = None
        self.lines = Lines(kept.title)
        self.lines.chosen.connect(self.print_row)
        self._none = parts.label("还没有过。", "caption")
        self._print = parts.button(kept.act, self.print_current, "printer-outline", tip="Ctrl+P")
        self._save = parts.button("存为 Word…", self.save, kind="link")
        self.body.addWidget(self._none)
        self.body.addWidget(self.lines, 1)
        foot = parts.columns(gap=8)
        foot.addWidget(self._print)
        foot.addWidget(self._save)
        foot.addStretch()
        self.body.addLayout(foot)

    def read(self) -> None:
        """Show what was handed over by now."""
        Query(self._desk, self, records.ids, self._ledger, Filter()).then(self._read_rows).start()

    def choose(self, made: UUID) -> None:
        """Go to this one as soon as it is shown."""
        self._wanted = made

    def print_current(self) -> None:
        """Preview the list of the current line, else of the youngest."""
        self.print_row(max(0, self.lines.currentIndex().row()))

    def print_row(self, row: int) -> None:
        """Preview one list."""
        if row < len(self._rows):
            self._shell.preview(partial(self._draw, self._rows[row].id), self._kept.paper)

    def save(self) -> None:
        """Keep the list as a Word file, to be filled in further."""
        row = max(0, self.lines.currentIndex().row())
        if row >= len(self._rows):
            return
        path = ask.save_file(self, "存为 Word", Path(f"{self._kept.paper}.docx"), "Word (*.docx)")
        if path is not None:
            tell = partial(self._shell.say, f"已存为 Word：{path.name}")
            work = Work(self._desk, self, _write, partial(self._draw, self._rows[row].id), path)
            work.then(lambda _pages: tell()).start()

    def _read_rows(self, ids: Sequence[UUID]) -> None:
        query: Query[Any] = Query(self._desk, self, records.rows, self._ledger, ids[:_MOST])
        query.then(self._show).start()

    def _show(self, rows: Sequence[Row]) -> None:
        self._rows = rows
        self.lines.show_lines([self._kept.line(row) for row in rows])
        self._none.setVisible(not rows)
        for act in (self._print, self._save):
            act.setEnabled(bool(rows))
        if self._wanted is not None and rows and rows[0].id == self._wanted:
            self._wanted = None
            self.lines.set_row(0)
            self.lines.setFocus()

    def _draw(self, identity: UUID, path: Path) -> int:
        from reports import documents
        from reports.form import Issue

        station = self._desk.station
        issue = Issue(station.today(), station.actor.name, station.demo)
        return station.ask(documents.draw, self._kept.form, identity, path, issue)


def _write(draw: Any, path: Path, progress: Progress = silent) -> int:
    progress("正在生成文书")
    pages: int = draw(path)
    return pages
