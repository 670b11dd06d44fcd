"""What became of grids: renamed, merged, split, closed (`domain/grid.md` §1.2–1.4)."""

from datetime import date

from sqlalchemy.orm import Mapped

from core.ledger import Group, Ledger
from core.record import Kind, Record, field


class GridChange(Record):
    """One change of the division, told for good: names and codes as they were on that day."""

    __tablename__ = "grid_change"

    changed_on: Mapped[date] = field("变更日期", Kind.DATE, required=True, index=True)
    kind: Mapped[str] = field("变更方式", Kind.CODE, code="grid_change_kind", required=True)
    before: Mapped[str] = field("变更前", Kind.LONG, required=True, width=24)
    after: Mapped[str | None] = field("变更后", Kind.LONG, width=24)
    reason: Mapped[str] = field("变更原因", required=True, width=20)
    basis: Mapped[str | None] = field("依据", width=16)
    carried: Mapped[str | None] = field("划转情况", Kind.LONG, width=28, given=True)


LEDGER = Ledger(
    GridChange,
    title="网格变更登记",
    columns=(
        GridChange.changed_on,
        GridChange.kind,
        GridChange.before,
        GridChange.after,
        GridChange.reason,
        GridChange.basis,
        GridChange.carried,
    ),
    form=(
        Group(
            "变更", (GridChange.changed_on, GridChange.kind, GridChange.before, GridChange.after)
        ),
        Group("说明", (GridChange.reason, GridChange.basis)),
    ),
    naming=GridChange.before,
    search=(GridChange.before, GridChange.after, GridChange.reason),
    unit="次",
    detail=(GridChange.kind, GridChange.reason),
    order=GridChange.changed_on,
    same=(GridChange.changed_on, GridChange.before),
)
