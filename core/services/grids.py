"""The grids on the map: their outlines, what is open in each, and who answers for it."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from core import codes, words
from core.errors import Invalid
from core.intake import outlines
from core.intake.outlines import Outline, Shape
from core.records.grid import Grid
from core.rights import Right
from core.services import caseload, grid_past, grid_tree, posts
from core.services.figures import Figure, counted
from core.services.grid_tree import Parents, upwards
from core.station import Tx, operation

CLASSES = ((0, "0–6"), (7, "7–13"), (14, "14–20"), (21, "21 以上"))
"""From how many open cases on a grid is of which class, and the words for it."""

NOTHING = counted(())


@dataclass(frozen=True, slots=True)
class Place:
    """One grid as map and tree show it; `open` are the open cases in it and in what is below."""

    id: UUID
    name: str
    parent: UUID | None
    level: str
    code: str
    shape: Shape
    open: Figure


@dataclass(frozen=True, slots=True)
class Survey:
    """Every grid of the station on one day, in the order of the codes.

    `total` counts each open case once, also those that name no grid.
    """

    day: date
    places: tuple[Place, ...]
    total: Figure

    @property
    def drawn(self) -> tuple[Place, ...]:
        """What the map shows: grids with an outline, unless those below them have outlines."""
        parents = self._parents()
        covered = {
            above for one in self.places if one.shape for above in upwards(parents, one.parent)
        }
        return tuple(one for one in self.places if one.shape and one.id not in covered)

    @property
    def unseen(self) -> tuple[Place, ...]:
        """Grids the map does not show: not drawn, nor what lies above and below them."""
        parents = self._parents()
        drawn = {one.id for one in self.drawn}
        above = {one for grid in drawn for one in upwards(parents, grid)}
        return tuple(
            one
            for one in self.places
            if one.id not in above and drawn.isdisjoint(upwards(parents, one.id))
        )

    @property
    def elsewhere(self) -> Figure:
        """The open cases in none of the drawn grids."""
        seen = {case for one in self.drawn for case in one.open.ids}
        return counted([case for case in self.total.ids if case not in seen])

    def drawn_for(self, grid: UUID) -> UUID | None:
        """The drawn grid that shows `grid`: itself, or the nearest above it."""
        drawn = {one.id for one in self.drawn}
        return next((one for one in upwards(self._parents(), grid) if one in drawn), None)

    def _parents(self) -> Parents:
        return {one.id: one.parent for one in self.places}


@dataclass(frozen=True, slots=True)
class Person:
    """One of the station's own staff in a post on a grid."""

    id: UUID
    name: str
    post: str
    phone: str


@dataclass(frozen=True, slots=True)
class Drawn:
    """What became of a file of outlines: the grids drawn, and outlines that met no grid."""

    grids: tuple[str, ...]
    unmatched: tuple[str, ...]


def figures(session: Session, day: date) -> dict[UUID | None, Figure]:
    """The open cases of each grid and of what is below it; under None those that name no grid.

    Of a past day they stand where they stood then.
    """
    past = grid_past.on(session, day)
    above = {one: past.parent(one, now) for one, now in grid_tree.parents(session).items()}
    found: dict[UUID | None, list[UUID]] = defaultdict(list)
    for case in caseload.cases(session, caseload.open_on(day)):
        for grid in tuple(upwards(above, past.place(case.id, case.grid))) or (None,):
            found[grid].append(case.id)
    return {grid: counted(ids) for grid, ids in found.items()}


def survey(session: Session, day: date) -> Survey:
    """What the map shows; a closed grid only as long as something is open in it."""
    known = figures(session, day)
    rows = session.scalars(
        select(Grid).where(Grid.binned.is_(None)).order_by(Grid.code, Grid.name, Grid.id)
    )
    places = (
        _place(grid, known.get(grid.id, NOTHING)) for grid in rows if _shown(grid, day, known)
    )
    total = caseload.figure(session, caseload.open_on(day))
    return Survey(day, tuple(places), total)


def class_of(figure: int) -> int:
    """Which of `CLASSES` a figure belongs to."""
    return max(n for n, (least, _) in enumerate(CLASSES) if figure >= least)


def in_post(session: Session, grid: UUID, day: date) -> tuple[Person, ...]:
    """Who answers for a grid on `day`, substitutes of people away too."""
    return tuple(
        Person(
            one.acting.id, one.told, codes.name_of("post_kind", one.kind), one.acting.phone or ""
        )
        for one in posts.answering(session, day, [grid])
    )


@operation("导入网格边界", needs=Right.KEEP)
def draw_outlines(tx: Tx, found: Sequence[Outline]) -> Drawn:
    """Give grids their outlines, by code or, where one side has no code, by a name held once."""
    grids = list(tx.session.scalars(select(Grid).where(Grid.binned.is_(None))))
    coded, named = _by(grids, "code"), _by(grids, "name")
    met: dict[UUID, str] = {}
    unmatched = []
    for one in sorted(found, key=lambda one: not one.code):
        grid = _met(coded, named, one)
        if grid is None or grid.id in met:
            unmatched.append(one.title)
            continue
        grid.outline = outlines.text_of(one.shape)
        met[grid.id] = grid.name
    if not met:
        raise Invalid(
            "文件里的边界一个也没有对上本站的网格，请核对网格台账里的编码和名称后再导入。"
        )
    tx.detail = f"：{len(met)} 个网格"
    return Drawn(tuple(met.values()), tuple(unmatched))


def _by(grids: Sequence[Grid], key: str) -> Mapping[str, list[Grid]]:
    found: dict[str, list[Grid]] = defaultdict(list)
    for grid in grids:
        found[words.fold(getattr(grid, key) or "")].append(grid)
    return found


def _met(
    coded: Mapping[str, list[Grid]], named: Mapping[str, list[Grid]], one: Outline
) -> Grid | None:
    by_code = coded.get(words.fold(one.code), []) if one.code else []
    by_name = named.get(words.fold(one.name), []) if one.name else []
    picked = by_code or [grid for grid in by_name if not (one.code and grid.code)]
    return picked[0] if len(picked) == 1 else None


def _shown(grid: Grid, day: date, known: Mapping[UUID | None, Figure]) -> bool:
    return grid.closed is None or grid.closed > day or grid.id in known


def _place(grid: Grid, figure: Figure) -> Place:
    level = codes.name_of("grid_level", grid.level) if grid.level else ""
    shape = outlines.shape_of(grid.outline) if grid.outline else ()
    return Place(grid.id, grid.name, grid.parent, level, grid.code or "", shape, figure)
