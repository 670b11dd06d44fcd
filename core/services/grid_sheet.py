"""The account of one change of the division, written line by line while it is carried out."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from sqlalchemy import func, or_, select

from core import codes
from core.errors import Invalid
from core.records.grid import Grid
from core.records.grid_change import GridChange, GridChangeLine
from core.services import grid_work
from core.services.grid_work import Item
from core.station import Tx

GRID = "网格"
_NAMED = 12


@dataclass(frozen=True, slots=True)
class Terms:
    """When a change takes effect, why, and on what paper."""

    day: date
    reason: str
    basis: str = ""


def refuse_day(tx: Tx, terms: Terms, grids: Iterable[Grid]) -> None:
    """A change is dated between the last one of its grids and today."""
    if not terms.reason.strip():
        raise Invalid("请写明变更原因。")
    if terms.day > tx.today:
        raise Invalid(f"变更日期不能晚于今天（{tx.today}），到那一天再办。")
    for one in grids:
        if one.opened is not None and terms.day < one.opened:
            raise Invalid(f"“{one.name}”{one.opened}才启用，变更日期不能早于这一天，请改变更日期。")
        last = _last_change(tx, one.id)
        if last is not None and terms.day < last:
            raise Invalid(f"“{one.name}”在{last}已经调整过，变更日期不能早于这一天。")


def _last_change(tx: Tx, grid: UUID) -> date | None:
    line = GridChangeLine
    query = (
        select(func.max(GridChange.changed_on))
        .join(line, line.change == GridChange.id)
        .where(GridChange.binned.is_(None), line.binned.is_(None))
        .where(or_(line.subject == grid, line.target == grid))
    )
    return tx.session.scalar(query)


@dataclass(slots=True)
class Sheet:
    """What was before is noted first, then the change is made, then the account is kept."""

    tx: Tx
    kind: str
    terms: Terms
    before: str
    lines: list[GridChangeLine] = field(default_factory=list)
    carried: list[Item] = field(default_factory=list)

    def was(self, grid: Grid, note: str, parent: UUID | None) -> None:
        """A grid as it is still, what becomes of it, and where it will stand."""
        self._add(GRID, (grid.__tablename__, grid.id), grid.name, (grid.parent, parent), note)

    def goes(self, item: Item, target: UUID | None, note: str = "") -> None:
        """One open thing, and the grid it goes to."""
        self.carried.append(item)
        told = "，".join(filter(None, (item.note, note)))
        self._add(item.kind, (item.table, item.id), item.text, (item.grid, target), told)

    def keep(self, after: Sequence[Grid]) -> UUID:
        """Write the account down; nobody changes it afterwards."""
        terms = self.terms
        made = GridChange(
            changed_on=terms.day,
            kind=self.kind,
            before=self.before,
            after=named(after),
            reason=terms.reason.strip(),
            basis=terms.basis.strip() or None,
            carried=grid_work.counted(self.carried) or None,
            locked=self.tx.now,
        )
        self.tx.add(made)
        for position, one in enumerate(self.lines, 1):
            one.change, one.position = made.id, position
            self.tx.add(one)
        self.tx.on(terms.day)
        self.tx.detail = f"：{self.before}"
        return made.id

    def _add(
        self,
        kind: str,
        what: tuple[str, UUID],
        item: str,
        places: tuple[UUID | None, UUID | None],
        note: str,
    ) -> None:
        table, subject = what
        source, target = places
        self.lines.append(
            GridChangeLine(
                kind=kind,
                of_table=table,
                subject=subject,
                item=item,
                source=source,
                target=target,
                note=note[:120] or None,
            )
        )


def begun(tx: Tx, kind: str, terms: Terms, grids: Sequence[Grid]) -> Sheet:
    """The account of a change of these grids."""
    refuse_day(tx, terms, grids)
    return Sheet(tx, kind, terms, named(grids))


def named(grids: Sequence[Grid]) -> str:
    """What grids are called, with their codes; very many are counted."""
    told = [f"{one.name}（{one.code}）" if one.code else one.name for one in grids[:_NAMED]]
    more = f"等 {len(grids)} 个网格" if len(grids) > _NAMED else ""
    return "、".join(told) + more


def title(kind: str) -> str:
    """What a way of changing the division is called."""
    return codes.name_of("grid_change_kind", kind)
