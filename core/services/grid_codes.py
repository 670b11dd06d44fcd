"""Codes of grids: the next one of a village, and all of them anew after the rule has changed."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.records.grid import Grid
from core.services import grid_template, grid_tree, settings
from core.services.grid_template import Template
from core.settings import GRID_CODE

VILLAGE = "village"


@dataclass(frozen=True, slots=True)
class Recoded:
    """One grid whose code does not follow the rule, and the one it would get."""

    id: UUID
    name: str
    old: str
    new: str


def template(session: Session) -> Template:
    """The rule of this station."""
    return grid_template.read(settings.value(session, GRID_CODE))


def proposed(session: Session, parent: UUID | None, count: int = 1) -> tuple[str, ...]:
    """The next codes below a grid; none where no village with a code is above, or all are used."""
    grids = _grids(session)
    village = village_of(grids, parent)
    if village is None:
        return ()
    return _next(template(session), village.code or "", _codes(grids.values()), count)


def village_of(grids: Mapping[UUID, Grid], start: UUID | None) -> Grid | None:
    """The nearest village at or above a grid that has a code; 片区 between them do not count."""
    seen: set[UUID] = set()
    while start is not None and start in grids and start not in seen:
        seen.add(start)
        one = grids[start]
        if one.level == VILLAGE and one.code:
            return one
        start = one.parent
    return None


def anew(session: Session, day: date) -> tuple[Recoded, ...]:
    """The grids below villages whose codes do not follow the rule, with those it gives them."""
    grids, rule = _grids(session), template(session)
    taken = _codes(grids.values())
    found = []
    for one in sorted(grids.values(), key=lambda one: (one.code or "", one.name)):
        village = village_of(grids, one.parent)
        if village is None or one.level == VILLAGE or not grid_tree.is_open(one, day):
            continue
        if rule.pattern(village.code or "").fullmatch(one.code or "") is None:
            for new in _next(rule, village.code or "", taken, 1):
                taken.add(new)
                found.append(Recoded(one.id, one.name, one.code or "", new))
    return tuple(found)


def _next(rule: Template, village: str, taken: set[str], count: int) -> tuple[str, ...]:
    """A number once given is not given again, also when its grid is closed."""
    if len(village) < rule.division:
        return ()
    pattern = rule.pattern(village)
    met = (pattern.fullmatch(one) for one in taken)
    last = max((int(one[1]) for one in met if one), default=0)
    numbers = range(last + 1, min(last + count, rule.most) + 1)
    return tuple(rule.made(village, number) for number in numbers)


def _codes(grids: Iterable[Grid]) -> set[str]:
    return {code for one in grids for code in (one.code, one.legacy_code) if code}


def _grids(session: Session) -> dict[UUID, Grid]:
    query = select(Grid).where(Grid.binned.is_(None))
    return {one.id: one for one in session.scalars(query)}
