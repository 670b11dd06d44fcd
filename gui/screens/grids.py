"""The place 网格与人员: the map of grids, their tree, and who answers for the chosen one."""

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Any
from uuid import UUID

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QStackedWidget, QWidget
from typing_extensions import override

from core.intake import outlines
from core.intake.outlines import Outline
from core.progress import Progress, silent
from core.rights import Right
from core.services import grid_checks, grids
from core.services.grid_checks import Finding
from core.services.grids import Drawn, Person, Survey
from gui import ask
from gui.ledger.outgoing import opening
from gui.tasks import Desk, Perform, Query, Work
from gui.widgets import parts
from gui.widgets.grid_card import GridCard
from gui.widgets.grid_findings import GridFindings
from gui.widgets.grid_map import GridMap
from gui.widgets.grid_tree import GridTree
from gui.widgets.notice import ProgressStrip
from gui.widgets.screen import Screen, Shell, Target
from gui.widgets.where import list_target, record_target

_READ = frozenset({"grid", "mediation_case", "staff", "post", "visit", "setting_value"})
_ASIDE, _NARROW_ASIDE, _WIDE = 340, 280, 1100
_MOST_NAMED = 12
_FINDINGS = 3
_UNDRAWN = (
    "还没有网格边界。有边界文件（.geojson）就能画出地图，没有也不影响登记",
    "map-outline",
)
_UNKNOWN = ("网格台账里还没有网格", "map-marker-plus-outline")


class GridsScreen(Screen):
    """Map, tree and people choose the same grid."""

    def __init__(self, shell: Shell, parent: QWidget | None = None) -> None:
        super().__init__(shell, parent)
        self._survey: Survey | None = None
        self._checking = False
        self._count = parts.label("", "caption")
        self.map = GridMap()
        self.tree = GridTree()
        self.card = GridCard()
        self._missing = parts.label("", "caption")
        self._missing.setWordWrap(True)
        self._elsewhere = parts.button("", self._list_elsewhere, kind="link")
        self._strip = ProgressStrip()
        self._pages = QStackedWidget()
        self.findings = GridFindings()
        self.findings.chosen.connect(lambda grid: shell.go(record_target("grid", grid)))
        self._check = parts.button("自检", self.show_findings, kind="link")
        self._aside = QFrame()
        self._lay_out()
        self.map.moved.connect(lambda grid: self.tree.choose(UUID(grid)))
        self.map.opened.connect(lambda grid: self._list_cases(UUID(grid)))
        self.tree.moved.connect(self._on_moved)
        self.tree.opened.connect(self._list_cases)
        self.card.cases_wanted.connect(lambda: self._list_cases(self.tree.current))
        self.card.person_wanted.connect(lambda person: shell.go(record_target("staff", person)))

    @override
    def enter(self, target: Target) -> None:
        self._read(target.record)
        self.tree.setFocus()

    @override
    def refresh(self, tables: frozenset[str] | None = None) -> None:
        if tables is None or tables & _READ:
            self._read()

    @override
    def export(self) -> None:
        if not self.desk.station.actor.may(Right.SEND):
            return
        suggested = Path.home() / f"网格地图{self.shell.today():%Y%m%d}.html"
        path = ask.save_file(self, "导出网页地图", suggested, "网页 (*.html)")
        if path is not None:
            work: Work[Any] = Work(self.desk, self, write_map, self.desk, path)
            self._strip.follow(work, "正在导出网页地图")
            work.then(partial(self._on_written, path))
            work.failed(lambda error: self.shell.fail(error.text)).start()

    def bring_in(self) -> None:
        """Read a file of outlines and give them to the grids they belong to."""
        path = ask.open_file(self, "导入网格边界", "网格边界 (*.geojson *.json)")
        if path is not None:
            work: Work[Any] = Work(self.desk, self, read_outlines, path)
            self._strip.follow(work, "正在读边界文件")
            work.then(self._draw).start()

    def show_findings(self) -> None:
        """Show what to look at instead of the map, or the map again."""
        self._checking = not self._checking
        self._turn()
        if self._checking:
            self.findings.lines.setFocus()

    def _turn(self) -> None:
        survey = self._survey
        page = 0 if survey and survey.drawn else 1 if survey and survey.places else 2
        self._pages.setCurrentIndex(_FINDINGS if self._checking else page)
        self._check.setText("返回地图" if self._checking else self.findings.title)

    def _show_findings(self, found: Sequence[Finding]) -> None:
        self.findings.show_findings(found)
        self._turn()

    def _read(self, wanted: UUID | None = None) -> None:
        show = partial(self._show, wanted)
        Query(self.desk, self, grids.survey, self.shell.today()).then(show).start()
        found = Query(self.desk, self, grid_checks.findings, self.shell.today())
        found.then(self._show_findings).start()

    def _show(self, wanted: UUID | None, survey: Survey) -> None:
        self._survey = survey
        self._count.setText(f"{len(survey.places)} 个网格 · 办理中 {survey.total.text} 件纠纷")
        self._turn()
        self._aside.setVisible(bool(survey.places))
        self.map.show_places(survey.drawn)
        self._tell_missing(survey)
        self.tree.show_places(survey.places)
        self.tree.choose(wanted)
        if self.tree.current is not None:
            self._on_moved(self.tree.current)

    def _tell_missing(self, survey: Survey) -> None:
        names = [one.name for one in survey.unseen]
        listed = "、".join(names[:_MOST_NAMED]) + ("等" if len(names) > _MOST_NAMED else "")
        self._missing.setText(f"没有边界、不在图上的网格 {len(names)} 个：{listed}")
        self._missing.setVisible(bool(names))
        count = len(survey.elsewhere.ids)
        self._elsewhere.setText(f"另有 {count} 件不在图上，看清单")
        self._elsewhere.setVisible(bool(count))

    def _on_moved(self, grid: UUID) -> None:
        if self._survey is None:
            return
        self.map.choose(str(self._survey.drawn_for(grid)))
        place = next((one for one in self._survey.places if one.id == grid), None)
        if place is not None:
            self.card.show_place(place)
            show = partial(self._show_people, grid)
            Query(self.desk, self, grids.in_post, grid, self.shell.today()).then(show).start()

    def _show_people(self, grid: UUID, people: Sequence[Person]) -> None:
        if grid == self.tree.current:
            self.card.show_people(people)

    def _list_cases(self, grid: UUID | None) -> None:
        places = self._survey.places if self._survey is not None else ()
        place = next((one for one in places if one.id == grid), None)
        if place is not None and place.open.ids:
            title = f"{place.name}办理中的纠纷"
            self.shell.go(list_target("mediation_case", place.open.ids, title))

    def _list_elsewhere(self) -> None:
        if self._survey is not None:
            ids = self._survey.elsewhere.ids
            self.shell.go(list_target("mediation_case", ids, "不在图上的纠纷"))

    def _draw(self, found: Sequence[Outline]) -> None:
        Perform(self.desk, self, grids.draw_outlines, found).then(self._on_drawn).start()

    def _on_drawn(self, drawn: Drawn) -> None:
        tell = self.shell.fail if drawn.unmatched else self.shell.say
        tell(_drawn(drawn))

    def _on_written(self, path: Path, count: int) -> None:
        acts = (("打开", opening(path)), ("打开所在文件夹", opening(path.parent)))
        self.shell.say(f"已导出网页地图，{count} 个网格：{path.name}", acts)

    def _adjust(self) -> None:
        self.shell.go(Target("grid_change", record=self.tree.current))

    def _lay_out(self) -> None:
        down = parts.rows(self, (16, 12, 16, 16), 12)
        down.addLayout(self._head())
        across = parts.columns(gap=12)
        across.addWidget(self._pages, 1)
        across.addWidget(self._aside)
        down.addLayout(across, 1)
        down.addWidget(self._strip)
        for page in (
            _map_card(self.map, self._missing, self._elsewhere),
            *_empty_pages(self.shell, self.bring_in),
            self.findings,
        ):
            self._pages.addWidget(page)
        beside = parts.rows(self._aside, gap=12)
        tree = parts.Card(margins=(1, 1, 1, 6))
        tree.body.addWidget(self.tree)
        below = parts.columns(margins=(8, 0, 8, 0))
        if self.desk.station.actor.may(Right.KEEP):
            below.addWidget(parts.button("调整网格", self._adjust, "vector-combine"))
        below.addStretch()
        below.addWidget(self._check)
        tree.body.addLayout(below)
        beside.addWidget(tree, 3)
        beside.addWidget(self.card, 2)

    def _head(self) -> QHBoxLayout:
        actor, go = self.desk.station.actor, partial(_way, self.shell)
        listed = (
            ("导入边界", self.bring_in, "vector-polygon", "", Right.KEEP),
            ("排班值班", go("duty"), "calendar-account", "", Right.READ),
            ("网格台账", go("ledgers", "grid"), "notebook-outline", "", Right.READ),
            ("队伍", go("people"), "account-group-outline", "", Right.READ),
            ("导出网页地图", self.export, "map-outline", "primary", Right.SEND),
        )
        acts = (
            parts.button(words, act, icon, kind)
            for words, act, icon, kind, needs in listed
            if actor.may(needs)
        )
        return parts.page_head("网格与人员", (self._count,), acts)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._aside.setFixedWidth(_ASIDE if self.width() >= _WIDE else _NARROW_ASIDE)


def _empty(words: str, icon: str, acts: Sequence[parts.Act]) -> QFrame:
    card = parts.Card()
    card.body.addWidget(parts.Empty(words, acts, icon))
    return card


def _empty_pages(shell: Shell, bring_in: Callable[[], object]) -> Sequence[QFrame]:
    begin = (
        ("登记第一个网格", _way(shell, "ledgers", "grid")),
        ("从 Excel 导入", _way(shell, "import", "grid")),
    )
    may = shell.desk.station.actor.may(Right.KEEP)
    return [
        _empty(*_UNDRAWN, (("导入边界", bring_in),) if may else ()),
        _empty(*_UNKNOWN, begin if may else ()),
    ]


def _way(shell: Shell, place: str, ledger: str = "") -> Callable[[], object]:
    """What a button does that leads to another place."""
    return partial(shell.go, Target(place, ledger=ledger))


def _map_card(drawn: QWidget, missing: QWidget, elsewhere: QWidget) -> QFrame:
    card = parts.Card(margins=(12, 12, 12, 12))
    card.body.addWidget(drawn, 1)
    below = parts.columns()
    below.addWidget(missing, 1)
    below.addWidget(elsewhere, 0, Qt.AlignmentFlag.AlignRight)
    card.body.addLayout(below)
    return card


def _drawn(drawn: Drawn) -> str:
    text = f"已画上 {len(drawn.grids)} 个网格的边界"
    names = "、".join(drawn.unmatched[:_MOST_NAMED])
    return f"{text}；没有对上的：{names}。请核对网格台账里的编码和名称。" if names else text


def read_outlines(path: Path, progress: Progress = silent) -> Sequence[Outline]:
    """In a thread: the outlines of a file."""
    progress("正在读边界文件")
    return outlines.read(path)


def write_map(desk: Desk, path: Path, progress: Progress = silent) -> int:
    """In a thread: the map of the day as one HTML file."""
    from reports import map as mapping
    from reports.form import Issue

    station = desk.station
    issue = Issue(station.today(), station.actor.name, station.demo)
    return station.ask(mapping.write_map, path, issue, progress)
