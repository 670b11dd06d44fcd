"""Codes of grids: the next one of a village, and all of them anew after the rule has changed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import get_history

from core import words
from core.errors import Invalid, Problem
from core.records.grid import Grid
from core.services import grid_template, grid_tree, settings
from core.services.grid_template import Template
from core.settings import GRID_CODE
from core.station import Tx

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
    return _next(template(session), village.code or "", _ever(session), count)


def follow(tx: Tx, written: Sequence[Grid]) -> None:
    """Refuse a code that was just written and is, or ever was, another grid's."""
    fresh = [one for one in written if one.code and get_history(one, "code").has_changes()]
    with tx.session.no_autoflush:
        for one in fresh:
            code = one.code or ""
            twin = next((it for it in fresh if it is not one and it.code == code), None)
            said = _told(tx, code, twin) if twin is not None else refused(tx, one.id, code)
            if said:
                free = proposed(tx.session, one.parent)
                more = f"，下一个可用的是 {free[0]}" if free else "，请另编一个"
                raise Invalid([Problem("code", f"{said}{more}")])


def refused(tx: Tx, grid: UUID, code: str, *, former: bool = True) -> str:
    """Why a grid cannot have a code: whose it is or was; empty where it was never given.

    The `former` codes of grids are free only where codes are handed round.
    """
    given = or_(Grid.code == code, Grid.legacy_code == code) if former else Grid.code == code
    query = select(Grid).where(given, Grid.id != grid)
    bearers = tx.session.scalars(query).all()
    known = sorted(bearers, key=lambda one: (one.code != code, one.binned is not None, one.id))
    return _told(tx, code, known[0]) if known else ""


def _told(tx: Tx, code: str, bearer: Grid) -> str:
    typed = words.fold(code)
    if bearer.code != code:
        return f"编码 {typed} 是“{bearer.name}”的旧编码，用过的编码不再给别的网格"
    if bearer.binned is not None:
        return f"编码 {typed} 是回收站里“{bearer.name}”的，要用请先找回它"
    if not grid_tree.is_open(bearer, tx.today):
        told = f"编码 {typed} 曾是“{bearer.name}”的（{bearer.closed}停用）"
        return f"{told}，用过的编码不再给别的网格"
    return f"编码 {typed} 已是“{bearer.name}”的"


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
    taken = _ever(session)
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


def _ever(session: Session) -> set[str]:
    """Every code that was ever given, those of grids in the bin too."""
    query = select(Grid.code, Grid.legacy_code)
    return {code for pair in session.execute(query) for code in pair if code}


def _grids(session: Session) -> dict[UUID, Grid]:
    query = select(Grid).where(Grid.binned.is_(None))
    return {one.id: one for one in session.scalars(query)}
