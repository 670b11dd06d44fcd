"""调整网格: choose, see what is open there, say where it goes, look at the outcome, carry out."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any
from uuid import UUID

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from core.services import grid_acts, grid_codes, grid_tree, grid_work
from core.services.grid_acts import Opening
from core.services.grid_codes import Recoded
from core.services.grid_sheet import title
from core.services.grid_tree import Known
from core.services.grid_work import Item
from core.services.records import Row
from gui import ask
from gui.tasks import Perform, Query
from gui.widgets import parts
from gui.widgets.fate_table import FatePane, Targets
from gui.widgets.grid_change_form import (
    CLOSE,
    MERGE,
    MOVE,
    RECODE,
    RENAME,
    SPLIT,
    GridChangeForm,
)
from gui.widgets.lines import Line
from gui.widgets.past_papers import Kept, PastPapers
from gui.widgets.screen import Screen, Shell, Target

_READ = frozenset({"grid", "mediation_case", "visit", "staff", "post", "task", "secondment"})
_MOST = 12


def _line(row: Row) -> Line:
    texts = row.texts
    note = "  ·  ".join(filter(None, (texts["changed_on"], texts["before"])))
    return Line(f"{texts['kind']}：{texts['after'] or texts['before']}", note)


_PAPER = "网格调整对照表"
_KEPT = Kept("grid_change", "grid_change_sheet", _PAPER, "以往的调整", "打印对照表", _line)


def _told_codes(recoded: Sequence[Recoded]) -> list[str]:
    codes = [f"{one.name}：{one.old or '无编码'} → {one.new}" for one in recoded]
    more = [f"……共 {len(codes)} 个网格"] if len(codes) > _MOST else []
    return [*codes[:_MOST], *more] or ["编码都合规则，没有要重编的。"]


class GridChangeScreen(Screen):
    """Fields and what is open at the left, the outcome and earlier changes at the right."""

    def __init__(self, shell: Shell, parent: QWidget | None = None) -> None:
        super().__init__(shell, parent)
        self._acting = False
        self._wanted: UUID | None = None
        self._recoded: Sequence[Recoded] = ()
        self._fresh: UUID | None = None
        self.form = GridChangeForm(shell.today())
        self.pane = FatePane()
        self.past = PastPapers(shell, _KEPT)
        self._outcome = parts.passage("")
        self.form.changed.connect(self._look_up)
        self.form.parts.wanted.connect(self._name_part)
        self.pane.table.sent.connect(self._preview)
        self._lay_out()
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            shortcut = QShortcut(QKeySequence(keys), self, self.submit)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)

    @override
    def enter(self, target: Target) -> None:
        self._wanted = target.record
        self.refresh()
        self.form.way.focus()

    @override
    def refresh(self, tables: frozenset[str] | None = None) -> None:
        if tables is None or "grid" in tables:
            Query(self.desk, self, grid_tree.in_use, self.shell.today()).then(self._offer).start()
        if tables is None or "grid_change" in tables:
            self.past.read()
        if tables is None or tables & _READ:
            self._look_up()

    @override
    def print_it(self) -> None:
        self.past.print_current()

    def submit(self) -> None:
        """Ask once more, and carry out what the page says."""
        if self._acting or self._is_incomplete():
            return
        kind = self.form.kind
        told = f"{self._outcome.text()}\n做完可以撤销，并打印《网格调整对照表》签字。"
        if ask.yes(self, f"网格{title(kind)}", told, "完成调整", "再核对"):
            self._acting = True
            act = self._acts()[kind]()
            act.then(self._done).failed(lambda error: self.shell.fail(error.text))
            act.lastly(self._over).start()

    def _acts(self) -> dict[str, Callable[[], Perform[UUID]]]:
        """The act of each way, from what the page says."""
        form, fates = self.form, self.pane.table.fates
        terms = form.terms(self.shell.today())
        grid, code = form.link(form.grid), form.code.text().strip()
        name = form.name.text().strip()
        into: UUID | Opening | None = form.link(form.into)
        if into is None:
            into = Opening(self._new_id(), name, code)
        perform: Callable[..., Perform[Any]] = partial(Perform, self.desk, self)
        codes = {one.id: one.new for one in self._recoded}
        return {
            MERGE: partial(perform, grid_acts.merge, form.sources.ids, into, terms, fates),
            SPLIT: partial(perform, grid_acts.split, grid, form.openings(), terms, fates),
            RENAME: partial(perform, grid_acts.rename, grid, name, terms, code),
            MOVE: partial(perform, grid_acts.move, grid, form.link(form.above), terms, code),
            CLOSE: partial(perform, grid_acts.close, grid, terms, fates),
            RECODE: partial(perform, grid_acts.recode, codes, terms),
        }

    def _is_incomplete(self) -> bool:
        """Say what is missing, and go there; whether anything is."""
        left = self.pane.table.left
        if self.form.is_incomplete():
            return True
        if left:
            self.pane.table.setFocus()
            self.shell.fail(f"{grid_work.counted(left)}还没选去处，请先选好再办。")
        return bool(left)

    def _offer(self, known: Sequence[Known]) -> None:
        self.form.offer(known)
        if self._wanted is not None:
            self.form.begin(self._wanted)
            self._wanted = None
            self._look_up()

    def _look_up(self) -> None:
        """Read what is open on the grids that change, and which codes are free."""
        grids = self.form.closing()
        day = self.form.terms(self.shell.today()).day
        query: Query[Any] = Query(self.desk, self, grid_work.open_on, grids, day)
        query.then(partial(self._show_open, grids)).start()
        if self.form.kind == RECODE:
            Query(self.desk, self, grid_codes.anew, day).then(self._show_recoded).start()

    def _show_open(self, grids: Sequence[UUID], items: Sequence[Item]) -> None:
        if list(grids) != self.form.closing():
            return
        names = {one: known.name for one, known in self.form.known.items()}
        self.pane.offer(self._targets())
        self.pane.table.show_items(items, names)

    def _show_recoded(self, found: Sequence[Recoded]) -> None:
        self._recoded = found
        self._preview()

    def _targets(self) -> Targets:
        """The grids open things may go to, by the way chosen."""
        form = self.form
        if form.kind == MERGE:
            into = form.link(form.into)
            if into is not None:
                return [(into, form.known[into].name)] if into in form.known else []
            name = form.name.text().strip()
            return [(self._new_id(), name)] if name else []
        if form.kind == SPLIT:
            called = {one: known.name for one, known in form.known.items()}
            return [(one.id, one.name or called.get(one.id, "")) for one in form.openings()]
        return [(one, name) for one, name, _ in form.targets.rows] if form.kind == CLOSE else []

    def _new_id(self) -> UUID:
        """The identity of the one grid a merge makes."""
        if self._fresh is None:
            self._fresh = self.desk.station.ids.new()
        return self._fresh

    def _name_part(self, name: str) -> None:
        """One more grid of a split, with the next free code."""
        grid = self.form.link(self.form.grid)
        known = self.form.known.get(grid) if grid is not None else None
        place = len(self.form.parts.rows)
        above = known.parent if known is not None else None
        query: Query[Any] = Query(self.desk, self, grid_codes.proposed, above, place + 1)
        query.then(partial(self._put_part, name, place)).start()

    def _put_part(self, name: str, place: int, found: Sequence[str]) -> None:
        code = found[place] if place < len(found) else ""
        self.form.parts.put(self.desk.station.ids.new(), name, code)

    def _preview(self) -> None:
        self._outcome.setText("\n".join(self._told()) or "选好以后，这里写明调整后的样子。")

    def _told(self) -> list[str]:
        """The outcome, a line for each grid."""
        form = self.form
        known = form.known.get(form.link(form.grid) or UUID(int=0))
        name = known.name if known is not None else ""
        if form.kind == RECODE:
            return _told_codes(self._recoded)
        if form.kind == RENAME and name:
            return [f"{name} 更名为 {form.name.text().strip()}"]
        if form.kind == MOVE and name:
            return [f"{name} 划归 {form.above.text().strip() or '（不设上级）'}"]
        return self._told_fates()

    def _told_fates(self) -> list[str]:
        """Which grids close, which take over how much, and what has no new place yet."""
        form = self.form
        closing = [form.known[one].name for one in form.closing() if one in form.known]
        stays = any(one.id == form.link(form.grid) for one in form.openings())
        shut = [] if form.kind == SPLIT and stays else [f"{one} 停用" for one in closing]
        comes = [f"{one} 接收{told}" for one, told in self.pane.table.counts()]
        left = self.pane.table.left
        still = [f"还没选去处：{grid_work.counted(left)}"] if left else []
        return [*shut, *comes, *still]

    def _done(self, made: UUID) -> None:
        self.past.choose(made)
        self.shell.say("已完成网格调整，请打印《网格调整对照表》签字")
        self._fresh = None
        self.form.clear()

    def _over(self) -> None:
        self._acting = False

    def _lay_out(self) -> None:
        down = parts.rows(self, (16, 12, 16, 16), 12)
        back = parts.button("返回网格", partial(self.shell.go, Target("grids")), "arrow-left")
        done = parts.button("完成调整", self.submit, "check", "primary", "Ctrl+Enter")
        down.addLayout(parts.page_head("调整网格", (), (back, done)))
        inside = parts.frame("scrolled")
        across = parts.columns(inside, gap=12)
        left = parts.rows(gap=12)
        left.addWidget(self.form)
        left.addWidget(self.pane, 1)
        across.addLayout(left, 3)
        right = parts.rows(gap=12)
        outcome = parts.Card("调整后")
        outcome.body.addWidget(self._outcome)
        outcome.body.addStretch()
        right.addWidget(outcome, 1)
        right.addWidget(self.past, 1)
        across.addLayout(right, 1)
        down.addWidget(parts.scrolling(inside), 1)
        self._preview()
